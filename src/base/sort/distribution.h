/*
 * Distribution: more 64-bit values than memory holds, dealt into parts that it holds. Takes: values, each for a part. Gives:
 * a part's values. Promises: a fixed buffer a part while they are dealt, the rest in scratch, in as few bytes as the largest value needs; parts are loaded
 * by any number of threads, and do not depend on where they lay. Does not know: what the values mean.
 *
 * This is the first step of an external distribution sort (Knuth, vol. 3, 5.4.7): where a join needs equal values side by
 * side and no order beyond a part, the merge is never paid for.
 */
#ifndef WIRECOPY_BASE_SORT_DISTRIBUTION_H
#define WIRECOPY_BASE_SORT_DISTRIBUTION_H

#include <string.h>

#include "base/sort/marked.h"
#include "base/sort/sort.h"

/* Bytes that are written together; a value is stored with 8 bytes, of which the next one overwrites those above its width. */
enum { DISTRIBUTION_BLOCK_BYTES = 4096, DISTRIBUTION_STRIDE = DISTRIBUTION_BLOCK_BYTES + sizeof(uint64_t) };

struct distribution {
    struct scratch *scratch; /* blocks, one after the other */
    unsigned char *blocks;   /* of each part: what is not yet written; NULL once it was split or put aside */
    struct scratch *tails;   /* the same of all parts, from then on: at tail_at */
    uint64_t *tail_at;
    uint32_t *used;  /* of each part: how many of them */
    uint64_t *above; /* of each part: the upper bits of its values, which are not written */
    uint32_t width;  /* of what is written of a value in bytes, the least significant first */
    uint32_t values_a_block;
    uint32_t *block_parts; /* of each written block: its part; after distribution_finish: the blocks, part by part */
    uint64_t *first_block; /* of each part, and one more: where its blocks stand in block_parts */
    struct scratch_space *space;
    uint64_t claimed; /* of its memory, for the blocks that are not yet written */
    size_t parts, block_count, block_capacity;
    uint32_t written; /* blocks in scratch */
    uint64_t count;
};

/*
 * bits: 1 to 64, those of a value that are written. The bits above are none, or those that the caller puts into above, which all values of
 * the part have. {0} can be released.
 */
enum wirecopy_status distribution_init(struct distribution *distribution, struct scratch_space *space, size_t parts, unsigned bits);
void distribution_release(struct distribution *distribution);

/* Writes the block of a part, which is full. */
enum wirecopy_status distribution_flush(struct distribution *distribution, size_t part);

/* The value with its least significant byte first in memory, and back. */
static inline uint64_t distribution_order(uint64_t value)
{
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? value : __builtin_bswap64(value);
}

static inline uint32_t distribution_order_32(uint32_t value)
{
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? value : __builtin_bswap32(value);
}

/* Adds a value. One thread at a time. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
static inline enum wirecopy_status distribution_add(struct distribution *distribution, size_t part, uint64_t value)
{
    uint32_t used = distribution->used[part]++;
    uint64_t stored = distribution_order(value);
    memcpy(distribution->blocks + part * DISTRIBUTION_STRIDE + (size_t)used * distribution->width, &stored, sizeof stored);
    return used + 1 < distribution->values_a_block ? WIRECOPY_OK : distribution_flush(distribution, part);
}

/*
 * Adds to a part as many values as others, each of which stands, shift bits further up, beside what is equal in all. DISTRIBUTION_BESIDE others less
 * one, of any value, can be read behind them. As distribution_add.
 */
enum { DISTRIBUTION_BESIDE = 4 };

static inline enum wirecopy_status distribution_add_beside(struct distribution *distribution, size_t part, uint64_t equal, const uint32_t *others,
                                                           unsigned shift, size_t count)
{
    uint32_t used = distribution->used[part];
    enum wirecopy_status status = WIRECOPY_OK;
    /* the usual width, and the block does not fill up: so many at a time, of which those that are too many are overwritten */
    if (distribution->width == sizeof(uint32_t) && count + DISTRIBUTION_BESIDE <= distribution->values_a_block - used) {
        unsigned char *at = distribution->blocks + part * DISTRIBUTION_STRIDE + (size_t)used * sizeof(uint32_t);
        for (size_t i = 0; i < count; i += DISTRIBUTION_BESIDE) {
            uint32_t stored[DISTRIBUTION_BESIDE];
            for (size_t k = 0; k < DISTRIBUTION_BESIDE; k++)
                stored[k] = distribution_order_32((uint32_t)equal | others[i + k] << shift);
            memcpy(at + i * sizeof *stored, stored, sizeof stored);
        }
        distribution->used[part] += (uint32_t)count;
        return WIRECOPY_OK;
    }
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
        status = distribution_add(distribution, part, equal | (uint64_t)others[i] << shift);
    return status;
}

/* Values of a part as they stand in a block, 8 bytes beyond which can be read. */
static inline void distribution_unpack(const struct distribution *distribution, const unsigned char *block, size_t count, uint64_t above,
                                       uint64_t *values)
{
    uint64_t mask = UINT64_MAX >> (64 - 8 * distribution->width), stored;
    for (size_t i = 0; i < count; i++) {
        memcpy(&stored, block + i * distribution->width, sizeof stored);
        values[i] = (distribution_order(stored) & mask) | above;
    }
}

/* Shows what of a part fills no block: in place, or copied into room, which holds the part's used values; as far behind it can be read as behind room's. */
static inline enum wirecopy_status distribution_tail(const struct distribution *distribution, size_t part, unsigned char *room,
                                                     const unsigned char **tail)
{
    *tail = room;
    if (distribution->tails)
        return scratch_read(distribution->tails, distribution->tail_at[part], room, (size_t)distribution->used[part] * distribution->width);
    *tail = distribution->blocks + part * DISTRIBUTION_STRIDE;
    return WIRECOPY_OK;
}

/* No more values are added; parts can be loaded. */
enum wirecopy_status distribution_finish(struct distribution *distribution);

/* After that: how many values a part has. */
static inline uint64_t distribution_part_count(const struct distribution *distribution, size_t part)
{
    return (distribution->first_block[part + 1] - distribution->first_block[part]) * distribution->values_a_block + distribution->used[part];
}

/*
 * After distribution_finish: what fills no block goes to scratch too, and the blocks' memory back. Parts are not split any more. Errors:
 * WIRECOPY_IO, WIRECOPY_NO_MEMORY; all stands then.
 */
enum wirecopy_status distribution_put_aside(struct distribution *distribution);

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

/*
 * The same with those values only whose name comes often, and by chance some others, in order, as sort_often_u64 keeps them. It costs less
 * than loading all: most values are looked at where they lie close together.
 */
enum wirecopy_status distribution_load_often(const struct distribution *distribution, size_t part, struct often often, struct buffer *room,
                                             uint64_t **values_out, size_t *count_out);

/* The same, of values that are marked and few others, without the room behind them. */
enum wirecopy_status distribution_load_marked(const struct distribution *distribution, size_t part, const struct marked *marked, struct buffer *room,
                                              uint64_t **values_out, size_t *count_out);

/* The same as they are written, of distribution->width bytes each, with nothing of above; 8 bytes behind the last one can be read. */
enum wirecopy_status distribution_load_packed(const struct distribution *distribution, size_t part, struct buffer *room,
                                              const unsigned char **packed_out, size_t *count_out);

/* How many parts hold expected values in so many each; a power of two, at most most. */
size_t distribution_parts(uint64_t expected, uint64_t values_a_part, size_t most);

#endif
