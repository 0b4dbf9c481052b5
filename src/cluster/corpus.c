/* The corpus's life: made, added to, freed. Clustering it is pipeline.c's. */
#define _POSIX_C_SOURCE 200809L
#include "cluster/checkpoint/checkpoint.h"
#include "cluster/folding.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* What the process has before it reads: the tables of folding and of credits, the C library's own; a seventh of the least allowance. */
static const uint64_t TABLES_BYTES = 2u << 20;

/* What each further thread has of its own: its stack, its heap and the small rooms of every stage. Of little memory a quarter at most. */
static const uint64_t THREAD_BYTES = 2u << 20;

/* So much of scratch's memory strings leave to inklings, which have the room of the words too where these are in a file. */
enum { INKLINGS_SHARE = 12 };

/* Three quarters of what is left of the allowance are for what stages keep in scratch; the rest is for their buffers. */
static uint64_t scratch_share(uint64_t memory_bytes, uint32_t threads)
{
    uint64_t own = (threads - 1) * THREAD_BYTES;
    return (memory_bytes - TABLES_BYTES - (own < memory_bytes / 4 ? own : memory_bytes / 4)) / 4 * 3;
}

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void stopwatch_start(struct stopwatch *stopwatch)
{
    stopwatch->wall = seconds(CLOCK_MONOTONIC);
    stopwatch->cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
}

void stopwatch_note(struct stopwatch *stopwatch, struct summary *summary, const char *stage)
{
    struct stopwatch now;
    size_t i = 0;
    stopwatch_start(&now);
    while (i < summary->stage_count && strcmp(summary->stages[i].name, stage) != 0)
        i++;
    if (i == summary->stage_count && i < SUMMARY_STAGES) {
        summary->stages[i].name = stage;
        summary->stages[i].wall_seconds = summary->stages[i].cpu_seconds = 0;
        summary->stage_count++;
    }
    if (i < SUMMARY_STAGES) {
        summary->stages[i].wall_seconds += now.wall - stopwatch->wall;
        summary->stages[i].cpu_seconds += now.cpu - stopwatch->cpu;
    }
    summary->wall_seconds += now.wall - stopwatch->wall;
    summary->cpu_seconds += now.cpu - stopwatch->cpu;
    *stopwatch = now;
}

void holdings_release(struct holdings *holdings)
{
    texts_free(holdings->texts);
    kept_texts_free(holdings->kept);
    scratch_free(holdings->inklings);
    articles_release(&holdings->articles);
    scratch_space_free(holdings->space);
    *holdings = (struct holdings){0};
}

enum wirecopy_status corpus_note(struct wirecopy_corpus *corpus, enum wirecopy_status status)
{
    snprintf(corpus->error, sizeof corpus->error, "%s", status == WIRECOPY_OK ? "" : status_detail());
    return status;
}

enum wirecopy_status wirecopy_corpus_create(const struct wirecopy_options *options, struct wirecopy_corpus **corpus_out)
{
    struct wirecopy_corpus *corpus;
    uint64_t share;
    char message[256];
    enum wirecopy_status status;
    status_clear();
    if (options) {
        status = wirecopy_options_check(options, message, sizeof message);
        if (status != WIRECOPY_OK)
            return status_fail(status, "%s", message);
    }
    corpus = memory_allocate_zero(1, sizeof *corpus);
    if (!corpus)
        return WIRECOPY_NO_MEMORY;
    if (options)
        corpus->options = *options;
    else
        wirecopy_options_init(&corpus->options);
    corpus->lines_asked = corpus->options.keep_lines;
    corpus->options.keep_lines |= corpus->options.save_directory != NULL; /* a save has what was learnt */
    corpus->threads = options_threads(&corpus->options);
    share = scratch_share(corpus->options.memory_bytes, corpus->threads);
    corpus->control = (struct control){corpus->options.should_stop, corpus->options.on_progress, corpus->options.context};
    status = scratch_space_create(corpus->options.scratch_directory, share, &corpus->holdings.space);
    if (status == WIRECOPY_OK)
        status = texts_create(corpus->holdings.space, share, &corpus->holdings.texts);
    if (status == WIRECOPY_OK)
        status = articles_init(&corpus->holdings.articles, corpus->holdings.space);
    if (status == WIRECOPY_OK && corpus->options.keep_lines)
        status = kept_texts_create(corpus->holdings.space, &corpus->holdings.kept);
    if (status == WIRECOPY_OK && options_learn(&corpus->options))
        status = scratch_create(corpus->holdings.space, &corpus->holdings.inklings);
    if (status == WIRECOPY_OK && corpus->holdings.inklings) {
        scratch_keep(corpus->holdings.inklings); /* they are looked at here and there, and small: strings make way for them */
        scratch_yield(corpus->holdings.articles.meta, share / INKLINGS_SHARE);
    }
    if (status == WIRECOPY_OK && corpus->options.furniture_file)
        status = known_read(&corpus->known, corpus->options.furniture_file);
    if (status == WIRECOPY_OK && corpus->options.plan_file)
        status = known_plan_read(&corpus->plan, corpus->options.plan_file);
    if (status == WIRECOPY_OK && corpus->options.plan_file)
        keys_needed_init(&corpus->needed, &corpus->plan.plan, corpus->options.resemblance, corpus->options.containment);
    if (status == WIRECOPY_OK && corpus->options.owners_file)
        status = owners_read(&corpus->owners, corpus->options.owners_file);
    if (status != WIRECOPY_OK) {
        wirecopy_corpus_free(corpus);
        return status;
    }
    *corpus_out = corpus;
    return WIRECOPY_OK;
}

enum wirecopy_status wirecopy_corpus_open(const struct wirecopy_options *options, const char *directory, struct wirecopy_corpus **corpus_out,
                                          char *message, size_t message_size)
{
    struct wirecopy_corpus *corpus = NULL;
    enum wirecopy_status status = wirecopy_corpus_create(options, &corpus);
    if (status == WIRECOPY_OK)
        status = checkpoint_articles(corpus, directory);
    if (status == WIRECOPY_OK) {
        *corpus_out = corpus;
        return WIRECOPY_OK;
    }
    wirecopy_corpus_free(corpus);
    if (message_size > 0)
        snprintf(message, message_size, "%s", status_detail());
    return status;
}

enum wirecopy_status wirecopy_corpus_add(struct wirecopy_corpus *corpus, const struct wirecopy_article *article)
{
    struct stopwatch stopwatch;
    struct raw_article raw = {.text = article->text,
                              .id = article->id,
                              .title = article->title,
                              .source = article->source,
                              .date = article->date,
                              .url = article->url,
                              .day = NO_DAY};
    enum wirecopy_status status = WIRECOPY_OK;
    if (corpus->clustered) /* NOLINT(clang-analyzer-core.NullDereference): a corpus that was not created is not added to */
        return corpus_note(corpus, status_fail(WIRECOPY_INVALID, "the corpus was clustered already"));
    if (corpus->referring)
        return corpus_note(corpus, status_fail(WIRECOPY_INVALID, "the reference was added already; a corpus is added before it"));
    if (corpus->from)
        return corpus_note(corpus, status_fail(WIRECOPY_INVALID, "a corpus that was saved cannot be added to"));
    if (raw.text.size > corpus->options.max_record_bytes)
        return corpus_note(corpus, status_fail(WIRECOPY_TOO_LARGE, "a text of %zu bytes, more than max_record_bytes", raw.text.size));
    stopwatch_start(&stopwatch);
    if (!corpus->folding)
        status = folding_create(corpus, NULL, &corpus->folding);
    if (status == WIRECOPY_OK)
        status = mending_mend(&corpus->folding->mending, &raw, corpus->options.encoding != NULL, true);
    if (status == WIRECOPY_OK)
        status = folding_add(corpus->folding, corpus, &raw);
    stopwatch_note(&stopwatch, &corpus->summary, "read");
    return corpus_note(corpus, status);
}

const char *wirecopy_corpus_error(const struct wirecopy_corpus *corpus)
{
    return corpus ? corpus->error : status_detail();
}

struct wirecopy_input_counts wirecopy_corpus_input_counts(const struct wirecopy_corpus *corpus)
{
    const struct summary *summary = &corpus->summary;
    return (struct wirecopy_input_counts){summary->articles, summary->repeats, summary->skipped_records, summary->bad_files, summary->repaired};
}

void wirecopy_corpus_free(struct wirecopy_corpus *corpus)
{
    if (!corpus)
        return;
    folding_free(corpus->folding);
    watch_release(&corpus->watch);
    holdings_release(&corpus->holdings);
    known_release(&corpus->known);
    known_plan_release(&corpus->plan);
    owners_release(&corpus->owners);
    memory_free(corpus);
}

enum wirecopy_status wirecopy_cluster_texts(const char *const *texts, size_t count, const struct wirecopy_options *options,
                                            struct wirecopy_clustering **clustering_out)
{
    struct wirecopy_corpus *corpus = NULL;
    enum wirecopy_status status = wirecopy_corpus_create(options, &corpus);
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        char id[24];
        int size = snprintf(id, sizeof id, "%zu", i);
        struct wirecopy_article article = {.text = {texts[i], strlen(texts[i])}, .id = {id, (size_t)size}};
        status = wirecopy_corpus_add(corpus, &article);
    }
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_cluster(corpus, clustering_out);
    wirecopy_corpus_free(corpus);
    return status;
}
