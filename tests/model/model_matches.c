/* The model's step 9: every pair by the match rule, where what it shares begins, then the template rule in its order. */
#include <stdlib.h>
#include <string.h>

#include "model/model_align.h"

enum { SEEN = 8 };

static bool same_seen(const struct model_article *x, const struct model_article *y)
{
    return strcmp(x->input->source, y->input->source) == 0 && strcmp(x->input->url, y->input->url) == 0 && x->day == y->day && x->timed == y->timed &&
           x->minute == y->minute && x->title_count == y->title_count && memcmp(x->title, y->title, (size_t)x->title_count * sizeof *x->title) == 0;
}

/* What a group is seen as: the first SEEN distinct ones of its members. */
static int seen_as(const struct model_group *group, const struct model_article **seen)
{
    int count = 0;
    for (int i = 0; i < group->count && count < SEEN; i++) {
        bool known = false;
        for (int j = 0; j < count; j++)
            known |= same_seen(seen[j], group->members[i]);
        if (!known)
            seen[count++] = group->members[i];
    }
    return count;
}

enum verdict { TEMPLATE, MATCH, UPDATE };

/* A form of one outlet that comes out at the same hour, a whole number of days later. */
static bool same_hour(const struct model_article *x, const struct model_article *y)
{
    int64_t apart = x->minute > y->minute ? x->minute - y->minute : y->minute - x->minute, past = apart % 1440;
    return x->timed && y->timed && x->day != MODEL_NO_DAY && y->day != MODEL_NO_DAY && apart >= 1350 && (past <= 90 || past >= 1350);
}

static enum verdict judge_seen(const struct model_group *g, const struct model_group *h, const struct model_article *x, const struct model_article *y,
                               int words_shared)
{
    static struct aligned al;
    double resemblance = (double)words_shared / (g->set_count + h->set_count - words_shared);
    bool one_outlet = *x->input->source && strcmp(x->input->source, y->input->source) == 0, dated = x->day != MODEL_NO_DAY && y->day != MODEL_NO_DAY;
    bool one_url = *x->input->url && strcmp(x->input->url, y->input->url) == 0, titled = x->title_count && y->title_count, form = g->form || h->form;
    bool differ;
    int apart = dated ? abs(x->day - y->day) : 0, shared = 0, all;
    for (int i = 0; i < x->title_count; i++)
        shared += model_has(y->title, y->title_count, x->title[i]);
    all = x->title_count + y->title_count - shared;
    if (one_outlet && !one_url && resemblance < 0.9 && dated && apart > 3 && (words_shared < 290 || !titled || 2 * shared >= all))
        return TEMPLATE;
    if (one_outlet && !one_url && resemblance < 0.9 && titled && same_hour(x, y) && 10 * shared >= 8 * all)
        return TEMPLATE;
    if (resemblance >= 0.97)
        return MATCH;
    if (form && titled && 2 * shared >= all && 10 * shared >= 8 * all && dated && apart <= 1)
        return UPDATE;
    if (!form && one_outlet && one_url && titled && 10 * shared >= 8 * all && dated && apart <= 3)
        return MATCH;
    differ = model_numbers_differ_in(g, h, words_shared, &al);
    if (form && titled && 2 * shared < all && (al.different > 0 || al.same < 6))
        return TEMPLATE;
    if (one_outlet && !differ && model_numbers_rolled(&al, words_shared))
        return TEMPLATE;
    if (one_outlet && titled && 10 * shared < 8 * all && g->set_count < 100 && h->set_count < 100 && resemblance < 0.9 &&
        model_names_swapped(&al, x, y))
        return TEMPLATE;
    return differ ? TEMPLATE : MATCH;
}

/* For a's shingles, each where it stands first, whether b has it too; returns how many there are. */
static int shared_in_order(const struct model *model, const struct model_group *a, const struct model_group *b, bool *shared)
{
    uint32_t words[MODEL_WORDS];
    uint64_t distinct[MODEL_WORDS];
    int count = model_kept_words(a, words), known = 0;
    for (int i = 0; i + model->shingle_words <= count; i++) {
        uint64_t shingle = hash_bytes(words + i, (size_t)model->shingle_words * sizeof *words);
        int j = 0;
        while (j < known && distinct[j] != shingle)
            j++;
        if (j == known && model_shared(&shingle, 1, a->set, a->set_count)) {
            distinct[known] = shingle;
            shared[known++] = model_shared(&shingle, 1, b->set, b->set_count) > 0;
        }
    }
    return known;
}

/* Where the first two neighbours of a's shingles stand that b has too; their count, where there are none. */
static int begins_at(const struct model *model, const struct model_group *a, const struct model_group *b)
{
    bool shared[MODEL_WORDS];
    int known = shared_in_order(model, a, b, shared), first = 0;
    while (first < known && !(first + 1 < known && shared[first] && shared[first + 1]))
        first++;
    return first;
}

/* Whether a opens as b does: so many shared shingles from the first two on, and at each of them a third of those so far shared. */
bool model_opens_as(const struct model *model, const struct model_group *a, const struct model_group *b, int least)
{
    bool shared[MODEL_WORDS];
    int known = shared_in_order(model, a, b, shared), first = begins_at(model, a, b), count = 0;
    for (int i = first; first <= 25 && i < known && 3 * (count + shared[i]) >= i - first + 1; i++) {
        count += shared[i];
        if (count >= least)
            return true;
    }
    return false;
}

bool model_reaches(int shared, int smaller, double resemblance, double containment, double least_resemblance, double least_containment)
{
    return smaller >= 20 && ((shared >= 15 && resemblance >= least_resemblance) || (shared >= 20 && containment >= least_containment));
}

/* Two outlets' within a day, or takes of one outlet. */
static bool same_news(const struct model_article *x, const struct model_article *y)
{
    bool known = *x->input->source && *y->input->source && x->day != MODEL_NO_DAY && y->day != MODEL_NO_DAY;
    int64_t apart = x->minute > y->minute ? x->minute - y->minute : y->minute - x->minute;
    int shared = 0;
    if (!known || strcmp(x->input->source, y->input->source) != 0)
        return known && apart <= 1440;
    for (int i = 0; i < x->title_count; i++)
        shared += model_has(y->title, y->title_count, x->title[i]);
    return (x->timed && y->timed ? apart <= 720 : x->day == y->day) && x->title_count && y->title_count &&
           10 * shared >= 6 * (x->title_count + y->title_count - shared);
}

/* Whether all that is asked of two groups is one outlet's; whether outlets, dates and titles say that they tell the same news; the shingles of an opening that is one by these, 0: none is. */
static bool one_outlet(const struct model_group *a, const struct model_group *b, bool *news, int *opening)
{
    bool one = true;
    *news = false;
    *opening = 0;
    for (int i = 0; i < a->count && i < SEEN; i++)
        for (int j = 0; j < b->count && j < SEEN; j++) {
            const struct model_article *x = a->members[i], *y = b->members[j];
            one &= *x->input->source && strcmp(x->input->source, y->input->source) == 0;
            *news |= same_news(x, y);
            if (*x->input->source && strcmp(x->input->source, y->input->source) == 0)
                continue;
            if (same_news(x, y))
                *opening = 20;
            else if (*opening == 0 && !(x->day != MODEL_NO_DAY && y->day != MODEL_NO_DAY && llabs(x->minute - y->minute) > 3 * 1440))
                *opening = 30;
        }
    return one;
}

/* Whether two groups are seen at one address of one outlet. */
static bool one_page(const struct model_group *a, const struct model_group *b)
{
    const struct model_article *seen_a[SEEN], *seen_b[SEEN];
    int count_a = seen_as(a, seen_a), count_b = seen_as(b, seen_b);
    bool one = false;
    for (int i = 0; i < count_a; i++)
        for (int j = 0; j < count_b; j++) {
            const struct model_input *x = seen_a[i]->input, *y = seen_b[j]->input;
            one |= *x->source && strcmp(x->source, y->source) == 0 && *x->url && strcmp(x->url, y->url) == 0;
        }
    return one;
}

/* Whether a text of n shingles, which of another one's m begins to have some at that place, begins with other news. */
static bool begins_otherwise(int at, int n, int m)
{
    return at > 25 && (n < 2 * m && m < 2 * n ? true : n >= m && 5 * at > n);
}

/* Whether a pair shares passages only. */
static bool passages(const struct model *model, const struct model_group *a, const struct model_group *b, bool plain, bool one, bool news)
{
    int at_a = begins_at(model, a, b), at_b = begins_at(model, b, a), n = a->set_count, m = b->set_count;
    bool late_a = at_a > 25 && 5 * at_a > n, late_b = at_b > 25 && 5 * at_b > m;
    if ((late_a && late_b) || (news && (at_a > 35 || at_b > 35)))
        return true;
    return !plain && one && n < 8 * m && m < 8 * n && (begins_otherwise(at_a, n, m) || begins_otherwise(at_b, m, n)) && !one_page(a, b);
}

static void judge(const struct model *model, int g, int h, struct model_pair *pair)
{
    const struct model_group *a = &model->groups[g], *b = &model->groups[h];
    const struct model_article *seen_a[SEEN], *seen_b[SEEN];
    int smaller = a->set_count < b->set_count ? a->set_count : b->set_count, count_a, count_b;
    double resemblance, containment, least = model->resemblance, part = model->containment;
    int opening;
    bool plain, whole, told, one = one_outlet(a, b, &told, &opening), news;
    pair->one_day = opening == 20;
    pair->shared = model_shared(a->set, a->set_count, b->set, b->set_count);
    resemblance = pair->shared ? (double)pair->shared / (a->set_count + b->set_count - pair->shared) : 0;
    containment = smaller ? (double)pair->shared / smaller : 0;
    plain = model_reaches(pair->shared, smaller, resemblance, containment, 0.55, 0.8);
    pair->full = model_reaches(pair->shared, smaller, resemblance, containment, least, part);
    news = !pair->full && told && model_reaches(pair->shared, smaller, resemblance, containment, 0.8 * least, 0.8 * part);
    news |= !pair->full && opening && model_reaches(pair->shared, smaller, resemblance, containment, 0.5 * least, 0.5 * part) &&
            model_opens_as(model, a, b, opening) && model_opens_as(model, b, a, opening);
    pair->half = !pair->full && !news && !model_reaches(pair->shared, smaller, resemblance, containment, 0.7 * least, 0.7 * part);
    whole = model_reaches(pair->shared, smaller, resemblance, containment, 0.55, 0.9);
    pair->passes = (pair->full || news) && (whole || !passages(model, a, b, plain, one, news && !plain));
    pair->supports = model_reaches(pair->shared, smaller, resemblance, containment, 0.5 * least, 0.5 * part) &&
                     (whole || !passages(model, a, b, plain, one, false));
    if (!pair->supports)
        return;
    count_a = seen_as(a, seen_a);
    count_b = seen_as(b, seen_b);
    pair->template = true;
    for (int i = 0; i < count_a; i++)
        for (int j = 0; j < count_b; j++) {
            enum verdict verdict = judge_seen(a, b, seen_a[i], seen_b[j], pair->shared);
            pair->template &= verdict == TEMPLATE;
            pair->update |= verdict == UPDATE;
        }
    pair->supports = !pair->template;
    pair->opposes = pair->template;
}

void model_match(struct model *model)
{
    for (int g = 0; g < model->group_count; g++)
        for (int h = g + 1; h < model->group_count; h++) {
            judge(model, g, h, &model->pairs[g][h]);
            if (!model_admits(model, g, h))
                model->pairs[g][h].passes = model->pairs[g][h].supports = model->pairs[g][h].opposes = false;
            model->pairs[h][g] = model->pairs[g][h];
        }
}
