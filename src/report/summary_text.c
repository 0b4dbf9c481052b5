/* The summary for people: a word of what a line is about, then its figures. What did not occur is not told. */
#include "report/report.h"
#include "report/visible.h"

/* 1234567 as 1,234,567. */
static void put_grouped(struct sink *sink, uint64_t number)
{
    if (number >= 1000) {
        put_grouped(sink, number / 1000);
        sink_printf(sink, ",%03u", (unsigned)(number % 1000));
    } else {
        sink_put_number(sink, number);
    }
}

/* "1 article", "2,345 articles". */
static void put_counted(struct sink *sink, uint64_t count, const char *one, const char *many)
{
    put_grouped(sink, count);
    sink_put_char(sink, ' ');
    sink_put_string(sink, count == 1 ? one : many);
}

static void put_bytes(struct sink *sink, uint64_t bytes)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
    double value = (double)bytes;
    size_t unit = 0;
    while (value >= 999.5) {
        value /= 1000;
        unit++;
    }
    sink_printf(sink, unit == 0 || value >= 99.95 ? "%.0f %s" : "%.1f %s", value, units[unit]);
}

static void put_percent(struct sink *sink, double share)
{
    sink_printf(sink, "%.1f %%", 100 * share);
}

static void put_label(struct sink *sink, const char *label)
{
    sink_printf(sink, "%-10s", label);
}

static void put_read(struct sink *sink, const struct summary *summary)
{
    put_label(sink, "read");
    put_counted(sink, summary->articles, "article", "articles");
    if (summary->outlets > 0) {
        sink_put_string(sink, " from ");
        put_counted(sink, summary->outlets, "outlet", "outlets");
    }
    sink_put_string(sink, ", ");
    put_counted(sink, summary->words, "word", "words");
    sink_put_string(sink, " in ");
    put_bytes(sink, summary->bytes);
    if (summary->dated > 0) {
        sink_put_string(sink, "; ");
        put_grouped(sink, summary->dated);
        sink_put_string(sink, " dated");
    }
    if (summary->credited > 0) {
        sink_put_string(sink, "; ");
        put_grouped(sink, summary->credited);
        sink_put_string(sink, " credit a wire service");
    }
    if (summary->repeats > 0) {
        sink_put_string(sink, "; ");
        put_counted(sink, summary->repeats, "repeat counted once", "repeats counted once");
    }
    if (summary->renamed > 0) {
        sink_put_string(sink, "; ");
        put_counted(sink, summary->renamed, "id renamed", "ids renamed");
    }
    sink_put_char(sink, '\n');
}

static void put_problem(struct sink *sink, const struct summary_problem *problem, struct buffer *room)
{
    struct wirecopy_bytes path = {problem->first_path, strlen(problem->first_path)};
    struct visible shown;
    enum wirecopy_status status = visible_text(path, 0, room, &shown);
    sink_fail(sink, status);
    put_label(sink, problem->kind == WIRECOPY_PROBLEM_REPAIRED ? "repaired" : "skipped");
    put_counted(sink, problem->count, problem->kind == WIRECOPY_PROBLEM_FILE ? "file" : "record",
                problem->kind == WIRECOPY_PROBLEM_FILE ? "files" : "records");
    sink_printf(sink, ": %s (%s", problem->reason, problem->count == 1 ? "" : "first ");
    if (status == WIRECOPY_OK)
        sink_put(sink, room->data, shown.bytes);
    if (problem->first_line > 0) {
        sink_put_char(sink, ':');
        sink_put_number(sink, problem->first_line);
    }
    sink_put(sink, ")\n", 2);
}

/* The commonest few kinds of problem, then how many more there are. */
static void put_problems(struct sink *sink, const struct summary *summary)
{
    enum { MOST_KINDS = 4 }; /* more would push the rest of the summary off a small screen; --summary has all */
    bool told[SUMMARY_PROBLEMS] = {false};
    struct buffer room = {0};
    size_t kinds = summary->problem_kinds < SUMMARY_PROBLEMS ? summary->problem_kinds : SUMMARY_PROBLEMS;
    for (size_t line = 0; line < MOST_KINDS && line < kinds; line++) {
        size_t most = kinds;
        for (size_t i = 0; i < kinds; i++)
            if (!told[i] && (most == kinds || summary->problems[i].count > summary->problems[most].count))
                most = i;
        told[most] = true;
        put_problem(sink, &summary->problems[most], &room);
    }
    if (kinds > MOST_KINDS) {
        put_label(sink, "");
        put_counted(sink, kinds - MOST_KINDS, "other kind of problem\n", "other kinds of problem\n");
    }
    buffer_release(&room);
}

/* What a reader should look at before the clusters are believed. */
static void put_warnings(struct sink *sink, const struct summary *summary)
{
    if (summary->chains > 0) {
        put_label(sink, "look at");
        put_counted(sink, summary->chains, "chain: a cluster", "chains: clusters");
        sink_put_string(sink, " with members that do not match the representative\n");
    }
    if (summary->giants > 0) {
        put_label(sink, "warning");
        put_percent(sink, (double)summary->largest / (double)summary->articles);
        sink_put_string(sink, " of the articles are in one cluster: a page or form that outlets repeat may be taken for a story\n");
    }
}

static void put_copies(struct sink *sink, const struct summary *summary)
{
    put_label(sink, "copies");
    put_grouped(sink, summary->exact_copies);
    sink_put_string(sink, " exact, ");
    put_grouped(sink, summary->near_copies);
    sink_put_string(sink, " near; ");
    put_counted(sink, summary->single, "article has none\n", "articles have none\n");
    put_label(sink, "clusters");
    put_grouped(sink, summary->clusters);
    sink_put_string(sink, " of two or more");
    if (summary->clusters > 0) {
        sink_put_string(sink, "; the largest holds ");
        put_grouped(sink, summary->largest);
        sink_put_string(sink, ", ");
        put_percent(sink, (double)summary->largest / (double)summary->articles);
        sink_put_string(sink, " of the articles");
    }
    sink_put_char(sink, '\n');
    put_warnings(sink, summary);
    if (summary->empty + summary->too_short + summary->furniture_only == 0)
        return;
    put_label(sink, "apart");
    put_grouped(sink, summary->empty);
    sink_put_string(sink, " empty, ");
    put_grouped(sink, summary->too_short);
    sink_put_string(sink, " very short (exact copies only), ");
    put_grouped(sink, summary->furniture_only);
    sink_put_string(sink, " furniture only\n");
}

/* A file that a run was given, and the fingerprint of what it said. */
static void put_file(struct sink *sink, const char *path, const char *fingerprint)
{
    struct buffer room = {0};
    struct visible shown;
    enum wirecopy_status status = visible_text((struct wirecopy_bytes){path, strlen(path)}, 0, &room, &shown);
    sink_fail(sink, status);
    sink_put_string(sink, "what ");
    if (status == WIRECOPY_OK)
        sink_put(sink, room.data, shown.bytes);
    sink_printf(sink, " says (fingerprint %s)", fingerprint);
    buffer_release(&room);
}

static void put_left_out(struct sink *sink, const struct summary *summary)
{
    put_label(sink, "left out");
    if (!summary->furniture) {
        sink_put_string(sink, "nothing: --no-furniture\n");
        return;
    }
    if (*summary->furniture_file) {
        put_file(sink, summary->furniture_file, summary->furniture_fingerprint);
        sink_put_string(sink, summary->learnt ? "; " : "; nothing of it was learnt; ");
        put_percent(sink, summary->words ? (double)summary->words_taken_out / (double)summary->words : 0);
        sink_put_string(sink, " of the words; ");
        put_counted(sink, summary->common_shingles, "common shingle\n", "common shingles\n");
        if (!summary->learnt)
            return;
        put_label(sink, "");
    }
    put_counted(sink, summary->built_in_lines + summary->recurring_lines + summary->stranger_lines, "furniture line", "furniture lines");
    sink_put_string(sink, " (");
    put_grouped(sink, summary->recurring_lines);
    sink_put_string(sink, " recurring, ");
    put_grouped(sink, summary->stranger_lines);
    sink_put_string(sink, " of strangers, ");
    put_grouped(sink, summary->built_in_lines);
    sink_put_string(sink, " built in)");
    if (summary->words > 0) {
        sink_put_string(sink, ", ");
        put_percent(sink, (double)summary->words_taken_out / (double)summary->words);
        sink_put_string(sink, " of the words");
    }
    sink_put_string(sink, "; ");
    put_counted(sink, summary->common_shingles, "common shingle\n", "common shingles\n");
}

static void put_plan(struct sink *sink, const struct summary *summary)
{
    put_label(sink, "keys");
    if (*summary->plan_file) {
        put_file(sink, summary->plan_file, summary->plan_fingerprint);
        sink_put_string(sink, ": ");
    }
    sink_put_string(sink, summary->keys);
    if (summary->seed != 0) {
        sink_put_string(sink, "; seed ");
        sink_put_number(sink, summary->seed);
    }
    sink_put_char(sink, '\n');
    put_label(sink, "recall");
    put_percent(sink, summary->expected_recall);
    sink_put_string(sink, " of all matches should be found, ");
    put_percent(sink, summary->expected_recall_containment);
    sink_put_string(sink, " of those by containment alone\n");
}

static void put_pairs(struct sink *sink, const struct summary *summary)
{
    put_label(sink, "pairs");
    put_counted(sink, summary->candidates, "candidate, ", "candidates, ");
    put_counted(sink, summary->matches, "match, ", "matches, ");
    put_counted(sink, summary->templates, "template", "templates");
    if (summary->forms_parted > 0) {
        sink_put_string(sink, "; ");
        put_counted(sink, summary->forms_parted, "cluster of one form was taken apart", "clusters of one form were taken apart");
    }
    sink_put_char(sink, '\n');
    put_label(sink, "rule");
    sink_printf(sink, "resemblance %g, containment %g, shingles of %u words", summary->resemblance, summary->containment, summary->shingle_words);
    if (summary->window_hours % 24)
        sink_printf(sink, summary->window_hours == 1 ? ", within %u hour" : ", within %u hours", summary->window_hours);
    else if (summary->window_hours)
        sink_printf(sink, summary->window_hours == 24 ? ", within %u day" : ", within %u days", summary->window_hours / 24);
    sink_printf(sink, " (fingerprint %s)\n", summary->fingerprint);
}

static void put_audit(struct sink *sink, const struct wirecopy_audit *audit)
{
    if (audit->articles == 0)
        return;
    put_label(sink, "audit");
    put_counted(sink, audit->articles, "article", "articles");
    sink_put_string(sink, " against all: ");
    put_counted(sink, audit->matches, "match", "matches");
    if (audit->matches > 0) {
        sink_put_string(sink, ", of which the keys missed ");
        put_grouped(sink, audit->missed);
        sink_printf(sink, ": %.2f %% (95 %% interval %.2f to %.2f %%, Wilson)", 100 * audit->share, 100 * audit->low, 100 * audit->high);
    }
    sink_put_char(sink, '\n');
}

static void put_run(struct sink *sink, const struct summary *summary)
{
    put_label(sink, "time");
    sink_printf(sink, "%.2f s", summary->wall_seconds);
    for (size_t i = 0; i < summary->stage_count && i < SUMMARY_STAGES; i++)
        sink_printf(sink, "%s %s %.2f", i == 0 ? ":" : ",", summary->stages[i].name, summary->stages[i].wall_seconds);
    sink_put_char(sink, '\n');
    put_label(sink, "memory");
    put_bytes(sink, summary->peak_memory_bytes);
    sink_put_string(sink, " at most, ");
    put_bytes(sink, summary->scratch_bytes);
    sink_put_string(sink, " of scratch; ");
    put_counted(sink, summary->threads, "thread", "threads");
    if (summary->kernel)
        sink_printf(sink, ", %s", summary->kernel);
    sink_put_char(sink, '\n');
}

enum wirecopy_status summary_text_write(const struct summary *summary, struct sink *sink)
{
    put_read(sink, summary);
    put_problems(sink, summary);
    put_copies(sink, summary);
    put_left_out(sink, summary);
    put_plan(sink, summary);
    put_pairs(sink, summary);
    put_audit(sink, &summary->audit);
    put_run(sink, summary);
    return WIRECOPY_OK;
}
