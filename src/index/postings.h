/*
 * Postings. Takes: keys, and the prefixes of the content hashes of who has them. Gives: who has a key. Promises: in order of key and prefix, whatever
 * the order of adding; what was added is there once. Does not know: how keys are made.
 *
 * They are one sorted run, cut into chunks of about a quarter of a page, each under its first posting: what is added goes into the chunk where it
 * belongs, which is cut in two where it grows too large. A posting takes some six bytes.
 *
 * A hundred keys of an article belong to as many chunks: so what is added goes to a small table of its own, RECENT, and from there to the large one, piece by
 * piece in order, when there is so much of it that each chunk of that gets several (as O'Neil's log-structured merge-tree does, with two levels).
 */
#ifndef WIRECOPY_INDEX_POSTINGS_H
#define WIRECOPY_INDEX_POSTINGS_H

#include "base/sort/sort.h"
#include "index/index.h"

/* A posting: its key is kind << 32 | key, of which kind 0 is that of sampled keys and 1 the first band's; its value is a prefix. */
enum { POSTING_KEY_BYTES = 12 };

static inline int posting_compare(const struct sort_record *a, const struct sort_record *b)
{
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->value < b->value ? -1 : a->value > b->value;
}

/* Puts some in order, without those that are there twice; returns how many are left. */
size_t postings_sort(struct sort_record *postings, size_t count);

/* Adds some and removes others; both sorted, distinct, and none is in both. Errors: of the store, WIRECOPY_BAD_INPUT. */
enum wirecopy_status postings_change(struct wirecopy_index *index, const struct sort_record *added, size_t added_count,
                                     const struct sort_record *removed, size_t removed_count);

/* Whether so much is recent that it goes to the others. */
bool postings_are_many(const struct wirecopy_index *index);

/* Takes the first of those that are recent to the others, as many as a transaction may well have. Errors: as above. */
enum wirecopy_status postings_move(struct wirecopy_index *index);

/* Writes all of an index that has none, one after the other in order. {.table = STORE_POSTINGS} at first. */
struct postings_writer {
    enum store_table table;
    struct buffer chunk;
    struct sort_record first, last;
    uint64_t count;
};
enum wirecopy_status postings_write(struct wirecopy_index *index, struct postings_writer *writer, const struct sort_record *posting);
enum wirecopy_status postings_end(struct wirecopy_index *index, struct postings_writer *writer);

/* A look at keys, one after the other in any order. Begin it within a transaction, and end it; {0} is ended. */
struct postings_look {
    struct store_place places[2];
    struct buffer decoded; /* struct sort_record: of the chunk shown last */
};
enum wirecopy_status postings_look_begin(struct wirecopy_index *index, struct postings_look *look);
void postings_look_end(struct postings_look *look);

/* Appends the prefixes of all that have a key to out (uint32_t), each once, in any order. */
enum wirecopy_status postings_of(struct postings_look *look, uint64_t key, struct buffer *out);

/* Puts the checksum of what is behind it, and of its key, at the beginning of a chunk. */
void chunk_seal(struct wirecopy_bytes key, char *chunk, size_t size);

/* Takes a chunk apart, into out (struct sort_record). Errors: WIRECOPY_BAD_INPUT. */
enum wirecopy_status chunk_take(struct wirecopy_bytes key, struct wirecopy_bytes value, struct buffer *out);

#endif
