/*
 * WARC (ISO 28500): response records that hold pages are articles, with their address for an id and the day they were fetched
 * for a date where the page says none. Records of other types, and responses that are no pages, are no articles.
 */
#include "read/formats.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "read/html.h"

/* A header line that is longer is none. */
enum { HEADER_LINE_MOST = 1 << 16 };

struct warc {
    struct source source;
    struct html_page page;
    struct buffer uri, date, body;
    uint64_t payload; /* bytes of the record's block that are still to be taken */
    uint64_t line;    /* of the record's first line */
    bool is_response;
    char charset[ENCODING_NAME_BYTES]; /* that the server said; empty where it did not */
};

int warc_score(const struct head *head)
{
    return head->size >= 7 && (memcmp(head->data, "WARC/1.", 7) == 0 || memcmp(head->data, "WARC/0.", 7) == 0) ? 99 : 0;
}

enum wirecopy_status warc_open(const struct source *source, void **state_out)
{
    struct warc *warc = memory_allocate_zero(1, sizeof *warc);
    if (!warc)
        return WIRECOPY_NO_MEMORY;
    warc->source = *source;
    *state_out = warc;
    return WIRECOPY_OK;
}

/* The value of a header line of that name; data is NULL where it is another one. */
static struct wirecopy_bytes value_of(const char *line, size_t size, const char *name)
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

static enum wirecopy_status keep(struct buffer *field, struct wirecopy_bytes value)
{
    if (!value.data)
        return WIRECOPY_OK;
    field->size = 0;
    return buffer_append(field, value.data, value.size);
}

/* Reads the head of the next record; *end is set where there is none. NULL, or what is wrong. */
static const char *read_head(struct warc *warc, bool *end, enum wirecopy_status *status)
{
    struct line line;
    bool begun = false;
    warc->uri.size = warc->date.size = 0;
    warc->payload = 0;
    warc->is_response = false;
    for (;;) {
        struct wirecopy_bytes value;
        *status = input_line(warc->source.input, HEADER_LINE_MOST, &line);
        *end = *status == WIRECOPY_OK && line.kind == LINE_NONE;
        if (*status != WIRECOPY_OK || *end)
            return NULL;
        if (line.size == 0 && begun)
            return NULL;
        if (line.size == 0)
            continue;
        if (!begun) {
            warc->line = line.number;
            if (line.kind != LINE_FULL || line.size < 5 || memcmp(line.data, "WARC/", 5) != 0)
                return "no WARC record where one should begin";
            begun = true;
            continue;
        }
        value = value_of(line.data, line.size, "WARC-Type");
        if (value.data)
            warc->is_response = value.size == 8 && strncasecmp(value.data, "response", 8) == 0;
        value = value_of(line.data, line.size, "Content-Length");
        if (value.data)
            warc->payload = strtoull(value.data, NULL, 10); /* ends at the line's end at the latest */
        *status = keep(&warc->uri, value_of(line.data, line.size, "WARC-Target-URI"));
        if (*status == WIRECOPY_OK)
            *status = keep(&warc->date, value_of(line.data, line.size, "WARC-Date"));
        if (*status != WIRECOPY_OK)
            return NULL;
    }
}

/* Drops the block of a record; whether all of it was there. */
static bool drop_block(struct warc *warc, enum wirecopy_status *status)
{
    struct input *input = warc->source.input;
    while (warc->payload > 0 && *status == WIRECOPY_OK) {
        uint64_t there = input->end - input->begin, taken = there < warc->payload ? there : warc->payload;
        input->begin += (size_t)taken;
        warc->payload -= taken;
        if (warc->payload > 0 && input->ended)
            return false;
        if (warc->payload > 0)
            *status = input_more(input);
    }
    return true;
}

/* Undoes the chunked transfer encoding (RFC 9112, 7.1); what is broken ends there. */
static enum wirecopy_status unchunk(const char *data, size_t size, struct buffer *out)
{
    const char *end = data + size;
    enum wirecopy_status status = WIRECOPY_OK;
    out->size = 0;
    while (status == WIRECOPY_OK && data < end) {
        const char *line_end = memchr(data, '\n', (size_t)(end - data));
        size_t chunk = 0;
        if (!line_end)
            break;
        for (; data < line_end && strchr("0123456789abcdefABCDEF", *data) && *data && chunk < size; data++)
            chunk = chunk * 16 + (size_t)(*data <= '9' ? *data - '0' : (*data | 32) - 'a' + 10);
        data = line_end + 1;
        if (chunk == 0)
            break;
        if (chunk > (size_t)(end - data))
            chunk = (size_t)(end - data);
        status = buffer_append(out, data, chunk);
        data += chunk;
        while (data < end && (*data == '\r' || *data == '\n'))
            data++;
    }
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

/* What a response holds. */
enum body { BODY_PAGE, BODY_OTHER, BODY_COMPRESSED };

/* Looks at the HTTP head of a block and sets *body to the page behind it. */
static enum body read_http(struct warc *warc, const char *data, size_t size, struct wirecopy_bytes *body, enum wirecopy_status *status)
{
    const char *end = data + size;
    struct wirecopy_bytes type;
    bool html = false, chunked = false, compressed = false,
         good = size > 9 && memcmp(data, "HTTP/", 5) == 0 && memchr(data, ' ', 9) && ((const char *)memchr(data, ' ', 9))[1] == '2';
    warc->charset[0] = '\0';
    while (good && data < end) {
        const char *line_end = memchr(data, '\n', (size_t)(end - data));
        size_t line = (size_t)((line_end ? line_end : end) - data);
        if (line == 0 || (line == 1 && *data == '\r')) {
            data = line_end ? line_end + 1 : end;
            break;
        }
        type = value_of(data, line, "Content-Type");
        html |= holds(type, "html");
        take_charset(type, warc->charset);
        chunked |= holds(value_of(data, line, "Transfer-Encoding"), "chunked");
        compressed |= holds(value_of(data, line, "Content-Encoding"), "gzip") || holds(value_of(data, line, "Content-Encoding"), "br") ||
                      holds(value_of(data, line, "Content-Encoding"), "deflate");
        data = line_end ? line_end + 1 : end;
    }
    *body = (struct wirecopy_bytes){data, (size_t)(end - data)};
    if (!good || !html)
        return BODY_OTHER;
    if (chunked) {
        *status = unchunk(data, (size_t)(end - data), &warc->body);
        *body = (struct wirecopy_bytes){warc->body.data, warc->body.size};
    }
    /* many tools undo the compression and leave the header */
    return compressed && !html_recognises(body->data ? body->data : "", body->size) ? BODY_COMPRESSED : BODY_PAGE;
}

static enum read_result tell(const struct warc *warc, const char *reason, struct wirecopy_problem *problem)
{
    *problem = (struct wirecopy_problem){WIRECOPY_PROBLEM_RECORD, NULL, warc->line, reason};
    return READ_PROBLEM;
}

/* A response whose block is in the window. READ_END: it is no page. */
static enum read_result read_response(struct warc *warc, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct input *input = warc->source.input;
    struct wirecopy_bytes body;
    enum body kind = read_http(warc, input->data + input->begin, (size_t)warc->payload, &body, status);
    if (*status == WIRECOPY_OK && kind == BODY_PAGE)
        *status = html_read(&warc->page, body.data ? body.data : "", body.size,
                            (struct html_encoding){warc->charset[0] ? warc->charset : NULL, warc->source.options->encoding});
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    input->begin += (size_t)warc->payload;
    warc->payload = 0;
    if (kind == BODY_OTHER)
        return READ_END;
    if (kind == BODY_COMPRESSED)
        return tell(warc, "the page is compressed", problem);
    *article = (struct raw_article){.text = {warc->page.text.size ? warc->page.text.data : "", warc->page.text.size},
                                    .id = bytes_of(&warc->uri),
                                    .title = bytes_of(&warc->page.title),
                                    .date = bytes_of(warc->page.date.size ? &warc->page.date : &warc->date),
                                    .url = bytes_of(&warc->uri), /* its host is the source */
                                    .day = NO_DAY};
    return READ_ARTICLE;
}

enum read_result warc_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct warc *warc = state;
    struct input *input = warc->source.input;
    for (;;) {
        enum read_result result;
        const char *wrong;
        bool end = false, whole = drop_block(warc, status);
        wrong = *status == WIRECOPY_OK && whole ? read_head(warc, &end, status) : NULL;
        if (*status != WIRECOPY_OK)
            return READ_FAILED;
        if (!whole && !input->failure)
            return warc->payload = 0, tell(warc, "the file ends within it", problem);
        if (!whole || end)
            return READ_END;
        if (wrong) {
            input->begin = input->end;
            input->ended = true;
            return tell(warc, wrong, problem);
        }
        if (!warc->is_response)
            continue;
        if (warc->payload > warc->source.options->max_record_bytes)
            return tell(warc, "longer than a record may be", problem);
        while (*status == WIRECOPY_OK && !input->ended && input->end - input->begin < warc->payload)
            *status = input_more(input);
        if (*status != WIRECOPY_OK)
            return READ_FAILED;
        if (input->end - input->begin < warc->payload)
            continue; /* drop_block tells it */
        result = read_response(warc, article, problem, status);
        if (result != READ_END)
            return result;
    }
}

void warc_close(void *state)
{
    struct warc *warc = state;
    html_page_release(&warc->page);
    buffer_release(&warc->uri);
    buffer_release(&warc->date);
    buffer_release(&warc->body);
    memory_free(warc);
}
