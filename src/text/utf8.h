/*
 * UTF-8. Takes: bytes. Gives: code points and back. Promises: utf8_repair makes any bytes well-formed; everything else here
 * trusts its input to be so. Does not know: what a character means, white space excepted.
 */
#ifndef WIRECOPY_TEXT_UTF8_H
#define WIRECOPY_TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/memory.h"
#include "text/fold/fold_rules.h"

static inline size_t utf8_length(uint8_t lead)
{
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

static inline bool utf8_continues(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The code point that starts at text. */
static inline uint32_t utf8_decode(const uint8_t *text)
{
    uint8_t lead = text[0];
    if (lead < 0x80)
        return lead;
    if (lead < 0xE0)
        return (uint32_t)(lead & 0x1F) << 6 | (text[1] & 0x3F);
    if (lead < 0xF0)
        return (uint32_t)(lead & 0x0F) << 12 | (uint32_t)(text[1] & 0x3F) << 6 | (text[2] & 0x3F);
    return (uint32_t)(lead & 0x07) << 18 | (uint32_t)(text[1] & 0x3F) << 12 | (uint32_t)(text[2] & 0x3F) << 6 | (text[3] & 0x3F);
}

/* Where the code point before text starts; text is after its begin. */
static inline const uint8_t *utf8_before(const uint8_t *text)
{
    do
        text--;
    while (utf8_continues(*text));
    return text;
}

/* Writes at most 4 bytes; returns how many. */
static inline size_t utf8_encode(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* Bytes of the white space character at text, 0 where there is none; text is before end. */
static inline size_t utf8_white_at(const uint8_t *text)
{
    if (*text < 0x80)
        return rule_white(*text) ? 1 : 0;
    if (*text != 0xC2 && (*text < 0xE1 || *text > 0xE3)) /* the leads of white space beyond ASCII */
        return 0;
    return rule_white((int32_t)utf8_decode(text)) ? utf8_length(*text) : 0;
}

/* Whether a byte is a character that is no white space for sure: what most lines begin and end with. */
static inline bool utf8_is_printed(uint8_t c)
{
    return (uint8_t)(c - '!') < 0x7F - '!';
}

/* The end of [begin, end) without its trailing white space. */
static inline const uint8_t *utf8_trim_end(const uint8_t *begin, const uint8_t *end)
{
    if (begin < end && utf8_is_printed(end[-1]))
        return end;
    while (begin < end) {
        const uint8_t *last = utf8_before(end);
        if (!utf8_white_at(last))
            break;
        end = last;
    }
    return end;
}

static inline const uint8_t *utf8_trim_begin(const uint8_t *begin, const uint8_t *end)
{
    size_t white;
    while (begin < end && !utf8_is_printed(*begin) && (white = utf8_white_at(begin)) > 0)
        begin += white;
    return begin;
}

/* Whether bytes are characters. */
static inline bool utf8_is_ascii(const uint8_t *text, size_t size)
{
    uint8_t bits = 0;
    for (size_t i = 0; i < size; i++)
        bits |= text[i];
    return bits < 0x80;
}

/* How many code points stand in [begin, end). */
size_t utf8_count(const uint8_t *begin, const uint8_t *end);

/* Whether one of them may be shown in two columns: whether a character of three bytes or more from U+1000 on stands there. */
bool utf8_may_be_wide(const uint8_t *begin, const uint8_t *end);

/* How many of them are shown in two columns each: Han, Kana, Hangul, fullwidth forms. */
size_t utf8_count_wide(const uint8_t *begin, const uint8_t *end);

/* How many bytes at the start of text are well-formed: size, or where the first ill-formed sequence begins. */
size_t utf8_valid(const uint8_t *text, size_t size);

/* Replaces out by text, each maximal subpart of an ill-formed sequence as one U+FFFD (as WHATWG's decoder does). */
enum wirecopy_status utf8_repair(const uint8_t *text, size_t size, struct buffer *out);

#endif
