/*
 * The arrangement. Takes: clusters of groups. Gives: clusters of articles in their final order, each member with its figures,
 * in scratch. Promises: the same order for any order of arrival; 4 bytes an article in memory. Does not know: output.
 * Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_RESULT_ARRANGEMENT_H
#define WIRECOPY_CLUSTER_RESULT_ARRANGEMENT_H

#include <stdatomic.h>

#include "cluster/corpus.h"
#include "cluster/quorum/quorum.h"
#include "learn/shown/learnt.h"

/* A cluster as it lies in scratch. */
struct cluster_row {
    struct hash128 id;
    uint64_t first; /* the row of its first member */
    double weakest, diameter;
    uint32_t size, outlets, warnings, reserved;
};

/* A member of a cluster, the representative first, as it lies in scratch. */
struct member_row {
    uint32_t number; /* the article's */
    uint32_t cluster;
    uint32_t shared, size, representative_size; /* shingles */
    uint16_t relation;                          /* enum wirecopy_relation */
    uint8_t class_;                             /* enum wirecopy_class */
    uint8_t holds_others;                       /* it holds the stories of other clusters too: see digest.h */
};

/* The strings of a member that was shown: of most clusters all are, and each is asked for several times. */
struct shown_strings {
    struct buffer room;
    struct article_meta meta;
    uint32_t number;
    bool used;
};
enum { STRINGS_KEPT = 64 };

struct wirecopy_clustering {
    struct holdings holdings; /* without texts */
    struct groups groups;
    struct matches matches;
    struct learnt learnt;   /* what furniture was learnt, where somebody asked */
    struct known_plan plan; /* what it was found by, where has_plan */
    bool has_plan;
    bool template_numbers; /* as in the options */
    struct owners owners;
    struct scratch *clusters, *members; /* cluster_row, member_row */
    struct scratch *held;               /* rank of a group << 32 | a cluster that it holds beside its own, in order */
    uint32_t *row_of;                   /* by article: its row in members; of a repeat that of the article it repeats */
    size_t cluster_count, article_count /* in rows */, added_count;
    struct reader_options reader_options;
    uint64_t memory_bytes; /* of buffers, for sorting */
    struct summary summary;
    struct buffer meta, other_meta, held_clusters, learnt_text;
    struct shown_strings strings[STRINGS_KEPT]; /* by the member's row, so that neighbours do not take each other's place */
    struct scratch_window strings_window;       /* of what is read of them: ids often are in order of arrival */
    char error[STATUS_DETAIL_BYTES];
    struct parallel_task *released; /* what it was made of, on another thread */
    atomic_bool leaving;            /* the clustering is released as well: that thread may stop */
};

/*
 * Fills clusters, members and row_of, and the summary's counts of copies. Cost: a verification of each pair of representatives and others that is no match.
 */
enum wirecopy_status arrangement_make(struct wirecopy_clustering *clustering, const struct quorum *quorum, const struct matches *matches,
                                      const struct verifying *verifying, struct summary *summary);

/* WIRECOPY_INTERNAL where the summary's counts contradict each other. */
enum wirecopy_status summary_add_up(const struct summary *summary);

/* Before clustering: WIRECOPY_INTERNAL unless each record that a reader gave is among the articles held, or was skipped and told. */
enum wirecopy_status summary_reading_adds_up(const struct summary *summary, size_t held);

#endif
