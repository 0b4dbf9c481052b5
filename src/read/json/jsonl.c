/*
 * JSON Lines: one object a line, each parsed by itself, so that a bad one harms no other. A bad line may hold several objects side by side,
 * as streams are delivered that put nothing between them: where one does, what follows it is cut at brackets, or at the line's end.
 */
#include "read/formats.h"

#include <string.h>

#include "read/json/json_record.h"
#include "read/json/json_scan.h"

struct jsonl {
    struct source source;
    struct json_record record;
    bool begun;        /* the first line was looked at */
    bool side_by_side; /* a line held several objects */
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

/* What stands behind an object in its line: '{' where another one does, ',' where nothing but a comma does, '\0' at the end, else a blank. */
static char behind(const char *data, size_t size)
{
    size_t at = white_at(data, size);
    bool comma = at < size && data[at] == ',';
    if (comma)
        at += 1 + white_at(data + at + 1, size - at - 1);
    if (at < size)
        return (char)(data[at] == '{' ? '{' : ' ');
    return (char)(comma ? ',' : '\0');
}

/* Whether a line holds several objects, or one and a comma. */
static bool holds_several(const struct line *line)
{
    struct json_scan scan = {.at = white_at(line->data, line->size), .in_line = true};
    char next;
    if (scan.at == line->size || line->data[scan.at] != '{')
        return false;
    json_scan_on(&scan, line->data, line->size);
    next = behind(line->data + scan.at, line->size - scan.at);
    return scan.ended && (next == '{' || next == ',');
}

/* A first line that does not end with the window may be all of a file, and longer than a record may be: its first object tells. */
static enum wirecopy_status begin(struct jsonl *jsonl)
{
    struct input *input = jsonl->source.input;
    struct json_scan scan = {.in_line = true};
    const char *data = input->data + input->begin;
    size_t size = input->end - input->begin;
    enum wirecopy_status status = WIRECOPY_OK;
    jsonl->begun = true;
    if (size == 0 || memchr(data, '\n', size))
        return WIRECOPY_OK;
    if (size >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
        scan.at = 3;
    scan.at += white_at(data + scan.at, size - scan.at);
    if (scan.at == size || data[scan.at] != '{')
        return WIRECOPY_OK;
    while (status == WIRECOPY_OK) {
        char next;
        data = input->data + input->begin;
        size = input->end - input->begin;
        json_scan_on(&scan, data, size);
        next = scan.ended ? behind(data + scan.at, size - scan.at) : '\0';
        jsonl->side_by_side = next == '{';
        if (next == '{' || next == ' ' || input->ended || scan.at > jsonl->source.options->max_record_bytes)
            break;
        status = input_more(input);
    }
    if (jsonl->side_by_side && memcmp(data, "\xEF\xBB\xBF", 3) == 0)
        input->begin += 3;
    return status;
}

/* Takes what stands between objects: white space, commas, line breaks. */
static enum wirecopy_status skip_between(struct input *input)
{
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK) {
        for (; input->begin < input->end; input->begin++) {
            char c = input->data[input->begin];
            if (!memchr(" \t\r\n,", c, 5))
                return WIRECOPY_OK;
            input->line += c == '\n';
        }
        if (input->ended)
            break;
        status = input_more(input);
    }
    return status;
}

/* Takes the next object of a line that holds several; as input_line. The line's end is a part of its last one. */
static enum wirecopy_status take_object(struct jsonl *jsonl, struct line *line)
{
    struct input *input = jsonl->source.input;
    struct json_scan scan = {.in_line = true};
    size_t white;
    bool ends_line;
    enum wirecopy_status status = skip_between(input);
    *line = (struct line){.kind = LINE_FULL, .number = input->line + 1};
    for (;;) {
        const char *data = input->data + input->begin;
        if (status != WIRECOPY_OK)
            return status;
        json_scan_on(&scan, data, input->end - input->begin);
        if (line->kind == LINE_TOO_LONG || scan.at > jsonl->source.options->max_record_bytes) {
            line->kind = LINE_TOO_LONG; /* dropped without being held */
            input->begin += scan.at;
            scan.at = 0;
        } else if (scan.ended && scan.at == 0 && *data != '\n') {
            scan.at = 1; /* a stray bracket */
        }
        white = white_at(input->data + input->begin + scan.at, input->end - input->begin - scan.at);
        if (input->ended || (scan.ended && input->begin + scan.at + white < input->end))
            break;
        status = input_more(input);
    }
    if (line->kind == LINE_FULL && (input->begin == input->end || (!scan.ended && input->failure))) {
        line->kind = LINE_NONE;
        input->begin = input->end;
        return WIRECOPY_OK;
    }
    line->data = input->data + input->begin;
    line->size = line->whole = scan.at;
    ends_line = input->begin + scan.at + white < input->end && line->data[scan.at + white] == '\n';
    if (ends_line)
        line->whole += white + 1;
    input->line += ends_line;
    input->begin += line->whole;
    return WIRECOPY_OK;
}

/* Takes the next line, or the next object where lines hold several. */
static enum wirecopy_status take_line(struct jsonl *jsonl, struct line *line)
{
    enum wirecopy_status status = jsonl->begun ? WIRECOPY_OK : begin(jsonl);
    if (status != WIRECOPY_OK || jsonl->side_by_side)
        return status == WIRECOPY_OK ? take_object(jsonl, line) : status;
    do
        status = input_line(jsonl->source.input, jsonl->source.options->max_record_bytes, line);
    while (status == WIRECOPY_OK && line->kind == LINE_FULL && white_at(line->data, line->size) == line->size);
    return status;
}

enum read_result jsonl_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct jsonl *jsonl = state;
    struct input *input = jsonl->source.input;
    if (json_record_pending(&jsonl->record, article))
        return READ_ARTICLE;
    for (;;) {
        struct line line;
        enum read_result result;
        *status = take_line(jsonl, &line);
        if (*status != WIRECOPY_OK)
            return READ_FAILED;
        if (line.kind == LINE_NONE)
            return READ_END;
        if (line.kind == LINE_TOO_LONG)
            return json_record_tell(problem, WIRECOPY_PROBLEM_RECORD, line.number, "longer than a record may be");
        result = json_record_read(&jsonl->record, &line, article, problem, status);
        if (result != READ_PROBLEM || problem->kind != WIRECOPY_PROBLEM_RECORD || jsonl->side_by_side || !holds_several(&line))
            return result;
        jsonl->side_by_side = true;
        input->begin = (size_t)(line.data - input->data); /* it is taken again */
        input->line--;
    }
}

void jsonl_close(void *state)
{
    struct jsonl *jsonl = state;
    json_record_close(&jsonl->record);
    memory_free(jsonl);
}
