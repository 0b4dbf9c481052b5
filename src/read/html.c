/*
 * The one door to libxml2: its HTML parser mends what is broken, and a walk over the tree takes the text. The article element
 * with the most text is the story where there is one, else main, else the body. Titles, dates, addresses and outlets come from
 * the usual meta tags and from JSON-LD.
 */
#include "read/html.h"

#include <libxml/HTMLparser.h>
#include <string.h>
#include <strings.h>

#include "read/formats.h"

/* Elements that hold no text for readers, and those that stand on lines of their own. */
static const char *const silent[] = {"script", "style",  "noscript", "template", "svg",  "nav",    "iframe", "button",
                                     "select", "object", "head",     "textarea", "math", "canvas", NULL};
static const char *const blocks[] = {"p",          "div",     "h1",      "h2",     "h3",      "h4",      "h5",      "h6",     "li",     "ul",
                                     "ol",         "table",   "tr",      "td",     "th",      "br",      "hr",      "dl",     "dt",     "dd",
                                     "pre",        "article", "section", "header", "main",    "aside",   "address", "footer", "figure", "figcaption",
                                     "blockquote", "title",   "body",    "form",   "caption", "summary", "details", NULL};

/* A page without an article of so many bytes has its story elsewhere. */
enum { ARTICLE_LEAST_BYTES = 250 };

void html_page_release(struct html_page *page)
{
    buffer_release(&page->text);
    buffer_release(&page->title);
    buffer_release(&page->source);
    buffer_release(&page->date);
    buffer_release(&page->url);
    json_free(page->json);
    *page = (struct html_page){.json = NULL};
}

static bool begins_with(const char *data, size_t size, const char *word)
{
    return size >= strlen(word) && strncasecmp(data, word, strlen(word)) == 0;
}

bool html_recognises(const char *data, size_t size)
{
    const char *end = data + size;
    if (size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
        data += 3;
    for (;;) {
        const char *closing;
        while (data < end && strchr(" \t\r\n\f", *data) && *data)
            data++;
        if (begins_with(data, (size_t)(end - data), "<!doctype html") || begins_with(data, (size_t)(end - data), "<html"))
            return true;
        if (!begins_with(data, (size_t)(end - data), "<!--") && !begins_with(data, (size_t)(end - data), "<?xml"))
            return false;
        closing = memchr(data, '>', (size_t)(end - data));
        if (!closing)
            return false;
        data = closing + 1;
    }
}

static bool is_one_of(const xmlNode *node, const char *const *names)
{
    for (; *names; names++)
        if (strcasecmp((const char *)node->name, *names) == 0)
            return true;
    return false;
}

static bool is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcasecmp((const char *)node->name, name) == 0;
}

/* The node after one in order of the document; down: into it too. NULL where root is left. */
static xmlNode *next_node(xmlNode *node, const xmlNode *root, bool down)
{
    if (down && node->children && node->type != XML_ENTITY_REF_NODE)
        return node->children;
    while (node != root && !node->next)
        node = node->parent;
    return node == root ? NULL : node->next;
}

/* Puts text with its white space as one space, and none at the ends of a line. */
static enum wirecopy_status put_text(struct buffer *out, const char *text)
{
    enum wirecopy_status status = buffer_reserve(out, strlen(text) + 1);
    for (; status == WIRECOPY_OK && *text; text++) {
        bool white = strchr(" \t\r\n\f", *text) != NULL;
        char last = out->size ? out->data[out->size - 1] : '\n';
        if (white && (last == ' ' || last == '\n'))
            continue;
        out->data[out->size++] = *text;
        if (white)
            out->data[out->size - 1] = ' ';
    }
    return status;
}

static enum wirecopy_status end_line(struct buffer *out)
{
    if (out->size > 0 && out->data[out->size - 1] == ' ')
        out->size--;
    return out->size > 0 && out->data[out->size - 1] != '\n' ? buffer_append(out, "\n", 1) : WIRECOPY_OK;
}

/* The text of a node, blocks on lines of their own; a block's end is where the walk comes out of it. */
static enum wirecopy_status text_of(xmlNode *root, struct buffer *out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    out->size = 0;
    for (xmlNode *node = root; node && status == WIRECOPY_OK;) {
        bool down = true;
        xmlNode *next;
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            status = node->content ? put_text(out, (const char *)node->content) : WIRECOPY_OK;
        } else if (node->type == XML_ELEMENT_NODE) {
            down = node == root || !is_one_of(node, silent);
            if (down && is_one_of(node, blocks))
                status = end_line(out);
        } else {
            down = false;
        }
        next = next_node(node, root, down);
        for (xmlNode *left = down && node->children ? NULL : node;
             status == WIRECOPY_OK && left && left != root && (!next || left->parent != next->parent); left = left->parent)
            if (left->parent && left->parent->type == XML_ELEMENT_NODE && is_one_of(left->parent, blocks))
                status = end_line(out);
        if (status == WIRECOPY_OK && node->type == XML_ELEMENT_NODE && is_one_of(node, blocks) && !node->children)
            status = end_line(out);
        node = next;
    }
    return status == WIRECOPY_OK ? end_line(out) : status;
}

static enum wirecopy_status set(struct buffer *field, const char *value, size_t size)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (field->size > 0 || size == 0)
        return status;
    status = buffer_reserve(field, size + 1);
    if (status == WIRECOPY_OK) {
        memcpy(field->data, value, size);
        field->size = size;
    }
    return status;
}

/* Sets a field from an attribute, where it is not known yet. */
static enum wirecopy_status set_attribute(struct buffer *field, const xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    enum wirecopy_status status = value ? set(field, (const char *)value, strlen((const char *)value)) : WIRECOPY_OK;
    xmlFree(value);
    return status;
}

static bool attribute_is(const xmlNode *node, const char *name, const char *const *values)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    bool is = false;
    for (; value && *values && !is; values++)
        is = strcasecmp((const char *)value, *values) == 0;
    xmlFree(value);
    return is;
}

static enum wirecopy_status read_meta(struct html_page *page, const xmlNode *node)
{
    static const char *const
        titles[] = {"og:title", "twitter:title", "headline", NULL},
        *const sources[] = {"og:site_name", "application-name", NULL}, *const urls[] = {"og:url", NULL},
        *const dates[] = {"article:published_time", "date",          "pubdate",           "publishdate", "datepublished", "dc.date", "dc.date.issued",
                          "parsely-pub-date",       "sailthru.date", "og:published_time", NULL};
    static const char *const keys[] = {"property", "name", "itemprop"};
    struct buffer *const fields[] = {&page->title, &page->source, &page->url, &page->date};
    const char *const *const names[] = {titles, sources, urls, dates};
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t k = 0; k < 3; k++)
        for (size_t f = 0; f < 4 && status == WIRECOPY_OK; f++)
            if (attribute_is(node, keys[k], names[f]))
                status = set_attribute(fields[f], node, "content");
    return status;
}

/* Takes what a JSON-LD script says; what is no object, or broken, says nothing. */
static enum wirecopy_status read_json_ld(struct html_page *page, xmlNode *node)
{
    static const char *const names[] = {"headline", "datePublished", "url"};
    struct buffer *const fields[] = {&page->title, &page->date, &page->url};
    struct wirecopy_bytes values[3];
    struct json_member publisher;
    const char *reason;
    xmlChar *content = xmlNodeGetContent(node);
    size_t size = content ? strlen((const char *)content) : 0;
    struct buffer padded = {0};
    enum wirecopy_status status = page->json ? WIRECOPY_OK : json_create(&page->json);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&padded, size + JSON_PADDING);
    if (status == WIRECOPY_OK) {
        memcpy(padded.data, content ? (const char *)content : "", size);
        memset(padded.data + size, 0, JSON_PADDING);
        if (json_read_fields(page->json, padded.data, size, names, 3, values, &reason) < JSON_BAD) {
            for (size_t i = 0; i < 3 && status == WIRECOPY_OK; i++)
                if (values[i].data)
                    status = set(fields[i], values[i].data, values[i].size);
            if (status == WIRECOPY_OK && json_find(page->json, "publisher.name", &publisher) && publisher.text.data)
                status = set(&page->source, publisher.text.data, publisher.text.size);
        }
    }
    xmlFree(content);
    buffer_release(&padded);
    return status;
}

/* What the elements of the whole page say of it; *story is the element that holds the text. */
static enum wirecopy_status read_tree(struct html_page *page, xmlNode *root, xmlNode **story)
{
    static const char *const canonical[] = {"canonical", NULL}, *const json_ld[] = {"application/ld+json", NULL};
    xmlNode *title = NULL, *article = NULL, *main_part = NULL, *body = NULL;
    size_t most = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (xmlNode *node = root; node && status == WIRECOPY_OK; node = next_node(node, root, true)) {
        if (is_element(node, "meta")) {
            status = read_meta(page, node);
        } else if (is_element(node, "link") && attribute_is(node, "rel", canonical)) {
            page->url.size = 0; /* better than what a meta tag says */
            status = set_attribute(&page->url, node, "href");
        } else if (is_element(node, "script") && attribute_is(node, "type", json_ld)) {
            status = read_json_ld(page, node);
        } else if (is_element(node, "title") && !title) {
            title = node;
        } else if (is_element(node, "time")) {
            status = set_attribute(&page->date, node, "datetime");
        } else if (is_element(node, "main")) {
            main_part = node;
        } else if (is_element(node, "body")) {
            body = node;
        } else if (is_element(node, "article")) {
            status = text_of(node, &page->text);
            if (page->text.size > most) {
                most = page->text.size;
                article = node;
            }
        }
    }
    if (status == WIRECOPY_OK && title && page->title.size == 0)
        status = text_of(title, &page->title);
    if (page->title.size > 0 && page->title.data[page->title.size - 1] == '\n')
        page->title.size--;
    *story = most >= ARTICLE_LEAST_BYTES ? article : main_part ? main_part : body ? body : root;
    return status;
}

enum wirecopy_status html_read(struct html_page *page, const char *data, size_t size)
{
    const char *encoding = json_is_utf8(data, size) ? "UTF-8" : NULL; /* whatever a meta tag says */
    htmlDocPtr document;
    xmlNode *root, *story;
    enum wirecopy_status status = WIRECOPY_OK;
    page->text.size = page->title.size = page->source.size = page->date.size = page->url.size = 0;
    if (size > INT32_MAX)
        return status_fail(WIRECOPY_TOO_LARGE, "a page of 2 GiB or more");
    document = htmlReadMemory(data, (int)size, NULL, encoding, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    root = document ? xmlDocGetRootElement(document) : NULL;
    if (root)
        status = read_tree(page, root, &story);
    if (root && status == WIRECOPY_OK)
        status = text_of(story, &page->text);
    xmlFreeDoc(document);
    return status;
}

/* The format: one page a file. */
struct html {
    struct source source;
    struct html_page page;
    bool done;
};

int html_score(const struct head *head)
{
    if (html_recognises(head->data, head->size))
        return 97;
    return head->size > 0 && *head->data == '<' && (name_ends_in(head->name, ".html") || name_ends_in(head->name, ".htm")) ? 60 : 0;
}

enum wirecopy_status html_open(const struct source *source, void **state_out)
{
    struct html *html = memory_allocate_zero(1, sizeof *html);
    if (!html)
        return WIRECOPY_NO_MEMORY;
    html->source = *source;
    *state_out = html;
    return WIRECOPY_OK;
}

static struct wirecopy_bytes bytes_of(const struct buffer *buffer)
{
    return (struct wirecopy_bytes){buffer->size ? buffer->data : NULL, buffer->size};
}

enum read_result html_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct html *html = state;
    struct input *input = html->source.input;
    uint64_t most = html->source.options->max_record_bytes;
    if (html->done)
        return READ_END;
    html->done = true;
    *status = WIRECOPY_OK;
    while (*status == WIRECOPY_OK && !input->ended && input->end - input->begin <= most)
        *status = input_more(input);
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    if (input->end - input->begin > most) {
        input->begin = input->end;
        input->ended = true;
        *problem = (struct wirecopy_problem){WIRECOPY_PROBLEM_RECORD, NULL, 0, "longer than a record may be"};
        return READ_PROBLEM;
    }
    if (input->failure)
        return READ_END;
    *status = html_read(&html->page, input->data + input->begin, input->end - input->begin);
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    input->begin = input->end;
    *article = (struct raw_article){.text = {html->page.text.size ? html->page.text.data : "", html->page.text.size},
                                    .id = html->source.article_id,
                                    .title = bytes_of(&html->page.title),
                                    .source = bytes_of(&html->page.source),
                                    .date = bytes_of(&html->page.date),
                                    .url = bytes_of(&html->page.url),
                                    .day = NO_DAY};
    return READ_ARTICLE;
}

void html_close(void *state)
{
    struct html *html = state;
    html_page_release(&html->page);
    memory_free(html);
}
