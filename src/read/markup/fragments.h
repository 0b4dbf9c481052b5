/*
 * Texts of records that are parts of pages, as exports of feeds and of publishing systems keep them in their fields. Takes: a text. Gives: the
 * same without tags, lines still lines. Promises: what has no tag of the common ones, written out or escaped, is no part of a page. Does
 * not know: records.
 */
#ifndef WIRECOPY_READ_MARKUP_FRAGMENTS_H
#define WIRECOPY_READ_MARKUP_FRAGMENTS_H

#include "read/markup/html.h"

enum fragment {
    FRAGMENT_NONE,
    FRAGMENT_OF_BLOCKS,    /* tags say where lines end */
    FRAGMENT_WITHIN_LINES, /* line breaks do, too: the tags are links, emphasis and the like */
    FRAGMENT_ESCAPED       /* "&lt;p&gt;" */
};

/* What kind of a fragment a text is. Cost: some bytes a cycle. */
enum fragment fragment_kind(struct wirecopy_bytes text);

/* Reads a fragment of a kind other than none into page->text, by way of room. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status fragment_read(enum fragment kind, struct wirecopy_bytes text, struct buffer *room, struct html_page *page);

#endif
