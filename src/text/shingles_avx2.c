/*
 * Shingles by AVX2, four or eight at once: XXH3's formula for the 12 bytes of three words, and choosing among hashes. Gives the portable
 * kernel's bits.
 */
#include "text/shingle_kernels.h"

#if defined(__x86_64__)
#include <string.h>

#include "text/lanes_avx2.h"
#include "text/shingles.h"

#define TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))

/* From a name to its mark. */
enum { MARK_SHIFT = 21 };
_Static_assert(1 << MARK_SHIFT == SHINGLE_NAMES_A_MARK, "the mark of a name is what its upper bits say");

/* The hashes of four shingles by their words: of each the first and the second, the second and the third. */
TARGET static inline __m256i hash_four(__m256i first, __m256i last)
{
    return fold_down(hash_9_to_16(first, last, all(12)), 32);
}

/* The hashes of eight shingles, of ten words: first of the first two of each half, then of the others. */
TARGET static inline void hash_eight(const uint32_t *words, uint64_t *shingles)
{
    __m256i first = load(words), second = load(words + 1), third = load(words + 2);
    __m256i two = hash_four(_mm256_unpacklo_epi32(first, second), _mm256_unpacklo_epi32(second, third));
    __m256i others = hash_four(_mm256_unpackhi_epi32(first, second), _mm256_unpackhi_epi32(second, third));
    store(shingles, _mm256_permute2x128_si256(two, others, 0x20));
    store(shingles + 4, _mm256_permute2x128_si256(two, others, 0x31));
}

TARGET void shingle_hash_avx2(const uint32_t *words, size_t count, uint64_t *shingles)
{
    if (count < 8) {
        shingle_hash_portable(words, count, shingles);
        return;
    }
    for (size_t i = 0; i + 8 < count; i += 8)
        hash_eight(words + i, shingles + i);
    hash_eight(words + count - 8, shingles + count - 8); /* some of them once more */
}

/* Which pairs of 32 bits stand first where some of four shingles are kept, a bit each. */
static const uint32_t kept_first[16][8] = {
    {0, 0, 0, 0, 0, 0, 0, 0}, {0, 1, 0, 0, 0, 0, 0, 0}, {2, 3, 0, 0, 0, 0, 0, 0}, {0, 1, 2, 3, 0, 0, 0, 0},
    {4, 5, 0, 0, 0, 0, 0, 0}, {0, 1, 4, 5, 0, 0, 0, 0}, {2, 3, 4, 5, 0, 0, 0, 0}, {0, 1, 2, 3, 4, 5, 0, 0},
    {6, 7, 0, 0, 0, 0, 0, 0}, {0, 1, 6, 7, 0, 0, 0, 0}, {2, 3, 6, 7, 0, 0, 0, 0}, {0, 1, 2, 3, 6, 7, 0, 0},
    {4, 5, 6, 7, 0, 0, 0, 0}, {0, 1, 4, 5, 6, 7, 0, 0}, {2, 3, 4, 5, 6, 7, 0, 0}, {0, 1, 2, 3, 4, 5, 6, 7},
};

/* Writes those of four shingles whose bits are set, and what may be overwritten behind them; returns how many they are. */
TARGET static inline size_t keep(uint64_t *out, __m256i four, unsigned bits)
{
    store(out, _mm256_permutevar8x32_epi32(four, load(kept_first[bits])));
    return (size_t)_mm_popcnt_u32(bits);
}

TARGET size_t shingle_under_avx2(const uint64_t *shingles, size_t count, uint64_t limit, uint64_t *out)
{
    const __m256i sign = all(UINT64_C(1) << 63), most = all(limit ^ UINT64_C(1) << 63);
    size_t under = 0, i = 0;
    for (; i + 4 <= count; i += 4) {
        __m256i four = load(shingles + i), over = _mm256_cmpgt_epi64(_mm256_xor_si256(four, sign), most);
        under += keep(out + under, four, ~(unsigned)_mm256_movemask_pd(_mm256_castsi256_pd(over)) & 0xF);
    }
    return under + shingle_under_portable(shingles + i, count - i, limit, out + under);
}

TARGET size_t shingle_drop_avx2(const uint64_t *shingles, size_t count, const uint8_t *dropped, uint64_t *kept)
{
    size_t kept_count = 0, i = 0;
    for (; i + 8 <= count; i += 8) {
        unsigned stays = ~(unsigned)dropped[i / 8];
        kept_count += keep(kept + kept_count, load(shingles + i), stays & 0xF);
        kept_count += keep(kept + kept_count, load(shingles + i + 4), stays >> 4 & 0xF);
    }
    return kept_count + shingle_drop_portable(shingles + i, count - i, dropped + i / 8, kept + kept_count);
}

TARGET bool shingle_met_avx2(const uint64_t *shingles, size_t count, uint64_t shingle)
{
    __m256i met = _mm256_setzero_si256();
    size_t i = 0;
    for (; i + 4 <= count; i += 4)
        met = _mm256_or_si256(met, _mm256_cmpeq_epi64(load(shingles + i), all(shingle)));
    return !_mm256_testz_si256(met, met) || shingle_met_portable(shingles + i, count - i, shingle);
}

/* Which of four words stand first where some are kept, a bit each: a byte for each place. By _pext_u64 it would be short, and slow on Zen 2. */
static const uint32_t kept_of_four[16] = {0,    0x000000, 0x000001, 0x000100, 0x000002, 0x000200, 0x000201, 0x00020100,
                                          0x03, 0x000300, 0x000301, 0x030100, 0x000302, 0x030200, 0x030201, 0x03020100};

TARGET static inline size_t keep_words(uint32_t *out, __m128i four, unsigned bits)
{
    __m128i places = _mm_cvtepu8_epi32(_mm_cvtsi32_si128((int)kept_of_four[bits]));
    _mm_storeu_si128((__m128i *)(void *)out, _mm_castps_si128(_mm_permutevar_ps(_mm_castsi128_ps(four), places)));
    return (size_t)_mm_popcnt_u32(bits);
}

/* Of eight places those whose bits are set, the first four of which are given, as keep has them. */
TARGET static inline size_t keep_places(uint32_t *places, __m128i four, unsigned bits)
{
    const __m128i next = _mm_add_epi32(four, _mm_set1_epi32(4));
    size_t kept = (size_t)_mm_popcnt_u32(bits & 0xF);
    __m128i lower = _mm_cvtepu8_epi32(_mm_cvtsi32_si128((int)kept_of_four[bits & 0xF]));
    __m128i upper = _mm_cvtepu8_epi32(_mm_cvtsi32_si128((int)kept_of_four[bits >> 4]));
    _mm_storeu_si128((__m128i *)(void *)places, _mm_add_epi32(four, lower));
    _mm_storeu_si128((__m128i *)(void *)(places + kept), _mm_add_epi32(next, upper));
    return (size_t)_mm_popcnt_u32(bits);
}

/* Which of eight shingles have their bit in the words of the filter that hold it. */
TARGET static inline unsigned bits_of(const uint64_t *shingles, const uint32_t *words)
{
    __m256 in_lanes = _mm256_shuffle_ps(_mm256_castsi256_ps(load(shingles)), _mm256_castsi256_ps(load(shingles + 4)), 0x88);
    __m256i eight = _mm256_permute4x64_epi64(_mm256_castps_si256(in_lanes), 0xD8);
    __m256i uppermost = _mm256_sllv_epi32(load(words), _mm256_andnot_si256(eight, _mm256_set1_epi32(31)));
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(uppermost));
}

/* The words of the filter are fetched one by one, which takes less time than to gather them, a piece ahead of looking at their bits. */
TARGET size_t shingle_find_avx2(const uint64_t *shingles, size_t count, const uint64_t *filter, unsigned bits, uint32_t *places)
{
    enum { PIECE = 256 };
    const uint32_t *halves = (const uint32_t *)(const void *)filter;
    uint32_t words[PIECE];
    size_t found = 0, i = 0, end, rest;
    __m128i place = _mm_setzero_si128();
    for (; i + 8 <= count; i = end) {
        end = i + (count - i < PIECE ? (count - i) / 8 * 8 : PIECE);
        for (size_t j = i; j < end; j += 8)
            for (size_t k = 0; k < 8; k++)
                words[j - i + k] = halves[_bextr_u64(shingles[j + k], 5, bits - 5)];
        for (size_t j = i; j < end; j += 8) {
            found += keep_places(places + found, place, bits_of(shingles + j, words + (j - i)));
            place = _mm_add_epi32(place, _mm_set1_epi32(8));
        }
    }
    rest = shingle_find_portable(shingles + i, count - i, filter, bits, places + found);
    for (size_t j = 0; j < rest; j++)
        places[found + j] += (uint32_t)i;
    return found + rest;
}

/* The marks of eight times so many shingles that are in the sample, without a branch; room for eight beyond them. */
TARGET static inline size_t marks_of(const uint32_t *words, size_t eights, uint32_t *marks)
{
    const __m256i factor = _mm256_set1_epi32((int)SHINGLE_NAME_FACTOR), last = _mm256_set1_epi32((int)(SHINGLE_NAMES_MARKED - 1));
    size_t marked = 0;
    for (; eights > 0; eights--, words += 8) {
        __m256i name = _mm256_mullo_epi32(load(words), factor), mark;
        unsigned sampled;
        name = _mm256_mullo_epi32(_mm256_add_epi32(name, load(words + 1)), factor);
        name = _mm256_add_epi32(name, load(words + 2));
        sampled = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(_mm256_min_epu32(name, last), name)));
        mark = _mm256_srli_epi32(name, MARK_SHIFT);
        marked += keep_words(marks + marked, _mm256_castsi256_si128(mark), sampled & 0xF);
        marked += keep_words(marks + marked, _mm256_extracti128_si256(mark, 1), sampled >> 4);
    }
    return marked;
}

/* Each mark sets a byte first: bits would wait for one another. */
TARGET void shingle_mark_avx2(const uint32_t *words, size_t count, uint64_t bits[SHINGLE_MARK_WORDS])
{
    enum { PIECE = 1024 };
    uint32_t marks[PIECE + 8];
    uint8_t bytes[SHINGLE_MARKS] = {0};
    size_t i = 0;
    for (; i + 8 <= count;) {
        size_t eights = (count - i < PIECE ? count - i : PIECE) / 8, marked = marks_of(words + i, eights, marks);
        for (size_t j = 0; j < marked; j++)
            bytes[marks[j]] = 0xFF;
        i += 8 * eights;
    }
    for (size_t mark = 0; mark < SHINGLE_MARKS; mark += 32)
        bits[mark / 64] |= (uint64_t)(uint32_t)_mm256_movemask_epi8(load(bytes + mark)) << mark % 64;
    shingle_mark_portable(words + i, count - i, bits);
}
#endif
