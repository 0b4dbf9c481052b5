/*
 * A thread's folder with a batch of articles on its way: read, folded, put into scratch. Takes: articles' strings. Gives: their words,
 * lines and rows. Promises: nothing is allocated for an article once buffers have grown. Private to intake and corpus.
 */
#ifndef WIRECOPY_CLUSTER_FOLDING_H
#define WIRECOPY_CLUSTER_FOLDING_H

#include "cluster/corpus.h"
#include "learn/lines/inklings.h"
#include "read/mending.h"
#include "text/credits/credits.h"
#include "text/fold/fold.h"

/* A batch that stays in the second-level cache while it is folded; one article more where it is larger. */
enum { BATCH_BYTES = 1 << 18, BATCH_ARTICLES = 512 };

/* Strings of an article within a batch. */
enum { STRINGS = 6 };
#define ABSENT SIZE_MAX

struct incoming {
    size_t at[STRINGS], size[STRINGS]; /* text, id, title, source, date, url; at ABSENT */
    bool well_formed;
    int32_t day, minute;
};

/* What folding made of an article, as places in the batch's arrays. */
struct outgoing {
    struct hash128 raw_hash, content;
    size_t lines, words, title_words; /* how many */
    uint32_t flags;
    bool has_credits;
    size_t kept_at, kept_size; /* of the text that was folded, in kept; at ABSENT where it is the raw one, or none is kept */
    struct inkling inkling;    /* where they are kept */
    size_t credit_size;        /* 0: none */
    char credit[CREDIT_NAME_BYTES];
};

/* A thread's folder, and a batch on its way. */
struct folding {
    struct folder *folder;
    struct credit_finder credits;
    struct shingling shingling;
    bool inklings; /* whether they are kept */
    struct buffer strings, lines, words, title_words, uncredited;
    struct buffer kept;        /* texts without their credits, where texts are kept */
    struct mending mending;    /* of articles that no reader gave */
    struct incoming *incoming; /* BATCH_ARTICLES */
    struct outgoing *outgoing;
    size_t count;
    uint64_t bytes_read;
};

/* The batch is empty again. */
void folding_forget(struct folding *folding);

/* Folds an article's text and title behind those of the batch. */
enum wirecopy_status folding_fold(struct folding *folding, const struct wirecopy_options *options, const struct raw_article *raw,
                                  struct outgoing *out);

/* Puts a folded article into scratch. */
enum wirecopy_status folding_put(struct wirecopy_corpus *corpus, const struct raw_article *raw, const struct outgoing *out, const struct line *lines,
                                 const uint32_t *words, const uint32_t *title_words);

/* Keeps the text, where it is asked for. Once one is missing, those of all later articles are out of step: there are none then, and clustering says so. */
enum wirecopy_status folding_put_text(struct wirecopy_corpus *corpus, const struct folding *folding, const struct raw_article *raw,
                                      const struct outgoing *out);

#endif
