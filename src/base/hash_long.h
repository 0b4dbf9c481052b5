/*
 * XXH3 of long inputs, by a file that is compiled for some instructions: xxHash chooses its own by what the compiler may use. Gives: the two
 * functions of a variant. Private to hash_*.c.
 */
#ifndef WIRECOPY_BASE_HASH_LONG_H
#define WIRECOPY_BASE_HASH_LONG_H

#include "base/hash_variants.h"

#define HASH_LONG(variant)                                                \
    uint64_t hash_long_##variant(const void *data, size_t size)           \
    {                                                                     \
        return XXH3_64bits(data, size);                                   \
    }                                                                     \
    struct hash128 hash_long_128_##variant(const void *data, size_t size) \
    {                                                                     \
        XXH128_hash_t h = XXH3_128bits(data, size);                       \
        return (struct hash128){h.high64, h.low64};                       \
    }

#endif
