/* A small corpus clustered with a furniture or a plan file of any bytes; see edited.c. */
#ifndef WIRECOPY_TESTS_FUZZ_EDITED_H
#define WIRECOPY_TESTS_FUZZ_EDITED_H

#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

/* How the articles are clustered: with which files, and in which order. */
struct edited_run {
    const char *furniture, *plan; /* paths; NULL: learnt */
    uint64_t seed;
    uint32_t shingle_words;
    int reverse; /* the last article first, with other threads and memory */
};

/* Aborts where it does not hold. */
void must(int holds);

/* The rows of the articles; and, as it is written, the furniture or the plan that was used: the plan where run names one. The caller releases both. */
struct buffer edited_rows(const struct edited_run *run, struct buffer *written);

/* A file without a name of those bytes, and its path. The caller closes it. */
enum { EDITED_PATH_BYTES = 64 };
int edited_file(const void *data, size_t size, char path[EDITED_PATH_BYTES]);

/* Whether a and b are the same bytes; both are released. */
int same_bytes(struct buffer *a, struct buffer *b);

/*
 * Clusters with the file of the run, which is one of furniture or a plan, and with what is written of it, in the reverse order: the rows
 * are the same, and so is what is written again.
 */
void edited_must_repeat(struct edited_run run);

#endif
