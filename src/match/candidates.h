/*
 * Candidate pairs. Takes: shingle sets and a plan. Gives: every pair that shares a band or enough sampled keys, once, in
 * order. Promises: linear time in the articles of a bucket; the same pairs for any order, memory and kernel. Does not
 * know: what a match is.
 */
#ifndef WIRECOPY_MATCH_CANDIDATES_H
#define WIRECOPY_MATCH_CANDIDATES_H

#include "learn/sets.h"
#include "sketch/keys.h"
#include "sketch/minhash.h"

struct candidates {
    const struct sets *sets;
    struct plan plan;
    struct sorter *pairs; /* NULL where all pairs are candidates */
    uint64_t last;        /* the pair before, to give each once */
    bool started;
    uint32_t *keyed; /* all pairs: the ranks whose sets are long enough, in order */
    uint32_t keyed_count, next_a, next_b;
    uint64_t giant_buckets, crowded_keys;
};

/* Sketches all sets and joins their keys. Sets under SHORT_SHINGLES have no keys. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status candidates_init(struct candidates *candidates, const struct sets *sets, const struct left_out *left_out, const struct plan *plan,
                                     uint64_t seed, minhash_kernel *kernel);
void candidates_release(struct candidates *candidates);

/* The next pair of ranks, a < b, in order; *end is set where there is none. */
enum wirecopy_status candidates_next(struct candidates *candidates, uint32_t *a, uint32_t *b, bool *end);

#endif
