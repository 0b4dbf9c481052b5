/*
 * Sorting records in memory by the leading bits in which they differ: dealt into piles in place until a pile lies in the caches, which is spread over
 * nearly as many buckets as it has records and put in order by insertion. Some 9 ns a record, be the keys hashes or not.
 */
#include <string.h>

#include "base/sort/sort.h"

/* Below this, insertion sort is faster than spreading. */
enum { SMALL = 48 };

/* Of a pile of so many records at most, a room on the stack holds all; it is spread over so many buckets at most. */
enum { SPREAD_MOST = 1 << 12, BUCKET_BITS = 11 };

/* Records are dealt into so many piles at most: as many places of the caches are written to in turn. */
enum { PILE_BITS = 8 };

static inline bool before(const struct sort_record *a, const struct sort_record *b)
{
    return a->key != b->key ? a->key < b->key : a->value < b->value;
}

static void insertion_sort(struct sort_record *records, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct sort_record r = records[i];
        size_t j = i;
        for (; j > 0 && before(&r, &records[j - 1]); j--)
            records[j] = records[j - 1];
        records[j] = r;
    }
}

/* Which pile or bucket a record goes to: (key or value - least) >> shift. */
struct spread {
    uint64_t least;
    unsigned shift, parts;
    bool by_value;
};

static inline uint64_t looked_at(const struct sort_record *r, bool by_value)
{
    return by_value ? r->value : r->key;
}

static inline size_t part_of(const struct spread *spread, const struct sort_record *r)
{
    return (size_t)((looked_at(r, spread->by_value) - spread->least) >> spread->shift);
}

/* So many bits that each of the parts gets so many records where they spread evenly. */
static unsigned bits_for(size_t count, size_t each, unsigned most)
{
    unsigned bits = 4;
    while (bits < most && each << bits < count)
        bits++;
    return bits;
}

/* By the keys, or by the values where all keys are equal; false where all values are, too. */
static bool find_spread(const struct sort_record *records, size_t count, unsigned bits, struct spread *spread)
{
    for (unsigned by_value = 0; by_value < 2; by_value++) {
        uint64_t least = UINT64_MAX, most = 0;
        unsigned differing;
        for (size_t i = 0; i < count; i++) {
            uint64_t looked = looked_at(&records[i], by_value);
            least = looked < least ? looked : least;
            most = looked > most ? looked : most;
        }
        if (most == least)
            continue;
        differing = 64 - (unsigned)__builtin_clzll(most - least);
        *spread = (struct spread){least, differing > bits ? differing - bits : 0, 1U << bits, by_value};
        return true;
    }
    return false;
}

/* A bucket that many records fell into is spread anew; then all records are a few places away at most. */
static void spread_sort(struct sort_record *records, size_t count, struct sort_record *room)
{
    uint16_t ends[1 << BUCKET_BITS];
    struct spread spread;
    size_t start = 0, sum = 0;
    if (count <= SMALL) {
        insertion_sort(records, count);
        return;
    }
    if (!find_spread(records, count, bits_for(count, 2, BUCKET_BITS), &spread))
        return;
    memset(ends, 0, spread.parts * sizeof *ends);
    for (size_t i = 0; i < count; i++)
        ends[part_of(&spread, &records[i])]++;
    for (unsigned b = 0; b < spread.parts; b++) {
        size_t size = ends[b];
        ends[b] = (uint16_t)sum;
        sum += size;
    }
    for (size_t i = 0; i < count; i++)
        room[ends[part_of(&spread, &records[i])]++] = records[i];
    memcpy(records, room, count * sizeof *records);
    for (unsigned b = 0; b < spread.parts; b++) {
        if (ends[b] - start > SMALL)
            spread_sort(records + start, ends[b] - start, room);
        start = ends[b];
    }
    insertion_sort(records, count);
}

/*
 * Each record of a pile that is not its own changes places with the next of its pile that was not dealt yet. Unlike chains of records that push
 * each other on, none of them waits for the one before: that is three times as fast. next and ends: where piles begin and end.
 */
static void deal(struct sort_record *records, size_t *next, const size_t *ends, const struct spread *spread)
{
    for (bool more = true; more;) {
        more = false;
        for (unsigned pile = 0; pile < spread->parts; pile++) {
            for (size_t i = next[pile]; i < ends[pile]; i++) {
                struct sort_record r = records[i];
                size_t to = next[part_of(spread, &r)]++;
                records[i] = records[to];
                records[to] = r;
            }
            more |= next[pile] < ends[pile];
        }
    }
}

static void deal_and_sort(struct sort_record *records, size_t count, struct sort_record *room)
{
    size_t next[1 << PILE_BITS] = {0}, ends[1 << PILE_BITS], sum = 0;
    struct spread spread;
    if (count <= SPREAD_MOST) {
        spread_sort(records, count, room);
        return;
    }
    if (!find_spread(records, count, bits_for(count, SPREAD_MOST / 2, PILE_BITS), &spread))
        return;
    for (size_t i = 0; i < count; i++)
        next[part_of(&spread, &records[i])]++;
    for (unsigned pile = 0; pile < spread.parts; pile++) {
        size_t size = next[pile];
        next[pile] = sum;
        ends[pile] = sum += size;
    }
    deal(records, next, ends, &spread);
    for (size_t pile = 0, start = 0; pile < spread.parts; start = ends[pile++])
        deal_and_sort(records + start, ends[pile] - start, room);
}

/* Apart, so that few records do not ask for the room. */
static __attribute__((noinline)) void sort_many(struct sort_record *records, size_t count)
{
    struct sort_record room[SPREAD_MOST];
    deal_and_sort(records, count, room);
}

void sort_records(struct sort_record *records, size_t count)
{
    if (count <= SMALL)
        insertion_sort(records, count);
    else
        sort_many(records, count);
}
