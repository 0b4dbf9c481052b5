/*
 * The pipeline from exact copies to clusters as a slow, obvious program. Takes: some articles. Gives: the rows that wirecopy
 * must write of them. Promises: every pair is compared, every rule is a loop; of the library it uses folding and hashing only.
 * Does not know: memory bounds, keys, threads.
 */
#ifndef WIRECOPY_TESTS_MODEL_H
#define WIRECOPY_TESTS_MODEL_H

#include "base/hash.h"
#include "text/credits/credits.h"
#include "wirecopy.h"

enum {
    MODEL_ARTICLES = 120,
    MODEL_LINES = 96,
    MODEL_WORDS = 2400,
    MODEL_TITLE = 24,
    MODEL_STRING = 96,
    MODEL_NO_DAY = INT32_MIN,
};

/* An article as it is given; "" is absent, but for the text. date is ISO 8601. */
struct model_input {
    char id[MODEL_STRING], source[MODEL_STRING], date[MODEL_STRING], title[4 * MODEL_STRING], url[MODEL_STRING];
    char text[1 << 14];
};

/* A line: where its words stand in the article's. */
struct model_line {
    uint64_t hash, masked;
    int first, count;
    bool out, opening;
};

struct model_article {
    const struct model_input *input;
    char id[2 * MODEL_STRING], credit[CREDIT_NAME_BYTES];
    struct hash128 raw, content;
    int32_t day;
    int64_t minute; /* since 1970 */
    bool timed;     /* a time of day is known */
    uint32_t title[MODEL_TITLE];
    int title_count;
    bool empty, is_short;
    uint32_t words[MODEL_WORDS];
    int word_count;
    struct model_line lines[MODEL_LINES];
    int line_count;
};

/*
 * Articles of equal folded text, in order of id; the first one's lines are the group's. Under a window those of them that it spans, in
 * order of time; the lines stay.
 */
struct model_group {
    struct model_article *members[MODEL_ARTICLES];
    const struct model_article *text;
    int count;
    bool form, furniture_only, cut; /* cut: by the round of strangers that was last */
    uint64_t set[MODEL_WORDS];
    int set_count;
    int cluster; /* the least group of its cluster */
    double weakest;
};

struct model_pair {
    int shared;
    bool passes, template, update, supports, opposes;
    bool full;    /* reaches the match rule itself */
    bool half;    /* its support is a half-way one */
    bool one_day; /* two outlets published within a day */
};

struct model {
    struct model_article articles[MODEL_ARTICLES];
    int article_count;
    struct model_group groups[MODEL_ARTICLES]; /* in order of content, then id */
    int group_count;
    struct model_pair pairs[MODEL_ARTICLES][MODEL_ARTICLES]; /* both halves are filled */
    double resemblance, containment;
    bool furniture;
    int shingle_words;
    int64_t window; /* minutes; 0: none */
};

/* model_articles.c: folds, settles ids, groups. */
void model_read(struct model *model, const struct model_input *inputs, int count);

/* model_left_out.c: furniture, forms, sets without common shingles. */
void model_leave_out(struct model *model);
int model_kept_words(const struct model_group *group, uint32_t *words);
int model_set(const uint32_t *words, int count, int k, uint64_t limit, uint64_t *set);
int model_shared(const uint64_t *a, int a_count, const uint64_t *b, int b_count);

/* model_window.c: after that, the groups' parts that a window spans; whether it admits two of them. */
void model_part(struct model *model);
bool model_admits(const struct model *model, int g, int h);

/* model_matches.c: every pair. */
void model_match(struct model *model);
bool model_opens_as(const struct model *model, const struct model_group *a, const struct model_group *b, int least);
bool model_reaches(int shared, int smaller, double resemblance, double containment, double least_resemblance, double least_containment);

/* Where two texts say something else in one place: words of each. */
struct model_gap {
    int begin, end; /* of the first text's body */
    uint32_t words[8];
    int count; /* of the other's */
};

/* How many words of a group are aligned. */
int model_body_length(const struct model_group *group);

/* Finds the gaps between two bodies, from the first to the last run of so many words that are no numbers, MODEL_WORDS at most; *length and *other_length: words of both. Returns how many there are. */
int model_gaps(const struct model_group *g, const struct model_group *h, int run, struct model_gap *gaps, int *length, int *other_length);

/* model_forms.c: parts the clusters that are notices of one form; returns how many. */
int model_part_forms(struct model *model);

/* model_gist.c: whether most members of two clusters, which a match of a and b links, open with what most members of each have. */
bool model_gists_open(const struct model *model, int a, int b);

/* model_clusters.c: the quorum, then, where forms are parted, the rows of the articles and of the pairs (templates too), as JSON Lines. The caller frees them. */
void model_cluster(struct model *model);
char *model_article_rows(const struct model *model);
char *model_pair_rows(const struct model *model);

#endif
