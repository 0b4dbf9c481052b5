/*
 * What comes often. Takes: values, each twice. Gives: whether one's name came often, as base/sort.h says it. Promises: none that did is
 * missed; by chance others are taken for such. Does not know: where the values lie. Private to this room.
 */
#ifndef WIRECOPY_BASE_OFTEN_H
#define WIRECOPY_BASE_OFTEN_H

#include "base/sort.h"

/* Counters of two bits, so many a value: by chance one value in eight is taken for a frequent one. */
enum { OFTEN_COUNTERS_A_VALUE = 8, OFTEN_COUNTERS_A_WORD = 32, OFTEN_MOST = 3 };

/* The counters of fewer values do not pay. */
enum { OFTEN_LEAST = OFTEN_COUNTERS_A_WORD };

/* An odd number that mixes what is multiplied by it into the upper bits (Knuth, vol. 3, 6.4). */
#define OFTEN_MIXING UINT64_C(0x9e3779b97f4a7c15)

struct often_counters {
    uint64_t *words;
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

/* At most half of what the values take. */
static inline size_t often_counters_bytes(size_t count)
{
    return ((size_t)1 << often_counter_bits(count)) / OFTEN_COUNTERS_A_WORD * sizeof(uint64_t);
}

/* words: often_counters_bytes of the caller's, zeroed before something is counted. */
static inline struct often_counters often_counters_of(struct often often, uint64_t *words, size_t count)
{
    unsigned least = often.least < OFTEN_MOST ? often.least : OFTEN_MOST;
    return (struct often_counters){words, often.heavy, often.shift, 64 - often_counter_bits(count), least};
}

static inline void often_count(const struct often_counters *counters, uint64_t value)
{
    size_t counter = (size_t)((value >> counters->name) * OFTEN_MIXING >> counters->shift);
    uint64_t *word = &counters->words[counter / OFTEN_COUNTERS_A_WORD];
    unsigned at = 2 * (counter % OFTEN_COUNTERS_A_WORD);
    uint64_t had = *word >> at & OFTEN_MOST, has = value & counters->heavy ? OFTEN_MOST : had + (had != OFTEN_MOST);
    *word ^= (had ^ has) << at;
}

/* Once all are counted. */
static inline bool often_met(const struct often_counters *counters, uint64_t value)
{
    size_t counter = (size_t)((value >> counters->name) * OFTEN_MIXING >> counters->shift);
    return (counters->words[counter / OFTEN_COUNTERS_A_WORD] >> 2 * (counter % OFTEN_COUNTERS_A_WORD) & OFTEN_MOST) >= counters->least;
}

/* sort_numbers.c: sorts what was kept, with as much room. */
void sort_kept(uint64_t *values, uint64_t *room, size_t count, struct often often);

#endif
