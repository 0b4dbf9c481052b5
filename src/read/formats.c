/* The table of formats. To add one, write its file, declare its functions in formats.h and add its row here. */
#include "read/formats.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* How a format is told (0 to 100 from its first 4 KiB), opened, stepped and closed. Equal scores: the upper row. */
static const struct format formats[] = {
    {foreign_score, foreign_open, foreign_next, foreign_close, WIRECOPY_INPUT_AUTO, true},
    {office_score, office_open, office_next, office_close, WIRECOPY_INPUT_OFFICE, true},
    {warc_score, warc_open, warc_next, warc_close, WIRECOPY_INPUT_WARC, true},
    {feed_score, feed_open, feed_next, feed_close, WIRECOPY_INPUT_FEED, true},
    {eml_score, eml_open, eml_next, eml_close, WIRECOPY_INPUT_EML, true},
    {html_score, html_open, html_next, html_close, WIRECOPY_INPUT_HTML, true},
    {json_file_score, json_file_open, json_file_next, json_file_close, WIRECOPY_INPUT_JSON, false},
    {jsonl_score, jsonl_open, jsonl_next, jsonl_close, WIRECOPY_INPUT_JSONL, false},
    {markdown_score, markdown_open, markdown_next, markdown_close, WIRECOPY_INPUT_MARKDOWN, false},
    {csv_score, csv_open, csv_next, csv_close, WIRECOPY_INPUT_CSV, false},
    {plain_score, plain_open, plain_next, plain_close, WIRECOPY_INPUT_PLAIN, false}, /* never 0, so each input has a reader */
};

const struct format *format_of(enum wirecopy_input input, const struct head *head)
{
    const struct format *best = NULL;
    int best_score = 0;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        int score = input == WIRECOPY_INPUT_AUTO ? formats[i].score(head) : formats[i].input == input;
        if (score > best_score) {
            best = &formats[i];
            best_score = score;
        }
    }
    return best;
}

static bool ends_in(const char *name, size_t size, const char *ending)
{
    size_t ending_size = strlen(ending);
    return size >= ending_size && strncasecmp(name + size - ending_size, ending, ending_size) == 0;
}

bool name_ends_in(const char *name, const char *ending)
{
    static const char *const compressions[] = {".gz", ".zst", ".xz", ".bz2", ".lz4"};
    size_t size = strlen(name);
    for (size_t i = 0; i < sizeof compressions / sizeof *compressions; i++)
        if (ends_in(name, size, compressions[i])) {
            size -= strlen(compressions[i]);
            break;
        }
    return ends_in(name, size, ending);
}

/* Some formats ask it of each file: bytes are counted in a byte by as many as it counts, which compilers do side by side. */
enum { CONTROL_PERCENT = 10, COUNTED_TOGETHER = 128 };

bool is_text(const char *data, size_t size)
{
    size_t controls = 0;
    for (size_t begin = 0; begin < size; begin += COUNTED_TOGETHER) {
        size_t count = size - begin < COUNTED_TOGETHER ? size - begin : COUNTED_TOGETHER;
        unsigned char zeros = 0, others = 0;
        for (size_t i = 0; i < count; i++) {
            unsigned char c = (unsigned char)data[begin + i];
            zeros = (unsigned char)(zeros + (c == 0));
            others = (unsigned char)(others + (((c < 0x20) & !((c >= '\b') & (c <= '\r')) & (c != 0x1B)) | (c == 0x7F)));
        }
        if (zeros > 0)
            return false;
        controls += others;
    }
    return controls * 100 <= size * CONTROL_PERCENT;
}

struct wirecopy_bytes behind_mark(struct wirecopy_bytes bytes)
{
    if (bytes.size < 3 || memcmp(bytes.data, "\xEF\xBB\xBF", 3) != 0)
        return bytes;
    return (struct wirecopy_bytes){bytes.data + 3, bytes.size - 3};
}

enum wirecopy_status name_numbered(const struct source *source, uint64_t number, struct buffer *room, struct wirecopy_bytes *id)
{
    char behind[24];
    enum wirecopy_status status;
    *id = (struct wirecopy_bytes){0};
    if (!source->article_id.data)
        return WIRECOPY_OK;
    snprintf(behind, sizeof behind, "#%llu", (unsigned long long)number);
    room->size = 0;
    status = buffer_append(room, source->article_id.data, source->article_id.size);
    if (status == WIRECOPY_OK)
        status = buffer_append(room, behind, strlen(behind));
    if (status == WIRECOPY_OK)
        *id = bytes_of(room);
    return status;
}

struct wirecopy_bytes bytes_of(const struct buffer *buffer)
{
    return (struct wirecopy_bytes){buffer->size ? buffer->data : NULL, buffer->size};
}

enum read_result read_whole(const struct source *source, struct wirecopy_bytes *bytes, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct input *input = source->input;
    uint64_t most = source->options->max_record_bytes;
    *status = WIRECOPY_OK;
    while (*status == WIRECOPY_OK && !input->ended && input->end - input->begin <= most)
        *status = input_more(input);
    if (*status != WIRECOPY_OK)
        return READ_FAILED;
    *bytes = (struct wirecopy_bytes){input->data + input->begin, input->end - input->begin};
    input->begin = input->end;
    if (bytes->size > most) {
        input->ended = true;
        *problem = (struct wirecopy_problem){WIRECOPY_PROBLEM_RECORD, NULL, 0, "longer than a record may be"};
        return READ_PROBLEM;
    }
    return input->failure || (!source->article_id.data && bytes->size == 0) ? READ_END : READ_ARTICLE;
}
