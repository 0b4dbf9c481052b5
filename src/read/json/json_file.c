/*
 * JSON that is not one object a line: a list of objects, objects that are written over several lines, or an answer of some service, an
 * object that holds a list of articles. A scan of brackets and strings finds where each object ends, and each is then parsed by itself,
 * so that a bad one harms no other.
 */
#include "read/formats.h"

#include <string.h>

#include "read/json/json_record.h"
#include "read/json/json_scan.h"

struct json_file {
    struct source source;
    struct json_record record;
    bool begun;     /* what stands before the first item was looked at */
    bool opened;    /* the bracket that opens the list was taken */
    bool listed;    /* what comes next is an item of a list */
    size_t wrapped; /* the list is that of an answer, whose rest is to be dropped: how many objects it lies in; else 0 */
    bool unclosed;  /* the list, or the answer, has not ended */
    uint64_t line;  /* line breaks taken, and one */
};

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* What follows white space from at on; zero at the end. */
static char next_of(const char **at, const char *end)
{
    while (*at < end && is_white(**at))
        (*at)++;
    return *at < end ? *(*at)++ : '\0';
}

/* Whether an object begins at: its first name or its end follows. */
static bool object_follows(const char *at, const char *end)
{
    char c = next_of(&at, end);
    return c == '"' || c == '}';
}

/* Whether the value that begins the file is over with its line, and the next line begins an object: then it is JSON Lines. */
static bool lines_follow(const char *begin, const char *end, char closing)
{
    const char *line_end = memchr(begin, '\n', (size_t)(end - begin)), *last = line_end;
    if (!line_end)
        return false;
    while (last > begin && is_white(*last))
        last--;
    return next_of(&line_end, end) == '{' && (*last == closing || closing == '}');
}

/* The end of the string whose first byte is at; end where it is not closed. */
static const char *string_end(const char *at, const char *end)
{
    while (at < end && *at != '"')
        at += *at == '\\' && at + 1 < end ? 2 : 1;
    return at;
}

static bool is_any(struct wirecopy_bytes name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (name.size == strlen(names[i]) && memcmp(name.data, names[i], name.size) == 0)
            return true;
    return false;
}

static bool names_a_list(struct wirecopy_bytes name)
{
    static const char *const names[] = {"articles", "items",     "entries", "stories", "results", "data",
                                        "docs",     "documents", "posts",   "hits",    "rows",    "news"};
    return is_any(name, names, sizeof names / sizeof *names);
}

/* An object in which answers put their list. */
static bool names_an_answer(struct wirecopy_bytes name)
{
    static const char *const names[] = {"response", "result", "articles", "hits", "data", "_embedded"};
    return is_any(name, names, sizeof names / sizeof *names);
}

static bool names_a_text(struct wirecopy_bytes name)
{
    static const struct reader_options none = {.max_record_bytes = 0};
    struct field_ranks ranks;
    return fields_rank(&none, name, &ranks) && ranks.rank[FIELD_TEXT] != FIELD_NOT;
}

/*
 * Where an object is no article but an answer that holds a list of them, or an object with one, as those of NewsAPI, JSON Feed, the Guardian and
 * Elasticsearch: the bracket that opens the list, and how many objects it lies in. NULL otherwise.
 */
static const char *list_within(const char *at, const char *end, size_t *depth_out)
{
    size_t depth = 0;
    bool inner = false; /* of what lies two deep: an answer does */
    if (next_of(&at, end) != '{')
        return NULL;
    for (depth = 1; at < end && depth > 0; at++) {
        struct wirecopy_bytes name = {at + 1, 0};
        const char *behind;
        char sign;
        if (*at == '{' || *at == '[') {
            depth++;
        } else if (*at == '}' || *at == ']') {
            inner &= --depth > 1;
        } else if (*at == '"') {
            at = string_end(at + 1, end);
            if (at == end)
                return NULL;
            name.size = (size_t)(at - name.data);
            behind = at + 1;
            if (depth > (inner ? 2 : 1) || next_of(&behind, end) != ':')
                continue;
            if (names_a_text(name))
                return NULL;
            sign = next_of(&behind, end);
            if (depth == 1)
                inner = sign == '{' && names_an_answer(name);
            if (names_a_list(name) && sign == '[' && next_of(&behind, end) == '{') {
                while (*at != '[')
                    at++;
                *depth_out = depth;
                return at;
            }
        }
    }
    return NULL;
}

/* A list whose first item is an object; an object with such a list in it; or an object that is not over with its line. */
int json_file_score(const struct head *head)
{
    const char *at = head->data, *end = head->data + head->size, *begin, *line_end;
    size_t depth;
    char c;
    if (head->size >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    begin = at;
    c = next_of(&at, end);
    if (c == '[')
        return next_of(&at, end) == '{' && object_follows(at, end) && !lines_follow(begin, end, ']') ? 96 : 0;
    if (c == '{' && list_within(begin, end, &depth))
        return 97;
    if (c != '{' || !object_follows(at, end) || lines_follow(begin, end, '}'))
        return 0;
    line_end = memchr(at, '\n', (size_t)(end - at));
    if (!line_end)
        return 0;
    for (at = line_end; at > begin && is_white(*at); at--)
        continue;
    return *at != '}' && next_of(&line_end, end) != '\0' ? 96 : 0;
}

enum wirecopy_status json_file_open(const struct source *source, void **state_out)
{
    struct json_file *file = memory_allocate_zero(1, sizeof *file);
    enum wirecopy_status status;
    if (!file)
        return WIRECOPY_NO_MEMORY;
    file->source = *source;
    file->line = 1;
    status = json_record_open(&file->record, source->options);
    if (status != WIRECOPY_OK) {
        memory_free(file);
        return status;
    }
    *state_out = file;
    return WIRECOPY_OK;
}

static void count_lines(struct json_file *file, const char *data, size_t size)
{
    for (const char *at = data; (at = memchr(at, '\n', size - (size_t)(at - data))) != NULL; at++)
        file->line++;
}

/* What stands before the first item of a list that lies in an answer. */
static enum wirecopy_status begin(struct json_file *file)
{
    struct input *input = file->source.input;
    const char *list;
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && !input->ended && input->end - input->begin < HEAD_BYTES)
        status = input_more(input);
    if (status != WIRECOPY_OK)
        return status;
    if (file->line == 1 && input->end - input->begin >= 3 && memcmp(input->data + input->begin, "\xEF\xBB\xBF", 3) == 0)
        input->begin += 3;
    file->begun = true;
    list = list_within(input->data + input->begin, input->data + input->end, &file->wrapped);
    file->opened = file->listed = list != NULL;
    file->unclosed |= list != NULL;
    if (list) {
        size_t size = (size_t)(list + 1 - input->data) - input->begin;
        count_lines(file, input->data + input->begin, size);
        input->begin += size;
    }
    return WIRECOPY_OK;
}

/* Takes what stands between objects. *c is the byte where something begins, not taken; zero at the end. */
static enum wirecopy_status skip_between(struct json_file *file, char *c)
{
    struct input *input = file->source.input;
    for (;;) {
        while (input->begin < input->end) {
            char next = input->data[input->begin];
            if (!is_white(next) && next != ',' && next != ']' && (next != '[' || file->opened)) {
                file->opened = true; /* or there is none */
                *c = next;
                return WIRECOPY_OK;
            }
            file->opened |= next == '[';
            file->listed = next == '[' || (file->listed && next != ']');
            file->unclosed = next == '[' || (file->unclosed && (next != ']' || file->wrapped));
            file->line += next == '\n';
            input->begin++;
            if (next == ']' && file->wrapped) {
                *c = next;
                return WIRECOPY_OK;
            }
        }
        if (input->ended) {
            *c = '\0';
            return WIRECOPY_OK;
        }
        enum wirecopy_status status = input_more(input);
        if (status != WIRECOPY_OK)
            return status;
    }
}

/* Drops the rest of an answer behind its list. What follows may be another one. */
static enum wirecopy_status drop_rest(struct json_file *file)
{
    struct input *input = file->source.input;
    struct json_scan scan = {.depth = file->wrapped};
    file->wrapped = 0;
    file->begun = file->opened = false;
    for (;;) {
        enum wirecopy_status status;
        json_scan_on(&scan, input->data + input->begin, input->end - input->begin);
        count_lines(file, input->data + input->begin, scan.at);
        input->begin += scan.at;
        scan.at = 0;
        file->unclosed = !scan.ended;
        if (scan.ended || input->ended)
            return WIRECOPY_OK;
        status = input_more(input);
        if (status != WIRECOPY_OK)
            return status;
    }
}

/* Takes the next item. One that is longer than a record may be is dropped without being held. */
static enum wirecopy_status take_item(struct json_file *file, struct line *line, bool *cut)
{
    struct input *input = file->source.input;
    struct json_scan scan = {0};
    uint64_t most = file->source.options->max_record_bytes;
    *line = (struct line){.kind = LINE_FULL, .number = file->line};
    *cut = false;
    for (;;) {
        enum wirecopy_status status;
        json_scan_on(&scan, input->data + input->begin, input->end - input->begin);
        if (scan.at > most)
            line->kind = LINE_TOO_LONG;
        if (scan.ended || input->ended || line->kind == LINE_TOO_LONG) {
            line->data = input->data + input->begin;
            line->size = line->whole = scan.at;
            count_lines(file, line->data, scan.at);
            input->begin += scan.at;
            if (scan.ended || input->ended) {
                *cut = !scan.ended;
                file->unclosed &= scan.ended; /* one word is enough */
                return WIRECOPY_OK;
            }
            scan.at = 0; /* the rest of a long one */
        }
        status = input_more(input);
        if (status != WIRECOPY_OK)
            return status;
    }
}

enum read_result json_file_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct json_file *file = state;
    struct line line;
    enum read_result result;
    bool cut;
    char c;
    if (json_record_pending(&file->record, article)) {
        article->listed = file->listed;
        return READ_ARTICLE;
    }
    do {
        *status = file->begun ? WIRECOPY_OK : begin(file);
        if (*status == WIRECOPY_OK)
            *status = skip_between(file, &c);
        if (*status == WIRECOPY_OK && c == ']')
            *status = drop_rest(file);
    } while (*status == WIRECOPY_OK && c == ']');
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    if (c == '\0' && (!file->unclosed || file->source.input->failure))
        return READ_END;
    if (c == '\0') { /* records may be missing */
        file->unclosed = false;
        return json_record_tell(problem, WIRECOPY_PROBLEM_FILE, file->line, "broken JSON: the file ends within its list");
    }
    *status = take_item(file, &line, &cut);
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    if (line.kind == LINE_TOO_LONG)
        return json_record_tell(problem, WIRECOPY_PROBLEM_RECORD, line.number, "longer than a record may be");
    if (cut && file->source.input->failure)
        return READ_END; /* what broke the file is told */
    if (cut)
        return json_record_tell(problem, WIRECOPY_PROBLEM_RECORD, line.number, "broken JSON: the file ends within it");
    if (line.size == 0) { /* a stray bracket */
        file->source.input->begin++;
        return json_record_tell(problem, WIRECOPY_PROBLEM_RECORD, line.number, "broken JSON");
    }
    result = json_record_read(&file->record, &line, article, problem, status);
    if (result == READ_ARTICLE)
        article->listed = file->listed;
    return result;
}

void json_file_close(void *state)
{
    struct json_file *file = state;
    json_record_close(&file->record);
    memory_free(file);
}
