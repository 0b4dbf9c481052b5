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

TARGET size_t shingle_find_avx512(const uint64_t *shingles, size_t count, const uint64_t *filter, unsigned bits, uint32_t *places)
{
    const __m256i low_bits = _mm256_set1_epi32((int)((1U << bits) - 1)), one = _mm256_set1_epi32(1), eight = _mm256_set1_epi32(8);
    __m256i place = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
    size_t found = 0;
    for (size_t i = 0; i < count; i += 8) {
        __mmask8 there = (__mmask8)(count - i < 8 ? (1U << (count - i)) - 1 : 0xFFU);
        __m256i bit = _mm256_and_si256(_mm512_cvtepi64_epi32(_mm512_maskz_loadu_epi64(there, shingles + i)), low_bits);
        __m256i words = _mm256_i32gather_epi32((const int *)(const void *)filter, _mm256_srli_epi32(bit, 5), 4);
        __m256i set = _mm256_srlv_epi32(words, _mm256_and_si256(bit, _mm256_set1_epi32(31)));
        __mmask8 is_set = _mm256_mask_test_epi32_mask(there, set, one);
        _mm256_storeu_si256((__m256i *)(void *)(places + found), _mm256_maskz_compress_epi32(is_set, place));
        found += (size_t)__builtin_popcount(is_set);
        place = _mm256_add_epi32(place, eight);
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
