/*
 * Marked values: which of very many are wanted, as bits by some bits of a value. Takes: values that are wanted. Gives: whether one may be. Promises:
 * no wanted one is missed; of the others few are taken for one. Does not know: what the values mean.
 */
#ifndef WIRECOPY_BASE_SORT_MARKED_H
#define WIRECOPY_BASE_SORT_MARKED_H

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"

struct marked {
    struct buffer bits; /* uint32_t */
    unsigned shift;     /* the lowest bit of a value that counts */
    uint64_t mask;      /* how many bits from there on count */
};

/* Of so many marks one bit in 64 is set, as long as they fit the second cache. */
enum { MARKED_BITS_A_VALUE = 64, MARKED_BITS_LEAST = 1 << 10, MARKED_BITS_MOST = 1 << 21 };

/* Begins anew, for so many values. {0} at first. Errors: WIRECOPY_NO_MEMORY. */
static inline enum wirecopy_status marked_begin(struct marked *marked, size_t values, unsigned shift)
{
    size_t bits = MARKED_BITS_LEAST;
    enum wirecopy_status status;
    while (bits < MARKED_BITS_MOST && bits < values * MARKED_BITS_A_VALUE)
        bits *= 2;
    marked->shift = shift;
    marked->mask = bits - 1;
    marked->bits.size = 0;
    status = buffer_reserve(&marked->bits, bits / 8);
    if (status == WIRECOPY_OK)
        memset(marked->bits.data, 0, bits / 8);
    return status;
}

static inline void marked_add(struct marked *marked, uint64_t value)
{
    uint64_t bit = value >> marked->shift & marked->mask;
    ((uint32_t *)(void *)marked->bits.data)[bit / 32] |= UINT32_C(1) << bit % 32;
}

/* The same of marked->bits as uint32_t and a copy of marked, so that nothing is loaded anew for each of very many. */
static inline bool marked_bit(const uint32_t *bits, uint64_t shifted, uint64_t mask)
{
    uint64_t bit = shifted & mask;
    return bits[bit / 32] >> bit % 32 & 1;
}

static inline bool marked_has(const struct marked *marked, uint64_t value)
{
    return marked_bit((const uint32_t *)(const void *)marked->bits.data, value >> marked->shift, marked->mask);
}

#endif
