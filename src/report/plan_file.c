/* The plan file, as sketch/plan_file.h has its form; what is a set is written in order. */
#include "base/sort.h"
#include "report/report.h"
#include "sketch/plan_file.h"

static enum wirecopy_status put_set(struct sink *sink, const struct hash_set *set, const char *heading, int digits)
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
    sink_put_string(sink, heading);
    for (size_t i = 0; i < count; i++)
        sink_printf(sink, "%0*llx\n", digits, (unsigned long long)hashes[i]);
    memory_free(hashes);
    return sink->status;
}

static enum wirecopy_status put_plan(struct sink *sink, const struct known_plan *plan)
{
    enum wirecopy_status status;
    sink_put_string(sink, "# How wirecopy found pairs of articles to compare, learnt from a corpus. Give it to wirecopy with --plan, beside the\n"
                          "# furniture file with --furniture, and other articles change no cluster.\n"
                          "wirecopy plan 1\n");
    for (unsigned i = 0; i < PLAN_NUMBERS; i++)
        sink_printf(sink, "%s %llu\n", plan_numbers[i].name, (unsigned long long)known_plan_number(plan, i));
    status = put_set(sink, &plan->common, "\n# Phrases of the language or the trade, which say nothing of a story.\n[common]\n", 16);
    if (status == WIRECOPY_OK)
        status = put_set(sink, &plan->crowds.sampled, "\n# Keys that too many articles have: they are not counted.\n[crowds]\n", 8);
    if (status == WIRECOPY_OK)
        status = put_set(sink, &plan->crowds.bands, "\n# Likewise of bands: not all pairs of their articles are compared.\n[buckets]\n", 8);
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
    return status == WIRECOPY_OK ? sink_finish(&sink, put_plan(&sink, plan)) : status;
}
