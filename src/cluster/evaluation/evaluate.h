/*
 * Evaluation. Takes: found clusters and a truth, as they were read. Gives: how well they agree, and where they agree least.
 * Promises: figures from counts, never from pairs: the cost is a sort of the articles. Does not know: files, output. Private to
 * this room; wirecopy.h has the calls.
 */
#ifndef WIRECOPY_CLUSTER_EVALUATION_EVALUATE_H
#define WIRECOPY_CLUSTER_EVALUATION_EVALUATE_H

#include "cluster/evaluation/names.h"

/* Found clusters: the cluster's number by the article's. */
struct found {
    struct names ids, clusters;
    uint32_t *cluster_of;
    size_t capacity;
};

/* The mistakes to tell, of each kind so many at most; the list is handed over to the evaluation. */
struct mistakes {
    size_t most;
    struct wirecopy_mistake *list;
    size_t count, capacity;
    size_t of_kind[WIRECOPY_MISTAKE_KINDS];
};

/* A truth as it is read. */
struct truth {
    const struct found *found;
    struct names ids, clusters;
    uint64_t *cells; /* of clusters: (truth's number << 32 | found one's), one an article, by its number in ids */
    size_t cell_count, cell_capacity;
    uint64_t labelled, together, found_together, both; /* of labelled pairs: all, by the truth, by the clusters, by both */
    struct names missing;                              /* articles that found does not have */
    char first_missing[80];
    struct mistakes *mistakes;
};

/* How the articles of the truth spread over true and found clusters. */
struct table {
    const uint64_t *cells; /* as in struct truth */
    uint64_t *sorted;      /* the same in order */
    size_t count;
    uint32_t *truth_sizes, *found_sizes; /* articles by cluster */
};

static inline uint64_t pairs_among(uint64_t articles)
{
    return articles * (articles - (articles > 0)) / 2;
}

/* figures.c: precision, recall and F1 of pairs: together in both, in the found clusters, in the truth. */
void evaluation_of_pairs(uint64_t both, uint64_t found, uint64_t truth, struct wirecopy_evaluation *evaluation);

/* All figures of clusters. */
void evaluation_of_clusters(const struct table *table, const struct truth *truth, struct wirecopy_evaluation *evaluation);

/* mistakes.c: adds the worst of the found and of the true clusters: those with the most wrong pairs. */
enum wirecopy_status mistakes_of_clusters(struct mistakes *mistakes, const struct table *table, const struct truth *truth);

/* Adds a labelled pair: joined where the found clusters of_a and of_b are one. */
enum wirecopy_status mistakes_add_pair(struct mistakes *mistakes, const struct found *found, struct wirecopy_bytes a, uint32_t of_a,
                                       struct wirecopy_bytes b, uint32_t of_b, struct wirecopy_bytes label);

#endif
