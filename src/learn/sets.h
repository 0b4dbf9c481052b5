/*
 * The shingle sets of all groups, in scratch. Takes: what is left out. Gives: any group's set. Promises: a set is sorted
 * and distinct, without furniture and, once they were learnt, without common shingles. Does not know: signatures.
 */
#ifndef WIRECOPY_LEARN_SETS_H
#define WIRECOPY_LEARN_SETS_H

#include "learn/left_out.h"

struct sets {
    struct scratch *scratch;
    uint64_t *at; /* by rank */
    uint32_t count;
    uint64_t shingles; /* in all sets, as they were made */
    uint64_t common;   /* common shingles that were left out */
};

/* Makes the sets of all groups. learn_common: then finds the common shingles and leaves them out. Cost: linear in words. */
enum wirecopy_status sets_init(struct sets *sets, const struct left_out *left_out, bool learn_common);
void sets_release(struct sets *sets);

/* Shows the set of a group: in place, or in room. Any number of threads, each with its room; good until room is used again. */
enum wirecopy_status sets_view(const struct sets *sets, uint32_t rank, struct buffer *room, struct shingle_set *set_out);

/* Replaces a set by one that is no larger, as the rule of common shingles does. */
enum wirecopy_status sets_shrink(struct sets *sets, uint32_t rank, const uint64_t *shingles, size_t count);

/* Finds the common shingles and takes them out of the sets; see common.c. */
enum wirecopy_status common_take_out(struct sets *sets, const struct left_out *left_out);

#endif
