/* A walk without recursion: the way down is a list of levels, and the current path one buffer that grows and shrinks. */
#define _GNU_SOURCE
#include "read/bytes/paths.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum walk_result problem(struct walk *walk, struct walked *walked, const char *reason)
{
    walked->path = walk->path.data;
    walked->reason = reason;
    return WALK_PROBLEM;
}

/* What an errno value says of the path; to lack memory is no fault of the file. */
static enum walk_result refused(struct walk *walk, struct walked *walked, int error)
{
    if (error != ENOMEM)
        return problem(walk, walked, strerror(error));
    status_no_memory();
    return WALK_FAILED;
}

/* Makes the path its first size bytes and name, ended by a zero byte that does not count. */
static enum wirecopy_status set_path(struct walk *walk, size_t size, const char *name)
{
    enum wirecopy_status status;
    walk->path.size = size;
    status = buffer_append(&walk->path, name, strlen(name) + 1);
    if (status == WIRECOPY_OK)
        walk->path.size--;
    return status;
}

/* Collects the names that are not hidden, one after the other. *error is an errno value where reading broke off. */
static enum wirecopy_status collect_names(DIR *directory, struct buffer *names, size_t *count, int *error)
{
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK) {
        struct dirent *entry;
        errno = 0;
        entry = readdir(directory);
        if (!entry) {
            *error = errno;
            return WIRECOPY_OK;
        }
        if (entry->d_name[0] == '.')
            continue;
        status = buffer_append(names, entry->d_name, strlen(entry->d_name) + 1);
        ++*count;
    }
    return status;
}

static int compare_names(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;
    return strcmp(*x, *y);
}

static enum wirecopy_status sort_names(struct level *level)
{
    const char *name = level->names;
    level->sorted = memory_allocate(level->count, sizeof *level->sorted);
    if (!level->sorted)
        return WIRECOPY_NO_MEMORY;
    for (size_t i = 0; i < level->count; i++) {
        level->sorted[i] = name;
        name += strlen(name) + 1;
    }
    if (level->count > 1)
        qsort(level->sorted, level->count, sizeof *level->sorted, compare_names);
    return WIRECOPY_OK;
}

static void level_release(struct level *level)
{
    memory_free(level->names);
    memory_free(level->sorted);
}

/* Reads the directory's names into a new level. */
static enum wirecopy_status push_level(struct walk *walk, DIR *directory, const struct stat *info, int *error)
{
    struct level level = {.device = info->st_dev, .inode = info->st_ino};
    struct buffer names = {0};
    enum wirecopy_status status = collect_names(directory, &names, &level.count, error);
    level.names = names.data;
    if (status == WIRECOPY_OK && *error == 0)
        status = sort_names(&level);
    if (status == WIRECOPY_OK && walk->path.data[walk->path.size - 1] != '/')
        status = set_path(walk, walk->path.size, "/");
    if (status == WIRECOPY_OK)
        status = array_reserve(&walk->levels, &walk->capacity, walk->depth + 1, sizeof *walk->levels);
    if (status != WIRECOPY_OK || *error != 0) {
        level_release(&level);
        return status;
    }
    level.path_size = walk->path.size;
    walk->levels[walk->depth++] = level;
    return WIRECOPY_OK;
}

/* Enters the directory that walk->path names; WALK_FILE here means: go on. Takes file. */
static enum walk_result enter(struct walk *walk, int file, const struct stat *info, struct walked *walked)
{
    DIR *directory;
    int error = 0;
    enum wirecopy_status status;
    for (size_t i = 0; i < walk->depth; i++)
        if (walk->levels[i].device == info->st_dev && walk->levels[i].inode == info->st_ino) {
            close(file);
            return WALK_FILE;
        }
    directory = fdopendir(file);
    if (!directory) {
        error = errno;
        close(file);
        return refused(walk, walked, error);
    }
    status = push_level(walk, directory, info, &error);
    closedir(directory);
    if (status != WIRECOPY_OK)
        return WALK_FAILED;
    if (error != 0)
        return refused(walk, walked, error);
    if (walk->depth == 1) {
        walk->base_size = walk->path.size;
        walk->opened++;
    }
    return WALK_FILE;
}

/* Opens what walk->path names. *entered: it was a directory, and there is nothing to hand out. */
static enum walk_result open_path(struct walk *walk, bool named, struct walked *walked, bool *entered)
{
    struct stat info;
    int file, error;
    *entered = false;
    /* to open a pipe would wait for a writer, and a device may do anything: only where somebody named them */
    if (!named && stat(walk->path.data, &info) != 0)
        return refused(walk, walked, errno);
    if (!named && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode))
        return problem(walk, walked, "not a regular file");
    do
        file = open(walk->path.data, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (file < 0 && errno == EINTR);
    if (file < 0)
        return refused(walk, walked, errno);
    if (fstat(file, &info) != 0) {
        error = errno;
        close(file);
        return refused(walk, walked, error);
    }
    if (S_ISDIR(info.st_mode)) {
        *entered = true;
        return enter(walk, file, &info, walked);
    }
    walked->path = walk->path.data;
    walked->relative = walk->path.data + walk->base_size;
    walked->file = file;
    return WALK_FILE;
}

/* The next PATH argument. */
static enum walk_result open_argument(struct walk *walk, struct walked *walked, bool *entered)
{
    const char *path = walk->paths[walk->next_path++], *slash = strrchr(path, '/');
    enum walk_result result;
    enum wirecopy_status status = set_path(walk, 0, path);
    *entered = false;
    if (status != WIRECOPY_OK)
        return WALK_FAILED;
    walk->base_size = slash ? (size_t)(slash + 1 - path) : 0;
    if (strcmp(path, "-") == 0) {
        walk->opened++;
        *walked = (struct walked){.path = walk->path.data, .file = STDIN_FILENO};
        return WALK_FILE;
    }
    result = open_path(walk, true, walked, entered);
    if (result == WALK_FILE && !*entered)
        walk->opened++;
    return result;
}

enum walk_result walk_next(struct walk *walk, struct walked *walked)
{
    enum walk_result result = WALK_END;
    bool entered = true;
    *walked = (struct walked){.file = -1};
    do {
        struct level *level = walk->depth ? &walk->levels[walk->depth - 1] : NULL;
        if (!level) {
            if (walk->next_path == walk->path_count)
                return WALK_END;
            result = open_argument(walk, walked, &entered);
        } else if (level->next == level->count) {
            level_release(level);
            walk->depth--;
            result = WALK_FILE;
            entered = true;
        } else {
            enum wirecopy_status status = set_path(walk, level->path_size, level->sorted[level->next++]);
            if (status != WIRECOPY_OK)
                return WALK_FAILED;
            result = open_path(walk, false, walked, &entered);
        }
    } while (result == WALK_FILE && entered);
    return result;
}

void walk_release(struct walk *walk)
{
    while (walk->depth > 0)
        level_release(&walk->levels[--walk->depth]);
    memory_free(walk->levels);
    buffer_release(&walk->path);
    *walk = (struct walk){0};
}
