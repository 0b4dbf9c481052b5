/*
 * What changed groups lost and gained. Takes: what is left out, before and now. Gives: the shingles that a group has now and had not, and the
 * reverse. Promises: each once a group. Does not know: how many groups have them. Private to this room.
 */
#ifndef WIRECOPY_LEARN_COMMON_EVENTS_H
#define WIRECOPY_LEARN_COMMON_EVENTS_H

#include "learn/sets.h"

/* That a group has a shingle now and had it not, or the reverse. */
struct event {
    uint64_t shingle;
    uint32_t rank, gained;
};

/* Appends the events of a group to some. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status events_add(struct buffer *events, const struct left_out *before, const struct left_out *now, uint32_t rank,
                                struct set_room room[2]);

/* The shingles of a group without furniture, as a set in out. Errors, of this and the next: as events_add. */
enum wirecopy_status events_set(const struct left_out *left_out, uint32_t rank, struct set_room *room, struct buffer *out, struct shingle_set *set);

/* The same as they stand there, in the room. */
struct shingle_stream {
    uint64_t *shingles;
    size_t count;
};
enum wirecopy_status events_stream(const struct left_out *left_out, uint32_t rank, struct set_room *room, struct shingle_stream *stream);

#endif
