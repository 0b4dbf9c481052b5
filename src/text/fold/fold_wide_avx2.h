/*
 * What the files of fold_wide_avx2 share. Takes: text, and how far it is folded. Gives: the same, further on. Promises: the bits of fold_fast,
 * character by character. Does not know: who calls.
 */
#ifndef WIRECOPY_TEXT_FOLD_FOLD_WIDE_AVX2_H
#define WIRECOPY_TEXT_FOLD_FOLD_WIDE_AVX2_H

#include <string.h>

#include "text/fold/fold_bytes_avx2.h"
#include "text/fold/fold_kernels.h"

/* Eight characters in lanes of four bytes each; so much is loaded for them. */
enum { LANES = 8, BLOCK_BYTES = 32 };

/* Where the kernel has come to, and what it wrote last. */
struct progress {
    size_t read;
    char *out;
    uint32_t after_space, after_solo; /* a space stands there; the last word is of one character */
    uint32_t last_row;                /* of the last character; above all others where nothing is known of it */
};

/* Those that may stand next to each other and stay as they are, as fold_tables.c has it; the first is such a letter. */
void fold_staying_avx2(const uint8_t *text, size_t size, struct progress *progress, struct fold_lines *lines);

/* Han, its marks, and ASCII between. Reads on until something else stands there, or the end is near. */
void fold_han_avx2(const uint8_t *text, size_t size, struct progress *progress, struct fold_lines *lines);

/* Whether what was written last may begin an address with punctuation behind it. */
static inline bool address_near(char last)
{
    return last == 'w' || last == 'p' || last == 's' || last == 'm';
}

KERNEL __m128i load_16(const uint8_t *text)
{
    return _mm_loadu_si128((const __m128i *)(const void *)text);
}

KERNEL __m256i load_32(const uint8_t *text)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)text);
}

/* Two loads of sixteen. */
KERNEL __m256i load_both(const uint8_t *low, const uint8_t *high)
{
    return _mm256_inserti128_si256(_mm256_castsi128_si256(load_16(low)), load_16(high), 1);
}

/* The same sixteen bytes twice. */
KERNEL __m256i twice(__m128i v)
{
    return _mm256_broadcastsi128_si256(v);
}

KERNEL __m256i either(__m256i a, __m256i b)
{
    return _mm256_or_si256(a, b);
}

/* A value in each lane. */
KERNEL __m256i lanes(uint32_t value)
{
    return _mm256_set1_epi32((int)value);
}

KERNEL __m256i bits(__m256i v, uint32_t mask)
{
    return _mm256_and_si256(v, lanes(mask));
}

/* A bit for each lane, its highest one. */
KERNEL uint32_t lanes_of(__m256i v)
{
    return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(v));
}

/* Which lanes have that value; which have a bit set. */
KERNEL uint32_t lanes_equal(__m256i v, uint32_t value)
{
    return lanes_of(_mm256_cmpeq_epi32(v, lanes(value)));
}

KERNEL uint32_t lanes_with(__m256i v, uint32_t bit)
{
    return lanes_of(_mm256_slli_epi32(v, __builtin_clz(bit)));
}

/* Code points of up to three bytes each, the first one highest. */
KERNEL __m256i decode(__m256i key)
{
    return _mm256_madd_epi16(_mm256_maddubs_epi16(bits(key, 0x0F3F7F), lanes(0x00014001)), lanes(0x10000001));
}

/* By eight loads: a gather takes twice as long on machines that have nothing better. */
KERNEL __m256i rows_of(__m256i c)
{
    __m128i low = _mm256_castsi256_si128(c), high = _mm256_extracti128_si256(c, 1);
    uint64_t at_0 = (uint64_t)_mm_cvtsi128_si64(low), at_2 = (uint64_t)_mm_extract_epi64(low, 1);
    uint64_t at_4 = (uint64_t)_mm_cvtsi128_si64(high), at_6 = (uint64_t)_mm_extract_epi64(high, 1);
    low = _mm_setr_epi32((int)fold_rows[(uint32_t)at_0], (int)fold_rows[at_0 >> 32], (int)fold_rows[(uint32_t)at_2], (int)fold_rows[at_2 >> 32]);
    high = _mm_setr_epi32((int)fold_rows[(uint32_t)at_4], (int)fold_rows[at_4 >> 32], (int)fold_rows[(uint32_t)at_6], (int)fold_rows[at_6 >> 32]);
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
}

/* Writes the bytes whose bits are set, and rubbish into the eight places behind; returns where they end. */
KERNEL char *squeeze(char *out, __m256i v, uint32_t keep)
{
    out = bytes_squeeze_sixteen(out, _mm256_castsi256_si128(v), keep);
    return bytes_squeeze_sixteen(out, _mm256_extracti128_si256(v, 1), keep >> 16);
}

#endif
