/*
 * HTML. Takes: a page. Gives: its text, line by line, and what its head says of it. Promises: any bytes are a page; scripts,
 * styles and navigation are left out; lines stay lines, so that furniture can be learnt. Does not know: files.
 */
#ifndef WIRECOPY_READ_MARKUP_HTML_H
#define WIRECOPY_READ_MARKUP_HTML_H

#include "base/memory.h"
#include "read/json/json.h"
#include "read/markup/markup.h"

/* What a page says; empty where it does not. {0} at first, and used again from page to page. */
struct html_page {
    struct buffer text, title, source, date, url;
    struct json *json;  /* for JSON-LD; made when it is needed */
    struct buffer utf8; /* the page, where it had to be decoded */
};
void html_page_release(struct html_page *page);

/* Whether bytes begin as a page does. */
bool html_recognises(const char *data, size_t size);

/*
 * What is known of a page's encoding from elsewhere; NULL: nothing. A byte-order mark goes before all, then that the page is
 * well-formed UTF-8, what brought it, its own declaration, and at the end what is to be taken where nobody says.
 */
struct html_encoding {
    const char *said, *otherwise;
};

/* Reads a page. Errors: WIRECOPY_NO_MEMORY. Cost: linear. */
enum wirecopy_status html_read(struct html_page *page, const char *data, size_t size, struct html_encoding encoding);

/* Puts the text below a node, blocks on lines of their own, in place of what the buffer held. */
enum wirecopy_status html_text_of(struct markup_node *root, struct buffer *out);

/* Makes such a text one line. */
void html_one_line(struct buffer *text);

/* Fills title, source, date and url from the usual meta tags and JSON-LD; html_about.c. */
enum wirecopy_status html_about(struct html_page *page, struct markup_node *root);

/* Finds the encoding that the first bytes of a page or of XML declare; *name is empty where they do not. */
enum { ENCODING_NAME_BYTES = 64 };
void html_declared_encoding(const char *data, size_t size, char name[ENCODING_NAME_BYTES]);

#endif
