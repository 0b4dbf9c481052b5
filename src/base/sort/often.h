/*
 * What comes often. Takes: values, each twice. Gives: whether one's name came often, as base/sort.h says it. Promises: none that did is
 * missed; by chance others are taken for such. Does not know: where the values lie. Private to this room.
 */
#ifndef WIRECOPY_BASE_SORT_OFTEN_H
#define WIRECOPY_BASE_SORT_OFTEN_H

#include "base/sort/sort.h"

/* Counters of a byte, which takes less time than to find two bits in a word, so many a value: by chance one value in six is taken for one that comes twice. */
enum { OFTEN_COUNTERS_A_VALUE = 4, OFTEN_MOST = 3 };

/* The counters of fewer values do not pay. */
enum { OFTEN_LEAST = 32 };

/* An odd number that mixes what is multiplied by it into the upper bits (Knuth, vol. 3, 6.4). */
#define OFTEN_MIXING UINT64_C(0x9e3779b97f4a7c15)

struct often_counters {
    uint8_t *at;
    uint64_t heavy;
    unsigned name, shift, least; /* name: where a value's name begins; shift: from its product to its counter */
};

static inline unsigned often_counter_bits(size_t count)
{
    unsigned bits = 5;
    while (bits < 63 && (size_t)1 << bits < count * OFTEN_COUNTERS_A_VALUE)
        bits++;
    return bits;
}

/* No more than what the values take. */
static inline size_t often_counters_bytes(size_t count)
{
    return (size_t)1 << often_counter_bits(count);
}

/* room: often_counters_bytes of the caller's, zeroed before something is counted. */
static inline struct often_counters often_counters_of(struct often often, void *room, size_t count)
{
    unsigned least = often.least < OFTEN_MOST ? often.least : OFTEN_MOST;
    return (struct often_counters){room, often.heavy, often.shift, 64 - often_counter_bits(count), least};
}

static inline size_t often_counter(const struct often_counters *counters, uint64_t value)
{
    return (size_t)((value >> counters->name) * OFTEN_MIXING >> counters->shift);
}

/* A counter that has enough stays as it is. */
static inline void often_count(const struct often_counters *counters, uint64_t value)
{
    uint8_t *counter = &counters->at[often_counter(counters, value)];
    unsigned has = *counter, more = value & counters->heavy ? OFTEN_MOST : 1u;
    *counter = (uint8_t)(has + (has < counters->least ? more : 0));
}

/* Once all are counted. */
static inline bool often_met(const struct often_counters *counters, uint64_t value)
{
    return counters->at[often_counter(counters, value)] >= counters->least;
}

/* sort_numbers.c: sorts what was kept, with as much room. */
void sort_kept(uint64_t *values, uint64_t *room, size_t count, struct often often);

#endif
