/*
 * Dates. Takes: a date as somebody wrote it. Gives: its calendar day as written, whatever its zone, and its time of day.
 * Promises: what is not surely a day is NO_DAY. Does not know: the clock, and which dates are likely.
 */
#ifndef WIRECOPY_READ_DATES_H
#define WIRECOPY_READ_DATES_H

#include "read/reader.h"

/* day: days since 1970-01-01, years 1 to 9999. minute: from the beginning of that day to the moment in UTC, below 0 and over 1,440 too. */
struct moment {
    int32_t day;    /* NO_DAY */
    int32_t minute; /* NO_MINUTE where no time is written, or none that can be read */
};

/*
 * Reads ISO 8601 ("2016-11-01T10:00:00.5+04:00", "20161101T1000Z", "2016/11/01 10:00", week dates "2016-W44-2" and ordinal ones
 * "2016-306"), RFC 2822 ("Sun, 18 Feb 2018 21:35:43 +0400", its named zones too), asctime ("Sun Feb 18 21:35:43 2018"),
 * "26-FEB-1987 15:01:01.79", "18.02.18", "18.02.2018" and "18. 2. 2018" (the day first), "2018. 2. 18.", "2018年2月18日" and
 * "2018년 2월 18일", "13/2/2018" and "2/13/2018" (where only one reading is a day, or both the same), "November 1, 2016 at 10 p.m.",
 * "1 November 2016", "10:00, 1 November 2016", "2016 November 1", the same in the languages of date_words.c, with words before the first number
 * too ("le 5 mars 2020"), and Unix times of 9 to 11 digits (seconds) or 12 and 13 (milliseconds), whose day is that of UTC. A year of two
 * digits is 1969 to 2068, as in strptime. A time without a zone, or with one that has no one meaning, is taken for UTC.
 */
struct moment moment_of_date(struct wirecopy_bytes date);

#endif
