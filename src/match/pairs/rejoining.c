/*
 * Part by part those keys of then are taken that a group which is asked for had or has; equal ones stand side by side once they are sorted. Their
 * holders are gone through in order of rank, as they were then and as they are now.
 */
#include "match/pairs/rejoining.h"

#include "base/parallel.h"
#include "base/sort/sort.h"

/* A group that has or had a key; who changed may have it now, or have had it then. */
struct holder {
    uint32_t rank;
    bool then, now, changed, asked, done;
};

enum { ROOMS = 4 };
struct slot {
    struct column_room columns[ROOMS];
    struct buffer rooms[ROOMS]; /* uint64_t: keys above ranks, of all, then, now and beside, of which those of bands stand in columns */
    struct buffer sorting;      /* uint64_t: room to sort them in */
    struct buffer names, shown; /* uint64_t: sampled keys that are asked for, each once, in order; what of all of then is shown for them */
    struct marked marked;
    struct buffer holders, ranks;     /* struct holder, of one key; struct holder: those that have it now */
    struct buffer asked;              /* uint32_t: which of these are asked for */
    struct buffer pairs, lost, widen; /* uint64_t: pairs that meet, keys above ranks that are not counted; uint32_t: ranks */
    uint64_t came, went;              /* crowds */
};

/* Some keys of a part. */
struct some {
    uint64_t *values;
    size_t count;
};

/* Loads a part of the keys of a few groups. */
static enum wirecopy_status load_few(const struct rejoining *r, struct slot *slot, const struct keys *keys, unsigned room, uint32_t part,
                                     struct some *some)
{
    return r->band ? columns_load(&keys->bands, part, &slot->columns[room], &some->values, &some->count)
                   : distribution_load(&keys->sampled, part, &slot->rooms[room], &some->values, &some->count);
}

/* So many are worth the counters of sort_spread_u64. */
enum { FEW = 2048 };

static enum wirecopy_status sort(struct slot *slot, struct some some)
{
    enum wirecopy_status status;
    if (some.count < FEW) {
        sort_u64(some.values, some.count);
        return WIRECOPY_OK;
    }
    slot->sorting.size = 0;
    status = buffer_reserve(&slot->sorting, some.count * sizeof *some.values + 1);
    if (status == WIRECOPY_OK)
        sort_spread_u64(some.values, (uint64_t *)(void *)slot->sorting.data, some.count);
    return status;
}

/* What is asked for in a round: keys of then, of now, and of groups beside the changed ones. */
enum { THEN, NOW, BESIDE, ASKED };

static size_t count_all(const struct some asked[ASKED])
{
    return asked[THEN].count + asked[NOW].count + asked[BESIDE].count;
}

static enum wirecopy_status mark_all(const struct rejoining *r, struct slot *slot, const struct some asked[ASKED])
{
    enum wirecopy_status status = marked_begin(&slot->marked, count_all(asked), r->candidates->rank_bits);
    for (size_t i = 0; i < ASKED && status == WIRECOPY_OK; i++)
        for (size_t j = 0; j < asked[i].count; j++)
            marked_add(&slot->marked, asked[i].values[j]);
    return status;
}

static void keep_marked(const struct slot *slot, struct some *some)
{
    size_t kept = 0;
    for (size_t i = 0; i < some->count; i++)
        if (marked_has(&slot->marked, some->values[i]))
            some->values[kept++] = some->values[i];
    some->count = kept;
}

/* Notes the names of what is asked for, all of which is in order, each once. */
static enum wirecopy_status list_names(const struct rejoining *r, struct slot *slot, const struct some asked[ASKED])
{
    unsigned rank_bits = r->candidates->rank_bits;
    uint64_t *names;
    size_t at[ASKED] = {0}, kept = 0, all = count_all(asked);
    enum wirecopy_status status;
    slot->names.size = 0;
    status = buffer_reserve(&slot->names, all * sizeof *names);
    names = (uint64_t *)(void *)slot->names.data;
    for (size_t taken = 0; taken < all && status == WIRECOPY_OK; taken++) {
        size_t least = ASKED;
        for (size_t i = 0; i < ASKED; i++)
            if (at[i] < asked[i].count && (least == ASKED || asked[i].values[at[i]] < asked[least].values[at[least]]))
                least = i;
        names[kept] = asked[least].values[at[least]++] >> rank_bits;
        kept += kept == 0 || names[kept] != names[kept - 1];
    }
    slot->names.size = kept * sizeof *names;
    return status;
}

/* Loads what all groups had then of what is asked for, in order: bands are gone through, sampled keys looked up. */
static enum wirecopy_status load_asked(const struct rejoining *r, struct slot *slot, uint32_t part, const struct some asked[ASKED], struct some *all)
{
    enum wirecopy_status status;
    if (r->band) {
        status = columns_load_marked(&r->all->bands, part, &slot->marked, &slot->columns[0], &all->values, &all->count);
        return status == WIRECOPY_OK ? sort(slot, *all) : status;
    }
    slot->rooms[0].size = 0;
    for (size_t i = 0; i < ASKED; i++) {
        status = sort(slot, asked[i]);
        if (status != WIRECOPY_OK)
            return status;
    }
    status = list_names(r, slot, asked);
    if (status == WIRECOPY_OK)
        status = shelves_find(&r->all->saved, part, (const uint64_t *)(const void *)slot->names.data, slot->names.size / sizeof(uint64_t),
                              r->candidates->rank_bits, &slot->shown, &slot->rooms[0]);
    *all = (struct some){(uint64_t *)(void *)slot->rooms[0].data, slot->rooms[0].size / sizeof(uint64_t)};
    return status;
}

/* Loads a part: of all keys of then those that concern this round, and those of now, both in order. */
static enum wirecopy_status load_part(const struct rejoining *r, struct slot *slot, uint32_t part, struct some *all, struct some *now)
{
    struct some asked[ASKED] = {{NULL, 0}};
    enum wirecopy_status status = WIRECOPY_OK;
    *all = *now = (struct some){NULL, 0};
    if (r->beside)
        status = load_few(r, slot, r->beside, 3, part, &asked[BESIDE]);
    if (status == WIRECOPY_OK && !r->done)
        status = load_few(r, slot, r->then, 1, part, &asked[THEN]);
    if (status == WIRECOPY_OK && !r->done)
        status = load_few(r, slot, r->now, 2, part, &asked[NOW]);
    if (status != WIRECOPY_OK || count_all(asked) == 0)
        return status;
    *now = asked[NOW];
    if (r->band || r->done)
        status = mark_all(r, slot, asked);
    if (status == WIRECOPY_OK && r->done)
        status = load_few(r, slot, r->now, 2, part, now);
    if (status != WIRECOPY_OK)
        return status;
    if (r->done)
        keep_marked(slot, now);
    status = load_asked(r, slot, part, asked, all);
    return status == WIRECOPY_OK && (r->band || r->done) ? sort(slot, *now) : status; /* else it was what is asked for, which is in order */
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

/* Whether one group alone has a key, or had it, once: it meets nobody. */
static bool is_alone(const struct rejoining *r, struct side then, struct side now)
{
    size_t thens = then.end - then.at, nows = now.end - now.at;
    return thens + nows == 1 || (thens == 1 && nows == 1 && next_rank(r, then) == next_rank(r, now));
}

/* The end of the values that have the key of the first; *concerned is set where one of their groups is asked for. */
static size_t run_end(const struct rejoining *r, struct some some, size_t begin, bool *concerned)
{
    unsigned rank_bits = r->candidates->rank_bits;
    size_t end = begin;
    for (; end < some.count && some.values[end] >> rank_bits == some.values[begin] >> rank_bits; end++)
        *concerned |= group_changed(r->asked, (uint32_t)(some.values[end] & (((uint64_t)1 << rank_bits) - 1)));
    return end;
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
    status = load_part(r, slot, part, &all, &now);
    while (status == WIRECOPY_OK && (i < all.count || j < now.count)) {
        bool from_then = i < all.count && (j == now.count || all.values[i] >> rank_bits <= now.values[j] >> rank_bits);
        bool from_now = j < now.count && (i == all.count || now.values[j] >> rank_bits <= all.values[i] >> rank_bits), concerned = false;
        uint64_t key = (from_then ? all.values[i] : now.values[j]) >> rank_bits << r->part_bits | share;
        size_t next_i = from_then ? run_end(r, all, i, &concerned) : i;
        size_t next_j = from_now ? run_end(r, now, j, &concerned) : j;
        struct side of_then = {all.values, i, next_i}, of_now = {now.values, j, next_j};
        if (concerned && !is_alone(r, of_then, of_now)) { /* few are */
            status = gather(r, slot, key, of_then, of_now);
            if (status == WIRECOPY_OK)
                status = join_holders(r, slot, key);
        }
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
    struct buffer *buffers[] = {&slot->sorting, &slot->names, &slot->shown, &slot->marked.bits, &slot->holders,
                                &slot->ranks,   &slot->asked, &slot->pairs, &slot->lost,        &slot->widen};
    for (size_t b = 0; b < sizeof buffers / sizeof *buffers; b++)
        buffer_release(buffers[b]);
    for (unsigned room = 0; room < ROOMS; room++) {
        column_room_release(&slot->columns[room]);
        buffer_release(&slot->rooms[room]);
    }
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
