/* One group's keys, as sketching.c makes those of all. */
#include "match/pairs/group_keys.h"

#include <string.h>

#include "base/sort/sort.h"
#include "learn/huge.h"

void group_keys_release(struct group_keys *keys)
{
    buffer_release(&keys->sampled);
    set_room_release(&keys->room);
}

/* Sampled keys: of a short text every shingle; equal ones count once, and those of known crowds do not. */
static enum wirecopy_status make_sampled(const struct plan *plan, const uint64_t *shingles, size_t count, struct group_keys *keys)
{
    uint64_t limit = sampled_limit(plan), *taken;
    bool whole = count < SAMPLED_WHOLE;
    size_t under = 0, taken_count = 0, kept = 0;
    uint32_t *sampled;
    enum wirecopy_status status = buffer_reserve(&keys->sampled, (count + 1) * sizeof *taken);
    if (status != WIRECOPY_OK)
        return status;
    taken = (uint64_t *)(void *)keys->sampled.data;
    sampled = (uint32_t *)(void *)keys->sampled.data;
    for (size_t i = 0; i < count; i++) {
        bool is_under = shingles[i] <= limit;
        under += is_under;
        taken[taken_count] = shingles[i] >> 32;
        taken_count += whole || is_under;
    }
    keys->counts = (struct key_counts){(uint16_t)(under < KEY_COUNT_MOST ? under : KEY_COUNT_MOST), whole ? (uint16_t)count : 0};
    sort_u64(taken, taken_count);
    for (size_t i = 0; i < taken_count; i++) { /* kept is no more than i: what is overwritten was read */
        uint32_t key = (uint32_t)taken[i];
        bool again = kept > 0 && sampled[kept - 1] == key;
        if (again || (plan->known && hash_set_has(&plan->known->sampled, key)))
            group_keys_lose(&keys->counts, key, (uint32_t)(limit >> 32));
        if (!again)
            sampled[kept++] = key;
    }
    keys->sampled_count = kept;
    keys->sampled.size = kept * sizeof *sampled;
    return WIRECOPY_OK;
}

static enum wirecopy_status make(const struct sets *sets, uint32_t rank, const struct key_making *making, struct group_keys *keys)
{
    uint32_t minima[COMPONENTS_MAX];
    const uint64_t *shingles;
    size_t count;
    enum wirecopy_status status = sets_stream(sets, rank, &keys->room, &shingles, &count);
    if (status != WIRECOPY_OK || (!keys->room.enough && sets_stream_is_short(shingles, count)))
        return status;
    keys->any = true;
    if (making->plan->bands) {
        memset(minima, 0xff, sizeof minima);
        making->kernel(making->family, shingles, count, minima);
        band_keys(minima, making->plan, keys->bands);
    }
    return making->plan->sampled_one_in ? make_sampled(making->plan, shingles, count, keys) : WIRECOPY_OK;
}

/* What a huge group asks for lies in files. */
enum wirecopy_status group_keys_make(const struct sets *sets, uint32_t rank, const struct key_making *making, struct group_keys *keys)
{
    bool huge = group_is_huge(sets->left_out, rank);
    const char *before = huge ? memory_outsized(scratch_space_directory(sets->left_out->space)) : NULL;
    enum wirecopy_status status;
    keys->any = false;
    keys->counts = (struct key_counts){0, 0};
    keys->sampled_count = keys->sampled.size = 0;
    status = make(sets, rank, making, keys);
    if (huge)
        memory_outsized(before);
    return status;
}
