/*
 * HTTP responses, as a WARC file holds them. Takes: the bytes of one. Gives: the page in it, without its transfer and content encoding.
 * Promises: what is no page, or cannot be undone, is said; a bomb is refused before it is large. Does not know: files, WARC.
 */
#ifndef WIRECOPY_READ_HTTP_H
#define WIRECOPY_READ_HTTP_H

#include "base/memory.h"
#include "read/markup/html.h"

/* Pages of responses, one after the other; {0} at first. */
struct http {
    struct wirecopy_bytes page;        /* borrowed from the response or from below, until the next one */
    char charset[ENCODING_NAME_BYTES]; /* that the server said; empty where it did not */
    struct buffer whole, plain;        /* without chunks; without compression */
};
void http_release(struct http *http);

/*
 * Finds the page in a response. *is_page is false where there is none, or none that was fetched well. *failure is NULL, or why the page
 * cannot be had (not freed): it is broken, is longer than most bytes, or is compressed in a way that is not known. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status http_read(struct http *http, struct wirecopy_bytes response, uint64_t most, bool *is_page, const char **failure);

/* The value of a header line of that name, without < and > around it; data is NULL where it is another one. */
struct wirecopy_bytes http_value(const char *line, size_t size, const char *name);

#endif
