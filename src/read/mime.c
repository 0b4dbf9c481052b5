/* Fields, encoded words, parts between boundaries, base64 and quoted-printable: RFC 5322, 2045, 2046 and 2047, leniently. */
#define _GNU_SOURCE
#include "read/mime.h"

#include <string.h>
#include <strings.h>

#include "base/hex.h"
#include "read/bytes/encoding.h"

enum { CHARSET_BYTES = 48 };

/* The line at data with its end. */
static size_t line_size(const char *data, const char *end)
{
    const char *found = data < end ? memchr(data, '\n', (size_t)(end - data)) : NULL;
    return (size_t)((found ? found + 1 : end) - data);
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct mime_part mime_split(struct wirecopy_bytes bytes)
{
    const char *at = bytes.data, *end = bytes.data + bytes.size;
    struct mime_part part;
    while (at < end && *at != '\n' && !(*at == '\r' && at + 1 < end && at[1] == '\n'))
        at += line_size(at, end);
    part.header = (struct wirecopy_bytes){bytes.data, (size_t)(at - bytes.data)};
    at += line_size(at, end);
    part.body = (struct wirecopy_bytes){at, (size_t)(end - at)};
    return part;
}

/* A field's value with the lines that continue it; data is NULL where there is none. */
static struct wirecopy_bytes find_field(struct wirecopy_bytes header, const char *name)
{
    const char *at = header.data, *end = header.data + header.size;
    size_t name_size = strlen(name);
    while (at < end) {
        size_t size = line_size(at, end);
        while (at + size < end && (at[size] == ' ' || at[size] == '\t'))
            size += line_size(at + size, end);
        if (size > name_size && at[name_size] == ':' && strncasecmp(at, name, name_size) == 0)
            return (struct wirecopy_bytes){at + name_size + 1, size - name_size - 1};
        at += size;
    }
    return (struct wirecopy_bytes){0};
}

/* Appends what quoted-printable stands for; in an encoded word an underline is a space. */
static enum wirecopy_status put_quoted(const char *at, const char *end, bool word, struct buffer *out)
{
    enum wirecopy_status status = buffer_reserve(out, (size_t)(end - at));
    for (; status == WIRECOPY_OK && at < end; at++) {
        const char *behind = at + 1;
        if (*at != '=') {
            out->data[out->size++] = (char)(word && *at == '_' ? ' ' : *at);
            continue;
        }
        while (behind < end && (*behind == ' ' || *behind == '\t' || *behind == '\r'))
            behind++;
        if (behind == end)
            break;
        if (*behind == '\n') {
            at = behind; /* a line that goes on */
        } else if (end - at > 2 && hex_digit(at[1]) >= 0 && hex_digit(at[2]) >= 0) {
            out->data[out->size++] = (char)(hex_digit(at[1]) << 4 | hex_digit(at[2]));
            at += 2;
        } else {
            out->data[out->size++] = '=';
        }
    }
    return status;
}

static int base64_digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = c ? strchr(digits, c) : NULL;
    return found ? (int)(found - digits) : -1;
}

static enum wirecopy_status put_base64(const char *at, const char *end, struct buffer *out)
{
    enum wirecopy_status status = buffer_reserve(out, (size_t)(end - at));
    uint32_t bits = 0;
    unsigned count = 0;
    for (; status == WIRECOPY_OK && at < end; at++) {
        int digit = base64_digit(*at);
        if (*at == '=')
            count = 0; /* the end of one of several */
        if (digit < 0)
            continue;
        bits = bits << 6 | (uint32_t)digit;
        count += 6;
        if (count >= 8) {
            count -= 8;
            out->data[out->size++] = (char)(bits >> count & 0xFF);
        }
    }
    return status;
}

enum wirecopy_status mime_decode(struct wirecopy_bytes body, const struct buffer *transfer, struct buffer *out)
{
    const char *end = body.data + body.size;
    if (transfer->size >= 6 && strncasecmp(transfer->data, "base64", 6) == 0)
        return put_base64(body.data, end, out);
    if (transfer->size >= 16 && strncasecmp(transfer->data, "quoted-printable", 16) == 0)
        return put_quoted(body.data, end, false, out);
    return buffer_append(out, body.data, body.size);
}

/* An encoded word, =?charset?B?text?=. */
struct encoded_word {
    char charset[CHARSET_BYTES];
    char kind;
    const char *text, *text_end, *end;
};

static bool take_word(const char *at, const char *end, struct encoded_word *word)
{
    const char *charset = at + 2, *mark, *closing;
    size_t size;
    if (end - at < 8 || at[0] != '=' || at[1] != '?')
        return false;
    mark = memchr(charset, '?', (size_t)(end - charset));
    if (!mark || end - mark < 4 || mark[2] != '?' || !strchr("bBqQ", mark[1]) || !mark[1])
        return false;
    closing = memmem(mark + 3, (size_t)(end - mark - 3), "?=", 2);
    size = (size_t)(mark - charset);
    if (memchr(charset, '*', size)) /* a language follows */
        size = (size_t)((const char *)memchr(charset, '*', size) - charset);
    if (!closing || size == 0 || size >= CHARSET_BYTES)
        return false;
    *word = (struct encoded_word){.kind = (char)(mark[1] | 32), .text = mark + 3, .text_end = closing, .end = closing + 2};
    memcpy(word->charset, charset, size);
    return true;
}

/*
 * Appends an encoded word and those that follow it in the same encoding: their bytes are decoded together, since many programs cut
 * letters in two. *at is moved behind them.
 */
static enum wirecopy_status put_words(const char **at, const char *end, struct encoded_word word, struct buffer *out)
{
    struct buffer raw = {0};
    char charset[CHARSET_BYTES];
    enum wirecopy_status status = WIRECOPY_OK;
    bool more = true;
    memcpy(charset, word.charset, CHARSET_BYTES);
    while (more && status == WIRECOPY_OK) {
        const char *next = word.end;
        status = word.kind == 'b' ? put_base64(word.text, word.text_end, &raw) : put_quoted(word.text, word.text_end, true, &raw);
        *at = word.end;
        while (next < end && is_white(*next))
            next++;
        more = take_word(next, end, &word) && strcasecmp(word.charset, charset) == 0;
    }
    if (status == WIRECOPY_OK)
        status = encoding_decode(encoding_choose(raw.data, raw.size, charset, NULL), raw.data, raw.size, out);
    buffer_release(&raw);
    return status;
}

/* Appends a byte; white space as one space, and none at the beginning. */
static enum wirecopy_status put_byte(struct buffer *out, char c)
{
    if (!is_white(c))
        return buffer_append(out, &c, 1);
    return out->size > 0 && out->data[out->size - 1] != ' ' ? buffer_append(out, " ", 1) : WIRECOPY_OK;
}

/* Decodes a field that is UTF-8. */
static enum wirecopy_status put_field(struct wirecopy_bytes value, struct buffer *out)
{
    const char *at = value.data, *end = value.data + value.size;
    bool after_word = false;
    enum wirecopy_status status = WIRECOPY_OK;
    while (at < end && status == WIRECOPY_OK) {
        struct encoded_word word;
        if (take_word(at, end, &word)) {
            if (after_word && out->size > 0 && out->data[out->size - 1] == ' ')
                out->size--; /* between two of them it is none */
            status = put_words(&at, end, word, out);
            after_word = true;
            continue;
        }
        after_word &= is_white(*at);
        status = put_byte(out, *at++);
    }
    while (out->size > 0 && out->data[out->size - 1] == ' ')
        out->size--;
    for (size_t i = 0; i < out->size; i++)
        if (out->data[i] == '\n' || out->data[i] == '\r')
            out->data[i] = ' ';
    return status;
}

enum wirecopy_status mime_field(const struct mime_part *part, const char *name, const char *otherwise, struct buffer *out)
{
    struct wirecopy_bytes value = find_field(part->header, name);
    struct buffer utf8 = {0};
    enum wirecopy_status status = buffer_reserve(out, 1); /* so that a value always has an address */
    out->size = 0;
    if (value.size == 0 || status != WIRECOPY_OK)
        return status;
    status = encoding_decode(encoding_choose(value.data, value.size, NULL, otherwise), value.data, value.size, &utf8);
    if (status == WIRECOPY_OK)
        status = put_field((struct wirecopy_bytes){utf8.data, utf8.size}, out);
    buffer_release(&utf8);
    return status;
}

struct wirecopy_bytes mime_parameter(const struct buffer *value, const char *name)
{
    const char *at = value->data, *end = value->data + value->size;
    size_t name_size = strlen(name);
    while (at < end && (at = memchr(at, ';', (size_t)(end - at))) != NULL) {
        const char *from;
        at++;
        while (at < end && *at == ' ')
            at++;
        if ((size_t)(end - at) <= name_size || at[name_size] != '=' || strncasecmp(at, name, name_size) != 0)
            continue;
        from = at += name_size + 1;
        if (at < end && *at == '"') {
            const char *closing = memchr(++from, '"', (size_t)(end - at - 1));
            return (struct wirecopy_bytes){from, (size_t)((closing ? closing : end) - from)};
        }
        while (at < end && *at != ';' && !is_white(*at))
            at++;
        return (struct wirecopy_bytes){from, (size_t)(at - from)};
    }
    return (struct wirecopy_bytes){0};
}

/* The next line that is "--boundary" and perhaps more; NULL where there is none. */
static const char *find_boundary(const char *at, const char *end, struct wirecopy_bytes boundary)
{
    const char *begin = at;
    while (at < end) {
        const char *found = memmem(at, (size_t)(end - at), boundary.data, boundary.size);
        if (!found)
            return NULL;
        if (found - begin >= 2 && found[-1] == '-' && found[-2] == '-' && (found - begin == 2 || found[-3] == '\n'))
            return found - 2;
        at = found + 1;
    }
    return NULL;
}

bool mime_next_part(struct wirecopy_bytes *rest, struct wirecopy_bytes boundary, struct mime_part *part)
{
    const char *end = rest->data + rest->size, *opening, *content, *closing;
    if (boundary.size == 0)
        return false;
    opening = find_boundary(rest->data, end, boundary);
    if (!opening)
        return false;
    content = opening + 2 + boundary.size;
    if (end - content >= 2 && content[0] == '-' && content[1] == '-')
        return false; /* the end */
    content += line_size(content, end);
    closing = find_boundary(content, end, boundary);
    *rest = closing ? (struct wirecopy_bytes){closing, (size_t)(end - closing)} : (struct wirecopy_bytes){end, 0};
    *part = mime_split((struct wirecopy_bytes){content, (size_t)((closing ? closing : end) - content)});
    return true;
}
