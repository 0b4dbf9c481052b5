/* The join of sampled keys: pairs that share at least plan.sampled_least of them. Private to this room. */
#ifndef WIRECOPY_MATCH_SAMPLED_JOIN_H
#define WIRECOPY_MATCH_SAMPLED_JOIN_H

#include "match/candidates.h"

/* How many shingles of a set are sampled keys; they are its first, since it is sorted. */
size_t sampled_count(const struct plan *plan, struct shingle_set set);

/* Adds the pairs to candidates->pairs. met: how often each sampled key was met, by article. */
enum wirecopy_status sampled_join(struct candidates *candidates, const struct left_out *left_out, const struct sieve *met);

#endif
