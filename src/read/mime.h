/*
 * Letters as RFC 5322 and MIME have them. Takes: bytes of one. Gives: its fields and parts, decoded. Promises: any bytes are a letter;
 * what is ill-formed stays as it is written. Does not know: which field or part is wanted.
 */
#ifndef WIRECOPY_READ_MIME_H
#define WIRECOPY_READ_MIME_H

#include "base/memory.h"

/* A letter, or a part of one; spans of the bytes that it was made of. */
struct mime_part {
    struct wirecopy_bytes header, body;
};

/* The header ends at the first empty line. */
struct mime_part mime_split(struct wirecopy_bytes bytes);

/*
 * Puts a field of the header in place of what out held, as one line of UTF-8: encoded words are decoded (RFC 2047), bytes that are not
 * UTF-8 are in the encoding otherwise (NULL: windows-1252). Empty where there is none. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status mime_field(const struct mime_part *part, const char *name, const char *otherwise, struct buffer *out);

/* A parameter of a field's value, such as boundary; data is NULL where there is none. */
struct wirecopy_bytes mime_parameter(const struct buffer *value, const char *name);

/* Takes the next part of a body from *rest; false where there is no more. The last one may lack its end. */
bool mime_next_part(struct wirecopy_bytes *rest, struct wirecopy_bytes boundary, struct mime_part *part);

/* Appends a body without its transfer encoding: base64, quoted-printable, or none. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status mime_decode(struct wirecopy_bytes body, const struct buffer *transfer, struct buffer *out);

#endif
