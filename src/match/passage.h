/*
 * Passages. Takes: a pair of groups below the match rule. Gives: whether they share a passage. Promises: the same answer whichever
 * comes first. Does not know: who asks.
 */
#ifndef WIRECOPY_MATCH_PASSAGE_H
#define WIRECOPY_MATCH_PASSAGE_H

#include "match/verify.h"

/*
 * A passage is at least 30 shared shingles, 20 of them in a row: 22 words, about a sentence. Thirty alone are scattered phrases
 * in scripts without spaces, where three characters in a row are often the same.
 */
enum { PASSAGE_SHINGLES = 30, PASSAGE_RUN = 20 };

/* The buffers of one thread. {0} at first. */
struct passage_room {
    struct set_room stream, set;
};
void passage_room_release(struct passage_room *room);

/* Whether the two groups of a match, which were verified, share a passage. Cost: n log n of the texts where enough is shared. */
enum wirecopy_status passage_shared(const struct sets *sets, struct passage_room *room, const struct match *match, bool *shared_out);

#endif
