/*
 * Scratch's memory. Takes: how much there may be. Gives: chunks of it. Promises: what is handed out, and what is kept for the next who asks,
 * never exceed the share. Does not know: what is in a chunk. Private to scratch.
 */
#ifndef WIRECOPY_BASE_STORAGE_SCRATCH_SPACE_H
#define WIRECOPY_BASE_STORAGE_SCRATCH_SPACE_H

#include "base/storage/chunks.h"
#include "base/storage/scratch.h"

/* One chunk, full of rubbish; NULL in *chunk_out where the share, but for so many bytes that are left to others, is used up. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status scratch_space_chunk(struct scratch_space *space, uint64_t yields, char **chunk_out);

/* Takes a chunk back. */
void scratch_space_take_back(struct scratch_space *space, char *chunk);

/* Bytes of the share that nobody uses; under 0 where more is used. */
int64_t scratch_space_left(const struct scratch_space *space);

/* Counts memory of a scratch's own as used, and as not. */
void scratch_space_use(struct scratch_space *space, uint64_t bytes);

/* Bytes of a file that are read ahead or written together, at most SCRATCH_AHEAD_BYTES: fewer where there is little memory. */
size_t scratch_space_piece(const struct scratch_space *space);

/* Counts bytes that went to a file. */
void scratch_space_note_file(struct scratch_space *space, uint64_t bytes);

#endif
