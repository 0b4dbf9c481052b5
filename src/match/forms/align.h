/* Alignment of two word sequences by a longest common subsequence, to see whether their numbers differ. Private to this room. */
#ifndef WIRECOPY_MATCH_FORMS_ALIGN_H
#define WIRECOPY_MATCH_FORMS_ALIGN_H

#include "match/forms/align_rows.h"
#include "text/shingles.h"

/* Longer texts are not aligned: the table of one pair would pass 2 MiB. */
enum { ALIGNED_WORDS_MOST = 4000 };

/* Borrowed words. */
struct word_list {
    const uint32_t *words;
    size_t count;
};

static inline bool word_list_has(const struct word_list *list, uint32_t word)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->words[i] == word)
            return true;
    return false;
}

/* Whether a text has two numbers or more: where one of two has not, their numbers do not differ. */
bool has_two_numbers(const struct word_list *text);

/* A gap whose numbers differ: words of a from begin_a up to end_a, and of b. */
struct aligned_gap {
    uint32_t begin_a, end_a, begin_b, end_b;
};

struct alignment_room {
    struct buffer rows, positions, triples, moved[2], own_gaps, masked[2];
    const struct align_kernel *kernel; /* NULL: the best that this machine runs */
    bool aligned;                      /* rows are those of the two texts at hand */
    struct shingle_index index;
    const struct word_list *wholes; /* NULL, or the two texts that a and b are parts of */
    struct buffer *gaps;            /* NULL, or where the gaps of the last call go, struct aligned_gap */
    size_t same, different;         /*
                                     * S and D of the last call; 0 where D could not reach the least, and D with what may have moved where
                                     * the answer is certain without, where no gaps were asked for
                                     */
    size_t others, early;           /* gaps of the last call without numbers, and what of D stands before all of these */
};
void alignment_room_release(struct alignment_room *room);

/*
 * Whether the numbers of two texts differ: aligned by a longest common subsequence, where ties advance in a, S counts the
 * aligned words with a digit; in each gap of 1 to 8 words on both sides, D grows by the smaller count of such words less
 * those that both sides have; all this from the first to the last run of 4 aligned words, numbers between them
 * not counted, where there is one. True where
 * D >= least and D >= 0.3 (S + D), and still so without the numbers that the other text, or the whole that it is a part of, has
 * among the same neighbours (three words in a row): these only moved. Also true, where least is 2, if D is 1 and S at most 3, and 3 such gaps or
 * more have no number, the first of them before the one that differs. least is 2 or more. Both texts have at most ALIGNED_WORDS_MOST words.
 *
 * Cost: a x b / 64 steps (Crochemore et al. 2001; Hyyro 2004).
 */
enum wirecopy_status numbers_differ(struct alignment_room *room, struct word_list a, struct word_list b, size_t least, bool *differ_out);

/* A text, all of it: which of its words are its body, its title, and the words that only its title and perhaps it have. */
struct named_text {
    struct word_list text;
    size_t body_begin;
    struct word_list title, names;
};

/*
 * Whether two texts have their own names in one place: a gap of 1 to 8 words on both sides before an aligned word, or of 1 to 16 before a
 * run of 3, shorter runs not counted, that has one of the names on either side. Words of titles alone before either's body are a headline, and no such place.
 */
enum wirecopy_status names_swapped(struct alignment_room *room, const struct named_text texts[2], bool *swapped_out);

/*
 * Numbers in the places of two texts whose numbers are masked. Takes: the words as they are, and by place whether a number is the text's own.
 * Gives: over the runs of aligned words of which 4 are no numbers, places with the same number, and of those with others how many are own.
 */
struct number_places {
    const uint32_t *words[2];
    const uint8_t *own[2];
    size_t same, own_counts[2];
};
enum wirecopy_status compare_places(struct alignment_room *room, struct word_list a, struct word_list b, struct number_places *places);

/*
 * Puts into gaps, struct aligned_gap, all gaps of 1 to 8 words on both sides from the first to the last run of so many aligned words that
 * are no numbers: where two texts say something else in one place. None where there is no such run. run is 1 or more.
 */
enum wirecopy_status find_gaps(struct alignment_room *room, struct word_list a, struct word_list b, size_t run, struct buffer *gaps);

#endif
