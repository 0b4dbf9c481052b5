/*
 * Dates. Takes: a date as somebody wrote it. Gives: its calendar day as written, whatever its zone. Promises: what is not
 * surely a day is NO_DAY. Does not know: the clock.
 */
#ifndef WIRECOPY_READ_DATES_H
#define WIRECOPY_READ_DATES_H

#include "read/reader.h"

/*
 * Days since 1970-01-01, years 1 to 9999. Reads ISO 8601 ("2016-11-01T10:00:00+04:00", "20161101", "2016/11/01"), RFC 2822
 * ("Sun, 18 Feb 2018 21:35:43 +0400"), asctime ("Sun Feb 18 21:35:43 2018"), "26-FEB-1987 15:01", "18.02.18" and "18.02.2018"
 * (the day first), "13/2/2018" and "2/13/2018" (where only one reading is a day, or both the same), "November 1, 2016",
 * "1 November 2016", and Unix times of 9 to 11 digits (seconds) or 12 and 13 (milliseconds), whose day is that of UTC. A year of
 * two digits is 1969 to 2068, as in strptime.
 */
int32_t day_of_date(struct wirecopy_bytes date);

#endif
