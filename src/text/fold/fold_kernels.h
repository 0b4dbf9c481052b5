/*
 * The parts of folding that have a variant a machine. Takes: bytes. Gives: what the portable variant gives, bit for bit.
 * Promises: no variant reads beyond size. Does not know: Unicode beyond what UTF-8 is.
 */
#ifndef WIRECOPY_TEXT_FOLD_FOLD_KERNELS_H
#define WIRECOPY_TEXT_FOLD_FOLD_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ascii_folded {
    size_t read, written;
};

/*
 * Folds ASCII: letters lowered, digits kept, all else one space where out[-1] (or what was just written) is none. Stops before
 * the first byte that is not ASCII, and before punctuation that may belong to an address: "@", ":" after p or s, "." after
 * w, "/" after m, where "after" means what out ends with. Writes at most size bytes, and rubbish in the 64 behind them.
 */
struct ascii_folded fold_ascii_portable(const uint8_t *text, size_t size, char *out);

/*
 * Lines while a text is folded across them. A line is noted when the first word of a later one is written, so lines without words
 * are none; and where a word stands first of all behind an end of a line, what is noted is a line that ends before base.
 */
struct fold_lines {
    const uint8_t *begin; /* of the line at hand, in the text */
    const char *base;
    uint32_t *ends; /* where lines end in what is written: places from base on of the spaces before the next line's first word */
    size_t count;
    bool ended; /* a line has ended, and no word stands behind it yet */
};

/* What was read wrote the bytes from out_before to out: a line's first word where one has ended, which left a space before it. */
static inline void fold_lines_written(struct fold_lines *lines, const char *out_before, const char *out)
{
    if (!lines->ended || out == out_before)
        return;
    lines->ends[lines->count++] = (uint32_t)(out_before - lines->base) - 1;
    lines->ended = false;
}

/*
 * The same where characters of two bytes stand among the ASCII, those of one page (see fold_tables.h) or of all. Stops before those that the
 * page does not say, and before all other characters but the common quotation marks and dashes, and others that a kernel knows; text is
 * well-formed. lines: NULL, or text goes on over ends of lines, which are noted; then it stops before those beyond ASCII.
 */
struct fold_page;
typedef struct ascii_folded fold_pairs_kernel(const uint8_t *text, size_t size, char *out, uint32_t page, struct fold_lines *lines);
fold_pairs_kernel fold_pairs_avx2, fold_pairs_avx512, fold_pairs_neon;

/*
 * The same for characters of three bytes and others among them, in any script: letters, words of one character, spaces. *solo as in
 * fold_fast. Stops before what the tables cannot say, and where no such character is near.
 */
typedef struct ascii_folded fold_wide_kernel(const uint8_t *text, size_t size, char *out, bool *solo, struct fold_lines *lines);
fold_wide_kernel fold_wide_avx2, fold_wide_avx512;

/* As utf8_valid: how many bytes at the start are well-formed UTF-8. */
typedef size_t fold_valid_kernel(const uint8_t *text, size_t size);
fold_valid_kernel fold_valid_portable, fold_valid_avx2, fold_valid_avx512, fold_valid_neon;

/*
 * Where a stop may stand in text[begin, end): writes positions, rising, that include the last byte of each stop (see
 * lines.h); others are harmless. At most end - begin of them, and rubbish in the 64 places behind.
 */
typedef size_t fold_candidates_kernel(const uint8_t *text, size_t begin, size_t end, uint32_t *positions);
fold_candidates_kernel fold_candidates_portable, fold_candidates_avx2, fold_candidates_avx512, fold_candidates_neon;

/* The same for line breaks alone. */
fold_candidates_kernel fold_breaks_avx2, fold_breaks_avx512, fold_breaks_neon;

/*
 * Folded bytes to be cut at spaces, and room for what is made of them. No two spaces, none at either end, size from 1 to
 * FOLD_MOST_BYTES; 16 bytes before and 128 behind can be read.
 */
enum { FOLD_MOST_BYTES = INT32_MAX };
struct number_filter;
struct fold_cut {
    const char *bytes;
    size_t size;
    const struct number_filter *filter;
    const uint32_t *line_ends; /* where lines end, rising, the last one at size; UINT32_MAX behind them */
    uint32_t *words;           /* each word's 32 bits (see fold.h); rubbish is written into the 16 places behind them */
    uint32_t *ends;            /* where it ends; the same */
    uint64_t *marks; /* a bit each: whether it holds a digit or may be a number word, as few do that are none; rubbish in the 64 bits behind them */
    uint32_t *line_words; /* for each line how many words there are up to its end; rubbish in one place behind them */
};

/* Fills the room; returns how many words there are. */
typedef size_t fold_words_kernel(const struct fold_cut *cut);
fold_words_kernel fold_words_portable, fold_words_avx2, fold_words_avx512, fold_words_neon;

/* The XXH3 of a line, as hash_bytes has it; 16 bytes before it and 128 behind can be read. */
typedef uint64_t fold_line_hash_kernel(const char *bytes, size_t size);
fold_line_hash_kernel fold_line_hash_portable, fold_line_hash_avx2, fold_line_hash_avx512;

struct fold_kernel {
    const char *name;
    bool (*runs)(void);             /* whether this machine can */
    fold_pairs_kernel *fold_pairs;  /* NULL: runs of ASCII by fold_ascii_portable, the rest character by character */
    fold_wide_kernel *fold_wide;    /* NULL: character by character is as fast */
    fold_candidates_kernel *breaks; /* not NULL where fold_pairs is not: whole texts are folded at once */
    fold_valid_kernel *valid;
    fold_candidates_kernel *candidates;
    fold_words_kernel *words;
    fold_line_hash_kernel *line_hash;
};

/* Best first; the last is "portable", runs everywhere and is the reference. */
extern const struct fold_kernel fold_kernels[];
extern const size_t fold_kernel_count;

/* The kernel of that name, or the best for NULL; NULL where there is none or this machine cannot run it. */
const struct fold_kernel *fold_kernel_find(const char *name);

#endif
