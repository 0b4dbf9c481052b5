/* A bucket a range of ranks, written block by block as its buffer fills; then each bucket is read again as a whole. One pass each of writing and reading. */
#include "match/sets/reordered.h"

#include <string.h>

/* Bytes of a bucket as it is read again, of a block, and buckets at the most. */
enum { BUCKET_BYTES = 1 << 21, BLOCK_BYTES = 1 << 15, BUCKETS_MOST = 256 };

/* It leaves all memory to others. */
#define ALL_MEMORY (UINT64_C(1) << 62)

struct reordered {
    struct scratch_space *space;
    uint64_t claimed;
    struct scratch *scratch;        /* blocks */
    uint32_t count, buckets, ranks; /* ranks: of a bucket */
    char *pending;                  /* a block of each bucket */
    uint32_t *pending_bytes;
    struct buffer blocks; /* uint32_t: the bucket of each block in scratch */
    struct buffer bucket; /* the one that is read */
    size_t *places;       /* by rank of that: 1 more than where its record begins; 0: none */
};

/* What stands before each. */
struct heading {
    uint32_t rank, size;
    uint64_t beside;
};

enum wirecopy_status reordered_create(struct scratch_space *space, uint32_t count, uint64_t expected, struct reordered **reordered_out)
{
    uint64_t buckets = expected / BUCKET_BYTES + 1, bytes, claimed;
    struct reordered *reordered;
    enum wirecopy_status status;
    *reordered_out = NULL;
    buckets = buckets < BUCKETS_MOST ? buckets : BUCKETS_MOST;
    bytes = buckets * BLOCK_BYTES + 2 * (expected / buckets) + (count / buckets + 1) * sizeof *reordered->places;
    claimed = scratch_space_claim(space, bytes);
    if (claimed < bytes) {
        scratch_space_return(space, claimed);
        return WIRECOPY_OK;
    }
    reordered = memory_allocate_zero(1, sizeof *reordered);
    if (!reordered) {
        scratch_space_return(space, claimed);
        return WIRECOPY_NO_MEMORY;
    }
    *reordered = (struct reordered){.space = space, .claimed = claimed, .count = count, .buckets = (uint32_t)buckets};
    reordered->ranks = count / reordered->buckets + 1;
    reordered->pending = memory_allocate(buckets, BLOCK_BYTES);
    reordered->pending_bytes = memory_allocate_zero(buckets, sizeof *reordered->pending_bytes);
    reordered->places = memory_allocate(reordered->ranks, sizeof *reordered->places);
    status = reordered->pending && reordered->pending_bytes && reordered->places ? scratch_create(space, &reordered->scratch) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK) {
        scratch_yield(reordered->scratch, ALL_MEMORY);
        *reordered_out = reordered;
    } else {
        reordered_free(reordered);
    }
    return status;
}

void reordered_free(struct reordered *reordered)
{
    if (!reordered)
        return;
    scratch_free(reordered->scratch);
    memory_free(reordered->pending);
    memory_free(reordered->pending_bytes);
    memory_free(reordered->places);
    buffer_release(&reordered->blocks);
    buffer_release(&reordered->bucket);
    scratch_space_return(reordered->space, reordered->claimed);
    memory_free(reordered);
}

/* Appends bytes to what a bucket has; whole blocks go to scratch. */
static enum wirecopy_status append(struct reordered *reordered, uint32_t bucket, const void *data, size_t size)
{
    char *block = reordered->pending + (size_t)bucket * BLOCK_BYTES;
    const char *from = data;
    enum wirecopy_status status = WIRECOPY_OK;
    while (size > 0 && status == WIRECOPY_OK) {
        size_t room = BLOCK_BYTES - reordered->pending_bytes[bucket], part = size < room ? size : room;
        memcpy(block + reordered->pending_bytes[bucket], from, part);
        reordered->pending_bytes[bucket] += (uint32_t)part;
        from += part;
        size -= part;
        if (reordered->pending_bytes[bucket] < BLOCK_BYTES)
            continue;
        status = buffer_append(&reordered->blocks, &bucket, sizeof bucket);
        if (status == WIRECOPY_OK)
            status = scratch_append(reordered->scratch, block, BLOCK_BYTES);
        reordered->pending_bytes[bucket] = 0;
    }
    return status;
}

enum wirecopy_status reordered_add(struct reordered *reordered, uint32_t rank, uint64_t beside, const char *data, size_t size)
{
    struct heading heading = {rank, (uint32_t)size, beside};
    enum wirecopy_status status = append(reordered, rank / reordered->ranks, &heading, sizeof heading);
    return status == WIRECOPY_OK ? append(reordered, rank / reordered->ranks, data, size) : status;
}

/* Reads all that a bucket has: its blocks, and what is pending. */
static enum wirecopy_status read_bucket(struct reordered *reordered, uint32_t bucket)
{
    const uint32_t *blocks = (const uint32_t *)(const void *)reordered->blocks.data;
    size_t count = reordered->blocks.size / sizeof *blocks;
    enum wirecopy_status status = WIRECOPY_OK;
    reordered->bucket.size = 0;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        if (blocks[i] != bucket)
            continue;
        status = buffer_reserve(&reordered->bucket, BLOCK_BYTES);
        if (status == WIRECOPY_OK)
            status = scratch_read(reordered->scratch, i * (uint64_t)BLOCK_BYTES, reordered->bucket.data + reordered->bucket.size, BLOCK_BYTES);
        reordered->bucket.size += BLOCK_BYTES;
    }
    return status == WIRECOPY_OK
               ? buffer_append(&reordered->bucket, reordered->pending + (size_t)bucket * BLOCK_BYTES, reordered->pending_bytes[bucket])
               : status;
}

static enum wirecopy_status visit_bucket(struct reordered *reordered, reordered_visit *visit, void *context)
{
    enum wirecopy_status status = WIRECOPY_OK;
    memset(reordered->places, 0, reordered->ranks * sizeof *reordered->places);
    for (size_t at = 0; at < reordered->bucket.size;) {
        const struct heading *heading = (const struct heading *)(const void *)(reordered->bucket.data + at);
        reordered->places[heading->rank % reordered->ranks] = at + 1;
        at += sizeof *heading + heading->size;
    }
    for (uint32_t k = 0; k < reordered->ranks && status == WIRECOPY_OK; k++) {
        struct heading *heading;
        if (reordered->places[k] == 0)
            continue;
        heading = (struct heading *)(void *)(reordered->bucket.data + reordered->places[k] - 1);
        status = visit(context, heading->rank, heading->beside, (char *)(heading + 1), heading->size);
    }
    return status;
}

enum wirecopy_status reordered_each(struct reordered *reordered, reordered_visit *visit, void *context)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t bucket = 0; bucket < reordered->buckets && status == WIRECOPY_OK; bucket++) {
        status = read_bucket(reordered, bucket);
        if (status == WIRECOPY_OK)
            status = visit_bucket(reordered, visit, context);
    }
    return status;
}
