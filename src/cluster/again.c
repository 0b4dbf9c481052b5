/* The save's files are read in the order of the stages; the first that does not serve ends it, and the stage runs in full. */
#include "cluster/again.h"

#include <string.h>

/* Where more than one group in so many changed, making all keys anew costs no more. */
enum { CHANGED_ONE_IN = 8 };

void again_release(struct again *again)
{
    memory_free(again->before.removed);
    sets_release(&again->sets_before);
    changed_groups_release(&again->changed);
}

/* Keeps what was left out before. */
static enum wirecopy_status keep_before(struct again *again, const struct left_out *left_out)
{
    size_t bytes = texts_line_count(left_out->texts) / 8 + 1;
    again->before = *left_out;
    again->before.removed = memory_allocate(bytes, 1);
    if (!again->before.removed)
        return WIRECOPY_NO_MEMORY;
    memcpy(again->before.removed, left_out->removed, bytes);
    return WIRECOPY_OK;
}

enum wirecopy_status again_learn(struct again *again, struct checkpoint *checkpoint, struct left_out *left_out, bool built_in)
{
    struct line_rules rules = {0};
    struct saved *saved;
    enum wirecopy_status status = checkpoint_other_learnt(checkpoint, &saved);
    if (!saved)
        return status;
    again->checkpoint = checkpoint;
    status = left_out_restore(left_out, saved);
    if (status == WIRECOPY_OK)
        status = sets_restore(&again->sets_before, left_out, saved);
    if (status == WIRECOPY_OK)
        status = line_rules_restore(&rules, saved, left_out->space);
    if (status == WIRECOPY_OK && !rules.mixed)
        status = keep_before(again, left_out);
    if (status == WIRECOPY_OK && !rules.mixed)
        status = left_out_learn_again(left_out, &rules, built_in, &again->changed);
    again->learnt = status == WIRECOPY_OK && !rules.mixed;
    again->few = again->learnt && again->changed.count <= left_out->groups->count / CHANGED_ONE_IN;
    if (!again->few) /* what was made from it does not serve */
        checkpoint->from.learnt = 0;
    if (rules.mixed)
        left_out_forget(left_out);
    line_rules_release(&rules);
    saved_close(saved);
    return status;
}

/* A sets_then's. */
static enum wirecopy_status restore_phrases(const void *context, struct phrases *phrases)
{
    const struct again *again = context;
    return checkpoint_phrases(again->checkpoint, again->before.space, phrases);
}

enum wirecopy_status again_sets(struct again *again, struct sets *sets, const struct left_out *left_out)
{
    struct phrases phrases = {.all = false};
    struct sets_then then = {&again->before, &again->sets_before.common, &phrases, restore_phrases, again};
    enum wirecopy_status status = sets_init_again(sets, left_out, &then, &again->changed);
    phrases_release(&phrases);
    return status;
}

/* From the known pairs, and the keys of all groups where some changed. */
static enum wirecopy_status meet_again(struct again *again, const struct verifying *verifying, minhash_kernel *kernel, struct likeness *likeness,
                                       struct candidates *candidates)
{
    struct saved *keys = NULL;
    enum wirecopy_status status = checkpoint_sketches(again->checkpoint, &keys);
    again->sets_before.left_out = &again->before;
    if (status == WIRECOPY_OK && keys)
        status = candidates_init_again(candidates, verifying, again->checkpoint->keys, kernel,
                                       (struct candidates_then){keys, &again->sets_before, likeness, &again->changed});
    if (!keys || status != WIRECOPY_OK) {
        candidates_release(candidates);
        *candidates = (struct candidates){0};
    }
    saved_close(keys);
    return status;
}

enum wirecopy_status again_candidates(struct again *again, const struct verifying *verifying, const struct plan *plan, minhash_kernel *kernel,
                                      struct likeness *likeness, struct candidates *candidates, bool *restored_out)
{
    const struct checkpoint *checkpoint = again->checkpoint;
    enum wirecopy_status status;
    *restored_out = false;
    if (again->changed.count > verifying->sets->count / CHANGED_ONE_IN || checkpoint->crowds || checkpoint->passages || plan->all_pairs)
        return WIRECOPY_OK;
    status = checkpoint_candidates(checkpoint, verifying->sets, plan, verifying->rule, likeness, candidates, restored_out);
    if (status != WIRECOPY_OK || !*restored_out || !candidates->likeness) {
        if (*restored_out)
            candidates_release(candidates);
        *restored_out = false;
    } else if (again->changed.count > 0) {
        status = meet_again(again, verifying, kernel, likeness, candidates);
        *restored_out = status == WIRECOPY_OK && candidates->keys;
    }
    if (!*restored_out)
        likeness_release(likeness);
    return status;
}
