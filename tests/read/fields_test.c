/* Which field is which: the table of guesses, names given by options, and what counts as absent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "read/fields.h"

static const struct reader_options guessing = {.max_record_bytes = 1000};

static struct wirecopy_bytes bytes(const char *text)
{
    return (struct wirecopy_bytes){text, text ? strlen(text) : 0};
}

/* Offers name, value, name, value, ..., NULL. */
static const char *choose(const struct reader_options *options, const char *const *pairs, struct raw_article *article)
{
    struct field_choice choice;
    fields_begin(&choice);
    for (; *pairs; pairs += 2) {
        struct field_ranks ranks;
        if (fields_rank(options, bytes(pairs[0]), &ranks))
            fields_offer(&choice, &ranks, bytes(pairs[1]));
    }
    return fields_end(&choice, article);
}

static void check(struct wirecopy_bytes found, const char *expected)
{
    if (!expected) {
        assert_null(found.data);
        return;
    }
    assert_non_null(found.data);
    assert_int_equal(found.size, strlen(expected));
    assert_memory_equal(found.data, expected, found.size);
}

static void usual_names_are_guessed(void **state)
{
    static const char *const texts[] = {"text",        "body",         "content",   "maintext",     "article", "raw_content",
                                        "articleBody", "article_text", "full_text", "text_content", "Text",    "CONTENT"};
    static const char *const ids[] = {"id", "url", "uri", "guid", "_id", "ID"};
    static const char *const sources[] = {"source", "domain", "publisher", "outlet", "site", "hostname", "sitename", "source_domain"};
    static const char *const dates[] = {"date", "published", "date_publish", "published_at", "pubDate", "publish_date", "datePublished", "timestamp"};
    static const char *const titles[] = {"title", "headline", "name"};
    static const char *const urls[] = {"url", "link", "uri", "canonical"};
    static const struct {
        const char *const *names;
        size_t count;
        enum field field;
    } fields[] = {
        {texts, 12, FIELD_TEXT}, {ids, 6, FIELD_ID},       {sources, 8, FIELD_SOURCE},
        {dates, 8, FIELD_DATE},  {titles, 3, FIELD_TITLE}, {urls, 4, FIELD_URL},
    };
    (void)state;
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++)
        for (size_t i = 0; i < fields[f].count; i++) {
            struct field_ranks ranks;
            assert_true(fields_rank(&guessing, bytes(fields[f].names[i]), &ranks));
            assert_int_not_equal(ranks.rank[fields[f].field], FIELD_NOT);
        }
}

static void other_names_are_no_fields(void **state)
{
    static const char *const names[] = {"", "tex", "texts", "text ", "lang", "a_very_long_name_that_fits_nowhere", "id\xC3\xA9"};
    struct field_ranks ranks;
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_false(fields_rank(&guessing, bytes(names[i]), &ranks));
    assert_false(fields_rank(&guessing, (struct wirecopy_bytes){"text\0", 5}, &ranks));
}

static void the_better_name_wins_wherever_it_stands(void **state)
{
    static const char *const before[] = {"text", "t", "body", "b", NULL}, *const after[] = {"content", "c", "body", "b", "text", "t", NULL};
    struct raw_article article;
    (void)state;
    assert_null(choose(&guessing, before, &article));
    check(article.text, "t");
    assert_null(choose(&guessing, after, &article));
    check(article.text, "t");
}

static void of_equal_names_the_first_wins(void **state)
{
    static const char *const twice[] = {"text", "first", "TEXT", "second", "text", "third", NULL};
    struct raw_article article;
    (void)state;
    assert_null(choose(&guessing, twice, &article));
    check(article.text, "first");
}

static void an_address_is_an_id_only_where_there_is_no_other(void **state)
{
    static const char *const both[] = {"url", "http://a/", "guid", "7", "text", "t", NULL}, *const alone[] = {"text", "t", "url", "http://a/", NULL};
    struct raw_article article;
    (void)state;
    assert_null(choose(&guessing, both, &article));
    check(article.id, "7");
    check(article.url, "http://a/");
    assert_null(choose(&guessing, alone, &article));
    check(article.id, "http://a/");
    check(article.url, "http://a/");
}

static void a_given_name_is_exact_and_alone(void **state)
{
    static const struct reader_options named = {.text_field = "Story", .id_field = "url", .title_field = "kicker", .max_record_bytes = 1000};
    static const char *const all[] = {"text", "t", "id", "1", "title", "T", "url", "u", "Story", "s", NULL}, *const other[] = {"story", "s", "text",
                                                                                                                               "t", NULL};
    struct raw_article article;
    (void)state;
    assert_null(choose(&named, all, &article));
    check(article.text, "s");
    check(article.id, "u");
    check(article.url, "u");
    check(article.title, NULL);
    assert_string_equal(choose(&named, other, &article), "no text field");
}

static void one_field_may_serve_twice(void **state)
{
    static const struct reader_options named = {.text_field = "title", .max_record_bytes = 1000};
    static const char *const pairs[] = {"title", "both", NULL};
    struct raw_article article;
    (void)state;
    assert_null(choose(&named, pairs, &article));
    check(article.text, "both");
    check(article.title, "both");
}

static void empty_values_are_absent_but_for_the_text(void **state)
{
    static const char *const pairs[] = {"id", "", "guid", "g", "title", "", "text", "", "body", "b", NULL};
    struct raw_article article;
    (void)state;
    assert_null(choose(&guessing, pairs, &article));
    check(article.id, "g");
    check(article.title, NULL);
    check(article.text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_names_are_guessed),
        cmocka_unit_test(other_names_are_no_fields),
        cmocka_unit_test(the_better_name_wins_wherever_it_stands),
        cmocka_unit_test(of_equal_names_the_first_wins),
        cmocka_unit_test(an_address_is_an_id_only_where_there_is_no_other),
        cmocka_unit_test(a_given_name_is_exact_and_alone),
        cmocka_unit_test(one_field_may_serve_twice),
        cmocka_unit_test(empty_values_are_absent_but_for_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
