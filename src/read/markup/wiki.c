#define _GNU_SOURCE
/*
 * Wikitext from left to right: templates, tables, notes, pictures and categories go, links leave their labels. A page's date is that of its template
 * for one; when it was changed last says little.
 */
#include "read/markup/wiki.h"

#include <string.h>
#include <strings.h>

const char *const wiki_items[] = {"page", NULL};

static bool begins(const char *at, const char *end, const char *what)
{
    size_t size = strlen(what);
    return (size_t)(end - at) >= size && strncasecmp(at, what, size) == 0;
}

/* What of wikitext is opened and closed; of a kind of which one was not closed no other is looked for, so that time stays linear. */
enum kind { TEMPLATE, TABLE, COMMENT, LINK, ADDRESS, TAG, NOTE, KINDS };

/* Behind what opens and closes, others within included; behind what opens where nothing closes it. */
static const char *behind(const char *at, const char *end, const char *opens, const char *closes, bool *unclosed)
{
    const char *begin = at + strlen(opens);
    size_t depth = 0;
    while (!*unclosed && at < end) {
        if (begins(at, end, opens)) {
            depth++;
            at += strlen(opens);
        } else if (begins(at, end, closes)) {
            at += strlen(closes);
            if (--depth == 0)
                return at;
        } else {
            at++;
        }
    }
    *unclosed = true;
    return begin;
}

/* The first of some bytes; NULL where there is none, now and later. */
static const char *find(const char *at, const char *end, const char *what, bool *unclosed)
{
    const char *found = *unclosed ? NULL : memmem(at, (size_t)(end - at), what, strlen(what));
    *unclosed |= !found;
    return found;
}

/* The date that a template says, if that is what it is for: "{{date|March 5, 2024}}". */
static enum wirecopy_status take_date(struct feed_item *item, const char *at, const char *end)
{
    static const char *const names[] = {"date|", "datum|", "data|", "fecha|", "дата|", "tarih|", "تاريخ|"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (item->date.size == 0 && begins(at + 2, end, names[i])) {
            const char *date = at + 2 + strlen(names[i]), *date_end = date;
            while (date_end < end && !memchr("|}\n", *date_end, 3))
                date_end++;
            return buffer_append(&item->date, date, (size_t)(date_end - date));
        }
    return WIRECOPY_OK;
}

/* What is read of a link within its brackets: its label. A picture, a category or the like has a name of two letters or more before a colon. */
static struct wirecopy_bytes label_of(const char *at, const char *end)
{
    const char *colon = memchr(at, ':', (size_t)(end - at)), *bar = memrchr(at, '|', (size_t)(end - at));
    const char *first_bar = memchr(at, '|', (size_t)(end - at));
    bool prefixed = colon && colon > at && (!first_bar || colon < first_bar) && !memchr(at, ' ', (size_t)(colon - at));
    if (prefixed && colon - at > 1 && !begins(at, end, "wikipedia:"))
        return (struct wirecopy_bytes){at, 0};
    if (bar)
        at = bar + 1;
    else if (colon && (prefixed || colon == at))
        at = colon + 1;
    return (struct wirecopy_bytes){at, (size_t)(end - at)};
}

/* Takes what begins at, if it is of wikitext; returns what is behind it, or NULL. *kept: what of it is text. */
static const char *take_sign(const char *at, const char *end, bool unclosed[KINDS], struct wirecopy_bytes *kept)
{
    const char *after, *label;
    *kept = (struct wirecopy_bytes){at, 0};
    if (begins(at, end, "{{"))
        return behind(at, end, "{{", "}}", &unclosed[TEMPLATE]);
    if (begins(at, end, "{|"))
        return behind(at, end, "{|", "|}", &unclosed[TABLE]);
    if (begins(at, end, "<!--"))
        return behind(at, end, "<!--", "-->", &unclosed[COMMENT]);
    if (begins(at, end, "''")) {
        while (at < end && *at == '\'')
            at++;
        return at;
    }
    if (begins(at, end, "[[")) {
        after = behind(at, end, "[[", "]]", &unclosed[LINK]);
        if (after > at + 2)
            *kept = label_of(at + 2, after - 2);
        return after;
    }
    if (begins(at, end, "[http") && (after = find(at, end, "]", &unclosed[ADDRESS])) != NULL) {
        label = memchr(at, ' ', (size_t)(after - at));
        if (label)
            *kept = (struct wirecopy_bytes){label + 1, (size_t)(after - label - 1)};
        return after + 1;
    }
    if (*at != '<' || !(after = find(at, end, ">", &unclosed[TAG])))
        return NULL;
    label = begins(at, end, "<ref") && after[-1] != '/' ? find(after, end, "</ref>", &unclosed[NOTE]) : NULL;
    return label ? label + 6 : after + 1;
}

static enum wirecopy_status read_text(struct feed_item *item, const char *at, const char *end)
{
    const char *copied = at;
    bool unclosed[KINDS] = {false};
    enum wirecopy_status status = WIRECOPY_OK;
    while (at < end && status == WIRECOPY_OK) {
        struct wirecopy_bytes kept;
        const char *after = memchr("{<'[", *at, 4) ? take_sign(at, end, unclosed, &kept) : NULL;
        if (!after) {
            at++;
            continue;
        }
        if (begins(at, end, "{{"))
            status = take_date(item, at, end);
        if (status == WIRECOPY_OK)
            status = buffer_append(&item->text, copied, (size_t)(at - copied));
        if (status == WIRECOPY_OK)
            status = buffer_append(&item->text, kept.data, kept.size);
        at = copied = after;
    }
    return status == WIRECOPY_OK ? buffer_append(&item->text, copied, (size_t)(end - copied)) : status;
}

static struct markup_node *first(struct markup_node *root, const char *name)
{
    for (struct markup_node *node = root; node; node = markup_next(node, root, true))
        if (markup_is(node, name))
            return node;
    return NULL;
}

/* What is written in the first element of a name, on one line; nothing where there is none. */
static enum wirecopy_status take(struct markup_node *root, const char *name, struct buffer *out)
{
    struct markup_node *node = first(root, name);
    enum wirecopy_status status = WIRECOPY_OK;
    out->size = 0;
    if (node)
        status = html_text_of(node, out);
    html_one_line(out);
    return status;
}

enum wirecopy_status wiki_read(struct feed_item *item, struct markup_node *root, bool *has_text)
{
    struct markup_node *text = first(root, "text");
    enum wirecopy_status status = take(root, "ns", &item->id);
    item->is_none = item->id.size > 0 && (item->id.size > 1 || *item->id.data != '0');
    item->text.size = item->source.size = item->date.size = item->url.size = 0;
    *has_text = text != NULL;
    if (status == WIRECOPY_OK)
        status = take(root, "title", &item->title);
    if (status == WIRECOPY_OK)
        status = take(root, "id", &item->id);
    if (first(root, "redirect"))
        item->is_none = true;
    for (struct markup_node *child = text ? markup_children(text) : NULL; child && status == WIRECOPY_OK; child = markup_sibling(child)) {
        const char *at = markup_text(child);
        if (at)
            status = read_text(item, at, at + strlen(at));
    }
    return status;
}
