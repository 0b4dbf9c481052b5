/* A system call that is begun again where a signal cut it short. */
#ifndef WIRECOPY_READ_BYTES_SYSTEM_H
#define WIRECOPY_READ_BYTES_SYSTEM_H

#include <errno.h>
#include <unistd.h>

static inline ssize_t system_read(int file, void *data, size_t size)
{
    ssize_t got;
    do
        got = read(file, data, size);
    while (got < 0 && errno == EINTR);
    return got;
}

#endif
