/* Thirty-two components at a time in four registers of AVX2, and sixteen in two where no more are left; their minima stay there over all shingles. */
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

enum { LANES = 8, VECTORS_MOST = 4 };

/* So many vectors of components, which the compiler knows, from c on. */
__attribute__((always_inline)) AVX2 static inline void some_minima(const struct family *family, size_t c, size_t vectors, const uint64_t *shingles,
                                                                   size_t count, uint32_t *minima)
{
    __m256i a[VECTORS_MOST], b[VECTORS_MOST], least[VECTORS_MOST];
    for (size_t v = 0; v < vectors; v++) {
        a[v] = load(family->a + c + v * LANES);
        b[v] = load(family->b + c + v * LANES);
        least[v] = load(minima + c + v * LANES);
    }
    for (size_t s = 0; s < count; s++) {
        __m256i x = _mm256_set1_epi32((int)(shingles[s] >> 32));
        for (size_t v = 0; v < vectors; v++)
            least[v] = _mm256_min_epu32(least[v], _mm256_add_epi32(b[v], _mm256_mullo_epi32(a[v], x)));
    }
    for (size_t v = 0; v < vectors; v++)
        store(minima + c + v * LANES, least[v]);
}

AVX2 void minhash_avx2(const struct family *family, const uint64_t *shingles, size_t count, uint32_t *minima)
{
    enum { AT_ONCE = VECTORS_MOST * LANES };
    size_t c = 0;
    for (; c + AT_ONCE <= family->components; c += AT_ONCE)
        some_minima(family, c, VECTORS_MOST, shingles, count, minima);
    if (c < family->components) /* a multiple of 16: see family_init */
        some_minima(family, c, VECTORS_MOST / 2, shingles, count, minima);
}
#endif
