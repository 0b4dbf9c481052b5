/*
 * What folding does to each code point. Takes: a code point. Gives: 32 bits about it. Promises: generated from utf8proc when
 * wirecopy is built (make_fold_tables.c), so a row never goes stale. Does not know: what stands around a code point.
 *
 * A segment is a character that nothing before it can change (classes up to FOLD_LAST_START) and all that follows up to
 * the next such one. Folding a text is folding its segments one by one.
 */
#ifndef WIRECOPY_TEXT_FOLD_FOLD_TABLES_H
#define WIRECOPY_TEXT_FOLD_FOLD_TABLES_H

#include <stdint.h>

enum fold_class {
    FOLD_LETTER,  /* letters and digits: input bytes xor the low 24 bits, so many of them as the length says */
    FOLD_SOLO,    /* the same, and a word of its own */
    FOLD_MARK,    /* a mark that neither composes nor moves: joins the word before it, unchanged */
    FOLD_SARA_AA, /* Thai and Lao: joins a nikhahit, else as FOLD_SOLO */
    FOLD_SPACE,   /* parts words; FOLD_ENDS and FOLD_MAY_END say whether it ends a line */
    FOLD_CHECK,   /* the same, and may belong to an address: the lowest eight bits hold the ASCII character that it stands for */
    FOLD_LAST_START = FOLD_CHECK,
    FOLD_DROP,   /* nothing, whatever stands around it, unless a FOLD_SLOW is near */
    FOLD_CALM,   /* a mark that moves but does not compose; the low bits hold its combining class */
    FOLD_SLOW,   /* may compose, or folds to more than a row can say */
    FOLD_SUSPECT /* folds to something that may belong to an address */
};

/* A row: 24 bits of xor or data, 3 bits of length in bytes, 5 bits of class. */
#define FOLD_ROW(class, length, data) ((uint32_t)(class) << 27 | (uint32_t)(length) << 24 | (uint32_t)(data))

/* Of what parts words, as stops.c has it: it ends a line for sure; it may, by what follows it. */
enum { FOLD_ENDS = 1 << 23, FOLD_MAY_END = 1 << 22 };

static inline enum fold_class fold_row_class(uint32_t row)
{
    return (enum fold_class)(row >> 27);
}

static inline uint32_t fold_row_length(uint32_t row)
{
    return row >> 24 & 7;
}

static inline uint32_t fold_row_data(uint32_t row)
{
    return row & 0xFFFFFF;
}

/* Blocks of 64 rows; those under U+10000 stand in order, so that fold_rows[c] is the row of such a c. */
enum { FOLD_IN_ORDER = 0x10000 };
extern const uint16_t fold_blocks[0x110000 / 64];
extern const uint32_t fold_rows[];

static inline uint32_t fold_row(uint32_t c)
{
    return c < FOLD_IN_ORDER ? fold_rows[c] : fold_rows[(uint32_t)fold_blocks[c >> 6] * 64 + (c & 63)];
}

/*
 * The same for 256 characters of two bytes each, as a kernel likes it: those whose first byte is 0xC0 + 4 page to 0xC0 + 4 page + 3. The
 * place of one is the lowest two bits of its first byte, then the lowest six of its second.
 */
struct fold_page {
    uint8_t first[256], second[256]; /* folded bytes; second is 0 where it is none */
    uint8_t kinds[256];              /* FOLD_PAIR_...; 0: parts words */
    uint8_t codes[256];              /* first where it is a byte of a word, else FOLD_CODE_... */
};

enum {
    FOLD_PAIR_WORD = 1, /* first is a byte of a word */
    FOLD_PAIR_BOTH = 2, /* and second too */
    FOLD_PAIR_DROP = 4,
    FOLD_PAIR_STOP = 8, /* anything else */
    FOLD_PAIR_LINE = 16 /* may end a line */
};

/* Kinds as one number, under all bytes of words: a bit or none. */
enum { FOLD_CODE_SPACE = 0, FOLD_CODE_DROP = 1, FOLD_CODE_LINE = 2, FOLD_CODE_STOP = 4 };

extern const struct fold_page fold_pages[8];

/* The codes of 128 characters of three bytes from a first one on, E1 BA 80: the letters of Vietnamese with their tones. */
enum { FOLD_TONED_FIRST = 0x1E80 };
extern const uint8_t fold_toned[128];

/* So many times each byte, as vectors take it. */
extern const uint8_t fold_each[256][32] __attribute__((aligned(32)));

/*
 * Characters of three bytes that stay as they are: letters, and marks of scripts with spaces. For each 128 code points, a bit each: the byte
 * is that of the lowest four bits of the code point, the bit in it that of the next three. All zeros where they are few.
 */
extern const uint8_t fold_stays[0x10000 / 128][16];

/* Which of eight bytes stand where when only those are kept whose bits are set: as a shuffle of bytes takes it, with zeros behind them. */
extern const uint8_t fold_squeeze[256][8];

#endif
