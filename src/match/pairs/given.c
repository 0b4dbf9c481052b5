/* Pairs that are given are dealt as if each had met in a band, of a plan that asks for nothing else. */
#include "match/pairs/given.h"

#include "match/pairs/joining.h"

enum wirecopy_status candidates_init_given(struct candidates *candidates, const struct sets *sets, struct match_rule rule, const uint64_t *pairs,
                                           size_t count)
{
    enum wirecopy_status status = WIRECOPY_OK;
    *candidates = (struct candidates){.sets = sets, .plan = {.sampled_least = SAMPLED_LEAST, .crowd = SAMPLED_CROWD}, .rule = rule};
    candidates->keys = memory_allocate_zero(sets->count, sizeof *candidates->keys);
    status = candidates->keys ? candidates_make_parts(candidates) : WIRECOPY_NO_MEMORY;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        uint64_t a = pairs[i] >> 32, b = (uint32_t)pairs[i];
        status = candidates_deal(candidates, (a << candidates->rank_bits | b) << 1 | 1);
    }
    if (status == WIRECOPY_OK)
        status = candidates_dealt(candidates);
    if (status != WIRECOPY_OK)
        candidates_release(candidates);
    return status;
}
