/*
 * Cells. Takes: marked pieces of one unit. Gives: its lines, none wider than the column. Promises: what visible_text promises; a
 * line with characters that are written from right to left keeps its direction to itself. Does not know: the other column.
 */
#ifndef WIRECOPY_REPORT_COMPARISON_COMPARE_CELLS_H
#define WIRECOPY_REPORT_COMPARISON_COMPARE_CELLS_H

#include "base/memory.h"

/* A line of a cell. */
struct cell_line {
    size_t begin, end; /* bytes of the cell's buffer */
    uint32_t columns;
};

struct cell {
    bool color;
    uint32_t width;
    struct buffer bytes, lines; /* lines: struct cell_line */
    struct buffer line;         /* the one that is being filled */
    struct buffer visible;
    uint32_t columns;
    bool right_to_left, space_due;
    enum wirecopy_run_kind tinted; /* the colour at the end of the line */
};
void cell_release(struct cell *cell);

/* Empties the cell. */
void cell_start(struct cell *cell);

/* Adds a piece of a run: white space parts its words, and its first word from what came before only where it begins with some. */
enum wirecopy_status cell_add(struct cell *cell, enum wirecopy_run_kind kind, struct wirecopy_bytes piece);

/* Ends the last line. */
enum wirecopy_status cell_end(struct cell *cell);

#endif
