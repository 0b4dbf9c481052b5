/*
 * 64 bytes in two registers of AVX2, and what kernels ask of them; fold_bytes_neon.h has the same for NEON. Takes: bytes. Gives: a bit for each,
 * other bytes, or those that are wanted, squeezed together eight at a time by a table of shuffles. Does not know: characters.
 */
#ifndef WIRECOPY_TEXT_FOLD_FOLD_BYTES_AVX2_H
#define WIRECOPY_TEXT_FOLD_FOLD_BYTES_AVX2_H

#include <immintrin.h>

#include "text/fold/fold_tables.h"

#define KERNEL_TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define KERNEL __attribute__((target("avx2,bmi,bmi2,popcnt"), always_inline)) static inline

struct bytes {
    __m256i low, high;
};

KERNEL struct bytes bytes_load(const uint8_t *bytes)
{
    return (struct bytes){_mm256_loadu_si256((const __m256i *)(const void *)bytes), _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32))};
}

/* The highest bit of each byte. */
KERNEL uint64_t bytes_mask(struct bytes v)
{
    return (uint32_t)_mm256_movemask_epi8(v.low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(v.high) << 32;
}

/* 32 times a byte. From memory: there are more of them than registers, and to make one takes two instructions where a comparison takes one. */
KERNEL __m256i bytes_all(uint8_t c)
{
    return _mm256_load_si256((const __m256i *)(const void *)fold_each[c]);
}

KERNEL struct bytes bytes_zero(void)
{
    return (struct bytes){_mm256_setzero_si256(), _mm256_setzero_si256()};
}

KERNEL struct bytes bytes_or(struct bytes a, struct bytes b)
{
    return (struct bytes){_mm256_or_si256(a.low, b.low), _mm256_or_si256(a.high, b.high)};
}

KERNEL struct bytes bytes_and(struct bytes a, struct bytes b)
{
    return (struct bytes){_mm256_and_si256(a.low, b.low), _mm256_and_si256(a.high, b.high)};
}

KERNEL struct bytes bytes_max(struct bytes a, struct bytes b)
{
    return (struct bytes){_mm256_max_epu8(a.low, b.low), _mm256_max_epu8(a.high, b.high)};
}

KERNEL struct bytes bytes_or_each(struct bytes v, uint8_t c)
{
    return (struct bytes){_mm256_or_si256(v.low, bytes_all(c)), _mm256_or_si256(v.high, bytes_all(c))};
}

KERNEL struct bytes bytes_and_each(struct bytes v, uint8_t c)
{
    return (struct bytes){_mm256_and_si256(v.low, bytes_all(c)), _mm256_and_si256(v.high, bytes_all(c))};
}

/* 0xFF where a byte is c, else 0; as all that follow which ask something of each byte. */
KERNEL struct bytes bytes_equal(struct bytes v, uint8_t c)
{
    return (struct bytes){_mm256_cmpeq_epi8(v.low, bytes_all(c)), _mm256_cmpeq_epi8(v.high, bytes_all(c))};
}

KERNEL __m256i bytes_half_between(__m256i v, uint8_t first, uint8_t last)
{
    return _mm256_andnot_si256(_mm256_cmpgt_epi8(v, bytes_all(last)), _mm256_cmpgt_epi8(v, bytes_all(first - 1)));
}

/* Bytes from first to last, both ASCII and not 0; no other byte passes. */
KERNEL struct bytes bytes_between(struct bytes v, uint8_t first, uint8_t last)
{
    return (struct bytes){bytes_half_between(v.low, first, last), bytes_half_between(v.high, first, last)};
}

/* Of ASCII: white space but for the separators from 0x1C on. */
KERNEL struct bytes bytes_common_white(struct bytes v)
{
    const __m256i whites = _mm256_setr_epi8(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', '\v', '\f', '\r', 0, 0, ' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n',
                                            '\v', '\f', '\r', 0, 0);
    return (struct bytes){_mm256_cmpeq_epi8(_mm256_shuffle_epi8(whites, v.low), v.low),
                          _mm256_cmpeq_epi8(_mm256_shuffle_epi8(whites, v.high), v.high)};
}

/* Where a byte of chosen is 0xFF that of v, else c. */
KERNEL struct bytes bytes_select(struct bytes chosen, struct bytes v, uint8_t c)
{
    return (struct bytes){_mm256_blendv_epi8(bytes_all(c), v.low, chosen.low), _mm256_blendv_epi8(bytes_all(c), v.high, chosen.high)};
}

/* Each byte moved to the place behind it. */
KERNEL struct bytes bytes_behind(struct bytes v)
{
    return (struct bytes){_mm256_alignr_epi8(v.low, _mm256_permute2x128_si256(v.low, v.low, 0x08), 15),
                          _mm256_alignr_epi8(v.high, _mm256_permute2x128_si256(v.low, v.high, 0x21), 15)};
}

KERNEL __m256i bytes_half_index(__m256i first, __m256i second)
{
    return _mm256_or_si256(_mm256_and_si256(second, bytes_all(0x3F)), _mm256_slli_epi16(_mm256_and_si256(first, bytes_all(1)), 6));
}

/* The lowest bit of each byte of first and the lowest six of second, as one number. */
KERNEL struct bytes bytes_index(struct bytes first, struct bytes second)
{
    return (struct bytes){bytes_half_index(first.low, second.low), bytes_half_index(first.high, second.high)};
}

KERNEL __m256i bytes_row(const uint8_t *table, unsigned row)
{
    return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)(table + (size_t)16 * row)));
}

/* The entries of one table or two, of 128 each, by indices into them. b: NULL, and then *of_b stays. */
KERNEL void bytes_look_up(const uint8_t *a, const uint8_t *b, struct bytes index, struct bytes *of_a, struct bytes *of_b)
{
    const __m256i row_size = bytes_all(16), beyond = bytes_all(0x70);
    struct bytes found_a = bytes_zero(), found_b = bytes_zero();
#pragma GCC unroll 8
    for (unsigned row = 0; row < 8; row++) {
        /* places within the row, or with the highest bit set, which finds zero */
        __m256i low = _mm256_adds_epu8(index.low, beyond), high = _mm256_adds_epu8(index.high, beyond), entries = bytes_row(a, row);
        found_a = bytes_or(found_a, (struct bytes){_mm256_shuffle_epi8(entries, low), _mm256_shuffle_epi8(entries, high)});
        if (b) {
            entries = bytes_row(b, row);
            found_b = bytes_or(found_b, (struct bytes){_mm256_shuffle_epi8(entries, low), _mm256_shuffle_epi8(entries, high)});
        }
        index = (struct bytes){_mm256_sub_epi8(index.low, row_size), _mm256_sub_epi8(index.high, row_size)};
    }
    *of_a = found_a;
    if (b)
        *of_b = found_b;
}

/* Writes those of eight bytes, the lower half of v, whose bits are set; returns where it ended. */
KERNEL char *bytes_squeeze_eight(char *out, __m128i v, uint8_t keep)
{
    __m128i order = _mm_loadl_epi64((const __m128i *)(const void *)fold_squeeze[keep]);
    _mm_storel_epi64((__m128i *)(void *)out, _mm_shuffle_epi8(v, order));
    return out + _mm_popcnt_u32(keep);
}

KERNEL char *bytes_squeeze_sixteen(char *out, __m128i v, uint64_t keep)
{
    out = bytes_squeeze_eight(out, v, (uint8_t)keep);
    return bytes_squeeze_eight(out, _mm_unpackhi_epi64(v, v), (uint8_t)(keep >> 8));
}

/* Writes the bytes whose bits are set, and rubbish into the eight places behind; returns where they end. */
KERNEL char *bytes_squeeze(char *out, struct bytes v, uint64_t keep)
{
    out = bytes_squeeze_sixteen(out, _mm256_castsi256_si128(v.low), keep);
    out = bytes_squeeze_sixteen(out, _mm256_extracti128_si256(v.low, 1), keep >> 16);
    out = bytes_squeeze_sixteen(out, _mm256_castsi256_si128(v.high), keep >> 32);
    return bytes_squeeze_sixteen(out, _mm256_extracti128_si256(v.high, 1), keep >> 48);
}

#endif
