/*
 * Attributes of tags. Takes: HTML or XML. Gives: the same, where a tag has hundreds of attributes without those beyond. Promises: what
 * remains stands where it stood; linear time. Does not know: what tags mean.
 */
#ifndef WIRECOPY_READ_MARKUP_ATTRIBUTES_H
#define WIRECOPY_READ_MARKUP_ATTRIBUTES_H

#include "base/memory.h"

/* libxml2 compares each attribute of a tag with all before it; 512 cost it half a millisecond. No page of news has a tenth of that. */
enum { ATTRIBUTES_MOST = 512 };

/* Where a tag has more, *markup becomes a copy in room with spaces in their place; else it stands. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status attributes_limit(struct wirecopy_bytes *markup, struct buffer *room);

#endif
