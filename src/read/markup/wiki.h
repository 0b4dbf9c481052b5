/*
 * Pages of a wiki, as MediaWiki exports them (Wikinews). Takes: a page's elements. Gives: the parts of an item. Promises: of wikitext what readers
 * see as text is left, in its lines; what is no article (talk, templates, redirects) is said to be none. Does not know: what templates make.
 */
#ifndef WIRECOPY_READ_MARKUP_WIKI_H
#define WIRECOPY_READ_MARKUP_WIKI_H

#include "read/markup/feed_item.h"

/* The names of such elements; ends with NULL. */
extern const char *const wiki_items[];

/* Fills what item has of root; *has_text says whether there is an element for its text. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status wiki_read(struct feed_item *item, struct markup_node *root, bool *has_text);

#endif
