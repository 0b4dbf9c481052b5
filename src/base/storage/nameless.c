/* A file without a name, by O_TMPFILE, or named for a moment. */
#define _GNU_SOURCE
#include "base/storage/nameless.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int nameless_open(const char *directory)
{
    char name[4096];
    int file = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC | O_NOATIME, 0600);
    if (file >= 0 || (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL))
        return file;
    /* a file system without O_TMPFILE: named for a moment */
    if ((size_t)snprintf(name, sizeof name, "%s/wirecopy-XXXXXX", directory) >= sizeof name) {
        errno = ENAMETOOLONG;
        return -1;
    }
    file = mkostemp(name, O_CLOEXEC);
    if (file >= 0)
        unlink(name);
    return file;
}

const char *nameless_directory(const char *directory)
{
    if (!directory || !*directory)
        directory = getenv("TMPDIR");
    return directory && *directory ? directory : "/tmp";
}
