/*
 * Repairs of JSON lines. Takes: a line that simdjson refused. Gives: a copy that it may take. Promises: what is well-formed
 * is copied byte for byte. Does not know: why it was refused.
 */
#ifndef WIRECOPY_READ_JSON_JSON_REPAIR_H
#define WIRECOPY_READ_JSON_JSON_REPAIR_H

#include "base/memory.h"

/* The code unit of a whole \uXXXX at text, of which so many bytes are left; else -1. */
int json_unit_at(const char *text, size_t left);

/* Each appends the line to out. Errors: WIRECOPY_NO_MEMORY. */

/* Each \u escape of a surrogate without its other half becomes \ufffd. */
enum wirecopy_status json_repair_surrogates(const char *line, size_t size, struct buffer *out);

/* Each NaN, Infinity and -Infinity outside strings, as Python and JavaScript write them, becomes null. */
enum wirecopy_status json_repair_no_numbers(const char *line, size_t size, struct buffer *out);

/* Each well-formed number outside strings becomes 0 and spaces. */
enum wirecopy_status json_blank_numbers(const char *line, size_t size, struct buffer *out);

#endif
