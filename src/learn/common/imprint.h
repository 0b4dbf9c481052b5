/*
 * Imprints: a bit for each shingle of a group. Takes: shingles. Gives: that two groups certainly share little. Promises: never says so
 * of two that share more. Does not know: sets.
 */
#ifndef WIRECOPY_LEARN_COMMON_IMPRINT_H
#define WIRECOPY_LEARN_COMMON_IMPRINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Two unrelated articles of 1500 shingles share a sixth of IMPRINT_BITS; of much longer ones nothing is told. Where most are short fewer bits tell
 * as much, and are less to look at.
 */
enum { IMPRINT_BITS = 1 << 13, IMPRINT_WORDS = IMPRINT_BITS / 64, IMPRINT_LEAST_WORDS = 8, IMPRINT_BITS_A_SHINGLE = 8 };

struct imprint {
    uint32_t shingles, set; /* with those that are repeated; bits. 0 shingles: nothing is told */
    uint64_t bits[];        /* as many words for each that is compared with others, a power of two */
};

/* So many words for groups of usually so many shingles; the bytes of an imprint with so many words. */
size_t imprint_words(uint64_t usual_shingles);
size_t imprint_bytes(size_t words);

/* Into an imprint that is {0}; the shingles may be in whatever order, and be repeated. */
void imprint_take(struct imprint *imprint, size_t words, const uint64_t *shingles, size_t count);

/* Whether two certainly share less than one in one_in of the smaller set. Some 60 ns where they have IMPRINT_WORDS. */
bool imprints_apart(const struct imprint *a, const struct imprint *b, size_t words, uint32_t one_in);

#endif
