/*
 * Any bytes as a furniture file are refused with the file's name and a reason, or cluster: the same in the reverse order; and with what is
 * written of them, which is written again as it is.
 */
#include <string.h>
#include <unistd.h>

#include "base/status.h"
#include "fuzz/edited.h"
#include "learn/lines/known.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[EDITED_PATH_BYTES];
    int file = edited_file(data, size, path);
    struct known known;
    enum wirecopy_status status = known_read(&known, path);
    if (status != WIRECOPY_OK) {
        must(status == WIRECOPY_BAD_INPUT && strncmp(status_detail(), path, strlen(path)) == 0);
        close(file);
        return 0;
    }
    known_release(&known);
    edited_must_repeat((struct edited_run){.furniture = path, .shingle_words = 3});
    close(file);
    return 0;
}
