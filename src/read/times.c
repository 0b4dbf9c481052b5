/* The time of day, as ISO 8601, RFC 2822 and people write it, and the zone behind it. */
#include "read/dates.h"
#include "read/scan.h"

enum { MINUTES_AN_HOUR = 60, MINUTES_A_DAY = 1440, MOST_ZONE_HOURS = 14 };

/* Two digits at a place; below 0 where there are none. */
static int two_digits(const char *at)
{
    return is_digit(at[0]) && is_digit(at[1]) ? (at[0] - '0') * 10 + (at[1] - '0') : -1;
}

/* "T", "at", blanks, commas; one of "-_:/|" between a date and a time, as in logs and bylines. */
static void skip_separator(struct scan *scan)
{
    struct scan before;
    skip_blanks(scan);
    before = *scan;
    if (is_letter(peek(scan))) {
        struct wirecopy_bytes word = take_word(scan);
        if (!word_is(word, "t") && !word_is(word, "at"))
            *scan = before;
    } else if (scan->end - scan->at > 1 && (scan->at[1] == ' ' || *scan->at != '-') && memchr("-_:/|", *scan->at, 5)) {
        scan->at++; /* "-05:00" right behind a day is a zone */
    }
    skip_blanks(scan);
}

/* "AM", "p.m.": moves the hour; false where that hour has none. */
static bool take_half(struct scan *scan, int *hour)
{
    struct scan rest = *scan;
    char half;
    skip_blanks(&rest);
    half = (char)(peek(&rest) | 32);
    if (half != 'a' && half != 'p')
        return true;
    rest.at++;
    take(&rest, '.');
    if ((peek(&rest) | 32) != 'm')
        return true;
    rest.at++;
    if (is_letter(peek(&rest)))
        return true;
    take(&rest, '.');
    *scan = rest;
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (half == 'p' ? 12 : 0);
    return true;
}

/* ":43", ".79", ",5": what follows the minutes of a time. */
static void skip_seconds(struct scan *scan)
{
    size_t digits;
    if (peek(scan) == ':' && scan->end - scan->at > 1 && is_digit(scan->at[1])) {
        scan->at++;
        take_number(scan, &digits);
    }
    if ((peek(scan) == '.' || peek(scan) == ',') && scan->end - scan->at > 1 && is_digit(scan->at[1])) {
        scan->at++;
        take_number(scan, &digits);
    }
}

/* "21:35:43.5", "2135", "213543", "9 pm"; bare digits are a time behind a T only. Minutes of the day; NO_MINUTE. */
static int take_clock(struct scan *scan, bool bare)
{
    size_t digits, minute_digits;
    struct scan start = *scan;
    int hour = take_number(scan, &digits), minute = 0;
    bool whole = false;
    if (hour < 0 || digits > 6 || digits % 2 > (digits == 1))
        return NO_MINUTE;
    if (digits >= 4) {
        hour = two_digits(start.at);
        minute = two_digits(start.at + 2);
        whole = bare;
    } else if (peek(scan) == ':') {
        scan->at++;
        minute = take_number(scan, &minute_digits);
        whole = minute_digits == 2;
    } else {
        whole = bare;
    }
    if (whole)
        skip_seconds(scan);
    start = *scan;
    if (!take_half(scan, &hour))
        return NO_MINUTE;
    whole |= digits < 4 && scan->at != start.at;
    if (!whole || hour > 24 || minute < 0 || minute > 59 || (hour == 24 && minute > 0))
        return NO_MINUTE;
    return hour * MINUTES_AN_HOUR + minute;
}

/* Zones whose names mean one thing: those of RFC 2822 and the common ones elsewhere. False where it is none of them. */
static bool zone_named(struct wirecopy_bytes name, int *minutes)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"z", 0},    {"gmt", 0},  {"utc", 0},  {"ut", 0},   {"wet", 0},   {"edt", -4},  {"est", -5},  {"cdt", -5}, {"cst", -6},
                 {"mdt", -6}, {"mst", -7}, {"pdt", -7}, {"pst", -8}, {"bst", 1},   {"west", 1},  {"cet", 1},   {"mez", 1},  {"cest", 2},
                 {"mesz", 2}, {"eet", 2},  {"sast", 2}, {"eest", 3}, {"msk", 3},   {"trt", 3},   {"pkt", 5},   {"ict", 7},  {"wib", 7},
                 {"hkt", 8},  {"sgt", 8},  {"jst", 9},  {"kst", 9},  {"aest", 10}, {"aedt", 11}, {"nzst", 12}, {"nzdt", 13}};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (word_is(name, zones[i].name)) {
            *minutes = zones[i].hours * MINUTES_AN_HOUR;
            return true;
        }
    return false;
}

/* "+04:00", "-0500", "+3": minutes; 0, and nothing taken, where none stands there. */
static int take_offset(struct scan *scan)
{
    struct scan rest = *scan;
    size_t digits, minute_digits = 2;
    bool negative = peek(scan) == '-';
    int hours, minutes = 0;
    if (!take(&rest, '-') && !take(&rest, '+'))
        return 0;
    hours = take_number(&rest, &digits);
    if (digits == 4) {
        minutes = hours % 100;
        hours /= 100;
    } else if (digits <= 2 && take(&rest, ':')) {
        minutes = take_number(&rest, &minute_digits);
    }
    if (hours < 0 || (digits > 2 && digits != 4) || minute_digits != 2 || hours > MOST_ZONE_HOURS || minutes < 0 || minutes > 59)
        return 0;
    *scan = rest;
    minutes += hours * MINUTES_AN_HOUR;
    return negative ? -minutes : minutes;
}

/* "Z", " +0400", " GMT", " GMT+0400", " EST". */
static int take_zone(struct scan *scan)
{
    struct scan rest = *scan;
    int minutes = 0;
    while (peek(&rest) == ' ' || peek(&rest) == '\t')
        rest.at++;
    *scan = rest;
    if (is_letter(peek(&rest)) && zone_named(take_word(&rest), &minutes))
        *scan = rest;
    return minutes + take_offset(scan);
}

int take_time(struct scan *scan)
{
    const char *begin = scan->at;
    bool bare;
    int minute;
    skip_separator(scan);
    bare = scan->at == begin || (scan->at[-1] | 32) == 't'; /* "20161101150000", "20161101T1500" */
    minute = take_clock(scan, bare);
    return minute == NO_MINUTE ? NO_MINUTE : minute - take_zone(scan);
}
