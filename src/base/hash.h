/*
 * Hashes. Takes: bytes. Gives: xxHash's XXH3 of them. Promises: the same bits on every machine and in every release; no
 * other file includes xxhash.h. Does not know: what is hashed.
 *
 * The functions are inline because words and shingles are hashed by the billion.
 */
#ifndef WIRECOPY_BASE_HASH_H
#define WIRECOPY_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

struct hash128 {
    uint64_t high, low;
};

/* The same bits with the best instructions that the machine has, for inputs so long that calling another function costs nothing: see hash.c. */
enum { HASH_LONG_BYTES = XXH3_MIDSIZE_MAX + 1 };
uint64_t hash_long(const void *data, size_t size);
struct hash128 hash_long_128(const void *data, size_t size);

static inline uint64_t hash_bytes(const void *data, size_t size)
{
    return size < HASH_LONG_BYTES ? XXH3_64bits(data, size) : hash_long(data, size);
}

/* The upper halves of the hashes of so many pairs of numbers, each as hash_bytes has it of their 8 bytes in memory. */
void hash_pairs(const uint32_t *pairs, size_t count, uint32_t *upper_halves);

static inline uint64_t hash_seeded(const void *data, size_t size, uint64_t seed)
{
    return XXH3_64bits_withSeed(data, size, seed);
}

static inline struct hash128 hash_bytes_128(const void *data, size_t size)
{
    XXH128_hash_t h;
    if (size >= HASH_LONG_BYTES)
        return hash_long_128(data, size);
    h = XXH3_128bits(data, size);
    return (struct hash128){h.high64, h.low64};
}

static inline struct hash128 hash_seeded_128(const void *data, size_t size, uint64_t seed)
{
    XXH128_hash_t h = XXH3_128bits_withSeed(data, size, seed);
    return (struct hash128){h.high64, h.low64};
}

/* The counter-th number of the stream that key names: XXH3 of the counter's 8 bytes, little-endian, seeded with key. */
static inline uint64_t hash_counter(uint64_t key, uint64_t counter)
{
    return XXH3_64bits_withSeed(&counter, sizeof counter, key);
}

/* A number under bound from 32 random bits (Lemire's multiply-shift). */
static inline uint32_t hash_below(uint32_t bits, uint32_t bound)
{
    return (uint32_t)((uint64_t)bits * bound >> 32);
}

/* Eight hexadecimal digits at a time, each in a byte of its own. */
static inline void hash128_write_eight(uint32_t value, char *digits)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t eight = value;
    eight = (eight << 16 | eight) & UINT64_C(0x0000ffff0000ffff);
    eight = (eight << 8 | eight) & UINT64_C(0x00ff00ff00ff00ff);
    eight = (eight << 4 | eight) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    eight += ones * '0' + ((eight + ones * 6) >> 4 & ones) * ('a' - '0' - 10);
    if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
        eight = __builtin_bswap64(eight);
    memcpy(digits, &eight, sizeof eight);
}

/* Writes it as 32 hexadecimal digits and a 0 at the end. */
enum { HASH128_DIGITS = 32 };
static inline void hash128_write(struct hash128 hash, char digits[HASH128_DIGITS + 1])
{
    hash128_write_eight((uint32_t)(hash.high >> 32), digits);
    hash128_write_eight((uint32_t)hash.high, digits + 8);
    hash128_write_eight((uint32_t)(hash.low >> 32), digits + 16);
    hash128_write_eight((uint32_t)hash.low, digits + 24);
    digits[HASH128_DIGITS] = '\0';
}

static inline int hash128_compare(struct hash128 a, struct hash128 b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return a.low < b.low ? -1 : a.low > b.low;
}

#endif
