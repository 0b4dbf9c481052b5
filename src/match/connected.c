/* Union and find (Galler and Fischer 1964) with halved paths, the least rank of each component at its top. */
#include "match/connected.h"

#include <string.h>

#include "base/sort/sort.h"

/* Ranks have 31 bits; whoever has pairs may say something by the one above. */
enum { RANK_MASK = 0x7fffffff };

enum wirecopy_status connected_init(struct connected *connected, struct scratch_space *space, uint32_t ranks)
{
    uint64_t bytes = ranks * (uint64_t)sizeof *connected->above;
    const char *before = NULL;
    *connected = (struct connected){.count = ranks, .space = space, .claimed = scratch_space_claim(space, bytes)};
    if (connected->claimed < bytes)
        before = memory_outsized(scratch_space_directory(space));
    connected->above = memory_allocate(ranks, sizeof *connected->above);
    if (connected->claimed < bytes)
        memory_outsized(before);
    if (connected->above)
        return WIRECOPY_OK;
    connected_release(connected);
    return WIRECOPY_NO_MEMORY;
}

void connected_release(struct connected *connected)
{
    memory_free(connected->above);
    if (connected->space)
        scratch_space_return(connected->space, connected->claimed);
    *connected = (struct connected){0};
}

/* The least rank that is known to be connected with one; whoever was passed on the way is then nearer to it. */
static uint32_t top_of(uint32_t *above, uint32_t rank)
{
    while (above[rank]) {
        uint32_t next = above[rank] - 1;
        if (above[next])
            above[rank] = above[next];
        rank = next;
    }
    return rank;
}

static uint32_t smaller_of(uint64_t pair)
{
    return (uint32_t)(pair >> 32) & RANK_MASK;
}

void connected_order(struct connected *connected, const uint64_t *pairs, uint32_t count, uint64_t *order_out)
{
    uint32_t *above = connected->above;
    memset(above, 0, connected->count * sizeof *above);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t a = top_of(above, smaller_of(pairs[i])), b = top_of(above, (uint32_t)pairs[i]);
        if (a < b)
            above[b] = a + 1;
        else if (b < a)
            above[a] = b + 1;
    }
    for (uint32_t i = 0; i < count; i++)
        order_out[i] = (uint64_t)top_of(above, smaller_of(pairs[i])) << 32 | i;
    sort_spread_u64(order_out, order_out + count, count);
}
