/*
 * Tables are written in the order of their keys: articles and groups as they are ranked, ids and postings once they are sorted, which are dealt into
 * parts for that.
 */
#include <stdlib.h>

#include "base/sort/sort.h"
#include "index/creating.h"
#include "index/postings.h"
#include "match/pairs/joining.h"

/* Groups between two looks at whether to stop. */
enum { POLLED_EVERY = 256 };

/* What a group has of keys, until it is known which of them are crowds'. */
struct kept_keys {
    struct key_counts counts;
    uint32_t sampled;
};

/* An id on its way to its table. */
struct created_id {
    struct hash128 id;
    struct id_entry entry;
};

/* Begins another transaction where the one at hand is large, or would be with so many bytes more. */
static enum wirecopy_status make_room(struct creating *creating, size_t more)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (creating->written > 0 && creating->written + more < creating->most) {
        creating->written += more;
        return WIRECOPY_OK;
    }
    if (creating->written > 0)
        status = store_keep(creating->index.store);
    if (status == WIRECOPY_OK)
        status = store_room(creating->index.store, 2 * (more + creating->most));
    creating->written = more + 1;
    return status == WIRECOPY_OK ? store_begin(creating->index.store, true) : status;
}

static int compare_ids(const void *a, const void *b)
{
    return hash128_compare(((const struct created_id *)a)->id, ((const struct created_id *)b)->id);
}

/* The articles of a group, in order of their ids' hashes. */
static enum wirecopy_status write_members(struct creating *creating, uint32_t rank)
{
    const struct groups *groups = creating->view->groups;
    const struct holdings *holdings = &creating->corpus->holdings;
    struct numbered_id {
        struct created_id created;
        uint32_t number;
    } * members;
    uint32_t count = groups_size(groups, rank);
    enum wirecopy_status status;
    creating->members.size = 0;
    status = buffer_reserve(&creating->members, count * sizeof *members);
    members = (struct numbered_id *)(void *)creating->members.data;
    for (uint32_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        uint32_t number = groups->members[groups->first[rank] + i];
        struct article_meta meta;
        status = articles_meta(&holdings->articles, number, &creating->room.meta, &meta);
        if (status == WIRECOPY_OK)
            members[i] = (struct numbered_id){{record_id(meta.id), {holdings->articles.rows[number].content, meta.raw}}, number};
    }
    if (status == WIRECOPY_OK && count > 1)
        qsort(members, count, sizeof *members, compare_ids);
    for (uint32_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        const struct created_id *created = &members[i].created;
        creating->record.size = 0;
        status = record_make(holdings, members[i].number, &creating->room, &creating->record);
        if (status == WIRECOPY_OK)
            status = make_room(creating, creating->record.size);
        if (status == WIRECOPY_OK)
            status = articles_put(&creating->index, created->entry.content, created->id,
                                  (struct wirecopy_bytes){creating->record.data, creating->record.size}, true);
        if (status == WIRECOPY_OK)
            status = sorter_add(creating->ids, created->id.high, scratch_size(creating->entries) / sizeof *created);
        if (status == WIRECOPY_OK)
            status = scratch_append(creating->entries, created, sizeof *created);
        creating->index.counts.articles++;
    }
    return status;
}

static size_t part_of_band(const struct creating *creating, uint32_t band, uint32_t key)
{
    return ((size_t)1 << PART_BITS) + ((size_t)band << creating->band_bits) + (creating->band_bits ? key >> (32 - creating->band_bits) : 0);
}

static enum wirecopy_status keep_keys(struct creating *creating, uint32_t prefix)
{
    const uint32_t *sampled = (const uint32_t *)(const void *)creating->keys.sampled.data;
    struct kept_keys kept = {creating->keys.counts, creating->keys.any ? (uint32_t)creating->keys.sampled_count : 0};
    enum wirecopy_status status = scratch_append(creating->kept, &kept, sizeof kept);
    if (status == WIRECOPY_OK)
        status = scratch_append(creating->kept, sampled, kept.sampled * sizeof *sampled);
    for (size_t i = 0; i < kept.sampled && status == WIRECOPY_OK; i++)
        status = distribution_add(&creating->postings, sampled[i] >> (32 - PART_BITS), (uint64_t)sampled[i] << 32 | prefix);
    for (uint32_t band = 0; creating->keys.any && band < creating->index.plan.plan.bands && status == WIRECOPY_OK; band++)
        status = distribution_add(&creating->postings, part_of_band(creating, band, creating->keys.bands[band]),
                                  (uint64_t)creating->keys.bands[band] << 32 | prefix);
    return status;
}

static struct hash128 content_of(const struct creating *creating, uint32_t rank)
{
    return creating->view->left_out->articles->rows[groups_leader(creating->view->groups, rank)].content;
}

static enum wirecopy_status write_group(struct creating *creating, uint32_t rank)
{
    const struct key_making making = {&creating->index.plan.plan, &creating->index.family, creating->index.kernel};
    enum wirecopy_status status = group_keys_make(&creating->sets, rank, &making, &creating->keys);
    if (status == WIRECOPY_OK)
        status = keep_keys(creating, content_prefix(content_of(creating, rank)));
    return status == WIRECOPY_OK ? write_members(creating, rank) : status;
}

/* What a group has of keys, without those of crowds that were found since. */
static enum wirecopy_status write_entry(struct creating *creating, uint32_t rank, uint64_t *at, struct scratch_window *window)
{
    char key[HASH_BYTES];
    uint32_t limit = creating->index.plan.plan.sampled_one_in ? (uint32_t)(sampled_limit(&creating->index.plan.plan) >> 32) : 0;
    struct group_entry entry = {.members = groups_size(creating->view->groups, rank)};
    struct kept_keys kept;
    const void *view;
    enum wirecopy_status status = scratch_view_ahead(creating->kept, *at, sizeof kept, window, &view);
    if (status != WIRECOPY_OK)
        return status;
    memcpy(&kept, view, sizeof kept);
    status = scratch_view_ahead(creating->kept, *at + sizeof kept, kept.sampled * sizeof(uint32_t), window, &view);
    *at += sizeof kept + kept.sampled * sizeof(uint32_t);
    for (uint32_t i = 0; i < kept.sampled && status == WIRECOPY_OK && !creating->corpus->options.plan_file; i++) {
        uint32_t sampled;
        memcpy(&sampled, (const char *)view + i * sizeof sampled, sizeof sampled);
        if (hash_set_has(&creating->index.plan.crowds.sampled, sampled))
            group_keys_lose(&kept.counts, sampled, limit);
    }
    entry.sampled = kept.counts.sampled;
    entry.whole = kept.counts.whole;
    hash_to_key(content_of(creating, rank), key);
    if (status == WIRECOPY_OK)
        status = make_room(creating, 2 * sizeof key);
    creating->index.counts.groups++;
    return status == WIRECOPY_OK ? store_put(creating->index.store, STORE_GROUPS, (struct wirecopy_bytes){key, sizeof key},
                                             (struct wirecopy_bytes){(const char *)&entry, sizeof entry}, true)
                                 : status;
}

enum wirecopy_status write_entries(struct creating *creating)
{
    struct scratch_window window = {0};
    uint64_t at = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t rank = 0; rank < creating->view->groups->count && status == WIRECOPY_OK; rank++)
        status = write_entry(creating, rank, &at, &window);
    scratch_window_release(&window);
    return status;
}

enum wirecopy_status write_groups(struct creating *creating)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t rank = 0; rank < creating->view->groups->count && status == WIRECOPY_OK; rank++) {
        if (rank % POLLED_EVERY == 0) {
            control_tell(&creating->index.control, "index", rank, creating->view->groups->count, 0);
            status = control_poll(&creating->index.control);
        }
        if (status == WIRECOPY_OK)
            status = write_group(creating, rank);
    }
    return status;
}

enum wirecopy_status write_ids(struct creating *creating)
{
    uint64_t before = 0;
    bool first = true, end = false;
    enum wirecopy_status status = sorter_finish(creating->ids);
    while (status == WIRECOPY_OK) {
        struct sort_record record;
        struct created_id created;
        status = sorter_next(creating->ids, &record, &end);
        if (status != WIRECOPY_OK || end)
            break;
        status = scratch_read(creating->entries, record.value * sizeof created, &created, sizeof created);
        if (status == WIRECOPY_OK)
            status = make_room(creating, 2 * sizeof created);
        if (status == WIRECOPY_OK) /* of two that are equal so far nobody knows which is the first */
            status = ids_put(&creating->index, created.id, &created.entry, first || record.key != before);
        before = record.key;
        first = false;
    }
    return status;
}

/* Notes which keys of a part are crowds', where the corpus says it. */
static enum wirecopy_status note_crowds(struct creating *creating, bool band, const uint64_t *values, size_t count)
{
    struct known_crowds *crowds = &creating->index.plan.crowds;
    struct plan plan = creating->index.plan.plan;
    enum wirecopy_status status = WIRECOPY_OK;
    plan.known = NULL;
    for (size_t start = 0, end; start < count && status == WIRECOPY_OK && !creating->corpus->options.plan_file; start = end) {
        for (end = start + 1; end < count && values[end] >> 32 == values[start] >> 32; end++)
            continue;
        if (end - start > 1 && is_crowd(&plan, band, values[start] >> 32, end - start))
            status = hash_set_add(band ? &crowds->bands : &crowds->sampled, values[start] >> 32);
    }
    return status;
}

/* The postings of a part, in order. */
static enum wirecopy_status write_part(struct creating *creating, size_t part, struct buffer *room, struct postings_writer *writer)
{
    size_t sampled = (size_t)1 << PART_BITS, count = 0;
    uint64_t kind = part < sampled ? 0 : ((part - sampled) >> creating->band_bits) + 1, *values = NULL;
    enum wirecopy_status status = distribution_load(&creating->postings, part, room, &values, &count);
    if (status == WIRECOPY_OK && count > 0)
        sort_spread_u64(values, values + count, count);
    if (status == WIRECOPY_OK)
        status = note_crowds(creating, kind > 0, values, count);
    if (status == WIRECOPY_OK)
        status = make_room(creating, count * sizeof *values);
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct sort_record posting = {kind << 32 | values[i] >> 32, (uint32_t)values[i]};
        if (i == 0 || values[i] != values[i - 1]) /* else of two groups with one prefix */
            status = postings_write(&creating->index, writer, &posting);
    }
    return status;
}

enum wirecopy_status write_postings(struct creating *creating)
{
    struct postings_writer writer = {.table = STORE_POSTINGS};
    struct buffer room = {0};
    enum wirecopy_status status = distribution_finish(&creating->postings);
    for (size_t part = 0; part < creating->postings.parts && status == WIRECOPY_OK; part++)
        status = write_part(creating, part, &room, &writer);
    buffer_release(&room);
    creating->index.counts.postings = writer.count;
    if (status == WIRECOPY_OK)
        return postings_end(&creating->index, &writer);
    buffer_release(&writer.chunk);
    return status;
}
