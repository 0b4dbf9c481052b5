/*
 * What a tag is depends on quotes, comments and scripts that are open before it, on which broken pages and their parsers do not agree. So
 * every "<" before a letter is taken for a tag: one too many costs nothing but the far end of a line of a script.
 */
#include "read/markup/attributes.h"

#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t skip_spaces(struct wirecopy_bytes markup, size_t at)
{
    while (at < markup.size && (is_space(markup.data[at]) || markup.data[at] == '/'))
        at++;
    return at;
}

/* Where the value that begins at at ends. */
static size_t skip_value(struct wirecopy_bytes markup, size_t at, bool *quoted)
{
    if (at < markup.size && (markup.data[at] == '"' || markup.data[at] == '\'')) {
        const char *end = memchr(markup.data + at + 1, markup.data[at], markup.size - at - 1);
        *quoted = true;
        return end ? (size_t)(end + 1 - markup.data) : markup.size;
    }
    while (at < markup.size && !is_space(markup.data[at]) && markup.data[at] != '>')
        at++;
    return at;
}

static size_t skip_attribute(struct wirecopy_bytes markup, size_t at, bool *quoted)
{
    size_t begin = at, next;
    while (at < markup.size && !is_space(markup.data[at]) && !strchr("=>/", markup.data[at]))
        at++;
    next = skip_spaces(markup, at);
    if (next < markup.size && markup.data[next] == '=')
        return skip_value(markup, skip_spaces(markup, next + 1), quoted);
    return at > begin ? at : at + 1;
}

/* Looks through the tag at begin, and blanks what is too much in it. Returns where to look for the next one. */
static enum wirecopy_status look_through(struct wirecopy_bytes *markup, size_t begin, struct buffer *room, size_t *next)
{
    bool quoted = false;
    size_t at = begin + 1, count = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    while (at < markup->size && !is_space(markup->data[at]) && !strchr(">/", markup->data[at]))
        at++;
    for (at = skip_spaces(*markup, at); at < markup->size && markup->data[at] != '>'; at = skip_spaces(*markup, at)) {
        size_t end = skip_attribute(*markup, at, &quoted);
        if (++count > ATTRIBUTES_MOST) {
            if (markup->data != room->data) {
                room->size = 0;
                status = buffer_append(room, markup->data, markup->size);
                if (status != WIRECOPY_OK)
                    return status;
                markup->data = room->data;
            }
            memset(room->data + at, ' ', end - at);
        }
        at = end;
    }
    /* within quotes there may be a tag to another reader of the same bytes; else those within have fewer attributes than this one */
    *next = quoted && count <= ATTRIBUTES_MOST ? begin + 1 : at;
    return WIRECOPY_OK;
}

enum wirecopy_status attributes_limit(struct wirecopy_bytes *markup, struct buffer *room)
{
    enum wirecopy_status status = WIRECOPY_OK;
    size_t at = 0;
    while (status == WIRECOPY_OK && at < markup->size) {
        const char *found = memchr(markup->data + at, '<', markup->size - at);
        if (!found)
            break;
        at = (size_t)(found - markup->data);
        if (at + 1 < markup->size && is_letter(found[1]))
            status = look_through(markup, at, room, &at);
        else
            at++;
    }
    return status;
}
