/* Whether text is well-formed, and where stops may be, by AVX2: 32 bytes at a time. Gives the portable kernel's bits. */
#include "text/fold/fold_kernels.h"
#include "text/fold/fold_vectors.h"
#include "text/utf8.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))

TARGET static inline __m256i load(const void *bytes)
{
    return _mm256_loadu_si256((const __m256i *)bytes);
}

TARGET static inline __m256i equal(__m256i v, uint8_t c)
{
    return _mm256_cmpeq_epi8(v, _mm256_set1_epi8((char)c));
}

/* Bytes from first to last, both ASCII; no other byte passes. */
TARGET static inline __m256i between(__m256i v, char first, char last)
{
    return _mm256_and_si256(_mm256_cmpgt_epi8(v, _mm256_set1_epi8((char)(first - 1))), _mm256_cmpgt_epi8(_mm256_set1_epi8((char)(last + 1)), v));
}

TARGET static inline uint32_t mask_of(__m256i v)
{
    return (uint32_t)_mm256_movemask_epi8(v);
}

TARGET static inline __m256i table(const uint8_t *sixteen, __m256i index)
{
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)sixteen)), index);
}

/* Errors in a block, given the one before it. */
TARGET static inline __m256i block_errors(__m256i v, __m256i previous)
{
    const __m256i nibble = _mm256_set1_epi8(0x0F);
    __m256i straddle = _mm256_permute2x128_si256(previous, v, 0x21);
    __m256i one = _mm256_alignr_epi8(v, straddle, 15), two = _mm256_alignr_epi8(v, straddle, 14), three = _mm256_alignr_epi8(v, straddle, 13);
    __m256i special = _mm256_and_si256(_mm256_and_si256(table(vectors_first_high, _mm256_and_si256(_mm256_srli_epi16(one, 4), nibble)),
                                                        table(vectors_first_low, _mm256_and_si256(one, nibble))),
                                       table(vectors_second_high, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble)));
    /* the third byte of three or four, the fourth of four: there two continuations in a row are right */
    __m256i must =
        _mm256_or_si256(_mm256_subs_epu8(two, _mm256_set1_epi8(0xE0 - 0x80)), _mm256_subs_epu8(three, _mm256_set1_epi8((char)(0xF0 - 0x80))));
    return _mm256_xor_si256(_mm256_and_si256(must, _mm256_set1_epi8((char)0x80)), special);
}

TARGET size_t fold_valid_avx2(const uint8_t *text, size_t size)
{
    __m256i errors = _mm256_setzero_si256(), previous = errors, v;
    uint8_t last[32] = {0}; /* zeros behind the end show a sequence that is cut off */
    size_t i;
    for (i = 0; size - i >= 32; i += 32) {
        v = load(text + i);
        if (mask_of(_mm256_or_si256(v, previous)))
            errors = _mm256_or_si256(errors, block_errors(v, previous));
        previous = v;
    }
    memcpy(last, text + i, size - i);
    errors = _mm256_or_si256(errors, block_errors(load(last), previous));
    return _mm256_testz_si256(errors, errors) ? size : utf8_valid(text, size);
}

/* Which bytes may be the last of a stop beyond ASCII. */
TARGET static inline __m256i wide_stops(__m256i v, __m256i before)
{
    const __m256i nibble = _mm256_set1_epi8(0x0F);
    __m256i kinds = _mm256_and_si256(table(stops_before_high, _mm256_and_si256(_mm256_srli_epi16(before, 4), nibble)),
                                     table(stops_before_low, _mm256_and_si256(before, nibble)));
    kinds = _mm256_and_si256(kinds, _mm256_and_si256(table(stops_last_high, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble)),
                                                     table(stops_last_low, _mm256_and_si256(v, nibble))));
    return _mm256_cmpgt_epi8(_mm256_min_epu8(kinds, _mm256_set1_epi8(1)), _mm256_setzero_si256());
}

TARGET size_t fold_candidates_avx2(const uint8_t *text, size_t begin, size_t end, uint32_t *positions)
{
    size_t count = 0;
    if (begin == 0 && end > 0) { /* so that every byte below has one before it */
        count = fold_candidates_portable(text, 0, 1, positions);
        begin = 1;
    }
    for (; begin < end && end - begin >= 32; begin += 32) {
        __m256i v = load(text + begin), found;
        uint32_t bits;
        found = _mm256_or_si256(_mm256_or_si256(between(v, '\n', '\r'), equal(v, '.')), _mm256_or_si256(equal(v, '!'), equal(v, '?')));
        if (mask_of(v))
            found = _mm256_or_si256(found, wide_stops(v, load(text + begin - 1)));
        for (bits = mask_of(found); bits; bits &= bits - 1)
            positions[count++] = (uint32_t)begin + (uint32_t)__builtin_ctz(bits);
    }
    return count + fold_candidates_portable(text, begin, end, positions + count);
}

#endif
