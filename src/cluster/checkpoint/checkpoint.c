/* Which file holds what, and whether it fits. */
#include "cluster/checkpoint/checkpoint_files.h"

#include <string.h>
#include <sys/stat.h>

#include "learn/again.h"

/* Known pairs serve every rule with a name, and those of one's own that are no looser. */
static const struct match_rule LOOSE = {0.25, 0.5};

/* What has to be the same in both runs for the bytes of structs to mean the same; furniture only where articles have wire credits. */
struct shape {
    uint32_t shingle_words, article_bytes, line_bytes, summary_bytes, furniture;
};

static struct shape shape_of(const struct wirecopy_corpus *corpus)
{
    return (struct shape){corpus->options.shingle_words, sizeof(struct article), sizeof(struct line), sizeof(struct summary),
                          corpus->options.furniture};
}

static bool same_directory(const char *one, const char *other)
{
    struct stat a, b;
    return one && other && stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static double lesser(double a, double b)
{
    return a < b ? a : b;
}

/* The summary of reading, without what belongs to one run. */
static struct summary summary_of_reading(const struct summary *summary)
{
    struct summary kept = *summary;
    memset(kept.stages, 0, sizeof kept.stages);
    kept.stage_count = 0;
    kept.wall_seconds = kept.cpu_seconds = 0;
    kept.kernel = NULL;
    return kept;
}

static enum wirecopy_status save_articles(struct checkpoint *checkpoint, const struct wirecopy_corpus *corpus)
{
    struct shape shape = shape_of(corpus);
    struct summary summary = summary_of_reading(&corpus->summary);
    struct saving *saving;
    enum wirecopy_status status = saving_begin(checkpoint->save.directory, "articles", 0, &saving);
    if (status != WIRECOPY_OK)
        return status;
    status = saving_put(saving, &shape, sizeof shape);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, &summary, sizeof summary);
    if (status == WIRECOPY_OK)
        status = articles_save(&corpus->holdings.articles, saving);
    if (status == WIRECOPY_OK)
        status = texts_save(corpus->holdings.texts, saving);
    return saving_end(saving, status, &checkpoint->save.articles);
}

enum wirecopy_status checkpoint_begin(struct checkpoint *checkpoint, const struct wirecopy_corpus *corpus)
{
    const struct wirecopy_options *options = &corpus->options;
    uint64_t flags[] = {options->furniture, options->built_in_furniture, options->learn_furniture,
                        options->furniture_file ? corpus->known.fingerprint : 0, options->plan_file ? corpus->plan.fingerprint : 0};
    *checkpoint = (struct checkpoint){.from = {corpus->from, corpus->saved_articles, 0}, .save = {.directory = options->save_directory}};
    memcpy(checkpoint->flags, flags, sizeof flags);
    checkpoint->learnt = hash_bytes(flags, sizeof flags);
    checkpoint->keys = options->seed;
    checkpoint->crowds = options->window_hours || options->save_directory;
    checkpoint->loosest = (struct match_rule){lesser(options->resemblance, LOOSE.resemblance), lesser(options->containment, LOOSE.containment)};
    checkpoint->passages = options->passages;
    checkpoint->same = same_directory(corpus->from, options->save_directory);
    checkpoint->save.articles = corpus->saved_articles;
    return options->save_directory && !checkpoint->same ? save_articles(checkpoint, corpus) : WIRECOPY_OK;
}

static enum wirecopy_status take_articles(struct wirecopy_corpus *corpus, struct saved *saved, const char *directory)
{
    struct shape shape, expected = shape_of(corpus);
    bool other_furniture;
    struct holdings *holdings = &corpus->holdings;
    enum wirecopy_status status = saved_take(saved, &shape, sizeof shape);
    if (status != WIRECOPY_OK)
        return status;
    if (shape.shingle_words != expected.shingle_words)
        return status_fail(WIRECOPY_INVALID, "%s was read with shingles of %u words, not of %u", directory, shape.shingle_words,
                           expected.shingle_words);
    other_furniture = shape.furniture != expected.furniture;
    expected.furniture = shape.furniture;
    if (memcmp(&shape, &expected, sizeof shape) != 0)
        return status_fail(WIRECOPY_BAD_INPUT, "%s was saved by another version of wirecopy", directory);
    texts_free(holdings->texts);
    kept_texts_free(holdings->kept); /* a save has the lines of what was learnt only */
    holdings->texts = NULL;
    holdings->kept = NULL;
    articles_release(&holdings->articles);
    status = saved_take(saved, &corpus->summary, sizeof corpus->summary);
    if (status == WIRECOPY_OK && other_furniture && corpus->summary.with_credits > 0) /* they are no line: they go before there are any */
        return status_fail(WIRECOPY_INVALID, "%s was read %s its wire credits, which are furniture", directory, shape.furniture ? "without" : "with");
    if (status == WIRECOPY_OK)
        status = articles_restore(&holdings->articles, saved, holdings->space);
    if (status == WIRECOPY_OK)
        status = texts_restore(saved, holdings->space, &holdings->texts);
    if (status == WIRECOPY_OK && texts_count(holdings->texts) != holdings->articles.count)
        status = status_fail(WIRECOPY_BAD_INPUT, "%s contradicts itself", directory);
    return status;
}

enum wirecopy_status checkpoint_articles(struct wirecopy_corpus *corpus, const char *directory)
{
    struct saved *saved;
    enum wirecopy_status status = saved_open(directory, "articles", &saved);
    if (status == WIRECOPY_OK && !saved)
        return status_fail(WIRECOPY_NOTHING_READ, "%s holds no save of wirecopy", directory);
    if (status != WIRECOPY_OK)
        return status;
    status = take_articles(corpus, saved, directory);
    corpus->from = directory;
    corpus->saved_articles = saved_checksum(saved);
    saved_close(saved);
    return status;
}

uint64_t checkpoint_fingerprint(uint64_t before, uint64_t options)
{
    return hash_counter(before, options);
}

enum wirecopy_status checkpoint_open(const char *directory, const char *name, uint64_t before, uint64_t options, struct saved **saved_out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    *saved_out = NULL;
    if (directory)
        status = saved_open(directory, name, saved_out);
    if (*saved_out && saved_fingerprint(*saved_out) != checkpoint_fingerprint(before, options)) {
        saved_close(*saved_out);
        *saved_out = NULL;
    }
    return status;
}

enum wirecopy_status checkpoint_learnt(struct checkpoint *checkpoint, struct saved **saved_out)
{
    uint64_t flags[5];
    enum wirecopy_status status = checkpoint_open(checkpoint->from.directory, "learnt", checkpoint->from.articles, checkpoint->learnt, saved_out);
    if (*saved_out) {
        checkpoint->from.learnt = saved_checksum(*saved_out);
        status = saved_take(*saved_out, flags, sizeof flags);
    }
    return status;
}

/* The places of flags. */
enum { FURNITURE, BUILT_IN, LEARN, FURNITURE_FILE, PLAN_FILE };

enum wirecopy_status checkpoint_other_learnt(struct checkpoint *checkpoint, struct saved **saved_out)
{
    const uint64_t *now = checkpoint->flags;
    uint64_t then[5] = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    *saved_out = NULL;
    if (checkpoint->from.directory && !checkpoint->save.directory && now[FURNITURE] && now[FURNITURE_FILE] && !now[LEARN])
        status = saved_open(checkpoint->from.directory, "learnt", saved_out);
    if (!*saved_out)
        return status;
    status = saved_take(*saved_out, then, sizeof then);
    if (status == WIRECOPY_OK && then[FURNITURE] && then[PLAN_FILE] == now[PLAN_FILE] &&
        saved_fingerprint(*saved_out) == checkpoint_fingerprint(checkpoint->from.articles, hash_bytes(then, sizeof then))) {
        checkpoint->from.learnt = saved_checksum(*saved_out);
        return WIRECOPY_OK;
    }
    saved_close(*saved_out);
    *saved_out = NULL;
    return status;
}

enum wirecopy_status checkpoint_lines(const struct checkpoint *checkpoint, struct learnt *learnt, struct scratch_space *space, bool *restored_out)
{
    struct saved *saved;
    enum wirecopy_status status = checkpoint_open(checkpoint->from.directory, "lines", checkpoint->from.learnt, 0, &saved);
    if (saved)
        status = learnt_restore(learnt, saved, space);
    *restored_out = saved && status == WIRECOPY_OK;
    saved_close(saved);
    return status;
}

enum wirecopy_status checkpoint_save_lines(const struct checkpoint *checkpoint, const struct learnt *learnt)
{
    struct saving *saving;
    enum wirecopy_status status = saving_begin(checkpoint->save.directory, "lines", checkpoint_fingerprint(checkpoint->save.learnt, 0), &saving);
    return status == WIRECOPY_OK ? saving_end(saving, learnt_save(learnt, saving), NULL) : status;
}

enum wirecopy_status checkpoint_sketches(const struct checkpoint *checkpoint, struct saved **saved_out)
{
    return checkpoint_open(checkpoint->from.directory, "sketches", checkpoint->from.learnt, checkpoint->keys, saved_out);
}

enum wirecopy_status checkpoint_save_sketches(const struct checkpoint *checkpoint, struct saving **saving_out)
{
    *saving_out = NULL;
    if (!checkpoint->save.directory)
        return WIRECOPY_OK;
    return saving_begin(checkpoint->save.directory, "sketches", checkpoint_fingerprint(checkpoint->save.learnt, checkpoint->keys), saving_out);
}

/* What was learnt, and by which rules, where these were kept. */
static enum wirecopy_status put_learnt(struct saving *saving, const struct checkpoint *checkpoint, const struct left_out *left_out,
                                       const struct sets *sets)
{
    static const struct line_rules none = {.mixed = true};
    enum wirecopy_status status = saving_put(saving, checkpoint->flags, sizeof checkpoint->flags);
    if (status == WIRECOPY_OK)
        status = left_out_save(left_out, saving);
    if (status == WIRECOPY_OK)
        status = sets_save(sets, saving);
    return status == WIRECOPY_OK ? line_rules_save(left_out->rules ? left_out->rules : &none, saving) : status;
}

enum wirecopy_status checkpoint_save_learnt(struct checkpoint *checkpoint, const struct left_out *left_out, const struct sets *sets, bool restored)
{
    struct saving *saving;
    enum wirecopy_status status;
    if (!checkpoint->save.directory)
        return WIRECOPY_OK;
    if (restored && checkpoint->same) {
        checkpoint->save.learnt = checkpoint->from.learnt;
        return WIRECOPY_OK;
    }
    status = saving_begin(checkpoint->save.directory, "learnt", checkpoint_fingerprint(checkpoint->save.articles, checkpoint->learnt), &saving);
    if (status != WIRECOPY_OK)
        return status;
    return saving_end(saving, put_learnt(saving, checkpoint, left_out, sets), &checkpoint->save.learnt);
}

/* From the pairs whose likeness is likeness. */
static enum wirecopy_status take_known(const struct checkpoint *checkpoint, const struct sets *sets, const struct plan *plan, struct match_rule rule,
                                       struct likeness *likeness, struct candidates *candidates, bool *restored_out)
{
    struct saved *saved;
    uint64_t keys = 0;
    enum wirecopy_status status = checkpoint_open(checkpoint->from.directory, "pairs", checkpoint->from.learnt, 0, &saved);
    if (!saved)
        return status;
    status = saved_take(saved, &keys, sizeof keys);
    if (status == WIRECOPY_OK)
        status = likeness_restore(likeness, saved, sets->left_out->space);
    if (status == WIRECOPY_OK && likeness_serves(likeness, rule) && keys == checkpoint->keys && !checkpoint->passages)
        status = candidates_restore(candidates, sets, plan, rule, (struct candidates_from){likeness, checkpoint->crowds, checkpoint->noted}, saved,
                                    restored_out);
    if (status != WIRECOPY_OK || !likeness_serves(likeness, rule))
        likeness_release(likeness);
    saved_close(saved);
    return status;
}

enum wirecopy_status checkpoint_candidates(const struct checkpoint *checkpoint, const struct sets *sets, const struct plan *plan,
                                           struct match_rule rule, struct likeness *likeness, struct candidates *candidates, bool *restored_out)
{
    enum wirecopy_status status;
    *restored_out = false;
    if (!checkpoint->from.directory || !checkpoint->from.learnt || plan->all_pairs)
        return WIRECOPY_OK;
    status = take_known(checkpoint, sets, plan, rule, likeness, candidates, restored_out);
    return status == WIRECOPY_OK && *restored_out && checkpoint->crowds ? checkpoint_glances(checkpoint, candidates) : status;
}

static enum wirecopy_status save_known(const struct checkpoint *checkpoint, const struct candidates *candidates, const struct likeness *likeness)
{
    struct saving *saving;
    enum wirecopy_status status = saving_begin(checkpoint->save.directory, "pairs", checkpoint_fingerprint(checkpoint->save.learnt, 0), &saving);
    if (status != WIRECOPY_OK)
        return status;
    status = saving_put(saving, &checkpoint->keys, sizeof checkpoint->keys);
    if (status == WIRECOPY_OK)
        status = likeness_save(likeness, saving);
    if (status == WIRECOPY_OK)
        status = candidates_save(candidates, saving);
    return saving_end(saving, status, NULL);
}

enum wirecopy_status checkpoint_save_candidates(const struct checkpoint *checkpoint, const struct candidates *candidates,
                                                const struct verifying *verifying, struct likeness *likeness)
{
    struct verifying loosely = *verifying;
    enum wirecopy_status status = WIRECOPY_OK;
    if (!checkpoint->save.directory || candidates->plan.all_pairs)
        return WIRECOPY_OK;
    if (!candidates->likeness) {
        loosely.rule = checkpoint->loosest;
        loosely.glances = candidates->glances;
        likeness_release(likeness);
        status = likeness_make(likeness, candidates, &loosely, (struct likeness_before){NULL, NULL});
    }
    return status == WIRECOPY_OK ? save_known(checkpoint, candidates, likeness) : status;
}
