/*
 * Keys: what makes two articles a candidate pair. Takes: a signature, a shingle set. Gives: band keys and sampled keys.
 * Promises: a key depends on the set, the plan and the seed only. Does not know: who else has the key.
 */
#ifndef WIRECOPY_SKETCH_KEYS_H
#define WIRECOPY_SKETCH_KEYS_H

#include "base/hash.h"
#include "text/shingles.h"

/* Which keys: made by the planner or by hand. */
struct plan {
    uint32_t bands, rows;    /* 0 bands: none */
    uint32_t sampled_one_in; /* a shingle in so many is a sampled key; 0: none */
    uint32_t sampled_least;  /* sampled keys that a candidate pair shares at least */
    uint32_t crowd;          /* a sampled key in more articles is not counted */
    bool all_pairs;          /* no keys: every pair is a candidate */
};

/* Three shared sampled keys are seldom chance, and 1/8 of the least match (20 shared shingles) has 2.5 of them. */
enum { SAMPLED_LEAST = 3, SAMPLED_CROWD = 200 };

/* Sets under this size have every shingle for a key: an eighth of them would be too few to share three. */
enum { SAMPLED_WHOLE = 128 };

/* The key of a band: the upper 32 bits of the XXH3 of its rows. Equal rows always meet; others by chance once in 4 billion. */
static inline uint32_t band_key(const uint32_t *minima, uint32_t band, uint32_t rows)
{
    return (uint32_t)(hash_bytes(minima + (size_t)band * rows, rows * sizeof *minima) >> 32);
}

/* Shingles up to this one are sampled keys of a set of so many (FracMinHash, Irber et al. 2022). */
static inline uint64_t sampled_limit(const struct plan *plan, size_t set_count)
{
    return set_count < SAMPLED_WHOLE ? UINT64_MAX : UINT64_MAX / plan->sampled_one_in;
}

/* Writes the plan in words, such as "64 bands of 2 rows, sampled keys of 1/8". */
void plan_describe(const struct plan *plan, char *text, size_t text_size);

#endif
