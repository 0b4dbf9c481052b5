/* Days as they are written. The numbers are those of GNU date: `date -ud 2018-02-18 +%s`, divided by 86,400. */
#include "dates_testing.h"

static void usual_forms_are_read(void **state)
{
    static const struct row rows[] = {
        {"2018-02-18", 17580},
        {"2018-02-18T21:35:43Z", 17580},
        {"2018-02-18t21:35:43.123456+04:00", 17580},
        {"2018-02-18 21:35:43", 17580},
        {"2018-02-18Z", 17580},
        {" 2018-2-18\n", 17580},
        {"2018/02/18", 17580},
        {"2018.02.18", 17580},
        {"20180218", 17580},
        {"20180218T213543Z", 17580},
        {"20180218213543", 17580},
        {"Sun, 18 Feb 2018 21:35:43 +0400", 17580},
        {"18 Feb 2018 21:35 GMT", 17580},
        {"Sunday, 18-Feb-18 21:35:43 UTC", 17580},
        {"Sun Feb 18 21:35:43 2018", 17580},
        {"Sun Feb 18 21:35:43 +0000 2018", 17580},
        {"Sun Feb 18 21:35:43 GMT 2018", 17580},
        {"26-FEB-1987 15:01:01.79", 6265},
        {" 2-MAR-1987 00:12:34.56", 6269},
        {"18.02.18", 17580},
        {"18.02.2018", 17580},
        {"18.02.2018, 21:35", 17580},
        {"18.2.2018 21:35", 17580},
        {"18/02/2018", 17580},
        {"02/18/2018", 17580},
        {"18-02-2018", 17580},
        {"02/02/2018", 17564},
        {"November 1, 2016", 17106},
        {"Nov. 1, 2016 10:00 AM", 17106},
        {"Tuesday, November 1st, 2016", 17106},
        {"Sept 1, 2016", 17045},
        {"1 November 2016", 17106},
        {"1st of November, 2016", 17106},
        {"1. November 2016", 17106},
        {"2016-W44-2", 17106},
        {"2016W442", 17106},
        {"2016-w44-2T10:00", 17106},
        {"2009-W01-1", 14242},
        {"2009-W53-7", 14612},
        {"1969-W01-1", -367},
        {"2016-306", 17106},
        {"2016306", 17106},
        {"2016-366", 17166},
        {"10:00, 1 November 2016", 17106},
        {"21:35 GMT, Sunday, 18 February 2018", 17580},
        {"18. 2. 2018", 17580},
        {"18. 02. 2018 21:35", 17580},
        {"2018. 2. 18.", 17580},
        {"2018. 02. 18. 21:35", 17580},
    };
    (void)state;
    CHECK(rows);
}

static void other_scripts_write_days_too(void **state)
{
    static const struct row rows[] = {
        {"2018年2月18日", 17580},
        {"2018年02月18日 21:35", 17580},
        {"2018 年 2 月 18 日", 17580},
        {"２０１８年２月１８日", 17580},
        {"2018년 2월 18일", 17580},
        {"2018년 2월 18일 (일)", 17580},
        {"2018．02．18", 17580},
        {"٢٠١٨-٠٢-١٨", 17580},
        {"٢٠١٨/٢/١٨", 17580},
        {"۲۰۱۸/۰۲/۱۸", 17580},
        {"२०१८-०२-१८", 17580},
        {"২০১৮-০২-১৮", 17580},
        {"๑๘/๐๒/๒๐๑๘", 17580},
        {"2018‑02‑18", 17580},
        {"18\u00A0Feb\u00A02018", 17580},
        {"\u200E18/02/2018", 17580},
        {"2018年2月", NO_DAY},
        {"2月18日", NO_DAY},
        {"2018年2月30日", NO_DAY},
        {"2018年\xE6\x9C", NO_DAY},
        {"\xEF\xBC", NO_DAY},
        {"\xD9", NO_DAY},
    };
    (void)state;
    CHECK(rows);
    assert_int_equal(moment_of_date((struct wirecopy_bytes){"2018年2月18日21时35分", strlen("2018年2月18日21时35分")}).minute, 21 * 60 + 35);
    assert_int_equal(moment_of_date((struct wirecopy_bytes){"2018年2月18日 下午9:35", strlen("2018年2月18日 下午9:35")}).minute, NO_MINUTE);
}

static void unix_times_are_days_of_utc(void **state)
{
    static const struct row rows[] = {
        {"1518989743", 17580}, {"1518989743.5", 17580}, {"1518989743000", 17580},   {"1518998399", 17580},    {"1518998400", 17581},
        {"999999999", 11574},  {"-100000000", -1158},   {"-86400000000", -1000000}, {"-100000000000", -1158}, {"253402300799", 2932},
    };
    (void)state;
    CHECK(rows);
}

static void two_digit_years_are_1969_to_2068(void **state)
{
    static const struct row rows[] = {{"01.01.69", -365}, {"01.01.70", 0}, {"31.12.99", 10956}, {"01.01.00", 10957}, {"31.12.68", 36159}};
    (void)state;
    CHECK(rows);
}

static void leap_years_are_gregorian(void **state)
{
    static const struct row rows[] = {
        {"2000-02-29", 11016},   {"1900-02-29", NO_DAY},  {"2016-02-29", 16860},   {"2018-02-29", NO_DAY},
        {"1600-02-29", -135081}, {"0001-01-01", -719162}, {"9999-12-31", 2932896},
    };
    (void)state;
    CHECK(rows);
}

static void what_is_no_day_is_unreadable(void **state)
{
    static const char *const dates[] = {
        "",
        " ",
        "-",
        "--",
        ".",
        ",,,",
        "yesterday",
        "May",
        "Sun",
        "Sunday,",
        "2016",
        "2016-11",
        "2016-11-",
        "0000-01-01",
        "99999-01-01",
        "99999",
        "0",
        "2018-02-30",
        "2018-13-01",
        "2018-00-01",
        "2018-01-00",
        "2018-01-32",
        "2018-1-111",
        "2018-02-181",
        "2018-02-18x",
        "30 Feb 2018",
        "Feb 30, 2018",
        "1 Foo 2018",
        "Foo 1, 2018",
        "1 No 2018",
        "01/02/2018",
        "18-02/2018",
        "20180230",
        "20181301",
        "99999999999999999999999999",
        "1e10",
        "1518989743000000",
        "18.02.018",
        "18.02.20180",
        "18.02",
        "18 Feb",
        "Feb 18",
        "Feb 18 21:35",
        "Feb 18 21:35:43",
        "1 2 2018",
        "\xD9\xA1\xD9\xA8",
        "18xx Feb 2018",
        "2147483648-01-01",
        "-2018-02-18",
        "1 November 123456789012",
        "2016-W44",
        "2016-W53-1",
        "2016-W00-1",
        "2016-W44-8",
        "2016-W44-2x",
        "2016-000",
        "2018-366",
        "2018366",
        "2018000",
        "10:00",
        "10:00 10:00 2018-02-18",
        "25:00, 2018-02-18",
        "Sun Feb 18 :2018",
        "18.02.-5",
    };
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (day(dates[i]) != NO_DAY)
            fail_msg("\"%s\": %d", dates[i], day(dates[i]));
    assert_int_equal(moment_of_date((struct wirecopy_bytes){0}).day, NO_DAY);
}

struct time_row {
    const char *date;
    int32_t minute; /* from the beginning of the day as written, in UTC */
};

static void check_times(const struct time_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct moment moment = moment_of_date((struct wirecopy_bytes){rows[i].date, strlen(rows[i].date)});
        if (moment.minute != rows[i].minute)
            fail_msg("\"%s\": minute %d, not %d", rows[i].date, moment.minute, rows[i].minute);
        if (moment.day != 17106 && moment.day != 6265)
            fail_msg("\"%s\": day %d", rows[i].date, moment.day);
    }
}
#define CHECK_TIMES(rows) check_times(rows, sizeof(rows) / sizeof *(rows))

static void times_are_told_in_utc(void **state)
{
    static const struct time_row rows[] = {
        {"2016-11-01T10:07:00Z", 607},
        {"2016-11-01T10:07:59.999Z", 607},
        {"2016-11-01T10:07:59,9Z", 607},
        {"2016-11-01T10:07", 607},
        {"2016-11-01t10:07z", 607},
        {"2016-11-01T10Z", 600},
        {"2016-11-01T10+04", 360},
        {"2016-11-01 10:07:00", 607},
        {"2016-11-01 10:07:00 UTC", 607},
        {"2016-11-01 10:07:00.123456+00:00", 607},
        {"2016/11/01 10:07", 607},
        {"2016-11-01T10:07:00+04:00", 367},
        {"2016-11-01T01:07:00+0400", -173},
        {"2016-11-01T23:07:00-05:00", 1687},
        {"2016-11-01T23:07:00-05", 1687},
        {"2016-11-01T10:07:00+05:30", 277},
        {"2016-11-01T24:00:00", 1440},
        {"2016-11-01T23:59:60Z", 1439},
        {"20161101T100700Z", 607},
        {"20161101T1007Z", 607},
        {"20161101T1007+0400", 367},
        {"20161101100700", 607},
        {"20161101 10:07", 607},
        {"2016-W44-2T10:07:00+04:00", 367},
        {"2016-306T10:07Z", 607},
        {"Tue, 01 Nov 2016 10:07:00 +0400", 367},
        {"Tue, 1 Nov 2016 10:07:00 EST", 907},
        {"1 Nov 2016 10:07 PDT", 1027},
        {"Tue, 01 Nov 2016 10:07:00 GMT", 607},
        {"Tue, 01 Nov 2016 10:07:00 -0000 (somewhere)", 607},
        {"Tue, 01 Nov 2016 10:07:00 XYZ", 607},
        {"Tuesday, 01-Nov-16 10:07:00 GMT", 607},
        {"Tue Nov  1 10:07:00 2016", 607},
        {"Tue Nov  1 10:07:00 +0400 2016", 367},
        {"Tue Nov  1 10:07:00 CET 2016", 547},
        {"Tue Nov 01 2016 10:07:00 GMT+0400 (Gulf Standard Time)", 367},
        {"26-FEB-1987 15:01:01.79", 901},
        {"26-FEB-1987 00:00:00.00", 0},
        {"01.11.2016, 10:07", 607},
        {"November 1, 2016 10:07 AM", 607},
        {"November 1, 2016 at 10:07 p.m. EDT", 1567},
        {"Nov 1, 2016, 12:07 am", 7},
        {"Nov 1, 2016, 12:07 PM", 727},
        {"Nov 1, 2016, 9pm", 1260},
        {"1 November 2016 | 10:07", 607},
        {"2016-11-01 - 10:07", 607},
        {"10:07, 1 November 2016", 607},
        {"10:07 EST, Tuesday, 1 November 2016", 907},
        {"1477994820", 607},
        {"1477994879.9", 607},
        {"1477994820000", 607},
        {"1477994879999", 607},
    };
    (void)state;
    CHECK_TIMES(rows);
}

/* A day whose time cannot be read is a day. */
static void what_is_no_time_is_unknown(void **state)
{
    static const struct time_row rows[] = {
        {"2016-11-01", NO_MINUTE},         {"2016-11-01Z", NO_MINUTE},
        {"2016-11-01+04:00", NO_MINUTE},   {"2016-11-01-05:00", NO_MINUTE},
        {"2016-11-01T", NO_MINUTE},        {"2016-11-01T25:00", NO_MINUTE},
        {"2016-11-01T10:60", NO_MINUTE},   {"2016-11-01T10:7", NO_MINUTE},
        {"2016-11-01T24:01", NO_MINUTE},   {"2016-11-01T100", NO_MINUTE},
        {"2016-11-01 10", NO_MINUTE},      {"2016-11-01 1007", NO_MINUTE},
        {"2016-11-01T1007000", NO_MINUTE}, {"2016-11-01 13:00 pm", NO_MINUTE},
        {"2016-11-01 0 am", NO_MINUTE},    {"1 November 2016, page 7", NO_MINUTE},
        {"20161101", NO_MINUTE},
    };
    (void)state;
    CHECK_TIMES(rows);
}

/* A moment before 1970 that is given as seconds lies in the minute and the day that it stands in. */
static void unix_times_before_1970_round_down(void **state)
{
    struct moment moment = moment_of_date((struct wirecopy_bytes){"-100000001", 10});
    (void)state;
    assert_int_equal(moment.day, -1158);
    assert_int_equal(moment.minute, 853);
    moment = moment_of_date((struct wirecopy_bytes){"-100000000001", 13});
    assert_int_equal(moment.day, -1158);
    assert_int_equal(moment.minute, 853);
}

/* Every day from 1 to 9999, against counting. */
static void every_day_has_its_number(void **state)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t expected = -719162;
    (void)state;
    for (int year = 1; year <= 9999; year++)
        for (int month = 1; month <= 12; month++) {
            bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            for (int d = 1; d <= lengths[month - 1] + (leap && month == 2); d++) {
                char date[9] = {(char)('0' + year / 1000), (char)('0' + year / 100 % 10), (char)('0' + year / 10 % 10),
                                (char)('0' + year % 10),   (char)('0' + month / 10),      (char)('0' + month % 10),
                                (char)('0' + d / 10),      (char)('0' + d % 10),          '\0'};
                if (day(date) != expected++)
                    fail_msg("%s: %d, not %d", date, day(date), expected - 1);
            }
        }
    assert_int_equal(expected, 2932897);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_forms_are_read),
        cmocka_unit_test(other_scripts_write_days_too),
        cmocka_unit_test(unix_times_are_days_of_utc),
        cmocka_unit_test(two_digit_years_are_1969_to_2068),
        cmocka_unit_test(leap_years_are_gregorian),
        cmocka_unit_test(what_is_no_day_is_unreadable),
        cmocka_unit_test(times_are_told_in_utc),
        cmocka_unit_test(what_is_no_time_is_unknown),
        cmocka_unit_test(unix_times_before_1970_round_down),
        cmocka_unit_test(every_day_has_its_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
