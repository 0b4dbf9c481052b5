/*
 * A third outlet's version that shares enough with one of two versions only: it is their story where all open alike, and something else
 * where the one quotes what the third begins with.
 */
#include "cluster/corpus_testing.h"

#include <stdio.h>
#include <string.h>

/* A version: so many words of a lead of its own, then the story's first sentences and those from one on up to another, then sentences of its own. */
struct version {
    unsigned lead, opening, from, to, own;
};

static void tell(struct text *text, const struct version *version, unsigned number)
{
    for (unsigned word = 0; word < version->lead; word++) {
        char own[24];
        int length = snprintf(own, sizeof own, "lead%uof%u ", word, number);
        assert_int_equal(buffer_append(&text->bytes, own, (size_t)length), WIRECOPY_OK);
    }
    text_sentences(text, 1, version->opening);
    for (unsigned n = version->from; n < version->to; n++)
        text_sentence(text, 1, n);
    for (unsigned n = 0; n < version->own; n++)
        text_sentence(text, 2 + number, n);
}

/* Clusters three outlets' versions, each under a date; returns how many are with the third. */
static uint32_t told_together(const struct version versions[3], const char *const dates[3], const struct wirecopy_options *options)
{
    static const char *const ids[] = {"first", "second", "third"}, *const outlets[] = {"post", "herald", "tribune"};
    struct wirecopy_corpus *corpus = new_corpus_with(options);
    struct wirecopy_clustering *clustering;
    uint32_t size;
    for (unsigned i = 0; i < 3; i++) {
        struct text text = {0};
        tell(&text, &versions[i], i);
        add(corpus, ids[i], &text, outlets[i], dates[i], NULL);
        text_release(&text);
    }
    clustering = must_cluster(corpus);
    member_of(clustering, "third", &size);
    wirecopy_clustering_free(clustering);
    return size;
}

/* The first two match; the third shares its opening with both, which is enough beside the first, and too little beside the longer second. */
static const struct version cut = {0, 2, 2, 6, 0}, extended = {0, 2, 2, 6, 2}, rewritten = {0, 2, 0, 0, 8};
static const char *const one_day[] = {"2024-05-02T10:00:00Z", "2024-05-02T14:00:00Z", "2024-05-02T20:00:00Z"};

static uint32_t third_after(struct version first, struct version second, struct version third)
{
    struct wirecopy_options options;
    wirecopy_options_init(&options);
    return told_together((struct version[]){first, second, third}, one_day, &options);
}

static void a_version_joins_two_that_open_as_it_does_where_it_matches_one(void **state)
{
    (void)state;
    assert_int_equal(third_after(cut, extended, rewritten), 3);
}

static void a_version_that_begins_with_what_one_of_two_quotes_stays_alone(void **state)
{
    struct version behind_a_lead = extended, other_opening = extended;
    (void)state;
    behind_a_lead.lead = 36;
    assert_int_equal(third_after(cut, behind_a_lead, rewritten), 1);
    other_opening.opening = 0;
    assert_int_equal(third_after(cut, other_opening, rewritten), 1);
}

static void a_version_joins_two_where_it_matches_one_and_shares_nearly_as_much_with_the_other(void **state)
{
    struct version behind_a_lead = {36, 4, 4, 7, 0};
    (void)state;
    assert_int_equal(third_after((struct version){0, 4, 4, 7, 0}, behind_a_lead, (struct version){0, 4, 0, 0, 5}), 3); /* 0.32 and 0.26 */
    assert_int_equal(third_after((struct version){0, 4, 4, 7, 0}, behind_a_lead, (struct version){0, 4, 0, 0, 6}), 1); /* 0.30 and 0.24 */
}

static void an_opening_that_most_have_is_an_eighth_of_the_shorter_story(void **state)
{
    (void)state;
    assert_int_equal(third_after((struct version){0, 3, 3, 7, 0}, (struct version){0, 1, 3, 7, 3}, (struct version){0, 3, 6, 7, 8}),
                     3); /* 10 of 82 */
    assert_int_equal(third_after((struct version){0, 3, 3, 8, 0}, (struct version){0, 1, 3, 8, 5}, (struct version){0, 3, 6, 8, 8}),
                     1); /* 10 of 94 */
}

static void days_later_a_long_opening_is_asked_for(void **state)
{
    static const char *const days[] = {"2024-05-02", "2024-05-02", "2024-05-04"};
    struct wirecopy_options options;
    (void)state;
    wirecopy_options_init(&options);
    assert_int_equal(told_together((struct version[]){{0, 3, 3, 8, 0}, {0, 3, 3, 8, 6}, {0, 3, 0, 0, 12}}, days, &options), 3);
    assert_int_equal(told_together((struct version[]){{0, 3, 3, 8, 0}, {0, 2, 3, 8, 7}, {0, 3, 0, 0, 12}}, days, &options), 1);
}

static void under_a_window_nothing_joins_by_an_opening_of_most(void **state)
{
    struct wirecopy_options options;
    (void)state;
    wirecopy_options_init(&options);
    options.window_hours = 24;
    assert_int_equal(told_together((struct version[]){cut, extended, rewritten}, one_day, &options), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_version_joins_two_that_open_as_it_does_where_it_matches_one),
        cmocka_unit_test(a_version_that_begins_with_what_one_of_two_quotes_stays_alone),
        cmocka_unit_test(a_version_joins_two_where_it_matches_one_and_shares_nearly_as_much_with_the_other),
        cmocka_unit_test(an_opening_that_most_have_is_an_eighth_of_the_shorter_story),
        cmocka_unit_test(days_later_a_long_opening_is_asked_for),
        cmocka_unit_test(under_a_window_nothing_joins_by_an_opening_of_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
