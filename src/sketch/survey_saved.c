/* A survey, saved: its head, the sizes, and of each plan what was counted, its pairs and their keys. */
#include "sketch/survey.h"

struct head {
    struct match_rule rule;
    uint64_t plan_count;
};

static enum wirecopy_status put_values(const struct scratch *values, struct saving *saving)
{
    return values ? saving_put_scratch(saving, values) : saving_put(saving, NULL, 0);
}

enum wirecopy_status survey_save(const struct survey *survey, struct saving *saving)
{
    struct head head = {survey->rule, survey->plan_count};
    enum wirecopy_status status = saving_put(saving, &head, sizeof head);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, survey->sizes, survey->count * sizeof *survey->sizes);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, survey->ranks, survey->count * sizeof *survey->ranks);
    for (uint32_t i = 0; i < survey->plan_count && status == WIRECOPY_OK; i++) {
        const struct surveyed_plan *plan = &survey->plans[i];
        status = saving_put(saving, &plan->in_bands, sizeof plan->in_bands);
        if (status == WIRECOPY_OK)
            status = saving_put(saving, plan->keys, survey->count * sizeof *plan->keys);
        if (status == WIRECOPY_OK)
            status = saving_put(saving, plan->pairs, plan->pair_count * sizeof *plan->pairs);
        if (status == WIRECOPY_OK)
            status = put_values(plan->bands, saving);
        if (status == WIRECOPY_OK)
            status = put_values(plan->sampled, saving);
    }
    return status;
}

static enum wirecopy_status take_plan(struct survey *survey, struct saved *saved, struct scratch_space *space)
{
    struct surveyed_plan *plan = &survey->plans[survey->plan_count++];
    size_t keys;
    enum wirecopy_status status = saved_take(saved, &plan->in_bands, sizeof plan->in_bands);
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *plan->keys, &plan->keys, &keys);
    if (status == WIRECOPY_OK && keys != survey->count)
        status = status_fail(WIRECOPY_BAD_INPUT, "a saved survey contradicts itself");
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *plan->pairs, &plan->pairs, &plan->pair_count);
    for (size_t i = 0; status == WIRECOPY_OK && i < plan->pair_count; i++)
        if (plan->pairs[i].a >= survey->count || plan->pairs[i].b >= survey->count)
            status = status_fail(WIRECOPY_BAD_INPUT, "a saved survey contradicts itself");
    if (status == WIRECOPY_OK)
        status = saved_take_scratch(saved, space, true, &plan->bands);
    return status == WIRECOPY_OK ? saved_take_scratch(saved, space, true, &plan->sampled) : status;
}

enum wirecopy_status survey_restore(struct survey *survey, struct saved *saved, struct scratch_space *space)
{
    struct head head = {{0, 0}, 0};
    size_t ranks = 0;
    enum wirecopy_status status = saved_take(saved, &head, sizeof head);
    *survey = (struct survey){.kept = true, .rule = head.rule};
    if (status == WIRECOPY_OK && head.plan_count > PLANS)
        status = status_fail(WIRECOPY_BAD_INPUT, "a saved survey contradicts itself");
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *survey->sizes, &survey->sizes, &survey->count);
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *survey->ranks, &survey->ranks, &ranks);
    if (status == WIRECOPY_OK && ranks != survey->count)
        status = status_fail(WIRECOPY_BAD_INPUT, "a saved survey contradicts itself");
    for (uint64_t i = 0; i < head.plan_count && status == WIRECOPY_OK; i++)
        status = take_plan(survey, saved, space);
    if (status != WIRECOPY_OK)
        survey_release(survey);
    return status;
}
