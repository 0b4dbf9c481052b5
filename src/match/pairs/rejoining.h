/*
 * One round of joining again. Takes: all keys of then, and those of groups that have other keys now. Gives: the pairs of groups that are asked for,
 * and which others meet otherwise too. Promises: the same for any number of threads. Does not know: what is asked for next. Private to this room.
 */
#ifndef WIRECOPY_MATCH_PAIRS_REJOINING_H
#define WIRECOPY_MATCH_PAIRS_REJOINING_H

#include "match/pairs/joining.h"

struct rejoining {
    const struct keys *all;        /* of all groups, as they were then */
    const struct keys *then, *now; /* of the changed groups */
    const struct keys *beside;     /* of groups that are not changed and that are asked for, of others too; NULL: none are asked for */
    struct candidates *candidates;
    const struct changed_groups *changed;
    const struct changed_groups *asked; /* whose pairs are looked for in this round */
    const struct changed_groups *done;  /* whose pairs were found before it; NULL: this is the first round */
    struct changed_groups *widened;     /* others than the changed ones whose pairs change, as first rounds find */
    unsigned part_bits;
    bool band;
};

/* One round with the keys of bands, or with sampled ones. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status rejoin(struct rejoining *rejoining, bool band);

#endif
