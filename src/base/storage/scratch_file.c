/* Writing to and reading from the file of a scratch, whole or not at all; counted, so that a test can fail each in turn. */
#define _GNU_SOURCE
#include "base/storage/scratch_file.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/storage/scratch.h"

/* What is written at once: for more the system looks for as much memory that lies together, which costs more than the calls do. */
enum { PIECE_BYTES = 1 << 17 };

static _Atomic uint64_t writes, reads, fail_write, fail_read;

void scratch_fail_write_at(uint64_t n)
{
    atomic_store(&fail_write, n == 0 ? 0 : atomic_load(&writes) + n);
}

void scratch_fail_read_at(uint64_t n)
{
    atomic_store(&fail_read, n == 0 ? 0 : atomic_load(&reads) + n);
}

uint64_t scratch_writes(void)
{
    return atomic_load(&writes);
}

uint64_t scratch_reads(void)
{
    return atomic_load(&reads);
}

enum wirecopy_status scratch_file_failed(const char *directory, const char *what)
{
    return status_fail(WIRECOPY_IO, "cannot %s scratch in %s: %s", what, directory, strerror(errno));
}

enum wirecopy_status scratch_file_write(int file, const char *directory, uint64_t offset, const void *data, size_t size)
{
    uint64_t number = atomic_fetch_add_explicit(&writes, 1, memory_order_relaxed) + 1;
    const char *from = data;
    if (number == atomic_load_explicit(&fail_write, memory_order_relaxed)) {
        errno = ENOSPC;
        return scratch_file_failed(directory, "write");
    }
    while (size > 0) {
        size_t piece = PIECE_BYTES - (size_t)(offset % PIECE_BYTES);
        ssize_t written = pwrite(file, from, size < piece ? size : piece, (off_t)offset);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return scratch_file_failed(directory, "write");
        from += written;
        offset += (uint64_t)written;
        size -= (size_t)written;
    }
    return WIRECOPY_OK;
}

enum wirecopy_status scratch_file_read(int file, const char *directory, uint64_t offset, void *data, size_t size)
{
    uint64_t number = atomic_fetch_add_explicit(&reads, 1, memory_order_relaxed) + 1;
    char *to = data;
    if (number == atomic_load_explicit(&fail_read, memory_order_relaxed)) {
        errno = EIO;
        return scratch_file_failed(directory, "read");
    }
    while (size > 0) {
        ssize_t got = pread(file, to, size, (off_t)offset);
        if (got < 0 && errno == EINTR)
            continue;
        if (got == 0)
            errno = EIO;
        if (got <= 0)
            return scratch_file_failed(directory, "read");
        to += got;
        offset += (uint64_t)got;
        size -= (size_t)got;
    }
    return WIRECOPY_OK;
}
