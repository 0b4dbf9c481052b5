/* Rare work, byte by byte: simdjson has refused the line before. */
#include "read/json/json_repair.h"

#include <string.h>

#include "base/hex.h"

int json_unit_at(const char *text, size_t left)
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

/* Appends a line that is then changed where it lies. */
static enum wirecopy_status append_copy(const char *line, size_t size, struct buffer *out, char **copy_out)
{
    enum wirecopy_status status = buffer_append(out, line, size);
    if (status == WIRECOPY_OK)
        *copy_out = out->data + out->size - size;
    return status;
}

enum wirecopy_status json_repair_surrogates(const char *line, size_t size, struct buffer *out)
{
    char *copy;
    enum wirecopy_status status = append_copy(line, size, out, &copy);
    if (status != WIRECOPY_OK)
        return status;
    for (size_t i = 0; i < size;) {
        int unit;
        if (copy[i] != '\\') {
            i++;
            continue;
        }
        unit = json_unit_at(copy + i, size - i);
        if (is_high(unit) && is_low(json_unit_at(copy + i + 6, size - i - 6))) {
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

/* Bytes of what stands at text for a number that JSON has no name for; 0 where there is none. */
static size_t no_number_size(const char *text, size_t left)
{
    static const char *const names[] = {"NaN", "Infinity", "-Infinity"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i]);
        if (left >= length && memcmp(text, names[i], length) == 0 && ends_number(text + length, left - length))
            return length;
    }
    return 0;
}

enum wirecopy_status json_repair_no_numbers(const char *line, size_t size, struct buffer *out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    size_t copied = 0, length;
    for (size_t i = 0; i < size && status == WIRECOPY_OK; i += length) {
        bool name = false;
        if (line[i] == '"') {
            length = string_size(line + i, size - i);
        } else {
            length = no_number_size(line + i, size - i);
            name = length > 0;
        }
        if (name) {
            status = buffer_append(out, line + copied, i - copied);
            if (status == WIRECOPY_OK)
                status = buffer_append(out, "null", 4);
            copied = i + length;
        }
        length = length ? length : 1;
    }
    return status == WIRECOPY_OK ? buffer_append(out, line + copied, size - copied) : status;
}

enum wirecopy_status json_blank_numbers(const char *line, size_t size, struct buffer *out)
{
    char *copy;
    enum wirecopy_status status = append_copy(line, size, out, &copy);
    if (status != WIRECOPY_OK)
        return status;
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
