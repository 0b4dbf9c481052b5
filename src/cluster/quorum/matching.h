/* From candidates to the pairs that were found. Private to this room. */
#ifndef WIRECOPY_CLUSTER_QUORUM_MATCHING_H
#define WIRECOPY_CLUSTER_QUORUM_MATCHING_H

#include "cluster/quorum/matches.h"

/* Verifies every candidate by all threads, and puts what is found into matches, in order of (a, b). Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status matching_run(struct matches *matches, const struct candidates *candidates, const struct verifying *verifying);

/* matches.c: puts the next matches, in order; those that are apart are passages. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status matches_put(struct matches *matches, const struct match *found, size_t count);

#endif
