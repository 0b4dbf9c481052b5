/*
 * Sorting bare numbers in memory: by radix in place, or spread over as many buckets as there are numbers, which for hashes is linear;
 * and keeping those that come often, which mostly saves the sorting.
 */
#include <stdlib.h>
#include <string.h>

#include "base/sort/often.h"

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

/*
 * From the least significant digit on, without a branch on a value, while few bits differ: so many digits of so many bits at most, of values
 * that are many beside the counters. More than the second cache holds take half as long as they would spread out first, as long as the third
 * holds them.
 */
enum { DIGITS_MOST = 4, DIGIT_BITS_MOST = 12, DIFFERING_BITS_MOST = 44, DIGITS_LEAST_VALUES = 512, DIGITS_MOST_VALUES = 1 << 18 };

/* What a value costs with each digit, counted and moved, beside a counter, cleared and summed up. */
enum { VALUE_COST = 4 };

static size_t cost_of_digits(unsigned digits, unsigned bits, size_t count)
{
    return digits * (VALUE_COST * count + ((size_t)1 << (bits + digits - 1) / digits));
}

/* How many digits of bits, which are some, cost least: few take many counters. */
static unsigned choose_digits(unsigned bits, size_t count)
{
    unsigned chosen = DIGITS_MOST;
    for (unsigned digits = DIGITS_MOST - 1; digits > 0 && digits * DIGIT_BITS_MOST >= bits; digits--)
        if (cost_of_digits(digits, bits, count) <= cost_of_digits(chosen, bits, count))
            chosen = digits;
    return chosen;
}

static unsigned differing_bits(const uint64_t *values, size_t count)
{
    uint64_t differing = 0;
    for (size_t i = 1; i < count; i++)
        differing |= values[i] ^ values[0];
    return differing ? 64 - (unsigned)__builtin_clzll(differing) : 0;
}

/* Where the values of each digit go, digit by digit, from a bit upwards. */
static void find_places(const uint64_t *values, size_t count, unsigned low, unsigned digits, unsigned digit_bits,
                        uint32_t places[][1 << DIGIT_BITS_MOST])
{
    uint64_t mask = (UINT64_C(1) << digit_bits) - 1;
    for (unsigned d = 0; d < digits; d++)
        memset(places[d], 0, sizeof places[d][0] << digit_bits);
    for (size_t i = 0; i < count; i++)
        for (unsigned d = 0; d < digits; d++)
            places[d][values[i] >> low >> d * digit_bits & mask]++;
    for (unsigned d = 0; d < digits; d++)
        for (uint32_t b = 0, sum = 0; b <= mask; b++) {
            uint32_t size = places[d][b];
            places[d][b] = sum;
            sum += size;
        }
}

/* Whether it sorted them, which are in order of the bits under low; room is as large. */
static bool sort_by_digits(uint64_t *values, uint64_t *room, size_t count, unsigned low)
{
    uint32_t places[DIGITS_MOST][1 << DIGIT_BITS_MOST];
    uint64_t *from = values, *to = room;
    unsigned bits, digits, digit_bits;
    if (count < DIGITS_LEAST_VALUES || count > DIGITS_MOST_VALUES)
        return false;
    bits = differing_bits(values, count);
    bits = bits > low ? bits - low : 0;
    if (bits == 0 || bits > DIFFERING_BITS_MOST)
        return bits == 0;
    digits = choose_digits(bits, count);
    digit_bits = (bits + digits - 1) / digits;
    find_places(values, count, low, digits, digit_bits, places);
    for (unsigned d = 0; d < digits; d++) {
        uint64_t mask = (UINT64_C(1) << digit_bits) - 1, *swap = from;
        for (size_t i = 0; i < count; i++)
            to[places[d][from[i] >> low >> d * digit_bits & mask]++] = from[i];
        from = to;
        to = swap;
    }
    if (from != values)
        memcpy(values, from, count * sizeof *values);
    return true;
}

void sort_spread_u64(uint64_t *values, uint64_t *room, size_t count)
{
    struct spread spread = {.least = UINT64_MAX, .factor = 1};
    uint64_t most = 0;
    if (sort_by_digits(values, room, count, 0))
        return;
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

/* Whether values are in order of what stands under their names. */
static bool in_order_under(const uint64_t *values, size_t count, unsigned name)
{
    uint64_t mask = (UINT64_C(1) << name) - 1, less = 0;
    for (size_t i = 1; i < count; i++) /* without a branch: mostly all are */
        less |= (values[i] & mask) - (values[i - 1] & mask);
    return less >> 63 == 0;
}

/* Spreads values by their names, however unevenly these lie: equal ones stand together. */
static void group(uint64_t *values, uint64_t *room, size_t count, unsigned name)
{
    unsigned bits = spread_bits(count);
    if (sort_by_digits(values, room, count, in_order_under(values, count, name) ? name : 0))
        return;
    if (count <= SMALL || count > UINT32_MAX)
        sort_u64(values, count);
    else
        spread_out(values, room, count, (struct spread){name, 64 - bits, 0, OFTEN_MIXING, (size_t)1 << bits});
}

void sort_kept(uint64_t *values, uint64_t *room, size_t count, struct often often)
{
    if (often.grouped)
        group(values, room, count, often.shift);
    else
        sort_spread_u64(values, room, count);
}

size_t sort_often_u64(uint64_t *values, uint64_t *room, size_t count, struct often often)
{
    struct often_counters counters = often_counters_of(often, room, count);
    size_t kept = 0;
    if (count < OFTEN_LEAST) {
        sort_u64(values, count);
        return count;
    }
    memset(room, 0, often_counters_bytes(count));
    for (size_t i = 0; i < count; i++)
        often_count(&counters, values[i]);
    for (size_t i = 0; i < count; i++) {
        values[kept] = values[i];
        kept += often_met(&counters, values[i]);
    }
    sort_kept(values, room, kept, often);
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
