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
    buffer_release(&j->crowds.members);
    buffer_release(&j->crowds.reach);
    picked_release(&j->picked);
    buffer_release(&j->run);
    buffer_release(&j->places);
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
            if (all && !(members[i] & REACHES))
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

/* So many postings are looked at together. */
enum { POSTINGS_A_VIEW = 512 };

static enum wirecopy_status end_run(struct crowding *j, bool band, take_crowd *take)
{
    uint64_t key = j->run.size > 0 ? *(const uint64_t *)(const void *)j->run.data : 0;
    enum kind kind = band ? OF_BAND : key >> 32 <= j->limit >> 32 ? OF_SAMPLED : OF_WHOLE;
    enum wirecopy_status status = j->run.size > 0 ? take(j, kind) : WIRECOPY_OK;
    j->run.size = 0;
    return status;
}

/* Goes through the crowded keys of bands or of sampled ones; what articles have of one key stands side by side. */
static enum wirecopy_status each_run(struct crowding *j, const struct scratch *crowds, bool band, take_crowd *take)
{
    struct scratch_window window = {0};
    uint64_t count = crowds ? scratch_size(crowds) / sizeof(uint64_t) : 0, key = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t at = 0, together; at < count && status == WIRECOPY_OK; at += together) {
        const void *view;
        const uint64_t *postings;
        together = count - at < POSTINGS_A_VIEW ? count - at : POSTINGS_A_VIEW;
        status = scratch_view_ahead(crowds, at * sizeof *postings, (size_t)together * sizeof *postings, &window, &view);
        postings = view;
        for (size_t begin = 0, end; status == WIRECOPY_OK && begin < together; begin = end) {
            if (postings[begin] >> 32 != key)
                status = end_run(j, band, take);
            key = postings[begin] >> 32;
            for (end = begin; end < together && postings[end] >> 32 == key; end++)
                ;
            if (status == WIRECOPY_OK)
                status = buffer_append(&j->run, postings + begin, (end - begin) * sizeof *postings);
        }
    }
    if (status == WIRECOPY_OK)
        status = end_run(j, band, take);
    scratch_window_release(&window);
    return status;
}

enum wirecopy_status crowding_each(struct crowding *j, struct scratch *const crowds[2], take_crowd *take)
{
    enum wirecopy_status status = each_run(j, crowds[0], true, take);
    if (status == WIRECOPY_OK)
        status = each_run(j, crowds[1], false, take);
    for (uint32_t place = 0; place < j->n->parted->count; place++)
        j->n->within->crowded->keys[timely_part(&j->order, place)].all = j->order.at[place].keys;
    return status;
}

/* Appends the places of the parts of a group that has several. */
static enum wirecopy_status append_places(struct crowding *j, uint32_t whole)
{
    const uint32_t *part_of = j->n->parted->part_of;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t part = part_of[whole]; part < part_of[whole + 1] && status == WIRECOPY_OK; part++)
        status = buffer_append(&j->places, &j->order.places[part], sizeof j->order.places[part]);
    return status;
}

/* Behind places so many more have room. */
enum { HALF_BLOCK_MOST = GIANT_BUCKET / 2 };

/* Puts the places of the parts of the run into places, in no order; *many_out says whether one of them has many members. */
static enum wirecopy_status find_places(struct crowding *j, bool *many_out)
{
    const uint64_t *run = (const uint64_t *)(const void *)j->run.data;
    const uint32_t *of_whole = j->order.of_whole;
    size_t run_count = j->run.size / sizeof *run, count = 0;
    uint32_t *restrict places, many = 0;
    enum wirecopy_status status;
    j->places.size = 0;
    status = buffer_reserve(&j->places, (run_count + HALF_BLOCK_MOST) * sizeof *places);
    if (status != WIRECOPY_OK)
        return status;
    places = (uint32_t *)(void *)j->places.data;
    for (size_t i = 0; i < run_count; i++) {
        uint32_t place = of_whole[(uint32_t)run[i]];
        places[count] = place & ~TIMELY_MANY;
        count += place != TIMELY_PARTED;
        many |= place;
    }
    j->places.size = count * sizeof *places;
    for (size_t i = 0; count < run_count && i < run_count && status == WIRECOPY_OK; i++)
        if (of_whole[(uint32_t)run[i]] == TIMELY_PARTED)
            status = append_places(j, (uint32_t)run[i]);
    *many_out = many & TIMELY_MANY;
    return status;
}

/*
 * Counts the key as one more of places in order, with room behind them. Says whether within the window they have half as many at most as two blocks
 * of which all meet: most crowds have no larger ones.
 */
static bool count_key(const struct crowding *j, uint32_t *restrict places, size_t count, enum kind kind)
{
    struct timely_place *at_place = j->order.at;
    size_t half = kind == OF_BAND ? GIANT_BUCKET / 2 : j->n->within->plan.crowd / 2;
    bool large = half > HALF_BLOCK_MOST;
    half = large ? 0 : half;
    for (size_t i = 0; i < half; i++)
        places[count + i] = END_OF_CROWD;
    for (size_t i = 0; i < count; i++) {
        struct timely_place *place = &at_place[places[i]];
        if (kind != OF_BAND)
            crowded_add(&place->keys, kind == OF_SAMPLED);
        large |= places[i + half] < place->until;
    }
    return !large;
}

enum wirecopy_status crowding_make_members(struct crowding *j, enum kind kind)
{
    bool many = false;
    enum wirecopy_status status = find_places(j, &many);
    uint32_t *places;
    size_t count = j->places.size / sizeof *places;
    j->reach.size = 0;
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&j->places, HALF_BLOCK_MOST * sizeof *places);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&j->reach, count * sizeof *places);
    if (status != WIRECOPY_OK)
        return status;
    places = (uint32_t *)(void *)j->places.data;
    picked_put_in_order(&j->picked, places, count);
    j->all_meet = count_key(j, places, count, kind) && !many;
    if (j->all_meet)
        return WIRECOPY_OK;
    for (size_t i = 0; i < count && many; i++)
        places[i] = member_at(&j->order, places[i]);
    find_met(j, places, (uint32_t *)(void *)j->reach.data, count, kind);
    return WIRECOPY_OK;
}

/* A take_crowd: deals each pair that meets. */
static enum wirecopy_status deal_run(struct crowding *j, enum kind kind)
{
    const struct narrowing *n = j->n;
    enum wirecopy_status status = crowding_make_members(j, kind);
    const uint32_t *members = (const uint32_t *)(const void *)j->places.data, *reach = (const uint32_t *)(const void *)j->reach.data;
    size_t count = j->places.size / sizeof *members;
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

enum wirecopy_status narrowing_join_crowds(const struct narrowing *narrowing, struct scratch *const crowds[2])
{
    const struct plan *plan = &narrowing->within->plan;
    struct crowding joining = {.n = narrowing, .limit = plan->sampled_one_in ? sampled_limit(plan) : 0};
    uint64_t postings = 0;
    bool fits = false;
    enum wirecopy_status status;
    for (unsigned i = 0; i < 2; i++)
        postings += crowds[i] ? scratch_size(crowds[i]) / sizeof(uint64_t) : 0;
    if (postings == 0)
        return WIRECOPY_OK;
    status = timely_make(&joining.order, narrowing);
    if (status == WIRECOPY_OK)
        status = picked_init(&joining.picked, narrowing->parted->count);
    if (status == WIRECOPY_OK && !narrowing->within->passages) /* of passages those that share one key are told too */
        status = crowding_count_all(&joining, crowds, postings, &fits);
    if (status == WIRECOPY_OK && !fits)
        status = crowding_each(&joining, crowds, deal_run);
    crowding_release(&joining);
    return status;
}
