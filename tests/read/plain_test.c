/* One file, one article. */
#include "read/reading.h"

static void a_file_is_an_article_under_its_name(void **state)
{
    (void)state;
    write_text("story.txt", "Headline\n\nText.\n");
    assert_string_equal(read_one("story.txt"), "article story.txt | Headline\n\nText.\n\n");
}

static void a_plain_article_has_no_other_fields(void **state)
{
    static const struct reader_options options = {.max_record_bytes = 1000, .text_field = "story"};
    (void)state;
    write_text("story.txt", "http://a.org/ 2016-11-01");
    assert_string_equal(read_with("story.txt", &options), "article story.txt | http://a.org/ 2016-11-01\n");
}

static void a_byte_order_mark_is_dropped(void **state)
{
    (void)state;
    assert_string_equal(read_content("\xEF\xBB\xBFtext"), "article in | text\n");
}

static void an_empty_file_is_an_empty_article(void **state)
{
    (void)state;
    assert_string_equal(read_content(""), "article in | \n");
}

static void damage_is_left_to_folding_and_told(void **state)
{
    (void)state;
    assert_string_equal(read_content("caf\u00E9 na\u00EFve caf\xE9"), "repaired in:0 ill-formed UTF-8\narticle in | caf\u00E9 na\u00EFve caf\xE9\n");
    assert_string_equal(read_content("two \xE2\x80"), "repaired in:0 ill-formed UTF-8\narticle in | two \xE2\x80\n"); /* cut within a character */
}

/* The corpus test legacy_test.py has whole stories in two dozen encodings. */
static void text_that_is_not_utf8_is_taken_for_what_it_looks_like(void **state)
{
    static const struct reader_options utf8 = {.max_record_bytes = 1000, .encoding = "utf-8"};
    (void)state;
    assert_string_equal(read_content("caf\xE9 \x93q\x94"), "repaired in:0 not UTF-8: read as windows-1252, since no encoding was named\n"
                                                           "article in | caf\u00E9 \u201Cq\u201D\n");
    assert_string_equal(read_content("\xCF\xEE\xF0\xF2 \xEE\xF2\xEA\xF0\xFB\xEB\xF1\xFF"),
                        "repaired in:0 not UTF-8: read as windows-1251, since no encoding was named\n"
                        "article in | \u041F\u043E\u0440\u0442 \u043E\u0442\u043A\u0440\u044B\u043B\u0441\u044F\n");
    write_text("in", "caf\xE9");
    assert_string_equal(read_with("in", &utf8), "article in | caf\xE9\n"); /* it was said to be UTF-8 */
}

static void text_that_looks_a_little_like_json_is_text(void **state)
{
    static const char *const texts[] = {"{", "{ this }", "[1]", "{{title}}", "Two lines\n{\"a\":1}, and\na third"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char expected[100] = "article in | ";
        strcat(strcat(expected, texts[i]), "\n");
        assert_string_equal(read_content(texts[i]), expected);
    }
}

static void what_is_not_text_is_a_bad_file(void **state)
{
    static const char zero[] = "text\0text", controls[] = "\x01\x02 text and text", few[] = "\x01 text and text";
    char late[6000];
    (void)state;
    write_bytes("zero", zero, sizeof zero - 1);
    assert_string_equal(read_one("zero"), "file zero:0 not text\n");
    assert_string_equal(read_content(controls), "file in:0 not text\n");
    assert_string_equal(read_content(few), "article in | \x01 text and text\n");
    assert_string_equal(read_content("\t\n\r\n\t\f\v"), "article in | \t\n\r\n\t\f\v\n");
    /* only the first 4 KiB are looked at */
    memset(late, 'x', sizeof late);
    late[5000] = '\0';
    write_bytes("late", late, sizeof late);
    assert_string_equal(read_one("late"), "record late:0 longer than a record may be\n");
}

static void a_text_over_the_limit_is_a_bad_record(void **state)
{
    char text[1002];
    (void)state;
    memset(text, 'x', sizeof text);
    text[1001] = '\0';
    assert_string_equal(read_content(text), "record in:0 longer than a record may be\n");
    text[1000] = '\0';
    assert_int_equal(strlen(read_content(text)), strlen("article in | \n") + 1000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_room, remove_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_is_an_article_under_its_name),
        TEST(a_plain_article_has_no_other_fields),
        TEST(a_byte_order_mark_is_dropped),
        TEST(an_empty_file_is_an_empty_article),
        TEST(damage_is_left_to_folding_and_told),
        TEST(text_that_is_not_utf8_is_taken_for_what_it_looks_like),
        TEST(text_that_looks_a_little_like_json_is_text),
        TEST(what_is_not_text_is_a_bad_file),
        TEST(a_text_over_the_limit_is_a_bad_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
