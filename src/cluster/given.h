/*
 * Pairs that are given to a corpus. Takes: pairs of texts by their content hashes. Gives: candidates, in place of those that keys bring together. Promises:
 * pairs of texts that the corpus does not hold are an error. Does not know: who found them.
 */
#ifndef WIRECOPY_CLUSTER_GIVEN_H
#define WIRECOPY_CLUSTER_GIVEN_H

#include "match/pairs/candidates.h"

struct given_pair {
    struct hash128 a, b;
};

/* The candidates of a corpus, all borrowed. */
struct given_pairs {
    const struct given_pair *pairs;
    size_t count;
};

/* The rank of the group with a content hash; false where there is none. */
bool given_rank(const struct groups *groups, const struct articles *articles, struct hash128 content, uint32_t *rank_out);

/* Errors: WIRECOPY_INVALID (a text is not there, or a pair is of one text), WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status given_candidates(const struct given_pairs *given, const struct sets *sets, struct match_rule rule,
                                      struct candidates *candidates);

#endif
