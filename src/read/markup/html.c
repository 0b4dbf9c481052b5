/* Pages: a page is made UTF-8, and a walk over its tree takes the text of the element that holds the story. */
#include "read/markup/html.h"

#include <string.h>
#include <strings.h>

#include "read/bytes/encoding.h"
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
    buffer_release(&page->utf8);
    json_free(page->json);
    *page = (struct html_page){.json = NULL};
}

static bool begins_with(const char *data, size_t size, const char *word)
{
    return size >= strlen(word) && strncasecmp(data, word, strlen(word)) == 0;
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

bool html_recognises(const char *data, size_t size)
{
    const char *end = data + size;
    if (size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
        data += 3;
    for (;;) {
        const char *closing;
        while (data < end && is_white(*data))
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

/* Puts text with its white space as one space, and none at the ends of a line. */
static enum wirecopy_status put_text(struct buffer *out, const char *text, size_t size)
{
    enum wirecopy_status status = buffer_reserve(out, size + 1);
    const char *end = text + size;
    while (status == WIRECOPY_OK && text < end) {
        char *at = out->data + out->size;
        while (text < end && !is_white(*text))
            *at++ = *text++;
        if (text < end && at > out->data && at[-1] != ' ' && at[-1] != '\n')
            *at++ = ' ';
        while (text < end && is_white(*text))
            text++;
        out->size = (size_t)(at - out->data);
    }
    return status;
}

static enum wirecopy_status end_line(struct buffer *out)
{
    if (out->size > 0 && out->data[out->size - 1] == ' ')
        out->size--;
    return out->size > 0 && out->data[out->size - 1] != '\n' ? buffer_append(out, "\n", 1) : WIRECOPY_OK;
}

/* Whether a reader of the page would not read it as text. */
static bool is_silent(const struct markup_node *node)
{
    const char *role = markup_attribute(node, "role");
    return markup_is_one_of(node, silent) || (role && strcasecmp(role, "navigation") == 0);
}

/* Puts a text; line breaks count where the page is set as it was typed. */
static enum wirecopy_status put_lines(struct buffer *out, const struct markup_node *node, bool as_typed)
{
    const char *text = markup_text(node);
    enum wirecopy_status status = WIRECOPY_OK;
    while (as_typed && status == WIRECOPY_OK && *text) {
        size_t size = strcspn(text, "\n");
        status = put_text(out, text, size);
        text += size;
        if (status == WIRECOPY_OK && *text == '\n') {
            status = end_line(out);
            text++;
        }
    }
    return status == WIRECOPY_OK ? put_text(out, text, strlen(text)) : status;
}

enum wirecopy_status html_text_of(struct markup_node *root, struct buffer *out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    const struct markup_node *typed = NULL; /* the pre that the walk is in */
    out->size = 0;
    for (struct markup_node *node = root; node && status == WIRECOPY_OK;) {
        enum markup_kind kind = markup_kind(node);
        bool down = kind == MARKUP_ELEMENT && (node == root || !is_silent(node));
        struct markup_node *next;
        if (kind == MARKUP_TEXT)
            status = put_lines(out, node, typed);
        else if (down && markup_is_one_of(node, blocks))
            status = end_line(out);
        if (down && !typed && markup_is(node, "pre"))
            typed = node;
        next = markup_next(node, root, down);
        /* a block's end is where the walk comes out of it */
        for (const struct markup_node *left = down && markup_children(node) ? NULL : node; left && status == WIRECOPY_OK;
             left = markup_parent(left)) {
            if (down || left != node)
                status = markup_is_one_of(left, blocks) ? end_line(out) : status;
            if (left == typed)
                typed = NULL;
            if (left == root || (next && markup_parent(left) == markup_parent(next)))
                break;
        }
        node = next;
    }
    return status == WIRECOPY_OK ? end_line(out) : status;
}

void html_one_line(struct buffer *text)
{
    for (size_t i = 0; i < text->size; i++)
        if (text->data[i] == '\n')
            text->data[i] = ' ';
    while (text->size > 0 && text->data[text->size - 1] == ' ')
        text->size--;
}

/*
 * Takes the text of the element that holds the story: the longest that is marked as an article's body, else the longest article, else main,
 * else the body. One within another of its kind is a part of it.
 */
static enum wirecopy_status take_story(struct markup_node *root, struct buffer *text)
{
    struct markup_node *found[2] = {NULL, NULL}, *behind[2] = {NULL, NULL}, *main_part = NULL, *body = NULL, *story;
    const struct markup_node *taken = NULL; /* whose text it is */
    bool within[2] = {false, false};
    size_t most[2] = {ARTICLE_LEAST_BYTES, ARTICLE_LEAST_BYTES};
    enum wirecopy_status status = WIRECOPY_OK;
    for (struct markup_node *node = root; node && status == WIRECOPY_OK; node = markup_next(node, root, true)) {
        const char *property = markup_attribute(node, "itemprop");
        const bool is[2] = {property && strcasecmp(property, "articleBody") == 0, markup_is(node, "article")};
        for (size_t i = 0; i < 2 && status == WIRECOPY_OK; i++) {
            within[i] &= node != behind[i];
            if (!is[i] || within[i])
                continue;
            within[i] = true;
            behind[i] = markup_next(node, root, false);
            status = html_text_of(node, text);
            taken = node;
            if (text->size >= most[i]) {
                most[i] = text->size + 1;
                found[i] = node;
            }
        }
        if (markup_is(node, "main") && !main_part)
            main_part = node;
        else if (markup_is(node, "body") && !body)
            body = node;
    }
    story = found[0] ? found[0] : found[1] ? found[1] : main_part ? main_part : body ? body : root;
    return status == WIRECOPY_OK && story != taken ? html_text_of(story, text) : status;
}

/* Finds word after at, in either case; NULL where it is not before end. */
static const char *find_word(const char *at, const char *end, const char *word)
{
    for (size_t size = strlen(word); (size_t)(end - at) >= size; at++)
        if (strncasecmp(at, word, size) == 0)
            return at;
    return NULL;
}

/* Takes the name behind "charset=" or "encoding=", in quotes or not. */
static void take_name(const char *at, const char *end, char name[ENCODING_NAME_BYTES])
{
    size_t size = 0;
    while (at < end && strchr(" \t\r\n=\"'", *at) && *at)
        at++;
    while (at < end && size < ENCODING_NAME_BYTES - 1 && !strchr(" \t\r\n\"';>?/", *at))
        name[size++] = *at++;
    name[size] = '\0';
}

void html_declared_encoding(const char *data, size_t size, char name[ENCODING_NAME_BYTES])
{
    const char *end = data + (size < HEAD_BYTES ? size : HEAD_BYTES);
    *name = '\0';
    while (*name == '\0' && data < end && (data = memchr(data, '<', (size_t)(end - data))) != NULL) {
        bool comment = begins_with(data, (size_t)(end - data), "<!--"), xml = begins_with(data, (size_t)(end - data), "<?xml");
        const char *tag_end = comment ? find_word(data + 4, end, "-->") : memchr(data, '>', (size_t)(end - data)), *found = NULL;
        if (!tag_end)
            tag_end = end;
        if (xml || begins_with(data, (size_t)(end - data), "<meta"))
            found = find_word(data, tag_end, xml ? "encoding" : "charset");
        if (found)
            take_name(found + (xml ? 8 : 7), tag_end, name);
        data = comment ? tag_end : data + 1;
    }
}

/* The encoding that a page is in. */
static const char *encoding_of(const char *data, size_t size, struct html_encoding known, char name[ENCODING_NAME_BYTES])
{
    if (known.said && encoding_is_known(known.said))
        return encoding_choose(data, size, known.said, NULL);
    html_declared_encoding(data, size, name);
    if (strncasecmp(name, "utf-16", 6) == 0) /* then it could not be read here */
        return "UTF-8";
    return encoding_choose(data, size, name, known.otherwise);
}

/* Makes a page UTF-8 without zero bytes, in place or in page->utf8. */
static enum wirecopy_status decode(struct html_page *page, struct wirecopy_bytes *bytes, struct html_encoding known)
{
    char name[ENCODING_NAME_BYTES];
    size_t mark_size = 0;
    const char *mark = encoding_of_mark(bytes->data, bytes->size, &mark_size), *encoding;
    enum wirecopy_status status;
    bytes->data += mark_size;
    bytes->size -= mark_size;
    encoding = mark ? mark : encoding_of(bytes->data, bytes->size, known, name);
    if (encoding && strcasecmp(encoding, "UTF-8") == 0 && json_is_utf8(bytes->data, bytes->size) && !memchr(bytes->data, 0, bytes->size))
        return WIRECOPY_OK;
    page->utf8.size = 0;
    status = encoding_decode(encoding, bytes->data, bytes->size, &page->utf8);
    *bytes = (struct wirecopy_bytes){page->utf8.size ? page->utf8.data : "", page->utf8.size};
    for (size_t i = 0; i < page->utf8.size; i++)
        if (page->utf8.data[i] == '\0')
            page->utf8.data[i] = ' ';
    return status;
}

enum wirecopy_status html_read(struct html_page *page, const char *data, size_t size, struct html_encoding encoding)
{
    struct wirecopy_bytes bytes = {data, size};
    struct markup *markup = NULL;
    struct markup_node *root = NULL;
    enum wirecopy_status status = decode(page, &bytes, encoding);
    page->text.size = page->title.size = page->source.size = page->date.size = page->url.size = 0;
    if (status == WIRECOPY_OK)
        status = markup_of_html(bytes.data, bytes.size, &markup);
    if (status == WIRECOPY_OK)
        root = markup_root(markup);
    if (root)
        status = html_about(page, root);
    if (root && status == WIRECOPY_OK)
        status = take_story(root, &page->text);
    markup_free(markup);
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
    if (begins_with(head->data, head->size, "<?xml")) /* of another kind: its tags are no words either */
        return 40;
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

enum read_result html_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct html *html = state;
    struct wirecopy_bytes bytes;
    enum read_result result;
    if (html->done)
        return READ_END;
    html->done = true;
    result = read_whole(&html->source, &bytes, problem, status);
    if (result != READ_ARTICLE)
        return result;
    *status = html_read(&html->page, bytes.data, bytes.size, (struct html_encoding){NULL, html->source.options->encoding});
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
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
