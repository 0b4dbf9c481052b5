/*
 * Containers. Takes: an open file and its first bytes. Gives: the bytes that were compressed. Promises: the compression is
 * seen from the content; what came before a broken place is given. Does not know: formats.
 */
#ifndef WIRECOPY_READ_CONTAINER_H
#define WIRECOPY_READ_CONTAINER_H

#include "base/memory.h"

/* First bytes that container_recognises looks at. */
enum { CONTAINER_MAGIC_BYTES = 10 };

struct container;

/* Whether a file that begins so is compressed: gz, zst, xz, bz2 or lz4. */
bool container_recognises(const char *head, size_t size);

/*
 * Opens a compressed file whose first head_size bytes, at most 128 KiB, were already read into head (copied). file_bytes is added to as
 * more is read. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status container_open(int file, const char *head, size_t head_size, uint64_t *file_bytes, struct container **container_out);

/*
 * The next bytes, at most size; *got is 0 at the end. Where the file is broken *failure says why (a few words, borrowed
 * until container_close), and nothing comes after the bytes of this call. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status container_read(struct container *container, char *data, size_t size, size_t *got, const char **failure);

void container_close(struct container *container);

#endif
