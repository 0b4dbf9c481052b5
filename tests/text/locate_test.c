/* Where words stand, in scripts with and without spaces; and that hostile text costs no more than others. */
#include "text/fold_testing.h"

#include "text/locate.h"

enum { MOST_WORDS = 256 };

/* The places of the text's words, each in bars. */
static const char *located(const char *text)
{
    static char out[4096];
    struct folder *folder = must_create(NULL);
    struct buffer readable = {0};
    struct folded folded;
    uint32_t words[MOST_WORDS];
    struct place places[MOST_WORDS];
    size_t count, used = 0;
    assert_int_equal(fold_text(folder, text, strlen(text), &folded), WIRECOPY_OK);
    count = folded.word_count;
    assert_true(count <= MOST_WORDS);
    memcpy(words, folded.words, count * sizeof *words);
    assert_int_equal(text_readable(text, strlen(text), &readable), WIRECOPY_OK);
    assert_int_equal(words_locate(folder, readable.data, readable.size, words, count, places), WIRECOPY_OK);
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(out + used, sizeof out - used, "|%.*s", (int)(places[i].end - places[i].begin), readable.data + places[i].begin);
    buffer_release(&readable);
    folder_free(folder);
    return out;
}

static void words_keep_the_marks_that_touch_them(void **state)
{
    (void)state;
    assert_string_equal(located("\"The BBC's look\" – 1,234.5 km²."), "|\"The|BBC'|s|look\"|1,|234.|5|km².");
    assert_string_equal(located("one\n\n  two\tthree  "), "|one|two|three");
}

static void scripts_without_spaces_are_told_apart(void **state)
{
    (void)state;
    assert_string_equal(located("中文新闻2024年。日本"), "|中|文|新|闻|2024|年。|日|本");
    assert_string_equal(located("ข่าวน้ำท่วม"), "|ข่|า|ว|น้ำ|ท่|ว|ม");
    assert_string_equal(located("မြန်မာ abc中def"), "|မြ|န်|မာ|abc|中|def");
}

static void marks_and_half_spaces_belong_to_words(void **state)
{
    (void)state;
    assert_string_equal(located("قَالَ الـمُـدِيـرُ: می‌روم"), "|قَالَ|الـمُـدِيـرُ:|می‌روم");
    assert_string_equal(located("cafe\xCC\x81 हिन्दी।"), "|cafe\xCC\x81|हिन्दी।");
    assert_string_equal(located("او می شود، و کتاب های خوب."), "|او|می شود،|و|کتاب های|خوب.");
    assert_string_equal(located("«سیم ها» نمی روند"), "|«سیم ها|نمی روند");
}

static void addresses_entities_and_bad_bytes_shift_no_word(void **state)
{
    (void)state;
    assert_string_equal(located("see https://a.example/b?c=d&amp;e now"), "|see|now");
    assert_string_equal(located("mail desk@a.example or ask @desk today"), "|mail|or|ask|today");
    assert_string_equal(located("Tom &amp; Jerry&nbsp;run &lt;fast&gt;"), "|Tom|Jerry|run|<fast>");
    assert_string_equal(located("caf\xE9 noir"), "|caf\xEF\xBF\xBD|noir");
}

static void hard_wrapped_text_has_its_words_where_they_stand(void **state)
{
    (void)state;
    assert_string_equal(located("The wind that had been blowing from the east for\n"
                                "most of the week turned to the north at noon and\n"
                                "brought snow to the coast, where the harbour had\n"
                                "to be closed for the first time in eleven years\n"
                                "to all boats."),
                        "|The|wind|that|had|been|blowing|from|the|east|for|most|of|the|week|turned|to|the|north|at|noon|and|brought|snow|to|the|"
                        "coast,|where|the|harbour|had|to|be|closed|for|the|first|time|in|eleven|years|to|all|boats.");
}

static void a_word_that_was_cut_at_a_column_stands_in_both_lines(void **state)
{
    (void)state;
    assert_string_equal(
        located("The wind that had been blowing from the east for a\n"
                "week turned to the north at noon, and the har-\n"
                "bour had to be closed for the first time in ele-\n"
                "ven years, as all boats (of a length of thir\xE2\x80\x90\n"
                "teen metres) and more were."),
        "|The|wind|that|had|been|blowing|from|the|east|for|a|week|turned|to|the|north|at|noon,|and|the|har-\nbour|had|to|be|closed|for|"
        "the|first|time|in|ele-\nven|years,|as|all|boats|(of|a|length|of|thir\xE2\x80\x90\nteen|metres)|and|more|were.");
}

/* A run without white space in which words are long: growing each character by character would take hours. */
static void long_words_in_one_run_share_its_place(void **state)
{
    enum { LONG = 1 << 20 };
    struct folder *folder = must_create(NULL);
    char *text = test_malloc(LONG);
    struct folded folded;
    uint32_t words[2];
    struct place places[2];
    (void)state;
    memset(text, 'a', LONG);
    text[LONG / 2] = '-';
    assert_int_equal(fold_text(folder, text, LONG, &folded), WIRECOPY_OK);
    assert_int_equal(folded.word_count, 2);
    memcpy(words, folded.words, sizeof words);
    assert_int_equal(words_locate(folder, text, LONG, words, 2, places), WIRECOPY_OK);
    assert_int_equal(places[0].begin, 0);
    assert_int_equal(places[1].begin, 0);
    assert_int_equal(places[1].end, LONG);
    test_free(text);
    folder_free(folder);
}

/* Words that are not the text's: no place leaves it, and none goes back. */
static void words_of_another_text_get_places_too(void **state)
{
    struct folder *folder = must_create(NULL);
    const uint32_t words[] = {2, 4, 6};
    struct place places[3];
    const char text[] = "some other text";
    (void)state;
    assert_int_equal(words_locate(folder, text, strlen(text), words, 3, places), WIRECOPY_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_true(places[i].begin <= places[i].end);
        assert_true(places[i].end <= strlen(text));
    }
    folder_free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_keep_the_marks_that_touch_them),
        cmocka_unit_test(scripts_without_spaces_are_told_apart),
        cmocka_unit_test(marks_and_half_spaces_belong_to_words),
        cmocka_unit_test(addresses_entities_and_bad_bytes_shift_no_word),
        cmocka_unit_test(hard_wrapped_text_has_its_words_where_they_stand),
        cmocka_unit_test(a_word_that_was_cut_at_a_column_stands_in_both_lines),
        cmocka_unit_test(long_words_in_one_run_share_its_place),
        cmocka_unit_test(words_of_another_text_get_places_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
