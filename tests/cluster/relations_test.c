/* The relations of DESIGN, passages and digests, in languages of several scripts: the same story, told in each. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "cluster/corpus_testing.h"

enum { VOCABULARY = 24, SENTENCE_WORDS = 14 };

/* Words of a language, what parts them, and what ends a sentence. */
struct language {
    const char *name, *space, *stop;
    const char *words[VOCABULARY];
};

static const struct language languages[] = {
    {"English", " ", ".\n", {"harbour", "the", "boat",   "old",   "winter", "of", "lamp",   "a",    "keeper", "stone",  "and",   "bridge",
                             "river",   "in",  "market", "small", "bell",   "to", "school", "road", "with",   "garden", "north", "wind"}},
    {"Arabic", " ", ".\n", {"الميناء", "في",  "القارب", "القديم", "الشتاء", "من", "المصباح", "على",    "الحارس", "الحجر",   "مع",     "الجسر",
                            "النهر",   "إلى", "السوق",  "الصغير", "الجرس",  "عن", "المدرسة", "الطريق", "بعد",    "الحديقة", "الشمال", "الريح"}},
    {"Chinese", "", "。\n", {"港", "的", "船", "旧", "冬", "在", "灯", "一", "人", "石", "和", "桥",
                             "河", "上", "市", "小", "钟", "到", "校", "路", "与", "园", "北", "风"}},
    {"Hindi", " ", "।\n", {"बंदरगाह", "का", "नाव",   "पुराना", "सर्दी", "में",  "दीपक",    "एक",  "रखवाला", "पत्थर",  "और",   "पुल",
                           "नदी",    "से",  "बाज़ार", "छोटा",  "घंटी",  "तक", "विद्यालय", "सड़क", "साथ",    "बगीचा", "उत्तर", "हवा"}},
    {"Russian", " ", ".\n", {"гавань", "на", "лодка", "старый", "зима",    "из", "лампа", "у",      "сторож", "камень", "и",     "мост",
                             "река",   "в",  "рынок", "малый",  "колокол", "к",  "школа", "дорога", "с",      "сад",    "север", "ветер"}},
    {"Thai", "", "\n", {"กิ", "ขุ", "คู", "งี", "จึ", "ชื", "ซุ", "ญิ", "ดู", "ตี", "ถึ", "ทื", "ธิ", "นุ", "บู", "ปี", "ผึ", "ฝื", "พิ", "ฟุ", "ภู", "มี", "ยึ", "รื"}},
};
enum { LANGUAGES = sizeof languages / sizeof *languages };

/* A sentence of a story: its words are drawn by number, so that two sentences share few shingles. */
static void tell(struct text *text, const struct language *language, unsigned story, unsigned sentence)
{
    for (unsigned i = 0; i < SENTENCE_WORDS; i++) {
        uint64_t bits = hash_counter(story * 1000 + sentence, i);
        const char *word = language->words[hash_below((uint32_t)bits, VOCABULARY)];
        assert_int_equal(buffer_append(&text->bytes, word, strlen(word)), WIRECOPY_OK);
        assert_int_equal(buffer_append(&text->bytes, language->space, strlen(language->space)), WIRECOPY_OK);
    }
    assert_int_equal(buffer_append(&text->bytes, language->stop, strlen(language->stop)), WIRECOPY_OK);
}

static void tell_some(struct text *text, const struct language *language, unsigned story, unsigned first, unsigned count)
{
    for (unsigned i = first; i < first + count; i++)
        tell(text, language, story, i);
}

static struct wirecopy_bytes bytes_of(const char *string)
{
    return (struct wirecopy_bytes){string, string ? strlen(string) : 0};
}

static struct wirecopy_article article_of(const struct text *text, const char *id, const char *source, const char *date)
{
    return (struct wirecopy_article){.text = {text->bytes.data, text->bytes.size},
                                     .id = bytes_of(id),
                                     .source = bytes_of(source),
                                     .date = bytes_of(date)};
}

/* The relation of b to a, compared alone; and that of a to b is its mirror. */
static void expect(const struct language *language, const struct wirecopy_article *a, const struct wirecopy_article *b,
                   enum wirecopy_relation relation, enum wirecopy_relation mirrored)
{
    struct wirecopy_comparison *there, *back;
    assert_int_equal(wirecopy_compare(a, b, NULL, &there), WIRECOPY_OK);
    assert_int_equal(wirecopy_compare(b, a, NULL, &back), WIRECOPY_OK);
    if (there->relation != relation || back->relation != mirrored)
        fail_msg("%s: %s and %s, not %s", language->name, wirecopy_relation_word(there->relation), wirecopy_relation_word(back->relation),
                 wirecopy_relation_word(relation));
    assert_int_equal(there->match, relation != WIRECOPY_RELATION_NONE && relation < WIRECOPY_RELATION_TEMPLATE);
    assert_int_equal(there->match, back->match);
    assert_int_equal(there->reason, back->reason);
    assert_int_equal(there->shared, back->shared);
    wirecopy_comparison_free(there);
    wirecopy_comparison_free(back);
}

static void equal_texts_are_exact_copies(void **state)
{
    (void)state;
    for (unsigned l = 0; l < LANGUAGES; l++) {
        struct text a = {{0}}, b = {{0}};
        struct wirecopy_article x, y;
        tell_some(&a, &languages[l], 1, 0, 12);
        text_line(&b, ""); /* breaks are no words */
        tell_some(&b, &languages[l], 1, 0, 12);
        x = article_of(&a, "x", "one.example", "2024-01-01");
        y = article_of(&b, "y", "two.example", "2024-01-02");
        expect(&languages[l], &x, &y, WIRECOPY_RELATION_EXACT, WIRECOPY_RELATION_EXACT);
        text_release(&a);
        text_release(&b);
    }
}

static void a_few_other_sentences_make_a_copy(void **state)
{
    (void)state;
    for (unsigned l = 0; l < LANGUAGES; l++) {
        struct text a = {{0}}, b = {{0}};
        struct wirecopy_article x, y;
        tell_some(&a, &languages[l], 1, 0, 12);
        tell_some(&b, &languages[l], 1, 0, 10);
        tell_some(&b, &languages[l], 2, 0, 2);
        x = article_of(&a, "x", "one.example", "2024-01-01");
        y = article_of(&b, "y", "two.example", "2024-01-02");
        expect(&languages[l], &x, &y, WIRECOPY_RELATION_COPY, WIRECOPY_RELATION_COPY);
        y = article_of(&b, "y", "one.example", "2024-01-02");
        expect(&languages[l], &x, &y, WIRECOPY_RELATION_OWN_UPDATE, WIRECOPY_RELATION_OWN_UPDATE);
        text_release(&a);
        text_release(&b);
    }
}

static void a_part_is_an_excerpt_and_the_whole_an_expansion(void **state)
{
    (void)state;
    for (unsigned l = 0; l < LANGUAGES; l++) {
        struct text a = {{0}}, b = {{0}};
        struct wirecopy_article x, y;
        tell_some(&a, &languages[l], 1, 0, 14);
        tell_some(&b, &languages[l], 1, 2, 6);
        x = article_of(&a, "x", "one.example", "2024-01-01");
        y = article_of(&b, "y", "two.example", "2024-01-02");
        expect(&languages[l], &x, &y, WIRECOPY_RELATION_EXCERPT, WIRECOPY_RELATION_EXPANSION);
        text_release(&a);
        text_release(&b);
    }
}

/* Under 0.8 of the whole, and 0.8 of it in there: at 11 of 14 sentences it is an excerpt, at 12 a copy. */
static void what_is_nearly_the_whole_is_a_copy(void **state)
{
    (void)state;
    for (unsigned l = 0; l < LANGUAGES; l++) {
        struct text a = {{0}}, shorter = {{0}}, longer = {{0}};
        struct wirecopy_article x, y;
        tell_some(&a, &languages[l], 1, 0, 14);
        tell_some(&shorter, &languages[l], 1, 0, 11);
        tell_some(&longer, &languages[l], 1, 0, 12);
        x = article_of(&a, "x", "one.example", NULL);
        y = article_of(&shorter, "y", "two.example", NULL);
        expect(&languages[l], &x, &y, WIRECOPY_RELATION_EXCERPT, WIRECOPY_RELATION_EXPANSION);
        y = article_of(&longer, "y", "two.example", NULL);
        expect(&languages[l], &x, &y, WIRECOPY_RELATION_COPY, WIRECOPY_RELATION_COPY);
        text_release(&a);
        text_release(&shorter);
        text_release(&longer);
    }
}

static void three_sentences_in_twelve_are_a_passage_and_one_is_nothing(void **state)
{
    (void)state;
    for (unsigned l = 0; l < LANGUAGES; l++) {
        struct text a = {{0}}, b = {{0}}, c = {{0}};
        struct wirecopy_article x, y, z;
        tell_some(&a, &languages[l], 1, 0, 14);
        tell_some(&b, &languages[l], 1, 4, 3);
        tell_some(&b, &languages[l], 2, 0, 11);
        tell_some(&c, &languages[l], 1, 4, 1);
        tell_some(&c, &languages[l], 3, 0, 13);
        x = article_of(&a, "x", "one.example", NULL);
        y = article_of(&b, "y", "two.example", NULL);
        z = article_of(&c, "z", "two.example", NULL);
        expect(&languages[l], &x, &y, WIRECOPY_RELATION_PASSAGE, WIRECOPY_RELATION_PASSAGE);
        expect(&languages[l], &x, &z, WIRECOPY_RELATION_NONE, WIRECOPY_RELATION_NONE);
        text_release(&a);
        text_release(&b);
        text_release(&c);
    }
}

/* Issues of one form: each sentence is the story's, with a number of the issue's own in it. */
static void fill_form(struct text *text, const struct language *language, unsigned issue)
{
    for (unsigned i = 0; i < 8; i++) {
        char number[24];
        snprintf(number, sizeof number, " %u ", 100 + 37 * issue + 11 * i);
        tell(text, language, 5, i);
        text->bytes.size -= strlen(language->stop); /* within the line */
        assert_int_equal(buffer_append(&text->bytes, number, strlen(number)), WIRECOPY_OK);
        tell(text, language, 6, i);
    }
}

static void other_numbers_make_a_template(void **state)
{
    (void)state;
    for (unsigned l = 0; l < LANGUAGES; l++) {
        struct text a = {{0}}, b = {{0}};
        struct wirecopy_article x, y;
        fill_form(&a, &languages[l], 1);
        fill_form(&b, &languages[l], 2);
        x = article_of(&a, "x", "one.example", "2024-01-01");
        y = article_of(&b, "y", "two.example", "2024-01-01");
        expect(&languages[l], &x, &y, WIRECOPY_RELATION_TEMPLATE, WIRECOPY_RELATION_TEMPLATE);
        text_release(&a);
        text_release(&b);
    }
}

static void add_article(struct wirecopy_corpus *corpus, const struct text *text, const char *id, const char *source, const char *date,
                        const char *title)
{
    struct wirecopy_article article = article_of(text, id, source, date);
    article.title = bytes_of(title);
    assert_int_equal(wirecopy_corpus_add(corpus, &article), WIRECOPY_OK);
}

/* Six weekly issues are a form; the seventh was corrected on the day after, under its title. */
static void a_corrected_form_is_an_update(void **state)
{
    (void)state;
    for (unsigned l = 0; l < LANGUAGES; l++) {
        struct wirecopy_corpus *corpus = new_corpus();
        struct wirecopy_comparison *comparison;
        struct wirecopy_bytes ids[2] = {bytes_of("first"), bytes_of("second")};
        char id[8], date[16];
        assert_int_equal(wirecopy_corpus_watch(corpus, ids[0]), WIRECOPY_OK);
        assert_int_equal(wirecopy_corpus_watch(corpus, ids[1]), WIRECOPY_OK);
        for (unsigned issue = 0; issue < 8; issue++) {
            struct text text = {{0}};
            fill_form(&text, &languages[l], issue);
            snprintf(id, sizeof id, "%u", issue);
            snprintf(date, sizeof date, "2024-0%u-%02u", 1 + issue / 4, 1 + 7 * (issue % 4));
            add_article(corpus, &text,
                        issue == 6   ? "first"
                        : issue == 7 ? "second"
                                     : id,
                        "one.example", issue == 7 ? "2024-02-16" : date, issue >= 6 ? "six boats came" : id);
            text_release(&text);
        }
        assert_int_equal(wirecopy_corpus_compare(corpus, ids[0], ids[1], &comparison), WIRECOPY_OK);
        wirecopy_corpus_free(corpus);
        assert_true(comparison->a.form);
        if (comparison->relation != WIRECOPY_RELATION_UPDATE)
            fail_msg("%s: %s, by %s", languages[l].name, wirecopy_relation_word(comparison->relation), wirecopy_reason_word(comparison->reason));
        assert_int_equal(comparison->reason, WIRECOPY_REASON_CORRECTION);
        wirecopy_comparison_free(comparison);
    }
}

/* Three stories, their copies, and a digest of all three. */
static struct wirecopy_corpus *corpus_with_digest(const struct language *language, const char *digest_source, const char *digest_date)
{
    static const char *const ids[3][2] = {{"a1", "a2"}, {"b1", "b2"}, {"c1", "c2"}};
    struct wirecopy_corpus *corpus = new_corpus();
    struct text digest = {{0}};
    for (unsigned story = 0; story < 3; story++) {
        struct text text = {{0}};
        tell_some(&text, language, 10 + story, 0, 6 + story);
        add_article(corpus, &text, ids[story][0], "one.example", "2024-01-01", NULL);
        tell(&text, language, 20 + story, 0);
        add_article(corpus, &text, ids[story][1], "two.example", "2024-01-02", NULL);
        text_release(&text);
        tell_some(&digest, language, 10 + story, 0, 6 + story - (story < 2)); /* of the last story all: it resembles that most */
    }
    add_article(corpus, &digest, "week", digest_source, digest_date, NULL);
    text_release(&digest);
    return corpus;
}

static void a_digest_joins_no_stories_and_says_which_others_it_holds(void **state)
{
    (void)state;
    for (unsigned l = 0; l < LANGUAGES; l++) {
        struct wirecopy_clustering *clustering = must_cluster(corpus_with_digest(&languages[l], "week.example", "2024-01-05"));
        uint32_t size, held[2];
        struct wirecopy_member a = member_of(clustering, "a1", &size), b = member_of(clustering, "b1", &size), c = member_of(clustering, "c1", &size),
                               week;
        assert_int_equal(size, 3);
        assert_int_not_equal(a.cluster, b.cluster);
        assert_int_not_equal(a.cluster, c.cluster);
        assert_int_not_equal(b.cluster, c.cluster);
        week = member_of(clustering, "week", &size);
        assert_int_equal(week.cluster, c.cluster);
        assert_int_equal(week.also_holds_count, 2);
        held[0] = a.cluster < b.cluster ? a.cluster : b.cluster;
        held[1] = a.cluster < b.cluster ? b.cluster : a.cluster;
        assert_memory_equal(week.also_holds, held, sizeof held);
        assert_int_equal(member_of(clustering, "a2", &size).also_holds_count, 0);
        wirecopy_clustering_free(clustering);
    }
}

/* Stories of one each: two pairs in three would match, which is quorum enough. */
static void a_digest_of_single_articles_welds_none(void **state)
{
    (void)state;
    for (unsigned l = 0; l < LANGUAGES; l++) {
        struct wirecopy_corpus *corpus = new_corpus();
        struct wirecopy_clustering *clustering;
        struct text a = {{0}}, b = {{0}}, digest = {{0}};
        struct wirecopy_member week;
        uint32_t size;
        tell_some(&a, &languages[l], 10, 0, 8);
        tell_some(&b, &languages[l], 11, 0, 6);
        tell_some(&digest, &languages[l], 10, 0, 8);
        tell_some(&digest, &languages[l], 11, 0, 6);
        add_article(corpus, &a, "a", "one.example", "2024-01-01", NULL);
        add_article(corpus, &b, "b", "two.example", "2024-01-01", NULL);
        add_article(corpus, &digest, "week", "week.example", "2024-01-05", NULL);
        clustering = must_cluster(corpus);
        week = member_of(clustering, "week", &size);
        assert_int_equal(size, 2);
        assert_int_equal(week.cluster, member_of(clustering, "a", &size).cluster);
        week = member_of(clustering, "week", &size);
        if (week.also_holds_count != 1)
            fail_msg("%s: holds %zu others, %zu clusters", languages[l].name, week.also_holds_count, wirecopy_clustering_count(clustering));
        assert_int_equal(week.also_holds[0], member_of(clustering, "b", &size).cluster);
        wirecopy_clustering_free(clustering);
        text_release(&a);
        text_release(&b);
        text_release(&digest);
    }
}

/* Excerpts that begin as their article does overlap: the article is no digest of them. */
static void excerpts_of_one_article_stay_with_it(void **state)
{
    (void)state;
    for (unsigned l = 0; l < LANGUAGES; l++) {
        struct wirecopy_corpus *corpus = new_corpus();
        struct wirecopy_clustering *clustering;
        struct text whole = {{0}}, begin = {{0}}, middle = {{0}};
        uint32_t size;
        tell_some(&whole, &languages[l], 10, 0, 14);
        tell_some(&begin, &languages[l], 10, 0, 6);
        tell_some(&middle, &languages[l], 10, 4, 6);
        add_article(corpus, &whole, "whole", "one.example", NULL, NULL);
        add_article(corpus, &begin, "begin", "two.example", NULL, NULL);
        add_article(corpus, &middle, "middle", "three.example", NULL, NULL);
        clustering = must_cluster(corpus);
        member_of(clustering, "whole", &size);
        assert_int_equal(size, 3);
        assert_int_equal(member_of(clustering, "whole", &size).also_holds_count, 0);
        wirecopy_clustering_free(clustering);
        text_release(&whole);
        text_release(&begin);
        text_release(&middle);
    }
}

/* What an outlet wraps up at the day's end is its running story. */
static void an_outlets_wrap_up_of_its_day_stays_with_its_stories(void **state)
{
    struct wirecopy_corpus *corpus = new_corpus();
    struct wirecopy_clustering *clustering;
    struct text a = {{0}}, b = {{0}}, wrap_up = {{0}};
    uint32_t size;
    (void)state;
    tell_some(&a, &languages[0], 10, 0, 8);
    tell_some(&b, &languages[0], 11, 0, 6);
    tell_some(&wrap_up, &languages[0], 10, 0, 8);
    tell_some(&wrap_up, &languages[0], 11, 0, 6);
    add_article(corpus, &a, "a", "one.example", "2024-01-01", NULL);
    add_article(corpus, &b, "b", "one.example", "2024-01-01", NULL);
    add_article(corpus, &wrap_up, "wrap-up", "one.example", "2024-01-01", NULL);
    clustering = must_cluster(corpus);
    member_of(clustering, "wrap-up", &size);
    assert_int_equal(size, 3);
    wirecopy_clustering_free(clustering);
    text_release(&a);
    text_release(&b);
    text_release(&wrap_up);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_texts_are_exact_copies),
        cmocka_unit_test(a_few_other_sentences_make_a_copy),
        cmocka_unit_test(a_part_is_an_excerpt_and_the_whole_an_expansion),
        cmocka_unit_test(what_is_nearly_the_whole_is_a_copy),
        cmocka_unit_test(three_sentences_in_twelve_are_a_passage_and_one_is_nothing),
        cmocka_unit_test(other_numbers_make_a_template),
        cmocka_unit_test(a_corrected_form_is_an_update),
        cmocka_unit_test(a_digest_joins_no_stories_and_says_which_others_it_holds),
        cmocka_unit_test(a_digest_of_single_articles_welds_none),
        cmocka_unit_test(excerpts_of_one_article_stay_with_it),
        cmocka_unit_test(an_outlets_wrap_up_of_its_day_stays_with_its_stories),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
