/*
 * What is known of each article beside its words. Takes: raw articles as they arrive. Gives: their rows, and their
 * strings from scratch. Promises: 40 bytes an article in memory; an id names one article. Does not know: clusters.
 */
#ifndef WIRECOPY_LEARN_ARTICLES_H
#define WIRECOPY_LEARN_ARTICLES_H

#include "base/hash.h"
#include "base/storage/saved.h"
#include "read/reader.h"

/* Under so many distinct shingles an article matches exact copies only: a few shared phrases would decide. */
enum { SHORT_SHINGLES = 20 };

enum article_flags {
    ARTICLE_EMPTY = 1,   /* no word is left after folding */
    ARTICLE_SHORT = 2,   /* under SHORT_SHINGLES distinct shingles, nothing taken out */
    ARTICLE_REPEAT = 4,  /* the same id and text as another one: not counted */
    ARTICLE_RENAMED = 8, /* the same id as another one, other text: its id has "#" and a hash appended */
    ARTICLE_HAS_URL = 16,
    ARTICLE_REFERENCE = 32, /* of another corpus, which this one is compared with: its ids are its own */
    ARTICLE_CLUSTERS = 64,  /* most words are clusters of a script that has several to a word */
    ARTICLE_URL_BIT = 128   /* this bit and those above are some of its url's hash: most urls that differ are told apart without their strings */
};

/* One row; its number is its place in order of arrival. */
struct article {
    struct hash128 content; /* equal for exact copies only; distinct for empty articles */
    uint64_t source;        /* hash of the source's name; 0 where unknown; of a repeat the number of the article it repeats */
    uint64_t meta_at;       /* where its strings are */
    int32_t day;            /* NO_DAY where unknown */
    int16_t minute;         /* of publication in UTC, from the beginning of day; UNKNOWN_MINUTE */
    uint16_t flags;
};
#define UNKNOWN_MINUTE INT16_MIN

/* Minutes since 1970, UTC, of an article whose day is known; one without a time of day counts as published at noon. */
static inline int64_t article_minute(const struct article *row)
{
    return (int64_t)row->day * 1440 + (row->minute == UNKNOWN_MINUTE ? 720 : row->minute);
}

struct articles {
    struct article *rows;
    size_t count, capacity;
    struct scratch *meta;
};

/* Whether two articles have no url in common, as far as their rows tell; if not they may. */
static inline bool articles_urls_differ(const struct article *a, const struct article *b)
{
    return !(a->flags & b->flags & ARTICLE_HAS_URL) || (a->flags ^ b->flags) >= ARTICLE_URL_BIT;
}

/* An article's strings; borrowed from the room they were read into. */
struct article_meta {
    struct wirecopy_bytes id, title, source, date, url, credit; /* data NULL where absent; id is never */
    struct hash128 raw;                                         /* of the text as it came */
    uint64_t url_hash;                                          /* 0 where absent */
    const uint32_t *title_words;                                /* folded, distinct, sorted */
    size_t title_word_count;
};

enum wirecopy_status articles_init(struct articles *articles, struct scratch_space *space);
void articles_release(struct articles *articles);

/* Saves them before their ids are settled, and restores what was saved; to restored articles nothing can be added. */
enum wirecopy_status articles_save(const struct articles *articles, struct saving *saving);
enum wirecopy_status articles_restore(struct articles *articles, struct saved *saved, struct scratch_space *space);

/* A new article before it has a row: what folding found. */
struct folded_article {
    struct raw_article raw;
    struct hash128 raw_hash;
    struct wirecopy_bytes credit; /* whom the text names as its source; data NULL where it names nobody */
    uint32_t flags;               /* ARTICLE_EMPTY, ARTICLE_SHORT, ARTICLE_CLUSTERS */
    struct hash128 content;       /* of its folded words, with its folded title where short; not used where empty */
    const uint32_t *title_words;  /* distinct, sorted */
    size_t title_word_count;
};

/*
 * An article's id; an absent one becomes, in room, "xxh:" and the hash of the text, and of title, source, date and url where they are
 * known: so equal texts of two outlets stay two.
 */
enum { ID_HASH_BYTES = 36 };
struct wirecopy_bytes article_id(const struct folded_article *article, char room[ID_HASH_BYTES + 1]);

/* Adds a row. Errors: WIRECOPY_TOO_LARGE, WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status articles_add(struct articles *articles, const struct folded_article *article);

/*
 * After the last article: marks repeats (of equal articles the one with the least hash of all its strings stays) and
 * renamed ones. Cost: a sort by the ids' hashes in memory_bytes.
 */
enum wirecopy_status articles_settle_ids(struct articles *articles, struct scratch_space *space, uint64_t memory_bytes, uint64_t *repeats_out,
                                         uint64_t *renamed_out);

/* Reads an article's strings into room, which it overwrites; the id with what settling appended. */
enum wirecopy_status articles_meta(const struct articles *articles, uint32_t number, struct buffer *room, struct article_meta *meta_out);

/* The same, for whoever mostly goes from article to article in order: the window is his; NULL: he does not. */
enum wirecopy_status articles_meta_near(const struct articles *articles, uint32_t number, struct scratch_window *window, struct buffer *room,
                                        struct article_meta *meta_out);

/* Of that the address's hash and the title's words only, which stand first: for whoever asks for many. Until the window or the articles change. */
enum wirecopy_status articles_title(const struct articles *articles, uint32_t number, struct scratch_window *window, uint64_t *url_hash_out,
                                    const uint32_t **words_out, size_t *count_out);

/* Has the strings of an article that will be read soon brought near. */
void articles_prefetch(const struct articles *articles, uint32_t number);

/* The same as articles_meta, for whoever goes from article to article in order. */
enum wirecopy_status articles_meta_ahead(const struct articles *articles, uint32_t number, struct scratch_window *window, struct buffer *room,
                                         struct article_meta *meta_out);

/* Its id alone. */
enum wirecopy_status articles_id_ahead(const struct articles *articles, uint32_t number, struct scratch_window *window, struct buffer *room,
                                       struct wirecopy_bytes *id_out);

#endif
