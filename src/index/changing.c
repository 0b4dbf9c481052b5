/*
 * A change touches groups: those of its articles, and by their postings all whose content hashes begin as theirs do, which are nearly always none. What
 * the keys of these were and what they become is found by comparing them as they are stored and as they will be, so that a member that takes a line
 * out of its group's text, as another outlet's copy may, changes its postings too.
 */
#include "index/changing.h"

#include <stdlib.h>

#include "index/handful.h"
#include "index/postings.h"

void change_release(struct change *change)
{
    buffer_release(&change->records);
    buffer_release(&change->ends);
    buffer_release(&change->dropped);
}

/* Everything that one change looks at. */
struct changing {
    struct wirecopy_index *index;
    const struct change *change;
    struct buffer contents;      /* struct hash128: of the groups that are touched */
    struct buffer ids;           /* struct hash128: that are dropped, sorted */
    struct buffer old, old_ends; /* the records of groups that are stored and touched, or share a prefix with one that is */
    struct buffer before, after; /* struct sort_record: their postings */
    struct handful was, becomes;
    struct group_keys keys;
};

static void changing_release(struct changing *c)
{
    handful_release(&c->was);
    handful_release(&c->becomes);
    group_keys_release(&c->keys);
    struct buffer *buffers[] = {&c->contents, &c->ids, &c->old, &c->old_ends, &c->before, &c->after};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        buffer_release(buffers[i]);
}

static int compare_hashes(const void *a, const void *b)
{
    return hash128_compare(*(const struct hash128 *)a, *(const struct hash128 *)b);
}

static void sort_distinct(struct buffer *hashes)
{
    struct hash128 *all = (struct hash128 *)(void *)hashes->data;
    size_t count = hashes->size / sizeof *all, kept = 0;
    if (count > 1)
        qsort(all, count, sizeof *all, compare_hashes);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || hash128_compare(all[i], all[kept - 1]) != 0)
            all[kept++] = all[i];
    hashes->size = kept * sizeof *all;
}

static const struct hash128 *hashes_of(const struct buffer *buffer)
{
    return (const struct hash128 *)(const void *)buffer->data;
}

/* A record of the change, by its number; at is where it begins, and then where the next does. */
static enum wirecopy_status next_record(const struct change *change, size_t number, size_t *at, struct record *record, struct wirecopy_bytes *bytes)
{
    uint64_t end;
    memcpy(&end, change->ends.data + number * sizeof end, sizeof end);
    *bytes = (struct wirecopy_bytes){change->records.data + *at, (size_t)end - *at};
    *at = ((size_t)end + 7) / 8 * 8;
    return record_read(*bytes, record);
}

static size_t record_count(const struct change *change)
{
    return change->ends.size / sizeof(uint64_t);
}

/* Which groups are touched, and which ids are dropped. */
static enum wirecopy_status list_touched(struct changing *c)
{
    const struct stored_article *dropped = (const struct stored_article *)(const void *)c->change->dropped.data;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0, at = 0; i < record_count(c->change) && status == WIRECOPY_OK; i++) {
        struct record record;
        struct wirecopy_bytes bytes;
        status = next_record(c->change, i, &at, &record, &bytes);
        if (status == WIRECOPY_OK)
            status = buffer_append(&c->contents, &record.heading.content, sizeof record.heading.content);
    }
    for (size_t i = 0; i < c->change->dropped.size / sizeof *dropped && status == WIRECOPY_OK; i++) {
        status = buffer_append(&c->contents, &dropped[i].content, sizeof dropped[i].content);
        if (status == WIRECOPY_OK)
            status = buffer_append(&c->ids, &dropped[i].id, sizeof dropped[i].id);
    }
    sort_distinct(&c->contents);
    sort_distinct(&c->ids);
    return status;
}

/* The records of what is stored under the prefixes that are touched. */
static enum wirecopy_status read_old(struct changing *c)
{
    struct buffer stored = {0};
    size_t count = c->contents.size / sizeof(struct hash128);
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        uint32_t prefix = content_prefix(hashes_of(&c->contents)[i]);
        if (i > 0 && content_prefix(hashes_of(&c->contents)[i - 1]) == prefix)
            continue;
        stored.size = 0;
        status = groups_with_prefix(c->index, prefix, &stored);
        for (size_t j = 0; j < stored.size / sizeof(struct hash128) && status == WIRECOPY_OK; j++)
            status = articles_of_group(c->index, hashes_of(&stored)[j], &c->old, &c->old_ends);
    }
    buffer_release(&stored);
    return status;
}

enum wirecopy_status list_postings(const struct wirecopy_index *index, const struct group_keys *keys, struct hash128 content, struct buffer *out)
{
    const uint32_t *sampled = (const uint32_t *)(const void *)keys->sampled.data;
    struct sort_record posting = {0, content_prefix(content)};
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; keys->any && i < keys->sampled_count && status == WIRECOPY_OK; i++) {
        posting.key = sampled[i];
        status = buffer_append(out, &posting, sizeof posting);
    }
    for (uint32_t band = 0; keys->any && band < index->plan.plan.bands && status == WIRECOPY_OK; band++) {
        posting.key = (uint64_t)(band + 1) << 32 | keys->bands[band];
        status = buffer_append(out, &posting, sizeof posting);
    }
    return status;
}

static struct hash128 content_of(const struct handful *handful, uint32_t rank)
{
    return handful->articles.rows[groups_leader(&handful->groups, rank)].content;
}

/* The memory that gathered records take in scratch, about. */
static uint64_t memory_of(const struct changing *c)
{
    return (c->old.size + c->change->records.size) * 2 + ((uint64_t)4 << 20);
}

static enum wirecopy_status find_before(struct changing *c)
{
    enum wirecopy_status status;
    if (c->old.size == 0)
        return WIRECOPY_OK;
    status = handful_begin(&c->was, c->index, memory_of(c));
    if (status == WIRECOPY_OK)
        status = handful_add_all(&c->was, &c->old, &c->old_ends, NULL, 0);
    if (status == WIRECOPY_OK)
        status = handful_settle(&c->was);
    for (uint32_t rank = 0; rank < c->was.groups.count && status == WIRECOPY_OK; rank++) {
        status = handful_keys(&c->was, rank, &c->keys);
        if (status == WIRECOPY_OK)
            status = list_postings(c->index, &c->keys, content_of(&c->was, rank), &c->before);
    }
    return status;
}

static enum wirecopy_status gather_after(struct changing *c)
{
    enum wirecopy_status status = handful_begin(&c->becomes, c->index, memory_of(c));
    if (status == WIRECOPY_OK)
        status = handful_add_all(&c->becomes, &c->old, &c->old_ends, hashes_of(&c->ids), c->ids.size / sizeof(struct hash128));
    if (status == WIRECOPY_OK)
        status = handful_add_all(&c->becomes, &c->change->records, &c->change->ends, NULL, 0);
    return status == WIRECOPY_OK ? handful_settle(&c->becomes) : status;
}

/* A group as it becomes: what it has of keys, in its table and as postings. */
static enum wirecopy_status put_group(struct changing *c, uint32_t rank)
{
    char key[HASH_BYTES];
    struct hash128 content = content_of(&c->becomes, rank);
    struct group_entry entry = {.members = groups_size(&c->becomes.groups, rank)};
    struct wirecopy_bytes value;
    bool found;
    enum wirecopy_status status = handful_keys(&c->becomes, rank, &c->keys);
    hash_to_key(content, key);
    entry.sampled = c->keys.counts.sampled;
    entry.whole = c->keys.counts.whole;
    if (status == WIRECOPY_OK)
        status = list_postings(c->index, &c->keys, content, &c->after);
    if (status == WIRECOPY_OK)
        status = store_look(c->index->store, STORE_GROUPS, (struct wirecopy_bytes){key, sizeof key}, &value, &found);
    if (status != WIRECOPY_OK)
        return status;
    c->index->counts.groups += !found;
    return store_put(c->index->store, STORE_GROUPS, (struct wirecopy_bytes){key, sizeof key},
                     (struct wirecopy_bytes){(const char *)&entry, sizeof entry}, false);
}

/* Groups that are gone, and those that are there. */
static enum wirecopy_status put_groups(struct changing *c)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < c->contents.size / sizeof(struct hash128) && status == WIRECOPY_OK; i++) {
        char key[HASH_BYTES];
        struct wirecopy_bytes value;
        bool found;
        hash_to_key(hashes_of(&c->contents)[i], key);
        status = store_look(c->index->store, STORE_GROUPS, (struct wirecopy_bytes){key, sizeof key}, &value, &found);
        if (status == WIRECOPY_OK && found) {
            status = store_remove(c->index->store, STORE_GROUPS, (struct wirecopy_bytes){key, sizeof key});
            c->index->counts.groups--;
        }
    }
    for (uint32_t rank = 0; rank < c->becomes.groups.count && status == WIRECOPY_OK; rank++)
        status = put_group(c, rank);
    return status;
}

static enum wirecopy_status put_articles(struct changing *c)
{
    const struct stored_article *dropped = (const struct stored_article *)(const void *)c->change->dropped.data;
    size_t dropped_count = c->change->dropped.size / sizeof *dropped;
    char key[HASH_BYTES];
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < dropped_count && status == WIRECOPY_OK; i++) {
        status = articles_drop(c->index, dropped[i].content, dropped[i].id);
        hash_to_key(dropped[i].id, key);
        if (status == WIRECOPY_OK)
            status = store_remove(c->index->store, STORE_IDS, (struct wirecopy_bytes){key, sizeof key});
    }
    for (size_t i = 0, at = 0; i < record_count(c->change) && status == WIRECOPY_OK; i++) {
        struct record record;
        struct wirecopy_bytes bytes;
        status = next_record(c->change, i, &at, &record, &bytes);
        if (status == WIRECOPY_OK)
            status = articles_put(c->index, record.heading.content, record.heading.id, bytes, false);
        if (status == WIRECOPY_OK)
            status = ids_put(c->index, record.heading.id, &(struct id_entry){record.heading.content, record.heading.raw}, false);
    }
    c->index->counts.articles += record_count(c->change) - dropped_count;
    return status;
}

/* Keeps of two sorted lists what the other has not. */
static void keep_different(struct sort_record *a, size_t *a_count, struct sort_record *b, size_t *b_count)
{
    size_t i = 0, j = 0, kept_a = 0, kept_b = 0;
    while (i < *a_count || j < *b_count) {
        int order = i == *a_count ? 1 : j == *b_count ? -1 : posting_compare(&a[i], &b[j]);
        if (order < 0)
            a[kept_a++] = a[i];
        if (order > 0)
            b[kept_b++] = b[j];
        i += order <= 0;
        j += order >= 0;
    }
    *a_count = kept_a;
    *b_count = kept_b;
}

static enum wirecopy_status put_postings(struct changing *c)
{
    struct sort_record *before = (struct sort_record *)(void *)c->before.data, *after = (struct sort_record *)(void *)c->after.data;
    size_t before_count = postings_sort(before, c->before.size / sizeof *before), after_count = postings_sort(after, c->after.size / sizeof *after);
    keep_different(before, &before_count, after, &after_count);
    return postings_change(c->index, after, after_count, before, before_count);
}

enum wirecopy_status change_make(struct wirecopy_index *index, const struct change *change)
{
    struct changing c = {.index = index, .change = change};
    enum wirecopy_status status = list_touched(&c);
    if (status == WIRECOPY_OK)
        status = read_old(&c);
    if (status == WIRECOPY_OK)
        status = find_before(&c);
    if (status == WIRECOPY_OK)
        status = gather_after(&c);
    if (status == WIRECOPY_OK)
        status = put_groups(&c);
    if (status == WIRECOPY_OK)
        status = put_articles(&c);
    if (status == WIRECOPY_OK)
        status = put_postings(&c);
    changing_release(&c);
    return status;
}

/* One transaction: what list says is changed; without it, recent postings are moved. */
static enum wirecopy_status keep_once(struct wirecopy_index *index, change_list *list, void *context)
{
    struct change change = {.records = {0}};
    enum wirecopy_status status = store_begin(index->store, true);
    if (status == WIRECOPY_OK)
        status = about_read_counts(index);
    if (status == WIRECOPY_OK && list)
        status = list(context, &change);
    if (status == WIRECOPY_OK)
        status = list ? change_make(index, &change) : postings_move(index);
    if (status == WIRECOPY_OK)
        status = about_write_counts(index);
    if (status == WIRECOPY_OK)
        status = store_keep(index->store);
    else
        store_drop(index->store);
    change_release(&change);
    return status;
}

static enum wirecopy_status keep(struct wirecopy_index *index, change_list *list, void *context)
{
    enum wirecopy_status status;
    do
        status = keep_once(index, list, context);
    while (store_widened(index->store, &status));
    return status;
}

enum wirecopy_status change_keep(struct wirecopy_index *index, change_list *list, void *context)
{
    enum wirecopy_status status = keep(index, list, context);
    bool many = status == WIRECOPY_OK && postings_are_many(index);
    while (many && status == WIRECOPY_OK && index->counts.recent > 0) { /* all of them, or each time only some would be moved */
        status = control_poll(&index->control);
        if (status == WIRECOPY_OK)
            status = keep(index, NULL, NULL);
    }
    return status;
}
