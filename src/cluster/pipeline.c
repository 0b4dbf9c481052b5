/* Clustering a corpus: the stages of the pipeline in their order, each with its time. */
#include "cluster/pipeline.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/parallel.h"
#include "cluster/result/arrangement.h"
#include "cluster/audit.h"
#include "cluster/quorum/digest.h"
#include "cluster/quorum/forms.h"
#include "cluster/stages.h"

/* Where there is so little memory, what one stage freed is not kept for the next. */
static const uint64_t LITTLE_MEMORY = (uint64_t)128 << 20;

enum wirecopy_status stage_next(struct pipeline *p, const char *ended, const char *begins)
{
    if (p->corpus->options.memory_bytes < LITTLE_MEMORY)
        memory_trim();
    if (ended)
        stopwatch_note(&p->stopwatch, p->summary, ended);
    control_tell(&p->corpus->control, begins, 0, 0, 0);
    return control_poll(&p->corpus->control);
}

/* Parts clusters of one form; a save knows most that are none. */
static enum wirecopy_status part_forms(struct pipeline *p)
{
    struct known_forms known = {.noted = false};
    bool serves = p->restored || (p->again.few && !p->corpus->options.window_hours); /* whose groups are no longer those that changed */
    enum wirecopy_status status = serves ? checkpoint_forms(&p->checkpoint, &known) : WIRECOPY_OK;
    known.noted = p->corpus->options.save_directory;
    if (status == WIRECOPY_OK)
        status = forms_part(&p->quorum, &p->matches, &p->verifying, &known, &p->summary->forms_parted);
    if (status == WIRECOPY_OK)
        status = checkpoint_save_forms(&p->checkpoint, &known);
    hash_set_release(&known.none);
    return status;
}

static enum wirecopy_status match(struct pipeline *p)
{
    enum wirecopy_status status = stage_next(p, "keys", "matches");
    if (status == WIRECOPY_OK)
        status = briefs_create(&p->briefs);
    p->verifying.briefs = p->briefs;
    if (status == WIRECOPY_OK)
        status = matches_init(&p->matches, &p->candidates, &p->verifying);
    candidates_drop_pairs(&p->candidates);
    p->summary->candidates = p->summary->verified = p->matches.candidates;
    p->summary->matches = p->matches.count - p->matches.templates;
    p->summary->templates = p->matches.templates;
    if (status == WIRECOPY_OK)
        status = stage_next(p, "matches", "clusters");
    if (status == WIRECOPY_OK)
        status = quorum_init(&p->quorum, &p->matches, &p->verifying);
    if (status == WIRECOPY_OK)
        status = part_forms(p);
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
    status = stage_next(p, "clusters", "audit");
    if (status == WIRECOPY_OK)
        status = audit_run(&p->matches, &p->verifying, p->corpus->options.audit, &p->summary->audit);
    return status == WIRECOPY_OK ? stage_next(p, "audit", "clusters") : status;
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
    clustering->learnt.kept = NULL;
    clustering->plan = p->kept;
    clustering->template_numbers = p->corpus->options.template_numbers;
    clustering->has_plan = p->corpus->options.keep_lines;
    p->kept = (struct known_plan){0};
    p->learnt = (struct learnt){0};
    clustering->owners = p->corpus->owners;
    p->corpus->owners = (struct owners){0};
    clustering->memory_bytes = p->corpus->options.memory_bytes / BUFFER_SHARE;
    clustering->reader_options = corpus_reader_options(p->corpus);
    clustering->summary = *p->summary;
    p->spent = (struct holdings){.texts = clustering->holdings.texts, .kept = clustering->holdings.kept};
    clustering->holdings.texts = NULL;
    clustering->holdings.kept = NULL;
    p->corpus->holdings = (struct holdings){0};
    p->groups = (struct groups){0};
    p->matches = (struct matches){.by_strength = clustering->matches.by_strength};
    clustering->matches.by_strength = NULL;
    p->corpus->clustered = true;
}

static enum wirecopy_status find_pairs(struct pipeline *p)
{
    enum wirecopy_status status;
    stopwatch_start(&p->stopwatch);
    status = stage_groups(p);
    if (status == WIRECOPY_OK)
        status = stage_learn(p);
    return status == WIRECOPY_OK ? stage_sketch(p) : status;
}

static enum wirecopy_status run(struct pipeline *p, struct wirecopy_clustering *clustering)
{
    enum wirecopy_status status = find_pairs(p);
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
    phrases_release(&p->phrases);
    survey_release(&p->survey);
    sets_release(&p->sets);
    left_out_release(&p->left_out);
    learnt_release(&p->learnt);
    known_plan_release(&p->kept);
    groups_release(&p->groups);
    holdings_release(&p->spent);
}

struct releasing {
    struct pipeline pipeline;
    struct wirecopy_clustering *clustering;
};

/* Whoever waits for it gives what is left back at once. */
static void release_copy(void *context)
{
    struct releasing *releasing = context;
    struct wirecopy_clustering *clustering = releasing->clustering;
    pipeline_release(&releasing->pipeline);
    while (!atomic_load(&clustering->leaving) && scratch_space_give_back(clustering->holdings.space))
        continue;
    memory_free(releasing);
}

/* To give memory and files back takes about as long as to write the clusters, which need none of them. */
static void release_meanwhile(struct pipeline *p, struct wirecopy_clustering *clustering)
{
    struct releasing *releasing = p->corpus->threads > 1 ? memory_allocate(1, sizeof *releasing) : NULL;
    if (!releasing) {
        pipeline_release(p);
        return;
    }
    *releasing = (struct releasing){*p, clustering};
    clustering->released = parallel_begin(release_copy, releasing, p->corpus->threads);
}

static enum wirecopy_status show(struct wirecopy_corpus *corpus, bool without_pairs, pipeline_visit *visit, void *context)
{
    struct summary summary = corpus->summary;
    struct pipeline p = {.corpus = corpus, .summary = &summary, .without_pairs = without_pairs};
    struct parallel_crew *crew;
    enum wirecopy_status status;
    if (corpus->clustered)
        return status_fail(WIRECOPY_INVALID, "the corpus was clustered already");
    corpus->clustered = true;
    p.left_out.keep_rules = true;
    crew = parallel_crew_begin(corpus->threads);
    status = find_pairs(&p);
    if (status == WIRECOPY_OK)
        status = visit(context, &(struct pipeline_view){&p.groups, &p.left_out, &p.sets, &p.candidates, &p.verifying, p.minhash->kernel, &p.learnt,
                                                        &p.kept, &summary});
    parallel_crew_end(crew);
    pipeline_release(&p);
    return status;
}

enum wirecopy_status pipeline_show(struct wirecopy_corpus *corpus, pipeline_visit *visit, void *context)
{
    return show(corpus, false, visit, context);
}

enum wirecopy_status pipeline_show_plan(struct wirecopy_corpus *corpus, pipeline_visit *visit, void *context)
{
    return show(corpus, true, visit, context);
}

enum wirecopy_status wirecopy_corpus_cluster(struct wirecopy_corpus *corpus, struct wirecopy_clustering **clustering_out)
{
    struct summary summary = corpus->summary; /* a failure leaves the corpus as it was */
    struct pipeline p = {.corpus = corpus, .summary = &summary};
    struct wirecopy_clustering *clustering;
    struct parallel_crew *crew;
    enum wirecopy_status status;
    if (corpus->clustered)
        return corpus_note(corpus, status_fail(WIRECOPY_INVALID, "the corpus was clustered already"));
    clustering = memory_allocate_zero(1, sizeof *clustering);
    crew = parallel_crew_begin(corpus->threads);
    status = clustering ? run(&p, clustering) : WIRECOPY_NO_MEMORY;
    parallel_crew_end(crew);
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
