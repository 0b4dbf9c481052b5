/* Shingles and their sets (Broder 1997). A set is a sorted array: two are compared by merging. */
#include "text/shingles.h"

#include "base/sort.h"

static size_t shingle_count(size_t word_count, size_t k)
{
    return word_count == 0 ? 0 : word_count < k ? 1 : word_count - k + 1;
}

enum wirecopy_status shingle_set_build(const uint32_t *words, size_t word_count, size_t k, struct buffer *room, struct shingle_set *set_out)
{
    size_t count = shingle_count(word_count, k), width = word_count < k ? word_count : k, distinct = 0;
    uint64_t *shingles;
    enum wirecopy_status status;
    room->size = 0;
    status = buffer_reserve(room, (count + 1) * sizeof *shingles);
    if (status != WIRECOPY_OK)
        return status;
    shingles = (uint64_t *)(void *)room->data;
    for (size_t i = 0; i < count; i++)
        shingles[i] = shingle_hash(words + i, width);
    sort_u64(shingles, count);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || shingles[i] != shingles[i - 1])
            shingles[distinct++] = shingles[i];
    room->size = distinct * sizeof *shingles;
    *set_out = (struct shingle_set){shingles, distinct};
    return WIRECOPY_OK;
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
