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

/* The bytes of the character at text, of which so many are left: at least one. */
size_t date_character(const char *text, size_t left);

/* The digit that a character beyond ASCII is; 0 where it is none. */
char date_digit(const char *text, size_t length);

/* Whether a character beyond ASCII has a meaning in dates, or is a comma or the like: it is no letter of a word. */
bool date_has_sign(const char *text, size_t length);

struct wirecopy_bytes date_in_ascii(struct wirecopy_bytes date, char room[DATE_BYTES]);

#endif
