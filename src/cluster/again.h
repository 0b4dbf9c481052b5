/*
 * A run from a save, with another furniture file. Takes: the stages' parts as an earlier run saved them. Gives: what learning, common shingles
 * and candidates would be. Promises: the same answer as making them anew; the cost is that of the articles that have a line of which the
 * files differ. Does not know: why other furniture is asked for. Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_AGAIN_H
#define WIRECOPY_CLUSTER_AGAIN_H

#include "cluster/checkpoint/checkpoint.h"
#include "learn/again.h"

/* What the earlier run left out, and what changed since. */
struct again {
    const struct checkpoint *checkpoint;
    bool learnt;            /* false: nothing that serves was saved */
    bool few;               /* with that, so few groups changed that what follows is brought up to date, not made anew */
    struct left_out before; /* owns removed; the rest is borrowed */
    struct sets sets_before;
    struct changed_groups changed;
};
void again_release(struct again *again);

/* Leaves out what the furniture file says, in the place of left_out_learn; again->learnt says whether it did. Where much changed, nothing else is restored. */
enum wirecopy_status again_learn(struct again *again, struct checkpoint *checkpoint, struct left_out *left_out, bool built_in);

/* In the place of sets_init, where common shingles are learnt, and few groups changed. */
enum wirecopy_status again_sets(struct again *again, struct sets *sets, const struct left_out *left_out);

/* In the place of checkpoint_candidates, where few changed: there are none where too much changed, or other keys or a looser rule are asked for. */
enum wirecopy_status again_candidates(struct again *again, const struct verifying *verifying, const struct plan *plan, minhash_kernel *kernel,
                                      struct likeness *likeness, struct candidates *candidates, bool *restored_out);

#endif
