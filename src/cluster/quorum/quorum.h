/*
 * Quorum clusters. Takes: matches, the strongest first. Gives: clusters of groups. Promises: two clusters join only where
 * at least a third of their cross pairs match or come half-way to it, and no more are templates, or where most of both open alike; a cluster costs
 * no more than its links. Does not know: articles, output.
 */
#ifndef WIRECOPY_CLUSTER_QUORUM_QUORUM_H
#define WIRECOPY_CLUSTER_QUORUM_QUORUM_H

#include "cluster/quorum/matches.h"
#include "cluster/quorum/members.h"

#define QUORUM_ALONE UINT32_MAX

/* Clusters of two groups or more. */
struct quorum {
    uint32_t *cluster_of; /* by rank: a place in clusters; QUORUM_ALONE */
    struct quorum_cluster *clusters;
    size_t count, capacity;
    uint64_t asked, refused; /* cross pairs that had a vote; links that found no quorum */
    struct scratch_space *space;
    uint64_t used; /* of its memory */
};

struct quorum_cluster {
    struct members members; /* none: it was joined to another */
    double weakest;         /* least strength of the links that joined it */
};

enum wirecopy_status quorum_init(struct quorum *quorum, struct matches *matches, const struct verifying *verifying);
void quorum_release(struct quorum *quorum);

/* Makes the members of a cluster alone again. */
void quorum_take_apart(struct quorum *quorum, uint32_t cluster);

/* Joins the two groups of a match without asking; whoever is done settles the members of clusters that are new. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status quorum_join(struct quorum *quorum, const struct match *match);

#endif
