/*
 * Sorting. Takes: records of a key and a value. Gives: them in order of (key, value). Promises: any number of records
 * in the memory given, the rest in scratch; the order does not depend on where they lay. Does not know: what they mean.
 */
#ifndef WIRECOPY_BASE_SORT_SORT_H
#define WIRECOPY_BASE_SORT_SORT_H

#include <stdbool.h>

#include "base/storage/scratch.h"

struct sort_record {
    uint64_t key, value;
};

/* Sorts in place by (key, value), by radix from the leading bits on (McIlroy, Bostic, McIlroy 1993); 64 KiB of the stack are used. */
void sort_records(struct sort_record *records, size_t count);

/* How two runs of bytes sort, as memcmp says; where one begins with all of the other, the shorter is first. */
int sort_compare_bytes(struct wirecopy_bytes a, struct wirecopy_bytes b);

/* Sorts in place, ascending. */
void sort_u64(uint64_t *values, size_t count);
void sort_u32(uint32_t *values, size_t count);

/*
 * Sorts in place, ascending, with room for as many values more: they are spread by their leading bits. Some 5 ns a value
 * where they are spread evenly, as hashes are; anything else costs what sort_u64 does.
 */
void sort_spread_u64(uint64_t *values, uint64_t *room, size_t count);

/*
 * What is looked for among values: names that come often. The name is what stands from bit shift upwards; it must come least times
 * (beyond 3 is as 3), or once in a value that has a bit of heavy.
 */
struct often {
    unsigned shift, least;
    uint64_t heavy;
    bool grouped; /* names need not be in order, only equal ones side by side, in theirs */
};

/*
 * Keeps the values whose name comes often, and by chance some others, and sorts them; room is as large. Returns how many it kept.
 * Some 4 ns for a value that goes: most keys are one article's, and are never sorted.
 */
size_t sort_often_u64(uint64_t *values, uint64_t *room, size_t count, struct often often);

struct sorter;

/* memory_bytes: of its buffer; at least 64 KiB are used. */
enum wirecopy_status sorter_create(struct scratch_space *space, uint64_t memory_bytes, struct sorter **sorter_out);
void sorter_free(struct sorter *sorter);

/* Adds a record, before sorter_finish. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status sorter_add(struct sorter *sorter, uint64_t key, uint64_t value);

uint64_t sorter_count(const struct sorter *sorter);

/* No more records are added; reading begins at the first. */
enum wirecopy_status sorter_finish(struct sorter *sorter);

/* The next record in order; *end is set where there is none. Errors: WIRECOPY_IO. */
enum wirecopy_status sorter_next(struct sorter *sorter, struct sort_record *record, bool *end);

/*
 * The next run of records with the same key: its values, in order, into values (8 bytes each; a buffer of the caller's).
 * At most limit values are kept, the least ones; *count says how many there were. *end is set where there is no run.
 */
enum wirecopy_status sorter_next_run(struct sorter *sorter, uint64_t *key, struct buffer *values, size_t limit, size_t *count, bool *end);

#endif
