/* A small subset, by hand: what programs write, such as PyYAML, which folds at 80 columns, and what people write into Jekyll's or Hugo's pages. */
#include "read/front_matter.h"

#include <stdbool.h>

#include "read/bytes/escaped.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

struct wirecopy_bytes front_line(const char *data, const char *end, const char **next)
{
    const char *found = data < end ? memchr(data, '\n', (size_t)(end - data)) : NULL;
    struct wirecopy_bytes line = {data, (size_t)((found ? found : end) - data)};
    *next = found ? found + 1 : end;
    while (line.size > 0 && is_blank(line.data[line.size - 1]))
        line.size--;
    return line;
}

struct wirecopy_bytes front_trim(struct wirecopy_bytes value)
{
    while (value.size > 0 && is_blank(*value.data)) {
        value.data++;
        value.size--;
    }
    while (value.size > 0 && is_blank(value.data[value.size - 1]))
        value.size--;
    return value;
}

/* Whether nothing but a comment follows. */
static bool is_over(const char *at, const char *end)
{
    while (at < end && is_blank(*at))
        at++;
    return at == end || *at == '\n' || *at == '#';
}

static void put(struct buffer *room, const char *data, size_t size)
{
    memcpy(room->data + room->size, data, size);
    room->size += size;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "\xE9", "\U0001F600", which JSON does not have, and YAML's other ones for blanks. Bytes read, 0 where it is none of these. */
static size_t other_escape(const char *at, const char *end, struct buffer *room)
{
    size_t digits = end - at < 2 ? 0 : at[1] == 'x' ? 2 : at[1] == 'U' ? 8 : 0;
    uint32_t character = 0;
    if (end - at >= 2 && memchr(" _N", at[1], 3)) {
        put(room, " ", 1);
        return 2;
    }
    if (digits == 0 || (size_t)(end - at) < 2 + digits)
        return 0;
    for (size_t i = 0; i < digits; i++) {
        int digit = hex_digit(at[2 + i]);
        if (digit < 0)
            return 0;
        character = character << 4 | (uint32_t)digit;
    }
    room->size += escaped_encode(character, room->data + room->size);
    return 2 + digits;
}

/* Takes an escape; a backslash that begins none stays. */
static size_t take_escape(const char *at, const char *end, struct buffer *room)
{
    size_t written = 0, read = escaped_character(at, end, room->data + room->size, &written);
    room->size += written;
    if (read == 0)
        read = other_escape(at, end, room);
    if (read == 0) {
        put(room, at, 1);
        read = 1;
    }
    return read;
}

/* Behind the blanks that a line is set in by; NULL where it is not. */
static const char *skip_set_in(const char *at, const char *end)
{
    if (at >= end || !is_blank(*at))
        return NULL;
    while (at < end && is_blank(*at))
        at++;
    return at;
}

/* The line break at, within quotes: with the blanks around it one blank; empty lines are line breaks. NULL where the next line is not set in. */
static const char *fold_break(const char *at, const char *end, struct buffer *room, size_t begin)
{
    const char *next;
    size_t breaks = 0;
    while (room->size > begin && is_blank(room->data[room->size - 1]))
        room->size--;
    for (at++; at < end && front_line(at, end, &next).size == 0; at = next) {
        put(room, "\n", 1);
        breaks++;
    }
    if (breaks == 0)
        put(room, " ", 1);
    return skip_set_in(at, end);
}

/* The line feed at, or behind a carriage return; NULL where there is none. */
static const char *line_break(const char *at, const char *end)
{
    if (at < end && *at == '\r')
        at++;
    return at < end && *at == '\n' ? at : NULL;
}

/* What stands between quotes, data behind the first; false where they are not closed, or more follows them. */
static bool take_quoted(const char *data, const char *end, char quote, char sign, struct buffer *room)
{
    size_t begin = room->size;
    while (data && data < end) {
        if (*data == quote) {
            if (quote == '\'' && sign == ':' && data + 1 < end && data[1] == quote)
                data++; /* two of them are one */
            else
                return is_over(data + 1, end);
        }
        if (*data == '\\' && quote == '"' && line_break(data + 1, end) && sign == ':') {
            data = skip_set_in(line_break(data + 1, end) + 1, end);
        } else if (*data == '\\' && quote == '"') {
            data += take_escape(data, end, room);
        } else if (*data != '\n') {
            put(room, data++, 1);
        } else if (sign == ':') {
            data = fold_break(data, end, room, begin);
        } else {
            break;
        }
    }
    return false;
}

/* TOML: what stands between three quotes, data behind the first three. */
static bool take_long_quoted(const char *data, const char *end, char quote, struct buffer *room)
{
    const char closing[3] = {quote, quote, quote};
    if (data < end && *data == '\n')
        data++;
    while (data < end) {
        if (end - data >= 3 && memcmp(data, closing, 3) == 0)
            return is_over(data + 3, end);
        if (*data == '\\' && quote == '"')
            data += take_escape(data, end, room);
        else
            put(room, data++, 1);
    }
    return false;
}

/* A block, data behind its first line: '|' keeps its line breaks, '>' has blanks in their place. Its lines are set in as far as the first. */
static void take_block(const char *data, const char *end, char kind, struct buffer *room)
{
    size_t begin = room->size, set_in = 0, breaks = 0;
    while (data < end) {
        struct wirecopy_bytes line = front_line(data, end, &data);
        size_t blanks = 0;
        while (blanks < line.size && is_blank(line.data[blanks]))
            blanks++;
        if (line.size == 0) {
            breaks++;
            continue;
        }
        if (blanks == 0)
            break;
        set_in = set_in ? set_in : blanks;
        blanks = blanks < set_in ? blanks : set_in;
        if (room->size > begin) {
            if (kind == '|' || breaks == 0)
                put(room, kind == '|' ? "\n" : " ", 1);
            for (size_t i = 0; i < breaks; i++)
                put(room, "\n", 1);
        }
        breaks = 0;
        put(room, line.data + blanks, line.size - blanks);
    }
}

/* Without a comment, which stands behind a blank. */
static struct wirecopy_bytes without_comment(struct wirecopy_bytes value)
{
    for (size_t i = 0; i < value.size; i++)
        if (value.data[i] == '#' && (i == 0 || is_blank(value.data[i - 1]))) {
            value.size = i;
            break;
        }
    return front_trim(value);
}

/* Whether a line that is set in names a value, or is an item of a list: not a part of a text. */
static bool is_structure(struct wirecopy_bytes line)
{
    const char *found = memchr(line.data, ':', line.size);
    if (*line.data == '-' && (line.size == 1 || line.data[1] == ' '))
        return true;
    for (; found; found = memchr(found, ':', line.size - (size_t)(found - line.data)))
        if (++found == line.data + line.size || *found == ' ')
            return true;
    return false;
}

/* A plain value of YAML with the lines below that are set in. */
static struct wirecopy_bytes take_plain(struct wirecopy_bytes first, const char *next, const char *end, struct buffer *room)
{
    size_t begin = room->size;
    put(room, first.data, first.size);
    while (next < end && is_blank(*next)) {
        struct wirecopy_bytes line = without_comment(front_line(next, end, &next));
        if (line.size == 0 || is_structure(line) || (room->size == begin && memchr("[{|>&*!", *line.data, 7)))
            break;
        if (room->size > begin)
            put(room, " ", 1);
        put(room, line.data, line.size);
    }
    return (struct wirecopy_bytes){room->data + begin, room->size - begin};
}

static bool is_null(struct wirecopy_bytes value)
{
    return (value.size == 1 && *value.data == '~') ||
           (value.size == 4 && (memcmp(value.data, "null", 4) == 0 || memcmp(value.data, "Null", 4) == 0 || memcmp(value.data, "NULL", 4) == 0));
}

/* Whether a block begins with a line: its sign, and how it is to be set in and to end. */
static bool begins_block(struct wirecopy_bytes line)
{
    size_t at = 1;
    if (line.size == 0 || (*line.data != '|' && *line.data != '>'))
        return false;
    while (at < line.size && memchr("+-123456789", line.data[at], 11))
        at++;
    return is_over(line.data + at, line.data + line.size);
}

struct wirecopy_bytes front_value(const char *data, const char *end, char sign, struct buffer *room)
{
    size_t begin = room->size;
    const char *next;
    struct wirecopy_bytes line = front_trim(front_line(data, end, &next)), plain = without_comment(line);
    const char *below = plain.size == 0 && sign == ':' ? skip_set_in(next, end) : NULL;
    if (below && below < end && (*below == '"' || *below == '\''))
        line = front_line(below, end, &next);
    if (line.size > 0 && (*line.data == '"' || *line.data == '\'')) {
        char quote = *line.data;
        bool is_long = sign == '=' && line.size >= 3 && line.data[1] == quote && line.data[2] == quote;
        if (is_long ? take_long_quoted(line.data + 3, end, quote, room) : take_quoted(line.data + 1, end, quote, sign, room))
            return (struct wirecopy_bytes){room->data + begin, room->size - begin};
        room->size = begin;
        return plain; /* as it stands */
    }
    if (sign == ':' && begins_block(line)) {
        take_block(next, end, *line.data, room);
        return (struct wirecopy_bytes){room->data + begin, room->size - begin};
    }
    if (line.size > 0 && memchr("[{|>&*!", *line.data, 7))
        return (struct wirecopy_bytes){0};
    if (sign == ':')
        plain = take_plain(plain, next, end, room);
    if (sign == ':' && is_null(plain))
        plain.size = 0;
    return plain;
}
