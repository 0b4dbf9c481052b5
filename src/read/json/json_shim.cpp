// The one door to simdjson. Its DOM parser checks all of a line and unescapes with the best kernel that the machine runs;
// its on-demand parser, the only one that knows where a value stood, is asked for numbers as they were written.
#define SIMDJSON_EXCEPTIONS 0
#include "read/json/json_shim.h"

#include <cinttypes>
#include <cstdio>
#include <new>
#include <simdjson.h>

extern "C" {
#include "base/memory.h"
#include "read/bytes/input.h"
}

static_assert(JSON_PADDING >= simdjson::SIMDJSON_PADDING && INPUT_PADDING >= simdjson::SIMDJSON_PADDING,
              "windows and repaired lines must have simdjson's padding");

struct json_shim {
    simdjson::dom::parser parser;
    simdjson::dom::object object;
    simdjson::dom::object::iterator next{}, end{};
    size_t place = 0;
    simdjson::dom::element given; // the value that was given last
    simdjson::dom::array::iterator list_next{}, list_end{};
    char numbers[8][24]; // texts of whole numbers, one after the other
    unsigned next_number = 0;
    simdjson::ondemand::parser locator;
    uint8_t *outsized = nullptr; // the parser's room for strings, where it is ours
};

namespace {

// simdjson chooses its kernel at the first use, with allocations whose failure ends the process: so it chooses while the program is loaded.
[[maybe_unused]] const bool kernel_is_chosen = !simdjson::get_active_implementation()->name().empty();

json_mistake mistake_of(simdjson::error_code error)
{
    switch (error) {
    case simdjson::SUCCESS:
        return JSON_NO_MISTAKE;
    case simdjson::UTF8_ERROR:
        return JSON_ILL_FORMED_UTF8;
    case simdjson::STRING_ERROR:
        return JSON_BAD_STRING;
    case simdjson::NUMBER_ERROR:
        return JSON_BAD_NUMBER;
    case simdjson::UNCLOSED_STRING:
        return JSON_OPEN_STRING;
    case simdjson::UNESCAPED_CHARS:
        return JSON_CONTROL_CHARACTER;
    case simdjson::DEPTH_ERROR:
        return JSON_TOO_DEEP;
    case simdjson::CAPACITY:
        return JSON_TOO_LARGE;
    case simdjson::INCORRECT_TYPE:
        return JSON_NO_OBJECT;
    case simdjson::MEMALLOC:
        return JSON_OUT_OF_MEMORY;
    default:
        return JSON_BROKEN;
    }
}

json_kind kind_of(simdjson::dom::element_type type)
{
    switch (type) {
    case simdjson::dom::element_type::STRING:
        return JSON_STRING;
    case simdjson::dom::element_type::INT64:
    case simdjson::dom::element_type::UINT64:
    case simdjson::dom::element_type::DOUBLE:
        return JSON_NUMBER;
    case simdjson::dom::element_type::BOOL:
        return JSON_BOOLEAN;
    case simdjson::dom::element_type::ARRAY:
        return JSON_LIST;
    case simdjson::dom::element_type::OBJECT:
        return JSON_OBJECT;
    case simdjson::dom::element_type::NULL_VALUE:
        break;
    }
    return JSON_NULL;
}

// Takes back the room that was lent.
void take_room_back(json_shim &shim)
{
    if (shim.outsized)
        static_cast<void>(shim.parser.doc.string_buf.release());
    memory_free(shim.outsized);
    shim.outsized = nullptr;
}

// The strings of a line of megabytes take as much memory as the line: they are put where outsized blocks lie. The line's other parts are few.
simdjson::error_code lend_room(json_shim &shim, size_t capacity)
{
    take_room_back(shim);
    simdjson::error_code error = shim.parser.doc.allocate(capacity);
    if (error)
        return error;
    shim.outsized = static_cast<uint8_t *>(memory_allocate(5 * capacity / 3 + 2 * simdjson::SIMDJSON_PADDING, 1)); // as document::allocate has it
    if (!shim.outsized)
        return simdjson::MEMALLOC;
    shim.parser.doc.string_buf.reset(shim.outsized);
    return simdjson::SUCCESS;
}

// Doubled, so that lines that grow little by little do not allocate each time. Its memory is touched as far as lines reach.
simdjson::error_code make_room(json_shim &shim, size_t size)
{
    simdjson::dom::parser &parser = shim.parser;
    size_t capacity = parser.capacity() ? parser.capacity() : size_t{1} << 16;
    if (size <= parser.capacity())
        return simdjson::SUCCESS;
    if (size > parser.max_capacity())
        return simdjson::CAPACITY;
    while (capacity < size)
        capacity *= 2;
    if (capacity > parser.max_capacity())
        capacity = parser.max_capacity();
    simdjson::error_code error = parser.allocate(capacity);
    return error || capacity < OUTSIZED_BYTES ? error : lend_room(shim, capacity);
}

// A whole number as text; none where it is another number.
template <class value_type> wirecopy_bytes written_whole(json_shim &shim, value_type value)
{
    char *text = shim.numbers[shim.next_number++ % 8];
    int64_t whole = 0;
    if (value.get(whole))
        return {nullptr, 0};
    return {text, static_cast<size_t>(snprintf(text, sizeof shim.numbers[0], "%" PRId64, whole))};
}

} // namespace

bool json_shim_is_utf8(const char *data, size_t size)
{
    return simdjson::validate_utf8(data, size);
}

json_shim *json_shim_create(void)
{
    void *place = memory_allocate(1, sizeof(json_shim));
    return place ? new (place) json_shim : nullptr;
}

void json_shim_free(json_shim *shim)
{
    if (!shim)
        return;
    take_room_back(*shim);
    shim->~json_shim();
    memory_free(shim);
}

json_mistake json_shim_parse(json_shim *shim, const char *line, size_t size)
{
    simdjson::dom::element root;
    simdjson::error_code error = make_room(*shim, size);
    shim->next = shim->end = simdjson::dom::object::iterator{};
    shim->place = 0;
    if (!error)
        error = shim->parser.parse(line, size, false).get(root);
    if (!error)
        error = root.get(shim->object);
    if (error)
        return mistake_of(error);
    shim->next = shim->object.begin();
    shim->end = shim->object.end();
    return JSON_NO_MISTAKE;
}

bool json_shim_next(json_shim *shim, json_member *member)
{
    if (!(shim->next != shim->end))
        return false;
    std::string_view key = shim->next.key(), text;
    simdjson::dom::element value = shim->next.value();
    member->key = {key.data(), key.size()};
    member->kind = kind_of(value.type());
    member->text = {nullptr, 0};
    if (member->kind == JSON_STRING && !value.get(text))
        member->text = {text.data(), text.size()};
    member->place = shim->place++;
    shim->given = value;
    ++shim->next;
    return true;
}

/* The text of a paragraph that is an object, as publishing systems keep them; absent where it is a picture, a date or the like. */
static std::string_view text_of_block(simdjson::dom::element element)
{
    std::string_view text{};
    simdjson::dom::object block;
    if (element.get(block))
        return {};
    for (const char *path : {"/text", "/content", "/data/text"})
        if (!element.at_pointer(path).get(text))
            return text;
    return {};
}

bool json_shim_list_text(json_shim *shim, size_t place, wirecopy_bytes *text, bool *all)
{
    simdjson::dom::array list;
    std::string_view found{};
    if (place == 0) {
        if (shim->given.get(list))
            return false;
        shim->list_next = list.begin();
        shim->list_end = list.end();
    }
    if (!(shim->list_next != shim->list_end))
        return false;
    simdjson::dom::element element = *shim->list_next;
    *all = !element.get(found) || element.is_object() || element.is_null();
    if (element.is_object())
        found = text_of_block(element);
    *text = {found.data(), found.size()};
    ++shim->list_next;
    return *all;
}

bool json_shim_find(json_shim *shim, const char *path, json_member *member)
{
    simdjson::dom::object object = shim->object;
    simdjson::dom::element value;
    std::string_view text, rest{path};
    for (;;) {
        size_t dot = rest.find('.');
        if (object.at_key(rest.substr(0, dot)).get(value))
            return false;
        if (dot == std::string_view::npos)
            break;
        if (value.get(object))
            return false;
        rest.remove_prefix(dot + 1);
    }
    *member = json_member{};
    member->kind = kind_of(value.type());
    if (member->kind == JSON_STRING && !value.get(text))
        member->text = {text.data(), text.size()};
    if (member->kind == JSON_NUMBER)
        member->text = written_whole(*shim, value);
    member->place = SIZE_MAX;
    shim->given = value;
    return true;
}

wirecopy_bytes json_shim_whole_at(json_shim *shim, const char *line, size_t size, const char *path)
{
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    simdjson::ondemand::value value;
    std::string_view rest{path};
    simdjson::error_code error = shim->locator.iterate(line, size, size + JSON_PADDING).get(document);
    if (!error)
        error = document.get_object().get(object);
    while (!error) {
        size_t dot = rest.find('.');
        error = object.find_field(rest.substr(0, dot)).get(value);
        if (error)
            break;
        if (dot == std::string_view::npos)
            return written_whole(*shim, value);
        error = value.get_object().get(object);
        rest.remove_prefix(dot + 1);
    }
    return {nullptr, 0};
}

bool json_shim_written(json_shim *shim, const char *line, size_t size, size_t place, wirecopy_bytes *value)
{
    simdjson::ondemand::document document;
    simdjson::ondemand::object object;
    simdjson::error_code error = shim->locator.iterate(line, size, size + JSON_PADDING).get(document);
    if (!error)
        error = document.get_object().get(object);
    *value = {nullptr, 0};
    if (error)
        return error != simdjson::MEMALLOC;
    for (auto field : object) {
        simdjson::ondemand::value found;
        if (field.error())
            return true;
        if (place-- > 0)
            continue;
        if (!field.value().get(found)) {
            std::string_view written = found.raw_json_token();
            while (!written.empty() && (written.back() == ' ' || written.back() == '\t' || written.back() == '\r'))
                written.remove_suffix(1);
            *value = {written.data(), written.size()};
        }
        return true;
    }
    return true;
}
