/* Saved files are written through one buffer; as it is written, its blocks are hashed. */
#define _GNU_SOURCE
#include "base/storage/saved.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/storage/saved_blocks.h"

/* The buffer is of whole blocks: as many as scratch writes together, since some saves are open for a whole stage. */
enum { BUFFER_BYTES = 8 * SAVED_BLOCK_BYTES, NAME_BYTES = 24, PATH_BYTES = 4096 };

static const char magic[8] = {'w', 'i', 'r', 'e', 'c', 'o', 'p', 'y'};

struct head {
    char magic[8];
    uint32_t version, order; /* order: ORDER as this machine writes it */
    uint64_t fingerprint;
    char name[NAME_BYTES];
};

struct foot {
    uint64_t end, checksum; /* where the hashes of the blocks begin; of these */
};
enum { ORDER = 0x01020304 };

struct saving {
    char path[PATH_BYTES], temporary[PATH_BYTES];
    int file;
    uint64_t size;
    struct buffer hashes; /* uint64_t, by block */
    char *block;
    size_t used;
};

static enum wirecopy_status failed(const char *what, const char *path)
{
    return status_fail(WIRECOPY_IO, "cannot %s %s: %s", what, path, strerror(errno));
}

static enum wirecopy_status write_all(int file, const char *data, size_t size, const char *path)
{
    while (size > 0) {
        ssize_t written = write(file, data, size);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return failed("write", path);
        data += written;
        size -= (size_t)written;
    }
    return WIRECOPY_OK;
}

/* Writes the block, as far as it is filled. */
static enum wirecopy_status put_block(struct saving *saving)
{
    size_t size = saving->used;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t at = 0; at < size && status == WIRECOPY_OK; at += SAVED_BLOCK_BYTES) {
        uint64_t hash = saved_block_hash(saving->block + at, size - at < SAVED_BLOCK_BYTES ? size - at : SAVED_BLOCK_BYTES);
        status = buffer_append(&saving->hashes, &hash, sizeof hash);
    }
    saving->used = 0;
    return status != WIRECOPY_OK ? status : write_all(saving->file, saving->block, size, saving->temporary);
}

static enum wirecopy_status put_bytes(struct saving *saving, const void *data, uint64_t size)
{
    const char *from = data;
    enum wirecopy_status status = WIRECOPY_OK;
    saving->size += size;
    while (size > 0 && status == WIRECOPY_OK) {
        size_t part = BUFFER_BYTES - saving->used < size ? BUFFER_BYTES - saving->used : (size_t)size;
        memcpy(saving->block + saving->used, from, part);
        saving->used += part;
        from += part;
        size -= part;
        if (saving->used == BUFFER_BYTES)
            status = put_block(saving);
    }
    return status;
}

enum wirecopy_status saving_begin(const char *directory, const char *name, uint64_t fingerprint, struct saving **saving_out)
{
    struct head head = {.version = SAVED_VERSION, .order = ORDER, .fingerprint = fingerprint};
    struct saving *saving = memory_allocate_zero(1, sizeof *saving);
    enum wirecopy_status status = WIRECOPY_OK;
    if (!saving)
        return WIRECOPY_NO_MEMORY;
    saving->file = -1;
    saving->block = memory_allocate(BUFFER_BYTES, 1);
    if (!saving->block)
        return saving_end(saving, WIRECOPY_NO_MEMORY, NULL);
    memcpy(head.magic, magic, sizeof magic);
    snprintf(head.name, sizeof head.name, "%s", name);
    if ((size_t)snprintf(saving->path, sizeof saving->path, "%s/%s", directory, name) >= sizeof saving->path ||
        (size_t)snprintf(saving->temporary, sizeof saving->temporary, "%s/%s.part", directory, name) >= sizeof saving->temporary)
        return saving_end(saving, status_fail(WIRECOPY_IO, "%s: the path is too long", directory), NULL);
    if (mkdir(directory, 0777) != 0 && errno != EEXIST)
        return saving_end(saving, failed("make", directory), NULL);
    saving->file = open(saving->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (saving->file < 0)
        status = failed("write", saving->temporary);
    if (status == WIRECOPY_OK)
        status = put_bytes(saving, &head, sizeof head);
    if (status != WIRECOPY_OK)
        return saving_end(saving, status, NULL);
    *saving_out = saving;
    return WIRECOPY_OK;
}

/* What a section of a size has behind it. */
static size_t padding_of(uint64_t size)
{
    return (size_t)(-size & 7);
}

static enum wirecopy_status put_padding(struct saving *saving, uint64_t size)
{
    static const char zeros[8];
    return put_bytes(saving, zeros, padding_of(size));
}

enum wirecopy_status saving_put(struct saving *saving, const void *data, uint64_t size)
{
    enum wirecopy_status status = put_bytes(saving, &size, sizeof size);
    if (status == WIRECOPY_OK)
        status = put_bytes(saving, data, size);
    return status == WIRECOPY_OK ? put_padding(saving, size) : status;
}

enum wirecopy_status saving_put_pieces(struct saving *saving, uint64_t size)
{
    return put_bytes(saving, &size, sizeof size);
}

enum wirecopy_status saving_add(struct saving *saving, const void *data, uint64_t size)
{
    return put_bytes(saving, data, size);
}

enum wirecopy_status saving_put_scratch(struct saving *saving, const struct scratch *scratch)
{
    uint64_t size = scratch_size(scratch), done = 0;
    struct scratch_window window = {0};
    enum wirecopy_status status = put_bytes(saving, &size, sizeof size);
    while (done < size && status == WIRECOPY_OK) {
        size_t piece = scratch_piece(scratch), part = size - done < piece ? (size_t)(size - done) : piece;
        const void *view;
        status = scratch_view_ahead(scratch, done, part, &window, &view);
        if (status == WIRECOPY_OK)
            status = put_bytes(saving, view, part);
        done += part;
    }
    scratch_window_release(&window);
    return status == WIRECOPY_OK ? put_padding(saving, size) : status;
}

enum wirecopy_status saving_end(struct saving *saving, enum wirecopy_status status, uint64_t *checksum_out)
{
    struct foot foot;
    if (status == WIRECOPY_OK && saving->used > 0)
        status = put_block(saving);
    foot = (struct foot){saving->size, hash_seeded(saving->hashes.data, saving->hashes.size, saving->size)};
    if (status == WIRECOPY_OK)
        status = write_all(saving->file, saving->hashes.data, saving->hashes.size, saving->temporary);
    if (status == WIRECOPY_OK)
        status = write_all(saving->file, (const char *)&foot, sizeof foot, saving->temporary);
    if (saving->file >= 0 && close(saving->file) != 0 && status == WIRECOPY_OK)
        status = failed("write", saving->temporary);
    if (status == WIRECOPY_OK && rename(saving->temporary, saving->path) != 0)
        status = failed("write", saving->path);
    if (status != WIRECOPY_OK && saving->file >= 0)
        unlink(saving->temporary);
    if (status == WIRECOPY_OK && checksum_out)
        *checksum_out = foot.checksum;
    buffer_release(&saving->hashes);
    memory_free(saving->block);
    memory_free(saving);
    return status;
}

struct saved {
    char path[PATH_BYTES];
    int file; /* -1 where blocks have it */
    struct saved_blocks *blocks;
    struct head head;
    struct foot foot;
    uint64_t at; /* where the next section begins */
};

static enum wirecopy_status refuse(const struct saved *saved, const char *why)
{
    return status_fail(WIRECOPY_BAD_INPUT, "%s: %s", saved->path, why);
}

static enum wirecopy_status read_at(const struct saved *saved, uint64_t offset, void *data, uint64_t size)
{
    char *into = data;
    while (size > 0) {
        ssize_t got = pread(saved->file, into, (size_t)size, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return failed("read", saved->path);
        if (got == 0)
            return refuse(saved, "it is cut short");
        into += got;
        offset += (uint64_t)got;
        size -= (uint64_t)got;
    }
    return WIRECOPY_OK;
}

static enum wirecopy_status read_ends(struct saved *saved, uint64_t *size_out)
{
    struct stat info;
    enum wirecopy_status status;
    if (fstat(saved->file, &info) != 0)
        return failed("read", saved->path);
    if (!S_ISREG(info.st_mode) || (uint64_t)info.st_size < sizeof saved->head + sizeof saved->foot)
        return refuse(saved, "it is no save of wirecopy, or cut short");
    *size_out = (uint64_t)info.st_size;
    status = read_at(saved, 0, &saved->head, sizeof saved->head);
    return status == WIRECOPY_OK ? read_at(saved, *size_out - sizeof saved->foot, &saved->foot, sizeof saved->foot) : status;
}

static enum wirecopy_status check_head(const struct saved *saved, const char *name)
{
    if (memcmp(saved->head.magic, magic, sizeof magic) != 0 || strncmp(saved->head.name, name, sizeof saved->head.name) != 0)
        return refuse(saved, "it is no save of wirecopy");
    if (saved->head.version != SAVED_VERSION || saved->head.order != ORDER)
        return refuse(saved, "it was saved by another version of wirecopy, or on another kind of machine");
    return WIRECOPY_OK;
}

/* Takes the hashes of the blocks, and checks the first of these, in which the head is. */
static enum wirecopy_status take_blocks(struct saved *saved, uint64_t size)
{
    uint64_t end = saved->foot.end, bytes = (end + SAVED_BLOCK_BYTES - 1) / SAVED_BLOCK_BYTES * sizeof(uint64_t), *hashes;
    enum wirecopy_status status;
    if (end < sizeof saved->head || end > size || bytes != size - sizeof saved->foot - end)
        return refuse(saved, "it is cut short or altered");
    hashes = memory_allocate((size_t)bytes, 1);
    status = hashes ? read_at(saved, end, hashes, bytes) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK && hash_seeded(hashes, (size_t)bytes, end) != saved->foot.checksum)
        status = refuse(saved, "it was altered: its checksum is wrong");
    if (status == WIRECOPY_OK)
        status = saved_blocks_create(saved->file, saved->path, end, hashes, &saved->blocks);
    if (status != WIRECOPY_OK) {
        memory_free(hashes);
        return status;
    }
    saved->file = -1;
    return saved_blocks_read(saved->blocks, 0, &saved->head, sizeof saved->head);
}

enum wirecopy_status saved_open(const char *directory, const char *name, struct saved **saved_out)
{
    struct saved *saved = memory_allocate_zero(1, sizeof *saved);
    uint64_t size = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    *saved_out = NULL;
    if (!saved)
        return WIRECOPY_NO_MEMORY;
    saved->file = -1;
    if ((size_t)snprintf(saved->path, sizeof saved->path, "%s/%s", directory, name) >= sizeof saved->path)
        status = status_fail(WIRECOPY_IO, "%s: the path is too long", directory);
    if (status == WIRECOPY_OK)
        saved->file = open(saved->path, O_RDONLY | O_CLOEXEC);
    if (status == WIRECOPY_OK && saved->file < 0 && errno == ENOENT) {
        saved_close(saved);
        return WIRECOPY_OK;
    }
    if (status == WIRECOPY_OK)
        status = saved->file < 0 ? failed("read", saved->path) : read_ends(saved, &size);
    if (status == WIRECOPY_OK)
        status = check_head(saved, name);
    if (status == WIRECOPY_OK)
        status = take_blocks(saved, size);
    saved->at = sizeof saved->head;
    if (status == WIRECOPY_OK)
        *saved_out = saved;
    else
        saved_close(saved);
    return status;
}

void saved_close(struct saved *saved)
{
    if (!saved)
        return;
    if (saved->file >= 0)
        close(saved->file);
    saved_blocks_free(saved->blocks);
    memory_free(saved);
}

uint64_t saved_fingerprint(const struct saved *saved)
{
    return saved->head.fingerprint;
}

uint64_t saved_checksum(const struct saved *saved)
{
    return saved->foot.checksum;
}

enum wirecopy_status saved_next(struct saved *saved, uint64_t *size_out)
{
    uint64_t end = saved->foot.end;
    enum wirecopy_status status;
    *size_out = 0;
    if (end - saved->at < sizeof *size_out)
        return refuse(saved, "a section is missing");
    status = saved_blocks_read(saved->blocks, saved->at, size_out, sizeof *size_out);
    if (status == WIRECOPY_OK && *size_out > end - saved->at - sizeof *size_out)
        status = refuse(saved, "a section is longer than the file");
    return status;
}

/* Goes behind a section. */
static void leave(struct saved *saved, uint64_t size)
{
    saved->at += sizeof size + size + padding_of(size);
}

enum wirecopy_status saved_take(struct saved *saved, void *data, uint64_t size)
{
    uint64_t found;
    enum wirecopy_status status = saved_next(saved, &found);
    if (status == WIRECOPY_OK && found != size)
        status = refuse(saved, "a section has another size than expected");
    if (status == WIRECOPY_OK)
        status = saved_blocks_read(saved->blocks, saved->at + sizeof found, data, (size_t)size);
    if (status == WIRECOPY_OK)
        leave(saved, size);
    return status;
}

enum wirecopy_status saved_take_array(struct saved *saved, size_t element_bytes, void *array_pointer, size_t *count_out)
{
    uint64_t size;
    void *array;
    enum wirecopy_status status = saved_next(saved, &size);
    if (status == WIRECOPY_OK && size % element_bytes != 0)
        status = refuse(saved, "a section has another size than expected");
    if (status != WIRECOPY_OK)
        return status;
    *count_out = (size_t)(size / element_bytes);
    array = memory_allocate(*count_out + 1, element_bytes);
    if (!array)
        return WIRECOPY_NO_MEMORY;
    status = saved_take(saved, array, size);
    if (status == WIRECOPY_OK)
        memcpy(array_pointer, &array, sizeof array);
    else
        memory_free(array);
    return status;
}

enum wirecopy_status saved_take_scratch(struct saved *saved, struct scratch_space *space, bool kept, struct scratch **scratch_out)
{
    uint64_t size;
    enum wirecopy_status status = saved_next(saved, &size);
    if (status == WIRECOPY_OK)
        status = scratch_adopt(space, saved->blocks, saved->at + sizeof size, size, kept, scratch_out);
    if (status == WIRECOPY_OK)
        leave(saved, size);
    return status;
}
