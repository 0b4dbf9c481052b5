/* Two bounds that cost no set of a pair or only one: glances of all articles, and the bits of the few that are very large. */
#include "match/verifier.h"

enum wirecopy_status glance_at_pair(struct verifier *verifier, uint32_t a, uint32_t b, struct match *most, bool *told)
{
    const struct verifying *verifying = verifier->verifying;
    const struct groups *groups = verifying->left_out->groups;
    const struct glance *of_a, *of_b;
    uint32_t least;
    enum wirecopy_status status;
    *told = false;
    if (!glances_pay(verifying))
        return WIRECOPY_OK;
    status = glances_view(verifying->glances, groups_text(groups, a), &verifier->glances[0]);
    if (status == WIRECOPY_OK)
        status = glances_view(verifying->glances, groups_text(groups, b), &verifier->glances[1]);
    if (status != WIRECOPY_OK)
        return status;
    of_a = verifier->glances[0].shown;
    of_b = verifier->glances[1].shown;
    least = of_a->ones < of_b->ones ? of_a->ones : of_b->ones;
    if (least < SHORT_SHINGLES) /* where sizes are larger than that is not known */
        return WIRECOPY_OK;
    *told = true;
    *most = (struct match){.a = a, .b = b, .size_a = of_a->ones, .size_b = of_b->ones};
    most->shared = glances_shared_most(verifying->glances, of_a, of_b);
    if (most->shared > least) /* it may be all of the smaller */
        most->shared = least;
    return WIRECOPY_OK;
}

/* Whether the bits of a large set rule the other of a pair out. */
static enum wirecopy_status ruled_out_by_large(struct verifier *verifier, uint32_t a, uint32_t b, double share, bool *out)
{
    const struct large_set *large_a = large_sets_find(&verifier->keeper.large, a), *large_b = large_sets_find(&verifier->keeper.large, b);
    const struct large_set *large = large_a ? large_a : large_b;
    struct match most = {.a = a, .b = b};
    struct kept_set *set;
    enum wirecopy_status status;
    *out = false;
    if (!large || (large_a && large_b))
        return WIRECOPY_OK;
    verifier->last_a = verifier->last_b = 0; /* what is shown is no longer that of a pair */
    status = keeper_set(&verifier->keeper, large_a ? b : a, &set);
    if (status != WIRECOPY_OK)
        return status;
    most.size_a = (uint32_t)large->count;
    most.size_b = (uint32_t)set->count;
    most.shared = (uint32_t)large_set_shared_most(large, set->shingles, set->count);
    *out = !match_reaches(&most, verifier->verifying->rule, share);
    return WIRECOPY_OK;
}

enum wirecopy_status pair_ruled_out(struct verifier *verifier, uint32_t a, uint32_t b, double share, bool *out)
{
    struct match most;
    bool told;
    enum wirecopy_status status = glance_at_pair(verifier, a, b, &most, &told);
    *out = status == WIRECOPY_OK && told && !match_reaches(&most, verifier->verifying->rule, share);
    return status == WIRECOPY_OK && !*out ? ruled_out_by_large(verifier, a, b, share, out) : status;
}
