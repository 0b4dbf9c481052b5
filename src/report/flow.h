/*
 * Lines that are broken where they would be too wide. Takes: pieces of text that stay whole. Gives: them one after the other, on a new line
 * where the page has no more room. Promises: a piece is never cut; a page without a width has one line. Does not know: what they say.
 * Private to this room.
 */
#ifndef WIRECOPY_REPORT_FLOW_H
#define WIRECOPY_REPORT_FLOW_H

#include "report/page.h"

struct flow {
    struct page *page;
    struct buffer piece; /* as it is put together */
    uint32_t columns;    /* of it */
    uint32_t at, indent; /* where the line stands; where further ones begin */
    uint32_t gap;        /* spaces before the piece, where it stays on the line */
    enum tone tone;      /* of each piece */
};

/* used: columns that the line has already. The first piece follows without a gap. */
void flow_begin(struct flow *flow, struct page *page, uint32_t used, uint32_t indent);

/* Add to the piece: ASCII text, and text of an article in at most most columns (0: no limit). */
void flow_words(struct flow *flow, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same of words as they are, and of a number between two. */
void flow_text(struct flow *flow, const char *words);
void flow_number(struct flow *flow, const char *before, uint32_t number, const char *after);
void flow_visible(struct flow *flow, struct wirecopy_bytes text, uint32_t most);

/* Puts the piece; gap spaces stand before the next one. */
void flow_next(struct flow *flow, uint32_t gap);

/* Puts the last piece and ends the line. */
void flow_end(struct flow *flow);

#endif
