/*
 * Candidates again. Of all keys only those are looked at that a changed group had or has. Who meets there is found anew; who met elsewhere
 * stays. A key whose crowd came to be or is no more, or is joined through other anchors, changes others of its groups too: in a second round the
 * pairs of these are found, whose keys are as they were, so that nothing further follows. It is mostly sampled keys that widen what changed; they
 * come first, so that the pairs of all are found in one round over bands, whose every column has keys of each group.
 */
#include <string.h>

#include "match/likeness.h"
#include "match/pairs/rejoining.h"

/* The keys of some groups, and in candidates what they have of them. */
static enum wirecopy_status make_some(struct keys *keys, struct candidates *candidates, uint64_t seed, minhash_kernel *kernel,
                                      const struct changed_groups *groups)
{
    for (uint32_t rank = 0; rank < candidates->sets->count; rank++)
        if (group_changed(groups, rank))
            candidates->keys[rank] = (struct key_counts){0, 0};
    return keys_make(keys, candidates, seed, kernel, groups);
}

/* The keys that some groups had then. */
static enum wirecopy_status make_then(struct keys *keys, const struct candidates *candidates, uint64_t seed, minhash_kernel *kernel,
                                      struct candidates_then then)
{
    struct candidates before = *candidates;
    enum wirecopy_status status;
    before.sets = then.sets;
    before.glances = NULL;
    before.keys = memory_allocate(candidates->sets->count, sizeof *before.keys);
    status = before.keys ? make_some(keys, &before, seed, kernel, then.changed) : WIRECOPY_NO_MEMORY;
    memory_free(before.keys);
    return status;
}

/* What is asked of the keys when these are made anew. */
struct sketching_again {
    uint64_t seed;
    minhash_kernel *kernel;
};

/* One more set of groups, that of the first and of the second, or NULL, but not of the third, or NULL. */
static enum wirecopy_status join_groups(struct changed_groups *joined, uint32_t count, const struct changed_groups *first,
                                        const struct changed_groups *second, const struct changed_groups *without)
{
    *joined = (struct changed_groups){.bits = memory_allocate_zero(count / 8 + 1, 1)};
    for (uint32_t rank = 0; joined->bits && rank < count; rank++)
        if ((group_changed(first, rank) || (second && group_changed(second, rank))) && !(without && group_changed(without, rank)))
            change_group(joined, rank);
    return joined->bits ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}

/* The keys of widened groups. */
static enum wirecopy_status sketch_widened(struct rejoining *r, struct keys *beside, struct sketching_again how)
{
    keys_release(beside);
    *beside = (struct keys){0};
    r->beside = r->widened->count ? beside : NULL;
    return r->beside ? make_some(beside, r->candidates, how.seed, how.kernel, r->widened) : WIRECOPY_OK;
}

/* The round over bands, of changed and of widened groups; where it widens what changed further, which is seldom, another one of those. */
static enum wirecopy_status rejoin_bands(struct rejoining *r, struct keys *beside, struct sketching_again how)
{
    const uint32_t widened = r->widened->count, count = r->candidates->sets->count;
    struct changed_groups both = {0}, more = {0};
    enum wirecopy_status status = join_groups(&both, count, r->changed, r->widened, NULL);
    r->asked = &both;
    if (status == WIRECOPY_OK)
        status = rejoin(r, true);
    if (status == WIRECOPY_OK && r->widened->count > widened) {
        status = join_groups(&more, count, r->widened, NULL, &both);
        if (status == WIRECOPY_OK)
            status = sketch_widened(r, beside, how);
        r->asked = &more;
        r->done = &both;
        if (status == WIRECOPY_OK)
            status = rejoin(r, true);
    }
    r->asked = r->done = NULL; /* they end here */
    changed_groups_release(&both);
    changed_groups_release(&more);
    return status;
}

/* All rounds. */
static enum wirecopy_status rejoin_all(struct rejoining *r, struct keys *beside, struct sketching_again how)
{
    const struct plan *plan = &r->candidates->plan;
    enum wirecopy_status status = WIRECOPY_OK;
    r->asked = r->changed;
    if (plan->sampled_one_in)
        status = rejoin(r, false);
    if (status == WIRECOPY_OK)
        status = sketch_widened(r, beside, how);
    if (status == WIRECOPY_OK && plan->bands)
        status = rejoin_bands(r, beside, how);
    r->asked = r->widened;
    r->done = r->changed;
    return status == WIRECOPY_OK && plan->sampled_one_in && r->beside ? rejoin(r, false) : status;
}

/* All pairs of changed groups that meet, and of others that meet otherwise, which are marked as changed then. */
static enum wirecopy_status find_again(struct candidates *candidates, uint64_t seed, minhash_kernel *kernel, struct candidates_then then)
{
    struct changed_groups widened = {.bits = memory_allocate_zero(candidates->sets->count / 8 + 1, 1)};
    struct keys all = {0}, before = {0}, now = {0}, beside = {0};
    struct key_counts *counts = NULL;
    bool same_plan = false;
    struct rejoining r = {.all = &all, .then = &before, .now = &now, .candidates = candidates, .changed = then.changed, .widened = &widened};
    enum wirecopy_status status = widened.bits ? candidates_make_parts(candidates) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = keys_restore(&all, candidates, then.keys, &counts, &same_plan);
    if (status == WIRECOPY_OK && !same_plan)
        status = status_fail(WIRECOPY_BAD_INPUT, "saved keys contradict themselves");
    memory_free(counts);
    if (status == WIRECOPY_OK)
        status = make_then(&before, candidates, seed, kernel, then);
    if (status == WIRECOPY_OK)
        status = make_some(&now, candidates, seed, kernel, then.changed);
    if (status == WIRECOPY_OK)
        status = rejoin_all(&r, &beside, (struct sketching_again){seed, kernel});
    for (uint32_t rank = 0; status == WIRECOPY_OK && rank < candidates->sets->count; rank++)
        if (group_changed(&widened, rank))
            change_group(then.changed, rank);
    keys_release(&all);
    keys_release(&before);
    keys_release(&now);
    keys_release(&beside);
    changed_groups_release(&widened);
    return status == WIRECOPY_OK ? candidates_dealt(candidates) : status;
}

enum wirecopy_status candidates_init_again(struct candidates *candidates, const struct verifying *verifying, uint64_t seed, minhash_kernel *kernel,
                                           struct candidates_then then)
{
    struct verifying loosely = *verifying;
    struct likeness found = {0};
    struct changed_groups own = {.bits = memory_allocate(verifying->sets->count / 8 + 1, 1)}; /* without those whose pairs follow */
    enum wirecopy_status status = own.bits ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    candidates->likeness = NULL;
    if (own.bits)
        memcpy(own.bits, then.changed->bits, verifying->sets->count / 8 + 1);
    if (status == WIRECOPY_OK)
        status = find_again(candidates, seed, kernel, then);
    loosely.rule = then.likeness->rule;
    loosely.likeness = NULL;
    if (status == WIRECOPY_OK)
        status = likeness_make(&found, candidates, &loosely, (struct likeness_before){then.likeness, &own});
    if (status == WIRECOPY_OK)
        status = likeness_renew(then.likeness, &found, then.changed, verifying->left_out->space);
    likeness_release(&found);
    changed_groups_release(&own);
    candidates_show_known(candidates, then.likeness);
    return status;
}
