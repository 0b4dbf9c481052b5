/*
 * Scratch. Takes: bytes, appended or placed. Gives: them back, wherever they lie. Promises: in memory while the space's
 * share lasts, then in a file that has no name and vanishes with the process; never mapped but in a save. Does not know: records.
 */
#ifndef WIRECOPY_BASE_STORAGE_SCRATCH_H
#define WIRECOPY_BASE_STORAGE_SCRATCH_H

#include "base/memory.h"

/* Where scratch lies and how much of it may be in memory; shared by the scratches of one run. */
struct scratch_space;

/* directory: NULL for TMPDIR, else /tmp; borrowed. memory_bytes: the share that may stay in memory. */
enum wirecopy_status scratch_space_create(const char *directory, uint64_t memory_bytes, struct scratch_space **space_out);
void scratch_space_free(struct scratch_space *space);

/* Gives the system back some of the memory that no scratch uses any more, 2 MB at the most; false where nothing was left of it. Any thread. */
bool scratch_space_give_back(struct scratch_space *space);

/* Where its files lie. */
const char *scratch_space_directory(const struct scratch_space *space);

/* Bytes that went to files, ever. */
uint64_t scratch_space_file_bytes(const struct scratch_space *space);

/* Takes at most so many bytes of the memory that no scratch uses, for buffers of the caller's; returns how many. Give them back. */
uint64_t scratch_space_claim(struct scratch_space *space, uint64_t most);
void scratch_space_return(struct scratch_space *space, uint64_t bytes);

/*
 * Takes so many bytes, whether they are there or not, for what has to stay in memory; returns how many are used that are not there, so that others make
 * way. Give them back.
 */
uint64_t scratch_space_take(struct scratch_space *space, uint64_t bytes);

/* Lends the space what needed bytes lack of its memory, at most so many; returns how many. Claim them again. */
uint64_t scratch_space_lend(struct scratch_space *space, uint64_t needed, uint64_t most);

/* For tests: the n-th write to a file from now on fails with ENOSPC (1: the next), once. 0: none. Likewise reads, with EIO. */
void scratch_fail_write_at(uint64_t n);
void scratch_fail_read_at(uint64_t n);

/* Writes to and reads from files so far, for tests that walk through all of them. */
uint64_t scratch_writes(void);
uint64_t scratch_reads(void);

struct scratch;

enum wirecopy_status scratch_create(struct scratch_space *space, struct scratch **scratch_out);
void scratch_free(struct scratch *scratch);

/*
 * Makes scratch of size bytes that lie in a saved file from an offset on; it can be read only. kept: for what is read here and there; it lies
 * in memory where the space has room for it. Errors: WIRECOPY_NO_MEMORY, and as saved_blocks.h. On failure there is nothing to free.
 */
struct saved_blocks;
enum wirecopy_status scratch_adopt(struct scratch_space *space, struct saved_blocks *blocks, uint64_t offset, uint64_t size, bool kept,
                                   struct scratch **scratch_out);

/*
 * Has one that lies in a saved file, and not in memory, shown where it lies there, for what is read here and there; what was shown counts to no
 * more than a share of the memory that is left. Errors: as saved_blocks.h.
 */
enum wirecopy_status scratch_show_in_place(struct scratch *scratch);

/* Has it leave so many bytes of the space's memory to the others: it goes to a file before they do. */
void scratch_yield(struct scratch *scratch, uint64_t bytes);

/*
 * Has it go to a file where less than so many bytes of the space's memory are left: what is read from front to back, or seldom, makes
 * way for what is read here and there. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status scratch_make_way(struct scratch *scratch, uint64_t bytes);

/* Puts the last so many bytes of what is in memory, or a chunk more, into a file too, and gives their memory back. As scratch_make_way. */
enum wirecopy_status scratch_spill(struct scratch *scratch, uint64_t bytes);

/* Has it keep what is in memory there when no more of the space's memory is left, and put the rest into a file: for what is read here and there. */
void scratch_keep(struct scratch *scratch);

/* Bytes of it that are in memory. */
uint64_t scratch_held(const struct scratch *scratch);

/* Bytes of it that are read ahead or written together where it lies in a file: so many at most, fewer where there is little memory. */
enum { SCRATCH_AHEAD_BYTES = 1 << 18 };
size_t scratch_piece(const struct scratch *scratch);

/* Bytes in it. */
uint64_t scratch_size(const struct scratch *scratch);

/* Appends size bytes at scratch_size. One thread at a time, and no reader meanwhile. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status scratch_append(struct scratch *scratch, const void *data, size_t size);

/* Places size bytes at an offset within the size, or at its end. As scratch_append. */
enum wirecopy_status scratch_write(struct scratch *scratch, uint64_t offset, const void *data, size_t size);

/* Forgets what was appended beyond size, after which nothing was extended. */
void scratch_cut(struct scratch *scratch, uint64_t size);

/* Makes it size bytes long, zero where nothing was written. */
enum wirecopy_status scratch_extend(struct scratch *scratch, uint64_t size);

/* Copies size bytes from an offset. Any number of threads. Errors: WIRECOPY_IO (also beyond the end). */
enum wirecopy_status scratch_read(const struct scratch *scratch, uint64_t offset, void *data, size_t size);

/* What was read ahead of a scratch that lies in a file. {0} at first; one thread's. */
struct scratch_window {
    struct buffer room;
    uint64_t begin, end; /* offsets of what it holds */
    uint64_t until;      /* set by who will not look beyond: what lies there is not read ahead; 0: he may look at all */
    struct buffer one;   /* what lies elsewhere, from there on, and was asked for last: scratch_view_near leaves the window as it is then */
    uint64_t elsewhere;
};
void scratch_window_release(struct scratch_window *window);

/* As scratch_view, for whoever goes through the scratch from front to back: in a file, much is read at a time. The scratch must not be written to meanwhile. */
enum wirecopy_status scratch_view_ahead(const struct scratch *scratch, uint64_t offset, size_t size, struct scratch_window *window,
                                        const void **view);

/* The same for whoever may go from front to back, or not: much is read at a time where it lies close behind what was shown last. */
enum wirecopy_status scratch_view_near(const struct scratch *scratch, uint64_t offset, size_t size, struct scratch_window *window, const void **view);

/* Has bytes that will be looked at soon brought near, where they are in memory, or shown in a save. */
void scratch_prefetch(const struct scratch *scratch, uint64_t offset, size_t size);

/* Where size bytes from an offset lie together in memory, as scratch_view; NULL where they do not, and in a save. */
const char *scratch_in_place(const struct scratch *scratch, uint64_t offset, size_t size);

/*
 * Shows size bytes from an offset: in place where they lie together in memory or in what is shown of a save, else copied into room. Any number of
 * threads, each with its room. *view is good until the scratch is written to or room is used again.
 */
enum wirecopy_status scratch_view(const struct scratch *scratch, uint64_t offset, size_t size, struct buffer *room, const void **view);

#endif
