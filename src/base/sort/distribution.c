/* Blocks of one size make the directory one number a block; it is sorted by counting once all are written. */
#include "base/sort/distribution.h"

enum wirecopy_status distribution_init(struct distribution *d, struct scratch_space *space, size_t parts, unsigned bits)
{
    enum wirecopy_status status;
    *d = (struct distribution){.space = space, .parts = parts, .width = (bits + 7) / 8};
    d->claimed = scratch_space_claim(space, parts * DISTRIBUTION_STRIDE);
    d->values_a_block = DISTRIBUTION_BLOCK_BYTES / d->width;
    d->blocks = memory_allocate(parts, DISTRIBUTION_STRIDE);
    d->used = memory_allocate_zero(parts, sizeof *d->used);
    d->above = memory_allocate_zero(parts, sizeof *d->above);
    d->first_block = memory_allocate_zero(parts + 2, sizeof *d->first_block);
    status = d->blocks && d->used && d->above && d->first_block ? scratch_create(space, &d->scratch) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        scratch_keep(d->scratch); /* blocks are asked for one by one */
    else
        distribution_release(d);
    return status;
}

void distribution_release(struct distribution *d)
{
    scratch_free(d->scratch);
    scratch_free(d->tails);
    if (d->space)
        scratch_space_return(d->space, d->claimed);
    memory_free(d->blocks);
    memory_free(d->tail_at);
    memory_free(d->used);
    memory_free(d->above);
    memory_free(d->block_parts);
    memory_free(d->first_block);
    *d = (struct distribution){0};
}

enum wirecopy_status distribution_flush(struct distribution *d, size_t part)
{
    enum wirecopy_status status = array_reserve(&d->block_parts, &d->block_capacity, d->block_count + 1, sizeof *d->block_parts);
    if (status == WIRECOPY_OK)
        status = scratch_append(d->scratch, d->blocks + part * DISTRIBUTION_STRIDE, (size_t)d->values_a_block * d->width);
    if (status != WIRECOPY_OK) {
        d->used[part]--; /* the last value was not added */
        return status;
    }
    d->block_parts[d->block_count++] = (uint32_t)part;
    d->written++;
    d->first_block[part + 2]++;
    d->used[part] = 0;
    d->count += d->values_a_block;
    return WIRECOPY_OK;
}

enum wirecopy_status distribution_finish(struct distribution *d)
{
    uint32_t *ordered = memory_allocate(d->block_count, sizeof *ordered);
    if (!ordered)
        return WIRECOPY_NO_MEMORY;
    for (size_t part = 0; part < d->parts; part++) {
        d->first_block[part + 2] += d->first_block[part + 1];
        d->count += d->used[part];
    }
    for (size_t i = 0; i < d->block_count; i++)
        ordered[d->first_block[d->block_parts[i] + 1]++] = (uint32_t)i;
    memory_free(d->block_parts);
    d->block_parts = ordered;
    return WIRECOPY_OK;
}

enum wirecopy_status distribution_put_aside(struct distribution *d)
{
    struct scratch *tails = NULL;
    uint64_t *tail_at;
    enum wirecopy_status status;
    if (!d->blocks)
        return WIRECOPY_OK;
    tail_at = memory_allocate(d->parts, sizeof *tail_at);
    status = tail_at ? scratch_create(d->space, &tails) : WIRECOPY_NO_MEMORY;
    for (size_t part = 0; part < d->parts && status == WIRECOPY_OK; part++) {
        tail_at[part] = scratch_size(tails);
        status = scratch_append(tails, d->blocks + part * DISTRIBUTION_STRIDE, (size_t)d->used[part] * d->width);
    }
    if (status != WIRECOPY_OK) {
        memory_free(tail_at);
        scratch_free(tails);
        return status;
    }
    memory_free(d->blocks);
    d->blocks = NULL;
    d->tails = tails;
    d->tail_at = tail_at;
    scratch_space_return(d->space, d->claimed);
    d->claimed = 0;
    return WIRECOPY_OK;
}

enum wirecopy_status distribution_load(const struct distribution *d, size_t part, struct buffer *room, uint64_t **values_out, size_t *count_out)
{
    uint64_t begin = d->first_block[part], end = d->first_block[part + 1];
    size_t count = (size_t)(end - begin) * d->values_a_block + d->used[part], block_bytes = (size_t)d->values_a_block * d->width;
    unsigned char block[DISTRIBUTION_STRIDE] = {0};
    const unsigned char *tail;
    uint64_t *values;
    enum wirecopy_status status;
    room->size = 0;
    status = buffer_reserve(room, (2 * count + 1) * sizeof *values);
    if (status != WIRECOPY_OK)
        return status;
    values = (uint64_t *)(void *)room->data;
    for (uint64_t i = begin; i < end && status == WIRECOPY_OK; i++) {
        status = scratch_read(d->scratch, d->block_parts[i] * (uint64_t)block_bytes, block, block_bytes);
        distribution_unpack(d, block, d->values_a_block, d->above[part], values + (i - begin) * d->values_a_block);
    }
    if (status == WIRECOPY_OK)
        status = distribution_tail(d, part, block, &tail);
    if (status != WIRECOPY_OK)
        return status;
    distribution_unpack(d, tail, d->used[part], d->above[part], values + (end - begin) * d->values_a_block);
    *values_out = values;
    *count_out = count;
    return WIRECOPY_OK;
}

/*
 * Puts those of packed values that are marked into room for all of them; returns how many. 8 bytes behind the last one can be read. Called for a width
 * that the compiler knows where it is a usual one.
 */
static inline size_t keep_some(const unsigned char *packed, size_t count, size_t width, uint64_t above, const struct marked *marked,
                               uint64_t *restrict values)
{
    const uint32_t *bits = (const uint32_t *)(const void *)marked->bits.data;
    uint64_t mask = UINT64_MAX >> (64 - 8 * width), marked_mask = marked->mask;
    unsigned shift = marked->shift;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t stored;
        memcpy(&stored, packed + i * width, sizeof stored);
        values[kept] = (distribution_order(stored) & mask) | above;
        kept += marked_bit(bits, values[kept] >> shift, marked_mask);
    }
    return kept;
}

static size_t keep_some_of(const unsigned char *packed, size_t count, size_t width, uint64_t above, const struct marked *marked, uint64_t *values)
{
    return width == 5   ? keep_some(packed, count, 5, above, marked, values)
           : width == 6 ? keep_some(packed, count, 6, above, marked, values)
                        : keep_some(packed, count, width, above, marked, values);
}

/* Keeps those of a block's values that are marked; nothing behind it is looked at. */
static enum wirecopy_status keep_marked(const struct distribution *d, const unsigned char *block, size_t count, uint64_t above,
                                        const struct marked *marked, struct buffer *room)
{
    unsigned char last[(sizeof(uint64_t) + 1) * sizeof(uint64_t)] = {0};
    size_t whole = count > sizeof(uint64_t) ? count - sizeof(uint64_t) : 0, kept;
    uint64_t *values;
    enum wirecopy_status status = buffer_reserve(room, (count + 1) * sizeof *values);
    if (status != WIRECOPY_OK)
        return status;
    values = (uint64_t *)(void *)(room->data + room->size);
    kept = keep_some_of(block, whole, d->width, above, marked, values);
    memcpy(last, block + whole * d->width, (count - whole) * d->width);
    kept += keep_some_of(last, count - whole, d->width, above, marked, values + kept);
    room->size += kept * sizeof *values;
    return WIRECOPY_OK;
}

enum wirecopy_status distribution_load_marked(const struct distribution *d, size_t part, const struct marked *marked, struct buffer *room,
                                              uint64_t **values_out, size_t *count_out)
{
    size_t block_bytes = (size_t)d->values_a_block * d->width;
    unsigned char tail_room[DISTRIBUTION_STRIDE] = {0};
    const unsigned char *tail;
    struct buffer block_room = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    room->size = 0;
    for (uint64_t i = d->first_block[part]; i < d->first_block[part + 1] && status == WIRECOPY_OK; i++) {
        const void *block;
        status = scratch_view(d->scratch, d->block_parts[i] * (uint64_t)block_bytes, block_bytes, &block_room, &block);
        if (status == WIRECOPY_OK)
            status = keep_marked(d, block, d->values_a_block, d->above[part], marked, room);
    }
    if (status == WIRECOPY_OK)
        status = distribution_tail(d, part, tail_room, &tail);
    if (status == WIRECOPY_OK)
        status = keep_marked(d, tail, d->used[part], d->above[part], marked, room);
    buffer_release(&block_room);
    *values_out = (uint64_t *)(void *)room->data;
    *count_out = room->size / sizeof **values_out;
    return status;
}

size_t distribution_parts(uint64_t expected, uint64_t values_a_part, size_t most)
{
    size_t parts = 1;
    while (parts < most && parts * values_a_part < expected)
        parts *= 2;
    return parts;
}
