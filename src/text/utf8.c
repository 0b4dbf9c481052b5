/* UTF-8: what is well-formed (Unicode, table 3-7), and what becomes of the rest. */
#include "text/utf8.h"

/* Bytes of the well-formed sequence at text, or 0 and in *bad the length of the maximal subpart, at least 1. */
static size_t sequence(const uint8_t *text, const uint8_t *end, size_t *bad)
{
    uint8_t lead = text[0], least = 0x80, most = 0xBF;
    size_t length, i;
    *bad = 1;
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    length = utf8_length(lead);
    if (lead == 0xE0)
        least = 0xA0; /* overlong */
    else if (lead == 0xED)
        most = 0x9F; /* surrogates */
    else if (lead == 0xF0)
        least = 0x90; /* overlong */
    else if (lead == 0xF4)
        most = 0x8F; /* beyond U+10FFFF */
    for (i = 1; i < length; i++) {
        if (text + i >= end || text[i] < least || text[i] > most) {
            *bad = i;
            return 0;
        }
        least = 0x80;
        most = 0xBF;
    }
    return length;
}

size_t utf8_valid(const uint8_t *text, size_t size)
{
    const uint8_t *at = text, *end = text + size;
    size_t length, bad;
    while (at < end) {
        uint64_t eight;
        if (end - at >= 8 && (memcpy(&eight, at, 8), (eight & UINT64_C(0x8080808080808080)) == 0)) {
            at += 8;
            continue;
        }
        if (end - at >= 2 && at[0] >= 0xC2 && at[0] < 0xE0 && utf8_continues(at[1])) {
            at += 2;
            continue;
        }
        length = sequence(at, end, &bad);
        if (length == 0)
            break;
        at += length;
    }
    return (size_t)(at - text);
}

enum wirecopy_status utf8_repair(const uint8_t *text, size_t size, struct buffer *out)
{
    static const char replacement[] = "\xEF\xBF\xBD";
    enum wirecopy_status status = WIRECOPY_OK;
    const uint8_t *end = text + size;
    out->size = 0;
    while (status == WIRECOPY_OK && text < end) {
        size_t valid = utf8_valid(text, (size_t)(end - text)), bad;
        status = buffer_append(out, text, valid);
        text += valid;
        if (status == WIRECOPY_OK && text < end && sequence(text, end, &bad) == 0) {
            status = buffer_append(out, replacement, 3);
            text += bad;
        }
    }
    return status;
}

/* Bytes in whatever registers the machine has; a comparison sets all bits of a byte. */
typedef int8_t sixteen __attribute__((vector_size(16)));

/* The sum of the bytes, unsigned, of a vector. */
static size_t sum_of(sixteen v)
{
    const uint64_t even = UINT64_C(0x00FF00FF00FF00FF);
    uint64_t halves[2], pairs;
    memcpy(halves, &v, sizeof halves);
    pairs = (halves[0] & even) + (halves[0] >> 8 & even) + (halves[1] & even) + (halves[1] >> 8 & even);
    return pairs * UINT64_C(0x0001000100010001) >> 48;
}

/* How many of eight bytes continue a character. */
static size_t continuing(uint64_t eight)
{
    return (eight >> 7 & ~(eight >> 6) & UINT64_C(0x0101010101010101)) * UINT64_C(0x0101010101010101) >> 56;
}

size_t utf8_count(const uint8_t *begin, const uint8_t *end)
{
    enum { MOST_BLOCKS = 255 }; /* of each of which a byte counts one at most */
    const uint8_t *first = begin;
    uint64_t eight;
    unsigned rest;
    size_t count = 0;
    while (end - begin >= (ptrdiff_t)sizeof(sixteen)) {
        sixteen leads = {0};
        for (unsigned i = 0; i < MOST_BLOCKS && end - begin >= (ptrdiff_t)sizeof(sixteen); i++, begin += sizeof(sixteen)) {
            sixteen v;
            memcpy(&v, begin, sizeof v);
            leads -= (sixteen)(v > (int8_t)0xBF); /* all but 0x80 to 0xBF */
        }
        count += sum_of(leads);
    }
    for (; end - begin >= 8; begin += 8) {
        memcpy(&eight, begin, sizeof eight);
        count += 8 - continuing(eight);
    }
    rest = (unsigned)(end - begin);
    if (rest > 0 && begin - first >= 8) { /* the last eight bytes, without those that were counted */
        memcpy(&eight, end - 8, sizeof eight);
        eight = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? eight >> (64 - 8 * rest) : eight << (64 - 8 * rest);
        return count + rest - continuing(eight);
    }
    for (; begin < end; begin++)
        count += !utf8_continues(*begin);
    return count;
}

bool utf8_may_be_wide(const uint8_t *begin, const uint8_t *end)
{
    uint8_t most = 0;
    for (; begin < end; begin++)
        most = *begin > most ? *begin : most;
    return most > 0xE0;
}

/* Whether a terminal shows a character in two columns: East Asian Width W and F, in ranges that have the few others of their blocks too. */
static bool is_wide(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
           (c >= 0xFF01 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1100 && c <= 0x115F) || (c >= 0x20000 && c <= 0x3FFFD);
}

size_t utf8_count_wide(const uint8_t *begin, const uint8_t *end)
{
    size_t count = 0;
    while (begin < end) {
        if (*begin < 0xE1) {
            begin++;
            continue;
        }
        count += is_wide(utf8_decode(begin));
        begin += utf8_length(*begin);
    }
    return count;
}
