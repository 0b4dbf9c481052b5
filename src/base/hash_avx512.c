/* XXH3 of long inputs with AVX-512: see hash_long.h; and its formula for 8 bytes in eight lanes. */
#include "base/hash_long.h"

#if defined(__x86_64__)

#include <immintrin.h>

HASH_LONG(avx512)

#define TARGET __attribute__((target("avx512f,avx512dq")))

TARGET static inline __m512i all(uint64_t value)
{
    return _mm512_set1_epi64((long long)value);
}

TARGET void hash_pairs_avx512(const uint32_t *pairs, size_t count, uint32_t *upper_halves)
{
    __m512i secret = all(XXH_readLE64(XXH3_kSecret + 8) ^ XXH_readLE64(XXH3_kSecret + 16)), factor = all(UINT64_C(0x9FB21C651E98DF25));
    for (size_t i = 0; i < count; i += 8) {
        __mmask8 there = (__mmask8)(count - i < 8 ? (1U << (count - i)) - 1 : 0xFFU);
        __m512i h = _mm512_xor_si512(_mm512_rol_epi64(_mm512_maskz_loadu_epi64(there, pairs + 2 * i), 32), secret);
        h = _mm512_xor_si512(h, _mm512_xor_si512(_mm512_rol_epi64(h, 49), _mm512_rol_epi64(h, 24)));
        h = _mm512_mullo_epi64(h, factor);
        h = _mm512_xor_si512(h, _mm512_add_epi64(_mm512_srli_epi64(h, 35), all(2 * sizeof *pairs)));
        h = _mm512_mullo_epi64(h, factor);
        h = _mm512_xor_si512(h, _mm512_srli_epi64(h, 28));
        _mm512_mask_cvtepi64_storeu_epi32(upper_halves + i, there, _mm512_srli_epi64(h, 32));
    }
}

#endif
