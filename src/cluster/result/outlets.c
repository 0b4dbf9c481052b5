/*
 * What each outlet has of its own and what of others. Three sorts, each in the memory allowance: articles by outlet, which numbers
 * the outlets; what becomes of each article, by outlet; outlets by how many articles they have.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "base/sort/sort.h"
#include "cluster/result/arrangement.h"
#include "cluster/result/clustering.h"

/* What an article is to its outlet; the lower bits of a sorted value are the outlet that it comes from. */
enum fate { FATE_ORIGINAL, FATE_OWN, FATE_REPUBLISHED, FATE_UNKNOWN, FATE_SINGLE, FATE_COUNT };
enum { FATE_SHIFT = 32 };

/* Outlets of equally many articles are put in order of their names; of more than so many they stand in that of their hashes. */
enum { NAMED_MOST = 1 << 16 };

/* An outlet as it lies in scratch; outlets are known by their numbers in order of the names' hashes. */
struct outlet_row {
    uint64_t fates[FATE_COUNT], from_outlets, from_counts[OUTLET_SOURCES_MOST];
    uint32_t outlet, from[OUTLET_SOURCES_MOST];
    uint32_t from_count;
};

struct tally {
    struct wirecopy_clustering *clustering;
    uint32_t *outlet_of;      /* by article */
    struct scratch *named_by; /* by outlet: the number of an article that has its name */
    struct scratch *rows;     /* outlet_row */
    uint64_t outlet_count;
    struct buffer meta, names, values;
};

static const struct article *articles_of(const struct tally *tally)
{
    return tally->clustering->holdings.articles.rows;
}

/* Numbers the outlets; that of articles without one is the first, where there are any. */
static enum wirecopy_status number_outlets(struct tally *tally)
{
    struct wirecopy_clustering *clustering = tally->clustering;
    struct sorter *sorter = NULL;
    uint64_t last = 0;
    enum wirecopy_status status = sorter_create(clustering->holdings.space, clustering->memory_bytes / 4, &sorter);
    for (uint32_t i = 0; i < clustering->added_count && status == WIRECOPY_OK; i++)
        if (!(articles_of(tally)[i].flags & ARTICLE_REPEAT))
            status = sorter_add(sorter, articles_of(tally)[i].source, i);
    if (status == WIRECOPY_OK)
        status = sorter_finish(sorter);
    while (status == WIRECOPY_OK) {
        struct sort_record record;
        uint32_t number;
        bool end;
        status = sorter_next(sorter, &record, &end);
        if (status != WIRECOPY_OK || end)
            break;
        number = (uint32_t)record.value;
        if (tally->outlet_count == 0 || record.key != last) {
            tally->outlet_count++;
            status = scratch_append(tally->named_by, &number, sizeof number);
        }
        last = record.key;
        tally->outlet_of[number] = (uint32_t)tally->outlet_count - 1;
    }
    sorter_free(sorter);
    return status;
}

static enum wirecopy_status number_of_member(const struct tally *tally, const struct cluster_row *cluster, size_t member, uint32_t *number)
{
    struct member_row row;
    enum wirecopy_status status = scratch_read(tally->clustering->members, (cluster->first + member) * sizeof row, &row, sizeof row);
    *number = row.number;
    return status;
}

static enum wirecopy_status add_fates(const struct tally *tally, struct sorter *sorter, size_t cluster)
{
    struct cluster_row row;
    struct wirecopy_spread spread = {.origin = SIZE_MAX};
    uint32_t number, origin = 0;
    enum wirecopy_status status = scratch_read(tally->clustering->clusters, cluster * sizeof row, &row, sizeof row);
    if (status == WIRECOPY_OK && row.size > 1)
        status = wirecopy_clustering_spread(tally->clustering, cluster, &spread);
    if (status == WIRECOPY_OK && spread.origin != SIZE_MAX)
        status = number_of_member(tally, &row, spread.origin, &origin);
    for (size_t i = 0; i < row.size && status == WIRECOPY_OK; i++) {
        enum fate fate = row.size == 1 ? FATE_SINGLE : spread.origin == SIZE_MAX ? FATE_UNKNOWN : FATE_REPUBLISHED;
        status = number_of_member(tally, &row, i, &number);
        if (status != WIRECOPY_OK)
            break;
        if (i == spread.origin)
            fate = FATE_ORIGINAL;
        else if (fate == FATE_REPUBLISHED && articles_of(tally)[origin].source &&
                 articles_of(tally)[number].source == articles_of(tally)[origin].source)
            fate = FATE_OWN;
        status =
            sorter_add(sorter, tally->outlet_of[number], (uint64_t)fate << FATE_SHIFT | (fate == FATE_REPUBLISHED ? tally->outlet_of[origin] : 0));
    }
    return status;
}

/* Notes that count articles come from an outlet, among the largest; of equal ones the one that was noted before stays. */
static void note_from(struct outlet_row *row, uint32_t from, uint64_t count)
{
    uint32_t place = row->from_count;
    row->from_outlets++;
    while (place > 0 && row->from_counts[place - 1] < count)
        place--;
    if (place == OUTLET_SOURCES_MOST)
        return;
    if (row->from_count < OUTLET_SOURCES_MOST)
        row->from_count++;
    memmove(row->from + place + 1, row->from + place, (row->from_count - place - 1) * sizeof *row->from);
    memmove(row->from_counts + place + 1, row->from_counts + place, (row->from_count - place - 1) * sizeof *row->from_counts);
    row->from[place] = from;
    row->from_counts[place] = count;
}

/* Counts the sorted fates: a row for each outlet, and the rows by how many articles they have. */
static enum wirecopy_status count_fates(struct tally *tally, struct sorter *fates, struct sorter *by_size)
{
    struct outlet_row row = {0};
    struct sort_record record = {0}, last = {0};
    uint64_t equal = 0, articles = 0;
    bool end = false, begun = false;
    enum wirecopy_status status = sorter_finish(fates);
    while (status == WIRECOPY_OK && !end) {
        status = sorter_next(fates, &record, &end);
        if (status != WIRECOPY_OK)
            break;
        if (begun && (end || record.key != last.key || record.value != last.value)) {
            enum fate fate = (enum fate)(last.value >> FATE_SHIFT);
            row.fates[fate] += equal;
            articles += equal;
            if (fate == FATE_REPUBLISHED)
                note_from(&row, (uint32_t)last.value, equal);
            equal = 0;
        }
        if (begun && (end || record.key != last.key)) {
            row.outlet = (uint32_t)last.key;
            status = sorter_add(by_size, UINT64_MAX - articles, scratch_size(tally->rows) / sizeof row);
            if (status == WIRECOPY_OK)
                status = scratch_append(tally->rows, &row, sizeof row);
            row = (struct outlet_row){0};
            articles = 0;
        }
        begun = true;
        last = record;
        equal++;
    }
    return status == WIRECOPY_OK ? sorter_finish(by_size) : status;
}

/* The name of an outlet, borrowed from meta until the next is asked for. */
static enum wirecopy_status name_of(struct tally *tally, uint32_t outlet, struct wirecopy_bytes *name)
{
    struct article_meta meta;
    uint32_t number;
    enum wirecopy_status status = scratch_read(tally->named_by, outlet * sizeof number, &number, sizeof number);
    if (status == WIRECOPY_OK)
        status = articles_meta(&tally->clustering->holdings.articles, number, &tally->meta, &meta);
    if (status == WIRECOPY_OK)
        *name = meta.source;
    return status;
}

static enum wirecopy_status read_row(const struct tally *tally, uint64_t place, struct outlet_row *row)
{
    return scratch_read(tally->rows, place * sizeof *row, row, sizeof *row);
}

/* Keeps a name in names, which has room for all that are asked for; *at says where. */
static enum wirecopy_status keep_name(struct tally *tally, uint32_t outlet, struct wirecopy_bytes *kept, size_t *at)
{
    enum wirecopy_status status = name_of(tally, outlet, kept);
    *at = tally->names.size;
    return status == WIRECOPY_OK && kept->data ? buffer_append(&tally->names, kept->data, kept->size) : status;
}

static enum wirecopy_status visit_row(struct tally *tally, uint64_t place, clustering_visit_outlet *visit, void *context)
{
    struct outlet_row row;
    struct clustering_outlet outlet;
    size_t at[OUTLET_SOURCES_MOST + 1];
    enum wirecopy_status status = read_row(tally, place, &row);
    if (status != WIRECOPY_OK)
        return status;
    outlet = (struct clustering_outlet){.original = row.fates[FATE_ORIGINAL],
                                        .own = row.fates[FATE_OWN],
                                        .republished = row.fates[FATE_REPUBLISHED],
                                        .unknown = row.fates[FATE_UNKNOWN],
                                        .single = row.fates[FATE_SINGLE],
                                        .from_outlets = row.from_outlets,
                                        .from_count = row.from_count};
    for (size_t i = 0; i < FATE_COUNT; i++)
        outlet.articles += row.fates[i];
    tally->names.size = 0;
    status = keep_name(tally, row.outlet, &outlet.name, &at[OUTLET_SOURCES_MOST]);
    for (uint32_t i = 0; i < row.from_count && status == WIRECOPY_OK; i++) {
        outlet.from[i].articles = row.from_counts[i];
        status = keep_name(tally, row.from[i], &outlet.from[i].name, &at[i]);
    }
    if (status != WIRECOPY_OK)
        return status;
    if (outlet.name.data)
        outlet.name.data = tally->names.data + at[OUTLET_SOURCES_MOST];
    for (uint32_t i = 0; i < row.from_count; i++)
        if (outlet.from[i].name.data)
            outlet.from[i].name.data = tally->names.data + at[i];
    return visit(context, &outlet);
}

struct named {
    size_t at, size;
    uint64_t place;
};

static int compare_named(const void *x, const void *y, void *names)
{
    const struct named *a = x, *b = y;
    const char *all = names;
    return sort_compare_bytes((struct wirecopy_bytes){all + a->at, a->size}, (struct wirecopy_bytes){all + b->at, b->size});
}

/* Puts the places of rows with equally many articles in order of their names. */
static enum wirecopy_status order_by_name(struct tally *tally, uint64_t *places, size_t count)
{
    struct named *named;
    enum wirecopy_status status = WIRECOPY_OK;
    if (count < 2 || count > NAMED_MOST)
        return WIRECOPY_OK;
    named = memory_allocate(count, sizeof *named);
    if (!named)
        return WIRECOPY_NO_MEMORY;
    tally->names.size = 0;
    status = buffer_reserve(&tally->names, 1);
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct outlet_row row;
        struct wirecopy_bytes name = {0};
        named[i].place = places[i];
        status = read_row(tally, places[i], &row);
        if (status == WIRECOPY_OK)
            status = keep_name(tally, row.outlet, &name, &named[i].at);
        named[i].size = name.size;
    }
    if (status == WIRECOPY_OK)
        qsort_r(named, count, sizeof *named, compare_named, tally->names.data);
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
        places[i] = named[i].place;
    memory_free(named);
    return status;
}

static enum wirecopy_status visit_all(struct tally *tally, struct sorter *by_size, clustering_visit_outlet *visit, void *context)
{
    for (;;) {
        uint64_t key, *places;
        size_t count;
        bool end;
        enum wirecopy_status status = sorter_next_run(by_size, &key, &tally->values, SIZE_MAX, &count, &end);
        if (status != WIRECOPY_OK || end)
            return status;
        places = (uint64_t *)(void *)tally->values.data;
        status = order_by_name(tally, places, count);
        for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
            status = visit_row(tally, places[i], visit, context);
        if (status != WIRECOPY_OK)
            return status;
    }
}

static enum wirecopy_status tell_all(struct tally *tally, clustering_visit_outlet *visit, void *context)
{
    struct wirecopy_clustering *clustering = tally->clustering;
    struct sorter *fates = NULL, *by_size = NULL;
    enum wirecopy_status status = number_outlets(tally);
    if (status == WIRECOPY_OK)
        status = sorter_create(clustering->holdings.space, clustering->memory_bytes / 4, &fates);
    for (size_t i = 0; i < clustering->cluster_count && status == WIRECOPY_OK; i++)
        status = add_fates(tally, fates, i);
    if (status == WIRECOPY_OK)
        status = sorter_create(clustering->holdings.space, clustering->memory_bytes / 4, &by_size);
    if (status == WIRECOPY_OK)
        status = count_fates(tally, fates, by_size);
    sorter_free(fates);
    if (status == WIRECOPY_OK)
        status = visit_all(tally, by_size, visit, context);
    sorter_free(by_size);
    return status;
}

enum wirecopy_status clustering_each_outlet(struct wirecopy_clustering *clustering, clustering_visit_outlet *visit, void *context)
{
    struct tally tally = {.clustering = clustering};
    enum wirecopy_status status;
    tally.outlet_of = memory_allocate(clustering->added_count, sizeof *tally.outlet_of);
    status = tally.outlet_of ? scratch_create(clustering->holdings.space, &tally.named_by) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = scratch_create(clustering->holdings.space, &tally.rows);
    if (status == WIRECOPY_OK)
        status = tell_all(&tally, visit, context);
    memory_free(tally.outlet_of);
    scratch_free(tally.named_by);
    scratch_free(tally.rows);
    buffer_release(&tally.meta);
    buffer_release(&tally.names);
    buffer_release(&tally.values);
    return clustering_note(clustering, status);
}
