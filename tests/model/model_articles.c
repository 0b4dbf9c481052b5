/* The model's step 5: articles, their ids, and groups of exact copies. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/model.h"
#include "text/credits/credits.h"
#include "text/fold/fold.h"

static void check(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "model: %s\n", what);
        abort();
    }
}

/* Days since 1970-01-01 of "yyyy-mm-dd" (counted one by one). */
static int32_t day_of(const char *date)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month, day, days = 0;
    if (sscanf(date, "%d-%d-%d", &year, &month, &day) != 3)
        return MODEL_NO_DAY;
    for (int y = 1970; y < year; y++)
        days += y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 366 : 365;
    for (int m = 1; m < month; m++)
        days += lengths[m - 1] + (m == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
    return days + day - 1;
}

static int compare_u32(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return a < b ? -1 : a > b;
}

static void fold_into(struct model *model, struct folder *folder, const struct model_input *input, struct model_article *article)
{
    struct folded folded;
    uint64_t set[MODEL_WORDS];
    int hour, minute;
    static struct credit_finder finder;
    struct credits credits;
    struct buffer text = {0};
    credit_finder_init(&finder, NULL);
    credits_find(&finder, input->text, strlen(input->text), &credits);
    memcpy(article->credit, credits.name, credits.name_size);
    credits.count = model->furniture ? credits.count : 0;
    check(credits_cut(&credits, input->text, strlen(input->text), &text) == WIRECOPY_OK, "cutting failed");
    check(fold_text(folder, text.data, text.size, &folded) == WIRECOPY_OK, "folding failed");
    check(folded.word_count <= MODEL_WORDS && folded.line_count <= MODEL_LINES, "a text is too long for the model");
    article->input = input;
    article->raw = hash_bytes_128(input->text, strlen(input->text));
    article->content = hash_bytes_128(folded.bytes, folded.byte_count);
    article->day = day_of(input->date);
    article->timed = sscanf(input->date, "%*d-%*d-%*dT%d:%d", &hour, &minute) == 2;
    article->minute = (int64_t)article->day * 1440 + (article->timed ? hour * 60 + minute : 720);
    article->word_count = (int)folded.word_count;
    memcpy(article->words, folded.words, folded.word_count * sizeof(uint32_t));
    article->line_count = (int)folded.line_count;
    for (int i = 0, first = 0; i < article->line_count; i++) {
        article->lines[i] = (struct model_line){folded.lines[i].hash, folded.lines[i].masked, first, (int)folded.lines[i].word_count, false, false};
        first += article->lines[i].count;
    }
    check(fold_title(folder, input->title, strlen(input->title), &folded) == WIRECOPY_OK, "folding failed");
    check(folded.word_count <= MODEL_TITLE, "a title is too long for the model");
    memcpy(article->title, folded.words, folded.word_count * sizeof(uint32_t));
    qsort(article->title, folded.word_count, sizeof(uint32_t), compare_u32);
    for (size_t i = 0; i < folded.word_count; i++)
        if (i == 0 || article->title[i] != article->title[article->title_count - 1])
            article->title[article->title_count++] = article->title[i];
    article->empty = article->word_count == 0;
    article->is_short = model_set(article->words, article->word_count, model->shingle_words, UINT64_MAX, set) < 20;
    if (article->is_short)
        article->content =
            hash_seeded_128(article->title, (size_t)article->title_count * sizeof(uint32_t), article->content.high ^ article->content.low);
    buffer_release(&text);
}

/* The same id and text is one article; the same id and other text are renamed. */
static void settle_ids(struct model *model, const struct model_input *inputs, int count, struct folder *folder)
{
    for (int i = 0; i < count; i++) {
        struct model_article *article = &model->articles[model->article_count];
        bool repeat = false, renamed = false;
        for (int j = 0; j < count; j++) {
            bool same_id = strcmp(inputs[i].id, inputs[j].id) == 0, same_text = strcmp(inputs[i].text, inputs[j].text) == 0;
            repeat |= j < i && same_id && same_text;
            renamed |= same_id && !same_text;
        }
        if (repeat)
            continue;
        memset(article, 0, sizeof *article);
        fold_into(model, folder, &inputs[i], article);
        snprintf(article->id, sizeof article->id, "%s", inputs[i].id);
        if (renamed)
            snprintf(article->id + strlen(article->id), 20, "#%016llx", (unsigned long long)(article->raw.high ^ article->raw.low));
        if (article->empty) { /* empty ones are no copies of each other */
            struct hash128 both[2] = {hash_bytes_128(inputs[i].id, strlen(inputs[i].id)), article->raw};
            article->content = hash_seeded_128(both, sizeof both, 1);
        }
        model->article_count++;
    }
}

static int compare_articles(const void *x, const void *y)
{
    const struct model_article *a = *(struct model_article *const *)x, *b = *(struct model_article *const *)y;
    int order = hash128_compare(a->content, b->content);
    return order ? order : strcmp(a->id, b->id);
}

void model_read(struct model *model, const struct model_input *inputs, int count)
{
    struct model_article *sorted[MODEL_ARTICLES];
    struct folder *folder;
    check(count <= MODEL_ARTICLES, "too many articles for the model");
    check(folder_create(&folder) == WIRECOPY_OK, "no folder");
    settle_ids(model, inputs, count, folder);
    folder_free(folder);
    for (int i = 0; i < model->article_count; i++)
        sorted[i] = &model->articles[i];
    qsort(sorted, (size_t)model->article_count, sizeof *sorted, compare_articles);
    for (int i = 0; i < model->article_count; i++) {
        struct model_group *group = model->group_count ? &model->groups[model->group_count - 1] : NULL;
        if (!group || hash128_compare(group->members[0]->content, sorted[i]->content) != 0)
            group = &model->groups[model->group_count++];
        group->members[group->count++] = sorted[i];
        group->text = group->members[0];
    }
}
