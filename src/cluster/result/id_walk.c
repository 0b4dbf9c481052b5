/*
 * All articles in order of id: sorted by eight bytes of it at a time, external where there are many. What is told of an article lies at four
 * places, each found by the one before: they are brought near step by step for some dozens of articles before these are visited.
 */
#define _GNU_SOURCE
#include "cluster/result/arrangement.h"

#include <stdlib.h>

#include "base/sort/sort.h"
#include "cluster/result/keep.h"

/* A walk over all articles. */
struct id_walk {
    struct wirecopy_clustering *clustering;
    clustering_visit_article *visit;
    void *context;
    struct buffer ids, named;
    struct buffer gathered;       /* numbers of articles that come next, in order of as much of their ids as was looked at */
    struct buffer runs;           /* how many of those have one beginning, run by run */
    struct scratch_window window; /* of the walk that sorts */
    uint64_t visited;
};

/* As many articles of equal beginnings are compared whole. */
enum { COMPARED_WHOLE = 4096 };

/* So many articles at least are brought near before they are visited: what is told of them stays in the second cache. */
enum { GATHERED = 64 };

/* Of a long run so many are brought near before they are read: in order of id they lie here and there. */
enum { BROUGHT_NEAR = 8 };

struct named {
    size_t id_at, id_size;
    uint32_t number;
};

static int compare_named(const void *x, const void *y, void *ids)
{
    const struct named *a = x, *b = y;
    const char *all = ids;
    return sort_compare_bytes((struct wirecopy_bytes){all + a->id_at, a->id_size}, (struct wirecopy_bytes){all + b->id_at, b->id_size});
}

static enum wirecopy_status visit_article(struct id_walk *walk, uint32_t number)
{
    struct wirecopy_cluster cluster;
    struct wirecopy_member member;
    enum wirecopy_status status = clustering_article(walk->clustering, number, &member, &cluster);
    walk->visited++;
    return status == WIRECOPY_OK ? walk->visit(walk->context, &member, &cluster) : status;
}

static enum wirecopy_status visit_few(struct id_walk *walk, const uint64_t *numbers, size_t count)
{
    struct named *named;
    enum wirecopy_status status;
    if (count == 1)
        return visit_article(walk, (uint32_t)numbers[0]);
    for (size_t i = 0; i < count && i < BROUGHT_NEAR; i++)
        articles_prefetch(&walk->clustering->holdings.articles, (uint32_t)numbers[i]);
    walk->ids.size = walk->named.size = 0;
    status = buffer_reserve(&walk->named, count * sizeof *named);
    named = (struct named *)(void *)walk->named.data;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct article_meta meta;
        if (i + BROUGHT_NEAR < count)
            articles_prefetch(&walk->clustering->holdings.articles, (uint32_t)numbers[i + BROUGHT_NEAR]);
        status = articles_meta(&walk->clustering->holdings.articles, (uint32_t)numbers[i], &walk->clustering->meta, &meta);
        if (status != WIRECOPY_OK)
            break;
        named[i] = (struct named){walk->ids.size, meta.id.size, (uint32_t)numbers[i]};
        status = buffer_append(&walk->ids, meta.id.data, meta.id.size);
    }
    if (status == WIRECOPY_OK)
        qsort_r(named, count, sizeof *named, compare_named, walk->ids.data);
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
        status = visit_article(walk, named[i].number);
    return status;
}

/* The cluster of an article whose row is near. */
static void bring_cluster_near(const struct wirecopy_clustering *clustering, uint32_t number)
{
    struct member_row row;
    if (scratch_read(clustering->members, clustering->row_of[number] * (uint64_t)sizeof row, &row, sizeof row) == WIRECOPY_OK)
        scratch_prefetch(clustering->clusters, row.cluster * (uint64_t)sizeof(struct cluster_row), sizeof(struct cluster_row));
}

static void bring_near(const struct wirecopy_clustering *clustering, const uint64_t *numbers, size_t count)
{
    const struct articles *articles = &clustering->holdings.articles;
    for (size_t i = 0; i < count; i++) {
        __builtin_prefetch(&clustering->row_of[numbers[i]]);
        __builtin_prefetch(&articles->rows[numbers[i]]);
    }
    for (size_t i = 0; i < count; i++) {
        scratch_prefetch(clustering->members, clustering->row_of[numbers[i]] * (uint64_t)sizeof(struct member_row), sizeof(struct member_row));
        articles_prefetch(articles, (uint32_t)numbers[i]);
    }
    for (size_t i = 0; i < count; i++)
        bring_cluster_near(clustering, (uint32_t)numbers[i]);
}

/* Visits what was gathered. */
static enum wirecopy_status visit_gathered(struct id_walk *walk)
{
    const uint64_t *numbers = (const uint64_t *)(const void *)walk->gathered.data, *runs = (const uint64_t *)(const void *)walk->runs.data;
    size_t run_count = walk->runs.size / sizeof *runs;
    enum wirecopy_status status = WIRECOPY_OK;
    bring_near(walk->clustering, numbers, walk->gathered.size / sizeof *numbers);
    for (size_t i = 0; i < run_count && status == WIRECOPY_OK; i++) {
        status = visit_few(walk, numbers, (size_t)runs[i]);
        numbers += runs[i];
    }
    walk->gathered.size = walk->runs.size = 0;
    return status;
}

/* Gathers the articles of one beginning; those before them are visited where they would be too many together. */
static enum wirecopy_status gather(struct id_walk *walk, const uint64_t *numbers, size_t count)
{
    uint64_t run = count;
    enum wirecopy_status status = WIRECOPY_OK;
    if (count > GATHERED) {
        status = visit_gathered(walk);
        return status == WIRECOPY_OK ? visit_few(walk, numbers, count) : status;
    }
    status = buffer_append(&walk->gathered, numbers, count * sizeof *numbers);
    if (status == WIRECOPY_OK)
        status = buffer_append(&walk->runs, &run, sizeof run);
    return status == WIRECOPY_OK && walk->gathered.size >= GATHERED * sizeof *numbers ? visit_gathered(walk) : status;
}

/* Adds an article by eight bytes of its id from depth on. */
static enum wirecopy_status add_by_id(struct id_walk *walk, struct sorter *sorter, uint32_t number, size_t depth, size_t *longest)
{
    struct wirecopy_bytes id;
    uint64_t key = 0;
    enum wirecopy_status status = articles_id_ahead(&walk->clustering->holdings.articles, number, &walk->window, &walk->clustering->meta, &id);
    if (status != WIRECOPY_OK)
        return status;
    for (size_t i = depth; i < depth + 8; i++)
        key = key << 8 | (i < id.size ? (uint8_t)id.data[i] : 0);
    if (id.size > *longest)
        *longest = id.size;
    return sorter_add(sorter, key, number);
}

/* Visits the articles of a sorter whose ids are equal up to depth; runs that are too many are sorted by what follows. */
static enum wirecopy_status visit_sorted(struct id_walk *walk, struct sorter *sorter, size_t depth, size_t longest)
{
    struct buffer values = {0};
    enum wirecopy_status status = sorter_finish(sorter);
    while (status == WIRECOPY_OK) {
        struct sorter *deeper = NULL;
        uint64_t key;
        size_t count, longest_below = 0;
        const uint64_t *numbers;
        bool end;
        status = sorter_next_run(sorter, &key, &values, SIZE_MAX, &count, &end);
        if (status != WIRECOPY_OK || end)
            break;
        numbers = (const uint64_t *)(const void *)values.data;
        if (count <= COMPARED_WHOLE || depth + 8 >= longest) {
            status = gather(walk, numbers, count);
            continue;
        }
        status = sorter_create(walk->clustering->holdings.space, walk->clustering->memory_bytes / 4, &deeper);
        for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
            status = add_by_id(walk, deeper, (uint32_t)numbers[i], depth + 8, &longest_below);
        if (status == WIRECOPY_OK)
            status = visit_sorted(walk, deeper, depth + 8, longest_below);
        sorter_free(deeper);
    }
    buffer_release(&values);
    return status;
}

enum wirecopy_status clustering_each_article(struct wirecopy_clustering *clustering, clustering_visit_article *visit, void *context)
{
    struct id_walk walk = {.clustering = clustering, .visit = visit, .context = context};
    struct sorter *sorter = NULL;
    size_t longest = 0;
    enum wirecopy_status status = sorter_create(clustering->holdings.space, clustering->memory_bytes / 4, &sorter);
    for (uint32_t i = 0; i < clustering->added_count && status == WIRECOPY_OK; i++)
        if (!(clustering->holdings.articles.rows[i].flags & ARTICLE_REPEAT))
            status = add_by_id(&walk, sorter, i, 0, &longest);
    if (status == WIRECOPY_OK)
        status = visit_sorted(&walk, sorter, 0, longest);
    if (status == WIRECOPY_OK)
        status = visit_gathered(&walk);
    if (status == WIRECOPY_OK && walk.visited != clustering->article_count)
        status = status_fail(WIRECOPY_INTERNAL, "%llu articles in the result, and %llu were read", (unsigned long long)walk.visited,
                             (unsigned long long)clustering->article_count);
    sorter_free(sorter);
    scratch_window_release(&walk.window);
    buffer_release(&walk.ids);
    buffer_release(&walk.named);
    buffer_release(&walk.gathered);
    buffer_release(&walk.runs);
    return clustering_note(clustering, status);
}
