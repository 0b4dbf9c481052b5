/*
 * Intake: from raw articles to folded ones in scratch. Over paths it is an assembly line: one thread at a time reads a
 * batch, all fold, and the batches are put in order of arrival.
 */
#include "base/parallel.h"
#include "cluster/result/arrangement.h"
#include "cluster/folding.h"

struct intake {
    struct wirecopy_corpus *corpus;
    struct reader *reader;
};

static enum wirecopy_status keep_string(struct folding *folding, struct incoming *incoming, unsigned i, struct wirecopy_bytes string)
{
    incoming->at[i] = string.data ? folding->strings.size : ABSENT;
    incoming->size[i] = string.size;
    return string.data ? buffer_append(&folding->strings, string.data, string.size) : WIRECOPY_OK;
}

static enum wirecopy_status keep_article(struct folding *folding, const struct raw_article *raw)
{
    struct incoming *incoming = &folding->incoming[folding->count];
    const struct wirecopy_bytes strings[STRINGS] = {raw->text, raw->id, raw->title, raw->source, raw->date, raw->url};
    enum wirecopy_status status = WIRECOPY_OK;
    for (unsigned i = 0; i < STRINGS && status == WIRECOPY_OK; i++)
        status = keep_string(folding, incoming, i, strings[i]);
    incoming->day = raw->day;
    incoming->minute = raw->minute;
    incoming->well_formed = raw->well_formed;
    if (status == WIRECOPY_OK)
        folding->count++;
    return status;
}

static struct wirecopy_bytes string_of(const struct folding *folding, const struct incoming *incoming, unsigned i)
{
    if (incoming->at[i] == ABSENT)
        return (struct wirecopy_bytes){NULL, 0};
    return (struct wirecopy_bytes){incoming->size[i] ? folding->strings.data + incoming->at[i] : "", incoming->size[i]};
}

/* The batch's article at a place, as it was read. */
static struct raw_article raw_of(const struct folding *folding, size_t place)
{
    const struct incoming *in = &folding->incoming[place];
    return (struct raw_article){.text = string_of(folding, in, 0),
                                .id = string_of(folding, in, 1),
                                .title = string_of(folding, in, 2),
                                .source = string_of(folding, in, 3),
                                .date = string_of(folding, in, 4),
                                .url = string_of(folding, in, 5),
                                .day = in->day,
                                .minute = in->minute,
                                .well_formed = in->well_formed};
}

static enum wirecopy_status read_articles(struct intake *intake, struct folding *folding, bool *end)
{
    enum wirecopy_status status = WIRECOPY_OK;
    folding_forget(folding);
    while (folding->count < BATCH_ARTICLES && folding->strings.size < BATCH_BYTES && status == WIRECOPY_OK) {
        struct raw_article raw;
        struct wirecopy_problem problem;
        switch (reader_next(intake->reader, &raw, &problem, &status)) {
        case READ_ARTICLE:
            intake->corpus->summary.records++;
            status = keep_article(folding, &raw);
            break;
        case READ_PROBLEM:
            intake->corpus->summary.records += problem.kind == WIRECOPY_PROBLEM_RECORD;
            status = corpus_take_problem(intake->corpus, &problem);
            if (status == WIRECOPY_OK)
                status = control_poll(&intake->corpus->control);
            break;
        case READ_END:
            *end = folding->count == 0;
            folding->bytes_read = reader_bytes(intake->reader);
            return WIRECOPY_OK;
        case READ_FAILED:
            return status;
        }
    }
    folding->bytes_read = reader_bytes(intake->reader);
    return status;
}

/* What one article of megabytes asks for lies in files while it is read and folded. */
static const char *begin_outsized(const struct intake *intake)
{
    return memory_outsized(scratch_space_directory(intake->corpus->holdings.space));
}

static enum wirecopy_status read_batch(void *context, void *slot, bool *end)
{
    struct intake *intake = context;
    const char *before = begin_outsized(intake);
    enum wirecopy_status status = read_articles(intake, slot, end);
    memory_outsized(before);
    return status;
}

static enum wirecopy_status fold_batch(void *context, void *slot)
{
    const struct intake *intake = context;
    struct folding *folding = slot;
    const char *before = begin_outsized(intake);
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < folding->count && status == WIRECOPY_OK; i++) {
        const struct raw_article raw = raw_of(folding, i);
        status = folding_fold(folding, &intake->corpus->options, &raw, &folding->outgoing[i]);
    }
    memory_outsized(before);
    return status;
}

static enum wirecopy_status put_batch(void *context, void *slot)
{
    struct intake *intake = context;
    struct wirecopy_corpus *corpus = intake->corpus;
    const struct folding *folding = slot;
    const struct line *lines = (const struct line *)(const void *)folding->lines.data;
    const uint32_t *words = (const uint32_t *)(const void *)folding->words.data;
    const uint32_t *title_words = (const uint32_t *)(const void *)folding->title_words.data;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < folding->count && status == WIRECOPY_OK; i++) {
        const struct outgoing *out = &folding->outgoing[i];
        const struct raw_article raw = raw_of(folding, i);
        status = folding_put(corpus, &raw, out, lines, words, title_words);
        if (status == WIRECOPY_OK)
            status = folding_put_text(corpus, folding, &raw, out);
        lines = lines ? lines + out->lines : NULL; /* of articles without any there is no array */
        words = words ? words + out->words : NULL;
        title_words = title_words ? title_words + out->title_words : NULL;
    }
    control_tell(&corpus->control, "read", corpus->summary.articles, 0, folding->bytes_read);
    return status;
}

static enum wirecopy_status take_all(struct intake *intake)
{
    uint32_t threads = intake->corpus->threads, slot_count = threads + (threads > 1); /* with one more they hardly ever wait */
    struct assembly_line line = {read_batch, fold_batch, put_batch, intake, NULL, &intake->corpus->control, slot_count};
    enum wirecopy_status status = WIRECOPY_OK;
    line.slots = memory_allocate_zero(slot_count, sizeof *line.slots);
    if (!line.slots)
        return WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++) {
        struct folding *folding = NULL;
        status = folding_create(intake->corpus, line.slots[0], &folding);
        line.slots[i] = folding;
    }
    if (status == WIRECOPY_OK)
        status = parallel_run(&line, threads);
    for (uint32_t i = 0; i < slot_count; i++)
        folding_free(line.slots[i]);
    memory_free(line.slots);
    return status;
}

struct reader_options corpus_reader_options(const struct wirecopy_corpus *corpus)
{
    const struct wirecopy_options *o = &corpus->options;
    return (struct reader_options){
        .text_field = o->text_field,
        .id_field = o->id_field,
        .title_field = o->title_field,
        .source_field = o->source_field,
        .date_field = o->date_field,
        .url_field = o->url_field,
        .max_record_bytes = o->max_record_bytes,
        .input = o->input,
        .encoding = o->encoding,
    };
}

static enum wirecopy_status add_paths(struct wirecopy_corpus *corpus, const char *const *paths, size_t count)
{
    struct reader_options options = corpus_reader_options(corpus);
    struct intake intake = {.corpus = corpus};
    struct stopwatch stopwatch;
    enum wirecopy_status status;
    if (corpus->clustered)
        return corpus_note(corpus, status_fail(WIRECOPY_INVALID, "the corpus was clustered already"));
    if (corpus->from)
        return corpus_note(corpus, status_fail(WIRECOPY_INVALID, "a corpus that was saved cannot be added to"));
    stopwatch_start(&stopwatch);
    status = reader_open(paths, count, &options, &intake.reader);
    if (status == WIRECOPY_OK)
        status = take_all(&intake);
    if (status == WIRECOPY_OK)
        status = summary_reading_adds_up(&corpus->summary, corpus->holdings.articles.count);
    else
        corpus->summary.records = corpus->summary.articles + corpus->summary.skipped_records; /* what was read ahead of the failure is forgotten */
    reader_close(intake.reader);
    stopwatch_note(&stopwatch, &corpus->summary, "read");
    return corpus_note(corpus, status);
}

enum wirecopy_status wirecopy_corpus_add_paths(struct wirecopy_corpus *corpus, const char *const *paths, size_t count)
{
    if (corpus->referring)
        return corpus_note(corpus, status_fail(WIRECOPY_INVALID, "the reference was added already; a corpus is added before it"));
    return add_paths(corpus, paths, count);
}

enum wirecopy_status wirecopy_corpus_add_reference(struct wirecopy_corpus *corpus, const char *const *paths, size_t count)
{
    corpus->referring = true;
    return add_paths(corpus, paths, count);
}
