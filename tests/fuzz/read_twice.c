/* What the targets of reading share: bytes as a file without a name, read twice. */
#define _GNU_SOURCE
#include "fuzz/read_twice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"

static void must(int holds)
{
    if (!holds)
        abort();
}

/* A hash of all that a reading gives. */
static uint64_t read_file(const char *path, const struct reader_options *options)
{
    const char *const paths[] = {path};
    struct reader *reader;
    uint64_t all = 0;
    must(reader_open(paths, 1, options, &reader) == WIRECOPY_OK);
    for (;;) {
        struct raw_article article;
        struct wirecopy_problem problem;
        enum wirecopy_status status;
        enum read_result result = reader_next(reader, &article, &problem, &status);
        if (result == READ_END)
            break;
        must(result != READ_FAILED);
        if (result == READ_PROBLEM) {
            must(problem.path && problem.reason && *problem.reason);
            all = hash_seeded(problem.reason, strlen(problem.reason), all + problem.line);
            continue;
        }
        must(article.text.data != NULL && article.text.size <= 1 << 20);
        all = hash_seeded(article.text.data, article.text.size, all);
        if (article.title.data)
            all = hash_seeded(article.title.data, article.title.size, all);
        if (article.record.data)
            all = hash_seeded(article.record.data, article.record.size, all);
    }
    reader_close(reader);
    return all;
}

void read_twice(const uint8_t *data, size_t size, const struct reader_options *options)
{
    char path[64];
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    must(file >= 0 && write(file, data, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    must(read_file(path, options) == read_file(path, options));
    close(file);
}
