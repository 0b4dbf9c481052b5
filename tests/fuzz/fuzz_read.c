/*
 * Any bytes are a file: each record of it is an article or a problem, reading ends, and a second reading finds the same. The
 * file has no name that could tell its format, so the first bytes choose the reader; a third reading takes it for any format and encoding.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/hash.h"
#include "read/reader.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const encodings[] = {"gb18030", "utf-16", "iso-2022-jp", "windows-1258", "big5", "shift_jis", "utf-8", "koi8-r"};
    const struct reader_options seen = {.max_record_bytes = 1 << 16};
    /* any format, in any encoding: the first byte and the size choose */
    const struct reader_options named = {.max_record_bytes = 1 << 16,
                                         .input = (enum wirecopy_input)((size ? data[0] : 0) % WIRECOPY_INPUT_COUNT),
                                         .encoding = encodings[size % (sizeof encodings / sizeof *encodings)]};
    char path[64];
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    must(file >= 0 && write(file, data, size) == (ssize_t)size);
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    must(read_file(path, &seen) == read_file(path, &seen));
    read_file(path, &named);
    close(file);
    return 0;
}
