/* One sort; how far the window reaches is found by going along with it. */
#include "match/pairs/timely.h"

#include <string.h>

#include "base/sort/sort.h"

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
    for (uint32_t place = 0; place < n->parted->count; place++) {
        uint32_t part = (uint32_t)(in_order[place] & mask);
        timely->parts[place] = part | (groups_size(n->parted, part) > 1 ? TIMELY_MANY : 0);
        timely->places[part] = place;
    }
    for (uint32_t whole = 0; whole < n->whole_count; whole++) {
        uint32_t part = part_of[whole], many = groups_size(n->parted, part) > 1 ? TIMELY_MANY : 0;
        timely->of_whole[whole] = part_of[whole + 1] == part + 1 ? timely->places[part] | many : TIMELY_PARTED;
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
    timely->of_whole = memory_allocate(narrowing->whole_count, sizeof *timely->of_whole);
    if (in_order && timely->places && timely->parts && timely->at && timely->of_whole) {
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
    memory_free(timely->of_whole);
    *timely = (struct timely){0};
}
