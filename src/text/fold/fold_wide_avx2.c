/*
 * Characters of up to three bytes by AVX2. What is common has files of its own: fold_han_avx2.c, and fold_staying_avx2.c for letters of
 * scripts with spaces. What stands between, and Thai and the like, is folded here, eight characters at a time in lanes of four bytes, a space
 * and what they fold to, of which bytes are kept.
 */
#include "text/fold/fold_kernels.h"

#if defined(__x86_64__)
#include "text/fold/fold_wide_avx2.h"
#include "text/utf8.h"

/* Eight characters. */
struct eight {
    __m256i lanes;                 /* their bytes in the upper three of a lane, the first one lowest; zeros elsewhere */
    __m256i c;                     /* code points */
    uint32_t starts;               /* where they begin, and what follows them */
    uint32_t after;                /* bytes to what follows */
    uint32_t count, threes, fours; /* how many there are, at most eight; which have three bytes, and four, of which nothing is known */
};

/* Which of 32 bytes begin a character. */
KERNEL uint32_t starts_of(const uint8_t *text)
{
    return (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(load_32(text), _mm256_set1_epi8((char)0xBF)));
}

/* Characters that begin where starts says; four bytes can be read from each on, and from the 32nd. */
KERNEL void spread(const uint8_t *text, uint32_t starts, struct eight *eight)
{
    const __m256i highest_first = twice(_mm_setr_epi8(2, 1, 0, -1, 6, 5, 4, -1, 10, 9, 8, -1, 14, 13, 12, -1));
    uint32_t count = (uint32_t)_mm_popcnt_u32(starts), rest = starts;
    __m256i v, key, three, missing;
    int32_t at[LANES];
    for (int i = 0; i < LANES; i++, rest = _blsr_u32(rest))
        memcpy(&at[i], text + _tzcnt_u32(rest), 4);
    v = _mm256_setr_epi32(at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7]);
    key = _mm256_shuffle_epi8(v, highest_first);
    three = _mm256_cmpgt_epi32(key, lanes(0xDFFFFF));
    missing = _mm256_add_epi32(_mm256_add_epi32(three, lanes(2)), _mm256_cmpgt_epi32(key, lanes(0x7FFFFF)));
    missing = _mm256_slli_epi32(missing, 3); /* bits of three bytes that a character does not have */
    eight->starts = starts;
    eight->after = _tzcnt_u32(rest);
    eight->count = count < LANES ? count : LANES;
    eight->threes = lanes_of(three);
    eight->fours = lanes_of(_mm256_cmpgt_epi32(key, lanes(0xEFFFFF)));
    eight->c = decode(_mm256_srlv_epi32(key, missing));
    eight->lanes = _mm256_srlv_epi32(_mm256_sllv_epi32(_mm256_slli_epi32(v, 8), missing), missing);
}

/* The next eight characters of a text. */
KERNEL void load_eight(const uint8_t *text, size_t rest, struct eight *eight)
{
    const __m256i threes = twice(_mm_setr_epi8(-1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11));
    const __m256i highest_first = twice(_mm_setr_epi8(2, 1, 0, -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9, -1));
    if (rest >= BLOCK_BYTES) {
        uint32_t starts = starts_of(text);
        if ((starts & 0x1FFFFFF) == 0x1249249) {
            __m256i v = load_both(text, text + 12);
            *eight = (struct eight){_mm256_shuffle_epi8(v, threes), decode(_mm256_shuffle_epi8(v, highest_first)), starts, 24, LANES, 0xFF, 0};
        } else {
            spread(text, starts, eight);
        }
    } else {
        uint8_t last[BLOCK_BYTES + 4] = {0};
        memcpy(last, text, rest);
        spread(last, starts_of(last) & ((1u << rest) - 1), eight);
        eight->starts |= 1u << rest;
        eight->after = eight->after < rest ? eight->after : (uint32_t)rest;
    }
}

/* Bytes to the character in a lane, or to what follows the last one. */
KERNEL uint32_t place_of(const struct eight *eight, uint32_t lane)
{
    return _tzcnt_u32(_pdep_u32(1u << lane, eight->starts));
}

/* What the first so many characters are, a bit each. */
struct kinds {
    uint32_t letters, solos, marks, spaces, ends, count;
};

/* Adds what is rare: marks, and what they meet. Marks that move leave their lanes as they are. */
KERNEL void add_marks(struct eight *eight, __m256i row, const struct progress *at, struct kinds *kinds)
{
    const uint32_t length = FOLD_ROW(0, 7, 0);
    __m256i before = _mm256_alignr_epi8(row, _mm256_permute2x128_si256(lanes(at->last_row), row, 0x21), 12), class = _mm256_srli_epi32(row, 27);
    __m256i calm = _mm256_cmpeq_epi32(class, lanes(FOLD_CALM)), out_of_order = _mm256_cmpgt_epi32(bits(before, ~length), bits(row, ~length));
    uint32_t nikhahits = lanes_equal(bits(eight->c, ~UINT32_C(0x80)), 0xE4D) << 1 | ((uint8_t)at->out[-1] == 0x8D);
    kinds->solos |= lanes_equal(class, FOLD_SARA_AA) & ~nikhahits;
    kinds->marks = lanes_equal(class, FOLD_MARK) | lanes_of(_mm256_andnot_si256(out_of_order, calm));
    kinds->marks &= ~(kinds->spaces << 1 | at->after_space); /* there they begin words */
    eight->lanes = _mm256_xor_si256(eight->lanes, _mm256_slli_epi32(_mm256_and_si256(row, calm), 8));
}

/* Which bytes of the first lanes are written: as many as their rows say, and the spaces before them. */
KERNEL uint32_t kept(__m256i row, uint32_t whole, uint32_t gaps)
{
    const __m256i upper = twice(_mm_setr_epi8(3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15));
    __m256i length = _mm256_and_si256(_mm256_shuffle_epi8(row, upper), _mm256_set1_epi8(7));
    uint32_t bytes = (uint32_t)_mm256_movemask_epi8(_mm256_cmpgt_epi8(length, lanes(0x0201007F)));
    return _bzhi_u32(bytes, 4 * whole) | _pdep_u32(gaps, 0x11111111);
}

/* As blocks_note_lines, for the first lanes; keep: which bytes of lanes are written. */
KERNEL void note_lines(struct fold_lines *lines, const uint8_t *text, const struct eight *eight, const struct kinds *are, uint32_t keep,
                       const char *out)
{
    uint32_t sum = are->spaces + are->ends + lines->ended, begins = sum & (are->letters | are->solos), place = (uint32_t)(out - lines->base) - 1;
    lines->ended = sum >> are->count & 1;
    if (are->ends)
        lines->begin = text + place_of(eight, 32 - (uint32_t)__builtin_clz(are->ends));
    for (; begins; begins &= begins - 1)
        lines->ends[lines->count++] = place + (uint32_t)_mm_popcnt_u32(_bzhi_u32(keep, 4 * _tzcnt_u32(begins)));
}

/* What eight characters are, up to the first one that is left to others. Changes lanes that are not what their rows say. */
KERNEL struct kinds kinds_of(struct eight *eight, __m256i row, const struct progress *at, bool has_lines)
{
    uint32_t bit_0 = lanes_with(row, 1u << 27), bit_1 = lanes_with(row, 1u << 28), bit_2 = lanes_with(row, 1u << 29),
             bit_3 = lanes_with(row, 1u << 30);
    struct kinds are = {~(bit_0 | bit_1 | bit_2 | bit_3), bit_0 & ~(bit_1 | bit_2 | bit_3), 0, bit_2 & ~(bit_0 | bit_1 | bit_3), 0, 0};
    uint32_t checks = bit_2 & bit_0 & ~(bit_1 | bit_3), there;
    /* not "@", and no address before it */
    are.spaces |= checks & ~lanes_with(row, '@') & ~(are.letters << 1 | (uint32_t)address_near(at->out[-1]));
    if (bit_1 | bit_3)
        add_marks(eight, row, at, &are);
    there = (are.letters | are.solos | are.marks | are.spaces) & ((1u << eight->count) - 1) & ~eight->fours;
    if (has_lines)
        there &= ~(are.spaces & lanes_with(row, FOLD_MAY_END));
    are.count = _tzcnt_u32(~there);
    there = (1u << are.count) - 1;
    are.letters &= there;
    are.solos &= there;
    are.marks &= there;
    are.spaces &= there;
    are.ends = are.spaces & lanes_with(row, FOLD_ENDS);
    return are;
}

/* Folds eight characters, or fewer where it stops before one; *left: how many it leaves. Returns whether marks are among them. */
KERNEL bool fold_eight(const uint8_t *text, struct eight *eight, struct progress *at, struct fold_lines *lines, uint32_t *left)
{
    __m256i row = rows_of(eight->c);
    struct kinds are;
    uint32_t words, gaps, keep, behind_solo;
    eight->lanes = either(_mm256_xor_si256(eight->lanes, _mm256_slli_epi32(row, 8)), lanes(' '));
    are = kinds_of(eight, row, at, lines != NULL);
    words = are.letters | are.solos;
    behind_solo = are.solos << 1 | at->after_solo;
    behind_solo |= ((behind_solo & are.marks) + are.marks) & ~are.marks; /* marks belong to what they stand behind */
    gaps = (are.spaces | are.solos | (are.letters & behind_solo)) & ~(are.spaces << 1 | at->after_space);
    keep = kept(row, are.count, gaps);
    if (lines)
        note_lines(lines, text + at->read, eight, &are, keep, at->out);
    at->out = squeeze(at->out, eight->lanes, keep);
    if (words)
        at->after_solo = are.solos >> (31 - __builtin_clz(words)) & 1;
    if (are.count > 0)
        at->after_space = are.spaces >> (are.count - 1) & 1;
    at->last_row = are.count == LANES ? (uint32_t)_mm256_extract_epi32(row, LANES - 1) : INT32_MAX;
    at->read += are.count == LANES ? eight->after : place_of(eight, are.count);
    *left = eight->count - are.count;
    return are.marks != 0;
}

/* What stands there, if it has three bytes; else FOLD_SLOW. */
static enum fold_class class_at(const uint8_t *text, size_t size)
{
    return size >= 3 && *text >= 0xE0 && *text < 0xF0 ? fold_row_class(fold_row(utf8_decode(text))) : FOLD_SLOW;
}

/* Whether a character of three bytes stays as it is, and most of its neighbours do. */
static bool stays(const uint8_t *text)
{
    const uint8_t *bits_of = fold_stays[(text[0] & 15u) << 5 | (text[1] & 63u) >> 1];
    return bits_of[text[2] & 15] >> ((text[1] & 1u) << 2 | (text[2] >> 4 & 3)) & 1;
}

/* Whether something is gained from here on; else it is as fast one by one. */
static bool gains(const uint8_t *text, size_t size)
{
    enum fold_class class = class_at(text, size);
    if (class == FOLD_LETTER)
        return stays(text);
    return class <= FOLD_LAST_START && (class != FOLD_MARK || !stays(text));
}

/* Reads on a little. Returns whether something is gained behind. */
KERNEL_TARGET static bool fold_some(const uint8_t *text, size_t size, struct progress *at, struct fold_lines *lines)
{
    bool marks = true;
    if (class_at(text + at->read, size - at->read) == FOLD_LETTER) {
        if (stays(text + at->read))
            fold_staying_avx2(text, size, at, lines);
        return gains(text + at->read, size - at->read);
    }
    fold_han_avx2(text, size, at, lines);
    while (at->read < size && marks) { /* else Han may follow */
        struct eight eight;
        uint32_t left;
        load_eight(text + at->read, size - at->read, &eight);
        if (!(eight.threes & ((1u << eight.count) - 1)))
            return false;
        marks = fold_eight(text, &eight, at, lines, &left);
        if (left > 0)
            return false;
    }
    return at->read < size;
}

KERNEL_TARGET static __attribute__((noinline)) struct ascii_folded fold_wide(const uint8_t *text, size_t size, char *out, bool *solo,
                                                                             struct fold_lines *lines)
{
    struct progress at = {0, out, out[-1] == ' ', *solo, INT32_MAX};
    while (fold_some(text, size, &at, lines))
        ;
    *solo = at.after_solo;
    return (struct ascii_folded){at.read, (size_t)(at.out - out)};
}

struct ascii_folded fold_wide_avx2(const uint8_t *text, size_t size, char *out, bool *solo, struct fold_lines *lines)
{
    return gains(text, size) ? fold_wide(text, size, out, solo, lines) : (struct ascii_folded){0, 0};
}

#endif
