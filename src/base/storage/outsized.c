/* A block is a file that is mapped; it grows with its file, and is moved to other addresses without being copied. */
#define _GNU_SOURCE
#include "base/storage/outsized.h"

#include <fcntl.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/storage/nameless.h"

/* Threads have some ten of them each; what comes when all places are taken lies in memory. */
enum { BLOCKS_MOST = 512, PAGE_BYTES = 4096 };

struct outsized {
    void *block; /* NULL: the place is free */
    size_t bytes;
    int file;
};

static struct outsized blocks[BLOCKS_MOST];
static _Atomic unsigned block_count; /* so that nobody looks where there are none */
static atomic_flag looking = ATOMIC_FLAG_INIT;

static void begin_looking(void)
{
    while (atomic_flag_test_and_set_explicit(&looking, memory_order_acquire))
        sched_yield();
}

static void end_looking(void)
{
    atomic_flag_clear_explicit(&looking, memory_order_release);
}

/* Finds a block, or a free place where it is NULL; *was is what stands there, and put, where it is not NULL, what stands there from now on. */
static bool find(const void *block, struct outsized *was, const struct outsized *put)
{
    unsigned i = 0;
    begin_looking();
    while (i < BLOCKS_MOST && blocks[i].block != block)
        i++;
    if (i < BLOCKS_MOST) {
        if (was)
            *was = blocks[i];
        if (put)
            blocks[i] = *put;
    }
    end_looking();
    return i < BLOCKS_MOST;
}

size_t outsized_bytes(const void *block)
{
    struct outsized is = {.bytes = 0};
    if (atomic_load_explicit(&block_count, memory_order_relaxed) > 0 && block && (uintptr_t)block % PAGE_BYTES == 0)
        find(block, &is, NULL);
    return is.bytes;
}

/* Has the file system give the pages: one that it did not give would end the process when it is written to. */
static bool make_room(int file, size_t bytes)
{
    return bytes <= INT64_MAX && posix_fallocate(file, 0, (off_t)bytes) == 0;
}

void *outsized_allocate(const char *directory, size_t bytes)
{
    struct outsized made = {.bytes = bytes, .file = nameless_open(directory)};
    if (made.file < 0)
        return NULL;
    made.block = make_room(made.file, bytes) ? mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, made.file, 0) : MAP_FAILED;
    if (made.block == MAP_FAILED) {
        close(made.file);
        return NULL;
    }
    if (!find(NULL, NULL, &made)) {
        munmap(made.block, bytes);
        close(made.file);
        return NULL;
    }
    atomic_fetch_add(&block_count, 1);
    return made.block;
}

/* While a block moves it stands under an address that no block has, one of this table by its file: its old one may become another's. */
void *outsized_resize(void *block, size_t bytes)
{
    struct outsized is, moving;
    void *moved;
    if (!find(block, &is, NULL))
        return NULL;
    if (bytes <= is.bytes)
        return block;
    if (!make_room(is.file, bytes))
        return NULL;
    moving = is;
    moving.block = (char *)blocks + is.file;
    find(block, NULL, &moving);
    moved = mremap(block, is.bytes, bytes, MREMAP_MAYMOVE);
    if (moved != MAP_FAILED) {
        is.block = moved;
        is.bytes = bytes;
    }
    find(moving.block, NULL, &is);
    return moved != MAP_FAILED ? moved : NULL;
}

void outsized_free(void *block)
{
    const struct outsized none = {.block = NULL};
    struct outsized was;
    if (!find(block, &was, &none))
        return;
    atomic_fetch_sub(&block_count, 1);
    munmap(was.block, was.bytes);
    close(was.file);
}
