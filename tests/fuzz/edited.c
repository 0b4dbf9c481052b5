/* What the targets of files that people edit share: twelve articles of three outlets, with furniture, forms and copies, clustered with the file. */
#define _GNU_SOURCE
#include "fuzz/edited.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "wirecopy.h"

enum { ARTICLES = 12, TEXT_BYTES = 2048 };

void must(int holds)
{
    if (!holds)
        abort();
}

static int collect(void *context, const char *data, size_t size)
{
    return buffer_append(context, data, size) == WIRECOPY_OK ? 0 : 1;
}

/* Story i / 3, each of forty words of its own, as outlet i % 3 prints it. */
static size_t write_text(char text[TEXT_BYTES], size_t i)
{
    static const char *const begins[] = {"Harbour Desk | Home | Tides\n", "", "[Ad] Sign up\n"};
    static const char *const ends[] = {"Read more: all our tides\nSource link", "# marked by a sign\nFollow us on the hill.", "\\o/ thanks"};
    size_t at = (size_t)snprintf(text, TEXT_BYTES, "%s", begins[i % 3]);
    for (size_t word = 0; word < 40; word++)
        at += (size_t)snprintf(text + at, TEXT_BYTES - at, "%c%c%zu ", (char)('a' + i / 3), (char)('a' + word % 26), word * 7 % 11);
    return at + (size_t)snprintf(text + at, TEXT_BYTES - at, ".\nHigh water at %zu.%zu today\n%s", i, i * 3, ends[i % 3]);
}

static void add_article(struct wirecopy_corpus *corpus, size_t i)
{
    static const char *const outlets[] = {"coast.example", "hill.example", "a]b\\c"};
    char text[TEXT_BYTES], id[24], date[24];
    struct wirecopy_article article = {.text = {text, write_text(text, i)},
                                       .id = {id, (size_t)snprintf(id, sizeof id, "%zu", i)},
                                       .source = {outlets[i % 3], strlen(outlets[i % 3])},
                                       .date = {date, (size_t)snprintf(date, sizeof date, "2024-03-%02zu", 1 + 2 * i)}};
    must(wirecopy_corpus_add(corpus, &article) == WIRECOPY_OK);
}

struct buffer edited_rows(const struct edited_run *run, struct buffer *written)
{
    struct wirecopy_options options;
    struct wirecopy_report_options report;
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering;
    struct buffer rows = {0};
    wirecopy_options_init(&options);
    options.threads = run->reverse ? 2 : 1;
    options.memory_bytes = (uint64_t)(run->reverse ? 16 : 64) << 20;
    options.furniture_file = run->furniture;
    options.plan_file = run->plan;
    options.seed = run->seed;
    options.shingle_words = run->shingle_words;
    options.keep_lines = true;
    must(wirecopy_corpus_create(&options, &corpus) == WIRECOPY_OK);
    for (size_t i = 0; i < ARTICLES; i++)
        add_article(corpus, run->reverse ? ARTICLES - 1 - i : i);
    must(wirecopy_corpus_cluster(corpus, &clustering) == WIRECOPY_OK);
    must(wirecopy_clustering_article_count(clustering) == ARTICLES);
    wirecopy_report_options_init(&report, WIRECOPY_VIEW_ARTICLES, WIRECOPY_FORMAT_JSONL);
    must(wirecopy_clustering_report(clustering, &report, collect, &rows) == WIRECOPY_OK);
    *written = (struct buffer){0};
    must((run->plan ? wirecopy_clustering_write_plan : wirecopy_clustering_write_furniture)(clustering, collect, written) == WIRECOPY_OK);
    wirecopy_clustering_free(clustering);
    wirecopy_corpus_free(corpus);
    return rows;
}

int edited_file(const void *data, size_t size, char path[EDITED_PATH_BYTES])
{
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    must(file >= 0 && write(file, data, size) == (ssize_t)size);
    snprintf(path, EDITED_PATH_BYTES, "/proc/self/fd/%d", file);
    return file;
}

int same_bytes(struct buffer *a, struct buffer *b)
{
    int same = a->size == b->size && (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
    buffer_release(a);
    buffer_release(b);
    return same;
}

void edited_must_repeat(struct edited_run run)
{
    char path[EDITED_PATH_BYTES];
    struct buffer written, written_again, rows = edited_rows(&run, &written), again;
    int file = edited_file(written.data, written.size, path);
    *(run.furniture ? &run.furniture : &run.plan) = path;
    run.reverse = 1;
    again = edited_rows(&run, &written_again);
    must(same_bytes(&rows, &again));
    must(same_bytes(&written, &written_again));
    close(file);
}
