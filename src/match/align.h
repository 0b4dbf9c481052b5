/* Alignment of two word sequences by a longest common subsequence, to see whether their numbers differ. Private to this room. */
#ifndef WIRECOPY_MATCH_ALIGN_H
#define WIRECOPY_MATCH_ALIGN_H

#include "base/memory.h"

/* Longer texts are not aligned: the table of one pair would pass 2 MiB. */
enum { ALIGNED_WORDS_MOST = 4000 };

/* A gap whose numbers differ: words of a from begin_a up to end_a, and of b. */
struct aligned_gap {
    uint32_t begin_a, end_a, begin_b, end_b;
};

struct alignment_room {
    struct buffer rows, positions;
    struct buffer *gaps;    /* NULL, or where the gaps of the last call go, struct aligned_gap */
    size_t same, different; /* S and D of the last call; 0 where D could not reach 2 and no gaps were asked for */
};
void alignment_room_release(struct alignment_room *room);

/*
 * Whether the numbers of two texts differ: aligned by a longest common subsequence, where ties advance in a, S counts the
 * aligned words with a digit; in each gap of 1 to 8 words on both sides, D grows by the smaller count of such words less
 * those that both sides have; all this from the first to the last run of 4 aligned words, where there is one. True where
 * D >= 2 and D >= 0.3 (S + D). Both texts have at most ALIGNED_WORDS_MOST words.
 *
 * Cost: a x b / 64 steps (Crochemore et al. 2001; Hyyro 2004).
 */
enum wirecopy_status numbers_differ(struct alignment_room *room, const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count,
                                    bool *differ_out);

#endif
