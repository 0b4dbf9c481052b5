/*
 * Markdown: one file is one article. What stands between two lines of "---" at its beginning (YAML; TOML between "+++") names its
 * title, date, source and address, one on a line; the rest is its text. Without a title the first heading is it.
 */
#include "read/formats.h"

#include <string.h>

#include "read/fields.h"

struct markdown {
    struct source source;
    bool done;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The line at data, without its end; *next is behind it. */
static struct wirecopy_bytes line_at(const char *data, const char *end, const char **next)
{
    const char *found = data < end ? memchr(data, '\n', (size_t)(end - data)) : NULL;
    struct wirecopy_bytes line = {data, (size_t)((found ? found : end) - data)};
    *next = found ? found + 1 : end;
    while (line.size > 0 && is_blank(line.data[line.size - 1]))
        line.size--;
    return line;
}

static bool equals(struct wirecopy_bytes line, const char *words)
{
    return line.size == strlen(words) && memcmp(line.data, words, line.size) == 0;
}

/* Where the front matter's lines end and the text begins; NULL where there is no front matter. *sign stands behind its names. */
static const char *front_of(const char *data, const char *end, const char **lines_end, char *sign)
{
    struct wirecopy_bytes line = line_at(data, end, &data);
    const char *closing = equals(line, "---") ? "---" : "+++";
    bool named = false;
    *sign = *closing == '-' ? ':' : '=';
    if (!equals(line, closing))
        return NULL;
    while (data < end) {
        *lines_end = data;
        line = line_at(data, end, &data);
        if (equals(line, closing) || (*sign == ':' && equals(line, "...")))
            return named ? data : NULL;
        named |= line.size > 0 && memchr(line.data, *sign, line.size);
    }
    return NULL;
}

int markdown_score(const struct head *head)
{
    struct wirecopy_bytes text = behind_mark((struct wirecopy_bytes){head->data, head->size});
    const char *lines_end;
    char sign;
    if (!is_text(head->data, head->size))
        return 0;
    if (front_of(text.data, text.data + text.size, &lines_end, &sign))
        return 80;
    return name_ends_in(head->name, ".md") || name_ends_in(head->name, ".markdown") ? 40 : 0;
}

enum wirecopy_status markdown_open(const struct source *source, void **state_out)
{
    struct markdown *markdown = memory_allocate_zero(1, sizeof *markdown);
    if (!markdown)
        return WIRECOPY_NO_MEMORY;
    markdown->source = *source;
    *state_out = markdown;
    return WIRECOPY_OK;
}

static struct wirecopy_bytes trim(struct wirecopy_bytes value)
{
    while (value.size > 0 && is_blank(*value.data)) {
        value.data++;
        value.size--;
    }
    while (value.size > 0 && is_blank(value.data[value.size - 1]))
        value.size--;
    return value;
}

/* A value without its quotes; a list, a block or a comment is none. */
static struct wirecopy_bytes scalar(struct wirecopy_bytes value)
{
    value = trim(value);
    if (value.size >= 2 && (*value.data == '"' || *value.data == '\'') && value.data[value.size - 1] == *value.data)
        return (struct wirecopy_bytes){value.data + 1, value.size - 2};
    if (value.size > 0 && memchr("[{|>&*#!", *value.data, 8))
        value.size = 0;
    return value;
}

/* Takes the lines of the front matter that name fields; those that are set in belong to others. */
static void read_front(const struct reader_options *options, const char *data, const char *end, char sign, struct field_choice *choice)
{
    while (data < end) {
        struct wirecopy_bytes line = line_at(data, end, &data), name = line;
        const char *found = line.size > 0 ? memchr(line.data, sign, line.size) : NULL;
        struct field_ranks ranks;
        if (!found || is_blank(*line.data))
            continue;
        name.size = (size_t)(found - line.data);
        if (!fields_rank(options, trim(name), &ranks))
            continue;
        ranks.rank[FIELD_TEXT] = FIELD_NOT;
        fields_offer(choice, &ranks, scalar((struct wirecopy_bytes){found + 1, line.size - name.size - 1}));
    }
}

/* The first line, where it is a heading. */
static struct wirecopy_bytes heading_of(const char *data, const char *end)
{
    while (data < end) {
        struct wirecopy_bytes line = line_at(data, end, &data);
        size_t signs = 0;
        while (signs < line.size && line.data[signs] == '#')
            signs++;
        if (signs > 0 && signs < line.size && is_blank(line.data[signs]))
            return trim((struct wirecopy_bytes){line.data + signs, line.size - signs});
        if (line.size > 0)
            break;
    }
    return (struct wirecopy_bytes){0};
}

enum read_result markdown_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct markdown *markdown = state;
    struct field_choice choice;
    struct wirecopy_bytes bytes;
    const char *end, *lines_end, *text;
    enum read_result result;
    char sign;
    if (markdown->done)
        return READ_END;
    markdown->done = true;
    result = read_whole(&markdown->source, &bytes, problem, status);
    if (result != READ_ARTICLE)
        return result;
    bytes = behind_mark(bytes);
    end = bytes.data + bytes.size;
    text = front_of(bytes.data, end, &lines_end, &sign);
    fields_begin(&choice);
    if (text)
        read_front(markdown->source.options, bytes.data, lines_end, sign, &choice);
    else
        text = bytes.data;
    choice.value[FIELD_TEXT] = (struct wirecopy_bytes){text, (size_t)(end - text)};
    fields_end(&choice, article);
    article->id = markdown->source.article_id;
    if (!article->title.data)
        article->title = heading_of(text, end);
    return READ_ARTICLE;
}

void markdown_close(void *state)
{
    memory_free(state);
}
