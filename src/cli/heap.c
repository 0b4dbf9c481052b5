/*
 * glibc's thresholds. It would begin to keep large blocks, up to 32 MiB each, as soon as one was freed, but --memory is a promise. Blocks that
 * go back to the system each time cost a fault for each page when they are allocated again, a twentieth of a run over short articles.
 */
#include "cli/heap.h"

#include <malloc.h>

#if defined(__GLIBC__)
/*
 * The share of the memory that is kept free at the end of the heap, and the largest block that comes from there, each at most so much; where there is
 * little memory, every page of it is spoken for.
 */
enum { KEPT_SHARE = 64, BLOCK_LEAST = 128 << 10, BLOCK_MOST = 4 << 20 };
static const uint64_t LITTLE_MEMORY = (uint64_t)128 << 20;
#endif

void heap_keep(uint64_t memory_bytes)
{
#if defined(__GLIBC__)
    uint64_t kept = memory_bytes < LITTLE_MEMORY ? BLOCK_LEAST : memory_bytes / KEPT_SHARE;
    int bytes = kept > BLOCK_MOST ? BLOCK_MOST : (int)kept;
    mallopt(M_MMAP_THRESHOLD, bytes);
    mallopt(M_TRIM_THRESHOLD, bytes);
#else
    (void)memory_bytes;
#endif
}
