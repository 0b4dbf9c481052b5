/* Cells of tab-separated values, with the escapes that PostgreSQL's COPY and mysqldump read and write. */
#include "report/tsv.h"

#include <string.h>

#include "report/escape.h"

/* Stops: the controls, the backslash, DEL; C2, the lead of C1 controls; and in items the space. */
/* clang-format off */
static const uint8_t special[256] = {
    [0x00] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['\\'] = 1, [0x7F] = 1, [0xC2] = 1,
};
static const uint8_t special_in_items[256] = {
    [0x00] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    [' '] = 1, ['\\'] = 1, [0x7F] = 1, [0xC2] = 1,
};
/* clang-format on */

/* The letter of a short escape, 0 where there is none. */
static char short_escape(uint32_t c)
{
    switch (c) {
    case '\t':
        return 't';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case ' ':
        return 's';
    case '\\':
        return '\\';
    default:
        return 0;
    }
}

static size_t replace_by_number(uint32_t c, char *out)
{
    static const char digits[] = "0123456789abcdef";
    out[0] = '\\';
    out[1] = 'x';
    out[2] = digits[c >> 4];
    out[3] = digits[c & 15];
    return 4;
}

static size_t replace(uint32_t c, char *out)
{
    char letter = short_escape(c);
    if (letter) {
        out[0] = '\\';
        out[1] = letter;
        return 2;
    }
    if (c >= 0x20 && !(c >= 0x7F && c < 0xA0))
        return 0;
    return replace_by_number(c, out);
}

/* A sign and digits are a number to everybody. */
static bool is_number(struct wirecopy_bytes text)
{
    for (size_t i = 1; i < text.size; i++)
        if (!memchr("0123456789.", text.data[i], 11))
            return false;
    return text.size > 1 && memchr("+-", *text.data, 2) != NULL;
}

/* A spreadsheet computes a cell that begins with one of these: an article's title could say what is run on the reader's machine. */
static struct wirecopy_bytes put_beginning(struct sink *sink, struct wirecopy_bytes text)
{
    char escaped[ESCAPE_BYTES];
    if (text.size == 0 || !memchr("=+-@", *text.data, 4) || is_number(text))
        return text;
    sink_put(sink, escaped, replace_by_number((uint8_t)*text.data, escaped));
    return (struct wirecopy_bytes){text.data + 1, text.size - 1};
}

void tsv_put_cell(struct sink *sink, struct wirecopy_bytes text)
{
    static const struct escape cell_escape = {special, replace};
    if (text.data)
        escape_put(sink, &cell_escape, put_beginning(sink, text));
}

void tsv_put_item(struct sink *sink, struct wirecopy_bytes text)
{
    static const struct escape item_escape = {special_in_items, replace};
    if (text.data)
        escape_put(sink, &item_escape, put_beginning(sink, text));
}
