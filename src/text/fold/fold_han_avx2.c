/*
 * Han by AVX2: eight characters at a time in lanes of four bytes, a space and what they fold to, of which whole lanes are kept. ASCII between
 * them is told byte by byte, and its words taken at once.
 */
#include "text/fold/fold_kernels.h"

#if defined(__x86_64__)
#include "text/fold/fold_wide_avx2.h"
#include "text/lines.h"

/* How far it has come; of fold_lines what changes often. */
struct han {
    const uint8_t *text, *from;
    ptrdiff_t line_begin; /* from text on */
    char *out;
    uint32_t *line_ends;
    uint32_t after_space, after_solo, ended;
};

/* Notes lines as blocks_note_lines does, of the first lanes: words of their own, and what parts words, of which some end lines. */
KERNEL void note_lines(struct han *at, const struct fold_lines *lines, uint32_t whole, uint32_t solos, uint32_t spaces, uint32_t ends)
{
    uint32_t sum = spaces + ends + at->ended, begins = sum & solos, place = (uint32_t)(at->out - lines->base);
    ptrdiff_t any = -(ptrdiff_t)(ends != 0), behind = at->from - at->text + 3 * (32 - __builtin_clz(ends | 1));
    at->ended = sum >> whole;
    at->line_begin = (at->line_begin & ~any) | (behind & any); /* a guess would be wrong too often */
    /* there is one or none, as a rule: written in any case, for the same reason */
    *at->line_ends = place + 4 * (uint32_t)_mm_popcnt_u32(solos & ((begins & -begins) - 1));
    at->line_ends += begins != 0;
    for (begins &= begins - 1; __builtin_expect(begins != 0, 0); begins &= begins - 1)
        *at->line_ends++ = place + 4 * (uint32_t)_mm_popcnt_u32(solos & ((begins & -begins) - 1));
}

/* Up to eight characters of three bytes, words of their own and what parts words; 28 bytes can be read. Returns whether there was one. */
KERNEL bool put_characters(struct han *at, const struct fold_lines *lines)
{
    const __m256i threes = twice(_mm_setr_epi8(-1, 0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11));
    const __m256i highest_first = twice(_mm_setr_epi8(2, 1, 0, -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9, -1));
    __m256i v = load_both(at->from, at->from + 12), key = _mm256_shuffle_epi8(v, highest_first), row = rows_of(decode(key)), kept;
    uint32_t are_three = lanes_equal(bits(key, 0xF0C0C0), 0xE08080), solos = lanes_equal(_mm256_srli_epi32(row, 27), FOLD_SOLO);
    /* FOLD_SPACE and FOLD_CHECK, which one bit tells apart, but for those that ask for more than is known here */
    uint32_t spaces = lanes_equal(bits(row, 0xF0000000 | FOLD_MAY_END), FOLD_ROW(FOLD_SPACE, 0, 0));
    uint32_t whole = _tzcnt_u32(~(are_three & (solos | spaces)));
    if (whole == 0)
        return false;
    solos = _bzhi_u32(solos, whole);
    spaces = _bzhi_u32(spaces, whole);
    at->out -= at->after_space; /* the same space is written again */
    if (lines)
        note_lines(at, lines, whole, solos, spaces, spaces & lanes_with(row, FOLD_ENDS));
    kept = either(_mm256_xor_si256(_mm256_shuffle_epi8(v, threes), _mm256_slli_epi32(row, 8)), lanes(' '));
    kept = _mm256_permutevar8x32_epi32(kept, _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(const void *)fold_squeeze[solos])));
    _mm256_storeu_si256((__m256i *)(void *)at->out, kept);
    at->out += 4 * (size_t)_mm_popcnt_u32(solos);
    at->after_space = spaces >> (whole - 1);
    *at->out = ' ';
    at->out += at->after_space;
    at->after_solo |= solos != 0;
    if (__builtin_expect(whole == LANES, 1)) {
        at->from += 3 * LANES;
        __asm__ volatile(""); /* keeps the branch: so the next load does not wait for these rows */
    } else {
        at->from += 3 * (size_t)whole;
    }
    return true;
}

/* Letters and digits of ASCII, the first of which stands there; 16 bytes can be read. */
KERNEL void put_letters(struct han *at, const struct fold_lines *lines)
{
    __m128i v = load_16(at->from), lower = _mm_or_si128(v, _mm_set1_epi8(' '));
    __m128i letter = _mm_and_si128(_mm_cmpgt_epi8(lower, _mm_set1_epi8('a' - 1)), _mm_cmpgt_epi8(_mm_set1_epi8('z' + 1), lower));
    __m128i digit = _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8('0' - 1)), _mm_cmpgt_epi8(_mm_set1_epi8('9' + 1), v));
    uint32_t count = _tzcnt_u32(~(uint32_t)_mm_movemask_epi8(_mm_or_si128(letter, digit)));
    *at->out = ' ';
    at->out += at->after_solo & ~at->after_space;
    if (lines) {
        *at->line_ends = (uint32_t)(at->out - lines->base) - 1;
        at->line_ends += at->ended;
        at->ended = 0;
    }
    _mm_storeu_si128((__m128i *)(void *)at->out, lower);
    at->out += count;
    at->from += count;
    at->after_solo = at->after_space = 0;
}

/* ASCII that parts words; returns false where it may belong to an address. */
static inline bool put_punctuation(struct han *at, uint32_t row, const uint8_t *end, bool has_lines)
{
    if (fold_row_class(row) == FOLD_CHECK && (*at->from == '@' || address_near(at->out[-1])))
        return false;
    if (has_lines && (row & (FOLD_ENDS | FOLD_MAY_END)) && lines_end_behind(at->from, end)) {
        at->ended = 1;
        at->line_begin = at->from + 1 - at->text;
    }
    *at->out = ' ';
    at->out += !at->after_space;
    at->after_space = 1;
    at->from++;
    return true;
}

/* Whether it went on. */
KERNEL bool step(struct han *at, const uint8_t *end, const struct fold_lines *lines)
{
    uint32_t row;
    if (*at->from >= 0x80)
        return !address_near(at->out[-1]) && put_characters(at, lines); /* which do not ask what stands before punctuation */
    if (_mm_movemask_epi8(load_16(at->from)) == 0)
        return false;
    row = fold_rows[*at->from];
    if (fold_row_class(row) != FOLD_LETTER)
        return put_punctuation(at, row, end, lines != NULL);
    put_letters(at, lines);
    return true;
}

KERNEL void fold_han(const uint8_t *text, size_t size, struct progress *progress, struct fold_lines *lines)
{
    struct han at = {text, text + progress->read, 0, progress->out, NULL, progress->after_space, progress->after_solo, 0};
    const uint8_t *end = text + size;
    if (lines) {
        at.line_begin = lines->begin - text;
        at.line_ends = lines->ends + lines->count;
        at.ended = lines->ended;
    }
    while (end - at.from >= BLOCK_BYTES && step(&at, end, lines))
        ;
    if (at.from == text + progress->read)
        return;
    if (lines) {
        lines->begin = text + at.line_begin;
        lines->count = (size_t)(at.line_ends - lines->ends);
        lines->ended = at.ended;
    }
    *progress = (struct progress){(size_t)(at.from - text), at.out, at.after_space, at.after_solo, FOLD_ROW(FOLD_LETTER, 0, 0)};
}

KERNEL_TARGET void fold_han_avx2(const uint8_t *text, size_t size, struct progress *progress, struct fold_lines *lines)
{
    if (lines)
        fold_han(text, size, progress, lines);
    else
        fold_han(text, size, progress, NULL);
}

#endif
