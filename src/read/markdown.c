/*
 * Markdown: one file is one article. What stands between two lines of "---" at its beginning (YAML; TOML between "+++") names its
 * title, date, source and address, one on a line; the rest is its text. Without a title the first heading is it.
 */
#include "read/formats.h"

#include <string.h>

#include "read/fields.h"
#include "read/front_matter.h"

struct markdown {
    struct source source;
    struct buffer room; /* of values that were escaped or folded */
    bool done;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static bool equals(struct wirecopy_bytes line, const char *words)
{
    return line.size == strlen(words) && memcmp(line.data, words, line.size) == 0;
}

/* Where the front matter's lines end and the text begins; NULL where there is no front matter. *sign stands behind its names. */
static const char *front_of(const char *data, const char *end, const char **lines_end, char *sign)
{
    struct wirecopy_bytes line = front_line(data, end, &data);
    const char *closing = equals(line, "---") ? "---" : "+++";
    bool named = false;
    *sign = *closing == '-' ? ':' : '=';
    if (!equals(line, closing))
        return NULL;
    while (data < end) {
        *lines_end = data;
        line = front_line(data, end, &data);
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

/* A name, which may stand in quotes. */
static struct wirecopy_bytes name_of(struct wirecopy_bytes name)
{
    name = front_trim(name);
    if (name.size >= 2 && (*name.data == '"' || *name.data == '\'') && name.data[name.size - 1] == *name.data)
        return (struct wirecopy_bytes){name.data + 1, name.size - 2};
    return name;
}

/* Takes the lines of the front matter that name fields; those that are set in belong to others, and those behind a table's name to that. */
static void read_front(const struct reader_options *options, const char *data, const char *end, char sign, struct buffer *room,
                       struct field_choice *choice)
{
    while (data < end) {
        struct wirecopy_bytes line = front_line(data, end, &data), name = line;
        const char *found = line.size > 0 ? memchr(line.data, sign, line.size) : NULL;
        struct field_ranks ranks;
        if (sign == '=' && line.size > 0 && *line.data == '[')
            break;
        if (!found || is_blank(*line.data))
            continue;
        name.size = (size_t)(found - line.data);
        if (!fields_rank(options, name_of(name), &ranks))
            continue;
        ranks.rank[FIELD_TEXT] = FIELD_NOT;
        fields_offer(choice, &ranks, front_value(found + 1, end, sign, room));
    }
}

/* The first line, where it is a heading. */
static struct wirecopy_bytes heading_of(const char *data, const char *end)
{
    while (data < end) {
        struct wirecopy_bytes line = front_line(data, end, &data);
        size_t signs = 0;
        while (signs < line.size && line.data[signs] == '#')
            signs++;
        if (signs > 0 && signs < line.size && is_blank(line.data[signs]))
            return front_trim((struct wirecopy_bytes){line.data + signs, line.size - signs});
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
    if (text) {
        *status = buffer_reserve(&markdown->room, FRONT_GROWTH * (size_t)(lines_end - bytes.data));
        if (*status != WIRECOPY_OK)
            return READ_FAILED;
        read_front(markdown->source.options, bytes.data, lines_end, sign, &markdown->room, &choice);
    } else {
        text = bytes.data;
    }
    choice.value[FIELD_TEXT] = (struct wirecopy_bytes){text, (size_t)(end - text)};
    fields_end(&choice, article);
    article->id = markdown->source.article_id;
    if (!article->title.data)
        article->title = heading_of(text, end);
    return READ_ARTICLE;
}

void markdown_close(void *state)
{
    struct markdown *markdown = state;
    buffer_release(&markdown->room);
    memory_free(markdown);
}
