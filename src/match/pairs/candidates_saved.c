/* Candidates, saved: the plan, and what articles have of keys and of crowds; and the keys before they were joined. */
#include "match/pairs/joining.h"
#include "match/likeness.h"

/* A plan without the holes of its struct, and what was counted. */
struct head {
    uint32_t bands, rows, sampled_one_in, sampled_least, crowd, unused;
    uint64_t giant_buckets, crowded_keys;
};

static struct head head_of(const struct plan *plan)
{
    return (struct head){plan->bands, plan->rows, plan->sampled_one_in, plan->sampled_least, plan->crowd, 0, 0, 0};
}

static bool same_plan(const struct head *head, const struct plan *plan)
{
    return !plan->all_pairs && head->bands == plan->bands && head->rows == plan->rows && head->sampled_one_in == plan->sampled_one_in &&
           head->sampled_least == plan->sampled_least && head->crowd == plan->crowd;
}

enum wirecopy_status candidates_save(const struct candidates *candidates, struct saving *saving)
{
    static const struct known_crowds none;
    struct head head = head_of(&candidates->plan);
    const struct known_crowds *noted = candidates->noted ? candidates->noted : &none;
    enum wirecopy_status status;
    head.giant_buckets = candidates->giant_buckets;
    head.crowded_keys = candidates->crowded_keys;
    status = saving_put(saving, &head, sizeof head);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, candidates->keys, candidates->sets->count * sizeof *candidates->keys);
    if (status == WIRECOPY_OK)
        status = saving_put_set(saving, &noted->bands);
    if (status == WIRECOPY_OK)
        status = saving_put_set(saving, &noted->sampled);
    return status == WIRECOPY_OK ? crowd_lists_save(&candidates->crowds, saving) : status;
}

/* The keys of crowds; where nobody asks for them, they are passed by. */
static enum wirecopy_status take_noted(struct candidates *candidates, struct saved *saved)
{
    struct known_crowds noted = {{0}, {0}};
    enum wirecopy_status status = saved_take_set(saved, &noted.bands);
    if (status == WIRECOPY_OK)
        status = saved_take_set(saved, &noted.sampled);
    if (status == WIRECOPY_OK && candidates->noted)
        status = hash_set_add_all(&candidates->noted->bands, &noted.bands);
    if (status == WIRECOPY_OK && candidates->noted)
        status = hash_set_add_all(&candidates->noted->sampled, &noted.sampled);
    hash_set_release(&noted.bands);
    hash_set_release(&noted.sampled);
    return status;
}

enum wirecopy_status keys_save(const struct keys *keys, const struct candidates *candidates, struct saving *saving)
{
    struct head head = head_of(&candidates->plan);
    enum wirecopy_status status = saving_put(saving, &head, sizeof head);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, candidates->keys, candidates->sets->count * sizeof *candidates->keys);
    if (status == WIRECOPY_OK)
        status = columns_save(&keys->bands, saving);
    if (status == WIRECOPY_OK && keys->saved.scratch)
        return shelves_save_again(&keys->saved, saving);
    return status == WIRECOPY_OK ? shelves_save(&keys->sampled, keys_sampled_bits(keys, candidates), candidates->rank_bits, saving) : status;
}

enum wirecopy_status keys_restore(struct keys *keys, const struct candidates *candidates, struct saved *saved, struct key_counts **counts_out,
                                  bool *same_plan_out)
{
    struct head head;
    size_t count = 0;
    enum wirecopy_status status = saved_take(saved, &head, sizeof head);
    *counts_out = NULL;
    *same_plan_out = status == WIRECOPY_OK && same_plan(&head, &candidates->plan);
    if (!*same_plan_out)
        return status;
    status = saved_take_array(saved, sizeof **counts_out, counts_out, &count);
    if (status == WIRECOPY_OK && count != candidates->sets->count)
        status = status_fail(WIRECOPY_BAD_INPUT, "saved keys contradict themselves");
    return status == WIRECOPY_OK ? keys_take(keys, candidates, saved) : status;
}

uint32_t candidates_known_parts(const struct likeness *likeness)
{
    return (uint32_t)((likeness->count + KNOWN_A_PART - 1) / KNOWN_A_PART);
}

void candidates_show_known(struct candidates *candidates, const struct likeness *likeness)
{
    distribution_release(&candidates->pairs);
    candidates->likeness = likeness;
    candidates->parts = candidates_known_parts(likeness);
}

enum wirecopy_status candidates_restore(struct candidates *candidates, const struct sets *sets, const struct plan *plan, struct match_rule rule,
                                        struct candidates_from from, struct saved *saved, bool *same_plan_out)
{
    struct head head;
    enum wirecopy_status status = saved_take(saved, &head, sizeof head);
    *same_plan_out = status == WIRECOPY_OK && same_plan(&head, plan);
    if (!*same_plan_out)
        return status;
    *candidates = (struct candidates){.sets = sets,
                                      .plan = *plan,
                                      .rule = rule,
                                      .likeness = from.likeness,
                                      .noted = from.noted,
                                      .giant_buckets = head.giant_buckets,
                                      .crowded_keys = head.crowded_keys};
    keys_needed_init(&candidates->needed, plan, rule.resemblance, rule.containment);
    candidates->keys = memory_allocate(sets->count, sizeof *candidates->keys);
    status = candidates->keys ? saved_take(saved, candidates->keys, sets->count * sizeof *candidates->keys) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = take_noted(candidates, saved);
    if (status == WIRECOPY_OK)
        status = crowd_lists_restore(&candidates->crowds, sets->left_out, from.crowds, saved);
    candidates->parts = candidates_known_parts(from.likeness);
    if (status != WIRECOPY_OK)
        candidates_release(candidates);
    return status;
}
