/*
 * The store. Takes: keys and values, bytes of both, in tables. Gives: them back, one by one or in order of keys; as they were when a look at them
 * began, whatever others write meanwhile. Promises: what a transaction wrote is there whole or not at all, however the process or the machine ends;
 * no other file includes lmdb.h. Does not know: what bytes mean.
 *
 * One process writes at a time, others wait; any number read. One thread at a time uses a store.
 */
#ifndef WIRECOPY_INDEX_STORE_H
#define WIRECOPY_INDEX_STORE_H

#include "base/memory.h"

enum store_table { STORE_ABOUT, STORE_ARTICLES, STORE_IDS, STORE_GROUPS, STORE_POSTINGS, STORE_RECENT, STORE_TABLES };

enum store_use {
    STORE_READS,
    STORE_WRITES,
    STORE_BEGINS /* the directory is made, and must not be there or be empty */
};

struct store;

/* Errors: WIRECOPY_IO, WIRECOPY_BAD_INPUT (no store, one of another machine, one that was cut), WIRECOPY_NO_MEMORY. */
enum wirecopy_status store_open(const char *directory, enum store_use use, struct store **store_out);

/* Ends what was begun without keeping it. NULL is fine. */
void store_close(struct store *store);

/* Whether its file is still the one in its directory. */
bool store_is_current(const struct store *store);

/*
 * Begins to read, or to write. Nothing of it is there for others before store_keep, which for writing waits until it is on the disk; store_drop forgets
 * it. What was shown is good until then, and where something is written, until the next write. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status store_begin(struct store *store, bool writing);
enum wirecopy_status store_keep(struct store *store);
void store_drop(struct store *store);

/* Writes that are kept are on the disk only by store_settle, for a store that is made. */
void store_hurry(struct store *store);
enum wirecopy_status store_settle(struct store *store);

/* Before a write: has the map have room for so many bytes more. Errors: WIRECOPY_IO. */
enum wirecopy_status store_room(struct store *store, uint64_t bytes);

/* Where a write failed because the map was full: makes it larger, sets *status to WIRECOPY_OK and says so: what was begun was dropped, and is to be done again. */
bool store_widened(struct store *store, enum wirecopy_status *status);

/* Sets *found to whether a key is there, and shows its value. */
enum wirecopy_status store_look(struct store *store, enum store_table table, struct wirecopy_bytes key, struct wirecopy_bytes *value_out,
                                bool *found);

/* Keys have 511 bytes at most. behind_all: the key is behind all that are there, which makes the write cheap. */
enum wirecopy_status store_put(struct store *store, enum store_table table, struct wirecopy_bytes key, struct wirecopy_bytes value, bool behind_all);

/* Nothing where it is not there. */
enum wirecopy_status store_remove(struct store *store, enum store_table table, struct wirecopy_bytes key);

/* A place in a table, and what stands there. */
struct store_place {
    struct store *store;
    void *cursor; /* the library's */
    struct wirecopy_bytes key, value;
    bool end; /* beyond either end: nothing stands there */
};

/* End a place before what was begun ends; {0} is fine. */
enum wirecopy_status store_place_begin(struct store *store, enum store_table table, struct store_place *place);
void store_place_end(struct store_place *place);

/* Goes to the first key that is no less; from there, or from where a place is, to the next or the one before. */
enum wirecopy_status store_seek(struct store_place *place, struct wirecopy_bytes key);
enum wirecopy_status store_next(struct store_place *place);
enum wirecopy_status store_before(struct store_place *place);

/* Goes to the first of all. */
enum wirecopy_status store_first(struct store_place *place);

/* The entries of a table. */
enum wirecopy_status store_count(struct store *store, enum store_table table, uint64_t *count_out);

/* Bytes of its file, and those of them that are in use. Errors: WIRECOPY_IO. */
enum wirecopy_status store_bytes(struct store *store, uint64_t *file_out, uint64_t *used_out);

/*
 * Within what was begun for writing, so that nobody else writes: copies what is in use to a file of its own, on the disk, which takes the place of the
 * old one. Drop what was begun, and close the store: it is the old one. Errors: WIRECOPY_IO; all is as it was then.
 */
enum wirecopy_status store_compact(struct store *store);

#endif
