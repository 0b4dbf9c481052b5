/*
 * Memory. Takes: sizes. Gives: blocks and growing buffers. Promises: every block of the library comes from here, so that
 * a test can make the n-th allocation fail; sizes that overflow fail. Does not know: what the bytes mean.
 */
#ifndef WIRECOPY_BASE_MEMORY_H
#define WIRECOPY_BASE_MEMORY_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/status.h"

/* A block of count x size bytes, not cleared; NULL on failure, with the status noted. Free it with memory_free. Of large ones it is thought that they will be filled. */
void *memory_allocate(size_t count, size_t size);

/* The same, all zero; large ones cost nothing until touched. */
void *memory_allocate_zero(size_t count, size_t size);

/* Changes a block's size, as realloc does; on failure NULL, and the block stands as it was. */
void *memory_resize(void *block, size_t count, size_t size);

void memory_free(void *block);

/* Gives the system back what was freed and is kept for the next who asks. Some milliseconds at the most. */
void memory_trim(void);

/*
 * Pages of the system's own: bytes of them, zero until written to, that begin at a multiple of HUGE_PAGE_BYTES. NULL on failure, with the status
 * noted. memory_forget has the system take some of them back until they are touched again.
 */
enum { HUGE_PAGE_BYTES = 1 << 21 };
void *memory_map(size_t bytes);
void memory_forget(void *pages, size_t bytes);
void memory_unmap(void *pages, size_t bytes);

/* Has whole huge pages among bytes that nobody has touched yet, and that will be filled, be taken as such where the system has them at hand. */
void memory_take_huge(void *bytes, size_t size);

/*
 * Has the system hand out the pages of bytes that will be written to all over, at once: a fault for each costs more, and what is read before it is
 * written to has two. What they hold stays. A block that lies in a file is left as it is.
 */
void memory_touch(void *bytes, size_t size);

/*
 * Has this thread's blocks of OUTSIZED_BYTES and more, those that grow to it too, lie in files in a directory from now on, as far as there is
 * room; NULL: in memory again. Any thread may use and free them. Returns what was said before. For what a single article asks for: an
 * allowance knows how many articles there may be, not how long one is.
 */
enum { OUTSIZED_BYTES = 1 << 21 };
const char *memory_outsized(const char *directory);

/* For tests: the n-th allocation from now on fails (1: the next), once. 0: none. */
void memory_fail_at(uint64_t n);

/* Allocations so far, for tests that walk through all of them. */
uint64_t memory_allocations(void);

/* Bytes that grow. {0} is an empty one. */
struct buffer {
    char *data;
    size_t size, capacity;
};

/* Room for more bytes after size. Nearly all who ask find that there is some, without a call. */
enum wirecopy_status buffer_grow(struct buffer *buffer, size_t more);
static inline enum wirecopy_status buffer_reserve(struct buffer *buffer, size_t more)
{
    return buffer->data && more <= buffer->capacity && buffer->size + more <= buffer->capacity ? WIRECOPY_OK : buffer_grow(buffer, more);
}
static inline enum wirecopy_status buffer_append(struct buffer *buffer, const void *data, size_t size)
{
    enum wirecopy_status status = buffer_reserve(buffer, size);
    if (status != WIRECOPY_OK || !size)
        return status;
    memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    return WIRECOPY_OK;
}
void buffer_release(struct buffer *buffer);

/* Hands a growing array one more place: array is of element size bytes, *capacity in elements. On failure everything stands. */
enum wirecopy_status array_reserve(void *array_pointer, size_t *capacity, size_t needed, size_t element_bytes);

#endif
