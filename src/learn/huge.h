/*
 * Huge texts. Takes: the rank of a group whose text would take more memory than is allowed. Gives: its set of shingles, sorted, in
 * scratch, and what else is asked of its words. Promises: the same set as sets.h; memory that does not grow with the text's words. Does
 * not know: what it is compared with.
 */
#ifndef WIRECOPY_LEARN_HUGE_H
#define WIRECOPY_LEARN_HUGE_H

#include "learn/sets.h"

/* A text of so many words takes some 20 MiB more as a set than it is worth to have at once. */
enum { HUGE_WORDS = 1 << 19 };

/* Whether a group's text is that long. */
bool group_is_huge(const struct left_out *left_out, uint32_t rank);

/*
 * Shows the shingles of a huge group in order of its words, common ones too, piece by piece, until it has seen enough; what the visitor does
 * to them does not matter. Errors: the visitor's, WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
typedef enum wirecopy_status huge_visit(void *context, uint64_t *shingles, size_t count, bool *enough);
enum wirecopy_status huge_each(const struct left_out *left_out, uint32_t rank, huge_visit *visit, void *context);

/* Where in a sorted set the shingles with each value of their upper bits begin, and one more. */
enum { HUGE_PLACE_BITS = 16, HUGE_PLACES = 1 << HUGE_PLACE_BITS };

struct huge_set {
    struct scratch *shingles;          /* sorted, distinct, as far as sorted says; behind that by place, as often as the text has them */
    struct scratch *places;            /* uint32_t, HUGE_PLACES and one more */
    size_t count, all, sorted;         /* in shingles, those of the text under whatever limit, and those that are sorted */
    size_t under[HUGE_PLACE_BITS + 1]; /* by n: how many are no more than 2^(64 - n) - 1 */
};

/*
 * Makes the set. limit: of a set that is only asked about shingles that are no more than it, as huge_set_under takes it; UINT64_MAX: all. enough: no more
 * of it need be sorted, where nobody asks but what other sets have of it; all with SIZE_MAX. {0} at first; release it at the end. Errors:
 * WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status huge_set_make(struct huge_set *set, const struct sets *sets, uint32_t rank, uint64_t limit, size_t enough);
void huge_set_release(struct huge_set *set);

/*
 * The sets that are asked for again and again, by all threads: each is made once, and kept, in scratch.
 */
struct huge_sets;
enum wirecopy_status huge_sets_create(struct huge_sets **huge_out);
void huge_sets_free(struct huge_sets *huge);

/* The set of a huge group, as sets has it; good until the sets are released. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status huge_sets_find(const struct sets *sets, uint32_t rank, const struct huge_set **set_out);

/* How many of it are no more than a limit, which is 2^n - 1 for n from 64 - HUGE_PLACE_BITS to 64; some number above enough, where they are more. */
size_t huge_set_under(const struct huge_set *set, uint64_t limit);

/* How many shingles two huge sets share. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status huge_sets_shared(const struct huge_set *a, const struct huge_set *b, size_t *shared_out);

/* How many of some shingles, which are distinct, it has. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status huge_set_shared(const struct huge_set *set, const uint64_t *shingles, size_t count, size_t *shared_out);

#endif
