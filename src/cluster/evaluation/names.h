/*
 * Names and their numbers. Takes: names, as they come. Gives: each a number, 0, 1, 2 ... in order of arrival. Promises: a name is
 * known by its 128-bit hash, 24 to 36 bytes in memory; its text, where it is kept, lies in scratch. Does not know: what is named.
 * Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_EVALUATION_NAMES_H
#define WIRECOPY_CLUSTER_EVALUATION_NAMES_H

#include "base/hash.h"
#include "base/storage/scratch.h"

/* {0} is an empty one that keeps no texts. */
struct names {
    struct hash128 *keys; /* of each number */
    size_t count, capacity;
    uint32_t *places; /* number + 1; 0: free */
    size_t mask;
    struct scratch *texts; /* NULL: not kept */
    uint64_t *at;          /* where the text of each number lies */
    size_t at_capacity;
};

/* Has the texts kept, before the first name. */
enum wirecopy_status names_keep(struct names *names, struct scratch_space *space);
void names_release(struct names *names);

/* The number of a name, a new one where it was not known; *is_new says which. */
enum wirecopy_status names_number(struct names *names, struct wirecopy_bytes text, uint32_t *number, bool *is_new);

/* Whether a name is known, and its number. */
bool names_find(const struct names *names, struct wirecopy_bytes text, uint32_t *number);

/* The text of a number, where texts are kept, in memory that the caller frees with memory_free. */
enum wirecopy_status names_text(const struct names *names, uint32_t number, struct wirecopy_bytes *text_out);

#endif
