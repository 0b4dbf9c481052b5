/* A line is kept until it ends, since only then its columns are known. */
#include "report/wrap.h"

#include "report/visible.h"
#include "text/utf8.h"

enum breaking { NOWHERE, BEFORE_BRACKET, BEHIND_MARK };

/* Whether a line may end before the space at at, and how well. */
static enum breaking breaking_at(const char *line, size_t at, size_t size)
{
    if (at == 0 || at + 1 >= size || line[at] != ' ' || line[at - 1] == ' ')
        return NOWHERE;
    if (line[at - 1] == ',' || line[at - 1] == ';' || line[at - 1] == ':')
        return BEHIND_MARK;
    return line[at + 1] == '(' ? BEFORE_BRACKET : NOWHERE;
}

static void put_spaces_of(struct sink *sink, uint32_t count)
{
    while (count-- > 0)
        sink_put_char(sink, ' ');
}

/* The bytes of the next part, from from on: all that is left, or up to the best last place that fits into columns, else to the first one. */
static size_t part_size(const struct wrap *wrap, size_t from, uint32_t columns)
{
    const char *line = wrap->line.data;
    size_t size = wrap->line.size, best = 0;
    enum breaking found = NOWHERE;
    uint32_t used = 0;
    for (size_t at = from; at < size; at += utf8_length((uint8_t)line[at])) {
        enum breaking here = breaking_at(line, at, size);
        if (here != NOWHERE && here >= found && (found == NOWHERE || used <= columns)) {
            best = at - from;
            found = here;
        }
        used += visible_columns_of(utf8_decode((const uint8_t *)line + at));
        if (used > columns && found != NOWHERE)
            return best;
    }
    return size - from;
}

static void put_line(struct wrap *wrap)
{
    size_t from = 0;
    uint32_t columns = wrap->width;
    while (wrap->width > 0 && wrap->width > wrap->indent && from < wrap->line.size) {
        size_t part = part_size(wrap, from, columns);
        if (from + part == wrap->line.size)
            break;
        sink_put(wrap->sink, wrap->line.data + from, part);
        sink_put_char(wrap->sink, '\n');
        put_spaces_of(wrap->sink, wrap->indent);
        from += part + 1;
        columns = wrap->width - wrap->indent;
    }
    if (from < wrap->line.size)
        sink_put(wrap->sink, wrap->line.data + from, wrap->line.size - from);
    wrap->line.size = 0;
}

static int take_lines(void *context, const char *data, size_t size)
{
    struct wrap *wrap = context;
    while (size > 0) {
        const char *end = memchr(data, '\n', size);
        size_t part = end ? (size_t)(end - data) : size;
        sink_fail(wrap->sink, buffer_append(&wrap->line, data, part));
        if (end) {
            put_line(wrap);
            sink_put_char(wrap->sink, '\n');
            part++;
        }
        data += part;
        size -= part;
    }
    return 0;
}

enum wirecopy_status wrap_begin(struct wrap *wrap, struct sink *sink, uint32_t width, uint32_t indent)
{
    *wrap = (struct wrap){.sink = sink, .width = width, .indent = indent};
    return sink_init(&wrap->lines, take_lines, wrap);
}

enum wirecopy_status wrap_end(struct wrap *wrap)
{
    enum wirecopy_status status = sink_finish(&wrap->lines, WIRECOPY_OK);
    put_line(wrap);
    buffer_release(&wrap->line);
    return status;
}
