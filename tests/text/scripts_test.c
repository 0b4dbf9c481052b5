/* The rules of words, sentences and hard-wrapped lines hold in every script: the same text of two words of each, typeset in four ways. */
#include "text/fold_testing.h"
#include "text/utf8.h"

/* Two words as they are written, folded, and what stands between words. */
struct script {
    const char *name, *first, *second, *folded_first, *folded_second, *space;
};

static const struct script scripts[] = {
    {"Latin", "Harbour", "închis", "harbour", "inchis", " "},
    {"Greek", "Λιμάνι", "ΚΛΕΙΣΤΌ", "λιμανι", "κλειστο", " "},
    {"Cyrillic", "Гавань", "закрыта", "gavanь", "zakrыta", " "},
    {"Armenian", "Նավահանգիստ", "փակ", "նավահանգիստ", "փակ", " "},
    {"Georgian", "ნავსადგური", "დაკეტილია", "ნავსადგური", "დაკეტილია", " "},
    {"Arabic", "المِيناء", "مُغلق", "الميناء", "مغلق", " "},
    {"Hebrew", "הנמל", "סָגוּר", "הנמל", "סגור", " "},
    {"Devanagari", "बंदरगाह", "बंद", "बंदरगाह", "बंद", " "},
    {"Bengali", "বন্দর", "বন্ধ", "বন্দর", "বন্ধ", " "},
    {"Gurmukhi", "ਬੰਦਰਗਾਹ", "ਬੰਦ", "ਬੰਦਰਗਾਹ", "ਬੰਦ", " "},
    {"Tamil", "துறைமுகம்", "மூடல்", "துறைமுகம்", "மூடல்", " "},
    {"Ethiopic", "ወደብ", "ተዘግቷል", "ወደብ", "ተዘግቷል", " "},
    {"Hangul", "항구", "폐쇄", "항구", "폐쇄", " "},
    {"Han", "港口", "关闭", "港 口", "关 闭", ""},
    {"Kana", "みなと", "トジル", "み な と", "ト ジ ル", ""},
    {"Thai", "ท่าเรือ", "ปิด", "ท่ า เ รื อ", "ปิ ด", ""},
    {"Lao", "ທ່າເຮືອ", "ປິດ", "ທ່ າ ເ ຮື ອ", "ປິ ດ", ""},
    {"Burmese", "ဆိပ်", "ပိတ်", "ဆိ ပ်", "ပိ တ်", ""},
    {"Khmer", "កំពង់", "បិទ", "កំ ព ង់", "បិ ទ", ""},
};
enum { SCRIPTS = sizeof scripts / sizeof *scripts, TEXT_BYTES = 1 << 17 };

/* Appends formatted text where at stands; returns the new end. */
#define APPEND(at, ...) ((at) + sprintf((at), __VA_ARGS__))

static void two_words_are_two_in_every_script(void **state)
{
    struct folder *folder = must_create(NULL);
    (void)state;
    for (int i = 0; i < SCRIPTS; i++) {
        const struct script *s = &scripts[i];
        char text[400], expected[400];
        (void)APPEND(text, "%s%s%s", s->first, s->space, s->second);
        (void)APPEND(expected, "%s %s", s->folded_first, s->folded_second);
        assert_string_equal(lines_of(folder, text), expected);
    }
    folder_free(folder);
}

static void sentences_end_in_every_script(void **state)
{
    struct folder *folder = must_create(NULL);
    (void)state;
    for (int i = 0; i < SCRIPTS; i++) {
        const struct script *s = &scripts[i];
        char text[800], expected[800];
        (void)APPEND(text, "%s. %s? %s%s%s! %s。%s؟\n%s", s->first, s->second, s->first, s->space, s->second, s->first, s->second, s->first);
        (void)APPEND(expected, "%s|%s|%s %s|%s|%s|%s", s->folded_first, s->folded_second, s->folded_first, s->folded_second, s->folded_first,
                     s->folded_second, s->folded_first);
        assert_string_equal(lines_of(folder, text), expected);
    }
    folder_free(folder);
}

static size_t code_points(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* Lines of width code points or a word less, the last one short, with what ends each; and the same words in one line. */
static void wrap(const struct script *s, size_t width, const char *end, char *wrapped, char *flat)
{
    size_t across = 0;
    for (int word = 0; word < 400; word++) {
        const char *next = word % 3 ? s->first : s->second;
        if (across > 0 && across + code_points(s->space) + code_points(next) > width) {
            wrapped = APPEND(wrapped, "%s\n", end);
            across = 0;
        } else if (across > 0) {
            wrapped = APPEND(wrapped, "%s", s->space);
            across += code_points(s->space);
        }
        if (word > 0)
            flat = APPEND(flat, "%s", s->space);
        wrapped = APPEND(wrapped, "%s", next);
        flat = APPEND(flat, "%s", next);
        across += code_points(next);
    }
}

static void hard_wrapped_text_is_joined_in_every_script(void **state)
{
    struct folder *folder = must_create(NULL);
    static char wrapped[TEXT_BYTES], flat[TEXT_BYTES];
    (void)state;
    for (int i = 0; i < SCRIPTS; i++) {
        const struct script *s = &scripts[i];
        for (size_t width = 52; width <= 98; width += 23) {
            char *joined;
            wrap(s, width, "", wrapped, flat);
            joined = strdup(lines_of(folder, wrapped));
            assert_non_null(joined);
            assert_string_equal(joined, lines_of(folder, flat));
            assert_null(strchr(joined, '|'));
            free(joined);
        }
    }
    folder_free(folder);
}

/* Who wraps at 72 columns counts two for a wide character. */
static void text_that_is_wrapped_at_columns_is_joined_where_characters_are_wide(void **state)
{
    struct folder *folder = must_create(NULL);
    static char wrapped[TEXT_BYTES], flat[TEXT_BYTES];
    int wide = 0;
    (void)state;
    for (int i = 0; i < SCRIPTS; i++) {
        const uint8_t *first = (const uint8_t *)scripts[i].first;
        size_t width = utf8_count_wide(first, first + strlen(scripts[i].first)) > 0 ? 36 : 18;
        wrap(&scripts[i], width, "", wrapped, flat);
        assert_int_equal(strchr(lines_of(folder, wrapped), '|') == NULL, width == 36);
        wide += width == 36;
    }
    assert_true(wide >= 2 && wide < SCRIPTS);
    folder_free(folder);
}

static void lines_that_end_sentences_or_are_too_long_stay_lines_in_every_script(void **state)
{
    static const struct {
        size_t width;
        const char *end;
    } rows[] = {{75, "."}, {75, "。"}, {75, "؟"}, {75, "»"}, {160, ""}, {12, ""}};
    struct folder *folder = must_create(NULL);
    static char wrapped[TEXT_BYTES], flat[TEXT_BYTES];
    (void)state;
    for (int i = 0; i < SCRIPTS; i++)
        for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
            size_t breaks = 0, lines = 0;
            wrap(&scripts[i], rows[row].width, rows[row].end, wrapped, flat);
            for (const char *at = wrapped; *at; at++)
                breaks += *at == '\n';
            for (const char *at = lines_of(folder, wrapped); *at; at++)
                lines += *at == '|';
            assert_true(breaks >= 3); /* short words of two letters still make a paragraph */
            assert_int_equal(lines, breaks);
        }
    folder_free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_words_are_two_in_every_script),
        cmocka_unit_test(sentences_end_in_every_script),
        cmocka_unit_test(hard_wrapped_text_is_joined_in_every_script),
        cmocka_unit_test(text_that_is_wrapped_at_columns_is_joined_where_characters_are_wide),
        cmocka_unit_test(lines_that_end_sentences_or_are_too_long_stay_lines_in_every_script),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
