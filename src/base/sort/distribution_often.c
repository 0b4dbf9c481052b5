/*
 * Values that come often, found without all of them being unpacked: a part's blocks are put one behind the other, counted as they are, and of
 * what was counted only the frequent ones become values.
 */
#include "base/sort/distribution.h"
#include "base/sort/often.h"

/* Puts a part's values as they are written behind each other, into room for all of them and 8 bytes. */
static enum wirecopy_status gather(const struct distribution *d, size_t part, unsigned char *packed)
{
    size_t block_bytes = (size_t)d->values_a_block * d->width;
    const unsigned char *tail;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t i = d->first_block[part]; i < d->first_block[part + 1] && status == WIRECOPY_OK; i++, packed += block_bytes)
        status = scratch_read(d->scratch, d->block_parts[i] * (uint64_t)block_bytes, packed, block_bytes);
    if (status == WIRECOPY_OK)
        status = distribution_tail(d, part, packed, &tail);
    if (status == WIRECOPY_OK && tail != packed)
        memcpy(packed, tail, (size_t)d->used[part] * d->width);
    return status;
}

enum wirecopy_status distribution_load_packed(const struct distribution *d, size_t part, struct buffer *room, const unsigned char **packed_out,
                                              size_t *count_out)
{
    size_t count = (size_t)distribution_part_count(d, part);
    enum wirecopy_status status;
    room->size = 0;
    status = buffer_reserve(room, count * d->width + sizeof(uint64_t));
    if (status == WIRECOPY_OK)
        status = gather(d, part, (unsigned char *)room->data);
    *packed_out = (const unsigned char *)room->data;
    *count_out = count;
    return status;
}

static inline uint64_t value_at(const unsigned char *packed, size_t i, size_t width, uint64_t mask, uint64_t above)
{
    uint64_t stored;
    memcpy(&stored, packed + i * width, sizeof stored);
    return (distribution_order(stored) & mask) | above;
}

/*
 * Counts packed values and puts those that were met often into values; returns how many. Called for a width, and for no bit that is heavy, which the
 * compiler knows where they are the usual ones.
 */
static inline size_t keep_often(const unsigned char *packed, size_t count, size_t width, uint64_t above, const struct often_counters *of,
                                uint64_t heavy, uint64_t *values)
{
    struct often_counters counters = *of;
    uint64_t mask = UINT64_MAX >> (64 - 8 * width);
    size_t kept = 0;
    counters.heavy = heavy;
    for (size_t i = 0; i < count; i++)
        often_count(&counters, value_at(packed, i, width, mask, above));
    for (size_t i = 0; i < count; i++) {
        uint64_t value = value_at(packed, i, width, mask, above);
        values[kept] = value;
        kept += often_met(&counters, value);
    }
    return kept;
}

static size_t keep_often_of(const unsigned char *packed, size_t count, size_t width, uint64_t above, const struct often_counters *of,
                            uint64_t *values)
{
    return width == 4                     ? keep_often(packed, count, 4, above, of, of->heavy, values)
           : width == 5 && of->heavy == 0 ? keep_often(packed, count, 5, above, of, 0, values)
                                          : keep_often(packed, count, width, above, of, of->heavy, values);
}

enum wirecopy_status distribution_load_often(const struct distribution *d, size_t part, struct often often, struct buffer *room,
                                             uint64_t **values_out, size_t *count_out)
{
    uint64_t *values;
    size_t count = (size_t)distribution_part_count(d, part), kept = 0;
    size_t counters_bytes = often_counters_bytes(count), behind_bytes = counters_bytes + count * d->width + sizeof *values;
    struct often_counters counters;
    unsigned char *packed;
    enum wirecopy_status status;
    if (count < OFTEN_LEAST) {
        status = distribution_load(d, part, room, values_out, count_out);
        if (status == WIRECOPY_OK)
            sort_u64(*values_out, *count_out);
        return status;
    }
    if (behind_bytes < count * sizeof *values) /* what is sorted takes no more room than that, behind the values or among them */
        behind_bytes = count * sizeof *values;
    room->size = 0;
    if (room->capacity < count * sizeof *values + behind_bytes)
        buffer_release(room); /* it would grow by half, and be copied */
    status = buffer_reserve(room, count * sizeof *values + behind_bytes);
    if (status != WIRECOPY_OK)
        return status;
    values = (uint64_t *)(void *)room->data;
    counters = often_counters_of(often, values + count, count);
    packed = (unsigned char *)(values + count) + counters_bytes;
    memset(counters.at, 0, counters_bytes);
    status = gather(d, part, packed);
    if (status != WIRECOPY_OK)
        return status;
    kept = keep_often_of(packed, count, d->width, d->above[part], &counters, values);
    sort_kept(values, values + kept, kept, often);
    *values_out = values;
    *count_out = kept;
    return WIRECOPY_OK;
}
