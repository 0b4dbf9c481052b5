/*
 * Of the keys that are no crowd's two share fewer than made them meet without a window. With those that crowds brought together, and those by which
 * one of the two does not meet all, this is the most that they share. Of a match that is a sample of its shingles: enough of the smaller's,
 * where it is contained, or of both together.
 */
#include "match/pairs/crowded.h"

#include "base/memory.h"

struct crowded *crowded_create(uint32_t parts, struct match_rule rule)
{
    struct crowded *crowded = memory_allocate_zero(1, sizeof *crowded);
    if (crowded)
        crowded->keys = memory_allocate_zero(parts, sizeof *crowded->keys);
    if (!crowded || !crowded->keys) {
        crowded_free(crowded);
        return NULL;
    }
    for (int n = 0; n <= KEY_COUNT_MOST; n++) {
        crowded->contained[n] = keys_shared_least(n, rule.containment);
        crowded->united[n] = keys_shared_least(n, rule.resemblance);
    }
    return crowded;
}

void crowded_free(struct crowded *crowded)
{
    if (crowded)
        memory_free(crowded->keys);
    memory_free(crowded);
}

void crowded_forget(struct crowded *crowded, uint32_t parts)
{
    for (uint32_t part = 0; part < parts; part++)
        crowded->keys[part].unmet = (struct key_counts){0, 0};
}

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

static uint32_t counted(struct key_counts counts, bool whole)
{
    return whole ? counts.whole : counts.sampled;
}

bool crowded_suffice(const struct candidates *within, uint32_t a, uint32_t b, uint32_t shared)
{
    const struct crowded_keys *of_a = &within->crowded->keys[a], *of_b = &within->crowded->keys[b];
    const struct groups *groups = within->sets->left_out->groups;
    struct key_counts rare_a = within->keys[a], rare_b = within->keys[b];
    bool whole = rare_a.whole && rare_b.whole;
    uint32_t others = within->plan.sampled_least - 1, all_a = counted(rare_a, whole), all_b = counted(rare_b, whole), most;
    int32_t enough = within->needed.of[lesser(all_a, all_b)];
    if (!keys_suffice(&within->needed, &within->plan, rare_a, rare_b, shared + others, true))
        return false;
    if (!within->needed.any || groups_size(groups, a) > 1 || groups_size(groups, b) > 1) /* of many times, and met where its first one is */
        return true;
    most = shared + (enough > (int32_t)others ? (uint32_t)enough - 1 : others) + lesser(counted(of_a->unmet, whole), counted(of_b->unmet, whole));
    all_a += counted(of_a->all, whole);
    all_b += counted(of_b->all, whole);
    return all_a + all_b <= most || (int64_t)most >= within->crowded->contained[lesser(lesser(all_a, all_b), KEY_COUNT_MOST)] ||
           (int64_t)most >= within->crowded->united[lesser(all_a + all_b - most, KEY_COUNT_MOST)];
}
