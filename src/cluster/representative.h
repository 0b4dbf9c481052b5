/* Which member stands for a cluster. Private to this room. */
#ifndef WIRECOPY_CLUSTER_REPRESENTATIVE_H
#define WIRECOPY_CLUSTER_REPRESENTATIVE_H

#include "match/verify.h"

/*
 * Sets *representative_out to the rank most alike to the others: of the highest sum of resemblances, each group counted as
 * often as it has articles; of equal ones the least rank. Larger clusters are judged by their JUDGED_MOST least ranks, which
 * are a sample by content hash. ranks are in order. *least_out is the least resemblance of two that were judged, 1 for one alone.
 * Cost: at most JUDGED_MOST^2 / 2 verifications.
 */
enum { JUDGED_MOST = 64 };
enum wirecopy_status representative_find(struct verifier *verifier, const struct groups *groups, const uint32_t *ranks, size_t count,
                                         uint32_t *representative_out, double *least_out);

#endif
