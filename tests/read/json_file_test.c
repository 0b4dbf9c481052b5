/* Lists of objects, objects over several lines, and objects side by side on a line. */
#include <stdio.h>

#include "read/reading.h"

static void every_object_of_a_list_is_a_record(void **state)
{
    (void)state;
    assert_string_equal(read_content("[{\"id\":\"a\",\"text\":\"one\"},{\"id\":2,\"text\":\"two]\\\"}\"} , {\"id\":\"c\",\"text\":\"\"}]"),
                        "article a | one\narticle 2 | two]\"}\narticle c | \n");
    assert_string_equal(read_content("\xEF\xBB\xBF[\n  {\n    \"id\": \"a\",\n    \"text\": \"one\"\n  }\n]\n"), "article a | one\n");
}

static void an_object_may_stand_on_several_lines(void **state)
{
    (void)state;
    assert_string_equal(read_content("{\n \"id\": \"a\",\n \"text\": \"one\"\n}\n"), "article a | one\n");
    assert_string_equal(read_content("{\"id\": \"a\",\n \"text\": \"one\"}\n{\n\"id\": \"b\",\n \"text\": \"two\"}"),
                        "article a | one\narticle b | two\n");
    assert_string_equal(read_content("{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"y\"}\n"),
                        "article a | x\narticle b | y\n"); /* JSON Lines */
}

static void a_bad_item_harms_no_other(void **state)
{
    static const struct {
        const char *item, *told;
    } cases[] = {
        {"7", "record in:3 not a JSON object\n"},
        {"\"a string, with a comma\"", "record in:3 not a JSON object\n"},
        {"[1, [2]]", "record in:3 not a JSON object\n"},
        {"{\"id\":\"x\"}", "record in:3 no text field\n"},
        {"{\"text\":null}", "record in:3 the text is null\n"},
        {"{\"text\":[{}]}", "record in:3 the text is a list\n"},
        {"{\"text\":\"a\" \"b\"}", "record in:3 broken JSON\n"},
        {"{\"id\":\"x\",\"text\":\"caf\xE9\"}", "repaired in:3 ill-formed UTF-8\narticle x | caf\xEF\xBF\xBD\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char content[400], expected[400];
        snprintf(content, sizeof content, "[{\"id\":\"a\",\n\"text\":\"one\"},\n%s,\n{\"id\":\"b\",\"text\":\"two\"}]", cases[i].item);
        snprintf(expected, sizeof expected, "article a | one\n%sarticle b | two\n", cases[i].told);
        assert_string_equal(read_content(content), expected);
    }
}

#define UNCLOSED "file in:1 broken JSON: the file ends within its list\n"

static void a_list_that_breaks_off_gives_what_came_before(void **state)
{
    (void)state;
    assert_string_equal(read_content("[{\"id\":\"a\",\"text\":\"one\"},\n{\"id\":\"b\",\"text\":\"tw"),
                        "article a | one\nrecord in:2 broken JSON: the file ends within it\n");
    assert_string_equal(read_content("[{\"id\":\"a\",\"text\":\"one\"},\n"),
                        "article a | one\nfile in:2 broken JSON: the file ends within its list\n");
}

static void files_of_all_kinds_end(void **state)
{
    static const struct {
        const char *content, *told;
    } cases[] = {
        {"[{}]", "record in:1 no text field\n"},
        {"[{\"text\":\"a\"}", "article - | a\n" UNCLOSED}, /* records may be missing */
        {"[{\"text\":\"a\"}]]", "article - | a\n"},
        {"[{\"text\":\"a\"}] trailing", "article - | a\nrecord in:1 broken JSON: the file ends within it\n"},
        {"[{\"text\":\"a\"}{\"text\":\"b\"}]", "article - | a\narticle - | b\n"},
        {"[{\"text\":\"a\",\"text\":\"b\"}]", "article - | a\n"},
        {"[{\"text\":\"a\\ud800\"},{\"text\":\"a\\u0000b\"}]", "repaired in:1 a lone surrogate\narticle - | a\uFFFD\narticle - | a<0>b\n"},
        {"[{\"text\":\"a\u2028b\"},\r{\"text\":7}]", "article - | a\u2028b\nrecord in:1 the text is a number\n"},
        {"[{\"text\":\"a\nb\"}]", "record in:1 broken JSON: a control character in a string\n"},
        {"{\"items\":[{\"text\":\"a\"}", "article - | a\n" UNCLOSED},
        {"{\"items\":[{\"text\":\"a\"}],\"x\":[", "article - | a\n" UNCLOSED},
        {"{\"items\":[{\"text\":\"a\"}],\"x\":[]}", "article - | a\n"},
        {"[{\"text\":\"a\"}]\n[{\"text\":\"b\"}", "article - | a\nrecord in:2 broken JSON: the file ends within it\n"},
        {"{\"items\":[{\"text\":\"a\"},{\"te", "article - | a\nrecord in:1 broken JSON: the file ends within it\n"},
        {"{\"items\":[{\"text\":\"a\"}]}}}]", "article - | a\nrecord in:1 broken JSON\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(read_content(cases[i].content), cases[i].told);
}

/* As the Guardian's interface, Event Registry, Elasticsearch, Ghost, Drupal and Hugging Face answer. */
static void answers_hold_lists_of_articles(void **state)
{
    static const char *const answers[] = {
        "{\"response\":{\"status\":\"ok\",\"results\":[{\"id\":\"a\",\"fields\":{\"bodyText\":\"x\"}},\n{\"id\":\"b\",\"fields\":{\"body\":\"y\"}}],\"z\":[1]},\"q\":{}}",
        "{\"articles\":{\"page\":1,\"results\":[{\"uri\":\"a\",\"body\":\"x\"},{\"uri\":\"b\",\"body\":\"y\"}]}}",
        "{\"took\":{\"results\":[{}]},\"hits\":{\"total\":{\"value\":2},\"hits\":[{\"_id\":\"a\",\"_source\":{\"text\":\"x\"}},{\"_id\":\"b\",\"_source\":{\"text\":\"y\"}}]}}",
        "{\"posts\":[{\"id\":\"a\",\"plaintext\":\"x\"},{\"id\":\"b\",\"plaintext\":\"y\"}],\"meta\":{}}",
        "{\"data\":[{\"id\":\"a\",\"attributes\":{\"body\":{\"value\":\"x\"}}},{\"id\":\"b\",\"attributes\":{\"content\":\"y\"}}]}",
        "{\"features\":[],\"rows\":[{\"row\":{\"id\":\"a\",\"text\":\"x\"}},{\"row\":{\"id\":\"b\",\"text\":\"y\"}}]}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        assert_string_equal(read_content(answers[i]), "article a | x\narticle b | y\n");
    assert_string_equal(read_content("{\"hits\":{\"hits\":[{\"text\":\"x\"}]}}\n{\"hits\":{\"hits\":[{\"text\":\"y\"}]}}\n"),
                        "article - | x\narticle - | y\n");
    assert_string_equal(read_content("{\"hits\":{\"hits\":[{\"text\":\"x\"}]}"), "article - | x\n" UNCLOSED);
    assert_string_equal(read_content("{\"meta\":{\"results\":[{\"text\":\"no\"}]},\"text\":\"x\"}"), "article - | x\n"); /* articles */
    assert_string_equal(read_content("{\"data\":{\"text\":\"no\",\"items\":[{\"text\":\"no\"}]},\"text\":\"x\"}"), "article - | x\n");
}

static void a_long_item_is_skipped(void **state)
{
    static char content[400000] = "[{\"id\":\"a\",\"text\":\"one\"},{\"text\":\"";
    size_t size = strlen(content);
    (void)state;
    memset(content + size, 'x', 300000); /* several windows */
    strcpy(content + size + 300000, "\"},\n{\"id\":\"b\",\"text\":\"two\"}]");
    assert_string_equal(read_content(content), "article a | one\nrecord in:1 longer than a record may be\narticle b | two\n");
}

static void a_field_may_be_named_by_its_path(void **state)
{
    static const struct reader_options options = {.max_record_bytes = 1000, .text_field = "article.body", .id_field = "meta.id.text"};
    (void)state;
    write_text("in", "{\"article\":{\"body\":\"one\"},\"meta\":{\"id\":{\"text\":\"a\"}},\"text\":\"no\"}\n{\"article\":7,\"text\":\"no\"}\n"
                     "{\"article.body\":\"as it is\",\"article\":{\"body\":\"no\"}}\n{\"article\":{\"body\":null}}\n");
    assert_string_equal(read_with("in", &options),
                        "article a | one\nrecord in:2 no text field\narticle - | as it is\nrecord in:4 the text is null\n");
}

static void a_hundred_thousand_brackets_are_bad(void **state)
{
    static char content[120000] = "[{\"id\":\"a\",\"text\":\"one\"},";
    size_t size = strlen(content);
    (void)state;
    memset(content + size, '[', 100000);
    content[size + 100000] = '\0';
    assert_string_equal(read_content(content), "article a | one\nrecord in:1 longer than a record may be\n");
}

#define GOOD "{\"id\":\"good\",\"text\":\"kept\"}\n"
#define KEPT "article good | kept\n"

static void objects_side_by_side_are_as_many_records(void **state)
{
    static const struct {
        const char *content, *told;
    } cases[] = {
        {"{\"id\":\"a\",\"text\":\"x\"}{\"id\":\"b\",\"text\":\"}{\"}", "article a | x\narticle b | }{\n"},
        {"\xEF\xBB\xBF {\"text\":\"x\"} {\"text\":\"y\"}\t{\"text\":\"z\"} \n", "article - | x\narticle - | y\narticle - | z\n"},
        {GOOD "{\"text\":\"x\"}{\"text\":\"y\"}\r\n" GOOD "{\"text\":7}\n\n{\"text\":8}",
         KEPT "article - | x\narticle - | y\n" KEPT "record in:4 the text is a number\n"
              "record in:6 the text is a number\n"},
        {"{\"text\":\"x\"},\n{\"text\":\"y\"} , \n{\"text\":\"z\"},{\"text\":\"\"}", "article - | x\narticle - | y\narticle - | z\narticle - | \n"},
        {"{\"text\":\"x\"}{\"text\":\"y\n" GOOD GOOD, "article - | x\nrecord in:1 broken JSON: a string is not closed\n" KEPT KEPT},
        {"{\"text\":\"x\"}{\"text\":\"y\"}]}{\"text\":\"z\"}", "article - | x\narticle - | y\nrecord in:1 broken JSON\nrecord in:1 broken JSON\n"},
        {"{\"text\":\"x\\ud800\"}{\"text\":\"y\xFF\"}\n",
         "repaired in:1 a lone surrogate\narticle - | x\uFFFD\nrepaired in:1 ill-formed UTF-8\narticle - | y\uFFFD\n"},
        {"{\"text\":\"x\"} more\n{\"text\":\"y\"}{\"te", "record in:1 broken JSON\narticle - | y\nrecord in:2 broken JSON: a string is not closed\n"},
        {"{\"text\":\"x\"},,\n" GOOD, "record in:1 broken JSON\n" KEPT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(read_content(cases[i].content), cases[i].told);
}

/* A line longer than a record may be, that is all of the file: its records are not. */
static void a_file_may_be_one_line(void **state)
{
    enum { RECORDS = 3000, TEXT = 700 };
    static char content[RECORDS * (TEXT + 20)], told[RECORDS * (TEXT + 20)];
    size_t size = 0, told_size = 0;
    (void)state;
    for (int i = 0; i < RECORDS; i++) {
        int length = i == 2 ? 2 * TEXT : TEXT / (1 + i % 7);
        size += (size_t)sprintf(content + size, "{\"text\":\"%0*d\"}", length, i);
        if (i == 2)
            told_size += (size_t)sprintf(told + told_size, "record in:1 longer than a record may be\n");
        else
            told_size += (size_t)sprintf(told + told_size, "article - | %0*d\n", length, i);
    }
    assert_string_equal(read_content(content), told);
    content[0] = ' '; /* it begins with none */
    write_text("in.jsonl", content);
    assert_string_equal(read_one("in.jsonl"), "record in.jsonl:1 longer than a record may be\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_object_of_a_list_is_a_record, make_room, remove_room),
        cmocka_unit_test_setup_teardown(an_object_may_stand_on_several_lines, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_bad_item_harms_no_other, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_list_that_breaks_off_gives_what_came_before, make_room, remove_room),
        cmocka_unit_test_setup_teardown(files_of_all_kinds_end, make_room, remove_room),
        cmocka_unit_test_setup_teardown(answers_hold_lists_of_articles, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_long_item_is_skipped, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_field_may_be_named_by_its_path, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_hundred_thousand_brackets_are_bad, make_room, remove_room),
        cmocka_unit_test_setup_teardown(objects_side_by_side_are_as_many_records, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_file_may_be_one_line, make_room, remove_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
