/*
 * Loaded before the C library (LD_PRELOAD), makes one call of a program fail, in each run that served.c is asked for. A fault is KIND:N, the
 * N-th call of that kind since main began, from 1; 0 for none, and WIRECOPY_FAULT_COUNT then names a file that takes 8 bytes for each such
 * call, which are the same where it was made by the same calls.
 *
 *     allocation   malloc, calloc, realloc and their like give nothing; not those of libarchive, its filters and libxml2,
 *                  which do not outlive it
 *     read         read and pread fail with EIO
 *     cut-read     they are interrupted, and at the next call give one byte
 *     write        write, pwrite, ftruncate and fsync fail with ENOSPC
 *     cut-write    write and pwrite are interrupted, and at the next call take one byte
 *     open         open, openat, opendir, fopen and mkostemp fail with EMFILE
 *     rename       rename fails with EACCES
 *     thread       pthread_create fails with EAGAIN
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unwind.h>

#include "served.h"

static char kind[32];
static unsigned long fail_at;
static bool begun, allocations_fail;
static _Atomic unsigned long calls;
static uint64_t made_by[1 << 16];

/* The function that would have been called. */
#define NEXT(name)                             \
    static __typeof__(&name) next;             \
    if (!next) {                               \
        void *found = dlsym(RTLD_NEXT, #name); \
        memcpy(&next, &found, sizeof next);    \
    }

static _Unwind_Reason_Code add_call(struct _Unwind_Context *context, void *hash_out)
{
    uint64_t *hash = hash_out;
    *hash = (*hash ^ _Unwind_GetIP(context)) * 0x9E3779B97F4A7C15u;
    *hash ^= *hash >> 32;
    return _URC_NO_REASON;
}

/* Not by backtrace, which loads a library for it: to the address sanitizer that leaks. */
static uint64_t hash_of_calls(void)
{
    uint64_t hash = 0;
    _Unwind_Backtrace(add_call, &hash);
    return hash;
}

/* The number of calls after the one that is to fail: 0 for that one; -1 where it has not come, or another kind is meant. */
static long since(const char *called)
{
    unsigned long number;
    if (!begun || strcmp(kind, called) != 0)
        return -1;
    number = atomic_fetch_add(&calls, 1) + 1;
    if (fail_at == 0 && number <= sizeof made_by / sizeof *made_by)
        made_by[number - 1] = hash_of_calls();
    return fail_at == 0 || number < fail_at ? -1 : (long)(number - fail_at);
}

static bool fails(const char *called, int error)
{
    if (since(called) != 0)
        return false;
    errno = error;
    return true;
}

/* Whether a call is interrupted; the one behind it is cut to a byte. */
static bool interrupted(const char *called, size_t *size)
{
    long after = since(called);
    if (after == 1 && *size > 1)
        *size = 1;
    errno = after == 0 ? EINTR : errno;
    return after == 0;
}

/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name): the C library's own names are reserved */

/* libarchive 3.6 and libxml2 2.9 read through null pointers, or loop, where an allocation of their own fails: not ours to mend. */
static bool lies_in_fragile(void *caller)
{
    static const char *const libraries[] = {"libarchive.", "libxml2.", "liblzma.", "libzstd.", "libbz2.", "liblz4."};
    Dl_info info;
    if (dladdr(caller, &info) == 0 || !info.dli_fname)
        return false;
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
        if (strstr(info.dli_fname, libraries[i]))
            return true;
    return false;
}

/* The same, but that a place that was asked for is known, as dladdr takes longer than all else: its address, and 1 where it is fragile. */
static bool is_fragile(void *caller)
{
    static _Atomic uintptr_t known[1024];
    uintptr_t place = (uintptr_t)caller << 1;
    _Atomic uintptr_t *entry = &known[place * 0x9E3779B97F4A7C15u >> 54];
    uintptr_t found = atomic_load(entry);
    if (found >> 1 << 1 != place) {
        found = place | lies_in_fragile(caller);
        atomic_store(entry, found);
    }
    return found & 1;
}

#define REFUSED (begun && allocations_fail && !is_fragile(__builtin_return_address(0)) && fails("allocation", ENOMEM))

void *malloc(size_t size)
{
    NEXT(malloc)
    return REFUSED ? NULL : next(size);
}

void *calloc(size_t count, size_t size)
{
    NEXT(calloc)
    return REFUSED ? NULL : next(count, size);
}

void *realloc(void *block, size_t size)
{
    NEXT(realloc)
    return REFUSED ? NULL : next(block, size);
}

void *reallocarray(void *block, size_t count, size_t size)
{
    NEXT(reallocarray)
    return REFUSED ? NULL : next(block, count, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    NEXT(aligned_alloc)
    return REFUSED ? NULL : next(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size)
{
    NEXT(posix_memalign)
    return REFUSED ? ENOMEM : next(block, alignment, size);
}

ssize_t read(int file, void *data, size_t size)
{
    NEXT(read)
    return fails("read", EIO) || interrupted("cut-read", &size) ? -1 : next(file, data, size);
}

ssize_t pread(int file, void *data, size_t size, off_t offset)
{
    NEXT(pread)
    return fails("read", EIO) || interrupted("cut-read", &size) ? -1 : next(file, data, size, offset);
}

ssize_t write(int file, const void *data, size_t size)
{
    NEXT(write)
    return fails("write", ENOSPC) || interrupted("cut-write", &size) ? -1 : next(file, data, size);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t offset)
{
    NEXT(pwrite)
    return fails("write", ENOSPC) || interrupted("cut-write", &size) ? -1 : next(file, data, size, offset);
}

int ftruncate(int file, off_t size)
{
    NEXT(ftruncate)
    return fails("write", ENOSPC) ? -1 : next(file, size);
}

int fsync(int file)
{
    NEXT(fsync)
    return fails("write", ENOSPC) ? -1 : next(file);
}

static mode_t mode_of(int flags, va_list arguments)
{
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
    mode_t mode;
    va_list arguments;
    NEXT(open)
    va_start(arguments, flags);
    mode = mode_of(flags, arguments);
    va_end(arguments);
    return fails("open", EMFILE) ? -1 : next(path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
    mode_t mode;
    va_list arguments;
    NEXT(openat)
    va_start(arguments, flags);
    mode = mode_of(flags, arguments);
    va_end(arguments);
    return fails("open", EMFILE) ? -1 : next(folder, path, flags, mode);
}

DIR *opendir(const char *path)
{
    NEXT(opendir)
    return fails("open", EMFILE) ? NULL : next(path);
}

FILE *fopen(const char *path, const char *mode)
{
    NEXT(fopen)
    return fails("open", EMFILE) ? NULL : next(path, mode);
}

int mkostemp(char *name, int flags)
{
    NEXT(mkostemp)
    return fails("open", EMFILE) ? -1 : next(name, flags);
}

int rename(const char *from, const char *to)
{
    NEXT(rename)
    return fails("rename", EACCES) ? -1 : next(from, to);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument)
{
    NEXT(pthread_create)
    return fails("thread", EAGAIN) ? EAGAIN : next(thread, attributes, run, argument);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */

/* main is what the program's first function is given: what the loader does before is not the program's. */
typedef int program(int, char **, char **);
static program *real_main;

static void tell_calls(void)
{
    const char *path = getenv("WIRECOPY_FAULT_COUNT");
    size_t size = atomic_load(&calls) * sizeof *made_by;
    int file;
    begun = false;
    if (!path || fail_at != 0)
        return;
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || size > sizeof made_by || write(file, made_by, size) != (ssize_t)size)
        abort();
    close(file);
}

static int run_with(const char *fault, int count, char **arguments)
{
    int status;
    begun = sscanf(fault, "%31[^:]:%lu", kind, &fail_at) == 2;
    allocations_fail = strcmp(kind, "allocation") == 0;
    status = real_main(count, arguments, environ);
    tell_calls();
    return status;
}

static int begin(int count, char **arguments, char **environment)
{
    const char *folder = getenv("WIRECOPY_SERVED"), *path = getenv("WIRECOPY_SERVED_PROGRAM");
    bool meant = folder && path && strcmp(arguments[0], path) == 0; /* and not a shell that starts it */
    return meant ? serve(folder, run_with, arguments[0]) : real_main(count, arguments, environment);
}

int __libc_start_main(program *main, int count, char **arguments, void (*init)(void), void (*fini)(void), void (*rtld_fini)(void), void *stack_end);

int __libc_start_main(program *main, int count, char **arguments, void (*init)(void), void (*fini)(void), void (*rtld_fini)(void), void *stack_end)
{
    NEXT(__libc_start_main)
    real_main = main;
    return next(begin, count, arguments, init, fini, rtld_fini, stack_end);
}
