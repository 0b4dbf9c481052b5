/* An evaluation: its figures, then the worst mistakes. */
#include <string.h>

#include "report/json.h"
#include "report/report.h"
#include "report/visible.h"
#include "report/wrap.h"

static const char *const headings[] = {
    [WIRECOPY_MISTAKE_MERGED] = "Found clusters that hold several true ones, the worst first:",
    [WIRECOPY_MISTAKE_SPLIT] = "True clusters that lie in several found ones, the worst first:",
    [WIRECOPY_MISTAKE_JOINED_PAIR] = "Pairs in one cluster that do not belong together:",
    [WIRECOPY_MISTAKE_PARTED_PAIR] = "Pairs that belong together and are apart:",
};
static const char *const json_names[] = {
    [WIRECOPY_MISTAKE_MERGED] = "merged",
    [WIRECOPY_MISTAKE_SPLIT] = "split",
    [WIRECOPY_MISTAKE_JOINED_PAIR] = "joined_pairs",
    [WIRECOPY_MISTAKE_PARTED_PAIR] = "parted_pairs",
};

static bool is_pair(const struct wirecopy_mistake *mistake)
{
    return mistake->kind == WIRECOPY_MISTAKE_JOINED_PAIR || mistake->kind == WIRECOPY_MISTAKE_PARTED_PAIR;
}

static void put_name(struct sink *sink, struct wirecopy_bytes name, struct buffer *room)
{
    struct visible shown;
    enum wirecopy_status status = visible_text(name, 0, room, &shown);
    sink_fail(sink, status);
    if (status == WIRECOPY_OK)
        sink_put(sink, room->data, shown.bytes);
}

static void put_pair_text(struct sink *sink, const struct wirecopy_mistake *mistake, struct buffer *room)
{
    put_name(sink, mistake->part[0].example, room);
    sink_put_string(sink, " and ");
    put_name(sink, mistake->part[1].example, room);
    sink_put_string(sink, ": ");
    put_name(sink, mistake->label, room);
    sink_put_string(sink, "; in ");
    put_name(sink, mistake->part[0].cluster, room);
    if (mistake->kind == WIRECOPY_MISTAKE_PARTED_PAIR) {
        sink_put_string(sink, " and ");
        put_name(sink, mistake->part[1].cluster, room);
    }
}

static void put_cluster_text(struct sink *sink, const struct wirecopy_mistake *mistake, struct buffer *room)
{
    put_name(sink, mistake->cluster, room);
    sink_printf(sink, ": %llu wrong %s among %llu articles:", (unsigned long long)mistake->wrong_pairs, mistake->wrong_pairs == 1 ? "pair" : "pairs",
                (unsigned long long)mistake->articles);
    for (size_t i = 0; i < mistake->shown; i++) {
        sink_printf(sink, "%s %llu %s ", i == 0 ? "" : ",", (unsigned long long)mistake->part[i].articles,
                    mistake->kind == WIRECOPY_MISTAKE_MERGED ? "of" : "in");
        put_name(sink, mistake->part[i].cluster, room);
        sink_put_string(sink, " (");
        put_name(sink, mistake->part[i].example, room);
        sink_put_char(sink, ')');
    }
    if (mistake->parts > mistake->shown)
        sink_printf(sink, ", %llu more", (unsigned long long)(mistake->parts - mistake->shown));
}

/* The mistakes of one kind under their heading. */
static void put_kind_text(struct sink *sink, const struct wirecopy_evaluation *e, enum wirecopy_mistake_kind kind, struct buffer *room)
{
    bool begun = false;
    for (size_t i = 0; i < e->mistake_count; i++) {
        if (e->mistakes[i].kind != kind)
            continue;
        if (!begun)
            sink_printf(sink, "\n%s\n", headings[kind]);
        begun = true;
        sink_put_string(sink, "  ");
        if (is_pair(&e->mistakes[i]))
            put_pair_text(sink, &e->mistakes[i], room);
        else
            put_cluster_text(sink, &e->mistakes[i], room);
        sink_put_char(sink, '\n');
    }
}

static void put_text(struct sink *sink, const struct wirecopy_evaluation *e)
{
    struct buffer room = {0};
    if (e->labelled > 0)
        sink_printf(sink, "%-20s %llu\n", "labelled pairs", (unsigned long long)e->labelled);
    else
        sink_printf(sink, "%-20s %llu\n", "articles", (unsigned long long)e->articles);
    sink_printf(sink, "%-20s %llu\n", "pairs together", (unsigned long long)e->pairs);
    sink_printf(sink, "%-20s %.4f\n%-20s %.4f\n%-20s %.4f\n", "precision", e->precision, "recall", e->recall, "F1", e->f1);
    if (e->labelled == 0) {
        sink_printf(sink, "%-20s %.4f\n%-20s %.4f\n", "adjusted Rand index", e->adjusted_rand, "B-cubed F1", e->b_cubed_f1);
        sink_printf(sink, "%-20s %.4f\n%-20s %.4f\n%-20s %.4f\n", "homogeneity", e->homogeneity, "completeness", e->completeness, "V-measure",
                    e->v_measure);
    }
    for (unsigned kind = 0; kind < WIRECOPY_MISTAKE_KINDS; kind++)
        put_kind_text(sink, e, (enum wirecopy_mistake_kind)kind, &room);
    buffer_release(&room);
}

static void put_pair_json(struct sink *sink, const struct wirecopy_mistake *mistake)
{
    sink_put_string(sink, "{\"a\":");
    json_put_string(sink, mistake->part[0].example);
    sink_put_string(sink, ",\"b\":");
    json_put_string(sink, mistake->part[1].example);
    sink_put_string(sink, ",\"label\":");
    json_put_string(sink, mistake->label);
    sink_put_string(sink, ",\"cluster_of_a\":");
    json_put_string(sink, mistake->part[0].cluster);
    sink_put_string(sink, ",\"cluster_of_b\":");
    json_put_string(sink, mistake->part[1].cluster);
    sink_put_char(sink, '}');
}

static void put_cluster_json(struct sink *sink, const struct wirecopy_mistake *mistake)
{
    sink_put_string(sink, "{\"cluster\":");
    json_put_string(sink, mistake->cluster);
    sink_printf(sink, ",\"articles\":%llu,\"wrong_pairs\":%llu,\"parts\":%llu,\"largest\":[", (unsigned long long)mistake->articles,
                (unsigned long long)mistake->wrong_pairs, (unsigned long long)mistake->parts);
    for (size_t i = 0; i < mistake->shown; i++) {
        sink_put_string(sink, i == 0 ? "{\"cluster\":" : ",{\"cluster\":");
        json_put_string(sink, mistake->part[i].cluster);
        sink_printf(sink, ",\"articles\":%llu,\"example\":", (unsigned long long)mistake->part[i].articles);
        json_put_string(sink, mistake->part[i].example);
        sink_put_char(sink, '}');
    }
    sink_put_string(sink, "]}");
}

/* The mistakes of one kind as a list. */
static void put_kind_json(struct sink *sink, const struct wirecopy_evaluation *e, enum wirecopy_mistake_kind kind)
{
    bool begun = false;
    sink_printf(sink, ",\"%s\":[", json_names[kind]);
    for (size_t i = 0; i < e->mistake_count; i++) {
        if (e->mistakes[i].kind != kind)
            continue;
        if (begun)
            sink_put_char(sink, ',');
        begun = true;
        if (is_pair(&e->mistakes[i]))
            put_pair_json(sink, &e->mistakes[i]);
        else
            put_cluster_json(sink, &e->mistakes[i]);
    }
    sink_put_char(sink, ']');
}

static void put_json(struct sink *sink, const struct wirecopy_evaluation *e)
{
    if (e->labelled > 0)
        sink_printf(sink, "{\"labelled_pairs\":%llu,", (unsigned long long)e->labelled);
    else
        sink_printf(sink, "{\"articles\":%llu,", (unsigned long long)e->articles);
    sink_printf(sink, "\"pairs_together\":%llu,\"precision\":%.4f,\"recall\":%.4f,\"f1\":%.4f", (unsigned long long)e->pairs, e->precision, e->recall,
                e->f1);
    if (e->labelled == 0) {
        sink_printf(sink, ",\"adjusted_rand\":%.4f,\"b_cubed_f1\":%.4f,\"homogeneity\":%.4f,\"completeness\":%.4f,\"v_measure\":%.4f",
                    e->adjusted_rand, e->b_cubed_f1, e->homogeneity, e->completeness, e->v_measure);
        put_kind_json(sink, e, WIRECOPY_MISTAKE_MERGED);
        put_kind_json(sink, e, WIRECOPY_MISTAKE_SPLIT);
    } else {
        put_kind_json(sink, e, WIRECOPY_MISTAKE_JOINED_PAIR);
        put_kind_json(sink, e, WIRECOPY_MISTAKE_PARTED_PAIR);
    }
    sink_put_string(sink, "}\n");
}

/* A mistake begins two columns in. */
enum { MISTAKE_INDENT = 4 };

static enum wirecopy_status put_wrapped(const struct wirecopy_evaluation *evaluation, uint32_t width, struct sink *sink)
{
    struct wrap wrap;
    enum wirecopy_status status = wrap_begin(&wrap, sink, width, MISTAKE_INDENT);
    if (status != WIRECOPY_OK)
        return status;
    put_text(&wrap.lines, evaluation);
    return wrap_end(&wrap);
}

enum wirecopy_status wirecopy_evaluation_report(const struct wirecopy_evaluation *evaluation, enum wirecopy_format format, uint32_t width,
                                                wirecopy_write *write, void *context)
{
    struct sink sink;
    enum wirecopy_status status;
    if (format != WIRECOPY_FORMAT_TEXT && format != WIRECOPY_FORMAT_JSONL)
        return status_fail(WIRECOPY_INVALID, "an evaluation is text or JSON");
    status = sink_init(&sink, write, context);
    if (status != WIRECOPY_OK)
        return status;
    if (format == WIRECOPY_FORMAT_TEXT)
        status = put_wrapped(evaluation, width, &sink);
    else
        put_json(&sink, evaluation);
    return sink_finish(&sink, status);
}
