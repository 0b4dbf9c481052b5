/*
 * Zipf's law. Takes: how many ranks, the exponent, the shift. Gives: ranks drawn by it. Promises: the same ranks on
 * every machine; a draw costs no search. Does not know: what is ranked.
 */
#ifndef GENERATOR_ZIPF_H
#define GENERATOR_ZIPF_H

#include <stdint.h>

/*
 * The inverse of the distribution function at equal steps, linear in between. 4,096 steps of four bytes stay in the
 * first two caches; a rank of the head, with a share of one in a few hundred, is then wrong by a few per cent at
 * most, which nothing here feels.
 */
enum { ZIPF_KNOT_BITS = 12, ZIPF_KNOTS = 1 << ZIPF_KNOT_BITS, ZIPF_FRACTION_BITS = 8 };

struct zipf {
    uint32_t knots[ZIPF_KNOTS + 1]; /* rank in units of 1 / 256 */
};

struct zipf_law {
    uint32_t ranks;             /* at most 2 to the 23rd */
    uint32_t exponent_quarters; /* the exponent times 4: powers are products of square roots, which IEEE 754 rounds exactly */
    uint32_t shift;             /* Mandelbrot's, at least 1: rank r, from 0, weighs (r + shift) to the minus exponent */
};

void zipf_init(struct zipf *zipf, const struct zipf_law *law);

/* A rank from 0, from 32 random bits. */
static inline uint32_t zipf_rank(const struct zipf *zipf, uint32_t bits)
{
    const uint32_t *knot = zipf->knots + (bits >> (32 - ZIPF_KNOT_BITS));
    uint32_t within = bits & ((UINT32_C(1) << (32 - ZIPF_KNOT_BITS)) - 1);
    uint64_t step = (uint64_t)(knot[1] - knot[0]) * within >> (32 - ZIPF_KNOT_BITS);
    return (knot[0] + (uint32_t)step) >> ZIPF_FRACTION_BITS;
}

#endif
