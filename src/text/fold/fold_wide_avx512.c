/*
 * Characters of up to three bytes by AVX-512: sixteen at a time, each in a lane of four bytes, a space and what it folds to, of which
 * one instruction (VBMI2) keeps what is wanted. Gives the bits of fold_fast, character by character.
 */
#include "text/fold/fold_kernels.h"
#include "text/fold/fold_tables.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,avx2,bmi,bmi2,popcnt")))

enum { LANES = 16 };

TARGET static inline __m512i all(uint32_t value)
{
    return _mm512_set1_epi32((int)value);
}

TARGET static inline __m512i bits(__m512i v, uint32_t mask)
{
    return _mm512_and_si512(v, all(mask));
}

/* 0 to 63. */
TARGET static inline __m512i byte_numbers(void)
{
    return _mm512_set_epi8(63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33,
                           32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
}

/* A character a lane, its first byte lowest; rubbish above its bytes. */
TARGET static inline __m512i spread(__m512i text, uint64_t starts)
{
    __m512i places = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(_mm512_maskz_compress_epi8(starts, byte_numbers())));
    places = _mm512_shuffle_epi8(places, _mm512_set4_epi32(0x0C0C0C0C, 0x08080808, 0x04040404, 0x00000000));
    return _mm512_permutexvar_epi8(_mm512_add_epi8(places, all(0x03020100)), text);
}

/* Code points of lanes, and in each lane's bytes what it has of its character. */
TARGET static inline __m512i decode(__m512i *lanes, __mmask16 two, __mmask16 three)
{
    __m512i x = *lanes, last = bits(_mm512_srli_epi32(x, 16), 0x3F), c;
    __m512i c3 = _mm512_or_si512(_mm512_or_si512(_mm512_slli_epi32(bits(x, 0x0F), 12), bits(_mm512_srli_epi32(x, 2), 0xFC0)), last);
    __m512i c2 = _mm512_or_si512(_mm512_slli_epi32(bits(x, 0x1F), 6), bits(_mm512_srli_epi32(x, 8), 0x3F));
    c = bits(x, 0x7F);
    c = _mm512_mask_mov_epi32(c, two, c2);
    c = _mm512_mask_mov_epi32(c, three, c3);
    x = bits(x, 0xFFFFFF);
    x = _mm512_mask_and_epi32(x, (__mmask16)~three, x, all(0xFFFF));
    *lanes = _mm512_mask_and_epi32(x, (__mmask16) ~(two | three), x, all(0xFF));
    return c;
}

TARGET static inline __mmask16 is(__m512i v, uint32_t value)
{
    return _mm512_cmpeq_epi32_mask(v, all(value));
}

/* Which lanes are from first on, so many of them. */
TARGET static inline __mmask16 between(__m512i c, uint32_t first, uint32_t count)
{
    return _mm512_cmplt_epu32_mask(_mm512_sub_epi32(c, all(first)), all(count));
}

/*
 * A mask of lanes as a number. As a plain conversion gcc 12 may write a mask to two bytes of the stack and read four of them back, where registers
 * are few, as without optimisation for speed or under a sanitizer.
 */
TARGET static inline uint32_t number_of(__mmask16 mask)
{
    uint32_t number;
    __asm__("kmovw %1, %0" : "=r"(number) : "Yk"(mask));
    return number;
}

/* The rows of ASCII, where they are asked for, by what fold_tables.c has of them; the other lanes stay. */
TARGET static inline __m512i ascii_rows(__m512i rows, __m512i c, __mmask16 ascii)
{
    __mmask16 letters = between(_mm512_or_si512(c, all(0x20)), 'a', 26), digits = between(c, '0', 10);
    __mmask16 checks = is(c, '.') | is(c, '/') | is(c, ':') | is(c, '@');
    __m512i own = _mm512_maskz_mov_epi32(checks, _mm512_or_si512(c, all(FOLD_ROW(FOLD_CHECK, 0, 0))));
    own = _mm512_mask_mov_epi32(own, (__mmask16) ~(letters | digits | checks), all(FOLD_ROW(FOLD_SPACE, 0, 0)));
    own = _mm512_mask_mov_epi32(own, letters | digits, all(FOLD_ROW(FOLD_LETTER, 1, 0)));
    own = _mm512_mask_or_epi32(own, letters, own, _mm512_andnot_si512(c, all(0x20))); /* capitals are lowered */
    return _mm512_mask_mov_epi32(rows, ascii, own);
}

/*
 * The rows of the tables; to gather them is dear, and most characters are Han, ASCII or one of a few marks, whose rows are known. *plain:
 * whether all of them are.
 */
TARGET static inline __m512i rows_of(__m512i c, __mmask16 there, bool *plain)
{
    __m512i known = all(FOLD_ROW(FOLD_SOLO, 3, 0));
    __mmask16 han = between(c, 0x4E00, 0xA000 - 0x4E00), ascii = between(c, 0, 0x80);
    __mmask16 marks = is(bits(c, ~UINT32_C(1)), 0x201C) | is(c, 0x3001) | is(c, 0x3002) | is(c, 0xFF0C);
    *plain = (there & ~(han | marks | ascii)) == 0;
    if (*plain) {
        known = _mm512_mask_i32gather_epi32(known, han, c, fold_rows, 4);
        known = _mm512_mask_mov_epi32(known, marks, all(FOLD_ROW(FOLD_SPACE, 0, 0)));
        return ascii & there ? ascii_rows(known, c, ascii) : known;
    }
    return _mm512_i32gather_epi32(c, (const int *)(const void *)fold_rows, 4);
}

/* Of sixteen characters, which belong to words, are spaces, end a line, and how many are folded, from the first on. */
struct sixteen {
    uint32_t words, spaces, stops, count;
    uint64_t starts; /* where they begin in text */
};

/* Which characters end a line for sure; *stop: those of which it cannot be told here. plain: as rows_of has it. */
TARGET static inline __mmask16 line_stops(__m512i c, bool plain, __mmask16 *stop)
{
    __mmask16 ends = is(c, 0x3002) | between(c, '\n', '\r' - '\n' + 1);
    *stop |= is(c, '.') | is(c, '!') | is(c, '?');
    if (plain)
        return ends;
    *stop |= is(c, 0x85) | is(c, 0x589) | is(c, 0x61F) | is(c, 0x6D4) | is(bits(c, ~UINT32_C(1)), 0x964) | is(c, 0x1362) |
             is(bits(c, ~UINT32_C(1)), 0x17D4) | is(c, 0xF0D) | is(c, 0xF0E) | is(bits(c, ~UINT32_C(1)), 0x2028);
    return ends | is(c, 0xFF01) | is(c, 0xFF1F) | is(c, 0x104B);
}

/* As note_lines of fold_avx512.c, for characters. */
TARGET static inline void note_lines(struct fold_lines *lines, const uint8_t *text, const struct sixteen *chars, uint64_t keep, const char *out)
{
    uint32_t sum = chars->spaces + chars->stops + lines->ended, begins = sum & chars->words;
    uint32_t place = (uint32_t)(out - lines->base) - 1;
    lines->ended = sum >> chars->count & 1;
    if (chars->stops) {
        uint32_t last = 31 - (uint32_t)__builtin_clz(chars->stops);
        const uint8_t *at = text + _tzcnt_u64(_pdep_u64(UINT64_C(1) << last, chars->starts));
        lines->begin = at + (*at < 0x80 ? 1 : 3);
    }
    for (; begins; begins &= begins - 1) {
        uint64_t before = (UINT64_C(1) << 4 * (uint32_t)__builtin_ctz(begins)) - 1;
        /* a space may stand before the word within its character's bytes, but none is written behind another */
        lines->ends[lines->count++] = place + (uint32_t)_mm_popcnt_u64(keep & before);
    }
}

/* Which bytes of the lanes are written: the characters that belong to words, by their rows, and the spaces before them. */
TARGET static inline uint64_t kept(__m512i row, __mmask16 words, uint32_t gaps)
{
    __m512i length = _mm512_maskz_and_epi32(words, _mm512_srli_epi32(row, 24), all(7));
    length = _mm512_shuffle_epi8(length, _mm512_set4_epi32(0x0C0C0C0C, 0x08080808, 0x04040404, 0x00000000));
    return _mm512_cmple_epu8_mask(all(0x03020104), length) | _pdep_u64(gaps, UINT64_C(0x1111111111111111));
}

/* Where the kernel has come to, and what it wrote last. */
struct progress {
    size_t read;
    char *out;
    uint32_t after_space, after_solo, after_letter;
};

TARGET static inline uint64_t bytes_between(__m512i v, uint8_t first, uint8_t count)
{
    return _mm512_cmplt_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8((char)first)), _mm512_set1_epi8((char)count));
}

/* Of 64 bytes, which begin a character, and which are ASCII that belongs to words, ends a line, or cannot be told here. */
struct ascii_bytes {
    uint64_t starts, ascii, words, breaks, others;
};

TARGET static inline struct ascii_bytes look_at_bytes(__m512i v)
{
    __m512i lower = _mm512_or_si512(v, _mm512_set1_epi8(0x20));
    struct ascii_bytes is;
    is.starts = _mm512_cmpneq_epi8_mask(_mm512_and_si512(v, _mm512_set1_epi8((char)0xC0)), _mm512_set1_epi8((char)0x80));
    is.ascii = ~_mm512_movepi8_mask(v);
    is.words = bytes_between(lower, 'a', 26) | bytes_between(v, '0', 10);
    is.breaks = bytes_between(v, '\n', '\r' - '\n' + 1);
    is.others = bytes_between(v, '.', 2) | bytes_between(v, '?', 2) | _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('!')) |
                _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(':'));
    return is;
}

/* What is to be flipped in the lowest three bytes of Han lanes; key: their characters, the first byte highest. Zero in the others. */
TARGET static inline __m512i han_changes(__m512i key, uint32_t han)
{
    __m512i sixes = bits(key, 0x0F3F3F), c;
    c = _mm512_madd_epi16(_mm512_maddubs_epi16(sixes, all(0x00014001)), all(0x10000001));
    return _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), (__mmask16)han, c, fold_rows, 4);
}

/*
 * Sixteen characters at a time, all of them Han, its common marks or plain ASCII, which is nearly all that there is in Han text. They are told
 * by their bytes, without decoding and without a question whose answer changes from block to block. Reads on until a block has something
 * else, or the end is near; Han folds a sixth faster by it.
 */
TARGET static inline void fold_han(const uint8_t *text, size_t size, struct progress *progress, struct fold_lines *lines)
{
    const uint64_t firsts = UINT64_C(0x1111111111111111);
    const __m512i highest_first = _mm512_set4_epi32((int)0xFF0D0E0F, (int)0xFF090A0B, (int)0xFF050607, (int)0xFF010203);
    const __m512i four_times = _mm512_set4_epi32(0x0C0C0C0C, 0x08080808, 0x04040404, 0x00000000);
    struct progress at = *progress;
    while (size - at.read >= 64) {
        __m512i v = _mm512_loadu_si512(text + at.read), places, key, lanes;
        struct ascii_bytes is_a = look_at_bytes(v);
        uint32_t han, marks, ascii, letters, words, spaces, gaps, ends;
        uint64_t keep;
        places = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(_mm512_maskz_compress_epi8(is_a.starts, byte_numbers())));
        places = _mm512_add_epi8(_mm512_shuffle_epi8(places, four_times), all(0x02010000));
        v = _mm512_mask_blend_epi8(is_a.words, v, _mm512_or_si512(v, _mm512_set1_epi8(0x20)));
        lanes = _mm512_mask_permutexvar_epi8(_mm512_set1_epi8(' '), ~firsts, places, v);
        key = _mm512_shuffle_epi8(lanes, highest_first);
        han = number_of(between(key, 0xE4B880, 0xE9BFC0 - 0xE4B880));
        ends = number_of(is(key, 0xE38082));
        marks = ends | number_of(is(bits(key, ~UINT32_C(1)), 0xE2809C) | is(key, 0xE38081) | is(key, 0xEFBC8C));
        ascii = (uint32_t)_pext_u64(is_a.ascii & ~is_a.others, is_a.starts);
        if (((han | marks | ascii) & UINT16_MAX) != UINT16_MAX)
            break;
        letters = (uint32_t)_pext_u64(is_a.words, is_a.starts) & UINT16_MAX;
        words = letters | han;
        spaces = ~words & UINT16_MAX;
        ends |= (uint32_t)_pext_u64(is_a.breaks, is_a.starts) & UINT16_MAX;
        /* as below */
        gaps = (spaces | han | (letters & (han << 1 | at.after_solo))) & ~(spaces << 1 | at.after_space);
        keep = _pdep_u64(gaps, firsts) | _pdep_u64(han, firsts) * 0xE | _pdep_u64(letters, firsts) << 1;
        if (lines)
            note_lines(lines, text + at.read, &(struct sixteen){words, spaces, ends, LANES, is_a.starts}, keep, at.out);
        lanes = _mm512_xor_si512(lanes, _mm512_slli_epi32(han_changes(key, han), 8));
        _mm512_storeu_si512(at.out, _mm512_maskz_compress_epi8(keep, lanes));
        at.out += _mm_popcnt_u64(keep);
        at.read += (size_t)_tzcnt_u64(_pdep_u64(UINT64_C(1) << LANES, is_a.starts));
        at.after_solo = words ? han >> (31 - __builtin_clz(words)) & 1 : at.after_solo;
        at.after_space = spaces >> (LANES - 1);
        at.after_letter = letters >> (LANES - 1);
    }
    *progress = at;
}

/* NOLINTNEXTLINE(readability-function-size): one loop, whose parts share everything */
TARGET struct ascii_folded fold_wide_avx512(const uint8_t *text, size_t size, char *out, bool *solo, struct fold_lines *lines)
{
    struct progress at = {0, out, out[-1] == ' ', *solo, 0};
    at.after_letter = !at.after_space && !at.after_solo;
    while (at.read < size) {
        size_t rest;
        uint64_t there, starts, keep;
        __m512i v, lanes, c, row, class;
        __mmask16 two, three, stop;
        uint32_t count, whole, letters, solos, words, spaces, gaps, ends = 0;
        bool plain;
        fold_han(text, size, &at, lines);
        rest = size - at.read;
        there = rest >= 64 ? UINT64_MAX : (UINT64_C(1) << rest) - 1;
        v = _mm512_maskz_loadu_epi8(there, text + at.read);
        starts = _mm512_cmpneq_epi8_mask(_mm512_and_si512(v, _mm512_set1_epi8((char)0xC0)), _mm512_set1_epi8((char)0x80)) & there;
        count = (uint32_t)_mm_popcnt_u64(starts);
        whole = rest > 64 ? count - 1 : count; /* the last one may go on behind */
        whole = whole < LANES ? whole : LANES;
        lanes = spread(v, starts);
        three = (__mmask16)(is(bits(lanes, 0xF0), 0xE0) & ((1u << whole) - 1));
        two = (__mmask16)(is(bits(lanes, 0xE0), 0xC0));
        if (!three)
            break;
        stop = (__mmask16)(is(bits(lanes, 0xF0), 0xF0) | ~((1u << whole) - 1));
        c = decode(&lanes, two, three);
        row = rows_of(c, (__mmask16)((1u << whole) - 1), &plain);
        class = _mm512_srli_epi32(row, 27);
        letters = number_of(is(class, FOLD_LETTER));
        solos = number_of(is(class, FOLD_SOLO));
        spaces =
            number_of(is(class, FOLD_CHECK)) & ~number_of(is(bits(row, 0xFF), '@')) & ~(letters << 1 | at.after_letter); /* no address before it */
        spaces |= number_of(is(class, FOLD_SPACE));
        stop |= (__mmask16) ~(letters | solos | spaces);
        if (lines)
            ends = number_of(line_stops(c, plain, &stop));
        if (stop) {
            uint32_t most = (uint32_t)__builtin_ctz(number_of(stop));
            letters &= (1u << most) - 1;
            solos &= (1u << most) - 1;
            spaces &= (1u << most) - 1;
            ends &= (1u << most) - 1;
            whole = most;
        }
        /* a space stands before a character in a word of its own, and before a letter behind one, where none does yet */
        gaps = (spaces | solos | (letters & (solos << 1 | at.after_solo))) & ~(spaces << 1 | at.after_space);
        words = letters | solos;
        keep = kept(row, (__mmask16)words, gaps);
        lanes = _mm512_or_si512(_mm512_slli_epi32(_mm512_xor_si512(lanes, bits(row, 0xFFFFFF)), 8), all(' '));
        if (lines)
            note_lines(lines, text + at.read, &(struct sixteen){words, spaces, ends, whole, starts}, keep, at.out);
        _mm512_storeu_si512(at.out, _mm512_maskz_compress_epi8(keep, lanes));
        at.out += _mm_popcnt_u64(keep);
        if (words)
            at.after_solo = solos >> (31 - __builtin_clz(words)) & 1;
        if (whole > 0) {
            at.after_space = spaces >> (whole - 1) & 1;
            at.after_letter = letters >> (whole - 1) & 1;
        }
        if (whole == count)
            at.read = size;
        else
            at.read += (size_t)_tzcnt_u64(_pdep_u64(UINT64_C(1) << whole, starts));
        if (stop && whole < LANES)
            break;
    }
    *solo = at.after_solo;
    return (struct ascii_folded){at.read, (size_t)(at.out - out)};
}

#endif
