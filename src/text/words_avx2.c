/*
 * Words by AVX2: all ends first, 64 bytes at a time, then the hashes of eight words at once. Gives the portable kernel's bits.
 *
 * XXH3 has a formula for up to 3 bytes and one for 4 to 8. Both need only the first four bytes and the last four, and both multiply twice: what
 * a word multiplies, and by what, is chosen by its length, lane by lane. Which words are longer is noted, and they are hashed afterwards, four at
 * once; those of over 16 bytes one by one, after these. So no step guesses how long a word is.
 */
#include "text/fold/fold_kernels.h"
#include "text/fold/fold_tables.h"
#include "text/words_hash.h"

#if defined(__x86_64__)
#include "text/lanes_avx2.h"
#include "text/words_cut.h"

#define TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))

/* A constant that stays: by itself GCC would make it anew from a number for each eight words, which takes three instructions. */
TARGET static inline __m256i all_32(uint32_t value)
{
    __m256i v = _mm256_set1_epi32((int)value);
    __asm__("" : "+x"(v));
    return v;
}

/* The lower and the upper halves of eight numbers of 64 bits. */
struct halves {
    __m256i low, high;
};

TARGET static inline struct halves all_halves(uint64_t value)
{
    return (struct halves){all_32((uint32_t)value), all_32((uint32_t)(value >> 32))};
}

TARGET static inline struct halves xor_halves(struct halves a, struct halves b)
{
    return (struct halves){_mm256_xor_si256(a.low, b.low), _mm256_xor_si256(a.high, b.high)};
}

/* The lower 64 bits of the products. */
TARGET static inline struct halves multiply_halves(struct halves a, struct halves b)
{
    __m256i even = _mm256_mul_epu32(a.low, b.low), odd = _mm256_mul_epu32(_mm256_srli_epi64(a.low, 32), _mm256_srli_epi64(b.low, 32));
    __m256i cross = _mm256_add_epi32(_mm256_mullo_epi32(a.low, b.high), _mm256_mullo_epi32(a.high, b.low));
    return (struct halves){
        _mm256_mullo_epi32(a.low, b.low),
        _mm256_add_epi32(_mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xAA), cross),
    };
}

TARGET static inline struct halves down_29(struct halves h)
{
    __m256i low = _mm256_or_si256(_mm256_srli_epi32(h.low, 29), _mm256_slli_epi32(h.high, 3));
    return (struct halves){low, _mm256_srli_epi32(h.high, 29)};
}

/* What XXH3 multiplies for up to 3 bytes, of which a lane has what it makes of them and of their number. */
TARGET static inline struct halves flip_3(__m256i combined)
{
    const uint32_t flip = XXH_readLE32(XXH3_kSecret) ^ XXH_readLE32(XXH3_kSecret + 4);
    return (struct halves){_mm256_xor_si256(combined, all_32(flip)), _mm256_setzero_si256()};
}

/* As hash_eight for words of 3 bytes each, one space between two: those of Han. */
TARGET static inline __m256i hash_eight_of_3(const char *bytes)
{
    const __m256i order =
        _mm256_set_epi8(13, 12, -1, 14, 9, 8, -1, 10, 5, 4, -1, 6, 1, 0, -1, 2, 13, 12, -1, 14, 9, 8, -1, 10, 5, 4, -1, 6, 1, 0, -1, 2);
    __m256i combined = _mm256_or_si256(_mm256_shuffle_epi8(load(bytes), order), all_32(3 << 8));
    struct halves h = multiply_halves(flip_3(combined), all_halves(XXH_PRIME64_2));
    return multiply_halves(xor_halves(h, down_29(h)), all_halves(XXH_PRIME64_3)).high;
}

/* The same of words of 1 to 3 bytes, of which the last one and those before it are given. */
TARGET static inline struct halves begin_3(__m256i last, __m256i size)
{
    /* by size: which byte is the last one, none, the first one, the one in the middle */
    const __m256i orders = _mm256_setr_epi32(0, 0x03038003, 0x03028003, 0x02018003, 0, 0, 0, 0);
    const __m256i lanes = _mm256_setr_epi32(0, 0x04040404, 0x08080808, 0x0C0C0C0C, 0, 0x04040404, 0x08080808, 0x0C0C0C0C);
    __m256i combined = _mm256_shuffle_epi8(last, _mm256_or_si256(_mm256_permutevar8x32_epi32(orders, size), lanes));
    return flip_3(_mm256_or_si256(combined, _mm256_slli_epi32(size, 8)));
}

/* Half of the xor of a number, of it turned left by 24 bits and by 49. */
TARGET static inline __m256i turn(__m256i half, __m256i other)
{
    __m256i by_24 = _mm256_or_si256(_mm256_slli_epi32(half, 24), _mm256_srli_epi32(other, 8));
    __m256i by_49 = _mm256_or_si256(_mm256_slli_epi32(other, 17), _mm256_srli_epi32(half, 15));
    return _mm256_xor_si256(half, _mm256_xor_si256(by_24, by_49));
}

/* What it multiplies for 4 to 8 bytes, of which the first four and the last four are given. */
TARGET static inline struct halves begin_8(__m256i first, __m256i last)
{
    struct halves h = xor_halves((struct halves){last, first}, all_halves(secret_64(8) ^ secret_64(16)));
    return (struct halves){turn(h.low, h.high), turn(h.high, h.low)};
}

/* For words of up to 3 bytes the one, for those of more the other. */
TARGET static inline struct halves either(__m256i over_3, struct halves to_3, struct halves to_8)
{
    return (struct halves){_mm256_blendv_epi8(to_3.low, to_8.low, over_3), _mm256_blendv_epi8(to_3.high, to_8.high, over_3)};
}

/* The upper 32 bits of XXH3, of the first four bytes and the last four; of bytes of other words in the last four it is free. */
TARGET static inline __m256i hash_to_8(__m256i first, __m256i last, __m256i size)
{
    const struct halves factor = all_halves(UINT64_C(0x9FB21C651E98DF25));
    __m256i over_3 = _mm256_cmpgt_epi32(size, all_32(3));
    struct halves h = either(over_3, begin_3(last, size), begin_8(first, last)), mixed;
    h = multiply_halves(h, either(over_3, all_halves(XXH_PRIME64_2), factor));
    mixed = (struct halves){_mm256_add_epi32(_mm256_srli_epi32(h.high, 3), size), _mm256_setzero_si256()}; /* h >> 35, and size */
    h = xor_halves(h, either(over_3, down_29(h), mixed));
    h = multiply_halves(h, either(over_3, all_halves(XXH_PRIME64_3), factor));
    return _mm256_xor_si256(h.high, _mm256_and_si256(over_3, _mm256_srli_epi32(h.high, 28)));
}

TARGET static inline __m128i eight_bytes(const char *from)
{
    return _mm_loadl_epi64((const __m128i *)(const void *)from);
}

/* Eight bytes each from four places on. */
TARGET static inline __m256i eights_at(const char *bytes, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    __m128i low = _mm_unpacklo_epi64(eight_bytes(bytes + a), eight_bytes(bytes + b));
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), _mm_unpacklo_epi64(eight_bytes(bytes + c), eight_bytes(bytes + d)), 1);
}

/* Every second lane of two registers. */
TARGET static inline __m256i lower_lanes(__m256i a, __m256i b)
{
    return _mm256_castps_si256(_mm256_shuffle_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), 0x88));
}

TARGET static inline __m256i upper_lanes(__m256i a, __m256i b)
{
    return _mm256_castps_si256(_mm256_shuffle_ps(_mm256_castsi256_ps(a), _mm256_castsi256_ps(b), 0xDD));
}

/* The upper 32 bits of the XXH3 of eight words of 1 to 8 bytes; rubbish of longer ones. */
TARGET static inline __m256i hash_eight(const char *bytes, const uint32_t *ends, __m256i size)
{
    __m256i zero = _mm256_setzero_si256(), before = _mm256_sub_epi32(all_32(64), _mm256_slli_epi32(size, 3)); /* bits of other words */
    __m256i a = eights_at(bytes - 8, ends[0], ends[1], ends[4], ends[5]), b = eights_at(bytes - 8, ends[2], ends[3], ends[6], ends[7]);
    __m256i last = upper_lanes(a, b), first;
    a = _mm256_srlv_epi64(a, _mm256_unpacklo_epi32(before, zero));
    b = _mm256_srlv_epi64(b, _mm256_unpackhi_epi32(before, zero));
    first = lower_lanes(a, b);
    return hash_to_8(first, last, size);
}

/* Writes the places of bits that are set, counted from base on, and rubbish in the eight behind them; returns how many they are. */
TARGET static inline size_t write_places(const uint64_t *bits, size_t size, size_t base, uint32_t *places)
{
    const uint8_t *bytes = (const uint8_t *)bits;
    __m256i eight = _mm256_set1_epi32(8), from = _mm256_set1_epi32((int)base);
    size_t count = 0;
#pragma GCC unroll 4
    for (size_t i = 0; i < size * sizeof *bits; i++, from = _mm256_add_epi32(from, eight)) {
        /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.ArraySubscript): bytes of numbers that are all set */
        __m128i found = _mm_loadl_epi64((const __m128i *)(const void *)fold_squeeze[bytes[i]]);
        store(places + count, _mm256_add_epi32(_mm256_cvtepu8_epi32(found), from));
        count += (size_t)_mm_popcnt_u32(bytes[i]);
    }
    return count;
}

TARGET static inline uint64_t mask_of(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

TARGET static inline __m256i digits_of(__m256i v)
{
    return _mm256_and_si256(_mm256_cmpgt_epi8(v, _mm256_set1_epi8('0' - 1)), _mm256_cmpgt_epi8(_mm256_set1_epi8('9' + 1), v));
}

TARGET static inline uint64_t cut_block(const struct fold_cut *cut, size_t block, size_t count, unsigned char *carry)
{
    __m256i low = load(cut->bytes + block), high = load(cut->bytes + block + 32), space = _mm256_set1_epi8(' ');
    uint64_t spaces = mask_of(_mm256_cmpeq_epi8(low, space), _mm256_cmpeq_epi8(high, space)), digits = mask_of(digits_of(low), digits_of(high));
    return cut_marks(cut, block, count, spaces, digits, carry);
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
        size_t cut_now = 0;
        blocks.first = block;
        for (; cut_now < CUT_BLOCKS && block <= cut->size; cut_now++, block += 64) {
            blocks.spaces[cut_now] = cut_block(cut, block, count, &carry);
            blocks.counts[cut_now] = count;
            count += (size_t)_mm_popcnt_u64(blocks.spaces[cut_now]);
        }
        write_places(blocks.spaces, cut_now, blocks.first, cut->ends + blocks.counts[0]);
        cut_lines(&blocks, block, &line_end, &line_words);
    }
    return count;
}

/* Words are hashed so many at a time. */
enum { PIECE = 256 };

/* Of a piece which words are longer than eight bytes: they are hashed here, as if none had over 16; then those that have. */
TARGET static inline void hash_longer(const char *bytes, const uint32_t *ends, const uint32_t sizes[PIECE], const uint64_t longer[PIECE / 64],
                                      uint32_t *words)
{
    uint32_t places[PIECE + 8], longest[PIECE + 4];
    size_t count = write_places(longer, PIECE / 64, 0, places), more = 0;
    for (size_t i = count; count % 4 && i < count + 4; i++) /* so that there are four: the last one again */
        places[i] = places[count - 1];
    for (size_t i = 0; i < count; i += 4) {
        const uint32_t *w = places + i;
        uint32_t e[4], s[4], hashes[8];
        __m256i first, last;
        for (size_t j = 0; j < 4; j++) {
            s[j] = sizes[w[j]];
            e[j] = ends[w[j]];
            longest[more] = w[j];
            more += s[j] > 16;
        }
        first = eights_at(bytes, e[0] - s[0], e[1] - s[1], e[2] - s[2], e[3] - s[3]);
        last = eights_at(bytes - 8, e[0], e[1], e[2], e[3]);
        store(hashes, hash_9_to_16(first, last, _mm256_setr_epi32((int)s[0], 0, (int)s[1], 0, (int)s[2], 0, (int)s[3], 0)));
        for (size_t j = 0; j < 4; j++)
            words[w[j]] = (hashes[2 * j + 1] & ~(uint32_t)WORD_HAS_DIGIT) | (words[w[j]] & WORD_HAS_DIGIT);
    }
    for (size_t i = 0; i < more; i++) {
        size_t w = longest[i], size = sizes[w];
        words[w] = word_bits(bytes + (ends[w] - size), size, words[w] & WORD_HAS_DIGIT, true);
    }
}

/* The half of a word's bits in the filter in which its first one is. */
static inline int filter_half(const struct number_filter *filter, uint32_t word)
{
    int half;
    memcpy(&half, (const char *)filter->bits + sizeof half * (word >> 21), sizeof half);
    return half;
}

/* Marks which words of a piece pass the filter: of eight of them at once the first bit is looked at, of the few that are left both. */
TARGET static inline void filter_words(const struct number_filter *filter, const uint32_t *words, size_t count, uint64_t *marks)
{
    const __m256i last = _mm256_set1_epi32(31);
    uint64_t passing[PIECE / 64] = {0};
    uint32_t places[PIECE + 8];
    for (size_t i = 0; i < (count + 7) / 8; i++) {
        const uint32_t *w = words + 8 * i;
        /* eight loads take less than a gather */
        __m256i bits = _mm256_setr_epi32(filter_half(filter, w[0]), filter_half(filter, w[1]), filter_half(filter, w[2]), filter_half(filter, w[3]),
                                         filter_half(filter, w[4]), filter_half(filter, w[5]), filter_half(filter, w[6]), filter_half(filter, w[7]));
        bits = _mm256_sllv_epi32(bits, _mm256_andnot_si256(_mm256_srli_epi32(load(w), 16), last));
        ((uint8_t *)passing)[i] = (uint8_t)_mm256_movemask_ps(_mm256_castsi256_ps(bits));
    }
    count = write_places(passing, PIECE / 64, 0, places);
    for (size_t i = 0; i < count; i++)
        marks[places[i] / 64] |= number_words_filter(filter, words[places[i]]) << places[i] % 64;
}

TARGET size_t fold_words_avx2(const struct fold_cut *cut)
{
    const __m256i one_on = _mm256_setr_epi32(7, 0, 1, 2, 3, 4, 5, 6), bit = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
    const uint8_t *digits = (const uint8_t *)cut->marks;
    size_t count = cut_all(cut);
    __m256i before = all_32(UINT32_MAX);                   /* where the word before ended, in the first lane */
    store(cut->ends + count, all_32((uint32_t)cut->size)); /* so that eight words can be looked at */
    for (size_t first = 0; first < count; first += PIECE, digits += PIECE / 8) {
        const uint32_t *ends = cut->ends + first;
        uint32_t *words = cut->words + first, sizes[PIECE];
        size_t there = count - first < PIECE ? count - first : PIECE;
        uint64_t longer[PIECE / 64] = {0};
        for (size_t i = 0; i < (there + 7) / 8; i++) {
            __m256i end = load(ends + 8 * i), begin = _mm256_permutevar8x32_epi32(end, one_on), next = begin, size, word, digit;
            begin = _mm256_blend_epi32(begin, before, 1);
            before = next;
            size = _mm256_add_epi32(_mm256_sub_epi32(end, begin), all_32(UINT32_MAX));
            if (_mm256_movemask_epi8(_mm256_cmpeq_epi32(size, all_32(3))) == -1)
                word = hash_eight_of_3(cut->bytes + ends[8 * i] - 3);
            else
                word = hash_eight(cut->bytes, ends + 8 * i, size);
            digit = _mm256_and_si256(_mm256_set1_epi8((char)digits[i]), bit);
            digit = _mm256_srli_epi32(_mm256_cmpeq_epi32(digit, bit), 31);
            store(words + 8 * i, _mm256_or_si256(_mm256_andnot_si256(all_32(1), word), digit));
            store(sizes + 8 * i, size);
            ((uint8_t *)longer)[i] = (uint8_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(size, all_32(8))));
        }
        hash_longer(cut->bytes, ends, sizes, longer, words);
        filter_words(cut->filter, words, there, cut->marks + first / 64);
    }
    return count;
}

#endif
