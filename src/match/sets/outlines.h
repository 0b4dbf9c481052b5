/*
 * Outlines: briefs of which the shingles that most of the corpus has are one bit each. Takes: briefs. Gives: how many shingles two
 * groups share. Promises: the number that their sets give. Does not know: what is a match.
 * Private to this room.
 *
 * Of 200,000 copies of one story each has some hundred of the same few hundred shingles, and some of its own. A fraction of a brief tells
 * what two share, so that a fraction of the memory is read.
 */
#ifndef WIRECOPY_MATCH_SETS_OUTLINES_H
#define WIRECOPY_MATCH_SETS_OUTLINES_H

#include "match/sets/briefs.h"
#include "match/sets/cores.h"
#include "match/sets/others.h"

/* Shingles from the beginning whose bits are at hand: where two texts begin to be alike, and whether they open alike, is mostly told by them. */
enum { OUTLINE_EARLY = 64 };

/* An article with more shingles that have no bit has no outline. */
enum { OUTLINE_OTHERS_MOST = OTHERS_MOST_NOTED, OUTLINE_IS_OTHER = 1 << 15 };

struct outline {
    uint32_t rank;
    struct brief brief; /* without its shingles and its words; their counts are right */
    const uint64_t *bits;
    size_t words;           /* of bits */
    const uint64_t *others; /* shingles that have no bit, in order of the text */
    const uint16_t *upper;  /* bits of each of them */
    size_t other_count;
    const uint16_t *early; /* of the first shingles: from 1 the number of its bit, or its place in others above OUTLINE_IS_OTHER */
    uint32_t late_at;      /* where the same of those behind OUTLINE_EARLY stand */
};

struct outlines;

/*
 * Makes those of the first count groups, of which briefs were made; *outlines_out is NULL where few shingles are most of these. Errors: WIRECOPY_IO,
 * WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status outlines_begin(const struct briefs *briefs, const struct sets *sets, uint32_t count, struct outlines **outlines_out);
void outlines_free(struct outlines *outlines);

/* Bytes of those that are made, but for what is seldom asked for, which leaves so many bytes of memory to others. */
uint64_t outlines_bytes(const struct outlines *outlines);
void outlines_yield(struct outlines *outlines, uint64_t bytes);

/*
 * Appends the outline of a brief to blob, nothing where it has too many others, and notes its core; form: its group is a form. Any number of threads.
 * Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status outlines_append(struct outlines *outlines, uint32_t rank, const struct brief *brief, bool form, struct buffer *blob);

/* Puts what was appended of a group and its outlet behind that of the rank before. One thread at a time. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status outlines_put(struct outlines *outlines, uint32_t rank, char *blob, size_t size, uint64_t source);

/* Shows the outline of a group, good until the room is used again; *found_out is false where there is none. As briefs_view. */
enum wirecopy_status outlines_view(const struct outlines *outlines, uint32_t rank, struct brief_room *room, struct outline *outline_out,
                                   bool *found_out);

/* Puts the shingles of an outline into a room, in order of its text; late_room is for what is seldom asked for. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status outlines_shingles(const struct outlines *outlines, const struct outline *outline, struct buffer *late_room, struct buffer *room);

/* Has one that will be asked for soon brought near, where it is in memory. */
void outlines_prefetch(const struct outlines *outlines, uint32_t rank);

/* Their cores, NULL where there are none, and what is at hand beside them of the shingles without a bit. */
const struct cores *outlines_cores(const struct outlines *outlines);
const struct others *outlines_others(const struct outlines *outlines);

/* The shingles without a bit of one outline, by their upper bits, and those of the last pair that both have. One thread's, as upper_filter. */
struct outline_filter {
    struct upper_filter upper;
    uint64_t in_both[2][OUTLINE_OTHERS_MOST / 64]; /* by place in the others of the first and of the second */
    bool any_in_both;
};

/* How many shingles two share; noted for what is asked of the pair below. */
size_t outlines_shared(struct outline_filter *filter, const struct outline *a, const struct outline *b);

/* How many of the first shingles are at hand. */
static inline size_t outline_early(const struct outline *outline)
{
    return outline->brief.count < OUTLINE_EARLY ? outline->brief.count : OUTLINE_EARLY;
}

/* Whether the i-th of them, of one side of the pair that was compared last, is the other's too. */
bool outlines_share_early(const struct outline_filter *filter, const struct outline pair[2], size_t side, size_t i);

/*
 * Where the first two neighbours of one side stand that the other has too; its end, where there are none. Where they are not among the first
 * shingles, it is a place before theirs which is more than one in so many of all; false where there is none.
 */
bool outlines_begin_at(const struct outline_filter *filter, const struct outline pair[2], size_t side, size_t one_in, size_t *at_out);

#endif
