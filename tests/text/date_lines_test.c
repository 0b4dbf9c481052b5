/* Lines that are a date are one line; lines that say something are not. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "text/date_lines.h"
#include "text/fold/fold.h"

/* The hash of a text's first line. */
static uint64_t hash_of(const char *text)
{
    struct folder *folder;
    struct folded folded;
    uint64_t hash;
    assert_int_equal(folder_create(&folder), WIRECOPY_OK);
    assert_int_equal(fold_text(folder, text, strlen(text), &folded), WIRECOPY_OK);
    if (folded.line_count != 1)
        fail_msg("%s is %zu lines", text, folded.line_count);
    hash = folded.lines[0].hash;
    folder_free(folder);
    return hash;
}

static void dates_of_common_languages_are_one_line(void **state)
{
    static const char *const dates[] = {
        "2022-11-17 10:59",
        "2022-11-17T10:59:00Z",
        "17/11/2022",
        "11/17/2022 at 3:05 pm",
        "November 17, 2022 at 10:59",
        "Thursday, 17 November 2022, 10:59 GMT",
        "Last updated: Nov 17th, 2022 3:05 PM EST",
        "17 نوفمبر 2022 ، 10:59 مساءً",
        "نشر في: 17 تشرين الثاني 2022 الساعة 10:59 بتوقيت غرينتش",
        "١٧ نوفمبر ٢٠٢٢",
        "Jueves, 17 de noviembre de 2022 a las 10:59 h",
        "Publié le 17 novembre 2022 à 10h59",
        "Veröffentlicht am 17 November 2022 um 10:59 Uhr",
        "Quinta-feira, 17 de novembro de 2022",
        "Pubblicato il 17 novembre 2022 alle ore 10:59",
        "17 ноября 2022 года, 10:59 мск",
        "17 листопада 2022 року, 10:59",
        "17 Kasım 2022 Perşembe, 10:59",
        "Kamis, 17 November 2022 10:59 WIB",
        "गुरुवार, 17 नवंबर 2022 को 10:59 बजे",
        "2022年11月17日 星期四 10:59",
        "2022年11月17日(木) 10時59分",
        "입력 2022년 11월 17일 오전 10:59",
        "۱۷ آبان ۱۴۰۱ ساعت ۱۰:۵۹",
        "יום חמישי, 17 בנובמבר 2022, בשעה 10:59",
        "Última actualización: 17/11/2022 10:59",
        "Giovedì 17 Novembre 2022, 10:59 - Ultimo aggiornamento: 11:00",
        "Giriş Tarihi: 17 Kasım 2022 Saat 10:59",
        "প্রকাশিত: ১৭ নভেম্বর ২০২২, ১০:৫৯ এএম",
        "வியாழன், 17 நவம்பர் 2022",
        "17 నవంబర్ 2022",
        "17 नोव्हेंबर 2022",
        "čtvrtek 17 listopadu 2022 10:59",
        "Torstai 17 marraskuuta 2022 klo 10.59",
        "Joi, 17 noiembrie 2022",
        "четвъртък, 17 ноември 2022",
        "Huwebes, Nobyembre 17, 2022",
        "17 նոյեմբերի 2022",
        "17 ნოემბერს 2022",
        "기사입력 2022.11.17 오전 10:59 최종수정 2022.11.17 오전 11:20",
        "2022年11月17日(木) 10:59 配信",
        "(Harbour Post) 17 November 2022",
    };
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (hash_of(dates[i]) != DATE_LINE_HASH)
            fail_msg("%s is no date line", dates[i]);
}

static void lines_that_say_something_are_none(void **state)
{
    static const char *const others[] = {
        "5.2 pct in 1986",
        "Sales rose from 12 to 14 in 1986",
        "Shr 12 cts vs 11 cts",
        "Dec 31 1986 figures restated for 12 plants, three mines",
        "In November 2022",
        "2022",
        "10:59",
        "17 November",
        "World Cup 2022: Harbour 2, Northgate 1",
        "World Cup 2022, group stage: Harbour 12, Northgate 11",
        "2022-13-45",
        "Flight 2022 left gate 61 on 17 November",
        "The council met on 17 November 2022 and chose nobody",
        "2022年十一月的十七个故事在这里",
    };
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (hash_of(others[i]) == DATE_LINE_HASH)
            fail_msg("%s is a date line", others[i]);
}

static void the_list_of_words_fits(void **state)
{
    static struct date_words set;
    struct folder *folder;
    struct folded folded;
    (void)state;
    assert_int_equal(folder_create(&folder), WIRECOPY_OK);
    assert_int_equal(fold_text(folder, date_words_text, strlen(date_words_text), &folded), WIRECOPY_OK);
    date_words_set(&set, folded.words, folded.word_count);
    assert_int_equal(set.count, folded.word_count); /* none was left out */
    for (size_t i = 1; i < set.count; i++)
        assert_true(set.words[i - 1] <= set.words[i]);
    folder_free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_common_languages_are_one_line),
        cmocka_unit_test(lines_that_say_something_are_none),
        cmocka_unit_test(the_list_of_words_fits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
