/* What a terminal is shown, and how wide it is. */
#include "report_testing.h"

#include <stdio.h>
#include <string.h>

#include "report/visible.h"
#include "text/utf8.h"

#define REPLACED "\xEF\xBF\xBD"
#define ELLIPSIS "\xE2\x80\xA6"
#define ISOLATE "\xE2\x81\xA8"
#define POP "\xE2\x81\xA9"

/* Asserts what is shown of text in at most most columns, and how many it takes. */
static void assert_shown(struct wirecopy_bytes text, uint32_t most, const char *expected, uint32_t columns)
{
    struct buffer out = {0};
    struct visible visible;
    assert_int_equal(visible_text(text, most, &out, &visible), WIRECOPY_OK);
    assert_int_equal(visible.bytes, strlen(expected));
    assert_memory_equal(out.data ? out.data : "", expected, visible.bytes);
    assert_int_equal(visible.columns, columns);
    buffer_release(&out);
}

static void ordinary_text_stays(void **state)
{
    (void)state;
    assert_shown((struct wirecopy_bytes){NULL, 0}, 0, "", 0);
    assert_shown(BYTES("Ice closes the harbour"), 0, "Ice closes the harbour", 22);
    assert_shown(BYTES("Übung macht’s"), 0, "Übung macht’s", 13);
}

static void white_space_is_one_space(void **state)
{
    (void)state;
    /* clang-format off */
    assert_shown(BYTES("  a\t\n\r\xC2\xA0 b\xE2\x80\xA8" "c  "), 0, "a b c", 5);
    /* clang-format on */
    assert_shown(BYTES(" \n "), 0, "", 0);
}

static void nothing_steers_the_terminal(void **state)
{
    (void)state;
    assert_shown(BYTES("\x1b[2Jgone"), 0, REPLACED "[2Jgone", 8);
    assert_shown(BYTES("\x1b]0;title\x07"), 0, REPLACED "]0;title" REPLACED, 10);
    /* clang-format off */
    assert_shown(BYTES("a\0b\x7f" "c"), 0, "a" REPLACED "b" REPLACED "c", 5);
    assert_shown(BYTES("\xC2\x9B" "2J"), 0, REPLACED "2J", 3); /* CSI as one C1 character */
    assert_shown(BYTES("\x9B" "2J"), 0, REPLACED "2J", 3);     /* and as a bare byte */
    /* clang-format on */
}

static void no_control_character_is_ever_shown(void **state)
{
    (void)state;
    for (uint32_t c = 0; c < 0x110000; c++) {
        char text[4];
        struct buffer out = {0};
        struct visible visible;
        if (c >= 0xD800 && c < 0xE000)
            continue;
        assert_int_equal(visible_text((struct wirecopy_bytes){text, utf8_encode(c, text)}, 0, &out, &visible), WIRECOPY_OK);
        for (size_t i = 0; i < visible.bytes; i += utf8_length((uint8_t)out.data[i])) {
            uint32_t shown = utf8_decode((const uint8_t *)out.data + i);
            bool ours = visible.bytes > 3 && (shown == 0x2068 || shown == 0x2069); /* around right-to-left text */
            assert_true(shown >= 0x20 && !(shown >= 0x7F && shown < 0xA0));
            assert_true(ours || !(shown >= 0x2066 && shown <= 0x2069));
            assert_true(!(shown >= 0x202A && shown <= 0x202E) && shown != 0x200E && shown != 0x200F && shown != 0x61C);
        }
        buffer_release(&out);
    }
}

static void every_byte_of_ascii_is_shown_alike_wherever_it_stands(void **state)
{
    static const char around[] = "abcdefgh ijklmnop q";
    (void)state;
    for (char c = 0; c >= 0 && c < 0x7F; c++)
        for (size_t place = 0; place + 1 < sizeof around; place++) {
            char text[sizeof around], expected[3 * sizeof around] = "";
            bool white = c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F), due = false;
            memcpy(text, around, sizeof text);
            text[place] = c;
            for (size_t i = 0; i + 1 < sizeof text; i++) {
                bool space = i == place ? white : text[i] == ' ';
                const char shown[2] = {text[i], 0};
                if (!space)
                    strcat(strcat(expected, due && expected[0] ? " " : ""), i == place && c < ' ' ? REPLACED : shown);
                due = space;
            }
            assert_shown((struct wirecopy_bytes){text, sizeof text - 1}, 0, expected,
                         (uint32_t)(strlen(expected) - (strstr(expected, REPLACED) ? sizeof REPLACED - 2 : 0)));
        }
}

/* A character between letters of its script, or others, is shown as it is alone, and so wide; white space is one space. */
static void every_character_is_shown_alike_among_letters(void **state)
{
    static const char *const letters[] = {"a", "ب", "港", "한", "я"};
    (void)state;
    for (uint32_t c = 0x80; c < 0x20000; c++)
        for (size_t k = 0; k < sizeof letters / sizeof *letters && (c < 0xD800 || c >= 0xE000); k++) {
            char text[16], expected[40];
            struct buffer out = {0};
            struct visible alone;
            size_t letter = strlen(letters[k]), size = letter + utf8_encode(c, text + letter);
            uint32_t wide = visible_columns_of(utf8_decode((const uint8_t *)letters[k]));
            memcpy(text, letters[k], letter);
            assert_int_equal(visible_text((struct wirecopy_bytes){text + letter, size - letter}, 0, &out, &alone), WIRECOPY_OK);
            memcpy(text + size, letters[k], letter);
            if (rule_white((int32_t)c)) {
                snprintf(expected, sizeof expected, "%s%s %s%s", k == 1 ? ISOLATE : "", letters[k], letters[k], k == 1 ? POP : "");
                alone.columns = 1;
            } else {
                bool isolated = alone.bytes > 6 && memcmp(out.data, ISOLATE, 3) == 0;
                snprintf(expected, sizeof expected, "%s%s%.*s%s%s", k == 1 || isolated ? ISOLATE : "", letters[k],
                         (int)(alone.bytes - (isolated ? 6 : 0)), out.data ? out.data + (isolated ? 3 : 0) : "", letters[k],
                         k == 1 || isolated ? POP : "");
            }
            assert_shown((struct wirecopy_bytes){text, size + letter}, 0, expected, 2 * wide + alone.columns);
            buffer_release(&out);
        }
}

static void characters_that_direct_the_writing_are_dropped(void **state)
{
    (void)state;
    /* clang-format off */
    assert_shown(BYTES("exe\xE2\x80\xAE" "txt.\xE2\x80\xAC"), 0, "exetxt.", 7);
    assert_shown(BYTES("\xE2\x81\xA6" "a\xE2\x81\xA7" "b\xE2\x81\xA8" "c\xE2\x81\xA9"), 0, "abc", 3);
    assert_shown(BYTES("a\xE2\x80\x8E" "b\xE2\x80\x8F" "c\xD8\x9C" "d\xEF\xBB\xBF"), 0, "abcd", 4);
    /* clang-format on */
}

static void right_to_left_text_is_isolated(void **state)
{
    (void)state;
    assert_shown(BYTES("الميناء مغلق"), 0, ISOLATE "الميناء مغلق" POP, 12);
    assert_shown(BYTES("נמל 7"), 0, ISOLATE "נמל 7" POP, 5);
    assert_shown(BYTES("\xE2\x80\xAEالميناء"), 4, ISOLATE "الم" ELLIPSIS POP, 4);
    assert_shown(BYTES("harbour الميناء"), 8, "harbour" ELLIPSIS, 8); /* what is shown of it runs from left to right */
}

static void wide_characters_take_two_columns_and_marks_none(void **state)
{
    (void)state;
    assert_shown(BYTES("港口关闭"), 0, "港口关闭", 8);
    assert_shown(BYTES("ｶﾅ カナ"), 0, "ｶﾅ カナ", 7);
    assert_shown(BYTES("한국"), 0, "한국", 4);
    assert_shown(BYTES("e\xCC\x81t\xCC\x81"), 0, "e\xCC\x81t\xCC\x81", 2);
    assert_shown(BYTES("\xF0\x9F\x9A\xA2"), 0, "\xF0\x9F\x9A\xA2", 2);
    assert_int_equal(visible_columns_of(0x200D), 0); /* joiner */
    assert_int_equal(visible_columns_of(0x0E31), 0); /* Thai vowel above */
    assert_int_equal(visible_columns_of(0x3000), 2);
    assert_int_equal(visible_columns_of(0xAD), 1);
}

static void long_text_is_cut_at_a_character(void **state)
{
    (void)state;
    assert_shown(BYTES("abcdef"), 6, "abcdef", 6);
    assert_shown(BYTES("abcdef "), 6, "abcdef", 6);
    assert_shown(BYTES("abcdefg"), 6, "abcde" ELLIPSIS, 6);
    assert_shown(BYTES("abcd efg"), 6, "abcd" ELLIPSIS, 5); /* no space before the ellipsis */
    assert_shown(BYTES("港口关闭"), 8, "港口关闭", 8);
    assert_shown(BYTES("港口关闭"), 7, "港口关" ELLIPSIS, 7);
    assert_shown(BYTES("港口关闭"), 6, "港口" ELLIPSIS, 5);                         /* half a character does not fit */
    assert_shown(BYTES("e\xCC\x81t\xCC\x81u\xCC\x81"), 2, "e\xCC\x81" ELLIPSIS, 2); /* marks stay with their letter */
    assert_shown(BYTES("abc"), 1, ELLIPSIS, 1);
}

static void marks_do_not_pile_up(void **state)
{
    char text[202] = "o", expected[20] = "o";
    (void)state;
    for (int i = 0; i < 100; i++)
        memcpy(text + 1 + 2 * i, "\xCC\x81", 3);
    for (int i = 0; i < 8; i++)
        strcat(expected, "\xCC\x81");
    assert_shown((struct wirecopy_bytes){text, 201}, 0, expected, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ordinary_text_stays),
        cmocka_unit_test(white_space_is_one_space),
        cmocka_unit_test(nothing_steers_the_terminal),
        cmocka_unit_test(no_control_character_is_ever_shown),
        cmocka_unit_test(every_byte_of_ascii_is_shown_alike_wherever_it_stands),
        cmocka_unit_test(every_character_is_shown_alike_among_letters),
        cmocka_unit_test(characters_that_direct_the_writing_are_dropped),
        cmocka_unit_test(right_to_left_text_is_isolated),
        cmocka_unit_test(wide_characters_take_two_columns_and_marks_none),
        cmocka_unit_test(long_text_is_cut_at_a_character),
        cmocka_unit_test(marks_do_not_pile_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
