/*
 * A finished clustering. Takes: what the pipeline found. Gives: clusters, articles and pairs in their orders. Promises:
 * the same order and figures whatever the input's order. Does not know: formats of output.
 *
 * Clusters and their members are read through wirecopy.h (wirecopy_clustering_cluster, wirecopy_clustering_member);
 * here are the two other views and the summary.
 */
#ifndef WIRECOPY_CLUSTER_RESULT_CLUSTERING_H
#define WIRECOPY_CLUSTER_RESULT_CLUSTERING_H

#include "base/status.h"

/* Called for each row; a status other than WIRECOPY_OK ends the walk and is its result. Strings are borrowed for the call. */
typedef enum wirecopy_status clustering_visit_article(void *context, const struct wirecopy_member *article, const struct wirecopy_cluster *cluster);
typedef enum wirecopy_status clustering_visit_pair(void *context, const struct wirecopy_pair *pair);

/* For whoever goes through the clusters in order: has what will be asked of those after this one brought near. */
void clustering_bring_near(const struct wirecopy_clustering *clustering, size_t cluster);

/* Every article, in order of id (bytes compared). Cost: a sort by id, in the memory allowance. */
enum wirecopy_status clustering_each_article(struct wirecopy_clustering *clustering, clustering_visit_article *visit, void *context);

/* What an outlet has of its own and of others. */
enum { OUTLET_SOURCES_MOST = 5 };
struct clustering_outlet {
    struct wirecopy_bytes name; /* data NULL: the articles whose outlet is not known */
    uint64_t articles;          /* the sum of the five below */
    uint64_t original;          /* origins of clusters of two or more */
    uint64_t own;               /* others of a cluster whose origin is this outlet's */
    uint64_t republished;       /* of clusters whose origin is another outlet's */
    uint64_t unknown;           /* of clusters whose origin is unknown */
    uint64_t single;            /* alone in their cluster */
    uint64_t from_outlets;      /* outlets whose articles it republished */
    uint32_t from_count;        /* of them those of which it republished the most */
    struct {
        struct wirecopy_bytes name;
        uint64_t articles;
    } from[OUTLET_SOURCES_MOST];
};
typedef enum wirecopy_status clustering_visit_outlet(void *context, const struct clustering_outlet *outlet);

/*
 * Every outlet, those of the most articles first, of equally many in order of name. Cost: sorts of the articles in the memory
 * allowance, 4 bytes an article, and a look at the members of all clusters.
 */
enum wirecopy_status clustering_each_outlet(struct wirecopy_clustering *clustering, clustering_visit_outlet *visit, void *context);

/* Which pairs are shown beside matches. */
struct pair_choice {
    bool templates; /* those that the template rule refused */
    bool passages;  /* those that share passages only, where the corpus was asked to note them */
};

/* Every match, in order of (a, b), and the others that are asked for among them. */
enum wirecopy_status clustering_each_pair(struct wirecopy_clustering *clustering, struct pair_choice choice, clustering_visit_pair *visit,
                                          void *context);

enum { SUMMARY_STAGES = 12, SUMMARY_PROBLEMS = 32, RECALL_RATIOS = 4, RECALL_LENGTHS = 5, RECALL_RESEMBLANCES = 8 };

/* A kind of problem and how often it was met. reason is owned by the summary. */
struct summary_problem {
    enum wirecopy_problem_kind kind;
    uint64_t count;
    char reason[120];
    char first_path[256];
    uint64_t first_line;
};

/* What a run did: filled along the way, written by report. All counts are of articles where nothing else is said. */
struct summary {
    /* read */
    uint64_t records; /* articles + repeats + skipped_records */
    uint64_t articles, repeats, skipped_records, bad_files, repaired;
    uint64_t renamed; /* same id, other text: "#" and a hash appended */
    uint64_t bytes;   /* of text */
    uint64_t words, lines, outlets, dated, credited;
    uint64_t with_credits; /* that have wire credits, of a name that is known or not */
    size_t problem_kinds;
    struct summary_problem problems[SUMMARY_PROBLEMS];

    /* classes and copies; exact + near + single + the representatives of clusters of two or more = articles */
    uint64_t empty, too_short, furniture_only;
    uint64_t exact_copies;   /* equal folded text to an earlier one, by (content hash, id) */
    uint64_t near_copies;    /* other members of clusters, less representatives */
    uint64_t single;         /* articles alone in their cluster */
    uint64_t clusters;       /* of two or more */
    uint64_t largest;        /* articles in the largest cluster */
    uint64_t chains, giants; /* clusters with that warning */

    /* learnt */
    uint64_t built_in_lines, recurring_lines, stranger_lines; /* distinct lines, by outlet where the rule is */
    char furniture_file[256];                                 /* "" where there was none; its fingerprint, how many lines it has */
    char furniture_fingerprint[17];
    uint64_t known_lines;
    char owners_fingerprint[17]; /* "" where no owners file was given */
    char plan_file[256];         /* "" where there was none */
    char plan_fingerprint[17];
    bool learnt;              /* false: nothing but what is known was left out */
    uint64_t lines_taken_out; /* occurrences */
    uint64_t words_taken_out;
    uint64_t protected_articles; /* kept their lines by the nine-tenths rule */
    uint64_t form_articles;
    uint64_t common_shingles;

    /* plan */
    char keys[96]; /* such as "64 bands of 2 rows, sampled keys of 1/8" or "all pairs" */
    uint32_t components, bands, rows, sampled_one_in, sampled_least;
    double expected_recall, expected_recall_containment; /* of all matches, of those by containment alone */
    double expected_meetings;                            /* accidental candidate pairs an article */
    double recall_by_resemblance[RECALL_RESEMBLANCES];   /* at 0.3, 0.4, ... 1.0 with equal sizes */
    double recall_by_ratio[RECALL_RATIOS];               /* at the match rule's containment, sizes 1:1, 1:2, 1:4, 1:10 */
    double recall_by_length[RECALL_LENGTHS];             /* at the match rule's border, smaller set of 25, 50, 100, 200, 400 shingles, sizes 1:4 */

    /* pairs */
    uint64_t giant_buckets, crowded_keys; /* joined through anchors; sampled keys in over 200 articles, not counted */
    uint64_t candidates, verified, matches, templates;
    uint64_t quorum_verified, quorum_refused; /* cross pairs that had a vote for the quorum; links it refused */
    uint64_t forms_parted;                    /* clusters that were taken apart as notices of one form */

    struct wirecopy_audit audit;

    struct wirecopy_dedup_counts dedup; /* what wirecopy_clustering_dedup did last */

    /* run */
    size_t stage_count;
    struct {
        const char *name;
        double wall_seconds, cpu_seconds;
    } stages[SUMMARY_STAGES];
    double wall_seconds, cpu_seconds;
    uint64_t peak_memory_bytes, scratch_bytes;
    uint32_t threads;
    const char *kernel;

    /* parameters that can change the answer, and their fingerprint (16 hexadecimal digits) */
    double resemblance, containment;
    uint32_t shingle_words;
    uint64_t seed;
    bool furniture, built_in_furniture;
    bool deduplicated;     /* wirecopy_clustering_dedup was called */
    uint32_t window_hours; /* 0: none */
    char fingerprint[17];

    int32_t today; /* later dates are no evidence of origin; not in the fingerprint: no cluster depends on it */
};

/* Notes the status's detail as the clustering's error, and returns it. */
enum wirecopy_status clustering_note(struct wirecopy_clustering *clustering, enum wirecopy_status status);

/* The plan that was used, NULL where it was not kept. */
struct known_plan;
const struct known_plan *clustering_plan(const struct wirecopy_clustering *clustering);

/* Whose outlets are, as far as it was said. */
struct owners;
const struct owners *clustering_owners(const struct wirecopy_clustering *clustering);

/* The shingle of a phrase of wirecopy_clustering_furniture_line. */
enum wirecopy_status clustering_common_shingle(struct wirecopy_clustering *clustering, uint64_t number, uint64_t *shingle_out);

/* For the summary. */
void clustering_note_dedup(struct wirecopy_clustering *clustering, struct wirecopy_dedup_counts counts);

const struct summary *clustering_summary(const struct wirecopy_clustering *clustering);

#endif
