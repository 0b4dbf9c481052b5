/* The model's step 9: every pair by the match rule, where what it shares begins, then the template rule in its order. */
#include <stdlib.h>
#include <string.h>

#include "model/model.h"

enum { GAP = 8, LONG_LINE = 10, SEEN = 8 };

/* The words left from the first to the last line of ten or more; all, where no line is so long. */
static int body(const struct model_group *group, uint32_t *words)
{
    const struct model_article *first = group->members[0];
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

/* What a gap adds to D: the smaller count of numbers, less those that both sides have. */
static int gap_differs(const uint32_t *a, int a_count, const uint32_t *b, int b_count)
{
    bool used[GAP] = {false};
    int numbers_a = 0, numbers_b = 0, both = 0;
    if (a_count < 1 || a_count > GAP || b_count < 1 || b_count > GAP)
        return 0;
    for (int j = 0; j < b_count; j++)
        numbers_b += number(b[j]);
    for (int i = 0; i < a_count; i++) {
        if (!number(a[i]))
            continue;
        numbers_a++;
        for (int j = 0; j < b_count; j++)
            if (!used[j] && a[i] == b[j]) {
                used[j] = true;
                both++;
                break;
            }
    }
    return (numbers_a < numbers_b ? numbers_a : numbers_b) - both;
}

/* S and D of what is aligned, places i of a and j of b, from the first to the last four in a row. */
static bool counts_differ(const uint32_t *a, int n, const uint32_t *b, int m, const int *i, const int *j, int count)
{
    int first = -1, last = -1, same = 0, different = 0;
    for (int k = 0; k + 3 < count; k++) {
        if (i[k + 3] != i[k] + 3 || j[k + 3] != j[k] + 3)
            continue;
        first = first < 0 ? k : first;
        last = k + 3;
    }
    for (int k = 0; k <= count; k++) {
        int from_i = k ? i[k - 1] + 1 : 0, from_j = k ? j[k - 1] + 1 : 0, to_i = k < count ? i[k] : n, to_j = k < count ? j[k] : m;
        if (first < 0 || (k > first && k <= last))
            different += gap_differs(a + from_i, to_i - from_i, b + from_j, to_j - from_j);
        if (k < count && (first < 0 || (k >= first && k <= last)))
            same += number(a[i[k]]);
    }
    return different >= 2 && 10 * different >= 3 * (same + different);
}

/* The longest common subsequence by its table; where both ways lose nothing, a advances. */
static bool numbers_differ_in(const struct model_group *g, const struct model_group *h)
{
    static int16_t length[MODEL_WORDS + 1][MODEL_WORDS + 1];
    uint32_t a[MODEL_WORDS], b[MODEL_WORDS];
    int n = body(g, a), m = body(h, b), i = 0, j = 0, count = 0, at_i[MODEL_WORDS], at_j[MODEL_WORDS];
    for (int x = n; x >= 0; x--)
        for (int y = m; y >= 0; y--)
            length[x][y] = (int16_t)(x == n || y == m                      ? 0
                                     : a[x] == b[y]                        ? length[x + 1][y + 1] + 1
                                     : length[x + 1][y] > length[x][y + 1] ? length[x + 1][y]
                                                                           : length[x][y + 1]);
    while (i < n && j < m) {
        if (a[i] == b[j]) {
            at_i[count] = i++;
            at_j[count++] = j++;
        } else if (length[i + 1][j] >= length[i][j + 1]) {
            i++;
        } else {
            j++;
        }
    }
    return counts_differ(a, n, b, m, at_i, at_j, count);
}

static bool same_seen(const struct model_article *x, const struct model_article *y)
{
    return strcmp(x->input->source, y->input->source) == 0 && strcmp(x->input->url, y->input->url) == 0 && x->day == y->day &&
           x->title_count == y->title_count && memcmp(x->title, y->title, (size_t)x->title_count * sizeof *x->title) == 0;
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

static enum verdict judge_seen(const struct model_group *g, const struct model_group *h, const struct model_article *x, const struct model_article *y,
                               double resemblance)
{
    bool one_outlet = *x->input->source && strcmp(x->input->source, y->input->source) == 0, dated = x->day != MODEL_NO_DAY && y->day != MODEL_NO_DAY;
    bool one_url = *x->input->url && strcmp(x->input->url, y->input->url) == 0;
    int apart = dated ? abs(x->day - y->day) : 0, shared = 0, all;
    if (one_outlet && dated && apart > 3 && !one_url && resemblance < 0.9)
        return TEMPLATE;
    if (resemblance >= 0.97)
        return MATCH;
    for (int i = 0; i < x->title_count; i++)
        for (int j = 0; j < y->title_count; j++)
            shared += x->title[i] == y->title[j];
    all = x->title_count + y->title_count - shared;
    if ((g->form || h->form) && x->title_count && y->title_count) {
        if (2 * shared < all)
            return TEMPLATE;
        if (10 * shared >= 8 * all && dated && apart <= 1)
            return UPDATE;
    }
    if (!g->form && !h->form && one_outlet && one_url && x->title_count && y->title_count && 10 * shared >= 8 * all && dated && apart <= 3)
        return MATCH;
    return numbers_differ_in(g, h) ? TEMPLATE : MATCH;
}

/* Whether the first two neighbours of a's shingles, each where it stands first, that b has too stand after 25 and after a fifth of them. */
static bool begins_late(const struct model *model, const struct model_group *a, const struct model_group *b)
{
    uint32_t words[MODEL_WORDS];
    uint64_t distinct[MODEL_WORDS];
    int count = model_kept_words(a, words), known = 0, first = 0;
    for (int i = 0; i + model->shingle_words <= count; i++) {
        uint64_t shingle = hash_bytes(words + i, (size_t)model->shingle_words * sizeof *words);
        int j = 0;
        while (j < known && distinct[j] != shingle)
            j++;
        if (j == known && model_shared(&shingle, 1, a->set, a->set_count))
            distinct[known++] = shingle;
    }
    while (first < known && !(first + 1 < known && model_shared(&distinct[first], 1, b->set, b->set_count) &&
                              model_shared(&distinct[first + 1], 1, b->set, b->set_count)))
        first++;
    return first > 25 && 5 * first > known;
}

static bool reaches(int shared, int smaller, double resemblance, double containment, double least_resemblance, double least_containment)
{
    return smaller >= 20 && ((shared >= 15 && resemblance >= least_resemblance) || (shared >= 20 && containment >= least_containment));
}

static void judge(const struct model *model, int g, int h, struct model_pair *pair)
{
    const struct model_group *a = &model->groups[g], *b = &model->groups[h];
    const struct model_article *seen_a[SEEN], *seen_b[SEEN];
    int smaller = a->set_count < b->set_count ? a->set_count : b->set_count, count_a, count_b;
    double resemblance, containment;
    bool late;
    pair->shared = model_shared(a->set, a->set_count, b->set, b->set_count);
    resemblance = pair->shared ? (double)pair->shared / (a->set_count + b->set_count - pair->shared) : 0;
    containment = smaller ? (double)pair->shared / smaller : 0;
    late = !reaches(pair->shared, smaller, resemblance, containment, 0.5, 0.8) && begins_late(model, a, b) && begins_late(model, b, a);
    pair->passes = !late && reaches(pair->shared, smaller, resemblance, containment, model->resemblance, model->containment);
    pair->supports = !late && reaches(pair->shared, smaller, resemblance, containment, model->resemblance / 2, model->containment / 2);
    if (!pair->supports)
        return;
    count_a = seen_as(a, seen_a);
    count_b = seen_as(b, seen_b);
    pair->template = true;
    for (int i = 0; i < count_a; i++)
        for (int j = 0; j < count_b; j++) {
            enum verdict verdict = judge_seen(a, b, seen_a[i], seen_b[j], resemblance);
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
            model->pairs[h][g] = model->pairs[g][h];
        }
}
