/* Rare work, byte by byte: simdjson has refused the line before. */
#include "read/json_repair.h"

#include <string.h>

static const unsigned char *bytes_of(const char *text)
{
    return (const unsigned char *)text;
}

/* What may follow a lead byte: how many continuation bytes, and the range of the first (Unicode 15, table 3-7). */
struct sequence {
    unsigned count;
    unsigned char low, high;
};

static struct sequence sequence_of(unsigned char lead)
{
    if (lead >= 0xC2 && lead <= 0xDF)
        return (struct sequence){1, 0x80, 0xBF};
    if (lead >= 0xE0 && lead <= 0xEF)
        return (struct sequence){2, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF};
    if (lead >= 0xF0 && lead <= 0xF4)
        return (struct sequence){3, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF};
    return (struct sequence){0, 0, 0};
}

/* Bytes of the character at text; where it is ill-formed, of its maximal subpart, and *well is false. */
static size_t character_size(const unsigned char *text, size_t left, bool *well)
{
    struct sequence sequence = sequence_of(*text);
    size_t size = 1;
    *well = *text < 0x80;
    if (sequence.count == 0)
        return 1;
    for (; size <= sequence.count; size++) {
        unsigned char low = size == 1 ? sequence.low : 0x80, high = size == 1 ? sequence.high : 0xBF;
        if (size >= left || text[size] < low || text[size] > high)
            return size;
    }
    *well = true;
    return size;
}

enum wirecopy_status json_repair_utf8(const char *line, size_t size, struct buffer *out)
{
    const unsigned char *text = bytes_of(line);
    enum wirecopy_status status = buffer_reserve(out, size);
    for (size_t i = 0; i < size && status == WIRECOPY_OK;) {
        bool well;
        size_t length = character_size(text + i, size - i, &well);
        status = well ? buffer_append(out, line + i, length) : buffer_append(out, "\xEF\xBF\xBD", 3);
        i += length;
    }
    return status;
}

struct utf8_signs utf8_signs_of(const char *text, size_t size)
{
    struct utf8_signs signs = {0, 0};
    for (size_t i = 0; i < size;) {
        bool well;
        size_t length = character_size(bytes_of(text) + i, size - i, &well);
        signs.characters += length > 1;
        signs.strays += length == 1 && !well;
        i += length;
    }
    return signs;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if ((c | 32) >= 'a' && (c | 32) <= 'f')
        return (c | 32) - 'a' + 10;
    return -1;
}

/* The code unit of a whole \uXXXX at text, else -1. */
static int unit_at(const char *text, size_t left)
{
    int unit = 0;
    if (left < 6 || text[0] != '\\' || text[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(text[i]);
        if (digit < 0)
            return -1;
        unit = unit << 4 | digit;
    }
    return unit;
}

static bool is_high(int unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low(int unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

enum wirecopy_status json_repair_surrogates(const char *line, size_t size, struct buffer *out)
{
    char *copy;
    enum wirecopy_status status = buffer_append(out, line, size);
    if (status != WIRECOPY_OK)
        return status;
    copy = out->data + out->size - size;
    for (size_t i = 0; i < size;) {
        int unit;
        if (copy[i] != '\\') {
            i++;
            continue;
        }
        unit = unit_at(copy + i, size - i);
        if (is_high(unit) && is_low(unit_at(copy + i + 6, size - i - 6))) {
            i += 12;
            continue;
        }
        if (is_high(unit) || is_low(unit))
            memcpy(copy + i, "\\ufffd", 6);
        i += unit < 0 ? 2 : 6; /* a backslash takes the byte after it along */
    }
    return WIRECOPY_OK;
}

static size_t digits_at(const char *text, size_t left)
{
    size_t count = 0;
    while (count < left && text[count] >= '0' && text[count] <= '9')
        count++;
    return count;
}

/* Bytes of the number at text by JSON's grammar, 0 where there is none. */
static size_t number_size(const char *text, size_t left)
{
    size_t size = left > 0 && text[0] == '-' ? 1 : 0, digits = digits_at(text + size, left - size);
    if (digits == 0 || (digits > 1 && text[size] == '0'))
        return 0;
    size += digits;
    if (size < left && text[size] == '.') {
        digits = digits_at(text + size + 1, left - size - 1);
        if (digits == 0)
            return 0;
        size += 1 + digits;
    }
    if (size < left && (text[size] | 32) == 'e') {
        size_t sign = size + 1 < left && (text[size + 1] == '+' || text[size + 1] == '-') ? 1 : 0;
        digits = digits_at(text + size + 1 + sign, left - size - 1 - sign);
        if (digits == 0)
            return 0;
        size += 1 + sign + digits;
    }
    return size;
}

/* A number ends where one of these stands; before anything else ("1x") it is none. */
static bool ends_number(const char *text, size_t left)
{
    return left == 0 || strchr(" \t\r\n,]}:", *text) != NULL;
}

/* The size of the string at text with its quotes, up to left where it is not closed. */
static size_t string_size(const char *text, size_t left)
{
    size_t i = 1;
    while (i < left && text[i] != '"')
        i += text[i] == '\\' ? 2 : 1;
    return i < left ? i + 1 : left;
}

enum wirecopy_status json_blank_numbers(const char *line, size_t size, struct buffer *out)
{
    char *copy;
    enum wirecopy_status status = buffer_append(out, line, size);
    if (status != WIRECOPY_OK)
        return status;
    copy = out->data + out->size - size;
    for (size_t i = 0; i < size;) {
        size_t length;
        if (copy[i] == '"') {
            i += string_size(copy + i, size - i);
            continue;
        }
        if (copy[i] != '-' && (copy[i] < '0' || copy[i] > '9')) {
            i++;
            continue;
        }
        length = number_size(copy + i, size - i);
        if (length == 0 || !ends_number(copy + i + length, size - i - length))
            return WIRECOPY_OK; /* ill-formed: simdjson refuses the copy as well */
        copy[i] = '0';
        memset(copy + i + 1, ' ', length - 1);
        i += length;
    }
    return WIRECOPY_OK;
}
