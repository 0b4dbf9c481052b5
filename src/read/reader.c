/* The room's front: walks the paths, gives each file to its format, and says where a problem was. */
#include "read/reader.h"

#include <string.h>

#include "read/formats.h"
#include "read/paths.h"

struct reader {
    const struct reader_options *options;
    struct walk walk;
    struct input input;
    struct walked file;          /* the one that is being read */
    const struct format *format; /* NULL between files */
    void *state;
    bool ended;
    enum wirecopy_status failed; /* WIRECOPY_OK while nothing did */
    char host[HOST_BYTES];
};

enum wirecopy_status reader_open(const char *const *paths, size_t count, const struct reader_options *options, struct reader **reader_out)
{
    struct reader *reader = memory_allocate_zero(1, sizeof *reader);
    if (!reader)
        return WIRECOPY_NO_MEMORY;
    reader->options = options;
    reader->walk.paths = paths;
    reader->walk.path_count = count;
    reader->input.file = -1;
    *reader_out = reader;
    return WIRECOPY_OK;
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Opens the file that the walk has found, and chooses its format. */
static enum wirecopy_status open_file(struct reader *reader)
{
    const struct walked *file = &reader->file;
    struct input *input = &reader->input;
    struct source source = {.input = input, .options = reader->options, .name = name_of(file->path)};
    struct head head;
    enum wirecopy_status status = input_open(input, file->file);
    while (status == WIRECOPY_OK && !input->ended && input->end - input->begin < HEAD_BYTES)
        status = input_more(input);
    if (status != WIRECOPY_OK)
        return status;
    head = (struct head){input->data + input->begin, input->end - input->begin, source.name};
    if (head.size > HEAD_BYTES)
        head.size = HEAD_BYTES;
    if (file->relative)
        source.article_id = (struct wirecopy_bytes){file->relative, strlen(file->relative)};
    reader->format = format_of(&head);
    status = reader->format->open(&source, &reader->state);
    if (status != WIRECOPY_OK)
        reader->format = NULL;
    return status;
}

static void close_file(struct reader *reader)
{
    if (reader->format)
        reader->format->close(reader->state);
    reader->format = NULL;
    reader->state = NULL;
    input_close(&reader->input);
}

static enum read_result tell_file(struct reader *reader, uint64_t line, const char *reason, struct wirecopy_problem *problem)
{
    *problem = (struct wirecopy_problem){WIRECOPY_PROBLEM_FILE, reader->file.path, line, reason};
    return READ_PROBLEM;
}

static enum read_result fail(struct reader *reader, enum wirecopy_status why, enum wirecopy_status *status)
{
    reader->failed = *status = why;
    close_file(reader);
    return READ_FAILED;
}

static enum read_result end(struct reader *reader, enum wirecopy_status *status)
{
    reader->ended = true;
    if (reader->walk.path_count > 0 && reader->walk.opened == 0)
        return fail(reader, status_fail(WIRECOPY_NOTHING_READ, "no input could be opened"), status);
    return READ_END;
}

/* One step within the open file; READ_END where it has ended and there is nothing to say of it. */
static enum read_result step(struct reader *reader, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    const char *failure;
    enum read_result result = reader->format->next(reader->state, article, problem, status);
    switch (result) {
    case READ_ARTICLE:
        raw_article_complete(article, reader->host);
        return READ_ARTICLE;
    case READ_PROBLEM:
        problem->path = reader->file.path;
        return READ_PROBLEM;
    case READ_FAILED:
        return fail(reader, *status, status);
    case READ_END:
        break;
    }
    failure = reader->input.failure;
    close_file(reader);
    if (failure)
        return tell_file(reader, reader->input.line ? reader->input.line + 1 : 0, failure, problem);
    return READ_END;
}

enum read_result reader_next(struct reader *reader, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    *status = reader->failed;
    if (reader->failed != WIRECOPY_OK)
        return READ_FAILED;
    while (!reader->ended) {
        enum read_result result = reader->format ? step(reader, article, problem, status) : READ_END;
        if (result != READ_END)
            return result;
        switch (walk_next(&reader->walk, &reader->file)) {
        case WALK_FILE:
            *status = open_file(reader);
            if (*status != WIRECOPY_OK)
                return fail(reader, *status, status);
            break;
        case WALK_PROBLEM:
            return tell_file(reader, 0, reader->file.reason, problem);
        case WALK_FAILED:
            return fail(reader, WIRECOPY_NO_MEMORY, status);
        case WALK_END:
            return end(reader, status);
        }
    }
    return READ_END;
}

uint64_t reader_bytes(const struct reader *reader)
{
    return reader->input.file_bytes;
}

void reader_close(struct reader *reader)
{
    if (!reader)
        return;
    close_file(reader);
    input_release(&reader->input);
    walk_release(&reader->walk);
    memory_free(reader);
}
