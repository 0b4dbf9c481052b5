/*
 * Where the standards of the IPTC and its members put the parts of a news item: NITF 3, NewsML 1, NewsML-G2, which may hold NITF or XHTML, and
 * the elements of Reuters' own corpora. The parts stand at any depth, and the best of each kind is taken.
 */
#include "read/markup/wire.h"

#include <string.h>

#include "read/markup/html.h"

const char *const wire_items[] = {"nitf", "newsItem", NULL};

/* Places of the parts, in order of preference; attribute NULL: what is written in the element. */
static const struct place {
    const char *element, *attribute;
} texts[] = {{"body.content", NULL}, {"body", NULL}, {"inlineXML", NULL}, {"inlineData", NULL}, {"DataContent", NULL}, {"text", NULL}, {NULL, NULL}},
  titles[] = {{"headline", NULL}, {"hl1", NULL}, {"title", NULL}, {"slugline", NULL}, {NULL, NULL}},
  ids[] = {{"newsItem", "guid"}, {"doc-id", "id-string"}, {"PublicIdentifier", NULL}, {"newsItem", "itemid"}, {NULL, NULL}},
  sources[] = {{"provider", "literal"}, {"pubdata", "name"}, {"ProviderId", NULL}, {"provider", "qcode"}, {"doc.copyright", "holder"}, {NULL, NULL}},
  dates[] = {{"versionCreated", NULL},
             {"date.issue", "norm"},
             {"date.release", "norm"},
             {"story.date", "norm"},
             {"pubdata", "date.publication"},
             {"ThisRevisionCreated", NULL},
             {"FirstCreated", NULL},
             {"newsItem", "date"},
             {NULL, NULL}},
  addresses[] = {{"pubdata", "ex-ref"}, {NULL, NULL}};

/* The first element of a name that has what is asked of it. */
static struct markup_node *find(struct markup_node *root, const struct place *place)
{
    const char *const names[] = {place->element, NULL};
    for (struct markup_node *node = root; node; node = markup_next(node, root, true)) {
        const char *attribute = place->attribute ? markup_attribute(node, place->attribute) : NULL;
        if (markup_is_one_of(node, names) && (place->attribute ? attribute && *attribute : markup_children(node) != NULL))
            return node;
    }
    return NULL;
}

/* What stands at the best of some places; *found is NULL where there is none of them. */
static enum wirecopy_status take(struct markup_node *root, const struct place *places, struct buffer *out, struct markup_node **found)
{
    const char *attribute = NULL;
    *found = NULL;
    out->size = 0;
    for (; places->element && !*found; places++) {
        *found = find(root, places);
        if (*found && places->attribute)
            attribute = markup_attribute(*found, places->attribute);
    }
    return !*found ? WIRECOPY_OK : attribute ? buffer_append(out, attribute, strlen(attribute)) : html_text_of(*found, out);
}

enum wirecopy_status wire_read(struct feed_item *item, struct markup_node *root, bool *has_text)
{
    struct {
        const struct place *places;
        struct buffer *out;
    } parts[] = {{titles, &item->title}, {ids, &item->id}, {sources, &item->source}, {dates, &item->date}, {addresses, &item->url}};
    struct markup_node *found;
    enum wirecopy_status status = take(root, texts, &item->text, &found);
    *has_text = found != NULL;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && status == WIRECOPY_OK; i++) {
        status = take(root, parts[i].places, parts[i].out, &found);
        html_one_line(parts[i].out);
    }
    return status;
}
