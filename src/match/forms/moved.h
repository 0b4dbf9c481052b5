/* Numbers of one text that stand in another text too, wherever or among the same neighbours. Private to this room. */
#ifndef WIRECOPY_MATCH_FORMS_MOVED_H
#define WIRECOPY_MATCH_FORMS_MOVED_H

#include "match/forms/align.h"
#include "text/fold/fold.h"

static inline bool is_number(uint32_t word)
{
    return word & WORD_HAS_DIGIT;
}

/* Which numbers a text has, by some bits of each: a number whose bit is not set is not there. */
enum { NUMBER_BITS = 1024 };
struct number_filter {
    uint64_t bits[NUMBER_BITS / 64];
};
void number_filter_fill(struct number_filter *filter, const struct word_list *text);

/* So many numbers of a part of a text does the other text certainly not have. */
size_t count_missing(const struct number_filter *other, const uint32_t *words, size_t begin, size_t end);

/* Says by place of a text whether a number stands in a triple of the other text too; sets *any where one does. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status find_moved(struct alignment_room *room, const struct word_list *text, const struct word_list *other, struct buffer *moved,
                                bool *any);

#endif
