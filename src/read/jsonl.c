/* JSON Lines: one object a line, each parsed by itself, so that a bad one harms no other. */
#include "read/formats.h"

#include <string.h>

#include "read/fields.h"
#include "read/json.h"

/* Records of a file have the same names in the same order, as a rule: a name is ranked once, not in each record. */
enum { REMEMBERED_NAMES = 16, REMEMBERED_BYTES = 24 };
struct remembered {
    char name[REMEMBERED_BYTES];
    size_t size; /* 0: nothing is remembered */
    bool is_field;
    struct field_ranks ranks;
};

struct jsonl {
    struct source source;
    struct remembered names[REMEMBERED_NAMES]; /* by the place in the record */
    struct json *json;
    bool has_pending; /* an article whose repair was just told */
    struct raw_article pending;
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
    status = json_create(&jsonl->json);
    if (status != WIRECOPY_OK) {
        memory_free(jsonl);
        return status;
    }
    *state_out = jsonl;
    return WIRECOPY_OK;
}

static const char *wrong_text(enum json_kind kind)
{
    switch (kind) {
    case JSON_NULL:
        return "the text is null";
    case JSON_NUMBER:
        return "the text is a number";
    case JSON_BOOLEAN:
        return "the text is true or false";
    case JSON_LIST:
        return "the text is a list";
    case JSON_OBJECT:
        return "the text is an object";
    case JSON_STRING:
        break;
    }
    return NULL;
}

/* fields_rank, remembered. NULL: of no field. */
static const struct field_ranks *rank_of(struct jsonl *jsonl, const struct json_member *member, struct remembered *other)
{
    struct wirecopy_bytes name = member->key;
    bool fits = member->place < REMEMBERED_NAMES && name.size <= REMEMBERED_BYTES && name.size > 0;
    struct remembered *known = fits ? &jsonl->names[member->place] : other;
    if (!fits || known->size != name.size || memcmp(known->name, name.data, name.size) != 0) {
        known->is_field = fields_rank(jsonl->source.options, name, &known->ranks);
        if (fits)
            memcpy(known->name, name.data, name.size);
        known->size = name.size;
    }
    return known->is_field ? &known->ranks : NULL;
}

/* Offers a member's value for the fields that its name stands for. */
static enum wirecopy_status offer(struct jsonl *jsonl, const struct json_member *member, const struct field_ranks *ranks, struct field_choice *choice)
{
    struct field_ranks others = *ranks;
    struct wirecopy_bytes text = member->text;
    if (member->kind == JSON_STRING) {
        fields_offer(choice, ranks, text);
        return WIRECOPY_OK;
    }
    fields_offer_wrong(choice, ranks, wrong_text(member->kind), member->kind == JSON_NULL);
    if (member->kind == JSON_NUMBER) {
        enum wirecopy_status status = json_number(jsonl->json, member, &text);
        if (status != WIRECOPY_OK)
            return status;
        others.rank[FIELD_TEXT] = FIELD_NOT;
        fields_offer(choice, &others, text);
    }
    return WIRECOPY_OK;
}

/* Walks the members of the line that json_read took. */
static enum wirecopy_status choose_fields(struct jsonl *jsonl, struct field_choice *choice)
{
    struct json_member member;
    struct remembered other;
    enum wirecopy_status status = WIRECOPY_OK;
    fields_begin(choice);
    while (status == WIRECOPY_OK && json_next(jsonl->json, &member)) {
        const struct field_ranks *ranks = rank_of(jsonl, &member, &other);
        if (ranks && fields_want(choice, ranks))
            status = offer(jsonl, &member, ranks, choice);
    }
    return status;
}

static enum read_result tell(struct wirecopy_problem *problem, enum wirecopy_problem_kind kind, uint64_t line, const char *reason)
{
    problem->kind = kind;
    problem->line = line;
    problem->reason = reason;
    return READ_PROBLEM;
}

static enum read_result read_record(struct jsonl *jsonl, const struct line *line, struct raw_article *article, struct wirecopy_problem *problem,
                                    enum wirecopy_status *status)
{
    const char *reason, *wrong;
    struct field_choice choice;
    enum json_result result = json_read(jsonl->json, line->data, line->size, &reason);
    if (result == JSON_BAD)
        return tell(problem, WIRECOPY_PROBLEM_RECORD, line->number, reason);
    *status = result == JSON_FAILED ? WIRECOPY_NO_MEMORY : choose_fields(jsonl, &choice);
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    wrong = fields_end(&choice, article);
    if (wrong)
        return tell(problem, WIRECOPY_PROBLEM_RECORD, line->number, wrong);
    if (result == JSON_GOOD)
        return READ_ARTICLE;
    jsonl->pending = *article;
    jsonl->has_pending = true;
    return tell(problem, WIRECOPY_PROBLEM_REPAIRED, line->number, reason);
}

enum read_result jsonl_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct jsonl *jsonl = state;
    struct line line;
    if (jsonl->has_pending) {
        jsonl->has_pending = false;
        *article = jsonl->pending;
        return READ_ARTICLE;
    }
    do {
        *status = input_line(jsonl->source.input, jsonl->source.options->max_record_bytes, &line);
        if (*status != WIRECOPY_OK)
            return READ_FAILED;
        if (line.kind == LINE_NONE)
            return READ_END;
        if (line.kind == LINE_TOO_LONG)
            return tell(problem, WIRECOPY_PROBLEM_RECORD, line.number, "longer than a record may be");
    } while (white_at(line.data, line.size) == line.size);
    return read_record(jsonl, &line, article, problem, status);
}

void jsonl_close(void *state)
{
    struct jsonl *jsonl = state;
    json_free(jsonl->json);
    memory_free(jsonl);
}
