/*
 * Asking: the keys of an article say whom to look at; these, and it, are put together as a corpus is, and each pair is judged as clustering does.
 */
#include <stdlib.h>

#include "cluster/given.h"
#include "index/handful.h"
#include "index/postings.h"
#include "match/relation.h"

/* So many bytes of records are looked at together. */
static const uint64_t SLICE_BYTES = (uint64_t)8 << 20;

/* A stored article that matches, while all of them are gathered. */
struct found {
    double strength; /* by which the best come first; of exact copies more than any */
    double resemblance, containment, contained;
    enum wirecopy_relation relation;
    size_t at, size; /* its record among those that are kept */
};

struct asking {
    struct wirecopy_index *index;
    struct wirecopy_corpus *corpus;
    bool stored;
    wirecopy_take_matches *take;
    void *context;
    struct record_room room;
    struct postings_look look;
    struct group_keys keys;
    struct buffer own, own_ends;        /* the records of its group, and last its own */
    struct buffer mine;                 /* its own once more */
    struct record asked;                /* in mine */
    struct buffer in_bands, in_samples; /* uint32_t: prefixes of those that share a key, as often as they do */
    struct buffer contents;             /* struct hash128: the groups to look at */
    struct buffer slice, slice_ends;    /* their records */
    struct buffer found, kept, matches; /* struct found; records; struct wirecopy_index_match */
};

static void asking_release(struct asking *a)
{
    struct buffer *buffers[] = {&a->own,        &a->own_ends, &a->in_bands, &a->in_samples, &a->contents, &a->slice,
                                &a->slice_ends, &a->found,    &a->kept,     &a->matches,    &a->mine};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        buffer_release(buffers[i]);
    record_room_release(&a->room);
    postings_look_end(&a->look);
    group_keys_release(&a->keys);
}

/* Appends a record to others. */
static enum wirecopy_status append_record(struct wirecopy_bytes bytes, struct buffer *records, size_t *at_out)
{
    static const char zeros[8];
    enum wirecopy_status status = buffer_append(records, zeros, (8 - records->size % 8) % 8);
    *at_out = records->size;
    return status == WIRECOPY_OK ? buffer_append(records, bytes.data, bytes.size) : status;
}

/* Reads the article, and its group behind which it stands; false in *there where it should be stored, and is not. */
static enum wirecopy_status read_own(struct asking *a, uint32_t number, bool *there)
{
    struct id_entry entry;
    size_t at;
    uint64_t end;
    enum wirecopy_status status;
    a->mine.size = a->own.size = a->own_ends.size = 0;
    status = record_make(&a->corpus->holdings, number, &a->room, &a->mine);
    if (status == WIRECOPY_OK)
        status = record_read((struct wirecopy_bytes){a->mine.data, a->mine.size}, &a->asked);
    if (status == WIRECOPY_OK)
        status = ids_find(a->index, a->asked.heading.id, &entry, there);
    if (status != WIRECOPY_OK)
        return status;
    *there = !a->stored || (*there && hash128_compare(entry.content, a->asked.heading.content) == 0);
    if (*there)
        status = articles_of_group(a->index, a->asked.heading.content, &a->own, &a->own_ends);
    if (status != WIRECOPY_OK || !*there || a->stored)
        return status;
    status = append_record((struct wirecopy_bytes){a->mine.data, a->mine.size}, &a->own, &at);
    end = a->own.size;
    return status == WIRECOPY_OK ? buffer_append(&a->own_ends, &end, sizeof end) : status;
}

/* Keeps a stored article that matches. */
static enum wirecopy_status keep(struct asking *a, struct found found, struct wirecopy_bytes bytes)
{
    enum wirecopy_status status = append_record(bytes, &a->kept, &found.at);
    found.size = bytes.size;
    return status == WIRECOPY_OK ? buffer_append(&a->found, &found, sizeof found) : status;
}

/* Its exact copies: the members of its group but itself. */
static enum wirecopy_status keep_exact(struct asking *a)
{
    const uint64_t *end = (const uint64_t *)(const void *)a->own_ends.data;
    size_t count = a->own_ends.size / sizeof *end - !a->stored, at = 0;
    const struct found exact = {.strength = 2, .resemblance = 1, .containment = 1, .contained = 1, .relation = WIRECOPY_RELATION_EXACT};
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct wirecopy_bytes bytes = {a->own.data + at, end[i] - at};
        struct record record;
        status = record_read(bytes, &record);
        if (status == WIRECOPY_OK && !(a->stored && hash128_compare(record.heading.id, a->asked.heading.id) == 0))
            status = keep(a, exact, bytes);
        at = (end[i] + 7) / 8 * 8;
    }
    return status;
}

/* Makes the keys of its group, and takes its exact copies. */
static enum wirecopy_status make_keys(struct asking *a)
{
    struct handful own;
    bool furniture = false;
    enum wirecopy_status status = handful_begin(&own, a->index, 2 * a->own.size + SLICE_BYTES);
    if (status == WIRECOPY_OK)
        status = handful_add_all(&own, &a->own, &a->own_ends, NULL, 0);
    if (status == WIRECOPY_OK)
        status = handful_settle(&own);
    if (status == WIRECOPY_OK) {
        furniture = own.left_out.flags[0] & GROUP_FURNITURE_ONLY;
        status = handful_keys(&own, 0, &a->keys);
    }
    handful_release(&own);
    return status == WIRECOPY_OK && !furniture ? keep_exact(a) : status;
}

/* Who shares a key. */
static enum wirecopy_status look_up(struct asking *a)
{
    const uint32_t *sampled = (const uint32_t *)(const void *)a->keys.sampled.data;
    enum wirecopy_status status = WIRECOPY_OK;
    a->in_bands.size = a->in_samples.size = 0;
    if (!a->keys.any)
        return WIRECOPY_OK;
    for (size_t i = 0; i < a->keys.sampled_count && status == WIRECOPY_OK; i++)
        status = postings_of(&a->look, sampled[i], &a->in_samples);
    for (uint32_t band = 0; band < a->index->plan.plan.bands && status == WIRECOPY_OK; band++)
        status = postings_of(&a->look, (uint64_t)(band + 1) << 32 | a->keys.bands[band], &a->in_bands);
    if (a->in_samples.size > 0)
        sort_u32((uint32_t *)(void *)a->in_samples.data, a->in_samples.size / sizeof(uint32_t));
    if (a->in_bands.size > 0)
        sort_u32((uint32_t *)(void *)a->in_bands.data, a->in_bands.size / sizeof(uint32_t));
    return status;
}

/* Adds the groups under a prefix that share enough for what they have. */
static enum wirecopy_status take_prefix(struct asking *a, struct store_place *groups, uint32_t prefix, uint32_t shared, bool band)
{
    const struct plan *plan = &a->index->plan.plan;
    char key[4];
    enum wirecopy_status status;
    if (!band && shared < plan->sampled_least)
        return WIRECOPY_OK;
    number_to_key(prefix, key);
    status = store_seek(groups, (struct wirecopy_bytes){key, sizeof key});
    while (status == WIRECOPY_OK && !groups->end && groups->key.size == HASH_BYTES && memcmp(groups->key.data, key, sizeof key) == 0) {
        struct hash128 content = hash_of_key(groups->key.data);
        struct group_entry entry;
        if (groups->value.size != sizeof entry)
            return status_fail(WIRECOPY_BAD_INPUT, "a group of the index is damaged");
        memcpy(&entry, groups->value.data, sizeof entry);
        if (hash128_compare(content, a->asked.heading.content) != 0 &&
            keys_suffice(&a->index->needed, plan, a->keys.counts, (struct key_counts){entry.sampled, entry.whole}, shared, band))
            status = buffer_append(&a->contents, &content, sizeof content);
        if (status == WIRECOPY_OK)
            status = store_next(groups);
    }
    return status;
}

/* Whom to look at: those who share enough keys. */
static enum wirecopy_status choose(struct asking *a)
{
    const uint32_t *sampled = (const uint32_t *)(const void *)a->in_samples.data, *bands = (const uint32_t *)(const void *)a->in_bands.data;
    size_t sampled_count = a->in_samples.size / sizeof *sampled, band_count = a->in_bands.size / sizeof *bands, i = 0, j = 0;
    struct store_place groups;
    enum wirecopy_status status = store_place_begin(a->index->store, STORE_GROUPS, &groups);
    a->contents.size = 0;
    while (status == WIRECOPY_OK && (i < sampled_count || j < band_count)) {
        uint32_t prefix = i == sampled_count || (j < band_count && bands[j] < sampled[i]) ? bands[j] : sampled[i], shared = 0;
        bool band = false;
        for (; i < sampled_count && sampled[i] == prefix; i++)
            shared++;
        for (; j < band_count && bands[j] == prefix; j++)
            band = true;
        status = take_prefix(a, &groups, prefix, shared, band);
    }
    store_place_end(&groups);
    return status;
}

static double share(uint32_t part, uint32_t whole)
{
    return whole ? (double)part / whole : 0;
}

/* Keeps the members of a group that matches. */
static enum wirecopy_status keep_members(struct asking *a, const struct handful *g, uint32_t rank, uint32_t own, const struct match *m)
{
    uint32_t size = own < rank ? m->size_a : m->size_b, other = own < rank ? m->size_b : m->size_a;
    uint64_t source =
        a->asked.strings[RECORD_SOURCE].data ? hash_bytes(a->asked.strings[RECORD_SOURCE].data, a->asked.strings[RECORD_SOURCE].size) | 1 : 0;
    const uint64_t *end = (const uint64_t *)(const void *)a->slice_ends.data;
    size_t before = a->own_ends.size / sizeof *end; /* the articles of its own group were put first */
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = g->groups.first[rank]; i < g->groups.first[rank + 1] && status == WIRECOPY_OK; i++) {
        uint32_t number = g->groups.members[i];
        size_t place = number - before, at = place == 0 ? 0 : (size_t)(end[place - 1] + 7) / 8 * 8;
        bool same_outlet = source && source == g->articles.rows[number].source;
        struct found found = {.strength = match_strength(m),
                              .resemblance = match_resemblance(m),
                              .containment = share(m->shared, size),
                              .contained = share(m->shared, other),
                              .relation = relation_of((enum verdict)m->verdict, same_outlet, m->shared, size, other)};
        status = keep(a, found, (struct wirecopy_bytes){a->slice.data + at, end[place] - at});
    }
    return status;
}

/* Judges the article beside those of a slice. */
static enum wirecopy_status judge_slice(struct asking *a)
{
    struct handful g;
    struct verifying verifying = {.sets = &g.sets, .left_out = &g.left_out, .rule = index_rule(a->index), .template_numbers = true};
    struct verifier *verifier = NULL;
    uint32_t own = 0;
    enum wirecopy_status status = handful_begin(&g, a->index, 2 * (a->own.size + a->slice.size) + SLICE_BYTES);
    if (status == WIRECOPY_OK)
        status = handful_add_all(&g, &a->own, &a->own_ends, NULL, 0);
    if (status == WIRECOPY_OK)
        status = handful_add_all(&g, &a->slice, &a->slice_ends, NULL, 0);
    if (status == WIRECOPY_OK)
        status = handful_settle(&g);
    if (status == WIRECOPY_OK)
        status = verifier_create(&verifying, &verifier);
    if (status == WIRECOPY_OK && !given_rank(&g.groups, &g.articles, a->asked.heading.content, &own))
        status = status_fail(WIRECOPY_INTERNAL, "an article that is asked about is gone");
    for (uint32_t rank = 0; rank < g.groups.count && status == WIRECOPY_OK; rank++) {
        struct match match;
        if (rank == own)
            continue;
        status = verify_pair(verifier, rank < own ? rank : own, rank < own ? own : rank, &match);
        if (status == WIRECOPY_OK && (match.verdict == VERDICT_MATCH || match.verdict == VERDICT_UPDATE))
            status = keep_members(a, &g, rank, own, &match);
    }
    verifier_free(verifier);
    handful_release(&g);
    return status;
}

/* All that were chosen, a slice at a time. */
static enum wirecopy_status judge(struct asking *a)
{
    const struct hash128 *contents = (const struct hash128 *)(const void *)a->contents.data;
    size_t count = a->contents.size / sizeof *contents;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < count && status == WIRECOPY_OK;) {
        a->slice.size = a->slice_ends.size = 0;
        for (; i < count && a->slice.size < SLICE_BYTES && status == WIRECOPY_OK; i++)
            status = articles_of_group(a->index, contents[i], &a->slice, &a->slice_ends);
        if (status == WIRECOPY_OK)
            status = judge_slice(a);
    }
    return status;
}

static struct wirecopy_indexed indexed(const struct record *record)
{
    return (struct wirecopy_indexed){record->strings[RECORD_ID],    record->strings[RECORD_SOURCE], record->strings[RECORD_DATE],
                                     record->strings[RECORD_TITLE], record->strings[RECORD_URL],    record->heading.day};
}

/* A match with what it is sorted by. */
struct ranked {
    struct wirecopy_index_match match;
    double strength;
};

static int compare_ranked(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    if (a->strength != b->strength)
        return a->strength > b->strength ? -1 : 1;
    return sort_compare_bytes(a->match.article.id, b->match.article.id);
}

static enum wirecopy_status tell(struct asking *a)
{
    const struct found *found = (const struct found *)(const void *)a->found.data;
    size_t count = a->found.size / sizeof *found;
    struct ranked *ranked;
    struct wirecopy_index_match *matches;
    struct wirecopy_indexed asked;
    struct record record;
    enum wirecopy_status status = WIRECOPY_OK;
    a->matches.size = 0;
    status = buffer_reserve(&a->matches, (count + 1) * sizeof *ranked);
    ranked = (struct ranked *)(void *)a->matches.data;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        status = record_read((struct wirecopy_bytes){a->kept.data + found[i].at, found[i].size}, &record);
        if (status == WIRECOPY_OK)
            ranked[i] = (struct ranked){{indexed(&record), found[i].relation, found[i].resemblance, found[i].containment, found[i].contained},
                                        found[i].strength};
    }
    if (status != WIRECOPY_OK)
        return status;
    asked = indexed(&a->asked);
    if (count > 1)
        qsort(ranked, count, sizeof *ranked, compare_ranked);
    matches = (struct wirecopy_index_match *)(void *)a->matches.data;
    for (size_t i = 0; i < count; i++) { /* one begins no later than what it is made of */
        struct wirecopy_index_match match = ranked[i].match;
        matches[i] = match;
    }
    return a->take(a->context, &asked, matches, count);
}

static enum wirecopy_status ask(struct asking *a, uint32_t number)
{
    bool there;
    enum wirecopy_status status;
    a->found.size = a->kept.size = 0;
    status = read_own(a, number, &there);
    if (status != WIRECOPY_OK || !there)
        return status;
    status = make_keys(a);
    if (status == WIRECOPY_OK)
        status = look_up(a);
    if (status == WIRECOPY_OK)
        status = choose(a);
    if (status == WIRECOPY_OK)
        status = judge(a);
    return status == WIRECOPY_OK ? tell(a) : status;
}

/* The articles from first to end - 1. */
static enum wirecopy_status ask_from(struct asking *a, size_t first, size_t end)
{
    const struct articles *articles = &a->corpus->holdings.articles;
    enum wirecopy_status status = postings_look_begin(a->index, &a->look);
    for (size_t i = first; i < end && status == WIRECOPY_OK; i++) {
        control_tell(&a->index->control, "asking", i, articles->count, 0);
        status = control_poll(&a->index->control);
        if (status == WIRECOPY_OK && !(articles->rows[i].flags & ARTICLE_REPEAT))
            status = ask(a, (uint32_t)i);
    }
    return status;
}

enum wirecopy_status wirecopy_index_query_some(struct wirecopy_index *index, struct wirecopy_corpus *corpus, bool stored, size_t first, size_t count,
                                               wirecopy_take_matches *take, void *context)
{
    struct asking asking = {.index = index, .corpus = corpus, .stored = stored, .take = take, .context = context};
    enum wirecopy_status status = index_take_corpus(index, corpus, stored);
    size_t all = corpus->holdings.articles.count, end = first > all || count > all - first ? all : first + count;
    if (status == WIRECOPY_OK)
        status = store_begin(index->store, false);
    if (status == WIRECOPY_OK)
        status = ask_from(&asking, first, end);
    asking_release(&asking);
    store_drop(index->store);
    return index_note(index, status);
}

enum wirecopy_status wirecopy_index_query(struct wirecopy_index *index, struct wirecopy_corpus *corpus, bool stored, wirecopy_take_matches *take,
                                          void *context)
{
    return wirecopy_index_query_some(index, corpus, stored, 0, SIZE_MAX, take, context);
}
