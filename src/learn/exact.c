/* Exact copies: a sort by the upper half of the content hash, then by the lower half, then by id. */
#define _GNU_SOURCE
#include "learn/exact.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"

/* A member with its id, while a group is put in order. */
struct named {
    uint64_t low;   /* the lower half of the content hash */
    int64_t minute; /* under a window: when it was published; INT64_MIN where that is not known, and without a window */
    bool own;       /* those of a reference corpus come first */
    size_t id_at, id_size;
    uint32_t number;
};

static int compare_named(const void *a, const void *b, void *ids)
{
    const struct named *x = a, *y = b;
    size_t shorter = x->id_size < y->id_size ? x->id_size : y->id_size;
    int order;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    if (x->minute != y->minute)
        return x->minute < y->minute ? -1 : 1;
    if (x->own != y->own)
        return x->own ? 1 : -1;
    order = memcmp((const char *)ids + x->id_at, (const char *)ids + y->id_at, shorter);
    if (order == 0 && x->id_size != y->id_size)
        order = x->id_size < y->id_size ? -1 : 1;
    return order ? order : x->number < y->number ? -1 : x->number > y->number;
}

struct grouping {
    struct groups *groups;
    const struct articles *articles;
    struct buffer values, named, ids, meta;
    uint32_t placed;
};

static int64_t minute_of(const struct grouping *grouping, uint32_t number)
{
    const struct article *row = &grouping->articles->rows[number];
    return grouping->groups->window_minutes && row->day != NO_DAY ? article_minute(row) : INT64_MIN;
}

/* Puts the members of one run of equal upper halves in order. */
static enum wirecopy_status order_run(struct grouping *grouping, size_t count)
{
    const uint64_t *numbers = (const uint64_t *)(const void *)grouping->values.data;
    struct named *named;
    enum wirecopy_status status;
    grouping->named.size = grouping->ids.size = 0;
    status = buffer_reserve(&grouping->named, count * sizeof *named);
    named = (struct named *)(void *)grouping->named.data;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct article_meta meta;
        status = articles_meta(grouping->articles, (uint32_t)numbers[i], &grouping->meta, &meta);
        if (status != WIRECOPY_OK)
            break;
        named[i] = (struct named){.low = grouping->articles->rows[numbers[i]].content.low,
                                  .minute = minute_of(grouping, (uint32_t)numbers[i]),
                                  .own = !(grouping->articles->rows[numbers[i]].flags & ARTICLE_REFERENCE),
                                  .id_at = grouping->ids.size,
                                  .id_size = meta.id.size,
                                  .number = (uint32_t)numbers[i]};
        status = buffer_append(&grouping->ids, meta.id.data, meta.id.size);
    }
    if (status != WIRECOPY_OK)
        return status;
    qsort_r(named, count, sizeof *named, compare_named, grouping->ids.data);
    return WIRECOPY_OK;
}

static void place(struct grouping *grouping, uint32_t number, bool begins_group)
{
    struct groups *groups = grouping->groups;
    if (begins_group)
        groups->first[groups->count++] = grouping->placed;
    groups->rank_of[number] = groups->count - 1;
    groups->members[grouping->placed++] = number;
}

/* Whether a member begins a group: other text, the first with a date, or farther than the window from the group's first. */
static bool begins_group(const struct grouping *grouping, const struct named *first, const struct named *named)
{
    if (named->low != first->low)
        return true;
    if (named->minute == INT64_MIN || first->minute == INT64_MIN)
        return named->minute != first->minute;
    return named->minute - first->minute > grouping->groups->window_minutes;
}

static void place_run(struct grouping *grouping, const struct named *named, size_t count)
{
    const struct named *first = named;
    for (size_t i = 0; i < count; i++) {
        bool begins = i == 0 || begins_group(grouping, first, &named[i]);
        if (begins)
            first = &named[i];
        place(grouping, named[i].number, begins);
    }
}

static enum wirecopy_status group_runs(struct grouping *grouping, struct sorter *sorter)
{
    for (;;) {
        uint64_t key;
        size_t count;
        bool end;
        enum wirecopy_status status = sorter_next_run(sorter, &key, &grouping->values, SIZE_MAX, &count, &end);
        if (status != WIRECOPY_OK || end)
            return status;
        if (count == 1) {
            uint64_t number;
            memcpy(&number, grouping->values.data, sizeof number);
            place(grouping, (uint32_t)number, true);
            continue;
        }
        status = order_run(grouping, count);
        if (status != WIRECOPY_OK)
            return status;
        place_run(grouping, (const struct named *)(const void *)grouping->named.data, count);
    }
}

enum wirecopy_status groups_init(struct groups *groups, const struct articles *articles, struct scratch_space *space, uint64_t memory_bytes,
                                 int64_t window_minutes)
{
    struct grouping grouping = {.groups = groups, .articles = articles};
    struct sorter *sorter = NULL;
    enum wirecopy_status status;
    *groups = (struct groups){.window_minutes = window_minutes};
    groups->first = memory_allocate(articles->count + 1, sizeof *groups->first);
    groups->members = memory_allocate(articles->count, sizeof *groups->members);
    groups->rank_of = memory_allocate(articles->count, sizeof *groups->rank_of);
    if (!groups->first || !groups->members || !groups->rank_of) {
        groups_release(groups);
        return WIRECOPY_NO_MEMORY;
    }
    status = sorter_create(space, memory_bytes, &sorter);
    for (uint32_t i = 0; i < articles->count && status == WIRECOPY_OK; i++) {
        groups->rank_of[i] = UINT32_MAX;
        if (!(articles->rows[i].flags & ARTICLE_REPEAT))
            status = sorter_add(sorter, articles->rows[i].content.high, i);
    }
    if (status == WIRECOPY_OK)
        status = sorter_finish(sorter);
    if (status == WIRECOPY_OK)
        status = group_runs(&grouping, sorter);
    groups->first[groups->count] = grouping.placed;
    sorter_free(sorter);
    buffer_release(&grouping.values);
    buffer_release(&grouping.named);
    buffer_release(&grouping.ids);
    buffer_release(&grouping.meta);
    if (status != WIRECOPY_OK)
        groups_release(groups);
    return status;
}

/* When a group's members were published, the first and the last; false where that is not known. */
static bool times_of(const struct groups *groups, const struct articles *articles, uint32_t rank, int64_t *first, int64_t *last)
{
    const struct article *one = &articles->rows[groups_leader(groups, rank)], *other = &articles->rows[groups->members[groups->first[rank + 1] - 1]];
    if (one->day == NO_DAY)
        return false;
    *first = article_minute(one);
    *last = article_minute(other);
    return true;
}

/* Both span no more than the window: where they overlap in time, their first members are within it of each other. */
bool groups_within_window(const struct groups *groups, const struct articles *articles, uint32_t a, uint32_t b)
{
    int64_t first_a, last_a, first_b, last_b;
    if (!groups->window_minutes || !times_of(groups, articles, a, &first_a, &last_a) || !times_of(groups, articles, b, &first_b, &last_b))
        return true;
    return first_b - last_a <= groups->window_minutes && first_a - last_b <= groups->window_minutes;
}

void groups_nearest(const struct groups *groups, const struct articles *articles, uint32_t a, uint32_t b, uint32_t *number_a, uint32_t *number_b)
{
    int64_t first_a, last_a, first_b, last_b;
    *number_a = groups_leader(groups, a);
    *number_b = groups_leader(groups, b);
    if (!groups->window_minutes || !times_of(groups, articles, a, &first_a, &last_a) || !times_of(groups, articles, b, &first_b, &last_b))
        return;
    if (first_b > last_a)
        *number_a = groups->members[groups->first[a + 1] - 1];
    else if (first_a > last_b)
        *number_b = groups->members[groups->first[b + 1] - 1];
}

void groups_release(struct groups *groups)
{
    memory_free(groups->first);
    memory_free(groups->members);
    memory_free(groups->rank_of);
    *groups = (struct groups){0};
}
