/*
 * Any texts cluster: every article is in one cluster, and the reverse order, another memory and other threads give the same
 * clusters. Texts are parted by zero bytes; the first byte of each names an outlet and a day.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "wirecopy.h"

enum { TEXTS = 64 };

static void must(int holds)
{
    if (!holds)
        abort();
}

static int collect(void *context, const char *data, size_t size)
{
    return buffer_append(context, data, size) == WIRECOPY_OK ? 0 : 1;
}

static struct buffer rows_of(const struct wirecopy_bytes *texts, size_t count, int reverse)
{
    struct wirecopy_options options;
    struct wirecopy_report_options report;
    struct wirecopy_corpus *corpus;
    struct wirecopy_clustering *clustering;
    struct buffer rows = {0};
    size_t members = 0;
    wirecopy_options_init(&options);
    options.threads = reverse ? 2 : 1;
    options.memory_bytes = (uint64_t)(reverse ? 16 : 64) << 20;
    must(wirecopy_corpus_create(&options, &corpus) == WIRECOPY_OK);
    for (size_t n = 0; n < count; n++) {
        size_t i = reverse ? count - 1 - n : n;
        char id[24], source[24], date[24];
        unsigned first = texts[i].size ? (unsigned char)texts[i].data[0] : 0;
        struct wirecopy_article article = {.text = texts[i], .id = {id, (size_t)snprintf(id, sizeof id, "%zu", i)}};
        article.source = (struct wirecopy_bytes){source, (size_t)snprintf(source, sizeof source, "outlet-%u", first % 3)};
        article.date = (struct wirecopy_bytes){date, (size_t)snprintf(date, sizeof date, "2024-01-%02u", 1 + first / 3 % 28)};
        must(wirecopy_corpus_add(corpus, &article) == WIRECOPY_OK);
    }
    must(wirecopy_corpus_cluster(corpus, &clustering) == WIRECOPY_OK);
    for (size_t i = 0; i < wirecopy_clustering_count(clustering); i++) {
        struct wirecopy_cluster cluster;
        must(wirecopy_clustering_cluster(clustering, i, &cluster) == WIRECOPY_OK);
        members += cluster.size;
    }
    must(members == count && wirecopy_clustering_article_count(clustering) == count);
    wirecopy_report_options_init(&report, WIRECOPY_VIEW_ARTICLES, WIRECOPY_FORMAT_JSONL);
    must(wirecopy_clustering_report(clustering, &report, collect, &rows) == WIRECOPY_OK);
    wirecopy_report_options_init(&report, WIRECOPY_VIEW_CLUSTERS, WIRECOPY_FORMAT_HTML);
    report.singles = true;
    must(wirecopy_clustering_report(clustering, &report, collect, &rows) == WIRECOPY_OK);
    wirecopy_clustering_free(clustering);
    wirecopy_corpus_free(corpus);
    return rows;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wirecopy_bytes texts[TEXTS];
    struct buffer rows, again;
    const char *at = (const char *)data, *end = at + size;
    size_t count = 0;
    while (at < end && count < TEXTS) {
        const char *zero = memchr(at, 0, (size_t)(end - at));
        texts[count++] = (struct wirecopy_bytes){at, (size_t)((zero ? zero : end) - at)};
        at = zero ? zero + 1 : end;
    }
    rows = rows_of(texts, count, 0);
    again = rows_of(texts, count, 1);
    must(rows.size == again.size && (rows.size == 0 || memcmp(rows.data, again.data, rows.size) == 0));
    buffer_release(&rows);
    buffer_release(&again);
    return 0;
}
