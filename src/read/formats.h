/*
 * Formats. Takes: an input and its first bytes. Gives: the reader for it. Promises: each input has one; a new format is one
 * file and one row of formats.c. Does not know: paths.
 */
#ifndef WIRECOPY_READ_FORMATS_H
#define WIRECOPY_READ_FORMATS_H

#include "read/bytes/input.h"
#include "read/reader.h"

/* What a reader may know of its input; all borrowed until it is closed. */
struct source {
    struct input *input;
    const struct reader_options *options;
    const char *name;                 /* of the file, without its directories; "-" for standard input */
    struct wirecopy_bytes article_id; /* for a format of one article a file: its path; data is NULL for standard input */
};

/* The first bytes of an input, at most HEAD_BYTES, and all there is where it is shorter. */
enum { HEAD_BYTES = 4096 };
struct head {
    const char *data;
    size_t size;
    const char *name;       /* as in struct source */
    const char *text_field; /* as in struct reader_options */
};

/* How sure it is that the input has this format: 0 (it cannot have) to 100 (it must have). */
typedef int format_score(const struct head *head);

/* Begins to read; sets *state_out on success only. */
typedef enum wirecopy_status format_open(const struct source *source, void **state_out);

/*
 * As reader_next, but leaves to its caller the problem's path, what input->failure says (told after READ_END), and
 * raw_article_complete.
 */
typedef enum read_result format_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status);

typedef void format_close(void *state);

struct format {
    format_score *score;
    format_open *open;
    format_next *next;
    format_close *close;
    enum wirecopy_input input;
    bool own_encoding; /* it says its encoding itself, and is read as it stands */
};

/* The readers: each in its own file. */
format_score csv_score, eml_score, feed_score, foreign_score, html_score, json_file_score, jsonl_score, markdown_score, office_score, plain_score,
    warc_score;
format_open csv_open, eml_open, feed_open, foreign_open, html_open, json_file_open, jsonl_open, markdown_open, office_open, plain_open, warc_open;
format_next csv_next, eml_next, feed_next, foreign_next, html_next, json_file_next, jsonl_next, markdown_next, office_next, plain_next, warc_next;
format_close csv_close, eml_close, feed_close, foreign_close, html_close, json_file_close, jsonl_close, markdown_close, office_close, plain_close,
    warc_close;

/* The format that input names; of WIRECOPY_INPUT_AUTO the one with the highest score, of equal ones the upper row. */
const struct format *format_of(enum wirecopy_input input, const struct head *head);

/*
 * For formats of one article a file: the rest of the input, taken; INPUT_PADDING bytes behind it may be read. READ_END: it broke off, so
 * that half of it is no article, or it is standard input that nobody wrote to. READ_PROBLEM: it is longer than a record may be.
 */
enum read_result read_whole(const struct source *source, struct wirecopy_bytes *bytes, struct wirecopy_problem *problem,
                            enum wirecopy_status *status);

/* The id of an item without one: the file's path and its number, as in path#2, put into room; absent where there is no path. */
enum wirecopy_status name_numbered(const struct source *source, uint64_t number, struct buffer *room, struct wirecopy_bytes *id);

/* What stands in a buffer; absent where that is nothing. */
struct wirecopy_bytes bytes_of(const struct buffer *buffer);

/* Text has no zero byte, and control characters (line breaks, tabs and the like apart) only by accident. */
bool is_text(const char *data, size_t size);

/* The bytes behind UTF-8's byte-order mark, where there is one. */
struct wirecopy_bytes behind_mark(struct wirecopy_bytes bytes);

/* Whether a name has an ending (such as ".jsonl"), with or without that of a compression after it; letters of either case. */
bool name_ends_in(const char *name, const char *ending);

#endif
