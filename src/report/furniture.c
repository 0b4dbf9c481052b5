/*
 * What was learnt, line by line, the most frequent first, then phrase by phrase: a table for people, rows for programs.
 *
 *     articles  days  outlets  rule       outlet           line
 *          412   188        1  recurring  coast.example    Read more from the harbour desk
 */
#include "report/json.h"
#include "report/page.h"
#include "report/tsv.h"

enum { RULE_COLUMNS = 9, FIGURES = 10 + 2 + 6 + 2 + 7 + 2 + RULE_COLUMNS + 2, LEAST_COLUMNS = 20 };

const char *wirecopy_furniture_rule_word(enum wirecopy_furniture_rule rule)
{
    static const char *const words[] = {
        [WIRECOPY_FURNITURE_BUILT_IN] = "built-in",
        [WIRECOPY_FURNITURE_RECURRING] = "recurring",
        [WIRECOPY_FURNITURE_STRANGERS] = "strangers",
        [WIRECOPY_FURNITURE_STRANGERS_AGAIN] = "strangers",
        [WIRECOPY_FURNITURE_STRANGERS_LAST] = "strangers",
        [WIRECOPY_FURNITURE_FORM] = "form",
        [WIRECOPY_FURNITURE_COMMON] = "common",
    };
    return (unsigned)rule < sizeof words / sizeof *words ? words[rule] : "";
}

/* As many columns as the widest outlet takes, where the page is not for a program that may count on them. */
static enum wirecopy_status find_outlet_columns(struct page *page, uint64_t count, uint32_t *columns_out)
{
    uint32_t most = source_columns_of(page, FIGURES + 2 + LEAST_COLUMNS), widest = sizeof "outlet" - 1;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t i = 0; i < count && page->width > 0 && status == WIRECOPY_OK; i++) {
        struct wirecopy_furniture_line line;
        struct visible outlet = {0, 0};
        status = wirecopy_clustering_furniture_line(page->clustering, i, &line);
        if (status == WIRECOPY_OK)
            status = visible_text(line.outlet, most, &page->visible, &outlet);
        widest = outlet.columns > widest ? outlet.columns : widest;
    }
    *columns_out = page->width > 0 ? widest : most;
    return status;
}

static enum wirecopy_status put_text(struct page *page, const struct wirecopy_furniture_line *line, uint32_t outlet)
{
    uint32_t used = FIGURES + outlet + 2, left = columns_after(page, used);
    sink_printf(page->sink, "%10u  %6u  %7u  %-*s  ", line->articles, line->days, line->outlets, RULE_COLUMNS,
                wirecopy_furniture_rule_word(line->rule));
    put_visible(page, line->outlet, outlet, outlet + 2);
    put_visible(page, line->line, left > 0 && left < LEAST_COLUMNS ? LEAST_COLUMNS : left, 0);
    sink_put_char(page->sink, '\n');
    return page->sink->status;
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
    struct page page = {.sink = sink, .clustering = clustering, .width = options->width};
    uint64_t count = wirecopy_clustering_furniture_count(clustering);
    uint32_t outlet = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    if (options->format == WIRECOPY_FORMAT_TEXT)
        status = find_outlet_columns(&page, count, &outlet);
    if (options->format == WIRECOPY_FORMAT_TEXT && count == 0)
        sink_put_string(sink, "Nothing was learnt.\n");
    if (options->format == WIRECOPY_FORMAT_TEXT && count > 0)
        sink_printf(sink, "  articles    days  outlets  rule       %-*s  line\n", (int)outlet, "outlet");
    if (options->format == WIRECOPY_FORMAT_TSV)
        sink_put_string(sink, "rule\toutlet\tarticles\tdays\toutlets\texample\tline\n");
    for (uint64_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct wirecopy_furniture_line line;
        status = wirecopy_clustering_furniture_line(clustering, i, &line);
        if (status != WIRECOPY_OK)
            break;
        if (options->format == WIRECOPY_FORMAT_TEXT)
            status = put_text(&page, &line, outlet);
        else
            status = options->format == WIRECOPY_FORMAT_JSONL ? put_json(sink, &line) : put_tsv(sink, &line);
    }
    buffer_release(&page.visible);
    return status;
}

enum wirecopy_status wirecopy_clustering_furniture(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options,
                                                   wirecopy_write *write, void *context)
{
    struct sink sink;
    enum wirecopy_status status;
    if ((unsigned)options->format > WIRECOPY_FORMAT_TSV)
        return clustering_note(clustering, status_fail(WIRECOPY_INVALID, "there is no such format"));
    status = sink_init(&sink, write, context);
    return clustering_note(clustering, status == WIRECOPY_OK ? sink_finish(&sink, put_lines(clustering, options, &sink)) : status);
}
