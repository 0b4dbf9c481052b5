/*
 * The n-th allocation, scratch write, scratch read or thread start fails, for n from 1 until a run has fewer of them. Of allocations each of the
 * first 1,500 and about one in twenty behind them is taken; of writes and reads those that come by other calls than the ones before, the next and the
 * last by the same calls, and one in so many of the others. Where WIRECOPY_FAULTS is not "all" these are fewer. Each run reads a corpus, clusters it
 * with all of its scratch in files, writes every view and the corpus without its copies. It ends with the status of that fault, or with
 * the bytes of a run without one; what can be tried again then gives these bytes.
 */
#include "cluster/corpus_testing.h"

#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/parallel.h"
#include "base/storage/scratch.h"
#include "base/storage/scratch_file.h"
#include "cluster/corpus.h"
#include "read/reading.h"
#include "wirecopy.h"

/* All that a run wrote; of the C library's memory, so that it has no faults of its own. */
struct written {
    char *data;
    size_t size, capacity;
};

static int keep(void *context, const char *data, size_t size)
{
    struct written *written = context;
    while (written->capacity - written->size < size) {
        written->capacity = written->capacity ? 2 * written->capacity : 1 << 16;
        written->data = realloc(written->data, written->capacity);
        assert_non_null(written->data);
    }
    memcpy(written->data + written->size, data, size);
    written->size += size;
    return 0;
}

static const char *input;

static enum wirecopy_status write_everything(struct wirecopy_clustering *clustering, struct written *written)
{
    struct wirecopy_dedup_options dedup = {.write = keep, .write_context = written, .report = keep, .report_context = written};
    struct wirecopy_dedup_counts counts;
    enum wirecopy_status status = WIRECOPY_OK;
    for (int view = WIRECOPY_VIEW_CLUSTERS; view <= WIRECOPY_VIEW_OUTLETS && status == WIRECOPY_OK; view++) {
        for (int format = WIRECOPY_FORMAT_TEXT;
             format <= (view == WIRECOPY_VIEW_CLUSTERS ? WIRECOPY_FORMAT_HTML : WIRECOPY_FORMAT_TSV) && status == WIRECOPY_OK; format++) {
            struct wirecopy_report_options report;
            wirecopy_report_options_init(&report, (enum wirecopy_view)view, (enum wirecopy_format)format);
            status = wirecopy_clustering_report(clustering, &report, keep, written);
        }
    }
    return status == WIRECOPY_OK ? wirecopy_clustering_dedup(clustering, &input, 1, &dedup, &counts) : status;
}

/* The status of a whole run; written is what it wrote. */
static enum wirecopy_status run(uint32_t threads, struct written *written)
{
    struct wirecopy_options options;
    struct wirecopy_corpus *corpus = NULL;
    struct wirecopy_clustering *clustering = NULL;
    enum wirecopy_status status;
    wirecopy_options_init(&options);
    options.threads = threads;
    written->size = 0;
    status = wirecopy_corpus_create(&options, &corpus);
    if (status == WIRECOPY_OK) {
        scratch_space_claim(corpus->holdings.space, UINT64_MAX); /* nothing stays in memory */
        status = wirecopy_corpus_add_paths(corpus, &input, 1);
    }
    if (status == WIRECOPY_OK) {
        status = wirecopy_corpus_cluster(corpus, &clustering);
        if (status != WIRECOPY_OK && wirecopy_corpus_cluster(corpus, &clustering) != WIRECOPY_OK) /* the corpus is as it was */
            fail_msg("a second try fails too: %s", wirecopy_corpus_error(corpus));
    }
    if (status == WIRECOPY_OK)
        status = write_everything(clustering, written);
    if (clustering && status != WIRECOPY_OK) {
        written->size = 0;
        if (write_everything(clustering, written) != WIRECOPY_OK)
            fail_msg("a second writing fails too: %s", wirecopy_clustering_error(clustering));
    }
    wirecopy_clustering_free(clustering);
    wirecopy_corpus_free(corpus);
    return status;
}

/* By which calls scratch was written to or read, each time: a hash of their addresses. Kept while a run without a fault is counted. */
struct calls {
    uint64_t *hashes;
    size_t count, capacity;
};

static struct calls writes, reads, *counted;

static void note_calls(struct calls *calls)
{
    void *addresses[64];
    int depth;
    if (calls != counted)
        return;
    depth = backtrace(addresses, sizeof addresses / sizeof *addresses);
    if (calls->count == calls->capacity) {
        calls->capacity = calls->capacity ? 2 * calls->capacity : 1024;
        calls->hashes = realloc(calls->hashes, calls->capacity * sizeof *calls->hashes);
        assert_non_null(calls->hashes);
    }
    calls->hashes[calls->count++] = hash_bytes(addresses, (size_t)depth * sizeof *addresses);
}

/* The linker has the library call these in the place of its own, which have another name here. */
/* NOLINTBEGIN(bugprone-reserved-identifier): the names are the linker's */
enum wirecopy_status __real_scratch_file_write(int file, const char *directory, uint64_t offset, const void *data, size_t size);
enum wirecopy_status __real_scratch_file_read(int file, const char *directory, uint64_t offset, void *data, size_t size);
enum wirecopy_status __wrap_scratch_file_write(int file, const char *directory, uint64_t offset, const void *data, size_t size);
enum wirecopy_status __wrap_scratch_file_read(int file, const char *directory, uint64_t offset, void *data, size_t size);

enum wirecopy_status __wrap_scratch_file_write(int file, const char *directory, uint64_t offset, const void *data, size_t size)
{
    note_calls(&writes);
    return __real_scratch_file_write(file, directory, offset, data, size);
}

enum wirecopy_status __wrap_scratch_file_read(int file, const char *directory, uint64_t offset, void *data, size_t size)
{
    note_calls(&reads);
    return __real_scratch_file_read(file, directory, offset, data, size);
}
/* NOLINTEND(bugprone-reserved-identifier) */

/* A kind of fault: how it is made, how many chances it had, and what it ends with. */
struct fault {
    void (*fail_at)(uint64_t n);
    uint64_t (*chances)(void);
    enum wirecopy_status status;
    uint64_t least;      /* chances that a run has at the least, so that the test cannot become empty */
    struct calls *calls; /* NULL: chances are taken by their number */
    uint64_t least_calls, one_in;
};

static bool all_are_wanted(void)
{
    const char *wanted = getenv("WIRECOPY_FAULTS");
    return wanted && strcmp(wanted, "all") == 0;
}

/* Whether the chance at this place, from 0, comes by calls by which few came before, or none will. */
static bool comes_otherwise(const struct calls *calls, size_t at)
{
    size_t before = 0, i, most = all_are_wanted() ? 2 : 1;
    for (i = 0; i < at && before < most; i++)
        before += calls->hashes[i] == calls->hashes[at];
    if (before < most)
        return true;
    for (i = at + 1; i < calls->count && calls->hashes[i] != calls->hashes[at]; i++)
        ;
    return i >= calls->count && all_are_wanted();
}

static size_t different_calls(const struct calls *calls)
{
    size_t different = 0;
    for (size_t at = 0, i; at < calls->count; at++) {
        for (i = 0; i < at && calls->hashes[i] != calls->hashes[at]; i++)
            ;
        different += i == at;
    }
    return different;
}

static bool is_taken(const struct fault *fault, uint64_t n)
{
    if (!fault->calls)
        return n <= (all_are_wanted() ? 1500 : 15) || hash_counter(7, n) % 20 == 0;
    return n > fault->calls->count || comes_otherwise(fault->calls, (size_t)n - 1) ||
           hash_counter(7, n) % (all_are_wanted() ? fault->one_in : 4 * fault->one_in) == 0;
}

static uint64_t next_chance(const struct fault *fault, uint64_t n)
{
    do
        n++;
    while (!is_taken(fault, n));
    return n;
}

static void each_may_fail(const struct fault *fault, uint32_t threads)
{
    struct written whole = {0}, written = {0};
    uint64_t n, chances, taken = 0;
    counted = fault->calls;
    assert_int_equal(run(threads, &whole), WIRECOPY_OK);
    counted = NULL;
    if (fault->calls) {
        print_message("by %zu different calls\n", different_calls(fault->calls));
        assert_true(different_calls(fault->calls) > fault->least_calls);
    }
    for (n = 1;; n = next_chance(fault, n)) {
        uint64_t before = fault->chances();
        enum wirecopy_status status;
        fault->fail_at(n);
        status = run(threads, &written);
        fault->fail_at(0);
        chances = fault->chances() - before;
        if (status != WIRECOPY_OK)
            assert_int_equal(status, fault->status);
        if (status == WIRECOPY_OK || written.size > 0) {
            assert_int_equal(written.size, whole.size);
            assert_memory_equal(written.data, whole.data, whole.size);
        }
        if (chances < n)
            break;
        taken++;
    }
    print_message("%llu of %llu chances\n", (unsigned long long)taken, (unsigned long long)chances);
    assert_true(chances > fault->least);
    free(whole.data);
    free(written.data);
    if (fault->calls) {
        free(fault->calls->hashes);
        *fault->calls = (struct calls){0};
    }
}

/* A corpus whose words are more than scratch's buffers hold: stories, a third of them with a copy, under a line of its outlet's. */
static const char *write_larger_corpus(unsigned stories)
{
    struct text file = {0};
    for (unsigned i = 0; i < stories + stories / 3; i++) {
        struct text text = {0};
        char record[256];
        text_sentences(&text, i % stories, i < stories ? 40 : 34);
        for (size_t at = 0; at < text.bytes.size; at++)
            if (text.bytes.data[at] == '\n')
                text.bytes.data[at] = '\t';
        snprintf(record, sizeof record,
                 "{\"id\":\"%u\",\"source\":\"outlet-%u\",\"date\":\"2024-01-%02u\",\"text\":\"Share this story of outlet %u now.\\n", i, i % 7,
                 1 + i % 28, i % 7);
        assert_int_equal(buffer_append(&file.bytes, record, strlen(record)), WIRECOPY_OK);
        for (size_t at = 0; at < text.bytes.size; at++)
            assert_int_equal(buffer_append(&file.bytes, text.bytes.data[at] == '\t' ? "\\n" : text.bytes.data + at,
                                           text.bytes.data[at] == '\t' ? 2 : 1),
                             WIRECOPY_OK);
        text_line(&file, "\"}");
        text_release(&text);
    }
    write_bytes("larger.jsonl", file.bytes.data, file.bytes.size);
    text_release(&file);
    return at("larger.jsonl");
}

static void every_allocation_may_fail(void **state)
{
    static const struct fault fault = {memory_fail_at, memory_allocations, WIRECOPY_NO_MEMORY, 500, NULL, 0, 0};
    (void)state;
    input = WIRECOPY_NEWS;
    each_may_fail(&fault, 1);
}

static void every_write_of_scratch_may_fail(void **state)
{
    static const struct fault fault = {scratch_fail_write_at, scratch_writes, WIRECOPY_IO, 20, &writes, 5, 5};
    (void)state;
    input = write_larger_corpus(3000);
    each_may_fail(&fault, 1);
}

static void every_read_of_scratch_may_fail(void **state)
{
    static const struct fault fault = {scratch_fail_read_at, scratch_reads, WIRECOPY_IO, 500, &reads, 20, 200};
    (void)state;
    input = write_larger_corpus(1000);
    each_may_fail(&fault, 1);
}

static void every_thread_may_not_start(void **state)
{
    static const struct fault fault = {parallel_fail_at, parallel_starts, WIRECOPY_OK, 5, NULL, 0, 0};
    (void)state;
    input = WIRECOPY_NEWS;
    each_may_fail(&fault, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test_setup_teardown(every_write_of_scratch_may_fail, make_room, remove_room),
        cmocka_unit_test_setup_teardown(every_read_of_scratch_may_fail, make_room, remove_room),
        cmocka_unit_test(every_thread_may_not_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
