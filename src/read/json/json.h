/*
 * JSON. Takes: one line that holds one JSON object. Gives: its members, in order. Promises: the whole line is checked, not
 * only what is asked for; ill-formed UTF-8 and lone surrogates become U+FFFD; numbers come as they were written. Does not
 * know: field names, files.
 */
#ifndef WIRECOPY_READ_JSON_JSON_H
#define WIRECOPY_READ_JSON_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "wirecopy.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes after a line that may be read, whatever they hold; as INPUT_PADDING. */
enum { JSON_PADDING = 64 };

/* One parser; its memory is used again from line to line. One thread at a time. */
struct json;

enum json_kind { JSON_NULL, JSON_STRING, JSON_NUMBER, JSON_BOOLEAN, JSON_LIST, JSON_OBJECT };

/* Borrowed until the next json_read. */
struct json_member {
    struct wirecopy_bytes key;
    struct wirecopy_bytes text; /* of a string, zero bytes included; else data is NULL: see json_number */
    enum json_kind kind;
    size_t place; /* from 0 */
};

enum json_result {
    JSON_GOOD,
    JSON_REPAIRED, /* good after a repair that reason names */
    JSON_BAD,      /* reason says why; there are no members */
    JSON_FAILED    /* WIRECOPY_NO_MEMORY */
};

enum wirecopy_status json_create(struct json **json_out);
void json_free(struct json *json);

/*
 * Reads a line of size bytes; it is not changed, and must stand until the next json_read. JSON_PADDING bytes after it must
 * be readable. Nesting deeper than 1,024 is bad. reason: a few words, never freed. Cost: linear; 2 GB/s.
 */
enum json_result json_read(struct json *json, const char *line, size_t size, const char **reason);

/* The next member, in the order of the line (a key may come twice); false where there is none. */
bool json_next(struct json *json, struct json_member *member);

/* Whether bytes are UTF-8. */
bool json_is_utf8(const char *data, size_t size);

/*
 * The value at a path such as article.body, with place SIZE_MAX; false where there is none. Whole numbers of 64 bits have a text there,
 * other numbers none. The texts of numbers stand until the eighth call after it.
 */
bool json_find(struct json *json, const char *path, struct json_member *member);

/*
 * The string at a place, from 0, of a list that json_next or json_find has just given, or that of the object there, under "text", "content" or
 * "data.text" (absent where it has none, and of null); asked for in turn. False where the list has no more, or *all is set to false, where it is something else.
 */
bool json_list_text(struct json *json, const struct json_member *member, size_t place, struct wirecopy_bytes *text, bool *all);

/* A member's number as it was written. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status json_number(struct json *json, const struct json_member *member, struct wirecopy_bytes *text_out);

/*
 * json_read, then the values of the members with these names: strings, and numbers as they were written; data is NULL
 * where a name is missing or its value is of another kind. Of a key that comes twice the first is taken.
 */
enum json_result json_read_fields(struct json *json, const char *line, size_t size, const char *const *names, size_t count,
                                  struct wirecopy_bytes *values, const char **reason);

#ifdef __cplusplus
}
#endif
#endif
