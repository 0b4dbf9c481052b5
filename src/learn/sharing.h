/*
 * What a few sets share. Takes: streams of shingles, one set after the other. Gives: the size of each set, and how many any two of them
 * share. Promises: exact, in any order, with equal ones in a stream counted once. Does not know: whose sets they are. Private to this room.
 */
#ifndef WIRECOPY_LEARN_SHARING_H
#define WIRECOPY_LEARN_SHARING_H

#include "base/memory.h"
#include "learn/strangers.h"

/* {0} at first. */
struct sharing {
    struct buffer room;
    uint64_t *shingles; /* open addressing: those that were met */
    uint8_t *who;       /* a bit for each set that has it; 0: a free place */
    size_t mask, used;
    size_t size[STRANGERS_DRAWN], shared[STRANGERS_DRAWN][STRANGERS_DRAWN]; /* shared: [earlier][later] */
};
void sharing_release(struct sharing *sharing);

/* Forgets all sets. expected: shingles to come, about. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status sharing_begin(struct sharing *sharing, size_t expected);

/* Adds a set, the next. */
enum wirecopy_status sharing_add(struct sharing *sharing, size_t set, const uint64_t *shingles, size_t count);

#endif
