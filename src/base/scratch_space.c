/*
 * The share of memory, and chunks that came back: they serve again before new ones are allocated, since memory that the system hands out anew
 * costs a fault for each page of it. Whoever claims memory for buffers of his own gets that of such chunks too.
 */
#include "base/scratch_space.h"

#include "base/nameless.h"

#include <stdatomic.h>
#include <string.h>

/* Chunks that came back are kept up to this share of all memory, but so many bytes at least: stages count on most of what the one before gave back. */
enum { SPARE_SHARE = 4, SPARE_LEAST = 1 << 20 };

/* A chunk that came back begins with where the next such is. */
struct spare {
    struct spare *next;
};

struct scratch_space {
    const char *directory;
    _Atomic int64_t memory_left; /* chunks that came back are not in it */
    _Atomic int64_t spare_bytes;
    int64_t spare_most;
    _Atomic uint64_t file_bytes;
    atomic_flag busy; /* whoever looks at spare has set it */
    struct spare *spare;
};

enum wirecopy_status scratch_space_create(const char *directory, uint64_t memory_bytes, struct scratch_space **space_out)
{
    struct scratch_space *space = memory_allocate_zero(1, sizeof *space);
    if (!space)
        return WIRECOPY_NO_MEMORY;
    space->directory = nameless_directory(directory);
    atomic_init(&space->memory_left, (int64_t)memory_bytes);
    space->spare_most = (int64_t)(memory_bytes / SPARE_SHARE < SPARE_LEAST ? SPARE_LEAST : memory_bytes / SPARE_SHARE);
    atomic_flag_clear(&space->busy);
    *space_out = space;
    return WIRECOPY_OK;
}

/* A chunk that came back, or NULL. */
static char *take_spare(struct scratch_space *space)
{
    struct spare *spare;
    if (atomic_load(&space->spare_bytes) == 0)
        return NULL;
    while (atomic_flag_test_and_set(&space->busy))
        ;
    spare = space->spare;
    if (spare) {
        space->spare = spare->next;
        atomic_fetch_sub(&space->spare_bytes, SCRATCH_CHUNK_BYTES);
    }
    atomic_flag_clear(&space->busy);
    return (char *)spare;
}

void scratch_space_take_back(struct scratch_space *space, char *chunk)
{
    struct spare *spare = (struct spare *)(void *)chunk;
    if (atomic_load(&space->spare_bytes) >= space->spare_most) {
        memory_free(chunk);
        atomic_fetch_add(&space->memory_left, SCRATCH_CHUNK_BYTES);
        return;
    }
    while (atomic_flag_test_and_set(&space->busy))
        ;
    spare->next = space->spare;
    space->spare = spare;
    atomic_fetch_add(&space->spare_bytes, SCRATCH_CHUNK_BYTES);
    atomic_flag_clear(&space->busy);
}

/* Gives the system back a chunk that came back; false where there is none. */
static bool free_spare(struct scratch_space *space)
{
    char *chunk = take_spare(space);
    if (!chunk)
        return false;
    memory_free(chunk);
    atomic_fetch_add(&space->memory_left, SCRATCH_CHUNK_BYTES);
    return true;
}

void scratch_space_free(struct scratch_space *space)
{
    while (space && free_spare(space))
        ;
    memory_free(space);
}

uint64_t scratch_space_file_bytes(const struct scratch_space *space)
{
    return atomic_load(&space->file_bytes);
}

void scratch_space_note_file(struct scratch_space *space, uint64_t bytes)
{
    atomic_fetch_add_explicit(&space->file_bytes, bytes, memory_order_relaxed);
}

const char *scratch_space_directory(const struct scratch_space *space)
{
    return space->directory;
}

uint64_t scratch_space_claim(struct scratch_space *space, uint64_t most)
{
    int64_t left, claimed;
    do
        left = atomic_load(&space->memory_left);
    while ((left < 0 || (uint64_t)left < most) && free_spare(space));
    do
        claimed = left <= 0 ? 0 : (uint64_t)left < most ? left : (int64_t)most;
    while (!atomic_compare_exchange_weak(&space->memory_left, &left, left - claimed));
    return (uint64_t)claimed;
}

void scratch_space_return(struct scratch_space *space, uint64_t bytes)
{
    atomic_fetch_add(&space->memory_left, (int64_t)bytes);
}

void scratch_space_use(struct scratch_space *space, uint64_t bytes)
{
    atomic_fetch_sub(&space->memory_left, (int64_t)bytes);
}

int64_t scratch_space_left(const struct scratch_space *space)
{
    return atomic_load(&space->memory_left) + atomic_load(&space->spare_bytes);
}

enum wirecopy_status scratch_space_chunk(struct scratch_space *space, uint64_t yields, char **chunk_out)
{
    *chunk_out = NULL;
    if (scratch_space_left(space) < SCRATCH_CHUNK_BYTES + (int64_t)yields)
        return WIRECOPY_OK;
    *chunk_out = take_spare(space);
    if (*chunk_out)
        return WIRECOPY_OK;
    if (atomic_fetch_sub(&space->memory_left, SCRATCH_CHUNK_BYTES) < SCRATCH_CHUNK_BYTES) {
        atomic_fetch_add(&space->memory_left, SCRATCH_CHUNK_BYTES); /* another thread was faster */
        return WIRECOPY_OK;
    }
    *chunk_out = memory_allocate(1, SCRATCH_CHUNK_BYTES);
    if (*chunk_out)
        return WIRECOPY_OK;
    atomic_fetch_add(&space->memory_left, SCRATCH_CHUNK_BYTES);
    return WIRECOPY_NO_MEMORY;
}
