/* From sets to keys, and from keys to the pairs that meet. Private to this room. */
#ifndef WIRECOPY_MATCH_JOINING_H
#define WIRECOPY_MATCH_JOINING_H

#include "match/candidates.h"

/* The keys of all groups, dealt by their lowest bits; what is left of a key stands above the rank. */
struct keys {
    struct distribution bands, sampled;
    unsigned band_part_bits, sampled_part_bits; /* 2^bits parts a band, and in all */
};
void keys_release(struct keys *keys);

/* The bits of a rank, and the parts into which the pairs that meet are dealt. */
enum wirecopy_status candidates_make_parts(struct candidates *candidates);

/* Once all are dealt: parts that memory does not hold, as those of the ranks through which crowds are joined, become several. */
enum wirecopy_status candidates_dealt(struct candidates *candidates);

/*
 * The part of a smaller rank: 2^part_bits ranks each, but narrower ones for the least, of which each doubling has so many: crowds are joined through
 * their least ranks, so that those of each doubling have as many pairs.
 */
enum { DOUBLING_BITS = 5 };

static inline size_t candidates_part_of(const struct candidates *candidates, uint32_t rank)
{
    unsigned bits = rank >> DOUBLING_BITS > 1 ? 31 - DOUBLING_BITS - (unsigned)__builtin_clz(rank) : 0;
    if (bits > candidates->part_bits)
        bits = candidates->part_bits;
    return ((size_t)bits << DOUBLING_BITS) + (rank >> bits);
}

/* Deals a pair that met to its part. */
static inline enum wirecopy_status candidates_deal(struct candidates *candidates, uint64_t met)
{
    return distribution_add(&candidates->pairs, candidates_part_of(candidates, (uint32_t)(met >> 1 >> candidates->rank_bits)), met);
}

/* A bucket with more articles than this is joined through anchors: its pairs are too many, and most meet elsewhere too. */
enum { GIANT_BUCKET = 64, GIANT_ANCHORS = 4, CROWD_ANCHORS = 2 };

/* Known pairs that make a part. */
enum { KNOWN_A_PART = 4096 };

/* sketching.c: fills keys and candidates->keys, in one walk over the words. */
enum wirecopy_status keys_make(struct keys *keys, struct candidates *candidates, uint64_t seed, minhash_kernel *kernel);

/* joining.c: adds the pairs that meet to candidates->pairs; keys are gone as soon as they are joined, and their scratch with them. */
enum wirecopy_status keys_join(struct keys *keys, struct candidates *candidates);

#endif
