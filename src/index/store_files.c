/* The files that LMDB makes in a directory, by their names. */
#define _GNU_SOURCE
#include "index/store_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char DATA[] = "data.mdb", LOCK[] = "lock.mdb", COPY[] = "compact.mdb";

/* What stands at the beginning of its file, behind the head of a page. */
enum { MAGIC_AT = 16 };
static const uint32_t MAGIC = 0xBEEFC0DE;

static bool path_of(const char *directory, const char *name, char *path, size_t size)
{
    return snprintf(path, size, "%s/%s", directory, name) < (int)size;
}

static enum wirecopy_status too_long(const char *directory)
{
    return status_fail(WIRECOPY_IO, "%.200s...: the name is too long", directory);
}

/* Whether nothing is in a directory, as far as it can be read. */
static bool is_empty(const char *directory)
{
    DIR *folder = opendir(directory);
    const struct dirent *entry;
    bool empty = true;
    while (folder && empty && (entry = readdir(folder)) != NULL)
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    if (folder)
        closedir(folder);
    return empty;
}

enum wirecopy_status store_folder_begin(const char *directory)
{
    char path[STORE_PATH_BYTES];
    struct stat file;
    if (mkdir(directory, 0777) != 0 && errno != EEXIST)
        return status_fail(WIRECOPY_IO, "%s: %s", directory, strerror(errno));
    if (!path_of(directory, DATA, path, sizeof path))
        return too_long(directory);
    if (stat(path, &file) == 0)
        return status_fail(WIRECOPY_INVALID, "%s holds an index already, or what is left of one", directory);
    if (!is_empty(directory))
        return status_fail(WIRECOPY_INVALID, "%s is not empty: an index is made in a directory of its own", directory);
    return WIRECOPY_OK;
}

/* Reads all of some bytes, or what there is of them. */
static ssize_t read_all(int file, void *data, size_t size, off_t at)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = pread(file, (char *)data + done, size - done, at + (off_t)done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got < 0 ? got : (ssize_t)done;
        done += (size_t)got;
    }
    return (ssize_t)done;
}

enum wirecopy_status store_file_look(const char *directory)
{
    char path[STORE_PATH_BYTES];
    uint32_t magic = 0;
    ssize_t got;
    int file;
    if (!path_of(directory, DATA, path, sizeof path))
        return too_long(directory);
    file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && (errno == ENOENT || errno == ENOTDIR))
        return status_fail(WIRECOPY_BAD_INPUT, "%s is no index: there is no %s", directory, path);
    if (file < 0)
        return status_fail(WIRECOPY_IO, "%s: %s", path, strerror(errno));
    got = read_all(file, &magic, sizeof magic, MAGIC_AT);
    if (got < 0)
        status_fail(WIRECOPY_IO, "%s: %s", path, strerror(errno));
    close(file);
    if (got < 0)
        return WIRECOPY_IO;
    if (magic == __builtin_bswap32(MAGIC))
        return status_fail(WIRECOPY_BAD_INPUT, "%s is an index of a machine of another byte order; make it anew on this one", directory);
    if (magic != MAGIC)
        return status_fail(WIRECOPY_BAD_INPUT, "%s is no index: %s is something else", directory, path);
    return WIRECOPY_OK;
}

int store_folder_lock(const char *directory, bool for_replacing)
{
    int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    while (folder >= 0 && flock(folder, for_replacing ? LOCK_EX : LOCK_SH) != 0 && errno == EINTR)
        continue;
    return folder;
}

void store_folder_unlock(int lock)
{
    if (lock >= 0)
        close(lock);
}

static struct file_number number_of(const struct stat *file)
{
    return (struct file_number){(uint64_t)file->st_dev, (uint64_t)file->st_ino};
}

enum wirecopy_status store_file_number(int descriptor, struct file_number *number_out)
{
    struct stat file;
    if (fstat(descriptor, &file) != 0)
        return status_fail(WIRECOPY_IO, "the index's file: %s", strerror(errno));
    *number_out = number_of(&file);
    return WIRECOPY_OK;
}

bool store_file_number_of(const char *directory, struct file_number *number_out)
{
    char path[STORE_PATH_BYTES];
    struct stat file;
    if (!path_of(directory, DATA, path, sizeof path) || stat(path, &file) != 0)
        return false;
    *number_out = number_of(&file);
    return true;
}

bool store_file_is(const char *directory, int descriptor)
{
    char path[STORE_PATH_BYTES];
    struct stat file, named;
    if (!path_of(directory, DATA, path, sizeof path) || fstat(descriptor, &file) != 0)
        return true;
    return stat(path, &named) == 0 && named.st_ino == file.st_ino && named.st_dev == file.st_dev;
}

enum wirecopy_status store_copy_path(const char *directory, char path[STORE_PATH_BYTES])
{
    if (!path_of(directory, COPY, path, STORE_PATH_BYTES))
        return too_long(directory);
    unlink(path);
    return WIRECOPY_OK;
}

enum wirecopy_status store_file_replace(const char *directory)
{
    char path[STORE_PATH_BYTES], copy[STORE_PATH_BYTES], lock[STORE_PATH_BYTES];
    enum wirecopy_status status = WIRECOPY_OK;
    int folder;
    if (!path_of(directory, DATA, path, sizeof path) || !path_of(directory, COPY, copy, sizeof copy) || !path_of(directory, LOCK, lock, sizeof lock))
        return too_long(directory);
    folder = store_folder_lock(directory, true);
    if (rename(copy, path) == 0) {
        unlink(lock); /* it says of the old file where readers are, and stays with those who have both */
        if (folder >= 0)
            fsync(folder);
    } else {
        status = status_fail(WIRECOPY_IO, "%s: %s", path, strerror(errno));
        unlink(copy);
    }
    store_folder_unlock(folder);
    return status;
}
