/* JSON Lines: what is an article, what is bad, and that a bad record harms no other. */
#include "read/reading.h"

#include <stdio.h>

#define GOOD "{\"id\":\"good\",\"text\":\"kept\"}\n"
#define KEPT "article good | kept\n"

static void every_record_is_an_article(void **state)
{
    (void)state;
    assert_string_equal(read_content("{\"id\":\"1\",\"text\":\"one\"}\n{\"id\":2,\"text\":\"two\"}\n"), "article 1 | one\narticle 2 | two\n");
}

static void the_last_line_needs_no_line_break(void **state)
{
    (void)state;
    assert_string_equal(read_content(GOOD "{\"text\":\"end\"}"), KEPT "article - | end\n");
}

static void line_breaks_blank_lines_and_byte_order_marks_do_not_matter(void **state)
{
    (void)state;
    assert_string_equal(read_content("\xEF\xBB\xBF" GOOD "\r\n\n \t\r\n{\"text\":\"crlf\"}\r\n{\"text\":7}\r\n\n"),
                        KEPT "article - | crlf\nrecord in:6 the text is a number\n");
}

/* Each between two good records. */
static void a_bad_record_harms_no_other(void **state)
{
    static const struct {
        const char *line, *reason;
    } rows[] = {
        {"{\"text\":", "broken JSON"},
        {"{\"text\":\"x", "broken JSON: a string is not closed"},
        {"{\"text\":\"x\"", "broken JSON"},
        {"{\"text\":\"x\"}}", "broken JSON"},
        {"{\"text\":\"x\",\"unused\":[1,}", "broken JSON"},
        {"{\"text\":\"x\",\"unused\":01}", "broken JSON: a bad number"},
        {"{\"text\":\"\\x\"}", "broken JSON: a bad escape in a string"},
        {"{\"text\":\"\x01\"}", "broken JSON: a control character in a string"},
        {"garbage", "broken JSON"},
        {"[{\"text\":\"x\"}]", "not a JSON object"},
        {"\"text\"", "not a JSON object"},
        {"{}", "no text field"},
        {"{\"id\":\"1\",\"title\":\"x\"}", "no text field"},
        {"{\"text\":null}", "the text is null"},
        {"{\"text\":1.5}", "the text is a number"},
        {"{\"text\":123456789012345678901234567890}", "the text is a number"},
        {"{\"text\":true}", "the text is true or false"},
        {"{\"text\":[\"x\",1]}", "the text is a list"},
        {"{\"text\":[\"x\",[\"y\"]]}", "the text is a list"},
        {"{\"text\":[\"\"]}", "the text is a list"},
        {"{\"text\":{\"x\":\"y\"}}", "the text is an object"},
        {"{\"body\":\"x\",\"text\":[]}", "the text is a list"},
        {"{\"text\":null,\"body\":null}", "the text is null"},
        {"{\"text\":\"\xFF", "broken JSON: a string is not closed"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char content[512], expected[512];
        snprintf(content, sizeof content, "%s%s\n%s", GOOD, rows[i].line, GOOD);
        snprintf(expected, sizeof expected, "%srecord in:2 %s\n%s", KEPT, rows[i].reason, KEPT);
        assert_string_equal(read_content(content), expected);
        /* and before them */
        snprintf(content, sizeof content, "%s\n%s%s", rows[i].line, GOOD, GOOD);
        snprintf(expected, sizeof expected, "record in:1 %s\n%s%s", rows[i].reason, KEPT, KEPT);
        assert_string_equal(read_content(content), expected);
    }
}

static void a_zero_byte_in_the_json_is_a_bad_record(void **state)
{
    static const char content[] = GOOD "{\"text\":\"a\0b\"}\n" GOOD;
    (void)state;
    write_bytes("in", content, sizeof content - 1);
    assert_string_equal(read_one("in"), KEPT "record in:2 broken JSON: a control character in a string\n" KEPT);
}

static void ill_formed_records_are_repaired_and_told_before_their_article(void **state)
{
    (void)state;
    assert_string_equal(read_content(GOOD "{\"text\":\"a\xFF\"}\n{\"text\":\"\\ud800b\"}\n{\"text\":\"\xFF\\udc00\"}\n" GOOD),
                        KEPT "repaired in:2 ill-formed UTF-8\narticle - | a\xEF\xBF\xBD\n"
                             "repaired in:3 a lone surrogate\narticle - | \xEF\xBF\xBD"
                             "b\n"
                             "repaired in:4 ill-formed UTF-8 and a lone surrogate\narticle - | \xEF\xBF\xBD\xEF\xBF\xBD\n" KEPT);
}

static void a_repaired_record_without_text_is_only_bad(void **state)
{
    (void)state;
    assert_string_equal(read_content(GOOD "{\"id\":\"a\xFF\"}\n"), KEPT "record in:2 no text field\n");
}

static void zero_bytes_in_strings_are_kept(void **state)
{
    (void)state;
    assert_string_equal(read_content("{\"id\":\"1\",\"text\":\"a\\u0000b\"}\n"), "article 1 | a<0>b\n");
}

static void an_empty_text_is_an_article(void **state)
{
    (void)state;
    assert_string_equal(read_content("{\"id\":\"1\",\"text\":\"\"}\n"), "article 1 | \n");
}

static void numbers_are_ids_as_they_are_written(void **state)
{
    (void)state;
    assert_string_equal(read_content("{\"id\":1.50,\"text\":\"a\"}\n{\"text\":\"b\",\"id\": 123456789012345678901234567890 }\n"
                                     "{\"id\":-0,\"text\":\"c\"}\n{\"id\":1E400,\"text\":\"d\xFF\"}\n"),
                        "article 1.50 | a\narticle 123456789012345678901234567890 | b\narticle -0 | c\n"
                        "repaired in:4 ill-formed UTF-8\narticle 1E400 | d\xEF\xBF\xBD\n");
}

static void values_of_other_kinds_are_absent(void **state)
{
    (void)state;
    assert_string_equal(read_content(
                            "{\"id\":{\"$oid\":\"1\"},\"text\":\"a\"}\n{\"id\":[1],\"guid\":\"g\",\"text\":\"b\"}\n{\"id\":null,\"text\":\"c\"}\n"
                            "{\"id\":false,\"text\":\"d\"}\n{\"id\":\"\",\"text\":\"e\"}\n"),
                        "article - | a\narticle g | b\narticle - | c\narticle - | d\narticle - | e\n");
}

static void null_text_leaves_the_text_to_the_next_name(void **state)
{
    (void)state;
    assert_string_equal(read_content("{\"text\":null,\"body\":\"b\"}\n{\"body\":\"b\",\"text\":null}\n"), "article - | b\narticle - | b\n");
}

static void of_a_key_that_comes_twice_the_first_is_taken(void **state)
{
    (void)state;
    assert_string_equal(read_content("{\"text\":\"first\",\"text\":\"second\",\"id\":1,\"id\":2}\n"), "article 1 | first\n");
}

static void nested_values_of_other_fields_are_ignored(void **state)
{
    (void)state;
    assert_string_equal(read_content("{\"meta\":{\"text\":\"no\",\"id\":9},\"tags\":[{\"id\":8},[\"text\",\"x\"]],\"id\":1,\"text\":\"yes\"}\n"),
                        "article 1 | yes\n");
}

static void a_text_may_be_a_list_of_paragraphs(void **state)
{
    (void)state;
    assert_string_equal(read_content(
                            "{\"id\":1,\"text\":[\"One.\",\"\\u0054wo.\"],\"body\":\"no\"}\n{\"id\":2,\"body\":[\"no\"],\"text\":[\"yes\"]}\n"
                            "{\"id\":3,\"paragraphs\":[\"a\",\"b\",\"c\"]}\n{\"id\":4,\"body\":[\"no\"],\"text\":\"yes\"}\n"),
                        "article 1 | One.\nTwo.\narticle 2 | yes\narticle 3 | a\nb\nc\narticle 4 | yes\n");
}

/* Blocks of publishing systems; what is no text in them is none of the article's. */
static void paragraphs_may_be_objects(void **state)
{
    (void)state;
    assert_string_equal(
        read_content("{\"id\":1,\"contents\":[null,{\"type\":\"date\",\"content\":1325376562000},{\"type\":\"p\",\"content\":\"One.\"},"
                     "{\"type\":\"image\",\"url\":\"x\"},{\"content\":\"Two.\",\"type\":\"p\"}]}\n"
                     "{\"id\":2,\"body\":[\"a\",{\"text\":\"b\"},{\"data\":{\"text\":\"c\"}}]}\n"
                     "{\"id\":3,\"text\":[{\"url\":\"x\"}]}\n{\"id\":4,\"text\":[{\"text\":\"x\"},4]}\n"
                     "{\"id\":5,\"content_elements\":[{\"content\":\"<p>In</p>\"},{\"content\":\"<p>tags.</p>\"}]}\n"),
        "article 1 | One.\nTwo.\narticle 2 | a\nb\nc\nrecord in:3 the text is a list\nrecord in:4 the text is a list\narticle 5 | In\ntags.\n\n");
}

static void known_exports_nest_their_fields(void **state)
{
    static const struct reader_options options = {.max_record_bytes = 1000};
    (void)state;
    write_text("in", "{\"_index\":\"n\",\"_id\":\"7\",\"_source\":{\"title\":\"T\",\"body\":\"one\",\"date\":864000000,\"domain\":\"a.example\"}}\n"
                     "{\"_id\":{\"$oid\":\"5f\"},\"text\":\"two\",\"date\":{\"$date\":\"1970-01-11T00:00:00Z\"}}\n"
                     "{\"id\":8,\"title\":{\"rendered\":\"T\"},\"content\":{\"rendered\":\"three\"},\"link\":\"http://a.example/x\"}\n"
                     "{\"content\":\"four\",\"warc_headers\":{\"warc-target-uri\":\"http://a.example/y\",\"warc-date\":\"1970-01-11\"}}\n"
                     "{\"id\":9,\"text\":\"own\",\"meta\":{\"title\":1.5,\"date\":\"1970-01-11\"},\"_source\":{\"text\":\"no\"}}\n"
                     "{\"id\":10,\"text\":\"x\",\"views\":1E999,\"_source\":{\"title\":7,\"date\":864000000},\"meta\":{\"url\":1E400}}\n");
    assert_string_equal(read_with("in", &options),
                        "article 7 | one title=T source=a.example date=864000000 day=10000\n"
                        "article 5f | two date=1970-01-11T00:00:00Z day=10\n"
                        "article 8 | three title=T source=a.example url=http://a.example/x\n"
                        "article http://a.example/y | four source=a.example date=1970-01-11 url=http://a.example/y day=10\n"
                        "article 9 | own date=1970-01-11 day=10\n"
                        "article 10 | x title=7 date=864000000 day=10000\n");
}

static void all_fields_come_with_source_and_day(void **state)
{
    static const struct reader_options options = {.max_record_bytes = 1000};
    (void)state;
    write_text("in", "{\"id\":1,\"text\":\"t\",\"title\":\"T\",\"date\":\"1970-01-11\",\"url\":\"http://www.A.org/x\"}\n"
                     "{\"id\":2,\"text\":\"t\",\"source\":{\"name\":\"x\"},\"domain\":\"B\",\"timestamp\":864000000,\"title\":1984}\n"
                     "{\"id\":3,\"text\":\"t\",\"source\":\"https://www.c.org:80/\",\"date\":\"whenever\",\"title\":\"\"}\n");
    assert_string_equal(read_with("in", &options), "article 1 | t title=T source=a.org date=1970-01-11 url=http://www.A.org/x day=10\n"
                                                   "article 2 | t title=1984 source=B date=864000000 day=10000\n"
                                                   "article 3 | t source=c.org date=whenever\n");
}

static void options_name_fields(void **state)
{
    static const struct reader_options options = {.max_record_bytes = 1000,
                                                  .text_field = "story",
                                                  .id_field = "number",
                                                  .date_field = "printed on the day of:"};
    (void)state;
    write_text("in", "{\"id\":1,\"text\":\"t\",\"story\":\"s\",\"number\":5,\"date\":\"1970-01-02\",\"printed on the day of:\":\"1970-01-03\"}\n"
                     "{\"id\":1,\"text\":\"t\"}\n{\"story\":\"s\",\"id\":1}\n");
    assert_string_equal(read_with("in", &options), "article 5 | s date=1970-01-03 day=2\nrecord in:2 no text field\narticle - | s\n");
}

static void names_may_stand_in_any_order_in_each_record(void **state)
{
    (void)state;
    assert_string_equal(
        read_content("{\"id\":1,\"text\":\"a\"}\n{\"text\":\"b\",\"id\":2}\n{\"x\":1,\"id\":3,\"text\":\"c\"}\n{\"id\":4,\"x\":2,\"text\":\"d\"}\n"),
        "article 1 | a\narticle 2 | b\narticle 3 | c\narticle 4 | d\n");
}

/* GOOD, a record of size bytes, GOOD. */
static char *content_with(size_t size)
{
    size_t used = strlen(GOOD);
    char *content = malloc(2 * used + size + 2), *line = content + used;
    assert_non_null(content);
    memcpy(content, GOOD, used);
    memset(line, 'x', size);
    memcpy(line, "{\"text\":\"", 9);
    memcpy(line + size - 2, "\"}\n", 3);
    memcpy(line + size + 1, GOOD, used + 1);
    return content;
}

/* max_record_bytes is 1,000. */
static void a_record_over_the_limit_is_skipped_and_one_at_it_is_read(void **state)
{
    static const size_t sizes[] = {999, 1000, 1001, 5000, 3000000};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *content = content_with(sizes[i]);
        const char *log = read_content(content);
        if (sizes[i] > 1000)
            assert_string_equal(log, KEPT "record in:2 longer than a record may be\n" KEPT);
        else
            assert_int_equal(strlen(log), strlen(KEPT "article - | \n" KEPT) + sizes[i] - strlen("{\"text\":\"\"}"));
        free(content);
    }
}

static void a_first_record_may_be_broken(void **state)
{
    (void)state;
    assert_string_equal(read_content("oops\n" GOOD GOOD), "record in:1 broken JSON\n" KEPT KEPT);
}

static void the_name_tells_where_all_records_are_bad(void **state)
{
    (void)state;
    write_text("all.jsonl", "oops\n[]\n");
    write_text("all.JSONL.gz", "oops\n");
    write_text("all.txt", "oops\n");
    write_text("none.jsonl", "");
    assert_string_equal(read_one("all.jsonl"), "record all.jsonl:1 broken JSON\nrecord all.jsonl:2 not a JSON object\n");
    assert_string_equal(read_one("all.JSONL.gz"), "record all.JSONL.gz:1 broken JSON\n");
    assert_string_equal(read_one("all.txt"), "article all.txt | oops\n\n");
    assert_string_equal(read_one("none.jsonl"), "");
}

/* Each kind, once in a text: as many replacement characters as WHATWG's decoder gives. */
static void ill_formed_utf8_of_each_kind_is_repaired(void **state)
{
    static const struct {
        const char *bytes, *text;
    } rows[] = {
        {"\x80", "\uFFFD"},     /* a continuation alone */
        {"\xC3", "\uFFFD"},     /* a lead alone */
        {"\xE2\x82", "\uFFFD"}, /* cut short */
        {"\xF0\x9F\x92", "\uFFFD"},
        {"\xC0\xAF", "\uFFFD\uFFFD"}, /* too long for what it says */
        {"\xE0\x80\xAF", "\uFFFD\uFFFD\uFFFD"},
        {"\xF0\x80\x80\xAF", "\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},           /* a surrogate */
        {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"}, /* beyond U+10FFFF */
        {"\xF8\x88\x80\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"\xFE", "\uFFFD"},
        {"\xFF", "\uFFFD"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char content[200], expected[200];
        snprintf(content, sizeof content, GOOD "{\"text\":\"a%sb\"}\n" GOOD, rows[i].bytes);
        snprintf(expected, sizeof expected, KEPT "repaired in:2 ill-formed UTF-8\narticle - | a%sb\n" KEPT, rows[i].text);
        assert_string_equal(read_content(content), expected);
    }
}

static void ids_may_be_anything(void **state)
{
    static char content[11000] = "{\"id\":\"", expected[11000] = "article ";
    (void)state;
    memset(content + strlen(content), 'x', 900);
    strcat(content, "\",\"text\":\"t\"}\n");
    memset(expected + strlen(expected), 'x', 900);
    strcat(expected, " | t\n");
    assert_string_equal(read_content(content), expected);
    assert_string_equal(read_content("{\"id\":\"a\\tb\\n\\u001b[31m\\u202e\",\"text\":\"t\"}\n"), "article a\tb\n\x1B[31m\u202E | t\n");
    assert_string_equal(read_content("{\"id\":7,\"text\":\"t\"}\n{\"id\":7,\"text\":\"u\"}\n"),
                        "article 7 | t\narticle 7 | u\n"); /* twice: settled later */
}

static void only_line_feeds_end_records(void **state)
{
    (void)state;
    assert_string_equal(read_content("{\"text\":\"a\u2028b\u2029c\xC2\x85"
                                     "d\"}\n" GOOD),
                        "article - | a\u2028b\u2029c\xC2\x85"
                        "d\n" KEPT);
    assert_string_equal(read_content("{\"text\":\r\"a\"\r}\r\n" GOOD), "article - | a\n" KEPT);
    /* but in a file that has none of them carriage returns do */
    assert_string_equal(read_content("{\"text\":\"a\"}\roops\r{\"text\":\"b\"}"), "article - | a\nrecord in:2 broken JSON\narticle - | b\n");
}

static void deep_nesting_is_bad_and_harms_no_other(void **state)
{
    static const struct reader_options options = {.max_record_bytes = 1000000};
    enum { DEPTH = 100000 };
    static char content[3 * DEPTH];
    (void)state;
    for (int object = 0; object < 2; object++) {
        char *end = content + sprintf(content, "%s{\"text\":\"a\",\"x\":", GOOD);
        for (int i = 0; i < DEPTH / 5; i++)
            end += sprintf(end, "%s", object ? "{\"a\":" : "[[[[[");
        sprintf(end, "\n%s", GOOD);
        write_text("in", content);
        assert_string_equal(read_with("in", &options), KEPT "record in:2 broken JSON\n" KEPT);
    }
}

static void a_file_may_end_anywhere_in_a_record(void **state)
{
    static const char record[] = "{\"id\":1,\"text\":\"a \\u0041 caf\xC3\xA9\",\"n\":[1.5,{}]}";
    (void)state;
    for (size_t size = 1; size < sizeof record - 1; size++) {
        char content[200], expected[200];
        const char *log;
        snprintf(content, sizeof content, GOOD "%.*s", (int)size, record);
        log = read_content(content);
        snprintf(expected, sizeof expected, KEPT "record in:2 ");
        assert_int_equal(strncmp(log, expected, strlen(expected)), 0);
    }
}

/* Several windows of records of all sizes: none is lost where blocks meet. */
static void no_record_is_lost_between_blocks(void **state)
{
    enum { RECORDS = 20000 };
    static const struct reader_options options = {.max_record_bytes = 100000};
    const char *path = at("in");
    struct reader *reader;
    struct raw_article article;
    struct wirecopy_problem problem;
    enum wirecopy_status status;
    FILE *file = fopen(path, "wb");
    (void)state;
    assert_non_null(file);
    for (int i = 0; i < RECORDS; i++)
        fprintf(file, "{\"id\":%d,\"text\":\"%0*d\"}\n", i, i % 997 == 0 ? 60000 : 1 + i % 89, i);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(reader_open(&path, 1, &options, &reader), WIRECOPY_OK);
    for (int i = 0; i < RECORDS; i++) {
        char id[16];
        assert_int_equal(reader_next(reader, &article, &problem, &status), READ_ARTICLE);
        snprintf(id, sizeof id, "%d", i);
        assert_int_equal(article.id.size, strlen(id));
        assert_memory_equal(article.id.data, id, article.id.size);
        assert_int_equal(article.text.size, i % 997 == 0 ? 60000 : i % 89 + 1 > (int)strlen(id) ? i % 89 + 1 : (int)strlen(id));
    }
    assert_int_equal(reader_next(reader, &article, &problem, &status), READ_END);
    reader_close(reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_room, remove_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_record_is_an_article),
        TEST(the_last_line_needs_no_line_break),
        TEST(line_breaks_blank_lines_and_byte_order_marks_do_not_matter),
        TEST(a_bad_record_harms_no_other),
        TEST(a_zero_byte_in_the_json_is_a_bad_record),
        TEST(ill_formed_records_are_repaired_and_told_before_their_article),
        TEST(a_repaired_record_without_text_is_only_bad),
        TEST(zero_bytes_in_strings_are_kept),
        TEST(an_empty_text_is_an_article),
        TEST(numbers_are_ids_as_they_are_written),
        TEST(values_of_other_kinds_are_absent),
        TEST(null_text_leaves_the_text_to_the_next_name),
        TEST(of_a_key_that_comes_twice_the_first_is_taken),
        TEST(nested_values_of_other_fields_are_ignored),
        TEST(a_text_may_be_a_list_of_paragraphs),
        TEST(paragraphs_may_be_objects),
        TEST(known_exports_nest_their_fields),
        TEST(all_fields_come_with_source_and_day),
        TEST(options_name_fields),
        TEST(names_may_stand_in_any_order_in_each_record),
        TEST(a_record_over_the_limit_is_skipped_and_one_at_it_is_read),
        TEST(a_first_record_may_be_broken),
        TEST(the_name_tells_where_all_records_are_bad),
        TEST(ill_formed_utf8_of_each_kind_is_repaired),
        TEST(ids_may_be_anything),
        TEST(only_line_feeds_end_records),
        TEST(deep_nesting_is_bad_and_harms_no_other),
        TEST(a_file_may_end_anywhere_in_a_record),
        TEST(no_record_is_lost_between_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
