#define _GNU_SOURCE
/* Tags are found by their angle, comments and CDATA by their words. */
#include "read/markup/tags.h"

#include <string.h>
#include <strings.h>

enum { TAG_MOST_BYTES = 16, OPEN_MOST = 32 };

bool tags_begin_with(const char *data, size_t size, const char *word)
{
    return size >= strlen(word) && strncasecmp(data, word, strlen(word)) == 0;
}

const char *tags_find(const char *data, const char *end, const char *words)
{
    return data && end > data ? memmem(data, (size_t)(end - data), words, strlen(words)) : NULL;
}

bool tags_next(struct tag_scan *scan, const char *data, size_t size, bool ended)
{
    for (;;) {
        const char *found;
        if (scan->closing) {
            found = tags_find(data + scan->at, data + size, scan->closing);
            if (!found) {
                scan->at = size > scan->at + 2 ? size - 2 : scan->at; /* the closing may be cut in two */
                return false;
            }
            scan->at = (size_t)(found - data) + 3;
            scan->closing = NULL;
        }
        found = size > scan->at ? memchr(data + scan->at, '<', size - scan->at) : NULL;
        scan->at = found ? (size_t)(found - data) : size;
        if (!found || (size - scan->at < TAG_MOST_BYTES && !ended))
            return false;
        if (tags_begin_with(found, size - scan->at, "<!--"))
            scan->closing = "-->";
        else if (tags_begin_with(found, size - scan->at, "<![CDATA["))
            scan->closing = "]]>";
        else
            return true;
        scan->at += 4;
    }
}

static bool ends_name(char c)
{
    return c && strchr(" \t\r\n>/", c);
}

bool tags_is(const char *data, size_t size, const char *begin, const char *name)
{
    size_t before = strlen(begin), whole = before + strlen(name);
    return size > whole && memcmp(data, begin, before) == 0 && strncasecmp(data + before, name, whole - before) == 0 && ends_name(data[whole]);
}

/* Where the tag at data ends, its angle included; size where it does not. What is quoted does not end it. */
static size_t tag_size(const char *data, size_t size)
{
    char quote = 0;
    for (size_t i = 0; i < size; i++)
        if (quote)
            quote = data[i] == quote ? 0 : quote;
        else if (data[i] == '>')
            return i + 1;
        else if (data[i] == '"' || data[i] == '\'')
            quote = data[i];
    return size;
}

enum wirecopy_status tags_close(const char *data, size_t size, struct buffer *out)
{
    struct wirecopy_bytes open[OPEN_MOST];
    size_t count = 0;
    struct tag_scan scan = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    while (tags_next(&scan, data, size, true)) {
        const char *tag = data + scan.at;
        size_t whole = tag_size(tag, size - scan.at), name = 1;
        if (whole > 2 && tag[1] == '/') {
            count -= count > 0;
        } else if (whole > 2 && tag[1] != '!' && tag[1] != '?' && tag[whole - 2] != '/' && count < OPEN_MOST) {
            while (name < whole && !ends_name(tag[name]))
                name++;
            open[count++] = (struct wirecopy_bytes){tag + 1, name - 1};
        }
        scan.at += whole;
    }
    while (count-- > 0 && status == WIRECOPY_OK) {
        status = buffer_append(out, "</", 2);
        if (status == WIRECOPY_OK)
            status = buffer_append(out, open[count].data, open[count].size);
        if (status == WIRECOPY_OK)
            status = buffer_append(out, ">\n", 2);
    }
    return status;
}
