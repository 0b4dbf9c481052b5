/*
 * Sorting bare numbers in memory: by radix in place, or spread over as many buckets as there are numbers, which for hashes is linear;
 * and keeping those that come often, which mostly saves the sorting.
 */
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"

/* Below this, insertion sort is faster than another pass of counting. */
enum { SMALL = 48 };

static void insertion_sort_u64(uint64_t *values, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t v = values[i];
        size_t j = i;
        for (; j > 0 && v < values[j - 1]; j--)
            values[j] = values[j - 1];
        values[j] = v;
    }
}

/* Bits that are looked at at a time. */
enum { DIGIT_BITS = 8 };

/* shift is that of the digit to look at; what stands above it is equal in all. */
static void radix_sort_u64(uint64_t *values, size_t count, int shift)
{
    size_t counts[256], next[256], ends[256], sum = 0, start = 0;
    if (count <= SMALL) {
        insertion_sort_u64(values, count);
        return;
    }
    memset(counts, 0, sizeof counts);
    for (size_t i = 0; i < count; i++)
        counts[values[i] >> shift & 255]++;
    for (unsigned b = 0; b < 256; b++) {
        next[b] = sum;
        sum += counts[b];
        ends[b] = sum;
    }
    for (unsigned b = 0; b < 256; b++)
        while (next[b] < ends[b]) {
            uint64_t v = values[next[b]];
            unsigned to = v >> shift & 255;
            while (to != b) {
                uint64_t displaced = values[next[to]];
                values[next[to]++] = v;
                v = displaced;
                to = v >> shift & 255;
            }
            values[next[b]++] = v;
        }
    if (shift == 0)
        return;
    for (unsigned b = 0; b < 256; b++) {
        if (ends[b] - start > 1)
            radix_sort_u64(values + start, ends[b] - start, shift < DIGIT_BITS ? 0 : shift - DIGIT_BITS);
        start = ends[b];
    }
}

void sort_u64(uint64_t *values, size_t count)
{
    uint64_t differing = 0;
    int top;
    if (count <= SMALL) {
        insertion_sort_u64(values, count);
        return;
    }
    for (size_t i = 1; i < count; i++)
        differing |= values[i] ^ values[0];
    if (differing == 0)
        return;
    top = 64 - __builtin_clzll(differing);
    radix_sort_u64(values, count, top < DIGIT_BITS ? 0 : top - DIGIT_BITS);
}

/* As many buckets as values, so that most hold one or two; their counters stay in the second cache. */
enum { SPREAD_BITS_MOST = 15 };

/* Which bucket a value goes to: ((value >> name) - least) * factor >> shift. */
struct spread {
    unsigned name, shift;
    uint64_t least, factor;
    size_t buckets;
};

static inline size_t bucket_of(struct spread spread, uint64_t value)
{
    return (size_t)(((value >> spread.name) - spread.least) * spread.factor >> spread.shift);
}

static unsigned spread_bits(size_t count)
{
    unsigned bits = 4;
    while (bits < SPREAD_BITS_MOST && (size_t)1 << bits < count)
        bits++;
    return bits;
}

static void spread_out(uint64_t *values, uint64_t *room, size_t count, struct spread spread)
{
    uint32_t ends[1 << SPREAD_BITS_MOST];
    size_t start = 0;
    memset(ends, 0, spread.buckets * sizeof *ends);
    for (size_t i = 0; i < count; i++)
        ends[bucket_of(spread, values[i])]++;
    for (size_t b = 0, sum = 0; b < spread.buckets; b++) {
        size_t size = ends[b];
        ends[b] = (uint32_t)sum;
        sum += size;
    }
    for (size_t i = 0; i < count; i++)
        room[ends[bucket_of(spread, values[i])]++] = values[i];
    memcpy(values, room, count * sizeof *values);
    for (size_t b = 0; b < spread.buckets; b++) {
        if (ends[b] - start > 1)
            sort_u64(values + start, ends[b] - start);
        start = ends[b];
    }
}

void sort_spread_u64(uint64_t *values, uint64_t *room, size_t count)
{
    struct spread spread = {.least = UINT64_MAX, .factor = 1};
    uint64_t most = 0;
    if (count <= SMALL || count > UINT32_MAX) {
        sort_u64(values, count);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        spread.least = values[i] < spread.least ? values[i] : spread.least;
        most = values[i] > most ? values[i] : most;
    }
    while ((most - spread.least) >> spread.shift >> spread_bits(count))
        spread.shift++;
    spread.buckets = ((most - spread.least) >> spread.shift) + 1;
    spread_out(values, room, count, spread);
}

/* An odd number that mixes what is multiplied by it into the upper bits (Knuth, vol. 3, 6.4). */
#define MIXING UINT64_C(0x9e3779b97f4a7c15)

/* Spreads values by their names, however unevenly these lie: equal ones stand together. */
static void group(uint64_t *values, uint64_t *room, size_t count, unsigned name)
{
    unsigned bits = spread_bits(count);
    if (count <= SMALL || count > UINT32_MAX)
        sort_u64(values, count);
    else
        spread_out(values, room, count, (struct spread){name, 64 - bits, 0, MIXING, (size_t)1 << bits});
}

/* Counters of two bits, so many a value: by chance one value in eight is taken for a frequent one. */
enum { COUNTERS_A_VALUE = 8, COUNTERS_A_WORD = 32, COUNTER_MOST = 3 };

static inline size_t counter_of(uint64_t value, struct often often, unsigned counter_bits)
{
    return (size_t)((value >> often.shift) * MIXING >> (64 - counter_bits));
}

size_t sort_often_u64(uint64_t *values, uint64_t *room, size_t count, struct often often)
{
    unsigned bits = 5, least = often.least < COUNTER_MOST ? often.least : COUNTER_MOST;
    size_t kept = 0;
    while (bits < 63 && (size_t)1 << bits < count * COUNTERS_A_VALUE)
        bits++;
    if (count < COUNTERS_A_WORD) {
        sort_u64(values, count); /* the counters of so few do not pay */
        return count;
    }
    memset(room, 0, ((size_t)1 << bits) / COUNTERS_A_WORD * sizeof *room);
    for (size_t i = 0; i < count; i++) {
        size_t counter = counter_of(values[i], often, bits);
        uint64_t *word = &room[counter / COUNTERS_A_WORD];
        unsigned at = 2 * (counter % COUNTERS_A_WORD);
        uint64_t had = *word >> at & COUNTER_MOST, has = values[i] & often.heavy ? COUNTER_MOST : had + (had != COUNTER_MOST);
        *word ^= (had ^ has) << at;
    }
    for (size_t i = 0; i < count; i++) {
        size_t counter = counter_of(values[i], often, bits);
        values[kept] = values[i];
        kept += (room[counter / COUNTERS_A_WORD] >> 2 * (counter % COUNTERS_A_WORD) & COUNTER_MOST) >= least;
    }
    if (often.grouped)
        group(values, room, kept, often.shift);
    else
        sort_spread_u64(values, room, kept);
    return kept;
}

static int compare_u32(const void *a, const void *b)
{
    uint32_t x, y;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    return x < y ? -1 : x > y;
}

void sort_u32(uint32_t *values, size_t count)
{
    uint32_t sorted[SMALL];
    if (count > SMALL) {
        qsort(values, count, sizeof *values, compare_u32);
        return;
    }
    for (size_t i = 0; i < count; i++) { /* how many stand before it in order: comparing all asks no question that may be guessed wrong */
        uint32_t v = values[i], before = 0;
        for (size_t j = 0; j < i; j++)
            before += values[j] <= v;
        for (size_t j = i + 1; j < count; j++)
            before += values[j] < v;
        sorted[before] = v;
    }
    if (count > 0)
        memcpy(values, sorted, count * sizeof *values);
}
