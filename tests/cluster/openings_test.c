/*
 * What opens a story is no furniture while its copies, cut and rewritten as they are, share a quarter; what stands below it is. And
 * what two outlets print of one day, behind a lead of their own.
 */
#include "cluster/corpus_testing.h"

#include <stdio.h>
#include <string.h>

/* Two lines of twelve words each; in Chinese each character is one. */
static const char *const openings[][2] = {
    {"The old lighthouse on the western reef will burn again from Monday", "Fishermen asked for it since a trawler struck the rocks in fog"},
    {"تعود المنارة القديمة على الشعاب الغربية إلى العمل ليلا اعتبارا من الاثنين المقبل",
     "طلب الصيادون ذلك منذ أن اصطدم زورق كبير بالصخور في ضباب كثيف"},
    {"Старый маяк на западном рифе снова будет гореть всю ночь с понедельника", "Рыбаки просили об этом после того как траулер сел на камни ночью"},
    {"西边礁石上的老灯塔今夜重亮", "渔民们因拖网船触礁请求此事"},
};

enum { OPENINGS = sizeof openings / sizeof *openings };

/* Clusters three texts of own sentences with some of an opening's lines above or below; returns how many lines strangers were found to share. */
static uint64_t stranger_lines(const char *const *lines, unsigned line_count, bool above, unsigned own, const char *source)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    uint64_t found;
    for (unsigned i = 0; i < 3; i++) {
        struct text text = {0};
        char id[16];
        snprintf(id, sizeof id, "%u", i);
        for (unsigned l = 0; above && l < line_count; l++)
            text_line(&text, lines[l]);
        text_sentences(&text, i, own);
        for (unsigned l = 0; !above && l < line_count; l++)
            text_line(&text, lines[l]);
        add(corpus, id, &text, source, NULL, NULL);
        text_release(&text);
    }
    clustering = must_cluster(corpus);
    found = clustering_summary(clustering)->stranger_lines;
    wirecopy_clustering_free(clustering);
    return found;
}

static void what_opens_texts_that_share_a_quarter_stays(void **state)
{
    (void)state;
    for (unsigned i = 0; i < OPENINGS; i++) {
        assert_int_equal(stranger_lines(openings[i], 2, true, 4, NULL), 0);
        assert_int_equal(stranger_lines(openings[i], 2, true, 4, "post"), 0);
    }
}

static void the_same_lines_below_the_texts_are_furniture(void **state)
{
    (void)state;
    for (unsigned i = 0; i < OPENINGS; i++) {
        assert_int_equal(stranger_lines(openings[i], 2, false, 4, NULL), 2);
        assert_int_equal(stranger_lines(openings[i], 2, false, 4, "post"), 2);
    }
}

static void a_notice_above_texts_that_share_nothing_else_is_furniture(void **state)
{
    (void)state;
    for (unsigned i = 0; i < OPENINGS; i++) {
        assert_int_equal(stranger_lines(openings[i], 1, true, 6, NULL), 1);
        assert_int_equal(stranger_lines(openings[i], 1, true, 6, "post"), 1);
    }
}

/* Clusters what two outlets print, half of it the same; the second one puts a lead of so many words above it. */
static uint32_t size_with_lead(unsigned words, const char *second_date)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    struct text text = {0};
    uint32_t size;
    text_sentences(&text, 1, 8);
    add(corpus, "first", &text, "post", "2024-05-02T10:00:00Z", NULL);
    text_release(&text);
    text = (struct text){0};
    for (unsigned word = 0; word < words; word++) {
        char own[16];
        int length = snprintf(own, sizeof own, "lead%u ", word);
        assert_int_equal(buffer_append(&text.bytes, own, (size_t)length), WIRECOPY_OK);
    }
    text_line(&text, "");
    text_sentences(&text, 1, 4);
    for (unsigned n = 0; 12 * n + words < 48; n++)
        text_sentence(&text, 2, n);
    add(corpus, "second", &text, "herald", second_date, NULL);
    text_release(&text);
    clustering = must_cluster(corpus);
    member_of(clustering, "first", &size);
    wirecopy_clustering_free(clustering);
    return size;
}

static void two_outlets_news_of_a_day_joins_behind_a_lead_of_one_sentence_and_no_longer_one(void **state)
{
    (void)state;
    assert_int_equal(size_with_lead(0, "2024-05-02T20:00:00Z"), 2);
    assert_int_equal(size_with_lead(32, "2024-05-02T20:00:00Z"), 2);
    assert_int_equal(size_with_lead(32, "2024-05-04T20:00:00Z"), 1); /* background is older */
    assert_int_equal(size_with_lead(44, "2024-05-02T20:00:00Z"), 1);
}

/* Clusters two texts of one outlet, half of each the same, the second under a title of its own; returns how many are together. */
static uint32_t takes_together(const char *title, const char *first_date, const char *second_date, const char *second_title)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    uint32_t size;
    for (unsigned i = 0; i < 2; i++) {
        struct text text = {0};
        const char *date = i ? second_date : first_date, *its_title = i ? second_title : title;
        struct wirecopy_article article = {.id = {i ? "second" : "first", i ? 6 : 5}, .source = {"post", 4}};
        text_sentences(&text, 1, 4);
        for (unsigned n = 0; n < 4; n++)
            text_sentence(&text, 2 + i, n);
        article.text = (struct wirecopy_bytes){(const char *)text.bytes.data, text.bytes.size};
        article.date = (struct wirecopy_bytes){date, strlen(date)};
        article.title = (struct wirecopy_bytes){its_title, strlen(its_title)};
        assert_int_equal(wirecopy_corpus_add(corpus, &article), WIRECOPY_OK);
        text_release(&text);
    }
    clustering = must_cluster(corpus);
    member_of(clustering, "first", &size);
    wirecopy_clustering_free(clustering);
    return size;
}

static void takes_of_one_outlet_join_under_like_titles_within_half_a_day(void **state)
{
    static const char *const titles[][3] = {
        {"Ferry runs aground off Kelo island", "UPDATE Ferry runs aground off Kelo", "Harbour master resigns at last"},
        {"جنوح عبارة قرب جزيرة كيلو", "عاجل جنوح عبارة قرب كيلو", "استقالة مدير الميناء أخيرا"},
        {"渡轮在凯洛岛搁浅", "快讯渡轮凯洛岛搁浅", "港务长终于辞职"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        assert_int_equal(takes_together(titles[i][0], "2024-05-02T08:00:00Z", "2024-05-02T19:00:00Z", titles[i][1]), 2);
        assert_int_equal(takes_together(titles[i][0], "2024-05-02T08:00:00Z", "2024-05-02T21:00:00Z", titles[i][1]), 1); /* another issue */
        assert_int_equal(takes_together(titles[i][0], "2024-05-02T08:00:00Z", "2024-05-02T19:00:00Z", titles[i][2]), 1); /* another story */
        assert_int_equal(takes_together(titles[i][0], "2024-05-02", "2024-05-02T19:00:00Z", titles[i][1]), 2); /* of one day, as far as is known */
        assert_int_equal(takes_together(titles[i][0], "2024-05-02", "2024-05-03", titles[i][1]), 1);
    }
}

/* What an opening is printed by. */
struct printed {
    const char *source, *other, *date, *other_date;
};

/*
 * Clusters two texts: some sentences the same, behind so many of their own, and more of their own; returns how many are together.
 * In Chinese what is the same are 26 or 49 characters.
 */
static uint32_t opened_together(struct printed by, unsigned above, bool is_long, bool spaced)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    uint32_t size;
    for (unsigned i = 0; i < 2; i++) {
        struct text text = {0};
        text_sentences(&text, 2 + i, above);
        if (spaced)
            text_sentences(&text, 1, is_long ? 3 : 2);
        else
            text_line(&text, is_long ? "码头工人周一清晨在第七号泊位打捞出一口刻有船名的铜钟港务局说它属于八十年前沉没的渡轮当天将送往市博物馆"
                                     : "码头工人周一清晨在第七号泊位打捞出一口刻有船名的铜钟");
        for (unsigned n = above; n < above + (is_long ? 5 : 3); n++)
            text_sentence(&text, 2 + i, n);
        add(corpus, i ? "second" : "first", &text, i ? by.other : by.source, i ? by.other_date : by.date, NULL);
        text_release(&text);
    }
    clustering = must_cluster(corpus);
    member_of(clustering, "first", &size);
    wirecopy_clustering_free(clustering);
    return size;
}

static void two_outlets_news_joins_by_its_opening(void **state)
{
    static const char day[] = "2024-05-02T10:00:00Z", evening[] = "2024-05-02T20:00:00Z", next[] = "2024-05-04T20:00:00Z", late[] = "2024-05-06";
    (void)state;
    for (int spaced = 0; spaced < 2; spaced++) {
        assert_int_equal(opened_together((struct printed){"post", "herald", day, evening}, 0, false, spaced), 2);
        assert_int_equal(opened_together((struct printed){"post", "herald", day, next}, 0, false, spaced), 1);
        assert_int_equal(opened_together((struct printed){"post", "herald", day, next}, 0, true, spaced), 2);
        assert_int_equal(opened_together((struct printed){"post", "herald", day, late}, 0, true, spaced), 1);
        assert_int_equal(opened_together((struct printed){"post", "herald", day, evening}, 3, true, spaced), 1); /* a quotation */
        assert_int_equal(opened_together((struct printed){"post", "post", day, evening}, 0, true, spaced), 1);   /* a follow-up */
    }
}

static void where_outlets_or_dates_are_not_known_a_long_opening_joins(void **state)
{
    static const struct printed rows[] = {{NULL, NULL, NULL, NULL},
                                          {"post", "herald", NULL, "2024-05-02"},
                                          {NULL, "herald", "2024-05-03", "2024-05-02"}};
    (void)state;
    for (size_t i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {
        assert_int_equal(opened_together(rows[i / 2], 0, false, i % 2), 1);
        assert_int_equal(opened_together(rows[i / 2], 0, true, i % 2), 2);
    }
}

/* What an outlet printed, how many sentences of it the second text has behind three of its own, and by whom and where. */
struct news_of {
    unsigned first, shared;
    const char *source, *url, *other, *other_url;
};

static uint32_t news_together(struct news_of of)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    uint32_t size;
    for (unsigned i = 0; i < 2; i++) {
        struct text text = {0};
        text_sentences(&text, 2, i ? 3 : 0);
        text_sentences(&text, 1, i ? of.shared : of.first);
        add(corpus, i ? "second" : "first", &text, i ? of.other : of.source, NULL, i ? of.other_url : of.url);
        text_release(&text);
    }
    clustering = must_cluster(corpus);
    member_of(clustering, "first", &size);
    wirecopy_clustering_free(clustering);
    return size;
}

static void what_either_of_an_outlets_texts_of_one_length_begins_with_is_its_news(void **state)
{
    (void)state;
    assert_int_equal(news_together((struct news_of){8, 4, "post", "/a", "post", "/b"}), 1);
    assert_int_equal(news_together((struct news_of){8, 4, "post", "/a", "herald", "/b"}), 2);
    assert_int_equal(news_together((struct news_of){8, 6, "post", "/a", "post", "/b"}), 1);  /* 0.54 */
    assert_int_equal(news_together((struct news_of){8, 7, "post", "/a", "post", "/b"}), 2);  /* 0.63 */
    assert_int_equal(news_together((struct news_of){8, 4, "post", "/a", "post", "/a"}), 2);  /* a later version of the page */
    assert_int_equal(news_together((struct news_of){16, 5, "post", "/a", "post", "/b"}), 2); /* an excerpt behind a lead */
}

/* Clusters two texts that hold so many of the same sentences behind so many of their own; returns how many are together. */
static uint32_t digests_together(unsigned own, unsigned other_own, unsigned shared)
{
    struct wirecopy_corpus *corpus = new_corpus();
    for (unsigned i = 0; i < 2; i++) {
        struct text text = {0};
        text_sentences(&text, 2 + i, i ? other_own : own);
        text_sentences(&text, 1, shared);
        add(corpus, i ? "second" : "first", &text, i ? "herald" : "post", NULL, NULL);
        text_release(&text);
    }
    return size_with(corpus, "first");
}

static void what_two_digests_hold_besides_is_no_copy(void **state)
{
    (void)state;
    assert_int_equal(digests_together(3, 3, 7), 1);
    assert_int_equal(digests_together(3, 0, 7), 2); /* the story itself */
    assert_int_equal(digests_together(2, 2, 7), 2); /* leads */
}

/* Of a set so large that its bits are kept, and asked before the set is. */
static void a_book_matches_what_opens_as_it_does(void **state)
{
    enum { BOOK_SENTENCES = 6000, COPIES = 4 };
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering;
    (void)state;
    wirecopy_options_init(&options);
    options.keys = WIRECOPY_KEYS_ALL;
    options.threads = 1;
    corpus = new_corpus_with(&options);
    for (unsigned i = 0; i <= COPIES; i++) {
        struct text text = {0};
        char id[16];
        snprintf(id, sizeof id, "%u", i);
        text_sentences(&text, 1, 3);
        for (unsigned n = 0; n < (i ? 4 : BOOK_SENTENCES); n++)
            text_sentence(&text, 2 + 2 * i, n);
        add(corpus, id, &text, NULL, NULL, NULL);
        text_release(&text);
    }
    clustering = must_cluster(corpus);
    assert_int_equal(clustering_summary(clustering)->matches, (COPIES + 1) * COPIES / 2);
    wirecopy_clustering_free(clustering);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_opens_texts_that_share_a_quarter_stays),
        cmocka_unit_test(the_same_lines_below_the_texts_are_furniture),
        cmocka_unit_test(a_notice_above_texts_that_share_nothing_else_is_furniture),
        cmocka_unit_test(two_outlets_news_of_a_day_joins_behind_a_lead_of_one_sentence_and_no_longer_one),
        cmocka_unit_test(two_outlets_news_joins_by_its_opening),
        cmocka_unit_test(where_outlets_or_dates_are_not_known_a_long_opening_joins),
        cmocka_unit_test(a_book_matches_what_opens_as_it_does),
        cmocka_unit_test(what_either_of_an_outlets_texts_of_one_length_begins_with_is_its_news),
        cmocka_unit_test(what_two_digests_hold_besides_is_no_copy),
        cmocka_unit_test(takes_of_one_outlet_join_under_like_titles_within_half_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
