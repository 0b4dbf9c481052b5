/*
 * XXH3 in eight lanes of AVX-512: its steps, and its formula for 9 to 16 bytes. Gives: the bits of XXH3, lane by lane. Does not know: what is
 * hashed. Private to the kernels of words and shingles.
 */
#ifndef WIRECOPY_TEXT_LANES_AVX512_H
#define WIRECOPY_TEXT_LANES_AVX512_H

#include <immintrin.h>

#include "base/hash.h"

#define LANES __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,popcnt"))) static inline

LANES __m512i all(uint64_t value)
{
    return _mm512_set1_epi64((long long)value);
}

/* h ^ h >> bits */
LANES __m512i fold_down(__m512i h, unsigned bits)
{
    return _mm512_xor_si512(h, _mm512_srli_epi64(h, bits));
}

LANES __m512i multiply(__m512i h, uint64_t factor)
{
    return _mm512_mullo_epi64(h, all(factor));
}

/* Both halves of the 128-bit products, one xor the other. */
LANES __m512i multiply_and_fold(__m512i a, __m512i b)
{
    __m512i a_high = _mm512_srli_epi64(a, 32), b_high = _mm512_srli_epi64(b, 32), low_32 = all(UINT32_MAX);
    __m512i low = _mm512_mul_epu32(a, b), cross = _mm512_mul_epu32(a_high, b), other = _mm512_mul_epu32(a, b_high),
            high = _mm512_mul_epu32(a_high, b_high);
    __m512i middle = _mm512_add_epi64(_mm512_add_epi64(_mm512_srli_epi64(low, 32), _mm512_and_si512(cross, low_32)), other);
    high = _mm512_add_epi64(_mm512_add_epi64(high, _mm512_srli_epi64(cross, 32)), _mm512_srli_epi64(middle, 32));
    low = _mm512_or_si512(_mm512_and_si512(low, low_32), _mm512_slli_epi64(middle, 32));
    return _mm512_xor_si512(low, high);
}

LANES __m512i swap_bytes(__m512i v)
{
    return _mm512_shuffle_epi8(v, _mm512_set4_epi32(0x08090A0B, 0x0C0D0E0F, 0x00010203, 0x04050607));
}

static inline uint64_t secret_64(size_t at)
{
    return XXH_readLE64(XXH3_kSecret + at);
}

/* Of 9 to 16 bytes, of which the first eight and the last eight are given; before the last fold_down by 32. */
LANES __m512i hash_9_to_16(__m512i first, __m512i last, __m512i size)
{
    __m512i low = _mm512_xor_si512(first, all(secret_64(24) ^ secret_64(32)));
    __m512i high = _mm512_xor_si512(last, all(secret_64(40) ^ secret_64(48)));
    __m512i hash = _mm512_add_epi64(_mm512_add_epi64(size, swap_bytes(low)), high);
    hash = _mm512_add_epi64(hash, multiply_and_fold(low, high));
    return multiply(fold_down(hash, 37), UINT64_C(0x165667919E3779F9));
}

#endif
