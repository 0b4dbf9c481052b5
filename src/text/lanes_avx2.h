/*
 * XXH3 in four lanes of AVX2: its steps, and its formula for 9 to 16 bytes. Gives: the bits of XXH3, lane by lane. Does not know: what is hashed.
 * Private to the kernels of words, lines and shingles.
 */
#ifndef WIRECOPY_TEXT_LANES_AVX2_H
#define WIRECOPY_TEXT_LANES_AVX2_H

#include <immintrin.h>

#include "base/hash.h"

#define LANES __attribute__((target("avx2,bmi,bmi2,popcnt"))) static inline

LANES __m256i load(const void *from)
{
    return _mm256_loadu_si256((const __m256i *)from);
}

LANES void store(void *to, __m256i v)
{
    _mm256_storeu_si256((__m256i *)to, v);
}

LANES __m256i all(uint64_t value)
{
    return _mm256_set1_epi64x((long long)value);
}

/* h ^ h >> bits */
LANES __m256i fold_down(__m256i h, int bits)
{
    return _mm256_xor_si256(h, _mm256_srli_epi64(h, bits));
}

/* The lower half of a product with a constant: the two products of halves that count in its upper half are made by one multiplication. */
LANES __m256i multiply(__m256i h, uint64_t factor)
{
    __m256i cross = _mm256_mullo_epi32(h, all(factor >> 32 | factor << 32));
    cross = _mm256_add_epi32(_mm256_slli_epi64(cross, 32), _mm256_and_si256(cross, all(~(uint64_t)UINT32_MAX)));
    return _mm256_add_epi64(_mm256_mul_epu32(h, all(factor)), cross);
}

/* Both halves of the 128-bit products, one xor the other. */
LANES __m256i multiply_and_fold(__m256i a, __m256i b)
{
    __m256i a_high = _mm256_srli_epi64(a, 32), b_high = _mm256_srli_epi64(b, 32);
    __m256i low = _mm256_mul_epu32(a, b), cross = _mm256_mul_epu32(a_high, b), other = _mm256_mul_epu32(a, b_high),
            high = _mm256_mul_epu32(a_high, b_high);
    __m256i middle = _mm256_add_epi64(_mm256_add_epi64(_mm256_srli_epi64(low, 32), _mm256_blend_epi32(cross, _mm256_setzero_si256(), 0xAA)), other);
    high = _mm256_add_epi64(_mm256_add_epi64(high, _mm256_srli_epi64(cross, 32)), _mm256_srli_epi64(middle, 32));
    low = _mm256_blend_epi32(low, _mm256_slli_epi64(middle, 32), 0xAA);
    return _mm256_xor_si256(low, high);
}

LANES __m256i swap_bytes(__m256i v)
{
    return _mm256_shuffle_epi8(v, _mm256_set_epi8(8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4,
                                                  5, 6, 7));
}

static inline uint64_t secret_64(size_t at)
{
    return XXH_readLE64(XXH3_kSecret + at);
}

/* Of 9 to 16 bytes, of which the first eight and the last eight are given; before the last fold_down by 32. */
LANES __m256i hash_9_to_16(__m256i first, __m256i last, __m256i size)
{
    __m256i low = _mm256_xor_si256(first, all(secret_64(24) ^ secret_64(32)));
    __m256i high = _mm256_xor_si256(last, all(secret_64(40) ^ secret_64(48)));
    __m256i hash = _mm256_add_epi64(_mm256_add_epi64(size, swap_bytes(low)), high);
    hash = _mm256_add_epi64(hash, multiply_and_fold(low, high));
    return multiply(fold_down(hash, 37), UINT64_C(0x165667919E3779F9));
}

#endif
