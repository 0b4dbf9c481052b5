/*
 * Sixty-four components at a time in four registers of AVX-512, then sixteen at a time what is left; their minima stay
 * there over all shingles.
 */
#include "sketch/minhash.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f")))

AVX512 static inline __m512i lower(__m512i least, __m512i a, __m512i b, __m512i x)
{
    return _mm512_min_epu32(least, _mm512_add_epi32(b, _mm512_mullo_epi32(a, x)));
}

AVX512 void minhash_avx512(const struct family *family, const uint64_t *shingles, size_t count, uint32_t *minima)
{
    const uint32_t *a = family->a, *b = family->b;
    size_t c = 0;
    for (; c + 64 <= family->components; c += 64) {
        __m512i a0 = _mm512_loadu_si512(a + c), a1 = _mm512_loadu_si512(a + c + 16);
        __m512i a2 = _mm512_loadu_si512(a + c + 32), a3 = _mm512_loadu_si512(a + c + 48);
        __m512i b0 = _mm512_loadu_si512(b + c), b1 = _mm512_loadu_si512(b + c + 16);
        __m512i b2 = _mm512_loadu_si512(b + c + 32), b3 = _mm512_loadu_si512(b + c + 48);
        __m512i m0 = _mm512_loadu_si512(minima + c), m1 = _mm512_loadu_si512(minima + c + 16);
        __m512i m2 = _mm512_loadu_si512(minima + c + 32), m3 = _mm512_loadu_si512(minima + c + 48);
        for (size_t s = 0; s < count; s++) {
            __m512i x = _mm512_set1_epi32((int)(shingles[s] >> 32));
            m0 = lower(m0, a0, b0, x);
            m1 = lower(m1, a1, b1, x);
            m2 = lower(m2, a2, b2, x);
            m3 = lower(m3, a3, b3, x);
        }
        _mm512_storeu_si512(minima + c, m0);
        _mm512_storeu_si512(minima + c + 16, m1);
        _mm512_storeu_si512(minima + c + 32, m2);
        _mm512_storeu_si512(minima + c + 48, m3);
    }
    for (; c < family->components; c += 16) {
        __m512i a0 = _mm512_loadu_si512(a + c), b0 = _mm512_loadu_si512(b + c), m0 = _mm512_loadu_si512(minima + c);
        for (size_t s = 0; s < count; s++)
            m0 = lower(m0, a0, b0, _mm512_set1_epi32((int)(shingles[s] >> 32)));
        _mm512_storeu_si512(minima + c, m0);
    }
}
#endif
