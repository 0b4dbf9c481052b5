/* A filter after Bloom (1970), of two bits a shingle. */
#include "match/large.h"

/* One stranger's shingle in twenty finds both of its bits set; so many articles of a language do have in common with a huge one. */
enum { BITS_A_SHINGLE = 8 };

static uint64_t first_bit(const struct large_set *large, uint64_t shingle)
{
    return shingle * UINT64_C(0x9e3779b97f4a7c15) >> large->shift;
}

static uint64_t second_bit(const struct large_set *large, uint64_t shingle)
{
    return shingle * UINT64_C(0xd6e8feb86659fd93) >> large->shift;
}

static bool has_bit(const struct large_set *large, uint64_t bit)
{
    return large->bits[bit / 64] >> bit % 64 & 1;
}

static void set_bit(struct large_set *large, uint64_t bit)
{
    large->bits[bit / 64] |= UINT64_C(1) << bit % 64;
}

enum wirecopy_status large_sets_note(struct large_sets *sets, uint32_t rank, const uint64_t *shingles, size_t count)
{
    struct large_set *large = &sets->places[rank % LARGE_SETS];
    unsigned log = 6;
    while ((UINT64_C(1) << log) < count * BITS_A_SHINGLE)
        log++;
    large->used = false;
    memory_free(large->bits);
    large->bits = memory_allocate_zero((size_t)1 << (log - 6), sizeof *large->bits);
    if (!large->bits)
        return WIRECOPY_NO_MEMORY;
    large->shift = 64 - log;
    for (size_t i = 0; i < count; i++) {
        set_bit(large, first_bit(large, shingles[i]));
        set_bit(large, second_bit(large, shingles[i]));
    }
    large->rank = rank;
    large->count = count;
    large->used = true;
    return WIRECOPY_OK;
}

size_t large_set_shared_most(const struct large_set *large, const uint64_t *shingles, size_t count)
{
    size_t shared = 0;
    for (size_t i = 0; i < count; i++)
        shared += has_bit(large, first_bit(large, shingles[i])) && has_bit(large, second_bit(large, shingles[i]));
    return shared;
}

void large_sets_release(struct large_sets *sets)
{
    for (size_t i = 0; i < LARGE_SETS; i++)
        memory_free(sets->places[i].bits);
    *sets = (struct large_sets){0};
}
