/*
 * Lines as they lie in scratch. Takes: the lines of a text. Gives: blocks of them, each in 10 to 12 bytes a line of text in place of the 24 of a
 * struct, and the lines again. Promises: whole multiples of 8 bytes; what is no such block is refused. Does not know: where blocks lie. Private to texts.
 */
#ifndef WIRECOPY_TEXT_PACKED_LINES_H
#define WIRECOPY_TEXT_PACKED_LINES_H

#include "text/fold/fold.h"

/* Lines of a block at most, and its bytes then: each line has a hash, perhaps another one, a byte, and perhaps a count. */
enum {
    PACKED_LINES_MOST = 256,
    PACKED_HEAD_BYTES = 8,
    PACKED_BLOCK_MOST = PACKED_HEAD_BYTES + PACKED_LINES_MOST * (2 * sizeof(uint64_t) + 1 + sizeof(uint32_t)) + 8
};

/* Bytes of the blocks of so many lines together. */
uint64_t packed_lines_bytes(const struct line *lines, size_t count);

/* Packs count lines, at most PACKED_LINES_MOST, into PACKED_BLOCK_MOST bytes; returns how many it filled. The lines' places are 0. */
size_t packed_lines_put(const struct line *lines, size_t count, unsigned char *block);

/* The bytes of the block that begins with these PACKED_HEAD_BYTES; 0 where none does. *count_out: its lines. */
size_t packed_lines_size(const unsigned char *head, size_t *count_out);

/* The lines of a block that is so large as packed_lines_size says. False where it contradicts itself. */
bool packed_lines_take(const unsigned char *block, struct line *lines);

#endif
