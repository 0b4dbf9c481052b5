/*
 * Writing folded characters. Takes: a character's row and bytes. Gives: folded bytes with one space between two words.
 * Promises: a look at the bytes written is all the state there is, but for one flag (the word began in a script without
 * spaces); so taking back a character is cutting its bytes off. Does not know: normalization.
 */
#ifndef WIRECOPY_TEXT_FOLD_FOLD_EMIT_H
#define WIRECOPY_TEXT_FOLD_FOLD_EMIT_H

#include "text/fold/fold_tables.h"
#include "text/fold/folding.h"
#include "text/utf8.h"

/* Ends the word, if one stands. */
static inline char *emit_space(char *out)
{
    *out = ' ';
    return out + (out[-1] != ' ');
}

/* The bytes of one character as a number, first byte lowest; never reads beyond it. */
static inline uint32_t emit_load(const uint8_t *text, size_t length)
{
    uint32_t four;
    uint16_t two;
    if (length == 2) {
        memcpy(&two, text, 2);
        return two;
    }
    if (length == 3) {
        memcpy(&two, text, 2);
        return two | (uint32_t)text[2] << 16;
    }
    if (length == 1)
        return *text;
    memcpy(&four, text, 4);
    return four;
}

static inline char *emit_bytes(char *out, uint32_t bytes, uint32_t row)
{
    bytes ^= fold_row_data(row);
    memcpy(out, &bytes, 4);
    return out + fold_row_length(row);
}

static inline char *emit_letter(char *out, uint32_t bytes, uint32_t row, bool *solo)
{
    if (__builtin_expect(*solo, 0)) {
        out = emit_space(out);
        *solo = false;
    }
    return emit_bytes(out, bytes, row);
}

static inline char *emit_solo(char *out, uint32_t bytes, uint32_t row, bool *solo)
{
    *solo = true;
    return emit_bytes(emit_space(out), bytes, row);
}

/* A mark joins the word before it, and is one where there is none. change: what its row says of its bytes, 0 for a mark that moves. */
static inline char *emit_mark(char *out, const uint8_t *text, size_t length, uint32_t change, bool *solo)
{
    uint32_t bytes = emit_load(text, length) ^ change;
    if (out[-1] == ' ')
        *solo = rule_no_spaces((int32_t)utf8_decode(text));
    memcpy(out, &bytes, 4);
    return out + length;
}

/* Thai nikhahit (E0 B9 8D) and sara aa (E0 B8 B2) are sara am taken apart; Lao's stand in E0 BB 8D and E0 BA B2. */
static inline char *emit_sara_aa(char *out, const uint8_t *text, bool *solo)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.UndefinedBinaryOperatorResult): sara aa has three bytes */
    bool joins = (uint8_t)out[-3] == 0xE0 && (uint8_t)out[-2] == text[1] + 1 && (uint8_t)out[-1] == 0x8D;
    if (!joins) {
        out = emit_space(out);
        *solo = true;
    }
    memcpy(out, text, 3);
    return out + 3;
}

#endif
