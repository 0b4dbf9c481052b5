/*
 * Common shingles. Takes: the groups without furniture. Gives: the shingles that stand in more than max(20, 0.005 N) of the N
 * groups, where the groups that have them are strangers. Promises: the same ones for any order of arrival. Does not know: keys.
 */
#ifndef WIRECOPY_LEARN_COMMON_COMMON_H
#define WIRECOPY_LEARN_COMMON_COMMON_H

#include "learn/left_out.h"
#include "learn/strangers.h"

/*
 * Over so many groups, those of the least content hash stand for all: a shingle of one group in 200 stands in 82 of them, give
 * or take 9, and one that is taken for common by chance is no story's.
 */
enum { COMMON_SAMPLE = 16384 };

/* A shingle that so many groups have, of those that are looked at, that a change of some lines may make it common or not. */
struct counted_shingle {
    uint64_t shingle;
    uint32_t groups;
    uint32_t drawn[STRANGERS_DRAWN]; /* the least of them */
    uint32_t strangers;              /* whether these are strangers; 0 where they were not asked */
    uint32_t reserved;
};

/* Its filter: all of it stays in the first cache. */
enum { COMMON_FILTER_BITS = 18, COMMON_FILTER_WORDS = (1 << COMMON_FILTER_BITS) / 64 };

struct common {
    struct hash_set shingles;
    uint64_t *filter; /* a bit of most others is not set; see shingle_find_kernel; NULL where there is none */
    uint64_t *places; /* each at one of two; 0: free; NULL where there is none, or none would do */
    size_t places_mask;
    struct counted_shingle *counted; /* in order; NULL: not kept */
    size_t counted_count;
};

/* How many groups are looked at, the first of them by a sieve; how many make a shingle common, and are noted as counted, if there are more. */
struct common_bounds {
    uint32_t sample, sieved, more_than, counted_over;
};
struct common_bounds common_bounds(uint32_t groups);

/* The counted ones are kept where left_out->rules are. */

enum wirecopy_status common_init(struct common *common, const struct left_out *left_out);

/* The same where they are known: they are copied. */
enum wirecopy_status common_init_known(struct common *common, const struct hash_set *known);
void common_release(struct common *common);

/* common_places.c: makes the table of places, once the shingles are known. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status common_make_places(struct common *common);

/* A shingle's first or second place: the second ones stand behind all first ones. */
static inline size_t common_place(size_t mask, uint64_t shingle, unsigned second)
{
    return second ? mask + 1 + (shingle >> 32 & mask) : shingle & mask;
}

/* Whether a shingle is common; quick for whoever asks of many that mostly are. */
static inline bool common_has_at_once(const struct common *common, uint64_t shingle)
{
    uint64_t first, second;
    if (!common->places)
        return hash_set_has(&common->shingles, shingle);
    first = common->places[common_place(common->places_mask, shingle, 0)];
    second = common->places[common_place(common->places_mask, shingle, 1)];
    return shingle ? (first == shingle) | (second == shingle) : common->shingles.has_zero;
}

static inline bool common_has(const struct common *common, uint64_t shingle)
{
    size_t bit = shingle & (((size_t)1 << COMMON_FILTER_BITS) - 1);
    return (common->filter[bit / 64] >> bit % 64 & 1) && hash_set_has(&common->shingles, shingle);
}

#endif
