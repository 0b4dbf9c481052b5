/*
 * The table of an alignment, which has a variant a machine. Takes: where each distinct word of a stands, and which of them each word of b is. Gives:
 * the bits that the portable variant gives. Promises: no variant reads or writes beyond what it is given. Does not know: words. Private to this room.
 */
#ifndef WIRECOPY_MATCH_FORMS_ALIGN_ROWS_H
#define WIRECOPY_MATCH_FORMS_ALIGN_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A row takes a multiple of so many words, so that vectors have whole ones; what stands behind its width may be anything. */
enum { ROW_LANES = 8 };

static inline size_t row_stride(size_t width)
{
    return (width + ROW_LANES - 1) / ROW_LANES * ROW_LANES;
}

/*
 * Makes rows of width words, at row_stride(width) words each, in table, from the last to the first, behind which stands another, that of no words
 * of b, which is made too. numbers: of each row 1 + which row of bits has its word's places, or 0: none.
 */
typedef void align_rows_kernel(const uint64_t *bits, size_t width, const uint32_t *numbers, size_t rows, uint64_t *table);
align_rows_kernel align_rows_portable, align_rows_avx2, align_rows_avx512;

struct align_kernel {
    const char *name;
    bool (*runs)(void); /* whether this machine can */
    align_rows_kernel *rows;
};

/* Best first; the last is "portable", runs everywhere and is the reference. */
extern const struct align_kernel align_kernels[];
extern const size_t align_kernel_count;

/* The kernel of that name, or for NULL the best that this machine runs; the portable one where there is none. */
const struct align_kernel *align_kernel_find(const char *name);

#endif
