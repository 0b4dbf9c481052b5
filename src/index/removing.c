/* Removing: batch by batch, each a transaction. */
#include <stdlib.h>

#include "index/changing.h"
#include "index/record.h"

enum { BATCH_IDS = 4096 };

/* An id, and its place in the list that was given. */
struct listed_id {
    struct hash128 hash;
    size_t place;
};

struct removing {
    struct wirecopy_index *index;
    const struct listed_id *ids; /* of the batch, distinct */
    size_t count;
    struct buffer missing; /* size_t: places of those that are not there */
};

static int compare_listed(const void *a, const void *b)
{
    const struct listed_id *x = a, *y = b;
    int order = hash128_compare(x->hash, y->hash);
    return order ? order : x->place < y->place ? -1 : x->place > y->place;
}

/* A change_list. */
static enum wirecopy_status list(void *context, struct change *change)
{
    struct removing *removing = context;
    enum wirecopy_status status = WIRECOPY_OK;
    removing->missing.size = 0;
    for (size_t i = 0; i < removing->count && status == WIRECOPY_OK; i++) {
        struct id_entry entry;
        bool found;
        status = ids_find(removing->index, removing->ids[i].hash, &entry, &found);
        if (status == WIRECOPY_OK && found)
            status = buffer_append(&change->dropped, &(struct stored_article){removing->ids[i].hash, entry.content}, sizeof(struct stored_article));
        else if (status == WIRECOPY_OK)
            status = buffer_append(&removing->missing, &removing->ids[i].place, sizeof removing->ids[i].place);
    }
    return status;
}

enum wirecopy_status wirecopy_index_remove(struct wirecopy_index *index, const struct wirecopy_bytes *ids, size_t count,
                                           void (*missing)(void *context, struct wirecopy_bytes id), void *context, uint64_t *removed_out)
{
    struct removing removing = {.index = index};
    struct listed_id *listed = memory_allocate(count + 1, sizeof *listed);
    size_t distinct = 0;
    enum wirecopy_status status = listed ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    *removed_out = 0;
    for (size_t i = 0; i < count && listed; i++)
        listed[i] = (struct listed_id){record_id(ids[i]), i};
    if (listed && count > 1)
        qsort(listed, count, sizeof *listed, compare_listed);
    for (size_t i = 0; i < count && listed; i++)
        if (i == 0 || hash128_compare(listed[i].hash, listed[distinct - 1].hash) != 0)
            listed[distinct++] = listed[i];
    for (size_t first = 0; first < distinct && status == WIRECOPY_OK; first += removing.count) {
        const size_t *places;
        removing.ids = listed + first;
        removing.count = distinct - first < BATCH_IDS ? distinct - first : BATCH_IDS;
        status = control_poll(&index->control);
        if (status == WIRECOPY_OK)
            status = change_keep(index, list, &removing);
        if (status != WIRECOPY_OK)
            break;
        places = (const size_t *)(const void *)removing.missing.data;
        for (size_t i = 0; missing && i < removing.missing.size / sizeof *places; i++)
            missing(context, ids[places[i]]);
        *removed_out += removing.count - removing.missing.size / sizeof *places;
    }
    memory_free(listed);
    buffer_release(&removing.missing);
    return index_note(index, status);
}
