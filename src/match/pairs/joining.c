/*
 * Joins: in each part of the keys, equal ones stand side by side once it is sorted; their ranks meet. A huge bucket of a band
 * and a crowded sampled key are joined through a few anchors, their least ranks, so that no key costs a square.
 */
#include <stdatomic.h>
#include <string.h>

#include "base/parallel.h"
#include "base/sort/sort.h"
#include "match/pairs/joining.h"
#include "match/pairs/tallies.h"

/* What stands before the ranks of a run: how many they are, how many of them met all behind them, the key, and whether it is not counted. */
enum { RUN_COUNT, RUN_FIRSTS, RUN_KEY, RUN_LOST, RUN_HEAD };

/* Pairs met lately in a band are not added again: true copies meet in most bands. */
enum { RECENT_BITS = 15 };

/*
 * Of a bucket of so many, or behind so many pairs of a part, most would be forgotten before they are met again: ranks are kept in place of up to
 * sixty times as many bytes of pairs. Of two or three ranks pairs are no more.
 */
enum { LONG_BUCKET = 1 << (RECENT_BITS - 4), SHORT_BUCKET = 3 };

/* The keys of a part, for one thread at a time: of a crowd they are many, and not needed once its ranks are put in a slot. */
struct room {
    struct column_room columns;
    struct buffer sampled, shown;
};

/* Pairs of a slot take this share of a thread's memory. */
enum { PAIRS_SHARE = 8 };

/* Of a value that is loaded: itself, as much to sort in, how it is written, and counters. */
enum { BYTES_A_VALUE = 4 * sizeof(uint64_t) };

/* One room a thread; but one only at first, and from the first part on that is too large for several to be loaded at a time. */
struct rooms {
    struct parallel_gate *gate;
    struct room *at;
    uint32_t count;
    size_t most; /* values of a part */
    atomic_bool large;
};

struct joining {
    const struct columns *bands; /* NULL: sampled keys */
    const struct keys *sampled;  /* NULL: those of bands */
    unsigned part_bits;          /* the lowest of a sampled key, which are those of its part's number */
    struct candidates *candidates;
    struct rooms *rooms;
    struct tallies *tallies; /* of crowds; NULL: none */
    uint32_t crowd;          /* 0: the keys are bands' */
    uint64_t limit;          /* sampled keys up to this one are under the limit of sampling */
};

struct slot {
    struct buffer lost;       /* sampled keys that an article has again, which are not counted, above their ranks */
    struct buffer pairs;      /* that met in a band */
    size_t pairs_most;        /* bytes of them; more go as runs */
    struct buffer runs;       /* ranks that met by a sampled key or in such a bucket, 4 bytes each, behind RUN_HEAD others */
    struct crowd_room listed; /* crowds, where they are kept */
    struct buffer crowds;     /* keys of crowds and giant buckets, 4 bytes each */
    uint64_t *recent;
    uint64_t crowded;
    uint32_t rank_bits;
};

/* Adds the pairs of one article with others of its bucket; one that met lately is not added. */
static enum wirecopy_status add_pairs(struct slot *slot, uint64_t one, const uint64_t *others, size_t count)
{
    enum wirecopy_status status = buffer_reserve(&slot->pairs, count * sizeof *others);
    uint64_t *pairs = (uint64_t *)(void *)(slot->pairs.data + slot->pairs.size);
    size_t added = 0;
    if (status != WIRECOPY_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        uint64_t pair = (one << slot->rank_bits | (uint32_t)others[i]) << 1 | 1;
        uint64_t *recent = &slot->recent[(pair * 0x9e3779b97f4a7c15u) >> (64 - RECENT_BITS)];
        pairs[added] = pair;
        added += *recent != pair;
        *recent = pair;
    }
    slot->pairs.size += added * sizeof *pairs;
    return WIRECOPY_OK;
}

/* The pairs of one bucket: all, or each rank with the anchors and with the next. */
static enum wirecopy_status join_bucket(struct slot *slot, const uint64_t *run, size_t count, bool all)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i + 1 < count && status == WIRECOPY_OK; i++) {
        size_t end = all || i < GIANT_ANCHORS ? count : i + 2;
        status = add_pairs(slot, (uint32_t)run[i], run + i + 1, end - i - 1);
    }
    return status;
}

/* The ranks of one key, whose pairs are dealt as they are: all, or each rank with the anchors, and in a bucket with the next. */
static enum wirecopy_status put_run(struct slot *slot, const uint64_t *run, size_t count, uint32_t firsts, bool lost)
{
    enum wirecopy_status status = buffer_reserve(&slot->runs, (count + RUN_HEAD + DISTRIBUTION_BESIDE) * sizeof(uint32_t));
    uint32_t *put = (uint32_t *)(void *)(slot->runs.data + slot->runs.size);
    if (status != WIRECOPY_OK)
        return status;
    put[RUN_COUNT] = (uint32_t)count;
    put[RUN_FIRSTS] = count <= firsts ? (uint32_t)count - 1 : firsts;
    put[RUN_KEY] = (uint32_t)(run[0] >> 32);
    put[RUN_LOST] = lost;
    for (size_t i = 0; i < count; i++)
        put[RUN_HEAD + i] = (uint32_t)run[i];
    slot->runs.size += (count + RUN_HEAD) * sizeof *put;
    return WIRECOPY_OK;
}

static enum wirecopy_status join_run(struct slot *slot, const uint64_t *run, size_t count, bool band, bool crowd)
{
    if (band && count <= (slot->pairs.size < slot->pairs_most ? LONG_BUCKET : SHORT_BUCKET))
        return join_bucket(slot, run, count, !crowd);
    return put_run(slot, run, count, !crowd ? UINT32_MAX : band ? GIANT_ANCHORS : CROWD_ANCHORS, !band && crowd);
}

/* Equal values are one article's equal keys: all but the first are not counted. */
static enum wirecopy_status drop_equal(struct slot *slot, uint64_t *values, size_t *count)
{
    size_t kept = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < *count && status == WIRECOPY_OK; i++) {
        if (kept > 0 && values[i] == values[kept - 1])
            status = buffer_append(&slot->lost, &values[i], sizeof *values);
        else
            values[kept++] = values[i];
    }
    *count = kept;
    return status;
}

static enum wirecopy_status join_values(const struct joining *joining, struct slot *slot, uint64_t *values, size_t count)
{
    bool band = joining->crowd == 0, crowd;
    uint32_t key;
    enum wirecopy_status status = drop_equal(slot, values, &count);
    for (size_t start = 0, end; start < count && status == WIRECOPY_OK; start = end) {
        for (end = start + 1; end < count && values[end] >> 32 == values[start] >> 32; end++)
            continue;
        if (end - start == 1)
            continue;
        crowd = is_crowd(&joining->candidates->plan, band, key = (uint32_t)(values[start] >> 32), end - start);
        if (crowd && joining->candidates->noted)
            status = buffer_append(&slot->crowds, &key, sizeof key);
        if (crowd && joining->candidates->crowds.places && status == WIRECOPY_OK)
            status = crowd_lists_put(&joining->candidates->crowds, &slot->listed, values + start, end - start, band || key <= joining->limit >> 32);
        if (status == WIRECOPY_OK)
            status = join_run(slot, values + start, end - start, band, crowd);
        slot->crowded += crowd;
    }
    return status;
}

/* Puts the part's share of the key back, and the whole key above 32 bits of the rank. */
static void complete(const struct joining *joining, uint32_t part, uint64_t *values, size_t count)
{
    unsigned rank_bits = joining->candidates->rank_bits;
    uint64_t rank_mask = ((uint64_t)1 << rank_bits) - 1, share = part & (((uint32_t)1 << joining->part_bits) - 1);
    for (size_t i = 0; i < count; i++)
        values[i] = (values[i] >> rank_bits << joining->part_bits | share) << 32 | (values[i] & rank_mask);
}

/* The keys of a part that meet somebody, above their ranks, in order: one that only one article has, once, does not. */
static enum wirecopy_status load_shared(const struct joining *joining, struct room *room, uint32_t part, uint64_t **values_out, size_t *count_out)
{
    struct often shared = {.shift = joining->candidates->rank_bits, .least = 2, .grouped = true};
    enum wirecopy_status status;
    if (joining->bands)
        return columns_often(joining->bands, part, &room->columns, values_out, count_out);
    if (joining->sampled->saved.scratch) {
        status = shelves_load(&joining->sampled->saved, part, &room->sampled, &room->shown, values_out, count_out);
        if (status == WIRECOPY_OK)
            *count_out = sort_often_u64(*values_out, *values_out + *count_out, *count_out, shared);
    } else {
        status = distribution_load_often(&joining->sampled->sampled, part, shared, &room->sampled, values_out, count_out);
    }
    if (status == WIRECOPY_OK)
        complete(joining, part, *values_out, *count_out);
    return status;
}

/* Of a large part the room is given back, too. */
static void leave_room(struct rooms *rooms, uint32_t place, size_t values)
{
    if (values > rooms->most) {
        column_room_release(&rooms->at[place].columns);
        buffer_release(&rooms->at[place].sampled);
        buffer_release(&rooms->at[place].shown);
        atomic_store(&rooms->large, true);
    }
    parallel_gate_leave(rooms->gate, place, atomic_load(&rooms->large) ? 1 : rooms->count);
}

static enum wirecopy_status join_parts(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct joining *joining = context;
    struct slot *slot = slot_pointer;
    uint32_t place = parallel_gate_enter(joining->rooms->gate);
    size_t largest = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->pairs.size = slot->runs.size = slot->lost.size = slot->listed.listed.size = slot->crowds.size = slot->crowded = 0;
    for (uint32_t part = begin; part < end && status == WIRECOPY_OK; part++) {
        uint64_t *values;
        size_t count;
        status = load_shared(joining, &joining->rooms->at[place], part, &values, &count);
        if (status == WIRECOPY_OK)
            status = join_values(joining, slot, values, count);
        if (status == WIRECOPY_OK && count > largest)
            largest = count;
    }
    leave_room(joining->rooms, place, largest);
    return status;
}

/* Keys that are not counted are taken from what their articles have. */
static void lose_keys(const struct joining *joining, const struct slot *slot)
{
    const uint64_t *lost = (const uint64_t *)(const void *)slot->lost.data;
    for (size_t i = 0; joining->crowd && i < slot->lost.size / sizeof *lost; i++)
        lose_key(joining->candidates, lost[i], joining->limit);
}

static void lose_run(const struct joining *joining, const uint32_t *run)
{
    for (size_t i = 0; i < run[RUN_COUNT]; i++)
        lose_key(joining->candidates, (uint64_t)run[RUN_KEY] << 32 | run[RUN_HEAD + i], joining->limit);
}

static enum wirecopy_status note_crowds(const struct joining *joining, const struct slot *slot)
{
    struct known_crowds *noted = joining->candidates->noted;
    const uint32_t *keys = (const uint32_t *)(const void *)slot->crowds.data;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; noted && i < slot->crowds.size / sizeof *keys && status == WIRECOPY_OK; i++)
        status = hash_set_add(joining->crowd ? &noted->sampled : &noted->bands, keys[i]);
    return status;
}

/* Those of a bucket that are no anchors met the next one too. */
static enum wirecopy_status deal_bucket(struct candidates *candidates, const uint32_t *run)
{
    const uint32_t *ranks = run + RUN_HEAD;
    size_t count = run[RUN_COUNT], firsts = run[RUN_FIRSTS];
    enum wirecopy_status status = candidates_deal_run(candidates, ranks, count, firsts, true);
    for (size_t i = firsts; i + 1 < count && status == WIRECOPY_OK; i++)
        status = candidates_deal(candidates, ((uint64_t)ranks[i] << candidates->rank_bits | ranks[i + 1]) << 1 | 1);
    return status;
}

/* Of a crowd they may be counted first. */
static enum wirecopy_status deal_sampled(const struct joining *joining, const uint32_t *run)
{
    const uint32_t *ranks = run + RUN_HEAD;
    enum wirecopy_status status = WIRECOPY_OK;
    if (!run[RUN_LOST] || !joining->tallies)
        return candidates_deal_run(joining->candidates, ranks, run[RUN_COUNT], run[RUN_FIRSTS], false);
    for (size_t i = 0; i < run[RUN_FIRSTS] && status == WIRECOPY_OK; i++) {
        bool counted;
        status = tallies_count(joining->tallies, ranks[i], ranks + i + 1, run[RUN_COUNT] - i - 1, &counted);
        if (status == WIRECOPY_OK && !counted)
            status = candidates_deal_run(joining->candidates, ranks + i, run[RUN_COUNT] - i, 1, false);
    }
    return status;
}

static enum wirecopy_status deal_runs(const struct joining *joining, const struct slot *slot)
{
    const uint32_t *runs = (const uint32_t *)(const void *)slot->runs.data;
    size_t size = slot->runs.size / sizeof *runs;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t at = 0; at < size && status == WIRECOPY_OK; at += RUN_HEAD + runs[at + RUN_COUNT]) {
        const uint32_t *run = runs + at;
        if (joining->crowd)
            status = deal_sampled(joining, run);
        else
            status = deal_bucket(joining->candidates, run);
        if (run[RUN_LOST])
            lose_run(joining, run);
    }
    return status;
}

static enum wirecopy_status put_pairs(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    struct joining *joining = context;
    struct candidates *candidates = joining->candidates;
    struct slot *slot = slot_pointer;
    const uint64_t *pairs = (const uint64_t *)(const void *)slot->pairs.data;
    enum wirecopy_status status = WIRECOPY_OK;
    (void)begin;
    (void)end;
    for (size_t i = 0; i < slot->pairs.size / sizeof *pairs && status == WIRECOPY_OK; i++)
        status = candidates_deal(candidates, pairs[i]);
    if (status == WIRECOPY_OK)
        status = deal_runs(joining, slot);
    if (slot->listed.listed.size > 0 && status == WIRECOPY_OK)
        status = crowd_lists_add(&candidates->crowds, joining->crowd > 0, &slot->listed);
    lose_keys(joining, slot);
    if (joining->crowd)
        candidates->crowded_keys += slot->crowded;
    else
        candidates->giant_buckets += slot->crowded;
    return status == WIRECOPY_OK ? note_crowds(joining, slot) : status;
}

static enum wirecopy_status rooms_init(struct rooms *rooms, const struct left_out *left_out)
{
    rooms->count = left_out->threads;
    rooms->most = (size_t)(left_out->memory_bytes / BYTES_A_VALUE / rooms->count);
    rooms->gate = parallel_gate_create(rooms->count);
    rooms->at = memory_allocate_zero(rooms->count, sizeof *rooms->at);
    return rooms->gate && rooms->at ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}

static void rooms_release(struct rooms *rooms)
{
    for (uint32_t i = 0; rooms->at && i < rooms->count; i++) {
        column_room_release(&rooms->at[i].columns);
        buffer_release(&rooms->at[i].sampled);
        buffer_release(&rooms->at[i].shown);
    }
    memory_free(rooms->at);
    parallel_gate_free(rooms->gate);
}

/* Values of the largest part of sampled keys: an article's share of a key that all have is more than buffers hold where there are very many. */
static uint64_t largest_part(const struct keys *keys)
{
    uint64_t largest = 0;
    for (size_t part = 0; keys && part < keys_sampled_parts(keys); part++) {
        uint64_t count = keys->saved.scratch ? shelves_count_most(&keys->saved, part) : distribution_part_count(&keys->sampled, part);
        largest = count > largest ? count : largest;
    }
    return largest;
}

/* Has one of those that make way for the buffers do so; false where there are no more. */
static bool make_way(const struct joining *joining, unsigned who, uint64_t bytes, enum wirecopy_status *status)
{
    const struct candidates *candidates = joining->candidates;
    struct scratch *spilling[] = {joining->sampled->sampled.scratch, candidates->pairs.scratch, candidates->sets->left_out->articles->meta};
    unsigned count = sizeof spilling / sizeof *spilling;
    if (who < count && spilling[who])
        *status = scratch_spill(spilling[who], bytes);
    else if (who == count && candidates->glances)
        *status = glances_make_way(candidates->glances, bytes);
    return who <= count;
}

/* Takes of scratch's memory what buffers lack for the largest part, and for its runs in all slots; keys, pairs and strings go to files for it. */
static enum wirecopy_status claim_for_largest(const struct joining *joining, uint64_t largest, uint32_t slot_count, uint64_t *claimed)
{
    const struct left_out *left_out = joining->candidates->sets->left_out;
    uint64_t bytes = largest * (BYTES_A_VALUE + slot_count * sizeof(uint32_t)), lacking;
    enum wirecopy_status status;
    bool more = true;
    *claimed = 0;
    if (bytes <= left_out->memory_bytes)
        return WIRECOPY_OK;
    lacking = bytes - left_out->memory_bytes;
    status = texts_make_way(left_out->texts, lacking);
    for (unsigned who = 0; more && status == WIRECOPY_OK && lacking > 0; who++) {
        uint64_t got = scratch_space_claim(left_out->space, lacking);
        *claimed += got;
        lacking -= got;
        more = lacking > 0 && make_way(joining, who, lacking, &status);
    }
    return status;
}

static enum wirecopy_status join(struct joining *joining)
{
    const struct left_out *left_out = joining->candidates->sets->left_out;
    uint32_t slot_count = left_out_slots(left_out);
    struct slot *slots = memory_allocate_zero(slot_count, sizeof *slots);
    void **pointers = memory_allocate(slot_count, sizeof *pointers);
    uint32_t parts = joining->bands ? columns_parts(joining->bands) : keys_sampled_parts(joining->sampled);
    struct sweep sweep = {join_parts, put_pairs, joining, pointers, parts, 1, left_out->control, slot_count};
    struct rooms rooms = {.at = NULL};
    uint64_t claimed = 0, largest = largest_part(joining->sampled);
    enum wirecopy_status status = rooms_init(&rooms, left_out);
    joining->rooms = &rooms;
    atomic_init(&rooms.large, largest > rooms.most); /* what is kept of a part may be little, but all of it is loaded */
    if (status == WIRECOPY_OK)
        status = claim_for_largest(joining, largest, slot_count, &claimed);
    if (status == WIRECOPY_OK && (!slots || !pointers))
        status = WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++) {
        pointers[i] = &slots[i];
        slots[i].rank_bits = joining->candidates->rank_bits;
        slots[i].pairs_most = (size_t)(left_out->memory_bytes / PAIRS_SHARE / left_out->threads);
        slots[i].recent = memory_allocate_zero((size_t)1 << RECENT_BITS, sizeof *slots[i].recent);
        if (!slots[i].recent)
            status = WIRECOPY_NO_MEMORY;
    }
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, left_out->threads);
    for (uint32_t i = 0; slots && i < slot_count; i++) {
        buffer_release(&slots[i].pairs);
        buffer_release(&slots[i].runs);
        buffer_release(&slots[i].lost);
        crowd_room_release(&slots[i].listed);
        buffer_release(&slots[i].crowds);
        memory_free(slots[i].recent);
    }
    rooms_release(&rooms);
    joining->rooms = NULL;
    scratch_space_return(left_out->space, claimed);
    memory_free(slots);
    memory_free(pointers);
    return status;
}

static enum wirecopy_status join_sampled(struct joining *sampled, bool tallied)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (tallied)
        status = tallies_create(sampled->candidates, sampled->sampled->sampled.scratch, &sampled->tallies);
    if (status == WIRECOPY_OK)
        status = join(sampled);
    if (status == WIRECOPY_OK && tallied)
        status = tallies_deal(sampled->tallies, sampled->candidates);
    tallies_free(sampled->tallies);
    return status;
}

enum wirecopy_status keys_join(struct keys *keys, struct candidates *candidates, bool tallied)
{
    const struct plan *plan = &candidates->plan;
    struct joining bands = {.bands = &keys->bands, .candidates = candidates};
    struct joining sampled = {.sampled = keys, .part_bits = keys->sampled_part_bits, .candidates = candidates, .crowd = plan->crowd};
    enum wirecopy_status status = WIRECOPY_OK;
    if (plan->bands)
        status = join(&bands);
    columns_release(&keys->bands);
    if (status == WIRECOPY_OK && plan->sampled_one_in) {
        sampled.limit = sampled_limit(plan);
        status = join_sampled(&sampled, tallied && !plan->bands);
    }
    distribution_release(&keys->sampled);
    shelves_release(&keys->saved);
    return status;
}
