/*
 * Explaining a pair. Takes: two groups. Gives: the verdict, the step that decided, the gaps whose numbers differ, and which keys
 * met. Promises: the verdict that verify_pair gives. Does not know: texts, output.
 */
#ifndef WIRECOPY_MATCH_EXPLAIN_H
#define WIRECOPY_MATCH_EXPLAIN_H

#include "match/pairs/candidates.h"
#include "match/verify.h"

/* A gap whose numbers differ: places among the words that are left, of the smaller rank and of the larger. */
struct explained_gap {
    uint32_t begin[2], end[2];
};

struct explanation {
    struct match match;
    enum wirecopy_reason reason;
    double asked; /* share of the match rule that was asked for */
    bool passage; /* no match, but a passage is shared */
    bool aligned;
    uint32_t same, different; /* S and D */
    struct buffer gaps;       /* struct explained_gap */
};

/* Why a < b are a match or none. {0} at first; release it at the end. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status explain_verdict(const struct verifying *verifying, uint32_t a, uint32_t b, struct explanation *explanation);
void explanation_release(struct explanation *explanation);

/* The keys of a pair. */
struct explained_keys {
    uint32_t components, equal; /* of the signatures */
    struct buffer bands;        /* numbers of the bands that are equal, uint32_t */
    uint32_t sampled[2];        /* sampled keys of each */
    struct buffer shingles;     /* those that both have for a sampled key, uint64_t */
    bool candidate;
};

/* Which keys of a < b met, by the plan of the candidates. {0} at first; release it at the end. Cost: a look through the candidates. */
enum wirecopy_status explain_keys(const struct candidates *candidates, uint64_t seed, minhash_kernel *kernel, uint32_t a, uint32_t b,
                                  struct explained_keys *keys);
void explained_keys_release(struct explained_keys *keys);

#endif
