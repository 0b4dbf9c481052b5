/* A bit a block says whether it was checked. A block of which a part is asked is read as a whole the first time, and checked where it was read to. */
#define _GNU_SOURCE
#include "base/saved_blocks.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/scratch_file.h"

/* No machine has larger pages; a mapping begins at one. */
enum { PAGE_BYTES_MOST = 1 << 16, PATH_BYTES = 4096 };

struct saved_blocks {
    int file;
    uint32_t owners;
    uint64_t end;
    uint64_t *hashes;
    _Atomic uint8_t *checked;
    char path[PATH_BYTES];
};

uint64_t saved_block_hash(const char *data, size_t size)
{
    return hash_bytes(data, size);
}

enum wirecopy_status saved_blocks_create(int file, const char *path, uint64_t end, uint64_t *hashes, struct saved_blocks **blocks_out)
{
    struct saved_blocks *blocks = memory_allocate_zero(1, sizeof *blocks);
    if (!blocks)
        return WIRECOPY_NO_MEMORY;
    blocks->checked = memory_allocate_zero((size_t)(end / SAVED_BLOCK_BYTES / 8 + 1), 1);
    if (!blocks->checked) {
        memory_free(blocks);
        return WIRECOPY_NO_MEMORY;
    }
    blocks->file = file;
    blocks->owners = 1;
    blocks->end = end;
    blocks->hashes = hashes;
    snprintf(blocks->path, sizeof blocks->path, "%s", path);
    *blocks_out = blocks;
    return WIRECOPY_OK;
}

struct saved_blocks *saved_blocks_share(struct saved_blocks *blocks)
{
    blocks->owners++;
    return blocks;
}

void saved_blocks_free(struct saved_blocks *blocks)
{
    if (!blocks || --blocks->owners > 0)
        return;
    close(blocks->file);
    memory_free((void *)blocks->checked);
    memory_free(blocks->hashes);
    memory_free(blocks);
}

static bool is_checked(const struct saved_blocks *blocks, uint64_t block)
{
    return atomic_load_explicit(&blocks->checked[block / 8], memory_order_relaxed) >> block % 8 & 1;
}

static size_t block_size(const struct saved_blocks *blocks, uint64_t block)
{
    uint64_t left = blocks->end - block * SAVED_BLOCK_BYTES;
    return left < SAVED_BLOCK_BYTES ? (size_t)left : SAVED_BLOCK_BYTES;
}

/* Checks a whole block; what was read of it cannot change any more, what is mapped is trusted not to. */
static enum wirecopy_status check(struct saved_blocks *blocks, uint64_t block, const char *data)
{
    if (saved_block_hash(data, block_size(blocks, block)) != blocks->hashes[block])
        return status_fail(WIRECOPY_BAD_INPUT, "%s: it was altered: its checksum is wrong", blocks->path);
    atomic_fetch_or_explicit(&blocks->checked[block / 8], (uint8_t)(1 << block % 8), memory_order_relaxed);
    return WIRECOPY_OK;
}

static enum wirecopy_status read_file(const struct saved_blocks *blocks, uint64_t offset, void *data, size_t size)
{
    enum wirecopy_status status = scratch_file_read(blocks->file, blocks->path, offset, data, size);
    return status == WIRECOPY_OK ? status : status_fail(WIRECOPY_IO, "cannot read %s: %s", blocks->path, strerror(errno));
}

/* Reads from a block that was not checked yet: it goes to data, where all of it is asked for. */
static enum wirecopy_status read_unchecked(struct saved_blocks *blocks, uint64_t offset, char *data, size_t size)
{
    char room[SAVED_BLOCK_BYTES];
    uint64_t block = offset / SAVED_BLOCK_BYTES;
    char *whole = size == block_size(blocks, block) ? data : room;
    enum wirecopy_status status = read_file(blocks, block * SAVED_BLOCK_BYTES, whole, block_size(blocks, block));
    if (status == WIRECOPY_OK)
        status = check(blocks, block, whole);
    if (status == WIRECOPY_OK && whole == room)
        memcpy(data, room + offset % SAVED_BLOCK_BYTES, size);
    return status;
}

enum wirecopy_status saved_blocks_read(struct saved_blocks *blocks, uint64_t offset, void *data, size_t size)
{
    char *into = data;
    enum wirecopy_status status = WIRECOPY_OK;
    if (offset > blocks->end || size > blocks->end - offset)
        return status_fail(WIRECOPY_BAD_INPUT, "%s: it is cut short", blocks->path);
    while (size > 0 && status == WIRECOPY_OK) {
        uint64_t block = offset / SAVED_BLOCK_BYTES, next = (block + 1) * SAVED_BLOCK_BYTES;
        bool checked = is_checked(blocks, block);
        size_t part;
        while (checked && next - offset < size && is_checked(blocks, next / SAVED_BLOCK_BYTES))
            next += SAVED_BLOCK_BYTES;
        part = next - offset < size ? (size_t)(next - offset) : size;
        status = checked ? read_file(blocks, offset, into, part) : read_unchecked(blocks, offset, into, part);
        into += part;
        offset += part;
        size -= part;
    }
    return status;
}

/* Checks the blocks from first to last of what is mapped from an offset on. */
static enum wirecopy_status check_mapped(struct saved_blocks *blocks, uint64_t first, uint64_t last, const char *bytes, uint64_t from)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t block = first; block <= last && status == WIRECOPY_OK; block++)
        if (!is_checked(blocks, block))
            status = check(blocks, block, bytes + (block * SAVED_BLOCK_BYTES - from));
    return status;
}

enum wirecopy_status saved_blocks_map(struct saved_blocks *blocks, uint64_t offset, size_t size, struct saved_mapping *mapping_out,
                                      const char **bytes_out)
{
    uint64_t from = offset / PAGE_BYTES_MOST * PAGE_BYTES_MOST, last, end;
    enum wirecopy_status status;
    void *begin;
    if (size == 0 || offset > blocks->end || size > blocks->end - offset)
        return status_fail(WIRECOPY_BAD_INPUT, "%s: it is cut short", blocks->path);
    last = (offset + size - 1) / SAVED_BLOCK_BYTES;
    end = last * SAVED_BLOCK_BYTES + block_size(blocks, last);
    begin = mmap(NULL, (size_t)(end - from), PROT_READ, MAP_PRIVATE | MAP_POPULATE, blocks->file, (off_t)from);
    if (begin == MAP_FAILED)
        return status_fail(WIRECOPY_IO, "cannot read %s: %s", blocks->path, strerror(errno));
    *mapping_out = (struct saved_mapping){begin, (size_t)(end - from)};
    *bytes_out = (const char *)begin + (offset - from);
    status = check_mapped(blocks, offset / SAVED_BLOCK_BYTES, last, begin, from);
    if (status != WIRECOPY_OK)
        saved_mapping_release(mapping_out);
    return status;
}

void saved_mapping_release(struct saved_mapping *mapping)
{
    if (mapping->begin)
        munmap(mapping->begin, mapping->size);
    *mapping = (struct saved_mapping){0};
}
