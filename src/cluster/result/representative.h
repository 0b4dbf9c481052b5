/* Which member stands for a cluster. Private to this room. */
#ifndef WIRECOPY_CLUSTER_RESULT_REPRESENTATIVE_H
#define WIRECOPY_CLUSTER_RESULT_REPRESENTATIVE_H

#include "cluster/quorum/matches.h"

/* Pairs of a cluster are matches mostly, which need not be verified again. */
struct comparer {
    struct verifier *verifier;
    const struct matches *matches;
    struct matches_step step; /* no rows at first */
};

/* As verify_overlap and verify_pair; of a match the verdict is its own. a < b. */
enum wirecopy_status comparer_overlap(struct comparer *comparer, uint32_t a, uint32_t b, struct match *match_out);
enum wirecopy_status comparer_pair(struct comparer *comparer, uint32_t a, uint32_t b, struct match *match_out);

/*
 * Sets *representative_out to the rank most alike to the others: of the highest sum of resemblances, each group counted as
 * often as it has articles; of equal ones the least rank. Larger clusters are judged by their JUDGED_MOST least ranks, which
 * are a sample by content hash. ranks are in order. *least_out is the least resemblance of two that were judged, 1 for one alone.
 * Cost: at most JUDGED_MOST^2 / 2 verifications.
 */
enum { JUDGED_MOST = 64 };
enum wirecopy_status representative_find(struct comparer *comparer, const struct groups *groups, const uint32_t *ranks, size_t count,
                                         uint32_t *representative_out, double *least_out);

#endif
