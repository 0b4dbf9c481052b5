/* Temporary files that are renamed, and the search for an output among the inputs. */
#define _GNU_SOURCE

#include "cli/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/messages.h"
#include "cli/stop.h"

enum { FOLDERS_OPEN = 32 }; /* of nftw: deeper trees are walked, only slower */

static bool is_standard(const char *name)
{
    return strcmp(name, "-") == 0;
}

const char *output_label(const struct output *output)
{
    return is_standard(output->name) ? "standard output" : output->name;
}

/* The folder part of a path: "." where it has none. The caller frees it. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return strdup(".");
    return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

/* The real path that a name has or would have; NULL where its folder does not exist. The caller frees it. */
static char *real_path(const char *name)
{
    char *whole = realpath(name, NULL), *folder, *real_folder;
    const char *slash = strrchr(name, '/');
    if (whole || errno != ENOENT)
        return whole;
    folder = folder_of(name);
    real_folder = folder ? realpath(folder, NULL) : NULL;
    if (!real_folder || asprintf(&whole, "%s/%s", real_folder, slash ? slash + 1 : name) < 0)
        whole = NULL;
    free(folder);
    free(real_folder);
    return whole;
}

bool output_same(const char *one, const char *other)
{
    char *real_one, *real_other;
    bool same;
    if (is_standard(one) || is_standard(other))
        return is_standard(one) && is_standard(other);
    real_one = real_path(one);
    real_other = real_path(other);
    same = real_one && real_other && strcmp(real_one, real_other) == 0;
    free(real_one);
    free(real_other);
    return same;
}

/* nftw takes no context. */
static struct stat sought;

static int compare_file(const char *path, const struct stat *found, int kind, struct FTW *place)
{
    (void)path;
    (void)place;
    return kind == FTW_F && found->st_dev == sought.st_dev && found->st_ino == sought.st_ino;
}

enum place { ELSEWHERE, AMONG, UNKNOWN /* no memory, or too many open files: it cannot be said */ };

/* Whether the file that sought describes is an input or lies in one. */
static enum place place_of(const char *input)
{
    struct stat found;
    int result;
    if (is_standard(input))
        return fstat(STDIN_FILENO, &found) == 0 && S_ISREG(found.st_mode) && found.st_dev == sought.st_dev && found.st_ino == sought.st_ino
                   ? AMONG
                   : ELSEWHERE;
    result = nftw(input, compare_file, FOLDERS_OPEN, 0);
    if (result < 0 && errno != ENOENT && errno != ENOTDIR && errno != EACCES && errno != ELOOP)
        return UNKNOWN;
    return result == 1 ? AMONG : ELSEWHERE;
}

static bool folder_writable(const char *name)
{
    char *real = real_path(name), *folder = real ? folder_of(real) : NULL;
    bool writable = folder && access(folder, W_OK) == 0;
    if (!writable)
        say("%s: %s", name, strerror(errno));
    free(real);
    free(folder);
    return writable;
}

bool output_allowed(const char *name, const char *const *inputs, size_t count)
{
    bool exists = !is_standard(name) && stat(name, &sought) == 0;
    if (!*name) {
        say("an output has an empty name");
        return false;
    }
    if (is_standard(name) || (exists && !S_ISREG(sought.st_mode) && !S_ISDIR(sought.st_mode)))
        return true;
    if (exists && S_ISDIR(sought.st_mode)) {
        say("%s: it is a directory", name);
        return false;
    }
    for (size_t i = 0; exists && i < count; i++) {
        enum place place = place_of(inputs[i]);
        if (place == AMONG)
            say("%s is an input too (of %s): it is not written to", name, inputs[i]);
        else if (place == UNKNOWN)
            say("%s: %s", inputs[i], strerror(errno));
        if (place != ELSEWHERE)
            return false;
    }
    return folder_writable(name);
}

static bool cannot(const struct output *output)
{
    say("%s: %s", output_label(output), strerror(errno));
    return false;
}

static void release(struct output *output)
{
    output_leave_plain(output);
    if (output->temporary)
        stop_forget_temporary(output->temporary);
    if (output->file > STDERR_FILENO)
        close(output->file);
    free(output->temporary);
    free(output->target);
    output->temporary = output->target = NULL;
    output->file = -1;
}

/* The permissions that the file has, or would have had if it had been opened as usual. */
static mode_t permissions_of(const char *target)
{
    struct stat before;
    mode_t mask;
    if (stat(target, &before) == 0)
        return before.st_mode & 0777;
    mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

/*
 * Temporary files are called .wirecopy-PID-XXXXXX and locked while they are written. One whose process is gone and whose lock is free was left
 * by a run that was killed: the lock tells this where the process is one of another machine or container.
 */
static const char temporary_begins[] = ".wirecopy-";

static bool is_of_living_process(const char *name)
{
    char *end;
    long pid = strtol(name + sizeof temporary_begins - 1, &end, 10);
    return pid <= 0 || *end != '-' || strlen(end) != sizeof "-XXXXXX" - 1 || kill((pid_t)pid, 0) == 0 || errno != ESRCH;
}

static void remove_left_over(int folder, const char *name)
{
    struct stat info;
    int file = openat(folder, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return;
    if (fstat(file, &info) == 0 && S_ISREG(info.st_mode) && info.st_nlink == 1 && flock(file, LOCK_EX | LOCK_NB) == 0)
        unlinkat(folder, name, 0);
    close(file);
}

/* Removes what killed runs left in a folder. What cannot be removed stays, and nothing is said: it harms nobody. */
static void remove_left_overs(const char *folder)
{
    DIR *directory = opendir(folder);
    struct dirent *entry;
    if (!directory)
        return;
    while ((entry = readdir(directory)) != NULL)
        if (strncmp(entry->d_name, temporary_begins, sizeof temporary_begins - 1) == 0 && !is_of_living_process(entry->d_name))
            remove_left_over(dirfd(directory), entry->d_name);
    closedir(directory);
}

static bool open_temporary(struct output *output)
{
    char *folder = folder_of(output->target);
    bool named = folder && asprintf(&output->temporary, "%s/%s%ld-XXXXXX", folder, temporary_begins, (long)getpid()) >= 0;
    if (named)
        remove_left_overs(folder);
    free(folder);
    if (!named) {
        output->temporary = NULL;
        return false;
    }
    output->file = mkostemp(output->temporary, O_CLOEXEC);
    if (output->file < 0)
        return false;
    stop_remember_temporary(output->temporary);
    flock(output->file, LOCK_EX | LOCK_NB); /* a file system without locks: the process alone says that it lives */
    return fchmod(output->file, permissions_of(output->target)) == 0 || errno == EPERM;
}

/* A wirecopy_write of the bytes as they are. */
static int write_bytes(void *context, const char *data, size_t size)
{
    struct output *output = context;
    while (size > 0) {
        ssize_t written = stop_signal() ? -1 : write(output->file, data, size);
        if (written < 0 && errno == EINTR && !stop_signal())
            continue;
        if (written < 0) {
            output->error = stop_signal() ? EINTR : errno;
            return output->error;
        }
        data += written;
        size -= (size_t)written;
    }
    return 0;
}

bool output_open(struct output *output, const char *name)
{
    struct stat before;
    enum wirecopy_status status;
    *output = (struct output){.name = name, .file = -1};
    if (is_standard(name)) {
        output->file = STDOUT_FILENO;
        return true;
    }
    status = wirecopy_packer_create(name, write_bytes, output, &output->packer);
    if (status != WIRECOPY_OK) {
        errno = status == WIRECOPY_NO_MEMORY ? ENOMEM : ELIBACC;
        return cannot(output);
    }
    if (stat(name, &before) == 0 && !S_ISREG(before.st_mode)) {
        output->file = open(name, O_WRONLY | O_CLOEXEC);
        if (output->file >= 0)
            return true;
        cannot(output);
        release(output);
        return false;
    }
    output->target = real_path(name);
    if (output->target && open_temporary(output))
        return true;
    cannot(output);
    output_discard(output);
    return false;
}

void output_leave_plain(struct output *output)
{
    wirecopy_packer_free(output->packer);
    output->packer = NULL;
}

int output_write(void *context, const char *data, size_t size)
{
    struct output *output = context;
    int error = output->packer ? wirecopy_packer_write(output->packer, data, size) : write_bytes(output, data, size);
    if (error && !output->error)
        output->error = error;
    return error;
}

bool output_end(struct output *output)
{
    if (!output->packer || wirecopy_packer_finish(output->packer) == WIRECOPY_OK) {
        output_leave_plain(output);
        return true;
    }
    errno = output->error ? output->error : ENOMEM;
    cannot(output);
    output_discard(output);
    return false;
}

bool output_commit(struct output *output)
{
    bool good = true;
    if (!output_end(output))
        return false;
    if (output->target) {
        /* a full disk or a quota may tell only now; EINVAL: a file system without fsync */
        good = (fsync(output->file) == 0 || errno == EINVAL) && rename(output->temporary, output->target) == 0;
        if (!good) {
            cannot(output);
            unlink(output->temporary);
        }
    }
    release(output);
    return good;
}

void output_discard(struct output *output)
{
    if (output->temporary && output->file >= 0)
        unlink(output->temporary);
    release(output);
}
