/* Signs and ampersands are sought, and looked at: most texts have none of the one and few of the other. */
#include "read/markup/fragments.h"

#include <string.h>
#include <strings.h>

/* What stands behind a sign that opens a tag. Writers of plain text do not close tags, nor end a paragraph or break a line with one. */
static const char *const of_blocks[] = {"/p>", "/div>", NULL};
static const char *const within_lines[] = {"br>",  "br/>", "br />", "/a>",  "/b>",  "/i>",  "/u>",  "/em>",     "/strong>", "/span>", "/blockquote>",
                                           "/h1>", "/h2>", "/h3>",  "/h4>", "/li>", "/td>", "/tr>", "/figure>", "wbr>",     NULL};
static const char *const escaped[] = {"lt;/p&gt;", "lt;/div&gt;", "lt;br&gt;", "lt;br/&gt;", "lt;br /&gt;", NULL};

static bool begins_with_one(const char *at, const char *end, const char *const *words)
{
    for (; at < end && *words; words++) {
        size_t size = strlen(*words);
        if ((*at | 32) == **words && (size_t)(end - at) >= size && strncasecmp(at, *words, size) == 0)
            return true;
    }
    return false;
}

/* Whether one of the words stands somewhere behind a sign. */
static bool holds_one(struct wirecopy_bytes text, char sign, const char *const *words)
{
    const char *at = text.data, *end = text.data + text.size;
    while (at < end && (at = memchr(at, sign, (size_t)(end - at))) != NULL)
        if (begins_with_one(++at, end, words))
            return true;
    return false;
}

enum fragment fragment_kind(struct wirecopy_bytes text)
{
    if (text.size == 0)
        return FRAGMENT_NONE;
    if (memchr(text.data, '<', text.size)) {
        if (holds_one(text, '<', of_blocks))
            return FRAGMENT_OF_BLOCKS;
        if (holds_one(text, '<', within_lines))
            return FRAGMENT_WITHIN_LINES;
    }
    return holds_one(text, '&', escaped) ? FRAGMENT_ESCAPED : FRAGMENT_NONE;
}

static enum wirecopy_status read_page(struct wirecopy_bytes text, struct html_page *page)
{
    return html_read(page, text.data, text.size, (struct html_encoding){"UTF-8", NULL});
}

/* Has tags say where lines end; within a tag they do not. */
static enum wirecopy_status mark_lines(struct wirecopy_bytes text, struct buffer *out)
{
    const char *at = text.data, *end = text.data + text.size;
    enum wirecopy_status status = WIRECOPY_OK;
    bool tag = false;
    out->size = 0;
    for (const char *from = at; at < end && status == WIRECOPY_OK; at++) {
        tag = *at == '<' || (tag && *at != '>');
        if (at + 1 < end && (*at != '\n' || tag))
            continue;
        status = buffer_append(out, from, (size_t)(at + 1 - from));
        if (status == WIRECOPY_OK && *at == '\n' && !tag)
            status = buffer_append(out, "<br>", 4);
        from = at + 1;
    }
    return status;
}

static enum wirecopy_status copy(struct wirecopy_bytes text, struct buffer *out)
{
    out->size = 0;
    return buffer_append(out, text.data, text.size);
}

enum wirecopy_status fragment_read(enum fragment kind, struct wirecopy_bytes text, struct buffer *room, struct html_page *page)
{
    enum wirecopy_status status = kind == FRAGMENT_OF_BLOCKS ? copy(text, room) : mark_lines(text, room);
    if (status == WIRECOPY_OK)
        status = read_page((struct wirecopy_bytes){room->data, room->size}, page);
    if (kind != FRAGMENT_ESCAPED || status != WIRECOPY_OK)
        return status;
    text = (struct wirecopy_bytes){page->text.data, page->text.size};
    kind = fragment_kind(text);
    return kind == FRAGMENT_OF_BLOCKS || kind == FRAGMENT_WITHIN_LINES ? fragment_read(kind, text, room, page) : WIRECOPY_OK;
}
