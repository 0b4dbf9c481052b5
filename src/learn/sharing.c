/*
 * All sets go into one table that says of each shingle who has it: a set of a few hundred is counted against four others in the time that
 * sorting it alone would take.
 */
#include "learn/sharing.h"

#include <string.h>

/* Places a shingle: nearly every one is found or put at its first place. */
enum { PLACES_A_SHINGLE = 2, PLACES_LEAST = 256 };

void sharing_release(struct sharing *sharing)
{
    buffer_release(&sharing->room);
    *sharing = (struct sharing){0};
}

/* An empty table for so many shingles in room. */
static enum wirecopy_status make_table(struct sharing *sharing, struct buffer *room, size_t expected)
{
    size_t places = PLACES_LEAST;
    enum wirecopy_status status;
    while (places < PLACES_A_SHINGLE * expected)
        places *= 2;
    room->size = 0;
    status = buffer_reserve(room, places * (sizeof *sharing->shingles + sizeof *sharing->who));
    if (status != WIRECOPY_OK)
        return status;
    sharing->shingles = (uint64_t *)(void *)room->data;
    sharing->who = (uint8_t *)(sharing->shingles + places);
    sharing->mask = places - 1;
    memset(sharing->who, 0, places);
    return WIRECOPY_OK;
}

enum wirecopy_status sharing_begin(struct sharing *sharing, size_t expected)
{
    sharing->used = 0;
    memset(sharing->size, 0, sizeof sharing->size);
    memset(sharing->shared, 0, sizeof sharing->shared);
    return make_table(sharing, &sharing->room, expected);
}

static size_t place_of(const struct sharing *sharing, uint64_t shingle)
{
    size_t at = shingle & sharing->mask;
    while (sharing->who[at] && sharing->shingles[at] != shingle)
        at = (at + 1) & sharing->mask;
    return at;
}

/* A table for more. */
static enum wirecopy_status widen(struct sharing *sharing, size_t expected)
{
    struct sharing before = *sharing;
    struct buffer room = {0};
    enum wirecopy_status status = make_table(sharing, &room, expected);
    if (status != WIRECOPY_OK)
        return status;
    for (size_t i = 0; i <= before.mask; i++)
        if (before.who[i]) {
            size_t at = place_of(sharing, before.shingles[i]);
            sharing->shingles[at] = before.shingles[i];
            sharing->who[at] = before.who[i];
        }
    sharing->room = room;
    buffer_release(&before.room);
    return WIRECOPY_OK;
}

enum wirecopy_status sharing_add(struct sharing *sharing, size_t set, const uint64_t *shingles, size_t count)
{
    uint8_t own = (uint8_t)(1U << set);
    if (2 * (sharing->used + count) > sharing->mask) {
        enum wirecopy_status status = widen(sharing, sharing->used + count);
        if (status != WIRECOPY_OK)
            return status;
    }
    for (size_t i = 0; i < count; i++) {
        size_t at = place_of(sharing, shingles[i]);
        unsigned who = sharing->who[at];
        sharing->shingles[at] = shingles[i];
        sharing->who[at] = (uint8_t)(who | own);
        sharing->used += who == 0;
        if (who & own)
            continue;
        sharing->size[set]++;
        for (; who; who &= who - 1)
            sharing->shared[__builtin_ctz(who)][set]++;
    }
    return WIRECOPY_OK;
}
