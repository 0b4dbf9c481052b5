/*
 * JSON by hand: the texts hold nothing that JSON escapes but the marks of text.h, which become what the outlet's
 * typography has for them, already escaped. Runs between marks are found eight bytes at a time and copied whole.
 */
#include "record.h"

#include <stdlib.h>
#include <string.h>

/* How outlets typeset quotes, apostrophes, spaces within names, dashes and cuts; as they stand in JSON. */
static const char *const typographies[TYPOGRAPHIES][MARK_COUNT] = {
    {"", "\\\"", "\\\"", "'", " ", "-", "..."},
    {"", "“", "”", "’", " ", "—", "…"},
    {"", "\\\"", "\\\"", "’", "\u00a0", "–", "..."},
    {"", "«", "»", "'", " ", "-", "…"},
    {"", "&quot;", "&quot;", "&#39;", " ", "&mdash;", "..."},
};

enum {
    SINK_BYTES = 1 << 20,  /* a write of this size costs nothing against its making */
    MARK_BYTES = 8,        /* the longest above has 7 */
    FIELDS_BYTES = 1 << 10 /* names, date, url, punctuation */
};

static void sink_failed(const struct sink *sink)
{
    fprintf(stderr, "corpus-generate: cannot write %s\n", sink->path);
    exit(1);
}

void sink_open(struct sink *sink, const char *path)
{
    *sink = (struct sink){.path = path, .capacity = 2 * SINK_BYTES};
    sink->file = strcmp(path, "-") ? fopen(path, "wb") : stdout;
    if (!sink->file)
        sink_failed(sink);
    sink->bytes = must_resize(NULL, sink->capacity, 1);
}

static void sink_flush(struct sink *sink)
{
    if (sink->size && fwrite(sink->bytes, 1, sink->size, sink->file) != sink->size)
        sink_failed(sink);
    sink->size = 0;
}

void sink_close(struct sink *sink)
{
    sink_flush(sink);
    if (sink->file == stdout ? fflush(stdout) : fclose(sink->file))
        sink_failed(sink);
    free(sink->bytes);
}

/* Room for more bytes; full buffers are written first. */
static char *sink_reserve(struct sink *sink, size_t more)
{
    if (sink->size >= SINK_BYTES)
        sink_flush(sink);
    if (sink->capacity - sink->size < more) {
        sink->capacity = sink->size + more + SINK_BYTES;
        sink->bytes = must_resize(sink->bytes, sink->capacity, 1);
    }
    return sink->bytes + sink->size;
}

static char *put_string(char *at, const char *string)
{
    size_t size = strlen(string);
    memcpy(at, string, size);
    return at + size;
}

static char *put_digits(char *at, uint64_t number, int width)
{
    char digits[20];
    int count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while (number /= 10);
    for (; width > count; width--)
        *at++ = '0';
    while (count)
        *at++ = digits[--count];
    return at;
}

/* The corpus begins with 2024, a leap year, and ends within it. */
static char *put_day(char *at, uint32_t day, char separator)
{
    static const uint8_t month_days[12] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    uint32_t month = 0;
    for (; month < 11 && day >= month_days[month]; month++)
        day -= month_days[month];
    at = put_string(at, "2024");
    *at++ = separator;
    at = put_digits(at, month + 1, 2);
    *at++ = separator;
    return put_digits(at, day + 1, 2);
}

/*
 * Whether one of eight bytes is under 0x20, so a mark: the classic test for a byte under n, which holds for n up to
 * 128.
 */
static int has_mark(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return ((word - UINT64_C(0x2020202020202020)) & ~word & UINT64_C(0x8080808080808080)) != 0;
}

/* Writes a piece with its marks typeset. The room would do for marks alone. */
static void write_piece(struct sink *sink, const struct text *text, size_t piece, const char *const *typography)
{
    const char *from = text->bytes + text->pieces[piece].begin, *end = text->bytes + text->pieces[piece].end;
    char *at = sink_reserve(sink, (size_t)(end - from) * MARK_BYTES);
    while (from < end) {
        if (end - from >= 8 && !has_mark(from)) {
            memcpy(at, from, 8);
            at += 8;
            from += 8;
        } else if ((unsigned char)*from < MARK_COUNT) {
            at = put_string(at, typography[(unsigned char)*from++]);
        } else {
            *at++ = *from++;
        }
    }
    sink->size = (size_t)(at - sink->bytes);
}

static void write_string(struct sink *sink, const char *string)
{
    char *at = put_string(sink_reserve(sink, FIELDS_BYTES), string);
    sink->size = (size_t)(at - sink->bytes);
}

static char *put_number(char *at, uint64_t number)
{
    *at++ = 'g';
    return put_digits(at, number, 7);
}

static char *put_fields(char *at, const struct record *record)
{
    at = put_string(at, "{\"id\":\"");
    at = put_number(at, record->number);
    at = put_string(at, "\",\"source\":\"");
    at = put_string(at, record->source);
    at = put_string(at, "\",\"date\":\"");
    at = put_day(at, record->day, '-');
    *at++ = 'T';
    at = put_digits(at, record->second / 3600, 2);
    *at++ = ':';
    at = put_digits(at, record->second / 60 % 60, 2);
    *at++ = ':';
    at = put_digits(at, record->second % 60, 2);
    at = put_string(at, "Z\",\"url\":\"https://");
    at = put_string(at, record->source);
    *at++ = '/';
    at = put_day(at, record->address_day, '/');
    *at++ = '/';
    at = put_digits(at, record->address, 1);
    return put_string(at, "\",\"title\":\"");
}

void record_write(struct sink *sink, const struct record *record)
{
    const char *const *typography = typographies[record->typography];
    char *at = put_fields(sink_reserve(sink, FIELDS_BYTES), record);
    sink->size = (size_t)(at - sink->bytes);
    if (record->title->piece_count)
        write_piece(sink, record->title, 0, typography);
    write_string(sink, "\",\"text\":\"");
    for (size_t p = 0; p < record->page->piece_count; p++) {
        if (p)
            write_string(sink, "\\n");
        write_piece(sink, record->page, p, typography);
    }
    write_string(sink, "\"}\n");
}

void truth_write(struct sink *sink, uint64_t number, uint64_t cluster)
{
    char *at = sink_reserve(sink, FIELDS_BYTES);
    at = put_string(at, "{\"id\":\"");
    at = put_number(at, number);
    at = put_string(at, "\",\"cluster\":\"s");
    at = put_digits(at, cluster, 7);
    at = put_string(at, "\"}\n");
    sink->size = (size_t)(at - sink->bytes);
}
