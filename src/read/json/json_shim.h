/*
 * The C face of simdjson, for json.c alone. Takes: one line. Gives: its members, or which kind of mistake it has. Promises:
 * nothing is thrown; all is checked. Does not know: repairs.
 */
#ifndef WIRECOPY_READ_JSON_JSON_SHIM_H
#define WIRECOPY_READ_JSON_JSON_SHIM_H

#include "read/json/json.h"

#ifdef __cplusplus
extern "C" {
#endif

struct json_shim;

enum json_mistake {
    JSON_NO_MISTAKE,
    JSON_ILL_FORMED_UTF8,
    JSON_BAD_STRING, /* a broken escape, or a lone surrogate */
    JSON_BAD_NUMBER, /* or one out of range */
    JSON_OPEN_STRING,
    JSON_CONTROL_CHARACTER,
    JSON_TOO_DEEP,
    JSON_TOO_LARGE,
    JSON_NO_OBJECT,
    JSON_BROKEN,
    JSON_OUT_OF_MEMORY
};

bool json_shim_is_utf8(const char *data, size_t size);
struct json_shim *json_shim_create(void); /* NULL: out of memory */
void json_shim_free(struct json_shim *shim);
enum json_mistake json_shim_parse(struct json_shim *shim, const char *line, size_t size);
bool json_shim_next(struct json_shim *shim, struct json_member *member);

/* As json_list_text, of the value that was given last, which is a list. */
bool json_shim_list_text(struct json_shim *shim, size_t place, struct wirecopy_bytes *text, bool *all);

/* The value at a path of names with full stops between them, as json_find; false where there is none. Its place is SIZE_MAX. */
bool json_shim_find(struct json_shim *shim, const char *path, struct json_member *member);

/* The whole number at a path of a line, of which json_shim_parse found good what is the same but for its numbers; absent where it is another. */
struct wirecopy_bytes json_shim_whole_at(struct json_shim *shim, const char *line, size_t size, const char *path);

/* The value of the member at a place of a line that json_shim_parse found good, as written. False: out of memory. */
bool json_shim_written(struct json_shim *shim, const char *line, size_t size, size_t place, struct wirecopy_bytes *value);

#ifdef __cplusplus
}
#endif
#endif
