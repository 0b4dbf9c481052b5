/*
 * Text within HTML. Takes: text as other pages have it, and tags. Gives: both to a sink in the order of putting, the text escaped. Promises: no
 * text becomes markup; tabs and carriage returns become spaces; ill-formed UTF-8, other control characters but line breaks, and those that turn
 * the direction of writing around become U+FFFD. Does not know: what the page says. Private to this room.
 */
#ifndef WIRECOPY_REPORT_HTML_HTML_TEXT_H
#define WIRECOPY_REPORT_HTML_HTML_TEXT_H

#include "report/sink.h"

struct html_text {
    struct sink text; /* where text is put, whole characters at a time */
    struct sink *out;
};

/* out: the page. Errors: WIRECOPY_NO_MEMORY; there is then nothing to end. */
enum wirecopy_status html_text_begin(struct html_text *html, struct sink *out);

/* Puts tags behind all text that was put, and returns the page's sink. */
struct sink *html_tag(struct html_text *html, const char *tags);

/* Puts text, in an attribute's quotes too. */
void html_put(struct html_text *html, struct wirecopy_bytes text);

/* Returns the first failure of status and of putting text. */
enum wirecopy_status html_text_end(struct html_text *html, enum wirecopy_status status);

#endif
