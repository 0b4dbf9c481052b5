/* A distribution, saved: its directory, its blocks that are not full one after the other, and the written ones, which are read where they lie. */
#include "base/distribution_saved.h"

struct head {
    uint64_t width, parts, block_count, count;
};

/* What is not yet written of all parts, in scratch: beside the blocks it has no memory of its own. */
static enum wirecopy_status gather_open(const struct distribution *d, struct scratch **open)
{
    enum wirecopy_status status = scratch_create(d->space, open);
    for (size_t part = 0; part < d->parts && status == WIRECOPY_OK; part++)
        status = scratch_append(*open, d->blocks + part * DISTRIBUTION_STRIDE, (size_t)d->used[part] * d->width);
    return status;
}

enum wirecopy_status distribution_save(const struct distribution *d, struct saving *saving)
{
    struct head head = {d->width, d->parts, d->block_count, d->count};
    struct scratch *open = NULL;
    enum wirecopy_status status = gather_open(d, &open);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, &head, sizeof head);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, d->used, d->parts * sizeof *d->used);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, d->first_block, (d->parts + 2) * sizeof *d->first_block);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, d->block_parts, d->block_count * sizeof *d->block_parts);
    if (status == WIRECOPY_OK)
        status = saving_put_scratch(saving, open);
    scratch_free(open);
    return status == WIRECOPY_OK ? saving_put_scratch(saving, d->scratch) : status;
}

static enum wirecopy_status take_open(struct distribution *d, struct saved *saved)
{
    char *open = NULL;
    size_t size, at = 0;
    enum wirecopy_status status = saved_take_array(saved, 1, &open, &size);
    for (size_t part = 0; status == WIRECOPY_OK && part < d->parts; part++) {
        size_t bytes = (size_t)d->used[part] * d->width;
        if (bytes >= DISTRIBUTION_BLOCK_BYTES || bytes > size - at)
            status = status_fail(WIRECOPY_BAD_INPUT, "saved keys contradict themselves");
        else
            memcpy(d->blocks + part * DISTRIBUTION_STRIDE, open + at, bytes);
        at += bytes;
    }
    memory_free(open);
    return status;
}

/* The directory names blocks that are there. */
static bool is_whole(const struct distribution *d)
{
    uint64_t bytes = (uint64_t)d->block_count * d->values_a_block * d->width;
    bool whole = scratch_size(d->scratch) == bytes && d->first_block[0] == 0 && d->first_block[d->parts] == d->block_count;
    for (size_t part = 0; part < d->parts; part++)
        whole &= d->first_block[part] <= d->first_block[part + 1];
    for (size_t i = 0; i < d->block_count; i++)
        whole &= d->block_parts[i] < d->block_count;
    return whole;
}

static enum wirecopy_status take_all(struct distribution *d, struct saved *saved, struct scratch_space *space)
{
    enum wirecopy_status status = saved_take(saved, d->used, d->parts * sizeof *d->used);
    if (status == WIRECOPY_OK)
        status = saved_take(saved, d->first_block, (d->parts + 2) * sizeof *d->first_block);
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *d->block_parts, &d->block_parts, &d->block_count);
    if (status == WIRECOPY_OK)
        status = take_open(d, saved);
    if (status != WIRECOPY_OK)
        return status;
    scratch_free(d->scratch);
    d->scratch = NULL;
    status = saved_take_scratch(saved, space, true, &d->scratch);
    if (status == WIRECOPY_OK && !is_whole(d))
        status = status_fail(WIRECOPY_BAD_INPUT, "saved keys contradict themselves");
    return status;
}

enum wirecopy_status distribution_restore(struct distribution *d, struct saved *saved, struct scratch_space *space, size_t parts, unsigned bits)
{
    struct head head;
    enum wirecopy_status status = distribution_init(d, space, parts, bits);
    if (status != WIRECOPY_OK)
        return status;
    status = saved_take(saved, &head, sizeof head);
    if (status == WIRECOPY_OK && (head.width != d->width || head.parts != parts))
        status = status_fail(WIRECOPY_BAD_INPUT, "saved keys contradict themselves");
    if (status == WIRECOPY_OK)
        status = take_all(d, saved, space);
    if (status == WIRECOPY_OK) {
        d->count = head.count;
        d->block_capacity = d->block_count;
        d->written = (uint32_t)d->block_count;
    } else {
        distribution_release(d);
    }
    return status;
}
