/* The summary, for people and as JSON. */
#include "report_testing.h"

#include <stdio.h>
#include <string.h>

static struct wirecopy_clustering harbour_run(void)
{
    struct wirecopy_clustering clustering = harbour();
    clustering.summary = (struct summary){
        .records = 1236,
        .articles = 1234,
        .repeats = 1,
        .skipped_records = 1,
        .repaired = 2,
        .bytes = 3456789,
        .words = 500000,
        .lines = 20000,
        .outlets = 2,
        .dated = 1000,
        .problem_kinds = 2,
        .problems = {{WIRECOPY_PROBLEM_RECORD, 1, "broken JSON", "in/\x1b[2J.jsonl", 17}, {WIRECOPY_PROBLEM_REPAIRED, 2, "ill-formed UTF-8", "b", 0}},
        .exact_copies = 30,
        .near_copies = 4,
        .single = 1180,
        .clusters = 20,
        .largest = 7,
        .built_in_lines = 1,
        .recurring_lines = 2,
        .stranger_lines = 3,
        .lines_taken_out = 40,
        .words_taken_out = 50000,
        .common_shingles = 6,
        .keys = "64 bands of 2 rows",
        .components = 128,
        .bands = 64,
        .rows = 2,
        .expected_recall = 0.995,
        .expected_recall_containment = 0.93,
        .expected_meetings = 1.5,
        .candidates = 5000,
        .matches = 100,
        .templates = 1,
        .stage_count = 2,
        .stages = {{"read", 0.5, 0.4}, {"pairs", 1.25, 2}},
        .wall_seconds = 1.75,
        .cpu_seconds = 2.4,
        .peak_memory_bytes = 123456789,
        .scratch_bytes = 999,
        .threads = 2,
        .kernel = "avx2",
        .resemblance = 0.35,
        .containment = 0.6,
        .shingle_words = 3,
        .furniture = true,
        .built_in_furniture = true,
        .fingerprint = "0123456789abcdef",
    };
    return clustering;
}

static struct written summary_of(struct wirecopy_clustering *clustering, enum wirecopy_format format)
{
    struct written written = {0};
    assert_int_equal(wirecopy_clustering_summary(clustering, format, 0, collect, &written), WIRECOPY_OK);
    return written;
}

static void what_should_be_looked_at_is_told(void **state)
{
    struct wirecopy_clustering clustering = harbour_run();
    struct written written;
    (void)state;
    clustering.summary.largest = 617;
    clustering.summary.chains = 1;
    clustering.summary.giants = 1;
    clustering.summary.window_hours = 36;
    written = summary_of(&clustering, WIRECOPY_FORMAT_TEXT);
    assert_non_null(strstr(written.text.data, "the largest holds 617, 50.0 % of the articles\n"
                                              "look at   1 chain: a cluster with members that do not match the representative\n"
                                              "warning   50.0 % of the articles are in one cluster: "));
    assert_non_null(strstr(written.text.data, "shingles of 3 words, within 36 hours (fingerprint"));
    written_release(&written);
    clustering.summary.window_hours = 24;
    clustering.summary.forms_parted = 2;
    written = summary_of(&clustering, WIRECOPY_FORMAT_TEXT);
    assert_non_null(strstr(written.text.data, ", within 1 day (fingerprint"));
    assert_non_null(strstr(written.text.data, "1 template; 2 clusters of one form were taken apart\n"));
    written_release(&written);
    written = summary_of(&clustering, WIRECOPY_FORMAT_JSONL);
    assert_non_null(strstr(written.text.data, "\"largest_share\":0.5000,\"chains\":1,\"giants\":1,"));
    assert_non_null(strstr(written.text.data, "\"window_hours\":24,"));
    assert_non_null(strstr(written.text.data, "\"forms_parted\":2}"));
    written_release(&written);
}

static void people_get_a_dozen_lines(void **state)
{
    struct wirecopy_clustering clustering = harbour_run();
    (void)state;
    assert_written(summary_of(&clustering, WIRECOPY_FORMAT_TEXT),
                   "read      1,234 articles from 2 outlets, 500,000 words in 3.5 MB; 1,000 dated; 1 repeat counted once\n"
                   "repaired  2 records: ill-formed UTF-8 (first b)\n"
                   "skipped   1 record: broken JSON (in/\xEF\xBF\xBD[2J.jsonl:17)\n"
                   "copies    30 exact, 4 near; 1,180 articles have none\n"
                   "clusters  20 of two or more; the largest holds 7, 0.6 % of the articles\n"
                   "left out  6 furniture lines (2 recurring, 3 of strangers, 1 built in), 10.0 % of the words; 6 common shingles\n"
                   "keys      64 bands of 2 rows\n"
                   "recall    99.5 % of all matches should be found, 93.0 % of those by containment alone\n"
                   "pairs     5,000 candidates, 100 matches, 1 template\n"
                   "rule      resemblance 0.35, containment 0.6, shingles of 3 words (fingerprint 0123456789abcdef)\n"
                   "time      1.75 s: read 0.50, pairs 1.25\n"
                   "memory    123 MB at most, 999 bytes of scratch; 2 threads, avx2\n");
}

static void long_lines_are_broken_for_a_narrow_screen(void **state)
{
    struct wirecopy_clustering clustering = harbour_run();
    struct written written = {0};
    (void)state;
    assert_int_equal(wirecopy_clustering_summary(&clustering, WIRECOPY_FORMAT_TEXT, 60, collect, &written), WIRECOPY_OK);
    assert_written(written, "read      1,234 articles from 2 outlets,\n"
                            "          500,000 words in 3.5 MB; 1,000 dated;\n"
                            "          1 repeat counted once\n"
                            "repaired  2 records: ill-formed UTF-8 (first b)\n"
                            "skipped   1 record: broken JSON (in/\xEF\xBF\xBD[2J.jsonl:17)\n"
                            "copies    30 exact, 4 near; 1,180 articles have none\n"
                            "clusters  20 of two or more; the largest holds 7,\n"
                            "          0.6 % of the articles\n"
                            "left out  6 furniture lines (2 recurring, 3 of strangers,\n"
                            "          1 built in), 10.0 % of the words;\n"
                            "          6 common shingles\n"
                            "keys      64 bands of 2 rows\n"
                            "recall    99.5 % of all matches should be found,\n"
                            "          93.0 % of those by containment alone\n"
                            "pairs     5,000 candidates, 100 matches, 1 template\n"
                            "rule      resemblance 0.35, containment 0.6,\n"
                            "          shingles of 3 words (fingerprint 0123456789abcdef)\n"
                            "time      1.75 s: read 0.50, pairs 1.25\n"
                            "memory    123 MB at most, 999 bytes of scratch; 2 threads,\n"
                            "          avx2\n");
}

static void what_has_no_place_to_break_stays_whole(void **state)
{
    struct wirecopy_clustering clustering = harbour_run();
    struct written written = {0};
    (void)state;
    assert_int_equal(wirecopy_clustering_summary(&clustering, WIRECOPY_FORMAT_TEXT, 1, collect, &written), WIRECOPY_OK);
    assert_non_null(strstr(written.text.data, "keys      64 bands of 2 rows\n"));
    written_release(&written);
    written = (struct written){0};
    assert_int_equal(wirecopy_clustering_summary(&clustering, WIRECOPY_FORMAT_TEXT, 11, collect, &written), WIRECOPY_OK);
    assert_non_null(strstr(written.text.data, "recall    99.5 % of all matches should be found,\n          93.0 % of those by containment alone\n"));
    written_release(&written);
}

static void many_kinds_of_problem_do_not_fill_the_screen(void **state)
{
    struct wirecopy_clustering clustering = harbour_run();
    struct written written;
    (void)state;
    clustering.summary.problem_kinds = SUMMARY_PROBLEMS;
    for (size_t i = 0; i < SUMMARY_PROBLEMS; i++) {
        clustering.summary.problems[i] = (struct summary_problem){.kind = WIRECOPY_PROBLEM_FILE, .count = i + 1, .first_path = "p"};
        snprintf(clustering.summary.problems[i].reason, sizeof clustering.summary.problems[i].reason, "reason %zu", i);
    }
    written = summary_of(&clustering, WIRECOPY_FORMAT_TEXT);
    assert_non_null(strstr(written.text.data, "skipped   32 files: reason 31 (first p)\nskipped   31 files: reason 30"));
    assert_non_null(strstr(written.text.data, "          28 other kinds of problem\n"));
    assert_null(strstr(written.text.data, "reason 27"));
    written_release(&written);
}

static void json_is_one_line_with_everything(void **state)
{
    struct wirecopy_clustering clustering = harbour_run();
    struct written written = summary_of(&clustering, WIRECOPY_FORMAT_JSONL);
    static const char *const parts[] = {
        "{\"wirecopy\":\"",
        "\"read\":{\"records\":1236,\"articles\":1234,\"repeats\":1,",
        "\"problems\":[{\"kind\":\"record\",\"reason\":\"broken JSON\",\"count\":1,\"first_path\":\"in/\\u001b[2J.jsonl\",\"first_line\":17},{",
        "\"copies\":{\"clusters\":20,\"largest\":7,\"largest_share\":0.0057,\"chains\":0,\"giants\":0,\"exact_copies\":30,\"near_copies\":4,\"single\":1180,",
        "\"left_out\":{\"furniture_file\":null,\"furniture_fingerprint\":null,\"known_lines\":0,\"learnt\":false,\"built_in_lines\":1,",
        "\"plan\":{\"plan_file\":null,\"plan_fingerprint\":null,\"keys\":\"64 bands of 2 rows\",",
        "\"recall_by_sizes\":[{\"sizes\":\"1:1\",\"recall\":0.0000},",
        "\"pairs\":{",
        "\"parameters\":{\"resemblance\":0.3500,\"containment\":0.6000,\"shingle_words\":3,\"seed\":0,\"furniture\":true,",
        "\"run\":{\"seconds\":1.750,\"cpu_seconds\":2.400,\"stages\":[{\"stage\":\"read\",\"seconds\":0.500,\"cpu_seconds\":0.400},",
        "\"kernel\":\"avx2\"}}\n",
    };
    const char *at = written.text.data;
    (void)state;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        at = strstr(at, parts[i]);
        if (!at)
            fail_msg("missing, or not in this place: %s", parts[i]);
    }
    assert_ptr_equal(strchr(written.text.data, '\n'), written.text.data + written.text.size - 1);
    written_release(&written);
}

static void a_summary_is_no_table(void **state)
{
    struct wirecopy_clustering clustering = harbour_run();
    struct written written = {0};
    (void)state;
    assert_int_equal(wirecopy_clustering_summary(&clustering, WIRECOPY_FORMAT_TSV, 0, collect, &written), WIRECOPY_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_get_a_dozen_lines),
        cmocka_unit_test(what_should_be_looked_at_is_told),
        cmocka_unit_test(long_lines_are_broken_for_a_narrow_screen),
        cmocka_unit_test(what_has_no_place_to_break_stays_whole),
        cmocka_unit_test(many_kinds_of_problem_do_not_fill_the_screen),
        cmocka_unit_test(json_is_one_line_with_everything),
        cmocka_unit_test(a_summary_is_no_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
