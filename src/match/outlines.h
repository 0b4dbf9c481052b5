/*
 * Outlines: briefs of which the shingles that most of the corpus has are one bit each. Takes: briefs. Gives: how many shingles two
 * groups share. Promises: the number that their sets give. Does not know: what is a match.
 * Private to this room.
 *
 * Of 200,000 copies of one story each has some hundred of the same few hundred shingles, and some of its own. A fraction of a brief tells
 * what two share, so that a fraction of the memory is read.
 */
#ifndef WIRECOPY_MATCH_OUTLINES_H
#define WIRECOPY_MATCH_OUTLINES_H

#include "match/briefs.h"
#include "match/cores.h"

/* Shingles from the beginning whose bits are at hand. */
enum { OUTLINE_EARLY = 28 };

/* An article with more shingles that have no bit has no outline. */
enum { OUTLINE_OTHERS_MOST = 192 };

struct outline {
    uint32_t rank;
    struct brief brief; /* without its shingles and its words; their counts are right */
    const uint64_t *bits;
    const uint64_t *others; /* shingles that have no bit, in order */
    const uint16_t *upper;  /* bits of each of them */
    size_t other_count;
    const uint16_t *early; /* the numbers from 1 of the first shingles' bits; 0: it has none */
};

struct outlines;

/* Makes them; *outlines_out is NULL where few shingles are most groups'. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status outlines_make(const struct briefs *briefs, const struct sets *sets, struct outlines **outlines_out);
void outlines_free(struct outlines *outlines);

/* Shows the outline of a group, good until the room is used again; *found_out is false where there is none. As briefs_view. */
enum wirecopy_status outlines_view(const struct outlines *outlines, uint32_t rank, struct brief_room *room, struct outline *outline_out,
                                   bool *found_out);

/* Has one that will be asked for soon brought near, where it is in memory. */
void outlines_prefetch(const struct outlines *outlines, uint32_t rank);

/* Their cores, NULL where there are none. */
const struct cores *outlines_cores(const struct outlines *outlines);

/* The shingles without a bit of one outline, by their upper bits. One thread's; set the ranks to UINT32_MAX and all else to 0 first. */
struct outline_filter {
    uint64_t bits[(1 << 16) / 64];
    uint16_t noted[OUTLINE_OTHERS_MOST];
    size_t count;
    uint32_t rank, last_b; /* whose they are, and the second of the last pair */
};

/* How many shingles two share. */
size_t outlines_shared(const struct outlines *outlines, struct outline_filter *filter, const struct outline *a, const struct outline *b);

/* Whether two neighbours among the first shingles of one are the other's too; false where it cannot be told. */
bool outline_begins_early(const struct outline *one, const struct outline *other, size_t late_after);

#endif
