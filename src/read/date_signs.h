/*
 * Dates with signs for year, month and day ("2024年3月31日", "2024년 3월 31일"), digits of other scripts, wide characters, or dashes and
 * blanks that are not ASCII. Takes: such a date. Gives: the same in ASCII. Promises: what has no meaning in a date stays one character that
 * is none of a date's. Does not know: what the numbers say.
 */
#ifndef WIRECOPY_READ_DATE_SIGNS_H
#define WIRECOPY_READ_DATE_SIGNS_H

#include "read/reader.h"

/* No date is longer; what stands behind is cut off. */
enum { DATE_BYTES = 128 };

struct wirecopy_bytes date_in_ascii(struct wirecopy_bytes date, char room[DATE_BYTES]);

#endif
