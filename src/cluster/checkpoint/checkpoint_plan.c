/* Plans and a save: a survey is kept for the loosest rule that known pairs are kept for, so that both serve the same rules. */
#include "cluster/checkpoint/checkpoint_files.h"

/* Of what else a survey was made. */
static uint64_t survey_options(const struct plan_asked *asked)
{
    const struct plan *given = asked->given;
    uint64_t options[] = {asked->seed, given != NULL, 0, 0, 0, 0, 0, 0};
    if (given) {
        const uint32_t numbers[] = {given->bands, given->rows, given->sampled_one_in, given->sampled_least, given->crowd, given->all_pairs};
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
            options[2 + i] = numbers[i];
    }
    return hash_bytes(options, sizeof options);
}

/* Whether it serves a rule; groups that changed since are surveyed anew. */
static enum wirecopy_status renew(const struct checkpoint *checkpoint, const struct sets *sets, const struct plan_asked *asked,
                                  struct survey *restored, bool *serves_out)
{
    *serves_out = asked->rule.resemblance >= restored->rule.resemblance && asked->rule.containment >= restored->rule.containment;
    if (!*serves_out || !checkpoint->changed)
        return WIRECOPY_OK;
    return survey_renew(restored, sets, checkpoint->changed, asked, serves_out);
}

static enum wirecopy_status restore(const struct checkpoint *checkpoint, const struct sets *sets, const struct plan_asked *asked,
                                    struct survey *survey)
{
    struct survey restored = {.count = 0};
    struct saved *saved;
    bool serves;
    enum wirecopy_status status;
    if (!checkpoint->from.learnt)
        return WIRECOPY_OK;
    status = checkpoint_open(checkpoint->from.directory, "survey", checkpoint->from.learnt, survey_options(asked), &saved);
    if (saved)
        status = survey_restore(&restored, saved, sets->left_out->space);
    saved_close(saved);
    if (status != WIRECOPY_OK || restored.plan_count == 0)
        return status;
    status = renew(checkpoint, sets, asked, &restored, &serves);
    if (status == WIRECOPY_OK && serves)
        *survey = restored;
    else
        survey_release(&restored);
    return status;
}

static enum wirecopy_status save(const struct checkpoint *checkpoint, const struct plan_asked *asked, const struct survey *survey)
{
    struct saving *saving;
    enum wirecopy_status status;
    if (!checkpoint->save.directory)
        return WIRECOPY_OK;
    status = saving_begin(checkpoint->save.directory, "survey", checkpoint_fingerprint(checkpoint->save.learnt, survey_options(asked)), &saving);
    return status == WIRECOPY_OK ? saving_end(saving, survey_save(survey, saving), NULL) : status;
}

enum wirecopy_status checkpoint_plan(const struct checkpoint *checkpoint, const struct sets *sets, const struct plan_asked *asked,
                                     struct survey *survey, struct plan *plan_out, struct forecast *forecast_out)
{
    enum wirecopy_status status = restore(checkpoint, sets, asked, survey);
    uint32_t measured = survey->plan_count;
    if (measured == 0)
        *survey = (struct survey){.kept = checkpoint->save.directory, .rule = checkpoint->loosest};
    if (status == WIRECOPY_OK)
        status = plan_choose(sets, asked, survey, plan_out, forecast_out);
    if (status == WIRECOPY_OK && survey->kept && (survey->plan_count > measured || !checkpoint->same))
        status = save(checkpoint, asked, survey);
    return status;
}
