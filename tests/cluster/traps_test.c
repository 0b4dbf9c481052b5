/* What the rules of furniture must not do, and what they must: each rule with its traps, through wirecopy.h. */
#include "cluster/corpus_testing.h"

#include <stdio.h>
#include <string.h>

/* Story 0 by so many outlets, each on a day of its own and with a line of its own, among so many other stories. */
static struct wirecopy_clustering *republished(unsigned outlets, unsigned others)
{
    struct wirecopy_corpus *corpus = new_corpus();
    add_stories(corpus, 100, others);
    for (unsigned i = 0; i < outlets; i++) {
        struct text text = {0};
        char id[32], source[32], date[32];
        snprintf(id, sizeof id, "copy-%03u", i);
        snprintf(source, sizeof source, "reposter-%u", i);
        snprintf(date, sizeof date, "2024-05-%02u", 1 + i % 28);
        text_sentences(&text, 0, 12);
        text_sentence(&text, 1, i);
        add(corpus, id, &text, source, date, NULL);
        text_release(&text);
    }
    return must_cluster(corpus);
}

static void assert_nothing_lost(struct wirecopy_clustering *clustering, unsigned outlets)
{
    struct wirecopy_cluster cluster;
    uint32_t size;
    assert_int_equal(wirecopy_clustering_cluster(clustering, 0, &cluster), WIRECOPY_OK);
    assert_int_equal(cluster.size, outlets);
    assert_int_equal(clustering_summary(clustering)->clusters, 1);
    assert_int_equal(clustering_summary(clustering)->lines_taken_out, 0);
    for (unsigned i = 0; i < outlets; i += 7) {
        char id[32];
        struct wirecopy_member member;
        snprintf(id, sizeof id, "copy-%03u", i);
        member = member_of(clustering, id, &size);
        assert_int_equal(size, outlets);
        assert_true(member.resemblance > 0.8); /* 142 of 168 shingles at the least: no sentence was lost */
    }
    wirecopy_clustering_free(clustering);
}

static void a_story_of_twenty_outlets_loses_nothing(void **state)
{
    (void)state;
    assert_nothing_lost(republished(20, 280), 20);
}

static void a_story_of_two_hundred_outlets_loses_nothing(void **state)
{
    (void)state;
    assert_nothing_lost(republished(200, 100), 200);
}

static void a_story_of_two_hundred_outlets_among_thirty_thousand_loses_nothing(void **state)
{
    (void)state;
    assert_nothing_lost(republished(200, 29800), 200);
}

static void a_story_of_twenty_outlets_among_thirty_thousand_loses_nothing(void **state)
{
    (void)state;
    assert_nothing_lost(republished(20, 29980), 20);
}

static void a_story_that_four_digests_carry_keeps_its_lines(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct text story = {0};
    struct wirecopy_clustering *clustering;
    struct wirecopy_member member;
    uint32_t size;
    (void)state;
    add_stories(corpus, 100, 60);
    text_sentences(&story, 0, 12);
    add(corpus, "original", &story, "post", "2024-05-01", NULL);
    text_sentence(&story, 0, 20);
    add(corpus, "copy", &story, "mirror", "2024-05-02", NULL);
    for (unsigned i = 0; i < 4; i++) {
        struct text digest = {0};
        char id[16];
        snprintf(id, sizeof id, "digest-%u", i);
        text_sentences(&digest, 10 + i, 12);
        text_sentences(&digest, 0, 12);
        text_sentences(&digest, 20 + i, 12);
        add(corpus, id, &digest, "digests", "2024-05-03", NULL);
        text_release(&digest);
    }
    clustering = must_cluster(corpus);
    assert_int_equal(clustering_summary(clustering)->lines_taken_out, 0);
    member = member_of(clustering, "copy", &size);
    assert_true(size >= 2);
    assert_true(member.resemblance > 0.9);
    text_release(&story);
    wirecopy_clustering_free(clustering);
}

static void three_throw_away_pages_do_not_erase_a_story(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct text story = {0};
    struct wirecopy_clustering *clustering;
    struct wirecopy_member member;
    uint32_t size;
    (void)state;
    add_stories(corpus, 100, 60);
    text_sentences(&story, 0, 12);
    add(corpus, "rival", &story, "post", "2024-05-01", NULL);
    add(corpus, "reprint", &story, "mirror", "2024-05-02", NULL);
    for (unsigned i = 0; i < 3; i++) { /* each has every line of the story, and thrice as much of its own */
        struct text page = {0};
        char id[16];
        snprintf(id, sizeof id, "page-%u", i);
        text_sentences(&page, 0, 12);
        for (unsigned own = 0; own < 4; own++)
            text_sentences(&page, 10 + 4 * i + own, 12);
        add(corpus, id, &page, "spam", "2024-05-03", NULL);
        text_release(&page);
    }
    clustering = must_cluster(corpus);
    member = member_of(clustering, "rival", &size);
    assert_int_equal(member.class_, WIRECOPY_CLASS_ARTICLE);
    assert_true(size >= 2);
    assert_true(member_of(clustering, "reprint", NULL).resemblance == 1);
    text_release(&story);
    wirecopy_clustering_free(clustering);
}

/* A corpus where outlet "post" has the line on days first, first + step, ... of May, so many. */
static struct wirecopy_clustering *with_line_on_days(unsigned days, unsigned step, const char *same_url)
{
    struct wirecopy_corpus *corpus = new_corpus();
    add_stories(corpus, 100, 40);
    for (unsigned i = 0; i < days; i++) {
        struct text text = {0};
        char id[16], date[16];
        snprintf(id, sizeof id, "post-%u", i);
        snprintf(date, sizeof date, "2024-05-%02u", 1 + i * step);
        text_sentences(&text, i, 12);
        text_line(&text, "Tell us what you think of the new ferry timetable at our desk.");
        add(corpus, id, &text, "post", date, same_url);
        text_release(&text);
    }
    return must_cluster(corpus);
}

static uint64_t recurring_lines(struct wirecopy_clustering *clustering)
{
    uint64_t lines = clustering_summary(clustering)->recurring_lines;
    wirecopy_clustering_free(clustering);
    return lines;
}

static void a_line_recurs_on_five_days_of_a_fortnight(void **state)
{
    (void)state;
    assert_int_equal(recurring_lines(with_line_on_days(5, 4, NULL)), 1);       /* 16 days */
    assert_int_equal(recurring_lines(with_line_on_days(4, 7, NULL)), 0);       /* four days are too few */
    assert_int_equal(recurring_lines(with_line_on_days(5, 3, NULL)), 0);       /* 12 days are too short */
    assert_int_equal(recurring_lines(with_line_on_days(6, 3, NULL)), 1);       /* 15 days */
    assert_int_equal(recurring_lines(with_line_on_days(5, 4, "one/page")), 0); /* one address, crawled again and again */
}

static void another_outlet_keeps_a_line_that_recurs_elsewhere(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    (void)state;
    for (unsigned i = 0; i < 7; i++) {
        struct text text = {0};
        char id[16], date[16];
        snprintf(id, sizeof id, "%u", i);
        snprintf(date, sizeof date, "2024-05-%02u", 1 + i * 4);
        text_sentences(&text, i, 12);
        text_line(&text, "The weather is brought to you by the harbour.");
        add(corpus, id, &text, i < 5 ? "post" : "courier", date, NULL);
        text_release(&text);
    }
    clustering = must_cluster(corpus);
    assert_int_equal(clustering_summary(clustering)->recurring_lines, 1);
    assert_int_equal(clustering_summary(clustering)->lines_taken_out, 5);
    wirecopy_clustering_free(clustering);
}

static void an_article_of_furniture_only_is_alone(void **state)
{
    static const char *const lines[] = {"Tell us what you think of the new ferry timetable at our desk, or write to us.",
                                        "Our newsletter comes each morning with the tides and the price of fish in town.",
                                        "The weather is brought to you by the harbour and by the people of the pier."};
    struct wirecopy_corpus *corpus = new_corpus();
    struct text furniture = {0};
    struct wirecopy_clustering *clustering;
    struct wirecopy_member member;
    uint32_t size;
    (void)state;
    for (unsigned i = 0; i < 6; i++) {
        struct text text = {0};
        char id[16], date[16];
        snprintf(id, sizeof id, "%u", i);
        snprintf(date, sizeof date, "2024-05-%02u", 1 + i * 4);
        text_sentences(&text, i, 12);
        for (unsigned l = 0; l < 3; l++)
            text_line(&text, lines[l]);
        add(corpus, id, &text, "post", date, NULL);
        text_release(&text);
    }
    for (unsigned l = 0; l < 3; l++)
        text_line(&furniture, lines[l]);
    add(corpus, "x", &furniture, "post", "2024-05-02", "x");
    add(corpus, "y", &furniture, "post", "2024-05-03", "y");
    clustering = must_cluster(corpus);
    assert_int_equal(clustering_summary(clustering)->furniture_only, 2);
    member = member_of(clustering, "x", &size);
    assert_int_equal(member.class_, WIRECOPY_CLASS_FURNITURE_ONLY);
    assert_int_equal(size, 1);
    member_of(clustering, "y", &size);
    assert_int_equal(size, 1);
    text_release(&furniture);
    wirecopy_clustering_free(clustering);
}

/* Clusters a story and its copy with two tails; whether they are all alike. */
static bool all_alike_with_tails(const char *const tails[2], bool furniture)
{
    struct text story = {0};
    const char *texts[2];
    struct buffer first = {0};
    struct wirecopy_options options;
    struct wirecopy_clustering *clustering;
    struct wirecopy_member member;
    text_sentences(&story, 0, 12);
    assert_int_equal(buffer_append(&story.bytes, "", 1), WIRECOPY_OK);
    assert_int_equal(buffer_append(&first, story.bytes.data, story.bytes.size), WIRECOPY_OK);
    story.bytes.size--;
    text_line(&story, tails[0]);
    text_line(&story, tails[1]);
    assert_int_equal(buffer_append(&story.bytes, "", 1), WIRECOPY_OK);
    texts[0] = first.data;
    texts[1] = story.bytes.data;
    wirecopy_options_init(&options);
    options.furniture = furniture;
    assert_int_equal(wirecopy_cluster_texts(texts, 2, &options, &clustering), WIRECOPY_OK);
    assert_int_equal(wirecopy_clustering_count(clustering), 1);
    assert_int_equal(wirecopy_clustering_member(clustering, 0, 1, &member), WIRECOPY_OK);
    wirecopy_clustering_free(clustering);
    buffer_release(&first);
    text_release(&story);
    return member.resemblance == 1;
}

static void a_copy_with_the_built_in_tails_is_all_alike_in_a_corpus_of_two(void **state)
{
    static const char *const tails[][2] = {
        {"Source link", "Facebook Comments Box"},
        {"اقرأ أيضاً", "جميع الحقوق محفوظة."},
        {"بیشتر بخوانید:", "کلیه حقوق محفوظ است"},
        {"קראו גם:", "כל הזכויות שמורות"},
        {"Lea también:", "Todos los derechos reservados."},
        {"À lire aussi", "Tous droits réservés"},
        {"ÄHNLICHE ARTIKEL", "Alle Rechte vorbehalten."},
        {"Читайте также:", "Все права защищены."},
        {"Zobacz także", "Wszelkie prawa zastrzeżone."},
        {"Devamını oku", "Tüm hakları saklıdır."},
        {"यह भी पढ़ें:", "शेयर करें"},
        {"আরও পড়ুন:", "শেয়ার করুন"},
        {"続きを読む", "無断転載を禁じます。"},
        {"관련기사", "무단전재 및 재배포 금지"},
        {"相关新闻", "责任编辑"},
        {"Baca juga:", "Bagikan artikel ini"},
        {"Tin liên quan", "Chia sẻ"},
        {"อ่านต่อ", "ข่าวที่เกี่ยวข้อง"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        if (!all_alike_with_tails(tails[i], true))
            fail_msg("%s and %s stay", tails[i][0], tails[i][1]);
        assert_false(all_alike_with_tails(tails[i], false)); /* --no-furniture keeps the tails */
    }
}

static void a_corpus_of_nothing_or_of_empty_texts_clusters(void **state)
{
    struct text empty = {{0}};
    struct wirecopy_clustering *clustering = must_cluster(new_corpus());
    struct wirecopy_corpus *corpus = new_corpus();
    (void)state;
    assert_int_equal(wirecopy_clustering_count(clustering), 0);
    wirecopy_clustering_free(clustering);
    add(corpus, "a", &empty, NULL, NULL, NULL);
    clustering = must_cluster(corpus);
    assert_int_equal(wirecopy_clustering_count(clustering), 1);
    assert_int_equal(member_of(clustering, "a", NULL).class_, WIRECOPY_CLASS_EMPTY);
    wirecopy_clustering_free(clustering);
}

static void shared_teasers_do_not_join_stories(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    (void)state;
    for (unsigned i = 0; i < 40; i++) {
        struct text text = {0};
        char id[16];
        snprintf(id, sizeof id, "%u", i);
        text_sentences(&text, i, 8);
        text_sentences(&text, 500, 4); /* a third of each text */
        add(corpus, id, &text, "outlet-07", NULL, NULL);
        text_release(&text);
    }
    clustering = must_cluster(corpus);
    assert_int_equal(wirecopy_clustering_count(clustering), 40);
    wirecopy_clustering_free(clustering);
}

/*
 * Nine outlets have a story of four sentences; each puts the beginnings of three others under all that it prints that day, which are more
 * than the story. So the nine are as unlike as strangers until these are gone.
 */
static void a_short_story_keeps_its_lines_where_outlets_put_more_around_it(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    uint32_t size;
    (void)state;
    add_stories(corpus, 100, 40);
    for (unsigned outlet = 0; outlet < 9; outlet++)
        for (unsigned article = 0; article < 7; article++) {
            struct text text = {0};
            char id[32], source[32];
            snprintf(id, sizeof id, "%u-%u", outlet, article);
            snprintf(source, sizeof source, "outlet-%u", outlet);
            text_sentences(&text, article == 0 ? 0 : 300 + 7 * outlet + article, article == 0 ? 4 : 12);
            for (unsigned other = 0; other < 3; other++)
                text_sentences(&text, 200 + 3 * outlet + other, 3);
            add(corpus, id, &text, source, "2024-05-03", NULL);
            text_release(&text);
        }
    clustering = must_cluster(corpus);
    assert_true(member_of(clustering, "8-0", &size).resemblance == 1);
    assert_int_equal(size, 9);
    assert_int_equal(clustering_summary(clustering)->clusters, 1);
    wirecopy_clustering_free(clustering);
}

/*
 * Story 0, of 3 sentences, in 13 outlets; below it stand 8 teasers, and below three other stories of each outlet the same. Any two
 * of the outlets have two of their teasers in common, so that two copies share less than half of their words.
 */
static void a_short_story_keeps_its_lines_where_no_outlets_are_known(void **state)
{
    static const unsigned places[] = {0, 1, 3, 9}; /* a difference set: two of its shifts by 0 to 12 meet in one place, modulo 13 */
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    uint32_t size;
    (void)state;
    for (unsigned i = 0; i < 52; i++) {
        struct text text = {0};
        char id[32];
        snprintf(id, sizeof id, "%s-%u", i < 13 ? "copy" : "story", i);
        text_sentences(&text, i < 13 ? 0 : i, i < 13 ? 3 : 12);
        for (unsigned n = 0; n < 4; n++)
            text_sentences(&text, 100 + (i + places[n]) % 13, 2);
        add(corpus, id, &text, NULL, NULL, NULL);
        text_release(&text);
    }
    clustering = must_cluster(corpus);
    for (unsigned i = 0; i < 52; i++) {
        char id[32];
        snprintf(id, sizeof id, "%s-%u", i < 13 ? "copy" : "story", i);
        member_of(clustering, id, &size);
        assert_int_equal(size, i < 13 ? 13 : 1);
    }
    wirecopy_clustering_free(clustering);
}

/* Articles of one outlet on one day: so many sentences of their own, then those teasers that a bit is set of. */
static void add_pages(struct wirecopy_corpus *corpus, unsigned first, unsigned count, unsigned sentences, unsigned teasers)
{
    static const unsigned lengths[] = {5, 6, 10};
    for (unsigned i = first; i < first + count; i++) {
        struct text text = {0};
        char id[16];
        snprintf(id, sizeof id, "%u", i);
        text_sentences(&text, i, sentences);
        for (unsigned teaser = 0; teaser < 3; teaser++)
            if (teasers >> teaser & 1)
                text_sentences(&text, 200 + teaser, lengths[teaser]);
        add(corpus, id, &text, "outlet-07", "2024-05-03", NULL);
        text_release(&text);
    }
}

/*
 * Three teasers of an outlet. The longest stands below long articles too, and is told at once; the next below articles that share less than a
 * half only when that is gone, and the third when both are.
 */
static void teasers_are_told(unsigned flashes)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    add_pages(corpus, 0, 3, 8, 7);
    add_pages(corpus, 10, 9, 13, 6);
    add_pages(corpus, 20, 40, 33, 4);
    add_pages(corpus, 60, flashes, 0, 1);
    clustering = must_cluster(corpus);
    assert_int_equal(clustering_summary(clustering)->stranger_lines, 5 + 6 + 10);
    assert_int_equal(wirecopy_clustering_count(clustering), 3 + 9 + 40 + flashes);
    wirecopy_clustering_free(clustering);
}

static void teasers_are_told_when_others_are_gone(void **state)
{
    (void)state;
    teasers_are_told(0);
}

/* What stands in all of them is what is told to be no story's. */
static void teasers_are_told_though_a_flash_is_nothing_else(void **state)
{
    (void)state;
    teasers_are_told(1);
}

int main(int count, char **arguments)
{
    const struct CMUnitTest quick[] = {
        cmocka_unit_test(a_short_story_keeps_its_lines_where_no_outlets_are_known),
        cmocka_unit_test(a_story_of_twenty_outlets_loses_nothing),
        cmocka_unit_test(a_story_of_two_hundred_outlets_loses_nothing),
        cmocka_unit_test(a_story_that_four_digests_carry_keeps_its_lines),
        cmocka_unit_test(three_throw_away_pages_do_not_erase_a_story),
        cmocka_unit_test(a_line_recurs_on_five_days_of_a_fortnight),
        cmocka_unit_test(another_outlet_keeps_a_line_that_recurs_elsewhere),
        cmocka_unit_test(an_article_of_furniture_only_is_alone),
        cmocka_unit_test(a_copy_with_the_built_in_tails_is_all_alike_in_a_corpus_of_two),
        cmocka_unit_test(a_corpus_of_nothing_or_of_empty_texts_clusters),
        cmocka_unit_test(shared_teasers_do_not_join_stories),
        cmocka_unit_test(teasers_are_told_when_others_are_gone),
        cmocka_unit_test(teasers_are_told_though_a_flash_is_nothing_else),
        cmocka_unit_test(a_short_story_keeps_its_lines_where_outlets_put_more_around_it),
    };
    const struct CMUnitTest large[] = {
        cmocka_unit_test(a_story_of_two_hundred_outlets_among_thirty_thousand_loses_nothing),
        cmocka_unit_test(a_story_of_twenty_outlets_among_thirty_thousand_loses_nothing),
    };
    return count > 1 && strcmp(arguments[1], "large") == 0 ? cmocka_run_group_tests(large, NULL, NULL) : cmocka_run_group_tests(quick, NULL, NULL);
}
