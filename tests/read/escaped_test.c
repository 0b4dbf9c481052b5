/* A text that was escaped once more than it was read is put right, and nothing else is touched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "read/bytes/escaped.h"

static struct wirecopy_bytes bytes(const char *text)
{
    return (struct wirecopy_bytes){text, strlen(text)};
}

static void must_become(const char *text, const char *title, const char *text_then, const char *title_then)
{
    struct escaped escaped = {0};
    struct raw_article article = {.text = bytes(text), .title = bytes(title)};
    assert_int_equal(escaped_repair(&escaped, &article), WIRECOPY_OK);
    if (article.text.size != strlen(text_then) || memcmp(article.text.data, text_then, article.text.size) != 0)
        fail_msg("%s\nbecame %.*s\nnot %s", text, (int)article.text.size, article.text.data, text_then);
    if (article.title.size != strlen(title_then) || memcmp(article.title.data, title_then, article.title.size) != 0)
        fail_msg("%s\nbecame %.*s\nnot %s", title, (int)article.title.size, article.title.data, title_then);
    escaped_release(&escaped);
}

static void what_was_escaped_is_put_right(void **state)
{
    (void)state;
    must_become("\\u0627\\u0644\\u0645\\u064A\\u0646\\u0627\\u0621", "\\u0645", "الميناء", "م");
    must_become("One.\\n\\nTwo \\\"three\\\".\\r\\nFour\\/five\\t\\\\ \\'", "plain", "One.\n\nTwo \"three\".\n\nFour/five\t\\ '", "plain");
    must_become("\\ud83d\\ude00 \\uD83D \\ude00 \\u0000 Stra\\u00dfe \\u6E2F", "", "😀 \xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD Straße 港", "");
    must_become("a\\n b\\n c\\n d\\n e\\n f\\n g\\n h\\n i\\n \\x", "a \\q", "a\n b\n c\n d\n e\n f\n g\n h\n i\n \\x", "a \\q"); /* one in ten */
}

static void the_first_break_may_stand_behind_a_long_paragraph(void **state)
{
    char text[3000], expected[3000];
    (void)state;
    for (int i = 0; i < 300; i++)
        memcpy(text + 4 * i, "বন ", 4);
    snprintf(expected, sizeof expected, "%.1200s\nকখ।\n\"ক\"\n", text);
    strcpy(text + 1200, "\\nকখ।\\n\\\"ক\\\"\\n");
    must_become(text, "", expected, "");
}

static void a_text_that_is_right_stays(void **state)
{
    static const char *const texts[] = {
        "",
        "plain",
        "one\\ntwo\\nthree",                     /* too little to say so */
        "printf(\"\\n\\n\\n\\n\");\nreturn;",    /* lines of its own */
        "C:\\Program Files\\new\\table\\reader", /* a path */
        "\\u12 \\u \\uXYZW \\",
        "\\",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        must_become(texts[i], "\\n", texts[i], "\\n");
}

static void text_that_ends_within_an_escape_is_read_to_its_end(void **state)
{
    static const char text[] = "\\n\\n\\n\\n\\n\\n\\n\\n\\n\\n\\ud83d\\ude00";
    (void)state;
    for (size_t size = 0; size < sizeof text; size++) {
        struct escaped escaped = {0};
        char *copy = size ? test_malloc(size) : NULL; /* so that a read beyond it is seen */
        struct raw_article article = {.text = {copy, size}};
        if (size)
            memcpy(copy, text, size);
        assert_int_equal(escaped_repair(&escaped, &article), WIRECOPY_OK);
        escaped_release(&escaped);
        test_free(copy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_escaped_is_put_right),
        cmocka_unit_test(the_first_break_may_stand_behind_a_long_paragraph),
        cmocka_unit_test(a_text_that_is_right_stays),
        cmocka_unit_test(text_that_ends_within_an_escape_is_read_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
