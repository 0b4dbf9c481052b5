/*
 * Candidate pairs by locality-sensitive hashing (Indyk and Motwani 1998; Broder 1997 for the bands): keys are made, joined, and
 * the pairs that met are counted part by part; what shares too few keys for a match is dropped there.
 */
#include "match/pairs/candidates.h"

#include <string.h>

#include "base/parallel.h"
#include "base/sort/sort.h"
#include "learn/parted.h"
#include "match/pairs/crowded.h"
#include "match/pairs/joining.h"
#include "match/likeness.h"

/* Pairs of so many a group are expected to meet, and so many make a part; where three times as many meet it fits the second cache yet. */
enum { MEETINGS_A_GROUP = 64, PAIRS_A_PART = 1 << 13, PARTS_MOST = 1024 };

/* The block of each part while pairs are dealt: all of them take at most this share of the buffers, beside those of the doublings. */
enum { BLOCKS_SHARE = 4 };

/*
 * So many bits of parts a doubling. Where few articles make a part none is so large, and a block for each is not little; nor is it where there is
 * little memory: no more than the buffers are goes to blocks.
 */
enum { DOUBLING_BITS = 5, DOUBLING_BITS_OF_MANY = 7, MANY_PART_BITS = 9 };

/* All parts at hand, loaded with room to sort, take this share of the buffers; smaller ones than these are hardly worth their reading. */
enum { LOADED_SHARE = 4, PART_LEAST = 1 << 14 };

/* All pairs: the ranks that have keys, in order. */
static enum wirecopy_status list_keyed(struct candidates *candidates)
{
    struct set_room room = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    candidates->keyed = memory_allocate(candidates->sets->count, sizeof *candidates->keyed);
    if (!candidates->keyed)
        return WIRECOPY_NO_MEMORY;
    for (uint32_t rank = 0; rank < candidates->sets->count && status == WIRECOPY_OK; rank++) {
        struct shingle_set set;
        status = sets_view(candidates->sets, rank, &room, &set);
        if (status == WIRECOPY_OK && set.count >= SHORT_SHINGLES)
            candidates->keyed[candidates->keyed_count++] = rank;
    }
    candidates->parts = candidates->keyed_count;
    set_room_release(&room);
    return status;
}

/* The least rank of a part. */
static uint32_t first_of_part(const struct candidates *candidates, uint32_t part)
{
    unsigned doubling = candidates->doubling_bits;
    uint32_t doublings = part >> doubling, bits = doublings > 1 ? doublings - 1 : 0;
    if (bits > candidates->part_bits)
        bits = candidates->part_bits;
    return (part - (bits << doubling)) << bits;
}

static uint32_t parts_of(const struct candidates *candidates)
{
    uint32_t count = candidates->sets->count;
    return (uint32_t)candidates_part_of(candidates, count ? count - 1 : 0) + 1;
}

enum wirecopy_status candidates_make_parts(struct candidates *candidates)
{
    uint32_t count = candidates->sets->count;
    uint32_t most = (uint32_t)distribution_parts((uint64_t)count * MEETINGS_A_GROUP, PAIRS_A_PART, PARTS_MOST);
    enum wirecopy_status status;
    while (most > 1 && (uint64_t)most * DISTRIBUTION_STRIDE > candidates->sets->left_out->memory_bytes / BLOCKS_SHARE)
        most /= 2;
    while (count > UINT64_C(1) << candidates->rank_bits)
        candidates->rank_bits++;
    while (count > (uint64_t)most << candidates->part_bits)
        candidates->part_bits++;
    candidates->doubling_bits = candidates->part_bits < MANY_PART_BITS ? DOUBLING_BITS : DOUBLING_BITS_OF_MANY;
    if (parts_of(candidates) * (uint64_t)DISTRIBUTION_STRIDE > candidates->sets->left_out->memory_bytes)
        candidates->doubling_bits = DOUBLING_BITS;
    candidates->parts = parts_of(candidates);
    status = texts_make_way(candidates->sets->left_out->texts, candidates->parts * (uint64_t)DISTRIBUTION_STRIDE);
    if (status == WIRECOPY_OK)
        status = distribution_init(&candidates->pairs, candidates->sets->left_out->space, candidates->parts,
                                   candidates->part_bits + candidates->rank_bits + 1);
    for (uint32_t part = 0; part < candidates->parts && status == WIRECOPY_OK; part++)
        candidates->pairs.above[part] = (uint64_t)first_of_part(candidates, part) << candidates->rank_bits << 1;
    return status;
}

enum wirecopy_status candidates_dealt(struct candidates *candidates)
{
    const struct left_out *left_out = candidates->sets->left_out;
    uint64_t most = left_out->memory_bytes / LOADED_SHARE / left_out_slots(left_out) / (2 * sizeof(uint64_t));
    enum wirecopy_status status = distribution_finish(&candidates->pairs);
    if (status == WIRECOPY_OK)
        status = distribution_split(&candidates->pairs, most < PART_LEAST ? PART_LEAST : most, 1);
    candidates->parts = (uint32_t)candidates->pairs.parts;
    return status;
}

/* Takes the keys that another run saved. */
static enum wirecopy_status take_keys(struct candidates *candidates, struct keys *keys, struct saved *sketches, bool *taken_out)
{
    struct key_counts *counts;
    enum wirecopy_status status = keys_restore(keys, candidates, sketches, &counts, taken_out);
    if (*taken_out && status == WIRECOPY_OK)
        memcpy(candidates->keys, counts, candidates->sets->count * sizeof *counts);
    memory_free(counts);
    return status;
}

static enum wirecopy_status find(struct candidates *candidates, uint64_t seed, minhash_kernel *kernel, struct candidates_asked asked)
{
    struct keys keys = {.sampled_part_bits = 0};
    bool taken = false;
    enum wirecopy_status status;
    candidates->keys = memory_allocate_zero(candidates->sets->count, sizeof *candidates->keys);
    if (!candidates->keys)
        return WIRECOPY_NO_MEMORY;
    status = candidates_make_parts(candidates);
    if (status == WIRECOPY_OK && asked.sketches)
        status = take_keys(candidates, &keys, asked.sketches, &taken);
    if (status == WIRECOPY_OK && !taken && candidates->plan.bands > 0) /* a plan has none where most that meet are alike: briefs are made there */
        status = glances_create(candidates->sets->left_out, &candidates->glances);
    candidates->phrases = taken ? NULL : asked.phrases;
    candidates->shown = taken ? NULL : asked.shown;
    if (status == WIRECOPY_OK && !taken)
        status = keys_make(&keys, candidates, seed, kernel, NULL);
    if (status == WIRECOPY_OK && asked.keys)
        status = keys_save(&keys, candidates, asked.keys);
    if (status == WIRECOPY_OK)
        status = keys_join(&keys, candidates, !(asked.noted || asked.crowds || asked.keys || asked.sketches || asked.exactly));
    keys_release(&keys);
    return status == WIRECOPY_OK ? candidates_dealt(candidates) : status;
}

enum wirecopy_status candidates_init(struct candidates *candidates, const struct sets *sets, const struct plan *plan, struct match_rule rule,
                                     uint64_t seed, minhash_kernel *kernel, struct candidates_asked asked)
{
    enum wirecopy_status status = WIRECOPY_OK;
    *candidates = (struct candidates){.sets = sets, .plan = *plan, .rule = rule, .noted = asked.noted};
    keys_needed_init(&candidates->needed, plan, rule.resemblance, rule.containment);
    if (asked.crowds)
        status = crowd_lists_begin(&candidates->crowds, sets->left_out);
    if (status == WIRECOPY_OK)
        status = plan->all_pairs ? list_keyed(candidates) : find(candidates, seed, kernel, asked);
    crowd_lists_end(&candidates->crowds);
    if (status != WIRECOPY_OK)
        candidates_release(candidates);
    return status;
}

void candidates_drop_pairs(struct candidates *candidates)
{
    distribution_release(&candidates->pairs);
    memory_free(candidates->keys);
    memory_free(candidates->keyed);
    crowded_free(candidates->crowded);
    crowd_lists_release(&candidates->crowds);
    candidates->keys = NULL;
    candidates->keyed = NULL;
    candidates->crowded = NULL;
    candidates->parts = candidates->keyed_count = 0;
}

void candidates_release(struct candidates *candidates)
{
    candidates_drop_pairs(candidates);
    glances_free(candidates->glances);
    candidates->glances = NULL;
}

enum wirecopy_status candidates_use(const struct candidates *candidates, uint64_t bytes, uint64_t *lacking_out)
{
    const struct left_out *left_out = candidates->sets->left_out;
    struct scratch *others[] = {candidates->pairs.scratch, candidates->pairs.tails, candidates->crowds.of[0], candidates->crowds.of[1]};
    enum wirecopy_status status = left_out_use(left_out, bytes);
    *lacking_out = scratch_space_take(left_out->space, 0);
    for (size_t i = 0; i<sizeof others / sizeof *others && * lacking_out> 0 && status == WIRECOPY_OK; i++) {
        status = others[i] ? scratch_spill(others[i], *lacking_out) : WIRECOPY_OK;
        *lacking_out = scratch_space_take(left_out->space, 0);
    }
    return status;
}

/* All pairs: a part is what one rank is the smaller of. */
static enum wirecopy_status part_of_all(const struct candidates *candidates, uint32_t part, struct buffer *room, const uint64_t **pairs_out,
                                        size_t *count_out)
{
    const struct left_out *left_out = candidates->sets->left_out;
    uint64_t *pairs;
    size_t count = candidates->keyed_count - part - 1, kept = 0;
    enum wirecopy_status status;
    room->size = 0;
    status = buffer_reserve(room, (count + 1) * sizeof *pairs);
    if (status != WIRECOPY_OK)
        return status;
    pairs = (uint64_t *)(void *)room->data;
    for (size_t i = 0; i < count; i++) {
        uint32_t a = candidates->keyed[part], b = candidates->keyed[part + 1 + i];
        pairs[kept] = (uint64_t)a << 32 | b;
        kept += groups_within_window(left_out->groups, left_out->articles, a, b);
    }
    *pairs_out = pairs;
    *count_out = kept;
    return WIRECOPY_OK;
}

/*
 * Whether a pair that met shares enough keys. Within a window those that were chosen have a band, and without bands those that tallies chose; of
 * others only the keys of crowds are known.
 */
static bool suffices(const struct candidates *candidates, const struct keys_needed *needed, const struct met_pair *pair)
{
    const struct key_counts *keys = candidates->keys;
    if (candidates->within && pair->keys >= candidates->plan.sampled_least && !pair->band)
        return crowded_suffice(candidates, pair->a, pair->b, pair->keys);
    if (candidates->within || (pair->band && !candidates->plan.bands))
        return pair->band;
    return keys_suffice(needed, &candidates->plan, keys[pair->a], keys[pair->b], pair->keys, pair->band);
}

/* Known pairs: a part is so many of them, of which those stay that a rule needs. */
static enum wirecopy_status part_of_known(const struct candidates *candidates, uint32_t part, struct buffer *room, const uint64_t **pairs_out,
                                          size_t *count_out)
{
    uint64_t first = (uint64_t)part * KNOWN_A_PART, left = candidates->likeness->count - first;
    size_t count = left < KNOWN_A_PART ? (size_t)left : KNOWN_A_PART, kept = 0;
    const struct known_pair *known;
    uint64_t *pairs;
    enum wirecopy_status status;
    room->size = 0;
    status = buffer_reserve(room, count * sizeof *known + 1);
    if (status == WIRECOPY_OK)
        status = scratch_read(candidates->likeness->pairs, first * sizeof *known, room->data, count * sizeof *known);
    if (status != WIRECOPY_OK)
        return status;
    known = (const struct known_pair *)(const void *)room->data;
    pairs = (uint64_t *)(void *)room->data;
    for (size_t i = 0; i < count; i++) {
        struct known_pair pair = known[i]; /* a pair is larger than what is kept of it: what is overwritten was read */
        pairs[kept] = (uint64_t)pair.a << 32 | pair.b;
        kept += suffices(candidates, &candidates->needed, &(struct met_pair){pair.a, pair.b, pair.keys, pair.how & KNOWN_BAND, 0});
    }
    *pairs_out = pairs;
    *count_out = kept;
    return WIRECOPY_OK;
}

/* Whether pairs that met too seldom were told by one value. */
static bool tells_once(const struct candidates *candidates)
{
    return candidates->within && candidates->passages;
}

/* The values of a part, sorted, without most of those of pairs that met too seldom for any rule. */
static enum wirecopy_status load_met(const struct candidates *candidates, uint32_t part, struct buffer *room, uint64_t **met_out, size_t *count_out)
{
    struct often often = {.shift = 1, .least = tells_once(candidates) ? 1 : candidates->plan.sampled_least, .heavy = 1 /* one band is enough */};
    return distribution_load_often(&candidates->pairs, part, often, room, met_out, count_out);
}

/* The pair of the values from start on, which say how it met; returns where the next one begins. */
static size_t next_met(const struct candidates *candidates, const uint64_t *met, size_t start, size_t count, struct met_pair *pair)
{
    uint64_t mask = ((uint64_t)1 << candidates->rank_bits) - 1;
    uint32_t keys = 0;
    size_t end;
    *pair = (struct met_pair){.a = (uint32_t)(met[start] >> 1 >> candidates->rank_bits), .b = (uint32_t)(met[start] >> 1 & mask)};
    for (end = start; end < count && met[end] >> 1 == met[start] >> 1; end++) {
        keys += !(met[end] & 1);
        pair->band |= met[end] & 1;
    }
    pair->keys = (uint16_t)(keys < UINT16_MAX ? keys : UINT16_MAX);
    return end;
}

/* Keys of the larger ranks are asked for anywhere: so many values further on they are brought near. */
enum { KEYS_AHEAD = 24 };

enum wirecopy_status candidates_part(const struct candidates *candidates, uint32_t part, struct buffer *room, const uint64_t **pairs_out,
                                     size_t *count_out)
{
    uint64_t *met, rank_mask = ((uint64_t)1 << candidates->rank_bits) - 1;
    size_t count, kept = 0;
    enum wirecopy_status status;
    if (candidates->plan.all_pairs)
        return part_of_all(candidates, part, room, pairs_out, count_out);
    if (candidates->likeness)
        return part_of_known(candidates, part, room, pairs_out, count_out);
    status = load_met(candidates, part, room, &met, &count);
    if (status != WIRECOPY_OK)
        return status;
    for (size_t start = 0, end; start < count; start = end) {
        struct met_pair pair;
        bool enough, seldom;
        if (start + KEYS_AHEAD < count)
            __builtin_prefetch(&candidates->keys[met[start + KEYS_AHEAD] >> 1 & rank_mask]);
        end = next_met(candidates, met, start, count, &pair);
        enough = suffices(candidates, &candidates->needed, &pair);
        seldom = !tells_once(candidates) && !pair.band && pair.keys < candidates->plan.sampled_least; /* left by chance: load_met drops most */
        met[kept] = (enough ? 0 : PAIR_TOO_FEW) | (uint64_t)pair.a << 32 | pair.b; /* kept <= start: what is overwritten was read */
        kept += enough || (candidates->passages && !seldom);
    }
    *pairs_out = met;
    *count_out = kept;
    return WIRECOPY_OK;
}

enum wirecopy_status candidates_met(const struct candidates *candidates, uint32_t part, const struct keys_needed *needed, struct buffer *room,
                                    const struct met_pair **pairs_out, size_t *count_out)
{
    uint64_t *met;
    size_t count;
    enum wirecopy_status status = load_met(candidates, part, &room[0], &met, &count);
    room[1].size = 0;
    for (size_t start = 0, end; start < count && status == WIRECOPY_OK; start = end) {
        struct met_pair pair;
        end = next_met(candidates, met, start, count, &pair);
        if (suffices(candidates, needed, &pair))
            status = buffer_append(&room[1], &pair, sizeof pair);
    }
    *pairs_out = (const struct met_pair *)(const void *)room[1].data;
    *count_out = room[1].size / sizeof **pairs_out;
    return status;
}
