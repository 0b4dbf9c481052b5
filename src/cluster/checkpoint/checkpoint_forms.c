/* Clusters that are no forms and a save: most clusters of another rule or window are those of the usual ones. */
#include "cluster/checkpoint/checkpoint_files.h"

enum wirecopy_status checkpoint_forms(const struct checkpoint *checkpoint, struct known_forms *known)
{
    struct saved *saved = NULL;
    enum wirecopy_status status = WIRECOPY_OK;
    if (checkpoint->from.learnt)
        status = checkpoint_open(checkpoint->from.directory, "forms", checkpoint->from.learnt, 0, &saved);
    if (saved)
        status = saved_take_set(saved, &known->none);
    known->changed = checkpoint->changed;
    saved_close(saved);
    return status;
}

enum wirecopy_status checkpoint_save_forms(const struct checkpoint *checkpoint, const struct known_forms *known)
{
    struct saving *saving;
    enum wirecopy_status status;
    if (!checkpoint->save.directory)
        return WIRECOPY_OK;
    status = saving_begin(checkpoint->save.directory, "forms", checkpoint_fingerprint(checkpoint->save.learnt, 0), &saving);
    return status == WIRECOPY_OK ? saving_end(saving, saving_put_set(saving, &known->none), NULL) : status;
}
