/* Sets too large to be kept, as bits. Private to this room. */
#ifndef WIRECOPY_MATCH_SETS_LARGE_H
#define WIRECOPY_MATCH_SETS_LARGE_H

#include "learn/huge.h"
#include "match/sets/briefs.h"

/*
 * Two bits a shingle: most of what meets a huge article shares some phrases and no more, and is told so by the bits of its own
 * shingles. Bits that several shingles have make a pair look more alike, never less, so that whoever is apart by the bits is.
 */
struct large_set {
    uint32_t rank;
    bool used;
    uint64_t *bits;
    unsigned shift; /* of a hash, to the number of its bit */
    size_t count;
    const struct huge_set *huge; /* its shingles, in scratch, and what follows is there; NULL: it is not huge */
    struct brief brief;          /* without them and without words; their counts are right */
    struct seen_room room;       /* what the brief is seen as */
};

/* Few articles are so large; of those that share a place the last counts. {0} has none. */
enum { LARGE_SETS = 8, LARGE_LEAST = 1 << 16 };
struct large_sets {
    struct large_set places[LARGE_SETS];
};

/* Remembers a set. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status large_sets_note(struct large_sets *sets, uint32_t rank, const uint64_t *shingles, size_t count);

/* Makes the set of a huge text, which never is in memory, and remembers it. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status large_sets_make(struct large_sets *large, const struct sets *sets, uint32_t rank);

/* How many shingles, which are distinct, a huge text has. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status large_set_shared(const struct large_set *large, const uint64_t *shingles, size_t count, size_t *shared_out);

/* The set of a rank, NULL where it is not remembered. */
static inline const struct large_set *large_sets_find(const struct large_sets *sets, uint32_t rank)
{
    const struct large_set *large = &sets->places[rank % LARGE_SETS];
    return large->used && large->rank == rank ? large : NULL;
}

/* How many of the shingles it may have: no fewer than it has. */
size_t large_set_shared_most(const struct large_set *large, const uint64_t *shingles, size_t count);

void large_sets_release(struct large_sets *sets);

#endif
