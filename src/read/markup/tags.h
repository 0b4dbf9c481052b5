/*
 * Tags. Takes: bytes of XML, not yet all of them. Gives: where the next tag begins, and which elements are open at the end. Promises: what stands in
 * comments and CDATA is no tag. Does not know: what elements mean; nothing is parsed.
 */
#ifndef WIRECOPY_READ_MARKUP_TAGS_H
#define WIRECOPY_READ_MARKUP_TAGS_H

#include <stdbool.h>

#include "base/memory.h"

/* A scan from tag to tag; {0} at first. */
struct tag_scan {
    size_t at;
    const char *closing; /* of what it is within; NULL outside */
};

/* Goes to the next tag, of which some bytes are there; false where more bytes are needed to find it. ended: there are no more. */
bool tags_next(struct tag_scan *scan, const char *data, size_t size, bool ended);

/* Whether the tag at data has a name, in either case; begin is "<" or "</". */
bool tags_is(const char *data, size_t size, const char *begin, const char *name);

/* Whether data begins with a word, in either case. */
bool tags_begin_with(const char *data, size_t size, const char *word);

/* Where words stand first before end; NULL where they do not, or data is NULL or not before end. */
const char *tags_find(const char *data, const char *end, const char *words);

/* Appends the end tags of all elements that are open at the end of data, each on a line. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status tags_close(const char *data, size_t size, struct buffer *out);

#endif
