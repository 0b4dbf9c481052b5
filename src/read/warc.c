/*
 * WARC (ISO 28500): response records that hold pages are articles, with their address for an id and the day they were fetched
 * for a date where the page says none; so are pages and texts that stand there without a response's head, as resources, or as what a
 * page was converted to (WET). Records of other types, and what is no page, are no articles.
 */
#include "read/formats.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "read/http.h"

/* Two line breaks end a record. */
enum { BREAKS_BYTES = 4 };

/* A header line that is longer is none. */
enum { HEADER_LINE_MOST = 1 << 16 };

/* What a record's block is. */
enum block { BLOCK_OTHER, BLOCK_RESPONSE, BLOCK_PAGE, BLOCK_TEXT };

struct warc {
    struct source source;
    struct html_page page;
    struct http http;
    struct buffer uri, date;
    struct buffer head; /* of the record, as it stands */
    uint64_t payload;   /* bytes of the record's block that are still to be taken */
    uint64_t line;      /* of the record's first line */
    enum block block;
};

int warc_score(const struct head *head)
{
    const char *data = head->data;
    bool version = head->size >= 7 && (memcmp(data, "WARC/1.", 7) == 0 || memcmp(data, "WARC/0.", 7) == 0);
    const char *end = version ? memchr(data, '\n', head->size) : NULL;
    return version && (end ? (size_t)(end - data) : head->size) <= 10 ? 99 : 0; /* a longer line is a text that begins so */
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

static enum wirecopy_status keep(struct buffer *field, struct wirecopy_bytes value)
{
    if (!value.data)
        return WIRECOPY_OK;
    field->size = 0;
    return buffer_append(field, value.data, value.size);
}

static bool is_word(struct wirecopy_bytes value, const char *word)
{
    return value.size == strlen(word) && strncasecmp(value.data, word, value.size) == 0;
}

/* A media type, whatever its parameters. */
static bool is_type(struct wirecopy_bytes value, const char *type)
{
    size_t size = strlen(type);
    return value.size >= size && strncasecmp(value.data, type, size) == 0 && (value.size == size || strchr("; \t", value.data[size]));
}

/* A record's fields that say what its block is, one after the other in any order. */
struct kind {
    bool response, bare; /* a response; a resource, or what was converted */
    bool page, text;     /* its media type */
};

static void look(struct kind *kind, const struct line *line)
{
    struct wirecopy_bytes type = http_value(line->data, line->size, "WARC-Type"), media = http_value(line->data, line->size, "Content-Type");
    if (type.data) {
        kind->response = is_word(type, "response");
        kind->bare = is_word(type, "resource") || is_word(type, "conversion");
    }
    if (media.data) {
        kind->page = is_type(media, "text/html") || is_type(media, "application/xhtml+xml");
        kind->text = is_type(media, "text/plain");
    }
}

static enum block block_of(const struct kind *kind)
{
    if (kind->response)
        return BLOCK_RESPONSE;
    return !kind->bare ? BLOCK_OTHER : kind->page ? BLOCK_PAGE : kind->text ? BLOCK_TEXT : BLOCK_OTHER;
}

/* Reads the head of the next record; *end is set where there is none. NULL, or what is wrong. */
static const char *read_head(struct warc *warc, bool *end, enum wirecopy_status *status)
{
    struct line line;
    struct kind kind = {0};
    bool begun = false;
    warc->uri.size = warc->date.size = warc->head.size = 0;
    warc->payload = 0;
    warc->block = BLOCK_OTHER;
    for (;;) {
        struct wirecopy_bytes value;
        *status = input_line(warc->source.input, HEADER_LINE_MOST, &line);
        *end = *status == WIRECOPY_OK && line.kind == LINE_NONE;
        if (*status != WIRECOPY_OK || *end)
            return NULL;
        if (line.size == 0 && !begun)
            continue;
        *status = buffer_append(&warc->head, line.data, line.whole);
        if (*status != WIRECOPY_OK)
            return NULL;
        if (line.size == 0) {
            warc->block = block_of(&kind);
            return NULL;
        }
        if (!begun) {
            warc->line = line.number;
            if (line.kind != LINE_FULL || line.size < 5 || memcmp(line.data, "WARC/", 5) != 0)
                return "no WARC record where one should begin";
            begun = true;
            continue;
        }
        look(&kind, &line);
        value = http_value(line.data, line.size, "Content-Length");
        if (value.data)
            warc->payload = strtoull(value.data, NULL, 10); /* ends at the line's end at the latest */
        *status = keep(&warc->uri, http_value(line.data, line.size, "WARC-Target-URI"));
        if (*status == WIRECOPY_OK)
            *status = keep(&warc->date, http_value(line.data, line.size, "WARC-Date"));
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

static enum read_result tell(const struct warc *warc, const char *reason, struct wirecopy_problem *problem)
{
    *problem = (struct wirecopy_problem){WIRECOPY_PROBLEM_RECORD, NULL, warc->line, reason};
    return READ_PROBLEM;
}

/* The block in the window with the line breaks behind it. */
static struct wirecopy_bytes block_and_breaks(const struct warc *warc)
{
    const struct input *input = warc->source.input;
    struct wirecopy_bytes bytes = {input->data + input->begin, (size_t)warc->payload};
    const char *at = bytes.data + bytes.size, *end = input->data + input->end;
    for (size_t i = 0; i < BREAKS_BYTES && at < end && (*at == '\r' || *at == '\n'); i++)
        at++;
    bytes.size = (size_t)(at - bytes.data);
    return bytes;
}

static enum wirecopy_status read_page(struct warc *warc, struct wirecopy_bytes page, const char *charset)
{
    return html_read(&warc->page, page.size ? page.data : "", page.size, (struct html_encoding){charset, warc->source.options->encoding});
}

/* A record whose block is in the window. READ_END: it is no article. */
static enum read_result read_block(struct warc *warc, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct input *input = warc->source.input;
    struct wirecopy_bytes block = {input->data + input->begin, (size_t)warc->payload}, text = block, whole = block_and_breaks(warc);
    const char *charset = warc->http.charset, *failure = NULL;
    bool is_article = true;
    warc->page.title.size = warc->page.date.size = 0;
    if (warc->block == BLOCK_RESPONSE)
        *status = http_read(&warc->http, block, warc->source.options->max_record_bytes, &is_article, &failure);
    if (*status == WIRECOPY_OK && warc->block == BLOCK_RESPONSE && is_article && !failure)
        *status = read_page(warc, warc->http.page, *charset ? charset : NULL);
    if (*status == WIRECOPY_OK && warc->block == BLOCK_PAGE)
        *status = read_page(warc, block, NULL);
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    input->begin += block.size;
    warc->payload = 0;
    if (!is_article)
        return READ_END;
    if (failure)
        return tell(warc, failure, problem);
    if (warc->block != BLOCK_TEXT)
        text = (struct wirecopy_bytes){warc->page.text.size ? warc->page.text.data : "", warc->page.text.size};
    *article = (struct raw_article){.text = text,
                                    .id = bytes_of(&warc->uri),
                                    .title = bytes_of(&warc->page.title),
                                    .date = bytes_of(warc->page.date.size ? &warc->page.date : &warc->date),
                                    .url = bytes_of(&warc->uri), /* its host is the source */
                                    .record = whole,
                                    .lead = bytes_of(&warc->head),
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
        if (warc->block == BLOCK_OTHER)
            continue;
        if (warc->payload > warc->source.options->max_record_bytes)
            return tell(warc, "longer than a record may be", problem);
        while (*status == WIRECOPY_OK && !input->ended && input->end - input->begin < warc->payload + BREAKS_BYTES)
            *status = input_more(input);
        if (*status != WIRECOPY_OK)
            return READ_FAILED;
        if (input->end - input->begin < warc->payload)
            continue; /* drop_block tells it */
        result = read_block(warc, article, problem, status);
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
    buffer_release(&warc->head);
    http_release(&warc->http);
    memory_free(warc);
}
