/*
 * What was learnt, line by line, the most frequent first, then phrase by phrase: a table for people, rows for programs.
 *
 *     articles  days  outlets  rule       outlet           line
 *          412   188        1  recurring  coast.example    Read more from the harbour desk
 */
#include "report/json.h"
#include "report/report.h"
#include "report/tsv.h"
#include "report/visible.h"

enum { OUTLET_COLUMNS = 28, RULE_COLUMNS = 9, USED_COLUMNS = 10 + 2 + 6 + 2 + 7 + 2 + RULE_COLUMNS + 2 + OUTLET_COLUMNS + 2, LEAST_COLUMNS = 20 };

const char *wirecopy_furniture_rule_word(enum wirecopy_furniture_rule rule)
{
    static const char *const words[] = {
        [WIRECOPY_FURNITURE_BUILT_IN] = "built-in",   [WIRECOPY_FURNITURE_RECURRING] = "recurring",
        [WIRECOPY_FURNITURE_STRANGERS] = "strangers", [WIRECOPY_FURNITURE_STRANGERS_AGAIN] = "strangers",
        [WIRECOPY_FURNITURE_FORM] = "form",           [WIRECOPY_FURNITURE_COMMON] = "common",
    };
    return (unsigned)rule < sizeof words / sizeof *words ? words[rule] : "";
}

static void put_spaces(struct sink *sink, uint32_t count)
{
    while (count-- > 0)
        sink_put_char(sink, ' ');
}

static enum wirecopy_status put_text(struct sink *sink, const struct wirecopy_furniture_line *line, uint32_t width, struct buffer *room)
{
    uint32_t left = width == 0 ? 0 : width > USED_COLUMNS + LEAST_COLUMNS ? width - USED_COLUMNS : LEAST_COLUMNS;
    struct visible outlet, text;
    enum wirecopy_status status;
    sink_printf(sink, "%10u  %6u  %7u  %-*s  ", line->articles, line->days, line->outlets, RULE_COLUMNS, wirecopy_furniture_rule_word(line->rule));
    status = visible_text(line->outlet, OUTLET_COLUMNS, room, &outlet);
    if (status != WIRECOPY_OK)
        return status;
    sink_put(sink, room->data, outlet.bytes);
    put_spaces(sink, OUTLET_COLUMNS - outlet.columns + 2);
    status = visible_text(line->line, left, room, &text);
    if (status != WIRECOPY_OK)
        return status;
    sink_put(sink, room->data, text.bytes);
    sink_put_char(sink, '\n');
    return sink->status;
}

static struct wirecopy_bytes bytes_of(const char *string)
{
    return (struct wirecopy_bytes){string, strlen(string)};
}

static enum wirecopy_status put_json(struct sink *sink, const struct wirecopy_furniture_line *line)
{
    sink_put_string(sink, "{\"rule\":");
    json_put_string(sink, bytes_of(wirecopy_furniture_rule_word(line->rule)));
    sink_put_string(sink, ",\"outlet\":");
    json_put_string(sink, line->outlet);
    sink_printf(sink, ",\"articles\":%u,\"days\":%u,\"outlets\":%u,\"example\":", line->articles, line->days, line->outlets);
    json_put_string(sink, line->example);
    sink_put_string(sink, ",\"line\":");
    json_put_string(sink, line->line);
    sink_put_string(sink, "}\n");
    return sink->status;
}

static enum wirecopy_status put_tsv(struct sink *sink, const struct wirecopy_furniture_line *line)
{
    sink_put_string(sink, wirecopy_furniture_rule_word(line->rule));
    sink_put_char(sink, '\t');
    tsv_put_cell(sink, line->outlet);
    sink_printf(sink, "\t%u\t%u\t%u\t", line->articles, line->days, line->outlets);
    tsv_put_cell(sink, line->example);
    sink_put_char(sink, '\t');
    tsv_put_cell(sink, line->line);
    sink_put_char(sink, '\n');
    return sink->status;
}

static enum wirecopy_status put_lines(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options, struct sink *sink)
{
    struct buffer room = {0};
    uint64_t count = wirecopy_clustering_furniture_count(clustering);
    enum wirecopy_status status = WIRECOPY_OK;
    if (options->format == WIRECOPY_FORMAT_TEXT)
        sink_put_string(sink, count ? "  articles    days  outlets  rule       outlet                        line\n" : "Nothing was learnt.\n");
    if (options->format == WIRECOPY_FORMAT_TSV)
        sink_put_string(sink, "rule\toutlet\tarticles\tdays\toutlets\texample\tline\n");
    for (uint64_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct wirecopy_furniture_line line;
        status = wirecopy_clustering_furniture_line(clustering, i, &line);
        if (status != WIRECOPY_OK)
            break;
        if (options->format == WIRECOPY_FORMAT_TEXT)
            status = put_text(sink, &line, options->width, &room);
        else
            status = options->format == WIRECOPY_FORMAT_JSONL ? put_json(sink, &line) : put_tsv(sink, &line);
    }
    buffer_release(&room);
    return status;
}

enum wirecopy_status wirecopy_clustering_furniture(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options,
                                                   wirecopy_write *write, void *context)
{
    struct sink sink;
    enum wirecopy_status status;
    if ((unsigned)options->format > WIRECOPY_FORMAT_TSV)
        return status_fail(WIRECOPY_INVALID, "there is no such format");
    status = sink_init(&sink, write, context);
    return status == WIRECOPY_OK ? sink_finish(&sink, put_lines(clustering, options, &sink)) : status;
}
