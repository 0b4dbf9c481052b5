/*
 * Repairs of JSON lines. Takes: a line that simdjson refused. Gives: a copy that it may take. Promises: what is well-formed
 * is copied byte for byte. Does not know: why it was refused.
 */
#ifndef WIRECOPY_READ_JSON_REPAIR_H
#define WIRECOPY_READ_JSON_REPAIR_H

#include "base/memory.h"

/* Each appends the line to out. Errors: WIRECOPY_NO_MEMORY. */

/* Each maximal subpart of an ill-formed UTF-8 sequence becomes one U+FFFD, as in WHATWG's decoder. */
enum wirecopy_status json_repair_utf8(const char *line, size_t size, struct buffer *out);

/*
 * What says that text is UTF-8 with damage, and what that it is in another encoding: characters of several bytes, whole or cut off behind
 * their second byte, and bytes that stand alone where none can.
 */
struct utf8_signs {
    size_t characters, strays;
};
struct utf8_signs utf8_signs_of(const char *text, size_t size);

/* Each \u escape of a surrogate without its other half becomes \ufffd. */
enum wirecopy_status json_repair_surrogates(const char *line, size_t size, struct buffer *out);

/* Each well-formed number outside strings becomes 0 and spaces. */
enum wirecopy_status json_blank_numbers(const char *line, size_t size, struct buffer *out);

#endif
