/*
 * Four words of a row at a time; which lanes are carried into is told from their masks by one addition, as with AVX-512. Rows of up to 16 words stay
 * in registers from one to the next. One addition waits for the row before it, so rows of one or two words take less time without vectors.
 */
#include "match/forms/align_rows.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))

enum { LANES = 4, SHORT_VECTORS = 4, PORTABLE_WIDTH = 2 };

AVX2 static inline __m256i load(const void *from)
{
    return _mm256_loadu_si256((const __m256i *)from);
}

AVX2 static inline void store(uint64_t *to, __m256i lanes)
{
    _mm256_storeu_si256((__m256i *)(void *)to, lanes);
}

/* A bit a lane: the uppermost of each. */
AVX2 static inline unsigned uppermost(__m256i lanes)
{
    return (unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(lanes));
}

/* All bits of the lanes that a mask names. */
static const int64_t named_lanes[1 << LANES][LANES] = {
    {0, 0, 0, 0},  {-1, 0, 0, 0},  {0, -1, 0, 0},  {-1, -1, 0, 0},  {0, 0, -1, 0},  {-1, 0, -1, 0},  {0, -1, -1, 0},  {-1, -1, -1, 0},
    {0, 0, 0, -1}, {-1, 0, 0, -1}, {0, -1, 0, -1}, {-1, -1, 0, -1}, {0, 0, -1, -1}, {-1, 0, -1, -1}, {0, -1, -1, -1}, {-1, -1, -1, -1},
};

/* Lanes before what is carried into them, and which of them overflow or are full, added to those before them. */
AVX2 static inline __m256i without_carry(__m256i v, __m256i matches, unsigned shift, unsigned *over, unsigned *full)
{
    __m256i u = _mm256_and_si256(v, matches), without = _mm256_add_epi64(v, u);
    *over |= uppermost(_mm256_or_si256(u, _mm256_andnot_si256(without, v))) << shift; /* u has no bit that v has not */
    *full |= uppermost(_mm256_cmpeq_epi64(without, _mm256_set1_epi64x(-1))) << shift;
    return without;
}

AVX2 static inline __m256i with_carry(__m256i without, unsigned into, __m256i v, __m256i matches)
{
    return _mm256_or_si256(_mm256_sub_epi64(without, load(named_lanes[into % (1 << LANES)])), _mm256_andnot_si256(matches, v));
}

/* Rows of so few vectors, which the compiler knows. */
__attribute__((always_inline)) AVX2 static inline void short_rows(const uint64_t *bits, unsigned vectors, size_t stride, const uint32_t *numbers,
                                                                  size_t rows, uint64_t *table)
{
    __m256i v[SHORT_VECTORS], matches[SHORT_VECTORS], without[SHORT_VECTORS];
    for (unsigned i = 0; i < vectors; i++)
        v[i] = _mm256_set1_epi64x(-1);
    for (size_t r = rows;; r--) {
        unsigned over = 0, full = 0, into;
        for (unsigned i = 0; i < vectors; i++)
            store(table + r * stride + (size_t)i * LANES, v[i]);
        if (r == 0)
            return;
        if (numbers[r - 1] == 0)
            continue;
        for (unsigned i = 0; i < vectors; i++) {
            matches[i] = load(bits + (numbers[r - 1] - 1) * stride + (size_t)i * LANES);
            without[i] = without_carry(v[i], matches[i], i * LANES, &over, &full);
        }
        into = ((over << 1) + full) ^ full;
        for (unsigned i = 0; i < vectors; i++)
            v[i] = with_carry(without[i], into >> i * LANES, v[i], matches[i]);
    }
}

AVX2 static void long_rows(const uint64_t *bits, size_t width, const uint32_t *numbers, size_t rows, uint64_t *table)
{
    size_t stride = row_stride(width);
    for (size_t w = 0; w < width; w += LANES)
        store(table + rows * stride + w, _mm256_set1_epi64x(-1));
    for (size_t r = rows; r-- > 0;) {
        const uint64_t *after = table + (r + 1) * stride, *matches = bits + (numbers[r] ? numbers[r] - 1 : 0) * stride;
        uint64_t *row = table + r * stride;
        unsigned carry = 0;
        for (size_t w = 0; w < width && numbers[r] == 0; w += LANES)
            store(row + w, load(after + w));
        for (size_t w = 0; w < width && numbers[r] != 0; w += LANES) {
            unsigned over = 0, full = 0, sum;
            __m256i v = load(after + w), m = load(matches + w), without = without_carry(v, m, 0, &over, &full);
            sum = (over << 1 | carry) + full;
            store(row + w, with_carry(without, sum ^ full, v, m));
            carry = sum >> LANES;
        }
    }
}

AVX2 void align_rows_avx2(const uint64_t *bits, size_t width, const uint32_t *numbers, size_t rows, uint64_t *table)
{
    size_t stride = row_stride(width);
    if (width <= PORTABLE_WIDTH)
        align_rows_portable(bits, width, numbers, rows, table);
    else if (width <= LANES)
        short_rows(bits, 1, stride, numbers, rows, table);
    else if (width <= (size_t)2 * LANES)
        short_rows(bits, 2, stride, numbers, rows, table);
    else if (width <= (size_t)3 * LANES)
        short_rows(bits, 3, stride, numbers, rows, table);
    else if (width <= (size_t)SHORT_VECTORS * LANES)
        short_rows(bits, SHORT_VECTORS, stride, numbers, rows, table);
    else
        long_rows(bits, width, numbers, rows, table);
}
#endif
