/*
 * Each character is the byte that it was taken for, and bytes that are one character of UTF-8 are put together again. What cleaners made of
 * them on the way is known too: a no-break space became a space, a soft hyphen nothing, and a byte that the encoding lacks U+FFFD or nothing.
 */
#include "read/bytes/mojibake.h"

#include <stdint.h>
#include <string.h>

#include "read/json/json.h"

/* windows-1252 from 0x80 to 0x9F; what it lacks is the control character, as on the web. From 0xA0 on it is Unicode. */
static const uint16_t page_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
};

/* windows-1251 from 0x80 to 0xBF; from 0xC0 on it is U+0410 and so on. */
static const uint16_t page_1251[64] = {
    0x402, 0x403,  0x201A, 0x453,  0x201E, 0x2026, 0x2020, 0x2021, 0x20AC, 0x2030, 0x409, 0x2039, 0x40A, 0x40C, 0x40B, 0x40F,
    0x452, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x98,   0x2122, 0x459, 0x203A, 0x45A, 0x45C, 0x45B, 0x45F,
    0xA0,  0x40E,  0x45E,  0x408,  0xA4,   0x490,  0xA6,   0xA7,   0x401,  0xA9,   0x404, 0xAB,   0xAC,  0xAD,  0xAE,  0x407,
    0xB0,  0xB1,   0x406,  0x456,  0x491,  0xB5,   0xB6,   0xB7,   0x451,  0x2116, 0x454, 0xBB,   0x458, 0x405, 0x455, 0x457,
};

enum {
    LOOKED_AT_BYTES = 512, /* of a text, for characters beyond ASCII */
    LOOKED_AT = 3,         /* such characters */
    LEAST_GOOD = 3,        /* of a text */
    FEW_BAD = 4,           /* no text is given up for fewer */
    GOOD_A_BAD = 9,
    MOST_ROUNDS = 3, /* some texts went through it more than once */
    REPLACEMENT = 0xFFFD
};

/* A character, and the bytes it has: fewer than 1 where they are no UTF-8. */
static int decode(const uint8_t *text, const uint8_t *end, uint32_t *c)
{
    uint8_t lead = *text;
    int length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (end - text < length)
        return 0;
    *c = length == 1 ? lead : lead & (0xFFu >> (length + 1));
    for (int i = 1; i < length; i++)
        *c = *c << 6 | (text[i] & 0x3F);
    return length;
}

/* The byte that a character beyond ASCII stands for, 0 where it stands for none. */
static uint8_t byte_of(bool cyrillic, uint32_t c)
{
    const uint16_t *page = cyrillic ? page_1251 : page_1252;
    const unsigned count = cyrillic ? 64 : 32;
    if (cyrillic && c >= 0x410 && c <= 0x44F)
        return (uint8_t)(c - 0x410 + 0xC0);
    if (!cyrillic && c >= 0x80 && c <= 0xFF) /* controls too: some take ISO 8859-1 at its word */
        return (uint8_t)c;
    for (unsigned i = 0; i < count; i++)
        if (page[i] == c)
            return (uint8_t)(0x80 + i);
    return 0;
}

/* Text while it is put together. */
struct mending {
    const uint8_t *end;
    bool cyrillic;
    size_t good, bad; /* characters beyond ASCII that were put together, and that were not */
};

/*
 * What one character and those behind it were, into out: bytes read. What cannot be put together stays, and is read alone.
 */
static int mend(struct mending *mending, const uint8_t *text, char *out, size_t *written)
{
    uint32_t c = 0, next = 0;
    int read = decode(text, mending->end, &c), more, length, i;
    uint8_t lead;
    bool lost = false;
    if (read < 1)
        read = 1;
    memcpy(out, text, (size_t)read);
    *written = (size_t)read;
    lead = c < 0x80 ? 0 : byte_of(mending->cyrillic, c);
    if (lead < 0xC2 || lead > 0xF4) {
        mending->bad += c >= 0x80 && c != REPLACEMENT;
        return read;
    }
    length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    out[0] = (char)lead;
    *written = (size_t)length;
    for (i = 1, more = read; i < length && text + more < mending->end; i++) {
        int size = decode(text + more, mending->end, &next);
        uint8_t byte = size < 1 || next < 0x80 ? 0 : byte_of(mending->cyrillic, next);
        if (size > 0 && next == ' ' && length == 2)
            byte = 0xA0;
        lost |= size > 0 && next == REPLACEMENT;
        if ((byte & 0xC0) != 0x80 && next != REPLACEMENT)
            break;
        out[i] = (char)byte;
        more += size;
    }
    if (i == length && lost) {
        memcpy(out, "\xEF\xBF\xBD", 3);
        *written = 3;
        return more;
    }
    if (i == length && json_is_utf8(out, (size_t)length)) {
        mending->good++;
        if (next == ' ' && (out[1] & 0xFF) == 0xA0 && text + more < mending->end && text[more] != ' ')
            more--; /* it was two spaces, of which one is left */
        return more;
    }
    if (lead == 0xE2 && i == 2 && (out[1] & 0xFF) == 0x80 && (next < 0x80 || text + more == mending->end)) {
        memcpy(out, "\xE2\x80\x9D", 3); /* what windows-1252 lacks was behind it: a closing quotation mark */
        *written = 3;
        return more;
    }
    *written = (size_t)read;
    memcpy(out, text, (size_t)read);
    if (lead == 0xC3 && !mending->cyrillic && text + read < mending->end && text[read] < 0x80) {
        memcpy(out, "\xC3\xAD", 2); /* a soft hyphen was behind it: i with an acute accent */
        *written = 2;
        return read;
    }
    mending->bad++;
    return read;
}

/* Bytes in whatever registers the machine has. */
typedef int8_t sixteen __attribute__((vector_size(16)));

/* Whether one of so many bytes is no ASCII. */
static bool any_beyond_ascii(const uint8_t *text, size_t size)
{
    sixteen all = {0}, some;
    uint64_t halves[2];
    if (size < sizeof some) {
        for (size_t i = 0; i < size; i++)
            if (text[i] >= 0x80)
                return true;
        return false;
    }
    for (size_t i = 0; i + sizeof some < size; i += sizeof some) {
        memcpy(&some, text + i, sizeof some);
        all |= some;
    }
    memcpy(&some, text + size - sizeof some, sizeof some);
    all |= some;
    memcpy(halves, &all, sizeof halves);
    return ((halves[0] | halves[1]) & UINT64_C(0x8080808080808080)) != 0;
}

/* The first byte of [text, until) that is no ASCII, or until. */
static const uint8_t *beyond_ascii(const uint8_t *text, const uint8_t *until)
{
    uint64_t eight;
    for (; until - text >= (ptrdiff_t)sizeof eight; text += sizeof eight) {
        memcpy(&eight, text, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080))
            break;
    }
    while (text < until && *text < 0x80)
        text++;
    return text;
}

/* Whether a character beyond ASCII and those behind it look like it; *cyrillic: as which page. */
static bool begins_like_it(const uint8_t *text, const uint8_t *end, uint32_t c, bool *cyrillic)
{
    struct mending mending = {end, c >= 0x412 && c <= 0x444, 0, 0};
    char out[4];
    size_t written;
    *cyrillic = mending.cyrillic;
    if (!mending.cyrillic && (c < 0xC2 || c > 0xF4))
        return false;
    mend(&mending, text, out, &written);
    return mending.good > 0;
}

/* The same of one of a text's first such characters. */
static bool looks_like_it(const uint8_t *text, size_t size, bool *cyrillic)
{
    const uint8_t *end = text + size, *until = text + (size < LOOKED_AT_BYTES ? size : LOOKED_AT_BYTES);
    for (unsigned seen = 0; seen < LOOKED_AT && (text = beyond_ascii(text, until)) < until; seen++) {
        uint32_t c = 0;
        int length = decode(text, end, &c);
        if (length < 1)
            return false;
        if (begins_like_it(text, end, c, cyrillic))
            return true;
        text += length;
    }
    return false;
}

/* Replaces out by the text put together. Whether that is what it was: least: of so many characters; few: so many others are given up for. */
static enum wirecopy_status mend_all(struct wirecopy_bytes text, bool cyrillic, size_t least, size_t few, struct buffer *out, bool *is_out)
{
    const uint8_t *at = (const uint8_t *)text.data;
    struct mending mending = {at + text.size, cyrillic, 0, 0};
    enum wirecopy_status status;
    out->size = 0;
    *is_out = false;
    status = buffer_reserve(out, text.size + 4);
    if (status != WIRECOPY_OK)
        return status;
    while (at < mending.end) {
        size_t written = 1;
        if (*at < 0x80)
            out->data[out->size] = (char)*at++;
        else
            at += mend(&mending, at, out->data + out->size, &written);
        out->size += written;
        if (mending.bad >= few && mending.bad * GOOD_A_BAD > mending.good)
            return status;
    }
    *is_out = mending.good >= least && mending.bad * GOOD_A_BAD <= mending.good;
    return status;
}

static void swap(struct buffer *a, struct buffer *b)
{
    struct buffer c = *a;
    *a = *b;
    *b = c;
}

/* Repairs a text or a title once. */
static enum wirecopy_status repair(struct wirecopy_bytes *field, bool cyrillic, size_t least, struct mojibake *mojibake, struct buffer *room,
                                   bool *is_out)
{
    enum wirecopy_status status = mend_all(*field, cyrillic, least, least == 1 ? 1 : FEW_BAD, &mojibake->spare, is_out);
    if (status != WIRECOPY_OK || !*is_out)
        return status;
    swap(&mojibake->spare, room);
    *field = (struct wirecopy_bytes){room->data, room->size};
    return status;
}

/* The same of an article that has characters beyond ASCII early on. */
__attribute__((noinline)) static enum wirecopy_status repair_article(struct mojibake *mojibake, struct raw_article *article)
{
    bool cyrillic, is = true, of_title;
    enum wirecopy_status status = WIRECOPY_OK;
    for (int round = 0; round < MOST_ROUNDS && is && status == WIRECOPY_OK; round++) {
        if (!looks_like_it((const uint8_t *)article->text.data, article->text.size, &cyrillic))
            return WIRECOPY_OK;
        if (round == 0 && !json_is_utf8(article->text.data, article->text.size))
            return WIRECOPY_OK;
        status = repair(&article->text, cyrillic, LEAST_GOOD, mojibake, &mojibake->text, &is);
        if (status == WIRECOPY_OK && is && article->title.size > 0)
            status = repair(&article->title, cyrillic, 1, mojibake, &mojibake->title, &of_title);
    }
    return status;
}

enum wirecopy_status mojibake_repair(struct mojibake *mojibake, struct raw_article *article)
{
    const struct wirecopy_bytes text = article->text;
    size_t looked_at = text.size < LOOKED_AT_BYTES ? text.size : LOOKED_AT_BYTES;
    return any_beyond_ascii((const uint8_t *)text.data, looked_at) ? repair_article(mojibake, article) : WIRECOPY_OK;
}

void mojibake_release(struct mojibake *mojibake)
{
    buffer_release(&mojibake->text);
    buffer_release(&mojibake->title);
    buffer_release(&mojibake->spare);
}
