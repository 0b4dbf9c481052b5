/* The model's step 9: every pair by the match rule, where what it shares begins, then the template rule in its order. */
#include <stdlib.h>
#include <string.h>

#include "model/model.h"

enum { GAP = 8, LONG_LINE = 10, SEEN = 8 };

/* The words left from the first to the last line of ten or more; all, where no line is so long. */
static int body(const struct model_group *group, uint32_t *words)
{
    const struct model_article *first = group->text;
    uint32_t all[MODEL_WORDS];
    int total = model_kept_words(group, all), at = 0, begin = -1, end = -1;
    for (int i = 0; i < first->line_count; i++) {
        if (first->lines[i].out)
            continue;
        if (first->lines[i].count >= LONG_LINE) {
            if (begin < 0)
                begin = at;
            end = at + first->lines[i].count;
        }
        at += first->lines[i].count;
    }
    if (begin < 0) {
        begin = 0;
        end = total;
    }
    memcpy(words, all + begin, (size_t)(end - begin) * sizeof *words);
    return end - begin;
}

static bool number(uint32_t word)
{
    return word & 1;
}

static bool has(const uint32_t *words, int count, uint32_t word)
{
    for (int i = 0; i < count; i++)
        if (words[i] == word)
            return true;
    return false;
}

/* Two bodies and the places i of a and j of b that are aligned. */
struct aligned {
    uint32_t a[MODEL_WORDS], b[MODEL_WORDS];
    uint32_t whole_a[MODEL_WORDS], whole_b[MODEL_WORDS]; /* all that is left of both */
    int whole_n, whole_m;
    int n, m, count, i[MODEL_WORDS], j[MODEL_WORDS];
    int same, different; /* S and D */
};

/* Whether a number stands among the same neighbours, three words in a row, in the other text. */
static bool moved(const uint32_t *words, int count, int at, const uint32_t *other, int other_count)
{
    for (int first = at - 2; first <= at; first++)
        for (int k = 0; first >= 0 && first + 3 <= count && k + 3 <= other_count; k++)
            if (memcmp(words + first, other + k, 3 * sizeof *words) == 0)
                return true;
    return false;
}

/* What a gap adds to D: the smaller count of numbers, less those that both sides have; without those that only moved. */
static int gap_differs(const struct aligned *al, int from_i, int to_i, int from_j, int to_j, bool without_moved)
{
    uint32_t a[GAP], b[GAP];
    int numbers_a = 0, numbers_b = 0, both = 0;
    if (to_i - from_i < 1 || to_i - from_i > GAP || to_j - from_j < 1 || to_j - from_j > GAP)
        return 0;
    for (int i = from_i; i < to_i; i++)
        if (number(al->a[i]) && !(without_moved && moved(al->a, al->n, i, al->whole_b, al->whole_m)))
            a[numbers_a++] = al->a[i];
    for (int j = from_j; j < to_j; j++)
        if (number(al->b[j]) && !(without_moved && moved(al->b, al->m, j, al->whole_a, al->whole_n)))
            b[numbers_b++] = al->b[j];
    for (int i = 0, left = numbers_b; i < numbers_a; i++)
        for (int j = 0; j < left; j++)
            if (a[i] == b[j]) {
                b[j] = b[--left];
                both++;
                break;
            }
    return (numbers_a < numbers_b ? numbers_a : numbers_b) - both;
}

static int from_i(const struct aligned *al, int k)
{
    return k ? al->i[k - 1] + 1 : 0;
}

static int from_j(const struct aligned *al, int k)
{
    return k ? al->j[k - 1] + 1 : 0;
}

/* Where the run ends that begins with the k-th aligned words, and how many of it are no numbers. */
static int run_end(const struct aligned *al, int k, int *plain)
{
    *plain = !number(al->a[al->i[k]]);
    while (k + 1 < al->count && al->i[k + 1] == al->i[k] + 1 && al->j[k + 1] == al->j[k] + 1)
        *plain += !number(al->a[al->i[++k]]);
    return k;
}

/* The first and the last aligned words of the runs that have four words that are no numbers; both stay where there is none. */
static void find_long_runs(const struct aligned *al, int *first, int *last)
{
    for (int k = 0, plain; k < al->count; k++) {
        int end = run_end(al, k, &plain);
        if (plain >= 4) {
            *first = *first < 0 ? k : *first;
            *last = end;
        }
        k = end;
    }
}

/* S and D of what is aligned, from the first to the last run that has four words that are no numbers. */
static void count_numbers(struct aligned *al, bool without_moved)
{
    int first = -1, last = -1;
    al->same = al->different = 0;
    find_long_runs(al, &first, &last);
    for (int k = 0; k <= al->count; k++) {
        int to_i = k < al->count ? al->i[k] : al->n, to_j = k < al->count ? al->j[k] : al->m;
        if (first < 0 || (k > first && k <= last))
            al->different += gap_differs(al, from_i(al, k), to_i, from_j(al, k), to_j, without_moved);
        if (k < al->count && (first < 0 || (k >= first && k <= last)))
            al->same += number(al->a[al->i[k]]);
    }
}

static bool many_differ(const struct aligned *al, int shared)
{
    return al->different >= (shared < 100 ? 2 : 3) && 10 * al->different >= 3 * (al->same + al->different);
}

/* The longest common subsequence by its table; where both ways lose nothing, a advances. */
static void align(const struct model_group *g, const struct model_group *h, struct aligned *al)
{
    static int16_t length[MODEL_WORDS + 1][MODEL_WORDS + 1];
    int i = 0, j = 0;
    al->whole_n = model_kept_words(g, al->whole_a);
    al->whole_m = model_kept_words(h, al->whole_b);
    al->n = body(g, al->a);
    al->m = body(h, al->b);
    al->count = 0;
    for (int x = al->n; x >= 0; x--)
        for (int y = al->m; y >= 0; y--)
            length[x][y] = (int16_t)(x == al->n || y == al->m              ? 0
                                     : al->a[x] == al->b[y]                ? length[x + 1][y + 1] + 1
                                     : length[x + 1][y] > length[x][y + 1] ? length[x + 1][y]
                                                                           : length[x][y + 1]);
    while (i < al->n && j < al->m) {
        if (al->a[i] == al->b[j]) {
            al->i[al->count] = i++;
            al->j[al->count++] = j++;
        } else if (length[i + 1][j] >= length[i][j + 1]) {
            i++;
        } else {
            j++;
        }
    }
}

int model_gaps(const struct model_group *g, const struct model_group *h, struct model_gap *gaps, int *length, int *other_length)
{
    static struct aligned al;
    int first = -1, last = -1, count = 0;
    align(g, h, &al);
    *length = al.n;
    *other_length = al.m;
    find_long_runs(&al, &first, &last);
    for (int k = first + 1; first >= 0 && k <= last; k++) {
        int words_a = al.i[k] - from_i(&al, k), words_b = al.j[k] - from_j(&al, k);
        if (words_a < 1 || words_a > GAP || words_b < 1 || words_b > GAP)
            continue;
        gaps[count] = (struct model_gap){.begin = from_i(&al, k), .end = al.i[k], .count = words_b};
        memcpy(gaps[count++].words, al.b + from_j(&al, k), (size_t)words_b * sizeof *al.b);
    }
    return count;
}

/* Whether the numbers of two groups differ; S and D are 0 where either has fewer than two. */
static bool numbers_differ_in(const struct model_group *g, const struct model_group *h, int shared, struct aligned *al)
{
    int numbers_a = 0, numbers_b = 0;
    align(g, h, al);
    for (int i = 0; i < al->n; i++)
        numbers_a += number(al->a[i]);
    for (int j = 0; j < al->m; j++)
        numbers_b += number(al->b[j]);
    al->same = al->different = 0;
    if (numbers_a < 2 || numbers_b < 2)
        return false;
    count_numbers(al, false);
    if (!many_differ(al, shared))
        return false;
    count_numbers(al, true);
    return many_differ(al, shared);
}

/* Whether the gaps say so: one before an aligned word has a name of each title that the other's title and text have not. */
static bool names_swapped(const struct aligned *al, const struct model_article *x, const struct model_article *y)
{
    for (int k = 0; k < al->count; k++) {
        bool in_a = false, in_b = false;
        if (al->i[k] - from_i(al, k) < 1 || al->i[k] - from_i(al, k) > GAP || al->j[k] - from_j(al, k) < 1 || al->j[k] - from_j(al, k) > GAP)
            continue;
        for (int i = from_i(al, k); i < al->i[k]; i++)
            in_a |= has(x->title, x->title_count, al->a[i]) && !has(y->title, y->title_count, al->a[i]) && !has(al->b, al->m, al->a[i]);
        for (int j = from_j(al, k); j < al->j[k]; j++)
            in_b |= has(y->title, y->title_count, al->b[j]) && !has(x->title, x->title_count, al->b[j]) && !has(al->a, al->n, al->b[j]);
        if (in_a && in_b)
            return true;
    }
    return false;
}

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
        shared += has(y->title, y->title_count, x->title[i]);
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
    differ = numbers_differ_in(g, h, words_shared, &al);
    if (form && titled && 2 * shared < all && (al.different > 0 || al.same < 6))
        return TEMPLATE;
    if (one_outlet && titled && 2 * shared < all && g->set_count < 100 && h->set_count < 100 && resemblance < 0.9 && names_swapped(&al, x, y))
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
        shared += has(y->title, y->title_count, x->title[i]);
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

/* Whether a pair shares passages only. */
static bool passages(const struct model *model, const struct model_group *a, const struct model_group *b, bool one, bool news)
{
    int at_a = begins_at(model, a, b), at_b = begins_at(model, b, a), n = a->set_count, m = b->set_count;
    bool late_a = at_a > 25 && 5 * at_a > n, late_b = at_b > 25 && 5 * at_b > m;
    if ((late_a && late_b) || (news && (at_a > 35 || at_b > 35)))
        return true;
    return one && n < 8 * m && m < 8 * n && ((late_a && n >= m) || (late_b && m >= n));
}

static void judge(const struct model *model, int g, int h, struct model_pair *pair)
{
    const struct model_group *a = &model->groups[g], *b = &model->groups[h];
    const struct model_article *seen_a[SEEN], *seen_b[SEEN];
    int smaller = a->set_count < b->set_count ? a->set_count : b->set_count, count_a, count_b;
    double resemblance, containment, least = model->resemblance, part = model->containment;
    int opening;
    bool plain, told, one = one_outlet(a, b, &told, &opening), news;
    pair->one_day = opening == 20;
    pair->shared = model_shared(a->set, a->set_count, b->set, b->set_count);
    resemblance = pair->shared ? (double)pair->shared / (a->set_count + b->set_count - pair->shared) : 0;
    containment = smaller ? (double)pair->shared / smaller : 0;
    plain = model_reaches(pair->shared, smaller, resemblance, containment, 0.5, 0.8);
    pair->full = model_reaches(pair->shared, smaller, resemblance, containment, least, part);
    news = !pair->full && told && model_reaches(pair->shared, smaller, resemblance, containment, 0.8 * least, 0.8 * part);
    news |= !pair->full && opening && model_reaches(pair->shared, smaller, resemblance, containment, 0.5 * least, 0.5 * part) &&
            model_opens_as(model, a, b, opening) && model_opens_as(model, b, a, opening);
    pair->half = !pair->full && !news;
    pair->passes = (pair->full || news) && (plain || !passages(model, a, b, one, news));
    pair->supports =
        model_reaches(pair->shared, smaller, resemblance, containment, 0.5 * least, 0.5 * part) && (plain || !passages(model, a, b, one, false));
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
