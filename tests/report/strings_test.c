/* JSON strings, TSV cells and figures: what comes out for any bytes. */
#include "report_testing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/json.h"
#include "report/tsv.h"

typedef void put_function(struct sink *sink, struct wirecopy_bytes text);

static struct written put_with(put_function *put, struct wirecopy_bytes text)
{
    struct written written = {0};
    struct sink sink;
    assert_int_equal(sink_init(&sink, collect, &written), WIRECOPY_OK);
    put(&sink, text);
    assert_int_equal(sink_finish(&sink, WIRECOPY_OK), WIRECOPY_OK);
    return written;
}

struct row {
    struct wirecopy_bytes text;
    const char *expected;
};

static void check(put_function *put, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_written(put_with(put, rows[i].text), rows[i].expected);
}

static void json_strings_mean_what_went_in(void **state)
{
    static const struct row rows[] = {
        {{NULL, 0}, "null"},
        {BYTES(""), "\"\""},
        {BYTES("plain words, no more"), "\"plain words, no more\""},
        {BYTES("\"quoted\" and \\ and /"), "\"\\\"quoted\\\" and \\\\ and /\""},
        {BYTES("a\tb\nc\rd"), "\"a\\tb\\nc\\rd\""},
        {BYTES("\0 \b \f \x1b[2J \x1f \x7f"), "\"\\u0000 \\u0008 \\u000c \\u001b[2J \\u001f \\u007f\""},
        {BYTES("\xC2\x80 \xC2\x9B \xC2\xA0 \xC2\xBF"), "\"\\u0080 \\u009b \xC2\xA0 \xC2\xBF\""},
        {BYTES("\xE2\x80\xA8 \xE2\x80\xA9 \xE2\x80\x9D"), "\"\\u2028 \\u2029 \xE2\x80\x9D\""},
        {BYTES("الميناء 港 \xF0\x9F\x9A\xA2"), "\"الميناء 港 \xF0\x9F\x9A\xA2\""},
    };
    (void)state;
    check(json_put_string, rows, sizeof rows / sizeof *rows);
}

static void tsv_cells_hold_no_tab_and_no_line_end(void **state)
{
    static const struct row rows[] = {
        {{NULL, 0}, ""},
        {BYTES("two words"), "two words"},
        {BYTES("a\tb\nc\rd\\e"), "a\\tb\\nc\\rd\\\\e"},
        {BYTES("\0 \x1b[2J \x7f \xC2\x9B"), "\\x00 \\x1b[2J \\x7f \\x9b"},
        {BYTES("=1+1"), "\\x3d1+1"},
        {BYTES("-a"), "\\x2da"},
        {BYTES("+49-1"), "\\x2b49-1"},
        {BYTES("-12.5"), "-12.5"},
        {BYTES("-"), "\\x2d"},
        {BYTES("@a"), "\\x40a"},
        {BYTES("\"quoted\""), "\"quoted\""},
        {BYTES("港 \xE2\x80\xA8"), "港 \xE2\x80\xA8"},
    };
    static const struct row items[] = {{BYTES("a b  c\td"), "a\\sb\\s\\sc\\td"}, {BYTES("plain"), "plain"}, {BYTES("=a b"), "\\x3da\\sb"}};
    (void)state;
    check(tsv_put_cell, rows, sizeof rows / sizeof *rows);
    check(tsv_put_item, items, sizeof items / sizeof *items);
}

static void ill_formed_bytes_are_replaced(void **state)
{
    static const struct row rows[] = {
        /* clang-format off */
        {BYTES("a\xFF" "b"), "\"a\xEF\xBF\xBD" "b\""},
        /* clang-format on */
        {BYTES("\xC0\xAF"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {BYTES("cut \xE6\xB8"), "\"cut \xEF\xBF\xBD\""},
        {BYTES("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {BYTES("\xFF\"\n"), "\"\xEF\xBF\xBD\\\"\\n\""},
    };
    (void)state;
    check(json_put_string, rows, sizeof rows / sizeof *rows);
    assert_written(put_with(tsv_put_cell, BYTES("a\xFF\t")), "a\xEF\xBF\xBD\\t");
}

static void strings_longer_than_the_buffer_are_whole(void **state)
{
    static char text[3 * SINK_BYTES], expected[3 * SINK_BYTES + 3];
    struct wirecopy_bytes bytes = {text, sizeof text};
    (void)state;
    memset(text, 'x', sizeof text);
    snprintf(expected, sizeof expected, "\"%.*s\"", (int)sizeof text, text);
    assert_written(put_with(json_put_string, bytes), expected);
}

/* Undoes a cell; the test's own reading of tsv.h. */
static size_t undo_cell(const char *cell, char *out)
{
    char *begin = out;
    for (; *cell; cell++) {
        unsigned number;
        if (*cell != '\\') {
            *out++ = *cell;
        } else if (*++cell == 'x') {
            assert_int_equal(sscanf(cell + 1, "%2x", &number), 1);
            if (number >= 0x80)
                *out++ = '\xC2';
            *out++ = (char)number;
            cell += 2;
        } else {
            *out++ = *cell == 't' ? '\t' : *cell == 'n' ? '\n' : *cell == 'r' ? '\r' : *cell == 's' ? ' ' : '\\';
        }
    }
    return (size_t)(out - begin);
}

static void every_cell_can_be_undone(void **state)
{
    (void)state;
    for (unsigned c = 0; c < 0x100; c++)
        for (int item = 0; item < 4; item++) {
            char text[5], undone[16];
            const char *before = item < 2 ? "<" : "";
            size_t size =
                (size_t)(c < 0x80 ? snprintf(text, sizeof text, "%s%c>", before, (int)c) : snprintf(text, sizeof text, "%s\xC2%c>", before, (int)c));
            struct written written;
            if (c >= 0xC0)
                continue;
            written = put_with(item % 2 ? tsv_put_item : tsv_put_cell, (struct wirecopy_bytes){text, size});
            assert_int_equal(undo_cell(written.text.data, undone), size);
            assert_memory_equal(undone, text, size);
            written_release(&written);
        }
}

static void shares_have_four_decimals(void **state)
{
    static const struct {
        double share;
        const char *expected;
    } rows[] = {{0, "0.0000"},       {1, "1.0000"},     {0.35, "0.3500"}, {0.00005, "0.0001"}, {0.99996, "1.0000"},
                {2.0 / 3, "0.6667"}, {12.5, "12.5000"}, {-1, "0.0000"},   {NAN, "0.0000"},     {INFINITY, "0.0000"}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct written written = {0};
        struct sink sink;
        assert_int_equal(sink_init(&sink, collect, &written), WIRECOPY_OK);
        sink_put_share(&sink, rows[i].share);
        assert_int_equal(sink_finish(&sink, WIRECOPY_OK), WIRECOPY_OK);
        assert_written(written, rows[i].expected);
    }
}

static void numbers_of_any_size_are_whole(void **state)
{
    struct written written = {0};
    struct sink sink;
    (void)state;
    assert_int_equal(sink_init(&sink, collect, &written), WIRECOPY_OK);
    sink_put_number(&sink, 0);
    sink_put_char(&sink, ' ');
    sink_put_number(&sink, UINT64_MAX);
    assert_int_equal(sink_finish(&sink, WIRECOPY_OK), WIRECOPY_OK);
    assert_written(written, "0 18446744073709551615");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_strings_mean_what_went_in), cmocka_unit_test(tsv_cells_hold_no_tab_and_no_line_end),
        cmocka_unit_test(ill_formed_bytes_are_replaced),  cmocka_unit_test(strings_longer_than_the_buffer_are_whole),
        cmocka_unit_test(every_cell_can_be_undone),       cmocka_unit_test(shares_have_four_decimals),
        cmocka_unit_test(numbers_of_any_size_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
