/* Clustering step by step, from parcels: what is refused, what comes of a few articles, and each allocation that fails. */
#define _GNU_SOURCE
#include "index/index_testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The files that a corpus of parcels needs, and an empty folder for both. */
static char folder[64], furniture_path[128], plan_path[128];

/* Every allocation in so many is tried. */
enum { STRIDE = 5 };

static int write_file(void *context, const char *data, size_t size)
{
    return fwrite(data, 1, size, context) == size ? 0 : 5;
}

typedef enum wirecopy_status write_learnt(struct wirecopy_clustering *clustering, wirecopy_write *write, void *context);

static void keep(struct wirecopy_clustering *clustering, write_learnt *write, const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(write(clustering, write_file, file), WIRECOPY_OK);
    assert_int_equal(fclose(file), 0);
}

static int learn(void **state)
{
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering;
    (void)state;
    wirecopy_options_init(&options);
    options.keep_lines = true;
    corpus = new_corpus_with(&options);
    add_stories(corpus, 0, 20);
    clustering = must_cluster(corpus);
    snprintf(folder, sizeof folder, "/tmp/parcels.XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(furniture_path, sizeof furniture_path, "%s/furniture", folder);
    snprintf(plan_path, sizeof plan_path, "%s/plan", folder);
    keep(clustering, wirecopy_clustering_write_furniture, furniture_path);
    keep(clustering, wirecopy_clustering_write_plan, plan_path);
    wirecopy_clustering_free(clustering);
    return 0;
}

static int forget(void **state)
{
    (void)state;
    unlink(furniture_path);
    unlink(plan_path);
    return rmdir(folder);
}

static struct wirecopy_options by_files(void)
{
    struct wirecopy_options options;
    wirecopy_options_init(&options);
    options.furniture_file = furniture_path;
    options.plan_file = plan_path;
    options.threads = 1;
    return options;
}

/* Three of one story, of which two are equal; one of another. */
static void add_articles(struct wirecopy_corpus *corpus)
{
    for (unsigned i = 0; i < 4; i++) {
        struct text text = {{0}};
        char id[8];
        snprintf(id, sizeof id, "a%u", i);
        text_sentences(&text, i == 3 ? 7 : 3, i == 2 ? 9 : 12);
        add(corpus, id, &text, i == 1 ? "one.example" : "two.example", "2024-01-01", NULL);
        text_release(&text);
    }
}

struct gathered {
    struct buffer parcels, texts; /* of the latter struct wirecopy_hash, in order of parcels */
    struct wirecopy_text_pair pairs[8];
    size_t parcel_count, text_count, pair_count, matches;
};

static enum wirecopy_status take_parcel(void *context, const struct wirecopy_parcel *parcel)
{
    struct gathered *g = context;
    enum wirecopy_status status = buffer_append(&g->parcels, parcel->bytes.data, parcel->bytes.size);
    assert_int_equal(parcel->bytes.size % 8, 0);
    g->parcel_count++;
    return status == WIRECOPY_OK ? buffer_append(&g->texts, &parcel->text, sizeof parcel->text) : status;
}

/* Notes texts in place of those of parcels. */
static enum wirecopy_status take_keys(void *context, const struct wirecopy_text_keys *keys)
{
    struct gathered *g = context;
    assert_true(keys->count > 0);
    if (g->text_count++ == 0)
        g->texts.size = 0;
    return buffer_append(&g->texts, &keys->text, sizeof keys->text);
}

static enum wirecopy_status take_judged(void *context, const struct wirecopy_text_pair *pair, bool matches)
{
    struct gathered *g = context;
    g->pairs[g->pair_count++] = *pair;
    g->matches += matches;
    return WIRECOPY_OK;
}

static enum wirecopy_status with_parcels(const struct gathered *g, struct wirecopy_corpus **corpus_out)
{
    struct wirecopy_options options = by_files();
    enum wirecopy_status status = wirecopy_corpus_create(&options, corpus_out);
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_add_parcels(*corpus_out, (struct wirecopy_bytes){g->parcels.data, g->parcels.size});
    return status;
}

static enum wirecopy_status make_parcels(struct gathered *g)
{
    struct wirecopy_options options = by_files();
    struct wirecopy_corpus *corpus = NULL;
    enum wirecopy_status status = wirecopy_corpus_create(&options, &corpus);
    if (status == WIRECOPY_OK) {
        add_articles(corpus);
        status = wirecopy_corpus_parcels(corpus, WIRECOPY_PARCELS_SETTLED, take_parcel, g);
    }
    wirecopy_corpus_free(corpus);
    return status;
}

/* All steps behind the parcels, with all pairs of texts. */
static enum wirecopy_status cluster(struct gathered *g, struct wirecopy_clustering **clustering_out)
{
    const struct wirecopy_hash *texts;
    struct wirecopy_text_pair pairs[3];
    struct wirecopy_corpus *corpus = NULL;
    size_t count = 0;
    enum wirecopy_status status = with_parcels(g, &corpus);
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_keys(corpus, take_keys, g);
    wirecopy_corpus_free(corpus);
    corpus = NULL;
    if (status != WIRECOPY_OK)
        return status;
    assert_int_equal(g->text_count, 3);
    texts = (const struct wirecopy_hash *)(const void *)g->texts.data;
    for (size_t a = 0; a < 3; a++)
        for (size_t b = a + 1; b < 3; b++)
            pairs[count++] = (struct wirecopy_text_pair){texts[a], texts[b]};
    status = with_parcels(g, &corpus);
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_judge(corpus, pairs, count, take_judged, g);
    wirecopy_corpus_free(corpus);
    corpus = NULL;
    if (status == WIRECOPY_OK)
        status = with_parcels(g, &corpus);
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_cluster_pairs(corpus, g->pairs, g->pair_count, clustering_out);
    wirecopy_corpus_free(corpus);
    return status;
}

static void release(struct gathered *g)
{
    buffer_release(&g->parcels);
    buffer_release(&g->texts);
}

static void parcels_become_clusters(void **state)
{
    struct gathered g = {.parcel_count = 0};
    struct wirecopy_clustering *clustering = NULL;
    uint32_t size;
    (void)state;
    assert_int_equal(make_parcels(&g), WIRECOPY_OK);
    assert_int_equal(g.parcel_count, 4);
    assert_int_equal(cluster(&g, &clustering), WIRECOPY_OK);
    assert_int_equal(g.pair_count, 1);
    assert_int_equal(g.matches, 1);
    assert_int_equal(wirecopy_clustering_count(clustering), 2);
    member_of(clustering, "a2", &size);
    assert_int_equal(size, 3);
    wirecopy_clustering_free(clustering);
    release(&g);
}

static void equal_ids_are_settled(void **state)
{
    struct wirecopy_options options = by_files();
    struct wirecopy_corpus *corpus = new_corpus_with(&options);
    struct gathered g = {.parcel_count = 0};
    (void)state;
    add_articles(corpus);
    add_articles(corpus);
    assert_int_equal(wirecopy_corpus_parcels(corpus, WIRECOPY_PARCELS_READ, take_parcel, &g), WIRECOPY_OK);
    assert_int_equal(g.parcel_count, 8);
    wirecopy_corpus_free(corpus);
    assert_int_equal(with_parcels(&g, &corpus), WIRECOPY_OK);
    g.parcel_count = 0;
    assert_int_equal(wirecopy_corpus_parcels(corpus, WIRECOPY_PARCELS_SETTLED, take_parcel, &g), WIRECOPY_OK);
    assert_int_equal(g.parcel_count, 4);
    assert_int_equal(wirecopy_corpus_parcels(corpus, WIRECOPY_PARCELS_SETTLED, take_parcel, &g), WIRECOPY_INVALID);
    wirecopy_corpus_free(corpus);
    release(&g);
}

static void exact_copies_have_their_words_once(void **state)
{
    struct gathered g = {.parcel_count = 0}, grouped = {.parcel_count = 0};
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering = NULL;
    (void)state;
    assert_int_equal(make_parcels(&g), WIRECOPY_OK);
    assert_int_equal(with_parcels(&g, &corpus), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_parcels(corpus, WIRECOPY_PARCELS_GROUPED, take_parcel, &grouped), WIRECOPY_OK);
    wirecopy_corpus_free(corpus);
    assert_int_equal(grouped.parcel_count, 4);
    assert_true(grouped.parcels.size < g.parcels.size - 500);
    assert_int_equal(cluster(&grouped, &clustering), WIRECOPY_OK);
    assert_int_equal(wirecopy_clustering_count(clustering), 2);
    wirecopy_clustering_free(clustering);
    release(&grouped);
    release(&g);
}

static void cut_and_changed_parcels_are_refused(void **state)
{
    struct gathered g = {.parcel_count = 0};
    struct wirecopy_corpus *corpus;
    (void)state;
    assert_int_equal(make_parcels(&g), WIRECOPY_OK);
    for (size_t size = g.parcels.size - 8; size > 0; size = size > 200 ? size - 200 : 0) {
        struct gathered cut = {.parcels = {g.parcels.data, size, 0}};
        enum wirecopy_status status = with_parcels(&cut, &corpus);
        assert_true(status == WIRECOPY_BAD_INPUT || (status == WIRECOPY_OK && size < g.parcels.size));
        wirecopy_corpus_free(corpus);
    }
    g.parcels.data[g.parcels.size / 2] ^= 1;
    assert_int_equal(with_parcels(&g, &corpus), WIRECOPY_BAD_INPUT);
    assert_string_not_equal(wirecopy_corpus_error(corpus), "");
    wirecopy_corpus_free(corpus);
    release(&g);
}

static void other_corpora_and_unknown_texts_are_refused(void **state)
{
    struct wirecopy_options options = by_files();
    const struct wirecopy_text_pair pair = {{{1}}, {{2}}};
    struct gathered g = {.parcel_count = 0};
    struct wirecopy_corpus *corpus = new_corpus();
    (void)state;
    assert_int_equal(wirecopy_corpus_parcels(corpus, WIRECOPY_PARCELS_READ, take_parcel, &g), WIRECOPY_INVALID);
    wirecopy_corpus_free(corpus);
    options.window_hours = 24;
    corpus = new_corpus_with(&options);
    assert_int_equal(wirecopy_corpus_keys(corpus, take_keys, &g), WIRECOPY_INVALID);
    wirecopy_corpus_free(corpus);
    assert_int_equal(make_parcels(&g), WIRECOPY_OK);
    assert_int_equal(with_parcels(&g, &corpus), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_judge(corpus, &pair, 1, take_judged, &g), WIRECOPY_INVALID);
    wirecopy_corpus_free(corpus);
    release(&g);
}

static void lost_keys_are_taken_off(void **state)
{
    const struct wirecopy_key_counts counts = {5, 30};
    struct wirecopy_key_counts left = wirecopy_key_counts_less(counts, 2, 4);
    (void)state;
    assert_int_equal(left.sampled, 3);
    assert_int_equal(left.whole, 26);
    left = wirecopy_key_counts_less(counts, 100000, 100000);
    assert_int_equal(left.sampled, 0);
    assert_int_equal(left.whole, 1);
    left = wirecopy_key_counts_less((struct wirecopy_key_counts){5, 0}, 0, 3);
    assert_int_equal(left.whole, 0);
}

static void each_allocation_may_fail(void **state)
{
    struct gathered made = {.parcel_count = 0};
    enum wirecopy_status status = WIRECOPY_NO_MEMORY;
    (void)state;
    assert_int_equal(make_parcels(&made), WIRECOPY_OK);
    for (uint64_t at = 1; status != WIRECOPY_OK; at += STRIDE) {
        struct gathered g = {.parcel_count = 0};
        struct wirecopy_clustering *clustering = NULL;
        assert_int_equal(buffer_append(&g.parcels, made.parcels.data, made.parcels.size), WIRECOPY_OK);
        memory_fail_at(at);
        status = cluster(&g, &clustering);
        memory_fail_at(0);
        assert_true(status == WIRECOPY_OK || status == WIRECOPY_NO_MEMORY);
        assert_true((status == WIRECOPY_OK) == (clustering != NULL));
        wirecopy_clustering_free(clustering);
        release(&g);
    }
    release(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parcels_become_clusters),
        cmocka_unit_test(equal_ids_are_settled),
        cmocka_unit_test(exact_copies_have_their_words_once),
        cmocka_unit_test(cut_and_changed_parcels_are_refused),
        cmocka_unit_test(other_corpora_and_unknown_texts_are_refused),
        cmocka_unit_test(lost_keys_are_taken_off),
        cmocka_unit_test(each_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, learn, forget);
}
