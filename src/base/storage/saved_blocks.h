/*
 * The blocks of a saved file. Takes: a file, and the hash of each of its blocks. Gives: its bytes, copied or in place. Promises: none that
 * was altered is given; a block is checked when it is first asked for, by any number of threads. Does not know: sections.
 */
#ifndef WIRECOPY_BASE_STORAGE_SAVED_BLOCKS_H
#define WIRECOPY_BASE_STORAGE_SAVED_BLOCKS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* What is read here and there is mostly of an article or two: a block is little more. */
enum { SAVED_BLOCK_BYTES = 1 << 14 };

struct saved_blocks;

/* Bytes from 0 to end of an open file; hashes has one for each block, the last of which may be shorter. On success both are its own. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status saved_blocks_create(int file, const char *path, uint64_t end, uint64_t *hashes, struct saved_blocks **blocks_out);

/* One more who frees it. One thread at a time. */
struct saved_blocks *saved_blocks_share(struct saved_blocks *blocks);
void saved_blocks_free(struct saved_blocks *blocks);

/* The hash of a block. */
uint64_t saved_block_hash(const char *data, size_t size);

/* Copies size bytes from an offset. Errors: WIRECOPY_IO, WIRECOPY_BAD_INPUT (altered). */
enum wirecopy_status saved_blocks_read(struct saved_blocks *blocks, uint64_t offset, void *data, size_t size);

/* Bytes of a file that are mapped, and become memory of the process as they are asked for. Read only. */
struct saved_view;

/*
 * Maps size bytes, more than 0, from an offset; no more than about most of them are shown, and none is read or checked yet. The blocks have to
 * outlive it. Errors: as saved_blocks_read, and WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status saved_view_create(struct saved_blocks *blocks, uint64_t offset, uint64_t size, uint64_t most, struct saved_view **view_out);
void saved_view_free(struct saved_view *view);

/*
 * Shows size bytes, more than 0, from an offset in it, until it is freed; *bytes_out is NULL where too many were shown. Any number of threads.
 * Errors: WIRECOPY_BAD_INPUT (altered).
 */
enum wirecopy_status saved_view_show(struct saved_view *view, uint64_t offset, size_t size, const char **bytes_out);

/* Where they will be, for who has them brought near. */
const char *saved_view_place(const struct saved_view *view, uint64_t offset);

#endif
