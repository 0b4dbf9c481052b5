/* Days as they are written in other languages than English, each as people of it write them; and words that may mean another day. */
#include "dates_testing.h"

/* Some days of 2020. */
enum { MARCH_5 = 18326, JANUARY_12 = 18273, NOVEMBER_30 = 18596 };

static void other_languages_name_months(void **state)
{
    static const struct row rows[] = {
        {"26 février 1987", 6265},
        {"le 26 fevrier 1987", 6265},
        {"Jeudi 26 Février 1987 à 10h30", 6265},
        {"Publié le jeudi 5 mars 2020", MARCH_5},
        {"1er mars 2020", MARCH_5 - 4},
        {"12 janv. 2020", JANUARY_12},
        {"mar. 5 mai 2020", 18387},
        {"12 de enero de 2020", JANUARY_12},
        {"jueves, 5 de marzo del 2020", MARCH_5},
        {"12-ene-2020", JANUARY_12},
        {"marzo 5, 2020", MARCH_5},
        {"5 de março de 2020", MARCH_5},
        {"5 de Marco de 2020", MARCH_5},
        {"1º de março de 2020", MARCH_5 - 4},
        {"30/nov/2020", NOVEMBER_30},
        {"12 out. 2020", 18547},
        {"giovedì 5 marzo 2020", MARCH_5},
        {"12 gennaio 2020, ore 10:30", JANUARY_12},
        {"3. März 2020", MARCH_5 - 2},
        {"Donnerstag, 5. Maerz 2020", MARCH_5},
        {"Stand: 5.3.2020", MARCH_5},
        {"12. Jänner 2020", JANUARY_12},
        {"5 maart 2020", MARCH_5},
        {"do 5 mrt 2020", MARCH_5},
        {"12 januari 2020", JANUARY_12},
        {"5 marca 2020", MARCH_5},
        {"12 stycznia 2020 r.", JANUARY_12},
        {"30 listopada 2020", NOVEMBER_30},
        {"5 mars 2020", MARCH_5},
        {"den 5. marts 2020", MARCH_5},
        {"5 martie 2020", MARCH_5},
        {"5. března 2020", MARCH_5},
        {"30. listopadu 2020", NOVEMBER_30},
        {"12. januára 2020", JANUARY_12},
        {"5. maaliskuuta 2020", MARCH_5},
        {"2020. március 5.", MARCH_5},
        {"2020. január 12., vasárnap", JANUARY_12},
        {"12 de gener de 2020", JANUARY_12},
        {"12 Ağustos 2016", 17025},
        {"12 AĞUSTOS 2016 Cuma 10:30", 17025},
        {"30 Kasım 2020", NOVEMBER_30},
        {"12 OCAK 2020", JANUARY_12},
        {"Kamis, 5 Maret 2020", MARCH_5},
        {"12 Agustus 2016", 17025},
        {"5 Mac 2020", MARCH_5},
        {"12 января 2020", JANUARY_12},
        {"5 Марта 2020 г., 10:30", MARCH_5},
        {"четверг, 5-го марта 2020 года", MARCH_5},
        {"Четверг, 05.03.2020", MARCH_5},
        {"12 січня 2020 року", JANUARY_12},
        {"5 березня 2020", MARCH_5},
        {"30 листопада 2020", NOVEMBER_30},
        {"12 януари 2020", JANUARY_12},
        {"12 студзеня 2020", JANUARY_12},
        {"12 Ιανουαρίου 2020", JANUARY_12},
        {"Πέμπτη, 5 Μαρτίου 2020", MARCH_5},
        {"5η ΜΑΪΟΥ 2020", 18387},
        {"12 يناير 2020", JANUARY_12},
        {"١٢ يناير ٢٠٢٠", JANUARY_12},
        {"الخميس، 5 مارس 2020م - 10:30", MARCH_5},
        {"30 نوفمبر، 2020", NOVEMBER_30},
        {"5 آذار/مارس 2020", MARCH_5},
        {"5 مارس (آذار) 2020", MARCH_5},
        {"12 كانون الثاني 2020", JANUARY_12},
        {"12 كانون الثاني/يناير 2020", JANUARY_12},
        {"30 تشرين الثاني 2020", NOVEMBER_30},
        {"12 جانفي 2020", JANUARY_12},
        {"12 أغسطس 2016", 17025},
        {"12 اغسطس 2016", 17025},
        {"۱۲ ژانویهٔ ۲۰۲۰", JANUARY_12},
        {"۱۲ ژانویه ۲۰۲۰", JANUARY_12},
        {"پنجشنبه ۵ مارس ۲۰۲۰", MARCH_5},
        {"12 جنوری 2020", JANUARY_12},
        {"5 मार्च 2020", MARCH_5},
        {"१२ जनवरी २०२०", JANUARY_12},
        {"26 फ़रवरी 1987", 6265},
        {"26 फरवरी 1987", 6265},
        {"30 नवम्बर 2020", NOVEMBER_30},
        {"ngày 5 tháng 3 năm 2020", MARCH_5},
        {"Thứ Năm, ngày 05 tháng 03, 2020", MARCH_5},
        {"30 tháng 11, 2020 10:30", NOVEMBER_30},
        {"Thứ năm, 13/2/2020", 18305},
        {"2020 March 5", MARCH_5},
        {"2020-Mar-05", MARCH_5},
        {"Published: March 5, 2020", MARCH_5},
        {"26 fe\u0301vrier 1987", 6265},
    };
    (void)state;
    CHECK(rows);
}

static void what_may_be_another_day_is_none(void **state)
{
    static const struct row rows[] = {
        {"30. listopada 2020", NO_DAY},                            /* the 30th of October in Croatian */
        {"5 رجب 1441", NO_DAY},                                    /* of the Hijra */
        {"5 مارس 10 رجب 1441", NO_DAY}, {"۱۵ اسفند ۱۳۹۸", NO_DAY}, /* of Iran */
        {"5 März April 2020", NO_DAY},  {"mars 2020", NO_DAY},           {"5 mars", NO_DAY},           {"31 de abril de 2020", NO_DAY},
        {"5 von März 2020", NO_DAY},    {"5 tháng 13 năm 2020", NO_DAY}, {"tháng 3 năm 2020", NO_DAY}, {"Le 3/2/2020", NO_DAY},
        {"Nr. 20200305", NO_DAY},       {"Nr. 2016-306", NO_DAY},        {"id 1518989743", NO_DAY},    {"version 1.2", NO_DAY},
        {"5x mars 2020", NO_DAY},       {"5 mars 2020x", NO_DAY},        {"2020 March", NO_DAY},       {"2020 March 10:30", NO_DAY},
        {"2020 March 321", NO_DAY},     {"\xC3 5 mars", NO_DAY},
    };
    (void)state;
    CHECK(rows);
}

static void times_behind_words_are_read_where_all_words_are_known(void **state)
{
    static const struct row rows[] = {
        {"5 mars 2020 à 10h30", 630},
        {"5. März 2020, 10:30 Uhr", 630},
        {"5 марта 2020 в 10:30", 630},
        {"5 Maret 2020 pukul 10:30 WIB", 210},
        {"5 mars 2020 - 10:30", 630},
        {"5 مارس 2020م 10:30", 630},
        {"10:30, 5 mars 2020", 630},
        {"5 Mart 2020 10:30", 630},
        {"5 مارس 2020 10:30 م", NO_MINUTE},
        {"5 mars 2020", NO_MINUTE},
        {"5 marzo 2020 10:30 di sera", NO_MINUTE},
        {"5 μαρτίου 2020 10:30 μ.μ.", NO_MINUTE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct moment moment = moment_of_date((struct wirecopy_bytes){rows[i].date, strlen(rows[i].date)});
        if (moment.day != MARCH_5 || moment.minute != rows[i].day)
            fail_msg("\"%s\": %d, minute %d", rows[i].date, moment.day, moment.minute);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_languages_name_months),
        cmocka_unit_test(what_may_be_another_day_is_none),
        cmocka_unit_test(times_behind_words_are_read_where_all_words_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
