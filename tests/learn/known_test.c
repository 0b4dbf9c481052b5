/* The furniture file: what is read of it, and how a mistake is told. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "learn/lines/known.h"
#include "text/fold/fold.h"

static char path[] = "/tmp/known_test_XXXXXX";

static enum wirecopy_status read_text(struct known *known, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
    return known_read(known, path);
}

static struct line line_of(const char *text)
{
    struct folder *folder;
    struct folded folded;
    struct line line;
    assert_int_equal(folder_create(&folder), WIRECOPY_OK);
    assert_int_equal(fold_line_as_it_is(folder, text, strlen(text), &folded), WIRECOPY_OK);
    assert_int_equal(folded.line_count, 1);
    line = *folded.lines;
    folder_free(folder);
    return line;
}

static void lines_are_known_by_their_section(void **state)
{
    struct known known;
    (void)state;
    assert_int_equal(
        read_text(
            &known,
            "# made by hand\r\nwirecopy furniture 1\r\n\n[everywhere]\nREAD more!\n[strangers]\nShare this. Or that\n"
            "[strangers again]\n\\# 1 in news\n[strangers at last]\nMore of today\n[outlet coast.example]\n\\[Ad]\n[form coast.example]\nGold at # dollars\n"),
        WIRECOPY_OK);
    assert_int_equal(known.lines, 6);
    assert_true(hash_set_has(&known.everywhere, line_of("Read more").hash));
    assert_true(hash_set_has(&known.strangers[0], line_of("share this or that").hash));
    assert_true(hash_set_has(&known.strangers[1], line_of("1 in news").hash));
    assert_true(hash_set_has(&known.strangers[2], line_of("more of today").hash));
    assert_true(hash_set_has(&known.by_outlet, key_of_outlet(outlet_hash("coast.example", 13), line_of("ad").hash)));
    assert_true(hash_set_has(&known.forms, key_of_outlet(outlet_hash("coast.example", 13), line_of("Gold at 1,300 dollars").masked)) == false);
    assert_true(hash_set_has(&known.forms, key_of_outlet(outlet_hash("coast.example", 13), line_of("gold at 1300 dollars").masked)));
    assert_false(hash_set_has(&known.by_outlet, key_of_outlet(outlet_hash("hill.example", 12), line_of("ad").hash)));
    known_release(&known);
}

static void names_and_lines_may_hold_anything(void **state)
{
    struct known known;
    (void)state;
    assert_int_equal(read_text(&known, "wirecopy furniture 1\n[outlet a]b\\x0Ac\\x5Cd]\n\xFF \xE6\x96\xB0\xE9\x97\xBB &amp;\n"), WIRECOPY_OK);
    assert_true(hash_set_has(&known.by_outlet, key_of_outlet(outlet_hash("a]b\nc\\d", 7), line_of("\xFF 新闻 &amp;").hash)));
    known_release(&known);
}

static void a_byte_order_mark_is_no_part_of_the_file(void **state)
{
    struct known known;
    (void)state;
    assert_int_equal(read_text(&known, "\xEF\xBB\xBFwirecopy furniture 1\n[everywhere]\nRead more\n"), WIRECOPY_OK);
    assert_true(hash_set_has(&known.everywhere, line_of("read more").hash));
    known_release(&known);
    assert_int_equal(read_text(&known, "\xEF\xBB\xBF# a comment\r\nwirecopy furniture 1\r\n"), WIRECOPY_OK);
    known_release(&known);
}

static void mistakes_are_told_with_their_line(void **state)
{
    static const char *const rows[][2] = {
        {"", ": a furniture file begins with 'wirecopy furniture 1'"},
        {"# nothing\n", ":1: a furniture file begins with 'wirecopy furniture 1'"},
        {"wirecopy furniture 2\n", ":1: a furniture file begins with 'wirecopy furniture 1'"},
        {"wirecopy furniture 1\nRead more\n", ":2: a section such as [everywhere] comes before the first line"},
        {"wirecopy furniture 1\n[everywhere\n", ":2: a section's name ends with ]"},
        {"wirecopy furniture 1\n[outlet]\n", ":2: there is no such section"},
        {"wirecopy furniture 1\n[everywhere]\n\n# fine\n...\n", ":5: no word is left of this line"},
        {"wirecopy furniture 1\n[form a]\nno number\n", ":3: a form's line holds a number"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct known known;
        assert_int_equal(read_text(&known, rows[i][0]), WIRECOPY_BAD_INPUT);
        assert_memory_equal(status_detail(), path, strlen(path));
        assert_memory_equal(status_detail() + strlen(path), rows[i][1], strlen(rows[i][1]));
    }
}

static void a_file_that_is_not_there_is_named(void **state)
{
    struct known known;
    (void)state;
    assert_int_equal(known_read(&known, "/nowhere/furniture.txt"), WIRECOPY_IO);
    assert_string_equal(status_detail(), "/nowhere/furniture.txt: No such file or directory");
}

static void no_failing_allocation_leaks_or_is_missed(void **state)
{
    struct known known;
    enum wirecopy_status status = WIRECOPY_NO_MEMORY;
    (void)state;
    for (uint64_t n = 1; status != WIRECOPY_OK; n++) {
        memory_fail_at(n);
        status = read_text(&known, "wirecopy furniture 1\n[everywhere]\nRead more\n[form a]\n3 more\n");
        memory_fail_at(0);
        assert_true(status == WIRECOPY_OK || status == WIRECOPY_NO_MEMORY);
    }
    known_release(&known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_known_by_their_section),         cmocka_unit_test(names_and_lines_may_hold_anything),
        cmocka_unit_test(mistakes_are_told_with_their_line),        cmocka_unit_test(a_file_that_is_not_there_is_named),
        cmocka_unit_test(a_byte_order_mark_is_no_part_of_the_file), cmocka_unit_test(no_failing_allocation_leaks_or_is_missed),
    };
    int file = mkstemp(path), failed;
    if (file < 0)
        return 1;
    close(file);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink(path);
    return failed;
}
