/*
 * The share of memory, and chunks that came back: they serve again before new ones are allocated, since memory that the system hands out anew
 * costs a fault for each page of it. Whoever claims memory for buffers of his own gets that of such chunks too.
 */
#include "base/storage/scratch_space.h"

#include "base/storage/nameless.h"

#include <stdatomic.h>
#include <string.h>

/*
 * Chunks that came back are kept up to this share of all memory, but so many bytes at least; and where memory is plenty, all but so many: stages
 * count on so much of what the one before gave back.
 */
enum { SPARE_SHARE = 4, SPARE_LEAST = 1 << 20, GIVEN_BACK = 3 << 24 };

/* From so much memory on chunks lie in huge pages: one that is touched before all of it is handed out is little then, and left out of what there is. */
enum { HUGE_FROM = 16 * HUGE_PAGE_BYTES };

/* What the system is asked for at once is some share of all memory, so that it is asked seldom and little is asked for in vain. */
enum { SLAB_SHARE = 32, SLAB_LEAST = 2 * HUGE_PAGE_BYTES, SLAB_MOST = 64 * HUGE_PAGE_BYTES };

/* What is read or written together is some share of all memory: there are some dozens of buffers for that, of each scratch and of each thread. */
enum { PIECE_SHARE = 256, PIECE_LEAST = 1 << 15 };

static size_t piece_bytes(uint64_t memory_bytes)
{
    size_t bytes = PIECE_LEAST;
    while (bytes < SCRATCH_AHEAD_BYTES && 2 * bytes <= memory_bytes / PIECE_SHARE)
        bytes *= 2;
    return bytes;
}

static size_t slab_bytes(uint64_t memory_bytes)
{
    uint64_t bytes = memory_bytes / SLAB_SHARE / HUGE_PAGE_BYTES * HUGE_PAGE_BYTES;
    return bytes < SLAB_LEAST ? SLAB_LEAST : bytes > SLAB_MOST ? SLAB_MOST : (size_t)bytes;
}

struct scratch_space {
    const char *directory;
    size_t piece_bytes;
    _Atomic int64_t memory_left; /* chunks that came back are not in it */
    _Atomic int64_t spare_bytes;
    int64_t spare_most;
    _Atomic uint64_t file_bytes;
    atomic_flag busy; /* whoever looks at chunks has set it */
    struct chunks chunks;
};

static uint64_t spare_most(uint64_t memory_bytes)
{
    uint64_t share = memory_bytes / SPARE_SHARE, most = memory_bytes < GIVEN_BACK ? 0 : memory_bytes - GIVEN_BACK;
    most = most < share ? share : most;
    return most < SPARE_LEAST ? SPARE_LEAST : most;
}

enum wirecopy_status scratch_space_create(const char *directory, uint64_t memory_bytes, struct scratch_space **space_out)
{
    struct scratch_space *space = memory_allocate_zero(1, sizeof *space);
    if (!space)
        return WIRECOPY_NO_MEMORY;
    space->directory = nameless_directory(directory);
    space->piece_bytes = piece_bytes(memory_bytes);
    space->chunks.huge = memory_bytes >= HUGE_FROM;
    space->chunks.slab_bytes = slab_bytes(memory_bytes);
    atomic_init(&space->memory_left, (int64_t)(memory_bytes - (space->chunks.huge ? HUGE_PAGE_BYTES : 0)));
    space->spare_most = (int64_t)spare_most(memory_bytes);
    atomic_flag_clear(&space->busy);
    *space_out = space;
    return WIRECOPY_OK;
}

static void begin_looking(struct scratch_space *space)
{
    while (atomic_flag_test_and_set(&space->busy))
        ;
}

static void end_looking(struct scratch_space *space)
{
    atomic_flag_clear(&space->busy);
}

/* Gives the system back some of what came back; false where nothing did. */
static bool free_spare(struct scratch_space *space)
{
    int64_t bytes;
    begin_looking(space);
    bytes = (int64_t)chunks_free_some(&space->chunks) * CHUNK_BYTES;
    atomic_fetch_sub(&space->spare_bytes, bytes);
    atomic_fetch_add(&space->memory_left, bytes);
    end_looking(space);
    return bytes > 0;
}

void scratch_space_take_back(struct scratch_space *space, char *chunk)
{
    int64_t before;
    begin_looking(space);
    chunks_put(&space->chunks, chunk);
    before = atomic_fetch_add(&space->spare_bytes, CHUNK_BYTES);
    end_looking(space);
    if (before >= space->spare_most)
        free_spare(space);
}

bool scratch_space_give_back(struct scratch_space *space)
{
    return free_spare(space);
}

void scratch_space_free(struct scratch_space *space)
{
    if (space)
        chunks_release(&space->chunks);
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

size_t scratch_space_piece(const struct scratch_space *space)
{
    return space->piece_bytes;
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

uint64_t scratch_space_take(struct scratch_space *space, uint64_t bytes)
{
    atomic_fetch_sub(&space->memory_left, (int64_t)bytes);
    while (atomic_load(&space->memory_left) < 0 && free_spare(space))
        ;
    return atomic_load(&space->memory_left) < 0 ? (uint64_t)-atomic_load(&space->memory_left) : 0;
}

uint64_t scratch_space_lend(struct scratch_space *space, uint64_t needed, uint64_t most)
{
    int64_t left = scratch_space_left(space);
    uint64_t lacking = left <= 0 ? needed : (uint64_t)left < needed ? needed - (uint64_t)left : 0, lent = lacking < most ? lacking : most;
    scratch_space_return(space, lent);
    return lent;
}

void scratch_space_use(struct scratch_space *space, uint64_t bytes)
{
    atomic_fetch_sub(&space->memory_left, (int64_t)bytes);
}

int64_t scratch_space_left(const struct scratch_space *space)
{
    return atomic_load(&space->memory_left) + atomic_load(&space->spare_bytes);
}

/* Takes memory for a chunk that is none yet; false where another thread was faster. */
static bool reserve_chunk(struct scratch_space *space)
{
    if (atomic_fetch_sub(&space->memory_left, CHUNK_BYTES) >= CHUNK_BYTES)
        return true;
    atomic_fetch_add(&space->memory_left, CHUNK_BYTES);
    return false;
}

enum wirecopy_status scratch_space_chunk(struct scratch_space *space, uint64_t yields, char **chunk_out)
{
    bool spare, granted;
    *chunk_out = NULL;
    if (scratch_space_left(space) < CHUNK_BYTES + (int64_t)yields)
        return WIRECOPY_OK;
    begin_looking(space);
    spare = space->chunks.spare_count > 0;
    granted = spare || reserve_chunk(space);
    if (granted)
        *chunk_out = chunks_take(&space->chunks);
    if (spare)
        atomic_fetch_sub(&space->spare_bytes, CHUNK_BYTES);
    else if (granted && !*chunk_out)
        atomic_fetch_add(&space->memory_left, CHUNK_BYTES);
    end_looking(space);
    return granted && !*chunk_out ? WIRECOPY_NO_MEMORY : WIRECOPY_OK;
}
