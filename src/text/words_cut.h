/*
 * Cutting folded bytes into words, 64 of them at a time: what the kernels of x86 share. Takes: which bytes of a block are spaces, and which are
 * digits. Gives: the ends of words as bits, marks of digits, and how many words there are up to the end of each line. Does not know: hashes. Included
 * behind lanes_....h.
 */
#ifndef WIRECOPY_TEXT_WORDS_CUT_H
#define WIRECOPY_TEXT_WORDS_CUT_H

#include "text/fold/fold_kernels.h"

#define CUT __attribute__((target("bmi,bmi2,popcnt"), always_inline)) static inline

/* Which bytes of a block end a word; and writes in marks, behind count of them, whether these hold a digit, a bit each. *carry: from block to block. */
CUT uint64_t cut_marks(const struct fold_cut *cut, size_t block, size_t count, uint64_t spaces, uint64_t digits, unsigned char *carry)
{
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
 * Some blocks that are cut, from a byte on: which bytes end words, and how many words there are before each. Where a line ends is looked up only
 * then, since it cannot be guessed in which of the blocks one does.
 */
enum { CUT_BLOCKS = 128 };
struct cut_blocks {
    uint64_t spaces[CUT_BLOCKS];
    size_t counts[CUT_BLOCKS], first;
};

/* Writes how many words there are up to each line's end before a byte; *line_end, *line_words: of the next line, and of the one behind them then. */
CUT void cut_lines(const struct cut_blocks *blocks, size_t end, const uint32_t **line_end, uint32_t **line_words)
{
    for (; **line_end < end; ++*line_end) { /* the space behind it is one of its block */
        size_t at = **line_end - blocks->first;
        uint64_t spaces = _bzhi_u64(blocks->spaces[at / 64], (uint32_t)(at % 64 + 1));
        *(*line_words)++ = (uint32_t)(blocks->counts[at / 64] + (size_t)_mm_popcnt_u64(spaces));
    }
}

#endif
