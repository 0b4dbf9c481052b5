/*
 * Pairs that only crowds bring together within a window. Takes: what two articles have of all keys, and how many of crowds they share. Gives:
 * whether that is as many as a match shares. Promises: no match is left out but by chances of four standard deviations. Does not know: who
 * meets in a crowd. Private to this room.
 */
#ifndef WIRECOPY_MATCH_PAIRS_CROWDED_H
#define WIRECOPY_MATCH_PAIRS_CROWDED_H

#include "match/pairs/candidates.h"

/* Of an article: its keys of crowds, and those of them through which it does not meet all that a window admits. */
struct crowded_keys {
    struct key_counts all, unmet;
};

struct crowded {
    struct crowded_keys *keys;             /* by part */
    int16_t contained[KEY_COUNT_MOST + 1]; /* by keys of the smaller: how many are shared where it is contained */
    int16_t united[KEY_COUNT_MOST + 1];    /* by keys of both together: the same where they resemble each other */
};

/* NULL where there is no memory. None has keys at first. */
struct crowded *crowded_create(uint32_t parts, struct match_rule rule);
void crowded_free(struct crowded *crowded);

/* All meet by all keys again. */
void crowded_forget(struct crowded *crowded, uint32_t parts);

/* Whether two parts of groups that share so many crowded keys, as many as a pair has to, share enough. */
bool crowded_suffice(const struct candidates *within, uint32_t a, uint32_t b, uint32_t shared);

#endif
