/* JSON strings (RFC 8259). */
#include "report/json.h"

#include "report/escape.h"

/* Stops: the controls, the quote, the backslash, DEL; C2, the lead of C1 controls; E2, that of U+2028 and U+2029. */
/* clang-format off */
static const uint8_t special[256] = {
    [0x00] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['"'] = 1, ['\\'] = 1, [0x7F] = 1, [0xC2] = 1, [0xE2] = 1,
};
/* clang-format on */

/* The letter of a short escape, 0 where there is none. */
static char short_escape(uint32_t c)
{
    switch (c) {
    case '"':
    case '\\':
        return (char)c;
    case '\n':
        return 'n';
    case '\t':
        return 't';
    case '\r':
        return 'r';
    default:
        return 0;
    }
}

static size_t replace(uint32_t c, char *out)
{
    static const char digits[] = "0123456789abcdef";
    char letter = short_escape(c);
    if (letter) {
        out[0] = '\\';
        out[1] = letter;
        return 2;
    }
    if (c >= 0x20 && !(c >= 0x7F && c < 0xA0) && c != 0x2028 && c != 0x2029)
        return 0;
    out[0] = '\\';
    out[1] = 'u';
    for (int i = 0; i < 4; i++)
        out[2 + i] = digits[c >> (12 - 4 * i) & 15];
    return 6;
}

/* 0 where each of eight bytes is one of ASCII that stands as it is. */
static uint64_t not_plain(uint64_t eight)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    uint64_t quote = eight ^ (ones * '"'), backslash = eight ^ (ones * '\\');
    return (eight | (eight + ones) | (eight - ones * ' ') | (quote - ones) | (backslash - ones)) &
           high; /* a borrow or carry leaves a byte that shows itself */
}

/* The same of sixteen bytes; a negative one is not of ASCII. */
typedef int8_t sixteen __attribute__((vector_size(16)));

static uint64_t not_plain_sixteen(const char *text)
{
    sixteen bytes, found;
    uint64_t halves[2];
    memcpy(&bytes, text, sizeof bytes);
    found = (bytes < ' ') | (bytes == '"') | (bytes == '\\') | (bytes == 0x7F);
    memcpy(halves, &found, sizeof halves);
    return halves[0] | halves[1];
}

/* Whether a string is ASCII that needs no escapes, as most are: sixteen or eight bytes at a time, the last ones perhaps twice. */
static bool is_plain(struct wirecopy_bytes text)
{
    uint64_t eight = ~UINT64_C(0) / UINT8_MAX * ' ', found = 0;
    if (text.size < sizeof eight) {
        memcpy(&eight, text.data, text.size);
        return not_plain(eight) == 0;
    }
    if (text.size < sizeof(sixteen)) {
        memcpy(&eight, text.data, sizeof eight);
        found = not_plain(eight);
        memcpy(&eight, text.data + text.size - sizeof eight, sizeof eight);
        return (found | not_plain(eight)) == 0;
    }
    for (size_t at = 0; at + sizeof(sixteen) < text.size && found == 0; at += sizeof(sixteen))
        found = not_plain_sixteen(text.data + at);
    return (found | not_plain_sixteen(text.data + text.size - sizeof(sixteen))) == 0;
}

void json_put_string(struct sink *sink, struct wirecopy_bytes text)
{
    static const struct escape json_escape = {special, replace};
    if (!text.data) {
        sink_put(sink, "null", 4);
    } else if (text.size < SINK_BYTES - 2 && is_plain(text)) {
        json_put_plain(sink, text);
    } else {
        sink_put_char(sink, '"');
        escape_put(sink, &json_escape, text);
        sink_put_char(sink, '"');
    }
}
