/*
 * An item of a feed. Takes: one element of RSS or Atom. Gives: an article. Promises: what is not well-formed is read as far as it
 * goes. Does not know: where in a feed it stands.
 */
#ifndef WIRECOPY_READ_MARKUP_FEED_ITEM_H
#define WIRECOPY_READ_MARKUP_FEED_ITEM_H

#include "read/markup/html.h"
#include "read/reader.h"

/* {0} at first, and used again from item to item. */
struct feed_item {
    struct buffer text, title, id, source, date, url;
    struct buffer escaped, utf8; /* the XML, where it had to be changed */
    struct html_page page;       /* its content, which is a page as a rule */
    bool is_none;                /* it is no article, and not meant to be one */
};

/*
 * Reads an item; the article is borrowed until the next call. Its text is absent where the item has none, its id is its address where
 * it has no other. *repair says what is ill-formed in it, or is NULL. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status feed_item_read(struct feed_item *item, struct wirecopy_bytes xml, struct raw_article *article, const char **repair);

void feed_item_release(struct feed_item *item);

#endif
