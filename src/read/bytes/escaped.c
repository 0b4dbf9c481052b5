/* From left to right, once. A backslash that begins no escape stays, and counts against the others. */
#include "read/bytes/escaped.h"

#include <stdint.h>
#include <string.h>

#include "read/json/json_repair.h"

enum {
    LEAST_GOOD = 3, /* escapes of a text */
    GOOD_A_BAD = 9,
    UNIT_BYTES = 6, /* of "\u0627" */
    REPLACEMENT = 0xFFFD
};

size_t escaped_encode(uint32_t c, char out[4])
{
    static const uint8_t leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t length;
    if (c == 0 || (c >= 0xD800 && c < 0xE000) || c > 0x10FFFF)
        c = REPLACEMENT;
    length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = length; i-- > 1; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(leads[length] | c);
    return length;
}

size_t escaped_character(const char *text, const char *end, char out[4], size_t *written)
{
    static const char letters[] = "nrtbf\"/\\'", meant[] = "\n\n\t  \"/\\'"; /* a break of one character is enough */
    int32_t c = json_unit_at(text, (size_t)(end - text)), low;
    const char *letter;
    if (c >= 0) {
        size_t read = UNIT_BYTES;
        low = c >= 0xD800 && c < 0xDC00 ? json_unit_at(text + UNIT_BYTES, (size_t)(end - text) - UNIT_BYTES) : -1;
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            read += UNIT_BYTES;
        }
        *written = escaped_encode((uint32_t)c, out);
        return read;
    }
    letter = end - text > 1 && text[1] ? strchr(letters, text[1]) : NULL;
    if (!letter)
        return 0;
    *out = meant[letter - letters];
    *written = 1;
    return 2;
}

/* Replaces out by the text unescaped; *is_out: whether it had so many escapes, and little else begins with a backslash. */
static enum wirecopy_status unescape_all(struct wirecopy_bytes text, size_t least, struct buffer *out, bool *is_out)
{
    const char *at = text.data, *end = text.data + text.size;
    size_t good = 0, bad = 0;
    enum wirecopy_status status;
    *is_out = false;
    out->size = 0;
    status = buffer_reserve(out, text.size + 1);
    while (status == WIRECOPY_OK && at < end) {
        const char *sign = memchr(at, '\\', (size_t)(end - at)), *until = sign ? sign : end;
        size_t read, written = 1;
        memcpy(out->data + out->size, at, (size_t)(until - at));
        out->size += (size_t)(until - at);
        at = until;
        if (!sign)
            break;
        read = escaped_character(at, end, out->data + out->size, &written);
        good += read > 0;
        bad += read == 0;
        if (read == 0)
            out->data[out->size] = *at;
        at += read ? read : 1;
        out->size += written;
    }
    *is_out = status == WIRECOPY_OK && good >= least && bad * GOOD_A_BAD <= good;
    return status;
}

static enum wirecopy_status repair(struct wirecopy_bytes *field, size_t least, struct buffer *room, bool *is_out)
{
    enum wirecopy_status status = unescape_all(*field, least, room, is_out);
    if (status == WIRECOPY_OK && *is_out)
        *field = (struct wirecopy_bytes){room->data, room->size};
    return status;
}

enum wirecopy_status escaped_repair(struct escaped *escaped, struct raw_article *article)
{
    const struct wirecopy_bytes *text = &article->text;
    bool is, of_title;
    enum wirecopy_status status;
    if (text->size == 0 || memchr(text->data, '\n', text->size) || !memchr(text->data, '\\', text->size))
        return WIRECOPY_OK; /* most have lines of their own, and the first of them ends the search */
    status = repair(&article->text, LEAST_GOOD, &escaped->text, &is);
    if (status == WIRECOPY_OK && is && article->title.size > 0)
        status = repair(&article->title, 1, &escaped->title, &of_title);
    return status;
}

void escaped_release(struct escaped *escaped)
{
    buffer_release(&escaped->text);
    buffer_release(&escaped->title);
}
