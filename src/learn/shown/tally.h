/*
 * Common shingles counted where they stand. Takes: groups, in any order, with their shingles. Gives: a draft for each common shingle that some
 * group has. Promises: the same ones as sorting all occurrences. Does not know: texts. Private to this room.
 */
#ifndef WIRECOPY_LEARN_SHOWN_TALLY_H
#define WIRECOPY_LEARN_SHOWN_TALLY_H

#include "learn/shown/gathering.h"

/* Bits for the days and outlets of each, rank by rank. */
struct tally;

/*
 * *tally_out is NULL, and nothing failed, where it would take more than so many bytes: there are very many days and outlets. Errors:
 * WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status tally_create(const struct left_out *left_out, const struct common *common, uint64_t most_bytes, struct tally **tally_out);
void tally_free(struct tally *tally);

/* Counts those of a group, which is asked once. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status tally_group(struct tally *tally, uint32_t rank, const uint64_t *shingles, size_t count);

/* Adds the drafts, in order of their shingles. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status tally_put(const struct tally *tally, struct gathering *g);

#endif
