/*
 * Shingle sets at hand. Takes: ranks. Gives: their sets, from briefs where those were made, else made, and kept while memory lasts.
 * Promises: two sets of a pair at once; the same sets each time. Does not know: how pairs are judged. Private to this room.
 */
#ifndef WIRECOPY_MATCH_SETS_KEEPER_H
#define WIRECOPY_MATCH_SETS_KEEPER_H

#include "match/sets/briefs.h"
#include "match/sets/large.h"

/* A set that was made lately: the members of a cluster or of a form's issues are compared again and again. */
struct kept_set {
    uint32_t rank;
    bool used;
    const uint64_t *shingles; /* distinct, in order of the text */
    size_t count;
    struct buffer room; /* what they stand in, where they were made */
    struct brief brief; /* what they are borrowed from, where has_brief */
    bool has_brief;
};

struct keeper {
    const struct sets *sets;
    const struct briefs *briefs; /* NULL: there are none */
    struct kept_set *kept;
    size_t mask;
    uint64_t bytes, bytes_most;
    struct large_sets large;    /* what was made of these once is asked before they are made again */
    struct kept_set spare;      /* for a set whose place the other of the pair takes */
    struct kept_set shown[2];   /* of briefs: of the smaller rank of a pair and of the larger */
    struct brief_room rooms[2]; /* theirs */
    struct brief_room outline_rooms[2];
    struct buffer late_room;
    struct shingle_index counting; /* of a set that is being made */
    struct set_room room;
};

/* {0} can be released. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status keeper_init(struct keeper *keeper, const struct sets *sets, const struct briefs *briefs);
void keeper_release(struct keeper *keeper);

/* The set of one rank, good until the next is asked for. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status keeper_set(struct keeper *keeper, uint32_t rank, struct kept_set **set_out);

/* The sets of a < b, both good until others are asked for. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status keeper_pair(struct keeper *keeper, uint32_t a, uint32_t b, struct kept_set *sets_out[2]);

#endif
