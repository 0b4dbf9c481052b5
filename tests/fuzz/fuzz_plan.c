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
    char path[EDITED_PATH_BYTES], path_again[EDITED_PATH_BYTES];
    int file = edited_file(data, size, path), file_again;
    struct known_plan known;
    struct edited_run run;
    struct buffer rows, again, written, written_again;
    enum wirecopy_status status = known_plan_read(&known, path);
    if (status != WIRECOPY_OK) {
        must(status == WIRECOPY_BAD_INPUT && strncmp(status_detail(), path, strlen(path)) == 0);
        close(file);
        return 0;
    }
    run = (struct edited_run){.plan = path, .seed = known.seed, .shingle_words = known.shingle_words};
    known_plan_release(&known);
    rows = edited_rows(&run, &written);
    file_again = edited_file(written.data, written.size, path_again);
    run.plan = path_again;
    run.reverse = 1;
    again = edited_rows(&run, &written_again);
    must(same_bytes(&rows, &again));
    must(same_bytes(&written, &written_again));
    close(file);
    close(file_again);
    return 0;
}
