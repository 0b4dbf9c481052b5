/*
 * Imprints: a bit for each shingle of a group. Takes: shingles. Gives: that two groups certainly share little. Promises: never says so
 * of two that share more. Does not know: sets.
 */
#ifndef WIRECOPY_LEARN_IMPRINT_H
#define WIRECOPY_LEARN_IMPRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Two unrelated articles of 1500 shingles share a sixth of so many bits; of much longer ones nothing is told. */
enum { IMPRINT_BITS = 1 << 13, IMPRINT_WORDS = IMPRINT_BITS / 64 };

struct imprint {
    uint64_t bits[IMPRINT_WORDS];
    uint32_t shingles, set; /* with those that are repeated; bits. 0 shingles: nothing is told */
};

/* Into an imprint that is {0}; the shingles may be in whatever order, and be repeated. */
void imprint_take(struct imprint *imprint, const uint64_t *shingles, size_t count);

/* Whether two certainly share less than one in one_in of the smaller set. Some 60 ns. */
bool imprints_apart(const struct imprint *a, const struct imprint *b, uint32_t one_in);

#endif
