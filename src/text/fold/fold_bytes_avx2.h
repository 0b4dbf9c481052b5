/*
 * 64 bytes in two registers of AVX2, and what kernels ask of them. Takes: bytes. Gives: a bit for each, or the bytes that are wanted, squeezed
 * together eight at a time by a table of shuffles. Does not know: characters.
 */
#ifndef WIRECOPY_TEXT_FOLD_FOLD_BYTES_AVX2_H
#define WIRECOPY_TEXT_FOLD_FOLD_BYTES_AVX2_H

#include <immintrin.h>

#include "text/fold/fold_tables.h"

#define AVX2 "avx2,bmi,bmi2,popcnt"
#define TARGET __attribute__((target(AVX2), always_inline)) static inline

/* 64 bytes. */
struct bytes {
    __m256i low, high;
};

TARGET struct bytes load(const uint8_t *bytes)
{
    return (struct bytes){_mm256_loadu_si256((const __m256i *)(const void *)bytes), _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32))};
}

/* The highest bit of each byte. */
TARGET uint64_t mask(struct bytes v)
{
    return (uint32_t)_mm256_movemask_epi8(v.low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(v.high) << 32;
}

/* 32 times a byte. From memory: there are more of them than registers, and to make one takes two instructions where a comparison takes one. */
TARGET __m256i all(uint8_t c)
{
    return _mm256_load_si256((const __m256i *)(const void *)fold_each[c]);
}

TARGET __m256i equal(__m256i v, uint8_t c)
{
    return _mm256_cmpeq_epi8(v, all(c));
}

/* Bytes from first to last, both ASCII; no other byte passes. */
TARGET __m256i between(__m256i v, char first, char last)
{
    return _mm256_andnot_si256(_mm256_cmpgt_epi8(v, all((uint8_t)last)), _mm256_cmpgt_epi8(v, all((uint8_t)(first - 1))));
}

TARGET __m256i either(__m256i a, __m256i b)
{
    return _mm256_or_si256(a, b);
}

TARGET uint64_t mask_equal(struct bytes v, uint8_t c)
{
    return mask((struct bytes){equal(v.low, c), equal(v.high, c)});
}

TARGET struct bytes lowered(struct bytes v)
{
    const __m256i flag = _mm256_set1_epi8(0x20);
    return (struct bytes){either(v.low, flag), either(v.high, flag)};
}

/* Letters and digits of ASCII. */
TARGET struct bytes word_bytes(struct bytes v, struct bytes lower)
{
    return (struct bytes){either(between(lower.low, 'a', 'z'), between(v.low, '0', '9')),
                          either(between(lower.high, 'a', 'z'), between(v.high, '0', '9'))};
}

/* ".", "!" and "?". */
TARGET uint64_t mask_dots(struct bytes v)
{
    return mask((struct bytes){either(equal(v.low, '.'), either(equal(v.low, '!'), equal(v.low, '?'))),
                               either(equal(v.high, '.'), either(equal(v.high, '!'), equal(v.high, '?')))});
}

TARGET uint64_t mask_between(struct bytes v, char first, char last)
{
    return mask((struct bytes){between(v.low, first, last), between(v.high, first, last)});
}

/* Where there is a word, its bytes; else spaces. */
TARGET struct bytes spaces_between(struct bytes words, struct bytes lower)
{
    const __m256i space = _mm256_set1_epi8(' ');
    return (struct bytes){_mm256_blendv_epi8(space, lower.low, words.low), _mm256_blendv_epi8(space, lower.high, words.high)};
}

/* Writes those of eight bytes, the lower half of v, whose bits are set; returns where it ended. */
TARGET char *squeeze_eight(char *out, __m128i v, uint8_t keep)
{
    __m128i order = _mm_loadl_epi64((const __m128i *)(const void *)fold_squeeze[keep]);
    _mm_storel_epi64((__m128i *)(void *)out, _mm_shuffle_epi8(v, order));
    return out + _mm_popcnt_u32(keep);
}

TARGET char *squeeze_sixteen(char *out, __m128i v, uint64_t keep)
{
    out = squeeze_eight(out, v, (uint8_t)keep);
    return squeeze_eight(out, _mm_unpackhi_epi64(v, v), (uint8_t)(keep >> 8));
}

/* Writes the bytes whose bits are set, and rubbish into the eight places behind; returns where they end. */
TARGET char *squeeze(char *out, struct bytes v, uint64_t keep)
{
    out = squeeze_sixteen(out, _mm256_castsi256_si128(v.low), keep);
    out = squeeze_sixteen(out, _mm256_extracti128_si256(v.low, 1), keep >> 16);
    out = squeeze_sixteen(out, _mm256_castsi256_si128(v.high), keep >> 32);
    return squeeze_sixteen(out, _mm256_extracti128_si256(v.high, 1), keep >> 48);
}

#endif
