/*
 * Words by AVX-512: all ends of 64 bytes at once, then the hashes of eight words at once. Gives the portable kernel's bits.
 *
 * XXH3 has three formulas for up to 16 bytes, which is nearly every word. Each needs only the first eight bytes and the last
 * eight, so all three are computed for each word, and the one that its length asks for is kept. Longer words are hashed
 * one by one.
 */
#include "text/fold/fold_kernels.h"
#include "text/words_hash.h"

#if defined(__x86_64__)
#include "text/lanes_avx512.h"
#include "text/words_cut.h"

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,avx2,bmi,bmi2,popcnt")))

/* XXH3's last steps for up to 3 bytes, of which a lane has what it makes of them and of their number; upper 32 bits. */
TARGET static inline __m256i finish_3(__m512i combined)
{
    const uint64_t flip = XXH_readLE32(XXH3_kSecret) ^ XXH_readLE32(XXH3_kSecret + 4);
    __m512i hash = multiply(_mm512_xor_si512(combined, all(flip)), XXH_PRIME64_2); /* no bit from 33 on is set before */
    return _mm512_cvtepi64_epi32(_mm512_srli_epi64(multiply(fold_down(hash, 29), XXH_PRIME64_3), 32));
}

/* As hash_eight for words of 3 bytes each, one space between two: those of Han. */
TARGET static inline __m256i hash_eight_of_3(const char *bytes)
{
    const __m256i order =
        _mm256_set_epi8(13, 12, -1, 14, 9, 8, -1, 10, 5, 4, -1, 6, 1, 0, -1, 2, 13, 12, -1, 14, 9, 8, -1, 10, 5, 4, -1, 6, 1, 0, -1, 2);
    __m256i combined = _mm256_shuffle_epi8(_mm256_loadu_si256((const __m256i *)(const void *)bytes), order);
    return finish_3(_mm512_cvtepu32_epi64(_mm256_or_si256(combined, _mm256_set1_epi32(3 << 8))));
}

/* The upper 32 bits of the XXH3 of eight words of 1 to 16 bytes; the last steps that only lower bits feel are left out. */
TARGET static inline __m256i hash_eight(__m512i first, __m512i last, __m512i size)
{
    const uint64_t flip_8 = secret_64(8) ^ secret_64(16);
    __m512i byte = all(0xFF), to_3, to_8, middle;
    __m256i hash_3;

    middle = _mm512_srlv_epi64(first, _mm512_slli_epi64(_mm512_srli_epi64(size, 1), 3));
    to_3 = _mm512_or_si512(_mm512_slli_epi64(_mm512_and_si512(first, byte), 16), _mm512_slli_epi64(_mm512_and_si512(middle, byte), 24));
    to_3 = _mm512_or_si512(to_3, _mm512_or_si512(_mm512_srli_epi64(last, 56), _mm512_slli_epi64(size, 8)));
    hash_3 = finish_3(to_3);
    if (_mm512_cmpgt_epu64_mask(size, all(3)) == 0)
        return hash_3;

    to_8 = _mm512_or_si512(_mm512_srli_epi64(last, 32), _mm512_slli_epi64(first, 32));
    to_8 = _mm512_xor_si512(to_8, all(flip_8));
    to_8 = _mm512_ternarylogic_epi64(to_8, _mm512_rol_epi64(to_8, 49), _mm512_rol_epi64(to_8, 24), 0x96); /* the xor of three */
    to_8 = multiply(to_8, UINT64_C(0x9FB21C651E98DF25));
    to_8 = _mm512_xor_si512(to_8, _mm512_add_epi64(_mm512_srli_epi64(to_8, 35), size));
    to_8 = fold_down(multiply(to_8, UINT64_C(0x9FB21C651E98DF25)), 28);

    to_8 = _mm512_mask_mov_epi64(to_8, _mm512_cmpgt_epu64_mask(size, all(8)), hash_9_to_16(first, last, size));
    return _mm256_mask_mov_epi32(_mm512_cvtepi64_epi32(_mm512_srli_epi64(to_8, 32)), _mm512_cmplt_epu64_mask(size, all(4)), hash_3);
}

/* Writes where the words of 64 bytes end, and in marks whether they hold a digit, a bit each; returns which bytes end them. */
TARGET static inline uint64_t cut_block(const struct fold_cut *cut, size_t block, size_t count, unsigned char *carry)
{
    __m512i v = _mm512_loadu_si512(cut->bytes + block), numbers, places, base = _mm512_set1_epi32((int)block);
    uint64_t spaces = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(' '));
    uint64_t digits = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
    uint32_t *ends = cut->ends + count;
    size_t words;
    spaces = cut_marks(cut, block, count, spaces, digits, carry);
    words = (size_t)_mm_popcnt_u64(spaces);
    numbers =
        _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33,
                        32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    places = _mm512_maskz_compress_epi8(spaces, numbers);
    for (size_t i = 0;;) { /* mostly one round: there are eleven words or so, or sixteen of Han */
        _mm512_storeu_si512(ends + i, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(places))));
        i += 16;
        if (i >= words)
            break;
        places = _mm512_alignr_epi64(places, places, 2);
    }
    return spaces;
}

/* All blocks, some of them at a time. Returns how many words there are. */
TARGET static inline size_t cut_all(const struct fold_cut *cut)
{
    struct cut_blocks blocks;
    const uint32_t *line_end = cut->line_ends;
    uint32_t *line_words = cut->line_words;
    unsigned char carry = 0;
    size_t count = 0;
    cut->marks[0] = 0;
    for (size_t block = 0; block <= cut->size;) {
        blocks.first = block;
        for (size_t i = 0; i < CUT_BLOCKS && block <= cut->size; i++, block += 64) {
            blocks.spaces[i] = cut_block(cut, block, count, &carry);
            blocks.counts[i] = count;
            count += (size_t)_mm_popcnt_u64(blocks.spaces[i]);
        }
        cut_lines(&blocks, block, &line_end, &line_words);
    }
    return count;
}

/* Which bytes' bits are set in a table of the filter: see number_filter_add. */
TARGET static inline uint64_t look_up(const uint8_t *table, __m512i place, __m512i choice)
{
    __m512i bit = _mm512_shuffle_epi8(all(UINT64_C(0x8040201008040201)), _mm512_and_si512(choice, _mm512_set1_epi8(7))), found[2];
    __mmask64 upper = _mm512_movepi8_mask(place);
    for (size_t i = 0; i < 2; i++, table += NUMBER_WORD_TABLE / 2)
        found[i] = _mm512_mask_mov_epi8(_mm512_permutex2var_epi8(_mm512_loadu_si512(table), place, _mm512_loadu_si512(table + 64)), upper,
                                        _mm512_permutex2var_epi8(_mm512_loadu_si512(table + 128), place, _mm512_loadu_si512(table + 192)));
    return _mm512_test_epi8_mask(_mm512_mask_mov_epi8(found[0], _mm512_movepi8_mask(choice), found[1]), bit);
}

/* A byte of each of so many words that stand one behind the other. */
#define OF_8_WORDS(byte) (byte), (byte) + 4, (byte) + 8, (byte) + 12, (byte) + 16, (byte) + 20, (byte) + 24, (byte) + 28
#define OF_32_WORDS(byte) OF_8_WORDS(byte), OF_8_WORDS(32 + (byte)), OF_8_WORDS(64 + (byte)), OF_8_WORDS(96 + (byte))

/*
 * Which of 64 words, or of so many as there are, pass the filter. Its tables, in registers, say it of all of them with few instructions; of the
 * few that are left its bits are asked.
 */
TARGET static inline uint64_t filter_words(const struct number_filter *filter, const uint32_t *words, size_t count)
{
    static const uint8_t upper_two[64] = {OF_32_WORDS(3), OF_32_WORDS(2)}, second[64] = {OF_32_WORDS(1), OF_32_WORDS(1)};
    uint64_t there = count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1, may, passed = 0;
    __m512i w[4], bytes[4], byte_3, byte_2, byte_1, order = _mm512_loadu_si512(upper_two);
    for (size_t i = 0; i < 4; i++)
        w[i] = _mm512_maskz_loadu_epi32((__mmask16)(there >> 16 * i), words + 16 * i);
    bytes[0] = _mm512_permutex2var_epi8(w[0], order, w[1]);
    bytes[1] = _mm512_permutex2var_epi8(w[2], order, w[3]);
    order = _mm512_loadu_si512(second);
    bytes[2] = _mm512_permutex2var_epi8(w[0], order, w[1]);
    bytes[3] = _mm512_permutex2var_epi8(w[2], order, w[3]);
    byte_3 = _mm512_shuffle_i64x2(bytes[0], bytes[1], 0x44);
    byte_2 = _mm512_shuffle_i64x2(bytes[0], bytes[1], 0xEE);
    byte_1 = _mm512_shuffle_i64x2(bytes[2], bytes[3], 0x44);
    may =
        look_up(filter->tables[0], byte_3, byte_2) & look_up(filter->tables[1], byte_2, byte_1) & look_up(filter->tables[2], byte_1, byte_3) & there;
    for (; may; may &= may - 1)
        passed |= (may & -may) & -number_words_filter(filter, words[_tzcnt_u64(may)]);
    return passed;
}

TARGET static inline long long eight(const char *bytes)
{
    long long v;
    memcpy(&v, bytes, sizeof v);
    return v;
}

TARGET size_t fold_words_avx512(const struct fold_cut *cut)
{
    const __m256i one = _mm256_set1_epi32(1);
    const char *bytes = cut->bytes;
    uint32_t *words = cut->words;
    const uint32_t *ends = cut->ends;
    size_t count = cut_all(cut);
    int before = -1; /* where the word before ended */
    /* so that eight words can be looked at */
    _mm256_storeu_si256((__m256i *)(void *)(cut->ends + count), _mm256_set1_epi32((int)cut->size));
    for (size_t i = 0; i < count; i += 8) {
        __mmask8 there = (__mmask8)(count - i >= 8 ? 0xFFu : (1u << (count - i)) - 1);
        __m256i end = _mm256_maskz_loadu_epi32(there, ends + i), begin, size_32, digit, word;
        __m512i first, last;
        const uint32_t *e = ends + i;
        const char *after = bytes + 1, *within = bytes - 8;
        unsigned longer;
        bool of_3;
        digit = _mm256_maskz_set1_epi32(((const uint8_t *)cut->marks)[i / 8], 1);
        begin = _mm256_add_epi32(_mm256_alignr_epi32(end, _mm256_set1_epi32(before), 7), one);
        size_32 = _mm256_maskz_sub_epi32(there, end, begin);
        of_3 = _mm256_cmpeq_epi32_mask(size_32, _mm256_set1_epi32(3)) == 0xFF;
        if (of_3) {
            word = hash_eight_of_3(after + before);
        } else {
            /* eight loads take less than a gather */
            first = _mm512_set_epi64(eight(after + e[6]), eight(after + e[5]), eight(after + e[4]), eight(after + e[3]), eight(after + e[2]),
                                     eight(after + e[1]), eight(after + e[0]), eight(after + before));
            last = _mm512_set_epi64(eight(within + e[7]), eight(within + e[6]), eight(within + e[5]), eight(within + e[4]), eight(within + e[3]),
                                    eight(within + e[2]), eight(within + e[1]), eight(within + e[0]));
            word = hash_eight(first, last, _mm512_cvtepu32_epi64(size_32));
        }
        word = _mm256_or_si256(_mm256_slli_epi32(_mm256_srli_epi32(word, 1), 1), digit);
        _mm256_storeu_si256((__m256i *)(void *)(words + i), word);
        longer = _mm256_cmpgt_epu32_mask(size_32, _mm256_set1_epi32(16));
        for (; longer; longer &= longer - 1) {
            size_t w = i + (size_t)__builtin_ctz(longer), start = w == i ? (size_t)(before + 1) : ends[w - 1] + 1;
            words[w] = word_bits(bytes + start, ends[w] - start, words[w] & WORD_HAS_DIGIT, true);
        }
        before = (int)ends[i + 7]; /* not used after the last word */
    }
    for (size_t i = 0; i < count; i += 64)
        cut->marks[i / 64] |= filter_words(cut->filter, words + i, count - i);
    return count;
}

#endif
