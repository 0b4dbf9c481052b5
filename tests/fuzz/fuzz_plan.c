/*
 * Any bytes as a plan file are refused with the file's name and a reason, or cluster: the same in the reverse order; and with what is written
 * of them, which is written again as it is.
 */
#include <string.h>
#include <unistd.h>

#include "base/status.h"
#include "fuzz/edited.h"
#include "sketch/plan_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[EDITED_PATH_BYTES];
    int file = edited_file(data, size, path);
    struct known_plan known;
    struct edited_run run;
    enum wirecopy_status status = known_plan_read(&known, path);
    if (status != WIRECOPY_OK) {
        must(status == WIRECOPY_BAD_INPUT && strncmp(status_detail(), path, strlen(path)) == 0);
        close(file);
        return 0;
    }
    run = (struct edited_run){.plan = path, .seed = known.seed, .shingle_words = known.shingle_words};
    known_plan_release(&known);
    edited_must_repeat(run);
    close(file);
    return 0;
}
