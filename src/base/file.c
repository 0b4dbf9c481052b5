/* Reading a small file whole, then line by line. */
#include "base/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"

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

enum wirecopy_status edited_bytes_read(struct edited_file *file, struct wirecopy_bytes bytes, edited_line *take, void *context)
{
    enum wirecopy_status status = WIRECOPY_OK;
    file->fingerprint = hash_bytes(bytes.data, bytes.size);
    file->line = 0;
    for (size_t at = bytes.size >= 3 && memcmp(bytes.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0, next; at < bytes.size && status == WIRECOPY_OK;
         at = next) {
        const char *stop = memchr(bytes.data + at, '\n', bytes.size - at);
        size_t end = stop ? (size_t)(stop - bytes.data) : bytes.size;
        next = end + 1;
        file->line++;
        if (end > at && bytes.data[end - 1] == '\r')
            end--;
        if (end > at && bytes.data[at] != '#')
            status = take(context, (struct wirecopy_bytes){bytes.data + at, end - at});
    }
    return status;
}

enum wirecopy_status edited_file_read(struct edited_file *file, edited_line *take, void *context)
{
    struct buffer bytes = {0};
    enum wirecopy_status status = file_read_whole(file->path, &bytes);
    if (status == WIRECOPY_OK)
        status = edited_bytes_read(file, (struct wirecopy_bytes){bytes.data, bytes.size}, take, context);
    buffer_release(&bytes);
    return status;
}

enum wirecopy_status edited_file_refuse(const struct edited_file *file, const char *why)
{
    if (file->line == 0)
        return status_fail(WIRECOPY_BAD_INPUT, "%s: %s", file->path, why);
    return status_fail(WIRECOPY_BAD_INPUT, "%s:%llu: %s", file->path, (unsigned long long)file->line, why);
}

bool edited_line_is(struct wirecopy_bytes line, const char *word)
{
    return line.size == strlen(word) && memcmp(line.data, word, line.size) == 0;
}
