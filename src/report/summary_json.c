/*
 * The summary for programs: one object on one line, everything in struct summary under its own or a plainer name. Shares
 * have 4 decimals, seconds 3. What differs from run to run (times, memory) stands under "run", so that the rest can be
 * compared.
 */
#include "report/json.h"
#include "report/report.h"

/* An object that is being written. */
struct object {
    struct sink *sink;
    bool begun;
};

static void put_name(struct object *object, const char *name)
{
    if (object->begun)
        sink_put_char(object->sink, ',');
    object->begun = true;
    sink_put_char(object->sink, '"');
    sink_put_string(object->sink, name);
    sink_put(object->sink, "\":", 2);
}

static struct object begin_object(struct object *outer, const char *name)
{
    put_name(outer, name);
    sink_put_char(outer->sink, '{');
    return (struct object){.sink = outer->sink};
}

static void end_object(struct object *object)
{
    sink_put_char(object->sink, '}');
}

static void put_count(struct object *object, const char *name, uint64_t count)
{
    put_name(object, name);
    sink_put_number(object->sink, count);
}

static void put_share(struct object *object, const char *name, double share)
{
    put_name(object, name);
    sink_put_share(object->sink, share);
}

static void put_seconds(struct object *object, const char *name, double seconds)
{
    put_name(object, name);
    sink_printf(object->sink, "%.3f", seconds > 0 ? seconds : 0);
}

static void put_bool(struct object *object, const char *name, bool value)
{
    put_name(object, name);
    sink_put_string(object->sink, value ? "true" : "false");
}

static void put_string(struct object *object, const char *name, const char *string)
{
    put_name(object, name);
    json_put_string(object->sink, (struct wirecopy_bytes){string, string ? strlen(string) : 0});
}

/* A list of objects, each of a name's value and a share: [{"sizes":"1:1","recall":0.9900},...] */
static void put_recalls(struct object *object, const char *name, const char *key, const char *const *values, const double *recalls, size_t count)
{
    put_name(object, name);
    for (size_t i = 0; i < count; i++) {
        struct object row = {.sink = object->sink};
        sink_put_string(object->sink, i == 0 ? "[{" : ",{");
        put_name(&row, key);
        sink_put_string(object->sink, values[i]);
        put_share(&row, "recall", recalls[i]);
        end_object(&row);
    }
    sink_put_char(object->sink, ']');
}

static void put_problems(struct object *object, const struct summary *summary)
{
    static const char *const kinds[] =
        {[WIRECOPY_PROBLEM_RECORD] = "record", [WIRECOPY_PROBLEM_FILE] = "file", [WIRECOPY_PROBLEM_REPAIRED] = "repaired"};
    put_name(object, "problems");
    sink_put_char(object->sink, '[');
    for (size_t i = 0; i < summary->problem_kinds && i < SUMMARY_PROBLEMS; i++) {
        const struct summary_problem *problem = &summary->problems[i];
        struct object row = {.sink = object->sink};
        sink_put_string(object->sink, i == 0 ? "{" : ",{");
        put_string(&row, "kind", kinds[problem->kind]);
        put_string(&row, "reason", problem->reason);
        put_count(&row, "count", problem->count);
        put_string(&row, "first_path", problem->first_path);
        put_count(&row, "first_line", problem->first_line);
        end_object(&row);
    }
    sink_put_char(object->sink, ']');
}

static void put_read(struct object *whole, const struct summary *summary)
{
    struct object read = begin_object(whole, "read");
    put_count(&read, "records", summary->records);
    put_count(&read, "articles", summary->articles);
    put_count(&read, "repeats", summary->repeats);
    put_count(&read, "skipped_records", summary->skipped_records);
    put_count(&read, "bad_files", summary->bad_files);
    put_count(&read, "repaired", summary->repaired);
    put_count(&read, "renamed", summary->renamed);
    put_count(&read, "bytes", summary->bytes);
    put_count(&read, "words", summary->words);
    put_count(&read, "lines", summary->lines);
    put_count(&read, "outlets", summary->outlets);
    put_count(&read, "dated", summary->dated);
    put_count(&read, "credited", summary->credited);
    put_problems(&read, summary);
    end_object(&read);
}

static void put_copies(struct object *whole, const struct summary *summary)
{
    struct object copies = begin_object(whole, "copies");
    put_count(&copies, "clusters", summary->clusters);
    put_count(&copies, "largest", summary->largest);
    put_share(&copies, "largest_share", summary->articles ? (double)summary->largest / (double)summary->articles : 0);
    put_count(&copies, "chains", summary->chains);
    put_count(&copies, "giants", summary->giants);
    put_count(&copies, "exact_copies", summary->exact_copies);
    put_count(&copies, "near_copies", summary->near_copies);
    put_count(&copies, "single", summary->single);
    put_count(&copies, "empty", summary->empty);
    put_count(&copies, "too_short", summary->too_short);
    put_count(&copies, "furniture_only", summary->furniture_only);
    end_object(&copies);
}

static void put_left_out(struct object *whole, const struct summary *summary)
{
    struct object left_out = begin_object(whole, "left_out");
    put_string(&left_out, "furniture_file", *summary->furniture_file ? summary->furniture_file : NULL);
    put_string(&left_out, "furniture_fingerprint", *summary->furniture_file ? summary->furniture_fingerprint : NULL);
    put_count(&left_out, "known_lines", summary->known_lines);
    put_bool(&left_out, "learnt", summary->learnt);
    put_count(&left_out, "built_in_lines", summary->built_in_lines);
    put_count(&left_out, "recurring_lines", summary->recurring_lines);
    put_count(&left_out, "stranger_lines", summary->stranger_lines);
    put_count(&left_out, "lines_taken_out", summary->lines_taken_out);
    put_count(&left_out, "words_taken_out", summary->words_taken_out);
    put_count(&left_out, "protected_articles", summary->protected_articles);
    put_count(&left_out, "form_articles", summary->form_articles);
    put_count(&left_out, "common_shingles", summary->common_shingles);
    end_object(&left_out);
}

static void put_plan(struct object *whole, const struct summary *summary)
{
    static const char *const resemblances[RECALL_RESEMBLANCES] = {"0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.0"};
    static const char *const sizes[RECALL_RATIOS] = {"\"1:1\"", "\"1:2\"", "\"1:4\"", "\"1:10\""};
    static const char *const lengths[RECALL_LENGTHS] = {"25", "50", "100", "200", "400"};
    struct object plan = begin_object(whole, "plan");
    put_string(&plan, "plan_file", *summary->plan_file ? summary->plan_file : NULL);
    put_string(&plan, "plan_fingerprint", *summary->plan_file ? summary->plan_fingerprint : NULL);
    put_string(&plan, "keys", summary->keys);
    put_count(&plan, "components", summary->components);
    put_count(&plan, "bands", summary->bands);
    put_count(&plan, "rows", summary->rows);
    put_count(&plan, "sampled_one_in", summary->sampled_one_in);
    put_count(&plan, "sampled_least", summary->sampled_least);
    put_share(&plan, "expected_recall", summary->expected_recall);
    put_share(&plan, "expected_recall_by_containment", summary->expected_recall_containment);
    put_share(&plan, "expected_accidental_meetings_an_article", summary->expected_meetings);
    put_recalls(&plan, "recall_by_resemblance", "resemblance", resemblances, summary->recall_by_resemblance, RECALL_RESEMBLANCES);
    put_recalls(&plan, "recall_by_sizes", "sizes", sizes, summary->recall_by_ratio, RECALL_RATIOS);
    put_recalls(&plan, "recall_by_length", "shingles", lengths, summary->recall_by_length, RECALL_LENGTHS);
    end_object(&plan);
}

static void put_pairs(struct object *whole, const struct summary *summary)
{
    struct object pairs = begin_object(whole, "pairs");
    put_count(&pairs, "giant_buckets", summary->giant_buckets);
    put_count(&pairs, "crowded_keys", summary->crowded_keys);
    put_count(&pairs, "candidates", summary->candidates);
    put_count(&pairs, "verified", summary->verified);
    put_count(&pairs, "matches", summary->matches);
    put_count(&pairs, "templates", summary->templates);
    put_count(&pairs, "quorum_verified", summary->quorum_verified);
    put_count(&pairs, "quorum_refused", summary->quorum_refused);
    put_count(&pairs, "forms_parted", summary->forms_parted);
    end_object(&pairs);
}

/* Only where it was asked for; without a share where no match was met. */
static void put_audit(struct object *whole, const struct wirecopy_audit *a)
{
    struct object audit;
    if (a->articles == 0)
        return;
    audit = begin_object(whole, "audit");
    put_count(&audit, "articles", a->articles);
    put_count(&audit, "matches", a->matches);
    put_count(&audit, "missed", a->missed);
    if (a->matches > 0) {
        put_share(&audit, "missed_share", a->share);
        put_share(&audit, "low", a->low);
        put_share(&audit, "high", a->high);
    }
    put_string(&audit, "interval", "Wilson, 95 %");
    end_object(&audit);
}

static void put_parameters(struct object *whole, const struct summary *summary)
{
    struct object parameters = begin_object(whole, "parameters");
    put_share(&parameters, "resemblance", summary->resemblance);
    put_share(&parameters, "containment", summary->containment);
    put_count(&parameters, "shingle_words", summary->shingle_words);
    put_count(&parameters, "seed", summary->seed);
    put_bool(&parameters, "furniture", summary->furniture);
    put_bool(&parameters, "built_in_furniture", summary->built_in_furniture);
    if (summary->window_hours)
        put_count(&parameters, "window_hours", summary->window_hours);
    if (*summary->owners_fingerprint)
        put_string(&parameters, "owners", summary->owners_fingerprint);
    put_string(&parameters, "keys", summary->keys);
    put_string(&parameters, "fingerprint", summary->fingerprint);
    end_object(&parameters);
}

static void put_stages(struct object *run, const struct summary *summary)
{
    put_name(run, "stages");
    sink_put_char(run->sink, '[');
    for (size_t i = 0; i < summary->stage_count && i < SUMMARY_STAGES; i++) {
        struct object row = {.sink = run->sink};
        sink_put_string(run->sink, i == 0 ? "{" : ",{");
        put_string(&row, "stage", summary->stages[i].name);
        put_seconds(&row, "seconds", summary->stages[i].wall_seconds);
        put_seconds(&row, "cpu_seconds", summary->stages[i].cpu_seconds);
        end_object(&row);
    }
    sink_put_char(run->sink, ']');
}

static void put_dedup(struct object *whole, const struct summary *summary)
{
    struct object dedup;
    if (!summary->deduplicated)
        return;
    dedup = begin_object(whole, "dedup");
    put_count(&dedup, "kept", summary->dedup.kept);
    put_count(&dedup, "dropped", summary->dedup.dropped);
    put_count(&dedup, "against", summary->dedup.against);
    end_object(&dedup);
}

static void put_run(struct object *whole, const struct summary *summary)
{
    struct object run = begin_object(whole, "run");
    put_seconds(&run, "seconds", summary->wall_seconds);
    put_seconds(&run, "cpu_seconds", summary->cpu_seconds);
    put_stages(&run, summary);
    put_count(&run, "peak_memory_bytes", summary->peak_memory_bytes);
    put_count(&run, "scratch_bytes", summary->scratch_bytes);
    put_count(&run, "threads", summary->threads);
    put_string(&run, "kernel", summary->kernel);
    end_object(&run);
}

enum wirecopy_status summary_json_write(const struct summary *summary, struct sink *sink)
{
    struct object whole = {.sink = sink};
    sink_put_char(sink, '{');
    put_string(&whole, "wirecopy", wirecopy_version());
    put_read(&whole, summary);
    put_copies(&whole, summary);
    put_left_out(&whole, summary);
    put_plan(&whole, summary);
    put_pairs(&whole, summary);
    put_audit(&whole, &summary->audit);
    put_parameters(&whole, summary);
    put_dedup(&whole, summary);
    put_run(&whole, summary);
    end_object(&whole);
    sink_put_char(sink, '\n');
    return WIRECOPY_OK;
}
