/*
 * Where bytes come from. Takes: an open file, or the current member of an archive. Gives: its next bytes. Promises: what is read
 * of files is counted. Does not know: what the bytes are.
 */
#ifndef WIRECOPY_READ_BYTES_BYTE_SOURCE_H
#define WIRECOPY_READ_BYTES_BYTE_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "read/bytes/system.h"

struct members;

/* container.c: the next bytes of the current member; 0 at its end, or where it is broken, and *failure says why. */
size_t members_read(struct members *members, char *data, size_t size, const char **failure);

struct byte_source {
    int file; /* where members is NULL */
    struct members *members;
    uint64_t *file_bytes; /* of files */
};

/* The next bytes, at most size; 0 at the end, or where it cannot be read, and *failure says why. */
static inline size_t byte_source_read(const struct byte_source *source, char *data, size_t size, const char **failure)
{
    ssize_t got;
    if (source->members)
        return members_read(source->members, data, size, failure);
    got = system_read(source->file, data, size);
    if (got < 0) {
        *failure = strerror(errno);
        return 0;
    }
    *source->file_bytes += (uint64_t)got;
    return (size_t)got;
}

#endif
