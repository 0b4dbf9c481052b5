/*
 * Sets and sieves of hashes. Takes: 64-bit hashes. Gives: whether one is in the set; whether one was met often. Promises:
 * a set is exact; a sieve never forgets, but may count too many. Does not know: what was hashed.
 */
#ifndef WIRECOPY_BASE_SET_H
#define WIRECOPY_BASE_SET_H

#include "base/memory.h"

/* A set of 64-bit hashes, open addressing; {0} is an empty one. Any number of readers where nobody adds. */
struct hash_set {
    uint64_t *places; /* 0: free */
    size_t mask, count;
    bool has_zero;
};

enum wirecopy_status hash_set_add(struct hash_set *set, uint64_t hash);
/* Adds all of another set. */
enum wirecopy_status hash_set_add_all(struct hash_set *set, const struct hash_set *other);
/* Adds what is in one of two sets and not in the other. */
enum wirecopy_status hash_set_add_differing(struct hash_set *set, const struct hash_set *one, const struct hash_set *other);
void hash_set_release(struct hash_set *set);

static inline bool hash_set_has(const struct hash_set *set, uint64_t hash)
{
    if (set->count == 0)
        return false;
    if (hash == 0)
        return set->has_zero;
    for (size_t i = hash & set->mask;; i = (i + 1) & set->mask) {
        if (set->places[i] == hash)
            return true;
        if (set->places[i] == 0)
            return false;
    }
}

/* Has the place of a hash that will be asked for brought near, where the set may be larger than the caches. */
static inline void hash_set_prefetch(const struct hash_set *set, uint64_t hash)
{
    if (set->count > 0)
        __builtin_prefetch(&set->places[hash & set->mask]);
}

/* Counts hashes in a table without their names: what was added n times is counted at least n, up to SIEVE_MOST. */
struct sieve {
    uint8_t *counts;
    size_t mask;
};
enum { SIEVE_MOST = UINT8_MAX };

/* expected: hashes to come; the table has some two places each, but at most memory_bytes (at least 64 KiB). threads: that make it. */
enum wirecopy_status sieve_init(struct sieve *sieve, uint64_t expected, uint64_t memory_bytes, uint32_t threads);
void sieve_release(struct sieve *sieve);

/* The memory that sieve_init takes. */
uint64_t sieve_size(uint64_t expected, uint64_t memory_bytes);

/* Has the place of a hash that will be added or asked for brought near: a sieve is larger than the caches. */
static inline void sieve_prefetch(const struct sieve *sieve, uint64_t hash)
{
    __builtin_prefetch(&sieve->counts[hash & sieve->mask]);
}

static inline void sieve_add(struct sieve *sieve, uint64_t hash)
{
    uint8_t *count = &sieve->counts[hash & sieve->mask];
    *count = (uint8_t)(*count + (*count != SIEVE_MOST));
}

/* As so many sieve_add. */
static inline void sieve_add_times(struct sieve *sieve, uint64_t hash, uint32_t times)
{
    uint8_t *count = &sieve->counts[hash & sieve->mask];
    *count = times < (uint32_t)SIEVE_MOST - *count ? (uint8_t)(*count + times) : SIEVE_MOST;
}

static inline bool sieve_met(const struct sieve *sieve, uint64_t hash, uint32_t times)
{
    return sieve->counts[hash & sieve->mask] >= times;
}

/* A bit for each place, as shingle_find_kernel asks for it: whether it was met so often; times: 1 to 128. An eighth of the memory to look at. */
void sieve_met_bits(const struct sieve *sieve, uint32_t times, uint64_t *bits);

#endif
