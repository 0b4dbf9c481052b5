/* The one door to malloc, to pages, and to files for what is outsized. Counts allocations, so that a test can fail each in turn. */
#define _GNU_SOURCE
#include "base/memory.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#include "base/storage/outsized.h"

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

/*
 * Faults for each small page of large blocks cost as much as what is done with them: a tenth of a run. But a virtual machine whose host took back
 * what was free for a while has some huge pages that are not at hand, and such a one takes fifty times as long; whether it does is known by the
 * clock alone. After one that did the next few are taken as small pages, and after each that does again twice as many, but one less for each that was
 * at hand between: if all are dear, few are waited for, and if one among many is, few are done without.
 */
enum { DEAR_NANOSECONDS = 1000000, PAGE_BYTES_MOST = 1 << 16 };
enum { RESTS_FIRST = 4, RESTS_MOST = 1024 };
static _Atomic unsigned huge_rests;                    /* so many huge pages are not asked for yet */
static _Atomic unsigned huge_rests_next = RESTS_FIRST; /* so many after the next one that is dear */

static int64_t nanoseconds_used(void)
{
    struct timespec time;
    return clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0 ? (int64_t)time.tv_sec * 1000000000 + time.tv_nsec : 0;
}

/* Whether some huge pages are asked for now; where not, they are done without. */
static bool huge_are_at_hand(size_t pages)
{
    unsigned rests = atomic_load_explicit(&huge_rests, memory_order_relaxed);
    if (rests > 0)
        atomic_store_explicit(&huge_rests, rests > pages ? rests - (unsigned)pages : 0, memory_order_relaxed);
    return rests == 0;
}

static void huge_was_dear(void)
{
    unsigned next = atomic_load_explicit(&huge_rests_next, memory_order_relaxed);
    atomic_store_explicit(&huge_rests, next, memory_order_relaxed);
    atomic_store_explicit(&huge_rests_next, next < RESTS_MOST ? 2 * next : next, memory_order_relaxed);
}

/* Only where two threads are told at once one is not counted, which does no harm. */
static void huge_was_at_hand(void)
{
    unsigned next = atomic_load_explicit(&huge_rests_next, memory_order_relaxed);
    if (next > RESTS_FIRST)
        atomic_store_explicit(&huge_rests_next, next - 1, memory_order_relaxed);
}

void memory_take_huge(void *bytes, size_t size)
{
    size_t before = (HUGE_PAGE_BYTES - (uintptr_t)bytes % HUGE_PAGE_BYTES) % HUGE_PAGE_BYTES;
    size_t whole = size < before ? 0 : (size - before) / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
    volatile char *first = (char *)bytes + before;
    int64_t began;
    if (whole == 0 || !huge_are_at_hand(whole / HUGE_PAGE_BYTES) || madvise((char *)bytes + before, whole, MADV_HUGEPAGE) != 0)
        return;
    began = nanoseconds_used();
    *first = 0;
    if (nanoseconds_used() - began < DEAR_NANOSECONDS) {
        huge_was_at_hand();
        return;
    }
    huge_was_dear();
    madvise((char *)bytes + before, whole, MADV_NOHUGEPAGE);
}

/* Large ones piece by piece, so that few huge pages are waited for where they are dear; where the system cannot, faults do it. */
void memory_touch(void *bytes, size_t size)
{
#if defined(MADV_POPULATE_WRITE)
    size_t before = (PAGE_BYTES_MOST - (uintptr_t)bytes % PAGE_BYTES_MOST) % PAGE_BYTES_MOST;
    char *at = (char *)bytes + before, *end = at + (size < before ? 0 : (size - before) / PAGE_BYTES_MOST * PAGE_BYTES_MOST);
    for (size_t piece; at < end && !outsized_bytes(bytes); at += piece) {
        int64_t began = nanoseconds_used();
        piece = HUGE_PAGE_BYTES - (uintptr_t)at % HUGE_PAGE_BYTES;
        piece = piece < (size_t)(end - at) ? piece : (size_t)(end - at);
        if (madvise(at, piece, MADV_POPULATE_WRITE) != 0)
            return;
        if (nanoseconds_used() - began >= 2 * DEAR_NANOSECONDS) {
            huge_was_dear();
            madvise(at, (size_t)(end - at), MADV_NOHUGEPAGE);
        }
    }
#else
    (void)bytes;
    (void)size;
#endif
}

/* A block that was allocated: its huge pages are taken where it is large. */
static void *taken(void *block, size_t bytes)
{
    if (block && bytes >= HUGE_PAGE_BYTES)
        memory_take_huge(block, bytes);
    return checked(block);
}

/* An empty block is still a block: callers need not treat 0 apart. */
static size_t at_least_one(size_t n)
{
    return n ? n : 1;
}

/* Those that are as large as a huge page begin where one does: of an odd place up to two would be lost at its ends. */
static void *allocate(size_t bytes)
{
    void *block = NULL;
    if (bytes < HUGE_PAGE_BYTES)
        return malloc(at_least_one(bytes));
    return posix_memalign(&block, HUGE_PAGE_BYTES, bytes) == 0 ? block : NULL;
}

void *memory_allocate(size_t count, size_t size)
{
    size_t bytes;
    void *block;
    if (__builtin_mul_overflow(count, size, &bytes) || refused())
        return checked(NULL);
    block = outsized(bytes);
    return block ? block : taken(allocate(bytes), bytes);
}

void *memory_allocate_zero(size_t count, size_t size)
{
    size_t bytes;
    void *block;
    if (__builtin_mul_overflow(count, size, &bytes) || refused())
        return checked(NULL);
    block = outsized(bytes);
    return block ? block : taken(calloc(at_least_one(count), at_least_one(size)), bytes);
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

void memory_trim(void)
{
#if defined(__GLIBC__)
    malloc_trim(0);
#endif
}

void *memory_map(size_t bytes)
{
    size_t room = bytes + HUGE_PAGE_BYTES, before; /* in which bytes begin at such an address */
    char *pages;
    if (refused())
        return checked(NULL);
    pages = mmap(NULL, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (pages == MAP_FAILED)
        return checked(NULL);
    before = (HUGE_PAGE_BYTES - (uintptr_t)pages % HUGE_PAGE_BYTES) % HUGE_PAGE_BYTES;
    if (before > 0)
        munmap(pages, before);
    munmap(pages + before + bytes, HUGE_PAGE_BYTES - before);
    return pages + before;
}

/* The system might gather what is left of a huge page with them again, which would take them without a touch. */
void memory_forget(void *pages, size_t bytes)
{
    if (bytes % HUGE_PAGE_BYTES > 0)
        madvise(pages, bytes, MADV_NOHUGEPAGE);
    madvise(pages, bytes, MADV_DONTNEED);
}

void memory_unmap(void *pages, size_t bytes)
{
    munmap(pages, bytes);
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

enum wirecopy_status buffer_grow(struct buffer *buffer, size_t more)
{
    size_t needed;
    if (__builtin_add_overflow(buffer->size, more, &needed))
        return status_no_memory();
    return array_reserve(&buffer->data, &buffer->capacity, needed, 1);
}

void buffer_release(struct buffer *buffer)
{
    memory_free(buffer->data);
    *buffer = (struct buffer){0};
}
