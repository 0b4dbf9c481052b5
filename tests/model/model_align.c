/* The model's alignment of two texts by the table of their longest common subsequence, and the steps of the template rule that look at it. */
#include "model/model_align.h"

#include <string.h>

enum { GAP = 8, LONG_LINE = 10 };

/* The words left from the first to the last line of ten or more; all, where no line is so long. */
static int body(const struct model_group *group, uint32_t *words, int *begin_out)
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
    *begin_out = begin;
    return end - begin;
}

static bool number(uint32_t word)
{
    return word & 1;
}

bool model_has(const uint32_t *words, int count, uint32_t word)
{
    for (int i = 0; i < count; i++)
        if (words[i] == word)
            return true;
    return false;
}

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

/* The first and the last aligned words of the runs that have so many words that are no numbers; both stay where there is none. */
static void find_long_runs(const struct aligned *al, int least, int *first, int *last)
{
    for (int k = 0, plain; k < al->count; k++) {
        int end = run_end(al, k, &plain);
        if (plain >= least) {
            *first = *first < 0 ? k : *first;
            *last = end;
        }
        k = end;
    }
}

/* Whether a gap of one to eight words on both sides has no number. */
static bool gap_of_words(const struct aligned *al, int from_i, int to_i, int from_j, int to_j)
{
    for (int i = from_i; i < to_i; i++)
        if (number(al->a[i]))
            return false;
    for (int j = from_j; j < to_j; j++)
        if (number(al->b[j]))
            return false;
    return to_i - from_i >= 1 && to_i - from_i <= GAP && to_j - from_j >= 1 && to_j - from_j <= GAP;
}

/* S and D of what is aligned, from the first to the last run that has four words that are no numbers. */
static void count_numbers(struct aligned *al, bool without_moved)
{
    int first = -1, last = -1;
    al->same = al->different = al->others = al->early = 0;
    find_long_runs(al, 4, &first, &last);
    for (int k = 0; k <= al->count; k++) {
        int to_i = k < al->count ? al->i[k] : al->n, to_j = k < al->count ? al->j[k] : al->m;
        if (first < 0 || (k > first && k <= last)) {
            int different = gap_differs(al, from_i(al, k), to_i, from_j(al, k), to_j, without_moved);
            al->different += different;
            al->early += al->others == 0 ? different : 0;
            al->others += gap_of_words(al, from_i(al, k), to_i, from_j(al, k), to_j);
        }
        if (k < al->count && (first < 0 || (k >= first && k <= last)))
            al->same += number(al->a[al->i[k]]);
    }
}

static bool many_differ(const struct aligned *al, int shared)
{
    if (shared < 100 && al->different == 1 && al->same <= 3 && al->others >= 3 && al->early == 0)
        return true;
    return al->different >= (shared < 100 ? 2 : 3) && 10 * al->different >= 3 * (al->same + al->different);
}

/* The longest common subsequence by its table; where both ways lose nothing, a advances. */
static void align_words(struct aligned *al)
{
    static int16_t length[MODEL_WORDS + 1][MODEL_WORDS + 1];
    int i = 0, j = 0;
    al->count = 0;
    memset(length[al->n], 0, sizeof length[al->n]);
    for (int x = al->n - 1; x >= 0; x--) {
        const int16_t *below = length[x + 1];
        int16_t *here = length[x];
        const uint32_t word = al->a[x];
        here[al->m] = 0;
        for (int y = al->m - 1; y >= 0; y--) {
            int16_t longer = below[y] > here[y + 1] ? below[y] : here[y + 1];
            here[y] = word == al->b[y] ? (int16_t)(below[y + 1] + 1) : longer;
        }
    }
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

/* Aligns the bodies of two groups. */
static void align(const struct model_group *g, const struct model_group *h, struct aligned *al)
{
    al->whole_n = model_kept_words(g, al->whole_a);
    al->whole_m = model_kept_words(h, al->whole_b);
    al->n = body(g, al->a, &al->begin_a);
    al->m = body(h, al->b, &al->begin_b);
    align_words(al);
}

int model_body_length(const struct model_group *group)
{
    uint32_t words[MODEL_WORDS];
    int begin;
    return body(group, words, &begin);
}

int model_gaps(const struct model_group *g, const struct model_group *h, int run, struct model_gap *gaps, int *length, int *other_length)
{
    static struct aligned al;
    int first = -1, last = -1, count = 0;
    align(g, h, &al);
    *length = al.n;
    *other_length = al.m;
    find_long_runs(&al, run, &first, &last);
    for (int k = first + 1; first >= 0 && k <= last; k++) {
        int words_a = al.i[k] - from_i(&al, k), words_b = al.j[k] - from_j(&al, k);
        if (words_a < 1 || words_a > GAP || words_b < 1 || words_b > GAP)
            continue;
        gaps[count] = (struct model_gap){.begin = from_i(&al, k), .end = al.i[k], .count = words_b};
        memcpy(gaps[count++].words, al.b + from_j(&al, k), (size_t)words_b * sizeof *al.b);
    }
    return count;
}

bool model_numbers_differ_in(const struct model_group *g, const struct model_group *h, int shared, struct aligned *al)
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

/* Whether an article's title has a word that neither the other title nor the other body has. */
static bool own_name(const struct model_article *x, const struct model_article *y, const uint32_t *other, int count, uint32_t word)
{
    return model_has(x->title, x->title_count, word) && !model_has(y->title, y->title_count, word) && !model_has(other, count, word);
}

/* Whether a gap of both wholes has a name of each, and is no headline. */
static bool names_in_gap(const struct aligned *al, const struct aligned *wholes, const struct model_article *x, const struct model_article *y,
                         int from_a, int to_a, int from_b, int to_b, int most)
{
    bool in_a = false, in_b = false, headline = from_a < al->begin_a || from_b < al->begin_b;
    if (to_a - from_a < 1 || to_a - from_a > most || to_b - from_b < 1 || to_b - from_b > most)
        return false;
    for (int i = from_a; i < to_a; i++) {
        in_a |= own_name(x, y, al->b, al->m, wholes->a[i]);
        headline &= model_has(x->title, x->title_count, wholes->a[i]);
    }
    for (int j = from_b; j < to_b; j++) {
        in_b |= own_name(y, x, al->a, al->n, wholes->b[j]);
        headline &= model_has(y->title, y->title_count, wholes->b[j]);
    }
    return in_a && in_b && !headline;
}

bool model_names_swapped(const struct aligned *al, const struct model_article *x, const struct model_article *y)
{
    static struct aligned wholes;
    int wide_a = 0, wide_b = 0, plain;
    bool swapped = false;
    wholes.n = al->whole_n;
    wholes.m = al->whole_m;
    memcpy(wholes.a, al->whole_a, sizeof wholes.a);
    memcpy(wholes.b, al->whole_b, sizeof wholes.b);
    align_words(&wholes);
    for (int k = 0; k < wholes.count; k++) {
        int end = run_end(&wholes, k, &plain), i = wholes.i[k], j = wholes.j[k];
        swapped |= names_in_gap(al, &wholes, x, y, from_i(&wholes, k), i, from_j(&wholes, k), j, GAP);
        if (end - k + 1 >= 3) {
            swapped |= names_in_gap(al, &wholes, x, y, wide_a, i, wide_b, j, 2 * GAP);
            wide_a = wholes.i[end] + 1;
            wide_b = wholes.j[end] + 1;
        }
        k = end;
    }
    return swapped;
}

bool model_numbers_rolled(const struct aligned *al, int shared)
{
    static struct aligned masked;
    int own_a = 0, own_b = 0, all_a = 0, all_b = 0, same = 0, least = shared < 100 ? 2 : 3, plain;
    masked.n = al->n;
    masked.m = al->m;
    for (int i = 0; i < al->n; i++) {
        masked.a[i] = number(al->a[i]) ? 1 : al->a[i];
        all_a += number(al->a[i]) && !model_has(al->whole_b, al->whole_m, al->a[i]);
    }
    for (int j = 0; j < al->m; j++) {
        masked.b[j] = number(al->b[j]) ? 1 : al->b[j];
        all_b += number(al->b[j]) && !model_has(al->whole_a, al->whole_n, al->b[j]);
    }
    if (all_a < least || all_b < least)
        return false;
    align_words(&masked);
    for (int k = 0; k < masked.count; k++) {
        int end = run_end(&masked, k, &plain);
        for (; plain >= 4 && k <= end; k++) {
            uint32_t x = al->a[masked.i[k]], y = al->b[masked.j[k]];
            same += number(x) && x == y;
            own_a += number(x) && x != y && !model_has(al->whole_b, al->whole_m, x);
            own_b += number(x) && x != y && !model_has(al->whole_a, al->whole_n, y);
        }
        k = end;
    }
    own_a = own_a < own_b ? own_a : own_b;
    return own_a >= least && 10 * own_a >= 3 * (same + own_a);
}
