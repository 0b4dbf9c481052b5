/*
 * The template rule, in its order: later issues of one outlet; texts all but equal; forms under unlike titles; corrections
 * of a form; numbers that differ. Two groups are a template only if they are one under every cross pair of what their
 * members are seen as.
 */
#include "match/template.h"

#include <string.h>

/* Lines of so many words carry the story; headlines, datelines and feet carry numbers of their own. */
enum { LONG_LINE_WORDS = 10 };

/* A story is followed for a few days; an issue comes later. */
enum { LATER_ISSUE_DAYS = 3 };

void template_room_release(struct template_room *room)
{
    buffer_release(&room->a.titles);
    buffer_release(&room->b.titles);
    buffer_release(&room->meta);
    buffer_release(&room->words_a);
    buffer_release(&room->words_b);
    text_view_release(&room->view);
    alignment_room_release(&room->alignment);
}

static const uint32_t *title_of(const struct seen_list *list, const struct seen_as *as)
{
    return (const uint32_t *)(const void *)list->titles.data + as->title_at;
}

static bool seen_before(const struct seen_list *list, const struct seen_as *as, const uint32_t *title)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct seen_as *other = &list->as[i];
        if (other->source == as->source && other->url == as->url && other->day == as->day && other->title_count == as->title_count &&
            (as->title_count == 0 || memcmp(title_of(list, other), title, as->title_count * sizeof *title) == 0))
            return true;
    }
    return false;
}

/* Lists what a group is seen as: the distinct ones of its members, the first SEEN_AS_MOST in order of id. */
static enum wirecopy_status list_seen(const struct left_out *left_out, uint32_t rank, struct buffer *room, struct seen_list *list)
{
    const struct groups *groups = left_out->groups;
    list->count = 0;
    list->titles.size = 0;
    for (uint32_t i = groups->first[rank]; i < groups->first[rank + 1] && list->count < SEEN_AS_MOST; i++) {
        uint32_t number = groups->members[i];
        struct article_meta meta;
        struct seen_as as = {.source = left_out->articles->rows[number].source, .day = left_out->articles->rows[number].day};
        enum wirecopy_status status = articles_meta(left_out->articles, number, room, &meta);
        if (status != WIRECOPY_OK)
            return status;
        as.url = meta.url_hash;
        as.title_count = (uint32_t)meta.title_word_count;
        if (seen_before(list, &as, meta.title_words))
            continue;
        as.title_at = (uint32_t)(list->titles.size / sizeof(uint32_t));
        status = buffer_append(&list->titles, meta.title_words, meta.title_word_count * sizeof(uint32_t));
        if (status != WIRECOPY_OK)
            return status;
        list->as[list->count++] = as;
    }
    return WIRECOPY_OK;
}

static uint32_t days_apart(const struct seen_as *x, const struct seen_as *y)
{
    int64_t days = (int64_t)x->day - y->day;
    return (uint32_t)(days < 0 ? -days : days);
}

static bool days_known(const struct seen_as *x, const struct seen_as *y)
{
    return x->day != NO_DAY && y->day != NO_DAY;
}

/* One outlet's same page. */
static bool at_one_address(const struct seen_as *x, const struct seen_as *y)
{
    return x->source && x->source == y->source && x->url && x->url == y->url;
}

static bool later_issue(const struct seen_as *x, const struct seen_as *y)
{
    return x->source && x->source == y->source && days_known(x, y) && days_apart(x, y) > LATER_ISSUE_DAYS && !(x->url && x->url == y->url);
}

/* Words that two titles share and words that they have, for their Jaccard similarity. */
static void compare_titles(const uint32_t *x, size_t x_count, const uint32_t *y, size_t y_count, size_t *shared, size_t *all)
{
    size_t i = 0, j = 0;
    *shared = 0;
    while (i < x_count && j < y_count) {
        uint32_t u = x[i], v = y[j];
        *shared += u == v;
        i += u <= v;
        j += v <= u;
    }
    *all = x_count + y_count - *shared;
}

/*
 * The words of a group that are left, from the first to the last line of LONG_LINE_WORDS or more; all, where no line is so long.
 * *begin_out: how many of those that are left stand before them.
 */
static enum wirecopy_status body_of(const struct left_out *left_out, uint32_t rank, struct text_view *view, struct buffer *room,
                                    const uint32_t **words_out, size_t *count_out, size_t *begin_out)
{
    const uint32_t *words;
    size_t count, at = 0, begin = 0, end = 0;
    bool any = false;
    enum wirecopy_status status = left_out_words(left_out, rank, view, room, &words, &count);
    if (status != WIRECOPY_OK)
        return status;
    for (size_t i = 0; i < view->line_count; i++) {
        size_t line_words = view->lines[i].word_count;
        if (line_is_out(left_out, view->first_line + i))
            continue;
        if (line_words >= LONG_LINE_WORDS) {
            if (!any)
                begin = at;
            any = true;
            end = at + line_words;
        }
        at += line_words;
    }
    *words_out = any ? words + begin : words;
    *count_out = any ? end - begin : count;
    *begin_out = begin;
    if (*words_out && words == view->words) { /* in place in the view, which the other text needs: copy */
        room->size = 0;
        status = buffer_append(room, *words_out, *count_out * sizeof *words);
        *words_out = (const uint32_t *)(const void *)room->data;
    }
    return status;
}

static enum wirecopy_status bodies_differ(const struct left_out *left_out, struct template_room *room, uint32_t a, uint32_t b, bool *differ_out)
{
    const uint32_t *words_a, *words_b;
    size_t count_a, count_b;
    enum wirecopy_status status = body_of(left_out, a, &room->view, &room->words_a, &words_a, &count_a, &room->body_a);
    *differ_out = false;
    room->reason = WIRECOPY_REASON_TOO_LONG;
    if (status == WIRECOPY_OK)
        status = body_of(left_out, b, &room->view, &room->words_b, &words_b, &count_b, &room->body_b);
    if (status != WIRECOPY_OK || count_a > ALIGNED_WORDS_MOST || count_b > ALIGNED_WORDS_MOST)
        return status;
    status = numbers_differ(&room->alignment, words_a, count_a, words_b, count_b, differ_out);
    room->reason = *differ_out ? WIRECOPY_REASON_NUMBERS_DIFFER : WIRECOPY_REASON_NUMBERS_AGREE;
    return status;
}

/* The rules that need no alignment, for one cross pair; false where the numbers must decide. */
static bool judge_seen(struct template_room *room, const struct seen_as *x, const struct seen_as *y, double resemblance, bool form,
                       enum verdict *verdict)
{
    size_t shared, all;
    *verdict = VERDICT_TEMPLATE;
    room->reason = WIRECOPY_REASON_LATER_ISSUE;
    if (resemblance < 0.9 && later_issue(x, y))
        return true;
    *verdict = VERDICT_MATCH;
    room->reason = WIRECOPY_REASON_NEARLY_EQUAL;
    if (resemblance >= 0.97)
        return true;
    if (!(form || at_one_address(x, y)) || !x->title_count || !y->title_count)
        return false;
    compare_titles(title_of(&room->a, x), x->title_count, title_of(&room->b, y), y->title_count, &shared, &all);
    if (!form) { /* published again at its address under its title: corrected, however many numbers are */
        room->reason = WIRECOPY_REASON_CORRECTION;
        return 10 * shared >= 8 * all && days_known(x, y) && days_apart(x, y) <= LATER_ISSUE_DAYS;
    }
    *verdict = VERDICT_TEMPLATE;
    room->reason = WIRECOPY_REASON_FORM_TITLES;
    if (2 * shared < all)
        return true;
    *verdict = VERDICT_UPDATE;
    room->reason = WIRECOPY_REASON_CORRECTION;
    return 10 * shared >= 8 * all && days_known(x, y) && days_apart(x, y) <= 1;
}

/* Whether strings are needed at all: most pairs have neither one outlet nor a form. */
static bool may_be_one_outlet(const struct left_out *left_out, uint32_t a, uint32_t b)
{
    const struct groups *groups = left_out->groups;
    const struct article *x = &left_out->articles->rows[groups_leader(groups, a)], *y = &left_out->articles->rows[groups_leader(groups, b)];
    return groups_size(groups, a) > 1 || groups_size(groups, b) > 1 || (x->source && x->source == y->source);
}

enum wirecopy_status template_judge(const struct left_out *left_out, struct template_room *room, uint32_t a, uint32_t b, double resemblance,
                                    enum verdict *verdict_out)
{
    bool form = (left_out->flags[a] | left_out->flags[b]) & GROUP_FORM, aligned = false, differ = false, all_templates = true;
    enum wirecopy_reason by_numbers = WIRECOPY_REASON_NEARLY_EQUAL, reasons[VERDICT_UPDATE + 1] = {0}; /* by verdict: of the first that came to it */
    enum wirecopy_status status = WIRECOPY_OK;
    *verdict_out = VERDICT_MATCH;
    room->reason = by_numbers;
    if (!form && !may_be_one_outlet(left_out, a, b)) {
        if (resemblance < 0.97)
            status = bodies_differ(left_out, room, a, b, &differ);
        *verdict_out = differ ? VERDICT_TEMPLATE : VERDICT_MATCH;
        return status;
    }
    status = list_seen(left_out, a, &room->meta, &room->a);
    if (status == WIRECOPY_OK)
        status = list_seen(left_out, b, &room->meta, &room->b);
    for (size_t i = 0; i < room->a.count; i++)
        for (size_t j = 0; j < room->b.count && status == WIRECOPY_OK; j++) {
            enum verdict verdict;
            if (!judge_seen(room, &room->a.as[i], &room->b.as[j], resemblance, form, &verdict)) {
                if (!aligned)
                    status = bodies_differ(left_out, room, a, b, &differ);
                by_numbers = aligned ? by_numbers : room->reason;
                aligned = true;
                room->reason = by_numbers;
                verdict = differ ? VERDICT_TEMPLATE : VERDICT_MATCH;
            }
            if (!reasons[verdict])
                reasons[verdict] = room->reason;
            all_templates &= verdict == VERDICT_TEMPLATE;
            if (verdict == VERDICT_UPDATE)
                *verdict_out = VERDICT_UPDATE;
        }
    if (all_templates)
        *verdict_out = VERDICT_TEMPLATE;
    room->reason = reasons[*verdict_out];
    return status;
}
