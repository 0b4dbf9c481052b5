/* The one door to libxml2: its parsers of HTML and XML, which mend what is broken, and its trees. */
#include "read/markup/markup.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <string.h>
#include <strings.h>

#include "base/library.h"
#include "read/markup/attributes.h"

/* What is asked of it, by its own names. */
#define FUNCTIONS(F) F(htmlReadMemory) F(xmlCtxtReadMemory) F(xmlDocGetRootElement) F(xmlFreeDoc) F(xmlFreeParserCtxt) F(xmlNewParserCtxt)
static struct {
    FUNCTIONS(LIBRARY_FIELD)
} xml = {FUNCTIONS(LIBRARY_FUNCTION)};
static const char *const function_names[] = {FUNCTIONS(LIBRARY_NAME)};
static struct library library = {.file = LIBRARY_FILE,
                                 .names = function_names,
                                 .count = sizeof function_names / sizeof *function_names,
                                 .functions = &xml};

struct markup {
    xmlDocPtr document; /* NULL where nothing was found */
    struct buffer room; /* for markup without its far too many attributes */
};

static const xmlNode *node_of(const struct markup_node *node)
{
    return (const xmlNode *)(const void *)node;
}

static struct markup_node *opaque(xmlNode *node)
{
    return (struct markup_node *)(void *)node;
}

static enum wirecopy_status create(struct wirecopy_bytes *bytes, struct markup **markup_out)
{
    enum wirecopy_status status;
    if (bytes->size > INT32_MAX)
        return status_fail(WIRECOPY_TOO_LARGE, "markup of 2 GiB or more");
    *markup_out = memory_allocate_zero(1, sizeof **markup_out);
    if (!*markup_out)
        return WIRECOPY_NO_MEMORY;
    status = library_load(&library);
    if (status == WIRECOPY_OK)
        status = attributes_limit(bytes, &(*markup_out)->room);
    if (status != WIRECOPY_OK) {
        markup_free(*markup_out);
        *markup_out = NULL;
    }
    return status;
}

enum wirecopy_status markup_of_html(const char *data, size_t size, struct markup **markup_out)
{
    struct wirecopy_bytes bytes = {data, size};
    enum wirecopy_status status = create(&bytes, markup_out);
    if (status == WIRECOPY_OK)
        (*markup_out)->document =
            xml.htmlReadMemory(bytes.data, (int)bytes.size, NULL, "UTF-8",
                               HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | XML_PARSE_HUGE);
    return status;
}

enum wirecopy_status markup_of_xml(const char *data, size_t size, struct markup **markup_out, bool *broken)
{
    struct wirecopy_bytes bytes = {data, size};
    enum wirecopy_status status = create(&bytes, markup_out);
    xmlParserCtxtPtr context;
    if (status != WIRECOPY_OK)
        return status;
    context = xml.xmlNewParserCtxt();
    if (!context) {
        markup_free(*markup_out);
        return status_no_memory();
    }
    (*markup_out)->document =
        xml.xmlCtxtReadMemory(context, bytes.data, (int)bytes.size, NULL, "UTF-8",
                              XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_NOCDATA);
    *broken = !context->wellFormed;
    xml.xmlFreeParserCtxt(context);
    return WIRECOPY_OK;
}

void markup_free(struct markup *markup)
{
    if (!markup)
        return;
    if (markup->document)
        xml.xmlFreeDoc(markup->document);
    buffer_release(&markup->room);
    memory_free(markup);
}

struct markup_node *markup_root(const struct markup *markup)
{
    return markup->document ? opaque(xml.xmlDocGetRootElement(markup->document)) : NULL;
}

struct markup_node *markup_parent(const struct markup_node *node)
{
    return opaque(node_of(node)->parent);
}

struct markup_node *markup_children(const struct markup_node *node)
{
    return node_of(node)->type == XML_ENTITY_REF_NODE ? NULL : opaque(node_of(node)->children);
}

struct markup_node *markup_sibling(const struct markup_node *node)
{
    return opaque(node_of(node)->next);
}

struct markup_node *markup_next(struct markup_node *node, const struct markup_node *root, bool down)
{
    if (down && markup_children(node))
        return markup_children(node);
    while (node != root && !markup_sibling(node))
        node = markup_parent(node);
    return node == root ? NULL : markup_sibling(node);
}

enum markup_kind markup_kind(const struct markup_node *node)
{
    switch (node_of(node)->type) {
    case XML_ELEMENT_NODE:
        return MARKUP_ELEMENT;
    case XML_TEXT_NODE:
    case XML_CDATA_SECTION_NODE:
        return MARKUP_TEXT;
    default:
        return MARKUP_OTHER;
    }
}

const char *markup_text(const struct markup_node *node)
{
    const xmlNode *text = node_of(node);
    return (text->type == XML_TEXT_NODE || text->type == XML_CDATA_SECTION_NODE) && text->content ? (const char *)text->content : "";
}

/* Whether two names are the same in either case: most differ in their first letter. */
static bool is_name(const xmlChar *name, const char *other)
{
    return (*name | 0x20) == (*other | 0x20) && strcasecmp((const char *)name, other) == 0;
}

bool markup_is(const struct markup_node *node, const char *name)
{
    const xmlNode *element = node_of(node);
    const char *prefix = element->ns ? (const char *)element->ns->prefix : NULL;
    size_t size = prefix ? strlen(prefix) : 0;
    if (element->type != XML_ELEMENT_NODE)
        return false;
    if (!prefix)
        return is_name(element->name, name);
    return strncasecmp(prefix, name, size) == 0 && name[size] == ':' && strcasecmp((const char *)element->name, name + size + 1) == 0;
}

bool markup_is_one_of(const struct markup_node *node, const char *const *names)
{
    const xmlNode *element = node_of(node);
    const xmlChar *name = element->name;
    const char *colon;
    if (element->type != XML_ELEMENT_NODE)
        return false;
    colon = strchr((const char *)name, ':');
    if (colon)
        name = (const xmlChar *)colon + 1;
    for (; *names; names++)
        if (is_name(name, *names))
            return true;
    return false;
}

const char *markup_attribute(const struct markup_node *node, const char *name)
{
    for (const xmlAttr *attribute = node_of(node)->type == XML_ELEMENT_NODE ? node_of(node)->properties : NULL; attribute;
         attribute = attribute->next)
        if (is_name(attribute->name, name)) {
            const xmlNode *value = attribute->children;
            return value && value->type == XML_TEXT_NODE && value->content ? (const char *)value->content : "";
        }
    return NULL;
}
