/*
 * Paths. Takes: the paths that were named. Gives: the files there and below, opened, in order of their names' bytes.
 * Promises: one list of names a directory level is held; a directory within itself is not entered. Does not know: what is
 * in the files.
 */
#ifndef WIRECOPY_READ_BYTES_PATHS_H
#define WIRECOPY_READ_BYTES_PATHS_H

#include "base/memory.h"

/* A list of the entries of one directory on the way down. */
struct level {
    char *names; /* one after the other, each ended by a zero byte */
    const char **sorted;
    size_t count, next;
    size_t path_size; /* of the directory's path, with a slash */
    uint64_t device, inode;
};

/* {0} and then the first two fields set is a walk's beginning. */
struct walk {
    const char *const *paths; /* borrowed */
    size_t path_count;
    size_t next_path, opened; /* opened: how many of the paths could be */
    struct level *levels;
    size_t depth, capacity;
    struct buffer path;
    size_t base_size; /* how much of path belongs to the PATH argument */
};

enum walk_result { WALK_FILE, WALK_PROBLEM, WALK_END, WALK_FAILED /* WIRECOPY_NO_MEMORY */ };

/* Borrowed until the next call. */
struct walked {
    const char *path;     /* as named in the input; "-" for standard input */
    const char *relative; /* to the PATH argument; of a PATH that is a file, its name; NULL for standard input */
    int file;             /* WALK_FILE: open, the caller closes it */
    const char *reason;   /* WALK_PROBLEM */
};

enum walk_result walk_next(struct walk *walk, struct walked *walked);

void walk_release(struct walk *walk);

#endif
