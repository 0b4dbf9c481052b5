/*
 * Reading. Takes: paths. Gives: raw articles, one at a time, in an order that depends on names and content only.
 * Promises: a bad record or file is told with its place and reason, and the rest is read; nothing is counted or printed
 * here. Does not know: folding, or what becomes of an article.
 */
#ifndef WIRECOPY_READ_READER_H
#define WIRECOPY_READ_READER_H

#include <stdbool.h>

#include "base/status.h"

enum { NO_DAY = INT32_MIN, NO_MINUTE = INT32_MIN };

/* One raw article; every span is borrowed until the following call on the same reader. Valid UTF-8 or not: see folding. */
struct raw_article {
    struct wirecopy_bytes text;
    struct wirecopy_bytes id; /* its field as text; a single-article file's path relative to its PATH argument; else absent */
    struct wirecopy_bytes title, date, url;
    struct wirecopy_bytes source; /* trimmed; absent: the host of url; a URL or a host became its host in lower case without "www." */
    struct wirecopy_bytes record; /* of a record among others: its bytes as they stand in the input, its line break too; else absent */
    struct wirecopy_bytes
        header; /* of CSV: the header's row, likewise; of a feed: what stands before its first item, in UTF-8 where it was decoded */
    struct wirecopy_bytes footer; /* of a feed: what ends the elements that header leaves open; else absent */
    char delimiter;               /* of CSV: what stands between cells; else 0 */
    struct wirecopy_bytes
        lead;         /* of a page in WARC, a letter in an mbox, an item of a feed: what stands before the record and is a part of it; else absent */
    bool listed;      /* the record is an item of a list in JSON */
    bool well_formed; /* text and title are UTF-8 for sure */
    int32_t day;      /* calendar day as written, days since 1970-01-01; NO_DAY where absent or unreadable */
    int32_t minute;   /* of publication, in UTC, from the beginning of that day; NO_MINUTE where unknown: see dates.h */
};

enum read_result {
    READ_ARTICLE, /* *article is filled */
    READ_PROBLEM, /* *problem is filled: a record skipped, a file ended early, or a repair; call again */
    READ_END,     /* nothing more */
    READ_FAILED   /* out of memory, or no path could be opened: see status */
};

struct reader_options {
    const char *text_field, *id_field, *title_field, *source_field, *date_field, *url_field; /* NULL: guessed */
    uint64_t max_record_bytes;
    enum wirecopy_input input; /* WIRECOPY_INPUT_AUTO: seen from the content */
    const char *encoding;      /* of text that does not say its own by a byte-order mark or a declaration; NULL: UTF-8, else guessed */
};

struct reader;

/*
 * Opens the paths, in the order given; nothing is read yet. paths and options are borrowed until reader_close.
 *
 * A directory is read with all below it, in order of the names' bytes. Hidden entries (a leading dot) are left out there,
 * links are followed, and a directory that stands in itself ends. A pipe or a device is read where it is named, and told
 * as a problem where it only lies in a directory. "-" is standard input.
 */
enum wirecopy_status reader_open(const char *const *paths, size_t count, const struct reader_options *options, struct reader **reader_out);

/*
 * The next article or problem. READ_ARTICLE: article is filled. READ_PROBLEM: problem is filled (its strings borrowed until
 * the next call) and reading goes on at the next call. A problem of kind WIRECOPY_PROBLEM_REPAIRED comes before its article.
 * READ_FAILED: *status says why: WIRECOPY_NO_MEMORY, or, after the last problem and in place of READ_END,
 * WIRECOPY_NOTHING_READ, where there were paths and none of them could be opened. After READ_END and READ_FAILED each further
 * call says the same.
 */
enum read_result reader_next(struct reader *reader, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status);

/* Bytes of files read so far, compressed where they are compressed. */
uint64_t reader_bytes(const struct reader *reader);

void reader_close(struct reader *reader);

/* A host name has at most 253 bytes (RFC 1035); a longer one is none. */
enum { HOST_BYTES = 256 };

/* Sets *out to the host of a URL, in lower case, without "www.", in host; false where text is no URL. Empty where it has no host. */
bool url_host(struct wirecopy_bytes text, char host[HOST_BYTES], struct wirecopy_bytes *out);

/*
 * Fills source, day and minute by the rules above, and makes empty strings, but the text, absent; the reader has done so with its
 * articles, this is for those that come through the library. host is room of the caller's that source may then point to.
 */
void raw_article_complete(struct raw_article *article, char host[HOST_BYTES]);

#endif
