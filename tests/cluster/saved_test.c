/*
 * What one run saved gives another run the bytes of a run from scratch, under every rule and whatever is missing of it; and what was
 * cut or altered is refused.
 */
#include "cluster/save_testing.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "wirecopy.h"

/* Stories with copies that were cut and extended, teasers on every page, dates, and an exact copy. */
static void fill(struct wirecopy_corpus *corpus)
{
    for (unsigned story = 0; story < 30; story++)
        for (unsigned cut = 0; cut < 4; cut++) {
            struct text text = {0};
            char id[32], source[32], date[32];
            snprintf(id, sizeof id, "s%u-%u", story, cut);
            snprintf(source, sizeof source, "outlet%u.example", (story + cut) % 5);
            snprintf(date, sizeof date, "2024-09-%02u", 1 + (story + 3 * (cut == 3)) % 28);
            text_line(&text, "Read on: what the harbour town will look like in ten years from now");
            text_sentences(&text, story, 12 - 2 * (cut % 3));
            for (unsigned n = 0; n < 4 * (cut % 3); n++)
                text_sentence(&text, 1000 + 4 * story + cut, n);
            add(corpus, id, &text, source, story % 7 || cut != 3 ? date : NULL, NULL);
            text_release(&text);
        }
}

static struct buffer from_scratch(const struct wirecopy_options *options)
{
    struct wirecopy_corpus *corpus = new_corpus_with(options);
    fill(corpus);
    return views_of(must_cluster(corpus), true);
}

static struct buffer from_save(const struct wirecopy_options *options)
{
    return views_of(must_cluster(open_save(options)), true);
}

static void save(void)
{
    struct wirecopy_options options = options_by_hand(save_directory);
    struct buffer written = from_scratch(&options);
    buffer_release(&written);
}

static void every_rule_gives_the_bytes_of_a_run_from_scratch(void **state)
{
    static const double rules[][2] = {{0.35, 0.6}, {0.5, 0.8}, {0.25, 0.5}, {0.25, 1}, {1, 0.5}, {0.9, 0.95}, {0.1, 0.3}, {0.1, 0.9}, {0, 0}, {1, 1}};
    struct buffer before = {0};
    unsigned different = 0;
    (void)state;
    save();
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct wirecopy_options options = options_by_hand(NULL);
        struct buffer scratch;
        options.resemblance = rules[i][0];
        options.containment = rules[i][1];
        scratch = from_scratch(&options);
        different += before.data && strcmp(before.data, scratch.data) != 0;
        buffer_release(&before);
        assert_int_equal(buffer_append(&before, scratch.data, scratch.size + 1), WIRECOPY_OK);
        same_bytes(scratch, from_save(&options));
    }
    buffer_release(&before);
    assert_true(different >= 6); /* else the rules would prove little */
}

static void a_save_of_any_rule_serves_every_other(void **state)
{
    static const enum wirecopy_rule rules[] = {WIRECOPY_RULE_USUAL, WIRECOPY_RULE_STRICT, WIRECOPY_RULE_LOOSE};
    (void)state;
    for (unsigned i = 0; i < 3; i++)
        for (unsigned j = 0; j < 3; j++) {
            struct wirecopy_options first = options_by_hand(save_directory), second = options_by_hand(NULL);
            struct buffer written;
            wirecopy_options_set_rule(&first, rules[i]);
            wirecopy_options_set_rule(&second, rules[j]);
            written = from_scratch(&first);
            buffer_release(&written);
            same_bytes(from_scratch(&second), from_save(&second));
        }
}

static void other_furniture_keys_windows_and_resources_give_the_bytes_of_a_run_from_scratch(void **state)
{
    (void)state;
    save();
    for (unsigned i = 0; i < 11; i++) {
        struct wirecopy_options options = options_by_hand(NULL);
        options.furniture = i != 0;
        options.built_in_furniture = i != 1;
        options.seed = i == 2 ? 7 : 0;
        if (i == 3)
            options.keys = WIRECOPY_KEYS_ALL;
        if (i == 4)
            options.keys = WIRECOPY_KEYS_PLANNED;
        if (i == 5)
            options.bands = 10;
        options.window_hours = i == 7 ? 24 : i == 8 ? 24 * 400 : i >= 9 ? 24 * 3 : 0;
        options.passages = i == 6 || i == 10;
        options.threads = i == 6 ? 1 : 3;
        options.memory_bytes = 16 << 20;
        same_bytes(from_scratch(&options), from_save(&options));
    }
}

/* Who compares all pairs makes no keys, and has none saved; neither in a save that has some. */
static void a_save_of_all_pairs_serves_any_keys(void **state)
{
    (void)state;
    for (unsigned first = 0; first < 2; first++)
        for (unsigned i = 0; i < 3; i++) {
            struct wirecopy_options all = options_by_hand(save_directory), options = options_by_hand(i == 2 ? save_directory : NULL);
            struct buffer written;
            all.keys = WIRECOPY_KEYS_ALL;
            if (first)
                save();
            else
                unlink(save_path("sketches"));
            written = first ? from_save(&all) : from_scratch(&all);
            buffer_release(&written);
            options.keys = i == 1 ? WIRECOPY_KEYS_PLANNED : options.keys;
            written = from_save(&options);
            options.save_directory = NULL;
            same_bytes(from_scratch(&options), written);
        }
}

/* The texts of lines are gone with the run that read them, and the lines that rules went by with the one that learnt them, from its third file on. */
static bool dies_with_its_run(const char *file, size_t kept)
{
    return strcmp(file, "lines") == 0 || (kept > 2 && strcmp(file, "phrases") == 0);
}

/* What an interrupted run leaves are the first files; the next run goes on from there and completes them. */
static void an_interrupted_run_is_resumed_from_each_checkpoint(void **state)
{
    struct wirecopy_options options = options_by_hand(NULL);
    (void)state;
    for (size_t kept = 1; kept <= SAVE_FILES; kept++) {
        struct wirecopy_options again = options_by_hand(save_directory);
        save();
        for (size_t i = kept; i < SAVE_FILES; i++)
            assert_int_equal(unlink(save_path(save_files[i])), 0);
        same_bytes(from_scratch(&options), from_save(&again));
        for (size_t i = 0; i < SAVE_FILES; i++)
            assert_int_equal(access(save_path(save_files[i]), R_OK), i >= kept && dies_with_its_run(save_files[i], kept) ? -1 : 0);
        same_bytes(from_scratch(&options), from_save(&options));
    }
}

/*
 * A line that hundreds print for a year, some without a date, and some the same text again, makes keys of crowds, which a window takes apart; the
 * first save is of a run under another.
 */
static void a_window_takes_crowds_apart_from_a_save_too(void **state)
{
    struct buffer before = {0};
    unsigned different = 0;
    (void)state;
    for (unsigned hours = 0; hours <= 24 * 64; hours = hours ? 4 * hours : 24) {
        struct wirecopy_options options = options_by_hand(hours ? NULL : save_directory);
        struct wirecopy_corpus *corpus;
        struct buffer scratch;
        options.window_hours = hours ? hours : 24 * 7;
        options.furniture = false;
        options.memory_bytes = 16 << 20;
        corpus = new_corpus_with(&options);
        for (unsigned i = 0; i < 300; i++) {
            struct text text = {0};
            char id[16], date[16];
            snprintf(id, sizeof id, "%03u", i);
            snprintf(date, sizeof date, "2024-%02u-%02u", 1 + i / 2 % 12, 1 + i / 24);
            text_sentences(&text, 1, 6);
            text_sentence(&text, 1000 + i - i % 3, 0);
            add(corpus, id, &text, i % 2 ? "one.example" : "two.example", i % 17 == 5 ? NULL : date, NULL);
            text_release(&text);
        }
        scratch = views_of(must_cluster(corpus), true);
        different += before.data && strcmp(before.data, scratch.data) != 0;
        buffer_release(&before);
        assert_int_equal(buffer_append(&before, scratch.data, scratch.size + 1), WIRECOPY_OK);
        options.save_directory = NULL;
        same_bytes(scratch, from_save(&options));
        scratch = views_of(must_cluster(open_save(&options)), false);
        options.passages = true; /* pairs are dealt one by one then, which otherwise are counted article by article */
        same_bytes(scratch, views_of(must_cluster(open_save(&options)), false));
    }
    buffer_release(&before);
    assert_true(different >= 3);
}

static void stale_files_are_not_used(void **state)
{
    struct wirecopy_options without = options_by_hand(save_directory), options = options_by_hand(NULL);
    struct buffer written;
    char kept[128];
    (void)state;
    save();
    snprintf(kept, sizeof kept, "%s", save_path("kept"));
    assert_int_equal(rename(save_path("learnt"), kept), 0);
    without.furniture = false;
    written = from_scratch(&without); /* keys and pairs are now those of texts with all their lines */
    buffer_release(&written);
    assert_int_equal(rename(kept, save_path("learnt")), 0);
    same_bytes(from_scratch(&options), from_save(&options));
}

static struct buffer contents_of(const char *file)
{
    struct buffer contents = {0};
    char piece[4096];
    size_t got;
    FILE *in = fopen(save_path(file), "rb");
    assert_non_null(in);
    while ((got = fread(piece, 1, sizeof piece, in)) > 0)
        assert_int_equal(buffer_append(&contents, piece, got), WIRECOPY_OK);
    fclose(in);
    return contents;
}

static void write_contents(const char *file, const char *data, size_t size)
{
    FILE *out = fopen(save_path(file), "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(data, 1, size, out), size);
    assert_int_equal(fclose(out), 0);
}

/* A run over the save as it is: refused, in words, or not; then it writes the same bytes as ever. */
static bool is_refused(void)
{
    static struct buffer usual; /* what it writes */
    struct wirecopy_options options = options_by_hand(NULL);
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering = NULL;
    char message[1200] = "";
    enum wirecopy_status status = wirecopy_corpus_open(&options, save_directory, &corpus, message, sizeof message);
    if (status == WIRECOPY_OK) {
        status = wirecopy_corpus_cluster(corpus, &clustering);
        snprintf(message, sizeof message, "%s", wirecopy_corpus_error(corpus));
        wirecopy_corpus_free(corpus);
    }
    if (status == WIRECOPY_OK) {
        struct buffer views = views_of(clustering, true);
        if (usual.size == 0)
            assert_int_equal(buffer_append(&usual, views.data, views.size + 1), WIRECOPY_OK);
        assert_string_equal(views.data, usual.data);
        buffer_release(&views);
    }
    assert_true(status == WIRECOPY_OK || status == WIRECOPY_BAD_INPUT);
    assert_true(status == WIRECOPY_OK || strstr(message, save_directory));
    return status != WIRECOPY_OK;
}

/* Only other furniture asks for sketches where there are pairs (see again_test.c), and for phrases, only a window for glances, and only whoever shows what was learnt for lines. */
static bool is_asked_seldom(const char *file)
{
    return strcmp(file, "sketches") == 0 || strcmp(file, "glances") == 0 || dies_with_its_run(file, SAVE_FILES);
}

/* What nobody reads is not checked: then the answer is the same. */
static void an_altered_save_is_refused_where_it_is_read(void **state)
{
    enum { FLIPS = 150, OF_HEAD = 64 };
    (void)state;
    save();
    for (size_t i = 0; i < SAVE_FILES; i++) {
        struct buffer contents;
        unsigned refused = 0;
        if (is_asked_seldom(save_files[i]))
            continue;
        contents = contents_of(save_files[i]);
        for (unsigned flip = 0; flip < FLIPS; flip++) {
            size_t at = flip < OF_HEAD ? flip % contents.size : hash_counter(i, flip) % contents.size;
            char before = contents.data[at];
            contents.data[at] = (char)(before ^ (1 << flip % 8));
            write_contents(save_files[i], contents.data, contents.size);
            contents.data[at] = before;
            refused += is_refused();
        }
        assert_true(refused > OF_HEAD);
        write_contents(save_files[i], contents.data, contents.size);
        assert_false(is_refused());
        buffer_release(&contents);
    }
}

/* That altered ones are refused says that they are looked at. */
static void a_window_is_served_by_the_glances_of_then(void **state)
{
    struct wirecopy_options options = options_by_hand(NULL);
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering;
    struct buffer contents;
    (void)state;
    options.window_hours = 24;
    save();
    contents = contents_of("glances");
    contents.data[contents.size / 2] ^= 1;
    write_contents("glances", contents.data, contents.size);
    buffer_release(&contents);
    assert_int_equal(wirecopy_corpus_open(&options, save_directory, &corpus, NULL, 0), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_cluster(corpus, &clustering), WIRECOPY_BAD_INPUT);
    assert_non_null(strstr(wirecopy_corpus_error(corpus), "glances"));
    wirecopy_corpus_free(corpus);
    assert_int_equal(unlink(save_path("glances")), 0); /* without them all texts are looked at */
    same_bytes(from_scratch(&options), from_save(&options));
}

static void a_truncated_save_is_refused(void **state)
{
    (void)state;
    save();
    for (size_t i = 0; i < SAVE_FILES; i++) {
        struct buffer contents = contents_of(save_files[i]);
        bool sketches = strcmp(save_files[i], "sketches") == 0;
        if (is_asked_seldom(save_files[i]) && !sketches) {
            buffer_release(&contents);
            continue;
        }
        if (sketches)
            unlink(save_path("pairs")); /* so that they are asked */
        for (unsigned cut = 0; cut < 60; cut++) {
            size_t size = cut < 30 ? contents.size - 1 - cut : contents.size * (cut - 30) / 30;
            write_contents(save_files[i], contents.data, size);
            assert_true(is_refused());
        }
        write_contents(save_files[i], contents.data, contents.size);
        assert_false(is_refused());
        buffer_release(&contents);
        save();
    }
}

static void what_cannot_be_is_said(void **state)
{
    struct wirecopy_options options = options_by_hand(NULL);
    struct wirecopy_article article = {.text = {"text", 4}};
    struct wirecopy_corpus *corpus;
    const char *paths[] = {"/dev/null"};
    char message[400];
    (void)state;
    assert_int_equal(wirecopy_corpus_open(&options, "/nowhere/at/all", &corpus, message, sizeof message), WIRECOPY_NOTHING_READ);
    assert_string_equal(message, "/nowhere/at/all holds no save of wirecopy");
    save();
    assert_int_equal(wirecopy_corpus_open(&options, save_directory, &corpus, message, sizeof message), WIRECOPY_OK);
    assert_int_equal(wirecopy_corpus_add(corpus, &article), WIRECOPY_INVALID);
    assert_int_equal(wirecopy_corpus_add_paths(corpus, paths, 1), WIRECOPY_INVALID);
    wirecopy_corpus_free(corpus);
    options.shingle_words = 4;
    assert_int_equal(wirecopy_corpus_open(&options, save_directory, &corpus, message, sizeof message), WIRECOPY_INVALID);
    assert_non_null(strstr(message, "shingles of 3 words, not of 4"));
    options = options_by_hand("/dev/null/below");
    corpus = new_corpus_with(&options);
    fill(corpus);
    assert_int_equal(wirecopy_corpus_cluster(corpus, &(struct wirecopy_clustering *){NULL}), WIRECOPY_IO);
    wirecopy_corpus_free(corpus);
}

/* Credits go before there are lines: texts without them do not serve a run that keeps them, nor the other way round. */
static void a_save_does_not_serve_who_treats_wire_credits_otherwise(void **state)
{
    (void)state;
    for (unsigned credits = 0; credits < 2; credits++)
        for (unsigned furniture = 0; furniture < 2; furniture++) {
            struct wirecopy_options options = options_by_hand(save_directory);
            struct wirecopy_corpus *corpus;
            struct buffer views;
            char message[1200] = "";
            options.furniture = furniture;
            corpus = new_corpus_with(&options);
            fill(corpus);
            if (credits) {
                struct text text = {0};
                text_line(&text, "LONDON (Reuters) - The port is closed for a week, since the dredger found a chain that no chart has.");
                add(corpus, "credited", &text, NULL, NULL, NULL);
                text_release(&text);
            }
            views = views_of(must_cluster(corpus), true);
            buffer_release(&views);
            options.save_directory = NULL;
            options.furniture = !furniture;
            if (!credits) {
                same_bytes(from_scratch(&options), from_save(&options));
                continue;
            }
            assert_int_equal(wirecopy_corpus_open(&options, save_directory, &corpus, message, sizeof message), WIRECOPY_INVALID);
            assert_non_null(strstr(message, furniture ? "without its wire credits" : "with its wire credits"));
        }
}

static void every_allocation_may_fail(void **state)
{
    struct wirecopy_options options = options_by_hand(save_directory);
    (void)state;
    options.threads = 1;
    options.window_hours = 48;
    save();
    for (size_t i = 1; i < SAVE_FILES; i++)
        unlink(save_path(save_files[i]));
    fail_each_allocation(&options, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_gives_the_bytes_of_a_run_from_scratch),
        cmocka_unit_test(a_save_of_any_rule_serves_every_other),
        cmocka_unit_test(other_furniture_keys_windows_and_resources_give_the_bytes_of_a_run_from_scratch),
        cmocka_unit_test(a_save_of_all_pairs_serves_any_keys),
        cmocka_unit_test(an_interrupted_run_is_resumed_from_each_checkpoint),
        cmocka_unit_test(a_window_takes_crowds_apart_from_a_save_too),
        cmocka_unit_test(stale_files_are_not_used),
        cmocka_unit_test(an_altered_save_is_refused_where_it_is_read),
        cmocka_unit_test(a_window_is_served_by_the_glances_of_then),
        cmocka_unit_test(a_truncated_save_is_refused),
        cmocka_unit_test(what_cannot_be_is_said),
        cmocka_unit_test(a_save_does_not_serve_who_treats_wire_credits_otherwise),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, save_room_make, save_room_remove);
}
