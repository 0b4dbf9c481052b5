/* What plans there are, and what to expect of each: measured on a corpus, or told from its size. */
#include <string.h>

#include "cluster/pipeline.h"
#include "sketch/survey.h"

_Static_assert((int)PLANS <= (int)WIRECOPY_PLANS_MOST, "a caller has room for every plan");
_Static_assert((int)FORECAST_RESEMBLANCES == (int)WIRECOPY_PLAN_RESEMBLANCES, "as many as wirecopy.h says");
_Static_assert((int)FORECAST_RATIOS == (int)WIRECOPY_PLAN_RATIOS, "as many as wirecopy.h says");
_Static_assert((int)FORECAST_LENGTHS == (int)WIRECOPY_PLAN_LENGTHS, "as many as wirecopy.h says");

static struct match_rule rule_of(const struct wirecopy_options *options)
{
    return (struct match_rule){options->resemblance, options->containment};
}

static void describe(const struct plan *plan, const struct forecast *forecast, struct wirecopy_plan *out)
{
    *out = (struct wirecopy_plan){
        .bands = plan->bands,
        .rows = plan->rows,
        .components = plan->bands * plan->rows,
        .sampled_one_in = plan->sampled_one_in,
        .sampled_least = plan->sampled_one_in ? plan->sampled_least : 0,
        .recall = forecast->recall,
        .recall_containment = forecast->recall_containment,
        .meetings = forecast->meetings,
        .band_meetings = forecast->band_meetings,
    };
    plan_describe(plan, out->keys, sizeof out->keys);
    memcpy(out->by_resemblance, forecast->by_resemblance, sizeof out->by_resemblance);
    memcpy(out->by_ratio, forecast->by_ratio, sizeof out->by_ratio);
    memcpy(out->by_length, forecast->by_length, sizeof out->by_length);
    for (unsigned i = 0; i < WIRECOPY_PLAN_POINTS; i++) {
        double x = (double)i / (WIRECOPY_PLAN_POINTS - 1);
        out->curve[i] = plan_recall(plan, 200, 200, 400 * x / (1 + x));
    }
}

bool plan_by_hand(const struct wirecopy_options *options, struct plan *plan)
{
    bool by_hand = options->keys == WIRECOPY_KEYS_BY_HAND;
    *plan = plan_of_numbers(by_hand ? options->bands : 0, by_hand ? options->rows : 0, by_hand ? options->sampled_one_in : 0);
    plan->all_pairs = options->keys == WIRECOPY_KEYS_ALL;
    return options->keys != WIRECOPY_KEYS_PLANNED;
}

void wirecopy_plans_for(const struct wirecopy_options *options, uint64_t articles, struct wirecopy_plan plans_out[WIRECOPY_PLANS_MOST],
                        size_t *count_out)
{
    struct wirecopy_options defaults;
    struct plan by_hand;
    struct forecast forecasts[PLANS] = {{0}};
    bool one;
    size_t count;
    if (!options) {
        wirecopy_options_init(&defaults);
        options = &defaults;
    }
    one = plan_by_hand(options, &by_hand);
    count = one ? 1 : PLANS;
    for (size_t i = 0; i < count; i++) {
        const struct plan *plan = one ? &by_hand : &plans[i];
        plan_expect(plan, rule_of(options), articles, &forecasts[i]);
        describe(plan, &forecasts[i], &plans_out[i]);
    }
    plans_out[plan_pick(forecasts, count)].chosen = true;
    *count_out = count;
}

struct planning_of {
    const struct wirecopy_options *options;
    struct wirecopy_plan *plans_out;
    size_t count;
};

static enum wirecopy_status measure_plans(void *context, const struct pipeline_view *view)
{
    struct planning_of *of = context;
    struct plan by_hand, plan;
    struct forecast forecasts[PLANS] = {{0}};
    bool one = plan_by_hand(of->options, &by_hand);
    enum wirecopy_status status = WIRECOPY_OK;
    for (of->count = 0; of->count < (one ? 1 : PLANS) && status == WIRECOPY_OK; of->count++) {
        struct plan_asked asked = {rule_of(of->options), of->options->seed, view->kernel, one ? &by_hand : &plans[of->count]};
        struct survey survey = {.count = 0};
        status = plan_choose(view->sets, &asked, &survey, &plan, &forecasts[of->count]);
        survey_release(&survey);
        if (status != WIRECOPY_OK)
            return status;
        describe(&plan, &forecasts[of->count], &of->plans_out[of->count]);
    }
    of->plans_out[plan_pick(forecasts, of->count)].chosen = true;
    return status;
}

enum wirecopy_status wirecopy_corpus_plans(struct wirecopy_corpus *corpus, struct wirecopy_plan plans_out[WIRECOPY_PLANS_MOST], size_t *count_out)
{
    struct planning_of of = {.options = &corpus->options, .plans_out = plans_out};
    enum wirecopy_status status = pipeline_show(corpus, measure_plans, &of);
    *count_out = status == WIRECOPY_OK ? of.count : 0;
    return corpus_note(corpus, status);
}
