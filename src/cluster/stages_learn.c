/* The first stages of the pipeline: exact copies, and what is left out of all articles. */
#include "cluster/stages.h"

#include <stdio.h>

#include "cluster/noting.h"
#include "learn/learning.h"

enum wirecopy_status stage_groups(struct pipeline *p)
{
    struct holdings *h = &p->corpus->holdings;
    struct summary *summary = p->summary;
    uint64_t memory_bytes = p->corpus->options.memory_bytes / BUFFER_SHARE, read = h->articles.count;
    bool kept = p->corpus->from || p->corpus->options.save_directory; /* then a save is read or written here */
    enum wirecopy_status status = checkpoint_begin(&p->checkpoint, p->corpus);
    p->checkpoint.noted = p->corpus->options.keep_lines ? &p->kept.crowds : NULL;
    if (status == WIRECOPY_OK)
        status = stage_next(p, kept ? "read" : NULL, "exact copies");
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

enum wirecopy_status stage_learn(struct pipeline *p)
{
    const struct wirecopy_options *options = &p->corpus->options;
    struct left_out_counts *counts = &p->left_out.counts;
    enum wirecopy_status status = stage_next(p, "exact copies", "furniture");
    p->learnt.kept = p->corpus->holdings.kept;
    if (options->keep_lines && !p->learnt.kept && !p->corpus->from)
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
    p->left_out.learnt = p->learnt.kept ? &p->learnt : NULL;
    p->left_out.rules = options->save_directory && options->furniture ? &p->rules : NULL;
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
