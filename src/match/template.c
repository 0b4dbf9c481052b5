/*
 * The template rule, in its order: later issues of one outlet; texts all but equal; forms under unlike titles; corrections
 * of a form; numbers that differ; names that differ. Two groups are a template only if they are one under every cross pair of what their
 * members are seen as.
 */
#include "match/template.h"

#include <string.h>

/* Lines of so many words carry the story; headlines, datelines and feet carry numbers of their own. */
enum { LONG_LINE_WORDS = 10 };

/* A story is followed for a few days; an issue comes later. */
enum { LATER_ISSUE_DAYS = 3 };

/* A daily form comes out at the hour of yesterday's, give or take; a correction comes minutes or hours after what it corrects. */
enum { DAY_MINUTES = 24 * 60, SAME_HOUR_MINUTES = 90 };

/*
 * A correction or a slip of the type changes two figures of a text of any length; a form that shares so many shingles has more.
 * Of 800 pairs of forms on our sets that share 100, none differs in two figures only, of copies ten do.
 */
enum { FEW_SHARED = 100, LEAST_OF_FEW = 2, LEAST_OF_MANY = 3 };

/* So many numbers the same and none other: no form of another day, company or place has that under another title. */
enum { NUMBERS_AGREE = 6 };

/* A notice has few words; in a longer text a name that one headline has and the other not is one of many. */
enum { NOTICE_SHINGLES = 100 };
static const double NOTICE_RESEMBLANCE = 0.6;

void template_room_release(struct template_room *room)
{
    buffer_release(&room->a.titles);
    buffer_release(&room->b.titles);
    buffer_release(&room->meta);
    buffer_release(&room->words_a);
    buffer_release(&room->words_b);
    buffer_release(&room->names[0]);
    buffer_release(&room->names[1]);
    text_view_release(&room->view);
    alignment_room_release(&room->alignment);
}

/* NULL where there is none. */
static const uint32_t *title_of(const struct seen_list *list, const struct seen_as *as)
{
    return as->title_count > 0 ? (const uint32_t *)(const void *)list->titles.data + as->title_at : NULL;
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

/* Lists what a group is seen as: the distinct ones of its members, the first SEEN_AS_MOST in order of id. */
static enum wirecopy_status list_seen(const struct left_out *left_out, uint32_t rank, struct buffer *room, struct seen_list *list)
{
    const struct groups *groups = left_out->groups;
    list->count = 0;
    list->titles.size = 0;
    for (uint32_t i = groups->first[rank]; i < groups->first[rank + 1] && list->count < SEEN_AS_MOST; i++) {
        uint32_t number = groups->members[i];
        const struct article *row = &left_out->articles->rows[number];
        struct article_meta meta;
        struct seen_as as = {.source = row->source, .day = row->day, .minute = NO_MINUTE};
        enum wirecopy_status status = articles_meta(left_out->articles, number, room, &meta);
        if (status != WIRECOPY_OK)
            return status;
        as.url = meta.url_hash;
        if (row->day != NO_DAY && row->minute != UNKNOWN_MINUTE)
            as.minute = article_minute(row);
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
 * The words of a group that are left, whole_out, and those from the first to the last line of LONG_LINE_WORDS or more, body_out; all,
 * where no line is so long. *begin_out: how many of those that are left stand before the body.
 */
static enum wirecopy_status body_of(const struct left_out *left_out, uint32_t rank, struct text_view *view, struct buffer *room,
                                    struct word_list *whole_out, struct word_list *body_out, size_t *begin_out)
{
    const uint32_t *words;
    size_t count, at = 0, begin = 0, end = 0;
    bool any = false;
    enum wirecopy_status status = left_out_words(left_out, rank, view, room, &words, &count);
    if (status != WIRECOPY_OK)
        return status;
    for (size_t i = 0; i < view->line_count; i++) {
        size_t line_words = view->line_words[i];
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
    if (words && words == view->words) { /* in place in the view, which the other text needs: copy */
        room->size = 0;
        status = buffer_append(room, words, count * sizeof *words);
        words = (const uint32_t *)(const void *)room->data;
    }
    *whole_out = (struct word_list){words, count};
    *body_out = any ? (struct word_list){words + begin, end - begin} : *whole_out;
    *begin_out = begin;
    return status;
}

static enum wirecopy_status bodies_differ(const struct left_out *left_out, struct template_room *room, const struct match *match, bool *differ_out)
{
    struct word_list *a = &room->bodies[0], *b = &room->bodies[1], wholes[2];
    enum wirecopy_status status = WIRECOPY_OK;
    *differ_out = false;
    room->reason = WIRECOPY_REASON_TOO_LONG;
    if (!room->has_a || room->rank_a != match->a)
        status = body_of(left_out, match->a, &room->view, &room->words_a, &room->whole_a, a, &room->body_a);
    room->has_a = status == WIRECOPY_OK;
    room->rank_a = match->a;
    wholes[0] = room->whole_a;
    if (status == WIRECOPY_OK)
        status = body_of(left_out, match->b, &room->view, &room->words_b, &wholes[1], b, &room->body_b);
    if (status != WIRECOPY_OK || a->count > ALIGNED_WORDS_MOST || b->count > ALIGNED_WORDS_MOST)
        return status;
    room->alignment.wholes = wholes;
    status = numbers_differ(&room->alignment, *a, *b, match->shared < FEW_SHARED ? LEAST_OF_FEW : LEAST_OF_MANY, differ_out);
    room->alignment.wholes = NULL;
    room->reason = *differ_out ? WIRECOPY_REASON_NUMBERS_DIFFER : WIRECOPY_REASON_NUMBERS_AGREE;
    return status;
}

/* What one title of two says and neither the other nor the other's text. */
static enum wirecopy_status own_names(struct word_list title, struct word_list other_title, struct word_list other_text, struct buffer *room,
                                      struct word_list *names_out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    room->size = 0;
    for (size_t i = 0; i < title.count && status == WIRECOPY_OK; i++)
        if (!word_list_has(&other_title, title.words[i]) && !word_list_has(&other_text, title.words[i]))
            status = buffer_append(room, &title.words[i], sizeof *title.words);
    *names_out = (struct word_list){(const uint32_t *)(const void *)room->data, room->size / sizeof *title.words};
    return status;
}

/*
 * Whether two notices of one outlet are one form with other names: their titles are unlike, and where the text of one has a name
 * that stands in its title only, the other's has one of its own.
 */
static enum wirecopy_status names_differ(struct template_room *room, const struct seen_as *x, const struct seen_as *y, const struct match *match,
                                         bool *differ_out)
{
    struct word_list titles[2] = {{title_of(&room->a, x), x->title_count}, {title_of(&room->b, y), y->title_count}}, names[2];
    size_t shared, all;
    enum wirecopy_status status;
    *differ_out = false;
    if (!x->source || x->source != y->source || !x->title_count || !y->title_count || match->size_a >= NOTICE_SHINGLES ||
        match->size_b >= NOTICE_SHINGLES || match_resemblance(match) >= NOTICE_RESEMBLANCE)
        return WIRECOPY_OK;
    compare_titles(titles[0].words, titles[0].count, titles[1].words, titles[1].count, &shared, &all);
    if (2 * shared >= all)
        return WIRECOPY_OK;
    status = own_names(titles[0], titles[1], room->bodies[1], &room->names[0], &names[0]);
    if (status == WIRECOPY_OK)
        status = own_names(titles[1], titles[0], room->bodies[0], &room->names[1], &names[1]);
    if (status == WIRECOPY_OK && names[0].count && names[1].count)
        status = names_swapped(&room->alignment, room->bodies[0], room->bodies[1], names, differ_out);
    return status;
}

/* Whether an outlet printed a form again days later. */
static bool another_issue(const struct seen_list *a, const struct seen_as *x, const struct seen_list *b, const struct seen_as *y)
{
    int64_t minutes;
    size_t shared, all;
    if (later_issue(x, y))
        return true;
    if (!x->source || x->source != y->source || x->minute == NO_MINUTE || y->minute == NO_MINUTE || at_one_address(x, y) || !x->title_count ||
        !y->title_count)
        return false;
    minutes = x->minute < y->minute ? y->minute - x->minute : x->minute - y->minute;
    if (minutes < DAY_MINUTES - SAME_HOUR_MINUTES || (minutes + SAME_HOUR_MINUTES) % DAY_MINUTES > 2 * SAME_HOUR_MINUTES)
        return false;
    compare_titles(title_of(a, x), x->title_count, title_of(b, y), y->title_count, &shared, &all);
    return 10 * shared >= 8 * all;
}

/* Who decides about a cross pair: the rules that need no alignment, or the numbers, of which one way they must all agree. */
enum judged { DECIDED, BY_NUMBERS, UNLESS_NUMBERS_AGREE };

/* The rules that need no alignment, for one cross pair. */
static enum judged judge_seen(struct template_room *room, const struct seen_as *x, const struct seen_as *y, double resemblance, bool form,
                              enum verdict *verdict)
{
    size_t shared, all;
    *verdict = VERDICT_TEMPLATE;
    room->reason = WIRECOPY_REASON_LATER_ISSUE;
    if (resemblance < 0.9 && another_issue(&room->a, x, &room->b, y))
        return DECIDED;
    *verdict = VERDICT_MATCH;
    room->reason = WIRECOPY_REASON_NEARLY_EQUAL;
    if (resemblance >= 0.97)
        return DECIDED;
    if (!(form || at_one_address(x, y)) || !x->title_count || !y->title_count)
        return BY_NUMBERS;
    compare_titles(title_of(&room->a, x), x->title_count, title_of(&room->b, y), y->title_count, &shared, &all);
    if (!form) { /* published again at its address under its title: corrected, however many numbers are */
        room->reason = WIRECOPY_REASON_CORRECTION;
        return 10 * shared >= 8 * all && days_known(x, y) && days_apart(x, y) <= LATER_ISSUE_DAYS ? DECIDED : BY_NUMBERS;
    }
    *verdict = VERDICT_TEMPLATE;
    room->reason = WIRECOPY_REASON_FORM_TITLES;
    if (2 * shared < all)
        return UNLESS_NUMBERS_AGREE;
    *verdict = VERDICT_UPDATE;
    room->reason = WIRECOPY_REASON_CORRECTION;
    return 10 * shared >= 8 * all && days_known(x, y) && days_apart(x, y) <= 1 ? DECIDED : BY_NUMBERS;
}

/* Whether strings are needed at all: most pairs have neither one outlet nor a form. */
static bool may_be_one_outlet(const struct left_out *left_out, uint32_t a, uint32_t b)
{
    const struct groups *groups = left_out->groups;
    const struct article *x = &left_out->articles->rows[groups_leader(groups, a)], *y = &left_out->articles->rows[groups_leader(groups, b)];
    return groups_size(groups, a) > 1 || groups_size(groups, b) > 1 || (x->source && x->source == y->source);
}

/* What alignment said of a pair, which is asked once. */
struct numbers {
    bool asked, differ;
    enum wirecopy_reason reason;
};

/* Judges one cross pair; the reason goes into the room. */
static enum wirecopy_status judge_cross_pair(const struct left_out *left_out, struct template_room *room, const struct match *match,
                                             const struct seen_as *x, const struct seen_as *y, struct numbers *numbers, enum verdict *verdict)
{
    bool form = (left_out->flags[match->a] | left_out->flags[match->b]) & GROUP_FORM, differ = false;
    enum judged judged = judge_seen(room, x, y, match_resemblance(match), form, verdict);
    enum wirecopy_reason reason = room->reason;
    enum wirecopy_status status = WIRECOPY_OK;
    if (judged == DECIDED)
        return WIRECOPY_OK;
    if (!numbers->asked) {
        status = bodies_differ(left_out, room, match, &numbers->differ);
        numbers->reason = room->reason;
        numbers->asked = true;
    }
    room->reason = numbers->reason;
    if (status != WIRECOPY_OK)
        return status;
    if (judged == UNLESS_NUMBERS_AGREE && (room->alignment.different > 0 || room->alignment.same < NUMBERS_AGREE)) {
        room->reason = reason;
        return WIRECOPY_OK;
    }
    *verdict = numbers->differ ? VERDICT_TEMPLATE : VERDICT_MATCH;
    if (!numbers->differ && numbers->reason != WIRECOPY_REASON_TOO_LONG)
        status = names_differ(room, x, y, match, &differ);
    if (differ) {
        *verdict = VERDICT_TEMPLATE;
        room->reason = WIRECOPY_REASON_NAMES_DIFFER;
    }
    return status;
}

enum wirecopy_status template_judge(const struct left_out *left_out, struct template_room *room, const struct match *match, enum verdict *verdict_out)
{
    bool form = (left_out->flags[match->a] | left_out->flags[match->b]) & GROUP_FORM, all_templates = true;
    enum wirecopy_reason reasons[VERDICT_UPDATE + 1] = {0}; /* by verdict: of the first that came to it */
    struct numbers numbers = {.asked = false};
    enum wirecopy_status status;
    *verdict_out = VERDICT_MATCH;
    room->reason = WIRECOPY_REASON_NEARLY_EQUAL;
    if (!form && !may_be_one_outlet(left_out, match->a, match->b)) {
        if (match_resemblance(match) >= 0.97)
            return WIRECOPY_OK;
        status = bodies_differ(left_out, room, match, &numbers.differ);
        *verdict_out = numbers.differ ? VERDICT_TEMPLATE : VERDICT_MATCH;
        return status;
    }
    status = list_seen(left_out, match->a, &room->meta, &room->a);
    if (status == WIRECOPY_OK)
        status = list_seen(left_out, match->b, &room->meta, &room->b);
    for (size_t i = 0; i < room->a.count; i++)
        for (size_t j = 0; j < room->b.count && status == WIRECOPY_OK; j++) {
            enum verdict verdict;
            status = judge_cross_pair(left_out, room, match, &room->a.as[i], &room->b.as[j], &numbers, &verdict);
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
