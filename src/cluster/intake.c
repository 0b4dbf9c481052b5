/*
 * Intake: from raw articles to folded ones in scratch. Over paths it is an assembly line: one thread at a time reads a
 * batch, all fold, and the batches are put in order of arrival.
 */
#include <stdio.h>
#include <string.h>

#include "base/parallel.h"
#include "base/sort.h"
#include "cluster/arrangement.h"
#include "cluster/corpus.h"
#include "learn/learnt.h"
#include "read/encoding.h"
#include "read/json.h"
#include "text/credits.h"
#include "text/fold.h"
#include "text/shingles.h"

/* A batch that stays in the second-level cache while it is folded; one article more where it is larger. */
enum { BATCH_BYTES = 1 << 18, BATCH_ARTICLES = 512 };

/* Strings of an article within a batch. */
enum { STRINGS = 6 };
#define ABSENT SIZE_MAX

struct incoming {
    size_t at[STRINGS], size[STRINGS]; /* text, id, title, source, date, url; at ABSENT */
    int32_t day, minute;
};

/* What folding made of an article, as places in the batch's arrays. */
struct outgoing {
    struct hash128 raw_hash, content;
    size_t lines, words, title_words; /* how many */
    uint32_t flags;
    size_t line_texts_at, line_texts_size;
    size_t credit_size; /* 0: none */
    char credit[CREDIT_NAME_BYTES];
};

/* A thread's folder, and a batch on its way. */
struct folding {
    struct folder *folder;
    struct credit_finder credits;
    struct buffer strings, lines, words, title_words, uncredited;
    struct buffer line_texts;  /* as learn/learnt.h has them, where they are kept */
    struct incoming *incoming; /* BATCH_ARTICLES */
    struct outgoing *outgoing;
    size_t count;
    uint64_t bytes_read;
};

enum wirecopy_status folding_create(const struct wirecopy_corpus *corpus, struct folding **folding_out)
{
    struct folding *folding = memory_allocate_zero(1, sizeof *folding);
    enum wirecopy_status status = folding ? folder_create(&folding->folder) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK && corpus->options.kernel)
        status = folder_use_kernel(folding->folder, corpus->options.kernel);
    if (status == WIRECOPY_OK) {
        credit_finder_init(&folding->credits);
        folder_keep_line_texts(folding->folder, corpus->options.keep_lines);
        folding->incoming = memory_allocate(BATCH_ARTICLES, sizeof *folding->incoming);
        folding->outgoing = memory_allocate(BATCH_ARTICLES, sizeof *folding->outgoing);
        if (!folding->incoming || !folding->outgoing)
            status = WIRECOPY_NO_MEMORY;
    }
    if (status != WIRECOPY_OK) {
        folding_free(folding);
        return status;
    }
    *folding_out = folding;
    return WIRECOPY_OK;
}

void folding_free(struct folding *folding)
{
    if (!folding)
        return;
    folder_free(folding->folder);
    buffer_release(&folding->strings);
    buffer_release(&folding->lines);
    buffer_release(&folding->words);
    buffer_release(&folding->title_words);
    buffer_release(&folding->uncredited);
    buffer_release(&folding->line_texts);
    memory_free(folding->incoming);
    memory_free(folding->outgoing);
    memory_free(folding);
}

/* Puts the distinct words of a folded title, sorted, behind those of the batch. */
static enum wirecopy_status keep_title(struct folding *folding, struct wirecopy_bytes title, size_t *count_out)
{
    struct folded folded;
    uint32_t *words;
    size_t count = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    *count_out = 0;
    if (!title.data)
        return WIRECOPY_OK;
    status = fold_title(folding->folder, title.data, title.size, &folded);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&folding->title_words, (folded.word_count + 1) * sizeof *words);
    if (status != WIRECOPY_OK || folded.word_count == 0)
        return status;
    words = (uint32_t *)(void *)(folding->title_words.data + folding->title_words.size);
    memcpy(words, folded.words, folded.word_count * sizeof *words);
    sort_u32(words, folded.word_count);
    for (size_t i = 0; i < folded.word_count; i++)
        if (i == 0 || words[i] != words[count - 1])
            words[count++] = words[i];
    folding->title_words.size += count * sizeof *words;
    *count_out = count;
    return WIRECOPY_OK;
}

/* Folds a text without its wire credits, which are noted; all of it where nothing is left out. */
static enum wirecopy_status fold_uncredited(struct folding *folding, bool furniture, struct wirecopy_bytes text, struct folded *folded,
                                            struct outgoing *out)
{
    struct credits credits;
    credits_find(&folding->credits, text.data, text.size, &credits);
    memcpy(out->credit, credits.name, credits.name_size);
    out->credit_size = credits.name_size;
    if (furniture && credits.count > 0) {
        enum wirecopy_status status = credits_cut(&credits, text.data, text.size, &folding->uncredited);
        if (status != WIRECOPY_OK)
            return status;
        text = (struct wirecopy_bytes){folding->uncredited.data, folding->uncredited.size};
    }
    return fold_text(folding->folder, text.data, text.size, folded);
}

/* Each line's text behind its size in 4 bytes. */
static enum wirecopy_status keep_line_texts(const struct folded *folded, struct buffer *out)
{
    struct learnt_text_heading heading = {0};
    enum wirecopy_status status;
    for (size_t i = 0; i < folded->line_count; i++)
        heading.bytes += sizeof(uint32_t) + folded->line_texts[i].size;
    status = buffer_append(out, &heading, sizeof heading);
    for (size_t i = 0; i < folded->line_count && status == WIRECOPY_OK; i++) {
        uint32_t size = (uint32_t)folded->line_texts[i].size;
        status = buffer_append(out, &size, sizeof size);
        if (status == WIRECOPY_OK)
            status = buffer_append(out, folded->line_texts[i].text, size);
    }
    return status;
}

/* Folds a text and its title behind those of the batch. */
static enum wirecopy_status fold_one(struct folding *folding, const struct wirecopy_options *options, struct wirecopy_bytes text,
                                     struct wirecopy_bytes title, struct outgoing *out)
{
    struct folded folded;
    size_t title_at = folding->title_words.size;
    enum wirecopy_status status;
    *out = (struct outgoing){.raw_hash = hash_bytes_128(text.data, text.size)};
    status = fold_uncredited(folding, options->furniture, text, &folded, out);
    if (status != WIRECOPY_OK)
        return status;
    out->lines = folded.line_count;
    out->words = folded.word_count;
    out->content = hash_bytes_128(folded.bytes, folded.byte_count);
    if (folded.word_count == 0)
        out->flags |= ARTICLE_EMPTY;
    if (!shingles_at_least(folded.words, folded.word_count, options->shingle_words, SHORT_SHINGLES))
        out->flags |= ARTICLE_SHORT;
    out->line_texts_at = folding->line_texts.size;
    if (folded.line_texts)
        status = keep_line_texts(&folded, &folding->line_texts);
    out->line_texts_size = folding->line_texts.size - out->line_texts_at;
    if (status == WIRECOPY_OK)
        status = buffer_append(&folding->lines, folded.lines, folded.line_count * sizeof *folded.lines);
    if (status == WIRECOPY_OK)
        status = buffer_append(&folding->words, folded.words, folded.word_count * sizeof *folded.words);
    if (status == WIRECOPY_OK)
        status = keep_title(folding, title, &out->title_words);
    if (status == WIRECOPY_OK && out->flags & ARTICLE_SHORT) /* "Qtly div 20 cts vs 20 cts prior" is every company's */
        out->content = hash_seeded_128(out->title_words ? folding->title_words.data + title_at : "", out->title_words * sizeof(uint32_t),
                                       out->content.high ^ out->content.low);
    return status;
}

/*
 * Beside 64 bytes stages keep up to 32 of an article, as where it is in one of many small clusters, and a bit a line. Scratch leaves free what
 * most corpora need of it: as soon as something in scratch goes to a file, and for good.
 */
enum { LEFT_FREE_AN_ARTICLE = 16, ASKED_TOGETHER = 1 << 16 };

static void leave_free(struct holdings *holdings, size_t lines)
{
    holdings->owed += LEFT_FREE_AN_ARTICLE + lines / 8;
    if (holdings->owed >= ASKED_TOGETHER)
        holdings->owed -= scratch_space_claim(holdings->space, holdings->owed);
}

/* Puts a folded article into scratch. */
static enum wirecopy_status put(struct wirecopy_corpus *corpus, const struct raw_article *raw, const struct outgoing *out, const struct line *lines,
                                const uint32_t *words, const uint32_t *title_words)
{
    struct folded_article article = {.raw = *raw,
                                     .raw_hash = out->raw_hash,
                                     .credit = {out->credit_size ? out->credit : NULL, out->credit_size},
                                     .flags = out->flags | (corpus->referring ? ARTICLE_REFERENCE : 0),
                                     .content = out->content,
                                     .title_words = title_words,
                                     .title_word_count = out->title_words};
    struct buffer id = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    if (raw->id.data && !json_is_utf8(raw->id.data, raw->id.size)) { /* two that would look the same get other ids */
        status = encoding_decode("UTF-8", raw->id.data, raw->id.size, &id);
        article.raw.id = (struct wirecopy_bytes){id.data, id.size};
    }
    if (status == WIRECOPY_OK && corpus->watch.scratch)
        status = watch_keep(corpus, &article);
    if (status == WIRECOPY_OK)
        status = articles_add(&corpus->holdings.articles, &article);
    buffer_release(&id);
    if (status == WIRECOPY_OK) {
        status = texts_add(corpus->holdings.texts, lines, out->lines, words, out->words);
        if (status != WIRECOPY_OK)
            corpus->holdings.articles.count--; /* the two stay in step */
    }
    if (status != WIRECOPY_OK)
        return status;
    leave_free(&corpus->holdings, out->lines);
    corpus->summary.articles++;
    corpus->summary.bytes += raw->text.size;
    corpus->summary.words += out->words;
    corpus->summary.lines += out->lines;
    corpus->summary.credited += out->credit_size > 0;
    return WIRECOPY_OK;
}

/* Once one is missing, those of all later articles are out of step: there are none then, and clustering says so. */
static enum wirecopy_status put_line_texts(struct wirecopy_corpus *corpus, const struct folding *folding, const struct outgoing *out)
{
    struct scratch **kept = &corpus->holdings.line_texts;
    enum wirecopy_status status = WIRECOPY_OK;
    if (*kept)
        status = scratch_append(*kept, folding->line_texts.data + out->line_texts_at, out->line_texts_size);
    if (status != WIRECOPY_OK) {
        scratch_free(*kept);
        *kept = NULL;
    }
    return status;
}

static void forget(struct folding *folding)
{
    folding->strings.size = folding->lines.size = folding->words.size = folding->title_words.size = folding->line_texts.size = 0;
    folding->count = 0;
}

enum wirecopy_status folding_add(struct folding *folding, struct wirecopy_corpus *corpus, const struct raw_article *raw)
{
    struct outgoing out;
    enum wirecopy_status status;
    forget(folding);
    status = fold_one(folding, &corpus->options, raw->text, raw->title, &out);
    if (status == WIRECOPY_OK)
        status = put(corpus, raw, &out, (const struct line *)(const void *)folding->lines.data, (const uint32_t *)(const void *)folding->words.data,
                     (const uint32_t *)(const void *)folding->title_words.data);
    corpus->summary.records += status == WIRECOPY_OK;
    return status == WIRECOPY_OK ? put_line_texts(corpus, folding, &out) : status;
}

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

static enum wirecopy_status read_batch(void *context, void *slot, bool *end)
{
    struct intake *intake = context;
    struct folding *folding = slot;
    enum wirecopy_status status = WIRECOPY_OK;
    forget(folding);
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

static enum wirecopy_status fold_batch(void *context, void *slot)
{
    const struct intake *intake = context;
    struct folding *folding = slot;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < folding->count && status == WIRECOPY_OK; i++)
        status = fold_one(folding, &intake->corpus->options, string_of(folding, &folding->incoming[i], 0),
                          string_of(folding, &folding->incoming[i], 2), &folding->outgoing[i]);
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
        const struct incoming *in = &folding->incoming[i];
        const struct outgoing *out = &folding->outgoing[i];
        struct raw_article raw = {.text = string_of(folding, in, 0),
                                  .id = string_of(folding, in, 1),
                                  .title = string_of(folding, in, 2),
                                  .source = string_of(folding, in, 3),
                                  .date = string_of(folding, in, 4),
                                  .url = string_of(folding, in, 5),
                                  .day = in->day,
                                  .minute = in->minute};
        status = put(corpus, &raw, out, lines, words, title_words);
        if (status == WIRECOPY_OK)
            status = put_line_texts(corpus, folding, out);
        lines += out->lines;
        words += out->words;
        title_words += out->title_words;
    }
    control_tell(&corpus->control, "read", corpus->summary.articles, 0, folding->bytes_read);
    return status;
}

static enum wirecopy_status take_all(struct intake *intake)
{
    uint32_t threads = intake->corpus->threads;
    struct assembly_line line = {read_batch, fold_batch, put_batch, intake, NULL, &intake->corpus->control};
    enum wirecopy_status status = WIRECOPY_OK;
    line.slots = memory_allocate_zero(threads, sizeof *line.slots);
    if (!line.slots)
        return WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < threads && status == WIRECOPY_OK; i++) {
        struct folding *folding = NULL;
        status = folding_create(intake->corpus, &folding);
        line.slots[i] = folding;
    }
    if (status == WIRECOPY_OK)
        status = parallel_run(&line, threads);
    for (uint32_t i = 0; i < threads; i++)
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
