/* HTTP/1 (RFC 9112), as far as a page needs it: the head, chunks, gzip and deflate. Cost: linear in what it gives. */
#include "read/http.h"

#include <string.h>
#include <strings.h>

#include "read/bytes/container.h"
#include "read/formats.h"
#include "read/bytes/gzip.h"

struct wirecopy_bytes http_value(const char *line, size_t size, const char *name)
{
    size_t name_size = strlen(name);
    if (size <= name_size || line[name_size] != ':' || strncasecmp(line, name, name_size) != 0)
        return (struct wirecopy_bytes){NULL, 0};
    line += name_size + 1;
    size -= name_size + 1;
    while (size > 0 && (*line == ' ' || *line == '\t' || *line == '<')) {
        line++;
        size--;
    }
    while (size > 0 && (line[size - 1] == ' ' || line[size - 1] == '\r' || line[size - 1] == '>'))
        size--;
    return (struct wirecopy_bytes){line, size};
}

/* The number that a chunk's line begins with, and how many digits it has. What is too large is more than there is. */
static size_t chunk_size(const char *line, const char *end, size_t *digits)
{
    size_t chunk = 0, i = 0;
    for (; line + i < end && line[i] && strchr("0123456789abcdefABCDEF", line[i]); i++)
        if (chunk <= SIZE_MAX >> 4)
            chunk = chunk * 16 + (size_t)(line[i] <= '9' ? line[i] - '0' : (line[i] | 32) - 'a' + 10);
    *digits = i;
    return chunk;
}

/* Undoes the chunked transfer encoding; what is broken ends there. A page that begins as no chunk does was undone by who wrote the file. */
static enum wirecopy_status unchunk(struct http *http)
{
    const char *data = http->page.data, *end = data + http->page.size;
    enum wirecopy_status status = WIRECOPY_OK;
    size_t chunk = 1, digits = 0;
    chunk_size(data, end, &digits);
    if (digits == 0)
        return WIRECOPY_OK;
    http->whole.size = 0;
    while (status == WIRECOPY_OK && chunk > 0 && data < end) {
        const char *line_end = memchr(data, '\n', (size_t)(end - data));
        if (!line_end)
            break;
        chunk = chunk_size(data, line_end, &digits);
        data = line_end + 1;
        if (chunk > (size_t)(end - data))
            chunk = (size_t)(end - data);
        status = buffer_append(&http->whole, data, chunk);
        data += chunk;
        while (data < end && (*data == '\r' || *data == '\n'))
            data++;
    }
    http->page = bytes_of(&http->whole);
    return status;
}

/* Whether bytes are markup already: many tools undo the compression and leave the header. */
static bool is_markup(struct wirecopy_bytes page)
{
    size_t blank = 0, looked = page.size < HEAD_BYTES ? page.size : HEAD_BYTES;
    while (blank < looked && strchr(" \t\r\n", page.data[blank]) && page.data[blank])
        blank++;
    return html_recognises(page.data, page.size) || (blank < looked && page.data[blank] == '<' && is_text(page.data, looked));
}

/* Undoes a content encoding. *failure says what cannot be undone. */
static enum wirecopy_status unpack(struct http *http, bool known, uint64_t most, const char **failure)
{
    enum wirecopy_status status;
    if (http->page.size == 0 || is_markup(http->page))
        return WIRECOPY_OK;
    if (!known) {
        *failure = "the page is compressed";
        return WIRECOPY_OK;
    }
    status = gzip_undo(http->page, most, &http->plain, failure);
    http->page = bytes_of(&http->plain);
    if (status == WIRECOPY_OK && !*failure && container_recognises(http->page.data, http->page.size))
        *failure = "the page is compressed twice";
    return status;
}

static bool holds(struct wirecopy_bytes value, const char *word)
{
    size_t size = strlen(word);
    for (size_t i = 0; value.data && i + size <= value.size; i++)
        if (strncasecmp(value.data + i, word, size) == 0)
            return true;
    return false;
}

/* Takes the name behind "charset=", in quotes or not. */
static void take_charset(struct wirecopy_bytes type, char charset[ENCODING_NAME_BYTES])
{
    size_t size = 0;
    for (size_t i = 0; type.data && i + 8 <= type.size; i++) {
        if (strncasecmp(type.data + i, "charset=", 8) != 0)
            continue;
        for (i += 8; i < type.size && size < ENCODING_NAME_BYTES - 1 && !strchr("; \t", type.data[i]); i++)
            if (type.data[i] != '"' && type.data[i] != '\'')
                charset[size++] = type.data[i];
        charset[size] = '\0';
    }
}

/* Whether a response begins as one does that fetched something. */
static bool is_fetched(struct wirecopy_bytes response)
{
    const char *space = response.size > 9 && memcmp(response.data, "HTTP/", 5) == 0 ? memchr(response.data, ' ', 9) : NULL;
    return space && space[1] == '2';
}

enum wirecopy_status http_read(struct http *http, struct wirecopy_bytes response, uint64_t most, bool *is_page, const char **failure)
{
    const char *data = response.data, *end = data + response.size;
    bool html = false, chunked = false, packed = false, unknown = false;
    enum wirecopy_status status = WIRECOPY_OK;
    http->charset[0] = '\0';
    *is_page = false;
    *failure = NULL;
    if (!is_fetched(response))
        return WIRECOPY_OK;
    while (data < end) {
        const char *line_end = memchr(data, '\n', (size_t)(end - data)), *next = line_end ? line_end + 1 : end;
        size_t line = (size_t)((line_end ? line_end : end) - data);
        struct wirecopy_bytes type = http_value(data, line, "Content-Type"), packing = http_value(data, line, "Content-Encoding");
        bool last = line == 0 || (line == 1 && *data == '\r');
        html |= holds(type, "html");
        take_charset(type, http->charset);
        chunked |= holds(http_value(data, line, "Transfer-Encoding"), "chunked");
        packed |= holds(packing, "gzip") || holds(packing, "deflate");
        unknown |= holds(packing, "br") || holds(packing, "zstd") || holds(packing, "compress");
        data = next;
        if (last)
            break;
    }
    *is_page = html;
    http->page = (struct wirecopy_bytes){data, (size_t)(end - data)};
    if (html && chunked)
        status = unchunk(http);
    if (html && (packed || unknown) && status == WIRECOPY_OK)
        status = unpack(http, !unknown, most, failure);
    return status;
}

void http_release(struct http *http)
{
    buffer_release(&http->whole);
    buffer_release(&http->plain);
}
