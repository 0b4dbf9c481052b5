/*
 * Character references, decoded from left to right: what a reference stands for is text and never begins another, but where it is an "&" and
 * a whole name with its semicolon stands behind, which nobody writes by hand.
 *
 * The other rules are HTML5's for text, in the form that Python's html.unescape gives them: a name is up to 32 characters; where
 * the name with its semicolon is none, the longest of those that stand without one is taken from its start.
 */
#include "text/entities.h"

#include "text/lines.h"
#include "text/utf8.h"

struct entity {
    const char *name; /* without its semicolon */
    uint32_t first, second;
    int bare; /* stands without its semicolon too */
};

static const struct entity entities[] = {
#include "text/entity_names.inc"
};

enum {
    ENTITY_COUNT = sizeof entities / sizeof *entities,
    MOST_NAME = 32, /* characters looked at */
    LEAST_BARE = 2, /* "lt" */
    MOST_BARE = 6,  /* "Aacute" */
    CHARACTER_BYTES = 8
};

/* What the numbers 0x80 to 0x9F stand for: Windows-1252. 0: nothing but the control character itself. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0, 0x17E, 0x178,
};

/* Those that most references of texts name. They stand in the table too. */
static const struct entity usual[] = {{"lt", '<', 0, 1}, {"gt", '>', 0, 1}, {"amp", '&', 0, 1}, {"quot", '"', 0, 1}, {"nbsp", 0xA0, 0, 1}};

/* Four bytes at most, as a number. */
static uint32_t short_name(const void *name, size_t size)
{
    uint32_t bytes = 0;
    memcpy(&bytes, name, size);
    return bytes;
}

static const struct entity *find_usual(const uint8_t *name, size_t size)
{
    uint32_t wanted = short_name(name, size);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (strlen(usual[i].name) == size && short_name(usual[i].name, size) == wanted)
            return &usual[i];
    return NULL;
}

static const struct entity *find(const uint8_t *name, size_t size)
{
    size_t low = 0, high = ENTITY_COUNT;
    const struct entity *found = size <= sizeof(uint32_t) ? find_usual(name, size) : NULL;
    if (found)
        return found;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        size_t length = strlen(entities[middle].name);
        int order = memcmp(name, entities[middle].name, size < length ? size : length);
        if (order == 0)
            order = size < length ? -1 : size > length;
        if (order == 0)
            return &entities[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* Writes the character of a number; nothing for those that no text may hold. */
static size_t encode_number(uint32_t number, char *out)
{
    if (number >= 0x80 && number <= 0x9F)
        return utf8_encode(windows_1252[number - 0x80] ? windows_1252[number - 0x80] : number, out);
    if (number == 0 || (number >= 0xD800 && number <= 0xDFFF) || number > 0x10FFFF)
        return utf8_encode(0xFFFD, out);
    if ((number < 0x20 && !(number >= 0x09 && number <= 0x0D && number != 0x0B)) || number == 0x7F || (number >= 0xFDD0 && number <= 0xFDEF) ||
        (number & 0xFFFE) == 0xFFFE)
        return 0;
    return utf8_encode(number, out);
}

static int digit_value(uint8_t c, uint32_t base)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return base == 16 && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "#1234;" or "#x12ab;" at text: bytes read, 0 where it is none. */
static size_t decode_number(const uint8_t *text, const uint8_t *end, char *out, size_t *written)
{
    const uint8_t *at = text + 1, *digits;
    uint32_t base = 10, number = 0;
    if (at < end && (*at | 0x20) == 'x') {
        base = 16;
        at++;
    }
    for (digits = at; at < end && digit_value(*at, base) >= 0; at++)
        if (number <= 0x10FFFF) /* more is U+FFFD whatever follows */
            number = number * base + (uint32_t)digit_value(*at, base);
    if (at == digits)
        return 0;
    *written = encode_number(number, out);
    return (size_t)(at - text) + (at < end && *at == ';');
}

/* Whether no name goes on with this byte. */
static bool ends_name(uint8_t c)
{
    return c == '\t' || c == '\n' || c == '\f' || c == ' ' || c == '<' || c == '&' || c == '#' || c == ';';
}

static size_t decode_name(const uint8_t *text, const uint8_t *end, char *out, size_t *written)
{
    const uint8_t *at = text;
    const struct entity *entity = NULL;
    size_t size, read;
    unsigned count = 0;
    while (at < end && count < MOST_NAME && !ends_name(*at)) {
        at += *at < 0x80 ? 1 : utf8_valid(at, (size_t)(end - at) < 4 ? (size_t)(end - at) : utf8_length(*at)) ? utf8_length(*at) : 1;
        count++;
    }
    size = (size_t)(at - text);
    read = size + 1;
    if (at < end && *at == ';')
        entity = find(text, size);
    if (!entity) {
        size = size < MOST_BARE ? size : MOST_BARE;
        for (; !entity && size >= LEAST_BARE; size--) {
            entity = find(text, size);
            if (entity && !entity->bare)
                entity = NULL;
            read = size;
        }
    }
    if (!entity)
        return 0;
    *written = utf8_encode(entity->first, out);
    if (entity->second)
        *written += utf8_encode(entity->second, out + *written);
    return read;
}

/* Whether what was read stands for "&" in full. */
static bool is_escaped_sign(const uint8_t *text, size_t read, const char *character, size_t written)
{
    return read > 0 && text[read - 1] == ';' && written == 1 && *character == '&';
}

/*
 * The reference at text, behind its "&": bytes read, 0 where it is none. Where it stands for "&" and a whole one follows, it was escaped twice,
 * as feeds and what reads them do, and both are read; so on.
 */
static size_t decode_reference(const uint8_t *text, const uint8_t *end, char *out, size_t *written)
{
    size_t read = 0;
    if (text < end)
        read = *text == '#' ? decode_number(text, end, out, written) : decode_name(text, end, out, written);
    while (is_escaped_sign(text, read, out, *written) && text + read < end) {
        const uint8_t *next = text + read;
        char inner[CHARACTER_BYTES] = {0};
        size_t length = 0, more = *next == '#' ? decode_number(next, end, inner, &length) : decode_name(next, end, inner, &length);
        if (more == 0 || next[more - 1] != ';')
            break;
        memcpy(out, inner, sizeof inner);
        *written = length;
        read += more;
    }
    return read;
}

/* Line breaks that move with the text while it is decoded: those from next on are not moved yet. */
struct moving {
    struct stops *stops;
    size_t next;
    size_t gone; /* bytes, so far */
    bool kept;   /* nothing that was decoded may be a break itself */
};

/* Moves the breaks that stand before a place of the text. */
static void move_up_to(struct moving *moving, size_t place)
{
    for (; moving->next < moving->stops->count && moving->stops->at[moving->next].begin < place; moving->next++)
        moving->stops->at[moving->next].begin -= (uint32_t)moving->gone;
}

/* Whether a decoded character may break a line: one of ASCII, U+0085, U+2028, U+2029 and others that end so. */
static bool may_break(const char *character, size_t size)
{
    uint8_t before = 0;
    for (size_t i = 0; i < size; i++) {
        uint8_t c = (uint8_t)character[i];
        if ((c >= '\n' && c <= '\r') || (c == 0x85 && before == 0xC2) || ((c & 0xFE) == 0xA8 && before == 0x80))
            return true;
        before = c;
    }
    return false;
}

/* No reference is shorter than what it stands for but &nLt; and &nGt;, by a fifth. */
enum { LONGER_BY = 4 };

static enum wirecopy_status decode(const uint8_t *text, size_t size, struct buffer *out, struct moving *moving)
{
    const uint8_t *begin = text, *end = size > 0 ? text + size : text; /* a text of nothing may be a null pointer */
    enum wirecopy_status status;
    char *to;
    out->size = 0;
    status = buffer_reserve(out, size + size / LONGER_BY + CHARACTER_BYTES);
    if (status != WIRECOPY_OK)
        return status;
    for (to = out->data; text < end;) {
        const uint8_t *sign = memchr(text, '&', (size_t)(end - text)), *until = sign ? sign : end;
        char character[CHARACTER_BYTES] = "&";
        size_t read = 0, written = 0;
        memcpy(to, text, (size_t)(until - text));
        to += until - text;
        if (!sign)
            break;
        text = sign + 1;
        read = decode_reference(text, end, character, &written);
        if (read == 0)
            written = 1;                        /* a plain "&" */
        memcpy(to, character, CHARACTER_BYTES); /* what is too much is overwritten */
        to += written;
        text += read;
        if (moving) {
            move_up_to(moving, (size_t)(sign - begin));
            moving->gone += 1 + read - written;
            moving->kept = moving->kept && !may_break(character, written) && written <= 1 + read;
        }
    }
    out->size = (size_t)(to - out->data);
    if (moving)
        move_up_to(moving, size);
    return WIRECOPY_OK;
}

enum wirecopy_status entities_decode(const uint8_t *text, size_t size, struct buffer *out)
{
    return decode(text, size, out, NULL);
}

enum wirecopy_status entities_decode_beside(const uint8_t *text, size_t size, struct buffer *out, struct stops *breaks, bool *kept_out)
{
    struct moving moving = {.stops = breaks, .kept = true};
    enum wirecopy_status status = decode(text, size, out, &moving);
    *kept_out = moving.kept;
    return status;
}
