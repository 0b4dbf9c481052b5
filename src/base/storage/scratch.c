/*
 * Scratch: chunks of memory while the space's share lasts; the scratch that asks for more than is left goes to a file,
 * all of it, and stays there. Appends to a file go through one buffer, so that writes are large.
 */
#define _GNU_SOURCE
#include "base/storage/scratch.h"

#include "base/storage/nameless.h"
#include "base/storage/saved_blocks.h"
#include "base/storage/scratch_file.h"
#include "base/storage/scratch_space.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The file of one that was adopted and is not in memory. */
enum { ADOPTED = INT_MAX };

/*
 * What is shown in place counts, though the system takes pages of a file back as it needs: up to a share of the memory that is left. Larger
 * pieces are mostly read once, and are not shown so.
 */
enum { SHOWN_SHARE = 2, SHOWN_PIECE_BYTES = 1 << 16 };

struct scratch {
    struct scratch_space *space;
    uint64_t size;
    uint64_t yields; /* memory that is left to others */
    bool keeps;      /* what is in memory stays there when the rest goes to a file */
    char **chunks;   /* of what is in memory */
    size_t chunk_count, chunk_capacity;
    uint64_t held; /* where a file exists: bytes from the first on that are in memory, and a hole there */
    int file;      /* -1 while in memory */
    uint64_t base; /* where its bytes begin in the file below */

    struct saved_blocks *blocks; /* somebody else's file, which is read only; NULL: it is its own */
    struct saved_view *view;     /* of that, which takes the place of chunks; NULL: none */
    char *pending;               /* the file's last bytes, not yet written */
    size_t pending_size;
};

enum wirecopy_status scratch_create(struct scratch_space *space, struct scratch **scratch_out)
{
    struct scratch *scratch = memory_allocate_zero(1, sizeof *scratch);
    if (!scratch)
        return WIRECOPY_NO_MEMORY;
    scratch->space = space;
    scratch->file = -1;
    *scratch_out = scratch;
    return WIRECOPY_OK;
}

/* Has what lies in a file lie in memory, where there is room for it. */
static enum wirecopy_status view_all(struct scratch *scratch)
{
    uint64_t claimed = scratch_space_claim(scratch->space, scratch->size);
    enum wirecopy_status status = WIRECOPY_OK;
    if (claimed == scratch->size)
        status = saved_view_create(scratch->blocks, scratch->base, scratch->size, scratch->size, &scratch->view);
    if (claimed == scratch->size && status == WIRECOPY_OK)
        scratch->file = -1;
    else
        scratch_space_return(scratch->space, claimed);
    return status;
}

enum wirecopy_status scratch_show_in_place(struct scratch *scratch)
{
    int64_t left = scratch_space_left(scratch->space);
    if (scratch->file != ADOPTED || scratch->view || scratch->size == 0 || left <= 0)
        return WIRECOPY_OK;
    return saved_view_create(scratch->blocks, scratch->base, scratch->size, (uint64_t)left / SHOWN_SHARE, &scratch->view);
}

enum wirecopy_status scratch_adopt(struct scratch_space *space, struct saved_blocks *blocks, uint64_t offset, uint64_t size, bool kept,
                                   struct scratch **scratch_out)
{
    struct scratch *scratch;
    enum wirecopy_status status = scratch_create(space, &scratch);
    if (status != WIRECOPY_OK)
        return status;
    scratch->base = offset;
    scratch->size = size;
    scratch->blocks = saved_blocks_share(blocks);
    scratch->file = ADOPTED;
    if (kept && size > 0)
        status = view_all(scratch);
    if (status == WIRECOPY_OK)
        *scratch_out = scratch;
    else
        scratch_free(scratch);
    return status;
}

static void drop_chunks(struct scratch *scratch)
{
    for (size_t i = 0; i < scratch->chunk_count; i++)
        scratch_space_take_back(scratch->space, scratch->chunks[i]);
    if (scratch->view && scratch->file < 0)
        scratch_space_return(scratch->space, scratch->size);
    saved_view_free(scratch->view);
    scratch->view = NULL;
    memory_free(scratch->chunks);
    scratch->chunks = NULL;
    scratch->chunk_count = scratch->chunk_capacity = 0;
}

void scratch_free(struct scratch *scratch)
{
    if (!scratch)
        return;
    drop_chunks(scratch);
    if (scratch->file >= 0 && !scratch->blocks)
        close(scratch->file);
    saved_blocks_free(scratch->blocks);
    if (scratch->pending)
        scratch_space_return(scratch->space, scratch_piece(scratch));
    memory_free(scratch->pending);
    memory_free(scratch);
}

void scratch_yield(struct scratch *scratch, uint64_t bytes)
{
    scratch->yields = bytes;
}

void scratch_keep(struct scratch *scratch)
{
    scratch->keeps = true;
}

uint64_t scratch_held(const struct scratch *scratch)
{
    return scratch->file < 0 ? scratch->size : scratch->held;
}

size_t scratch_piece(const struct scratch *scratch)
{
    return scratch_space_piece(scratch->space);
}

uint64_t scratch_size(const struct scratch *scratch)
{
    return scratch->size;
}

static enum wirecopy_status write_file(struct scratch *scratch, uint64_t offset, const char *data, size_t size)
{
    enum wirecopy_status status = scratch_file_write(scratch->file, scratch_space_directory(scratch->space), offset, data, size);
    if (status == WIRECOPY_OK)
        scratch_space_note_file(scratch->space, size);
    return status;
}

static enum wirecopy_status open_file(struct scratch *scratch)
{
    scratch->pending = memory_allocate(1, scratch_piece(scratch));
    if (!scratch->pending)
        return WIRECOPY_NO_MEMORY;
    scratch->file = nameless_open(scratch_space_directory(scratch->space));
    if (scratch->file >= 0) {
        scratch->held = scratch->size;
        scratch_space_use(scratch->space, scratch_piece(scratch)); /* what is pending is memory too */
        return WIRECOPY_OK;
    }
    memory_free(scratch->pending); /* all stays as it was */
    scratch->pending = NULL;
    return scratch_file_failed(scratch_space_directory(scratch->space), "create");
}

/* Puts what is held in memory into the file; where that fails, it stays there. */
static enum wirecopy_status write_held(struct scratch *scratch)
{
    enum wirecopy_status status = WIRECOPY_OK;
    uint64_t left = scratch->held;
    for (size_t i = 0; left > 0 && status == WIRECOPY_OK; i++) {
        size_t part = left < CHUNK_BYTES ? (size_t)left : CHUNK_BYTES;
        status = write_file(scratch, (uint64_t)i * CHUNK_BYTES, scratch->chunks[i], part);
        left -= part;
    }
    if (status != WIRECOPY_OK)
        return status;
    drop_chunks(scratch);
    scratch->held = 0;
    return WIRECOPY_OK;
}

enum wirecopy_status scratch_make_way(struct scratch *scratch, uint64_t bytes)
{
    int64_t left = scratch_space_left(scratch->space);
    enum wirecopy_status status = WIRECOPY_OK;
    if (scratch->size == 0 || scratch->blocks || (left > 0 && (uint64_t)left >= bytes))
        return WIRECOPY_OK;
    if (scratch->file < 0)
        status = open_file(scratch);
    return status == WIRECOPY_OK && scratch->held > 0 ? write_held(scratch) : status;
}

enum wirecopy_status scratch_spill(struct scratch *scratch, uint64_t bytes)
{
    uint64_t keep = scratch_held(scratch) > bytes ? scratch_held(scratch) - bytes : 0;
    enum wirecopy_status status = WIRECOPY_OK;
    if (scratch->blocks || scratch_held(scratch) == 0)
        return WIRECOPY_OK;
    if (scratch->file < 0)
        status = open_file(scratch);
    while (status == WIRECOPY_OK && scratch->held > keep) {
        uint64_t begin = (scratch->held - 1) / CHUNK_BYTES * CHUNK_BYTES;
        status = write_file(scratch, begin, scratch->chunks[begin / CHUNK_BYTES], (size_t)(scratch->held - begin));
        if (status == WIRECOPY_OK)
            scratch->held = begin;
        while (scratch->chunk_count > scratch->held / CHUNK_BYTES && status == WIRECOPY_OK)
            scratch_space_take_back(scratch->space, scratch->chunks[--scratch->chunk_count]);
    }
    return status;
}

/* One more chunk of memory; *granted is false where the space's share is used up. */
static enum wirecopy_status add_chunk(struct scratch *scratch, bool *granted)
{
    enum wirecopy_status status = array_reserve(&scratch->chunks, &scratch->chunk_capacity, scratch->chunk_count + 1, sizeof *scratch->chunks);
    char *chunk = NULL;
    if (status == WIRECOPY_OK)
        status = scratch_space_chunk(scratch->space, scratch->yields, &chunk);
    *granted = chunk;
    if (chunk)
        scratch->chunks[scratch->chunk_count++] = chunk;
    return status;
}

/* What comes goes to a file, and what is there too, unless it is to be kept. */
static enum wirecopy_status no_memory_left(struct scratch *scratch)
{
    enum wirecopy_status status = open_file(scratch);
    return status == WIRECOPY_OK && !scratch->keeps ? write_held(scratch) : status;
}

/* Makes room for size bytes in memory, or moves to a file. */
static enum wirecopy_status make_room(struct scratch *scratch, uint64_t size)
{
    if (scratch->blocks)
        return status_fail(WIRECOPY_INTERNAL, "scratch: a write to a save");
    while (scratch->file < 0 && (uint64_t)scratch->chunk_count * CHUNK_BYTES < size) {
        bool granted;
        enum wirecopy_status status = add_chunk(scratch, &granted);
        if (status != WIRECOPY_OK)
            return status;
        if (!granted)
            return no_memory_left(scratch);
    }
    return WIRECOPY_OK;
}

/* How many of size bytes from an offset on are in memory: the first ones. */
static size_t memory_part(const struct scratch *scratch, uint64_t offset, size_t size)
{
    if (scratch->file < 0)
        return size;
    return offset >= scratch->held ? 0 : scratch->held - offset < size ? (size_t)(scratch->held - offset) : size;
}

/* Every byte before size - pending_size that is not held in memory is in the file. */
static enum wirecopy_status flush(struct scratch *scratch)
{
    size_t size = scratch->pending_size;
    enum wirecopy_status status = size ? write_file(scratch, scratch->size - size, scratch->pending, size) : WIRECOPY_OK;
    if (status == WIRECOPY_OK)
        scratch->pending_size = 0;
    return status;
}

/* Whether bytes behind its end lie in the last chunk of one that is in memory, as nearly all that is appended does. */
static inline bool fits_last_chunk(const struct scratch *scratch, size_t size)
{
    size_t used = (size_t)(scratch->size % CHUNK_BYTES);
    return used > 0 && size <= CHUNK_BYTES - used && scratch->file < 0 && !scratch->blocks;
}

/*
 * What comes fills the buffer up to where a multiple of its size begins in the file, so that the system keeps it in pages that lie together: it
 * reads and writes those in half the time. Where a write fails, what was there is there still.
 */
static enum wirecopy_status append_to_file(struct scratch *scratch, const char *data, size_t size)
{
    uint64_t begin = scratch->size - scratch->pending_size;
    size_t piece = scratch_piece(scratch), room = piece - (size_t)(begin % piece) - scratch->pending_size;
    size_t rest = size < room ? size : (size - room) % piece, whole = size - rest;
    enum wirecopy_status status = WIRECOPY_OK;
    if (whole > 0) {
        memcpy(scratch->pending + scratch->pending_size, data, room);
        status = write_file(scratch, begin, scratch->pending, scratch->pending_size + room);
        if (status == WIRECOPY_OK)
            scratch->pending_size = 0;
        if (status == WIRECOPY_OK && whole > room)
            status = write_file(scratch, scratch->size + room, data + room, whole - room);
    }
    if (status != WIRECOPY_OK)
        return status;
    memcpy(scratch->pending + scratch->pending_size, data + whole, rest);
    scratch->pending_size += rest;
    scratch->size += size;
    return WIRECOPY_OK;
}

enum wirecopy_status scratch_append(struct scratch *scratch, const void *data, size_t size)
{
    enum wirecopy_status status;
    if (size == 0)
        return WIRECOPY_OK;
    if (fits_last_chunk(scratch, size)) {
        memcpy(scratch->chunks[scratch->size / CHUNK_BYTES] + scratch->size % CHUNK_BYTES, data, size);
        scratch->size += size;
        return WIRECOPY_OK;
    }
    status = make_room(scratch, scratch->size + size);
    if (status != WIRECOPY_OK)
        return status;
    if (scratch->file < 0) {
        chunks_write(scratch->chunks, scratch->size, data, size);
        scratch->size += size;
        return WIRECOPY_OK;
    }
    return append_to_file(scratch, data, size);
}

enum wirecopy_status scratch_write(struct scratch *scratch, uint64_t offset, const void *data, size_t size)
{
    size_t in_memory;
    enum wirecopy_status status;
    if (offset == scratch->size)
        return scratch_append(scratch, data, size);
    if (offset > scratch->size || size > scratch->size - offset)
        return status_fail(WIRECOPY_IO, "scratch: a write beyond its end");
    if (scratch->blocks)
        return status_fail(WIRECOPY_INTERNAL, "scratch: a write to a save");
    in_memory = memory_part(scratch, offset, size);
    chunks_write(scratch->chunks, offset, data, in_memory);
    if (in_memory == size)
        return WIRECOPY_OK;
    status = flush(scratch);
    return status == WIRECOPY_OK ? write_file(scratch, offset + in_memory, (const char *)data + in_memory, size - in_memory) : status;
}

void scratch_cut(struct scratch *scratch, uint64_t size)
{
    uint64_t gone = size < scratch->size ? scratch->size - size : 0;
    scratch->pending_size -= gone < scratch->pending_size ? (size_t)gone : scratch->pending_size;
    scratch->size -= gone;
    if (scratch->held > scratch->size) /* nothing is left in the file */
        scratch->held = scratch->size;
}

enum wirecopy_status scratch_extend(struct scratch *scratch, uint64_t size)
{
    enum wirecopy_status status;
    if (size <= scratch->size)
        return WIRECOPY_OK;
    status = make_room(scratch, size);
    if (status == WIRECOPY_OK && scratch->file >= 0) {
        status = flush(scratch);
        if (status == WIRECOPY_OK && ftruncate(scratch->file, (off_t)size) != 0)
            status = scratch_file_failed(scratch_space_directory(scratch->space), "extend");
    }
    if (status != WIRECOPY_OK)
        return status;
    if (scratch->file < 0)
        chunks_clear(scratch->chunks, scratch->size, (size_t)(size - scratch->size));
    scratch->size = size;
    return WIRECOPY_OK;
}

/* Bytes of the view; NULL where there is none, or it shows no more. */
static enum wirecopy_status show(const struct scratch *scratch, uint64_t offset, size_t size, const char **bytes)
{
    *bytes = NULL;
    if (!scratch->view || size == 0 || (scratch->file == ADOPTED && size > SHOWN_PIECE_BYTES))
        return WIRECOPY_OK;
    return saved_view_show(scratch->view, offset, size, bytes);
}

static enum wirecopy_status read_file(const struct scratch *scratch, uint64_t offset, char *data, size_t size)
{
    if (scratch->blocks)
        return saved_blocks_read(scratch->blocks, scratch->base + offset, data, size);
    return scratch_file_read(scratch->file, scratch_space_directory(scratch->space), offset, data, size);
}

enum wirecopy_status scratch_read(const struct scratch *scratch, uint64_t offset, void *data, size_t size)
{
    uint64_t written = scratch->size - scratch->pending_size;
    size_t in_memory, in_file;
    const char *shown;
    enum wirecopy_status status;
    if (offset > scratch->size || size > scratch->size - offset)
        return status_fail(WIRECOPY_IO, "scratch: a read beyond its end");
    status = show(scratch, offset, size, &shown);
    if (shown && status == WIRECOPY_OK)
        memcpy(data, shown, size);
    if (shown || status != WIRECOPY_OK || size == 0)
        return status;
    in_memory = memory_part(scratch, offset, size);
    chunks_read(scratch->chunks, offset, data, in_memory);
    if (in_memory == size)
        return WIRECOPY_OK;
    data = (char *)data + in_memory;
    offset += in_memory;
    size -= in_memory;
    in_file = offset >= written ? 0 : written - offset < size ? (size_t)(written - offset) : size;
    if (in_file < size)
        memcpy((char *)data + in_file, scratch->pending + (offset + in_file - written), size - in_file);
    return in_file ? read_file(scratch, offset, data, in_file) : WIRECOPY_OK;
}

const char *scratch_in_place(const struct scratch *scratch, uint64_t offset, size_t size)
{
    if (size == 0 || scratch->view || offset > scratch->size || size > scratch->size - offset || memory_part(scratch, offset, size) < size)
        return NULL;
    return offset / CHUNK_BYTES == (offset + size - 1) / CHUNK_BYTES ? scratch->chunks[offset / CHUNK_BYTES] + offset % CHUNK_BYTES : NULL;
}

enum wirecopy_status scratch_view(const struct scratch *scratch, uint64_t offset, size_t size, struct buffer *room, const void **view)
{
    bool within = size > 0 && offset <= scratch->size && size <= scratch->size - offset;
    const char *shown = NULL;
    enum wirecopy_status status = within ? show(scratch, offset, size, &shown) : WIRECOPY_OK;
    *view = shown || status != WIRECOPY_OK ? shown : scratch_in_place(scratch, offset, size);
    if (*view || status != WIRECOPY_OK)
        return status;
    room->size = 0;
    status = buffer_reserve(room, size);
    if (status == WIRECOPY_OK)
        status = scratch_read(scratch, offset, room->data, size);
    *view = room->data;
    return status;
}

void scratch_prefetch(const struct scratch *scratch, uint64_t offset, size_t size)
{
    enum { LINE_BYTES = 64 };
    bool in_view = scratch->view && scratch->file < 0 && offset + size <= scratch->size;
    const char *bytes = in_view ? saved_view_place(scratch->view, offset) : scratch_in_place(scratch, offset, size);
    for (size_t at = 0; bytes && at < size; at += LINE_BYTES)
        __builtin_prefetch(bytes + at);
}
