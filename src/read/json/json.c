/*
 * JSON lines with simdjson behind json_shim.h, and what simdjson leaves to its callers: what it finds ill-formed is repaired
 * on a copy and parsed again, and so is NaN, which is null; numbers beyond 64 bits or a double, which are good JSON, are blanked on a copy that is
 * parsed, and read from the line itself.
 */
#include "read/json/json.h"

#include <string.h>

#include "base/memory.h"
#include "read/bytes/ill_formed.h"
#include "read/json/json_repair.h"
#include "read/json/json_shim.h"

struct json {
    struct json_shim *shim;
    const char *line; /* where numbers stand: the caller's, or repaired */
    size_t size;
    bool is_blanked; /* what was parsed has other numbers */
    struct buffer repaired, next_repaired, blanked;
};

enum wirecopy_status json_create(struct json **json_out)
{
    struct json *json = memory_allocate_zero(1, sizeof *json);
    if (!json)
        return WIRECOPY_NO_MEMORY;
    json->shim = json_shim_create();
    if (!json->shim) {
        memory_free(json);
        return status_no_memory();
    }
    *json_out = json;
    return WIRECOPY_OK;
}

void json_free(struct json *json)
{
    if (!json)
        return;
    json_shim_free(json->shim);
    buffer_release(&json->repaired);
    buffer_release(&json->next_repaired);
    buffer_release(&json->blanked);
    memory_free(json);
}

static const char *words_for(enum json_mistake mistake)
{
    switch (mistake) {
    case JSON_ILL_FORMED_UTF8:
        return "ill-formed UTF-8";
    case JSON_BAD_STRING:
        return "broken JSON: a bad escape in a string";
    case JSON_BAD_NUMBER:
        return "broken JSON: a bad number";
    case JSON_OPEN_STRING:
        return "broken JSON: a string is not closed";
    case JSON_CONTROL_CHARACTER:
        return "broken JSON: a control character in a string";
    case JSON_TOO_DEEP:
        return "broken JSON: nested too deeply";
    case JSON_TOO_LARGE:
        return "too long for a JSON record";
    case JSON_NO_OBJECT:
        return "not a JSON object";
    default:
        return "broken JSON";
    }
}

/* A repair of the current line into a copy, with padding; the copy is then the current line. */
typedef enum wirecopy_status line_repair(const char *line, size_t size, struct buffer *out);

static enum wirecopy_status apply(struct json *json, line_repair *repair)
{
    struct buffer last = json->repaired;
    enum wirecopy_status status;
    json->next_repaired.size = 0;
    status = repair(json->line, json->size, &json->next_repaired);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&json->next_repaired, JSON_PADDING);
    if (status != WIRECOPY_OK)
        return status;
    memset(json->next_repaired.data + json->next_repaired.size, 0, JSON_PADDING);
    json->repaired = json->next_repaired;
    json->next_repaired = last;
    json->line = json->repaired.data;
    json->size = json->repaired.size;
    return WIRECOPY_OK;
}

/* Parses the line with numbers that are good JSON, but too much for simdjson, taken for 0. */
static enum json_mistake parse_without_numbers(struct json *json)
{
    json->is_blanked = true;
    json->blanked.size = 0;
    if (json_blank_numbers(json->line, json->size, &json->blanked) != WIRECOPY_OK || buffer_reserve(&json->blanked, JSON_PADDING) != WIRECOPY_OK)
        return JSON_OUT_OF_MEMORY;
    memset(json->blanked.data + json->blanked.size, 0, JSON_PADDING);
    return json_shim_parse(json->shim, json->blanked.data, json->blanked.size);
}

/* What is no number, as many programs write it, is no value, and no mistake of the record's. */
static enum json_mistake parse(struct json *json)
{
    enum json_mistake mistake = json_shim_parse(json->shim, json->line, json->size);
    if (mistake == JSON_BROKEN || mistake == JSON_BAD_NUMBER) {
        if (apply(json, json_repair_no_numbers) != WIRECOPY_OK)
            return JSON_OUT_OF_MEMORY;
        mistake = json_shim_parse(json->shim, json->line, json->size);
    }
    return mistake == JSON_BAD_NUMBER ? parse_without_numbers(json) : mistake;
}

enum json_result json_read(struct json *json, const char *line, size_t size, const char **reason)
{
    const char *repairs = NULL;
    enum json_mistake mistake;
    json->line = line;
    json->size = size;
    json->is_blanked = false;
    *reason = NULL;
    mistake = parse(json);
    if (mistake == JSON_ILL_FORMED_UTF8) {
        repairs = "ill-formed UTF-8";
        if (apply(json, ill_formed_replace) != WIRECOPY_OK)
            return JSON_FAILED;
        mistake = parse(json);
    }
    if (mistake == JSON_BAD_STRING) {
        repairs = repairs ? "ill-formed UTF-8 and a lone surrogate" : "a lone surrogate";
        if (apply(json, json_repair_surrogates) != WIRECOPY_OK)
            return JSON_FAILED;
        mistake = parse(json);
    }
    if (mistake == JSON_OUT_OF_MEMORY) {
        status_no_memory();
        return JSON_FAILED;
    }
    if (mistake != JSON_NO_MISTAKE) {
        *reason = words_for(mistake);
        return JSON_BAD;
    }
    *reason = repairs;
    return repairs ? JSON_REPAIRED : JSON_GOOD;
}

bool json_next(struct json *json, struct json_member *member)
{
    return json_shim_next(json->shim, member);
}

bool json_is_utf8(const char *data, size_t size)
{
    return json_shim_is_utf8(data, size);
}

bool json_find(struct json *json, const char *path, struct json_member *member)
{
    if (!json_shim_find(json->shim, path, member))
        return false;
    if (json->is_blanked && member->kind == JSON_NUMBER)
        member->text = json_shim_whole_at(json->shim, json->line, json->size, path);
    return true;
}

bool json_list_text(struct json *json, const struct json_member *member, size_t place, struct wirecopy_bytes *text, bool *all)
{
    return member->kind == JSON_LIST && json_shim_list_text(json->shim, place, text, all);
}

enum wirecopy_status json_number(struct json *json, const struct json_member *member, struct wirecopy_bytes *text_out)
{
    if (!json_shim_written(json->shim, json->line, json->size, member->place, text_out))
        return status_no_memory();
    return WIRECOPY_OK;
}

enum json_result json_read_fields(struct json *json, const char *line, size_t size, const char *const *names, size_t count,
                                  struct wirecopy_bytes *values, const char **reason)
{
    enum json_result result = json_read(json, line, size, reason);
    struct json_member member;
    if (result == JSON_BAD || result == JSON_FAILED)
        return result;
    for (size_t i = 0; i < count; i++)
        values[i] = (struct wirecopy_bytes){0};
    while (json_next(json, &member))
        for (size_t i = 0; i < count; i++) {
            if (values[i].data || strlen(names[i]) != member.key.size || memcmp(names[i], member.key.data, member.key.size) != 0)
                continue;
            if (member.kind == JSON_STRING)
                values[i] = member.text;
            else if (member.kind == JSON_NUMBER && json_number(json, &member, &values[i]) != WIRECOPY_OK)
                return JSON_FAILED;
        }
    return result;
}
