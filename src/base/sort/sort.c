/*
 * Sorting by the buffer: what is beyond it makes sorted runs in scratch that are merged as they are read (Knuth, vol. 3, 5.4). 16 bytes a record.
 */
#include "base/sort/sort.h"

#include <string.h>

enum { RECORD_BYTES = sizeof(struct sort_record), LEAST_BUFFER_BYTES = 1 << 16 };

/* Of each run so much is in memory while it is merged: of all together what records took before, but of one no less than what is worth a reading. */
enum { MERGED_MOST = (1 << 16) / RECORD_BYTES, MERGED_LEAST = (1 << 11) / RECORD_BYTES };

int sort_compare_bytes(struct wirecopy_bytes a, struct wirecopy_bytes b)
{
    size_t shorter = a.size < b.size ? a.size : b.size;
    int order = shorter > 0 ? memcmp(a.data, b.data, shorter) : 0;
    return order ? order : a.size < b.size ? -1 : a.size > b.size;
}

static inline bool before(const struct sort_record *a, const struct sort_record *b)
{
    return a->key != b->key ? a->key < b->key : a->value < b->value;
}

/* A sorted run in scratch, and the part of it that is in memory. */
struct run {
    uint64_t at, end;           /* offsets of what was not yet loaded */
    struct sort_record *loaded; /* in the sorter's records */
    size_t next, count;
};

/* A run's next record, beside the run, so that merging looks at nothing else. */
struct head {
    struct sort_record record;
    size_t run;
};

struct sorter {
    struct scratch_space *space;
    struct scratch *scratch; /* NULL while all fits */
    struct sort_record *records;
    size_t count, capacity, most; /* most: records that the memory holds */
    size_t next;
    uint64_t total;
    struct run *runs;
    size_t run_count, run_capacity;
    size_t merged;     /* records of each run that are in memory */
    struct head *heap; /* the least record of each run, the least first */
    size_t heap_size;
    struct sort_record peeked;
    bool has_peeked;
};

enum wirecopy_status sorter_create(struct scratch_space *space, uint64_t memory_bytes, struct sorter **sorter_out)
{
    struct sorter *sorter = memory_allocate_zero(1, sizeof *sorter);
    if (!sorter)
        return WIRECOPY_NO_MEMORY;
    sorter->space = space;
    sorter->most = (memory_bytes < LEAST_BUFFER_BYTES ? LEAST_BUFFER_BYTES : memory_bytes) / RECORD_BYTES;
    *sorter_out = sorter;
    return WIRECOPY_OK;
}

void sorter_free(struct sorter *sorter)
{
    if (!sorter)
        return;
    memory_free(sorter->runs);
    memory_free(sorter->heap);
    memory_free(sorter->records);
    scratch_free(sorter->scratch);
    memory_free(sorter);
}

uint64_t sorter_count(const struct sorter *sorter)
{
    return sorter->total;
}

static enum wirecopy_status write_run(struct sorter *sorter)
{
    enum wirecopy_status status = WIRECOPY_OK;
    struct run run;
    if (!sorter->scratch)
        status = scratch_create(sorter->space, &sorter->scratch);
    if (status == WIRECOPY_OK)
        status = array_reserve(&sorter->runs, &sorter->run_capacity, sorter->run_count + 1, sizeof *sorter->runs);
    if (status != WIRECOPY_OK)
        return status;
    sort_records(sorter->records, sorter->count);
    run = (struct run){.at = scratch_size(sorter->scratch)};
    status = scratch_append(sorter->scratch, sorter->records, sorter->count * RECORD_BYTES);
    run.end = scratch_size(sorter->scratch);
    sorter->runs[sorter->run_count++] = run;
    sorter->count = 0;
    return status;
}

static enum wirecopy_status grow(struct sorter *sorter)
{
    size_t wanted = sorter->capacity ? sorter->capacity * 2 : 1024;
    struct sort_record *records;
    if (sorter->capacity == sorter->most)
        return write_run(sorter);
    if (wanted > sorter->most)
        wanted = sorter->most;
    records = memory_resize(sorter->records, wanted, RECORD_BYTES);
    if (!records)
        return WIRECOPY_NO_MEMORY;
    sorter->records = records;
    sorter->capacity = wanted;
    return WIRECOPY_OK;
}

enum wirecopy_status sorter_add(struct sorter *sorter, uint64_t key, uint64_t value)
{
    if (sorter->count == sorter->capacity) {
        enum wirecopy_status status = grow(sorter);
        if (status != WIRECOPY_OK)
            return status;
    }
    sorter->records[sorter->count++] = (struct sort_record){key, value};
    sorter->total++;
    return WIRECOPY_OK;
}

/* Loads the run's next records; count is 0 at its end. */
static enum wirecopy_status load(struct sorter *sorter, struct run *run)
{
    uint64_t left = run->end - run->at;
    size_t most = sorter->merged * RECORD_BYTES, bytes = left < most ? (size_t)left : most;
    enum wirecopy_status status = WIRECOPY_OK;
    if (bytes)
        status = scratch_read(sorter->scratch, run->at, run->loaded, bytes);
    run->at += bytes;
    run->next = 0;
    run->count = bytes / RECORD_BYTES;
    return status;
}

static void set_head(struct sorter *sorter, size_t place, size_t run)
{
    sorter->heap[place] = (struct head){sorter->runs[run].loaded[sorter->runs[run].next], run};
}

static void sift_down(struct sorter *sorter, size_t place)
{
    struct head *heap = sorter->heap, sifted = heap[place];
    for (size_t child; (child = 2 * place + 1) < sorter->heap_size; place = child) {
        child += child + 1 < sorter->heap_size && before(&heap[child + 1].record, &heap[child].record);
        if (!before(&heap[child].record, &sifted.record))
            break;
        heap[place] = heap[child];
    }
    heap[place] = sifted;
}

enum wirecopy_status sorter_finish(struct sorter *sorter)
{
    enum wirecopy_status status;
    if (!sorter->scratch) {
        sort_records(sorter->records, sorter->count);
        return WIRECOPY_OK;
    }
    status = sorter->count ? write_run(sorter) : WIRECOPY_OK;
    memory_free(sorter->records);
    sorter->records = NULL;
    sorter->capacity = 0;
    if (status != WIRECOPY_OK)
        return status;
    sorter->merged = sorter->most / sorter->run_count;
    sorter->merged = sorter->merged < MERGED_LEAST ? MERGED_LEAST : sorter->merged > MERGED_MOST ? MERGED_MOST : sorter->merged;
    sorter->records = memory_allocate(sorter->run_count * sorter->merged, RECORD_BYTES);
    if (!sorter->records)
        return WIRECOPY_NO_MEMORY;
    sorter->heap = memory_allocate(sorter->run_count, sizeof *sorter->heap);
    if (!sorter->heap)
        return WIRECOPY_NO_MEMORY;
    for (size_t i = 0; i < sorter->run_count; i++) {
        sorter->runs[i].loaded = sorter->records + i * sorter->merged;
        status = load(sorter, &sorter->runs[i]);
        if (status != WIRECOPY_OK)
            return status;
        set_head(sorter, sorter->heap_size++, i);
    }
    for (size_t place = sorter->heap_size; place-- > 0;)
        sift_down(sorter, place);
    return WIRECOPY_OK;
}

static enum wirecopy_status merge_next(struct sorter *sorter, struct sort_record *record, bool *end)
{
    struct run *run;
    *end = sorter->heap_size == 0;
    if (*end)
        return WIRECOPY_OK;
    run = &sorter->runs[sorter->heap[0].run];
    *record = sorter->heap[0].record;
    if (++run->next == run->count) {
        enum wirecopy_status status = load(sorter, run);
        if (status != WIRECOPY_OK)
            return status;
        if (run->count == 0)
            sorter->heap[0] = sorter->heap[--sorter->heap_size];
    }
    if (run->count)
        set_head(sorter, 0, sorter->heap[0].run);
    if (sorter->heap_size)
        sift_down(sorter, 0);
    return WIRECOPY_OK;
}

enum wirecopy_status sorter_next(struct sorter *sorter, struct sort_record *record, bool *end)
{
    if (sorter->has_peeked) {
        sorter->has_peeked = false;
        *record = sorter->peeked;
        *end = false;
        return WIRECOPY_OK;
    }
    if (sorter->scratch)
        return merge_next(sorter, record, end);
    *end = sorter->next == sorter->count;
    if (!*end)
        *record = sorter->records[sorter->next++];
    return WIRECOPY_OK;
}

enum wirecopy_status sorter_next_run(struct sorter *sorter, uint64_t *key, struct buffer *values, size_t limit, size_t *count, bool *end)
{
    struct sort_record record;
    enum wirecopy_status status = sorter_next(sorter, &record, end);
    values->size = 0;
    *count = 0;
    if (status != WIRECOPY_OK || *end)
        return status;
    *key = record.key;
    for (;;) {
        bool ended;
        if (*count < limit) {
            status = buffer_append(values, &record.value, sizeof record.value);
            if (status != WIRECOPY_OK)
                return status;
        }
        ++*count;
        status = sorter_next(sorter, &record, &ended);
        if (status != WIRECOPY_OK || ended)
            return status;
        if (record.key != *key) {
            sorter->peeked = record;
            sorter->has_peeked = true;
            return WIRECOPY_OK;
        }
    }
}
