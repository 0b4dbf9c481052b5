/* Words go to the line that has room for them; one that is wider than a line, and text without spaces, is broken anywhere. */
#include "report/comparison/compare_cells.h"

#include <string.h>

#include "report/visible.h"
#include "text/utf8.h"

/* How a kind of run is marked: around it, and in colour. */
static const struct {
    const char *open, *close, *color;
} marks[] = {
    [WIRECOPY_RUN_OWN] = {"", "", ""},
    [WIRECOPY_RUN_SHARED] = {"[", "]", "\x1b[32m"},
    [WIRECOPY_RUN_COMMON] = {"<", ">", "\x1b[36m"},
    [WIRECOPY_RUN_OUT] = {"{", "}", "\x1b[2m"},
};

enum { FIRST_STRONG_ISOLATE = 0x2068, POP_ISOLATE = 0x2069, ISOLATE_BYTES = 3 };

void cell_release(struct cell *cell)
{
    buffer_release(&cell->bytes);
    buffer_release(&cell->lines);
    buffer_release(&cell->line);
    buffer_release(&cell->visible);
}

void cell_start(struct cell *cell)
{
    cell->bytes.size = cell->lines.size = cell->line.size = 0;
    cell->columns = 0;
    cell->right_to_left = cell->space_due = false;
    cell->tinted = WIRECOPY_RUN_OWN;
}

static enum wirecopy_status append_mark(struct buffer *buffer, uint32_t c)
{
    char bytes[4];
    return buffer_append(buffer, bytes, utf8_encode(c, bytes));
}

/* Has what follows in the line stand in the colour of kind. */
static enum wirecopy_status tint(struct cell *cell, enum wirecopy_run_kind kind)
{
    const char *color = marks[kind].color;
    enum wirecopy_status status = WIRECOPY_OK;
    if (!cell->color || kind == cell->tinted)
        return WIRECOPY_OK;
    if (*marks[cell->tinted].color)
        status = buffer_append(&cell->line, "\x1b[0m", 4);
    cell->tinted = kind;
    return status == WIRECOPY_OK ? buffer_append(&cell->line, color, strlen(color)) : status;
}

enum wirecopy_status cell_end(struct cell *cell)
{
    struct cell_line line = {.begin = cell->bytes.size, .columns = cell->columns};
    enum wirecopy_status status;
    if (cell->line.size == 0)
        return WIRECOPY_OK;
    status = tint(cell, WIRECOPY_RUN_OWN);
    if (status != WIRECOPY_OK)
        return status;
    if (cell->right_to_left)
        status = append_mark(&cell->bytes, FIRST_STRONG_ISOLATE);
    if (status == WIRECOPY_OK)
        status = buffer_append(&cell->bytes, cell->line.data, cell->line.size);
    if (status == WIRECOPY_OK && cell->right_to_left)
        status = append_mark(&cell->bytes, POP_ISOLATE);
    line.end = cell->bytes.size;
    cell->line.size = 0;
    cell->columns = 0;
    cell->right_to_left = cell->space_due = false;
    return status == WIRECOPY_OK ? buffer_append(&cell->lines, &line, sizeof line) : status;
}

static enum wirecopy_status put(struct cell *cell, const char *data, size_t size, uint32_t columns)
{
    cell->columns += columns;
    return buffer_append(&cell->line, data, size);
}

/* How many bytes of a visible word fit in columns, whole characters with their marks. */
static size_t fitting(const char *word, size_t size, uint32_t columns, uint32_t *used)
{
    size_t at = 0;
    *used = 0;
    while (at < size) {
        uint32_t wide = visible_columns_of(utf8_decode((const uint8_t *)word + at));
        if (*used + wide > columns)
            break;
        *used += wide;
        at += utf8_length((uint8_t)word[at]);
    }
    return at;
}

/* Whether a word may be broken: a character of it takes two columns, as in Chinese, or it is wider than a line. */
static bool breakable(const struct cell *cell, const char *word, size_t size, uint32_t columns)
{
    bool wide = columns > cell->width;
    for (size_t at = 0; at < size && !wide; at += utf8_length((uint8_t)word[at]))
        wide = visible_columns_of(utf8_decode((const uint8_t *)word + at)) == 2;
    return wide;
}

static enum wirecopy_status put_word(struct cell *cell, enum wirecopy_run_kind kind, const char *word, size_t size, uint32_t columns)
{
    enum wirecopy_status status = WIRECOPY_OK;
    uint32_t space = cell->space_due && cell->columns > 0;
    if (cell->columns + space + columns > cell->width && !breakable(cell, word, size, columns)) {
        status = cell_end(cell);
        space = 0;
    }
    if (space && cell->tinted != kind && status == WIRECOPY_OK)
        status = tint(cell, WIRECOPY_RUN_OWN);
    if (space && status == WIRECOPY_OK && cell->columns < cell->width)
        status = put(cell, " ", 1, 1);
    cell->space_due = false;
    while (size > 0 && status == WIRECOPY_OK) {
        uint32_t used;
        size_t fits = fitting(word, size, cell->width - cell->columns, &used);
        if (fits == 0 && cell->columns == 0)
            fits = utf8_length((uint8_t)*word); /* a column narrower than a character */
        if (fits == 0) {
            status = cell_end(cell);
            continue;
        }
        status = tint(cell, kind);
        if (status == WIRECOPY_OK)
            status = put(cell, word, fits, used);
        word += fits;
        size -= fits;
        if (size > 0 && status == WIRECOPY_OK)
            status = cell_end(cell);
    }
    return status;
}

/* A word with what marks the run around it. */
static enum wirecopy_status add_word(struct cell *cell, enum wirecopy_run_kind kind, struct wirecopy_bytes word, bool first, bool last)
{
    struct visible shown;
    struct buffer marked = {0};
    const char *open = first && !cell->color ? marks[kind].open : "", *close = last && !cell->color ? marks[kind].close : "";
    const char *data;
    enum wirecopy_status status = visible_text(word, 0, &cell->visible, &shown);
    bool isolated;
    if (status != WIRECOPY_OK)
        return status;
    data = cell->visible.data;
    isolated = shown.bytes >= 2 * ISOLATE_BYTES && utf8_decode((const uint8_t *)data) == FIRST_STRONG_ISOLATE;
    if (isolated) { /* the whole line is isolated, not each word */
        data += ISOLATE_BYTES;
        shown.bytes -= 2 * ISOLATE_BYTES;
    }
    status = buffer_append(&marked, open, strlen(open));
    if (status == WIRECOPY_OK)
        status = buffer_append(&marked, data, shown.bytes);
    if (status == WIRECOPY_OK)
        status = buffer_append(&marked, close, strlen(close));
    if (status == WIRECOPY_OK && marked.size > 0)
        status = put_word(cell, kind, marked.data, marked.size, shown.columns + (uint32_t)(strlen(open) + strlen(close)));
    cell->right_to_left |= isolated;
    buffer_release(&marked);
    return status;
}

enum wirecopy_status cell_add(struct cell *cell, enum wirecopy_run_kind kind, struct wirecopy_bytes piece)
{
    const uint8_t *at = (const uint8_t *)piece.data, *end = at + piece.size, *inner_end = utf8_trim_end(at, end);
    bool first = true;
    enum wirecopy_status status = WIRECOPY_OK;
    while (at < inner_end && status == WIRECOPY_OK) {
        const uint8_t *begin = utf8_trim_begin(at, inner_end);
        cell->space_due |= begin > at;
        for (at = begin; at < inner_end && !utf8_white_at(at); at += utf8_length(*at))
            continue;
        status = add_word(cell, kind, (struct wirecopy_bytes){(const char *)begin, (size_t)(at - begin)}, first, at == inner_end);
        first = false;
    }
    cell->space_due |= inner_end < end;
    return status;
}
