/* Rare work, byte by byte: whoever calls has seen that the text is no UTF-8. */
#include "read/bytes/ill_formed.h"

#include <stdbool.h>

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

enum wirecopy_status ill_formed_replace(const char *data, size_t size, struct buffer *out)
{
    const unsigned char *text = bytes_of(data);
    enum wirecopy_status status = buffer_reserve(out, size);
    for (size_t i = 0; i < size && status == WIRECOPY_OK;) {
        bool well;
        size_t length = character_size(text + i, size - i, &well);
        status = well ? buffer_append(out, data + i, length) : buffer_append(out, "\xEF\xBF\xBD", 3);
        i += length;
    }
    return status;
}

struct utf8_signs ill_formed_signs(const char *text, size_t size)
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
