/*
 * Crowds under a window. What a crowd shares was joined through a few anchors, of any time: its articles are put in order of time and cut
 * into blocks that span no more than the window, so that a text that is printed for years is many small runs.
 * Where memory does not hold all of them, each pair is dealt and counted with what met otherwise.
 */
#include "match/pairs/crowding.h"

static void crowding_release(struct crowding *j)
{
    uint32_t *arrays[] = {j->crowds.stands_at, j->keys, j->enough};
    timely_release(&j->order);
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        memory_free(arrays[i]);
    buffer_release(&j->crowds.reach);
    picked_release(&j->picked);
    buffer_release(&j->places);
    buffer_release(&j->parted);
    buffer_release(&j->reach);
}

/* A pair of a crowded key; one of a band is worth as many as a pair has to share. */
static enum wirecopy_status deal_crowded(const struct narrowing *n, uint32_t a, uint32_t b, bool band)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < (band ? n->within->plan.sampled_least : 1) && status == WIRECOPY_OK; i++)
        status = narrowing_deal(n, a, b, true);
    return status;
}

/* The end of the block of a crowd that begins at a member: those without a time, or those that span no more than the window. */
static size_t block_end(const struct timely *order, const uint32_t *members, size_t begin, size_t count)
{
    uint32_t first = place_of(members[begin]), until = first < order->undated ? order->undated : order->at[first].until;
    size_t end = begin + 1;
    while (end < count && place_of(members[end]) < until)
        end++;
    return end;
}

/*
 * Whom each member of a crowd meets of those behind it: each block meets itself and the next one, as far as the window reaches; those without a
 * time are a block that meets all. Of a block that is a crowd too, all meet its anchors, and of a band their neighbours in time.
 */
static void find_met(const struct crowding *j, uint32_t *members, uint32_t *reach, size_t count, enum kind kind)
{
    bool band = kind == OF_BAND, undated = count && place_of(members[0]) < j->order.undated;
    size_t most = band ? GIANT_BUCKET : j->n->within->plan.crowd, anchors = band ? GIANT_ANCHORS : CROWD_ANCHORS;
    size_t next = count ? block_end(&j->order, members, 0, count) : 0, after, last;
    bool all, all_meet = !undated || count <= most, all_before = all_meet;
    for (size_t begin = 0, end; begin < count; begin = next, next = after) {
        after = next < count ? block_end(&j->order, members, next, count) : count;
        end = place_of(members[begin]) < j->order.undated ? count : after;
        all = end - begin <= most;
        for (size_t i = begin; i < next; i++) {
            if ((all || i < begin + anchors) && !(members[i] & REACHES)) /* as far as the window reaches, which is no farther than the next block */
                continue;
            last = all || i < begin + anchors ? end : band && i + 2 < end ? i + 2 : band ? end : i + 1;
            members[i] = place_of(members[i]) | (last > i + 1 ? REACHES : REACHES_NONE);
            if (last > i + 1)
                reach[i] = (uint32_t)(last - i);
        }
        for (size_t i = begin; i < next && !band && !(all && all_before); i++)
            crowded_add(&j->n->within->crowded->keys[timely_part(&j->order, place_of(members[i]))].unmet, kind == OF_SAMPLED);
        all_before = all && all_meet;
    }
}

/* So many of what is listed are looked at together. */
enum { LISTED_A_VIEW = 1024 };

/* Behind places so many more have room. */
enum { HALF_BLOCK_MOST = GIANT_BUCKET / 2 };

/* Appends the places of the parts of a group that has several. */
static enum wirecopy_status append_parts(struct crowding *j, uint32_t whole)
{
    const uint32_t *part_of = j->n->parted->part_of;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t part = part_of[whole]; part < part_of[whole + 1] && status == WIRECOPY_OK; part++) {
        status = buffer_append(&j->parted, &j->order.places[part], sizeof j->order.places[part]);
        j->many |= groups_size(j->n->parted, part) > 1;
    }
    return status;
}

/* Puts places of the groups listed from begin on, up to the end of their crowd or count, behind those that are there; returns how far it came. */
static size_t add_places(struct crowding *j, const uint32_t *listed, size_t begin, size_t count, enum wirecopy_status *status)
{
    const uint32_t *of_time = j->order.of_time, wholes = j->n->whole_count;
    uint32_t *restrict places, many = 0;
    size_t at, put = 0;
    *status = buffer_reserve(&j->places, (count - begin + HALF_BLOCK_MOST) * sizeof *places);
    if (*status != WIRECOPY_OK)
        return begin;
    places = (uint32_t *)(void *)(j->places.data + j->places.size);
    for (at = begin; at < count && listed[at] < wholes; at++) {
        uint32_t place = of_time[listed[at]];
        if (place & TIMELY_PARTED) {
            *status = append_parts(j, place & ~TIMELY_PARTED);
            if (*status != WIRECOPY_OK)
                return at;
            continue;
        }
        places[put++] = place & ~TIMELY_MANY;
        many |= place;
    }
    j->places.size += put * sizeof *places;
    j->many |= (many & TIMELY_MANY) != 0;
    return at;
}

/* Has a crowd taken whose places are there; parts of one group lie far apart in time. */
static enum wirecopy_status end_crowd(struct crowding *j, uint32_t end, bool band, take_crowd *take)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (end < CROWD_ENDS_WHOLE)
        return status_fail(WIRECOPY_BAD_INPUT, "a saved crowd names an article that is not there");
    if (j->parted.size > 0) {
        status = buffer_append(&j->places, j->parted.data, j->parted.size);
        picked_put_in_order(&j->picked, crowding_members(j), crowding_count(j));
    }
    if (status == WIRECOPY_OK)
        status = take(j, band ? OF_BAND : end == CROWD_ENDS ? OF_SAMPLED : OF_WHOLE);
    j->places.size = j->kept;
    j->parted.size = 0;
    j->many = false;
    return status;
}

/* Goes through the crowds of bands or of sampled keys. */
static enum wirecopy_status each_of(struct crowding *j, const struct scratch *crowds, bool band, take_crowd *take)
{
    struct scratch_window window = {0};
    uint64_t count = scratch_size(crowds) / sizeof(uint32_t);
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t from = 0, together; from < count && status == WIRECOPY_OK; from += together) {
        const void *view;
        const uint32_t *listed;
        together = count - from < LISTED_A_VIEW ? count - from : LISTED_A_VIEW;
        status = scratch_view_ahead(crowds, from * sizeof *listed, (size_t)together * sizeof *listed, &window, &view);
        listed = view;
        for (size_t at = 0; at < together && status == WIRECOPY_OK; at++) {
            at = add_places(j, listed, at, (size_t)together, &status);
            if (at < together && status == WIRECOPY_OK)
                status = end_crowd(j, listed[at], band, take);
        }
    }
    scratch_window_release(&window);
    return status;
}

enum wirecopy_status crowding_each(struct crowding *j, const struct crowd_lists *crowds, take_crowd *take)
{
    enum wirecopy_status status = each_of(j, crowds->of[0], true, take);
    return status == WIRECOPY_OK ? each_of(j, crowds->of[1], false, take) : status;
}

/*
 * Whether within the window places in order, with room behind them, have half as many at most as two blocks of which all meet: most crowds have no
 * larger ones.
 */
static bool are_few(const struct crowding *j, uint32_t *restrict places, size_t count, enum kind kind)
{
    const struct timely_place *at_place = j->order.at;
    size_t half = kind == OF_BAND ? GIANT_BUCKET / 2 : j->n->within->plan.crowd / 2;
    bool large = half > HALF_BLOCK_MOST;
    half = large ? 0 : half;
    for (size_t i = 0; i < half; i++)
        places[count + i] = END_OF_CROWD;
    for (size_t i = 0; i < count; i++)
        large |= places[i + half] < at_place[places[i]].until;
    return !large;
}

enum wirecopy_status crowding_make_members(struct crowding *j, enum kind kind)
{
    uint32_t *places;
    size_t count = crowding_count(j);
    enum wirecopy_status status = buffer_reserve(&j->places, HALF_BLOCK_MOST * sizeof *places);
    j->reach.size = 0;
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&j->reach, count * sizeof *places);
    if (status != WIRECOPY_OK)
        return status;
    places = crowding_members(j);
    j->all_meet = are_few(j, places, count, kind) && !j->many;
    if (j->all_meet)
        return WIRECOPY_OK;
    for (size_t i = 0; i < count && j->many; i++)
        places[i] = member_at(&j->order, places[i]);
    find_met(j, places, (uint32_t *)(void *)j->reach.data, count, kind);
    return WIRECOPY_OK;
}

/* A take_crowd: deals each pair that meets. */
static enum wirecopy_status deal_run(struct crowding *j, enum kind kind)
{
    const struct narrowing *n = j->n;
    enum wirecopy_status status = crowding_make_members(j, kind);
    const uint32_t *members = crowding_members(j), *reach = (const uint32_t *)(const void *)j->reach.data;
    size_t count = crowding_count(j);
    for (size_t i = 0; status == WIRECOPY_OK && i < count; i++) {
        uint32_t place = place_of(members[i]), part = timely_part(&j->order, place), until = timely_until(&j->order, place);
        size_t end = members[i] & REACHES_NONE ? i : members[i] & REACHES ? i + reach[i] : count;
        bool many = timely_has_many(&j->order, place);
        for (size_t k = i + 1; k < end && place_of(members[k]) < until && status == WIRECOPY_OK; k++)
            if (!many || narrowing_admits(n, part, timely_part(&j->order, place_of(members[k]))))
                status = deal_crowded(n, part, timely_part(&j->order, place_of(members[k])), kind == OF_BAND);
    }
    return status;
}

/* What parts have of all crowds is what their groups have. */
static void take_keys(const struct crowding *j, const struct crowd_lists *crowds)
{
    const uint32_t *part_of = j->n->parted->part_of;
    struct crowded_keys *keys = j->n->within->crowded->keys;
    for (uint32_t time = 0; time < j->n->whole_count; time++) {
        uint32_t place = j->order.of_time[time], whole = place & ~TIMELY_PARTED;
        if (!(place & TIMELY_PARTED))
            keys[timely_part(&j->order, place & ~TIMELY_MANY)].all = crowds->keys[time];
        for (uint32_t part = place & TIMELY_PARTED ? part_of[whole] : 0; place & TIMELY_PARTED && part < part_of[whole + 1]; part++)
            keys[part].all = crowds->keys[time];
    }
}

enum wirecopy_status narrowing_join_crowds(const struct narrowing *narrowing, const struct crowd_lists *crowds)
{
    struct crowding joining = {.n = narrowing};
    uint64_t listed = 0;
    bool fits = false;
    enum wirecopy_status status;
    for (unsigned i = 0; i < 2; i++)
        listed += crowds->of[i] ? scratch_size(crowds->of[i]) / sizeof(uint32_t) : 0;
    if (listed == 0)
        return WIRECOPY_OK;
    status = timely_make(&joining.order, narrowing);
    if (status == WIRECOPY_OK)
        status = picked_init(&joining.picked, narrowing->parted->count);
    if (status == WIRECOPY_OK)
        take_keys(&joining, crowds);
    if (status == WIRECOPY_OK && !narrowing->within->passages) /* of passages those that share one key are told too */
        status = crowding_count_all(&joining, crowds, listed, &fits);
    if (status == WIRECOPY_OK && !fits)
        status = crowding_each(&joining, crowds, deal_run);
    crowding_release(&joining);
    return status;
}
