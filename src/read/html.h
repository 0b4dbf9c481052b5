/*
 * HTML. Takes: a page. Gives: its text, line by line, and what its head says of it. Promises: any bytes are a page; scripts,
 * styles and navigation are left out; lines stay lines, so that furniture can be learnt. Does not know: files.
 */
#ifndef WIRECOPY_READ_HTML_H
#define WIRECOPY_READ_HTML_H

#include "base/memory.h"
#include "read/json.h"

/* What a page says; empty where it does not. {0} at first, and used again from page to page. */
struct html_page {
    struct buffer text, title, source, date, url;
    struct json *json; /* for JSON-LD; made when it is needed */
};
void html_page_release(struct html_page *page);

/* Whether bytes begin as a page does. */
bool html_recognises(const char *data, size_t size);

/* Reads a page. Errors: WIRECOPY_NO_MEMORY. Cost: linear. */
enum wirecopy_status html_read(struct html_page *page, const char *data, size_t size);

#endif
