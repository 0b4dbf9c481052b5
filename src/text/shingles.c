/* Shingles and their sets (Broder 1997). A set is a sorted array: two are compared by merging. */
#include "text/shingles.h"

#include "base/sort.h"

static size_t shingle_count(size_t word_count, size_t k)
{
    return word_count == 0 ? 0 : word_count < k ? 1 : word_count - k + 1;
}

enum wirecopy_status shingles_hash(const uint32_t *words, size_t word_count, size_t k, struct buffer *room, uint64_t **shingles_out,
                                   size_t *count_out)
{
    size_t count = shingle_count(word_count, k), width = word_count < k ? word_count : k;
    uint64_t *shingles;
    enum wirecopy_status status;
    room->size = 0;
    status = buffer_reserve(room, (count + 1) * sizeof *shingles);
    if (status != WIRECOPY_OK)
        return status;
    shingles = (uint64_t *)(void *)room->data;
    if (width == 3) /* the usual width: XXH3's formula for 12 bytes, without asking how many */
        for (size_t i = 0; i < count; i++)
            shingles[i] = shingle_hash(words + i, 3);
    else
        for (size_t i = 0; i < count; i++)
            shingles[i] = shingle_hash(words + i, width);
    *shingles_out = shingles;
    *count_out = count;
    return WIRECOPY_OK;
}

size_t shingles_sort(uint64_t *shingles, uint64_t *spare, size_t count)
{
    size_t distinct = 0;
    sort_spread_u64(shingles, spare, count);
    for (size_t i = 0; i < count; i++) {
        shingles[distinct] = shingles[i];
        distinct += i + 1 == count || shingles[i] != shingles[i + 1];
    }
    return distinct;
}

enum wirecopy_status shingle_set_build(const uint32_t *words, size_t word_count, size_t k, struct buffer *room, struct shingle_set *set_out)
{
    uint64_t *shingles;
    size_t count;
    enum wirecopy_status status;
    room->size = 0;
    status = buffer_reserve(room, (2 * word_count + 1) * sizeof *shingles); /* as much again, to sort in */
    if (status == WIRECOPY_OK)
        status = shingles_hash(words, word_count, k, room, &shingles, &count);
    if (status == WIRECOPY_OK)
        *set_out = (struct shingle_set){shingles, shingles_sort(shingles, shingles + count, count)};
    return status;
}

bool shingles_at_least(const uint32_t *words, size_t word_count, size_t k, size_t least)
{
    uint64_t met[SHINGLES_COUNTED];
    size_t count = shingle_count(word_count, k), width = word_count < k ? word_count : k, distinct = 0;
    for (size_t i = 0; i < count && distinct < least; i++) {
        uint64_t shingle = shingle_hash(words + i, width);
        size_t j = 0;
        while (j < distinct && met[j] != shingle)
            j++;
        if (j == distinct)
            met[distinct++] = shingle;
    }
    return distinct >= least;
}

size_t shingle_sets_shared(struct shingle_set a, struct shingle_set b)
{
    size_t i = 0, j = 0, shared = 0;
    while (i < a.count && j < b.count) {
        uint64_t x = a.shingles[i], y = b.shingles[j];
        shared += x == y;
        i += x <= y;
        j += y <= x;
    }
    return shared;
}
