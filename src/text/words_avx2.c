/*
 * Words by AVX2: all ends first, 64 bytes at a time, then the hashes of eight words at once. Gives the portable kernel's bits.
 *
 * XXH3 has a formula for up to 3 bytes and one for 4 to 8. Both need only the first four bytes and the last four, so both are computed for each
 * word, in lanes of 32 bits, and the one that its length asks for is kept. Which words are longer is noted, and they are hashed one by one
 * afterwards: no step guesses how long a word is.
 */
#include "text/fold/fold_kernels.h"
#include "text/words_hash.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))

TARGET static inline __m256i load(const void *from)
{
    return _mm256_loadu_si256((const __m256i *)from);
}

TARGET static inline void store(void *to, __m256i v)
{
    _mm256_storeu_si256((__m256i *)to, v);
}

/* A constant that stays: by itself GCC would make it anew from a number for each eight words, which takes three instructions. */
TARGET static inline __m256i all(uint32_t value)
{
    __m256i v = _mm256_set1_epi32((int)value);
    __asm__("" : "+x"(v));
    return v;
}

TARGET static inline __m256i xor (__m256i a, __m256i b) { return _mm256_xor_si256(a, b); }

    /* The lower and the upper halves of eight numbers of 64 bits. */
    struct halves {
    __m256i low, high;
};

/* The lower 64 bits of products with a constant. */
TARGET static inline struct halves multiply(struct halves h, uint64_t factor)
{
    __m256i by_low = all((uint32_t)factor), by_high = all((uint32_t)(factor >> 32));
    __m256i even = _mm256_mul_epu32(h.low, by_low), odd = _mm256_mul_epu32(_mm256_srli_epi64(h.low, 32), by_low);
    __m256i cross = _mm256_add_epi32(_mm256_mullo_epi32(h.low, by_high), _mm256_mullo_epi32(h.high, by_low));
    return (struct halves){
        _mm256_mullo_epi32(h.low, by_low),
        _mm256_add_epi32(_mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xAA), cross),
    };
}

/* XXH3's last steps for up to 3 bytes, of which a lane has what it makes of them and of their number; upper 32 bits. */
TARGET static inline __m256i finish_3(__m256i combined)
{
    const uint32_t flip = XXH_readLE32(XXH3_kSecret) ^ XXH_readLE32(XXH3_kSecret + 4);
    struct halves h = multiply((struct halves){xor(combined, all(flip)), _mm256_setzero_si256()}, XXH_PRIME64_2);
    h.low = xor(h.low, xor(_mm256_srli_epi32(h.low, 29), _mm256_slli_epi32(h.high, 3)));
    h.high = xor(h.high, _mm256_srli_epi32(h.high, 29));
    return multiply(h, XXH_PRIME64_3).high;
}

/* As hash_eight for words of 3 bytes each, one space between two: those of Han. */
TARGET static inline __m256i hash_eight_of_3(const char *bytes)
{
    const __m256i order =
        _mm256_set_epi8(13, 12, -1, 14, 9, 8, -1, 10, 5, 4, -1, 6, 1, 0, -1, 2, 13, 12, -1, 14, 9, 8, -1, 10, 5, 4, -1, 6, 1, 0, -1, 2);
    return finish_3(_mm256_or_si256(_mm256_shuffle_epi8(load(bytes), order), all(3 << 8)));
}

/* Of 1 to 3 bytes each, of which the last four with those before them are given. */
TARGET static inline __m256i hash_to_3(__m256i last, __m256i size)
{
    /* by size: which byte is the last one, none, the first one, the one in the middle */
    const __m256i orders = _mm256_setr_epi32(0, 0x03038003, 0x03028003, 0x02018003, 0, 0, 0, 0);
    const __m256i lanes = _mm256_setr_epi32(0, 0x04040404, 0x08080808, 0x0C0C0C0C, 0, 0x04040404, 0x08080808, 0x0C0C0C0C);
    __m256i combined = _mm256_shuffle_epi8(last, _mm256_or_si256(_mm256_permutevar8x32_epi32(orders, size), lanes));
    return finish_3(_mm256_or_si256(combined, _mm256_slli_epi32(size, 8)));
}

/* Half of the xor of a number, of it turned left by 24 bits and by 49. */
TARGET static inline __m256i turn(__m256i half, __m256i other)
{
    __m256i by_24 = xor(_mm256_slli_epi32(half, 24), _mm256_srli_epi32(other, 8));
    return xor(xor(half, by_24), xor(_mm256_slli_epi32(other, 17), _mm256_srli_epi32(half, 15)));
}

/* Of 4 to 8 bytes each, of which the first four and the last four are given. */
TARGET static inline __m256i hash_to_8(__m256i first, __m256i last, __m256i size)
{
    const uint64_t flip = XXH_readLE64(XXH3_kSecret + 8) ^ XXH_readLE64(XXH3_kSecret + 16);
    __m256i low = xor(last, all((uint32_t)flip)), high = xor(first, all((uint32_t)(flip >> 32)));
    struct halves h = multiply((struct halves){turn(low, high), turn(high, low)}, UINT64_C(0x9FB21C651E98DF25));
    h.low = xor(h.low, _mm256_add_epi32(_mm256_srli_epi32(h.high, 3), size)); /* that is, 35 bits down */
    h = multiply(h, UINT64_C(0x9FB21C651E98DF25));
    return xor(h.high, _mm256_srli_epi32(h.high, 28));
}

TARGET static inline __m128i eight_bytes(const char *from)
{
    return _mm_loadl_epi64((const __m128i *)(const void *)from);
}

/* Eight bytes each that end where four words do. */
TARGET static inline __m256i before_ends(const char *bytes, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    const char *within = bytes - 8;
    __m128i low = _mm_unpacklo_epi64(eight_bytes(within + a), eight_bytes(within + b));
    return _mm256_inserti128_si256(_mm256_castsi128_si256(low), _mm_unpacklo_epi64(eight_bytes(within + c), eight_bytes(within + d)), 1);
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
    __m256i zero = _mm256_setzero_si256(), before = _mm256_sub_epi32(all(64), _mm256_slli_epi32(size, 3)); /* bits of other words */
    __m256i a = before_ends(bytes, ends[0], ends[1], ends[4], ends[5]), b = before_ends(bytes, ends[2], ends[3], ends[6], ends[7]);
    __m256i last = upper_lanes(a, b), first;
    a = _mm256_srlv_epi64(a, _mm256_unpacklo_epi32(before, zero));
    b = _mm256_srlv_epi64(b, _mm256_unpackhi_epi32(before, zero));
    first = lower_lanes(a, b);
    return _mm256_blendv_epi8(hash_to_3(last, size), hash_to_8(first, last, size), _mm256_cmpgt_epi32(size, all(3)));
}

/* The places of a byte's bits that are set, one behind the other. */
#define PLACE(byte, bit) ((uint64_t)((byte) >> (bit)&1) * (bit) << 8 * __builtin_popcount((byte) & ((1U << (bit)) - 1)))
#define PLACES(byte) (PLACE(byte, 1) | PLACE(byte, 2) | PLACE(byte, 3) | PLACE(byte, 4) | PLACE(byte, 5) | PLACE(byte, 6) | PLACE(byte, 7))
#define PLACES_OF_4(byte) PLACES(byte), PLACES((byte) + 1), PLACES((byte) + 2), PLACES((byte) + 3)
#define PLACES_OF_16(byte) PLACES_OF_4(byte), PLACES_OF_4((byte) + 4), PLACES_OF_4((byte) + 8), PLACES_OF_4((byte) + 12)
#define PLACES_OF_64(byte) PLACES_OF_16(byte), PLACES_OF_16((byte) + 16), PLACES_OF_16((byte) + 32), PLACES_OF_16((byte) + 48)
static const uint64_t places_of_bytes[256] = {PLACES_OF_64(0U), PLACES_OF_64(64U), PLACES_OF_64(128U), PLACES_OF_64(192U)};

/* Writes the places of bits that are set, counted from base on, and rubbish in the eight behind them; returns how many they are. */
TARGET static inline size_t write_places(const uint64_t *bits, size_t size, size_t base, uint32_t *places)
{
    const uint8_t *bytes = (const uint8_t *)bits;
    __m256i eight = _mm256_set1_epi32(8), from = _mm256_set1_epi32((int)base);
    size_t count = 0;
    for (size_t i = 0; i < size * sizeof *bits; i++, from = _mm256_add_epi32(from, eight)) {
        /* NOLINTNEXTLINE(clang-analyzer-core.uninitialized.ArraySubscript): bytes of numbers that are all set */
        __m128i found = _mm_loadl_epi64((const __m128i *)(const void *)&places_of_bytes[bytes[i]]);
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

/* Which of 64 bytes end a word; and writes in marks, behind count of them, whether these hold a digit, a bit each. */
TARGET static inline uint64_t cut_block(const struct fold_cut *cut, size_t block, size_t count, unsigned char *carry)
{
    __m256i low = load(cut->bytes + block), high = load(cut->bytes + block + 32), space = _mm256_set1_epi8(' ');
    uint64_t spaces = mask_of(_mm256_cmpeq_epi8(low, space), _mm256_cmpeq_epi8(high, space)), digits = mask_of(digits_of(low), digits_of(high));
    uint64_t *bits = cut->marks + count / 64;
    unsigned long long marks;
    if (cut->size - block < 64) {
        uint64_t there = (UINT64_C(1) << (cut->size - block)) - 1;
        spaces = (spaces & there) | ~there; /* the end, and more that are cut off below */
        digits &= there;
    }
    /* a digit added to the ones of its word carries into the bit of the space that ends it */
    *carry = _addcarry_u64(*carry, ~spaces, digits, &marks);
    if (cut->size - block < 64)
        spaces &= ~(UINT64_MAX << 1 << (cut->size - block));
    marks = _pext_u64(marks, spaces); /* slow on Zen 2, but what does without it is slower elsewhere */
    bits[0] |= marks << count % 64;
    bits[1] = marks >> 1 >> (63 - count % 64);
    return spaces;
}

/*
 * All blocks, some of them at a time; and where a line ends, how many words there are up to it: only once all of these are cut, since it cannot be
 * guessed in which of them one does. Returns how many words there are.
 */
TARGET static inline size_t cut_all(const struct fold_cut *cut)
{
    enum { BLOCKS = 128 };
    uint64_t spaces[BLOCKS];
    size_t counts[BLOCKS], count = 0;
    const uint32_t *line_end = cut->line_ends;
    uint32_t *line_words = cut->line_words;
    unsigned char carry = 0;
    cut->marks[0] = 0;
    for (size_t first = 0, block = 0; block <= cut->size; first = block) {
        size_t blocks = 0;
        for (; blocks < BLOCKS && block <= cut->size; blocks++, block += 64) {
            spaces[blocks] = cut_block(cut, block, count, &carry);
            counts[blocks] = count;
            count += (size_t)_mm_popcnt_u64(spaces[blocks]);
        }
        write_places(spaces, blocks, first, cut->ends + counts[0]);
        for (; *line_end < block; line_end++) { /* the space behind it is one of its block */
            size_t at = *line_end - first;
            *line_words++ = (uint32_t)(counts[at / 64] + (size_t)_mm_popcnt_u64(_bzhi_u64(spaces[at / 64], (uint32_t)(at % 64 + 1))));
        }
    }
    return count;
}

/* Words are hashed so many at a time. */
enum { PIECE = 256 };

/* Of a piece which words are longer than eight bytes: they are hashed here, as if none had over 16; then those that have. */
TARGET static inline void hash_longer(const char *bytes, const uint32_t *ends, const uint32_t *sizes, const uint64_t longer[PIECE / 64],
                                      uint32_t *words)
{
    uint32_t places[PIECE + 8], longest[PIECE];
    size_t count = write_places(longer, PIECE / 64, 0, places), more = 0;
    for (size_t i = 0; i < count; i++) {
        size_t w = places[i], size = sizes[w];
        uint64_t hash = XXH3_len_9to16_64b((const uint8_t *)bytes + (ends[w] - size), size, XXH3_kSecret, 0);
        words[w] = (uint32_t)(hash >> 33) << 1 | (words[w] & WORD_HAS_DIGIT);
        longest[more] = (uint32_t)w;
        more += size > 16;
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

/*
 * Which of 64 words, or of so many as there are, pass the filter; as many as fill a register can be read. Of eight of them at once the first bit
 * is looked at, of the few that are left both.
 */
TARGET static inline uint64_t filter_words(const struct number_filter *filter, const uint32_t *words, size_t count)
{
    const __m256i last = _mm256_set1_epi32(31);
    uint64_t may = 0, passed = 0;
    for (size_t i = 0; i < count && i < 64; i += 8) {
        const uint32_t *w = words + i;
        /* eight loads take less than a gather */
        __m256i bits = _mm256_setr_epi32(filter_half(filter, w[0]), filter_half(filter, w[1]), filter_half(filter, w[2]), filter_half(filter, w[3]),
                                         filter_half(filter, w[4]), filter_half(filter, w[5]), filter_half(filter, w[6]), filter_half(filter, w[7]));
        bits = _mm256_sllv_epi32(bits, _mm256_andnot_si256(_mm256_srli_epi32(load(w), 16), last));
        may |= (uint64_t)(unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(bits)) << i;
    }
    may = count < 64 ? _bzhi_u64(may, (unsigned)count) : may;
    for (; may; may &= may - 1)
        passed |= (may & -may) & -number_words_filter(filter, words[_tzcnt_u64(may)]);
    return passed;
}

TARGET size_t fold_words_avx2(const struct fold_cut *cut)
{
    const __m256i one_on = _mm256_setr_epi32(7, 0, 1, 2, 3, 4, 5, 6), bit = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
    const uint8_t *digits = (const uint8_t *)cut->marks;
    size_t count = cut_all(cut);
    __m256i before = all(UINT32_MAX);                   /* where the word before ended, in the first lane */
    store(cut->ends + count, all((uint32_t)cut->size)); /* so that eight words can be looked at */
    for (size_t first = 0; first < count; first += PIECE, digits += PIECE / 8) {
        const uint32_t *ends = cut->ends + first;
        uint32_t *words = cut->words + first, sizes[PIECE];
        size_t there = count - first < PIECE ? count - first : PIECE;
        uint64_t longer[PIECE / 64] = {0};
        for (size_t i = 0; i < (there + 7) / 8; i++) {
            __m256i end = load(ends + 8 * i), begin = _mm256_permutevar8x32_epi32(end, one_on), next = begin, size, word, digit;
            begin = _mm256_blend_epi32(begin, before, 1);
            before = next;
            size = _mm256_add_epi32(_mm256_sub_epi32(end, begin), all(UINT32_MAX));
            if (_mm256_movemask_epi8(_mm256_cmpeq_epi32(size, all(3))) == -1)
                word = hash_eight_of_3(cut->bytes + ends[8 * i] - 3);
            else
                word = hash_eight(cut->bytes, ends + 8 * i, size);
            digit = _mm256_and_si256(_mm256_set1_epi8((char)digits[i]), bit);
            digit = _mm256_srli_epi32(_mm256_cmpeq_epi32(digit, bit), 31);
            store(words + 8 * i, _mm256_or_si256(_mm256_andnot_si256(all(1), word), digit));
            store(sizes + 8 * i, size);
            ((uint8_t *)longer)[i] = (uint8_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(size, all(8))));
        }
        hash_longer(cut->bytes, ends, sizes, longer, words);
        for (size_t i = 0; i < there; i += 64)
            cut->marks[(first + i) / 64] |= filter_words(cut->filter, words + i, there - i);
    }
    return count;
}

#endif
