/*
 * Distribution: more 64-bit values than memory holds, dealt into parts that it holds. Takes: values, each for a part. Gives:
 * a part's values. Promises: a fixed buffer a part, the rest in scratch; parts are loaded by any number of threads,
 * and do not depend on where they lay. Does not know: what the values mean.
 *
 * This is the first step of an external distribution sort (Knuth, vol. 3, 5.4.7): where a join needs equal values side by
 * side and no order beyond a part, the merge is never paid for.
 */
#ifndef WIRECOPY_BASE_DISTRIBUTION_H
#define WIRECOPY_BASE_DISTRIBUTION_H

#include "base/scratch.h"

/* Values that are written together. */
enum { DISTRIBUTION_BLOCK = 512 };

struct distribution {
    struct scratch *scratch; /* blocks, one after the other */
    uint64_t *blocks;        /* of each part: what is not yet written */
    uint32_t *used;          /* of each part: how many of them */
    uint32_t *block_parts;   /* of each written block: its part; after distribution_finish: the blocks, part by part */
    uint64_t *first_block;   /* of each part, and one more: where its blocks stand in block_parts */
    size_t parts, block_count, block_capacity;
    uint64_t count;
};

/* {0} can be released. */
enum wirecopy_status distribution_init(struct distribution *distribution, struct scratch_space *space, size_t parts);
void distribution_release(struct distribution *distribution);

/* Writes the block of a part, which is full. */
enum wirecopy_status distribution_flush(struct distribution *distribution, size_t part);

/* Adds a value. One thread at a time. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
static inline enum wirecopy_status distribution_add(struct distribution *distribution, size_t part, uint64_t value)
{
    uint32_t used = distribution->used[part]++;
    distribution->blocks[part * DISTRIBUTION_BLOCK + used] = value;
    return used + 1 < DISTRIBUTION_BLOCK ? WIRECOPY_OK : distribution_flush(distribution, part);
}

/* No more values are added; parts can be loaded. */
enum wirecopy_status distribution_finish(struct distribution *distribution);

/*
 * After distribution_finish: parts of more than most values become several, each of values that stand between those of its
 * neighbours. Values whose bits from shift upwards are equal stay together, however many they are.
 */
enum wirecopy_status distribution_split(struct distribution *distribution, uint64_t most, unsigned shift);

/*
 * Puts a part's values into room, which it overwrites, in any order, and leaves room for as many behind them, to sort in;
 * *values_out is borrowed from there. Any number of threads, each with its room.
 */
enum wirecopy_status distribution_load(const struct distribution *distribution, size_t part, struct buffer *room, uint64_t **values_out,
                                       size_t *count_out);

/* How many parts hold expected values in so many each; a power of two, at most most. */
size_t distribution_parts(uint64_t expected, uint64_t values_a_part, size_t most);

#endif
