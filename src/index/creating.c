/*
 * Making an index. What a corpus teaches is written as the furniture file and the plan file say it, and read again: what is left out and which keys there
 * are follows from the two files only, as it will for articles that come later. Then all tables are written from front to back, each in the order of
 * its keys.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/sort/distribution.h"
#include "cluster/pipeline.h"
#include "cluster/result/arrangement.h"
#include "index/changing.h"
#include "index/handful.h"
#include "index/postings.h"
#include "learn/huge.h"
#include "learn/learning.h"

/* A transaction ends when it has so many bytes, which are in memory until then; fewer where there is little. */
enum { TRANSACTION_BYTES = 1 << 25, TRANSACTION_LEAST = 1 << 19, TRANSACTION_SHARE = 32 };

/* Parts of all sampled keys, and of all bands together. */
enum { PART_BITS = 8 };

/* Groups between two looks at whether to stop. */
enum { POLLED_EVERY = 256 };

struct creating {
    const char *directory;
    struct wirecopy_corpus *corpus;
    struct wirecopy_index index;
    const struct pipeline_view *view;
    struct buffer furniture, plan; /* the texts of the two files */
    struct left_out left_out;      /* by the furniture file */
    struct sets sets;
    struct group_keys keys;
    struct record_room room;
    struct buffer record, members;
    struct distribution postings; /* key << 32 | prefix, in parts by kind and the upper bits of keys */
    unsigned band_bits;           /* of a band's keys */
    struct sorter *ids;           /* by the upper half of an id's hash: a place in entries */
    struct scratch *entries;      /* struct created_id */
    uint64_t written, most;       /* bytes of the transaction at hand; when it ends */
    bool begun;                   /* the directory has something of ours */
};

/* An id on its way to its table. */
struct created_id {
    struct hash128 id;
    struct id_entry entry;
};

static int append(void *context, const char *data, size_t size)
{
    return buffer_append(context, data, size) == WIRECOPY_OK ? 0 : ENOMEM;
}

/* The texts of both files: those that were given, as they are; else what was learnt. */
static enum wirecopy_status write_learnt(struct creating *c)
{
    const struct wirecopy_options *options = &c->corpus->options;
    struct wirecopy_clustering *learnt = memory_allocate_zero(1, sizeof *learnt);
    enum wirecopy_status status = learnt ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    if (learnt) { /* all that the writers look at; none of it is its own */
        learnt->holdings = c->corpus->holdings;
        learnt->learnt = *c->view->learnt;
        learnt->plan = *c->view->kept;
        learnt->has_plan = options->keep_lines;
    }
    if (status == WIRECOPY_OK && options->furniture_file)
        status = file_read_whole(options->furniture_file, &c->furniture);
    else if (status == WIRECOPY_OK && options->furniture)
        status = wirecopy_clustering_write_furniture(learnt, append, &c->furniture);
    if (status == WIRECOPY_OK && options->plan_file)
        status = file_read_whole(options->plan_file, &c->plan);
    else if (status == WIRECOPY_OK)
        status = wirecopy_clustering_write_plan(learnt, append, &c->plan);
    if (learnt) {
        buffer_release(&learnt->meta);
        buffer_release(&learnt->other_meta);
        buffer_release(&learnt->learnt_text);
    }
    memory_free(learnt);
    return status;
}

/* What the index is made with, from both texts. */
static enum wirecopy_status read_learnt(struct creating *c)
{
    const struct wirecopy_options *options = &c->corpus->options;
    struct wirecopy_index *index = &c->index;
    struct index_parameters *p = &index->parameters;
    const struct plan *plan = &index->plan.plan;
    enum wirecopy_status status = known_plan_read_text(&index->plan, "the plan", (struct wirecopy_bytes){c->plan.data, c->plan.size});
    if (status == WIRECOPY_OK && options->furniture)
        status = known_read_text(&index->known, "the furniture", (struct wirecopy_bytes){c->furniture.data, c->furniture.size});
    if (status == WIRECOPY_OK && options->furniture && options->built_in_furniture)
        status = built_in_lines(&index->known.everywhere);
    if (status == WIRECOPY_OK && plan->all_pairs)
        status = status_fail(WIRECOPY_INVALID, "an index has keys: all pairs are none");
    if (status == WIRECOPY_OK && (index->plan.shingle_words != options->shingle_words || index->plan.seed != options->seed))
        status = status_fail(WIRECOPY_INVALID, "the plan file is of other words a shingle or another seed");
    if (status != WIRECOPY_OK)
        return status;
    memset(p, 0, sizeof *p); /* no byte of it is chance */
    p->shingle_words = options->shingle_words;
    p->resemblance = options->resemblance;
    p->containment = options->containment;
    p->seed = options->seed;
    p->furniture_fingerprint = options->furniture ? index->known.fingerprint : 0;
    p->plan_fingerprint = index->plan.fingerprint;
    p->known_lines = index->known.lines;
    p->bands = plan->bands;
    p->rows = plan->rows;
    p->sampled_one_in = plan->sampled_one_in;
    p->sampled_least = plan->sampled_least;
    p->crowd = plan->crowd;
    p->furniture = (options->furniture ? INDEX_LEAVES_OUT : 0) | (options->built_in_furniture ? INDEX_HAS_LIST : 0);
    return index_ready(index);
}

/* Leaves out what the furniture file says. */
static enum wirecopy_status leave_out(struct creating *c)
{
    struct wirecopy_index *index = &c->index;
    enum wirecopy_status status;
    c->left_out = (struct left_out){.texts = c->view->left_out->texts,
                                    .articles = c->view->left_out->articles,
                                    .groups = c->view->groups,
                                    .space = c->view->left_out->space,
                                    .memory_bytes = c->view->left_out->memory_bytes,
                                    .threads = c->view->left_out->threads,
                                    .shingling = index->shingling,
                                    .control = &index->control,
                                    .known = &index->known};
    status = left_out_init(&c->left_out);
    if (status == WIRECOPY_OK && index->parameters.furniture & INDEX_LEAVES_OUT)
        status = left_out_take_known(&c->left_out);
    c->sets = (struct sets){.left_out = &c->left_out, .common = index->common, .count = c->view->groups->count};
    return status == WIRECOPY_OK ? huge_sets_create(&c->sets.huge) : status;
}

/* Begins another transaction where the one at hand is large, or would be with so many bytes more. */
static enum wirecopy_status make_room(struct creating *c, size_t more)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (c->written > 0 && c->written + more < c->most) {
        c->written += more;
        return WIRECOPY_OK;
    }
    if (c->written > 0)
        status = store_keep(c->index.store);
    if (status == WIRECOPY_OK)
        status = store_room(c->index.store, 2 * (uint64_t)(more + TRANSACTION_BYTES));
    c->written = more + 1;
    return status == WIRECOPY_OK ? store_begin(c->index.store, true) : status;
}

static int compare_ids(const void *a, const void *b)
{
    return hash128_compare(((const struct created_id *)a)->id, ((const struct created_id *)b)->id);
}

/* The articles of a group, in order of their ids' hashes. */
static enum wirecopy_status write_members(struct creating *c, uint32_t rank)
{
    const struct groups *groups = c->view->groups;
    const struct holdings *holdings = &c->corpus->holdings;
    struct numbered_id {
        struct created_id created;
        uint32_t number;
    } * members;
    uint32_t count = groups_size(groups, rank);
    enum wirecopy_status status;
    c->members.size = 0;
    status = buffer_reserve(&c->members, count * sizeof *members);
    members = (struct numbered_id *)(void *)c->members.data;
    for (uint32_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        uint32_t number = groups->members[groups->first[rank] + i];
        struct article_meta meta;
        status = articles_meta(&holdings->articles, number, &c->room.meta, &meta);
        if (status == WIRECOPY_OK)
            members[i] = (struct numbered_id){{record_id(meta.id), {holdings->articles.rows[number].content, meta.raw}}, number};
    }
    if (status == WIRECOPY_OK && count > 1)
        qsort(members, count, sizeof *members, compare_ids);
    for (uint32_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        const struct created_id *created = &members[i].created;
        c->record.size = 0;
        status = record_make(holdings, members[i].number, &c->room, &c->record);
        if (status == WIRECOPY_OK)
            status = make_room(c, c->record.size);
        if (status == WIRECOPY_OK)
            status = articles_put(&c->index, created->entry.content, created->id, (struct wirecopy_bytes){c->record.data, c->record.size}, true);
        if (status == WIRECOPY_OK)
            status = sorter_add(c->ids, created->id.high, scratch_size(c->entries) / sizeof *created);
        if (status == WIRECOPY_OK)
            status = scratch_append(c->entries, created, sizeof *created);
        c->index.counts.articles++;
    }
    return status;
}

static size_t part_of_band(const struct creating *c, uint32_t band, uint32_t key)
{
    return ((size_t)1 << PART_BITS) + ((size_t)band << c->band_bits) + (c->band_bits ? key >> (32 - c->band_bits) : 0);
}

static enum wirecopy_status write_group(struct creating *c, uint32_t rank)
{
    char key[HASH_BYTES];
    struct hash128 content = c->view->left_out->articles->rows[groups_leader(c->view->groups, rank)].content;
    const struct key_making making = {&c->index.plan.plan, &c->index.family, c->index.kernel};
    struct group_entry entry = {.members = groups_size(c->view->groups, rank)};
    const uint32_t *sampled;
    enum wirecopy_status status = group_keys_make(&c->sets, rank, &making, &c->keys);
    sampled = (const uint32_t *)(const void *)c->keys.sampled.data;
    for (size_t i = 0; c->keys.any && i < c->keys.sampled_count && status == WIRECOPY_OK; i++)
        status = distribution_add(&c->postings, sampled[i] >> (32 - PART_BITS), (uint64_t)sampled[i] << 32 | content_prefix(content));
    for (uint32_t band = 0; c->keys.any && band < c->index.plan.plan.bands && status == WIRECOPY_OK; band++)
        status =
            distribution_add(&c->postings, part_of_band(c, band, c->keys.bands[band]), (uint64_t)c->keys.bands[band] << 32 | content_prefix(content));
    entry.sampled = c->keys.counts.sampled;
    entry.whole = c->keys.counts.whole;
    hash_to_key(content, key);
    if (status == WIRECOPY_OK)
        status = make_room(c, 2 * sizeof key);
    if (status == WIRECOPY_OK)
        status = store_put(c->index.store, STORE_GROUPS, (struct wirecopy_bytes){key, sizeof key},
                           (struct wirecopy_bytes){(const char *)&entry, sizeof entry}, true);
    c->index.counts.groups++;
    return status == WIRECOPY_OK ? write_members(c, rank) : status;
}

static enum wirecopy_status write_groups(struct creating *c)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t rank = 0; rank < c->view->groups->count && status == WIRECOPY_OK; rank++) {
        if (rank % POLLED_EVERY == 0) {
            control_tell(&c->index.control, "index", rank, c->view->groups->count, 0);
            status = control_poll(&c->index.control);
        }
        if (status == WIRECOPY_OK)
            status = write_group(c, rank);
    }
    return status;
}

static enum wirecopy_status write_ids(struct creating *c)
{
    uint64_t before = 0;
    bool first = true, end = false;
    enum wirecopy_status status = sorter_finish(c->ids);
    while (status == WIRECOPY_OK) {
        struct sort_record record;
        struct created_id created;
        status = sorter_next(c->ids, &record, &end);
        if (status != WIRECOPY_OK || end)
            break;
        status = scratch_read(c->entries, record.value * sizeof created, &created, sizeof created);
        if (status == WIRECOPY_OK)
            status = make_room(c, 2 * sizeof created);
        if (status == WIRECOPY_OK) /* of two that are equal so far nobody knows which is the first */
            status = ids_put(&c->index, created.id, &created.entry, first || record.key != before);
        before = record.key;
        first = false;
    }
    return status;
}

/* The postings of a part, in order. */
static enum wirecopy_status write_part(struct creating *c, size_t part, struct buffer *room, struct postings_writer *writer)
{
    size_t sampled = (size_t)1 << PART_BITS, count = 0;
    uint64_t kind = part < sampled ? 0 : ((part - sampled) >> c->band_bits) + 1, *values = NULL;
    enum wirecopy_status status = distribution_load(&c->postings, part, room, &values, &count);
    if (status == WIRECOPY_OK && count > 0)
        sort_spread_u64(values, values + count, count);
    if (status == WIRECOPY_OK)
        status = make_room(c, count * sizeof *values);
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct sort_record posting = {kind << 32 | values[i] >> 32, (uint32_t)values[i]};
        if (i == 0 || values[i] != values[i - 1]) /* else of two groups with one prefix */
            status = postings_write(&c->index, writer, &posting);
    }
    return status;
}

static enum wirecopy_status write_postings(struct creating *c)
{
    struct postings_writer writer = {.table = STORE_POSTINGS};
    struct buffer room = {0};
    enum wirecopy_status status = distribution_finish(&c->postings);
    for (size_t part = 0; part < c->postings.parts && status == WIRECOPY_OK; part++)
        status = write_part(c, part, &room, &writer);
    buffer_release(&room);
    c->index.counts.postings = writer.count;
    if (status == WIRECOPY_OK)
        return postings_end(&c->index, &writer);
    buffer_release(&writer.chunk);
    return status;
}

static enum wirecopy_status prepare(struct creating *c)
{
    struct scratch_space *space = c->view->left_out->space;
    uint64_t memory_bytes = c->view->left_out->memory_bytes;
    uint32_t bands = c->index.plan.plan.bands;
    enum wirecopy_status status;
    while (bands << (c->band_bits + 1) <= 1 << PART_BITS && bands > 0)
        c->band_bits++;
    status = distribution_init(&c->postings, space, ((size_t)1 << PART_BITS) + ((size_t)bands << c->band_bits), 64);
    if (status == WIRECOPY_OK)
        status = sorter_create(space, memory_bytes / 4, &c->ids);
    if (status == WIRECOPY_OK)
        status = scratch_create(space, &c->entries);
    if (status == WIRECOPY_OK)
        status = store_open(c->directory, STORE_BEGINS, &c->index.store);
    if (status != WIRECOPY_OK)
        return status;
    c->begun = true;
    store_hurry(c->index.store);
    return WIRECOPY_OK;
}

/* A pipeline_visit. */
static enum wirecopy_status create(void *context, const struct pipeline_view *view)
{
    struct creating *c = context;
    enum wirecopy_status status;
    c->view = view;
    c->most = c->corpus->options.memory_bytes / TRANSACTION_SHARE;
    c->most = c->most < TRANSACTION_LEAST ? TRANSACTION_LEAST : c->most > TRANSACTION_BYTES ? TRANSACTION_BYTES : c->most;
    c->index.options = c->corpus->options;
    status = write_learnt(c);
    if (status == WIRECOPY_OK)
        status = read_learnt(c);
    if (status == WIRECOPY_OK)
        status = leave_out(c);
    if (status == WIRECOPY_OK)
        status = prepare(c);
    if (status == WIRECOPY_OK)
        status = write_groups(c);
    if (status == WIRECOPY_OK)
        status = write_ids(c);
    if (status == WIRECOPY_OK)
        status = write_postings(c);
    if (status == WIRECOPY_OK && c->written > 0)
        status = store_keep(c->index.store);
    if (status == WIRECOPY_OK)
        status = store_settle(c->index.store);
    if (status == WIRECOPY_OK) /* only now it is an index */
        status = store_room(c->index.store, 4 * (c->furniture.size + c->plan.size) + TRANSACTION_BYTES);
    if (status == WIRECOPY_OK)
        status = store_begin(c->index.store, true);
    if (status == WIRECOPY_OK)
        status = about_write(&c->index, (struct wirecopy_bytes){c->furniture.data, c->furniture.size},
                             (struct wirecopy_bytes){c->plan.data, c->plan.size});
    return status == WIRECOPY_OK ? store_keep(c->index.store) : status;
}

static void creating_release(struct creating *c)
{
    store_close(c->index.store);
    known_release(&c->index.known);
    known_plan_release(&c->index.plan);
    common_release(&c->index.common);
    huge_sets_free(c->sets.huge);
    distribution_release(&c->postings);
    sorter_free(c->ids);
    scratch_free(c->entries);
    left_out_release(&c->left_out);
    group_keys_release(&c->keys);
    record_room_release(&c->room);
    buffer_release(&c->record);
    buffer_release(&c->members);
}

/* Takes what was begun away. */
static void forget(const char *directory)
{
    static const char *const names[] = {"data.mdb", "lock.mdb"};
    char path[4096];
    for (size_t i = 0; i < 2; i++)
        if (snprintf(path, sizeof path, "%s/%s", directory, names[i]) < (int)sizeof path)
            unlink(path);
    rmdir(directory);
}

/* What is made while the pipeline's holdings are there goes before they do. */
static enum wirecopy_status create_and_release(void *context, const struct pipeline_view *view)
{
    struct creating *c = context;
    enum wirecopy_status status = create(c, view);
    creating_release(c);
    if (status != WIRECOPY_OK && c->begun)
        forget(c->directory);
    return status;
}

enum wirecopy_status wirecopy_index_create(const char *directory, struct wirecopy_corpus *corpus)
{
    struct creating creating = {.directory = directory, .corpus = corpus};
    const struct wirecopy_options *options = &corpus->options;
    bool learns = !options->furniture_file || !options->plan_file;
    enum wirecopy_status status;
    if (options->window_hours || options->keys == WIRECOPY_KEYS_ALL || options->learn_furniture || options->save_directory)
        status = status_fail(WIRECOPY_INVALID, "an index has no window, all pairs for keys, furniture that is learnt beside a file, or save");
    else if (learns && !options->keep_lines)
        status = status_fail(WIRECOPY_INVALID, "the lines of what an index is to learn were not kept: see options.keep_lines");
    else
        status = pipeline_show(corpus, create_and_release, &creating);
    buffer_release(&creating.furniture);
    buffer_release(&creating.plan);
    return corpus_note(corpus, status);
}
