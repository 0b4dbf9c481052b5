/*
 * Records in JSON: names are ranked once a file, values are offered by their kind, nested ones are found by path. A text may be a list of
 * strings, its paragraphs.
 */
#include "read/json/json_record.h"

#include <string.h>

static enum wirecopy_value_kind value_kind(enum json_kind kind)
{
    static const enum wirecopy_value_kind kinds[] = {
        [JSON_NULL] = WIRECOPY_VALUE_NULL,       [JSON_STRING] = WIRECOPY_VALUE_TEXT, [JSON_NUMBER] = WIRECOPY_VALUE_NUMBER,
        [JSON_BOOLEAN] = WIRECOPY_VALUE_BOOLEAN, [JSON_LIST] = WIRECOPY_VALUE_LIST,   [JSON_OBJECT] = WIRECOPY_VALUE_OBJECT,
    };
    return kinds[kind];
}

/* fields_rank, remembered. NULL: of no field. */
static const struct field_ranks *rank_of(struct json_record *record, const struct json_member *member, struct remembered *other)
{
    struct wirecopy_bytes name = member->key;
    bool fits = member->place < REMEMBERED_NAMES && name.size <= REMEMBERED_BYTES && name.size > 0;
    struct remembered *known = fits ? &record->names[member->place] : other;
    if (!fits || known->size != name.size || memcmp(known->name, name.data, name.size) != 0) {
        known->is_field = fields_rank(record->options, name, &known->ranks);
        if (fits)
            memcpy(known->name, name.data, name.size);
        known->size = name.size;
    }
    return known->is_field ? &known->ranks : NULL;
}

/* Puts the strings of a list, and of the objects in it, into record->joined, one a line; false where it has none, or anything else in it. */
static bool join(struct json_record *record, const struct json_member *member, enum wirecopy_status *status)
{
    struct wirecopy_bytes text;
    bool all = true;
    record->joined.size = 0;
    for (size_t i = 0; *status == WIRECOPY_OK && json_list_text(record->json, member, i, &text, &all); i++) {
        if (!text.data)
            continue;
        if (record->joined.size > 0)
            *status = buffer_append(&record->joined, "\n", 1);
        if (*status == WIRECOPY_OK)
            *status = buffer_append(&record->joined, text.data, text.size);
    }
    return *status == WIRECOPY_OK && all && record->joined.size > 0;
}

/* Offers a member's value for the fields that its name stands for. */
static enum wirecopy_status offer(struct json_record *record, const struct json_member *member, const struct field_ranks *ranks,
                                  struct field_choice *choice)
{
    struct field_ranks others = *ranks;
    struct wirecopy_bytes text = member->text;
    if (member->kind == JSON_STRING) {
        fields_offer(choice, ranks, text);
        return WIRECOPY_OK;
    }
    if (member->kind == JSON_LIST && ranks->rank[FIELD_TEXT] < choice->rank[FIELD_TEXT]) {
        enum wirecopy_status status = WIRECOPY_OK;
        bool joined = join(record, member, &status);
        memset(others.rank, FIELD_NOT, sizeof others.rank);
        others.rank[FIELD_TEXT] = ranks->rank[FIELD_TEXT];
        if (joined)
            fields_offer(choice, &others, (struct wirecopy_bytes){record->joined.data, record->joined.size});
        if (joined || status != WIRECOPY_OK)
            return status;
    }
    fields_offer_wrong(choice, ranks, value_kind(member->kind));
    if (member->kind == JSON_NUMBER) {
        enum wirecopy_status status = member->place == SIZE_MAX ? WIRECOPY_OK : json_number(record->json, member, &text);
        if (status != WIRECOPY_OK)
            return status;
        others.rank[FIELD_TEXT] = FIELD_NOT;
        fields_offer(choice, &others, text);
    }
    return WIRECOPY_OK;
}

/* Fields that options name by a path, such as article.body, where no member has that very name. */
static enum wirecopy_status choose_nested(struct json_record *record, struct field_choice *choice)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (unsigned f = 0; f < FIELD_COUNT && status == WIRECOPY_OK; f++) {
        const char *named = fields_named(record->options, f);
        struct json_member member;
        struct field_ranks ranks;
        if (!named || !strchr(named, '.') || choice->rank[f] == 0 || !json_find(record->json, named, &member))
            continue;
        memset(ranks.rank, FIELD_NOT, sizeof ranks.rank);
        ranks.rank[f] = 0;
        status = offer(record, &member, &ranks, choice);
    }
    return status;
}

/* Fields that have no value yet, where exports are known to keep them. */
static void guess_nested(struct json_record *record, struct field_choice *choice)
{
    for (const struct field_path *path = fields_paths(); path->path; path++) {
        struct json_member member;
        if (!fields_lack(record->options, choice, path->field) || !json_find(record->json, path->path, &member))
            continue;
        if (member.text.size > 0 && (member.kind == JSON_STRING || path->field != FIELD_TEXT))
            fields_take(choice, path->field, member.text);
    }
}

/* Walks the members of the line that json_read took. */
static enum wirecopy_status choose_fields(struct json_record *record, struct field_choice *choice)
{
    struct json_member member;
    struct remembered other;
    enum wirecopy_status status = WIRECOPY_OK;
    bool nested = false;
    fields_begin(choice);
    while (status == WIRECOPY_OK && json_next(record->json, &member)) {
        const struct field_ranks *ranks = rank_of(record, &member, &other);
        nested |= member.kind == JSON_OBJECT;
        if (ranks && fields_want(choice, ranks))
            status = offer(record, &member, ranks, choice);
    }
    if (status == WIRECOPY_OK && nested) {
        status = choose_nested(record, choice);
        guess_nested(record, choice);
    }
    return status;
}

enum read_result json_record_tell(struct wirecopy_problem *problem, enum wirecopy_problem_kind kind, uint64_t line, const char *reason)
{
    problem->kind = kind;
    problem->line = line;
    problem->reason = reason;
    return READ_PROBLEM;
}

enum read_result json_record_read(struct json_record *record, const struct line *line, struct raw_article *article, struct wirecopy_problem *problem,
                                  enum wirecopy_status *status)
{
    const char *reason, *wrong;
    struct field_choice choice;
    enum json_result result = json_read(record->json, line->data, line->size, &reason);
    if (result == JSON_BAD)
        return json_record_tell(problem, WIRECOPY_PROBLEM_RECORD, line->number, reason);
    *status = result == JSON_FAILED ? WIRECOPY_NO_MEMORY : choose_fields(record, &choice);
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    wrong = fields_end(&choice, article);
    if (wrong)
        return json_record_tell(problem, WIRECOPY_PROBLEM_RECORD, line->number, wrong);
    article->record = (struct wirecopy_bytes){line->data, line->whole};
    article->well_formed = true; /* json_read sees to it */
    if (result == JSON_GOOD)
        return READ_ARTICLE;
    record->pending = *article;
    record->has_pending = true;
    return json_record_tell(problem, WIRECOPY_PROBLEM_REPAIRED, line->number, reason);
}

bool json_record_pending(struct json_record *record, struct raw_article *article)
{
    bool had = record->has_pending;
    record->has_pending = false;
    if (had)
        *article = record->pending;
    return had;
}

enum wirecopy_status json_record_open(struct json_record *record, const struct reader_options *options)
{
    *record = (struct json_record){.options = options};
    return json_create(&record->json);
}

void json_record_close(struct json_record *record)
{
    json_free(record->json);
    buffer_release(&record->joined);
}
