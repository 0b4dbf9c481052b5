/*
 * What the kernels for whole texts share: blocks of 64 bytes, a bit each. Takes: which bytes belong to words or end lines. Gives: where lines
 * end in what is written. Promises: one definition for every machine. Does not know: instructions.
 */
#ifndef WIRECOPY_TEXT_FOLD_FOLD_BLOCKS_H
#define WIRECOPY_TEXT_FOLD_FOLD_BLOCKS_H

#include <string.h>

#include "text/fold/fold_kernels.h"
#include "text/utf8.h"

/* Of a block, which bytes are there, and which of them belong to words, leave nothing, or end a line. */
struct block {
    uint64_t there, words, dropped, stops;
};

/* How far a kernel has come: what it has read and written, and whether it met something to stop before. */
struct run {
    size_t read;
    char *out;
    bool stopped;
};

/* The lowest count bits. */
static inline uint64_t blocks_lowest(size_t count)
{
    return count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
}

/* Full stops and such that end a line, of those before a character beyond ASCII: that may be white space too. */
static __attribute__((noinline)) uint64_t blocks_before_wide_white(const uint8_t *text, uint64_t dots)
{
    uint64_t found = 0;
    for (; dots; dots &= dots - 1)
        if (utf8_white_at(text + __builtin_ctzll(dots) + 1))
            found |= dots & -dots;
    return found;
}

/* Where the first of some bytes is written, given where the block is, and which of its bytes are written. */
static inline uint32_t blocks_place(uint32_t place, uint64_t keep, uint64_t bytes)
{
    return place + (uint32_t)__builtin_popcountll(keep & ((bytes & -bytes) - 1));
}

/*
 * Notes the lines that begin in a block: with the first word behind a byte that ends one. A sum of the bytes that are no word's and of
 * those that end lines carries into just these words, however many of them stand before a word; and into what follows the block.
 */
static inline __attribute__((always_inline)) void blocks_note_lines(struct fold_lines *lines, const uint8_t *text, const struct block *block,
                                                                    uint64_t keep, const char *out)
{
    unsigned long long sum, some;
    bool carry = __builtin_uaddll_overflow(block->there & ~block->words, block->stops, &some);
    uint64_t begins;
    size_t count = (size_t)__builtin_popcountll(block->there);
    uint32_t place = (uint32_t)(out - lines->base) - 1;
    carry |= __builtin_uaddll_overflow(some, lines->ended, &sum);
    begins = sum & block->words;
    lines->ended = count == 64 ? carry : sum >> count & 1;
    lines->begin = block->stops ? text + 64 - __builtin_clzll(block->stops) : lines->begin;
    /* there is one or none, as a rule: written in any case, since a guess would be wrong too often */
    lines->ends[lines->count] = blocks_place(place, keep, begins);
    lines->count += begins != 0;
    for (begins &= begins - 1; __builtin_expect(begins != 0, 0); begins &= begins - 1)
        lines->ends[lines->count++] = blocks_place(place, keep, begins);
}

/* Whether only ASCII stands in the next eight bytes. */
static inline bool blocks_look_plain(const uint8_t *text)
{
    uint64_t eight;
    memcpy(&eight, text, sizeof eight);
    return (eight & UINT64_C(0x8080808080808080)) == 0;
}

/*
 * Which bytes of a block are written: those of words, and behind each word the first of those that part words; what is dropped between lets
 * the word through, as a sum lets its carry. *follows_word: whether a word stands before the block, and then before the byte number count.
 */
static inline __attribute__((always_inline)) uint64_t blocks_keep(const struct block *block, size_t count, uint64_t *follows_word)
{
    uint64_t after_word = block->words << 1 | *follows_word;
    unsigned long long sum;
    bool carry = __builtin_uaddll_overflow(after_word & block->dropped, block->dropped, &sum);
    after_word |= sum & ~block->dropped;
    *follows_word = count == 64 ? (uint64_t)carry | block->words >> 63 : after_word >> count & 1;
    return (block->words | after_word) & block->there & ~block->dropped;
}

#endif
