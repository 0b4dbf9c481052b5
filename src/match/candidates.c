/*
 * Candidate pairs by locality-sensitive hashing (Indyk and Motwani 1998; Broder 1997 for the bands).
 *
 * Sketching reads the sets once, in order of arrival, and writes the band keys by column, so that each band is then one
 * read, one sort and one join. Sampled keys go through a sieve first: most stand in one article only.
 */
#include "match/candidates.h"

#include <string.h>

#include "base/parallel.h"
#include "base/sort.h"
#include "match/sampled_join.h"

/* A bucket with more articles than this is joined through anchors: its pairs are too many, and most meet elsewhere too. */
enum { GIANT_BUCKET = 64, ANCHORS = 4 };

/* Articles sketched at a time: their keys of one band are one write to its column. */
enum { ARTICLES_A_PIECE = 512 };

/* Pairs met lately are not added again: true copies meet in most bands. */
enum { RECENT_PAIRS = 1 << 16 };

struct sketching {
    struct candidates *candidates;
    const struct left_out *left_out;
    const struct plan *plan;
    struct family family;
    minhash_kernel *kernel;
    struct scratch *columns; /* band by band, a key for each article in order of arrival */
    uint8_t *keyed;          /* a bit an article: whether it has keys */
    struct sieve sampled;    /* how many articles have a sampled key */
};

struct slot {
    uint32_t *minima, *keys; /* keys: bands x ARTICLES_A_PIECE */
    uint8_t has[ARTICLES_A_PIECE];
    struct buffer room, sampled;
};

static enum wirecopy_status sketch(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct sketching *s = context;
    struct slot *slot = slot_pointer;
    slot->sampled.size = 0;
    for (uint32_t number = begin; number < end; number++) {
        uint32_t rank = s->left_out->groups->rank_of[number];
        struct shingle_set set;
        enum wirecopy_status status;
        slot->has[number - begin] = 0;
        if (rank == UINT32_MAX || groups_leader(s->left_out->groups, rank) != number)
            continue;
        status = sets_view(s->candidates->sets, rank, &slot->room, &set);
        if (status != WIRECOPY_OK)
            return status;
        if (set.count < SHORT_SHINGLES)
            continue;
        slot->has[number - begin] = 1;
        if (s->plan->bands) {
            memset(slot->minima, 0xff, s->family.components * sizeof *slot->minima);
            s->kernel(&s->family, set.shingles, set.count, slot->minima);
        }
        for (uint32_t band = 0; band < s->plan->bands; band++)
            slot->keys[(size_t)band * ARTICLES_A_PIECE + number - begin] = band_key(slot->minima, band, s->plan->rows);
        if (s->plan->sampled_one_in) {
            size_t count = sampled_count(s->plan, set);
            status = buffer_append(&slot->sampled, set.shingles, count * sizeof *set.shingles);
            if (status != WIRECOPY_OK)
                return status;
        }
    }
    return WIRECOPY_OK;
}

static enum wirecopy_status put(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    struct sketching *s = context;
    const struct slot *slot = slot_pointer;
    const uint64_t *shingles = (const uint64_t *)(const void *)slot->sampled.data;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t number = begin; number < end; number++)
        s->keyed[number / 8] |= (uint8_t)(slot->has[number - begin] << number % 8);
    for (size_t i = 0; i < slot->sampled.size / sizeof *shingles; i++)
        sieve_add(&s->sampled, shingles[i]);
    for (uint32_t band = 0; band < s->plan->bands && status == WIRECOPY_OK; band++)
        status = scratch_write(s->columns, ((uint64_t)band * s->left_out->articles->count + begin) * sizeof(uint32_t),
                               slot->keys + (size_t)band * ARTICLES_A_PIECE, (end - begin) * sizeof(uint32_t));
    return status;
}

static enum wirecopy_status sketch_all(struct sketching *s)
{
    uint32_t threads = s->left_out->threads;
    struct slot *slots = memory_allocate_zero(threads, sizeof *slots);
    void **pointers = memory_allocate(threads, sizeof *pointers);
    struct sweep sweep = {sketch, put, s, pointers, (uint32_t)s->left_out->articles->count, ARTICLES_A_PIECE, s->left_out->control};
    enum wirecopy_status status = slots && pointers ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < threads && status == WIRECOPY_OK; i++) {
        pointers[i] = &slots[i];
        slots[i].minima = memory_allocate(s->family.components, sizeof *slots[i].minima);
        slots[i].keys = memory_allocate_zero((size_t)s->plan->bands * ARTICLES_A_PIECE, sizeof *slots[i].keys);
        if (!slots[i].minima || !slots[i].keys)
            status = WIRECOPY_NO_MEMORY;
    }
    if (status == WIRECOPY_OK)
        status = scratch_extend(s->columns, (uint64_t)s->plan->bands * s->left_out->articles->count * sizeof(uint32_t));
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, threads);
    for (uint32_t i = 0; slots && i < threads; i++) {
        memory_free(slots[i].minima);
        memory_free(slots[i].keys);
        buffer_release(&slots[i].room);
        buffer_release(&slots[i].sampled);
    }
    memory_free(slots);
    memory_free(pointers);
    return status;
}

/* Adds pairs, those met lately left out. */
struct pair_adder {
    struct sorter *pairs;
    uint64_t *recent; /* RECENT_PAIRS */
};

static enum wirecopy_status add_pair(struct pair_adder *adder, uint64_t a, uint64_t b)
{
    uint64_t pair = a < b ? a << 32 | b : b << 32 | a;
    uint64_t *recent = &adder->recent[(pair * 0x9e3779b97f4a7c15u) >> 48];
    if (*recent == pair)
        return WIRECOPY_OK;
    *recent = pair;
    return sorter_add(adder->pairs, pair, 0);
}

/* The pairs of one bucket: all, or of a giant one each member with the anchors, which are its least ranks, and with the next. */
static enum wirecopy_status join_bucket(struct pair_adder *adder, const uint64_t *ranks, size_t count)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i + 1 < count && status == WIRECOPY_OK; i++) {
        bool anchor = count <= GIANT_BUCKET || i < ANCHORS;
        for (size_t j = i + 1; j < (anchor ? count : i + 2) && status == WIRECOPY_OK; j++)
            status = add_pair(adder, ranks[i], ranks[j]);
    }
    return status;
}

static enum wirecopy_status fill_band(const struct sketching *s, uint32_t band, struct sorter *sorter)
{
    enum { KEYS = 4096 };
    uint32_t keys[KEYS], count = (uint32_t)s->left_out->articles->count;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t begin = 0; begin < count && status == WIRECOPY_OK; begin += KEYS) {
        uint32_t part = count - begin < KEYS ? count - begin : KEYS;
        status = scratch_read(s->columns, ((uint64_t)band * count + begin) * sizeof *keys, keys, part * sizeof *keys);
        for (uint32_t i = 0; i < part && status == WIRECOPY_OK; i++)
            if (s->keyed[(begin + i) / 8] >> (begin + i) % 8 & 1)
                status = sorter_add(sorter, keys[i], s->left_out->groups->rank_of[begin + i]);
    }
    return status == WIRECOPY_OK ? sorter_finish(sorter) : status;
}

static enum wirecopy_status join_band(struct sketching *s, uint32_t band, struct pair_adder *adder, struct buffer *ranks)
{
    struct sorter *sorter = NULL;
    enum wirecopy_status status = sorter_create(s->left_out->space, s->left_out->memory_bytes / 4, &sorter);
    if (status == WIRECOPY_OK)
        status = fill_band(s, band, sorter);
    while (status == WIRECOPY_OK) {
        uint64_t key;
        size_t count;
        bool end;
        status = sorter_next_run(sorter, &key, ranks, SIZE_MAX, &count, &end);
        if (status != WIRECOPY_OK || end)
            break;
        s->candidates->giant_buckets += count > GIANT_BUCKET;
        status = join_bucket(adder, (const uint64_t *)(const void *)ranks->data, count);
    }
    sorter_free(sorter);
    return status;
}

static enum wirecopy_status join_all(struct sketching *s)
{
    struct pair_adder adder = {s->candidates->pairs, memory_allocate_zero(RECENT_PAIRS, sizeof *adder.recent)};
    struct buffer ranks = {0};
    enum wirecopy_status status = adder.recent ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t band = 0; band < s->plan->bands && status == WIRECOPY_OK; band++)
        status = join_band(s, band, &adder, &ranks);
    memory_free(adder.recent);
    buffer_release(&ranks);
    return status;
}

/* All pairs: the ranks that have keys, in order. */
static enum wirecopy_status list_keyed(struct candidates *candidates)
{
    struct buffer room = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    candidates->keyed = memory_allocate(candidates->sets->count, sizeof *candidates->keyed);
    if (!candidates->keyed)
        return WIRECOPY_NO_MEMORY;
    for (uint32_t rank = 0; rank < candidates->sets->count && status == WIRECOPY_OK; rank++) {
        struct shingle_set set;
        status = sets_view(candidates->sets, rank, &room, &set);
        if (status == WIRECOPY_OK && set.count >= SHORT_SHINGLES)
            candidates->keyed[candidates->keyed_count++] = rank;
    }
    candidates->next_b = 1;
    buffer_release(&room);
    return status;
}

static enum wirecopy_status find(struct sketching *s, uint64_t seed)
{
    const struct left_out *left_out = s->left_out;
    enum wirecopy_status status = scratch_create(left_out->space, &s->columns);
    family_init(&s->family, (size_t)s->plan->bands * s->plan->rows, seed);
    s->keyed = memory_allocate_zero(left_out->articles->count / 8 + 1, 1);
    if (!s->keyed)
        status = WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = sieve_init(&s->sampled, s->candidates->sets->shingles / 4, left_out->memory_bytes / 4);
    if (status == WIRECOPY_OK)
        status = sorter_create(left_out->space, left_out->memory_bytes / 4, &s->candidates->pairs);
    if (status == WIRECOPY_OK)
        status = sketch_all(s);
    if (status == WIRECOPY_OK)
        status = join_all(s);
    if (status == WIRECOPY_OK && s->plan->sampled_one_in)
        status = sampled_join(s->candidates, left_out, &s->sampled);
    if (status == WIRECOPY_OK)
        status = sorter_finish(s->candidates->pairs);
    scratch_free(s->columns);
    memory_free(s->keyed);
    sieve_release(&s->sampled);
    return status;
}

enum wirecopy_status candidates_init(struct candidates *candidates, const struct sets *sets, const struct left_out *left_out, const struct plan *plan,
                                     uint64_t seed, minhash_kernel *kernel)
{
    struct sketching s = {.candidates = candidates, .left_out = left_out, .plan = plan, .kernel = kernel};
    enum wirecopy_status status;
    *candidates = (struct candidates){.sets = sets, .plan = *plan};
    status = plan->all_pairs ? list_keyed(candidates) : find(&s, seed);
    if (status != WIRECOPY_OK)
        candidates_release(candidates);
    return status;
}

void candidates_release(struct candidates *candidates)
{
    sorter_free(candidates->pairs);
    memory_free(candidates->keyed);
    candidates->pairs = NULL;
    candidates->keyed = NULL;
}

static void next_of_all(struct candidates *c, uint32_t *a, uint32_t *b, bool *end)
{
    if (c->next_b >= c->keyed_count) {
        c->next_a++;
        c->next_b = c->next_a + 1;
    }
    *end = c->next_b >= c->keyed_count;
    if (*end)
        return;
    *a = c->keyed[c->next_a];
    *b = c->keyed[c->next_b++];
}

enum wirecopy_status candidates_next(struct candidates *candidates, uint32_t *a, uint32_t *b, bool *end)
{
    struct sort_record record;
    if (!candidates->pairs) {
        next_of_all(candidates, a, b, end);
        return WIRECOPY_OK;
    }
    do {
        enum wirecopy_status status = sorter_next(candidates->pairs, &record, end);
        if (status != WIRECOPY_OK || *end)
            return status;
    } while (candidates->started && record.key == candidates->last);
    candidates->started = true;
    candidates->last = record.key;
    *a = (uint32_t)(record.key >> 32);
    *b = (uint32_t)record.key;
    return WIRECOPY_OK;
}
