/*
 * A time window. Takes: what the stages before matching made, without a window. Gives: the same of the parts that the window makes of
 * the groups. Promises: what was learnt and found serves any window; either all of it is replaced or nothing. Does not know: matches.
 * Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_PARTING_H
#define WIRECOPY_CLUSTER_PARTING_H

#include "match/pairs/candidates.h"
#include "match/likeness.h"

/* What is replaced in place; each points to the others as it did before. */
struct parting {
    struct groups *groups;
    struct left_out *left_out;
    struct sets *sets;
    struct candidates *candidates;
    struct likeness *likeness; /* {0} where nothing is known */
};

/* window_minutes: more than 0. Errors: WIRECOPY_NO_MEMORY, WIRECOPY_IO. */
enum wirecopy_status part_by_window(const struct parting *parting, int64_t window_minutes);

#endif
