/*
 * Gzip, apart from the other compressions: libarchive 3.6 checks neither the sum nor the length of a gzip member, takes a
 * stream that a flipped bit ended early for a whole one, and gives nothing of the last 64 KiB before a broken place. Takes,
 * gives and promises what container.h does, for this one compression.
 */
#ifndef WIRECOPY_READ_BYTES_GZIP_H
#define WIRECOPY_READ_BYTES_GZIP_H

#include "base/memory.h"
#include "read/bytes/byte_source.h"

struct gzip;

/* As container_open. */
enum wirecopy_status gzip_open(const struct byte_source *source, const char *head, size_t head_size, struct gzip **gzip_out);

/* As container_read. */
enum wirecopy_status gzip_read(struct gzip *gzip, char *data, size_t size, size_t *got, const char **failure);

void gzip_close(struct gzip *gzip);

/*
 * Undoes the gzip, or the deflate with zlib's head or bare as servers send it, of bytes in memory. *failure, where they are broken, become
 * more than most bytes, or are a bomb, says so (not freed). Errors: WIRECOPY_NO_MEMORY. Memory: what comes out.
 */
enum wirecopy_status gzip_undo(struct wirecopy_bytes packed, uint64_t most, struct buffer *out, const char **failure);

#endif
