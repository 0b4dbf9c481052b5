/* Markdown: what front matter says, and what is none. */
#include "read/reading.h"

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
        "article in | \nOne.\n---\nTwo.\n title=Ice: again source=post.example date=2024-03-05 # not this url=https://www.post.example/a day=19787\n");
    assert_string_equal(all_of("\xEF\xBB\xBF---\r\nTitle: 'Ice'\r\nsource: Post\r\ntext: no\r\n...\r\nOne.\r\n"),
                        "article in | One.\r\n title=Ice source=Post\n");
    assert_string_equal(all_of("+++\ntitle = \"Ice\"\npublished = 2024-03-05\n+++\nOne.\n"),
                        "article in | One.\n title=Ice date=2024-03-05 day=19787\n");
    assert_string_equal(all_of("---\ntitle:\ndate: >\n  folded\nsite: !tag x\n---\n# Ice again\n\nOne.\n"),
                        "article in | # Ice again\n\nOne.\n title=Ice again\n");
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
        TEST(front_matter_names_the_fields),
        TEST(a_heading_is_the_title_where_the_name_says_markdown),
        TEST(what_is_no_front_matter_is_text),
        TEST(bad_files_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
