/* Any bytes as an owners file are refused with the file's name and a reason, or say the same owners when their lines come in the reverse order. */
#include <string.h>
#include <unistd.h>

#include "base/status.h"
#include "cluster/result/owners.h"
#include "fuzz/edited.h"

/* The lines of data, the last first, behind an empty one: at the beginning of a file alone a byte-order mark is none of what it says. */
static struct buffer reversed(const char *data, size_t size)
{
    struct buffer out = {0};
    must(buffer_append(&out, "\n", 1) == WIRECOPY_OK);
    while (size > 0) {
        size_t end = size;
        while (size > 0 && data[size - 1] != '\n')
            size--;
        must(buffer_append(&out, data + size, end - size) == WIRECOPY_OK && buffer_append(&out, "\n", 1) == WIRECOPY_OK);
        size -= size > 0;
    }
    return out;
}

/* Whether two readings say the same of each outlet that a line begins with. */
static int agree(const struct owners *a, const struct owners *b, const char *data, size_t size)
{
    for (const char *at = data, *end = data + size; at < end;) {
        const char *next = memchr(at, '\n', (size_t)(end - at)), *tab = memchr(at, '\t', (size_t)(end - at));
        struct wirecopy_bytes outlet = {at, (size_t)((tab && (!next || tab < next) ? tab : next ? next : end) - at)};
        if (owners_of(a, outlet) != owners_of(b, outlet))
            return 0;
        at = next ? next + 1 : end;
    }
    return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[EDITED_PATH_BYTES], path_back[EDITED_PATH_BYTES];
    const char *text = (const char *)data;
    int file = edited_file(data, size, path), file_back;
    struct owners owners, back;
    struct buffer lines;
    enum wirecopy_status status = owners_read(&owners, path);
    if (status != WIRECOPY_OK) {
        must(status == WIRECOPY_BAD_INPUT && strncmp(status_detail(), path, strlen(path)) == 0);
        close(file);
        return 0;
    }
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        size -= 3;
    }
    lines = reversed(text, size);
    file_back = edited_file(lines.data, lines.size, path_back);
    must(owners_read(&back, path_back) == WIRECOPY_OK);
    must(agree(&owners, &back, text, size));
    owners_release(&owners);
    owners_release(&back);
    buffer_release(&lines);
    close(file);
    close(file_back);
    return 0;
}
