/* The room of a test, and what a reader gave as lines of text. */
#define _GNU_SOURCE
#include "read/reading.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char room[] = "/tmp/wirecopy-read-XXXXXX";
static char *names[4096];
static size_t name_count;
static char *log_text;
static size_t log_size;

int make_room(void **state)
{
    (void)state;
    memcpy(room + sizeof room - 7, "XXXXXX", 6);
    return mkdtemp(room) ? 0 : -1;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)info;
    (void)type;
    (void)place;
    return remove(path);
}

int remove_room(void **state)
{
    (void)state;
    while (name_count > 0)
        free(names[--name_count]);
    free(log_text);
    log_text = NULL;
    return nftw(room, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

const char *at(const char *name)
{
    char *path;
    assert_true(name_count < sizeof names / sizeof *names);
    assert_true(asprintf(&path, "%s/%s", room, name) > 0);
    names[name_count++] = path;
    return path;
}

void write_bytes(const char *name, const void *data, size_t size)
{
    char path[1024];
    FILE *file;
    snprintf(path, sizeof path, "%s/%s", room, name);
    for (char *slash = strchr(path + sizeof room, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0700);
        *slash = '/';
    }
    file = fopen(path, "wb");
    assert_non_null(file);
    if (size > 0) /* data may be NULL otherwise */
        assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

void write_text(const char *name, const char *text)
{
    write_bytes(name, text, strlen(text));
}

static const char *within_room(const char *path)
{
    size_t size = strlen(room);
    return strncmp(path, room, size) == 0 && path[size] == '/' ? path + size + 1 : path;
}

static void show(FILE *out, const char *name, struct wirecopy_bytes value)
{
    if (value.data)
        fprintf(out, " %s=%.*s", name, (int)value.size, value.data);
}

static void show_article(FILE *out, const struct raw_article *article, bool all)
{
    fprintf(out, "article %.*s | ", article->id.data ? (int)article->id.size : 1, article->id.data ? article->id.data : "-");
    for (size_t i = 0; i < article->text.size; i++)
        if (article->text.data[i])
            fputc(article->text.data[i], out);
        else
            fputs("<0>", out);
    if (all) {
        show(out, "title", article->title);
        show(out, "source", article->source);
        show(out, "date", article->date);
        show(out, "url", article->url);
        if (article->day != NO_DAY)
            fprintf(out, " day=%d", (int)article->day);
    }
    fputc('\n', out);
}

static const char *read_all(const char *const *paths, size_t count, const struct reader_options *options, bool all)
{
    static const char *const kinds[] = {"record", "file", "repaired"};
    FILE *out;
    struct reader *reader;
    struct raw_article article;
    struct wirecopy_problem problem;
    enum wirecopy_status status;
    enum read_result result;
    free(log_text);
    log_text = NULL;
    out = open_memstream(&log_text, &log_size);
    assert_non_null(out);
    assert_int_equal(reader_open(paths, count, options, &reader), WIRECOPY_OK);
    while ((result = reader_next(reader, &article, &problem, &status)) == READ_ARTICLE || result == READ_PROBLEM) {
        if (result == READ_ARTICLE)
            show_article(out, &article, all);
        else
            fprintf(out, "%s %s:%d %s\n", kinds[problem.kind], within_room(problem.path), (int)problem.line, problem.reason);
    }
    if (result == READ_FAILED)
        fprintf(out, "%s\n", status == WIRECOPY_NOTHING_READ ? "nothing read" : "failed");
    assert_int_equal(reader_next(reader, &article, &problem, &status), result);
    reader_close(reader);
    fclose(out);
    return log_text;
}

static const struct reader_options usual = {.max_record_bytes = 1000};

const char *read_paths(const char *const *paths, size_t count)
{
    return read_all(paths, count, &usual, false);
}

const char *read_one(const char *name)
{
    const char *path = at(name);
    return read_all(&path, 1, &usual, false);
}

const char *read_with(const char *name, const struct reader_options *options)
{
    const char *path = at(name);
    return read_all(&path, 1, options, true);
}

const char *read_content(const char *content)
{
    write_text("in", content);
    return read_one("in");
}
