/*
 * One record in JSON. Takes: the text of one object. Gives: an article. Promises: a bad record is told with its line; a repair
 * is told before its article. Does not know: where in a file an object ends.
 */
#ifndef WIRECOPY_READ_JSON_JSON_RECORD_H
#define WIRECOPY_READ_JSON_JSON_RECORD_H

#include "read/fields.h"
#include "read/bytes/input.h"
#include "read/json/json.h"

/* Records of a file have the same names in the same order, as a rule: a name is ranked once, not in each record. */
enum { REMEMBERED_NAMES = 16, REMEMBERED_BYTES = 24 };
struct remembered {
    char name[REMEMBERED_BYTES];
    size_t size; /* 0: nothing is remembered */
    bool is_field;
    struct field_ranks ranks;
};

struct json_record {
    const struct reader_options *options;
    struct remembered names[REMEMBERED_NAMES]; /* by the place in the record */
    struct json *json;
    struct buffer joined; /* a text that is a list */
    bool has_pending;     /* an article whose repair was just told */
    struct raw_article pending;
};

enum wirecopy_status json_record_open(struct json_record *record, const struct reader_options *options);
void json_record_close(struct json_record *record);

/* Reads the object that line is; as format_next. The article is borrowed until the next call, and line must stand until then. */
enum read_result json_record_read(struct json_record *record, const struct line *line, struct raw_article *article, struct wirecopy_problem *problem,
                                  enum wirecopy_status *status);

/* The article whose repair the last call told; false where there is none. */
bool json_record_pending(struct json_record *record, struct raw_article *article);

/* Fills a problem. */
enum read_result json_record_tell(struct wirecopy_problem *problem, enum wirecopy_problem_kind kind, uint64_t line, const char *reason);

#endif
