/* JSON Lines: one object a line, each parsed by itself, so that a bad one harms no other. */
#include "read/formats.h"

#include <string.h>

#include "read/json/json_record.h"

struct jsonl {
    struct source source;
    struct json_record record;
};

static size_t white_at(const char *data, size_t size)
{
    size_t count = 0;
    while (count < size && (data[count] == ' ' || data[count] == '\t' || data[count] == '\r'))
        count++;
    return count;
}

/* Whether a line begins as an object does: a brace, then a quote or the closing brace. */
static bool begins_object(const char *line, size_t size)
{
    size_t at = white_at(line, size);
    if (at == size || line[at] != '{')
        return false;
    at += 1 + white_at(line + at + 1, size - at - 1);
    return at < size && (line[at] == '"' || line[at] == '}');
}

/*
 * At least half of the lines begin as objects do, or the first one does: some may be broken. Where none does, the name
 * decides: a file called .jsonl whose records are all bad is not a text.
 */
int jsonl_score(const struct head *head)
{
    const char *at = head->data, *end = head->data + head->size;
    size_t lines = 0, objects = 0;
    bool first = false;
    if (head->size >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        size_t size = (size_t)((line_end ? line_end : end) - at);
        if (white_at(at, size) < size) {
            bool object = begins_object(at, size);
            first |= object && lines == 0;
            lines++;
            objects += object;
        }
        at += size + 1;
    }
    if (first)
        return 95;
    if (objects > 0 && 2 * objects >= lines)
        return 70;
    if (name_ends_in(head->name, ".jsonl") || name_ends_in(head->name, ".ndjson") || name_ends_in(head->name, ".jl"))
        return 50;
    return 0;
}

enum wirecopy_status jsonl_open(const struct source *source, void **state_out)
{
    struct jsonl *jsonl = memory_allocate_zero(1, sizeof *jsonl);
    enum wirecopy_status status;
    if (!jsonl)
        return WIRECOPY_NO_MEMORY;
    jsonl->source = *source;
    status = json_record_open(&jsonl->record, source->options);
    if (status != WIRECOPY_OK) {
        memory_free(jsonl);
        return status;
    }
    *state_out = jsonl;
    return WIRECOPY_OK;
}

enum read_result jsonl_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct jsonl *jsonl = state;
    struct line line;
    if (json_record_pending(&jsonl->record, article))
        return READ_ARTICLE;
    do {
        *status = input_line(jsonl->source.input, jsonl->source.options->max_record_bytes, &line);
        if (*status != WIRECOPY_OK)
            return READ_FAILED;
        if (line.kind == LINE_NONE)
            return READ_END;
        if (line.kind == LINE_TOO_LONG)
            return json_record_tell(problem, WIRECOPY_PROBLEM_RECORD, line.number, "longer than a record may be");
    } while (white_at(line.data, line.size) == line.size);
    return json_record_read(&jsonl->record, &line, article, problem, status);
}

void jsonl_close(void *state)
{
    struct jsonl *jsonl = state;
    json_record_close(&jsonl->record);
    memory_free(jsonl);
}
