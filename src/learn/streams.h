/*
 * The shingles of many groups, one after the other. Takes: what is left out. Gives: each group's shingles, cut and chosen among by all threads,
 * to one visitor in order of rank. Promises: the same visits for any number of threads; a few articles at a time in memory, and of huge ones
 * a piece. Does not know: what they are for. Private to this room.
 */
#ifndef WIRECOPY_LEARN_STREAMS_H
#define WIRECOPY_LEARN_STREAMS_H

#include "learn/left_out.h"

/* Puts those of count shingles of a group that the visitor wants first, in order, and returns how many; run by any thread; of a huge group piece by piece. */
typedef size_t streams_choose(const void *context, uint32_t rank, uint64_t *shingles, size_t count);

/*
 * Shows what was chosen of a group, of a huge one piece by piece; run by one thread at a time, in order of rank. known: count, and how many shingles of
 * groups to come stand behind them, so that what is asked of those can be brought near.
 */
typedef enum wirecopy_status streams_visit(void *context, uint32_t rank, const uint64_t *shingles, size_t count, size_t known);

/* Visits the groups of ranks 0 to count - 1. choose may be NULL: all. Errors: the visitor's, and those of left_out_words. */
enum wirecopy_status streams_each(const struct left_out *left_out, uint32_t count, streams_choose *choose, streams_visit *visit, void *context);

/* The same without huge groups. */
enum wirecopy_status streams_each_but_huge(const struct left_out *left_out, uint32_t count, streams_choose *choose, streams_visit *visit,
                                           void *context);

#endif
