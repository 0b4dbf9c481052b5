/* Phrases of furniture and a save: without a line's rule they may be common, and whoever has them elsewhere changes too. */
#include "cluster/checkpoint/checkpoint_files.h"

enum wirecopy_status checkpoint_phrases(const struct checkpoint *checkpoint, struct scratch_space *space, struct phrases *phrases)
{
    struct saved *saved = NULL;
    enum wirecopy_status status = WIRECOPY_OK;
    if (checkpoint->from.learnt)
        status = checkpoint_open(checkpoint->from.directory, "phrases", checkpoint->from.learnt, 0, &saved);
    if (saved)
        status = phrases_restore(phrases, space, saved);
    saved_close(saved);
    return status;
}

enum wirecopy_status checkpoint_save_phrases(const struct checkpoint *checkpoint, const struct phrases *phrases)
{
    struct saving *saving;
    enum wirecopy_status status = saving_begin(checkpoint->save.directory, "phrases", checkpoint_fingerprint(checkpoint->save.learnt, 0), &saving);
    return status == WIRECOPY_OK ? saving_end(saving, phrases_save(phrases, saving), NULL) : status;
}
