/*
 * glibc's thresholds. It would begin to keep large blocks, up to 32 MiB each, as soon as one was freed, but --memory is a promise. Blocks that
 * go back to the system each time cost a fault for each page when they are allocated again, a twentieth of a run over short articles.
 */
#include "cli/heap.h"

#include <malloc.h>

/* The share of the memory that is kept free at the end of the heap, and the largest block that comes from there; each at most so much. */
enum { KEPT_SHARE = 32, KEPT_MOST = 8 << 20, BLOCK_SHARE = 64, BLOCK_LEAST = 128 << 10, BLOCK_MOST = 4 << 20 };

void heap_keep(uint64_t memory_bytes)
{
#if defined(__GLIBC__)
    uint64_t kept = memory_bytes / KEPT_SHARE, block = memory_bytes / BLOCK_SHARE;
    mallopt(M_MMAP_THRESHOLD, block < BLOCK_LEAST ? BLOCK_LEAST : block > BLOCK_MOST ? BLOCK_MOST : (int)block);
    mallopt(M_TRIM_THRESHOLD, kept < BLOCK_LEAST ? BLOCK_LEAST : kept > KEPT_MOST ? KEPT_MOST : (int)kept);
#else
    (void)memory_bytes;
#endif
}
