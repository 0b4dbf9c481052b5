/* Character references, decoded as HTML5 says for text. */
#include "text/fold_testing.h"

#include "text/entities.h"
#include "text/lines.h"

struct row {
    const char *text, *decoded;
};

static void check(const struct row *rows, size_t count)
{
    struct buffer out = {0};
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(entities_decode((const uint8_t *)rows[i].text, strlen(rows[i].text), &out), WIRECOPY_OK);
        assert_int_equal(buffer_append(&out, "", 1), WIRECOPY_OK);
        assert_string_equal(out.data, rows[i].decoded);
    }
    buffer_release(&out);
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof *(rows))

static void names_are_decoded(void **state)
{
    static const struct row rows[] = {
        {"", ""},
        {"no reference", "no reference"},
        {"fish &amp; chips", "fish & chips"},
        {"&lt;b&gt;", "<b>"},
        {"&eacute;t&eacute;", "été"},
        {"&CounterClockwiseContourIntegral;", "∳"},
        {"&NotEqualTilde;", "≂̸"},
        {"&nbsp;", "\xC2\xA0"},
        {"&Amp; &unknown; &", "&Amp; &unknown; &"},
        {"&&amp;&", "&&&"},
        {"&", "&"},
        {"&;", "&;"},
    };
    (void)state;
    CHECK(rows);
}

static void what_was_escaped_again_is_decoded_whole(void **state)
{
    static const struct row rows[] = {
        {"&amp;amp;", "&"},
        {"l&amp;#39;&amp;eacute;t&amp;#xE9;", "l'été"},
        {"&#38;amp;amp;quot;a&amp;nbsp;b", "\"a\xC2\xA0"
                                           "b"},
        {"&amp;copy=1&amp;lt", "&copy=1&lt"}, /* parts of an address, not a whole name */
        {"&ampquot; &amp;nosuch; &amp;", "&quot; &nosuch; &"},
    };
    (void)state;
    CHECK(rows);
}

static void old_names_stand_without_their_semicolon(void **state)
{
    static const struct row rows[] = {
        {"&ampx", "&x"},        {"&copy2020", "©2020"}, {"&notit;", "¬it;"}, {"&notin;", "∉"},       {"&lt", "<"},       {"&ltx;", "<x;"},
        {"&hellip", "&hellip"}, {"&AMPAMP", "&AMP"},    {"&l", "&l"},        {"&frac12cup", "½cup"}, {"&eacuteа", "éа"}, {"&gt&lt", "><"},
    };
    (void)state;
    CHECK(rows);
}

static void numbers_are_decoded(void **state)
{
    static const struct row rows[] = {
        {"&#65;&#x42;&#X63;", "ABc"},
        {"&#1593&#1593x", "ععx"},
        {"&#x1F600;", "😀"},
        {"&#150;&#x93;&#x80;", "–“€"}, /* Windows-1252 */
        {"&#0;&#xD800;&#x110000;", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"&#99999999999999999999;", "\xEF\xBF\xBD"},
        {"a&#1;b&#xFFFE;c&#x7F;d&#xFDD0;e&#11;", "abcde"}, /* what no text may hold */
        {"&#10;&#13;&#9;", "\n\r\t"},
        {"&#; &#x; &# &#xg", "&#; &#x; &# &#xg"},
        {"&#x81;", "\xC2\x81"},
    };
    (void)state;
    CHECK(rows);
}

static void zero_bytes_end_nothing(void **state)
{
    static const char text[] = "&lt\0x; &amp\0;";
    struct buffer out = {0};
    (void)state;
    assert_int_equal(entities_decode((const uint8_t *)text, sizeof text - 1, &out), WIRECOPY_OK);
    assert_int_equal(out.size, 8);
    assert_memory_equal(out.data, "<\0x; &\0;", 8);
    buffer_release(&out);
}

/* &nLt; and &nGt; stand for more bytes than they have. */
static void what_grows_has_room(void **state)
{
    struct buffer out = {0};
    (void)state;
    for (size_t count = 1; count < 200; count++) {
        char text[1000], want[1200];
        for (size_t i = 0; i < count; i++) {
            memcpy(text + 5 * i, "&nGt;", 5);
            memcpy(want + 6 * i, "\xE2\x89\xAB\xE2\x83\x92", 6);
        }
        buffer_release(&out); /* so that it has no room of an earlier one */
        assert_int_equal(entities_decode((const uint8_t *)text, 5 * count, &out), WIRECOPY_OK);
        assert_int_equal(out.size, 6 * count);
        assert_memory_equal(out.data, want, out.size);
    }
    buffer_release(&out);
}

static void find_line_feeds(const char *text, size_t size, struct stop *at, struct stops *breaks)
{
    *breaks = (struct stops){.at = at};
    for (size_t i = 0; i < size; i++)
        if (text[i] == '\n')
            at[breaks->count++] = (struct stop){(uint32_t)i, 1, STOP_BREAK};
}

static void line_breaks_move_with_the_text(void **state)
{
    static const struct {
        const char *text;
        bool kept;
    } rows[] = {
        {"", true},
        {"a\nb\n", true},
        {"&lt;\n&amp;\n\nc&eacute; & d\n&#3;\n&#5", true},
        {"\n&lt\n&notit;\n&#x1F600;&nosuch;\n", true},
        {"a\n&#10;\nb", false},
        {"a\n&NewLine;b", false},
        {"a\n&#x2028;b", false},
        {"a\n&#x85;b", true}, /* three dots */
    };
    struct buffer out = {0};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct stop at[64], want_at[64];
        struct stops breaks, want;
        size_t size = strlen(rows[i].text);
        bool kept;
        find_line_feeds(rows[i].text, size, at, &breaks);
        assert_int_equal(entities_decode_beside((const uint8_t *)rows[i].text, size, &out, &breaks, &kept), WIRECOPY_OK);
        assert_int_equal(kept, rows[i].kept);
        if (!kept)
            continue;
        find_line_feeds(out.data, out.size, want_at, &want);
        assert_int_equal(breaks.count, want.count);
        for (size_t k = 0; k < want.count; k++)
            assert_int_equal(breaks.at[k].begin, want.at[k].begin);
    }
    buffer_release(&out);
}

static void entities_are_decoded_before_anything_else(void **state)
{
    struct folder *folder = must_create(NULL);
    (void)state;
    assert_string_equal(lines_of(folder, "One&#46; Two&#10;Three&nbsp;four"), "one|two|three four");
    assert_string_equal(lines_of(folder, "mail&#64;example.org caf&eacute;"), "cafe");
    assert_string_equal(title_of(folder, "A &lt;b&gt;bold&lt;/b&gt; title &amp; more"), "a bold title more");
    folder_free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_decoded),
        cmocka_unit_test(what_was_escaped_again_is_decoded_whole),
        cmocka_unit_test(old_names_stand_without_their_semicolon),
        cmocka_unit_test(numbers_are_decoded),
        cmocka_unit_test(zero_bytes_end_nothing),
        cmocka_unit_test(what_grows_has_room),
        cmocka_unit_test(line_breaks_move_with_the_text),
        cmocka_unit_test(entities_are_decoded_before_anything_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
