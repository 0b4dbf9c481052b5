/*
 * Sampled keys (FracMinHash, Irber et al. 2022): postings of the keys that two or more articles have, sorted by key; the
 * pairs of each key are counted in a sieve first, so that only those which may share enough keys are sorted.
 */
#include "match/sampled_join.h"

#include "base/sort.h"

size_t sampled_count(const struct plan *plan, struct shingle_set set)
{
    uint64_t limit = sampled_limit(plan, set.count);
    size_t low = 0, high = set.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (set.shingles[middle] <= limit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct joining {
    struct candidates *candidates;
    const struct left_out *left_out;
    const struct sieve *met;
    struct sorter *postings;
    struct scratch *lists; /* of each key that is counted: how many ranks, then the ranks */
    struct sieve pairs;
    uint64_t pair_count; /* not distinct */
};

static enum wirecopy_status collect_postings(struct joining *j)
{
    const struct sets *sets = j->candidates->sets;
    struct buffer room = {0};
    enum wirecopy_status status = sorter_create(j->left_out->space, j->left_out->memory_bytes / 4, &j->postings);
    for (uint32_t number = 0; number < j->left_out->articles->count && status == WIRECOPY_OK; number++) {
        uint32_t rank = j->left_out->groups->rank_of[number];
        struct shingle_set set;
        size_t count;
        if (rank == UINT32_MAX || groups_leader(j->left_out->groups, rank) != number)
            continue;
        status = sets_view(sets, rank, &room, &set);
        if (status != WIRECOPY_OK || set.count < SHORT_SHINGLES)
            continue;
        count = sampled_count(&j->candidates->plan, set);
        for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
            if (sieve_met(j->met, set.shingles[i], 2))
                status = sorter_add(j->postings, set.shingles[i], rank);
    }
    buffer_release(&room);
    return status == WIRECOPY_OK ? sorter_finish(j->postings) : status;
}

/* Keys that two articles have, and no crowd, become lists. */
static enum wirecopy_status make_lists(struct joining *j)
{
    struct buffer ranks = {0};
    uint32_t list[SAMPLED_CROWD + 1];
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK) {
        const uint64_t *wide;
        uint64_t key;
        size_t count;
        bool end;
        status = sorter_next_run(j->postings, &key, &ranks, SAMPLED_CROWD, &count, &end);
        if (status != WIRECOPY_OK || end)
            break;
        j->candidates->crowded_keys += count > j->candidates->plan.crowd;
        if (count < 2 || count > j->candidates->plan.crowd)
            continue;
        wide = (const uint64_t *)(const void *)ranks.data;
        list[0] = (uint32_t)count;
        for (size_t i = 0; i < count; i++)
            list[i + 1] = (uint32_t)wide[i];
        j->pair_count += count * (count - 1) / 2;
        status = scratch_append(j->lists, list, (count + 1) * sizeof *list);
    }
    buffer_release(&ranks);
    return status;
}

static uint64_t pair_hash(uint64_t pair)
{
    uint64_t h = pair * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
}

/* Walks through the pairs of all lists: counts them in the sieve, or sorts those that it met often enough. */
static enum wirecopy_status walk_pairs(struct joining *j, struct sorter *sorter)
{
    uint64_t at = 0, size = scratch_size(j->lists);
    uint32_t count, ranks[SAMPLED_CROWD];
    enum wirecopy_status status = WIRECOPY_OK;
    while (at < size && status == WIRECOPY_OK) {
        status = scratch_read(j->lists, at, &count, sizeof count);
        if (status == WIRECOPY_OK)
            status = scratch_read(j->lists, at + sizeof count, ranks, count * sizeof *ranks);
        if (status != WIRECOPY_OK)
            break;
        at += (count + 1) * sizeof *ranks;
        for (uint32_t a = 0; a + 1 < count; a++)
            for (uint32_t b = a + 1; b < count && status == WIRECOPY_OK; b++) {
                uint64_t pair = (uint64_t)ranks[a] << 32 | ranks[b];
                if (!sorter)
                    sieve_add(&j->pairs, pair_hash(pair));
                else if (sieve_met(&j->pairs, pair_hash(pair), j->candidates->plan.sampled_least))
                    status = sorter_add(sorter, pair, 0);
            }
    }
    return status;
}

static enum wirecopy_status keep_frequent(struct joining *j, struct sorter *sorter)
{
    struct buffer room = {0};
    enum wirecopy_status status = sorter_finish(sorter);
    while (status == WIRECOPY_OK) {
        uint64_t pair;
        size_t count;
        bool end;
        status = sorter_next_run(sorter, &pair, &room, 0, &count, &end);
        if (status != WIRECOPY_OK || end)
            break;
        if (count >= j->candidates->plan.sampled_least)
            status = sorter_add(j->candidates->pairs, pair, 0);
    }
    buffer_release(&room);
    return status;
}

enum wirecopy_status sampled_join(struct candidates *candidates, const struct left_out *left_out, const struct sieve *met)
{
    struct joining j = {.candidates = candidates, .left_out = left_out, .met = met};
    struct sorter *pairs = NULL;
    enum wirecopy_status status = scratch_create(left_out->space, &j.lists);
    if (status == WIRECOPY_OK)
        status = collect_postings(&j);
    if (status == WIRECOPY_OK)
        status = make_lists(&j);
    sorter_free(j.postings);
    if (status == WIRECOPY_OK)
        status = sieve_init(&j.pairs, j.pair_count, left_out->memory_bytes / 4);
    if (status == WIRECOPY_OK)
        status = walk_pairs(&j, NULL);
    if (status == WIRECOPY_OK)
        status = sorter_create(left_out->space, left_out->memory_bytes / 4, &pairs);
    if (status == WIRECOPY_OK)
        status = walk_pairs(&j, pairs);
    if (status == WIRECOPY_OK)
        status = keep_frequent(&j, pairs);
    sorter_free(pairs);
    scratch_free(j.lists);
    sieve_release(&j.pairs);
    return status;
}
