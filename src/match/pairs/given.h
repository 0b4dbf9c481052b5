/*
 * Candidates that somebody else found. Takes: pairs of ranks. Gives: them as candidates. Promises: each of them is one, and no other pair. Does not
 * know: which keys they met by.
 */
#ifndef WIRECOPY_MATCH_PAIRS_GIVEN_H
#define WIRECOPY_MATCH_PAIRS_GIVEN_H

#include "match/pairs/candidates.h"

/* pairs: a << 32 | b with a < b, in any order, each once or more often. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status candidates_init_given(struct candidates *candidates, const struct sets *sets, struct match_rule rule, const uint64_t *pairs,
                                           size_t count);

#endif
