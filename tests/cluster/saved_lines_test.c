/* What one run learnt is listed and written from its save, byte for byte as from the input. */
#include "cluster/save_testing.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "wirecopy.h"

/* Stories with copies, a teaser on every page, an outlet's own line, and forms. */
static void fill(struct wirecopy_corpus *corpus)
{
    for (unsigned i = 0; i < 120; i++) {
        struct text text = {0};
        char id[32], source[32], date[32], form[64];
        snprintf(id, sizeof id, "a%u", i);
        snprintf(source, sizeof source, "outlet%u.example", i % 5);
        snprintf(date, sizeof date, "2024-09-%02u", 1 + i % 28);
        snprintf(form, sizeof form, "Wheat %u cents, barley %u cents a bushel at noon", 10 + i, 7 * i % 50);
        text_line(&text, "Read on: what the harbour town will look like in ten years from now");
        text_sentences(&text, i / 3, 12 - 2 * (i % 3));
        text_line(&text, i % 5 == 1 ? "Made by the desk of outlet one, with coffee" : i % 5 == 2 ? form : "The end.");
        add(corpus, id, &text, source, date, NULL);
        text_release(&text);
    }
}

static struct wirecopy_options options_of(const char *save)
{
    struct wirecopy_options options;
    wirecopy_options_init(&options);
    options.save_directory = save;
    options.threads = 2;
    return options;
}

static void save(void)
{
    struct wirecopy_options options = options_of(save_directory);
    struct wirecopy_corpus *corpus = new_corpus_with(&options);
    fill(corpus);
    wirecopy_clustering_free(must_cluster(corpus));
}

/* The list of what was learnt, and both files of it. */
static struct buffer learnt_of(struct wirecopy_clustering *clustering)
{
    struct wirecopy_report_options report;
    struct buffer written = {0};
    wirecopy_report_options_init(&report, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_JSONL);
    assert_int_equal(wirecopy_clustering_furniture(clustering, &report, append, &written), WIRECOPY_OK);
    assert_int_equal(wirecopy_clustering_write_furniture(clustering, append, &written), WIRECOPY_OK);
    assert_int_equal(wirecopy_clustering_write_plan(clustering, append, &written), WIRECOPY_OK);
    assert_int_equal(append(&written, "", 1), 0);
    assert_true(wirecopy_clustering_furniture_count(clustering) > 0);
    wirecopy_clustering_free(clustering);
    return written;
}

static struct wirecopy_clustering *clustering_of_save(const struct wirecopy_options *options)
{
    return must_cluster(open_save(options));
}

/* Under the rule that saved, under one whose pairs have to be found anew, and under a window; and from a save of a save. */
static void what_was_learnt_is_shown_and_written_from_a_save(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 5; i++) {
        struct wirecopy_options options = options_of(NULL), again = options_of(save_directory);
        struct wirecopy_corpus *corpus;
        save();
        if (i == 4) {
            unlink(save_path("pairs"));
            wirecopy_clustering_free(clustering_of_save(&again));
        }
        options.keep_lines = true;
        options.resemblance = i == 1 ? 0.1 : i == 2 ? 0.6 : options.resemblance;
        options.window_hours = i == 3 ? 48 : 0;
        corpus = new_corpus_with(&options);
        fill(corpus);
        same_bytes(learnt_of(must_cluster(corpus)), learnt_of(clustering_of_save(&options)));
    }
}

static void lines_of_other_options_are_not_in_a_save(void **state)
{
    struct wirecopy_options options = options_of(NULL);
    struct wirecopy_clustering *clustering;
    struct wirecopy_corpus *corpus;
    (void)state;
    save();
    options.keep_lines = true;
    options.built_in_furniture = false;
    assert_int_equal(wirecopy_corpus_open(&options, save_directory, &corpus, NULL, 0), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_cluster(corpus, &clustering), WIRECOPY_INVALID);
    assert_non_null(strstr(wirecopy_corpus_error(corpus), "does not hold the lines"));
    wirecopy_corpus_free(corpus);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_learnt_is_shown_and_written_from_a_save),
        cmocka_unit_test(lines_of_other_options_are_not_in_a_save),
    };
    return cmocka_run_group_tests(tests, save_room_make, save_room_remove);
}
