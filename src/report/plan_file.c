/* The plan file, as sketch/plan_file.h has its form; what is a set is written in order, common shingles with their words. */
#include "base/sort/sort.h"
#include "report/report.h"
#include "sketch/plan_file.h"

/* The members of a set in order, which the caller frees. */
static enum wirecopy_status list_set(const struct hash_set *set, uint64_t **hashes_out, size_t *count_out)
{
    uint64_t *hashes = memory_allocate(set->count + 1, sizeof *hashes);
    size_t count = 0;
    if (!hashes)
        return WIRECOPY_NO_MEMORY;
    if (set->has_zero)
        hashes[count++] = 0;
    for (size_t i = 0; set->places && i <= set->mask; i++)
        if (set->places[i])
            hashes[count++] = set->places[i];
    sort_u64(hashes, count);
    *hashes_out = hashes;
    *count_out = count;
    return WIRECOPY_OK;
}

static enum wirecopy_status put_keys(struct sink *sink, const struct hash_set *set, const char *heading)
{
    uint64_t *keys;
    size_t count;
    enum wirecopy_status status = list_set(set, &keys, &count);
    if (status != WIRECOPY_OK)
        return status;
    sink_put_string(sink, heading);
    for (size_t i = 0; i < count; i++)
        sink_printf(sink, "%08llx\n", (unsigned long long)keys[i]);
    memory_free(keys);
    return sink->status;
}

/* The phrases of a clustering by their shingles, in order: struct sort_record of a shingle and a number of furniture_line. */
static enum wirecopy_status list_phrases(struct wirecopy_clustering *clustering, struct buffer *records)
{
    uint64_t count = wirecopy_clustering_furniture_count(clustering);
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t i = count; i > 0 && status == WIRECOPY_OK; i--) { /* they come last */
        struct wirecopy_furniture_line line;
        struct sort_record record = {.value = i - 1};
        status = wirecopy_clustering_furniture_line(clustering, i - 1, &line);
        if (status == WIRECOPY_OK && line.rule != WIRECOPY_FURNITURE_COMMON)
            break;
        if (status == WIRECOPY_OK)
            status = clustering_common_shingle(clustering, i - 1, &record.key);
        if (status == WIRECOPY_OK)
            status = buffer_append(records, &record, sizeof record);
    }
    if (status == WIRECOPY_OK && records->size > 0)
        sort_records((struct sort_record *)(void *)records->data, records->size / sizeof(struct sort_record));
    return status;
}

/* Behind two spaces; what would end the line is a space. */
static enum wirecopy_status put_words(struct sink *sink, struct wirecopy_clustering *clustering, uint64_t number)
{
    struct wirecopy_furniture_line line;
    enum wirecopy_status status = wirecopy_clustering_furniture_line(clustering, number, &line);
    if (status != WIRECOPY_OK)
        return status;
    sink_put_string(sink, "  ");
    for (size_t i = 0; i < line.line.size; i++)
        sink_put_char(sink, (unsigned char)line.line.data[i] < ' ' ? ' ' : line.line.data[i]);
    return WIRECOPY_OK;
}

/* Those that no article has, as where a plan of other articles was taken, are without words. */
static enum wirecopy_status put_common(struct sink *sink, struct wirecopy_clustering *clustering, const struct hash_set *common)
{
    struct buffer records = {0};
    const struct sort_record *record;
    uint64_t *shingles = NULL;
    size_t count = 0, at = 0, known;
    enum wirecopy_status status = list_phrases(clustering, &records);
    record = (const struct sort_record *)(const void *)records.data;
    known = records.size / sizeof *record;
    if (status == WIRECOPY_OK)
        status = list_set(common, &shingles, &count);
    sink_put_string(
        sink, "\n# Phrases of the language or the trade, which say nothing of a story. A line may be dropped, and one of words added.\n[common]\n");
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        sink_printf(sink, "%016llx", (unsigned long long)shingles[i]);
        while (at < known && record[at].key < shingles[i])
            at++;
        if (at < known && record[at].key == shingles[i])
            status = put_words(sink, clustering, record[at].value);
        sink_put_char(sink, '\n');
    }
    memory_free(shingles);
    buffer_release(&records);
    return status == WIRECOPY_OK ? sink->status : status;
}

static enum wirecopy_status put_plan(struct sink *sink, struct wirecopy_clustering *clustering, const struct known_plan *plan)
{
    enum wirecopy_status status;
    sink_put_string(sink, "# How wirecopy found pairs of articles to compare, learnt from a corpus. Give it to wirecopy with --plan, beside the\n"
                          "# furniture file with --furniture, and other articles change no cluster.\n"
                          "wirecopy plan 5\n");
    for (unsigned i = 0; i < PLAN_NUMBERS; i++)
        sink_printf(sink, "%s %llu\n", plan_numbers[i].name, (unsigned long long)known_plan_number(plan, i));
    status = put_common(sink, clustering, &plan->common);
    if (status == WIRECOPY_OK)
        status = put_keys(sink, &plan->crowds.sampled, "\n# Keys that too many articles have: they are not counted.\n[crowds]\n");
    if (status == WIRECOPY_OK)
        status = put_keys(sink, &plan->crowds.bands, "\n# Likewise of bands: not all pairs of their articles are compared.\n[buckets]\n");
    return status;
}

enum wirecopy_status wirecopy_clustering_write_plan(struct wirecopy_clustering *clustering, wirecopy_write *write, void *context)
{
    const struct known_plan *plan = clustering_plan(clustering);
    struct sink sink;
    enum wirecopy_status status;
    if (!plan)
        return clustering_note(clustering, status_fail(WIRECOPY_INVALID, "the plan was not kept: see options.keep_lines"));
    status = sink_init(&sink, write, context);
    return clustering_note(clustering, status == WIRECOPY_OK ? sink_finish(&sink, put_plan(&sink, clustering, plan)) : status);
}
