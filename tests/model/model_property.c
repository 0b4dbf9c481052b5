/*
 * The library against the slow model, over random small corpora made to be awkward: the rows of articles and pairs are equal
 * byte for byte, for any order, threads, memory and kernel. usage: test_model [SEED [CORPORA]]
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "model/model.h"
#include "model/random_corpus.h"

static uint64_t first_seed = 20240601;
static int corpora = 160;

static int collect(void *context, const char *data, size_t size)
{
    return buffer_append(context, data, size) == WIRECOPY_OK ? 0 : 1;
}

static struct wirecopy_bytes bytes_of(const char *string)
{
    return (struct wirecopy_bytes){*string ? string : NULL, strlen(string)};
}

static struct wirecopy_clustering *cluster(const struct model_input *inputs, const int *order, int count, const struct wirecopy_options *options)
{
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering;
    assert_int_equal(wirecopy_corpus_create(options, &corpus), WIRECOPY_OK);
    for (int i = 0; i < count; i++) {
        const struct model_input *in = &inputs[order[i]];
        struct wirecopy_article article = {{in->text, strlen(in->text)}, bytes_of(in->id),   bytes_of(in->title),
                                           bytes_of(in->source),         bytes_of(in->date), bytes_of(in->url)};
        assert_int_equal(wirecopy_corpus_add(corpus, &article), WIRECOPY_OK);
    }
    assert_int_equal(wirecopy_corpus_cluster(corpus, &clustering), WIRECOPY_OK);
    wirecopy_corpus_free(corpus);
    return clustering;
}

static void assert_rows(struct wirecopy_clustering *clustering, enum wirecopy_view view, const char *expected, uint64_t seed)
{
    struct wirecopy_report_options options;
    struct buffer rows = {0};
    wirecopy_report_options_init(&options, view, WIRECOPY_FORMAT_JSONL);
    options.templates = true;
    assert_int_equal(wirecopy_clustering_report(clustering, &options, collect, &rows), WIRECOPY_OK);
    assert_int_equal(buffer_append(&rows, "", 1), WIRECOPY_OK);
    if (strcmp(rows.data, expected) != 0) {
        size_t at = 0;
        while (rows.data[at] == expected[at])
            at++;
        while (at > 0 && expected[at - 1] != '\n')
            at--;
        fail_msg("seed %llu, the first row that differs:\nmodel    %.300s\nwirecopy %.300s", (unsigned long long)seed, expected + at, rows.data + at);
    }
    buffer_release(&rows);
}

static struct wirecopy_options options_of(struct random *random)
{
    static const char *const kernels[] = {NULL, "portable", NULL, NULL};
    struct wirecopy_options options;
    wirecopy_options_init(&options);
    options.keys = WIRECOPY_KEYS_ALL;
    options.built_in_furniture = false;
    options.furniture = random_below(random, 8) > 0;
    options.threads = 1 + random_below(random, 3);
    options.memory_bytes = (uint64_t)(16 + random_below(random, 2) * 64) << 20;
    options.kernel = kernels[random_below(random, 4)];
    options.shingle_words = random_below(random, 4) ? 3 : 2 + random_below(random, 3);
    options.window_hours = random_below(random, 2) ? 0 : 1 + random_below(random, random_below(random, 2) ? 48 : 24 * 30);
    if (random_below(random, 3) == 0)
        wirecopy_options_set_rule(&options, random_below(random, 2) ? WIRECOPY_RULE_LOOSE : WIRECOPY_RULE_STRICT);
    return options;
}

/* Whether a window parted equal texts. */
static bool parts(const struct model *model)
{
    for (int g = 1; g < model->group_count; g++)
        if (hash128_compare(model->groups[g - 1].members[0]->content, model->groups[g].members[0]->content) == 0)
            return true;
    return false;
}

static void rows_are_the_models(void **state)
{
    struct model *model = malloc(sizeof *model);
    struct model_input *inputs = malloc(MODEL_ARTICLES * sizeof *inputs);
    uint64_t clusters = 0, templates = 0, parted = 0, forms = 0;
    (void)state;
    assert_true(model && inputs);
    for (int c = 0; c < corpora; c++) {
        struct random random = {first_seed + (uint64_t)c};
        struct wirecopy_options options = options_of(&random);
        struct wirecopy_clustering *clustering;
        int order[MODEL_ARTICLES], count = random_corpus(&random, inputs);
        char *articles, *pairs;
        memset(model, 0, sizeof *model);
        model->resemblance = options.resemblance;
        model->containment = options.containment;
        model->furniture = options.furniture;
        model->shingle_words = (int)options.shingle_words;
        model->window = (int64_t)options.window_hours * 60;
        model_read(model, inputs, count);
        model_leave_out(model);
        if (model->window)
            model_part(model);
        model_match(model);
        model_cluster(model);
        forms += model_part_forms(model) > 0;
        articles = model_article_rows(model);
        pairs = model_pair_rows(model);
        for (int i = 0; i < count; i++)
            order[i] = i;
        for (int i = count - 1; i > 0; i--) {
            int j = (int)random_below(&random, (uint32_t)i + 1), swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        clustering = cluster(inputs, order, count, &options);
        assert_rows(clustering, WIRECOPY_VIEW_ARTICLES, articles, first_seed + (uint64_t)c);
        assert_rows(clustering, WIRECOPY_VIEW_PAIRS, pairs, first_seed + (uint64_t)c);
        for (size_t i = 0; i < wirecopy_clustering_count(clustering); i++) {
            struct wirecopy_cluster about;
            assert_int_equal(wirecopy_clustering_cluster(clustering, i, &about), WIRECOPY_OK);
            clusters += about.size > 1;
        }
        parted += model->window > 0 && parts(model);
        templates += strstr(pairs, "\"template\"") != NULL;
        wirecopy_clustering_free(clustering);
        free(articles);
        free(pairs);
    }
    printf("%d corpora, %llu clusters of two or more, templates in %llu, equal texts parted in %llu, forms in %llu\n", corpora,
           (unsigned long long)clusters, (unsigned long long)templates, (unsigned long long)parted, (unsigned long long)forms);
    assert_true(clusters > (uint64_t)corpora); /* else the corpora were too easy */
    assert_true(templates * 4 > (uint64_t)corpora);
    assert_true(parted * 8 > (uint64_t)corpora);
    assert_true(forms * 16 > (uint64_t)corpora);
    free(inputs);
    free(model);
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows_are_the_models)};
    if (count > 1)
        first_seed = strtoull(arguments[1], NULL, 0);
    if (count > 2)
        corpora = atoi(arguments[2]);
    printf("seed %llu\n", (unsigned long long)first_seed);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
