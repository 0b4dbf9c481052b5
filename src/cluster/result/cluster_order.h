/*
 * The order of clusters. Takes: the quorum's clusters, and the groups that are in none. Gives: one after the other, the largest first, those of one
 * size by their least rank. Promises: each group is in one of them; an article of furniture only is one of its own. Does not know: rows.
 * Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_RESULT_CLUSTER_ORDER_H
#define WIRECOPY_CLUSTER_RESULT_CLUSTER_ORDER_H

#include "base/sort/sort.h"
#include "cluster/quorum/quorum.h"

/* What a cluster is made of, in the upper bits of its value. */
enum kind {
    KIND_QUORUM, /* a cluster of groups; the value is its place */
    KIND_GROUP,  /* a group alone; its rank */
    KIND_MEMBER  /* an article of a group that is furniture only; its place in groups->members */
};
enum { KIND_SHIFT = 32 };

struct cluster_order {
    const struct quorum *quorum;
    const struct left_out *left_out;
    struct sorter *sorter;   /* those of several groups or articles */
    struct sort_record held; /* the next of these */
    bool none;               /* there are no more */
    uint32_t rank, member;   /* of one article, the next: its group, and where that is of furniture only its place there */
};

/* On failure it can be ended. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status cluster_order_begin(struct cluster_order *order, const struct quorum *quorum, const struct left_out *left_out);
enum wirecopy_status cluster_order_next(struct cluster_order *order, uint64_t *cluster_out, bool *end_out);
void cluster_order_end(struct cluster_order *order);

#endif
