/*
 * Plans for people and for programs, and the curve of the chosen one: how many of the copies that are so alike its keys bring
 * together.
 */
#include <stdio.h>

#include "report/json.h"
#include "report/report.h"

static const char *const resemblances[WIRECOPY_PLAN_RESEMBLANCES] = {"0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"};
static const char *const ratios[WIRECOPY_PLAN_RATIOS] = {"1:1", "1:2", "1:4", "1:10"};
static const char *const lengths[WIRECOPY_PLAN_LENGTHS] = {"25", "50", "100", "200", "400"};

enum { CURVE_COLUMNS = 60, CURVE_ROWS = 12, EIGHTHS = 8, KEYS_COLUMNS = 14, CELL_COLUMNS = 8 };

static const struct wirecopy_plan *chosen_plan(const struct wirecopy_plan *plans, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (plans[i].chosen)
            return &plans[i];
    return &plans[0];
}

/* A plan's keys as --keys takes them, such as 16x2+1/5. */
static void put_keys(struct sink *sink, const struct wirecopy_plan *plan)
{
    char bands[32] = "", sampled[16] = "", keys[64];
    if (plan->bands > 0)
        snprintf(bands, sizeof bands, "%ux%u", plan->bands, plan->rows);
    if (plan->sampled_one_in > 0)
        snprintf(sampled, sizeof sampled, "1/%u", plan->sampled_one_in);
    snprintf(keys, sizeof keys, "%s%s%s", bands, *bands && *sampled ? "+" : "", sampled);
    sink_printf(sink, "%s %-*s", plan->chosen ? "*" : " ", KEYS_COLUMNS - 2, *keys ? keys : "all");
}

static void put_heading(struct sink *sink, const char *what, const char *const *names, size_t count)
{
    sink_printf(sink, "\n%s\n%-*s", what, KEYS_COLUMNS, "  keys");
    for (size_t i = 0; i < count; i++)
        sink_printf(sink, "%*s", CELL_COLUMNS, names[i]);
    sink_put_char(sink, '\n');
}

static void put_shares(struct sink *sink, const struct wirecopy_plan *plan, const double *shares, size_t count)
{
    put_keys(sink, plan);
    for (size_t i = 0; i < count; i++)
        sink_printf(sink, "%*.1f", CELL_COLUMNS, 100 * shares[i]);
    sink_put_char(sink, '\n');
}

static void put_overview(struct sink *sink, const struct wirecopy_plan *plans, size_t count)
{
    sink_printf(sink, "%-*s%10s%10s%10s%12s%12s\n", KEYS_COLUMNS, "  keys", "minima", "recall", "excerpts", "accidents", "in bands");
    for (size_t i = 0; i < count; i++) {
        put_keys(sink, &plans[i]);
        sink_printf(sink, "%10u%8.1f %%%8.1f %%", plans[i].components, 100 * plans[i].recall, 100 * plans[i].recall_containment);
        if (plans[i].meetings < 0)
            sink_printf(sink, "%12s%12s\n", "unknown", "unknown");
        else
            sink_printf(sink, "%12.2f%12.2f\n", plans[i].meetings, plans[i].band_meetings);
    }
    sink_put_string(sink, "Keys are bands x rows + samples, as --keys takes them; * is chosen. Recall is\n"
                          "the share of all matches that is found, excerpts that of those by containment\n"
                          "alone; accidents are unrelated articles that an article is compared with, in\n"
                          "bands those that it only meets in a band.\n");
}

/* A column of the curve is full to a height in eighths of a row. */
static void put_curve(struct sink *sink, const struct wirecopy_plan *plan)
{
    static const char *const blocks[EIGHTHS + 1] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    sink_printf(sink, "\nShare found of articles so alike, by %s\n", plan->keys);
    for (unsigned row = CURVE_ROWS; row-- > 0;) {
        if (row == CURVE_ROWS - 1 || row == CURVE_ROWS / 2 - 1 || row == 0)
            sink_printf(sink, "%5.0f %% │", row == 0 ? 0.0 : 100.0 * (row + 1) / CURVE_ROWS);
        else
            sink_put_string(sink, "        │");
        for (unsigned column = 0; column < CURVE_COLUMNS; column++) {
            unsigned point = column * (WIRECOPY_PLAN_POINTS - 1) / (CURVE_COLUMNS - 1);
            int height = (int)(plan->curve[point] * CURVE_ROWS * EIGHTHS + 0.5) - (int)(row * EIGHTHS);
            sink_put_string(sink, blocks[height < 0 ? 0 : height > EIGHTHS ? EIGHTHS : height]);
        }
        sink_put_char(sink, '\n');
    }
    sink_put_string(sink, "        └");
    for (unsigned column = 0; column < CURVE_COLUMNS; column++)
        sink_put_string(sink, "─");
    sink_printf(sink, "\n         0%*s%*s\n", CURVE_COLUMNS / 2 + 1, "0.5", CURVE_COLUMNS / 2 - 2, "1");
    sink_printf(sink, "         %*s\n", CURVE_COLUMNS / 2 + 18, "resemblance, articles of 200 shingles");
}

static void put_text(struct sink *sink, const struct wirecopy_plan *plans, size_t count)
{
    put_overview(sink, plans, count);
    put_heading(sink, "% found of two of 100 shingles, by resemblance", resemblances, WIRECOPY_PLAN_RESEMBLANCES);
    for (size_t i = 0; i < count; i++)
        put_shares(sink, &plans[i], plans[i].by_resemblance, WIRECOPY_PLAN_RESEMBLANCES);
    put_heading(sink, "% found at the border of the rule's containment (100 shingles), by sizes", ratios, WIRECOPY_PLAN_RATIOS);
    for (size_t i = 0; i < count; i++)
        put_shares(sink, &plans[i], plans[i].by_ratio, WIRECOPY_PLAN_RATIOS);
    put_heading(sink, "% found there at 1:4, by shingles of the smaller one", lengths, WIRECOPY_PLAN_LENGTHS);
    for (size_t i = 0; i < count; i++)
        put_shares(sink, &plans[i], plans[i].by_length, WIRECOPY_PLAN_LENGTHS);
    put_curve(sink, chosen_plan(plans, count));
}

static void put_list(struct sink *sink, const char *name, const double *shares, size_t count)
{
    sink_printf(sink, ",\"%s\":[", name);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            sink_put_char(sink, ',');
        sink_put_share(sink, shares[i]);
    }
    sink_put_char(sink, ']');
}

static void put_json(struct sink *sink, const struct wirecopy_plan *plan)
{
    sink_put_string(sink, "{\"keys\":");
    json_put_string(sink, (struct wirecopy_bytes){plan->keys, strlen(plan->keys)});
    sink_printf(sink, ",\"chosen\":%s,\"components\":%u,\"bands\":%u,\"rows\":%u,\"sampled_one_in\":%u,\"sampled_least\":%u,\"recall\":",
                plan->chosen ? "true" : "false", plan->components, plan->bands, plan->rows, plan->sampled_one_in, plan->sampled_least);
    sink_put_share(sink, plan->recall);
    sink_put_string(sink, ",\"recall_by_containment\":");
    sink_put_share(sink, plan->recall_containment);
    if (plan->meetings < 0)
        sink_put_string(sink, ",\"accidental_meetings_an_article\":null,\"in_bands\":null");
    else
        sink_printf(sink, ",\"accidental_meetings_an_article\":%.4f,\"in_bands\":%.4f", plan->meetings, plan->band_meetings);
    put_list(sink, "by_resemblance", plan->by_resemblance, WIRECOPY_PLAN_RESEMBLANCES);
    put_list(sink, "by_sizes", plan->by_ratio, WIRECOPY_PLAN_RATIOS);
    put_list(sink, "by_length", plan->by_length, WIRECOPY_PLAN_LENGTHS);
    put_list(sink, "curve", plan->curve, WIRECOPY_PLAN_POINTS);
    sink_put_string(sink, "}\n");
}

enum wirecopy_status wirecopy_plans_report(const struct wirecopy_plan *plans, size_t count, enum wirecopy_format format, wirecopy_write *write,
                                           void *context)
{
    struct sink sink;
    enum wirecopy_status status;
    if (count == 0 || (format != WIRECOPY_FORMAT_TEXT && format != WIRECOPY_FORMAT_JSONL))
        return status_fail(WIRECOPY_INVALID, "plans are shown as text or JSON");
    status = sink_init(&sink, write, context);
    if (status != WIRECOPY_OK)
        return status;
    if (format == WIRECOPY_FORMAT_TEXT)
        put_text(&sink, plans, count);
    for (size_t i = 0; format == WIRECOPY_FORMAT_JSONL && i < count; i++)
        put_json(&sink, &plans[i]);
    return sink_finish(&sink, sink.status);
}
