/* Content hashes are looked up among the groups, which are in order of them. */
#include "cluster/given.h"

#include "match/pairs/given.h"

bool given_rank(const struct groups *groups, const struct articles *articles, struct hash128 content, uint32_t *rank_out)
{
    uint32_t low = 0, high = groups->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = hash128_compare(articles->rows[groups_leader(groups, middle)].content, content);
        *rank_out = middle;
        if (order == 0)
            return true;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

enum wirecopy_status given_candidates(const struct given_pairs *given, const struct sets *sets, struct match_rule rule, struct candidates *candidates)
{
    const struct left_out *left_out = sets->left_out;
    uint64_t *pairs = memory_allocate(given->count, sizeof *pairs);
    enum wirecopy_status status = pairs || given->count == 0 ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (size_t i = 0; i < given->count && status == WIRECOPY_OK; i++) {
        uint32_t a, b;
        if (given_rank(left_out->groups, left_out->articles, given->pairs[i].a, &a) &&
            given_rank(left_out->groups, left_out->articles, given->pairs[i].b, &b) && a != b)
            pairs[i] = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
        else
            status = status_fail(WIRECOPY_INVALID, "a pair is not of two texts that are there");
    }
    if (status == WIRECOPY_OK)
        status = candidates_init_given(candidates, sets, rule, pairs, given->count);
    memory_free(pairs);
    return status;
}
