#define _GNU_SOURCE
/* The parts of an item by their names, the best of each kind. Its content goes before its summary; the host of its link is the outlet. */
#include "read/markup/feed_item.h"

#include <string.h>
#include <strings.h>

#include "read/bytes/encoding.h"
#include "read/formats.h"
#include "read/markup/wiki.h"
#include "read/markup/wire.h"

/* What an item's parts are, in order of preference. */
enum part { PART_TEXT, PART_TITLE, PART_ID, PART_SOURCE, PART_DATE, PART_URL, PARTS };
static const struct {
    const char *name;
    enum part part;
} parts[] = {
    {"content:encoded", PART_TEXT},
    {"content", PART_TEXT},
    {"atom:content", PART_TEXT},
    {"description", PART_TEXT},
    {"summary", PART_TEXT},
    {"atom:summary", PART_TEXT},
    {"title", PART_TITLE},
    {"atom:title", PART_TITLE},
    {"dc:title", PART_TITLE},
    {"guid", PART_ID},
    {"id", PART_ID},
    {"atom:id", PART_ID},
    {"dc:identifier", PART_ID},
    {"source", PART_SOURCE},
    {"pubDate", PART_DATE},
    {"published", PART_DATE},
    {"atom:published", PART_DATE},
    {"issued", PART_DATE},
    {"dc:date", PART_DATE},
    {"dcterms:issued", PART_DATE},
    {"updated", PART_DATE},
    {"atom:updated", PART_DATE},
    {"modified", PART_DATE},
    {"feedburner:origLink", PART_URL},
    {"link", PART_URL},
    {"atom:link", PART_URL},
};
enum { NO_RANK = sizeof parts / sizeof *parts };

/* The value of a part that is no text: its attribute, or what is written in it. */
static enum wirecopy_status value_of(struct markup_node *node, enum part part, struct buffer *out)
{
    const char *attribute = part == PART_URL ? markup_attribute(node, "href") : part == PART_SOURCE ? markup_attribute(node, "url") : NULL;
    enum wirecopy_status status;
    if (!attribute || !*attribute) {
        status = html_text_of(node, out);
        html_one_line(out);
        return status;
    }
    out->size = 0;
    return buffer_append(out, attribute, strlen(attribute));
}

/* Of the links that to the item's page; of sources one with an address; and nothing that is empty. */
static bool is_wanted(const struct markup_node *node, enum part part)
{
    const char *relation = markup_attribute(node, "rel");
    if (part == PART_SOURCE)
        return markup_attribute(node, "url") != NULL;
    if (part == PART_URL && markup_attribute(node, "href"))
        return !relation || strcasecmp(relation, "alternate") == 0;
    return markup_children(node) != NULL;
}

/* The text of an item: its elements, its words, or, as a rule, a page that is written as words. */
static enum wirecopy_status text_of(struct feed_item *item, struct markup_node *node)
{
    const char *type = markup_attribute(node, "type");
    bool elements = false;
    enum wirecopy_status status = WIRECOPY_OK;
    for (struct markup_node *child = markup_children(node); child; child = markup_sibling(child))
        elements |= markup_kind(child) == MARKUP_ELEMENT;
    if (elements || (type && (strcasecmp(type, "text") == 0 || strcasecmp(type, "text/plain") == 0)))
        return html_text_of(node, &item->text);
    item->text.size = 0;
    for (struct markup_node *child = markup_children(node); child && status == WIRECOPY_OK; child = markup_sibling(child))
        status = buffer_append(&item->text, markup_text(child), strlen(markup_text(child)));
    if (status != WIRECOPY_OK)
        return status;
    if (item->text.size == 0)
        return WIRECOPY_OK;
    status = html_read(&item->page, item->text.data, item->text.size, (struct html_encoding){"UTF-8", NULL});
    item->text.size = 0;
    return status == WIRECOPY_OK ? buffer_append(&item->text, item->page.text.data, item->page.text.size) : status;
}

/* Reads the parts of an item, the best of each kind. */
static enum wirecopy_status read_parts(struct feed_item *item, struct markup_node *root, bool *has_text)
{
    size_t ranks[PARTS];
    struct buffer *const out[PARTS] = {[PART_TEXT] = &item->text,     [PART_TITLE] = &item->title, [PART_ID] = &item->id,
                                       [PART_SOURCE] = &item->source, [PART_DATE] = &item->date,   [PART_URL] = &item->url};
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t p = 0; p < PARTS; p++) {
        struct markup_node *best = NULL;
        ranks[p] = NO_RANK;
        out[p]->size = 0;
        for (struct markup_node *node = root ? markup_children(root) : NULL; node; node = markup_sibling(node))
            for (size_t i = 0; i < ranks[p]; i++)
                if (parts[i].part == p && markup_is(node, parts[i].name) && is_wanted(node, (enum part)p)) {
                    ranks[p] = i;
                    best = node;
                }
        if (best && status == WIRECOPY_OK)
            status = p == PART_TEXT ? text_of(item, best) : value_of(best, (enum part)p, out[p]);
    }
    *has_text = ranks[PART_TEXT] != NO_RANK;
    return status;
}

/* Whether an ampersand begins what XML knows. */
static bool is_known_entity(const char *at, const char *end)
{
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if ((size_t)(end - at) >= strlen(names[i]) && memcmp(at, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

static bool is_control(char c)
{
    return (unsigned char)c < ' ' && c != '\t' && c != '\n' && c != '\r';
}

/*
 * Feeds are full of bare ampersands and entities of HTML, which libxml2 would drop: each becomes a written one. Control characters, which
 * XML has not, become spaces.
 */
static enum wirecopy_status escape(struct feed_item *item, struct wirecopy_bytes *xml)
{
    const char *at = xml->data, *end = xml->data + xml->size, *copied = xml->data, *within = NULL /* CDATA */, *within_end = at;
    enum wirecopy_status status = WIRECOPY_OK;
    item->escaped.size = 0;
    for (; status == WIRECOPY_OK && at < end; at++) {
        bool control = is_control(*at);
        within = at >= within_end ? NULL : within;
        if (!within && *at == '<' && (size_t)(end - at) > 9 && memcmp(at, "<![CDATA[", 9) == 0) {
            within = at;
            within_end = memmem(at, (size_t)(end - at), "]]>", 3);
            within_end = within_end ? within_end : end;
        }
        if (!control && (within || *at != '&' || is_known_entity(at, end)))
            continue;
        status = buffer_append(&item->escaped, copied, (size_t)(at - copied));
        if (status == WIRECOPY_OK)
            status = buffer_append(&item->escaped, control ? " " : "&amp;", control ? 1 : 5);
        copied = at + 1;
    }
    if (copied == xml->data || status != WIRECOPY_OK)
        return status;
    status = buffer_append(&item->escaped, copied, (size_t)(end - copied));
    *xml = (struct wirecopy_bytes){item->escaped.data, item->escaped.size};
    return status;
}

enum wirecopy_status feed_item_read(struct feed_item *item, struct wirecopy_bytes xml, struct raw_article *article, const char **repair)
{
    struct markup *markup = NULL;
    struct markup_node *root;
    bool has_text = false, broken = false, ill_formed = !json_is_utf8(xml.data, xml.size);
    enum wirecopy_status status = WIRECOPY_OK;
    item->is_none = false;
    if (ill_formed) {
        item->utf8.size = 0;
        status = encoding_decode("UTF-8", xml.data, xml.size, &item->utf8);
        xml = (struct wirecopy_bytes){item->utf8.data, item->utf8.size};
    }
    if (status == WIRECOPY_OK)
        status = escape(item, &xml);
    if (status == WIRECOPY_OK)
        status = markup_of_xml(xml.data, xml.size, &markup, &broken);
    root = status == WIRECOPY_OK ? markup_root(markup) : NULL;
    if (status == WIRECOPY_OK)
        status = (root && markup_is_one_of(root, wire_items)   ? wire_read
                  : root && markup_is_one_of(root, wiki_items) ? wiki_read
                                                               : read_parts)(item, root, &has_text);
    markup_free(markup);
    if (status == WIRECOPY_OK && item->id.size == 0)
        status = buffer_append(&item->id, item->url.data, item->url.size);
    if (status != WIRECOPY_OK)
        return status;
    *repair = broken ? "broken XML" : ill_formed ? "ill-formed UTF-8" : NULL;
    *article = (struct raw_article){.id = bytes_of(&item->id),
                                    .title = bytes_of(&item->title),
                                    .source = bytes_of(&item->source),
                                    .date = bytes_of(&item->date),
                                    .url = bytes_of(&item->url),
                                    .day = NO_DAY};
    if (has_text)
        article->text = (struct wirecopy_bytes){item->text.size ? item->text.data : "", item->text.size};
    return WIRECOPY_OK;
}

void feed_item_release(struct feed_item *item)
{
    struct buffer *const buffers[] = {&item->text, &item->title, &item->id, &item->source, &item->date, &item->url, &item->escaped, &item->utf8};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        buffer_release(buffers[i]);
    html_page_release(&item->page);
}
