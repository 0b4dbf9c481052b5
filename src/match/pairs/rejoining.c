/*
 * Part by part those keys of then are taken that a group which is asked for had or has; equal ones stand side by side once they are sorted. Their
 * holders are gone through in order of rank, as they were then and as they are now.
 */
#include "match/pairs/rejoining.h"

#include "base/parallel.h"

/* A group that has or had a key; who changed may have it now, or have had it then. */
struct holder {
    uint32_t rank;
    bool then, now, changed, asked, done;
};

struct slot {
    struct rejoining_room keys;
    struct buffer holders, ranks;     /* struct holder, of one key; struct holder: those that have it now */
    struct buffer asked;              /* uint32_t: which of these are asked for */
    struct buffer pairs, lost, widen; /* uint64_t: pairs that meet, keys above ranks that are not counted; uint32_t: ranks */
    uint64_t came, went;              /* crowds */
};

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

/* The rank that stands next, UINT32_MAX where none does. */
static uint32_t next_rank(const struct rejoining *r, struct side side)
{
    uint64_t mask = ((uint64_t)1 << r->candidates->rank_bits) - 1;
    return side.at < side.end ? (uint32_t)(side.values[side.at] & mask) : UINT32_MAX;
}

/* Gathers the holders of one key, in order of rank. */
static enum wirecopy_status gather(const struct rejoining *r, struct slot *slot, uint64_t key, struct side then, struct side now)
{
    struct holder *holders;
    size_t count = 0;
    enum wirecopy_status status;
    slot->holders.size = 0;
    status = buffer_reserve(&slot->holders, (then.end - then.at + now.end - now.at) * sizeof *holders);
    holders = (struct holder *)(void *)slot->holders.data;
    while ((then.at < then.end || now.at < now.end) && status == WIRECOPY_OK) {
        uint32_t of_then = next_rank(r, then), of_now = next_rank(r, now);
        struct holder holder = {.rank = of_then < of_now ? of_then : of_now};
        holder.changed = group_changed(r->changed, holder.rank);
        holder.asked = group_changed(r->asked, holder.rank);
        holder.done = r->done && group_changed(r->done, holder.rank);
        for (; next_rank(r, then) == holder.rank && status == WIRECOPY_OK; then.at++) {
            if (holder.then && holder.asked && !holder.changed) /* as it had it then, it has it now */
                status = lose(r, slot, key, holder.rank);
            holder.then = true;
        }
        for (; next_rank(r, now) == holder.rank && status == WIRECOPY_OK; now.at++) {
            if (holder.now && holder.asked)
                status = lose(r, slot, key, holder.rank);
            holder.now = true;
        }
        holder.now |= !holder.changed;
        holders[count++] = holder;
    }
    slot->holders.size = count * sizeof *holders;
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

/* Notes which of the groups that have a key now are asked for. */
static enum wirecopy_status list_asked(struct slot *slot)
{
    const struct holder *holders = (const struct holder *)(const void *)slot->ranks.data;
    size_t count = slot->ranks.size / sizeof *holders, found = 0;
    uint32_t *asked;
    enum wirecopy_status status;
    slot->asked.size = 0;
    status = buffer_reserve(&slot->asked, (count + 1) * sizeof *asked);
    asked = (uint32_t *)(void *)slot->asked.data;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        asked[found] = (uint32_t)i;
        found += holders[i].asked;
    }
    slot->asked.size = found * sizeof *asked;
    return status;
}

/* Adds the pairs of one group with those that come behind it up to end: all, or, where it is not asked for itself, those that are, from the next one on. */
static size_t pair_up(const struct rejoining *r, const struct slot *slot, size_t i, size_t end, size_t next, uint64_t *pairs)
{
    const struct holder *holders = (const struct holder *)(const void *)slot->ranks.data;
    const uint32_t *asked = (const uint32_t *)(const void *)slot->asked.data;
    size_t count = slot->asked.size / sizeof *asked, found = 0;
    uint64_t first = (uint64_t)holders[i].rank << r->candidates->rank_bits;
    for (size_t j = i + 1; j < end && holders[i].asked; j++) {
        pairs[found] = (first | holders[j].rank) << 1 | r->band;
        found += !holders[j].done;
    }
    for (; next < count && asked[next] < end && !holders[i].asked; next++) {
        pairs[found] = (first | holders[asked[next]].rank) << 1 | r->band;
        found += !holders[asked[next]].done;
    }
    return found;
}

/* Adds the pairs of the groups that have a key now, of those that are found in this round. */
static enum wirecopy_status join_now(const struct rejoining *r, struct slot *slot, bool crowd)
{
    const struct holder *holders = (const struct holder *)(const void *)slot->ranks.data;
    size_t count = slot->ranks.size / sizeof *holders, anchors = r->band ? GIANT_ANCHORS : CROWD_ANCHORS, next = 0;
    enum wirecopy_status status = list_asked(slot);
    for (size_t i = 0; i + 1 < count && status == WIRECOPY_OK; i++) {
        size_t end = !crowd || i < anchors ? count : r->band ? i + 2 : 0;
        next += holders[i].asked;
        if (holders[i].done || end == 0)
            continue;
        status = buffer_reserve(&slot->pairs, (end - i) * sizeof(uint64_t));
        if (status == WIRECOPY_OK)
            slot->pairs.size += pair_up(r, slot, i, end, next, (uint64_t *)(void *)(slot->pairs.data + slot->pairs.size)) * sizeof(uint64_t);
    }
    return status;
}

/* Whom a change of a key's crowd changes too. */
static enum wirecopy_status follow_crowd(const struct rejoining *r, struct slot *slot, bool was_crowd, bool crowd)
{
    const struct holder *holders = (const struct holder *)(const void *)slot->holders.data;
    size_t count = slot->holders.size / sizeof *holders;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->came += crowd && !was_crowd;
    slot->went += was_crowd && !crowd;
    for (size_t i = 0; i < count && status == WIRECOPY_OK && was_crowd != crowd; i++)
        status = widen(slot, &holders[i]);
    return status == WIRECOPY_OK && was_crowd && crowd ? widen_crowd(r, slot, holders, count) : status;
}

static enum wirecopy_status join_holders(const struct rejoining *r, struct slot *slot, uint64_t key)
{
    const struct holder *holders = (const struct holder *)(const void *)slot->holders.data;
    size_t count = slot->holders.size / sizeof *holders, then = 0, now = 0;
    struct holder *of_now;
    bool crowd;
    enum wirecopy_status status;
    slot->ranks.size = 0;
    status = buffer_reserve(&slot->ranks, count * sizeof *of_now);
    of_now = (struct holder *)(void *)slot->ranks.data;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        then += holders[i].then;
        of_now[now] = holders[i];
        now += holders[i].now;
    }
    slot->ranks.size = now * sizeof *of_now;
    crowd = now > 1 && is_crowd(&r->candidates->plan, r->band, key, now);
    if (status == WIRECOPY_OK && !r->done)
        status = follow_crowd(r, slot, then > 1 && is_crowd(&r->candidates->plan, r->band, key, then), crowd);
    for (size_t i = 0; i < count && status == WIRECOPY_OK && crowd; i++)
        if (holders[i].now && holders[i].asked)
            status = lose(r, slot, key, holders[i].rank);
    return status == WIRECOPY_OK ? join_now(r, slot, crowd) : status;
}

/* The pair of two groups. */
static uint64_t pair_of(const struct rejoining *r, uint32_t one, uint32_t other)
{
    uint64_t least = one < other ? one : other, most = one < other ? other : one;
    return (least << r->candidates->rank_bits | most) << 1 | r->band;
}

/* Notes the groups of one side that have a key, each once: of those of then, the ones that did not change. */
static enum wirecopy_status note_few(const struct rejoining *r, struct slot *slot, uint64_t key, struct side side, bool then)
{
    uint32_t *ranks, before = UINT32_MAX;
    size_t count = 0;
    enum wirecopy_status status = buffer_reserve(&slot->ranks, (side.end - side.at) * sizeof *ranks);
    ranks = (uint32_t *)(void *)(slot->ranks.data + slot->ranks.size);
    for (; side.at < side.end && status == WIRECOPY_OK; side.at++) {
        uint32_t rank = next_rank(r, side);
        if (then && group_changed(r->changed, rank))
            continue;
        if (rank != before)
            ranks[count++] = rank;
        else if (!then || group_changed(r->asked, rank))
            status = lose(r, slot, key, rank);
        before = rank;
    }
    slot->ranks.size += count * sizeof *ranks;
    return status;
}

/* A key of no crowd, then or now, in a first round: those that are asked for meet all that have it. */
static enum wirecopy_status join_few(const struct rejoining *r, struct slot *slot, uint64_t key, struct side then, struct side now)
{
    const uint32_t *ranks;
    uint64_t *pairs;
    size_t others, count, found = 0;
    enum wirecopy_status status;
    slot->ranks.size = 0;
    status = note_few(r, slot, key, then, true);
    others = slot->ranks.size / sizeof *ranks;
    if (status == WIRECOPY_OK)
        status = note_few(r, slot, key, now, false);
    count = slot->ranks.size / sizeof *ranks;
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&slot->pairs, count * count * sizeof *pairs);
    if (status != WIRECOPY_OK)
        return status;
    ranks = (const uint32_t *)(const void *)slot->ranks.data;
    pairs = (uint64_t *)(void *)(slot->pairs.data + slot->pairs.size);
    for (size_t i = r->beside ? 0 : others; i < count; i++) {
        if (i < others && !group_changed(r->asked, ranks[i]))
            continue;
        for (size_t j = 0; j < i; j++) {
            pairs[found] = pair_of(r, ranks[i], ranks[j]);
            found++;
        }
        for (size_t j = i + 1; j < others; j++) {
            pairs[found] = pair_of(r, ranks[i], ranks[j]);
            found += !group_changed(r->asked, ranks[j]);
        }
    }
    slot->pairs.size += found * sizeof *pairs;
    return WIRECOPY_OK;
}

/* The end of the values that have the key of the first. */
static size_t run_end(const struct rejoining *r, struct some some, size_t begin)
{
    unsigned rank_bits = r->candidates->rank_bits;
    size_t end = begin + 1;
    while (end < some.count && some.values[end] >> rank_bits == some.values[begin] >> rank_bits)
        end++;
    return end;
}

/* Whether a group of one side is asked for. */
static bool is_concerned(const struct rejoining *r, struct side side)
{
    bool concerned = false;
    for (; side.at < side.end && !concerned; side.at++)
        concerned = group_changed(r->asked, next_rank(r, side));
    return concerned;
}

/* Whether one group alone has a key, or had it, once: it meets nobody. */
static inline bool is_alone(const struct rejoining *r, struct side then, struct side now)
{
    size_t thens = then.end - then.at, nows = now.end - now.at;
    return thens + nows == 1 || (thens == 1 && nows == 1 && next_rank(r, then) == next_rank(r, now));
}

static enum wirecopy_status join_key(const struct rejoining *r, struct slot *slot, uint64_t key, struct side then, struct side now)
{
    const struct plan *plan = &r->candidates->plan;
    size_t most = r->done || plan->known ? 0 : r->band ? GIANT_BUCKET : plan->crowd;
    enum wirecopy_status status;
    if (then.end - then.at + now.end - now.at <= most)
        return join_few(r, slot, key, then, now);
    if (!is_concerned(r, then) && !is_concerned(r, now))
        return WIRECOPY_OK;
    status = gather(r, slot, key, then, now);
    return status == WIRECOPY_OK ? join_holders(r, slot, key) : status;
}

static enum wirecopy_status join_part(void *context, void *slot_pointer, uint32_t part, uint32_t parts_end)
{
    const struct rejoining *r = context;
    struct slot *slot = slot_pointer;
    unsigned rank_bits = r->candidates->rank_bits;
    uint64_t share = part & (((uint32_t)1 << r->part_bits) - 1);
    size_t i = 0, j = 0;
    struct some all, now;
    enum wirecopy_status status;
    (void)parts_end;
    slot->pairs.size = slot->lost.size = slot->widen.size = slot->came = slot->went = 0;
    status = rejoining_load(r, &slot->keys, part, &all, &now);
    while (status == WIRECOPY_OK && (i < all.count || j < now.count)) {
        bool from_then = i < all.count && (j == now.count || all.values[i] >> rank_bits <= now.values[j] >> rank_bits);
        bool from_now = j < now.count && (i == all.count || now.values[j] >> rank_bits <= all.values[i] >> rank_bits);
        uint64_t key = (from_then ? all.values[i] : now.values[j]) >> rank_bits << r->part_bits | share;
        size_t next_i = from_then ? run_end(r, all, i) : i, next_j = from_now ? run_end(r, now, j) : j;
        if (!is_alone(r, (struct side){all.values, i, next_i}, (struct side){now.values, j, next_j})) /* half are */
            status = join_key(r, slot, key, (struct side){all.values, i, next_i}, (struct side){now.values, j, next_j});
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

static void slot_release(struct slot *slot)
{
    struct buffer *buffers[] = {&slot->holders, &slot->ranks, &slot->asked, &slot->pairs, &slot->lost, &slot->widen};
    for (size_t b = 0; b < sizeof buffers / sizeof *buffers; b++)
        buffer_release(buffers[b]);
    rejoining_room_release(&slot->keys);
}

enum wirecopy_status rejoin(struct rejoining *r, bool band)
{
    const struct left_out *left_out = r->candidates->sets->left_out;
    struct slot *slots = memory_allocate_zero(left_out->threads, sizeof *slots);
    void **pointers = memory_allocate(left_out->threads, sizeof *pointers);
    uint32_t parts = band ? columns_parts(&r->all->bands) : keys_sampled_parts(r->all);
    struct sweep sweep = {join_part, put_part, r, pointers, parts, 1, left_out->control, 0};
    enum wirecopy_status status = slots && pointers ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    r->band = band;
    r->part_bits = band ? r->all->bands.part_bits : r->all->sampled_part_bits;
    for (uint32_t i = 0; i < left_out->threads && status == WIRECOPY_OK; i++)
        pointers[i] = &slots[i];
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, left_out->threads);
    for (uint32_t i = 0; slots && i < left_out->threads; i++)
        slot_release(&slots[i]);
    memory_free(slots);
    memory_free(pointers);
    return status;
}
