/*
 * Dates with words of other languages than English ("le 26 février 1987", "12 de marzo de 2019", "ngày 5 tháng 3 năm 2020"). Takes: such a
 * date. Gives: the same with the months' English names, without words that say nothing. Promises: it is taken for none where a word between
 * its numbers is not known, or names different months in different languages. Does not know: what the numbers say.
 */
#ifndef WIRECOPY_READ_DATE_WORDS_H
#define WIRECOPY_READ_DATE_WORDS_H

#include "read/date_signs.h"

/* Empty where it is none. *timed: false where a word behind the year is not known, which may say what half of the day is meant. */
struct wirecopy_bytes date_in_english(struct wirecopy_bytes date, char room[DATE_BYTES], bool *timed);

#endif
