/*
 * Crowds under a window, where memory holds all of them. Pairs that share one crowded key are many, and those that share enough are few: these are
 * counted article by article in order of time, for all keys of one at once, and the others are never written.
 */
#include <string.h>

#include "match/pairs/crowding.h"

/* Whether so many members fit, with ends, and where they stand. */
static bool fits(const struct crowding *j, uint64_t count)
{
    return count + j->crowds.stands <= j->n->within->sets->left_out->memory_bytes / sizeof(uint32_t) && count < REACHES;
}

/* Whether a member meets one at least of those behind it, as far as it is told without asking. */
static bool meets(const struct crowding *j, const uint32_t *members, size_t i, size_t count)
{
    return members[i] & REACHES || (!(members[i] & REACHES_NONE) && i + 1 < count && place_of(members[i + 1]) < j->order.at[members[i]].until);
}

/* Counts those of whom nothing is told for each place that meets one at least, and tells who meets none. */
static void count_plain(const struct crowding *j, uint32_t *members, size_t count, uint64_t *stands)
{
    struct timely_place *at_place = j->order.at;
    uint32_t met = 0;
    members[count] = END_OF_CROWD;
    for (size_t i = 0; i < count; i++) {
        struct timely_place *place = &at_place[members[i]];
        uint32_t meets = members[i + 1] < place->until && members[i + 1] != END_OF_CROWD;
        place->stands += meets;
        met += meets;
        members[i] |= meets ? 0 : REACHES_NONE;
    }
    *stands += met;
}

/* A take_crowd: keeps the crowd's members while all fit, and counts for each place where it meets others. */
static enum wirecopy_status count_run(struct crowding *j, enum kind kind)
{
    struct crowds *crowds = &j->crowds;
    enum wirecopy_status status = crowding_make_members(j, kind);
    uint32_t *members = crowding_members(j);
    const uint32_t *reach = (const uint32_t *)(const void *)j->reach.data;
    size_t count = crowding_count(j);
    if (status != WIRECOPY_OK || !fits(j, crowds->count))
        return status;
    if (j->all_meet)
        count_plain(j, members, count, &crowds->stands);
    for (size_t i = 0; i < count && !j->all_meet && status == WIRECOPY_OK; i++) {
        uint32_t words = !meets(j, members, i, count) ? 0 : members[i] & REACHES ? 2 : 1;
        j->order.at[place_of(members[i])].stands += words;
        crowds->stands += words;
        if (words == 0)
            members[i] |= REACHES_NONE;
        if (words == 2)
            status = buffer_append(&crowds->reach, &reach[i], sizeof reach[i]);
    }
    crowds->count += count + 1;
    crowds->of_bands += kind == OF_BAND ? count + 1 : 0;
    members[count] = END_OF_CROWD;
    j->kept = j->places.size + sizeof *members;
    return status;
}

/* Where those of a place begin in stands_at, which end where those of the next one do. */
static uint32_t stands_begin(const struct crowding *j, uint32_t place)
{
    return place ? j->order.at[place - 1].stands : 0;
}

/* Of counts makes where they begin. */
static void make_begins(const struct crowding *j)
{
    uint32_t begin = 0, count;
    for (uint32_t place = 0; place < j->n->parted->count; place++) {
        count = j->order.at[place].stands;
        j->order.at[place].stands = begin;
        begin += count;
    }
}

/* Notes for each place where it meets others, from where they begin on; members are places alone then. */
static void note_stands(struct crowding *j)
{
    struct crowds *crowds = &j->crowds;
    struct timely_place *at_place = j->order.at;
    uint32_t *members = (uint32_t *)(void *)j->places.data;
    const uint32_t *reach = (const uint32_t *)(const void *)crowds->reach.data;
    for (uint32_t at = 0; at < crowds->count; at++) {
        uint32_t member = members[at], place = place_of(member);
        if (place == END_OF_CROWD)
            continue;
        members[at] = place;
        if (!(member & REACHES_NONE))
            crowds->stands_at[at_place[place].stands++] = at | (member & REACHES);
        if (member & REACHES)
            crowds->stands_at[at_place[place].stands++] = *reach++;
    }
    buffer_release(&crowds->reach);
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
    for (uint32_t place; (place = *++member) < until;)
        count = share(keys, noted, base, enough, worth, place, count);
    return count;
}

/* The same of one that reaches only so far; where it is of many times, each is asked whether the window admits it. */
static size_t share_reached(const struct crowding *j, uint32_t place, const uint32_t *member, size_t reach, uint32_t worth, size_t count)
{
    uint32_t part = timely_part(&j->order, place), until = timely_until(&j->order, place);
    bool many = timely_has_many(&j->order, place);
    for (size_t i = 1; i < reach && member[i] < until; i++)
        if (!many || narrowing_admits(j->n, part, timely_part(&j->order, member[i])))
            count = share(j->keys, j->enough, j->base, j->base + j->n->within->plan.sampled_least, worth, member[i], count);
    return count;
}

/* Counts the keys that a place shares with those behind it in each crowd; returns how many share enough. */
static size_t count_keys(const struct crowding *j, uint32_t place)
{
    const struct crowds *crowds = &j->crowds;
    const uint32_t *members = (const uint32_t *)(const void *)j->places.data;
    uint32_t least = j->n->within->plan.sampled_least, until = j->order.at[place].until;
    size_t count = 0;
    if (until > j->n->parted->count)
        until = j->n->parted->count;
    for (uint32_t k = stands_begin(j, place); k < j->order.at[place].stands; k++) {
        uint32_t at = crowds->stands_at[k] & ~REACHES;
        uint32_t worth = at < crowds->of_bands ? least : 1;
        if (k + MEMBERS_AHEAD < crowds->stands)
            bring_near(&members[crowds->stands_at[k + MEMBERS_AHEAD] & ~REACHES]);
        if (crowds->stands_at[k] & REACHES)
            count = share_reached(j, place, &members[at], crowds->stands_at[++k], worth, count);
        else if (worth > 1)
            count = share_crowd(j, &members[at], until, worth, count);
        else
            count = share_crowd(j, &members[at], until, 1, count);
    }
    return count;
}

/* Whether a place meets others by too few crowds to share enough with any. */
static bool has_too_few(const struct crowding *j, uint32_t place)
{
    const struct crowds *crowds = &j->crowds;
    uint32_t begin = stands_begin(j, place), end = j->order.at[place].stands;
    return begin == end || (end - begin < j->n->within->plan.sampled_least && (crowds->stands_at[begin] & ~REACHES) >= crowds->of_bands);
}

/* The next one has a base above all that the last one counted. */
static void raise_base(struct crowding *j, uint32_t place)
{
    uint32_t least = j->n->within->plan.sampled_least, crowds = j->order.at[place].stands - stands_begin(j, place);
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
        size_t enough = has_too_few(j, place) ? 0 : count_keys(j, place);
        for (size_t i = 0; i < enough && status == WIRECOPY_OK; i++) {
            uint32_t other = timely_part(&j->order, j->enough[i]);
            if (crowded_suffice(within, part, other, j->keys[j->enough[i]] - j->base))
                status = narrowing_deal(j->n, part, other, false);
        }
        raise_base(j, place);
    }
    return status;
}

/* What was counted, where the pairs are dealt otherwise. */
static void forget(const struct crowding *j)
{
    crowded_forget(j->n->within->crowded, j->n->parted->count);
}

enum wirecopy_status crowding_count_all(struct crowding *j, const struct crowd_lists *crowds, uint64_t listed, bool *fits_out)
{
    uint32_t parts = j->n->parted->count;
    enum wirecopy_status status;
    *fits_out = fits(j, listed) && parts < END_OF_CROWD;
    if (!*fits_out)
        return WIRECOPY_OK;
    j->places.data = memory_allocate((size_t)listed, sizeof(uint32_t)); /* in huge pages, which a buffer that grows is not */
    j->places.capacity = j->places.data ? (size_t)listed * sizeof(uint32_t) : 0;
    status = j->places.data ? crowding_each(j, crowds, count_run) : WIRECOPY_NO_MEMORY;
    *fits_out = fits(j, j->crowds.count);
    if (status != WIRECOPY_OK || !*fits_out) {
        buffer_release(&j->places);
        j->kept = 0;
        forget(j);
        return status;
    }
    j->crowds.stands_at = memory_allocate((size_t)j->crowds.stands + 1, sizeof *j->crowds.stands_at);
    j->keys = memory_allocate_zero(parts, sizeof *j->keys);
    j->enough = memory_allocate(parts + (size_t)1, sizeof *j->enough);
    if (!j->crowds.stands_at || !j->keys || !j->enough)
        return WIRECOPY_NO_MEMORY;
    make_begins(j);
    note_stands(j);
    return deal_enough(j);
}
