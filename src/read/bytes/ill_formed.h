/*
 * Text that is not the UTF-8 that it was taken for. Takes: bytes. Gives: the same as UTF-8, and what they look like. Promises: what is
 * well-formed is copied byte for byte. Does not know: formats, other encodings.
 */
#ifndef WIRECOPY_READ_BYTES_ILL_FORMED_H
#define WIRECOPY_READ_BYTES_ILL_FORMED_H

#include "base/memory.h"

/* Appends the text to out, each maximal subpart of an ill-formed sequence as one U+FFFD, as in WHATWG's decoder. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status ill_formed_replace(const char *data, size_t size, struct buffer *out);

/*
 * What says that text is UTF-8 with damage, and what that it is in another encoding: characters of several bytes, whole or cut off behind
 * their second byte, and bytes that stand alone where none can.
 */
struct utf8_signs {
    size_t characters, strays;
};
struct utf8_signs ill_formed_signs(const char *text, size_t size);

#endif
