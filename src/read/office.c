/*
 * Documents of word processors, one article each: the XML within .docx and .odt, or as it stands in a file of its own. Paragraphs are
 * lines; what was deleted, fields' instructions and remarks are no text. A first paragraph in the style of titles is the title.
 */
#include "read/formats.h"

#include <string.h>
#include <strings.h>

#include "read/markup/html.h"
#include "read/markup/markup.h"

struct office {
    struct source source;
    bool done;
    bool is_told; /* that it is broken; the article comes now */
    struct buffer text, title;
};

/* Whether XML begins with an element of that name, behind its declaration. */
static bool has_root(const char *data, size_t size, const char *name)
{
    const char *end = data + size, *found = data;
    while (found < end && (found = memchr(found, '<', (size_t)(end - found))) != NULL && end - found > 1 && (found[1] == '?' || found[1] == '!'))
        found++;
    return found && found < end && (size_t)(end - found) > strlen(name) + 1 && memcmp(found + 1, name, strlen(name)) == 0 &&
           strchr(" \t\r\n>", found[strlen(name) + 1]);
}

int office_score(const struct head *head)
{
    const struct wirecopy_bytes bytes = behind_mark((struct wirecopy_bytes){head->data, head->size});
    if (bytes.size == 0 || *bytes.data != '<')
        return 0;
    return has_root(bytes.data, bytes.size, "w:document") || has_root(bytes.data, bytes.size, "office:document-content") ||
                   has_root(bytes.data, bytes.size, "office:document")
               ? 99
               : 0;
}

enum wirecopy_status office_open(const struct source *source, void **state_out)
{
    struct office *office = memory_allocate_zero(1, sizeof *office);
    if (!office)
        return WIRECOPY_NO_MEMORY;
    office->source = *source;
    *state_out = office;
    return WIRECOPY_OK;
}

static bool is_paragraph(const struct markup_node *node)
{
    return markup_is(node, "w:p") || markup_is(node, "text:p") || markup_is(node, "text:h");
}

/* Whether nothing below it is text of the document. Fallback repeats, for old programs, what stands beside it. */
static bool is_left_out(const struct markup_node *node)
{
    static const char *const names[] = {"delText", "instrText", "tracked-changes", "annotation", "Fallback", "styles", "automatic-styles",
                                        "meta",    NULL};
    return markup_is_one_of(node, names);
}

/* An attribute's value, whether its prefix is declared or not. */
static const char *attribute(const struct markup_node *node, const char *prefixed)
{
    const char *value = markup_attribute(node, strchr(prefixed, ':') + 1);
    return value ? value : markup_attribute(node, prefixed);
}

static bool is_title(const struct markup_node *node)
{
    const char *style = markup_is(node, "w:pStyle") ? attribute(node, "w:val") : is_paragraph(node) ? attribute(node, "text:style-name") : NULL;
    return style && strcasecmp(style, "title") == 0;
}

/* What a node within a paragraph stands for. In .docx words stand in w:t alone, white space about it is the layout of the XML. */
static const char *words_of(const struct markup_node *node, bool is_docx)
{
    static const char *const breaks[] = {"br", "cr", "line-break", "p", "h", NULL}, *const spaces[] = {"tab", "s", NULL}, *const run[] = {"t", NULL};
    if (markup_kind(node) == MARKUP_TEXT)
        return !is_docx || markup_is_one_of(markup_parent(node), run) ? markup_text(node) : "";
    return markup_is_one_of(node, breaks) ? "\n" : markup_is_one_of(node, spaces) ? " " : "";
}

/* Appends a paragraph, as a line, to the text; or makes it the title. */
static enum wirecopy_status read_paragraph(struct office *office, struct markup_node *paragraph)
{
    bool is_docx = markup_is(paragraph, "w:p"), may_be_title = office->title.size == 0 && office->text.size == 0,
         title = may_be_title && is_title(paragraph);
    size_t before = office->text.size;
    enum wirecopy_status status = WIRECOPY_OK;
    for (struct markup_node *node = markup_next(paragraph, paragraph, true); node && status == WIRECOPY_OK;) {
        bool down = !is_left_out(node);
        const char *words = down ? words_of(node, is_docx) : "";
        title |= may_be_title && is_title(node);
        status = buffer_append(&office->text, words, strlen(words));
        node = markup_next(node, paragraph, down);
    }
    if (office->text.size == before)
        return status;
    if (title && status == WIRECOPY_OK) {
        status = buffer_append(&office->title, office->text.data, office->text.size);
        office->text.size = 0;
    } else if (status == WIRECOPY_OK) {
        status = buffer_append(&office->text, "\n", 1);
    }
    return status;
}

static enum wirecopy_status read_document(struct office *office, const struct markup *markup)
{
    struct markup_node *root = markup_root(markup);
    enum wirecopy_status status = WIRECOPY_OK;
    for (struct markup_node *node = root; node && status == WIRECOPY_OK;) {
        bool paragraph = is_paragraph(node);
        if (paragraph)
            status = read_paragraph(office, node);
        node = markup_next(node, root, !paragraph && !is_left_out(node));
    }
    html_one_line(&office->title);
    return status;
}

enum read_result office_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct office *office = state;
    struct wirecopy_bytes bytes;
    struct markup *markup;
    bool broken;
    *status = WIRECOPY_OK;
    if (office->done && !office->is_told)
        return READ_END;
    if (!office->done) {
        enum read_result result = read_whole(&office->source, &bytes, problem, status);
        office->done = true;
        if (result != READ_ARTICLE)
            return result;
        bytes = behind_mark(bytes);
        *status = markup_of_xml(bytes.data, bytes.size, &markup, &broken);
        if (*status != WIRECOPY_OK)
            return READ_FAILED;
        *status = read_document(office, markup);
        markup_free(markup);
        if (*status != WIRECOPY_OK)
            return READ_FAILED;
        office->is_told = broken;
        if (broken) {
            *problem = (struct wirecopy_problem){WIRECOPY_PROBLEM_REPAIRED, NULL, 0, "broken XML"};
            return READ_PROBLEM;
        }
    }
    office->is_told = false;
    *article = (struct raw_article){.text = {office->text.size ? office->text.data : "", office->text.size},
                                    .id = office->source.article_id,
                                    .title = bytes_of(&office->title),
                                    .day = NO_DAY};
    return READ_ARTICLE;
}

void office_close(void *state)
{
    struct office *office = state;
    buffer_release(&office->text);
    buffer_release(&office->title);
    memory_free(office);
}
