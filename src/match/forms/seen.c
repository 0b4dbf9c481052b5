/* Members' strings are read once a group; the body of a text is found by the lengths of its lines. */
#include "match/forms/seen.h"

#include <string.h>

/* Lines of so many words carry the story; headlines, datelines and feet carry numbers of their own. */
enum { LONG_LINE_WORDS = 10 };

void seen_room_release(struct seen_room *room)
{
    buffer_release(&room->titles);
    scratch_window_release(&room->meta);
}

void compare_titles(const struct seen_list *a, const struct seen_as *x, const struct seen_list *b, const struct seen_as *y, size_t *shared,
                    size_t *all)
{
    const uint32_t *title = title_of(a, x), *other = title_of(b, y);
    size_t i = 0, j = 0;
    *shared = 0;
    while (i < x->title_count && j < y->title_count) {
        uint32_t u = title[i], v = other[j];
        *shared += u == v;
        i += u <= v;
        j += v <= u;
    }
    *all = x->title_count + y->title_count - *shared;
}

static bool seen_before(const struct seen_list *list, const struct seen_as *as, const uint32_t *title)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct seen_as *other = &list->as[i];
        if (other->source == as->source && other->url == as->url && other->day == as->day && other->minute == as->minute &&
            other->title_count == as->title_count &&
            (as->title_count == 0 || memcmp(title_of(list, other), title, as->title_count * sizeof *title) == 0))
            return true;
    }
    return false;
}

enum wirecopy_status list_seen(const struct left_out *left_out, uint32_t rank, struct seen_room *room, struct seen_list *list_out)
{
    const struct groups *groups = left_out->groups;
    struct seen_list list = {.as = room->as};
    if (room->last.as && room->rank == rank) {
        *list_out = room->last;
        return WIRECOPY_OK;
    }
    room->last.as = NULL;
    room->titles.size = 0;
    for (uint32_t i = groups->first[rank]; i < groups->first[rank + 1] && list.count < SEEN_AS_MOST; i++) {
        uint32_t number = groups->members[i];
        const struct article *row = &left_out->articles->rows[number];
        const uint32_t *title;
        size_t title_count;
        struct seen_as as = {.source = row->source, .day = row->day, .minute = NO_MINUTE};
        enum wirecopy_status status = articles_title(left_out->articles, number, &room->meta, &as.url, &title, &title_count);
        if (status != WIRECOPY_OK)
            return status;
        if (row->day != NO_DAY && row->minute != UNKNOWN_MINUTE)
            as.minute = article_minute(row);
        as.title_count = (uint32_t)title_count;
        if (seen_before(&list, &as, title))
            continue;
        as.title_at = (uint32_t)(room->titles.size / sizeof(uint32_t));
        status = buffer_append(&room->titles, title, title_count * sizeof *title);
        if (status != WIRECOPY_OK)
            return status;
        list.titles = (const uint32_t *)(const void *)room->titles.data;
        room->as[list.count++] = as;
    }
    *list_out = room->last = list;
    room->rank = rank;
    return WIRECOPY_OK;
}

/* The body, while lines are gone through. */
struct body {
    size_t at, begin, end;
    bool any;
};

static void add_line(struct body *body, size_t line_words)
{
    if (line_words >= LONG_LINE_WORDS) {
        if (!body->any)
            body->begin = body->at;
        body->any = true;
        body->end = body->at + line_words;
    }
    body->at += line_words;
}

static void put_body(const struct body *body, struct group_words *words_out)
{
    words_out->count = body->at;
    words_out->body_begin = body->begin;
    words_out->body_count = body->any ? body->end - body->begin : body->at;
}

void group_words_shown(const struct left_out *left_out, const struct text_view *view, struct group_words *words_out)
{
    struct body body = {.any = false};
    for (size_t i = 0; i < view->line_count; i++)
        if (!line_is_out(left_out, view->first_line + i))
            add_line(&body, view->line_words[i]);
    put_body(&body, words_out);
    words_out->words = view->left;
}

enum wirecopy_status count_group_words(const struct left_out *left_out, uint32_t rank, struct group_words *words_out)
{
    struct text_lines lines = {.line = 0};
    struct body body = {.any = false};
    enum wirecopy_status status = text_lines_begin(left_out->texts, groups_text(left_out->groups, rank), &lines);
    if (status == WIRECOPY_OK)
        status = text_lines_more(left_out->texts, &lines);
    while (status == WIRECOPY_OK && lines.at_hand > 0) {
        for (; lines.at_hand > 0; text_lines_step(&lines))
            if (!line_is_out(left_out, lines.line))
                add_line(&body, *lines.words);
        status = text_lines_more(left_out->texts, &lines);
    }
    put_body(&body, words_out);
    words_out->words = NULL;
    text_lines_release(&lines);
    return status;
}

enum wirecopy_status find_group_words(const struct left_out *left_out, uint32_t rank, struct text_view *view, struct buffer *room,
                                      struct group_words *words_out)
{
    const uint32_t *words;
    size_t count;
    enum wirecopy_status status = left_out_words(left_out, rank, view, room, &words, &count);
    if (status == WIRECOPY_OK)
        group_words_shown(left_out, view, words_out);
    return status;
}
