/* A growing set of ranks with its k-th member at hand. Private to this room. */
#ifndef WIRECOPY_CLUSTER_QUORUM_MEMBERS_H
#define WIRECOPY_CLUSTER_QUORUM_MEMBERS_H

#include "base/memory.h"

/*
 * Two sorted runs in one array: the long one, and a short one that takes what comes in and is merged when it is full. So
 * one more member costs the short run's length, and a 512th of the long one's.
 */
struct members {
    uint32_t *ranks;
    uint32_t sorted, late; /* lengths of the two runs */
    uint32_t capacity;
};
enum { MEMBERS_LATE_MOST = 512 };

static inline uint32_t members_count(const struct members *members)
{
    return members->sorted + members->late;
}

/* Adds a rank that is not in it. */
enum wirecopy_status members_add(struct members *members, uint32_t rank);

/* Adds all of another set, which has none in common and is then empty. */
enum wirecopy_status members_join(struct members *members, struct members *other);

/* The k-th member in order, k under the count. Cost: log of the count. */
uint32_t members_at(const struct members *members, uint32_t k);

/* Merges the runs: ranks then holds all members in order. */
void members_settle(struct members *members);

void members_release(struct members *members);

#endif
