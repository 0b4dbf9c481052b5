/*
 * Glances: the set of each article as a few bits. Takes: shingles. Gives: how many a pair shares at the most. Promises: never fewer than the
 * pair shares, nor sizes larger than they are. Does not know: what a match is.
 *
 * Unrelated articles meet by chance, the more often the more there are: ten times as many meet a hundred times as often. Nearly all of
 * them are told apart by a look at a few lines of memory, so that their texts need not be read.
 */
#ifndef WIRECOPY_MATCH_SETS_GLANCES_H
#define WIRECOPY_MATCH_SETS_GLANCES_H

#include "base/storage/saved.h"
#include "learn/left_out.h"

/* A bit of a glance is set where a shingle of its article falls on it. */
struct glance {
    uint32_t count; /* shingles, equal ones counted each */
    uint32_t ones;  /* bits that are set: so many shingles are distinct at the least; 0: there is no glance */
    uint64_t bits[];
};

struct glances;

/* None yet. Free it with glances_free. */
enum wirecopy_status glances_create(const struct left_out *left_out, struct glances **glances_out);
void glances_free(struct glances *glances);

/* Bytes of each, all alike. */
size_t glances_bytes(const struct glances *glances);

/* Of all of them, and of what they should find left in memory: they are looked at here and there. */
uint64_t glances_all_bytes(const struct glances *glances);

/* Makes one in zeroed room of so many bytes. */
void glance_make(const struct glances *glances, const uint64_t *shingles, size_t count, struct glance *glance);

/* Appends those of the next texts, in order of arrival, one behind the other. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status glances_append(struct glances *glances, const void *data, uint32_t count);

/* Saves them, once all are appended; restoring takes the place of glances_create. Errors: as saved.h. */
enum wirecopy_status glances_save(const struct glances *glances, struct saving *saving);
enum wirecopy_status glances_restore(const struct left_out *left_out, struct saved *saved, struct glances **glances_out);

/* Gives their memory back where nobody will look at one again. */
void glances_drop(struct glances *glances);

/* Gives back what they had of other stages' memory, once most looks were taken. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status glances_narrow(struct glances *glances);

/* Gives that back now, and so many bytes more of what is in memory of them, where others need it. As glances_narrow; nobody looks at one meanwhile. */
enum wirecopy_status glances_make_way(struct glances *glances, uint64_t bytes);

/* What one glance is borrowed from: {0} at first, one thread's. */
struct glance_room {
    struct buffer room;
    const struct glance *shown; /* NULL: none */
    uint32_t number;
};
void glance_room_release(struct glance_room *room);

/* Shows the glance of a text, good until the room is used again. Any number of threads, each with its room. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status glances_view(const struct glances *glances, uint32_t number, struct glance_room *room);

/* Has one that will be asked for soon brought near. */
void glances_prefetch(const struct glances *glances, uint32_t number);

/* How many of some shingles an article has at the most. */
size_t glances_has_most(const struct glances *glances, const struct glance *glance, const uint64_t *shingles, size_t count);

/* How many shingles two articles share at the most. */
uint32_t glances_shared_most(const struct glances *glances, const struct glance *a, const struct glance *b);

#endif
