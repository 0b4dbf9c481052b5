/* Reading a small file whole, a block at a time, so that a pipe will do too. */
#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK_BYTES = 1 << 16 };

enum wirecopy_status file_read_whole(const char *path, struct buffer *out)
{
    FILE *file = fopen(path, "rb");
    enum wirecopy_status status = WIRECOPY_OK;
    size_t size = BLOCK_BYTES;
    out->size = 0;
    if (!file)
        return status_fail(WIRECOPY_IO, "%s: %s", path, strerror(errno));
    while (status == WIRECOPY_OK && size > 0) {
        status = buffer_reserve(out, BLOCK_BYTES);
        if (status != WIRECOPY_OK)
            break;
        size = fread(out->data + out->size, 1, BLOCK_BYTES, file);
        out->size += size;
        if (size == 0 && ferror(file))
            status = status_fail(WIRECOPY_IO, "%s: %s", path, strerror(errno));
    }
    fclose(file);
    return status;
}
