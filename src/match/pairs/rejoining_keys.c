/* Keys of bands are gone through, those that are marked taken; of sampled ones each name is looked up. */
#include "match/pairs/rejoining.h"

#include "base/sort/sort.h"

void rejoining_room_release(struct rejoining_room *room)
{
    struct buffer *buffers[] = {&room->sorting, &room->names, &room->shown, &room->marked.bits};
    for (size_t b = 0; b < sizeof buffers / sizeof *buffers; b++)
        buffer_release(buffers[b]);
    for (unsigned place = 0; place < REJOINING_ROOMS; place++) {
        column_room_release(&room->columns[place]);
        buffer_release(&room->rooms[place]);
    }
}

/* Loads a part of the keys of a few groups. */
static enum wirecopy_status load_few(const struct rejoining *r, struct rejoining_room *room, const struct keys *keys, unsigned place, uint32_t part,
                                     struct some *some)
{
    return r->band ? columns_load(&keys->bands, part, &room->columns[place], &some->values, &some->count)
                   : distribution_load(&keys->sampled, part, &room->rooms[place], &some->values, &some->count);
}

/* From the first on sort_spread_u64 has thousands of counters, which so many are worth. */
enum { SOME_HUNDRED = 512, SOME_THOUSAND = 2048 };

static enum wirecopy_status sort(struct rejoining_room *room, struct some some)
{
    enum wirecopy_status status;
    if (some.count >= SOME_HUNDRED && some.count < SOME_THOUSAND) {
        sort_u64(some.values, some.count);
        return WIRECOPY_OK;
    }
    room->sorting.size = 0;
    status = buffer_reserve(&room->sorting, some.count * sizeof *some.values + 1);
    if (status == WIRECOPY_OK)
        sort_spread_u64(some.values, (uint64_t *)(void *)room->sorting.data, some.count);
    return status;
}

/* What is asked for in a round: keys of then, of now, and of groups beside the changed ones. */
enum { THEN, NOW, BESIDE, ASKED };

static size_t count_all(const struct some asked[ASKED])
{
    return asked[THEN].count + asked[NOW].count + asked[BESIDE].count;
}

static enum wirecopy_status mark_all(const struct rejoining *r, struct rejoining_room *room, const struct some asked[ASKED])
{
    enum wirecopy_status status = marked_begin(&room->marked, count_all(asked), r->candidates->rank_bits);
    for (size_t i = 0; i < ASKED && status == WIRECOPY_OK; i++)
        for (size_t j = 0; j < asked[i].count; j++)
            marked_add(&room->marked, asked[i].values[j]);
    return status;
}

static void keep_marked(const struct rejoining_room *room, struct some *some)
{
    size_t kept = 0;
    for (size_t i = 0; i < some->count; i++)
        if (marked_has(&room->marked, some->values[i]))
            some->values[kept++] = some->values[i];
    some->count = kept;
}

/* Notes the names of what is asked for, all of which is in order, each once. */
static enum wirecopy_status list_names(const struct rejoining *r, struct rejoining_room *room, const struct some asked[ASKED])
{
    unsigned rank_bits = r->candidates->rank_bits;
    uint64_t *names;
    size_t at[ASKED] = {0}, kept = 0, all = count_all(asked);
    enum wirecopy_status status;
    room->names.size = 0;
    status = buffer_reserve(&room->names, all * sizeof *names);
    names = (uint64_t *)(void *)room->names.data;
    for (size_t taken = 0; taken < all && status == WIRECOPY_OK; taken++) {
        size_t least = ASKED;
        for (size_t i = 0; i < ASKED; i++)
            if (at[i] < asked[i].count && (least == ASKED || asked[i].values[at[i]] < asked[least].values[at[least]]))
                least = i;
        names[kept] = asked[least].values[at[least]++] >> rank_bits;
        kept += kept == 0 || names[kept] != names[kept - 1];
    }
    room->names.size = kept * sizeof *names;
    return status;
}

/* Loads what all groups had then of what is asked for, in order: bands are gone through, sampled keys looked up. */
static enum wirecopy_status load_asked(const struct rejoining *r, struct rejoining_room *room, uint32_t part, const struct some asked[ASKED],
                                       struct some *all)
{
    enum wirecopy_status status;
    if (r->band) {
        status = columns_load_marked(&r->all->bands, part, &room->marked, &room->columns[0], &all->values, &all->count);
        return status == WIRECOPY_OK ? sort(room, *all) : status;
    }
    room->rooms[0].size = 0;
    for (size_t i = 0; i < ASKED; i++) {
        status = sort(room, asked[i]);
        if (status != WIRECOPY_OK)
            return status;
    }
    status = list_names(r, room, asked);
    if (status == WIRECOPY_OK)
        status = shelves_find(&r->all->saved, part, (const uint64_t *)(const void *)room->names.data, room->names.size / sizeof(uint64_t),
                              r->candidates->rank_bits, &room->shown, &room->rooms[0]);
    *all = (struct some){(uint64_t *)(void *)room->rooms[0].data, room->rooms[0].size / sizeof(uint64_t)};
    return status;
}

enum wirecopy_status rejoining_load(const struct rejoining *r, struct rejoining_room *room, uint32_t part, struct some *all, struct some *now)
{
    struct some asked[ASKED] = {{NULL, 0}};
    enum wirecopy_status status = WIRECOPY_OK;
    *all = *now = (struct some){NULL, 0};
    if (r->beside)
        status = load_few(r, room, r->beside, 3, part, &asked[BESIDE]);
    if (status == WIRECOPY_OK && !r->done)
        status = load_few(r, room, r->then, 1, part, &asked[THEN]);
    if (status == WIRECOPY_OK && !r->done)
        status = load_few(r, room, r->now, 2, part, &asked[NOW]);
    if (status != WIRECOPY_OK || count_all(asked) == 0)
        return status;
    *now = asked[NOW];
    if (r->band || r->done)
        status = mark_all(r, room, asked);
    if (status == WIRECOPY_OK && r->done)
        status = load_few(r, room, r->now, 2, part, now);
    if (status != WIRECOPY_OK)
        return status;
    if (r->done)
        keep_marked(room, now);
    status = load_asked(r, room, part, asked, all);
    return status == WIRECOPY_OK && (r->band || r->done) ? sort(room, *now) : status; /* else it was what is asked for, which is in order */
}
