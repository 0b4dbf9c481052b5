/*
 * Crowds under a window. What a crowd shares was joined through a few anchors, of any time: its articles are put in order of time and cut
 * into blocks that span no more than the window, so that a text that is printed for years is many small runs.
 *
 * Pairs that share one crowded key are many, and those that share enough are few. Where memory holds all crowds, these are counted article by
 * article in order of time, for all keys of one at once, and the others are never written; else each is dealt and counted with what met otherwise.
 */
#include <string.h>

#include "base/sort.h"
#include "match/narrowing.h"
#include "match/timely.h"

/* Of a crowd: a part's place, and how many members from it on those end that it meets as far as the window reaches. */
struct member {
    uint32_t place, reach;
};

/* All crowds, those of bands first. */
struct crowds {
    struct buffer ends;       /* uint32_t, by crowd: where it ends in members */
    struct member *members;   /* of one crowd after the other, in order */
    uint32_t *begins;         /* by place, and one more: where it begins in stands_at */
    uint32_t *stands_at;      /* of one place after the other: where they are among the members */
    uint64_t count, of_bands; /* members */
    uint32_t at_hand;         /* the crowd that is being placed */
};

enum { CROWDS_MEMBER_BYTES = sizeof(struct member) + sizeof(uint32_t) };

struct joining {
    const struct narrowing *n;
    struct timely order; /* crowds are made of places in it, so that what comes near in time lies near in memory */
    struct crowds crowds;
    struct buffer run;    /* uint64_t: what articles have of one crowded key */
    struct buffer places; /* uint32_t: of their parts; where these are dealt, struct member */
    uint32_t *keys;       /* by place: above base how many the one at hand shares with it; no more than base: none */
    uint32_t base;        /* of the one at hand: those of others are below it */
    uint32_t *enough;     /* places that share as many as a pair has to */
};

static void joining_release(struct joining *j)
{
    uint32_t *arrays[] = {j->crowds.begins, j->crowds.stands_at, j->enough};
    timely_release(&j->order);
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        memory_free(arrays[i]);
    memory_free(j->crowds.members);
    memory_free(j->keys);
    buffer_release(&j->crowds.ends);
    buffer_release(&j->run);
    buffer_release(&j->places);
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
static size_t block_end(const struct timely *order, const struct member *members, size_t begin, size_t count)
{
    uint32_t first = members[begin].place, until = first < order->undated ? order->undated : order->until[first];
    size_t end = begin + 1;
    while (end < count && members[end].place < until)
        end++;
    return end;
}

/*
 * Whom each member of a crowd meets of those behind it: each block meets itself and the next one, as far as the window reaches; those without a
 * time are a block that meets all. Of a block that is a crowd too, all meet its anchors, and of a band their neighbours in time.
 */
static void find_met(const struct joining *j, struct member *members, size_t count, bool band)
{
    size_t most = band ? GIANT_BUCKET : j->n->within->plan.crowd, anchors = band ? GIANT_ANCHORS : CROWD_ANCHORS;
    size_t next = count ? block_end(&j->order, members, 0, count) : 0, after, last;
    for (size_t begin = 0, end; begin < count; begin = next, next = after) {
        after = next < count ? block_end(&j->order, members, next, count) : count;
        end = members[begin].place < j->order.undated ? count : after;
        for (size_t i = begin; i < next; i++) {
            last = end - begin <= most || i < begin + anchors ? end : band && i + 2 < end ? i + 2 : band ? end : i + 1;
            members[i].reach = (uint32_t)(last - i);
        }
    }
}

/* So many postings are looked at together. */
enum { POSTINGS_A_VIEW = 512 };

/* Takes what articles have of one key: j->run. */
typedef enum wirecopy_status take_run(struct joining *j, bool band);

static enum wirecopy_status end_run(struct joining *j, bool band, take_run *take)
{
    enum wirecopy_status status = j->run.size > 0 ? take(j, band) : WIRECOPY_OK;
    j->run.size = 0;
    return status;
}

/* Goes through the crowded keys of bands or of sampled ones; what articles have of one key stands side by side. */
static enum wirecopy_status each_run(struct joining *j, const struct scratch *crowds, bool band, take_run *take)
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

/* Of bands first. */
static enum wirecopy_status each_crowd(struct joining *j, struct scratch *const crowds[2], take_run *take)
{
    enum wirecopy_status status = each_run(j, crowds[0], true, take);
    return status == WIRECOPY_OK ? each_run(j, crowds[1], false, take) : status;
}

/* Appends the places of the parts of a group that has several. */
static enum wirecopy_status append_places(struct joining *j, uint32_t whole)
{
    const uint32_t *part_of = j->n->parted->part_of;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t part = part_of[whole]; part < part_of[whole + 1] && status == WIRECOPY_OK; part++)
        status = buffer_append(&j->places, &j->order.places[part], sizeof j->order.places[part]);
    return status;
}

/* The places of the parts of the run; those of parts that are one of several come last. */
static enum wirecopy_status find_places(struct joining *j)
{
    const uint64_t *run = (const uint64_t *)(const void *)j->run.data;
    const uint32_t *of_whole = j->order.of_whole;
    size_t run_count = j->run.size / sizeof *run, count = 0;
    uint32_t *restrict places;
    enum wirecopy_status status;
    j->places.size = 0;
    status = buffer_reserve(&j->places, run_count * sizeof *places);
    if (status != WIRECOPY_OK)
        return status;
    places = (uint32_t *)(void *)j->places.data;
    for (size_t i = 0; i < run_count; i++) {
        places[count] = of_whole[(uint32_t)run[i]];
        count += places[count] != TIMELY_PARTED;
    }
    j->places.size = count * sizeof *places;
    for (size_t i = 0; count < run_count && i < run_count && status == WIRECOPY_OK; i++)
        if (of_whole[(uint32_t)run[i]] == TIMELY_PARTED)
            status = append_places(j, (uint32_t)run[i]);
    return status;
}

/* Makes members of the places of the run, in their room. */
static enum wirecopy_status make_run(struct joining *j, bool band)
{
    uint64_t *places;
    struct member *members;
    enum wirecopy_status status = find_places(j);
    size_t count = j->places.size / sizeof(uint32_t);
    j->run.size = 0;
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&j->run, count * sizeof *places);
    if (status != WIRECOPY_OK)
        return status;
    places = (uint64_t *)(void *)j->run.data;
    for (size_t i = 0; i < count; i++)
        places[i] = ((const uint32_t *)(const void *)j->places.data)[i];
    sort_u64(places, count);
    j->places.size = 0;
    status = buffer_reserve(&j->places, count * sizeof *members);
    if (status != WIRECOPY_OK)
        return status;
    j->places.size = count * sizeof *members;
    members = (struct member *)(void *)j->places.data;
    for (size_t i = 0; i < count; i++)
        members[i].place = (uint32_t)places[i];
    find_met(j, members, count, band);
    return WIRECOPY_OK;
}

/* A take_run: deals each pair that meets. */
static enum wirecopy_status deal_run(struct joining *j, bool band)
{
    const struct narrowing *n = j->n;
    enum wirecopy_status status = make_run(j, band);
    const struct member *members = (const struct member *)(const void *)j->places.data;
    for (size_t i = 0; status == WIRECOPY_OK && i < j->places.size / sizeof *members; i++) {
        uint32_t part = timely_part(&j->order, members[i].place), until = timely_until(&j->order, members[i].place);
        bool many = timely_has_many(&j->order, members[i].place);
        for (size_t k = i + 1; k < i + members[i].reach && members[k].place < until && status == WIRECOPY_OK; k++)
            if (!many || narrowing_admits(n, part, timely_part(&j->order, members[k].place)))
                status = deal_crowded(n, part, timely_part(&j->order, members[k].place), band);
    }
    return status;
}

/* A take_run: counts the members of the crowd, and the crowds of each place. */
static enum wirecopy_status count_run(struct joining *j, bool band)
{
    struct crowds *crowds = &j->crowds;
    enum wirecopy_status status = find_places(j);
    const uint32_t *places = (const uint32_t *)(const void *)j->places.data;
    size_t count = j->places.size / sizeof *places;
    uint32_t end;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
        crowds->begins[places[i] + 1]++;
    crowds->count += count;
    crowds->of_bands += band ? count : 0;
    end = (uint32_t)crowds->count;
    return status == WIRECOPY_OK ? buffer_append(&crowds->ends, &end, sizeof end) : status;
}

/* A take_run: notes the crowd with each place; begins is that of the next place then. */
static enum wirecopy_status place_run(struct joining *j, bool band)
{
    struct crowds *crowds = &j->crowds;
    enum wirecopy_status status = find_places(j);
    const uint32_t *places = (const uint32_t *)(const void *)j->places.data;
    (void)band;
    for (size_t i = 0; i < j->places.size / sizeof *places && status == WIRECOPY_OK; i++)
        crowds->stands_at[crowds->begins[places[i]]++] = crowds->at_hand;
    crowds->at_hand++;
    return status;
}

/* Where a list begins, each of which ends where the next one begins. */
static uint32_t list_begin(const uint32_t *ends, uint32_t number)
{
    return number ? ends[number - 1] : 0;
}

/* Puts the members of all crowds in order, by going through all places in order. */
static enum wirecopy_status make_members(struct joining *j)
{
    struct crowds *crowds = &j->crowds;
    const uint32_t *ends = (const uint32_t *)(const void *)crowds->ends.data;
    uint32_t count = (uint32_t)(crowds->ends.size / sizeof *ends), *next = memory_allocate(count, sizeof *next);
    crowds->members = memory_allocate((size_t)crowds->count, sizeof *crowds->members);
    if (!next || !crowds->members) {
        memory_free(next);
        return WIRECOPY_NO_MEMORY;
    }
    for (uint32_t crowd = 0; crowd < count; crowd++)
        next[crowd] = list_begin(ends, crowd);
    for (uint32_t place = 0; place < j->n->parted->count; place++)
        for (uint32_t i = list_begin(crowds->begins, place); i < crowds->begins[place]; i++) {
            uint32_t at = next[crowds->stands_at[i]]++;
            crowds->members[at].place = place;
            crowds->stands_at[i] = at;
        }
    memory_free(next);
    for (uint32_t crowd = 0; crowd < count; crowd++) {
        uint32_t begin = list_begin(ends, crowd);
        find_met(j, crowds->members + begin, ends[crowd] - begin, ends[crowd] <= crowds->of_bands);
    }
    return WIRECOPY_OK;
}

/* So many places further on, of this part or the next ones, members are brought near. */
enum { MEMBERS_AHEAD = 16 };

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
static inline size_t share_crowd(const struct joining *j, const struct member *member, uint32_t until, uint32_t worth, size_t count)
{
    const struct member *end = member + member->reach;
    uint32_t *restrict keys = j->keys, *restrict noted = j->enough, base = j->base, enough = base + j->n->within->plan.sampled_least;
    while (++member < end && member->place < until)
        count = share(keys, noted, base, enough, worth, member->place, count);
    return count;
}

/* The same where each is asked whether the window admits it. */
static size_t share_admitted(const struct joining *j, uint32_t part, const struct member *member, uint32_t worth, size_t count)
{
    const struct member *end = member + member->reach;
    while (++member < end)
        if (narrowing_admits(j->n, part, timely_part(&j->order, member->place)))
            count = share(j->keys, j->enough, j->base, j->base + j->n->within->plan.sampled_least, worth, member->place, count);
    return count;
}

/* Counts the keys that a place shares with those behind it in each crowd; returns how many share enough. */
static size_t count_keys(const struct joining *j, uint32_t place)
{
    const struct crowds *crowds = &j->crowds;
    uint32_t least = j->n->within->plan.sampled_least, part = timely_part(&j->order, place), until = j->order.until[place];
    size_t count = 0;
    bool many = timely_has_many(&j->order, place);
    for (uint32_t k = list_begin(crowds->begins, place); k < crowds->begins[place]; k++) {
        const struct member *member = &crowds->members[crowds->stands_at[k]];
        bool of_band = crowds->stands_at[k] < crowds->of_bands;
        if (k + MEMBERS_AHEAD < crowds->count)
            __builtin_prefetch(&crowds->members[crowds->stands_at[k + MEMBERS_AHEAD]]);
        if (many)
            count = share_admitted(j, part, member, of_band ? least : 1, count);
        else if (of_band)
            count = share_crowd(j, member, until, least, count);
        else
            count = share_crowd(j, member, until, 1, count);
    }
    return count;
}

/* The next one has a base above all that the last one counted. */
static void raise_base(struct joining *j, uint32_t place)
{
    uint32_t least = j->n->within->plan.sampled_least, crowds = j->crowds.begins[place] - list_begin(j->crowds.begins, place);
    j->base += crowds * (least ? least : 1);
    if (j->base > UINT32_MAX / 2) {
        memset(j->keys, 0, j->n->parted->count * sizeof *j->keys);
        j->base = 0;
    }
}

/* Deals the pairs that share enough: they are chosen. */
static enum wirecopy_status deal_enough(struct joining *j)
{
    struct candidates *within = j->n->within;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t place = 0; place < j->n->parted->count && status == WIRECOPY_OK; place++) {
        uint32_t part = timely_part(&j->order, place);
        size_t enough = count_keys(j, place);
        for (size_t i = 0; i < enough && status == WIRECOPY_OK; i++) {
            uint32_t other = timely_part(&j->order, j->enough[i]);
            if (crowded_suffice(within, &within->needed, part, other, j->keys[j->enough[i]] - j->base))
                status = narrowing_deal(j->n, part, other, false);
        }
        raise_base(j, place);
    }
    return status;
}

/* Counts article by article; *fits_out is false where memory does not hold all crowds. */
static enum wirecopy_status count_all(struct joining *j, struct scratch *const crowds[2], bool *fits_out)
{
    uint32_t parts = j->n->parted->count;
    enum wirecopy_status status;
    j->crowds.begins = memory_allocate_zero(parts + (size_t)1, sizeof *j->crowds.begins);
    status = j->crowds.begins ? each_crowd(j, crowds, count_run) : WIRECOPY_NO_MEMORY;
    *fits_out = j->crowds.count <= UINT32_MAX && j->crowds.count * CROWDS_MEMBER_BYTES <= j->n->within->sets->left_out->memory_bytes;
    if (status != WIRECOPY_OK || !*fits_out)
        return status;
    for (uint32_t place = 0; place < parts; place++)
        j->crowds.begins[place + 1] += j->crowds.begins[place];
    j->crowds.stands_at = memory_allocate((size_t)j->crowds.count, sizeof *j->crowds.stands_at);
    j->keys = memory_allocate_zero(parts, sizeof *j->keys);
    j->enough = memory_allocate(parts + (size_t)1, sizeof *j->enough);
    status = j->crowds.stands_at && j->keys && j->enough ? each_crowd(j, crowds, place_run) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = make_members(j);
    return status == WIRECOPY_OK ? deal_enough(j) : status;
}

enum wirecopy_status narrowing_join_crowds(const struct narrowing *narrowing, struct scratch *const crowds[2])
{
    struct joining joining = {.n = narrowing};
    uint64_t postings = 0;
    bool fits = false;
    enum wirecopy_status status;
    for (unsigned i = 0; i < 2; i++)
        postings += crowds[i] ? scratch_size(crowds[i]) / sizeof(uint64_t) : 0;
    if (postings == 0)
        return WIRECOPY_OK;
    status = timely_make(&joining.order, narrowing);
    if (status == WIRECOPY_OK && !narrowing->within->passages) /* of passages those that share one key are told too */
        status = count_all(&joining, crowds, &fits);
    if (status == WIRECOPY_OK && !fits)
        status = each_crowd(&joining, crowds, deal_run);
    joining_release(&joining);
    return status;
}
