/*
 * Candidates again. Of all keys of then, only those are looked at that a changed group had or has. Who meets there is found anew; who met
 * elsewhere stays. A key whose crowd came to be or is no more, or is joined through other anchors, changes others of its groups too: then all is
 * done once more with these, whose keys are as they were, so that nothing further follows.
 */
#include <string.h>

#include "base/parallel.h"
#include "base/sort.h"
#include "match/joining.h"
#include "match/likeness.h"

/* Most keys of a part that no changed group has are told by one bit. */
enum { FILTER_BITS = 20, FILTER_BYTES = (1 << FILTER_BITS) / 8 };

struct rejoining {
    const struct keys *then, *now; /* the keys of all groups, and those of the changed ones */
    unsigned part_bits;
    struct candidates *candidates;
    struct changed_groups *changed;
    struct changed_groups *widened; /* which others are to be changed too */
    bool band;
};

/* A group that has or had a key; who changed may have it now, or have had it then. */
struct holder {
    uint32_t rank;
    bool then, now, changed;
};

struct slot {
    struct column_room then_columns, now_columns;
    struct buffer then, now;          /* uint64_t: keys above ranks */
    struct buffer holders, ranks;     /* struct holder, of one key; uint32_t: those of now */
    struct buffer pairs, lost, widen; /* uint64_t: pairs that meet, keys above ranks that are not counted; uint32_t: ranks */
    uint8_t *filter;
    uint64_t came, went; /* crowds */
};

static void mark(struct slot *slot, uint64_t key)
{
    size_t bit = key & ((1 << FILTER_BITS) - 1);
    slot->filter[bit / 8] |= (uint8_t)(1 << bit % 8);
}

static bool is_marked(const struct slot *slot, uint64_t key)
{
    size_t bit = key & ((1 << FILTER_BITS) - 1);
    return slot->filter[bit / 8] >> bit % 8 & 1;
}

static enum wirecopy_status load_values(const struct rejoining *r, struct slot *slot, uint32_t part, uint64_t **then, size_t *then_count,
                                        uint64_t **now, size_t *now_count)
{
    enum wirecopy_status status = r->band ? columns_load(&r->then->bands, part, &slot->then_columns, then, then_count)
                                          : distribution_load(&r->then->sampled, part, &slot->then, then, then_count);
    if (status != WIRECOPY_OK)
        return status;
    return r->band ? columns_load(&r->now->bands, part, &slot->now_columns, now, now_count)
                   : distribution_load(&r->now->sampled, part, &slot->now, now, now_count);
}

/* Loads a part, of the keys of then those that may concern changed groups, both in order. */
static enum wirecopy_status load_part(const struct rejoining *r, struct slot *slot, uint32_t part, uint64_t **then_out, size_t *then_count,
                                      uint64_t **now_out, size_t *now_count)
{
    unsigned rank_bits = r->candidates->rank_bits;
    uint64_t mask = ((uint64_t)1 << rank_bits) - 1, *then, *now;
    size_t count, kept = 0;
    enum wirecopy_status status = load_values(r, slot, part, then_out, &count, now_out, now_count);
    if (status != WIRECOPY_OK)
        return status;
    then = *then_out;
    now = *now_out;
    memset(slot->filter, 0, FILTER_BYTES);
    for (size_t i = 0; i < *now_count; i++)
        mark(slot, now[i] >> rank_bits);
    for (size_t i = 0; i < count; i++)
        if (group_changed(r->changed, (uint32_t)(then[i] & mask)))
            mark(slot, then[i] >> rank_bits);
    for (size_t i = 0; i < count; i++) {
        then[kept] = then[i];
        kept += is_marked(slot, then[i] >> rank_bits);
    }
    sort_u64(then, kept);
    sort_u64(now, *now_count);
    *then_count = kept;
    return WIRECOPY_OK;
}

/* A group's equal keys of now beyond the first are not counted. */
static enum wirecopy_status lose(const struct rejoining *r, struct slot *slot, uint64_t key, uint32_t rank)
{
    uint64_t lost = key << 32 | rank;
    return r->band ? WIRECOPY_OK : buffer_append(&slot->lost, &lost, sizeof lost);
}

/* What stands in the two lists of keys. */
struct side {
    const uint64_t *values;
    size_t at, end;
};

/* Gathers the holders of one key, in order of rank; returns whether one of them changed. */
static enum wirecopy_status gather(const struct rejoining *r, struct slot *slot, uint64_t key, struct side then, struct side now, bool *concerned)
{
    uint64_t mask = ((uint64_t)1 << r->candidates->rank_bits) - 1;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->holders.size = 0;
    *concerned = false;
    while ((then.at < then.end || now.at < now.end) && status == WIRECOPY_OK) {
        uint32_t of_then = then.at < then.end ? (uint32_t)(then.values[then.at] & mask) : UINT32_MAX;
        uint32_t of_now = now.at < now.end ? (uint32_t)(now.values[now.at] & mask) : UINT32_MAX;
        struct holder holder = {.rank = of_then < of_now ? of_then : of_now};
        holder.changed = group_changed(r->changed, holder.rank);
        for (; then.at < then.end && (then.values[then.at] & mask) == holder.rank; then.at++)
            holder.then = true;
        for (; now.at < now.end && (now.values[now.at] & mask) == holder.rank && status == WIRECOPY_OK; now.at++) {
            if (holder.now)
                status = lose(r, slot, key, holder.rank);
            holder.now = true;
        }
        holder.now |= !holder.changed;
        *concerned |= holder.changed;
        if (status == WIRECOPY_OK)
            status = buffer_append(&slot->holders, &holder, sizeof holder);
    }
    return status;
}

static enum wirecopy_status widen(struct slot *slot, const struct holder *holder)
{
    return holder->changed ? WIRECOPY_OK : buffer_append(&slot->widen, &holder->rank, sizeof holder->rank);
}

/*
 * A crowd that stays one is joined through its first groups and, of a band, from neighbour to neighbour: those that became or ceased to be
 * first, and those whose next neighbour changed.
 */
static enum wirecopy_status widen_crowd(const struct rejoining *r, struct slot *slot, const struct holder *holders, size_t count)
{
    size_t anchors = r->band ? GIANT_ANCHORS : CROWD_ANCHORS, then = 0, now = 0;
    const struct holder *before = NULL;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        bool was = holders[i].then && then < anchors, is = holders[i].now && now < anchors;
        then += holders[i].then;
        now += holders[i].now;
        if (was != is)
            status = widen(slot, &holders[i]);
        if (status == WIRECOPY_OK && r->band && holders[i].changed && before)
            status = widen(slot, before);
        if (!holders[i].changed)
            before = &holders[i];
    }
    return status;
}

/* Adds the pairs of the groups that have a key now, where one of the two changed. */
static enum wirecopy_status join_now(const struct rejoining *r, struct slot *slot, bool crowd)
{
    const uint32_t *ranks = (const uint32_t *)(const void *)slot->ranks.data;
    size_t count = slot->ranks.size / sizeof *ranks, anchors = r->band ? GIANT_ANCHORS : CROWD_ANCHORS;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i + 1 < count && status == WIRECOPY_OK; i++) {
        size_t end = !crowd || i < anchors ? count : r->band ? i + 2 : 0;
        bool changed = group_changed(r->changed, ranks[i]);
        for (size_t j = i + 1; j < end && status == WIRECOPY_OK; j++) {
            uint64_t pair = ((uint64_t)ranks[i] << r->candidates->rank_bits | ranks[j]) << 1 | r->band;
            if (changed || group_changed(r->changed, ranks[j]))
                status = buffer_append(&slot->pairs, &pair, sizeof pair);
        }
    }
    return status;
}

static enum wirecopy_status join_holders(const struct rejoining *r, struct slot *slot, uint64_t key)
{
    const struct holder *holders = (const struct holder *)(const void *)slot->holders.data;
    size_t count = slot->holders.size / sizeof *holders, then = 0;
    bool was_crowd, crowd;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->ranks.size = 0;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        then += holders[i].then;
        if (holders[i].now)
            status = buffer_append(&slot->ranks, &holders[i].rank, sizeof holders[i].rank);
    }
    was_crowd = then > 1 && is_crowd(&r->candidates->plan, r->band, key, then);
    crowd = slot->ranks.size > sizeof(uint32_t) && is_crowd(&r->candidates->plan, r->band, key, slot->ranks.size / sizeof(uint32_t));
    slot->came += crowd && !was_crowd;
    slot->went += was_crowd && !crowd;
    for (size_t i = 0; i < count && status == WIRECOPY_OK && was_crowd != crowd; i++)
        status = widen(slot, &holders[i]);
    if (status == WIRECOPY_OK && was_crowd && crowd)
        status = widen_crowd(r, slot, holders, count);
    for (size_t i = 0; i < count && status == WIRECOPY_OK && crowd; i++)
        if (holders[i].now && holders[i].changed)
            status = lose(r, slot, key, holders[i].rank);
    return status == WIRECOPY_OK ? join_now(r, slot, crowd) : status;
}

/* The end of the values that have the key of the first. */
static size_t run_end(const uint64_t *values, size_t begin, size_t count, unsigned rank_bits)
{
    size_t end = begin;
    while (end < count && values[end] >> rank_bits == values[begin] >> rank_bits)
        end++;
    return end;
}

static enum wirecopy_status join_part(void *context, void *slot_pointer, uint32_t part, uint32_t parts_end)
{
    const struct rejoining *r = context;
    struct slot *slot = slot_pointer;
    unsigned rank_bits = r->candidates->rank_bits;
    uint64_t share = part & (((uint32_t)1 << r->part_bits) - 1);
    size_t then_count, now_count, i = 0, j = 0;
    uint64_t *then, *now;
    enum wirecopy_status status;
    (void)parts_end;
    slot->pairs.size = slot->lost.size = slot->widen.size = slot->came = slot->went = 0;
    status = load_part(r, slot, part, &then, &then_count, &now, &now_count);
    while (status == WIRECOPY_OK && (i < then_count || j < now_count)) {
        bool from_then = i < then_count && (j == now_count || then[i] >> rank_bits <= now[j] >> rank_bits);
        bool from_now = j < now_count && (i == then_count || now[j] >> rank_bits <= then[i] >> rank_bits), concerned;
        uint64_t key = (from_then ? then[i] : now[j]) >> rank_bits << r->part_bits | share;
        size_t next_i = from_then ? run_end(then, i, then_count, rank_bits) : i, next_j = from_now ? run_end(now, j, now_count, rank_bits) : j;
        status = gather(r, slot, key, (struct side){then, i, next_i}, (struct side){now, j, next_j}, &concerned);
        if (status == WIRECOPY_OK && concerned)
            status = join_holders(r, slot, key);
        i = next_i;
        j = next_j;
    }
    return status;
}

static enum wirecopy_status put_part(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    struct rejoining *r = context;
    struct candidates *candidates = r->candidates;
    const struct slot *slot = slot_pointer;
    const uint64_t *pairs = (const uint64_t *)(const void *)slot->pairs.data, *lost = (const uint64_t *)(const void *)slot->lost.data;
    const uint32_t *widened = (const uint32_t *)(const void *)slot->widen.data;
    uint64_t *crowds = r->band ? &candidates->giant_buckets : &candidates->crowded_keys;
    enum wirecopy_status status = WIRECOPY_OK;
    (void)begin;
    (void)end;
    for (size_t i = 0; i < slot->pairs.size / sizeof *pairs && status == WIRECOPY_OK; i++)
        status = candidates_deal(candidates, pairs[i]);
    for (size_t i = 0; i < slot->lost.size / sizeof *lost; i++)
        lose_key(candidates, lost[i], sampled_limit(&candidates->plan));
    for (size_t i = 0; i < slot->widen.size / sizeof *widened; i++)
        change_group(r->widened, widened[i]);
    *crowds += slot->came - slot->went;
    return status;
}

static enum wirecopy_status rejoin(struct rejoining *r)
{
    const struct left_out *left_out = r->candidates->sets->left_out;
    struct slot *slots = memory_allocate_zero(left_out->threads, sizeof *slots);
    void **pointers = memory_allocate(left_out->threads, sizeof *pointers);
    uint32_t parts = r->band ? columns_parts(&r->then->bands) : (uint32_t)r->then->sampled.parts;
    struct sweep sweep = {join_part, put_part, r, pointers, parts, 1, left_out->control, 0};
    enum wirecopy_status status = slots && pointers ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < left_out->threads && status == WIRECOPY_OK; i++) {
        pointers[i] = &slots[i];
        slots[i].filter = memory_allocate(FILTER_BYTES, 1);
        if (!slots[i].filter)
            status = WIRECOPY_NO_MEMORY;
    }
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, left_out->threads);
    for (uint32_t i = 0; slots && i < left_out->threads; i++) {
        struct buffer *buffers[] = {&slots[i].then,  &slots[i].now,  &slots[i].holders, &slots[i].ranks,
                                    &slots[i].pairs, &slots[i].lost, &slots[i].widen};
        for (size_t b = 0; b < sizeof buffers / sizeof *buffers; b++)
            buffer_release(buffers[b]);
        column_room_release(&slots[i].then_columns);
        column_room_release(&slots[i].now_columns);
        memory_free(slots[i].filter);
    }
    memory_free(slots);
    memory_free(pointers);
    return status;
}

/* One round: the keys of the changed groups are made, and joined with those of all others. */
static enum wirecopy_status meet_again(struct candidates *candidates, const struct keys *then, struct keys *now, struct changed_groups *changed,
                                       struct changed_groups *widened)
{
    struct rejoining bands = {then, now, then->bands.part_bits, candidates, changed, widened, true};
    struct rejoining sampled = {then, now, then->sampled_part_bits, candidates, changed, widened, false};
    enum wirecopy_status status = WIRECOPY_OK;
    if (candidates->plan.bands)
        status = rejoin(&bands);
    return status == WIRECOPY_OK && candidates->plan.sampled_one_in ? rejoin(&sampled) : status;
}

static enum wirecopy_status one_round(struct candidates *candidates, const struct keys *then, uint64_t seed, minhash_kernel *kernel,
                                      struct changed_groups *changed, struct changed_groups *widened)
{
    struct keys now = {0};
    enum wirecopy_status status = candidates_make_parts(candidates);
    for (uint32_t rank = 0; rank < candidates->sets->count; rank++)
        if (group_changed(changed, rank))
            candidates->keys[rank] = (struct key_counts){0, 0};
    if (status == WIRECOPY_OK)
        status = keys_make(&now, candidates, seed, kernel, changed);
    if (status == WIRECOPY_OK)
        status = meet_again(candidates, then, &now, changed, widened);
    keys_release(&now);
    return status;
}

/* Marks those that are to be changed too; returns whether there are any. */
static bool take_widened(struct changed_groups *changed, const struct changed_groups *widened, uint32_t groups)
{
    uint32_t before = changed->count;
    for (uint32_t rank = 0; rank < groups; rank++)
        if (group_changed(widened, rank))
            change_group(changed, rank);
    return changed->count > before;
}

/* All pairs of changed groups that meet. */
static enum wirecopy_status find_again(struct candidates *candidates, uint64_t seed, minhash_kernel *kernel, struct candidates_then then)
{
    struct changed_groups widened = {.bits = memory_allocate_zero(candidates->sets->count / 8 + 1, 1)};
    uint64_t giant_buckets = candidates->giant_buckets, crowded_keys = candidates->crowded_keys;
    struct keys keys = {0};
    enum wirecopy_status status = widened.bits ? candidates_make_parts(candidates) : WIRECOPY_NO_MEMORY; /* the bits of a rank */
    distribution_release(&candidates->pairs);
    if (status == WIRECOPY_OK)
        status = keys_restore(&keys, candidates, then.keys);
    if (status == WIRECOPY_OK)
        status = one_round(candidates, &keys, seed, kernel, then.changed, &widened);
    if (status == WIRECOPY_OK && take_widened(then.changed, &widened, candidates->sets->count)) {
        distribution_release(&candidates->pairs);
        candidates->giant_buckets = giant_buckets;
        candidates->crowded_keys = crowded_keys;
        status = one_round(candidates, &keys, seed, kernel, then.changed, &widened);
    }
    keys_release(&keys);
    changed_groups_release(&widened);
    return status == WIRECOPY_OK ? candidates_dealt(candidates) : status;
}

enum wirecopy_status candidates_init_again(struct candidates *candidates, const struct verifying *verifying, uint64_t seed, minhash_kernel *kernel,
                                           struct candidates_then then)
{
    struct verifying loosely = *verifying;
    struct likeness found = {0};
    enum wirecopy_status status;
    candidates->likeness = NULL;
    status = find_again(candidates, seed, kernel, then);
    loosely.rule = then.likeness->rule;
    loosely.likeness = NULL;
    if (status == WIRECOPY_OK)
        status = likeness_make(&found, candidates, &loosely);
    if (status == WIRECOPY_OK)
        status = likeness_renew(then.likeness, &found, then.changed, verifying->left_out->space);
    likeness_release(&found);
    distribution_release(&candidates->pairs);
    candidates->likeness = then.likeness;
    candidates->parts = candidates_known_parts(then.likeness);
    return status;
}
