/* The one door to malloc, and to files for what is outsized. Counts allocations, so that a test can fail each in turn. */
#include "base/memory.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/outsized.h"

static _Atomic uint64_t allocations;
static _Atomic uint64_t fail_at; /* the number of the allocation that fails; 0: none */

static _Thread_local const char *outsized_directory; /* NULL: what is outsized lies in memory too */

const char *memory_outsized(const char *directory)
{
    const char *before = outsized_directory;
    outsized_directory = directory;
    return before;
}

/* A block in a file, where it is to lie there and can; else NULL. */
static void *outsized(size_t bytes)
{
    return outsized_directory && bytes >= OUTSIZED_BYTES ? outsized_allocate(outsized_directory, bytes) : NULL;
}

static int refused(void)
{
    uint64_t number = atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed) + 1;
    return number == atomic_load_explicit(&fail_at, memory_order_relaxed);
}

void memory_fail_at(uint64_t n)
{
    atomic_store(&fail_at, n == 0 ? 0 : atomic_load(&allocations) + n);
}

uint64_t memory_allocations(void)
{
    return atomic_load(&allocations);
}

static void *checked(void *block)
{
    if (!block)
        status_no_memory();
    return block;
}

/* An empty block is still a block: callers need not treat 0 apart. */
static size_t at_least_one(size_t n)
{
    return n ? n : 1;
}

void *memory_allocate(size_t count, size_t size)
{
    size_t bytes;
    void *block;
    if (__builtin_mul_overflow(count, size, &bytes) || refused())
        return checked(NULL);
    block = outsized(bytes);
    return block ? block : checked(malloc(at_least_one(bytes)));
}

void *memory_allocate_zero(size_t count, size_t size)
{
    size_t bytes;
    void *block;
    if (__builtin_mul_overflow(count, size, &bytes) || refused())
        return checked(NULL);
    block = outsized(bytes);
    return block ? block : checked(calloc(at_least_one(count), at_least_one(size)));
}

/* Puts what a block holds elsewhere. */
static void *move(void *block, size_t had, void *to, size_t bytes)
{
    if (to && block) {
        memcpy(to, block, had < bytes ? had : bytes);
        memory_free(block);
    }
    return to;
}

void *memory_resize(void *block, size_t count, size_t size)
{
    size_t bytes, in_file = outsized_bytes(block);
    void *resized;
    if (__builtin_mul_overflow(count, size, &bytes) || refused())
        return checked(NULL);
    resized = in_file ? outsized_resize(block, bytes) : outsized(bytes);
    if (in_file)
        return resized ? resized : checked(move(block, in_file, malloc(at_least_one(bytes)), bytes)); /* there is no room where it was */
    if (resized)
        return move(block, block ? malloc_usable_size(block) : 0, resized, bytes);
    return checked(realloc(block, at_least_one(bytes)));
}

void memory_free(void *block)
{
    if (outsized_bytes(block))
        outsized_free(block);
    else
        free(block);
}

enum wirecopy_status array_reserve(void *array_pointer, size_t *capacity, size_t needed, size_t element_bytes)
{
    void *array, *grown;
    size_t room;
    if (needed <= *capacity)
        return WIRECOPY_OK;
    /* half as much again: linear in all, and less waste than doubling */
    room = *capacity + *capacity / 2;
    if (room < needed)
        room = needed;
    if (room < 16)
        room = 16;
    memcpy(&array, array_pointer, sizeof array);
    grown = memory_resize(array, room, element_bytes);
    if (!grown)
        return WIRECOPY_NO_MEMORY;
    memcpy(array_pointer, &grown, sizeof grown);
    *capacity = room;
    return WIRECOPY_OK;
}

enum wirecopy_status buffer_reserve(struct buffer *buffer, size_t more)
{
    size_t needed;
    if (__builtin_add_overflow(buffer->size, more, &needed))
        return status_no_memory();
    return array_reserve(&buffer->data, &buffer->capacity, needed, 1);
}

enum wirecopy_status buffer_append(struct buffer *buffer, const void *data, size_t size)
{
    enum wirecopy_status status = buffer_reserve(buffer, size);
    if (status != WIRECOPY_OK)
        return status;
    if (size)
        memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
    return WIRECOPY_OK;
}

void buffer_release(struct buffer *buffer)
{
    memory_free(buffer->data);
    *buffer = (struct buffer){0};
}
