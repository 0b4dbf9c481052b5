/*
 * The corpus. Takes: articles from the caller or from paths. Gives: them folded and in scratch, then a clustering.
 * Promises: an article added is in the clustering or counted as a repeat; a failure leaves the corpus as it was. Does not
 * know: formats of output. Private to this room; wirecopy.h has the calls.
 */
#ifndef WIRECOPY_CLUSTER_CORPUS_H
#define WIRECOPY_CLUSTER_CORPUS_H

#include "base/control.h"
#include "cluster/result/clustering.h"
#include "cluster/result/owners.h"
#include "learn/articles.h"
#include "learn/shown/kept_texts.h"
#include "learn/lines/known.h"
#include "sketch/plan_file.h"
#include "text/texts.h"

/* What was added; handed over to the clustering. */
struct holdings {
    struct scratch_space *space;
    struct texts *texts;
    struct kept_texts *kept;  /* NULL where nobody asked for them */
    struct scratch *inklings; /* see learn/inklings.h; NULL where no lines of strangers are learnt */
    struct articles articles;
    uint64_t owed; /* memory that scratch should leave free for what is kept of articles, and does not yet */
};
void holdings_release(struct holdings *holdings);

/* Texts that are kept for comparing; see watch.c. {0} watches nothing. */
struct watch {
    struct buffer ids; /* of the articles whose texts are kept, each after its size */
    bool all;
    struct kept_text {
        uint32_t number; /* of the article */
        uint64_t at, size;
    } * texts;
    size_t count, capacity;
    struct scratch *scratch; /* NULL: nothing is watched */
};
void watch_release(struct watch *watch);

/* Keeps the text of the article that gets the next number, where its id is watched. */
enum wirecopy_status watch_keep(struct wirecopy_corpus *corpus, const struct folded_article *article);

/* The text of an article, into room. Errors: WIRECOPY_INVALID (it was not kept), WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status watch_text(const struct watch *watch, uint32_t number, struct buffer *room);

struct wirecopy_corpus {
    struct wirecopy_options options;
    struct control control;
    uint32_t threads;
    struct holdings holdings;
    struct known known;        /* of the furniture file */
    struct known_plan plan;    /* of the plan file */
    struct keys_needed needed; /* by it and the rule, where there is one */
    struct owners owners;      /* of the owners file */
    struct folding *folding;   /* of wirecopy_corpus_add */
    struct summary summary;    /* what reading fills */
    struct watch watch;
    const struct given_pairs *given; /* of a corpus of records: its candidates; NULL: keys bring them together */
    const char *from;                /* the directory that it was restored from; NULL: it was read */
    uint64_t saved_articles;         /* of that: its checksum */
    bool lines_asked;                /* what was learnt is to be shown or written; not only saved */
    bool referring;                  /* what is added now is of another corpus */
    bool clustered;
    bool indexed; /* an index has taken it */
    bool settled; /* and settled its ids, to store it */
    char error[STATUS_DETAIL_BYTES];
};

/* What reading is told. */
struct reader_options corpus_reader_options(const struct wirecopy_corpus *corpus);

/* Whether furniture is learnt. */
bool options_learn(const struct wirecopy_options *options);

/* The threads to use: as many as there are processors where options say 0. */
uint32_t options_threads(const struct wirecopy_options *options);

/* Runs a stage's clock: the seconds since the last call go to the stage of that name, which is added where it is new. */
struct stopwatch {
    double wall, cpu;
};
void stopwatch_start(struct stopwatch *stopwatch);
void stopwatch_note(struct stopwatch *stopwatch, struct summary *summary, const char *stage);

/* Counts and tells a problem of the input; WIRECOPY_BAD_INPUT where reading is strict. */
enum wirecopy_status corpus_take_problem(struct wirecopy_corpus *corpus, const struct wirecopy_problem *problem);

/* Notes the status's detail as the corpus's error. */
enum wirecopy_status corpus_note(struct wirecopy_corpus *corpus, enum wirecopy_status status);

/* Folds articles one by one or by the batch; see intake.c. other: NULL, or another one, beside which it is made in less time. */
struct folding;
enum wirecopy_status folding_create(const struct wirecopy_corpus *corpus, const struct folding *other, struct folding **folding_out);
void folding_free(struct folding *folding);

/* Folds one article and adds it. */
enum wirecopy_status folding_add(struct folding *folding, struct wirecopy_corpus *corpus, const struct raw_article *raw);

#endif
