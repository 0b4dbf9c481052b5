/*
 * Common shingles at one of two places each (Pagh and Rodler 2004, cuckoo hashing): whether a shingle is one is told by two looks that do not
 * wait for each other, and without a branch, which nobody could foretell.
 */
#include "learn/common/common.h"

/* Of the two halves of the table, each with as many places as there are shingles or more; by so much may they be larger where shingles crowd. */
enum { PLACES_LEAST = 64, WIDER_MOST = 16 };

/* So many shingles make way one for the other before it is said that there is no room. */
enum { MOVES_MOST = 64 };

/* Puts a shingle at its first place, what stood there at its other one, and so on; false where it does not end. */
static bool put(uint64_t *places, size_t mask, uint64_t shingle)
{
    for (unsigned moves = 0; moves < MOVES_MOST && shingle != 0; moves++) {
        uint64_t *place = &places[common_place(mask, shingle, moves % 2)], before = *place;
        *place = shingle;
        shingle = before;
    }
    return shingle == 0;
}

static bool put_all(const struct hash_set *shingles, uint64_t *places, size_t mask)
{
    bool all = true;
    for (size_t i = 0; i <= shingles->mask && all; i++)
        all = put(places, mask, shingles->places[i]);
    return all;
}

enum wirecopy_status common_make_places(struct common *common)
{
    size_t half = PLACES_LEAST;
    if (common->shingles.count == 0)
        return WIRECOPY_OK;
    while (half < common->shingles.count)
        half *= 2;
    for (size_t most = half * WIDER_MOST; half <= most; half *= 2) {
        common->places = memory_allocate_zero(2 * half, sizeof *common->places);
        common->places_mask = half - 1;
        if (!common->places)
            return WIRECOPY_NO_MEMORY;
        if (put_all(&common->shingles, common->places, common->places_mask))
            return WIRECOPY_OK;
        memory_free(common->places);
        common->places = NULL; /* where no table will do, the set is asked */
    }
    return WIRECOPY_OK;
}
