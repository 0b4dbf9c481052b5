/*
 * The keys of one group, made without the corpus around it. Takes: the sets of some groups, and the plan. Gives: a group's keys, and what it has
 * of them. Promises: those that sketching makes of the same set. Does not know: who else has a key.
 */
#ifndef WIRECOPY_MATCH_PAIRS_GROUP_KEYS_H
#define WIRECOPY_MATCH_PAIRS_GROUP_KEYS_H

#include "learn/sets.h"
#include "sketch/keys.h"
#include "sketch/minhash.h"

/* How keys are made; all borrowed. */
struct key_making {
    const struct plan *plan; /* with what is known of crowds */
    const struct family *family;
    minhash_kernel *kernel;
};

/* {0} at first; release it at the end. */
struct group_keys {
    bool any;                 /* false: its set is too short for keys */
    struct key_counts counts; /* of sampled keys, as far as they are no crowd's that is known */
    uint32_t bands[COMPONENTS_MAX];
    struct buffer sampled; /* uint32_t: in order, distinct */
    size_t sampled_count;
    struct set_room room;
};
void group_keys_release(struct group_keys *keys);

/* Takes a key that is a crowd's from what a group has; limit: the upper half of sampled_limit. */
static inline void group_keys_lose(struct key_counts *counts, uint32_t key, uint32_t limit)
{
    if (key <= limit && counts->sampled > 0)
        counts->sampled--;
    if (counts->whole > 1) /* stays whole */
        counts->whole--;
}

/* Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status group_keys_make(const struct sets *sets, uint32_t rank, const struct key_making *making, struct group_keys *keys);

#endif
