/*
 * CSV and TSV with a header, and the one door to libcsv. A scan of quotes finds where a row ends, and libcsv cuts each row by
 * itself, so that a bad one harms no other. RFC 4180; the delimiter is the one that the header has most of.
 */
#include "read/formats.h"

#include <csv.h>
#include <string.h>

#include "read/fields.h"

/* More columns than any corpus has. */
enum { COLUMNS_MOST = 1024 };

struct csv {
    struct source source;
    struct csv_parser parser;
    char delimiter;
    bool has_header;
    struct buffer header; /* its row as it stands in the file */
    uint64_t line;        /* line breaks taken, and one */
    uint64_t row_line;    /* where the current row begins */
    struct field_ranks ranks[COLUMNS_MOST];
    bool is_field[COLUMNS_MOST];
    size_t columns;
    struct buffer cells; /* of the current row, one after the other */
    size_t ends[COLUMNS_MOST], cell_count;
    bool quote_open; /* the row ends with the file, within a quoted cell */
    bool failed;     /* out of memory in a callback */
};

static const char delimiters[] = {',', ';', '\t', '|'};

/* The delimiter that a header line has most of outside of quotes; *count says how many. */
static char delimiter_of(const char *line, size_t size, size_t *count)
{
    size_t counts[sizeof delimiters] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < size; i++) {
        quoted ^= line[i] == '"';
        for (size_t d = 0; !quoted && d < sizeof delimiters; d++)
            counts[d] += line[i] == delimiters[d];
    }
    for (size_t d = 1; d < sizeof delimiters; d++)
        if (counts[d] > counts[best])
            best = d;
    *count = counts[best];
    return delimiters[best];
}

/* Bytes of a first line that says the delimiter to Excel, "sep=;"; 0 where there is none. */
static size_t delimiter_line(const char *data, size_t size, char *delimiter)
{
    size_t at = 5;
    if (size <= at || memcmp(data, "sep=", 4) != 0 || !memchr(delimiters, data[4], sizeof delimiters))
        return 0;
    *delimiter = data[4];
    at += data[at] == '\r';
    return at < size && data[at] == '\n' ? at + 1 : 0;
}

/* Whether a column of a header names what usually holds texts, or the field that is said to. */
static bool names_a_text(const char *line, size_t size, char delimiter, const char *text_field)
{
    static const struct reader_options none = {.max_record_bytes = 0};
    while (size > 0) {
        const char *found = memchr(line, delimiter, size);
        size_t cell = found ? (size_t)(found - line) : size, taken = cell + (found != NULL);
        struct wirecopy_bytes name = {line, cell};
        struct field_ranks ranks;
        if (name.size >= 2 && name.data[0] == '"' && name.data[name.size - 1] == '"') {
            name.data++;
            name.size -= 2;
        }
        if (fields_rank(&none, name, &ranks) && ranks.rank[FIELD_TEXT] != FIELD_NOT)
            return true;
        if (text_field && name.size == strlen(text_field) && memcmp(name.data, text_field, name.size) == 0)
            return true;
        line += taken;
        size -= taken;
    }
    return false;
}

/* A first line of two columns or more, one of which names a text; or the name says so. */
int csv_score(const struct head *head)
{
    const char *at = head->data, *line_end;
    size_t size = head->size, count, said;
    char delimiter;
    if (size >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0) {
        at += 3;
        size -= 3;
    }
    said = delimiter_line(at, size, &delimiter);
    at += said;
    size -= said;
    line_end = size ? memchr(at, '\n', size) : NULL;
    if (!line_end)
        return 0;
    size = (size_t)(line_end - at);
    size -= size > 0 && at[size - 1] == '\r';
    delimiter = delimiter_of(at, size, &count);
    if (name_ends_in(head->name, ".csv") || name_ends_in(head->name, ".tsv")) /* one column will do, and a broken header is told */
        return count > 0 || memchr(at, '"', size) || names_a_text(at, size, delimiter, head->text_field) ? 90 : 0;
    return count > 0 && !memchr(at, '{', size) && names_a_text(at, size, delimiter, head->text_field) ? 60 : 0;
}

static void *resize(void *block, size_t size)
{
    return memory_resize(block, size, 1);
}

static bool start_parser(struct csv *csv)
{
    if (csv_init(&csv->parser, 0) != 0)
        return false;
    csv_set_realloc_func(&csv->parser, resize);
    csv_set_free_func(&csv->parser, memory_free);
    return true;
}

enum wirecopy_status csv_open(const struct source *source, void **state_out)
{
    struct csv *csv = memory_allocate_zero(1, sizeof *csv);
    if (!csv)
        return WIRECOPY_NO_MEMORY;
    if (!start_parser(csv)) {
        memory_free(csv);
        return status_no_memory();
    }
    csv->source = *source;
    csv->line = 1;
    *state_out = csv;
    return WIRECOPY_OK;
}

/* A scan for the end of a row. */
struct scan {
    size_t at;
    bool quoted, cell_begun, ended;
};

/* A quote opens only at the beginning of a cell; a doubled one closes and opens again. */
static void scan_on(struct scan *scan, const char *data, size_t size, char delimiter)
{
    for (; scan->at < size && !scan->ended; scan->at++) {
        char c = data[scan->at];
        if (scan->quoted) {
            scan->quoted = c != '"';
        } else if (c == '\n') {
            scan->ended = true;
        } else if (c == '"') {
            scan->quoted = !scan->cell_begun || (scan->at > 0 && data[scan->at - 1] == '"');
            scan->cell_begun = true;
        } else {
            scan->cell_begun = c != delimiter;
        }
    }
}

/* Takes the next row, with its line break. LINE_NONE: no more, or the file broke within it. */
static enum wirecopy_status take_row(struct csv *csv, struct line *row)
{
    struct input *input = csv->source.input;
    struct scan scan = {0};
    uint64_t most = csv->source.options->max_record_bytes;
    *row = (struct line){.kind = LINE_FULL, .number = csv->line};
    for (;;) {
        const char *data = input->data + input->begin;
        enum wirecopy_status status;
        scan_on(&scan, data, input->end - input->begin, csv->delimiter);
        if (!scan.ended && input->ended && (input->failure || scan.at == 0) && row->kind == LINE_FULL) {
            row->kind = LINE_NONE;
            input->begin = input->end;
            return WIRECOPY_OK;
        }
        if (scan.at > most)
            row->kind = LINE_TOO_LONG;
        if (scan.ended || input->ended || row->kind == LINE_TOO_LONG) {
            row->data = data;
            row->size = scan.at;
            for (size_t i = 0; i < scan.at; i++)
                csv->line += data[i] == '\n';
            input->begin += scan.at;
            csv->quote_open = scan.quoted && !scan.ended;
            if (scan.ended || input->ended)
                return WIRECOPY_OK;
            scan.at = 0; /* the rest of a long one */
        }
        status = input_more(input);
        if (status != WIRECOPY_OK)
            return status;
    }
}

static void take_cell(void *data, size_t size, void *context)
{
    struct csv *csv = context;
    if (csv->cell_count < COLUMNS_MOST) {
        csv->failed |= buffer_append(&csv->cells, data, size) != WIRECOPY_OK;
        csv->ends[csv->cell_count++] = csv->cells.size;
    } else {
        csv->cell_count = COLUMNS_MOST + 1;
    }
}

static void end_row(int c, void *context)
{
    (void)c;
    (void)context;
}

/* A quote that is not closed takes the lines that follow for its own: all but the row's first are to be read again. */
static void give_back(struct csv *csv, const struct line *row)
{
    const char *line_end = memchr(row->data, '\n', row->size);
    size_t later = line_end ? row->size - (size_t)(line_end + 1 - row->data) : 0;
    csv->source.input->begin -= later;
    csv->line = later ? row->number + 1 : csv->line;
}

/* Cuts a row into cells. NULL, or what is wrong with it. */
static const char *cut(struct csv *csv, const struct line *row)
{
    csv->cells.size = csv->cell_count = 0;
    csv_set_delim(&csv->parser, (unsigned char)csv->delimiter);
    if (csv->quote_open) {
        give_back(csv, row);
        return "a quote that is not closed";
    }
    if (csv_parse(&csv->parser, row->data, row->size, take_cell, end_row, csv) != row->size || csv_fini(&csv->parser, take_cell, end_row, csv) != 0)
        csv->failed = true; /* lenient as it is, only memory can be missing */
    if (csv->cell_count > COLUMNS_MOST)
        return "more than 1,024 columns";
    return NULL;
}

static struct wirecopy_bytes cell(const struct csv *csv, size_t i)
{
    size_t begin = i ? csv->ends[i - 1] : 0;
    return (struct wirecopy_bytes){csv->ends[i] > begin ? csv->cells.data + begin : "", csv->ends[i] - begin};
}

static enum wirecopy_status read_header(struct csv *csv, const struct line *row)
{
    csv->columns = csv->cell_count;
    for (size_t i = 0; i < csv->columns; i++)
        csv->is_field[i] = fields_rank(csv->source.options, cell(csv, i), &csv->ranks[i]);
    csv->has_header = true;
    return buffer_append(&csv->header, row->data, row->size);
}

static enum read_result tell(const struct line *row, const char *reason, struct wirecopy_problem *problem)
{
    problem->kind = WIRECOPY_PROBLEM_RECORD;
    problem->line = row->number;
    problem->reason = reason;
    return READ_PROBLEM;
}

static const char *read_article(const struct csv *csv, struct raw_article *article)
{
    struct field_choice choice;
    if (csv->cell_count < csv->columns)
        return "fewer cells than the header has";
    if (csv->cell_count > csv->columns)
        return "more cells than the header has";
    fields_begin(&choice);
    for (size_t i = 0; i < csv->columns; i++)
        if (csv->is_field[i] && fields_want(&choice, &csv->ranks[i]))
            fields_offer(&choice, &csv->ranks[i], cell(csv, i));
    return fields_end(&choice, article);
}

/* The header's delimiter must be known before its end is looked for. */
static enum wirecopy_status begin(struct csv *csv)
{
    struct input *input = csv->source.input;
    const char *line_end;
    size_t count, said;
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && !input->ended && !memchr(input->data + input->begin, '\n', input->end - input->begin) &&
           input->end - input->begin < csv->source.options->max_record_bytes)
        status = input_more(input);
    if (input->end - input->begin >= 3 && memcmp(input->data + input->begin, "\xEF\xBB\xBF", 3) == 0)
        input->begin += 3;
    said = delimiter_line(input->data + input->begin, input->end - input->begin, &csv->delimiter);
    if (said > 0) {
        input->begin += said;
        csv->line++;
        return status;
    }
    line_end = input->end > input->begin ? memchr(input->data + input->begin, '\n', input->end - input->begin) : NULL;
    csv->delimiter =
        delimiter_of(input->data + input->begin, line_end ? (size_t)(line_end - input->data) - input->begin : input->end - input->begin, &count);
    return status;
}

static bool is_blank(const struct line *row)
{
    for (size_t i = 0; i < row->size; i++)
        if (row->data[i] != '\r' && row->data[i] != '\n' && row->data[i] != ' ')
            return false;
    return true;
}

enum read_result csv_next(void *state, struct raw_article *article, struct wirecopy_problem *problem, enum wirecopy_status *status)
{
    struct csv *csv = state;
    for (;;) {
        struct line row;
        const char *wrong;
        *status = csv->delimiter ? WIRECOPY_OK : begin(csv);
        if (*status == WIRECOPY_OK)
            *status = take_row(csv, &row);
        if (*status != WIRECOPY_OK)
            return READ_FAILED;
        if (row.kind == LINE_NONE)
            return READ_END;
        if (row.kind == LINE_TOO_LONG)
            return tell(&row, "longer than a record may be", problem);
        if (is_blank(&row))
            continue;
        wrong = cut(csv, &row);
        if (csv->failed) {
            *status = status_no_memory();
            return READ_FAILED;
        }
        if (!wrong && !csv->has_header) {
            *status = read_header(csv, &row);
            if (*status != WIRECOPY_OK)
                return READ_FAILED;
            continue;
        }
        if (!wrong)
            wrong = read_article(csv, article);
        if (wrong)
            return tell(&row, wrong, problem);
        article->record = (struct wirecopy_bytes){row.data, row.size};
        article->header = (struct wirecopy_bytes){csv->header.data, csv->header.size};
        article->delimiter = csv->delimiter;
        return READ_ARTICLE;
    }
}

void csv_close(void *state)
{
    struct csv *csv = state;
    csv_free(&csv->parser);
    buffer_release(&csv->cells);
    buffer_release(&csv->header);
    memory_free(csv);
}
