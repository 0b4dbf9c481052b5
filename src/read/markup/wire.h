/*
 * News items as agencies send them. Takes: an element of NITF or of NewsML, version 1 or G2, or of the Reuters corpora. Gives: its parts. Promises: as
 * feed_item.h. Does not know: what stands around it.
 */
#ifndef WIRECOPY_READ_MARKUP_WIRE_H
#define WIRECOPY_READ_MARKUP_WIRE_H

#include "read/markup/feed_item.h"

/* The names of such elements, in either case; ends with NULL. */
extern const char *const wire_items[];

/* Fills what item has of root; *has_text says whether there is an element for its text. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status wire_read(struct feed_item *item, struct markup_node *root, bool *has_text);

#endif
