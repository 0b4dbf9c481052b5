/*
 * What the kernels of vectors share. Takes: bytes and masks of them. Gives: the first address among punctuation, and the
 * tables that show errors of UTF-8. Promises: one definition for every machine. Does not know: instructions.
 */
#ifndef WIRECOPY_TEXT_FOLD_VECTORS_H
#define WIRECOPY_TEXT_FOLD_VECTORS_H

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
