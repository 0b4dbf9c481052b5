/*
 * Mending. Takes: an article as a file or a caller had it, in UTF-8 or nearly. Gives: its text and title as they were meant, its outlet and its
 * day. Promises: articles of files and those of callers are mended alike. Does not know: where it is from.
 */
#ifndef WIRECOPY_READ_MENDING_H
#define WIRECOPY_READ_MENDING_H

#include "read/bytes/escaped.h"
#include "read/bytes/mojibake.h"
#include "read/markup/html.h"

/* {0} at first; what an article borrows of it stands until the next one. */
struct mending {
    struct escaped escaped;
    struct mojibake mojibake;
    struct html_page page;
    struct buffer fragment;
    char host[HOST_BYTES];
};

/*
 * Mends an article: what was escaped once too often, what was decoded wrongly unless somebody named its encoding, and, in a record,
 * tags; then raw_article_complete. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status mending_mend(struct mending *mending, struct raw_article *article, bool named_encoding, bool record);

void mending_release(struct mending *mending);

#endif
