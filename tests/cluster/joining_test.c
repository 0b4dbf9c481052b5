/* What joins two articles, or two clusters, beside how much they share: where it begins, and what the rest of a cluster says. */
#include "cluster/corpus_testing.h"

#include <stdio.h>
#include <string.h>

/* Own sentences of a story of its own, then sentences of story 0 from first up to end. */
static void add_telling(struct wirecopy_corpus *corpus, const char *id, unsigned own_story, unsigned own, unsigned first, unsigned end)
{
    struct text text = {0};
    text_sentences(&text, own_story, own);
    for (unsigned n = first; n < end; n++)
        text_sentence(&text, 0, n);
    add(corpus, id, &text, id, "2024-05-01", NULL);
    text_release(&text);
}

/* 94 of 142 shingles are the same background, below four sentences of the article's own. */
static void background_deep_in_two_articles_joins_nothing(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    (void)state;
    add_telling(corpus, "minister", 1, 4, 0, 8);
    add_telling(corpus, "tweet", 2, 4, 0, 8);
    assert_int_equal(size_with(corpus, "tweet"), 1);
}

/* The same share, but one of them opens with it: the other put a lead before it. Eight leads, so that either comes first by hash. */
static void a_lead_put_before_a_story_does_not_part_it_from_its_copy(void **state)
{
    (void)state;
    for (unsigned lead = 11; lead < 19; lead++) {
        struct wirecopy_corpus *corpus = new_corpus();
        struct text text = {0};
        add_telling(corpus, "longer", lead, 4, 0, 8);
        text_sentences(&text, 0, 8);
        text_sentences(&text, 2, 4);
        add(corpus, "story", &text, "story", "2024-05-01", NULL);
        text_release(&text);
        assert_int_equal(size_with(corpus, "story"), 2);
    }
}

/* 36 words of an outlet's own at the head of each; 106 of 142 shingles are shared. */
static void two_long_leads_before_nearly_all_of_a_story_do_not_part_it(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    (void)state;
    add_telling(corpus, "one", 1, 3, 0, 9);
    add_telling(corpus, "other", 2, 3, 0, 9);
    assert_int_equal(size_with(corpus, "other"), 2);
}

/* Each has a head of its own, sentences of story 0, and a tail of its own. */
static uint32_t size_between(unsigned head, unsigned shared, unsigned tail)
{
    struct wirecopy_corpus *corpus = new_corpus();
    for (unsigned i = 1; i <= 2; i++) {
        struct text text = {0};
        text_sentences(&text, i, head);
        text_sentences(&text, 0, shared);
        for (unsigned n = head; n < head + tail; n++)
            text_sentence(&text, i, n);
        add(corpus, i == 1 ? "one" : "other", &text, i == 1 ? "post" : "mirror", "2024-05-01", NULL);
        text_release(&text);
    }
    return size_with(corpus, "other");
}

/* 24 words are a headline and a dateline, though they are more than a fifth of the 106 shingles; 36 are not. */
static void headlines_do_not_count_as_leads(void **state)
{
    (void)state;
    assert_int_equal(size_between(2, 5, 2), 2);
    assert_int_equal(size_between(3, 6, 2), 1);
}

/* 36 words are under a fifth of 190 shingles, and over a fifth of 166: 106 and 94 are shared. */
static void a_fifth_of_an_article_does_not_count_as_a_lead(void **state)
{
    (void)state;
    assert_int_equal(size_between(3, 9, 4), 2);
    assert_int_equal(size_between(3, 8, 3), 1);
}

/* A cut of 5 sentences, and a retelling with 4 of these, of another week: 46 of the cut's 58 shingles, and 46 of 226 that it and the story have. */
static void add_cut_and_retelling(struct wirecopy_corpus *corpus)
{
    struct text text = {0};
    add_telling(corpus, "cut", 0, 0, 0, 5);
    text_sentences(&text, 0, 4);
    text_sentences(&text, 9, 7);
    add(corpus, "retelling", &text, "retelling", "2024-05-09", NULL);
    text_release(&text);
}

static void add_tellings(struct wirecopy_corpus *corpus, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        struct text text = {0};
        char id[24];
        snprintf(id, sizeof id, "whole-%u", i);
        text_sentences(&text, 0, 12);
        text_sentence(&text, 1, i);
        add(corpus, id, &text, id, "2024-05-01", NULL);
        text_release(&text);
    }
}

/* The retelling matches the cut only, one of the cluster's four; but the others are half-way to matching it. */
static void half_matches_speak_for_a_copy_that_one_member_brings(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    (void)state;
    add_tellings(corpus, 3);
    add_cut_and_retelling(corpus);
    assert_int_equal(size_with(corpus, "retelling"), 5);
}

static void half_matches_alone_bring_nothing(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct text text = {0};
    (void)state;
    add_tellings(corpus, 3);
    text_sentences(&text, 0, 4);
    text_sentences(&text, 9, 7);
    add(corpus, "retelling", &text, "retelling", "2024-05-09", NULL);
    text_release(&text);
    assert_int_equal(size_with(corpus, "retelling"), 1);
}

/* One of the other stories holds this one too: four of 16 cross pairs, which weld nothing. */
static void one_link_between_clusters_still_brings_nothing(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    (void)state;
    add_tellings(corpus, 4);
    for (unsigned i = 0; i < 4; i++) {
        struct text text = {0};
        char id[16];
        snprintf(id, sizeof id, "other-%u", i);
        text_sentences(&text, 7, 12);
        text_sentence(&text, 8, i);
        if (i == 0) /* one is a digest of both */
            text_sentences(&text, 0, 12);
        add(corpus, id, &text, id, "2024-05-01", NULL);
        text_release(&text);
    }
    assert_int_equal(size_with(corpus, "whole-0"), 4);
}

/* What one of two articles is: own sentences, then some of story 0. */
struct telling {
    const char *source, *date;
    unsigned own_story, before, first, end, after;
    const char *headline; /* above all */
};

static void put_telling(struct wirecopy_corpus *corpus, const char *id, const struct telling *telling)
{
    struct text text = {0};
    if (telling->headline)
        text_line(&text, telling->headline);
    text_sentences(&text, telling->own_story, telling->before);
    for (unsigned n = telling->first; n < telling->end; n++)
        text_sentence(&text, 0, n);
    for (unsigned n = 0; n < telling->after; n++)
        text_sentence(&text, telling->own_story, 100 + n);
    add(corpus, id, &text, telling->source, telling->date, NULL);
    text_release(&text);
}

static uint32_t size_of_two(const struct telling *one, const struct telling *other)
{
    struct wirecopy_corpus *corpus = new_corpus();
    put_telling(corpus, "one", one);
    put_telling(corpus, "other", other);
    return size_with(corpus, "one");
}

/* 10 sentences each, of which 5 are shared, behind a lead of 30 words, which is more than an opening has: resemblance of 0.31, containment of 0.49. */
static void half_a_story_is_enough_in_two_outlets_within_a_day(void **state)
{
    struct telling one = {"post", "2024-05-01T10:00:00Z", 1, 0, 0, 5, 5, NULL};
    struct telling other = {"courier", "2024-05-02T09:00:00Z", 2, 2, 0, 5, 3, "what the mill did last night"};
    (void)state;
    assert_int_equal(size_of_two(&one, &other), 2);
    other.date = "2024-05-02T10:01:00Z";
    assert_int_equal(size_of_two(&one, &other), 1);
    other.date = "2024-05-02";
    assert_int_equal(size_of_two(&one, &other), 1); /* noon */
    other.date = NULL;
    assert_int_equal(size_of_two(&one, &other), 1);
    other.date = "2024-05-01T12:00:00Z";
    other.source = "post";
    assert_int_equal(size_of_two(&one, &other), 1);
    other.source = NULL;
    assert_int_equal(size_of_two(&one, &other), 1);
}

static void two_outlets_must_begin_with_what_they_share_of_a_day(void **state)
{
    struct telling one = {"post", "2024-05-01", 1, 0, 0, 5, 5, NULL}, other = {"courier", "2024-05-01", 2, 2, 0, 5, 3, NULL};
    (void)state;
    assert_int_equal(size_of_two(&one, &other), 2);
    other.before = 3; /* 36 words of its own */
    other.after = 2;
    assert_int_equal(size_of_two(&one, &other), 1);
}

/* A link below the match rule takes a majority: the third shares half with one of two copies, and too little with the other. */
static void half_a_story_does_not_join_what_most_of_a_cluster_does_not_know(void **state)
{
    struct telling one = {"post", "2024-05-01", 1, 0, 0, 10, 0, NULL}, copy = {"mirror", "2024-05-01", 2, 0, 4, 14, 0, NULL},
                   third = {"courier", "2024-05-01", 3, 0, 0, 5, 5, NULL};
    struct wirecopy_corpus *corpus = new_corpus();
    (void)state;
    put_telling(corpus, "one", &one);
    put_telling(corpus, "copy", &copy);
    put_telling(corpus, "third", &third);
    assert_int_equal(size_with(corpus, "third"), 1);
    assert_int_equal(size_of_two(&one, &third), 2);
}

/* 9 sentences of 15 are yesterday's story; without 4 new ones before it, or in another outlet, the same is a copy. */
static void a_follow_up_that_repeats_its_outlets_story_is_no_copy(void **state)
{
    struct telling story = {"post", "2024-05-01", 1, 0, 0, 9, 3, NULL}, later = {"post", "2024-05-02", 2, 4, 0, 9, 2, NULL};
    (void)state;
    assert_int_equal(size_of_two(&story, &later), 1);
    later.source = "courier";
    assert_int_equal(size_of_two(&story, &later), 2);
    later.source = "post";
    later.before = 0;
    later.after = 6;
    assert_int_equal(size_of_two(&story, &later), 2);
}

/* A page eight times as long holds the story. */
static void a_page_of_many_stories_holds_its_outlets_story(void **state)
{
    struct telling story = {"post", "2024-05-01", 1, 0, 0, 6, 2, NULL}, page = {"post", "2024-05-02", 2, 20, 0, 6, 36, NULL};
    (void)state;
    assert_int_equal(size_of_two(&story, &page), 1);
    page.after = 40;
    assert_int_equal(size_of_two(&story, &page), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(background_deep_in_two_articles_joins_nothing),
        cmocka_unit_test(a_lead_put_before_a_story_does_not_part_it_from_its_copy),
        cmocka_unit_test(two_long_leads_before_nearly_all_of_a_story_do_not_part_it),
        cmocka_unit_test(headlines_do_not_count_as_leads),
        cmocka_unit_test(a_fifth_of_an_article_does_not_count_as_a_lead),
        cmocka_unit_test(half_matches_speak_for_a_copy_that_one_member_brings),
        cmocka_unit_test(half_matches_alone_bring_nothing),
        cmocka_unit_test(one_link_between_clusters_still_brings_nothing),
        cmocka_unit_test(half_a_story_is_enough_in_two_outlets_within_a_day),
        cmocka_unit_test(two_outlets_must_begin_with_what_they_share_of_a_day),
        cmocka_unit_test(half_a_story_does_not_join_what_most_of_a_cluster_does_not_know),
        cmocka_unit_test(a_follow_up_that_repeats_its_outlets_story_is_no_copy),
        cmocka_unit_test(a_page_of_many_stories_holds_its_outlets_story),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
