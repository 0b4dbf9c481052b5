/* The model's step 6: recurring lines, lines of strangers, forms, and the sets without common shingles. */
#include <stdlib.h>
#include <string.h>

#include "model/model.h"

/* Groups that a line is judged by. */
enum { DRAWN = 5 };

static int compare_u64(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

int model_set(const uint32_t *words, int count, int k, uint64_t limit, uint64_t *set)
{
    int width = count < k ? count : k, shingles = count == 0 ? 0 : count - width + 1, kept = 0, distinct = 0;
    for (int i = 0; i < shingles; i++) {
        uint64_t shingle = hash_bytes(words + i, (size_t)width * sizeof *words);
        if (shingle <= limit)
            set[kept++] = shingle;
    }
    qsort(set, (size_t)kept, sizeof *set, compare_u64);
    for (int i = 0; i < kept; i++)
        if (i == 0 || set[i] != set[distinct - 1])
            set[distinct++] = set[i];
    return distinct;
}

int model_shared(const uint64_t *a, int a_count, const uint64_t *b, int b_count)
{
    int shared = 0;
    for (int i = 0; i < a_count; i++)
        shared += bsearch(&a[i], b, (size_t)b_count, sizeof *b, compare_u64) != NULL;
    return shared;
}

int model_kept_words(const struct model_group *group, uint32_t *words)
{
    const struct model_article *first = group->text;
    int count = 0;
    for (int i = 0; i < first->line_count; i++)
        if (!first->lines[i].out) {
            memcpy(words + count, first->words + first->lines[i].first, (size_t)first->lines[i].count * sizeof *words);
            count += first->lines[i].count;
        }
    return count;
}

/* The day that counts for the recurring rule: of one outlet's articles of one url the earliest. */
static int32_t counted_day(const struct model *model, const struct model_article *article)
{
    int32_t day = article->day;
    for (int i = 0; *article->input->url && i < model->article_count; i++) {
        const struct model_article *other = &model->articles[i];
        if (other->day != MODEL_NO_DAY && other->day < day && strcmp(other->input->source, article->input->source) == 0 &&
            strcmp(other->input->url, article->input->url) == 0)
            day = other->day;
    }
    return day;
}

/* Of a group's texts without a url only an outlet's earliest counts. */
static bool counts(const struct model_group *group, const struct model_article *article)
{
    if (!*article->input->source || article->day == MODEL_NO_DAY)
        return false;
    for (int i = 0; !*article->input->url && i < group->count; i++) {
        const struct model_article *other = group->members[i];
        if (!*other->input->url && other->day != MODEL_NO_DAY && other->day < article->day &&
            strcmp(other->input->source, article->input->source) == 0)
            return false;
    }
    return true;
}

static bool has_line(const struct model_group *group, uint64_t line, bool masked)
{
    const struct model_article *first = group->members[0];
    for (int i = 0; i < first->line_count; i++)
        if (!first->lines[i].out && (masked ? first->lines[i].masked : first->lines[i].hash) == line)
            return true;
    return false;
}

/* Whether an outlet has the line on at least 5 days, 14 or more from first to last. */
static bool recurs(const struct model *model, const char *source, uint64_t line, bool masked)
{
    int32_t days[MODEL_ARTICLES], least = INT32_MAX, most = INT32_MIN;
    int distinct = 0;
    for (int g = 0; *source && g < model->group_count; g++) {
        const struct model_group *group = &model->groups[g];
        if (!has_line(group, line, masked))
            continue;
        for (int i = 0; i < group->count; i++) {
            int32_t day;
            bool known = false;
            if (strcmp(group->members[i]->input->source, source) != 0 || !counts(group, group->members[i]))
                continue;
            day = counted_day(model, group->members[i]);
            for (int j = 0; j < distinct; j++)
                known |= days[j] == day;
            if (!known)
                days[distinct++] = day;
            least = day < least ? day : least;
            most = day > most ? day : most;
        }
    }
    return distinct >= 5 && most - least >= 14;
}

static bool recurs_for_group(const struct model *model, const struct model_group *group, uint64_t line, bool masked)
{
    for (int i = 0; i < group->count; i++)
        if (recurs(model, group->members[i]->input->source, line, masked))
            return true;
    return false;
}

/* Lines to take out are chosen before any goes. */
static bool chosen[MODEL_ARTICLES][MODEL_LINES];

static void take_recurring(struct model *model)
{
    memset(chosen, 0, sizeof chosen);
    for (int g = 0; g < model->group_count; g++)
        for (int i = 0; i < model->groups[g].members[0]->line_count; i++)
            chosen[g][i] = recurs_for_group(model, &model->groups[g], model->groups[g].members[0]->lines[i].hash, false);
    for (int g = 0; g < model->group_count; g++)
        for (int i = 0; i < model->groups[g].members[0]->line_count; i++)
            model->groups[g].members[0]->lines[i].out |= chosen[g][i];
}

static bool are_strangers(uint64_t sets[DRAWN][MODEL_WORDS], const int *counts_of, int n, int one_in)
{
    int apart = 0, pairs = n * (n - 1) / 2;
    for (int i = 0; i < n; i++)
        for (int j = i + 1; j < n; j++) {
            int smaller = counts_of[i] < counts_of[j] ? counts_of[i] : counts_of[j];
            apart += smaller == 0 || one_in * model_shared(sets[i], counts_of[i], sets[j], counts_of[j]) < smaller;
        }
    return apart > pairs / 2; /* then number floor(n / 2) from 0 of the sorted containments is under that share */
}

/* Whether all but the smallest, the first of them, are strangers. */
static bool are_strangers_without_smallest(uint64_t sets[DRAWN][MODEL_WORDS], int *counts_of, int n, int one_in)
{
    int smallest = 0;
    for (int i = 1; i < n; i++)
        smallest = counts_of[i] < counts_of[smallest] ? i : smallest;
    for (int i = smallest; i + 1 < n; i++) {
        memcpy(sets[i], sets[i + 1], sizeof sets[i]);
        counts_of[i] = counts_of[i + 1];
    }
    return are_strangers(sets, counts_of, n - 1, one_in);
}

/* The marks of a text, by names of its shingles: of one in eight, 256 of them. */
enum { MARKS = 256 };
static void mark_text(const struct model *model, const struct model_article *article, bool marks[MARKS])
{
    int k = model->shingle_words, width = article->word_count < k ? article->word_count : k;
    memset(marks, 0, MARKS * sizeof *marks);
    for (int i = 0; article->word_count > 0 && i + width <= article->word_count; i++) {
        uint32_t name = 0;
        for (int w = 0; w < width; w++)
            name = name * 0x9e3779b1 + article->words[i + w];
        if (name >> 29 == 0)
            marks[name >> 21] = true;
    }
}

/* Whether two texts surely share less than one in one_in, seven eighths of it, by their marks. */
static bool marks_apart(const bool a[MARKS], const bool b[MARKS], int one_in)
{
    long set_a = 0, set_b = 0, both = 0, s, m, fewer, variance;
    for (int i = 0; i < MARKS; i++) {
        set_a += a[i];
        set_b += b[i];
        both += a[i] && b[i];
    }
    s = 7 * (set_a < set_b ? set_a : set_b) / (8 * one_in);
    m = MARKS - s;
    fewer = (s - both) * m + (set_a - s) * (set_b - s);
    variance = s * (one_in - 1) * m * m * m + (set_a - s) * (set_b - s) * (m - set_a + s) * (m - set_b + s) * one_in;
    return fewer > 0 && fewer * fewer * m * one_in > 2 * variance;
}

/* An eighth of the text is out, and with each line as many shingles as are cut by it. */
static bool is_cut(const struct model *model, const struct model_article *article)
{
    int lost = 0;
    for (int i = 0; i < article->line_count; i++)
        lost += article->lines[i].out ? article->lines[i].count + model->shingle_words - 1 : 0;
    return 8 * lost > article->word_count;
}

/* Whether marks alone show that the texts are strangers; those that were cut show nothing. */
static bool are_marked_strangers(const struct model *model, const struct model_article *const *drawn, int n, int one_in)
{
    static bool marks[DRAWN][MARKS];
    int apart = 0;
    for (int i = 0; i < n; i++)
        mark_text(model, drawn[i], marks[i]);
    for (int i = 0; i < n; i++)
        for (int j = i + 1; j < n; j++)
            apart += !is_cut(model, drawn[i]) && !is_cut(model, drawn[j]) && marks_apart(marks[i], marks[j], one_in);
    return apart > n * (n - 1) / 4;
}

/* Whether each of the first 32 groups that have the line names its outlet, and there are more than half as many outlets as groups. */
static bool once_an_outlet(const struct model *model, uint64_t line)
{
    const char *outlets[32];
    int asked = 0, distinct = 0;
    for (int g = 0; g < model->group_count && asked < 32; g++) {
        const char *source = model->groups[g].members[0]->input->source;
        int known = 0;
        if (!has_line(&model->groups[g], line, false))
            continue;
        if (!*source)
            return false;
        while (known < distinct && strcmp(outlets[known], source) != 0)
            known++;
        if (known == distinct)
            outlets[distinct++] = source;
        asked++;
    }
    return 2 * distinct > asked;
}

/* Says which of an article's lines are the first three of ten words or more. */
static void find_openings(struct model_article *article)
{
    int opened = 0;
    for (int i = 0; i < article->line_count; i++) {
        article->lines[i].opening = article->lines[i].count >= 10 && opened < 3;
        opened += article->lines[i].opening;
    }
}

static bool opens_with(const struct model_group *group, uint64_t line)
{
    const struct model_article *first = group->members[0];
    for (int i = 0; i < first->line_count; i++)
        if (first->lines[i].opening && first->lines[i].hash == line)
            return true;
    return false;
}

/* The five least groups that have the line; containments on shingles under a limit that leaves 64 to 127 of the smallest of the first three. */
static bool shared_by_strangers(const struct model *model, uint64_t line, int round)
{
    static uint64_t sets[DRAWN][MODEL_WORDS];
    const struct model_article *drawn[DRAWN];
    uint32_t words[DRAWN][MODEL_WORDS];
    int word_counts[DRAWN], set_counts[DRAWN], n = 0, having = 0, openings = 0, least = INT32_MAX, one_in = 2;
    uint64_t limit = UINT64_MAX;
    bool cut = false;
    for (int g = 0; g < model->group_count; g++) {
        if (!has_line(&model->groups[g], line, false))
            continue;
        having++;
        if (n < DRAWN) {
            int shingles;
            cut |= model->groups[g].cut;
            if (round == 0 && !*model->groups[g].members[0]->input->source)
                one_in = 3;
            drawn[n] = model->groups[g].members[0];
            word_counts[n] = model_kept_words(&model->groups[g], words[n]);
            shingles = word_counts[n] < model->shingle_words ? word_counts[n] > 0 : word_counts[n] - model->shingle_words + 1;
            least = n < 3 && shingles < least ? shingles : least;
            openings += opens_with(&model->groups[g], line);
            n++;
        }
    }
    if (2 * openings >= n)
        one_in = 4;
    if (having < 3 || (round == 0 && once_an_outlet(model, line)))
        return false;
    for (int i = 0; round == 2 && i < n; i++)
        if (!*drawn[0]->input->source || strcmp(drawn[i]->input->source, drawn[0]->input->source) != 0)
            return false;
    if (round == 2 && !cut)
        return false;
    if (are_marked_strangers(model, drawn, n, one_in))
        return true;
    for (; least >= 128; least /= 2)
        limit /= 2;
    for (int i = 0; i < n; i++)
        set_counts[i] = model_set(words[i], word_counts[i], model->shingle_words, limit, sets[i]);
    if (are_strangers(sets, set_counts, n, one_in))
        return true;
    return round == 2 && n > 3 && one_in != 4 && are_strangers_without_smallest(sets, set_counts, n, one_in);
}

static void take_strangers(struct model *model, int round)
{
    memset(chosen, 0, sizeof chosen);
    for (int g = 0; g < model->group_count; g++)
        for (int i = 0; i < model->groups[g].members[0]->line_count; i++)
            chosen[g][i] =
                !model->groups[g].members[0]->lines[i].out && shared_by_strangers(model, model->groups[g].members[0]->lines[i].hash, round);
    for (int g = 0; g < model->group_count; g++) {
        struct model_article *first = model->groups[g].members[0];
        int words = 0, taken = 0;
        for (int i = 0; i < first->line_count; i++) {
            words += first->lines[i].out ? 0 : first->lines[i].count;
            taken += chosen[g][i] ? first->lines[i].count : 0;
        }
        model->groups[g].cut = taken > 0 && 10 * (words - taken) >= words;
        for (int i = 0; 10 * (words - taken) >= words && i < first->line_count; i++)
            first->lines[i].out |= chosen[g][i];
    }
}

static void mark_forms(struct model *model)
{
    for (int g = 0; g < model->group_count; g++) {
        const struct model_article *first = model->groups[g].members[0];
        int words = 0, in_form = 0;
        for (int i = 0; i < first->line_count; i++) {
            if (first->lines[i].out)
                continue;
            words += first->lines[i].count;
            in_form += recurs_for_group(model, &model->groups[g], first->lines[i].masked, true) ? first->lines[i].count : 0;
        }
        model->groups[g].form = in_form > 0 && 2 * in_form >= words;
    }
}

/* The shingles of more than max(20, 0.005 N) groups that are strangers. */
static int common_shingles(const struct model *model, uint64_t *common)
{
    static uint64_t sets[DRAWN][MODEL_WORDS];
    int count = 0, counts_of[DRAWN];
    for (int g = 0; g < model->group_count; g++)
        for (int i = 0; i < model->groups[g].set_count; i++) {
            uint64_t shingle = model->groups[g].set[i];
            int having = 0, n = 0;
            bool known = bsearch(&shingle, common, (size_t)count, sizeof shingle, compare_u64) != NULL;
            for (int h = 0; !known && h < model->group_count; h++) {
                if (!model_shared(&shingle, 1, model->groups[h].set, model->groups[h].set_count))
                    continue;
                having++;
                if (n < DRAWN) {
                    counts_of[n] = model->groups[h].set_count;
                    memcpy(sets[n++], model->groups[h].set, sizeof model->groups[h].set);
                }
            }
            if (having > 20 && 200 * having > model->group_count && are_strangers(sets, counts_of, n, 2)) {
                common[count++] = shingle;
                qsort(common, (size_t)count, sizeof *common, compare_u64);
            }
        }
    return count;
}

static void make_sets(struct model *model)
{
    static uint64_t common[MODEL_ARTICLES * MODEL_WORDS];
    int common_count;
    for (int g = 0; g < model->group_count; g++) {
        struct model_group *group = &model->groups[g];
        uint32_t words[MODEL_WORDS];
        int count = model_kept_words(group, words);
        group->furniture_only = count == 0 && group->members[0]->word_count > 0;
        group->set_count = model_set(words, count, model->shingle_words, UINT64_MAX, group->set);
    }
    common_count = model->furniture ? common_shingles(model, common) : 0;
    for (int g = 0; g < model->group_count; g++) {
        struct model_group *group = &model->groups[g];
        uint64_t kept[MODEL_WORDS];
        int count = 0;
        for (int i = 0; i < group->set_count; i++)
            if (!bsearch(&group->set[i], common, (size_t)common_count, sizeof *common, compare_u64))
                kept[count++] = group->set[i];
        if (count >= 20) {
            memcpy(group->set, kept, sizeof kept);
            group->set_count = count;
        }
    }
}

void model_leave_out(struct model *model)
{
    for (int g = 0; g < model->group_count; g++)
        find_openings(model->groups[g].members[0]);
    for (int round = 0; model->furniture && round < 3; round++) {
        take_recurring(model);
        take_strangers(model, round);
    }
    if (model->furniture)
        mark_forms(model);
    make_sets(model);
}
