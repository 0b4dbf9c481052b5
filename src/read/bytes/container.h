/*
 * Containers. Takes: an open file and its first bytes. Gives: the bytes that were compressed. Promises: the compression is
 * seen from the content; what came before a broken place is given. Does not know: formats.
 */
#ifndef WIRECOPY_READ_BYTES_CONTAINER_H
#define WIRECOPY_READ_BYTES_CONTAINER_H

#include "base/memory.h"
#include "read/bytes/byte_source.h"

/* First bytes that container_recognises looks at. */
enum { CONTAINER_MAGIC_BYTES = 10 };

struct container;

/* Whether a file that begins so is compressed: gz, zst, xz, bz2 or lz4. */
bool container_recognises(const char *head, size_t size);

/*
 * Opens what is compressed, and whose first head_size bytes, at most 128 KiB, were already read into head (copied). Errors:
 * WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status container_open(const struct byte_source *source, const char *head, size_t head_size, struct container **container_out);

/*
 * The next bytes, at most size; *got is 0 at the end. Where the file is broken *failure says why (a few words, borrowed
 * until container_close), and nothing comes after the bytes of this call. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status container_read(struct container *container, char *data, size_t size, size_t *got, const char **failure);

void container_close(struct container *container);

/* Whether bytes that begin so, compressed or not before, are an archive of several files: tar or zip. Of tar 512 bytes are looked at. */
bool members_recognise(const char *head, size_t size);

struct input;
struct members;

/* Opens an archive whose bytes are those of an input, which nobody else reads meanwhile. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status members_open(struct input *input, struct members **members_out);

/*
 * Goes to the next file in it; members_read (byte_source.h) then gives its bytes. *name is its path within the archive, borrowed
 * until the next call. False at the end, or where the archive is broken, and *failure says why.
 */
bool members_next(struct members *members, const char **name, const char **failure);

void members_close(struct members *members);

#endif
