/*
 * Eight words of a row at a time. Which lanes are carried into is told from their masks, of lanes that overflow and of lanes that are full and pass a
 * carry on, by one addition. Rows of up to 16 words stay in registers from one to the next; longer ones are read again where they were written.
 */
#include "match/forms/align_rows.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))

/* carry: into the first lane, and out of the last. */
AVX512 static inline __m512i next_lanes(__m512i v, __m512i matches, unsigned *carry)
{
    __m512i full = _mm512_set1_epi64(-1), u = _mm512_and_si512(v, matches), without = _mm512_add_epi64(v, u);
    unsigned over = _mm512_cmplt_epu64_mask(without, v), passing = _mm512_cmpeq_epi64_mask(without, full);
    unsigned sum = (over << 1 | *carry) + passing;
    *carry = sum >> ROW_LANES;
    return _mm512_or_si512(_mm512_mask_sub_epi64(without, (__mmask8)(sum ^ passing), without, full), _mm512_andnot_si512(u, v));
}

/* Rows of one vector or two. */
AVX512 static inline void short_rows(const uint64_t *bits, bool two, const uint32_t *numbers, size_t rows, uint64_t *table)
{
    size_t stride = two ? 2 * ROW_LANES : ROW_LANES;
    __m512i first = _mm512_set1_epi64(-1), second = first;
    for (size_t r = rows;; r--) {
        unsigned carry = 0;
        _mm512_storeu_si512(table + r * stride, first);
        if (two)
            _mm512_storeu_si512(table + r * stride + ROW_LANES, second);
        if (r == 0)
            return;
        if (numbers[r - 1] == 0)
            continue;
        first = next_lanes(first, _mm512_loadu_si512(bits + (numbers[r - 1] - 1) * stride), &carry);
        if (two)
            second = next_lanes(second, _mm512_loadu_si512(bits + (numbers[r - 1] - 1) * stride + ROW_LANES), &carry);
    }
}

AVX512 static void long_rows(const uint64_t *bits, size_t stride, const uint32_t *numbers, size_t rows, uint64_t *table)
{
    for (size_t w = 0; w < stride; w += ROW_LANES)
        _mm512_storeu_si512(table + rows * stride + w, _mm512_set1_epi64(-1));
    for (size_t r = rows; r-- > 0;) {
        const uint64_t *after = table + (r + 1) * stride, *matches = bits + (numbers[r] ? numbers[r] - 1 : 0) * stride;
        uint64_t *row = table + r * stride;
        unsigned carry = 0;
        for (size_t w = 0; w < stride; w += ROW_LANES) {
            __m512i v = _mm512_loadu_si512(after + w);
            _mm512_storeu_si512(row + w, numbers[r] ? next_lanes(v, _mm512_loadu_si512(matches + w), &carry) : v);
        }
    }
}

AVX512 void align_rows_avx512(const uint64_t *bits, size_t width, const uint32_t *numbers, size_t rows, uint64_t *table)
{
    size_t stride = row_stride(width);
    if (stride == ROW_LANES)
        short_rows(bits, false, numbers, rows, table);
    else if (stride == 2 * ROW_LANES)
        short_rows(bits, true, numbers, rows, table);
    else
        long_rows(bits, stride, numbers, rows, table);
}
#endif
