/*
 * Keys: what makes two articles a candidate pair. Takes: a signature, a shingle set. Gives: band keys and sampled keys, and how
 * many must be shared. Promises: a key depends on the set, the plan and the seed only. Does not know: who else has the key.
 */
#ifndef WIRECOPY_SKETCH_KEYS_H
#define WIRECOPY_SKETCH_KEYS_H

#include <stdbool.h>

#include "base/hash.h"
#include "base/set.h"
#include "text/shingles.h"

/* Keys that too many articles have, by their 32 bits. */
struct known_crowds {
    struct hash_set sampled, bands;
};

/* Which keys: made by the planner or by hand. */
struct plan {
    uint32_t bands, rows;    /* 0 bands: none */
    uint32_t sampled_one_in; /* a shingle in so many is a sampled key; 0: none */
    uint32_t sampled_least;  /* sampled keys that a candidate pair shares at least */
    uint32_t crowd;          /* of a sampled key in more articles not all pairs are looked at */
    bool all_pairs;          /* no keys: every pair is a candidate */

    /* NULL: who is in a crowd is counted; else it is known, so that other articles do not change it, up to KNOWN_TIMES as many */
    const struct known_crowds *known;
};
enum { KNOWN_TIMES = 8 };

/*
 * Three shared sampled keys are seldom chance, and 1/5 of the least match (20 shared shingles) has 4 of them. A key that more than 20 articles
 * have is a phrase: its pairs would be half of all, and those of a story that so many carry meet through anchors and in bands.
 */
enum { SAMPLED_LEAST = 3, SAMPLED_CROWD = 20 };

/* Articles of under so many shingles have every one for a key: a fifth of them would be too few to share three. */
enum { SAMPLED_WHOLE = 128 };

/* The key of a band: the upper 32 bits of the XXH3 of its rows. Equal rows always meet; others by chance once in 4 billion. */
static inline uint32_t band_key(const uint32_t *minima, uint32_t band, uint32_t rows)
{
    const uint32_t *first = minima + (size_t)band * rows;
    return (uint32_t)((rows == 2 ? hash_bytes(first, 2 * sizeof *first) : hash_bytes(first, rows * sizeof *first)) >> 32); /* 2: the usual number */
}

/* The keys of all bands, into room for as many. */
void band_keys(const uint32_t *minima, const struct plan *plan, uint32_t *keys);

/* Shingles up to this one are sampled (FracMinHash, Irber et al. 2022). */
static inline uint64_t sampled_limit(const struct plan *plan)
{
    return UINT64_MAX / plan->sampled_one_in;
}

/* Sampled keys of an article, those of a crowd left out: under the limit, and all of them where it has every shingle for a key. */
struct key_counts {
    uint16_t sampled, whole; /* whole is 0 where it has not; at most KEY_COUNT_MOST */
};
enum { KEY_COUNT_MOST = 4095 };

/* By how many keys the smaller article has, how many of them a match shares, four standard deviations taken off. */
struct keys_needed {
    bool any; /* false: without sampled keys nothing can be told */
    int16_t of[KEY_COUNT_MOST + 1];
};

/* How many of so many keys are shared at the least where each is with that chance, four standard deviations taken off. */
int16_t keys_shared_least(int keys, double share);

/* resemblance and containment: the match rule's. */
void keys_needed_init(struct keys_needed *needed, const struct plan *plan, double resemblance, double containment);

/* Whether a pair that met is a candidate: it shares enough sampled keys, or a band and as many of them as a match would. */
static inline bool keys_suffice(const struct keys_needed *needed, const struct plan *plan, struct key_counts a, struct key_counts b, uint32_t shared,
                                bool band)
{
    bool both_whole = a.whole && b.whole;
    uint16_t of_a = both_whole ? a.whole : a.sampled, of_b = both_whole ? b.whole : b.sampled;
    int32_t least = needed->of[of_a < of_b ? of_a : of_b];
    if (!needed->any)
        return band;
    return (band || shared >= plan->sampled_least) && (int64_t)shared >= least;
}

/* Writes the plan in words, such as "64 bands of 2 rows, sampled keys of 1/8". */
void plan_describe(const struct plan *plan, char *text, size_t text_size);

#endif
