/* One sort; how far the window reaches is found by going along with it. */
#include "match/pairs/timely.h"

#include <string.h>

#include "base/sort/sort.h"

/* 1970 stands amid the years that dates name; what lies beyond 6,000 is the last minute, and is told apart when it is verified. */
uint32_t timely_minute(const struct article *article)
{
    int64_t minute = article_minute(article) + INT32_MAX;
    return article->day == NO_DAY ? 0 : minute < 1 ? 1 : minute < UINT32_MAX ? (uint32_t)minute : UINT32_MAX;
}

/* The least of its members' minutes. */
static uint32_t first_minute(const struct groups *groups, const struct articles *articles, uint32_t rank)
{
    uint32_t first = UINT32_MAX;
    for (uint32_t i = groups->first[rank]; i < groups->first[rank + 1]; i++) {
        uint32_t minute = timely_minute(&articles->rows[groups->members[i]]);
        first = minute < first ? minute : first;
    }
    return first;
}

enum wirecopy_status timely_place_groups(const struct groups *groups, const struct articles *articles, uint32_t *places)
{
    uint64_t *in_order = memory_allocate(2 * (size_t)groups->count, sizeof *in_order);
    uint32_t earliest = UINT32_MAX;
    if (!in_order)
        return WIRECOPY_NO_MEMORY;
    for (uint32_t rank = 0; rank < groups->count; rank++) {
        uint32_t minute = first_minute(groups, articles, rank);
        earliest = minute && minute < earliest ? minute : earliest;
        in_order[rank] = (uint64_t)minute << 32 | rank;
    }
    for (uint32_t rank = 0; rank < groups->count; rank++) /* from the earliest on, so that few bits differ */
        in_order[rank] -= in_order[rank] >> 32 ? (uint64_t)(earliest - 1) << 32 : 0;
    sort_spread_u64(in_order, in_order + groups->count, groups->count);
    for (uint32_t place = 0; place < groups->count; place++)
        places[(uint32_t)in_order[place]] = place;
    memory_free(in_order);
    return WIRECOPY_OK;
}

/* in_order: each part's time, from shift on, above its number. */
static void find_until(struct timely *timely, const uint64_t *in_order, uint32_t count, unsigned shift, uint64_t window)
{
    uint32_t end = 0;
    while (timely->undated < count && in_order[timely->undated] >> shift == 0)
        timely->at[timely->undated++].until = UINT32_MAX;
    for (uint32_t place = timely->undated; place < count; place++) {
        while (end < count && in_order[end] >> shift <= (in_order[place] >> shift) + window)
            end++;
        timely->at[place].until = end;
    }
}

static void put_in_places(struct timely *timely, const struct narrowing *n, const uint64_t *in_order)
{
    const uint32_t *part_of = n->parted->part_of;
    uint64_t mask = ((uint64_t)1 << n->within->rank_bits) - 1;
    uint32_t wholes = 0;
    for (uint32_t part = 0; part < n->parted->count; part++)
        timely->places[part] = UINT32_MAX;
    for (uint32_t whole = 0; whole < n->whole_count; whole++) /* its first part */
        timely->places[part_of[whole]] = whole;
    for (uint32_t place = 0; place < n->parted->count; place++) {
        uint32_t part = (uint32_t)(in_order[place] & mask), whole = timely->places[part];
        uint32_t many = groups_size(n->parted, part) > 1 ? TIMELY_MANY : 0;
        timely->parts[place] = part | many;
        timely->places[part] = place;
        if (whole != UINT32_MAX)
            timely->of_time[wholes++] = part_of[whole + 1] == part + 1 ? place | many : TIMELY_PARTED | whole;
    }
}

/* Each part's time above its number: from the earliest on, so that few bits differ. */
static void put_times(const struct narrowing *n, uint64_t *in_order)
{
    uint32_t earliest = UINT32_MAX;
    for (uint32_t part = 0; part < n->parted->count; part++)
        if (n->times[part] && n->times[part] < earliest)
            earliest = n->times[part];
    for (uint32_t part = 0; part < n->parted->count; part++)
        in_order[part] = (n->times[part] ? (uint64_t)n->times[part] - earliest + 1 : 0) << n->within->rank_bits | part;
}

enum wirecopy_status timely_make(struct timely *timely, const struct narrowing *narrowing)
{
    uint32_t count = narrowing->parted->count;
    uint64_t *in_order = memory_allocate(count, sizeof *in_order);
    enum wirecopy_status status = WIRECOPY_NO_MEMORY;
    timely->places = memory_allocate(count, sizeof *timely->places);
    timely->parts = memory_allocate(count, sizeof *timely->parts);
    timely->at = memory_allocate(count, sizeof *timely->at);
    timely->of_time = memory_allocate(narrowing->whole_count, sizeof *timely->of_time);
    if (in_order && timely->places && timely->parts && timely->at && timely->of_time) {
        put_times(narrowing, in_order);
        sort_spread_u64(in_order, (uint64_t *)(void *)timely->at, count); /* which has room for as many */
        memset(timely->at, 0, count * sizeof *timely->at);
        put_in_places(timely, narrowing, in_order);
        find_until(timely, in_order, count, narrowing->within->rank_bits, (uint64_t)narrowing->parted->window_minutes);
        status = WIRECOPY_OK;
    }
    memory_free(in_order);
    return status;
}

void timely_release(struct timely *timely)
{
    memory_free(timely->places);
    memory_free(timely->parts);
    memory_free(timely->at);
    memory_free(timely->of_time);
    *timely = (struct timely){0};
}
