/* An array of counters for each anchor: a crowd's ranks are in order, so that counting goes through it once for each key. */
#include "match/pairs/tallies.h"

#include "match/pairs/joining.h"

/* A crowd that has at least so many members and one in so many articles is counted: an anchor's counters are gone through in the end. */
enum { COUNTED_LEAST = 1024, COUNTED_ONE_IN = 32 };

/* Anchors that are counted for; crowds of one story have some ten. Their counters take this share of the buffers. */
enum { ANCHORS_MOST = 16, COUNTERS_SHARE = 2 };

struct tallies {
    const struct candidates *candidates;
    uint64_t claimed;
    uint32_t count, most; /* of anchors */
    uint32_t anchors[ANCHORS_MOST];
    uint32_t keys[ANCHORS_MOST]; /* that were counted for it */
    uint16_t *counters[ANCHORS_MOST];
};

/* Claims memory for the counters, for which keys go to their file as far as it lacks. */
static enum wirecopy_status claim(struct tallies *tallies, struct scratch *keys, uint64_t bytes)
{
    struct scratch_space *space = tallies->candidates->sets->left_out->space;
    enum wirecopy_status status = WIRECOPY_OK;
    tallies->claimed = scratch_space_claim(space, bytes);
    if (tallies->claimed < bytes)
        status = scratch_spill(keys, bytes - tallies->claimed);
    if (status == WIRECOPY_OK)
        tallies->claimed += scratch_space_claim(space, bytes - tallies->claimed);
    return status;
}

enum wirecopy_status tallies_create(const struct candidates *candidates, struct scratch *keys, struct tallies **tallies_out)
{
    uint64_t anchors = ANCHORS_MOST, each = (uint64_t)candidates->sets->count * sizeof(uint16_t);
    uint64_t most = candidates->sets->left_out->memory_bytes / COUNTERS_SHARE;
    struct tallies *tallies = memory_allocate_zero(1, sizeof *tallies);
    enum wirecopy_status status;
    *tallies_out = tallies;
    if (!tallies)
        return WIRECOPY_NO_MEMORY;
    tallies->candidates = candidates;
    if (anchors * each > most)
        anchors = most / each;
    status = claim(tallies, keys, anchors * each);
    tallies->most = each ? (uint32_t)(tallies->claimed / each) : 0;
    return status;
}

void tallies_free(struct tallies *tallies)
{
    if (!tallies)
        return;
    for (uint32_t i = 0; i < tallies->count; i++)
        memory_free(tallies->counters[i]);
    scratch_space_return(tallies->candidates->sets->left_out->space, tallies->claimed);
    memory_free(tallies);
}

/* Makes the counters of one more anchor; *made_out is false where there is no room. */
static enum wirecopy_status add_anchor(struct tallies *tallies, uint32_t anchor, bool *made_out)
{
    *made_out = tallies->count < tallies->most;
    if (!*made_out)
        return WIRECOPY_OK;
    tallies->counters[tallies->count] = memory_allocate_zero(tallies->candidates->sets->count, sizeof **tallies->counters);
    if (!tallies->counters[tallies->count])
        return WIRECOPY_NO_MEMORY;
    tallies->anchors[tallies->count++] = anchor;
    return WIRECOPY_OK;
}

enum wirecopy_status tallies_count(struct tallies *tallies, uint32_t anchor, const uint32_t *ranks, size_t count, bool *counted_out)
{
    uint32_t i = 0;
    uint16_t *counters;
    enum wirecopy_status status = WIRECOPY_OK;
    *counted_out = count >= COUNTED_LEAST && count >= tallies->candidates->sets->count / COUNTED_ONE_IN;
    if (!*counted_out)
        return WIRECOPY_OK;
    while (i < tallies->count && tallies->anchors[i] != anchor)
        i++;
    if (i == tallies->count)
        status = add_anchor(tallies, anchor, counted_out);
    *counted_out = *counted_out && tallies->keys[i] < UINT16_MAX;
    if (status != WIRECOPY_OK || !*counted_out)
        return status;
    counters = tallies->counters[i];
    tallies->keys[i]++;
    for (size_t k = 0; k < count; k++)
        counters[ranks[k]]++;
    return WIRECOPY_OK;
}

/* A pair that met by so many keys. */
static enum wirecopy_status deal(struct candidates *candidates, uint32_t anchor, uint32_t rank, uint32_t keys)
{
    uint64_t met = ((uint64_t)anchor << candidates->rank_bits | rank) << 1;
    enum wirecopy_status status = WIRECOPY_OK;
    if (keys_suffice(&candidates->needed, &candidates->plan, candidates->keys[anchor], candidates->keys[rank], keys, false))
        return candidates_deal(candidates, met | 1);
    for (uint32_t i = 0; i < keys && status == WIRECOPY_OK; i++)
        status = candidates_deal(candidates, met);
    return status;
}

enum wirecopy_status tallies_deal(const struct tallies *tallies, struct candidates *candidates)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < tallies->count; i++)
        for (uint32_t rank = 0; rank < candidates->sets->count && status == WIRECOPY_OK; rank++)
            if (tallies->counters[i][rank])
                status = deal(candidates, tallies->anchors[i], rank, tallies->counters[i][rank]);
    return status;
}
