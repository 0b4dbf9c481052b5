/*
 * Crowds, listed. Takes: the groups that have a crowded key, one key after the other. Gives: them in order of time, and how many such keys each group
 * has. Promises: the same for any window, which is laid over them later. Does not know: windows. Private to this room.
 */
#ifndef WIRECOPY_MATCH_PAIRS_CROWD_LISTS_H
#define WIRECOPY_MATCH_PAIRS_CROWD_LISTS_H

#include "base/sort/picked.h"
#include "base/storage/saved.h"
#include "learn/left_out.h"
#include "sketch/keys.h"

/* What ends a crowd: of a band, or of a sampled key under the limit; or of one that is a key of short articles only. */
#define CROWD_ENDS UINT32_MAX
#define CROWD_ENDS_WHOLE (UINT32_MAX - 1)

struct crowd_lists {
    const struct left_out *left_out;
    struct scratch *of[2];   /* of bands and of sampled keys: uint32_t, a crowd's groups by their places in time, in order, and its end */
    uint32_t *places;        /* by rank: its place in time, see timely.h; NULL once all are there */
    struct key_counts *keys; /* by place in time: the crowded keys that a group has, but for those of bands */
    uint32_t count;          /* groups */
    uint64_t used;           /* of scratch's memory */
};

/* None yet. Errors, here and below: WIRECOPY_NO_MEMORY, WIRECOPY_IO; it is to be released then too. */
enum wirecopy_status crowd_lists_begin(struct crowd_lists *lists, const struct left_out *left_out);
void crowd_lists_end(struct crowd_lists *lists);
void crowd_lists_release(struct crowd_lists *lists);

/* Crowds on their way, one thread's. {0} at first. */
struct crowd_room {
    struct picked picked;
    struct buffer listed;
};
void crowd_room_release(struct crowd_room *room);

/* Puts the ranks of one key, 32 bits each below others, into the room; sampled: it is one under the limit, or of a band. Any number of threads, each with its room. */
enum wirecopy_status crowd_lists_put(const struct crowd_lists *lists, struct crowd_room *room, const uint64_t *run, size_t count, bool sampled);

/* Adds what is in a room, and empties it. One thread at a time. */
enum wirecopy_status crowd_lists_add(struct crowd_lists *lists, bool sampled, struct crowd_room *room);

/* Saves them; restoring takes the place of all others. asked: whether they are; else they are passed by. Errors: as saved.h. */
enum wirecopy_status crowd_lists_save(const struct crowd_lists *lists, struct saving *saving);
enum wirecopy_status crowd_lists_restore(struct crowd_lists *lists, const struct left_out *left_out, bool asked, struct saved *saved);

/* One more key; sampled: it is under the limit of sampling. */
static inline void crowded_add(struct key_counts *counts, bool sampled)
{
    if (counts->whole < KEY_COUNT_MOST) { /* as nearly all are; those under the limit are no more */
        counts->whole++;
        counts->sampled = (uint16_t)(counts->sampled + sampled);
    } else {
        counts->sampled = (uint16_t)(counts->sampled + (sampled && counts->sampled < KEY_COUNT_MOST));
    }
}

#endif
