/* The two texts beside each other, row by row; an own line of a row is a line of both cells. */
#include <stdio.h>

#include "report/comparison/compare.h"
#include "report/comparison/compare_cells.h"

/* Two columns narrower than this are harder to read than one text below the other. */
enum { LEAST_COLUMN = 28, BETWEEN = 3 };

/* A text, and the cell that a unit of it is shown in. */
struct side {
    struct unit_side text;
    struct cell cell;
};

static enum wirecopy_status add_piece(void *context, enum wirecopy_run_kind kind, struct wirecopy_bytes piece)
{
    return cell_add(context, kind, piece);
}

/* Fills the cell with a unit. */
static enum wirecopy_status fill(struct side *side, uint32_t unit_number)
{
    enum wirecopy_status status;
    cell_start(&side->cell);
    status = unit_each_piece(&side->text, unit_number, add_piece, &side->cell);
    return status == WIRECOPY_OK ? cell_end(&side->cell) : status;
}

static size_t line_count(const struct cell *cell)
{
    return cell->lines.size / sizeof(struct cell_line);
}

/* Puts a line of a cell; returns its columns. */
static uint32_t put_line(struct sink *sink, const struct cell *cell, size_t number)
{
    const struct cell_line *line;
    if (number >= line_count(cell))
        return 0;
    line = (const struct cell_line *)(const void *)cell->lines.data + number;
    sink_put(sink, cell->bytes.data + line->begin, line->end - line->begin);
    return line->columns;
}

static void put_row(struct sink *sink, const struct side *sides)
{
    size_t a = line_count(&sides[0].cell), b = line_count(&sides[1].cell);
    for (size_t i = 0; i < (a > b ? a : b); i++) {
        uint32_t columns = put_line(sink, &sides[0].cell, i);
        for (; columns < sides[0].cell.width; columns++)
            sink_put_char(sink, ' ');
        sink_put_string(sink, i < b ? " | " : " |");
        put_line(sink, &sides[1].cell, i);
        sink_put_char(sink, '\n');
    }
}

static enum wirecopy_status put_beside(struct side *sides, const struct unit_table *table, struct sink *sink)
{
    const struct unit_pair *pairs = (const struct unit_pair *)(const void *)table->pairs.data;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < table->pairs.size / sizeof *pairs && status == WIRECOPY_OK; i++) {
        status = fill(&sides[0], pairs[i].a);
        if (status == WIRECOPY_OK)
            status = fill(&sides[1], pairs[i].b);
        if (status == WIRECOPY_OK)
            put_row(sink, sides);
    }
    return status;
}

static enum wirecopy_status put_below(struct side *side, const char *heading, struct sink *sink)
{
    enum wirecopy_status status = WIRECOPY_OK;
    sink_put_string(sink, heading);
    for (uint32_t unit = 0; unit < side->text.units->size / sizeof(struct unit) && status == WIRECOPY_OK; unit++) {
        status = fill(side, unit);
        for (size_t i = 0; i < line_count(&side->cell) && status == WIRECOPY_OK; i++) {
            put_line(sink, &side->cell, i);
            sink_put_char(sink, '\n');
        }
    }
    return status;
}

enum wirecopy_status compare_sides_write(const struct wirecopy_comparison *c, struct compare_page *page)
{
    struct unit_table table = {0};
    bool beside = page->width >= 2 * LEAST_COLUMN + BETWEEN;
    uint32_t width = beside ? (page->width - BETWEEN) / 2 : page->width;
    struct side sides[2] = {{.text = {&c->a, &table.units[0], 0}, .cell = {.color = page->color, .width = width}},
                            {.text = {&c->b, &table.units[1], 0}, .cell = {.color = page->color, .width = width}}};
    enum wirecopy_status status = unit_table_make(c, &table);
    if (status == WIRECOPY_OK && beside)
        status = put_beside(sides, &table, page->sink);
    else if (status == WIRECOPY_OK) {
        status = put_below(&sides[0], "A\n", page->sink);
        if (status == WIRECOPY_OK)
            status = put_below(&sides[1], "\nB\n", page->sink);
    }
    cell_release(&sides[0].cell);
    cell_release(&sides[1].cell);
    unit_table_release(&table);
    return status == WIRECOPY_OK ? page->sink->status : status;
}
