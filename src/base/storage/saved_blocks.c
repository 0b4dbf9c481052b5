/* A bit a block says whether it was checked. A block of which a part is asked is read as a whole the first time, and checked where it was read to. */
#define _GNU_SOURCE
#include "base/storage/saved_blocks.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/storage/scratch_file.h"

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

/* What is mapped is faulted in by so much; a bit each says whether it was. */
enum { SHOWN_TOGETHER_BYTES = PAGE_BYTES_MOST };

struct saved_view {
    struct saved_blocks *blocks;
    const char *begin; /* of the file from from on */
    uint64_t from, bytes, offset, size;
    uint64_t most; /* pieces of SHOWN_TOGETHER_BYTES; UINT64_MAX: all may be shown, and none is counted */
    _Atomic uint64_t count;
    _Atomic uint8_t *shown;
};

enum wirecopy_status saved_view_create(struct saved_blocks *blocks, uint64_t offset, uint64_t size, uint64_t most, struct saved_view **view_out)
{
    struct saved_view *view;
    uint64_t last;
    void *begin;
    if (size == 0 || offset > blocks->end || size > blocks->end - offset)
        return status_fail(WIRECOPY_BAD_INPUT, "%s: it is cut short", blocks->path);
    view = memory_allocate_zero(1, sizeof *view);
    if (!view)
        return WIRECOPY_NO_MEMORY;
    last = (offset + size - 1) / SAVED_BLOCK_BYTES;
    view->blocks = blocks;
    view->offset = offset;
    view->size = size;
    view->from = offset / PAGE_BYTES_MOST * PAGE_BYTES_MOST; /* blocks begin at it too */
    view->bytes = last * SAVED_BLOCK_BYTES + block_size(blocks, last) - view->from;
    view->most = most >= size ? UINT64_MAX : most / SHOWN_TOGETHER_BYTES;
    view->shown = memory_allocate_zero((size_t)(view->bytes / SHOWN_TOGETHER_BYTES / 8 + 1), 1);
    if (!view->shown) {
        memory_free(view);
        return WIRECOPY_NO_MEMORY;
    }
    begin = mmap(NULL, (size_t)view->bytes, PROT_READ, MAP_PRIVATE, blocks->file, (off_t)view->from);
    if (begin == MAP_FAILED) {
        memory_free((void *)view->shown);
        memory_free(view);
        return status_fail(WIRECOPY_IO, "cannot read %s: %s", blocks->path, strerror(errno));
    }
    view->begin = begin;
    *view_out = view;
    return WIRECOPY_OK;
}

void saved_view_free(struct saved_view *view)
{
    if (!view)
        return;
    munmap((void *)view->begin, (size_t)view->bytes);
    memory_free((void *)view->shown);
    memory_free(view);
}

/* Notes that bytes of the mapping are shown; false where that would be too many. */
static bool may_show(struct saved_view *view, uint64_t begin, uint64_t end)
{
    for (uint64_t piece = begin / SHOWN_TOGETHER_BYTES; piece <= (end - 1) / SHOWN_TOGETHER_BYTES; piece++) {
        uint8_t bit = (uint8_t)(1 << piece % 8);
        if (atomic_load_explicit(&view->shown[piece / 8], memory_order_relaxed) & bit)
            continue;
        if (atomic_load_explicit(&view->count, memory_order_relaxed) >= view->most)
            return false;
        atomic_fetch_add_explicit(&view->count, 1, memory_order_relaxed);
        atomic_fetch_or_explicit(&view->shown[piece / 8], bit, memory_order_relaxed);
    }
    return true;
}

enum wirecopy_status saved_view_show(struct saved_view *view, uint64_t offset, size_t size, const char **bytes_out)
{
    uint64_t begin = view->offset + offset, end = begin + size;
    enum wirecopy_status status = WIRECOPY_OK;
    *bytes_out = NULL;
    if (view->most != UINT64_MAX && !may_show(view, begin - view->from, end - view->from))
        return WIRECOPY_OK;
    for (uint64_t block = begin / SAVED_BLOCK_BYTES; block <= (end - 1) / SAVED_BLOCK_BYTES && status == WIRECOPY_OK; block++)
        if (!is_checked(view->blocks, block))
            status = check(view->blocks, block, view->begin + (block * SAVED_BLOCK_BYTES - view->from));
    *bytes_out = view->begin + (begin - view->from);
    return status;
}

const char *saved_view_place(const struct saved_view *view, uint64_t offset)
{
    return view->begin + (view->offset - view->from) + offset;
}
