/*
 * Shingles by AVX-512, eight at once: XXH3's formula for the 12 bytes of three words, and choosing among hashes. Gives the portable
 * kernel's bits.
 */
#include "text/shingle_kernels.h"

#if defined(__x86_64__)
#include "text/lanes_avx512.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,popcnt")))

/* The hashes of eight shingles, of which ten words are there. */
TARGET static inline __m512i hash_eight(__m512i words)
{
    const __m512i first = _mm512_set_epi32(8, 7, 7, 6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0);
    const __m512i last = _mm512_set_epi32(9, 8, 8, 7, 7, 6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1);
    return fold_down(hash_9_to_16(_mm512_permutexvar_epi32(first, words), _mm512_permutexvar_epi32(last, words), all(12)), 32);
}

/* From a name to its mark. */
enum { MARK_SHIFT = 21 };
_Static_assert(1 << MARK_SHIFT == SHINGLE_NAMES_A_MARK, "the mark of a name is what its upper bits say");

TARGET void shingle_hash_avx512(const uint32_t *words, size_t count, uint64_t *shingles)
{
    size_t i = 0;
    for (; i + 8 <= count; i += 8)
        _mm512_storeu_si512(shingles + i, hash_eight(_mm512_maskz_loadu_epi32(0x3ff, words + i)));
    if (i < count)
        _mm512_mask_storeu_epi64(shingles + i, (__mmask8)((1U << (count - i)) - 1),
                                 hash_eight(_mm512_maskz_loadu_epi32((__mmask16)((1U << (count - i + 2)) - 1), words + i)));
}

TARGET size_t shingle_under_avx512(const uint64_t *shingles, size_t count, uint64_t limit, uint64_t *out)
{
    size_t under = 0;
    for (size_t i = 0; i < count; i += 8) {
        __mmask8 there = (__mmask8)(count - i < 8 ? (1U << (count - i)) - 1 : 0xFFU);
        __m512i eight = _mm512_maskz_loadu_epi64(there, shingles + i);
        __mmask8 is_under = _mm512_mask_cmple_epu64_mask(there, eight, all(limit));
        _mm512_storeu_si512(out + under, _mm512_maskz_compress_epi64(is_under, eight));
        under += (size_t)__builtin_popcount(is_under);
    }
    return under;
}

/* The bits of sixteen shingles, of which eight stand in each register. */
TARGET static inline __m512i sixteen_bits(__m512i lower, __m512i upper, __m512i low_bits)
{
    const __m512i even = _mm512_set_epi32(30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0);
    return _mm512_and_si512(_mm512_permutex2var_epi32(lower, even, upper), low_bits);
}

/* Which of them are set in the filter. */
TARGET static inline __mmask16 are_set(const uint64_t *filter, __m512i bits)
{
    __m512i words = _mm512_i32gather_epi32(_mm512_srli_epi32(bits, 5), (const int *)(const void *)filter, 4);
    return _mm512_test_epi32_mask(_mm512_srlv_epi32(words, _mm512_and_si512(bits, _mm512_set1_epi32(31))), _mm512_set1_epi32(1));
}

/* Two times sixteen at once: one gather waits for memory while the other is asked for. */
TARGET size_t shingle_find_avx512(const uint64_t *shingles, size_t count, const uint64_t *filter, unsigned bits, uint32_t *places)
{
    const __m512i low_bits = _mm512_set1_epi32((int)((1U << bits) - 1)), sixteen = _mm512_set1_epi32(16);
    __m512i place = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    size_t found = 0, i = 0;
    for (; i + 32 <= count; i += 32) {
        __m512i first = sixteen_bits(_mm512_loadu_si512(shingles + i), _mm512_loadu_si512(shingles + i + 8), low_bits);
        __m512i second = sixteen_bits(_mm512_loadu_si512(shingles + i + 16), _mm512_loadu_si512(shingles + i + 24), low_bits);
        __mmask16 is_first = are_set(filter, first), is_second = are_set(filter, second);
        _mm512_storeu_si512(places + found, _mm512_maskz_compress_epi32(is_first, place));
        found += (size_t)__builtin_popcount(is_first);
        place = _mm512_add_epi32(place, sixteen);
        _mm512_storeu_si512(places + found, _mm512_maskz_compress_epi32(is_second, place));
        found += (size_t)__builtin_popcount(is_second);
        place = _mm512_add_epi32(place, sixteen);
    }
    for (; i < count; i += 16) {
        __mmask16 there = (__mmask16)(count - i < 16 ? (1U << (count - i)) - 1 : 0xFFFFU);
        __m512i lower = _mm512_maskz_loadu_epi64((__mmask8)there, shingles + i);
        __m512i upper = _mm512_maskz_loadu_epi64((__mmask8)(there >> 8), shingles + i + 8);
        __mmask16 is_set = are_set(filter, sixteen_bits(lower, upper, low_bits)) & there;
        _mm512_storeu_si512(places + found, _mm512_maskz_compress_epi32(is_set, place));
        found += (size_t)__builtin_popcount(is_set);
        place = _mm512_add_epi32(place, sixteen);
    }
    return found;
}

TARGET size_t shingle_drop_avx512(const uint64_t *shingles, size_t count, const uint8_t *dropped, uint64_t *kept)
{
    size_t kept_count = 0;
    for (size_t i = 0; i < count; i += 8) {
        __mmask8 there = (__mmask8)(count - i < 8 ? (1U << (count - i)) - 1 : 0xFFU), stays = there & (__mmask8)~dropped[i / 8];
        _mm512_storeu_si512(kept + kept_count, _mm512_maskz_compress_epi64(stays, _mm512_maskz_loadu_epi64(there, shingles + i)));
        kept_count += (size_t)__builtin_popcount(stays);
    }
    return kept_count;
}

TARGET bool shingle_met_avx512(const uint64_t *shingles, size_t count, uint64_t shingle)
{
    __mmask8 met = 0;
    for (size_t i = 0; i < count; i += 8) {
        __mmask8 there = (__mmask8)(count - i < 8 ? (1U << (count - i)) - 1 : 0xFFU);
        met |= _mm512_mask_cmpeq_epu64_mask(there, _mm512_maskz_loadu_epi64(there, shingles + i), all(shingle));
    }
    return met != 0;
}

/* The marks of count shingles that are in the sample; room for LANES_AT_ONCE beyond them. */
enum { LANES_AT_ONCE = 16 };
TARGET static inline size_t marks_of(const uint32_t *words, size_t count, uint32_t *marks)
{
    const __m512i factor = _mm512_set1_epi32((int)SHINGLE_NAME_FACTOR), end = _mm512_set1_epi32((int)SHINGLE_NAMES_MARKED);
    size_t marked = 0;
    for (size_t i = 0; i < count; i += LANES_AT_ONCE) {
        __mmask16 there = (__mmask16)(count - i < LANES_AT_ONCE ? (1U << (count - i)) - 1 : 0xFFFFU);
        __m512i name = _mm512_mullo_epi32(_mm512_maskz_loadu_epi32(there, words + i), factor);
        name = _mm512_mullo_epi32(_mm512_add_epi32(name, _mm512_maskz_loadu_epi32(there, words + i + 1)), factor);
        name = _mm512_add_epi32(name, _mm512_maskz_loadu_epi32(there, words + i + 2));
        there = _mm512_mask_cmplt_epu32_mask(there, name, end);
        _mm512_storeu_si512(marks + marked, _mm512_maskz_compress_epi32(there, _mm512_srli_epi32(name, MARK_SHIFT)));
        marked += (size_t)__builtin_popcount(there);
    }
    return marked;
}

/* Each mark sets a byte first: bits would wait for one another. */
TARGET void shingle_mark_avx512(const uint32_t *words, size_t count, uint64_t bits[SHINGLE_MARK_WORDS])
{
    enum { PIECE = 1024 };
    uint32_t marks[PIECE + LANES_AT_ONCE];
    uint8_t bytes[SHINGLE_MARKS] = {0};
    for (size_t i = 0; i < count; i += PIECE) {
        size_t marked = marks_of(words + i, count - i < PIECE ? count - i : PIECE, marks);
        for (size_t j = 0; j < marked; j++)
            bytes[marks[j]] = 1;
    }
    for (size_t i = 0; i < SHINGLE_MARK_WORDS; i++)
        bits[i] |= _mm512_test_epi8_mask(_mm512_loadu_si512(bytes + 64 * i), _mm512_set1_epi8(1));
}
#endif
