/* The room's front: walks the paths, gives each file to its format, and says where a problem was. */
#include "read/reader.h"

#include <string.h>

#include "read/bytes/container.h"
#include "read/bytes/encoding.h"
#include "read/formats.h"
#include "read/mending.h"
#include "read/bytes/package.h"
#include "read/bytes/paths.h"
#include "read/bytes/recode.h"

struct reader {
    const struct reader_options *options;
    struct walk walk;
    struct input input;          /* of a file */
    struct input inner;          /* of a member of an archive */
    struct members *members;     /* NULL where the file is no archive */
    struct buffer path, id;      /* of the member: the archive's with its own behind */
    enum package package;        /* what the archive is, from its first member on */
    size_t member_count, texts;  /* its members so far, and those of them that were read */
    struct walked file;          /* the one that is being read */
    const struct format *format; /* NULL between files */
    void *state;
    bool ended, broken;
    enum wirecopy_status failed; /* WIRECOPY_OK while nothing did */
    struct recoding recoding;
    struct mending mending;
    bool told_ill_formed; /* of the input that is being read */
    bool has_pending;     /* an article before which that was told */
    struct raw_article pending;
};

enum wirecopy_status reader_open(const char *const *paths, size_t count, const struct reader_options *options, struct reader **reader_out)
{
    struct reader *reader = memory_allocate_zero(1, sizeof *reader);
    if (!reader)
        return WIRECOPY_NO_MEMORY;
    reader->options = options;
    reader->walk.paths = paths;
    reader->walk.path_count = count;
    reader->input.file = reader->inner.file = -1;
    *reader_out = reader;
    return WIRECOPY_OK;
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Where a problem is: the file, or the member of it. */
static const char *path_of(const struct reader *reader)
{
    return reader->members && reader->path.size ? reader->path.data : reader->file.path;
}

static enum wirecopy_status fill_head(struct input *input)
{
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && !input->ended && input->end - input->begin < HEAD_BYTES)
        status = input_more(input);
    return status;
}

static struct head head_of(const struct reader *reader, const struct input *input, const char *name)
{
    size_t size = input->end - input->begin;
    return (struct head){input->data + input->begin, size < HEAD_BYTES ? size : HEAD_BYTES, name, reader->options->text_field};
}

/* Records of a file without any line feed end with carriage returns, if anything. */
static void recognise_cr(struct reader *reader, struct input *input, struct head head)
{
    char changed[HEAD_BYTES];
    const struct format *format;
    const char *found = head.size ? memchr(head.data, '\r', head.size) : NULL;
    if (!found || memchr(head.data, '\n', head.size))
        return;
    for (size_t i = 0; i < head.size; i++)
        changed[i] = (char)(head.data[i] == '\r' ? '\n' : head.data[i]);
    format = format_of(reader->options->input, &(struct head){changed, head.size, head.name, head.text_field});
    if (format->input != WIRECOPY_INPUT_JSONL && format->input != WIRECOPY_INPUT_CSV)
        return;
    reader->format = format;
    input_end_lines_with_cr(input);
}

/*
 * Chooses the format of an input whose head is read. Where it is not in UTF-8 it is decoded first: by its byte-order mark, or by the
 * option where the format does not say it itself.
 */
static enum wirecopy_status recognise(struct reader *reader, struct input *input, const char *name)
{
    struct head head = head_of(reader, input, name);
    size_t mark_size = 0;
    const char *mark = encoding_of_mark(head.data, head.size, &mark_size), *encoding = mark ? mark : reader->options->encoding;
    enum wirecopy_status status;
    reader->format = format_of(reader->options->input, &head);
    if (!encoding && !reader->format->own_encoding)
        encoding = encoding_of_zeros(head.data, head.size);
    if (!encoding || (!mark && reader->format->own_encoding)) {
        recognise_cr(reader, input, head);
        return WIRECOPY_OK;
    }
    input->begin += mark_size;
    status = input_decode(input, encoding);
    if (status == WIRECOPY_OK)
        status = fill_head(input);
    head = head_of(reader, input, name);
    reader->format = status == WIRECOPY_OK ? format_of(reader->options->input, &head) : NULL;
    if (status == WIRECOPY_OK)
        recognise_cr(reader, input, head);
    return status;
}

static enum wirecopy_status open_format(struct reader *reader, struct input *input, const char *path, struct wirecopy_bytes id)
{
    struct source source = {.input = input, .options = reader->options, .name = name_of(path), .article_id = id};
    enum wirecopy_status status = recognise(reader, input, source.name);
    if (status != WIRECOPY_OK)
        return status;
    reader->told_ill_formed = false;
    status = reader->format->open(&source, &reader->state);
    if (status != WIRECOPY_OK)
        reader->format = NULL;
    return status;
}

static struct wirecopy_bytes file_id(const struct reader *reader)
{
    const char *relative = reader->file.relative;
    return (struct wirecopy_bytes){relative, relative ? strlen(relative) : 0};
}

/* Opens the file that the walk has found. */
static enum wirecopy_status open_file(struct reader *reader)
{
    const struct walked *file = &reader->file;
    struct input *input = &reader->input;
    enum wirecopy_status status = input_open(input, file->file);
    if (status == WIRECOPY_OK)
        status = fill_head(input);
    if (status != WIRECOPY_OK)
        return status;
    reader->path.size = 0;
    reader->member_count = reader->texts = 0;
    if (members_recognise(input->data + input->begin, input->end - input->begin))
        return members_open(input, &reader->members);
    return open_format(reader, input, file->path, file_id(reader));
}

/* Puts "outer/inner" into a buffer. */
static enum wirecopy_status join(struct buffer *buffer, const char *outer, const char *inner)
{
    enum wirecopy_status status;
    buffer->size = 0;
    status = buffer_append(buffer, outer, strlen(outer));
    if (status == WIRECOPY_OK)
        status = buffer_append(buffer, "/", 1);
    return status == WIRECOPY_OK ? buffer_append(buffer, inner, strlen(inner) + 1) : status;
}

/* Whether the member that was just opened is read; what a document or a book has beside its text is not. */
static bool is_wanted(struct reader *reader, const char *name)
{
    const struct input *inner = &reader->inner;
    bool wanted;
    if (reader->member_count++ == 0)
        reader->package = package_of(name, inner->data + inner->begin, inner->end - inner->begin);
    wanted = package_has_text(reader->package, name);
    reader->texts += wanted;
    return wanted;
}

/* Opens the next member, if it is wanted; *failure says where the archive is broken. *more is false where there is none. */
static enum wirecopy_status open_member(struct reader *reader, bool *more, const char **failure)
{
    const char *name, *outer = reader->file.relative ? reader->file.relative : "-";
    enum wirecopy_status status;
    *more = members_next(reader->members, &name, failure);
    if (!*more)
        return WIRECOPY_OK;
    status = join(&reader->path, reader->file.path, name);
    if (status == WIRECOPY_OK)
        status = join(&reader->id, outer, name);
    if (status == WIRECOPY_OK)
        status = input_open_member(&reader->inner, reader->members, &reader->input);
    if (status == WIRECOPY_OK)
        status = fill_head(&reader->inner);
    if (status != WIRECOPY_OK)
        return status;
    if (!is_wanted(reader, name)) {
        input_close(&reader->inner);
        return WIRECOPY_OK;
    }
    if (members_recognise(reader->inner.data + reader->inner.begin, reader->inner.end - reader->inner.begin))
        input_refuse(&reader->inner, "an archive within an archive is not opened");
    return open_format(reader, &reader->inner, reader->path.data,
                       package_is_article(reader->package) ? file_id(reader) : (struct wirecopy_bytes){reader->id.data, reader->id.size - 1});
}

static void close_format(struct reader *reader)
{
    if (reader->format)
        reader->format->close(reader->state);
    reader->format = NULL;
    reader->state = NULL;
    input_close(&reader->inner);
}

static void close_file(struct reader *reader)
{
    close_format(reader);
    members_close(reader->members);
    reader->members = NULL;
    input_close(&reader->input);
}

static enum read_result tell_file(struct reader *reader, uint64_t line, const char *reason, struct wirecopy_problem *problem)
{
    *problem = (struct wirecopy_problem){WIRECOPY_PROBLEM_FILE, path_of(reader), line, reason};
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

/* After the last record: what was wrong with the input, if anything. */
static enum read_result end_input(struct reader *reader, struct wirecopy_problem *problem)
{
    const struct input *input = reader->members ? &reader->inner : &reader->input;
    const char *failure = input->failure;
    uint64_t line = input->line ? input->line + 1 : 0;
    if (reader->members)
        close_format(reader);
    else
        close_file(reader);
    return failure ? tell_file(reader, line, failure, problem) : READ_END;
}

/* What is the matter with the encoding of an article; *told is NULL where nothing is. */
static enum wirecopy_status take_encoding(struct reader *reader, struct raw_article *article, const char **told)
{
    const struct decoder *decoder = reader->members ? reader->inner.decoder : reader->input.decoder;
    *told = decoder && decoder_met_ill_formed(decoder) ? "ill-formed in its encoding" : NULL;
    if (decoder || reader->format->own_encoding || reader->options->encoding)
        return WIRECOPY_OK;
    return recode(&reader->recoding, article, told);
}

/* Tells once a file what is the matter with its encoding, before the first article of which that is known. */
static enum read_result give(struct reader *reader, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    const char *told;
    *status = take_encoding(reader, article, &told);
    if (*status == WIRECOPY_OK)
        *status = mending_mend(&reader->mending, article, reader->options->encoding != NULL, article->record.data && !article->lead.data);
    if (*status != WIRECOPY_OK)
        return fail(reader, *status, status);
    if (!told || reader->told_ill_formed)
        return READ_ARTICLE;
    reader->told_ill_formed = reader->has_pending = true;
    reader->pending = *article;
    *problem = (struct wirecopy_problem){WIRECOPY_PROBLEM_REPAIRED, path_of(reader), 0, told};
    return READ_PROBLEM;
}

/* One step within the open file; READ_END where it has ended and there is nothing to say of it. */
static enum read_result step(struct reader *reader, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    enum read_result result;
    if (reader->has_pending) {
        reader->has_pending = false;
        *article = reader->pending;
        return READ_ARTICLE;
    }
    result = reader->format->next(reader->state, article, problem, status);
    switch (result) {
    case READ_ARTICLE:
        return give(reader, article, problem, status);
    case READ_PROBLEM:
        problem->path = path_of(reader);
        return READ_PROBLEM;
    case READ_FAILED:
        return fail(reader, *status, status);
    case READ_END:
        break;
    }
    return end_input(reader, problem);
}

/* One step to the next member of an open archive. */
static enum read_result step_member(struct reader *reader, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    const char *failure;
    bool more;
    if (reader->broken) {
        reader->broken = false;
        close_file(reader);
        return READ_END;
    }
    *status = open_member(reader, &more, &failure);
    if (*status != WIRECOPY_OK)
        return fail(reader, *status, status);
    if (more)
        return READ_END;
    reader->path.size = 0;
    if (!failure && reader->texts == 0 && reader->member_count > 0)
        failure = "a spreadsheet, slides or the like: save its text, or CSV, first";
    if (failure) {
        reader->broken = true; /* closed at the next step: failure is the archive's */
        return tell_file(reader, 0, failure, problem);
    }
    close_file(reader);
    return READ_END;
}

enum read_result reader_next(struct reader *reader, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    *status = reader->failed;
    if (reader->failed != WIRECOPY_OK)
        return READ_FAILED;
    while (!reader->ended) {
        bool within = reader->format || reader->members;
        enum read_result result = READ_END;
        if (reader->format)
            result = step(reader, article, problem, status);
        else if (reader->members)
            result = step_member(reader, problem, status);
        if (result != READ_END)
            return result;
        if (within)
            continue; /* the next member, or the next file */
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
    input_release(&reader->inner);
    buffer_release(&reader->path);
    buffer_release(&reader->id);
    recoding_release(&reader->recoding);
    mending_release(&reader->mending);
    input_release(&reader->input);
    walk_release(&reader->walk);
    memory_free(reader);
}
