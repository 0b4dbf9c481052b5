/*
 * A window over candidates that were found without one. A pair of groups is the pairs of their parts that the window admits; the parts
 * of one group are pairs too. Who meets in a crowd is found anew.
 */
#include "learn/parted.h"
#include "match/pairs/crowded.h"
#include "match/likeness.h"
#include "match/pairs/timely.h"
#include "match/forms/seen.h"

bool narrowing_admits(const struct narrowing *n, uint32_t a, uint32_t b)
{
    uint32_t earlier = n->times[a] < n->times[b] ? a : b, later = earlier == a ? b : a;
    if (n->times[earlier] == 0 || n->times[later] - n->times[earlier] <= (uint64_t)n->parted->window_minutes)
        return true;
    return groups_size(n->parted, earlier) > 1 && groups_within_window(n->parted, n->articles, a, b);
}

/* A part with those of another group, from *low on, which are in order of time; what stands before *low is too early for later parts too. */
static enum wirecopy_status deal_part(const struct narrowing *n, uint32_t a, uint32_t *low, uint32_t end, bool few)
{
    enum wirecopy_status status = WIRECOPY_OK;
    while (*low < end && !narrowing_admits(n, a, *low) && n->times[*low] < n->times[a])
        ++*low;
    for (uint32_t b = *low; b < end && narrowing_admits(n, a, b) && status == WIRECOPY_OK; b++)
        status = narrowing_deal(n, a, b, few);
    return status;
}

/* The pairs of the parts of two groups. Cost: linear in the parts and the pairs. */
static enum wirecopy_status deal_parts(const struct narrowing *n, uint32_t whole_a, uint32_t whole_b, bool few)
{
    uint32_t a = n->parted->part_of[whole_a], end_a = n->parted->part_of[whole_a + 1];
    uint32_t b = n->parted->part_of[whole_b], end_b = n->parted->part_of[whole_b + 1], low;
    enum wirecopy_status status = WIRECOPY_OK;
    if (n->times[b] == 0) { /* the undated part is the first, and meets all */
        for (uint32_t i = a; i < end_a && status == WIRECOPY_OK; i++)
            status = narrowing_deal(n, i, b, few);
        b++;
    }
    if (n->times[a] == 0) {
        for (uint32_t j = b; j < end_b && status == WIRECOPY_OK; j++)
            status = narrowing_deal(n, a, j, few);
        a++;
    }
    for (low = b; a < end_a && status == WIRECOPY_OK; a++)
        status = deal_part(n, a, &low, end_b, few);
    return status;
}

static enum wirecopy_status deal_pairs(const struct narrowing *n, const struct candidates *all)
{
    const uint32_t *part_of = n->parted->part_of;
    struct buffer room = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t part = 0; part < all->parts && status == WIRECOPY_OK; part++) {
        const uint64_t *pairs;
        size_t count;
        status = candidates_part(all, part, &room, &pairs, &count);
        for (size_t i = 0; status == WIRECOPY_OK && i < count; i++) {
            uint32_t a = (uint32_t)((pairs[i] & ~PAIR_TOO_FEW) >> 32), b = (uint32_t)pairs[i];
            if (part_of[a + 1] - part_of[a] > 1 || part_of[b + 1] - part_of[b] > 1) /* few have */
                status = deal_parts(n, a, b, pairs[i] & PAIR_TOO_FEW);
            else if (narrowing_admits(n, part_of[a], part_of[b]))
                status = narrowing_deal(n, part_of[a], part_of[b], pairs[i] & PAIR_TOO_FEW);
        }
    }
    buffer_release(&room);
    return status;
}

/* Parts of one group, which have equal texts. */
static enum wirecopy_status deal_equal(const struct narrowing *n, uint32_t whole_count)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t whole = 0; whole < whole_count && status == WIRECOPY_OK; whole++)
        for (uint32_t a = n->parted->part_of[whole]; a + 1 < n->parted->part_of[whole + 1] && status == WIRECOPY_OK; a++)
            for (uint32_t b = a + 1; b < n->parted->part_of[whole + 1] && narrowing_admits(n, a, b) && status == WIRECOPY_OK; b++)
                status = narrowing_deal(n, a, b, false);
    return status;
}

enum wirecopy_status candidates_within(struct candidates *within, const struct candidates *all, const struct sets *sets)
{
    struct narrowing n = {within, sets->left_out->groups, sets->left_out->articles, all->sets->count, NULL};
    enum wirecopy_status status;
    if (all->plan.all_pairs)
        return candidates_init(within, sets, &all->plan, (struct match_rule){1, 1}, 0, NULL, (struct candidates_asked){.crowds = false});
    *within = (struct candidates){.sets = sets,
                                  .plan = all->plan,
                                  .rule = all->rule,
                                  .needed = all->needed,
                                  .within = true,
                                  .passages = all->passages,
                                  .giant_buckets = all->giant_buckets,
                                  .crowded_keys = all->crowded_keys};
    within->keys = memory_allocate(n.parted->count, sizeof *within->keys);
    n.times = memory_allocate(n.parted->count, sizeof *n.times);
    within->crowded = crowded_create(n.parted->count, all->rule);
    status = within->keys && n.times && within->crowded ? candidates_make_parts(within) : WIRECOPY_NO_MEMORY;
    for (uint32_t whole = 0; status == WIRECOPY_OK && whole < all->sets->count; whole++)
        for (uint32_t part = n.parted->part_of[whole]; part < n.parted->part_of[whole + 1]; part++)
            within->keys[part] = all->keys[whole];
    for (uint32_t number = 0; status == WIRECOPY_OK && number < n.articles->count; number++) {
        uint32_t part = n.parted->rank_of[number];
        if (part != UINT32_MAX && groups_leader(n.parted, part) == number)
            n.times[part] = timely_minute(&n.articles->rows[number]);
    }
    if (status == WIRECOPY_OK)
        status = deal_pairs(&n, all);
    if (status == WIRECOPY_OK)
        status = deal_equal(&n, all->sets->count);
    if (status == WIRECOPY_OK)
        status = narrowing_join_crowds(&n, &all->crowds);
    if (status == WIRECOPY_OK)
        status = candidates_dealt(within);
    memory_free(n.times);
    if (status != WIRECOPY_OK)
        candidates_release(within);
    return status;
}

/* Whether the one part of a group is seen as the whole was: in another order, but all of it. */
static bool is_whole(const struct groups *parted, uint32_t whole)
{
    uint32_t part = parted->part_of[whole];
    return parted->part_of[whole + 1] == part + 1 && groups_size(parted, part) <= SEEN_AS_MOST;
}

enum wirecopy_status likeness_within(struct likeness *within, const struct likeness *all, const struct groups *parted, uint32_t whole_count)
{
    *within = *all;
    within->whole_of = memory_allocate(parted->count, sizeof *within->whole_of);
    if (!within->whole_of)
        return WIRECOPY_NO_MEMORY;
    for (uint32_t whole = 0; whole < whole_count; whole++)
        for (uint32_t part = parted->part_of[whole]; part < parted->part_of[whole + 1]; part++)
            within->whole_of[part] = is_whole(parted, whole) ? whole : UINT32_MAX;
    return WIRECOPY_OK;
}
