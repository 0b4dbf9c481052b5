/* Sixteen components at a time in two registers of AVX2; their minima stay there over all shingles. */
#include "sketch/minhash.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i load(const uint32_t *from)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)from);
}

AVX2 static inline void store(uint32_t *to, __m256i value)
{
    _mm256_storeu_si256((__m256i *)(void *)to, value);
}

AVX2 void minhash_avx2(const struct family *family, const uint64_t *shingles, size_t count, uint32_t *minima)
{
    for (size_t c = 0; c < family->components; c += 16) { /* a multiple of 16: see family_init */
        __m256i a0 = load(family->a + c), b0 = load(family->b + c), least0 = load(minima + c);
        __m256i a1 = load(family->a + c + 8), b1 = load(family->b + c + 8), least1 = load(minima + c + 8);
        for (size_t s = 0; s < count; s++) {
            __m256i x = _mm256_set1_epi32((int)(shingles[s] >> 32));
            least0 = _mm256_min_epu32(least0, _mm256_add_epi32(b0, _mm256_mullo_epi32(a0, x)));
            least1 = _mm256_min_epu32(least1, _mm256_add_epi32(b1, _mm256_mullo_epi32(a1, x)));
        }
        store(minima + c, least0);
        store(minima + c + 8, least1);
    }
}
#endif
