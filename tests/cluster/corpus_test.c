/* What wirecopy.h promises of a corpus and its clustering beside the clusters themselves: order of calls, numbers out of range, none at all. */
#include "cluster/corpus_testing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cluster/result/arrangement.h"
#include "wirecopy.h"

static struct wirecopy_article article_of(const char *id, const char *text)
{
    return (struct wirecopy_article){.text = {text, strlen(text)}, .id = {id, strlen(id)}};
}

/* Where the texts of texts_of() are: stories 0, 1 and 0 again, the last cut to half. */
static const char *const *texts_of(void)
{
    static char room[3][4000];
    static const char *const texts[] = {room[0], room[1], room[2]};
    for (unsigned i = 0; i < 3; i++) {
        struct text text = {0};
        text_sentences(&text, i == 1, i == 2 ? 6 : 12);
        assert_true(text.bytes.size < sizeof room[i]);
        memcpy(room[i], text.bytes.data, text.bytes.size);
        room[i][text.bytes.size] = '\0';
        text_release(&text);
    }
    return texts;
}

static void no_articles_make_no_clusters(void **state)
{
    struct wirecopy_clustering *clustering = must_cluster(new_corpus());
    struct wirecopy_report_options report;
    struct wirecopy_cluster cluster;
    struct wirecopy_member member;
    (void)state;
    assert_int_equal(wirecopy_clustering_count(clustering), 0);
    assert_int_equal(wirecopy_clustering_article_count(clustering), 0);
    assert_int_equal(wirecopy_clustering_cluster(clustering, 0, &cluster), WIRECOPY_INVALID);
    assert_int_equal(wirecopy_clustering_member(clustering, 0, 0, &member), WIRECOPY_INVALID);
    assert_true(wirecopy_clustering_cluster_of(clustering, 0) == SIZE_MAX);
    wirecopy_report_options_init(&report, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_JSONL);
    assert_int_equal(wirecopy_clustering_report(clustering, &report, NULL, NULL), WIRECOPY_OK); /* there is nothing to write */
    wirecopy_clustering_free(clustering);
}

static void one_call_clusters_texts_by_their_index(void **state)
{
    struct wirecopy_clustering *clustering;
    struct wirecopy_member member;
    (void)state;
    assert_int_equal(wirecopy_cluster_texts(texts_of(), 3, NULL, &clustering), WIRECOPY_OK);
    assert_int_equal(wirecopy_clustering_count(clustering), 2);
    assert_int_equal(wirecopy_clustering_cluster_of(clustering, 0), wirecopy_clustering_cluster_of(clustering, 2));
    assert_int_not_equal(wirecopy_clustering_cluster_of(clustering, 0), wirecopy_clustering_cluster_of(clustering, 1));
    assert_true(wirecopy_clustering_cluster_of(clustering, 3) == SIZE_MAX);
    assert_int_equal(wirecopy_clustering_member(clustering, 0, 2, &member), WIRECOPY_INVALID);
    assert_int_equal(wirecopy_clustering_member(clustering, 2, 0, &member), WIRECOPY_INVALID);
    assert_true(strlen(wirecopy_clustering_error(clustering)) > 0);
    assert_int_equal(wirecopy_clustering_member(clustering, 0, 1, &member), WIRECOPY_OK);
    assert_string_equal(wirecopy_clustering_error(clustering), "");
    wirecopy_clustering_free(clustering);
}

static void a_clustering_outlives_its_corpus(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    struct wirecopy_member member;
    uint32_t size;
    (void)state;
    add_stories(corpus, 0, 5);
    assert_int_equal(wirecopy_corpus_cluster(corpus, &clustering), WIRECOPY_OK);
    wirecopy_corpus_free(corpus);
    assert_int_equal(wirecopy_clustering_count(clustering), 5);
    assert_int_equal(wirecopy_clustering_member(clustering, 4, 0, &member), WIRECOPY_OK);
    assert_true(member.id.size > 0 && member.is_representative);
    member = member_of(clustering, "story-00000", &size);
    assert_int_equal(size, 1);
    wirecopy_clustering_free(clustering);
}

static void a_corpus_is_clustered_once(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering, *second = NULL;
    struct wirecopy_article late = article_of("late", "A text that comes too late.");
    const char *path = "nowhere.jsonl";
    (void)state;
    add_stories(corpus, 0, 2);
    assert_int_equal(wirecopy_corpus_cluster(corpus, &clustering), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_add(corpus, &late), WIRECOPY_INVALID);
    assert_true(strlen(wirecopy_corpus_error(corpus)) > 0);
    assert_int_equal(wirecopy_corpus_add_paths(corpus, &path, 1), WIRECOPY_INVALID);
    assert_int_equal(wirecopy_corpus_cluster(corpus, &second), WIRECOPY_INVALID);
    assert_null(second);
    assert_int_equal(wirecopy_clustering_article_count(clustering), 2);
    wirecopy_clustering_free(clustering);
    wirecopy_corpus_free(corpus);
}

static int refuse(void *context, const char *data, size_t size)
{
    (void)context;
    (void)data;
    (void)size;
    return ENOSPC;
}

static void what_could_not_be_written_is_told(void **state)
{
    struct wirecopy_options options;
    struct wirecopy_report_options report;
    struct wirecopy_clustering *clustering;
    struct wirecopy_corpus *corpus;
    (void)state;
    wirecopy_options_init(&options);
    options.keep_lines = true;
    corpus = new_corpus_with(&options);
    add_stories(corpus, 0, 2);
    clustering = must_cluster(corpus);
    for (int call = 0; call < 5; call++) {
        wirecopy_report_options_init(&report, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_TSV);
        assert_int_equal(call == 0   ? wirecopy_clustering_report(clustering, &report, refuse, NULL)
                         : call == 1 ? wirecopy_clustering_summary(clustering, WIRECOPY_FORMAT_JSONL, 0, refuse, NULL)
                         : call == 2 ? wirecopy_clustering_furniture(clustering, &report, refuse, NULL)
                         : call == 3 ? wirecopy_clustering_write_furniture(clustering, refuse, NULL)
                                     : wirecopy_clustering_write_plan(clustering, refuse, NULL),
                         WIRECOPY_IO);
        assert_string_equal(wirecopy_clustering_error(clustering), strerror(ENOSPC));
        report.format = (enum wirecopy_format)(WIRECOPY_FORMAT_HTML + 1);
        assert_int_equal(wirecopy_clustering_report(clustering, &report, refuse, NULL), WIRECOPY_INVALID);
        assert_string_equal(wirecopy_clustering_error(clustering), "there is no such view or format");
    }
    wirecopy_clustering_free(clustering);
}

static void what_was_not_kept_is_not_written_as_if_there_were_none(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    (void)state;
    add_stories(corpus, 0, 2);
    clustering = must_cluster(corpus);
    assert_int_equal(wirecopy_clustering_write_furniture(clustering, refuse, NULL), WIRECOPY_INVALID);
    assert_string_equal(wirecopy_clustering_error(clustering), "the lines were not kept: see options.keep_lines");
    assert_int_equal(wirecopy_clustering_write_plan(clustering, refuse, NULL), WIRECOPY_INVALID);
    wirecopy_clustering_free(clustering);
}

static void dedup_refuses_what_it_does_not_know(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    struct wirecopy_dedup_options options = {.keep = (enum wirecopy_keep)(WIRECOPY_KEEP_ORIGIN + 1)};
    struct wirecopy_dedup_counts counts;
    (void)state;
    clustering = must_cluster(corpus);
    assert_int_equal(wirecopy_clustering_dedup(clustering, NULL, 0, &options, &counts), WIRECOPY_INVALID);
    assert_string_equal(wirecopy_clustering_error(clustering), "there is no such keep");
    options = (struct wirecopy_dedup_options){.drop = (enum wirecopy_drop)(WIRECOPY_DROP_EXACT + 1)};
    assert_int_equal(wirecopy_clustering_dedup(clustering, NULL, 0, &options, &counts), WIRECOPY_INVALID);
    assert_string_equal(wirecopy_clustering_error(clustering), "there is no such drop");
    wirecopy_clustering_free(clustering);
}

static void plans_without_options_are_those_of_the_defaults(void **state)
{
    struct wirecopy_options options;
    struct wirecopy_plan with[WIRECOPY_PLANS_MOST], without[WIRECOPY_PLANS_MOST];
    size_t count = 0, other_count = 0;
    (void)state;
    wirecopy_options_init(&options);
    wirecopy_plans_for(&options, 1000, with, &count);
    wirecopy_plans_for(NULL, 1000, without, &other_count);
    assert_true(count > 1 && count == other_count);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(with[i].keys, without[i].keys);
}

static void a_text_over_the_limit_is_refused_and_the_corpus_goes_on(void **state)
{
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering;
    struct wirecopy_article longer = article_of("long", "0123456789"), right = article_of("right", "012345678");
    (void)state;
    wirecopy_options_init(&options);
    options.max_record_bytes = 9;
    corpus = new_corpus_with(&options);
    assert_int_equal(wirecopy_corpus_add(corpus, &longer), WIRECOPY_TOO_LARGE);
    assert_true(strstr(wirecopy_corpus_error(corpus), "10") != NULL);
    assert_int_equal(wirecopy_corpus_add(corpus, &right), WIRECOPY_OK);
    assert_string_equal(wirecopy_corpus_error(corpus), "");
    clustering = must_cluster(corpus);
    assert_int_equal(wirecopy_clustering_article_count(clustering), 1);
    wirecopy_clustering_free(clustering);
}

static void wrong_options_make_no_corpus(void **state)
{
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus = NULL;
    struct wirecopy_clustering *clustering = NULL;
    (void)state;
    wirecopy_options_init(&options);
    options.shingle_words = 0;
    assert_int_equal(wirecopy_corpus_create(&options, &corpus), WIRECOPY_INVALID);
    assert_null(corpus);
    assert_non_null(strstr(wirecopy_corpus_error(NULL), "16"));
    assert_int_equal(wirecopy_cluster_texts(texts_of(), 3, &options, &clustering), WIRECOPY_INVALID);
    assert_null(clustering);
    wirecopy_options_init(&options);
    options.scratch_directory = "/no/such/folder";
    assert_int_equal(wirecopy_corpus_create(&options, &corpus), WIRECOPY_INVALID);
    assert_null(corpus);
    assert_non_null(strstr(wirecopy_corpus_error(NULL), "/no/such/folder"));
    wirecopy_corpus_free(NULL);
    wirecopy_clustering_free(NULL);
}

static void every_status_and_relation_has_its_words(void **state)
{
    (void)state;
#define HAS_WORDS(name, number, meaning) assert_string_equal(wirecopy_status_message(name), meaning);
    WIRECOPY_STATUSES(HAS_WORDS)
#undef HAS_WORDS
    assert_non_null(wirecopy_status_message((enum wirecopy_status)99));
#define IS_WORD(name, word) assert_string_equal(wirecopy_relation_word(name), word);
    WIRECOPY_RELATIONS(IS_WORD)
#undef IS_WORD
}

static void counts_that_do_not_add_up_are_an_internal_error(void **state)
{
    const struct summary right =
        {.records = 10, .articles = 7, .repeats = 1, .skipped_records = 2, .exact_copies = 1, .near_copies = 2, .single = 3, .clusters = 1};
    struct summary read = {.records = 10, .articles = 8, .skipped_records = 2}, wrong;
    (void)state;
    assert_int_equal(summary_add_up(&right), WIRECOPY_OK);
    for (int field = 0; field < 8; field++) {
        uint64_t *counts[] = {&wrong.records,      &wrong.articles,    &wrong.repeats, &wrong.skipped_records,
                              &wrong.exact_copies, &wrong.near_copies, &wrong.single,  &wrong.clusters};
        wrong = right;
        ++*counts[field];
        assert_int_equal(summary_add_up(&wrong), WIRECOPY_INTERNAL);
    }
    assert_int_equal(summary_reading_adds_up(&read, 8), WIRECOPY_OK);
    assert_int_equal(summary_reading_adds_up(&read, 7), WIRECOPY_INTERNAL);
    read.records++;
    assert_int_equal(summary_reading_adds_up(&read, 8), WIRECOPY_INTERNAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_that_do_not_add_up_are_an_internal_error),
        cmocka_unit_test(no_articles_make_no_clusters),
        cmocka_unit_test(one_call_clusters_texts_by_their_index),
        cmocka_unit_test(a_clustering_outlives_its_corpus),
        cmocka_unit_test(a_corpus_is_clustered_once),
        cmocka_unit_test(what_could_not_be_written_is_told),
        cmocka_unit_test(what_was_not_kept_is_not_written_as_if_there_were_none),
        cmocka_unit_test(dedup_refuses_what_it_does_not_know),
        cmocka_unit_test(plans_without_options_are_those_of_the_defaults),
        cmocka_unit_test(a_text_over_the_limit_is_refused_and_the_corpus_goes_on),
        cmocka_unit_test(wrong_options_make_no_corpus),
        cmocka_unit_test(every_status_and_relation_has_its_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
