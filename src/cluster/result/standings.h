/*
 * How the groups of a cluster stand to its representative. Takes: the ranks of a cluster. Gives: the representative first, then the others from
 * the most alike down, and what the cluster as a whole says. Promises: the same for any number of threads. Does not know: rows. Private to
 * this room.
 */
#ifndef WIRECOPY_CLUSTER_RESULT_STANDINGS_H
#define WIRECOPY_CLUSTER_RESULT_STANDINGS_H

#include "cluster/result/representative.h"

/* A group and how it stands to the representative: size_a is the representative's. */
struct standing {
    struct match match;
    uint32_t rank;
};

/* A cluster as a whole. */
struct stood {
    size_t count;    /* of its groups */
    double diameter; /* 1 less the least resemblance that was seen */
    bool chain;      /* some group does not match the representative: others brought it into the cluster */
};

/* One thread's. {0} but for the comparer at first. */
struct standing_room {
    struct comparer comparer; /* its verifier is the room's own */
    struct buffer references;
};
void standing_room_release(struct standing_room *room);

/* Appends the standings of a cluster, whose ranks are in order, to found. Errors: as verify_pair. */
enum wirecopy_status standings_find(struct standing_room *room, const struct left_out *left_out, const uint32_t *ranks, size_t count,
                                    struct buffer *found, struct stood *stood_out);

#endif
