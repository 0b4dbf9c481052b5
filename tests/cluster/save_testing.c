/* Saves for tests. */
#define _DEFAULT_SOURCE
#include "cluster/save_testing.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "wirecopy.h"

const char *const save_files[SAVE_FILES] = {"articles", "groups", "learnt", "lines", "survey", "glances", "phrases", "sketches", "pairs", "forms"};
char save_directory[64];
static char room[] = "/tmp/wirecopy-saved-XXXXXX";

int save_room_make(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(room));
    snprintf(save_directory, sizeof save_directory, "%s/save", room);
    return 0;
}

static void empty(const char *directory)
{
    DIR *entries = opendir(directory);
    for (struct dirent *entry; entries && (entry = readdir(entries));) {
        char path[320];
        snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        unlink(path);
    }
    if (entries)
        closedir(entries);
}

int save_room_remove(void **state)
{
    (void)state;
    empty(save_directory);
    rmdir(save_directory);
    empty(room);
    return rmdir(room);
}

const char *save_path(const char *file)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", save_directory, file);
    return path;
}

const char *save_room_path(const char *file)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", room, file);
    return path;
}

struct wirecopy_options options_by_hand(const char *save)
{
    struct wirecopy_options options;
    wirecopy_options_init(&options);
    options.keys = WIRECOPY_KEYS_BY_HAND;
    options.bands = 24;
    options.rows = 3;
    options.sampled_one_in = 8;
    options.save_directory = save;
    options.threads = 2;
    return options;
}

int append(void *context, const char *data, size_t size)
{
    return buffer_append(context, data, size) == WIRECOPY_OK ? 0 : 12;
}

struct buffer views_of(struct wirecopy_clustering *clustering, bool passages)
{
    struct buffer written = {0};
    char *run;
    for (int view = WIRECOPY_VIEW_CLUSTERS; view <= WIRECOPY_VIEW_PAIRS; view++) {
        struct wirecopy_report_options report;
        wirecopy_report_options_init(&report, (enum wirecopy_view)view, WIRECOPY_FORMAT_JSONL);
        report.templates = true;
        report.passages = passages;
        assert_int_equal(wirecopy_clustering_report(clustering, &report, append, &written), WIRECOPY_OK);
    }
    assert_int_equal(wirecopy_clustering_summary(clustering, WIRECOPY_FORMAT_JSONL, 0, append, &written), WIRECOPY_OK);
    assert_int_equal(append(&written, "", 1), 0);
    run = strstr(written.data, "\"run\":");
    assert_non_null(run);
    *run = '\0';
    written.size = strlen(written.data);
    wirecopy_clustering_free(clustering);
    return written;
}

void same_bytes(struct buffer a, struct buffer b)
{
    assert_string_equal(a.data, b.data);
    buffer_release(&a);
    buffer_release(&b);
}

struct wirecopy_corpus *open_save(const struct wirecopy_options *options)
{
    struct wirecopy_corpus *corpus;
    char message[400] = "";
    if (wirecopy_corpus_open(options, save_directory, &corpus, message, sizeof message) != WIRECOPY_OK)
        fail_msg("%s", message);
    return corpus;
}

void fail_each_allocation(const struct wirecopy_options *options, uint64_t at_least)
{
    enum wirecopy_status status = WIRECOPY_NO_MEMORY;
    uint64_t n = 0;
    while (status != WIRECOPY_OK) {
        struct wirecopy_corpus *corpus = NULL;
        struct wirecopy_clustering *clustering = NULL;
        memory_fail_at(++n);
        status = wirecopy_corpus_open(options, save_directory, &corpus, NULL, 0);
        if (status == WIRECOPY_OK)
            status = wirecopy_corpus_cluster(corpus, &clustering);
        memory_fail_at(0);
        assert_true(status == WIRECOPY_OK || status == WIRECOPY_NO_MEMORY);
        if (status != WIRECOPY_OK)
            assert_null(clustering);
        wirecopy_clustering_free(clustering);
        if (corpus)
            wirecopy_corpus_free(corpus);
    }
    assert_true(n > at_least);
}
