/* Clustering a corpus: the stages of the pipeline in their order, each with its time. */
#include "cluster/corpus.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/parallel.h"
#include "cluster/again.h"
#include "cluster/arrangement.h"
#include "cluster/audit.h"
#include "cluster/digest.h"
#include "cluster/forms.h"
#include "cluster/noting.h"
#include "cluster/parting.h"
#include "cluster/pipeline.h"
#include "learn/huge.h"
#include "match/briefs.h"

/* What is not for scratch is for the buffers of one stage at a time. */
enum { BUFFER_SHARE = 8 };

/* Everything between the articles and the arrangement of their clusters. */
struct pipeline {
    struct wirecopy_corpus *corpus;
    struct summary *summary;
    struct stopwatch stopwatch;
    struct groups groups;
    struct left_out left_out;
    struct learnt learnt;
    struct known_plan kept; /* the plan, where it is kept */
    struct sets sets;
    struct survey survey;
    struct candidates candidates;
    struct checkpoint checkpoint;
    struct saved *restored; /* what an earlier run learnt; NULL: nothing that fits */
    struct again again;     /* what one with another furniture file did */
    struct line_rules rules;
    struct likeness likeness;
    struct matches matches;
    struct quorum quorum;
    struct verifying verifying;
    struct briefs *briefs;
    const struct minhash_variant *minhash;
    struct holdings spent; /* of the clustering's, what only the pipeline asks for */
};

static enum wirecopy_status next_stage(struct pipeline *p, const char *ended, const char *begins)
{
    if (ended)
        stopwatch_note(&p->stopwatch, p->summary, ended);
    control_tell(&p->corpus->control, begins, 0, 0, 0);
    return control_poll(&p->corpus->control);
}

static enum wirecopy_status group_articles(struct pipeline *p)
{
    struct holdings *h = &p->corpus->holdings;
    struct summary *summary = p->summary;
    uint64_t memory_bytes = p->corpus->options.memory_bytes / BUFFER_SHARE, read = h->articles.count;
    bool kept = p->corpus->from || p->corpus->options.save_directory; /* then a save is read or written here */
    enum wirecopy_status status = checkpoint_begin(&p->checkpoint, p->corpus);
    p->checkpoint.noted = p->corpus->options.keep_lines ? &p->kept.crowds : NULL;
    if (status == WIRECOPY_OK)
        status = next_stage(p, kept ? "read" : NULL, "exact copies");
    if (status == WIRECOPY_OK)
        status = checkpoint_groups(&p->checkpoint, p->corpus, memory_bytes, &p->groups, summary);
    if (status == WIRECOPY_OK)
        status = note_articles(summary, &h->articles);
    summary->articles = read - summary->repeats;
    return status;
}

/* A save has the lines of the options that it was made with; those of others would have to be learnt from texts. */
static enum wirecopy_status restore_lines(struct pipeline *p)
{
    bool restored = false;
    enum wirecopy_status status = WIRECOPY_OK;
    if (p->restored)
        status = checkpoint_lines(&p->checkpoint, &p->learnt, p->corpus->holdings.space, &restored);
    if (status == WIRECOPY_OK && !restored && p->corpus->lines_asked)
        status = status_fail(WIRECOPY_INVALID, "%s does not hold the lines that are learnt by these options, only those of the run that saved it",
                             p->corpus->from);
    return status;
}

static enum wirecopy_status learn(struct pipeline *p)
{
    const struct wirecopy_options *options = &p->corpus->options;
    struct left_out_counts *counts = &p->left_out.counts;
    enum wirecopy_status status = next_stage(p, "exact copies", "furniture");
    p->learnt.line_texts = p->corpus->holdings.line_texts;
    if (options->keep_lines && !p->learnt.line_texts && !p->corpus->from)
        return status_fail(WIRECOPY_IO, "the texts of some lines could not be kept");
    p->left_out.texts = p->corpus->holdings.texts;
    p->left_out.articles = &p->corpus->holdings.articles;
    p->left_out.groups = &p->groups;
    p->left_out.space = p->corpus->holdings.space;
    p->left_out.memory_bytes = options->memory_bytes / BUFFER_SHARE;
    p->left_out.threads = p->corpus->threads;
    p->left_out.shingling = (struct shingling){shingle_kernel_find(options->kernel), options->shingle_words};
    p->left_out.control = &p->corpus->control;
    p->left_out.known = options->furniture_file ? &p->corpus->known : NULL;
    p->left_out.inklings = p->corpus->holdings.inklings; /* where the run fails and is tried again, they are made from the texts */
    p->corpus->holdings.inklings = NULL;
    p->left_out.learnt = p->learnt.line_texts ? &p->learnt : NULL;
    p->left_out.rules = options->save_directory && options->furniture ? &p->rules : NULL;
    if (status == WIRECOPY_OK)
        status = texts_settle(p->left_out.texts);
    if (status == WIRECOPY_OK)
        status = left_out_init(&p->left_out);
    if (status == WIRECOPY_OK)
        status = checkpoint_learnt(&p->checkpoint, &p->restored);
    if (status == WIRECOPY_OK && p->corpus->from && options->keep_lines && !p->checkpoint.same)
        status = restore_lines(p);
    if (status == WIRECOPY_OK && !p->restored && !p->left_out.learnt)
        status = again_learn(&p->again, &p->checkpoint, &p->left_out, options->built_in_furniture);
    if (status == WIRECOPY_OK && p->restored)
        status = left_out_restore(&p->left_out, p->restored);
    else if (status == WIRECOPY_OK && options->furniture && !p->again.learnt)
        status = left_out_learn(&p->left_out, options->built_in_furniture, options_learn(options));
    p->summary->known_lines = counts->known_lines;
    p->summary->learnt = options_learn(options);
    if (options->furniture_file) {
        snprintf(p->summary->furniture_file, sizeof p->summary->furniture_file, "%s", options->furniture_file);
        snprintf(p->summary->furniture_fingerprint, sizeof p->summary->furniture_fingerprint, "%016llx",
                 (unsigned long long)p->corpus->known.fingerprint);
    }
    p->summary->built_in_lines = counts->built_in_lines;
    p->summary->recurring_lines = counts->recurring_lines;
    p->summary->stranger_lines = counts->stranger_lines;
    p->summary->lines_taken_out = counts->lines_taken_out;
    p->summary->words_taken_out = counts->words_taken_out;
    p->summary->furniture = options->furniture;
    p->summary->built_in_furniture = options->built_in_furniture;
    return status;
}

static enum wirecopy_status keep_plan(struct pipeline *p, const struct plan *plan)
{
    p->kept.plan = *plan;
    p->kept.plan.known = NULL;
    p->kept.seed = p->corpus->options.seed;
    p->kept.shingle_words = p->corpus->options.shingle_words;
    return hash_set_add_all(&p->kept.common, &p->sets.common.shingles);
}

/* Candidates are restored where an earlier run saved them, and saved where that is asked for; then a window parts all of it. */
static enum wirecopy_status find_candidates(struct pipeline *p, const struct plan *plan, struct match_rule rule)
{
    bool restored;
    struct saving *keys = NULL;
    enum wirecopy_status status;
    p->verifying = (struct verifying){.sets = &p->sets, .left_out = &p->left_out, .rule = rule};
    if (p->again.learnt)
        status = again_candidates(&p->again, &p->verifying, plan, p->minhash->kernel, &p->likeness, &p->candidates, &restored);
    else
        status = checkpoint_candidates(&p->checkpoint, &p->sets, plan, rule, &p->likeness, &p->candidates, &restored);
    if (status == WIRECOPY_OK && !restored)
        status = checkpoint_save_sketches(&p->checkpoint, &keys);
    if (status == WIRECOPY_OK && !restored)
        status = candidates_init(&p->candidates, &p->sets, plan, rule, p->corpus->options.seed, p->minhash->kernel,
                                 (struct candidates_asked){p->checkpoint.noted, p->checkpoint.crowds, keys});
    if (keys)
        status = saving_end(keys, status, NULL);
    if (status == WIRECOPY_OK)
        status = checkpoint_save_candidates(&p->checkpoint, &p->candidates, &p->verifying, &p->likeness);
    p->candidates.passages = p->corpus->options.passages;
    if (status == WIRECOPY_OK && p->corpus->options.window_hours)
        status = part_by_window(&(struct parting){&p->groups, &p->left_out, &p->sets, &p->candidates, &p->likeness},
                                (int64_t)p->corpus->options.window_hours * 60);
    p->verifying.glances = p->candidates.glances;
    if (likeness_serves(&p->likeness, rule))
        p->verifying.likeness = &p->likeness;
    return status;
}

static enum wirecopy_status sketch(struct pipeline *p)
{
    const struct wirecopy_options *options = &p->corpus->options;
    struct match_rule rule = {options->resemblance, options->containment};
    struct plan plan, given = {.bands = options->bands,
                               .rows = options->rows,
                               .sampled_one_in = options->sampled_one_in,
                               .sampled_least = SAMPLED_LEAST,
                               .crowd = SAMPLED_CROWD,
                               .all_pairs = options->keys == WIRECOPY_KEYS_ALL};
    struct forecast forecast;
    struct plan_asked asked;
    const struct known_plan *known = options->plan_file ? &p->corpus->plan : NULL;
    enum wirecopy_status status = next_stage(p, "furniture", "shingles");
    if (given.all_pairs)
        given.bands = given.sampled_one_in = 0;
    if (known) {
        given = known->plan;
        given.known = &known->crowds;
    }
    if (status == WIRECOPY_OK)
        status = p->restored                 ? sets_restore(&p->sets, &p->left_out, p->restored)
                 : p->again.learnt && !known ? again_sets(&p->again, &p->sets, &p->left_out)
                                             : sets_init(&p->sets, &p->left_out, options->furniture, known ? &known->common : NULL);
    if (status == WIRECOPY_OK)
        status = huge_sets_create(&p->sets.huge);
    if (known) {
        snprintf(p->summary->plan_file, sizeof p->summary->plan_file, "%s", options->plan_file);
        snprintf(p->summary->plan_fingerprint, sizeof p->summary->plan_fingerprint, "%016llx", (unsigned long long)known->fingerprint);
    }
    if (status == WIRECOPY_OK)
        status = checkpoint_save_learnt(&p->checkpoint, &p->left_out, &p->sets, p->restored != NULL);
    if (status == WIRECOPY_OK && p->learnt.line_texts && p->sets.common.shingles.count > 0)
        status = learnt_gather_common(&p->learnt, &p->left_out, &p->sets.common);
    if (status == WIRECOPY_OK && options->save_directory && !p->checkpoint.same && (p->learnt.line_texts || p->learnt.rows))
        status = checkpoint_save_lines(&p->checkpoint, &p->learnt);
    p->summary->common_shingles = p->sets.common.shingles.count;
    if (status == WIRECOPY_OK)
        status = next_stage(p, "shingles", "plan");
    p->minhash = minhash_variant_named(options->kernel);
    asked = (struct plan_asked){rule, options->seed, p->minhash->kernel, options->keys == WIRECOPY_KEYS_PLANNED && !known ? NULL : &given};
    p->checkpoint.surveyed = !p->again.learnt || again_leaves_sample(&p->again);
    if (status == WIRECOPY_OK)
        status = checkpoint_plan(&p->checkpoint, &p->sets, &asked, &p->survey, &plan, &forecast);
    if (status == WIRECOPY_OK) {
        note_plan(p->summary, &plan, &forecast);
        status = next_stage(p, "plan", "keys");
    }
    if (status == WIRECOPY_OK)
        status = find_candidates(p, &plan, rule);
    if (status == WIRECOPY_OK && options->keep_lines)
        status = keep_plan(p, &plan);
    p->summary->giant_buckets = p->candidates.giant_buckets;
    p->summary->crowded_keys = p->candidates.crowded_keys;
    return status;
}

static enum wirecopy_status match(struct pipeline *p)
{
    enum wirecopy_status status = next_stage(p, "keys", "matches");
    if (status == WIRECOPY_OK)
        status = briefs_create(&p->briefs);
    p->verifying.briefs = p->briefs;
    if (status == WIRECOPY_OK)
        status = matches_init(&p->matches, &p->candidates, &p->verifying);
    p->summary->candidates = p->summary->verified = p->matches.candidates;
    p->summary->matches = p->matches.count - p->matches.templates;
    p->summary->templates = p->matches.templates;
    if (status == WIRECOPY_OK)
        status = next_stage(p, "matches", "clusters");
    if (status == WIRECOPY_OK)
        status = quorum_init(&p->quorum, &p->matches, &p->verifying);
    if (status == WIRECOPY_OK)
        status = forms_part(&p->quorum, &p->matches, &p->verifying, &p->summary->forms_parted);
    p->summary->quorum_verified = p->quorum.asked;
    p->summary->quorum_refused = p->quorum.refused;
    return status;
}

/* What the keys missed, where that was asked for. */
static enum wirecopy_status audit(struct pipeline *p)
{
    enum wirecopy_status status;
    if (p->corpus->options.audit == 0)
        return WIRECOPY_OK;
    status = next_stage(p, "clusters", "audit");
    if (status == WIRECOPY_OK)
        status = audit_run(&p->matches, &p->verifying, p->corpus->options.audit, &p->summary->audit);
    return status == WIRECOPY_OK ? next_stage(p, "audit", "clusters") : status;
}

/* The parameters that can change the answer, as one line, hashed. */
static void note_parameters(struct pipeline *p)
{
    const struct wirecopy_options *o = &p->corpus->options;
    struct summary *s = p->summary;
    char line[400];
    s->resemblance = o->resemblance;
    s->containment = o->containment;
    s->shingle_words = o->shingle_words;
    s->seed = o->seed;
    s->today = o->today != INT32_MIN ? o->today : (int32_t)(time(NULL) / 86400);
    snprintf(line, sizeof line, "%s;%.17g;%.17g;%u;%llu;%d;%d;%s", wirecopy_version(), o->resemblance, o->containment, o->shingle_words,
             (unsigned long long)o->seed, o->furniture, o->built_in_furniture, s->keys);
    s->window_hours = o->window_hours;
    if (o->window_hours)
        snprintf(line + strlen(line), sizeof line - strlen(line), ";within %u h", o->window_hours);
    if (*s->furniture_fingerprint)
        snprintf(line + strlen(line), sizeof line - strlen(line), ";furniture %s %d", s->furniture_fingerprint, s->learnt);
    if (*s->plan_fingerprint)
        snprintf(line + strlen(line), sizeof line - strlen(line), ";plan %s", s->plan_fingerprint);
    *s->owners_fingerprint = '\0';
    if (o->owners_file) {
        snprintf(s->owners_fingerprint, sizeof s->owners_fingerprint, "%016llx", (unsigned long long)p->corpus->owners.fingerprint);
        snprintf(line + strlen(line), sizeof line - strlen(line), ";owners %s", s->owners_fingerprint);
    }
    snprintf(s->fingerprint, sizeof s->fingerprint, "%016llx", (unsigned long long)hash_bytes(line, strlen(line)));
}

static void note_run(struct pipeline *p)
{
    struct rusage usage;
    p->summary->threads = p->corpus->threads;
    p->summary->kernel = p->minhash->name;
    p->summary->scratch_bytes = scratch_space_file_bytes(p->corpus->holdings.space);
    if (getrusage(RUSAGE_SELF, &usage) == 0)
        p->summary->peak_memory_bytes = (uint64_t)usage.ru_maxrss * 1024;
}

static enum wirecopy_status arrange(struct pipeline *p, struct wirecopy_clustering *clustering)
{
    enum wirecopy_status status;
    candidates_release(&p->candidates);
    p->verifying.glances = NULL;
    status = arrangement_make(clustering, &p->quorum, &p->matches, &p->verifying, p->summary);
    if (status == WIRECOPY_OK)
        status = digests_note(clustering, &p->matches, &p->quorum, &p->verifying);
    if (status == WIRECOPY_OK)
        status = summary_add_up(p->summary);
    return status;
}

/* What outlives the pipeline: the holdings, the matches, the groups. */
static void hand_over(struct pipeline *p, struct wirecopy_clustering *clustering)
{
    clustering->holdings = p->corpus->holdings;
    clustering->groups = p->groups;
    clustering->matches = p->matches;
    clustering->learnt = p->learnt;
    clustering->learnt.line_texts = NULL;
    clustering->plan = p->kept;
    clustering->has_plan = p->corpus->options.keep_lines;
    p->kept = (struct known_plan){0};
    p->learnt = (struct learnt){0};
    clustering->owners = p->corpus->owners;
    p->corpus->owners = (struct owners){0};
    clustering->memory_bytes = p->corpus->options.memory_bytes / BUFFER_SHARE;
    clustering->reader_options = corpus_reader_options(p->corpus);
    clustering->summary = *p->summary;
    p->spent = (struct holdings){.texts = clustering->holdings.texts, .line_texts = clustering->holdings.line_texts};
    clustering->holdings.texts = NULL;
    clustering->holdings.line_texts = NULL;
    p->corpus->holdings = (struct holdings){0};
    p->groups = (struct groups){0};
    p->matches = (struct matches){.by_strength = clustering->matches.by_strength};
    clustering->matches.by_strength = NULL;
    p->corpus->clustered = true;
}

static enum wirecopy_status run(struct pipeline *p, struct wirecopy_clustering *clustering)
{
    enum wirecopy_status status;
    stopwatch_start(&p->stopwatch);
    status = group_articles(p);
    if (status == WIRECOPY_OK)
        status = learn(p);
    if (status == WIRECOPY_OK)
        status = sketch(p);
    if (status == WIRECOPY_OK)
        status = match(p);
    if (status == WIRECOPY_OK)
        status = audit(p);
    if (status == WIRECOPY_OK)
        status = arrange(p, clustering);
    if (status != WIRECOPY_OK)
        return status;
    stopwatch_note(&p->stopwatch, p->summary, "clusters");
    note_parameters(p);
    note_run(p);
    return WIRECOPY_OK;
}

static void pipeline_release(struct pipeline *p)
{
    quorum_release(&p->quorum);
    matches_release(&p->matches);
    candidates_release(&p->candidates);
    briefs_free(p->briefs);
    likeness_release(&p->likeness);
    saved_close(p->restored);
    again_release(&p->again);
    line_rules_release(&p->rules);
    survey_release(&p->survey);
    sets_release(&p->sets);
    left_out_release(&p->left_out);
    learnt_release(&p->learnt);
    known_plan_release(&p->kept);
    groups_release(&p->groups);
    holdings_release(&p->spent);
}

static void release_copy(void *context)
{
    pipeline_release(context);
    memory_free(context);
}

/* To give memory and files back takes about as long as to write the clusters, which need none of them. */
static void release_meanwhile(struct pipeline *p, struct wirecopy_clustering *clustering)
{
    struct pipeline *copy = memory_allocate(1, sizeof *copy);
    if (!copy)
        pipeline_release(p);
    else
        clustering->released = parallel_begin(release_copy, memcpy(copy, p, sizeof *copy), p->corpus->threads);
}

enum wirecopy_status pipeline_show(struct wirecopy_corpus *corpus, pipeline_visit *visit, void *context)
{
    struct summary summary = corpus->summary;
    struct pipeline p = {.corpus = corpus, .summary = &summary};
    enum wirecopy_status status;
    if (corpus->clustered)
        return status_fail(WIRECOPY_INVALID, "the corpus was clustered already");
    corpus->clustered = true;
    p.left_out.keep_rules = true;
    stopwatch_start(&p.stopwatch);
    status = group_articles(&p);
    if (status == WIRECOPY_OK)
        status = learn(&p);
    if (status == WIRECOPY_OK)
        status = sketch(&p);
    if (status == WIRECOPY_OK)
        status = visit(context, &(struct pipeline_view){&p.groups, &p.left_out, &p.sets, &p.candidates, &p.verifying, p.minhash->kernel});
    pipeline_release(&p);
    return status;
}

enum wirecopy_status wirecopy_corpus_cluster(struct wirecopy_corpus *corpus, struct wirecopy_clustering **clustering_out)
{
    struct summary summary = corpus->summary; /* a failure leaves the corpus as it was */
    struct pipeline p = {.corpus = corpus, .summary = &summary};
    struct wirecopy_clustering *clustering;
    enum wirecopy_status status;
    if (corpus->clustered)
        return corpus_note(corpus, status_fail(WIRECOPY_INVALID, "the corpus was clustered already"));
    clustering = memory_allocate_zero(1, sizeof *clustering);
    status = clustering ? run(&p, clustering) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK) {
        corpus->summary = summary;
        folding_free(corpus->folding);
        corpus->folding = NULL;
        hand_over(&p, clustering);
        release_meanwhile(&p, clustering);
        *clustering_out = clustering;
    } else {
        pipeline_release(&p);
        wirecopy_clustering_free(clustering);
    }
    return corpus_note(corpus, status);
}
