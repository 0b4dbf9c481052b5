/*
 * Crowds under a window, where memory holds all of them. Pairs that share one crowded key are many, and those that share enough are few: these are
 * counted article by article in order of time, for all keys of one at once, and the others are never written.
 */
#include <string.h>

#include "match/pairs/crowding.h"

static bool fits(const struct crowding *j)
{
    return j->crowds.count <= UINT32_MAX && j->crowds.count * CROWDS_MEMBER_BYTES <= j->n->within->sets->left_out->memory_bytes;
}

/* A take_crowd: keeps the places of the crowd's members while all fit, and counts the crowds of each place. */
static enum wirecopy_status count_run(struct crowding *j, enum kind kind)
{
    struct crowds *crowds = &j->crowds;
    enum wirecopy_status status = fits(j) ? crowding_find_places(j) : WIRECOPY_OK;
    const uint32_t *places = (const uint32_t *)(const void *)j->places.data;
    size_t count = j->places.size / sizeof *places;
    uint32_t end;
    uint8_t byte = (uint8_t)kind;
    if (status != WIRECOPY_OK || !fits(j))
        return status;
    for (size_t i = 0; i < count; i++)
        crowds->begins[places[i] + 1]++;
    crowds->count += count + 1;
    crowds->of_bands += kind == OF_BAND ? count + 1 : 0;
    end = (uint32_t)crowds->count;
    status = buffer_append(&crowds->places, places, j->places.size);
    if (status == WIRECOPY_OK)
        status = buffer_append(&crowds->kinds, &byte, sizeof byte);
    return status == WIRECOPY_OK ? buffer_append(&crowds->ends, &end, sizeof end) : status;
}

/* Where a list begins, each of which ends where the next one begins. */
static uint32_t list_begin(const uint32_t *ends, uint32_t number)
{
    return number ? ends[number - 1] : 0;
}

/* Notes each crowd with its places, which are not kept any longer; begins is that of the next place then. */
static void note_crowds(struct crowds *crowds)
{
    const uint32_t *ends = (const uint32_t *)(const void *)crowds->ends.data, *places = (const uint32_t *)(const void *)crowds->places.data;
    for (uint32_t crowd = 0; crowd < crowds->ends.size / sizeof *ends; crowd++)
        for (uint32_t i = list_begin(ends, crowd); i + 1 < ends[crowd]; i++)
            crowds->stands_at[crowds->begins[*places++]++] = crowd;
    buffer_release(&crowds->places);
}

/* Puts the members of all crowds in order, by going through all places in order. */
static void put_members(struct crowding *j, uint32_t *next)
{
    struct crowds *crowds = &j->crowds;
    for (uint32_t place = 0; place < j->n->parted->count; place++) {
        uint32_t member = member_at(&j->order, place), part = timely_part(&j->order, place);
        for (uint32_t i = list_begin(crowds->begins, place); i < crowds->begins[place]; i++) {
            uint32_t crowd = crowds->stands_at[i], at = next[crowd]++;
            crowds->members[at] = member;
            crowds->stands_at[i] = at;
            count_crowd(j, part, crowds->kinds.data[crowd]);
        }
    }
}

static enum wirecopy_status make_members(struct crowding *j)
{
    struct crowds *crowds = &j->crowds;
    const uint32_t *ends = (const uint32_t *)(const void *)crowds->ends.data;
    uint32_t count = (uint32_t)(crowds->ends.size / sizeof *ends), *next = memory_allocate(count, sizeof *next);
    crowds->members = memory_allocate((size_t)crowds->count, sizeof *crowds->members);
    crowds->reach = memory_allocate((size_t)crowds->count, sizeof *crowds->reach);
    if (!next || !crowds->members || !crowds->reach) {
        memory_free(next);
        return WIRECOPY_NO_MEMORY;
    }
    for (uint32_t crowd = 0; crowd < count; crowd++)
        next[crowd] = list_begin(ends, crowd);
    put_members(j, next);
    memory_free(next);
    for (uint32_t crowd = 0; crowd < count; crowd++) {
        uint32_t begin = list_begin(ends, crowd), end = ends[crowd] - 1;
        crowds->members[end] = END_OF_CROWD;
        crowding_find_met(j, crowds->members + begin, crowds->reach + begin, end - begin, crowds->kinds.data[crowd]);
    }
    return WIRECOPY_OK;
}

/* So many places further on, of this part or the next ones, members are brought near. */
enum { MEMBERS_AHEAD = 16 };

/* A member and those behind it. */
static void bring_near(const uint32_t *member)
{
    __builtin_prefetch(member);
    __builtin_prefetch(member + MEMBERS_AHEAD);
}

/*
 * One more crowd, worth so many keys, in which a part meets the other at a place; that it shares as many as enough, base included, is noted the
 * first time, behind count others. Returns how many are noted then.
 */
static inline size_t share(uint32_t *restrict keys, uint32_t *restrict noted, uint32_t base, uint32_t enough, uint32_t worth, uint32_t other,
                           size_t count)
{
    uint32_t had = keys[other] > base ? keys[other] : base;
    keys[other] = had + worth;
    noted[count] = other;
    return count + (worth == 1 ? had + 1 == enough : had < enough && had + worth >= enough);
}

/* Those whom a member meets in its crowd, up to a place. */
static inline size_t share_crowd(const struct crowding *j, const uint32_t *member, uint32_t until, uint32_t worth, size_t count)
{
    uint32_t *restrict keys = j->keys, *restrict noted = j->enough, base = j->base, enough = base + j->n->within->plan.sampled_least;
    for (uint32_t place; (place = place_of(*++member)) < until;)
        count = share(keys, noted, base, enough, worth, place, count);
    return count;
}

/* The same of one that reaches only so far; where it is of many times, each is asked whether the window admits it. */
static size_t share_reached(const struct crowding *j, uint32_t place, const uint32_t *member, size_t reach, uint32_t worth, size_t count)
{
    uint32_t part = timely_part(&j->order, place), until = timely_until(&j->order, place);
    bool many = timely_has_many(&j->order, place);
    for (size_t i = 1; i < reach && place_of(member[i]) < until; i++)
        if (!many || narrowing_admits(j->n, part, timely_part(&j->order, place_of(member[i]))))
            count = share(j->keys, j->enough, j->base, j->base + j->n->within->plan.sampled_least, worth, place_of(member[i]), count);
    return count;
}

/* Counts the keys that a place shares with those behind it in each crowd; returns how many share enough. */
static size_t count_keys(const struct crowding *j, uint32_t place)
{
    const struct crowds *crowds = &j->crowds;
    uint32_t least = j->n->within->plan.sampled_least, until = j->order.until[place], entries = crowds->begins[j->n->parted->count - 1];
    size_t count = 0;
    if (until > j->n->parted->count)
        until = j->n->parted->count;
    for (uint32_t k = list_begin(crowds->begins, place); k < crowds->begins[place]; k++) {
        uint32_t at = crowds->stands_at[k];
        const uint32_t *member = &crowds->members[at];
        bool of_band = at < crowds->of_bands;
        if (k + MEMBERS_AHEAD < entries)
            bring_near(&crowds->members[crowds->stands_at[k + MEMBERS_AHEAD]]);
        if (*member & REACHES_NONE)
            continue;
        if (*member & REACHES)
            count = share_reached(j, place, member, crowds->reach[at], of_band ? least : 1, count);
        else if (of_band)
            count = share_crowd(j, member, until, least, count);
        else
            count = share_crowd(j, member, until, 1, count);
    }
    return count;
}

/* The next one has a base above all that the last one counted. */
static void raise_base(struct crowding *j, uint32_t place)
{
    uint32_t least = j->n->within->plan.sampled_least, crowds = j->crowds.begins[place] - list_begin(j->crowds.begins, place);
    j->base += crowds * (least ? least : 1);
    if (j->base > UINT32_MAX / 2) {
        memset(j->keys, 0, j->n->parted->count * sizeof *j->keys);
        j->base = 0;
    }
}

/* Deals the pairs that share enough: they are chosen. */
static enum wirecopy_status deal_enough(struct crowding *j)
{
    struct candidates *within = j->n->within;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t place = 0; place < j->n->parted->count && status == WIRECOPY_OK; place++) {
        uint32_t part = timely_part(&j->order, place);
        size_t enough = count_keys(j, place);
        for (size_t i = 0; i < enough && status == WIRECOPY_OK; i++) {
            uint32_t other = timely_part(&j->order, j->enough[i]);
            if (crowded_suffice(within, part, other, j->keys[j->enough[i]] - j->base))
                status = narrowing_deal(j->n, part, other, false);
        }
        raise_base(j, place);
    }
    return status;
}

enum wirecopy_status crowding_count_all(struct crowding *j, struct scratch *const crowds[2], bool *fits_out)
{
    uint32_t parts = j->n->parted->count;
    enum wirecopy_status status;
    j->crowds.begins = memory_allocate_zero(parts + (size_t)1, sizeof *j->crowds.begins);
    status = j->crowds.begins ? crowding_each(j, crowds, count_run) : WIRECOPY_NO_MEMORY;
    *fits_out = fits(j) && parts < END_OF_CROWD;
    if (status != WIRECOPY_OK || !*fits_out) {
        buffer_release(&j->crowds.places);
        return status;
    }
    for (uint32_t place = 0; place < parts; place++)
        j->crowds.begins[place + 1] += j->crowds.begins[place];
    j->crowds.stands_at = memory_allocate((size_t)j->crowds.count, sizeof *j->crowds.stands_at);
    j->keys = memory_allocate_zero(parts, sizeof *j->keys);
    j->enough = memory_allocate(parts + (size_t)1, sizeof *j->enough);
    if (!j->crowds.stands_at || !j->keys || !j->enough)
        return WIRECOPY_NO_MEMORY;
    note_crowds(&j->crowds);
    status = make_members(j);
    return status == WIRECOPY_OK ? deal_enough(j) : status;
}
