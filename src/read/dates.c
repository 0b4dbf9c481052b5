/* A small scanner: a date is cut into numbers, words and what stands between, and compared with the usual orders. */
#include "read/dates.h"

#include "read/date_signs.h"
#include "read/date_words.h"
#include "read/scan.h"

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

static struct moment unix_moment(int64_t seconds)
{
    int64_t minutes = seconds / 60 - (seconds % 60 < 0), day = minutes / 1440 - (minutes % 1440 < 0);
    return (struct moment){(int32_t)day, (int32_t)(minutes - day * 1440)};
}

/* A Unix time of digits digits: seconds, or thousandths of one. */
static struct moment moment_of_digits(struct scan scan, size_t digits, bool negative)
{
    int64_t number = 0;
    for (size_t i = 0; i < digits; i++)
        number = number * 10 + (scan.at[i] - '0'); /* at most 13 digits */
    if (negative)
        number = -number;
    return unix_moment(digits < 12 ? number : number / 1000 - (number % 1000 < 0));
}

/* "20161101", with a time "20161101150000". */
static int32_t day_of_compact(struct scan *scan, struct scan start)
{
    int date = 0;
    for (size_t i = 0; i < 8; i++)
        date = date * 10 + (start.at[i] - '0');
    scan->at = start.at + 8;
    return day_number(date / 10000, date / 100 % 100, date % 100);
}

/* Day number ordinal of a year; NO_DAY where it has none. */
static int32_t day_of_ordinal(int year, int ordinal)
{
    int32_t first = day_number(year, 1, 1), last = day_number(year, 12, 31);
    return first != NO_DAY && ordinal >= 1 && ordinal <= last - first + 1 ? first + ordinal - 1 : NO_DAY;
}

/* After a year, and perhaps '-': "W44-2", "W442", a day of an ISO week. The week that has January 4th is the first. */
static int32_t day_of_week(struct scan *scan, int year)
{
    size_t digits;
    int32_t fourth = day_number(year, 1, 4), next = day_number(year + 1, 1, 4), monday, day;
    int week;
    scan->at++;
    week = take_number(scan, &digits);
    day = week % 10;
    if (digits == 3)
        week /= 10;
    else if (digits == 2 && take(scan, '-'))
        day = take_number(scan, &digits);
    else
        return NO_DAY;
    if (fourth == NO_DAY || next == NO_DAY || week < 1 || day < 1 || day > 7 || !at_end(scan))
        return NO_DAY;
    monday = fourth - ((fourth % 7 + 10) % 7) + 7 * (week - 1); /* day 0 was a Thursday */
    return monday < next - ((next % 7 + 10) % 7) ? monday + day - 1 : NO_DAY;
}

/* After the first number and its separator, which is '-', '/' or '.': the rest of a date in numbers. Blanks stand behind full stops only. */
static int32_t day_of_numbers(struct scan *scan, int first, size_t first_digits, char separator)
{
    size_t second_digits, third_digits;
    int second, third, day_first, month_first, year;
    if (separator == '.')
        skip_blanks(scan);
    second = take_number(scan, &second_digits);
    if (first_digits == 4 && second_digits == 3 && separator == '-')
        return at_end(scan) ? day_of_ordinal(first, second) : NO_DAY;
    if (second < 0 || second_digits > 2 || !take(scan, separator))
        return NO_DAY;
    if (separator == '.')
        skip_blanks(scan);
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

/* After a year of four digits: " March 5", ". March 5.", "-Mar-05". */
static int32_t day_after_year(struct scan *scan, int year)
{
    size_t digits;
    int month, day;
    if (!take(scan, '-') && !take(scan, '/'))
        skip_blanks(scan);
    month = month_of(take_word(scan));
    if (!take(scan, '-') && !take(scan, '/'))
        skip_blanks(scan);
    day = take_number(scan, &digits);
    return digits <= 2 && at_end(scan) && peek(scan) != ':' ? day_number(year, month, day) : NO_DAY;
}

/* asctime: the year is the last word, after the time and perhaps a zone; the scan is left at the time. */
static int32_t day_before_time(struct scan *scan, int month, int day)
{
    struct scan year = *scan;
    size_t digits;
    int number;
    while (year.end > year.at && !is_digit(year.end[-1]))
        year.end--;
    if (year.end - year.at < 5 || year.end[-5] != ' ')
        return NO_DAY;
    year.at = year.end - 4;
    scan->end = year.at;
    number = take_number(&year, &digits);
    return digits == 4 ? day_number(number, month, day) : NO_DAY;
}

/* After a month's name: " 1, 2016", " 1st, 2016", " 18 21:35:43 2018", " 18 21:35:43 +0000 2018". */
static int32_t day_after_month(struct scan *scan, int month)
{
    struct scan before;
    size_t digits;
    int day, year;
    if (month == 0)
        return NO_DAY;
    skip_blanks(scan);
    day = take_number(scan, &digits);
    if (day < 0 || digits > 2)
        return NO_DAY;
    if (is_letter(peek(scan)))
        take_word(scan);
    skip_blanks(scan);
    before = *scan;
    year = take_number(scan, &digits);
    if (digits == 4)
        return at_end(scan) && peek(scan) != ':' ? day_number(year, month, day) : NO_DAY;
    if (digits > 2 || peek(scan) != ':')
        return NO_DAY;
    *scan = before;
    return day_before_time(scan, month, day);
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

/* The rest of a date that begins with number, which start is at; no Unix time. */
static int32_t day_after_number(struct scan *scan, struct scan start, int number, size_t digits)
{
    char separator = peek(scan);
    if (digits == 8 || digits == 14)
        return at_end(scan) ? day_of_compact(scan, start) : NO_DAY;
    if (digits == 7)
        return at_end(scan) ? day_of_ordinal(number / 1000, number % 1000) : NO_DAY;
    if (digits > 8 || number < 0)
        return NO_DAY;
    if (digits == 4 && ((separator | 32) == 'w' || (separator == '-' && scan->end - scan->at > 1 && (scan->at[1] | 32) == 'w'))) {
        take(scan, '-');
        return day_of_week(scan, number);
    }
    if ((separator == '-' || separator == '/' || separator == '.') && scan->end - scan->at > 1 &&
        (is_digit(scan->at[1]) || (separator == '.' && scan->end - scan->at > 2 && scan->at[1] == ' ' && is_digit(scan->at[2])))) {
        scan->at++;
        return day_of_numbers(scan, number, digits, separator);
    }
    if (digits == 4)
        return day_after_year(scan, number);
    return digits <= 2 ? day_before_month(scan, number) : NO_DAY;
}

static struct moment moment_of_rest(struct scan scan, bool time_may_lead);

static struct moment moment_of_leading_number(struct scan scan, bool time_may_lead)
{
    struct scan start, time;
    bool negative = take(&scan, '-');
    size_t digits;
    int number;
    int32_t day;
    start = scan;
    number = take_number(&scan, &digits);
    if (digits >= 9 && digits <= 13)
        return at_end_of_time(&scan) ? moment_of_digits(start, digits, negative) : (struct moment){NO_DAY, NO_MINUTE};
    if (time_may_lead && !negative && digits <= 2 && peek(&scan) == ':') {
        struct moment moment;
        time = start;
        number = take_time(&time);
        moment = number == NO_MINUTE || peek(&time) == ':' ? (struct moment){NO_DAY, NO_MINUTE} : moment_of_rest(time, false);
        moment.minute = moment.day == NO_DAY ? NO_MINUTE : number;
        return moment;
    }
    day = negative ? NO_DAY : day_after_number(&scan, start, number, digits);
    return (struct moment){day, day == NO_DAY ? NO_MINUTE : take_time(&scan)};
}

static struct moment moment_of_rest(struct scan scan, bool time_may_lead)
{
    struct wirecopy_bytes word;
    int32_t day;
    int month;
    skip_blanks(&scan);
    if (!is_letter(peek(&scan)))
        return moment_of_leading_number(scan, time_may_lead);
    word = take_word(&scan);
    month = month_of(word);
    if (is_weekday(word)) {
        skip_blanks(&scan);
        if (!is_letter(peek(&scan)))
            return moment_of_leading_number(scan, time_may_lead);
        month = month_of(take_word(&scan));
    }
    day = day_after_month(&scan, month);
    return (struct moment){day, day == NO_DAY ? NO_MINUTE : take_time(&scan)};
}

static bool is_ascii(struct wirecopy_bytes date)
{
    for (size_t i = 0; i < date.size; i++)
        if ((unsigned char)date.data[i] >= 0x80)
            return false;
    return true;
}

static struct moment moment_of_ascii(struct wirecopy_bytes date)
{
    struct scan scan = {date.data, date.data ? date.data + date.size : NULL};
    while (scan.at < scan.end && (scan.end[-1] == ' ' || scan.end[-1] == '\t' || scan.end[-1] == '\r' || scan.end[-1] == '\n'))
        scan.end--;
    while (scan.at < scan.end && (*scan.at == '\n' || *scan.at == '\r'))
        scan.at++;
    return moment_of_rest(scan, true);
}

/* In another language, or with words before it. */
static struct moment moment_of_words(struct wirecopy_bytes date)
{
    char room[DATE_BYTES];
    bool timed;
    struct moment moment = moment_of_ascii(date_in_english(date, room, &timed));
    if (!timed)
        moment.minute = NO_MINUTE;
    return moment;
}

struct moment moment_of_date(struct wirecopy_bytes date)
{
    char room[DATE_BYTES];
    struct moment moment = moment_of_ascii(is_ascii(date) ? date : date_in_ascii(date, room));
    return moment.day == NO_DAY && date.size > 0 ? moment_of_words(date) : moment;
}
