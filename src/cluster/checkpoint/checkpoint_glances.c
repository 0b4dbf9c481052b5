/* Glances and a save: a window brings many pairs together that met too seldom without it, and most of them are told apart by these. */
#include "cluster/checkpoint/checkpoint_files.h"

enum wirecopy_status checkpoint_glances(const struct checkpoint *checkpoint, struct candidates *candidates)
{
    struct saved *saved = NULL;
    enum wirecopy_status status = WIRECOPY_OK;
    if (!candidates->glances && checkpoint->from.directory && checkpoint->from.learnt)
        status = checkpoint_open(checkpoint->from.directory, "glances", checkpoint->from.learnt, 0, &saved);
    if (saved)
        status = glances_restore(candidates->sets->left_out, saved, &candidates->glances);
    saved_close(saved);
    return status;
}

enum wirecopy_status checkpoint_save_glances(const struct checkpoint *checkpoint, const struct candidates *candidates)
{
    struct saving *saving;
    enum wirecopy_status status;
    if (!candidates->glances || !checkpoint->save.directory)
        return WIRECOPY_OK;
    status = saving_begin(checkpoint->save.directory, "glances", checkpoint_fingerprint(checkpoint->save.learnt, 0), &saving);
    return status == WIRECOPY_OK ? saving_end(saving, glances_save(candidates->glances, saving), NULL) : status;
}
