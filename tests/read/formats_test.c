/* Which reader an input gets: by its content, by its name, or because it was named. */
#include "read/reading.h"

#include <stdio.h>

static const char *read_as(const char *content, enum wirecopy_input input)
{
    const struct reader_options options = {.max_record_bytes = 1000, .input = input};
    write_text("in", content);
    return read_with("in", &options);
}

static void a_named_format_goes_before_the_content(void **state)
{
    (void)state;
    assert_string_equal(read_as("{\"text\":\"a\"}\n", WIRECOPY_INPUT_AUTO), "article - | a\n");
    assert_string_equal(read_as("{\"text\":\"a\"}\n", WIRECOPY_INPUT_PLAIN), "article in | {\"text\":\"a\"}\n\n");
    assert_string_equal(read_as("oops\n", WIRECOPY_INPUT_JSONL), "record in:1 broken JSON\n");
    assert_string_equal(read_as("{\"text\":\"a\"} {\"text\":\"b\"}\n", WIRECOPY_INPUT_JSON), "article - | a\narticle - | b\n");
    assert_string_equal(read_as("a,text\n1,b\n", WIRECOPY_INPUT_CSV), "article - | b\n");
    assert_string_equal(read_as("{text},id\nb,1\n", WIRECOPY_INPUT_CSV), "record in:2 no text field\n");
    assert_string_equal(read_as("a <b>word</b>", WIRECOPY_INPUT_HTML), "article in | a word\n\n");
    assert_string_equal(read_as("a word", WIRECOPY_INPUT_WARC), "record in:1 no WARC record where one should begin\n");
}

/* Each reader meets what it was not made for. */
static void any_content_is_read_to_its_end_as_any_format(void **state)
{
    static const char *const contents[] = {"",      "\n",           "{",      "[",        "\"", "<", "\xFF\xFE", "\xEF\xBB\xBF", "a,b\n\"",
                                           "---\n", "WARC/1.0\r\n", "\r\r\r", "a\x01\x02"};
    (void)state;
    for (int input = WIRECOPY_INPUT_PLAIN; input < WIRECOPY_INPUT_COUNT; input++) {
        for (size_t i = 0; i < sizeof contents / sizeof *contents; i++)
            assert_null(strstr(read_as(contents[i], (enum wirecopy_input)input), "failed"));
        write_bytes("in", "\0\0\0", 3);
        assert_null(strstr(read_with("in", &(struct reader_options){.max_record_bytes = 1000, .input = (enum wirecopy_input)input}), "failed"));
    }
}

static void a_named_format_is_that_of_members_too(void **state)
{
    const struct reader_options options = {.max_record_bytes = 1000, .input = WIRECOPY_INPUT_PLAIN};
    char command[400];
    (void)state;
    write_text("a.jsonl", "{\"text\":\"a\"}");
    snprintf(command, sizeof command, "cd '%s' && tar cf t.tar a.jsonl && gzip t.tar", at(""));
    assert_int_equal(system(command), 0);
    assert_string_equal(read_with("t.tar.gz", &options), "article t.tar.gz/a.jsonl | {\"text\":\"a\"}\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_room, remove_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_named_format_goes_before_the_content),
        TEST(any_content_is_read_to_its_end_as_any_format),
        TEST(a_named_format_is_that_of_members_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
