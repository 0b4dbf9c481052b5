/*
 * Recurring lines and forms. An outlet does not publish one story on five days: a line that it has on at least 5 days,
 * 14 or more from first to last, is its furniture; with numbers masked, such a line is the line of a form.
 *
 * Only the days of lines that were met often enough, whoever has them, are sorted by (outlet, line).
 */
#include "base/sort/sort.h"
#include "learn/lines/known.h"
#include "learn/lines/rules.h"

/* Fewer days, or closer together, are a story in progress. */
enum { LEAST_DAYS = 5, LEAST_SPAN_DAYS = 14 };

enum wirecopy_status recurring_init(struct recurring *recurring, const struct left_out *left_out, bool masked, const struct sieve *met)
{
    *recurring = (struct recurring){.left_out = left_out, .masked = masked, .met = met};
    return sorter_create(left_out->space, left_out->memory_bytes / 4, &recurring->sorter);
}

void recurring_release(struct recurring *recurring)
{
    sorter_free(recurring->sorter);
    hash_set_release(&recurring->found);
    *recurring = (struct recurring){0};
}

/* The hash that a line is known by; false where it is none of the search's. */
static bool known_by(const struct recurring *recurring, const struct shown_lines *shown, size_t i, uint64_t *line)
{
    *line = recurring->masked ? shown->lines[i].masked : shown->lines[i].hash;
    return !line_is_out(recurring->left_out, shown_number(shown, i)) && (!recurring->masked || *line != shown->lines[i].hash);
}

bool recurring_may_be(const struct recurring *recurring, uint64_t line)
{
    return sieve_met(recurring->met, line, LEAST_DAYS);
}

enum wirecopy_status recurring_collect(struct recurring *recurring, const struct publication *list, size_t count, const struct shown_lines *shown)
{
    uint64_t line;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < shown->count; i++)
        if (known_by(recurring, shown, i, &line) && recurring_may_be(recurring, line))
            for (size_t p = 0; p < count && status == WIRECOPY_OK; p++)
                status = sorter_add(recurring->sorter, key_of_outlet(list[p].source, line), (uint32_t)list[p].day ^ 0x80000000u);
    return status;
}

enum wirecopy_status recurring_judge(struct recurring *recurring)
{
    struct buffer values = {0};
    enum wirecopy_status status = sorter_finish(recurring->sorter);
    while (status == WIRECOPY_OK) {
        uint64_t key;
        const uint64_t *days;
        size_t count, distinct = 1;
        bool end;
        status = sorter_next_run(recurring->sorter, &key, &values, SIZE_MAX, &count, &end);
        if (status != WIRECOPY_OK || end)
            break;
        days = (const uint64_t *)(const void *)values.data;
        for (size_t i = 1; i < count; i++)
            distinct += days[i] != days[i - 1];
        if (distinct >= LEAST_DAYS && days[count - 1] - days[0] >= LEAST_SPAN_DAYS)
            status = hash_set_add(&recurring->found, key);
    }
    buffer_release(&values);
    sorter_free(recurring->sorter);
    recurring->sorter = NULL;
    return status;
}

bool recurring_has_shown(const struct recurring *recurring, uint32_t rank, const struct shown_lines *shown, uint64_t line)
{
    if (shown->source)
        return hash_set_has(&recurring->found, key_of_outlet(shown->source, line));
    return recurring_has(recurring, rank, line);
}

void recurring_bring_near(const struct recurring *recurring, const uint32_t *ranks, size_t count)
{
    const struct groups *groups = recurring->left_out->groups;
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(&groups->first[ranks[i]]);
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(&groups->members[groups->first[ranks[i]]]);
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(&recurring->left_out->articles->rows[groups_leader(groups, ranks[i])].source);
}

bool recurring_has(const struct recurring *recurring, uint32_t rank, uint64_t line)
{
    const struct groups *groups = recurring->left_out->groups;
    uint64_t before = 0;
    if (recurring->found.count == 0)
        return false;
    for (uint32_t i = groups->first[rank]; i < groups->first[rank + 1]; i++) {
        uint64_t source = recurring->left_out->articles->rows[groups->members[i]].source;
        if (source && source != before && hash_set_has(&recurring->found, key_of_outlet(source, line)))
            return true;
        before = source;
    }
    return false;
}
