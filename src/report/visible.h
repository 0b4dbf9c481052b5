/*
 * Text for a terminal. Takes: any bytes of an article. Gives: what may be shown of them, and how wide it is. Promises:
 * nothing in it can steer a terminal or disturb the line that it stands in. Does not know: clusters, colours.
 */
#ifndef WIRECOPY_REPORT_VISIBLE_H
#define WIRECOPY_REPORT_VISIBLE_H

#include "base/memory.h"

/* Columns of a terminal that a code point takes: 0, 1 or 2. Source: UAX 11; see make_columns_table.py. */
uint32_t visible_columns_of(uint32_t code_point);

struct visible {
    size_t bytes;
    uint32_t columns;
};

/*
 * Replaces out by what may be shown of text. White space of any kind and length becomes one space, none at either end;
 * other control characters (C0, DEL, C1) and ill-formed UTF-8 become U+FFFD; characters that direct the writing (the
 * overrides, embeddings, isolates and marks of UAX 9), byte-order marks, annotations and tags are dropped, and marks
 * beyond eight on one character. Where it is over most_columns it is cut, and ends with U+2026 (most_columns: 0 for no
 * limit). Text with characters that are written from right to left stands in U+2068 ... U+2069, which take no column, so
 * that it keeps its direction to itself. Cost: linear.
 *
 * out  of the caller's; used again from call to call
 */
enum wirecopy_status visible_text(struct wirecopy_bytes text, uint32_t most_columns, struct buffer *out, struct visible *visible);

#endif
