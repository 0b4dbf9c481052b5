/*
 * The ways to hash long inputs, and many short ones. Takes: bytes. Gives: what XXH3 gives, bit for bit. Promises: the last one runs everywhere. Does not
 * know: anything else. Private to hash*.c and their test.
 */
#ifndef WIRECOPY_BASE_HASH_VARIANTS_H
#define WIRECOPY_BASE_HASH_VARIANTS_H

#include <stdbool.h>

#include "base/hash.h"

struct hash_variant {
    const char *name;
    bool (*runs)(void); /* whether this machine can */
    uint64_t (*hash)(const void *data, size_t size);
    struct hash128 (*hash_128)(const void *data, size_t size);
    void (*pairs)(const uint32_t *pairs, size_t count, uint32_t *upper_halves);
};

/* Best first. */
extern const struct hash_variant hash_variants[];
extern const size_t hash_variant_count;

uint64_t hash_long_avx2(const void *data, size_t size);
struct hash128 hash_long_128_avx2(const void *data, size_t size);
uint64_t hash_long_avx512(const void *data, size_t size);
struct hash128 hash_long_128_avx512(const void *data, size_t size);
void hash_pairs_avx512(const uint32_t *pairs, size_t count, uint32_t *upper_halves);

#endif
