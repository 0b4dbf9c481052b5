/*
 * Markup. Takes: a page, or a piece of XML, in UTF-8. Gives: a tree of elements and texts. Promises: whatever is broken is mended, and
 * nothing is fetched or expanded from outside. Does not know: what elements mean.
 */
#ifndef WIRECOPY_READ_MARKUP_MARKUP_H
#define WIRECOPY_READ_MARKUP_MARKUP_H

#include "base/memory.h"

struct markup;
struct markup_node; /* borrowed from its tree, as all strings below are */

enum markup_kind { MARKUP_ELEMENT, MARKUP_TEXT, MARKUP_OTHER };

/* Reads a page. A zero byte ends it. Errors: WIRECOPY_NO_MEMORY, WIRECOPY_TOO_LARGE (2 GiB). Cost: linear. */
enum wirecopy_status markup_of_html(const char *data, size_t size, struct markup **markup_out);

/* Reads one XML element; *broken says whether it is well-formed. Namespaces need not be declared. */
enum wirecopy_status markup_of_xml(const char *data, size_t size, struct markup **markup_out, bool *broken);

void markup_free(struct markup *markup);

/* NULL where there is nothing. */
struct markup_node *markup_root(const struct markup *markup);
struct markup_node *markup_parent(const struct markup_node *node);
struct markup_node *markup_children(const struct markup_node *node);
struct markup_node *markup_sibling(const struct markup_node *node);

/* The node after one in order of the document; down: into it too. NULL where root is left. */
struct markup_node *markup_next(struct markup_node *node, const struct markup_node *root, bool down);

enum markup_kind markup_kind(const struct markup_node *node);

/* A text; "" of anything else. */
const char *markup_text(const struct markup_node *node);

/* Whether it is an element of that name, in either case, with its prefix where it has one (content:encoded). */
bool markup_is(const struct markup_node *node, const char *name);

/* Whether it is an element whose name, without its prefix, is one of some that end with NULL. */
bool markup_is_one_of(const struct markup_node *node, const char *const *names);

/* An attribute's value; NULL where there is none. */
const char *markup_attribute(const struct markup_node *node, const char *name);

#endif
