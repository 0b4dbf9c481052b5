/* A time window: who matches, who is one text, and what the keys still find. */
#include "cluster/corpus_testing.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "cluster/result/clustering.h"

static struct wirecopy_corpus *corpus_within(uint32_t hours, enum wirecopy_keys keys)
{
    struct wirecopy_options options;
    wirecopy_options_init(&options);
    options.window_hours = hours;
    options.keys = keys;
    options.furniture = false;
    return new_corpus_with(&options);
}

/* The first sentences of story 1. */
static void tell(struct wirecopy_corpus *corpus, const char *id, unsigned sentences, const char *date)
{
    struct text text = {0};
    text_sentences(&text, 1, sentences);
    add(corpus, id, &text, id, date, NULL); /* each in its own outlet */
    text_release(&text);
}

static bool together(struct wirecopy_clustering *clustering, const char *a, const char *b)
{
    struct wirecopy_member one = member_of(clustering, a, NULL);
    uint32_t cluster = one.cluster;
    return member_of(clustering, b, NULL).cluster == cluster;
}

struct case_of_two {
    const char *date, *other;
    uint32_t hours;
    bool match;
};

/* Under all keys and the planned ones; near copies, and equal texts. */
static void check(const struct case_of_two *c)
{
    for (unsigned sentences = 9; sentences <= 10; sentences++)
        for (int keys = 0; keys < 2; keys++) {
            struct wirecopy_corpus *corpus = corpus_within(c->hours, keys ? WIRECOPY_KEYS_ALL : WIRECOPY_KEYS_PLANNED);
            struct wirecopy_clustering *clustering;
            tell(corpus, "a", 10, c->date);
            tell(corpus, "b", sentences, c->other);
            clustering = must_cluster(corpus);
            if (together(clustering, "a", "b") != c->match)
                fail_msg("%s and %s within %u h, %u sentences", c->date, c->other, c->hours, sentences);
            wirecopy_clustering_free(clustering);
        }
}

static void only_what_was_published_within_the_window_matches(void **state)
{
    static const struct case_of_two cases[] = {
        {"2020-03-04", "2020-03-05", 24, true},
        {"2020-03-04", "2020-03-05", 23, false},
        {"2020-03-04T10:00Z", "2020-03-04T22:00Z", 12, true},
        {"2020-03-04T10:00Z", "2020-03-04T22:01Z", 12, false},
        {"2020-03-04T23:00-05:00", "2020-03-05T04:30Z", 1, true},
        {"2020-03-04T23:00+05:00", "2020-03-05T04:30Z", 1, false},
        {"2020-03-04", "2020-03-04T23:00Z", 12, true},
        {"2020-03-04", "2020-03-05T00:01Z", 12, false},
        {"2020-03-04", "2020-04-03", 720, true},
        {"2020-03-04", "2020-04-04", 720, false},
        {"1987-02-26", "1987-02-27", 24, true},
        {"1970-01-01", "2020-02-27", 24, false},
        {"2020-03-04", NULL, 1, true},
        {"2020-03-04", "soon", 1, true},
        {NULL, NULL, 1, true},
        {"2020-03-04", "2022-04-04", 0, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&cases[i]);
}

static void a_window_that_holds_all_changes_nothing_but_the_fingerprint(void **state)
{
    struct wirecopy_clustering *without = NULL, *within = NULL;
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct wirecopy_corpus *corpus = corpus_within(i ? 24 * 30 : 0, WIRECOPY_KEYS_PLANNED);
        add_stories(corpus, 2, 60);
        tell(corpus, "a", 10, "2024-03-04");
        tell(corpus, "b", 9, "2024-03-09");
        tell(corpus, "c", 10, "2024-03-20");
        *(i ? &within : &without) = must_cluster(corpus);
    }
    assert_int_equal(wirecopy_clustering_count(within), wirecopy_clustering_count(without));
    for (size_t c = 0; c < wirecopy_clustering_count(within); c++) {
        struct wirecopy_cluster x, y;
        assert_int_equal(wirecopy_clustering_cluster(within, c, &x), WIRECOPY_OK);
        assert_int_equal(wirecopy_clustering_cluster(without, c, &y), WIRECOPY_OK);
        assert_string_equal(x.id, y.id);
        assert_int_equal(x.size, y.size);
    }
    assert_string_not_equal(clustering_summary(within)->fingerprint, clustering_summary(without)->fingerprint);
    wirecopy_clustering_free(within);
    wirecopy_clustering_free(without);
}

/* 40 days apart each: pieces that no pair spans, and ids of their own for clusters of equal text. */
static void equal_texts_that_are_far_apart_are_apart(void **state)
{
    struct wirecopy_corpus *corpus = corpus_within(24 * 30, WIRECOPY_KEYS_PLANNED);
    struct wirecopy_clustering *clustering;
    struct wirecopy_cluster one, other;
    (void)state;
    tell(corpus, "a", 10, "2020-01-01");
    tell(corpus, "b", 10, "2020-01-20");
    tell(corpus, "c", 10, "2020-02-10"); /* within 30 days of b, not of a */
    tell(corpus, "d", 10, "2020-06-01");
    tell(corpus, "e", 1, "2020-06-01"); /* very short: exact copies only */
    tell(corpus, "f", 1, "2020-09-01");
    tell(corpus, "g", 1, "2020-09-02");
    clustering = must_cluster(corpus);
    assert_true(together(clustering, "a", "b"));
    assert_true(together(clustering, "b", "c"));
    assert_false(together(clustering, "a", "d"));
    assert_false(together(clustering, "e", "f"));
    assert_true(together(clustering, "f", "g"));
    assert_int_equal(wirecopy_clustering_cluster(clustering, member_of(clustering, "a", NULL).cluster, &one), WIRECOPY_OK);
    assert_int_equal(wirecopy_clustering_cluster(clustering, member_of(clustering, "d", NULL).cluster, &other), WIRECOPY_OK);
    assert_string_not_equal(one.id, other.id);
    assert_int_equal(member_of(clustering, "c", NULL).relation == WIRECOPY_RELATION_EXACT || member_of(clustering, "c", NULL).is_representative,
                     true);
    assert_int_equal(clustering_summary(clustering)->exact_copies, 3);
    assert_int_equal(clustering_summary(clustering)->near_copies, 0);
    wirecopy_clustering_free(clustering);
}

static int32_t day_of(struct wirecopy_clustering *clustering, struct wirecopy_bytes id)
{
    char name[32];
    snprintf(name, sizeof name, "%.*s", (int)id.size, id.data);
    return member_of(clustering, name, NULL).day;
}

struct pairs {
    struct wirecopy_clustering *clustering;
    struct buffer ids; /* "a b\0" */
    size_t count;
};

static enum wirecopy_status note_pair(void *context, const struct wirecopy_pair *pair)
{
    struct pairs *pairs = context;
    char line[64];
    snprintf(line, sizeof line, "%.*s %.*s", (int)pair->a.size, pair->a.data, (int)pair->b.size, pair->b.data);
    pairs->count++;
    return buffer_append(&pairs->ids, line, strlen(line) + 1);
}

static void each_pair_that_is_shown_is_within_the_window(void **state)
{
    struct wirecopy_corpus *corpus = corpus_within(24 * 10, WIRECOPY_KEYS_PLANNED);
    struct pairs pairs = {0};
    char *at;
    (void)state;
    for (unsigned i = 0; i < 60; i++) {
        char id[16], date[16];
        snprintf(id, sizeof id, "%02u", i);
        snprintf(date, sizeof date, "2024-%02u-%02u", 1 + i * 7 % 12, 1 + i * 11 % 28);
        tell(corpus, id, 8 + i % 3, date);
    }
    pairs.clustering = must_cluster(corpus);
    assert_int_equal(clustering_each_pair(pairs.clustering, (struct pair_choice){.templates = true}, note_pair, &pairs), WIRECOPY_OK);
    assert_true(pairs.count > 50);
    at = pairs.ids.data;
    for (size_t i = 0; i < pairs.count; i++, at += strlen(at) + 1) {
        struct wirecopy_bytes a = {at, strcspn(at, " ")}, b = {at + a.size + 1, strlen(at + a.size + 1)};
        int32_t apart = day_of(pairs.clustering, a) - day_of(pairs.clustering, b);
        if (apart < -10 || apart > 10)
            fail_msg("%s: %d days", at, apart);
    }
    buffer_release(&pairs.ids);
    wirecopy_clustering_free(pairs.clustering);
}

/*
 * A form that is printed every day for years, and on each day twice: all of it shares its keys, of which a crowd would be
 * joined through a few anchors of other days. Each day's two are found.
 */
static void a_crowd_that_is_spread_over_years_is_joined_day_by_day(void **state)
{
    struct wirecopy_corpus *corpus = corpus_within(12, WIRECOPY_KEYS_PLANNED);
    struct wirecopy_clustering *clustering;
    unsigned found = 0;
    (void)state;
    for (unsigned i = 0; i < 1200; i++) {
        struct text text = {0};
        char id[16], date[16];
        text_sentences(&text, 1, 6);
        text_sentence(&text, 1000 + i, 0); /* each its own */
        snprintf(id, sizeof id, "%04u", i);
        snprintf(date, sizeof date, "%04u-%02u-%02u", 2001 + i / 2 / 28 / 12, 1 + i / 2 / 28 % 12, 1 + i / 2 % 28);
        add(corpus, id, &text, i % 2 ? "one.example" : "two.example", date, NULL);
        text_release(&text);
    }
    clustering = must_cluster(corpus);
    for (size_t c = 0; c < wirecopy_clustering_count(clustering); c++) {
        struct wirecopy_cluster cluster;
        assert_int_equal(wirecopy_clustering_cluster(clustering, c, &cluster), WIRECOPY_OK);
        assert_true(cluster.size <= 2);
        found += cluster.size == 2;
    }
    assert_int_equal(found, 600);
    wirecopy_clustering_free(clustering);
}

static void a_window_longer_than_history_is_refused(void **state)
{
    struct wirecopy_options options;
    char message[200];
    (void)state;
    wirecopy_options_init(&options);
    options.window_hours = UINT32_MAX;
    assert_int_equal(wirecopy_options_check(&options, message, sizeof message), WIRECOPY_INVALID);
    assert_non_null(strstr(message, "window"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_was_published_within_the_window_matches),
        cmocka_unit_test(a_window_that_holds_all_changes_nothing_but_the_fingerprint),
        cmocka_unit_test(equal_texts_that_are_far_apart_are_apart),
        cmocka_unit_test(each_pair_that_is_shown_is_within_the_window),
        cmocka_unit_test(a_crowd_that_is_spread_over_years_is_joined_day_by_day),
        cmocka_unit_test(a_window_longer_than_history_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
