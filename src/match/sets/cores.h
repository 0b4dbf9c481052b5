/*
 * Cores: the bits of outlines, at hand in memory. Takes: outlines as they are made. Gives: for most copies of one story, that two are
 * copies. Promises: never so where verifying says otherwise. Does not know: the shingles without a bit.
 * Private to this room.
 *
 * To join an article to a cluster of 200,000 some thirty of these are looked at, here and there: a core is two lines of memory.
 */
#ifndef WIRECOPY_MATCH_SETS_CORES_H
#define WIRECOPY_MATCH_SETS_CORES_H

#include "base/storage/scratch.h"
#include "match/sets/briefs.h"

struct cores;

/* Room for the cores of so many groups, of so many words of bits each, none made; *cores_out is NULL where the space has no memory left for them. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status cores_create(struct scratch_space *space, uint32_t count, size_t words, struct cores **cores_out);
/* The memory that they would like of the space. */
uint64_t cores_wanted(uint32_t count, size_t words);
void cores_free(struct cores *cores);

/*
 * So many of the first shingles are looked at, at the most, for where two begin to be alike: no later may they do so that are surely not late
 * (verify.c).
 */
enum { CORE_EARLY = 27 };

/*
 * Notes one; form: its group is a form. others: how many shingles have no bit; early: the numbers from 1 of the bits of its first CORE_EARLY
 * shingles; 0, or more than there are bits: it has none. Any number of threads, each with its ranks.
 */
void cores_put(struct cores *cores, uint32_t rank, const struct brief *brief, bool form, const uint64_t *bits, uint32_t others,
               const uint16_t *early);

/* Notes an outlet that has some; 0: none. One thread at a time. */
void cores_put_outlet(struct cores *cores, uint64_t source);

/* What cores tell of two groups of one member each. */
struct core_pair {
    uint32_t size_a, size_b;
    uint32_t least, most; /* shingles that have a bit are shared, and those without may be */
    bool no_template;     /* both have no numbers to compare, and are of two outlets or one's in a row; or both are forms of one title within a day */
    bool issues;          /* both are one outlet's, days apart or under one title at one hour of two days, and not at one address */
    bool one_outlet;      /* they may be */
    bool form;            /* one at least is one */
    bool one_title;       /* of forms */
};

/*
 * Whether two may be one outlet's, as few bits of their outlets say, which are nearer at hand than cores: what is false here has no issues in
 * cores_compare.
 */
bool cores_may_be_issues(const struct cores *cores, uint32_t a, uint32_t b);

/* False where cores do not tell. */
bool cores_compare(const struct cores *cores, uint32_t a, uint32_t b, struct core_pair *pair_out);

/* Whether two neighbours among the first shingles of each of two that can be compared, or of either, are the other's too, as far as they have bits. */
bool cores_begin_early(const struct cores *cores, uint32_t a, uint32_t b, bool either);

/* How many shingles a group has; 0: it has no core. */
uint32_t cores_size(const struct cores *cores, uint32_t rank);

/* Has one that will be looked at soon brought near. */
void cores_prefetch(const struct cores *cores, uint32_t rank);

#endif
