/*
 * What a page says of itself: meta tags (Open Graph, Dublin Core and what publishers' systems write), JSON-LD (schema.org), the canonical
 * link, time elements, the title. Of two that say something the one of better rank is taken, of equal ranks the first.
 */
#include <string.h>
#include <strings.h>

#include "read/markup/html.h"

enum fact { TITLE, SOURCE, DATE, URL, FACTS };

/* Ranks, the best first. Of the element title the outlet's name is often a part; a time may be that of a comment. */
enum rank { RANK_LINK, RANK_META, RANK_ARTICLE, RANK_LESS, RANK_ITEM, RANK_LAST, RANK_NONE };

struct about {
    struct html_page *page;
    enum rank rank[FACTS];
};

static struct buffer *buffer_of(struct html_page *page, enum fact fact)
{
    struct buffer *const buffers[FACTS] = {[TITLE] = &page->title, [SOURCE] = &page->source, [DATE] = &page->date, [URL] = &page->url};
    return buffers[fact];
}

static bool is_white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static enum wirecopy_status say(struct about *about, enum fact fact, enum rank rank, struct wirecopy_bytes value)
{
    struct buffer *buffer = buffer_of(about->page, fact);
    while (value.size > 0 && is_white(value.data[0])) {
        value.data++;
        value.size--;
    }
    while (value.size > 0 && is_white(value.data[value.size - 1]))
        value.size--;
    if (value.size == 0 || rank >= about->rank[fact])
        return WIRECOPY_OK;
    about->rank[fact] = rank;
    buffer->size = 0;
    return buffer_append(buffer, value.data, value.size);
}

static enum wirecopy_status say_text(struct about *about, enum fact fact, enum rank rank, const char *value)
{
    return value ? say(about, fact, rank, (struct wirecopy_bytes){value, strlen(value)}) : WIRECOPY_OK;
}

/* A page's address in full: what is relative to the page itself tells nothing. */
static bool is_address(const char *value)
{
    return value && (strncasecmp(value, "http://", 7) == 0 || strncasecmp(value, "https://", 8) == 0 || strncmp(value, "//", 2) == 0);
}

static enum wirecopy_status read_meta(struct about *about, const struct markup_node *node)
{
    static const struct {
        const char *name;
        enum fact fact;
        enum rank rank;
    } rows[] = {
        {"og:title", TITLE, RANK_META},
        {"twitter:title", TITLE, RANK_LESS},
        {"headline", TITLE, RANK_LESS},
        {"parsely-title", TITLE, RANK_LESS},
        {"citation_title", TITLE, RANK_LESS},
        {"dc.title", TITLE, RANK_LESS},
        {"dcterms.title", TITLE, RANK_LESS},
        {"title", TITLE, RANK_ITEM},
        {"og:site_name", SOURCE, RANK_META},
        {"application-name", SOURCE, RANK_LESS},
        {"dc.publisher", SOURCE, RANK_LESS},
        {"citation_journal_title", SOURCE, RANK_LESS},
        {"publisher", SOURCE, RANK_ITEM},
        {"article:published_time", DATE, RANK_META},
        {"og:published_time", DATE, RANK_META},
        {"og:article:published_time", DATE, RANK_META},
        {"article:published", DATE, RANK_META},
        {"datepublished", DATE, RANK_LESS},
        {"published_time", DATE, RANK_LESS},
        {"published-date", DATE, RANK_LESS},
        {"publish-date", DATE, RANK_LESS},
        {"publish_date", DATE, RANK_LESS},
        {"publishdate", DATE, RANK_LESS},
        {"publication_date", DATE, RANK_LESS},
        {"publication-date", DATE, RANK_LESS},
        {"article_date_original", DATE, RANK_LESS},
        {"pubdate", DATE, RANK_LESS},
        {"parsely-pub-date", DATE, RANK_LESS},
        {"sailthru.date", DATE, RANK_LESS},
        {"cxenseparse:recs:publishtime", DATE, RANK_LESS},
        {"citation_publication_date", DATE, RANK_LESS},
        {"dc.date.issued", DATE, RANK_LESS},
        {"dcterms.issued", DATE, RANK_LESS},
        {"dcterms.created", DATE, RANK_LESS},
        {"dcterms.date", DATE, RANK_LESS},
        {"dc.date", DATE, RANK_LESS},
        {"date", DATE, RANK_LESS},
        {"datecreated", DATE, RANK_ITEM},
    };
    static const char *const keys[] = {"property", "name", "itemprop"};
    const char *content = markup_attribute(node, "content");
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t k = 0; content && k < sizeof keys / sizeof *keys; k++) {
        const char *key = markup_attribute(node, keys[k]);
        for (size_t i = 0; key && i < sizeof rows / sizeof *rows && status == WIRECOPY_OK; i++)
            if (strcasecmp(key, rows[i].name) == 0)
                status = say_text(about, rows[i].fact, rows[i].rank, content);
        if (status == WIRECOPY_OK && key && is_address(content) && (strcasecmp(key, "og:url") == 0 || strcasecmp(key, "parsely-link") == 0))
            status = say_text(about, URL, RANK_META, content);
    }
    return status;
}

static bool ends_in(struct wirecopy_bytes text, const char *ending)
{
    size_t size = strlen(ending);
    return text.data && text.size >= size && memcmp(text.data + text.size - size, ending, size) == 0;
}

/* Takes what one object of JSON-LD says; what is broken says nothing. */
static enum wirecopy_status read_object(struct about *about, const char *data, size_t size)
{
    static const char *const names[] = {"@type", "headline", "datePublished", "url", "name"};
    struct json *json = about->page->json;
    struct wirecopy_bytes values[5];
    struct json_member member;
    const char *reason;
    bool article, page;
    enum wirecopy_status status = WIRECOPY_OK;
    if (json_read_fields(json, data, size, names, 5, values, &reason) >= JSON_BAD)
        return WIRECOPY_OK;
    article = values[1].data || ends_in(values[0], "Article") || ends_in(values[0], "Posting");
    page = ends_in(values[0], "WebPage");
    if (ends_in(values[0], "WebSite") || ends_in(values[0], "Organization"))
        return say(about, SOURCE, RANK_ITEM, values[4]);
    if (values[0].data && !article && !page)
        return WIRECOPY_OK; /* of a person, a picture, a product */
    status = say(about, DATE, article ? RANK_ARTICLE : RANK_LESS, values[2]);
    if (status == WIRECOPY_OK && article)
        status = say(about, TITLE, RANK_ARTICLE, values[1].data ? values[1] : values[4]);
    if (status == WIRECOPY_OK && article && values[3].size > 4 && memcmp(values[3].data, "http", 4) == 0)
        status = say(about, URL, RANK_ARTICLE, values[3]);
    if (status == WIRECOPY_OK && json_find(json, "publisher.name", &member) && member.text.data)
        status = say(about, SOURCE, RANK_ARTICLE, member.text);
    return status;
}

/*
 * Every object that lies at most LEVELS deep in braces: alone, in a list, in "@graph". Deeper ones are parts of those. data has
 * JSON_PADDING bytes behind it.
 */
static enum wirecopy_status read_objects(struct about *about, const char *data, size_t size)
{
    enum { LEVELS = 3 };
    size_t begins[LEVELS], depth = 0;
    bool in_string = false;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < size && status == WIRECOPY_OK; i++) {
        if (in_string && data[i] == '\\') {
            i++;
        } else if (data[i] == '"') {
            in_string = !in_string;
        } else if (!in_string && data[i] == '{') {
            if (depth < LEVELS)
                begins[depth] = i;
            depth++;
        } else if (!in_string && data[i] == '}' && depth > 0 && --depth < LEVELS) {
            status = read_object(about, data + begins[depth], i + 1 - begins[depth]);
        }
    }
    return status;
}

/* Has what pages write for JSON be it: line breaks in strings become spaces, and so do commas behind which nothing comes. */
static void mend_json(char *text, size_t size)
{
    bool string = false;
    size_t comma = size; /* nothing but white space stands behind it; size: there is none */
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)text[i] < ' ')
            text[i] = ' ';
        if (!string && comma < size && (text[i] == '}' || text[i] == ']'))
            text[comma] = ' ';
        if (text[i] != ' ')
            comma = !string && text[i] == ',' ? i : size;
        if (text[i] == '"')
            string = !string;
        else if (string && text[i] == '\\')
            i++;
    }
}

static enum wirecopy_status read_json_ld(struct about *about, const struct markup_node *script)
{
    struct buffer text = {0};
    enum wirecopy_status status = about->page->json ? WIRECOPY_OK : json_create(&about->page->json);
    for (struct markup_node *node = markup_children(script); node && status == WIRECOPY_OK; node = markup_sibling(node))
        status = buffer_append(&text, markup_text(node), strlen(markup_text(node)));
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&text, JSON_PADDING);
    if (status == WIRECOPY_OK) {
        memset(text.data + text.size, 0, JSON_PADDING);
        mend_json(text.data, text.size);
        status = read_objects(about, text.data, text.size);
    }
    buffer_release(&text);
    return status;
}

static bool attribute_is(const struct markup_node *node, const char *name, const char *value)
{
    const char *found = markup_attribute(node, name);
    return found && strcasecmp(found, value) == 0;
}

/* The text of an element as a title. */
static enum wirecopy_status say_content(struct about *about, enum rank rank, struct markup_node *node)
{
    struct buffer text = {0};
    enum wirecopy_status status = rank < about->rank[TITLE] ? html_text_of(node, &text) : WIRECOPY_OK;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] == '\n')
            text.data[i] = ' ';
    if (status == WIRECOPY_OK)
        status = say(about, TITLE, rank, (struct wirecopy_bytes){text.data, text.size});
    buffer_release(&text);
    return status;
}

enum wirecopy_status html_about(struct html_page *page, struct markup_node *root)
{
    struct about about = {.page = page, .rank = {RANK_NONE, RANK_NONE, RANK_NONE, RANK_NONE}};
    enum wirecopy_status status = WIRECOPY_OK;
    for (struct markup_node *node = root; node && status == WIRECOPY_OK; node = markup_next(node, root, true)) {
        if (markup_is(node, "meta")) {
            status = read_meta(&about, node);
        } else if (markup_is(node, "link")) {
            const char *address = markup_attribute(node, "href");
            if (attribute_is(node, "rel", "canonical") && is_address(address))
                status = say_text(&about, URL, RANK_LINK, address);
        } else if (markup_is(node, "script")) {
            if (attribute_is(node, "type", "application/ld+json"))
                status = read_json_ld(&about, node);
        } else if (markup_is(node, "title")) {
            status = say_content(&about, RANK_ITEM, node);
        } else if (markup_is(node, "h1")) {
            status = say_content(&about, RANK_LAST, node);
        } else if (markup_is(node, "time")) {
            bool published = attribute_is(node, "itemprop", "datePublished") || markup_attribute(node, "pubdate");
            status = say_text(&about, DATE, published ? RANK_ITEM : RANK_LAST, markup_attribute(node, "datetime"));
        } else if (attribute_is(node, "itemprop", "datePublished")) {
            status = say_text(&about, DATE, RANK_ITEM, markup_attribute(node, "content"));
        }
    }
    return status;
}
