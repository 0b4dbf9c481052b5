/* Markdown: what front matter says, and what is none. */
#include "read/reading.h"

#include <stdio.h>

static const char *all_of(const char *content)
{
    static const struct reader_options options = {.max_record_bytes = 1000};
    write_text("in", content);
    return read_with("in", &options);
}

static void front_matter_names_the_fields(void **state)
{
    (void)state;
    assert_string_equal(
        all_of(
            "---\ntitle: \"Ice: again\"\ndate: 2024-03-05 # not this\nurl: https://www.post.example/a\ntags: [a, b]\nauthor:\n  name: no\nid: no\n---\n\nOne.\n---\nTwo.\n"),
        "article in | \nOne.\n---\nTwo.\n title=Ice: again source=post.example date=2024-03-05 url=https://www.post.example/a day=19787\n");
    assert_string_equal(all_of("\xEF\xBB\xBF---\r\nTitle: 'Ice'\r\nsource: Post\r\ntext: no\r\n...\r\nOne.\r\n"),
                        "article in | One.\r\n title=Ice source=Post\n");
    assert_string_equal(all_of("+++\ntitle = \"Ice\"\npublished = 2024-03-05\n+++\nOne.\n"),
                        "article in | One.\n title=Ice date=2024-03-05 day=19787\n");
    assert_string_equal(all_of("---\ntitle:\ndate: >\n  folded\nsite: !tag x\n---\n# Ice again\n\nOne.\n"),
                        "article in | # Ice again\n\nOne.\n title=Ice again date=folded\n");
    assert_string_equal(
        all_of("+++\n\"title\" = 'C:\\ice' # not this\ndate = 2024-03-05T10:00:00Z # nor this\n[params]\nurl = \"https://no.example/\"\n+++\nOne.\n"),
        "article in | One.\n title=C:\\ice date=2024-03-05T10:00:00Z day=19787\n");
}

/* The values are those that PyYAML reads, but for what has no text. */
static void values_are_what_they_mean(void **state)
{
    static const struct {
        const char *value, *title;
    } yaml[] = {
        {"\"A \\\"b\\\" \\\\ c\"", "A \"b\" \\ c"},
        {"'it''s ''so'''", "it's 'so'"},
        {"'a \\n b' # comment", "a \\n b"},
        {"\"caf\\xE9 \\u2019 \\U0001F600 \\uD83D\\uDE00\\_.\"  ", "caf\u00E9 \u2019 \U0001F600 \U0001F600 ."},
        {"a # comment", "a"},
        {"a#b: c", "a#b: c"},
        {"# comment\n  below", "below"},
        {"a\n  long\n  one # comment\nauthor: b", "a long one"},
        {"\n  'a\n  b'", "a b"},
        {"\"a \r\n    long one,\n\n    with \\\n    \\ a break\" # comment", "a long one,\nwith  a break"},
        {">\n  a\n  long one\n\n  b\nauthor: b", "a long one\nb"},
        {">-  # comment\n  a\n  b", "a b"},
        {"|\n    a\n      b\n\n    c\n", "a\n  b\n\nc"},
        {"|2-\n  a", "a"},
        {"\"a\" b # c", "\"a\" b"},
        {"\"a\nauthor: \"b\"", "\"a"},
        {"\"\\q\\u12\\xZZ\\U0011\"", "\\q\\u12\\xZZ\\U0011"},
        {"\"\\U00110000\\uD800\"", "\uFFFD\uFFFD"},
        {"~", NULL},
        {"null # none", NULL},
        {"''", NULL},
        {"[a, b]", NULL},
        {"\n  - a\n  - b", NULL},
        {"\n  en: a", NULL},
        {"\n  [a]", NULL},
        {"!!binary |\n  a", NULL},
        {"|", NULL},
        {"\"", "\""},
        {"\"\\", "\"\\"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof yaml / sizeof *yaml; i++) {
        char content[400], expected[400];
        snprintf(content, sizeof content, "---\ntitle: %s\nurl: https://post.example/\n---\nOne.\n", yaml[i].value);
        snprintf(expected, sizeof expected, "article in | One.\n%s%s source=post.example url=https://post.example/\n", yaml[i].title ? " title=" : "",
                 yaml[i].title ? yaml[i].title : "");
        assert_string_equal(all_of(content), expected);
    }
    assert_string_equal(all_of("+++\ntitle = \"\"\"\na \\\"b\\\"\"\"\"\nurl = '''x'''\n+++\nOne.\n"), "article in | One.\n title=a \"b\" url=x\n");
    assert_string_equal(all_of("+++\ntitle = \"\"\"\na\n+++\nOne.\n"), "article in | One.\n title=\"\"\"\n");
}

static void a_heading_is_the_title_where_the_name_says_markdown(void **state)
{
    static const struct reader_options options = {.max_record_bytes = 1000};
    (void)state;
    write_text("in.md", "\n## Ice\n\nOne.\n");
    assert_string_equal(read_with("in.md", &options), "article in.md | \n## Ice\n\nOne.\n title=Ice\n");
    write_text("in.md", "One.\n# Ice\n");
    assert_string_equal(read_with("in.md", &options), "article in.md | One.\n# Ice\n\n");
    write_text("in.md", "#hash\n");
    assert_string_equal(read_with("in.md", &options), "article in.md | #hash\n\n");
}

/* Each is told or read, and nothing of it is lost. */
static void what_is_no_front_matter_is_text(void **state)
{
    static const char *const texts[] = {"---\nOne.\n---\n",     "---\ntitle: x\n",        "---", "---\n", "--- \n---\n",
                                        "+++\ntitle: x\n+++\n", "a\n---\ntitle: x\n---\n"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char expected[100] = "article in | ";
        strcat(strcat(expected, texts[i]), "\n");
        assert_string_equal(all_of(texts[i]), expected);
    }
}

static void bad_files_are_told(void **state)
{
    static char large[1200] = "---\ntitle: x\n---\n";
    (void)state;
    write_bytes("in.md", "a\0b", 3);
    assert_string_equal(read_one("in.md"), "file in.md:0 not text\n");
    write_text("in.md", "");
    assert_string_equal(read_one("in.md"), "article in.md | \n");
    memset(large + strlen(large), 'x', 1100);
    assert_string_equal(read_content(large), "record in:0 longer than a record may be\n");
    assert_string_equal(read_content("---\ntitle: caf\xE9\n---\ncaf\xE9"),
                        "repaired in:0 not UTF-8: read as windows-1252, since no encoding was named\narticle in | caf\u00E9\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_room, remove_room)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(front_matter_names_the_fields),   TEST(values_are_what_they_mean), TEST(a_heading_is_the_title_where_the_name_says_markdown),
        TEST(what_is_no_front_matter_is_text), TEST(bad_files_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
