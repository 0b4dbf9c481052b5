/* Candidates while a window is laid over them: what both files of it need. Private to this room. */
#ifndef WIRECOPY_MATCH_PAIRS_NARROWING_H
#define WIRECOPY_MATCH_PAIRS_NARROWING_H

#include "match/pairs/joining.h"

struct narrowing {
    struct candidates *within;
    const struct groups *parted;
    const struct articles *articles;
    uint32_t whole_count; /* groups before they were parted */
    uint32_t *times;      /* by part: the minute of its first member, as a number that sorts; 0: not known */
};

/* Whether the window admits two parts. */
bool narrowing_admits(const struct narrowing *narrowing, uint32_t a, uint32_t b);

/* A pair that was chosen, or with few one that met too seldom. */
static inline enum wirecopy_status narrowing_deal(const struct narrowing *narrowing, uint32_t a, uint32_t b, bool few)
{
    uint64_t low = a < b ? a : b, high = a < b ? b : a;
    return candidates_deal(narrowing->within, (low << narrowing->within->rank_bits | high) << 1 | !few);
}

/*
 * crowds_within.c: deals the pairs of the parts that share crowded keys, of bands and sampled ones, as candidates keep them. Errors:
 * WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status narrowing_join_crowds(const struct narrowing *narrowing, const struct crowd_lists *crowds);

#endif
