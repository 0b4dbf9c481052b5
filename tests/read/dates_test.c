/* Days as they are written. The numbers are those of GNU date: `date -ud 2018-02-18 +%s`, divided by 86,400. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "read/dates.h"

static int32_t day(const char *date)
{
    return day_of_date((struct wirecopy_bytes){date, strlen(date)});
}

struct row {
    const char *date;
    int32_t day;
};

static void check(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (day(rows[i].date) != rows[i].day)
            fail_msg("\"%s\": %d, not %d", rows[i].date, day(rows[i].date), rows[i].day);
}
#define CHECK(rows) check(rows, sizeof(rows) / sizeof *(rows))

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
    };
    (void)state;
    CHECK(rows);
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
        "2016-W44-2",
        "Sun Feb 18 :2018",
        "18.02.-5",
    };
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (day(dates[i]) != NO_DAY)
            fail_msg("\"%s\": %d", dates[i], day(dates[i]));
    assert_int_equal(day_of_date((struct wirecopy_bytes){0}), NO_DAY);
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
        cmocka_unit_test(unix_times_are_days_of_utc),
        cmocka_unit_test(two_digit_years_are_1969_to_2068),
        cmocka_unit_test(leap_years_are_gregorian),
        cmocka_unit_test(what_is_no_day_is_unreadable),
        cmocka_unit_test(every_day_has_its_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
