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

/* Some keys of a part, above ranks. */
struct some {
    uint64_t *values;
    size_t count;
};

/* What parts of the keys are loaded into; one thread's. {0} at first. */
enum { REJOINING_ROOMS = 4 };
struct rejoining_room {
    struct column_room columns[REJOINING_ROOMS];
    struct buffer rooms[REJOINING_ROOMS]; /* uint64_t: keys above ranks, of all, then, now and beside, of which those of bands stand in columns */
    struct buffer sorting;                /* uint64_t: room to sort them in */
    struct buffer names, shown;           /* uint64_t: sampled keys that are asked for, each once, in order; what of all of then is shown for them */
    struct marked marked;
};
void rejoining_room_release(struct rejoining_room *room);

/* rejoining_keys.c: loads a part: of all keys of then those that concern this round, and those of now, both in order. Errors: as rejoin. */
enum wirecopy_status rejoining_load(const struct rejoining *r, struct rejoining_room *room, uint32_t part, struct some *all, struct some *now);

/* One round with the keys of bands, or with sampled ones. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status rejoin(struct rejoining *rejoining, bool band);

#endif
