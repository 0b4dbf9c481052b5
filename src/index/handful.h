/*
 * A few articles, put together as a corpus is. Takes: records. Gives: their groups, their sets without what is left out, and verdicts about them.
 * Promises: what a run over a corpus with the same furniture and plan finds of them. Does not know: keys' postings.
 */
#ifndef WIRECOPY_INDEX_HANDFUL_H
#define WIRECOPY_INDEX_HANDFUL_H

#include "index/index.h"
#include "index/record.h"
#include "match/pairs/group_keys.h"

struct handful {
    struct wirecopy_index *index;
    struct scratch_space *space;
    struct texts *texts;
    struct articles articles;
    struct groups groups;
    struct left_out left_out;
    struct sets sets; /* whose common shingles are the index's */
    struct buffer room;
};

/* Begins without any article; memory_bytes: of scratch. Release it at the end, on failure too. */
enum wirecopy_status handful_begin(struct handful *handful, struct wirecopy_index *index, uint64_t memory_bytes);
void handful_release(struct handful *handful);

enum wirecopy_status handful_add(struct handful *handful, const struct record *record);

/* Adds the records of a list, as articles_of_group appends them, but for those of some ids, which are sorted. */
enum wirecopy_status handful_add_all(struct handful *handful, const struct buffer *records, const struct buffer *ends, const struct hash128 *skipped,
                                     size_t skipped_count);

/* Groups them and leaves out what is left out; no more is added then. */
enum wirecopy_status handful_settle(struct handful *handful);

/* The keys of a group. */
enum wirecopy_status handful_keys(const struct handful *handful, uint32_t rank, struct group_keys *keys);

#endif
