/* CSV and TSV: what is right, and a table of what is not. */
#include <stdio.h>

#include "read/reading.h"

static void the_header_names_the_fields(void **state)
{
    (void)state;
    assert_string_equal(read_content("id,title,text\n1,A,one\n2,B,two\n"), "article 1 | one\narticle 2 | two\n");
    assert_string_equal(read_content("\xEF\xBB\xBF"
                                     "Text;ID\r\none;a\r\n\r\ntwo;b"),
                        "article a | one\narticle b | two\n");
    write_text("in.tsv", "guid\tbody\na\tsays \"no\", twice\n");
    assert_string_equal(read_one("in.tsv"), "article a | says \"no\", twice\n");
    write_text("in.csv", "name,story\na,b\n"); /* the name says that it is CSV; no column is known */
    assert_string_equal(read_one("in.csv"), "record in.csv:2 no text field\n");
}

static void quoted_cells_hold_delimiters_quotes_and_line_breaks(void **state)
{
    (void)state;
    assert_string_equal(read_content("id,text\na,\"one, two\"\nb,\"says \"\"no\"\"\"\nc,\"line\nline\"\nd,\"\"\n"),
                        "article a | one, two\narticle b | says \"no\"\narticle c | line\nline\narticle d | \n");
    assert_string_equal(read_content("id,text\na,5\" of rain\nb,two\n"), "article a | 5\" of rain\narticle b | two\n");
}

static void a_bad_row_harms_no_other(void **state)
{
    static const struct {
        const char *row, *told;
    } cases[] = {
        {"x\n", "record in:4 fewer cells than the header has\n"},
        {"x,y,z\n", "record in:4 more cells than the header has\n"},
        {"x,\"never closed\n", "record in:4 a quote that is not closed\n"},
        {"\"x\n", "record in:4 a quote that is not closed\n"},
        {"\n  \n", ""},
        {",no id\n", "article - | no id\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char content[400], expected[400];
        snprintf(content, sizeof content, "id,text\na,\"one\nline\"\n%sb,two\n", cases[i].row);
        snprintf(expected, sizeof expected, "article a | one\nline\n%sarticle b | two\n", cases[i].told);
        assert_string_equal(read_content(content), expected);
    }
}

static void a_long_row_is_skipped(void **state)
{
    static char content[400000] = "id,text\na,one\nx,\"";
    size_t size = strlen(content);
    (void)state;
    memset(content + size, 'x', 300000);
    strcpy(content + size + 300000, "\"\nb,two\n");
    assert_string_equal(read_content(content), "article a | one\nrecord in:3 longer than a record may be\narticle b | two\n");
}

static void fields_may_be_named(void **state)
{
    static const struct reader_options options = {.max_record_bytes = 1000, .text_field = "Story", .id_field = "No."};
    (void)state;
    write_text("in.csv", "No.,Story,text\n7,one,no\n");
    assert_string_equal(read_with("in.csv", &options), "article 7 | one\n");
}

static void text_with_commas_is_text(void **state)
{
    (void)state;
    assert_string_equal(read_content("Bread, fish, salt\nand wine\n"), "article in | Bread, fish, salt\nand wine\n\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_header_names_the_fields, make_room, remove_room),
        cmocka_unit_test_setup_teardown(quoted_cells_hold_delimiters_quotes_and_line_breaks, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_bad_row_harms_no_other, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_long_row_is_skipped, make_room, remove_room),
        cmocka_unit_test_setup_teardown(fields_may_be_named, make_room, remove_room),
        cmocka_unit_test_setup_teardown(text_with_commas_is_text, make_room, remove_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
