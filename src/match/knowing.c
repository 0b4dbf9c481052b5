/*
 * Pairs are listed part by part, in order, and those that glances do not tell apart are verified many at a time, the ones that hang together one
 * after the other, so that a set is made once.
 */
#include <string.h>

#include "base/parallel.h"
#include "learn/again.h"
#include "match/pairs/candidates.h"
#include "match/connected.h"
#include "match/likeness.h"

/* Pairs that are verified together take this share of the memory; a thread takes so many of them at a time. */
enum { BATCH_SHARE = 2, BATCH_LEAST = 1 << 12, PAIRS_A_PIECE = 256 };
/* In the place of a verdict: it was not asked for yet. */
enum { NOT_YET = UINT8_MAX };

enum { BYTES_A_PAIR = 3 * sizeof(uint64_t) + sizeof(uint32_t) + sizeof(struct known_pair) };

struct slot {
    struct verifier *verifier;
    struct buffer room[2], found; /* found: struct known_pair */
    uint64_t known_at;
};

struct making {
    struct likeness *likeness;
    const struct candidates *candidates;
    struct likeness_before before;
    struct keys_needed needed;
    struct slot *slots;
    void **pointers;
    uint32_t slot_count;

    struct known_pair *pairs; /* of a batch */
    uint64_t *left;           /* those of them that have to be verified, a << 32 | b */
    uint32_t *places;         /* where these stand in pairs */
    uint64_t *order;          /* of these, as connected_order gives it */
};

/* What was known of a pair of groups that are as they were; *found is false where nothing was. */
static enum wirecopy_status find_before(const struct making *making, struct slot *slot, const struct met_pair *met, struct known_pair *known,
                                        bool *found)
{
    const struct likeness_before *before = &making->before;
    *found = false;
    if (!before->likeness || group_changed(before->changed, met->a) || group_changed(before->changed, met->b))
        return WIRECOPY_OK;
    return likeness_find(before->likeness, met->a, met->b, &slot->known_at, known, found);
}

/* All that is known of a pair before it is verified. */
static enum wirecopy_status list_pair(const struct making *making, struct slot *slot, const struct met_pair *met)
{
    struct known_pair known;
    bool told, near = true;
    enum wirecopy_status status = find_before(making, slot, met, &known, &told);
    if (status == WIRECOPY_OK && !told)
        status = verify_may_be_near(slot->verifier, met->a, met->b, &near);
    if (!told)
        known = (struct known_pair){.a = met->a, .b = met->b, .how = near ? 0 : KNOWN_FAR, .verdict = near ? NOT_YET : VERDICT_APART};
    known.keys = met->keys;
    known.how = (uint8_t)((known.how & ~KNOWN_BAND) | (met->band ? KNOWN_BAND : 0));
    return status == WIRECOPY_OK ? buffer_append(&slot->found, &known, sizeof known) : status;
}

static enum wirecopy_status list_parts(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct making *making = context;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->found.size = 0;
    for (uint32_t part = begin; part < end && status == WIRECOPY_OK; part++) {
        const struct met_pair *pairs;
        size_t count;
        status = candidates_met(making->candidates, part, &making->needed, slot->room, &pairs, &count);
        for (size_t i = 0; status == WIRECOPY_OK && i < count; i++)
            status = list_pair(making, slot, &pairs[i]);
    }
    return status;
}

static enum wirecopy_status put_parts(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    struct likeness *likeness = ((struct making *)context)->likeness;
    const struct slot *slot = slot_pointer;
    (void)begin;
    (void)end;
    likeness->count += slot->found.size / sizeof(struct known_pair);
    return scratch_append(likeness->pairs, slot->found.data, slot->found.size);
}

static enum wirecopy_status verify_some(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct making *making = context;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = begin; i < end && status == WIRECOPY_OK; i++) {
        struct known_pair *pair = &making->pairs[making->places[(uint32_t)making->order[i]]];
        struct met_pair met = {pair->a, pair->b, pair->keys, pair->how & KNOWN_BAND, 0};
        status = verify_known(slot->verifier, &met, pair);
    }
    return status;
}

/* Verifies what has to be of so many pairs, from the first on. */
static enum wirecopy_status verify_batch(struct making *making, struct connected *connected, uint64_t first, size_t count)
{
    const struct left_out *left_out = making->candidates->sets->left_out;
    struct sweep sweep = {verify_some, NULL, making, making->pointers, 0, PAIRS_A_PIECE, left_out->control, making->slot_count};
    enum wirecopy_status status = scratch_read(making->likeness->pairs, first * sizeof *making->pairs, making->pairs, count * sizeof *making->pairs);
    for (uint32_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        const struct known_pair *pair = &making->pairs[i];
        making->left[sweep.count] = (uint64_t)pair->a << 32 | pair->b;
        making->places[sweep.count] = i;
        sweep.count += pair->verdict == NOT_YET;
    }
    if (status != WIRECOPY_OK || sweep.count == 0)
        return status;
    connected_order(connected, making->left, sweep.count, making->order);
    status = parallel_sweep(&sweep, left_out->threads);
    return status == WIRECOPY_OK ? scratch_write(making->likeness->pairs, first * sizeof *making->pairs, making->pairs, count * sizeof *making->pairs)
                                 : status;
}

static enum wirecopy_status verify_listed(struct making *making)
{
    const struct left_out *left_out = making->candidates->sets->left_out;
    uint64_t count = making->likeness->count, most = left_out->memory_bytes / BATCH_SHARE / BYTES_A_PAIR;
    size_t batch = most < BATCH_LEAST ? BATCH_LEAST : most < UINT32_MAX / 2 ? (size_t)most : UINT32_MAX / 2;
    struct connected connected = {0};
    enum wirecopy_status status = connected_init(&connected, left_out->space, left_out->groups->count);
    if (count < batch)
        batch = (size_t)count;
    making->pairs = memory_allocate(batch + 1, sizeof *making->pairs);
    making->left = memory_allocate(batch + 1, sizeof *making->left);
    making->places = memory_allocate(batch + 1, sizeof *making->places);
    making->order = memory_allocate(2 * batch + 1, sizeof *making->order);
    if (status == WIRECOPY_OK && !(making->pairs && making->left && making->places && making->order))
        status = WIRECOPY_NO_MEMORY;
    for (uint64_t first = 0; first < count && status == WIRECOPY_OK; first += batch)
        status = verify_batch(making, &connected, first, count - first < batch ? (size_t)(count - first) : batch);
    connected_release(&connected);
    memory_free(making->pairs);
    memory_free(making->left);
    memory_free(making->places);
    memory_free(making->order);
    return status;
}

static enum wirecopy_status make_slots(struct making *making, const struct verifying *verifying)
{
    enum wirecopy_status status = WIRECOPY_OK;
    making->slot_count = left_out_slots(verifying->left_out);
    making->slots = memory_allocate_zero(making->slot_count, sizeof *making->slots);
    making->pointers = memory_allocate(making->slot_count, sizeof *making->pointers);
    if (!making->slots || !making->pointers)
        return WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < making->slot_count && status == WIRECOPY_OK; i++) {
        making->pointers[i] = &making->slots[i];
        status = verifier_create(verifying, &making->slots[i].verifier);
    }
    return status;
}

static void release_slots(struct making *making)
{
    for (uint32_t i = 0; making->slots && i < making->slot_count; i++) {
        verifier_free(making->slots[i].verifier);
        buffer_release(&making->slots[i].room[0]);
        buffer_release(&making->slots[i].room[1]);
        buffer_release(&making->slots[i].found);
    }
    memory_free(making->slots);
    memory_free(making->pointers);
}

enum wirecopy_status likeness_make(struct likeness *likeness, const struct candidates *candidates, const struct verifying *verifying,
                                   struct likeness_before before)
{
    struct making making = {.likeness = likeness, .candidates = candidates, .before = before};
    struct sweep sweep = {list_parts, put_parts, &making, NULL, candidates->parts, 1, verifying->left_out->control, 0};
    enum wirecopy_status status = make_slots(&making, verifying);
    *likeness = (struct likeness){.rule = verifying->rule};
    keys_needed_init(&making.needed, &candidates->plan, verifying->rule.resemblance, verifying->rule.containment);
    sweep.slots = making.pointers;
    sweep.slot_count = making.slot_count;
    if (status == WIRECOPY_OK)
        status = scratch_create(verifying->left_out->space, &likeness->pairs);
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, verifying->left_out->threads);
    if (status == WIRECOPY_OK)
        status = verify_listed(&making);
    release_slots(&making);
    if (status != WIRECOPY_OK)
        likeness_release(likeness);
    return status;
}
