/*
 * What the kernels of vectors share. Takes: bytes and masks of them. Gives: the first address among punctuation, and the
 * tables that show errors of UTF-8. Promises: one definition for every machine. Does not know: instructions.
 */
#ifndef WIRECOPY_TEXT_FOLD_FOLD_VECTORS_H
#define WIRECOPY_TEXT_FOLD_FOLD_VECTORS_H

#include <stdbool.h>
#include <stdint.h>

/* The first of the punctuation bits that may belong to an address, as a bit; 0 where there is none. before: the byte before text, folded. */
static inline uint64_t vectors_first_address(const uint8_t *text, uint64_t punctuation, char before)
{
    for (; punctuation; punctuation &= punctuation - 1) {
        uint32_t i = (uint32_t)__builtin_ctzll(punctuation);
        uint8_t c = text[i], last = i ? text[i - 1] | 0x20 : (uint8_t)before;
        if (c == '@' || (c == ':' && (last == 'p' || last == 's')) || (c == '.' && last == 'w') || (c == '/' && last == 'm'))
            return UINT64_C(1) << i;
    }
    return 0;
}

/* Whether E2 80 and this byte are a dash, a quotation mark or the bullet, U+2013 and such, as they stand among letters of all scripts; all part words. */
static inline bool vectors_common_mark(uint8_t last)
{
    return last == 0x93 || last == 0x94 || (last & 0xFA) == 0x98 || last == 0xA2;
}

/*
 * Which bytes beyond ASCII may be the last of a stop, by the byte before: eight kinds of pairs, each a bit that four tables agree on,
 * by the upper and the lower half of both bytes. A pair may be told wrongly to be one; stops.c looks at the whole character.
 */
enum {
    STOP_IDEOGRAPHIC = 1 << 0, /* 80 82, 80 A8, 80 A9: ideographic full stop, line and paragraph separator */
    STOP_FULL_WIDTH = 1 << 1,  /* BC 81, BC 9F: full-width ! and ?; BC 8D, BC 8E: Tibetan shad, double shad */
    STOP_ARABIC = 1 << 2,      /* D8 9F: question mark */
    STOP_NEXT_LINE = 1 << 3,   /* C2 85 */
    STOP_DANDA = 1 << 4,       /* A5 A4, A5 A5: danda, double danda; 8D A2: Ethiopic full stop */
    STOP_URDU_KHMER = 1 << 5,  /* DB 94: Urdu full stop; 9F 94, 9F 95: Khmer khan and bariyoosan */
    STOP_ARMENIAN = 1 << 6,    /* D6 89 */
    STOP_BURMESE = 1 << 7,     /* 81 8B */
};

/* clang-format off */
static const uint8_t stops_before_high[16] = {[0x8] = STOP_IDEOGRAPHIC | STOP_DANDA | STOP_BURMESE, [0x9] = STOP_URDU_KHMER, [0xA] = STOP_DANDA, [0xB] = STOP_FULL_WIDTH,
                                              [0xC] = STOP_NEXT_LINE, [0xD] = STOP_ARABIC | STOP_URDU_KHMER | STOP_ARMENIAN};
static const uint8_t stops_before_low[16] = {[0x0] = STOP_IDEOGRAPHIC, [0x1] = STOP_BURMESE, [0x2] = STOP_NEXT_LINE, [0x5] = STOP_DANDA, [0x6] = STOP_ARMENIAN, [0x8] = STOP_ARABIC,
                                             [0xB] = STOP_URDU_KHMER, [0xC] = STOP_FULL_WIDTH, [0xD] = STOP_DANDA, [0xF] = STOP_URDU_KHMER};
static const uint8_t stops_last_high[16] = {[0x8] = STOP_IDEOGRAPHIC | STOP_FULL_WIDTH | STOP_NEXT_LINE | STOP_ARMENIAN | STOP_BURMESE,
                                            [0x9] = STOP_FULL_WIDTH | STOP_ARABIC | STOP_URDU_KHMER, [0xA] = STOP_IDEOGRAPHIC | STOP_DANDA};
static const uint8_t stops_last_low[16] = {[0x1] = STOP_FULL_WIDTH, [0x2] = STOP_IDEOGRAPHIC | STOP_DANDA, [0x4] = STOP_DANDA | STOP_URDU_KHMER,
                                           [0x5] = STOP_NEXT_LINE | STOP_DANDA | STOP_URDU_KHMER, [0x8] = STOP_IDEOGRAPHIC,
                                           [0x9] = STOP_IDEOGRAPHIC | STOP_ARMENIAN, [0xB] = STOP_BURMESE, [0xD] = STOP_FULL_WIDTH,
                                           [0xE] = STOP_FULL_WIDTH, [0xF] = STOP_FULL_WIDTH | STOP_ARABIC};
/* clang-format on */

/*
 * Kinds of error that two neighbouring bytes show (Keiser and Lemire, "Validating UTF-8 in less than one instruction per
 * byte", 2021): those that three tables agree on, by the upper and the lower half of the first byte and by the upper half of
 * the second. TWO_CONTINUE is none where a character of three or four bytes asks for it.
 */
enum {
    TOO_SHORT = 1 << 0,
    TOO_LONG = 1 << 1,
    OVERLONG_3 = 1 << 2,
    TOO_LARGE = 1 << 3,
    SURROGATE = 1 << 4,
    OVERLONG_2 = 1 << 5,
    TOO_LARGE_1000 = 1 << 6,
    OVERLONG_4 = 1 << 6,
    TWO_CONTINUE = 1 << 7,
    CARRY = TOO_SHORT | TOO_LONG | TWO_CONTINUE,
    FAR_TOO_LARGE = CARRY | TOO_LARGE | TOO_LARGE_1000,
    SECOND_LOW = TOO_LONG | OVERLONG_2 | TWO_CONTINUE | OVERLONG_3 | TOO_LARGE_1000 | OVERLONG_4,
    SECOND_MIDDLE = TOO_LONG | OVERLONG_2 | TWO_CONTINUE | OVERLONG_3 | TOO_LARGE,
    SECOND_HIGH = TOO_LONG | OVERLONG_2 | TWO_CONTINUE | SURROGATE | TOO_LARGE
};

/* clang-format off */
static const uint8_t vectors_first_high[16] = {TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
                                               TWO_CONTINUE, TWO_CONTINUE, TWO_CONTINUE, TWO_CONTINUE, TOO_SHORT | OVERLONG_2, TOO_SHORT,
                                               TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | TOO_LARGE_1000 | OVERLONG_4};
static const uint8_t vectors_first_low[16] = {CARRY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4, CARRY | OVERLONG_2, CARRY, CARRY, CARRY | TOO_LARGE,
                                              FAR_TOO_LARGE, FAR_TOO_LARGE, FAR_TOO_LARGE, FAR_TOO_LARGE, FAR_TOO_LARGE, FAR_TOO_LARGE,
                                              FAR_TOO_LARGE, FAR_TOO_LARGE, FAR_TOO_LARGE | SURROGATE, FAR_TOO_LARGE, FAR_TOO_LARGE};
static const uint8_t vectors_second_high[16] = {TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
                                                SECOND_LOW, SECOND_MIDDLE, SECOND_HIGH, SECOND_HIGH,
                                                TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT};
/* clang-format on */

#endif
