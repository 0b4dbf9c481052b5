/*
 * Scratch's file. Takes: bytes and where they go. Gives: them back. Promises: all of them or a failure that names the folder; a
 * test can make the n-th write or read fail. Does not know: what is in memory. Private to scratch.
 */
#ifndef WIRECOPY_BASE_STORAGE_SCRATCH_FILE_H
#define WIRECOPY_BASE_STORAGE_SCRATCH_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

/* directory: where the file lies, for the message. Errors: WIRECOPY_IO. */
enum wirecopy_status scratch_file_write(int file, const char *directory, uint64_t offset, const void *data, size_t size);
enum wirecopy_status scratch_file_read(int file, const char *directory, uint64_t offset, void *data, size_t size);

/* Notes what errno says. */
enum wirecopy_status scratch_file_failed(const char *directory, const char *what);

#endif
