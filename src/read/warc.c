/*
 * WARC (ISO 28500): response records that hold pages are articles, with their address for an id and the day they were fetched
 * for a date where the page says none. Records of other types, and responses that are no pages, are no articles.
 */
#include "read/formats.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "read/http.h"

/* A header line that is longer is none. */
enum { HEADER_LINE_MOST = 1 << 16 };

struct warc {
    struct source source;
    struct html_page page;
    struct http http;
    struct buffer uri, date;
    uint64_t payload; /* bytes of the record's block that are still to be taken */
    uint64_t line;    /* of the record's first line */
    bool is_response;
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
        value = http_value(line.data, line.size, "WARC-Type");
        if (value.data)
            warc->is_response = value.size == 8 && strncasecmp(value.data, "response", 8) == 0;
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

/* A response whose block is in the window. READ_END: it is no page. */
static enum read_result read_response(struct warc *warc, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct input *input = warc->source.input;
    const char *charset = warc->http.charset, *failure = NULL;
    bool is_page = false;
    *status = http_read(&warc->http, (struct wirecopy_bytes){input->data + input->begin, (size_t)warc->payload},
                        warc->source.options->max_record_bytes, &is_page, &failure);
    if (*status == WIRECOPY_OK && is_page && !failure)
        *status = html_read(&warc->page, warc->http.page.size ? warc->http.page.data : "", warc->http.page.size,
                            (struct html_encoding){*charset ? charset : NULL, warc->source.options->encoding});
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    input->begin += (size_t)warc->payload;
    warc->payload = 0;
    if (!is_page)
        return READ_END;
    if (failure)
        return tell(warc, failure, problem);
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
    http_release(&warc->http);
    memory_free(warc);
}
