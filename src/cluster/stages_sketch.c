/* The stages between what is left out and matching: the sets of shingles, the plan of keys, and the pairs that meet. */
#include "cluster/stages.h"

#include <stdio.h>

#include "cluster/given.h"
#include "cluster/noting.h"
#include "cluster/parting.h"
#include "cluster/pipeline.h"
#include "learn/huge.h"

static enum wirecopy_status keep_plan(struct pipeline *p, const struct plan *plan)
{
    p->kept.plan = *plan;
    p->kept.plan.known = NULL;
    p->kept.seed = p->corpus->options.seed;
    p->kept.shingle_words = p->corpus->options.shingle_words;
    return hash_set_add_all(&p->kept.common, &p->sets.common.shingles);
}

/* Below so much memory common shingles are shown before keys are made: what counts them would take too much of what keys have. */
static const uint64_t LITTLE_MEMORY = (uint64_t)128 << 20;

/* Of common shingles what people are shown is counted while sets are sketched, which go through all words anyway. */
static enum wirecopy_status init_candidates(struct pipeline *p, const struct plan *plan, struct match_rule rule, struct saving *keys,
                                            struct saved *sketches)
{
    const struct wirecopy_options *options = &p->corpus->options;
    struct common_shown *shown = NULL;
    bool asked = p->learnt.kept && p->sets.common.shingles.count > 0, beside = asked && !plan->all_pairs && options->memory_bytes >= LITTLE_MEMORY;
    uint64_t used = beside ? p->left_out.memory_bytes / 2 : 0;
    enum wirecopy_status status = used ? left_out_use(&p->left_out, used) : WIRECOPY_OK;
    if (status == WIRECOPY_OK && beside)
        status = common_shown_begin(&p->learnt, &p->left_out, &p->sets.common, &shown);
    else if (status == WIRECOPY_OK && asked)
        status = learnt_gather_common(&p->learnt, &p->left_out, &p->sets.common);
    if (status == WIRECOPY_OK)
        status = candidates_init(&p->candidates, &p->sets, plan, rule, options->seed, p->minhash->kernel,
                                 (struct candidates_asked){p->checkpoint.noted, p->checkpoint.crowds, keys, sketches,
                                                           p->phrases.all ? &p->phrases : NULL, shown, options->save_directory != NULL});
    if (shown)
        status = common_shown_end(shown, status);
    p->candidates.shown = NULL;
    if (used)
        scratch_space_return(p->left_out.space, used);
    return status;
}

/* Candidates are restored where an earlier run saved them, and saved where that is asked for; then a window parts all of it. */
static enum wirecopy_status find_candidates(struct pipeline *p, const struct plan *plan, struct match_rule rule)
{
    bool restored;
    struct saving *keys = NULL;
    struct saved *sketches = NULL;
    enum wirecopy_status status;
    p->verifying =
        (struct verifying){.sets = &p->sets, .left_out = &p->left_out, .rule = rule, .template_numbers = p->corpus->options.template_numbers};
    if (p->corpus->given)
        return given_candidates(p->corpus->given, &p->sets, rule, &p->candidates);
    if (p->again.few)
        status = again_candidates(&p->again, &p->verifying, plan, p->minhash->kernel, &p->likeness, &p->candidates, &restored);
    else
        status = checkpoint_candidates(&p->checkpoint, &p->sets, plan, rule, &p->likeness, &p->candidates, &restored);
    if (status == WIRECOPY_OK && !restored && !p->again.few && !plan->all_pairs)
        status = checkpoint_sketches(&p->checkpoint, &sketches);
    if (status == WIRECOPY_OK && !restored && !plan->all_pairs) /* else there are none */
        status = checkpoint_save_sketches(&p->checkpoint, &keys);
    if (status == WIRECOPY_OK && !restored)
        status = init_candidates(p, plan, rule, keys, sketches);
    if (status == WIRECOPY_OK && sketches)
        status = checkpoint_glances(&p->checkpoint, &p->candidates);
    if (status == WIRECOPY_OK && keys)
        status = checkpoint_save_glances(&p->checkpoint, &p->candidates);
    if (status == WIRECOPY_OK && p->candidates.phrases)
        status = checkpoint_save_phrases(&p->checkpoint, &p->phrases);
    if (keys)
        status = saving_end(keys, status, NULL);
    saved_close(sketches);
    if (status == WIRECOPY_OK)
        status = checkpoint_save_candidates(&p->checkpoint, &p->candidates, &p->verifying, &p->likeness);
    p->candidates.passages = p->corpus->options.passages;
    if (status == WIRECOPY_OK && p->corpus->options.save_directory && !p->candidates.likeness && !p->candidates.passages &&
        likeness_serves(&p->likeness, rule)) /* made of them just now */
        candidates_show_known(&p->candidates, &p->likeness);
    if (status == WIRECOPY_OK && p->corpus->options.window_hours)
        status = part_by_window(&(struct parting){&p->groups, &p->left_out, &p->sets, &p->candidates, &p->likeness},
                                (int64_t)p->corpus->options.window_hours * 60);
    p->verifying.glances = p->candidates.glances;
    if (likeness_serves(&p->likeness, rule))
        p->verifying.likeness = &p->likeness;
    return status;
}

enum wirecopy_status stage_sketch(struct pipeline *p)
{
    const struct wirecopy_options *options = &p->corpus->options;
    struct match_rule rule = {options->resemblance, options->containment};
    struct plan plan, given;
    bool is_given = plan_by_hand(options, &given);
    struct forecast forecast;
    struct plan_asked asked;
    const struct known_plan *known = options->plan_file ? &p->corpus->plan : NULL;
    enum wirecopy_status status = stage_next(p, "furniture", "shingles");
    if (known) {
        is_given = true;
        given = known->plan;
        given.known = &known->crowds;
    }
    if (status == WIRECOPY_OK)
        status = p->restored              ? sets_restore(&p->sets, &p->left_out, p->restored)
                 : p->again.few && !known ? again_sets(&p->again, &p->sets, &p->left_out)
                                          : sets_init(&p->sets, &p->left_out, options->furniture, known ? &known->common : NULL);
    if (status == WIRECOPY_OK)
        status = huge_sets_create(&p->sets.huge);
    if (known) {
        snprintf(p->summary->plan_file, sizeof p->summary->plan_file, "%s", options->plan_file);
        snprintf(p->summary->plan_fingerprint, sizeof p->summary->plan_fingerprint, "%016llx", (unsigned long long)known->fingerprint);
    }
    if (status == WIRECOPY_OK)
        status = checkpoint_save_learnt(&p->checkpoint, &p->left_out, &p->sets, p->restored != NULL);
    if (status == WIRECOPY_OK && options->save_directory && !p->restored)
        status = phrases_choose(&p->phrases, &p->left_out, &p->sets.common);
    p->summary->common_shingles = p->sets.common.shingles.count;
    if (status == WIRECOPY_OK)
        status = stage_next(p, "shingles", "plan");
    p->minhash = minhash_variant_named(options->kernel);
    asked = (struct plan_asked){rule, options->seed, p->minhash->kernel, is_given ? &given : NULL};
    p->checkpoint.changed = p->again.few ? &p->again.changed : NULL;
    if (status == WIRECOPY_OK && p->corpus->given) { /* nothing is to be chosen, and some articles are no measure */
        plan = given;
        forecast = (struct forecast){.meetings = 0};
    } else if (status == WIRECOPY_OK) {
        status = checkpoint_plan(&p->checkpoint, &p->sets, &asked, &p->survey, &plan, &forecast);
    }
    if (status == WIRECOPY_OK) {
        note_plan(p->summary, &plan, &forecast);
        status = stage_next(p, "plan", "keys");
    }
    if (status == WIRECOPY_OK && !p->without_pairs)
        status = find_candidates(p, &plan, rule);
    else if (status == WIRECOPY_OK && p->learnt.kept && p->sets.common.shingles.count > 0) /* else while keys are made */
        status = learnt_gather_common(&p->learnt, &p->left_out, &p->sets.common);
    if (status == WIRECOPY_OK && options->save_directory && !p->checkpoint.same && (p->learnt.kept || p->learnt.rows))
        status = checkpoint_save_lines(&p->checkpoint, &p->learnt);
    if (status == WIRECOPY_OK && options->keep_lines)
        status = keep_plan(p, &plan);
    p->summary->giant_buckets = p->candidates.giant_buckets;
    p->summary->crowded_keys = p->candidates.crowded_keys;
    return status;
}
