/* Exact copies: a sort by the upper half of the content hash, then by the lower half, then by id. */
#define _GNU_SOURCE
#include "learn/exact.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort/sort.h"

/* A member with its id, while a group is put in order. */
struct named {
    uint64_t low; /* the lower half of the content hash */
    bool own;     /* those of a reference corpus come first */
    size_t id_at, id_size;
    uint32_t number;
};

static int compare_named(const void *a, const void *b, void *ids)
{
    const struct named *x = a, *y = b;
    const char *all = ids;
    int order;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    if (x->own != y->own)
        return x->own ? 1 : -1;
    order = sort_compare_bytes((struct wirecopy_bytes){all + x->id_at, x->id_size}, (struct wirecopy_bytes){all + y->id_at, y->id_size});
    return order ? order : x->number < y->number ? -1 : x->number > y->number;
}

struct grouping {
    struct groups *groups;
    const struct articles *articles;
    struct buffer values, named, ids, meta;
    uint32_t placed;
};

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

static void place_run(struct grouping *grouping, const struct named *named, size_t count)
{
    for (size_t i = 0; i < count; i++)
        place(grouping, named[i].number, i == 0 || named[i].low != named[i - 1].low);
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

enum wirecopy_status groups_init(struct groups *groups, const struct articles *articles, struct scratch_space *space, uint64_t memory_bytes)
{
    struct grouping grouping = {.groups = groups, .articles = articles};
    struct sorter *sorter = NULL;
    enum wirecopy_status status;
    *groups = (struct groups){0};
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

void groups_release(struct groups *groups)
{
    memory_free(groups->first);
    memory_free(groups->members);
    memory_free(groups->rank_of);
    memory_free(groups->text);
    memory_free(groups->part_of);
    *groups = (struct groups){0};
}
