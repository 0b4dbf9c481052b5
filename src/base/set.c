/* Sets of hashes by linear probing (at most half full), and counting without names (Estan and Varghese 2002, one stage). */
#include "base/set.h"

#include <string.h>

#include "base/parallel.h"

static void place(struct hash_set *set, uint64_t hash)
{
    size_t i = hash & set->mask;
    while (set->places[i] != 0 && set->places[i] != hash)
        i = (i + 1) & set->mask;
    if (set->places[i] == 0) {
        set->places[i] = hash;
        set->count++;
    }
}

enum { PLACES_LEAST = 64 };

/* The least of them come and go by the thousand, and are at hand where they are not asked for as zeros: those wait for what other threads free. */
static uint64_t *empty_places(size_t places)
{
    uint64_t *least;
    if (places > PLACES_LEAST)
        return memory_allocate_zero(places, sizeof *least);
    least = memory_allocate(PLACES_LEAST, sizeof *least);
    return least ? memset(least, 0, PLACES_LEAST * sizeof *least) : NULL;
}

static enum wirecopy_status widen(struct hash_set *set)
{
    struct hash_set wide = {.has_zero = set->has_zero, .count = set->has_zero};
    size_t places = set->places ? (set->mask + 1) * 2 : PLACES_LEAST;
    wide.places = empty_places(places);
    if (!wide.places)
        return WIRECOPY_NO_MEMORY;
    wide.mask = places - 1;
    for (size_t i = 0; set->places && i <= set->mask; i++)
        if (set->places[i])
            place(&wide, set->places[i]);
    memory_free(set->places);
    *set = wide;
    return WIRECOPY_OK;
}

enum wirecopy_status hash_set_add(struct hash_set *set, uint64_t hash)
{
    if (!set->places || set->count * 2 > set->mask) {
        enum wirecopy_status status = widen(set);
        if (status != WIRECOPY_OK)
            return status;
    }
    if (hash == 0) {
        set->count += !set->has_zero;
        set->has_zero = true;
    } else {
        place(set, hash);
    }
    return WIRECOPY_OK;
}

enum wirecopy_status hash_set_add_all(struct hash_set *set, const struct hash_set *other)
{
    enum wirecopy_status status = other->has_zero ? hash_set_add(set, 0) : WIRECOPY_OK;
    for (size_t i = 0; other->places && i <= other->mask && status == WIRECOPY_OK; i++)
        if (other->places[i])
            status = hash_set_add(set, other->places[i]);
    return status;
}

/* Adds what one of two sets has. */
static enum wirecopy_status add_unshared(struct hash_set *set, const struct hash_set *one, const struct hash_set *other)
{
    enum wirecopy_status status = one->has_zero && !hash_set_has(other, 0) ? hash_set_add(set, 0) : WIRECOPY_OK;
    for (size_t i = 0; one->places && i <= one->mask && status == WIRECOPY_OK; i++)
        if (one->places[i] && !hash_set_has(other, one->places[i]))
            status = hash_set_add(set, one->places[i]);
    return status;
}

enum wirecopy_status hash_set_add_differing(struct hash_set *set, const struct hash_set *one, const struct hash_set *other)
{
    enum wirecopy_status status = add_unshared(set, one, other);
    return status == WIRECOPY_OK ? add_unshared(set, other, one) : status;
}

void hash_set_release(struct hash_set *set)
{
    memory_free(set->places);
    *set = (struct hash_set){0};
}

/* A count is read before it is written, and a page of zeros that is read first costs two faults. A larger sieve may lie in a file. */
static const size_t SIEVE_CLEARED = (size_t)1 << 21;

uint64_t sieve_size(uint64_t expected, uint64_t memory_bytes)
{
    uint64_t places = 1 << 15;
    while (places < 2 * expected && 2 * places * sizeof(uint8_t) <= memory_bytes)
        places *= 2;
    return places * sizeof(uint8_t);
}

enum wirecopy_status sieve_init(struct sieve *sieve, uint64_t expected, uint64_t memory_bytes, uint32_t threads)
{
    size_t places = (size_t)(sieve_size(expected, memory_bytes) / sizeof *sieve->counts);
    sieve->mask = places - 1;
    sieve->counts = places > SIEVE_CLEARED ? memory_allocate_zero(places, sizeof *sieve->counts) : memory_allocate(places, sizeof *sieve->counts);
    if (!sieve->counts)
        return WIRECOPY_NO_MEMORY;
    if (places <= SIEVE_CLEARED)
        memset(sieve->counts, 0, places);
    else
        parallel_touch(sieve->counts, places, threads);
    return WIRECOPY_OK;
}

/* Eight counts at a time: what is added to each carries into its highest bit where it suffices; the product puts these bits side by side. */
void sieve_met_bits(const struct sieve *sieve, uint32_t times, uint64_t *bits)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), side_by_side = UINT64_C(0x0102040810204080);
    for (size_t i = 0; i <= sieve->mask; i += 64) {
        uint64_t word = 0;
        for (size_t j = 0; j < 64; j += 8) {
            uint64_t counts, enough;
            memcpy(&counts, sieve->counts + i + j, sizeof counts);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
            counts = __builtin_bswap64(counts);
#endif
            enough = ((((counts & (0x7f * ones)) + (0x80 - times) * ones) | counts) >> 7) & ones;
            word |= enough * side_by_side >> 56 << j;
        }
        bits[i / 64] = word;
    }
}

void sieve_release(struct sieve *sieve)
{
    memory_free(sieve->counts);
    *sieve = (struct sieve){0};
}
