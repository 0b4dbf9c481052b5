/*
 * The template rule, in its order: later issues of one outlet; texts all but equal; forms under unlike titles; corrections
 * of a form; numbers that differ, or roll on from issue to issue; names that differ. Two groups are a template only if they are one
 * under every cross pair of what their members are seen as.
 */
#include "match/forms/template.h"

#include <string.h>

#include "match/forms/rolled.h"

/*
 * A story is followed for a few days; an issue comes later. A form has few words, though, and keeps its title: what shares so many
 * shingles under another title is an article that was taken up again.
 */
enum { LATER_ISSUE_DAYS = 3, LONGEST_FORM_SHARES = 290 };

/* What is that much alike is the same text, however many days later. */
static const double LATER_RESEMBLANCE = 0.9;

/* A daily form comes out at the hour of yesterday's, give or take; a correction comes minutes or hours after what it corrects. */
enum { DAY_MINUTES = 24 * 60, SAME_HOUR_MINUTES = 90 };

/*
 * A correction or a slip of the type changes two figures of a text of any length; a form that shares so many shingles has more.
 * Of 800 pairs of forms on our sets that share 100, none differs in two figures only, of copies ten do.
 */
enum { FEW_SHARED = 100, LEAST_OF_FEW = 2, LEAST_OF_MANY = 3 };

/* So many numbers the same and none other: no form of another day, company or place has that under another title. */
enum { NUMBERS_AGREE = 6 };

/* Of notices that are nearly equal the second corrects the name. */
static const double NOTICE_RESEMBLANCE = 0.9;

void template_room_release(struct template_room *room)
{
    for (size_t side = 0; side < 2; side++) {
        seen_room_release(&room->seen_rooms[side]);
        buffer_release(&room->copies[side]);
        buffer_release(&room->names[side]);
        brief_room_release(&room->rooms[side]);
    }
    coarse_room_release(&room->coarse);
    text_view_release(&room->view);
    alignment_room_release(&room->alignment);
}

static uint32_t days_apart(const struct seen_as *x, const struct seen_as *y)
{
    int64_t days = (int64_t)x->day - y->day;
    return (uint32_t)(days < 0 ? -days : days);
}

bool template_is_days_later(const int32_t days[2])
{
    int64_t apart = (int64_t)days[0] - days[1];
    return apart > LATER_ISSUE_DAYS || -apart > LATER_ISSUE_DAYS;
}

bool template_refuses_later(const struct match *most, bool one_title)
{
    return match_resemblance(most) < LATER_RESEMBLANCE && (one_title || most->shared < LONGEST_FORM_SHARES);
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

/*
 * Whether an outlet printed so short a form again days later, as the rows of its two articles tell: another issue whatever their titles
 * are, which need not be read then.
 */
static bool surely_later_issue(const struct left_out *left_out, const struct match *match)
{
    const struct groups *groups = left_out->groups;
    const struct article *x, *y;
    if (match->shared >= LONGEST_FORM_SHARES || groups_size(groups, match->a) > 1 || groups_size(groups, match->b) > 1)
        return false;
    x = &left_out->articles->rows[groups_leader(groups, match->a)];
    y = &left_out->articles->rows[groups_leader(groups, match->b)];
    return x->source && x->source == y->source && x->day != NO_DAY && y->day != NO_DAY &&
           (x->day < y->day ? (int64_t)y->day - x->day : (int64_t)x->day - y->day) > LATER_ISSUE_DAYS && articles_urls_differ(x, y);
}

static bool later_issue(const struct seen_as *x, const struct seen_as *y)
{
    return x->source && x->source == y->source && days_known(x, y) && days_apart(x, y) > LATER_ISSUE_DAYS && !(x->url && x->url == y->url);
}

/* Finds the words of a or of b. */
static enum wirecopy_status find_words(const struct left_out *left_out, struct template_room *room, size_t side, uint32_t rank)
{
    struct group_words *words = &room->words[side];
    struct buffer *copy = &room->copies[side];
    const struct brief *brief = room->briefs[side];
    bool found = brief && brief->has_words && !room->all;
    enum wirecopy_status status = WIRECOPY_OK;
    if (room->all && room->kept[side] && room->kept_ranks[side] == rank)
        return WIRECOPY_OK;
    room->kept[side] = false;
    if (room->all)
        status = briefs_words(room->all, rank, brief, &room->rooms[side], words, &found);
    else if (found)
        *words = brief->words;
    if (status != WIRECOPY_OK)
        return status;
    if (found) {
        room->has_a = room->has_a && side != 0;
        room->kept[side] = room->all != NULL;
        room->kept_ranks[side] = rank;
        return WIRECOPY_OK;
    }
    if (side == 0 && room->has_a && room->rank_a == rank)
        return WIRECOPY_OK;
    status = find_group_words(left_out, rank, &room->view, copy, words);
    if (status == WIRECOPY_OK && words->words && words->words != (const uint32_t *)(const void *)copy->data) { /* the other text needs the view */
        copy->size = 0;
        status = buffer_append(copy, words->words, words->count * sizeof *words->words);
        words->words = (const uint32_t *)(const void *)copy->data;
    }
    if (side == 0) {
        room->has_a = status == WIRECOPY_OK;
        room->rank_a = rank;
    }
    return status;
}

static enum wirecopy_status find_bodies(const struct left_out *left_out, struct template_room *room, const struct match *match)
{
    enum wirecopy_status status = find_words(left_out, room, 0, match->a);
    if (status == WIRECOPY_OK)
        status = find_words(left_out, room, 1, match->b);
    room->has_bodies = status == WIRECOPY_OK;
    return status;
}

static struct word_list body_of(const struct template_room *room, size_t side)
{
    const struct group_words *words = &room->words[side];
    return (struct word_list){words->words + words->body_begin, words->body_count};
}

/* What alignment said of a pair, which is asked once. */
struct numbers {
    bool asked, differ;
    bool asked_rolled, rolled; /* of one outlet only */
    bool agree;                /* many are the same and none other */
    enum wirecopy_reason reason;
};

/* Whether briefs say that a text is not aligned, or that nothing would come of it. */
static bool known_not_to_differ(const struct template_room *room, struct numbers *numbers)
{
    const struct brief *a = room->briefs[0], *b = room->briefs[1];
    if (room->alignment.gaps)
        return false;
    if ((a && a->words.body_count > ALIGNED_WORDS_MOST) || (b && b->words.body_count > ALIGNED_WORDS_MOST))
        return true;
    if (!a || !b || (a->two_numbers && b->two_numbers))
        return false;
    numbers->reason = WIRECOPY_REASON_NUMBERS_AGREE;
    return true;
}

/* How many numbers of so alike texts have to differ; of shingles of clusters a text has several times as many. */
static size_t least_different(const struct template_room *room, const struct match *match)
{
    uint32_t smaller = match->size_a < match->size_b ? match->size_a : match->size_b;
    bool few = room->coarse.coarse ? smaller < CLUSTERS_A_WORD * FEW_SHARED : match->shared < FEW_SHARED;
    return few ? LEAST_OF_FEW : LEAST_OF_MANY;
}

static enum wirecopy_status compare_numbers(const struct left_out *left_out, struct template_room *room, const struct match *match,
                                            struct numbers *numbers)
{
    struct word_list wholes[2], bodies[2];
    enum wirecopy_status status;
    *numbers = (struct numbers){.asked = true, .reason = WIRECOPY_REASON_TOO_LONG};
    if (known_not_to_differ(room, numbers))
        return WIRECOPY_OK;
    status = find_bodies(left_out, room, match);
    if (status != WIRECOPY_OK || room->words[0].body_count > ALIGNED_WORDS_MOST || room->words[1].body_count > ALIGNED_WORDS_MOST)
        return status;
    status = list_aligned(&room->coarse, left_out, match, room->words, wholes, bodies);
    room->alignment.wholes = wholes;
    if (status == WIRECOPY_OK)
        status = numbers_differ(&room->alignment, bodies[0], bodies[1], least_different(room, match), &numbers->differ);
    room->alignment.wholes = NULL;
    if (room->alignment.gaps && status == WIRECOPY_OK)
        place_among_clusters(&room->coarse, room->alignment.gaps);
    numbers->agree = room->alignment.different == 0 && room->alignment.same >= NUMBERS_AGREE;
    numbers->reason = numbers->differ ? WIRECOPY_REASON_NUMBERS_DIFFER : WIRECOPY_REASON_NUMBERS_AGREE;
    return status;
}

/* Whether two articles of one outlet, whose numbers do not differ, are issues of a form that says what the one before said. */
static enum wirecopy_status compare_issues(const struct left_out *left_out, struct template_room *room, const struct match *match,
                                           struct numbers *numbers)
{
    struct word_list wholes[2], bodies[2];
    enum wirecopy_status status;
    if (numbers->asked_rolled || !room->has_bodies || numbers->reason == WIRECOPY_REASON_TOO_LONG)
        return WIRECOPY_OK;
    numbers->asked_rolled = true;
    status = list_aligned(&room->coarse, left_out, match, room->words, wholes, bodies);
    room->alignment.wholes = wholes;
    if (status == WIRECOPY_OK)
        status = numbers_rolled(&room->alignment, bodies[0], bodies[1], least_different(room, match), &numbers->rolled);
    room->alignment.wholes = NULL;
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
 * Whether two notices of one outlet are one form with other names: their titles are not alike, and where the text of one has a name
 * that stands in its title only, the other's has one of its own.
 */
static enum wirecopy_status names_differ(const struct left_out *left_out, struct template_room *room, const struct seen_as *x,
                                         const struct seen_as *y, const struct match *match, bool *differ_out)
{
    struct named_text texts[2] = {{.title = {title_of(&room->a, x), x->title_count}}, {.title = {title_of(&room->b, y), y->title_count}}};
    size_t shared, all;
    enum wirecopy_status status = WIRECOPY_OK;
    *differ_out = false;
    if (!x->source || x->source != y->source || !x->title_count || !y->title_count || match->size_a >= NOTICE_SHINGLES ||
        match->size_b >= NOTICE_SHINGLES || match_resemblance(match) >= NOTICE_RESEMBLANCE)
        return WIRECOPY_OK;
    compare_titles(&room->a, x, &room->b, y, &shared, &all);
    if (10 * shared >= 8 * all)
        return WIRECOPY_OK;
    if (!room->has_bodies)
        status = find_bodies(left_out, room, match);
    for (size_t side = 0; side < 2 && status == WIRECOPY_OK; side++) {
        texts[side].text = (struct word_list){room->words[side].words, room->words[side].count};
        texts[side].body_begin = room->words[side].body_begin;
        status = own_names(texts[side].title, texts[1 - side].title, body_of(room, 1 - side), &room->names[side], &texts[side].names);
    }
    if (status == WIRECOPY_OK && texts[0].names.count && texts[1].names.count && texts[0].text.count <= ALIGNED_WORDS_MOST &&
        texts[1].text.count <= ALIGNED_WORDS_MOST)
        status = names_swapped(&room->alignment, texts, differ_out);
    return status;
}

/* Whether what came out a day or days later did so at the same hour. */
bool template_is_at_one_hour(const int64_t minutes[2])
{
    int64_t apart = minutes[0] < minutes[1] ? minutes[1] - minutes[0] : minutes[0] - minutes[1];
    return apart >= DAY_MINUTES - SAME_HOUR_MINUTES && (apart + SAME_HOUR_MINUTES) % DAY_MINUTES <= 2 * SAME_HOUR_MINUTES;
}

/* One calendar day lies between a form and its correction at most. */
static bool within_a_day(int32_t x, int32_t y)
{
    int64_t days = (int64_t)x - y;
    return days >= -1 && days <= 1;
}

bool template_is_corrected(const int32_t days[2], const int64_t minutes[2])
{
    return within_a_day(days[0], days[1]) && !template_is_at_one_hour(minutes);
}

/* Whether an outlet printed a form again days later; they share so many shingles. */
static bool another_issue(const struct seen_list *a, const struct seen_as *x, const struct seen_list *b, const struct seen_as *y, uint32_t shingles)
{
    size_t shared, all;
    if (later_issue(x, y)) {
        if (shingles < LONGEST_FORM_SHARES || !x->title_count || !y->title_count)
            return true;
        compare_titles(a, x, b, y, &shared, &all);
        return 2 * shared >= all;
    }
    if (!x->source || x->source != y->source || x->minute == NO_MINUTE || y->minute == NO_MINUTE || at_one_address(x, y) || !x->title_count ||
        !y->title_count)
        return false;
    if (!template_is_at_one_hour((int64_t[2]){x->minute, y->minute}))
        return false;
    compare_titles(a, x, b, y, &shared, &all);
    return 10 * shared >= 8 * all;
}

/* Who decides about a cross pair: the rules that need no alignment, or the numbers, of which one way they must all agree. */
enum judged { DECIDED, BY_NUMBERS, UNLESS_NUMBERS_AGREE };

/* The rules that need no alignment, for one cross pair. */
static enum judged judge_seen(struct template_room *room, const struct seen_as *x, const struct seen_as *y, const struct match *match, bool form,
                              enum verdict *verdict)
{
    double resemblance = match_resemblance(match);
    size_t shared, all;
    *verdict = VERDICT_TEMPLATE;
    room->reason = WIRECOPY_REASON_LATER_ISSUE;
    if (resemblance < LATER_RESEMBLANCE && another_issue(&room->a, x, &room->b, y, match->shared))
        return DECIDED;
    *verdict = VERDICT_MATCH;
    room->reason = WIRECOPY_REASON_NEARLY_EQUAL;
    if (resemblance >= NEARLY_EQUAL)
        return DECIDED;
    if (!(form || at_one_address(x, y)) || !x->title_count || !y->title_count)
        return BY_NUMBERS;
    compare_titles(&room->a, x, &room->b, y, &shared, &all);
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
    return 10 * shared >= 8 * all && days_known(x, y) && within_a_day(x->day, y->day) ? DECIDED : BY_NUMBERS;
}

/* Whether strings are needed at all: most pairs have neither one outlet nor a form. */
static bool may_be_one_outlet(const struct left_out *left_out, const struct template_room *room, uint32_t a, uint32_t b)
{
    const struct groups *groups = left_out->groups;
    const struct brief *brief_a = room->briefs[0], *brief_b = room->briefs[1];
    const struct article *x, *y;
    if (brief_a && brief_b)
        return !brief_a->alone || !brief_b->alone || (brief_a->seen.as->source && brief_a->seen.as->source == brief_b->seen.as->source);
    x = &left_out->articles->rows[groups_leader(groups, a)];
    y = &left_out->articles->rows[groups_leader(groups, b)];
    return groups_size(groups, a) > 1 || groups_size(groups, b) > 1 || (x->source && x->source == y->source);
}

/* Judges one cross pair; the reason goes into the room. */
static enum wirecopy_status judge_cross_pair(const struct left_out *left_out, struct template_room *room, const struct match *match,
                                             const struct seen_as *x, const struct seen_as *y, struct numbers *numbers, enum verdict *verdict)
{
    bool form = (left_out->flags[match->a] | left_out->flags[match->b]) & GROUP_FORM, differ = false;
    enum judged judged = judge_seen(room, x, y, match, form, verdict);
    enum wirecopy_status status = WIRECOPY_OK;
    if (judged == DECIDED)
        return WIRECOPY_OK;
    if (!numbers->asked)
        status = compare_numbers(left_out, room, match, numbers);
    if (status != WIRECOPY_OK || (judged == UNLESS_NUMBERS_AGREE && !numbers->agree))
        return status;
    room->reason = numbers->reason;
    *verdict = numbers->differ ? VERDICT_TEMPLATE : VERDICT_MATCH;
    if (numbers->differ || numbers->reason == WIRECOPY_REASON_TOO_LONG)
        return status;
    if (x->source && x->source == y->source)
        status = compare_issues(left_out, room, match, numbers);
    if (status == WIRECOPY_OK && numbers->rolled && x->source && x->source == y->source) {
        *verdict = VERDICT_TEMPLATE;
        room->reason = WIRECOPY_REASON_NUMBERS_ROLLED;
        return status;
    }
    if (status == WIRECOPY_OK)
        status = names_differ(left_out, room, x, y, match, &differ);
    if (differ) {
        *verdict = VERDICT_TEMPLATE;
        room->reason = WIRECOPY_REASON_NAMES_DIFFER;
    }
    return status;
}

/* What a and b are seen as. */
static enum wirecopy_status find_seen(const struct left_out *left_out, struct template_room *room, const struct match *match)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (room->briefs[0])
        room->a = room->briefs[0]->seen;
    else
        status = list_seen(left_out, match->a, &room->seen_rooms[0], &room->a);
    if (room->briefs[1])
        room->b = room->briefs[1]->seen;
    else if (status == WIRECOPY_OK)
        status = list_seen(left_out, match->b, &room->seen_rooms[1], &room->b);
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
    room->has_bodies = false;
    room->alignment.kernel = align_kernel_find(left_out->shingling.kernel->name);
    if (!form && !may_be_one_outlet(left_out, room, match->a, match->b)) {
        if (match_resemblance(match) >= NEARLY_EQUAL)
            return WIRECOPY_OK;
        status = compare_numbers(left_out, room, match, &numbers);
        room->reason = numbers.reason;
        *verdict_out = numbers.differ ? VERDICT_TEMPLATE : VERDICT_MATCH;
        return status;
    }
    if (!room->briefs[0] && !room->briefs[1] && match_resemblance(match) < LATER_RESEMBLANCE && surely_later_issue(left_out, match)) {
        *verdict_out = VERDICT_TEMPLATE;
        room->reason = WIRECOPY_REASON_LATER_ISSUE;
        return WIRECOPY_OK;
    }
    status = find_seen(left_out, room, match);
    for (size_t i = 0; status == WIRECOPY_OK && i < room->a.count; i++)
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
