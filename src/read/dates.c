/* A small scanner: a date is cut into numbers, words and what stands between, and compared with the usual orders. */
#include "read/dates.h"

#include <string.h>

/* What is left of the date. */
struct scan {
    const char *at, *end;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static char peek(const struct scan *scan)
{
    return scan->at < scan->end ? *scan->at : '\0';
}

static bool take(struct scan *scan, char c)
{
    if (scan->at == scan->end || *scan->at != c)
        return false;
    scan->at++;
    return true;
}

/* Skips blanks, commas and full stops. */
static void skip_blanks(struct scan *scan)
{
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == ',' || *scan->at == '.'))
        scan->at++;
}

/* A whole run of digits, at most 9 of them; -1 where there is none or a longer one. */
static int take_number(struct scan *scan, size_t *digits)
{
    int number = 0;
    *digits = 0;
    for (; scan->at < scan->end && is_digit(*scan->at); scan->at++)
        if (++*digits <= 9)
            number = number * 10 + (*scan->at - '0');
    return *digits == 0 || *digits > 9 ? -1 : number;
}

/* A whole run of letters. */
static struct wirecopy_bytes take_word(struct scan *scan)
{
    struct wirecopy_bytes word = {scan->at, 0};
    while (scan->at < scan->end && is_letter(*scan->at))
        scan->at++;
    word.size = (size_t)(scan->at - word.data);
    return word;
}

/* Whether word is name, or its beginning of at least three letters; names are in lower case. */
static bool abbreviates(struct wirecopy_bytes word, const char *name)
{
    if (word.size < 3 || word.size > strlen(name))
        return false;
    for (size_t i = 0; i < word.size; i++)
        if ((word.data[i] | 32) != name[i])
            return false;
    return true;
}

static int month_of(struct wirecopy_bytes word)
{
    static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                         "july",    "august",   "september", "october", "november", "december"};
    for (int i = 0; i < 12; i++)
        if (abbreviates(word, months[i]))
            return i + 1;
    return 0;
}

static bool is_weekday(struct wirecopy_bytes word)
{
    static const char *const weekdays[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    for (int i = 0; i < 7; i++)
        if (abbreviates(word, weekdays[i]))
            return true;
    return false;
}

/* The day's number, NO_DAY where there is no such day (Hinnant's days_from_civil). */
static int32_t day_number(int year, int month, int day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int era, of_era, of_year;
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > lengths[month - 1] + (month == 2 && leap))
        return NO_DAY;
    year -= month <= 2;
    era = year / 400;
    of_era = year % 400;
    of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* A year of four digits, or of two; else -1. */
static int year_of(int number, size_t digits)
{
    if (digits == 4)
        return number;
    if (digits == 2)
        return number + (number >= 69 ? 1900 : 2000);
    return -1;
}

/* A date's end: no digit follows, and no letter but the T before a time or the Z of a zone. */
static bool at_end(const struct scan *scan)
{
    char next = peek(scan);
    return !is_digit(next) && (!is_letter(next) || (next | 32) == 't' || (next | 32) == 'z');
}

static int32_t unix_day(int64_t seconds)
{
    return (int32_t)(seconds / 86400 - (seconds % 86400 < 0));
}

/* One run of digits: a day ("20161101", with a time "20161101150000"), or a Unix time. */
static int32_t day_of_digits(struct scan scan, size_t digits, bool negative)
{
    int64_t number = 0;
    int date;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (scan.at[i] - '0'); /* at most 14 digits */
    if (digits == 9 || digits == 10 || digits == 11)
        return unix_day(negative ? -number : number);
    if (digits == 12 || digits == 13)
        return unix_day((negative ? -number : number) / 1000 - (negative && number % 1000 != 0));
    if (negative)
        return NO_DAY;
    date = (int)(digits == 14 ? number / 1000000 : number);
    return day_number(date / 10000, date / 100 % 100, date % 100);
}

/* After the first number and its separator, which is '-', '/' or '.': the rest of a date in numbers. */
static int32_t day_of_numbers(struct scan *scan, int first, size_t first_digits, char separator)
{
    size_t second_digits, third_digits;
    int second = take_number(scan, &second_digits), third, day_first, month_first, year;
    if (second < 0 || second_digits > 2 || !take(scan, separator))
        return NO_DAY;
    third = take_number(scan, &third_digits);
    if (third < 0 || !at_end(scan))
        return NO_DAY;
    if (first_digits == 4)
        return third_digits <= 2 ? day_number(first, second, third) : NO_DAY;
    year = year_of(third, third_digits);
    if (first_digits > 2 || year < 0)
        return NO_DAY;
    day_first = day_number(year, second, first);
    if (separator == '.')
        return day_first;
    month_first = day_number(year, first, second);
    if (day_first == NO_DAY || day_first == month_first)
        return month_first;
    return month_first == NO_DAY ? day_first : NO_DAY;
}

/* After a day's number: "-FEB-1987", " Feb 2018", "st of November, 2016". */
static int32_t day_before_month(struct scan *scan, int day)
{
    struct wirecopy_bytes word;
    size_t digits;
    int month, year;
    if (is_letter(peek(scan))) {
        word = take_word(scan);
        if (word.size != 2 || !memchr("snrt", word.data[0] | 32, 4)) /* st, nd, rd, th */
            return NO_DAY;
    }
    if (!take(scan, '-') && !take(scan, '/'))
        skip_blanks(scan);
    word = take_word(scan);
    if (word.size == 2 && (word.data[0] | 32) == 'o' && (word.data[1] | 32) == 'f') {
        skip_blanks(scan);
        word = take_word(scan);
    }
    month = month_of(word);
    if (month == 0)
        return NO_DAY;
    if (!take(scan, '-') && !take(scan, '/'))
        skip_blanks(scan);
    year = take_number(scan, &digits);
    return at_end(scan) ? day_number(year_of(year, digits), month, day) : NO_DAY;
}

/* After a month's name: " 1, 2016", " 1st, 2016", " 18 21:35:43 2018", " 18 21:35:43 +0000 2018". */
static int32_t day_after_month(struct scan *scan, int month)
{
    size_t digits;
    int day, year;
    skip_blanks(scan);
    day = take_number(scan, &digits);
    if (day < 0 || digits > 2)
        return NO_DAY;
    if (is_letter(peek(scan)))
        take_word(scan);
    skip_blanks(scan);
    year = take_number(scan, &digits);
    if (digits == 4)
        return at_end(scan) && peek(scan) != ':' ? day_number(year, month, day) : NO_DAY;
    if (digits > 2 || !take(scan, ':'))
        return NO_DAY;
    /* asctime: the year is the last word, after the time and perhaps a zone */
    while (scan->end > scan->at && !is_digit(scan->end[-1]))
        scan->end--;
    if (scan->end - scan->at < 5 || (scan->end[-5] != ' '))
        return NO_DAY;
    scan->at = scan->end - 4;
    year = take_number(scan, &digits);
    return digits == 4 ? day_number(year, month, day) : NO_DAY;
}

/* A Unix time's end: nothing follows but a fraction. */
static bool at_end_of_time(const struct scan *scan)
{
    struct scan rest = *scan;
    size_t digits;
    if (take(&rest, '.'))
        take_number(&rest, &digits);
    return rest.at == rest.end;
}

static int32_t day_of_leading_number(struct scan *scan)
{
    struct scan start;
    bool negative = take(scan, '-');
    size_t digits;
    int number;
    char separator;
    start = *scan;
    number = take_number(scan, &digits);
    separator = peek(scan);
    if (digits > 14)
        return NO_DAY;
    if (digits >= 8) {
        bool ends = digits == 8 || digits == 14 ? at_end(scan) : at_end_of_time(scan);
        return ends ? day_of_digits(start, digits, negative) : NO_DAY;
    }
    if (negative || number < 0)
        return NO_DAY;
    if ((separator == '-' || separator == '/' || separator == '.') && scan->end - scan->at > 1 && is_digit(scan->at[1])) {
        scan->at++;
        return day_of_numbers(scan, number, digits, separator);
    }
    return digits <= 2 ? day_before_month(scan, number) : NO_DAY;
}

int32_t day_of_date(struct wirecopy_bytes date)
{
    struct scan scan = {date.data, date.data ? date.data + date.size : NULL};
    struct wirecopy_bytes word;
    while (scan.at < scan.end && (scan.end[-1] == ' ' || scan.end[-1] == '\t' || scan.end[-1] == '\r' || scan.end[-1] == '\n'))
        scan.end--;
    while (scan.at < scan.end && (*scan.at == '\n' || *scan.at == '\r'))
        scan.at++;
    skip_blanks(&scan);
    if (is_letter(peek(&scan))) {
        word = take_word(&scan);
        if (!is_weekday(word))
            return month_of(word) ? day_after_month(&scan, month_of(word)) : NO_DAY;
        skip_blanks(&scan);
        if (is_letter(peek(&scan)))
            return day_after_month(&scan, month_of(take_word(&scan)));
    }
    return day_of_leading_number(&scan);
}
