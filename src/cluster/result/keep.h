/*
 * Which articles a corpus without copies keeps. Takes: a clustering and a rule. Gives: for each article whether it stays, and for
 * whom it goes. Promises: every cluster keeps one; the choice does not depend on the order of adding, but where the rule is
 * "first". Does not know: files.
 */
#ifndef WIRECOPY_CLUSTER_RESULT_KEEP_H
#define WIRECOPY_CLUSTER_RESULT_KEEP_H

#include "cluster/result/clustering.h"
#include "base/memory.h"
#include "base/hash.h"

/* By article in order of adding: the number of the one that is kept for it; its own where it stays. */
struct keeping {
    uint32_t *kept_for;
    size_t count;
};

/* Errors: WIRECOPY_NO_MEMORY, WIRECOPY_IO. Cost: linear. */
enum wirecopy_status keeping_init(struct keeping *keeping, struct wirecopy_clustering *clustering, enum wirecopy_keep keep, enum wirecopy_drop drop);
void keeping_release(struct keeping *keeping);

/*
 * WIRECOPY_INTERNAL where a cluster keeps none, or not exactly one where drop is all. A cluster with an article of the reference
 * keeps that: of its others none where drop is all.
 */
enum wirecopy_status keeping_check(const struct keeping *keeping, const struct wirecopy_clustering *clustering, enum wirecopy_drop drop);

/* What a second reading must find: the hash of the text of article number article. */
enum wirecopy_status clustering_raw_hash(struct wirecopy_clustering *clustering, uint32_t article, struct hash128 *raw_out);

/* Describes the article that was added as number article; a repeat is described as the one that it repeats. */
enum wirecopy_status clustering_article(struct wirecopy_clustering *clustering, uint32_t article, struct wirecopy_member *member_out,
                                        struct wirecopy_cluster *cluster_out);

/* How many were added, those of the reference not counted, which come after them. */
size_t clustering_own_count(const struct wirecopy_clustering *clustering);

/* Whether an article is of the reference; whether two have equal text. */
bool clustering_is_reference(const struct wirecopy_clustering *clustering, uint32_t article);
bool clustering_are_equal(const struct wirecopy_clustering *clustering, uint32_t a, uint32_t b);

/* Names of fields and the longest record, as the corpus was read. Borrowed. */
struct reader_options;
const struct reader_options *clustering_reader_options(const struct wirecopy_clustering *clustering);

/* Where its files lie. */
const char *clustering_scratch_directory(const struct wirecopy_clustering *clustering);

#endif
