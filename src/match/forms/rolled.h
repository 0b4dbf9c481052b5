/* Numbers that roll on from one issue of a form to the next. Private to this room. */
#ifndef WIRECOPY_MATCH_FORMS_ROLLED_H
#define WIRECOPY_MATCH_FORMS_ROLLED_H

#include "match/forms/align.h"

/*
 * Whether two texts are issues of a form of which the later says what the former said, beside what is new: aligned with their numbers masked,
 * S counts the places that have the same number, in runs of which 4 words are no numbers, and D, of either text, those that have
 * a number which the other text, or the whole that it is a part of, has nowhere; the smaller D counts. True where D >= least and
 * D >= 0.3 (S + D). Of a text that was cut or put in another order the other has every number. Both have at most ALIGNED_WORDS_MOST words.
 *
 * Cost: n log n; for few pairs that of an alignment. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status numbers_rolled(struct alignment_room *room, struct word_list a, struct word_list b, size_t least, bool *rolled_out);

#endif
