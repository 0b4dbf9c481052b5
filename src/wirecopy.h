/*
 * wirecopy.h: finds the republished articles of a corpus.
 *
 * 1 What this is
 *
 * Articles go in, in any language; clusters come out: each holds the copies of one story. The shortest whole program:
 *
 *     const char *texts[] = {"...", "...", "..."};
 *     struct wirecopy_clustering *clustering;
 *     if (wirecopy_cluster_texts(texts, 3, NULL, &clustering) == WIRECOPY_OK) {
 *         printf("%zu clusters\n", wirecopy_clustering_count(clustering));
 *         wirecopy_clustering_free(clustering);
 *     }
 *
 * All text is UTF-8; what is ill-formed becomes U+FFFD. Every function that can fail returns an enum wirecopy_status.
 * Nothing here is global: two corpora never share anything, and different threads may use different corpora; one corpus, clustering,
 * comparison or evaluation is used by one thread at a time. A forked child uses and frees none of its parent's. Pointers are not NULL but
 * where NULL is spoken of; a message is cut to its size.
 */
#ifndef WIRECOPY_H
#define WIRECOPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define WIRECOPY_API __attribute__((visibility("default")))
#else
#define WIRECOPY_API
#endif

/* 2 Version, status */

#define WIRECOPY_VERSION_MAJOR 0
#define WIRECOPY_VERSION_MINOR 1
#define WIRECOPY_VERSION_PATCH 0

/* The version of the library that runs, such as "0.1.0". Never freed. */
WIRECOPY_API const char *wirecopy_version(void);

/* One row a status: name, number, what it means. The numbers never change. */
#define WIRECOPY_STATUSES(X)                                                       \
    X(WIRECOPY_OK, 0, "fine")                                                      \
    X(WIRECOPY_INVALID, 1, "an argument or an option is out of its range")         \
    X(WIRECOPY_NO_MEMORY, 2, "out of memory")                                      \
    X(WIRECOPY_IO, 3, "a file could not be read or written")                       \
    X(WIRECOPY_NOTHING_READ, 4, "no input could be read")                          \
    X(WIRECOPY_BAD_INPUT, 5, "some input is bad and strict reading was asked for") \
    X(WIRECOPY_STOPPED, 6, "stopped on request")                                   \
    X(WIRECOPY_TOO_LARGE, 7, "more than the library's limits allow")               \
    X(WIRECOPY_INTERNAL, 8, "the library contradicts itself: please report it")

enum wirecopy_status {
#define WIRECOPY_STATUS_ROW(name, number, meaning) name = number,
    WIRECOPY_STATUSES(WIRECOPY_STATUS_ROW)
#undef WIRECOPY_STATUS_ROW
};

/* What a status means, in a few English words. Never freed, never NULL. */
WIRECOPY_API const char *wirecopy_status_message(enum wirecopy_status status);

/* 3 Options */

/* Bytes that somebody else owns; data is NULL where there is no value. Not ended by a zero byte. */
struct wirecopy_bytes {
    const char *data;
    size_t size;
};

/* The match rules that have names. */
enum wirecopy_rule { WIRECOPY_RULE_USUAL, WIRECOPY_RULE_STRICT, WIRECOPY_RULE_LOOSE };

/* What makes two articles a candidate pair. */
enum wirecopy_keys {
    WIRECOPY_KEYS_PLANNED, /* the planner chooses from a sample of the corpus */
    WIRECOPY_KEYS_BY_HAND, /* bands, rows, sampled_one_in below */
    WIRECOPY_KEYS_ALL      /* every pair: quadratic, for small corpora and tests */
};

/* What a file is, within its compression or archive. */
#define WIRECOPY_INPUTS(X)                                                                 \
    X(WIRECOPY_INPUT_AUTO, "auto")         /* each file as its content and name say */     \
    X(WIRECOPY_INPUT_PLAIN, "plain")       /* one article, without a title */              \
    X(WIRECOPY_INPUT_JSONL, "jsonl")       /* one JSON object a line */                    \
    X(WIRECOPY_INPUT_JSON, "json")         /* a list of JSON objects, or several */        \
    X(WIRECOPY_INPUT_CSV, "csv")           /* a table with a header, of any delimiter */   \
    X(WIRECOPY_INPUT_HTML, "html")         /* one page */                                  \
    X(WIRECOPY_INPUT_WARC, "warc")         /* the pages among its responses, and texts */  \
    X(WIRECOPY_INPUT_FEED, "feed")         /* the items of RSS, Atom, NITF or NewsML */    \
    X(WIRECOPY_INPUT_MARKDOWN, "markdown") /* one article, with front matter or without */ \
    X(WIRECOPY_INPUT_EML, "eml")           /* one letter, or an mbox of several */         \
    X(WIRECOPY_INPUT_OFFICE, "office")     /* a document: .docx or .odt, or its XML */

enum wirecopy_input {
/* clang-format off */
#define WIRECOPY_INPUT_ROW(name, word) name,
    WIRECOPY_INPUTS(WIRECOPY_INPUT_ROW)
#undef WIRECOPY_INPUT_ROW
    WIRECOPY_INPUT_COUNT
    /* clang-format on */
};

enum wirecopy_problem_kind {
    WIRECOPY_PROBLEM_RECORD,  /* one record was skipped; the rest of the file was read */
    WIRECOPY_PROBLEM_FILE,    /* a file could not be read, or not to its end */
    WIRECOPY_PROBLEM_REPAIRED /* read, after a repair (ill-formed UTF-8, a lone surrogate) */
};

/* One thing that was wrong with the input; borrowed for the time of the call. */
struct wirecopy_problem {
    enum wirecopy_problem_kind kind;
    const char *path;   /* as named in the input; "-" for standard input */
    uint64_t line;      /* from 1; 0 where the format has no lines */
    const char *reason; /* a few words, without path and line; also the key by which problems are counted */
};

/* How far a run is; borrowed for the time of the call. */
struct wirecopy_progress {
    const char *stage;    /* "read", "furniture", "sketch", "pairs", "clusters", ... */
    uint64_t done, total; /* in units of the stage; total is 0 where it is not known */
    uint64_t bytes_read;  /* of input, before decompression where that is known */
};

struct wirecopy_options {
    /* the match rule, on sets of shingles: runs of words (Broder 1997) */
    double resemblance;     /* least resemblance of a match; 0 to 1; 0.35; four fifths of it for the same news of one day */
    double containment;     /* least containment of a match in the smaller article; 0 to 1; 0.6 */
    uint32_t shingle_words; /* k: words a shingle, 1 to 16; 3 */

    /*
     * Only articles published within so many hours of each other match; 0, the default: whenever. Dates count as they are written, also
     * those that are no evidence of origin; one without a time of day is noon, one without a zone UTC. An article without a date matches
     * whatever its copies' dates are. Clusters may span more, where articles between two that are apart match both.
     */
    uint32_t window_hours;

    /* candidate pairs: equal bands of MinHash signatures (Broder 1997), or three shared keys (more of millions) of a sample (FracMinHash, Irber et al. 2022) */
    enum wirecopy_keys keys; /* WIRECOPY_KEYS_PLANNED */
    uint32_t bands, rows;    /* by hand: bands x rows <= 512; 0 bands for none */
    uint32_t sampled_one_in; /* by hand: a shingle in so many is a sampled key, 1 to 1024; 0 for none */
    uint64_t seed;           /* of signatures and samples; 0 is the published one */
    bool passages;           /* false; true: pairs that share passages only are noted, for the pairs view; no cluster changes */
    bool template_numbers;   /* true; false: it need not be found how alike templates are; the pairs view cannot show them then; no cluster changes */

    /* what is left out */
    bool furniture;          /* true; false keeps every line and every common shingle */
    bool built_in_furniture; /* true; false empties the built-in list only */
    /* NULL: furniture and forms are learnt; else a file that says what they are (see wirecopy_clustering_write_furniture) */
    const char *furniture_file; /* must outlive the corpus */
    bool learn_furniture;       /* false; true: with a furniture file, what it does not have is learnt too */
    const char *plan_file; /* NULL: common shingles and keys are learnt; else a file (see wirecopy_clustering_write_plan) that outlives the corpus */
    /*
     * false; true: keep the lines' texts and the plan, so that what was learnt can be shown and written; scratch of the corpus's size. Of
     * a corpus from a save: WIRECOPY_INVALID, where the save is not of the same options about furniture, or its run was interrupted while it learnt.
     */
    bool keep_lines;

    /* origins */
    int32_t today; /* days since 1970-01-01: later dates, by over a day, are no evidence of origin; INT32_MIN, the default: by the clock */
    /*
     * NULL, or a text file that says whose outlets are: on each line an outlet, as articles name it or its registered domain, a tab and
     * its owner, by any name; lines that begin with # are comments. Owners' outlets are one in wirecopy_spread.independent. It must
     * outlive the corpus.
     */
    const char *owners_file;

    /* reading */
    /* names of fields; NULL: guessed; must outlive the corpus */
    const char *text_field, *id_field, *title_field, *source_field, *date_field, *url_field;
    enum wirecopy_input input; /* WIRECOPY_INPUT_AUTO; another one: all files are taken for that */
    /*
     * Of text that does not say its own: "windows-1256", "gb18030"; must outlive the corpus. NULL: UTF-8, and of text that is not, the one
     * that it looks most like, which is told as a repair.
     */
    const char *encoding;
    uint64_t max_record_bytes; /* a longer record is skipped and counted; 64 MiB */
    bool strict;               /* false; true: the first bad record or file is an error */

    /* NULL, or where what was read, learnt and sketched is saved for wirecopy_corpus_open, half as much work again; made where it is missing */
    const char *save_directory;
    uint32_t audit; /* so many articles are compared with all others, to tell what the keys missed; at most 1,000,000; 0 */

    /* resources: none of these changes the answer */
    uint32_t threads;              /* 0: as many as there are processors */
    uint64_t memory_bytes;         /* of buffers, beyond 64 bytes an article; at least 16 MiB; 256 MiB */
    const char *scratch_directory; /* NULL: TMPDIR, else /tmp; must outlive the corpus */
    const char *kernel;            /* NULL: the best that this machine runs; else "portable", "neon", "avx2", "avx512": refused where it cannot run */

    /* messages; from any thread of the library, one call at a time; each may be NULL */
    void (*on_problem)(void *context, const struct wirecopy_problem *problem);
    void (*on_progress)(void *context, const struct wirecopy_progress *progress);
    bool (*should_stop)(void *context); /* polled often; true ends the call with WIRECOPY_STOPPED */
    void *context;
};

/* Sets every option to its default. Call it first, then change what you need. */
WIRECOPY_API void wirecopy_options_init(struct wirecopy_options *options);

/* Sets resemblance and containment to those of a rule with a name: usual 0.35 and 0.6, strict 0.5 and 0.8, loose 0.25 and 0.5. */
WIRECOPY_API void wirecopy_options_set_rule(struct wirecopy_options *options, enum wirecopy_rule rule);

/*
 * WIRECOPY_OK where every option is in its range; else WIRECOPY_INVALID and, in message (NULL with size 0 for none), which one and why. A furniture
 * file and an owners file are not looked at: what is wrong with them is an error of whoever makes a corpus.
 */
WIRECOPY_API enum wirecopy_status wirecopy_options_check(const struct wirecopy_options *options, char *message, size_t message_size);

/* 4 One call */

struct wirecopy_clustering;

/*
 * Clusters count texts, each ended by a zero byte. The id of a text is its index in decimal; every index keeps its
 * place, equal texts too.
 *
 * options         NULL for the defaults
 * clustering_out  set on success only; the caller frees it with wirecopy_clustering_free
 *
 * Errors: as wirecopy_corpus_add and wirecopy_corpus_cluster.
 */
WIRECOPY_API enum wirecopy_status wirecopy_cluster_texts(const char *const *texts, size_t count, const struct wirecopy_options *options,
                                                         struct wirecopy_clustering **clustering_out);

/* 5 Corpus */

/* One article. Everything but the text may be absent (data NULL). */
struct wirecopy_article {
    struct wirecopy_bytes text;
    /* absent: "xxh:" and the 128-bit hash of the text, and of what else is known; one that is ill-formed gets "#" and a hash of its bytes, too */
    struct wirecopy_bytes id;
    struct wirecopy_bytes title;
    struct wirecopy_bytes source; /* the outlet; where it is a URL, its host; absent: the host of url */
    struct wirecopy_bytes date;   /* in any usual form; one that cannot be read counts as absent */
    struct wirecopy_bytes url;
};

struct wirecopy_corpus;

/* Makes an empty corpus. options is copied (strings in it are borrowed), NULL for the defaults. Free it with wirecopy_corpus_free. */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_create(const struct wirecopy_options *options, struct wirecopy_corpus **corpus_out);

/*
 * Adds one article; nothing of it is kept by reference. Its text is mended as one of a record in a file is: tags are no words, and what was escaped
 * or decoded once too often is read as it was meant. Cost: linear in its size. Threads: one at a time a corpus.
 * Errors: WIRECOPY_NO_MEMORY, WIRECOPY_IO (scratch), WIRECOPY_TOO_LARGE (2^31 articles, or a text over max_record_bytes).
 */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_add(struct wirecopy_corpus *corpus, const struct wirecopy_article *article);

/* What a value of a record may be of an article. */
enum wirecopy_field {
    WIRECOPY_FIELD_TEXT,
    WIRECOPY_FIELD_ID,
    WIRECOPY_FIELD_TITLE,
    WIRECOPY_FIELD_SOURCE,
    WIRECOPY_FIELD_DATE,
    WIRECOPY_FIELD_URL,
    WIRECOPY_FIELD_COUNT
};

/* What a value of a record is. A record whose best text is none of the first two is bad: it is not guessed what else its text might be. */
enum wirecopy_value_kind {
    WIRECOPY_VALUE_TEXT,
    WIRECOPY_VALUE_NULL, /* it leaves the text to the next name */
    WIRECOPY_VALUE_NUMBER,
    WIRECOPY_VALUE_BOOLEAN,
    WIRECOPY_VALUE_LIST, /* of other things than paragraphs */
    WIRECOPY_VALUE_OBJECT
};

/* A value of a record: of a row, an object, a document. */
struct wirecopy_value {
    uint8_t rank[WIRECOPY_FIELD_COUNT]; /* how well it would serve as each field, by its name: 0 is best, 255 not at all */
    uint8_t kind;                       /* enum wirecopy_value_kind */
    struct wirecopy_bytes bytes;        /* a text, or a number as it is written; data NULL: it is absent, or of another kind */
};

/*
 * Ranks the name of a value as those in files are: by the names that options (NULL for the defaults) give fields, else by the usual ones
 * in any case. False where it is none of any field: all of rank_out is 255. Cost: a look at some hundred names; a name may be ranked once
 * for many records. Threads: any.
 */
WIRECOPY_API bool wirecopy_field_rank(const struct wirecopy_options *options, struct wirecopy_bytes name, uint8_t rank_out[WIRECOPY_FIELD_COUNT]);

/*
 * Where values of fields may stand within the objects of a record: names with full stops between them, such as "article.body". First come the
 * paths that options (NULL for the defaults) give fields, then those that exports of databases and publishing systems are known for, whose rank
 * is 254: their values, which are texts or whole numbers, serve where a field has no other. number is from 0; false where there are no more.
 * Values at paths come behind all others of their record, in the order of the paths. Threads: any.
 */
WIRECOPY_API bool wirecopy_field_path(const struct wirecopy_options *options, size_t number, const char **path_out,
                                      uint8_t rank_out[WIRECOPY_FIELD_COUNT]);

/*
 * Adds the article that a record's values make; of those for one field the best that is not empty. A record without a text, or with one over
 * max_record_bytes, is told to on_problem as of line of path (0: no line), counted and skipped, unless options.strict. Otherwise as
 * wirecopy_corpus_add. Errors: also WIRECOPY_BAD_INPUT (strict).
 */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_add_record(struct wirecopy_corpus *corpus, const struct wirecopy_value *values, size_t count,
                                                             const char *path, uint64_t line);

/*
 * Adds every article under the paths: directories (recursively, links are followed, names that begin with a dot left out), files of any
 * known format, plain or compressed, tar and zip archives (whose links are told), "-" for standard input. Bad records and files are told to
 * on_problem, counted and skipped, unless options.strict.
 *
 * Errors: WIRECOPY_NOTHING_READ (no path could be opened at all), WIRECOPY_BAD_INPUT (strict), WIRECOPY_STOPPED, and as
 * wirecopy_corpus_add.
 */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_add_paths(struct wirecopy_corpus *corpus, const char *const *paths, size_t count);

/*
 * Adds the articles of another corpus, the reference, after those of the corpus: wirecopy_clustering_dedup drops what it has. They
 * are clustered with the others, and represent the clusters that they are in; their ids are their own, so that equal ones of the
 * corpus are neither repeats nor renamed. May be called again; nothing else can be added after it. Otherwise as wirecopy_corpus_add_paths.
 */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_add_reference(struct wirecopy_corpus *corpus, const char *const *paths, size_t count);

/*
 * Has standard input ready to be read twice, by wirecopy_corpus_add_paths and wirecopy_clustering_dedup: a pipe, or a file that
 * was read from, is copied to a nameless file in options.scratch_directory, which takes the place of this process's standard input.
 * message says what is wrong on failure. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY, WIRECOPY_STOPPED.
 */
WIRECOPY_API enum wirecopy_status wirecopy_spool_standard_input(const struct wirecopy_options *options, char *message, size_t message_size);

/*
 * Clusters the articles added so far; each is then in exactly one cluster. The result does not depend on the order of
 * adding, on threads, memory or kernel. Call it once; the corpus then serves the clustering and must not be added to.
 *
 * clustering_out  set on success only; the caller frees it with wirecopy_clustering_free, before or after the corpus
 *
 * Cost: time grows with the words of the corpus; memory is options.memory_bytes and at most 64 bytes an article; the rest is scratch.
 * Errors: WIRECOPY_NO_MEMORY, WIRECOPY_IO (scratch could not be written), WIRECOPY_STOPPED, WIRECOPY_INVALID (called twice).
 */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_cluster(struct wirecopy_corpus *corpus, struct wirecopy_clustering **clustering_out);

/*
 * Makes a corpus of what another run saved (options.save_directory), which then can be clustered by another rule or with other
 * options, all but shingle_words and those of reading; nor furniture, where articles have wire credits, which go before there are lines. Clusters,
 * counts and order are those of reading the input again. What the save lacks, because that run was interrupted or other options need it, is made
 * anew, and saved where options.save_directory is set.
 *
 * directory   as save_directory then; must outlive the corpus, and not be written to before it was clustered
 * message     says what is wrong on failure
 *
 * Cost: one reading of the save, to check it; a tenth of the time of a run over the input where no looser rule than "loose" and no
 * other keys are asked for, whatever the window; a third for a looser rule, half for other keys. With another furniture file a tenth too,
 * and what the articles cost that have a line of which the two differ; half where they are over an eighth of all, where a window,
 * learn_furniture, keep_lines, passages or save_directory are asked for beside it, and without a file.
 * Errors: WIRECOPY_NOTHING_READ (there is no save), WIRECOPY_BAD_INPUT (it was cut or altered, or is of another version; later
 * files of it are told by wirecopy_corpus_cluster), WIRECOPY_INVALID (other shingles; credits that furniture is asked for
 * otherwise), WIRECOPY_NO_MEMORY, WIRECOPY_IO.
 */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_open(const struct wirecopy_options *options, const char *directory,
                                                       struct wirecopy_corpus **corpus_out, char *message, size_t message_size);

/*
 * What the last failed call on this corpus has to say: a file, a reason. "" where nothing failed. Borrowed until the next call. NULL: why this
 * thread's last wirecopy_corpus_create failed, which made no corpus.
 */
WIRECOPY_API const char *wirecopy_corpus_error(const struct wirecopy_corpus *corpus);

/* Frees the corpus; NULL is fine. */
WIRECOPY_API void wirecopy_corpus_free(struct wirecopy_corpus *corpus);

/* 6 Clustering */

/* How a member stands to its cluster's representative, or b to a in a pair. */
#define WIRECOPY_RELATIONS(X)                                                                                   \
    X(WIRECOPY_RELATION_NONE, "")                 /* the representative itself, or an article without copies */ \
    X(WIRECOPY_RELATION_EXACT, "exact")           /* equal folded text */                                       \
    X(WIRECOPY_RELATION_UPDATE, "update")         /* a correction of a form, within a day */                    \
    X(WIRECOPY_RELATION_OWN_UPDATE, "own-update") /* the same source */                                         \
    X(WIRECOPY_RELATION_EXCERPT, "excerpt")       /* stands in the other, and is at most 0.8 as large */        \
    X(WIRECOPY_RELATION_EXPANSION, "expansion")   /* the other stands in it, and it is the larger */            \
    X(WIRECOPY_RELATION_COPY, "copy")                                                                           \
    X(WIRECOPY_RELATION_TEMPLATE, "template") /* the same form with other facts; in no cluster */               \
    X(WIRECOPY_RELATION_PASSAGE, "passage")   /* below the match rule; 30 shingles are shared, 20 in a row */

enum wirecopy_relation {
/* clang-format off */
#define WIRECOPY_RELATION_ROW(name, word) name,
    WIRECOPY_RELATIONS(WIRECOPY_RELATION_ROW)
#undef WIRECOPY_RELATION_ROW
    WIRECOPY_RELATION_COUNT
    /* clang-format on */
};

/* The word for a relation, such as "copy". Never freed. */
WIRECOPY_API const char *wirecopy_relation_word(enum wirecopy_relation relation);

/* Why a pair is a match or none: the step of the match rule or the template rule that decided. Name, word, what it means. */
#define WIRECOPY_REASONS(X)                                                                                                                                                            \
    X(WIRECOPY_REASON_NONE, "", "")                                                                                                                                                    \
    X(WIRECOPY_REASON_EQUAL_TEXT, "equal-text", "their texts are equal word for word")                                                                                                 \
    X(WIRECOPY_REASON_EMPTY, "empty", "one of them has no words")                                                                                                                      \
    X(WIRECOPY_REASON_FURNITURE_ONLY, "furniture-only", "one of them is furniture to the last line")                                                                                   \
    X(WIRECOPY_REASON_SHORT, "short", "one of them has fewer than 20 shingles, and matches exact copies only")                                                                         \
    X(WIRECOPY_REASON_WINDOW, "window", "they were published farther apart than the window allows")                                                                                    \
    X(WIRECOPY_REASON_BELOW_RULE, "below-rule", "they share too little for the match rule")                                                                                            \
    X(WIRECOPY_REASON_PASSAGES, "passages",                                                                                                                                            \
      "what they share stands deep in both, or in one of one outlet's two, or below the start of what two have of one day")                                                            \
    X(WIRECOPY_REASON_LATER_ISSUE, "later-issue",                                                                                                                                      \
      "one outlet, over 3 days apart or days apart at one hour under one title, other addresses, resemblance under 0.9 (step 1)")                                                      \
    X(WIRECOPY_REASON_NEARLY_EQUAL, "nearly-equal", "resemblance of 0.97 or more (template rule, step 2)")                                                                             \
    X(WIRECOPY_REASON_FORM_TITLES, "form-titles",                                                                                                                                      \
      "a form, under titles that share less than half of their words, and not 6 or more numbers that all agree (template rule, step 3)")                                               \
    X(WIRECOPY_REASON_CORRECTION, "correction",                                                                                                                                        \
      "titles that share 0.8 of their words: a form, at most a day apart, or one address, at most three (step 4)")                                                                     \
    X(WIRECOPY_REASON_NUMBERS_DIFFER, "numbers-differ",                                                                                                                                \
      "one form with other facts: the numbers in what both say differ, D >= 2 (3 of 100 shared shingles) and 0.3 (S + D), or one in four and words around it (template rule, step 5)") \
    X(WIRECOPY_REASON_NAMES_DIFFER, "names-differ",                                                                                                                                    \
      "notices of one outlet under unlike titles, with other names in the text too (template rule, step 6)")                                                                           \
    X(WIRECOPY_REASON_NUMBERS_AGREE, "numbers-agree",                                                                                                                                  \
      "enough is shared, and its numbers agree: D < 2 (3 of 100 shared shingles) or D < 0.3 (S + D) (template rule, step 5)")                                                          \
    X(WIRECOPY_REASON_TOO_LONG, "too-long", "a text over 4,000 words is not aligned (template rule, step 5)")                                                                          \
    X(WIRECOPY_REASON_NUMBERS_ROLLED, "numbers-rolled",                                                                                                                                \
      "one outlet's next issue: it has the former's numbers, and in their places others (template rule, step 5)")

enum wirecopy_reason {
/* clang-format off */
#define WIRECOPY_REASON_ROW(name, word, meaning) name,
    WIRECOPY_REASONS(WIRECOPY_REASON_ROW)
#undef WIRECOPY_REASON_ROW
    WIRECOPY_REASON_COUNT
    /* clang-format on */
};

/* The word for a reason, such as "numbers-agree", and what it means, in an English clause. Never freed. */
WIRECOPY_API const char *wirecopy_reason_word(enum wirecopy_reason reason);
WIRECOPY_API const char *wirecopy_reason_meaning(enum wirecopy_reason reason);

/* What an article is, beside its copies: all but the first match exact copies at most. */
enum wirecopy_class {
    WIRECOPY_CLASS_ARTICLE,
    WIRECOPY_CLASS_EMPTY,         /* it has no words */
    WIRECOPY_CLASS_SHORT,         /* it has fewer than 20 distinct shingles that are compared */
    WIRECOPY_CLASS_FURNITURE_ONLY /* every line of it was left out: it matches nothing */
};

/* Oddities of a cluster, as bits. */
enum {
    WIRECOPY_WARNING_CHAIN = 1, /* a member does not itself pass the match rule against the representative */
    WIRECOPY_WARNING_GIANT = 2  /* the cluster holds over a hundred articles and over a tenth of the corpus */
};

/* A cluster. Numbers run from 0, the largest first, equal sizes by the least content hash in them: in order of id, but for what is furniture only. */
struct wirecopy_cluster {
    char id[33];       /* 32 hexadecimal digits and a zero byte */
    uint32_t size;     /* articles in it */
    uint32_t outlets;  /* distinct known sources among them */
    uint32_t warnings; /* WIRECOPY_WARNING_ bits */
    double weakest;    /* least strength of the links that joined it; 1 where all are exact copies or there is one member */
    /*
     * The greatest distance (1 - resemblance, a metric) between two members: all pairs are looked at where there are at most 64
     * distinct texts; in larger clusters all pairs of 64 of them drawn by content hash, and each with the representative. The true one
     * is then at most twice the greatest distance to the representative.
     */
    double diameter;
};

/* A member of a cluster, or an article of the corpus. Strings are borrowed until the next call on the same clustering. */
struct wirecopy_member {
    struct wirecopy_bytes id, source, date, title, url; /* data NULL where absent */
    struct wirecopy_bytes credit;                       /* the wire services that the text credits, such as "AFP, Reuters"; data NULL where none */
    uint32_t cluster;                                   /* its cluster's number */
    bool is_representative;
    enum wirecopy_relation relation; /* to the representative */
    enum wirecopy_class class_;
    double resemblance; /* with the representative; 1 for itself */
    double containment; /* share of this member's shingles that stand in the representative */
    double contained;   /* share of the representative's shingles that stand in this member */
    int32_t day;        /* of date: days since 1970-01-01; INT32_MIN where it is absent or cannot be read */
    int32_t minute;     /* of publication in UTC, from the beginning of day, below 0 and over 1,440 too; INT32_MIN where date names no time */
    /* numbers of the clusters whose stories it holds beside its own cluster's, as a digest does; in order; borrowed as strings are */
    const uint32_t *also_holds;
    size_t also_holds_count;
};

/* Why a member is the likely origin, as bits. */
enum {
    WIRECOPY_ORIGIN_EARLIEST = 1,   /* no other outlet's can have been published before it, but those that say themselves that they are copies */
    WIRECOPY_ORIGIN_LINK = 2,       /* another member's address is on its outlet's host */
    WIRECOPY_ORIGIN_CREDIT = 4,     /* another member credits its outlet */
    WIRECOPY_ORIGIN_CONTAINMENT = 8 /* the others, or those that may be as early, stand in it, and are smaller */
};

/*
 * How the story of a cluster spread. A date before 1990, or over a day after options.today, is no evidence; one without a time of day
 * stands for the whole day. A member that names another's outlet as where it comes from (its address, a credit) is not the origin. Of
 * those left the earliest is, where more than half have dates; of those that may be as early one outlet's, else the one that others
 * name, else the one in which the others stand; else the origin is unknown.
 */
struct wirecopy_spread {
    size_t origin;     /* the member's number; SIZE_MAX: unknown */
    uint32_t reasons;  /* WIRECOPY_ORIGIN_ bits */
    size_t first_copy; /* the earliest in an outlet other than the origin's, or, where that is unknown, than the earliest one's; SIZE_MAX */
    uint32_t dated;    /* members whose dates are evidence */
    int32_t first_day, first_minute; /* when the earliest of them was published; INT32_MIN where unknown, as in a member */
    int32_t today;                   /* the day after which dates are no evidence */
    uint32_t independent;            /* outlets that are not known to be one owner's: by options.owners_file; of other hosts by registered domain */
};

/*
 * A match, as the two alone tell, by what was learnt of the corpus. They may be in different clusters: where too few of both clusters speak for
 * joining them, or a third article shows that all three are notices of one form. a is the smaller by (content hash, id).
 */
struct wirecopy_pair {
    struct wirecopy_bytes a, b; /* ids; borrowed until the next call on the same clustering */
    enum wirecopy_relation relation;
    double resemblance, containment /* of a in b */, contained /* of b in a */;
};

/* Clusters, those of one article too; articles, of repeats of an id and text the first. */
WIRECOPY_API size_t wirecopy_clustering_count(const struct wirecopy_clustering *clustering);
WIRECOPY_API size_t wirecopy_clustering_article_count(const struct wirecopy_clustering *clustering);

/* Describes cluster number cluster. Cost: a read of scratch. Errors: WIRECOPY_INVALID (there is no such), WIRECOPY_IO. */
WIRECOPY_API enum wirecopy_status wirecopy_clustering_cluster(struct wirecopy_clustering *clustering, size_t cluster,
                                                              struct wirecopy_cluster *cluster_out);

/*
 * Describes a member of a cluster: member 0 is the representative, then the others, the most alike to it first. Cost: two or three reads of
 * scratch. Errors: WIRECOPY_INVALID (there is no such), WIRECOPY_IO (scratch could not be read), WIRECOPY_NO_MEMORY.
 */
WIRECOPY_API enum wirecopy_status wirecopy_clustering_member(struct wirecopy_clustering *clustering, size_t cluster, size_t member,
                                                             struct wirecopy_member *member_out);

/*
 * Says how the story of a cluster spread. Cost: some passes over its members. Errors: WIRECOPY_INVALID, WIRECOPY_NO_MEMORY, WIRECOPY_IO.
 */
WIRECOPY_API enum wirecopy_status wirecopy_clustering_spread(struct wirecopy_clustering *clustering, size_t cluster,
                                                             struct wirecopy_spread *spread_out);

/*
 * Hours from the earliest member to this one, by calendar days where one of the two has no time of day; below 0 where its date is no
 * evidence.
 */
WIRECOPY_API double wirecopy_spread_hours(const struct wirecopy_spread *spread, const struct wirecopy_member *member);

/* The cluster of the article that was added as number article, from 0 in order of adding (a repeat has its first one's). SIZE_MAX if out of range. */
WIRECOPY_API size_t wirecopy_clustering_cluster_of(const struct wirecopy_clustering *clustering, size_t article);

enum wirecopy_view {
    WIRECOPY_VIEW_CLUSTERS,
    WIRECOPY_VIEW_ARTICLES,
    WIRECOPY_VIEW_PAIRS,
    WIRECOPY_VIEW_OUTLETS /* what each outlet has of its own, and from whom the rest */
};
enum wirecopy_format {
    WIRECOPY_FORMAT_TEXT,
    WIRECOPY_FORMAT_JSONL,
    WIRECOPY_FORMAT_TSV,
    WIRECOPY_FORMAT_HTML /* one page that needs nothing but itself; of the clusters view only */
};

/* Where bytes go: returns 0, or an errno value that ends the writing with WIRECOPY_IO. */
typedef int wirecopy_write(void *context, const char *data, size_t size);

/*
 * Compression of what is written. Takes bytes as a wirecopy_write does (the packer is the context), and gives them to another one compressed. Made for one
 * output, and by one thread at a time.
 */
struct wirecopy_packer;

/*
 * A packer where name ends in .gz, .zst, .xz, .bz2 or .lz4, in either case; else *packer_out is NULL. At levels that are quick and take some MiB
 * at the most; nothing of the machine or the time is in the bytes. Errors: WIRECOPY_NO_MEMORY, WIRECOPY_IO (libarchive cannot be loaded).
 */
WIRECOPY_API enum wirecopy_status wirecopy_packer_create(const char *name, wirecopy_write *write, void *context, struct wirecopy_packer **packer_out);

/* Of libarchive that lacks the compression: ENOSYS. A call without bytes ends a stream, and the next begins another behind it: pages of WARC are packed each alone. */
WIRECOPY_API int wirecopy_packer_write(void *packer, const char *data, size_t size);

/* Writes what is left. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
WIRECOPY_API enum wirecopy_status wirecopy_packer_finish(struct wirecopy_packer *packer);

/* What was not finished stays broken off. NULL is allowed. */
WIRECOPY_API void wirecopy_packer_free(struct wirecopy_packer *packer);

struct wirecopy_report_options {
    enum wirecopy_view view;
    enum wirecopy_format format;
    bool color;     /* of the text format */
    uint32_t width; /* of the text format, in columns; 0: unlimited */
    bool singles;   /* the clusters view shows clusters of one too; false in text and HTML, true in the rows by default */
    bool templates; /* the pairs view shows pairs that the template rule refused too; with options.template_numbers only */
    bool passages;  /* and those that share passages only, where options.passages had them noted */
};

/* The defaults for a format. */
WIRECOPY_API void wirecopy_report_options_init(struct wirecopy_report_options *options, enum wirecopy_view view, enum wirecopy_format format);

/*
 * Writes a view of the clustering. The same clustering gives the same bytes. Cost: linear in what is written. Errors: WIRECOPY_IO (also what
 * write says), WIRECOPY_NO_MEMORY, WIRECOPY_STOPPED, WIRECOPY_INVALID (there is no such view or format, or not of this view).
 */
WIRECOPY_API enum wirecopy_status wirecopy_clustering_report(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options,
                                                             wirecopy_write *write, void *context);

/*
 * Writes the run's summary: as one JSON object, or as some lines for people, broken where they would be over width columns (0: unlimited).
 * Errors: as wirecopy_clustering_report.
 */
WIRECOPY_API enum wirecopy_status wirecopy_clustering_summary(struct wirecopy_clustering *clustering, enum wirecopy_format format, uint32_t width,
                                                              wirecopy_write *write, void *context);

/* What the keys missed, by a sample of articles that were compared with all others. */
struct wirecopy_audit {
    uint64_t articles;       /* in the sample; of exact copies one stands for all; 0 where none was asked for */
    uint64_t matches;        /* of them with any article, by exact comparison */
    uint64_t missed;         /* of these, never candidates */
    double share, low, high; /* missed of matches, and its 95 % interval (Wilson 1927); 0, 0 and 1 where there is no match */
};

/* What the audit found that options.audit asked for. */
WIRECOPY_API struct wirecopy_audit wirecopy_clustering_audit(const struct wirecopy_clustering *clustering);

/* How a line was found to be furniture. */
enum wirecopy_furniture_rule {
    WIRECOPY_FURNITURE_BUILT_IN,        /* on the built-in list, or everybody's in the furniture file */
    WIRECOPY_FURNITURE_RECURRING,       /* one outlet has it on many days; it is furniture there */
    WIRECOPY_FURNITURE_STRANGERS,       /* articles have it that are no copies of each other */
    WIRECOPY_FURNITURE_STRANGERS_AGAIN, /* the same, when what the rules found before was gone */
    WIRECOPY_FURNITURE_STRANGERS_LAST,  /* and once more, of one outlet's lines */
    WIRECOPY_FURNITURE_FORM,            /* a line of one outlet's form, whatever its numbers; it stays */
    WIRECOPY_FURNITURE_COMMON           /* no line: a phrase of options.shingle_words words, which is left out of the shingle sets */
};

/* The word for a rule: "built-in", "recurring", "strangers" (all three), "form", "common"; "" where there is none such. Never freed. */
WIRECOPY_API const char *wirecopy_furniture_rule_word(enum wirecopy_furniture_rule rule);

/* A line or phrase that was learnt. Strings are borrowed until the next call on the same clustering. */
struct wirecopy_furniture_line {
    enum wirecopy_furniture_rule rule;
    struct wirecopy_bytes line;       /* as one article has it */
    struct wirecopy_bytes outlet;     /* whose it is; data NULL where the rule is about no outlet */
    struct wirecopy_bytes example;    /* the id of that article */
    uint32_t articles, days, outlets; /* that have it: articles, the distinct days of their dates, their distinct outlets */
};

/* Lines that were learnt, those of most articles first, then common phrases likewise; 0 without options.keep_lines. */
WIRECOPY_API uint64_t wirecopy_clustering_furniture_count(const struct wirecopy_clustering *clustering);

/* Describes a line or phrase that was learnt. Errors: WIRECOPY_INVALID (there is no such), WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
WIRECOPY_API enum wirecopy_status wirecopy_clustering_furniture_line(struct wirecopy_clustering *clustering, uint64_t number,
                                                                     struct wirecopy_furniture_line *line_out);

/* Writes all of them, in the format (not HTML) and width of options. Errors: as wirecopy_clustering_report. */
WIRECOPY_API enum wirecopy_status wirecopy_clustering_furniture(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options,
                                                                wirecopy_write *write, void *context);

/*
 * Writes a furniture file: text that says in its own comments how to edit it. With it as options.furniture_file the same
 * articles are in the same clusters, and nothing is learnt of lines and forms. Common phrases stand in the plan file. Needs
 * options.keep_lines. Errors: as wirecopy_clustering_report, WIRECOPY_INVALID (the lines were not kept).
 */
WIRECOPY_API enum wirecopy_status wirecopy_clustering_write_furniture(struct wirecopy_clustering *clustering, wirecopy_write *write, void *context);

/*
 * Writes a plan file: the common shingles, behind each its words, which may be edited, and the keys that were chosen, and which of them too many articles have. With it as
 * options.plan_file, beside the furniture file, nothing is learnt from the corpus, and articles that are unrelated change no
 * cluster (but where a key that is no crowd in the file is now in more than eight times as many articles as make one: the
 * summary counts these). The file is good for the same shingle_words and seed. Needs options.keep_lines. Errors: as
 * wirecopy_clustering_report, WIRECOPY_INVALID (the plan was not kept).
 */
WIRECOPY_API enum wirecopy_status wirecopy_clustering_write_plan(struct wirecopy_clustering *clustering, wirecopy_write *write, void *context);

/* What keys there may be, and what to expect of them. Recalls are shares of the matches that keys bring together. */
enum { WIRECOPY_PLANS_MOST = 8, WIRECOPY_PLAN_RESEMBLANCES = 8, WIRECOPY_PLAN_RATIOS = 4, WIRECOPY_PLAN_LENGTHS = 5, WIRECOPY_PLAN_POINTS = 101 };
struct wirecopy_plan {
    char keys[96]; /* in words */
    bool chosen;   /* the first of them that is cheap enough */
    uint32_t components, bands, rows, sampled_one_in, sampled_least;
    double recall, recall_containment; /* of all matches; of those by containment alone */
    double meetings, band_meetings;    /* unrelated articles that an article is compared with; that it meets in a band; below 0: not known */
    double by_resemblance[WIRECOPY_PLAN_RESEMBLANCES]; /* at 0.3, 0.4, ... 1.0: two articles of 100 shingles */
    double by_ratio[WIRECOPY_PLAN_RATIOS];             /* at the rule's containment, smaller one of 100, sizes 1:1, 1:2, 1:4, 1:10 */
    double by_length[WIRECOPY_PLAN_LENGTHS];           /* the same, sizes 1:4, smaller one of 25, 50, 100, 200, 400 */
    double curve[WIRECOPY_PLAN_POINTS];                /* at resemblances 0, 0.01, ... 1: two articles of 200 shingles */
};

/*
 * Measures the plans on the articles added so far, as clustering would choose among them; one where options say which keys. The
 * corpus is then spent, as after clustering. Cost: what clustering costs up to the shingle sets, and for each plan 2 million pairs of a sample.
 * Errors: as wirecopy_corpus_cluster.
 */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_plans(struct wirecopy_corpus *corpus, struct wirecopy_plan plans_out[WIRECOPY_PLANS_MOST],
                                                        size_t *count_out);

/*
 * The same for so many articles of news that are not there: their accidental meetings are those of other corpora, a guess, and not known
 * of keys by hand that the planner does not choose from. options: NULL for the defaults; they are in their ranges.
 */
WIRECOPY_API void wirecopy_plans_for(const struct wirecopy_options *options, uint64_t articles, struct wirecopy_plan plans_out[WIRECOPY_PLANS_MOST],
                                     size_t *count_out);

/*
 * Writes plans as tables and the curve of the chosen one, for people, or one JSON object a line. Errors: WIRECOPY_IO (what write says),
 * WIRECOPY_NO_MEMORY, WIRECOPY_INVALID (TSV or HTML, or no plans).
 */
WIRECOPY_API enum wirecopy_status wirecopy_plans_report(const struct wirecopy_plan *plans, size_t count, enum wirecopy_format format,
                                                        wirecopy_write *write, void *context);

/* Writes the curves of plans as an SVG picture. Errors: as wirecopy_plans_report. */
WIRECOPY_API enum wirecopy_status wirecopy_plans_svg(const struct wirecopy_plan *plans, size_t count, wirecopy_write *write, void *context);

/* Which member of a cluster is kept; equal ones: the more alike to the representative. */
enum wirecopy_keep {
    WIRECOPY_KEEP_REPRESENTATIVE, /* the member most alike to the others */
    WIRECOPY_KEEP_FIRST,          /* the one that was added first */
    WIRECOPY_KEEP_OLDEST,         /* by date; undated ones come last */
    WIRECOPY_KEEP_NEWEST,
    WIRECOPY_KEEP_LONGEST, /* of the most shingles, so without furniture */
    WIRECOPY_KEEP_ORIGIN   /* the likely origin: see wirecopy_spread; where it is unknown, the earliest of those whose dates are evidence */
};

/* Which of the others go. */
enum wirecopy_drop {
    WIRECOPY_DROP_ALL, /* all: each cluster keeps exactly one */
    /* exact copies, and what is a copy or an excerpt of the representative; updates and expansions stay, and so does it where it is one of the kept */
    WIRECOPY_DROP_COPIES,
    WIRECOPY_DROP_EXACT /* exact copies only: each group of them keeps exactly one */
};

struct wirecopy_dedup_options {
    enum wirecopy_keep keep;
    enum wirecopy_drop drop;
    bool mark; /* JSON and CSV only: every record is written, with a member "wirecopy" that says what became of it, or cells before its own */
    wirecopy_write *
        write; /* where the corpus goes; NULL: nowhere, what goes is counted only. A call without bytes ends each page of WARC: see wirecopy_packer_write */
    void *write_context;
    wirecopy_write *report; /* where one line of JSON goes for each article that went, and for whom; may be NULL */
    void *report_context;
};

struct wirecopy_dedup_counts {
    uint64_t kept, dropped; /* articles; a repeat of an id and text is dropped too */
    uint64_t against;       /* of those dropped: for an article of the reference */
};

/*
 * Reads the paths that the corpus was read from again and writes their articles without the copies: records of JSON and CSV
 * byte for byte as they were, in their order (the header of CSV before them; a list of JSON as a list, where no other records came
 * before it), pages of WARC and letters of an mbox likewise, items of feeds in their feed, in UTF-8, each file's behind the one before (of one whose
 * head has over a MiB their ids), and for a file that is one article its path as a line. At the end it is checked that every cluster kept an article, exactly one where drop is all; a cluster with articles of the
 * reference keeps none beside these then. Articles of the reference are not written; each that goes for one is compared with it. The
 * JSON summary has the counts from then on.
 *
 * counts_out  set on failure too, so far as it came
 *
 * Cost: one more reading of the paths, and some reads of scratch for each article that is reported or marked.
 * Errors: WIRECOPY_BAD_INPUT (a file has changed since, or mark was asked for what is neither JSON nor CSV), WIRECOPY_INVALID (standard
 * input, which cannot be read again: see wirecopy_spool_standard_input; no such keep or drop), WIRECOPY_IO, WIRECOPY_NO_MEMORY, WIRECOPY_INTERNAL (the check failed).
 */
WIRECOPY_API enum wirecopy_status wirecopy_clustering_dedup(struct wirecopy_clustering *clustering, const char *const *paths, size_t count,
                                                            const struct wirecopy_dedup_options *options, struct wirecopy_dedup_counts *counts_out);

/* How many articles were added, repeats and those of the reference, which come last, too: wirecopy_clustering_cluster_of knows so many. */
WIRECOPY_API size_t wirecopy_clustering_added_count(const struct wirecopy_clustering *clustering);

/*
 * Which articles stay, as wirecopy_clustering_dedup chooses, for whoever has them in memory: kept_for_out[n] is the number of the article that
 * is kept for the one that was added as number n; n itself where that stays.
 *
 * kept_for_out  room for wirecopy_clustering_added_count numbers; filled on success only
 *
 * Cost: some passes over the members. Errors: WIRECOPY_NO_MEMORY, WIRECOPY_IO, WIRECOPY_INVALID (no such keep or drop), WIRECOPY_INTERNAL.
 */
WIRECOPY_API enum wirecopy_status wirecopy_clustering_kept(struct wirecopy_clustering *clustering, enum wirecopy_keep keep, enum wirecopy_drop drop,
                                                           uint32_t *kept_for_out);

/* What was read. Repeats of an id and text are known, and no longer among the articles, once the corpus was clustered. */
struct wirecopy_input_counts {
    uint64_t articles, repeats, skipped_records, bad_files, repaired;
};

/* The counts so far, those of the reference included. */
WIRECOPY_API struct wirecopy_input_counts wirecopy_corpus_input_counts(const struct wirecopy_corpus *corpus);

/* Why the last call on this clustering failed: what is wrong with which argument, or what write said. "" where it did not. Borrowed until the next call. */
WIRECOPY_API const char *wirecopy_clustering_error(const struct wirecopy_clustering *clustering);

/* Frees the clustering and its scratch; NULL is fine. */
WIRECOPY_API void wirecopy_clustering_free(struct wirecopy_clustering *clustering);

/* 7 Comparison */

/* What a run of words in a compared text is. */
#define WIRECOPY_RUNS(X)                                                                               \
    X(WIRECOPY_RUN_OWN, "own")       /* stands in this text only */                                    \
    X(WIRECOPY_RUN_SHARED, "shared") /* stands in the other text too, and was compared */              \
    X(WIRECOPY_RUN_COMMON, "common") /* stands in both, but so often elsewhere that it was left out */ \
    X(WIRECOPY_RUN_OUT, "out")       /* a line that was taken out */

enum wirecopy_run_kind {
/* clang-format off */
#define WIRECOPY_RUN_ROW(name, word) name,
    WIRECOPY_RUNS(WIRECOPY_RUN_ROW)
#undef WIRECOPY_RUN_ROW
    WIRECOPY_RUN_KIND_COUNT
    /* clang-format on */
};

/* Which rule took a line out. */
#define WIRECOPY_TAKERS(X)                                                             \
    X(WIRECOPY_TAKEN_NOT, "")                                                          \
    X(WIRECOPY_TAKEN_BUILT_IN, "built-in")   /* the built-in list */                   \
    X(WIRECOPY_TAKEN_RECURRING, "recurring") /* its outlet has it on many days */      \
    X(WIRECOPY_TAKEN_STRANGERS, "strangers") /* articles that are no copies have it */ \
    X(WIRECOPY_TAKEN_GIVEN, "given")         /* a furniture file */

enum wirecopy_taken {
/* clang-format off */
#define WIRECOPY_TAKEN_ROW(name, word) name,
    WIRECOPY_TAKERS(WIRECOPY_TAKEN_ROW)
#undef WIRECOPY_TAKEN_ROW
    WIRECOPY_TAKEN_COUNT
    /* clang-format on */
};

/* Words in a row of one kind, with what stands between them; a line that was taken out is a run of its own. */
struct wirecopy_run {
    size_t begin, end; /* bytes of the text; the runs are all of it, in order */
    uint32_t words;
    enum wirecopy_run_kind kind;
    enum wirecopy_taken taken; /* of a line that was taken out: by which rule */
};

/* One of the two articles. */
struct wirecopy_compared {
    struct wirecopy_bytes id, source, date, title, url; /* data NULL where absent */
    struct wirecopy_bytes
        credit;                 /* the wire services that it credits; its text is without such lines, unless furniture stays; data NULL where none */
    struct wirecopy_bytes text; /* as people read it: UTF-8 made well-formed, entities decoded */
    const struct wirecopy_run *runs;
    size_t run_count;
    uint32_t words, words_out; /* of the text; those in lines that were taken out */
    uint32_t shingles, common; /* that are compared; distinct ones that are left out as common */
    uint32_t sampled;          /* its sampled keys */
    bool form;                 /* at least half of it stands in lines of a form */
};

/* A gap of the alignment whose numbers differ: the words of both. */
struct wirecopy_gap {
    struct wirecopy_bytes a, b;
};

/* A sampled key that both have, and the words that it is made of. */
struct wirecopy_met_key {
    uint32_t key;
    struct wirecopy_bytes words;
};

/* What there is to say of a pair. Everything in it lives until wirecopy_comparison_free. */
struct wirecopy_comparison {
    struct wirecopy_compared a, b;
    bool match;                      /* copies of one story */
    enum wirecopy_relation relation; /* of b to a; NONE where it is no match, no template and no passage */
    enum wirecopy_reason reason;

    /* the shingle sets */
    uint32_t shared;
    double resemblance, containment /* of a in b */, contained /* of b in a */;
    double least_resemblance, least_containment; /* of the match rule */
    double asked; /* share of these that was asked for: 1; 0.8 of the same news, 0.5 where both open with the same sentences */

    /* the keys */
    char keys[96];       /* the plan, as in the summary */
    double estimate;     /* of the resemblance, from the signatures */
    uint32_t components; /* of these; the estimate's standard error is at most 1 / (2 sqrt(components)) */
    uint32_t bands;
    const uint32_t *bands_met; /* numbers of those that are equal, from 0 */
    size_t band_met_count;
    uint32_t sampled_one_in;
    const struct wirecopy_met_key *sampled_met;
    size_t sampled_met_count;
    bool candidate; /* enough keys met: the pair is looked at in a run over the corpus */
    double chance;  /* that keys of this plan meet for sets of these sizes that share so much */

    /* the alignment; where no step of the rule asked for it, too */
    bool aligned;
    uint32_t same, different; /* S and D: numbers in aligned runs, numbers that differ in gaps */
    const struct wirecopy_gap *gaps;
    size_t gap_count;

    bool learnt; /* what was taken out was learnt from a corpus; false: the two alone were there */
};

/* The words for them, such as "shared" and "strangers". Never freed. */
WIRECOPY_API const char *wirecopy_run_word(enum wirecopy_run_kind kind);
WIRECOPY_API const char *wirecopy_taken_word(enum wirecopy_taken taken);

/*
 * Has the corpus keep the text of articles with this id that are added from now on, which comparing needs; with data NULL, the
 * texts of all articles. Kept texts lie in scratch. Errors: WIRECOPY_NO_MEMORY, WIRECOPY_IO.
 */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_watch(struct wirecopy_corpus *corpus, struct wirecopy_bytes id);

/*
 * Compares two articles of the corpus as wirecopy_corpus_cluster would, and says why they are a match or none. An id is as
 * clusterings have it. With data NULL for both, the corpus holds two articles, which are compared in their order of adding.
 * Call it once, in place of wirecopy_corpus_cluster; the texts were watched.
 *
 * comparison_out  set on success only; the caller frees it with wirecopy_comparison_free, before or after the corpus
 *
 * Cost: what clustering costs up to the candidate pairs; then linear in the two texts, and the product of their words / 64.
 * Errors: WIRECOPY_INVALID (no such article, not watched, called twice), and as wirecopy_corpus_cluster.
 */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_compare(struct wirecopy_corpus *corpus, struct wirecopy_bytes a, struct wirecopy_bytes b,
                                                          struct wirecopy_comparison **comparison_out);

/* Compares two articles alone. options: NULL for the defaults. Otherwise as wirecopy_corpus_compare. */
WIRECOPY_API enum wirecopy_status wirecopy_compare(const struct wirecopy_article *a, const struct wirecopy_article *b,
                                                   const struct wirecopy_options *options, struct wirecopy_comparison **comparison_out);

/*
 * Writes a comparison for people (the two texts side by side, shared runs marked), as text or as a page of HTML, or as one JSON object. width
 * is of the text format, in columns; 0: 100. Cost: linear in the two texts. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY, WIRECOPY_INVALID (TSV).
 */
WIRECOPY_API enum wirecopy_status wirecopy_comparison_write(const struct wirecopy_comparison *comparison, enum wirecopy_format format, bool color,
                                                            uint32_t width, wirecopy_write *write, void *context);

/* Frees it; NULL is fine. */
WIRECOPY_API void wirecopy_comparison_free(struct wirecopy_comparison *comparison);

/* 8 Evaluation */

/* Where found clusters and the truth disagree. */
enum wirecopy_mistake_kind {
    WIRECOPY_MISTAKE_MERGED,      /* a found cluster that holds articles of several true ones */
    WIRECOPY_MISTAKE_SPLIT,       /* a true cluster whose articles are in several found ones */
    WIRECOPY_MISTAKE_JOINED_PAIR, /* labelled as apart, in one found cluster */
    WIRECOPY_MISTAKE_PARTED_PAIR, /* labelled as together, in two */
    WIRECOPY_MISTAKE_KINDS
};

/* What a mistaken cluster holds of one cluster of the other side; of a pair, one of the two and its found cluster. */
struct wirecopy_mistake_part {
    struct wirecopy_bytes cluster, example; /* example: the id of one of the articles */
    uint64_t articles;
};

enum { WIRECOPY_MISTAKE_PARTS = 4 };

struct wirecopy_mistake {
    enum wirecopy_mistake_kind kind;
    struct wirecopy_bytes cluster; /* its name; data NULL for a pair */
    struct wirecopy_bytes label;   /* of a pair; else data NULL */
    uint64_t articles;             /* of the truth, in it */
    uint64_t wrong_pairs;          /* of them: joined wrongly, or parted wrongly */
    uint64_t parts;                /* clusters of the other side that it has articles of */
    size_t shown;                  /* of these, here: the largest */
    struct wirecopy_mistake_part part[WIRECOPY_MISTAKE_PARTS];
};

/*
 * How found clusters agree with the truth (Hubert and Arabie 1985 for the adjusted Rand index, Amigo et al. 2009 for B-cubed,
 * Rosenberg and Hirschberg 2007 for the V-measure, the harmonic mean of homogeneity and completeness).
 */
struct wirecopy_evaluation {
    uint64_t articles;                           /* of the truth; 0 where it is labelled pairs */
    uint64_t labelled;                           /* pairs of the truth; 0 where it is clusters */
    uint64_t pairs;                              /* of the truth that belong together */
    double precision, recall, f1;                /* pairwise */
    double adjusted_rand, b_cubed_f1;            /* of clusters; 0 where the truth is labelled pairs */
    double homogeneity, completeness, v_measure; /* likewise */
    struct wirecopy_mistake *mistakes;           /* of each kind the worst first; pairs in the order of the truth */
    size_t mistake_count;
};

/*
 * Compares found clusters with known ones: JSON Lines files with "id" and "cluster" on each line; a truth with "a", "b"
 * and "label" is labelled pairs (same, update and excerpt belong together). Only articles of the truth are compared. "-" is
 * standard input.
 *
 * worst           so many mistakes of each kind are told
 * evaluation_out  set on success only; the caller releases it with wirecopy_evaluation_release
 * message         says what is wrong on failure
 *
 * Cost: a sort of the articles; some 100 bytes of memory each; names beyond 32 MiB lie in a scratch file in TMPDIR.
 * Errors: WIRECOPY_IO, WIRECOPY_BAD_INPUT (an id twice, or missing in found), WIRECOPY_NO_MEMORY.
 */
WIRECOPY_API enum wirecopy_status wirecopy_evaluate(const char *found_path, const char *truth_path, size_t worst,
                                                    struct wirecopy_evaluation *evaluation_out, char *message, size_t message_size);

/*
 * Writes an evaluation: as one JSON object (WIRECOPY_FORMAT_JSONL), or as some lines for people, broken where they would be over width columns
 * (0: unlimited). Errors: as wirecopy_plans_report.
 */
WIRECOPY_API enum wirecopy_status wirecopy_evaluation_report(const struct wirecopy_evaluation *evaluation, enum wirecopy_format format,
                                                             uint32_t width, wirecopy_write *write, void *context);

/* Frees what an evaluation holds. */
WIRECOPY_API void wirecopy_evaluation_release(struct wirecopy_evaluation *evaluation);

/* 9 Index */

/*
 * Articles that are kept on disk, in a directory of its own, so that one that arrives can be asked about in milliseconds: is it a copy of something there,
 * of what, how much, why? What is left out of articles and which keys bring two together is fixed when an index is made: so the answer about two
 * articles depends on these two and their exact copies only, never on what else the index holds, or when it came.
 *
 * The matches are those that clustering finds in the stored articles and the one that is asked about together, by the same furniture and plan, as pairs:
 * they are judged one by one, and clusters are not looked at. Where very many articles share a key, clustering looks at some of their pairs only; an
 * index looks at all, so that of stories with dozens of copies it finds more. Exact copies of a stored article are told each.
 *
 * One process at a time writes, others wait for it; any number of processes read meanwhile, and see the index as it was when they began. What was
 * written is there whole or not at all, batch by batch, however the process or the machine ends. An index is read by this version of wirecopy only,
 * on machines of its byte order. One index is used by one thread at a time; a process may open a directory any number of times, so that threads read side
 * by side while one writes, which now and then, as the file grows, waits for the calls of the others. What a call calls may read the index too, and writes
 * nothing to it: that is WIRECOPY_INVALID.
 */
struct wirecopy_index;

/*
 * Makes an index of the corpus's articles in a directory, which must not be there or be empty. Furniture, common shingles and keys are learnt from the corpus
 * as wirecopy_corpus_cluster does, or are those of its options' furniture file and plan file. The corpus is then spent, as after clustering. Of its options
 * keep_lines is needed where anything is learnt; a window, all pairs as keys, learn_furniture and a save are refused.
 *
 * Cost: less than clustering the corpus, without its matches and clusters, and writing some 4 KB an article. Errors: WIRECOPY_INVALID,
 * WIRECOPY_IO, WIRECOPY_STOPPED, and as wirecopy_corpus_cluster; wirecopy_corpus_error says why. On failure nothing is left in the directory; where the process
 * is killed, what is left is refused by wirecopy_index_open.
 */
WIRECOPY_API enum wirecopy_status wirecopy_index_create(const char *directory, struct wirecopy_corpus *corpus);

/*
 * Opens an index. options: resources and messages are taken from them, not what can change an answer; copied, strings in them are borrowed; NULL for the
 * defaults. writing: articles will be added or removed. message says what is wrong on failure.
 *
 * index_out  set on success only; the caller closes it with wirecopy_index_close
 *
 * Cost: a millisecond or two. Errors: WIRECOPY_BAD_INPUT (no index, one of another version or byte order, one that is damaged), WIRECOPY_IO,
 * WIRECOPY_NO_MEMORY.
 */
WIRECOPY_API enum wirecopy_status wirecopy_index_open(const char *directory, const struct wirecopy_options *options, bool writing,
                                                      struct wirecopy_index **index_out, char *message, size_t message_size);

/*
 * Whether the index is still the one in its directory: it is not where it was compacted, or removed, since it was opened. It then goes on showing what it
 * held, and takes no more; whoever keeps one open for long asks now and then, and opens it again.
 */
WIRECOPY_API bool wirecopy_index_is_current(const struct wirecopy_index *index);

/* Closes it; NULL is fine. */
WIRECOPY_API void wirecopy_index_close(struct wirecopy_index *index);

/* Why the last call on this index failed; "" where it did not. Borrowed until the next call. */
WIRECOPY_API const char *wirecopy_index_error(const struct wirecopy_index *index);

/*
 * Makes an empty corpus for articles that will be added to the index or asked about: wirecopy_corpus_create with the index's options in place of those
 * that can change an answer. options as for wirecopy_index_open, with those of reading. Free it with wirecopy_corpus_free.
 */
WIRECOPY_API enum wirecopy_status wirecopy_index_corpus(struct wirecopy_index *index, const struct wirecopy_options *options,
                                                        struct wirecopy_corpus **corpus_out);

/* What adding did. */
struct wirecopy_index_added {
    uint64_t added;    /* articles that were not there */
    uint64_t replaced; /* that were, with another text */
    uint64_t repeats;  /* that were there with the same text, or came twice */
    uint64_t refused;  /* that were there with another text, and were not replaced */
};

/*
 * Adds the corpus's articles, which wirecopy_index_corpus made; the corpus is then spent. An id names one article of an index. Articles of the corpus that share
 * an id have "#" and a hash appended to it, as in clustering; one whose id is stored with another text is refused and told to on_problem, or with replace
 * takes its place. Each batch of some thousand articles is one transaction.
 *
 * added_out  set on failure too: what batches before did
 *
 * Cost: linear in the articles, and some 100 places in the file for each. Errors: WIRECOPY_INVALID (opened for reading, another corpus), WIRECOPY_IO,
 * WIRECOPY_NO_MEMORY, WIRECOPY_STOPPED, WIRECOPY_BAD_INPUT (the index is damaged).
 */
WIRECOPY_API enum wirecopy_status wirecopy_index_add(struct wirecopy_index *index, struct wirecopy_corpus *corpus, bool replace,
                                                     struct wirecopy_index_added *added_out);

/* An article that is asked about, or one that is stored; borrowed for the time of the call. data NULL where absent; id is never. */
struct wirecopy_indexed {
    struct wirecopy_bytes id, source, date, title, url;
    int32_t day; /* calendar day as written, days since 1970-01-01; INT32_MIN where unknown */
};

/* A stored article that is a copy of the one that is asked about. */
struct wirecopy_index_match {
    struct wirecopy_indexed article;
    enum wirecopy_relation relation; /* of the one that is asked about to it */
    double resemblance;
    double containment; /* of the one that is asked about in it */
    double contained;   /* of it in the one that is asked about */
};

/* Takes an article that was asked about with its matches, the best first: exact copies, then as clusters are joined, then by id. Another status than WIRECOPY_OK ends the call. */
typedef enum wirecopy_status wirecopy_take_matches(void *context, const struct wirecopy_indexed *asked, const struct wirecopy_index_match *matches,
                                                   size_t count);

/*
 * Asks about each of the corpus's articles, which wirecopy_index_corpus made, in order of adding; nothing is stored. An article is asked about alone: others
 * of the corpus do not matter, and ids may come again. The corpus can be added then. stored: it was added before, and is asked about once more: an article
 * is not told as a match of itself, and one that is not stored as it is is passed over.
 *
 * Cost: some tenths of a millisecond an article, and as much for a dozen of those that share keys with it; the whole call sees the index as it was when it
 * began. Errors: as wirecopy_index_add, and take's.
 */
WIRECOPY_API enum wirecopy_status wirecopy_index_query(struct wirecopy_index *index, struct wirecopy_corpus *corpus, bool stored,
                                                       wirecopy_take_matches *take, void *context);

/*
 * Asks likewise about some of them: count from number first on, in order of adding, as far as there are such. So the answers about many articles can be
 * looked at some at a time; each call sees the index as it was when the call began. stored is the same in all calls.
 */
WIRECOPY_API enum wirecopy_status wirecopy_index_query_some(struct wirecopy_index *index, struct wirecopy_corpus *corpus, bool stored, size_t first,
                                                            size_t count, wirecopy_take_matches *take, void *context);

/*
 * Asks as wirecopy_index_query does, and writes what comes of it: as text, as one JSON object for each article that is asked about, or in TSV as a line for
 * each match. Of the options the format, the width and the colour count. Errors: those, WIRECOPY_INVALID (HTML).
 */
WIRECOPY_API enum wirecopy_status wirecopy_index_report(struct wirecopy_index *index, struct wirecopy_corpus *corpus, bool stored,
                                                        const struct wirecopy_report_options *options, wirecopy_write *write, void *context);

/* Removes articles by their ids. missing: NULL, or is told of each that is not there. Errors: as wirecopy_index_add; what batches of some thousand before removed stays so. */
WIRECOPY_API enum wirecopy_status wirecopy_index_remove(struct wirecopy_index *index, const struct wirecopy_bytes *ids, size_t count,
                                                        void (*missing)(void *context, struct wirecopy_bytes id), void *context,
                                                        uint64_t *removed_out);

/* Sets *holds_out to whether an article is stored under an id. Cost: a look at a place in the file. Errors: WIRECOPY_IO, WIRECOPY_BAD_INPUT. */
WIRECOPY_API enum wirecopy_status wirecopy_index_holds(struct wirecopy_index *index, struct wirecopy_bytes id, bool *holds_out);

/* What an index is. */
struct wirecopy_index_info {
    uint64_t articles, texts /* distinct ones */, postings;
    uint64_t file_bytes, used_bytes; /* of its file, and those that hold something; compacting gives the others back */
    uint64_t furniture_lines, common_shingles;
    double resemblance, containment;
    uint32_t version, shingle_words;
    bool furniture;       /* whether any is left out */
    char keys[96];        /* such as "16 bands of 2 rows, sampled keys of 1/5" */
    char fingerprint[17]; /* of all that can change an answer */
};
WIRECOPY_API enum wirecopy_status wirecopy_index_describe(struct wirecopy_index *index, struct wirecopy_index_info *info_out);

/* Write the furniture file and the plan file that the index was made with. Errors: WIRECOPY_IO, WIRECOPY_BAD_INPUT. */
WIRECOPY_API enum wirecopy_status wirecopy_index_write_furniture(struct wirecopy_index *index, wirecopy_write *write, void *context);
WIRECOPY_API enum wirecopy_status wirecopy_index_write_plan(struct wirecopy_index *index, wirecopy_write *write, void *context);

/*
 * Walks through all that an index holds: every article is whole, known by its id and in its group, every group has the keys of its text and every key its
 * group, and sums agree. wrong: is told of each thing that is not so, in a few words. WIRECOPY_BAD_INPUT where there was one.
 *
 * Cost: some milliseconds a hundred articles, and 24 bytes of scratch a key. Threads and errors: as wirecopy_index_query.
 */
WIRECOPY_API enum wirecopy_status wirecopy_index_check(struct wirecopy_index *index, void (*wrong)(void *context, const char *what), void *context);

/*
 * Copies what an index holds to a file of its own size and has that take the place of the old one, whole, while nobody else writes. Who reads goes on
 * reading the old one. Close the index first. Errors: as wirecopy_index_open.
 */
WIRECOPY_API enum wirecopy_status wirecopy_index_compact(const char *directory, char *message, size_t message_size);

/* 10 Many machines */

/*
 * The steps of clustering, one by one, for an engine that spreads a corpus over machines, such as Apache Spark (the Python package's wirecopy.spark):
 *
 *     articles -> parcels -> ids settled -> texts (exact copies together) -> keys -> who meets -> pairs that are judged -> connected ones -> clusters
 *
 * Each step takes a corpus of some of the articles and is given all that it depends on, so that it does not matter which of them come together. With
 * the same furniture file and plan file the clusters are those of wirecopy_corpus_cluster of all articles. So the corpora of these calls are made
 * with options.plan_file, and with a furniture_file unless furniture is false; a window, learn_furniture, keep_lines, passages, a save and an audit are
 * refused. A corpus serves one of these calls, as it does clustering; it was made of parcels, but for the first step. Errors of all: WIRECOPY_INVALID
 * (another corpus is needed), WIRECOPY_NO_MEMORY, WIRECOPY_IO, WIRECOPY_STOPPED; wirecopy_corpus_error says why.
 */

/* 128 bits; of two the one that is smaller as bytes comes first wherever ties are broken. */
struct wirecopy_hash {
    unsigned char bytes[16];
};

/*
 * An article as bytes: what it was folded to, and what is known of it; some 1.2 times its text. To be read by this version of wirecopy, on machines of
 * one byte order; what was changed is refused. Borrowed for the time of the call.
 */
struct wirecopy_parcel {
    struct wirecopy_hash text;   /* of what it says: equal for exact copies only */
    struct wirecopy_hash id;     /* of its id */
    struct wirecopy_bytes bytes; /* a multiple of 8 */
};
typedef enum wirecopy_status wirecopy_take_parcel(void *context, const struct wirecopy_parcel *parcel);

/* What is made of articles beside their parcels. */
enum wirecopy_parcels {
    WIRECOPY_PARCELS_READ, /* nothing: they are given in order of adding */
    /*
     * Those that share an id are here, as the hashes of ids tell: of equal ones one is given, and of others each has "#" and a hash appended to
     * its id, as in clustering.
     */
    WIRECOPY_PARCELS_SETTLED,
    WIRECOPY_PARCELS_GROUPED /* exact copies are here, ids settled: they are given in order of texts, and all but the first of a text without its words */
};

/* Makes the parcel of each article. Cost: a copy of the articles. */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_parcels(struct wirecopy_corpus *corpus, enum wirecopy_parcels what, wirecopy_take_parcel *take,
                                                          void *context);

/* Adds the articles of some parcels, one behind the other. Errors: WIRECOPY_BAD_INPUT (they were changed), WIRECOPY_INVALID, WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_add_parcels(struct wirecopy_corpus *corpus, struct wirecopy_bytes parcels);

/* How many sampled keys a text has: of those that are always taken, and, where it is so short that all shingles are keys, of all; else 0. */
struct wirecopy_key_counts {
    uint16_t sampled, whole;
};

/* The keys of a text, each once; none where it is too short to match anything but exact copies. Borrowed for the time of the call. */
struct wirecopy_text_keys {
    struct wirecopy_hash text;
    struct wirecopy_key_counts counts;
    const uint64_t *keys; /* of bands above 2^32, sampled ones below */
    size_t count;
};
typedef enum wirecopy_status wirecopy_take_keys(void *context, const struct wirecopy_text_keys *keys);

/* Makes the keys of each text, in order of texts. Of each text all exact copies are in the corpus. Cost: some 10 microseconds a text. */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_keys(struct wirecopy_corpus *corpus, wirecopy_take_keys *take, void *context);

/*
 * Who meets by a key that so many texts have, in order of texts: each of the first ones meets all behind it, and with next each of the others the
 * one behind it. The corpus is looked at only, and serves any number of calls.
 */
struct wirecopy_meeting {
    size_t firsts;
    bool next, lost; /* lost: it is not counted for those that have it: see wirecopy_corpus_key_lost */
};
WIRECOPY_API struct wirecopy_meeting wirecopy_corpus_meeting(const struct wirecopy_corpus *corpus, uint64_t key, size_t texts);

/* What a text that has a lost key loses. Likewise. */
WIRECOPY_API struct wirecopy_key_counts wirecopy_corpus_key_lost(const struct wirecopy_corpus *corpus, uint64_t key);

/* The counts of a text that lost so many of each, all of its keys added up. */
WIRECOPY_API struct wirecopy_key_counts wirecopy_key_counts_less(struct wirecopy_key_counts counts, uint64_t sampled, uint64_t whole);

/* Whether two texts with these counts, that met by so many sampled keys, and in a band or not, are to be judged. Likewise. */
WIRECOPY_API bool wirecopy_corpus_suffices(const struct wirecopy_corpus *corpus, struct wirecopy_key_counts a, struct wirecopy_key_counts b,
                                           uint32_t shared, bool band);

struct wirecopy_text_pair {
    struct wirecopy_hash a, b; /* a is the smaller one */
};

/* Takes a pair that passes the match rule; matches: false where it is a template. */
typedef enum wirecopy_status wirecopy_take_judged(void *context, const struct wirecopy_text_pair *pair, bool matches);

/* Judges pairs of texts, of which all exact copies are in the corpus; in order of (a, b), each once. Cost: some microseconds a pair, and a tenth of a millisecond a text. */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_judge(struct wirecopy_corpus *corpus, const struct wirecopy_text_pair *pairs, size_t count,
                                                        wirecopy_take_judged *take, void *context);

/*
 * Clusters the articles, where pairs are all that were judged to pass the match rule, templates too, and all texts that they connect are in the
 * corpus. Otherwise as wirecopy_corpus_cluster; what the clustering says of the size of the corpus is of this one.
 */
WIRECOPY_API enum wirecopy_status wirecopy_corpus_cluster_pairs(struct wirecopy_corpus *corpus, const struct wirecopy_text_pair *pairs, size_t count,
                                                                struct wirecopy_clustering **clustering_out);

#ifdef __cplusplus
}
#endif
#endif
