/*
 * glibc's thresholds. It would begin to keep large blocks, up to 32 MiB each, as soon as one was freed, but --memory is a promise. Blocks that
 * go back to the system each time cost a fault for each page when they are allocated again, a twentieth of a run over short articles; and the heap
 * itself costs one for each of its pages, unless it lies in huge ones, which all threads share.
 */
#define _GNU_SOURCE
#include "cli/heap.h"

#include <malloc.h>

#if defined(__GLIBC__)
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

/*
 * The share of the memory that is kept free at the end of the heap, and that of the largest block that comes from there, each at most so much; where
 * there is little memory, every page of it is spoken for.
 */
enum { KEPT_SHARE = 16, BLOCK_SHARE = 64, BLOCK_LEAST = 128 << 10, BLOCK_MOST = 4 << 20, KEPT_MOST = 16 << 20 };
static const uint64_t LITTLE_MEMORY = (uint64_t)128 << 20;

/* A huge page that takes so long is one that a virtual machine's host has to find first; the others will be too. */
enum { HUGE_PAGE_BYTES = 1 << 21, DEAR_NANOSECONDS = 1000000 };

static int at_most(uint64_t bytes, int most)
{
    return bytes > (uint64_t)most ? most : (int)bytes;
}

static int64_t nanoseconds_used(void)
{
    struct timespec time;
    return clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 ? (int64_t)time.tv_sec * 1000000000 + time.tv_nsec : 0;
}

/* Has what the heap will grow into be huge pages, each once something is put there. */
static void take_huge_pages(int bytes)
{
    char *block = malloc((size_t)bytes), *heap_end = sbrk(0);
    if (block && heap_end >= block + bytes) {
        size_t before = (HUGE_PAGE_BYTES - (uintptr_t)block % HUGE_PAGE_BYTES) % HUGE_PAGE_BYTES;
        size_t whole = ((size_t)bytes - before) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
        volatile char *first = block + before;
        if (madvise(block + before, whole, MADV_HUGEPAGE) == 0) {
            int64_t began = nanoseconds_used();
            *first = 0;
            if (nanoseconds_used() - began >= DEAR_NANOSECONDS)
                madvise(block + before, whole, MADV_NOHUGEPAGE);
        }
    }
    free(block);
}
#endif

void heap_keep(uint64_t memory_bytes)
{
#if defined(__GLIBC__)
    bool little = memory_bytes < LITTLE_MEMORY;
    int block = little ? BLOCK_LEAST : at_most(memory_bytes / BLOCK_SHARE, BLOCK_MOST), kept = at_most(memory_bytes / KEPT_SHARE, KEPT_MOST);
    mallopt(M_TRIM_THRESHOLD, little ? block : kept + block);
    if (!little) {
        mallopt(M_ARENA_MAX, 1);             /* a thread's own heap would lie in small pages; blocks are asked for too seldom to be waited for */
        mallopt(M_MMAP_THRESHOLD, 2 * kept); /* for once */
        take_huge_pages(kept);
    }
    mallopt(M_MMAP_THRESHOLD, block);
#else
    (void)memory_bytes;
#endif
}
