/*
 * Others: the upper bits of the shingles without a bit, at hand in memory. Takes: those of outlines as they are made. Gives: for most pairs, that
 * they share none of these. Promises: never so where they do. Does not know: the shingles that have a bit.
 * Private to this room.
 *
 * Of 200,000 copies of one story few have any shingle in common that is not most copies': two cores and these then say all that they share.
 */
#ifndef WIRECOPY_MATCH_SETS_OTHERS_H
#define WIRECOPY_MATCH_SETS_OTHERS_H

#include "base/storage/scratch.h"

/* The upper bits of one group's, each a bit here; that of most pairs is the last pair's too. One thread's; set rank to UINT32_MAX and all else to 0 first. */
enum { OTHERS_MOST_NOTED = 192 };
struct upper_filter {
    uint64_t bits[(1 << 16) / 64];
    uint16_t noted[OTHERS_MOST_NOTED];
    size_t count;
    uint32_t rank, last_b; /* whose they are, and the second of the last pair */
};

/* Which of a pair is noted, as pairs of one come one behind the other: the first, else the second. It is to be noted then, unless it is already. */
static inline bool upper_filter_takes_first(const struct upper_filter *filter, uint32_t a, uint32_t b)
{
    return filter->rank == a || (filter->rank != b && filter->last_b != b);
}

/* Notes those of a group, OTHERS_MOST_NOTED at the most, in place of the last one's. */
void upper_filter_note(struct upper_filter *filter, uint32_t rank, const uint16_t *upper, size_t count);

static inline bool upper_filter_has(const struct upper_filter *filter, uint16_t upper)
{
    return filter->bits[upper / 64] >> upper % 64 & 1;
}

struct others;

/* Room for those of so many groups, none put. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status others_create(struct scratch_space *space, uint32_t count, struct others **others_out);
void others_free(struct others *others);

/*
 * Puts those of a group, OTHERS_MOST_NOTED at the most, behind those of the rank before; upper is NULL where they are not known. What memory does not
 * hold is as if it were not known. One thread at a time. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status others_put(struct others *others, uint32_t rank, const uint16_t *upper, size_t count);

/* The memory that those of the ranks behind one will take, as far as those up to it tell. */
uint64_t others_expected(const struct others *others, uint32_t rank);

/* Whether two surely share none. */
bool others_are_apart(const struct others *others, struct upper_filter *filter, uint32_t a, uint32_t b);

/* Has those of one that will be looked at soon brought near. */
void others_prefetch(const struct others *others, uint32_t rank);

#endif
