/* A filter after Bloom (1970), of two bits a shingle. */
#include "match/sets/large.h"

/*
 * One stranger's shingle in eighteen finds both of its bits set; so many articles of a language do have in common with a huge one. Both bits
 * are in one cache line, and lines are in order of shingles (Putze, Sanders, Singler 2009): a sorted set sets them from front to back.
 */
enum { BITS_A_SHINGLE = 8, LINE_BITS_LOG = 9, LINE_MASK = (1 << LINE_BITS_LOG) - 1 };

/* Of a set in scratch, so many are looked at together. */
enum { SHINGLES_A_PIECE = 1 << 12 };

static uint64_t first_bit(const struct large_set *large, uint64_t shingle)
{
    return shingle >> large->shift;
}

static uint64_t second_bit(const struct large_set *large, uint64_t shingle)
{
    return (shingle >> large->shift & ~(uint64_t)LINE_MASK) | (shingle & LINE_MASK);
}

static bool has_bit(const struct large_set *large, uint64_t bit)
{
    return large->bits[bit / 64] >> bit % 64 & 1;
}

static void set_bit(struct large_set *large, uint64_t bit)
{
    large->bits[bit / 64] |= UINT64_C(1) << bit % 64;
}

static void forget(struct large_set *large)
{
    memory_free(large->bits);
    seen_room_release(&large->room);
    *large = (struct large_set){.used = false};
}

/* Room for the bits of so many shingles. */
static enum wirecopy_status make_bits(struct large_set *large, uint32_t rank, size_t count)
{
    unsigned log = LINE_BITS_LOG;
    while ((UINT64_C(1) << log) < count * BITS_A_SHINGLE)
        log++;
    large->bits = memory_allocate_zero((size_t)1 << (log - 6), sizeof *large->bits);
    large->shift = 64 - log;
    large->rank = rank;
    large->count = count;
    return large->bits ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}

static void set_bits(struct large_set *large, const uint64_t *shingles, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        set_bit(large, first_bit(large, shingles[i]));
        set_bit(large, second_bit(large, shingles[i]));
    }
}

enum wirecopy_status large_sets_note(struct large_sets *sets, uint32_t rank, const uint64_t *shingles, size_t count)
{
    struct large_set *large = &sets->places[rank % LARGE_SETS];
    enum wirecopy_status status;
    forget(large);
    status = make_bits(large, rank, count);
    if (status == WIRECOPY_OK)
        set_bits(large, shingles, count);
    large->used = status == WIRECOPY_OK;
    return status;
}

/* The same; those that are more than a thread has for its buffers lie in a file. */
static enum wirecopy_status make_huge_bits(struct large_set *large, const struct left_out *left_out, uint32_t rank, size_t count)
{
    bool many = count * BITS_A_SHINGLE / 8 > left_out->memory_bytes / left_out->threads;
    const char *before = many ? memory_outsized(scratch_space_directory(left_out->space)) : NULL;
    enum wirecopy_status status = make_bits(large, rank, count);
    if (many)
        memory_outsized(before);
    return status;
}

/* Sets the bits of a set that lies in scratch. */
static enum wirecopy_status set_huge_bits(struct large_set *large, const struct huge_set *huge)
{
    struct scratch_window window = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < large->count && status == WIRECOPY_OK; i += SHINGLES_A_PIECE) {
        size_t count = large->count - i < SHINGLES_A_PIECE ? large->count - i : SHINGLES_A_PIECE;
        const void *view;
        status = scratch_view_ahead(huge->shingles, i * sizeof(uint64_t), count * sizeof(uint64_t), &window, &view);
        if (status == WIRECOPY_OK)
            set_bits(large, view, count);
    }
    scratch_window_release(&window);
    return status;
}

enum wirecopy_status large_sets_make(struct large_sets *large_sets, const struct sets *sets, uint32_t rank)
{
    const struct left_out *left_out = sets->left_out;
    struct large_set *large = &large_sets->places[rank % LARGE_SETS];
    const struct huge_set *huge;
    enum wirecopy_status status;
    forget(large);
    status = huge_sets_find(sets, rank, &huge);
    if (status == WIRECOPY_OK)
        status = make_huge_bits(large, left_out, rank, huge->count);
    if (status == WIRECOPY_OK)
        status = set_huge_bits(large, huge);
    if (status == WIRECOPY_OK)
        status = list_seen(left_out, rank, &large->room, &large->brief.seen);
    if (status == WIRECOPY_OK)
        status = count_group_words(left_out, rank, &large->brief.words);
    large->brief.count = large->count;
    large->brief.alone = groups_size(left_out->groups, rank) == 1;
    large->brief.two_numbers = true; /* it may be so */
    large->huge = huge;
    large->used = status == WIRECOPY_OK;
    if (status != WIRECOPY_OK)
        forget(large);
    return status;
}

enum wirecopy_status large_set_shared(const struct large_set *large, const uint64_t *shingles, size_t count, size_t *shared_out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    *shared_out = 0;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        size_t has = 0;
        if (has_bit(large, first_bit(large, shingles[i])) && has_bit(large, second_bit(large, shingles[i])))
            status = huge_set_shared(large->huge, &shingles[i], 1, &has);
        *shared_out += has;
    }
    return status;
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
        forget(&sets->places[i]);
}
