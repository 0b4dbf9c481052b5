/*
 * Few of very many numbers, put in order. Takes: distinct numbers under a bound. Gives: them in order. Promises: time linear in them, and in the
 * bound by 4,096, so that runs that are too short for counters are in order sooner than by comparing. Does not know: what they number.
 */
#ifndef WIRECOPY_BASE_SORT_PICKED_H
#define WIRECOPY_BASE_SORT_PICKED_H

#include "base/memory.h"

/* A bit a number, and a bit for each 64 of these; none is set between two calls. {0} at first. */
struct picked {
    uint64_t *bits, *words;
    size_t word_count;
};

/* For numbers under count. Errors: WIRECOPY_NO_MEMORY; there is nothing to release then. Memory: an eighth of count bytes. */
enum wirecopy_status picked_init(struct picked *picked, uint32_t count);
void picked_release(struct picked *picked);

void picked_put_in_order(struct picked *picked, uint32_t *numbers, size_t count);

#endif
