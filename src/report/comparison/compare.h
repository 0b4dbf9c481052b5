/*
 * Writing a comparison. Takes: a comparison. Gives: it as JSON, or for people as text or HTML. Promises: nothing of the texts can steer a terminal.
 * Does not know: why the pair is what it is. Private to this room.
 */
#ifndef WIRECOPY_REPORT_COMPARISON_COMPARE_H
#define WIRECOPY_REPORT_COMPARISON_COMPARE_H

#include "base/memory.h"
#include "report/sink.h"

/* How it is shown. */
struct compare_page {
    struct sink *sink;
    bool color;
    uint32_t width;             /* columns */
    struct buffer visible, row; /* rooms of visible_text, and of the row that is being made */
    struct buffer decoded;      /* room of compare_title */
};

/* compare.c: a title with its entities decoded, as it was compared; in the page's room. */
struct wirecopy_bytes compare_title(struct compare_page *page, struct wirecopy_bytes title);

/* compare_text.c: the figures alone, and the texts behind them. */
void compare_figures_write(const struct wirecopy_comparison *comparison, struct compare_page *page);
enum wirecopy_status compare_text_write(const struct wirecopy_comparison *comparison, struct compare_page *page);

/* compare_sides.c: the two texts side by side, or one below the other where the width is too small for two columns. */
enum wirecopy_status compare_sides_write(const struct wirecopy_comparison *comparison, struct compare_page *page);

/* A sentence or line of a text: its bytes. */
struct unit {
    size_t begin, end;
};

/* Units of both texts that are shown beside each other; an absent one is UINT32_MAX. */
struct unit_pair {
    uint32_t a, b;
};

struct unit_table {
    struct buffer units[2]; /* struct unit */
    struct buffer pairs;    /* struct unit_pair, in the order of both texts */
};

/* compare_units.c: cuts the texts and aligns their units by the words that they share. Release it at the end. */
enum wirecopy_status unit_table_make(const struct wirecopy_comparison *comparison, struct unit_table *table);
void unit_table_release(struct unit_table *table);

/* compare_html.c: a page of both; it has its own colours and width. */
enum wirecopy_status compare_html_write(const struct wirecopy_comparison *comparison, struct compare_page *page);

/* A text that is gone through unit by unit, in order, and the first of its runs that is not yet over; 0 at first. */
struct unit_side {
    const struct wirecopy_compared *article;
    const struct buffer *units;
    size_t run;
};

/* Visits the pieces of a unit, each of one kind, until one fails; none for UINT32_MAX. */
typedef enum wirecopy_status visit_piece(void *context, enum wirecopy_run_kind kind, struct wirecopy_bytes piece);
enum wirecopy_status unit_each_piece(struct unit_side *side, uint32_t unit_number, visit_piece *visit, void *context);

/* compare_json.c: one object on one line. */
enum wirecopy_status compare_json_write(const struct wirecopy_comparison *comparison, struct sink *sink);

#endif
