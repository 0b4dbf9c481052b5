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
    assert_string_equal(read_content("\xEF\xBB\xBFsep=;\r\nid;text\r\na;one, two\r\nb\r\n"),
                        "article a | one, two\nrecord in:4 fewer cells than the header has\n");
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

static void files_of_all_kinds_end(void **state)
{
    static const struct {
        const char *content, *told;
    } cases[] = {
        {"id,text\n", ""},
        {"id,text", "article in.csv | id,text\n"}, /* a line without an end is a text */
        {"\xEF\xBB\xBFid,text\n", ""},
        {"id,text\n\n\n", ""},
        {"id,text\na,\"", "record in.csv:2 a quote that is not closed\n"},
        {"id,text\na,\"x\"\"", "record in.csv:2 a quote that is not closed\n"},
        {"id,text\na", "record in.csv:2 fewer cells than the header has\n"},
        {"id,text\na,b", "article a | b\n"},
        {"id,text\na,", "article a | \n"},
        {"\"id,text\na,b\n", "record in.csv:1 a quote that is not closed\n"},
        {"text,text\na,b\n", "article - | a\n"}, /* of two columns of one name the first */
        {"id,text\r1,a\r2,\"b\rc\"\r", "article 1 | a\narticle 2 | b\nc\n"},
        {"id,text\n1,a\u2028b\xC2\x85"
         "c\n",
         "article 1 | a\u2028b\xC2\x85"
         "c\n"},
        {"id,text\n\x01\x1B[31m,b\n", "article \x01\x1B[31m | b\n"},
        {"id,text\ncaf\xE9,caf\xE9\nna\xEFve,b\n", /* the second has no text to guess by, and is told of already */
         "repaired in.csv:0 not UTF-8: read as windows-1252, since no encoding was named\narticle caf\u00E9 | caf\u00E9\narticle na\xEFve | b\n"},
        {"id,text\n1,a<br>b &amp;amp; c\n", "article 1 | a\nb &amp; c\n\n"},
        {"id,text\n1,=1+1\n", "article 1 | =1+1\n"},
        {"text\na\n\"b\n\"\n", "article - | a\narticle - | b\n\n"},
        {",\n,\n", "record in.csv:2 no text field\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_text("in.csv", cases[i].content);
        assert_string_equal(read_one("in.csv"), cases[i].told);
    }
    write_bytes("in.csv", "id,text\na,b\0c\n", 14);
    assert_string_equal(read_one("in.csv"), "article a | b<0>c\n");
}

static void a_row_of_too_many_columns_is_bad(void **state)
{
    char content[3000] = "id,text\na,one\n";
    (void)state;
    memset(content + strlen(content), ',', 900);
    strcat(content, "\nb,two\n");
    assert_string_equal(read_content(content), "article a | one\nrecord in:3 more cells than the header has\narticle b | two\n");
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
        cmocka_unit_test_setup_teardown(files_of_all_kinds_end, make_room, remove_room),
        cmocka_unit_test_setup_teardown(a_row_of_too_many_columns_is_bad, make_room, remove_room),
        cmocka_unit_test_setup_teardown(fields_may_be_named, make_room, remove_room),
        cmocka_unit_test_setup_teardown(text_with_commas_is_text, make_room, remove_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
