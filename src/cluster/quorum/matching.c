/*
 * Candidates are taken part by part, and those that glances do not tell apart are gathered. Many of these are then verified together, those
 * that hang together one after the other: copies of a story and issues of a form meet each other, and their sets are made once.
 */
#include "cluster/quorum/matching.h"

#include <string.h>

#include "base/parallel.h"
#include "match/sets/briefs.h"
#include "match/connected.h"
#include "match/passage.h"

struct slot {
    struct verifier *verifier;
    struct passage_room passage_room;
    struct buffer room, near; /* near: uint64_t: the pairs of some parts that have to be verified */
    uint64_t candidates;
};

struct matching {
    struct matches *matches;
    const struct candidates *candidates;
    const struct verifying *verifying;
    struct slot *slots;
    void **pointers;
    uint32_t slot_count;
    struct connected connected;
    struct scratch *near; /* uint64_t: the pairs that have to be verified yet, in order */
    uint64_t seen;        /* how many there were so far, without those that share too few keys */
    uint32_t first;       /* part of those at hand */
    size_t batch;         /* pairs that are verified together at most */

    const uint64_t *pairs; /* those that are verified together */
    const uint64_t *order; /* of each, one after the other: its place in pairs, below anything; NULL: as they stand */
    struct match *found;   /* by place in pairs; FOUND_NOTHING for its verdict, or VERDICT_APART for a passage */
};

/* Beyond enum verdict. */
enum { FOUND_NOTHING = UINT8_MAX };

/* Pairs from the one at hand to the one that is brought near, to be verified or to be glanced at. */
enum { PAIRS_AHEAD = 2, GLANCES_AHEAD = 6 };

/* Pairs that a thread verifies at a time: most components lie within. */
enum { PAIRS_A_PIECE = 256 };

/* What pairs that are verified together take of the buffers; the rest of them is for sets and for the order of matches. */
enum { BATCH_SHARE = 2, BATCH_LEAST = 1 << 12, BYTES_A_PAIR = 3 * sizeof(uint64_t) + sizeof(struct match) };

/* Parts are taken in slices, each of as many as were taken: after the first one of so many it is asked whether briefs pay, and after each later one again. */
enum { SLICES = 64 };

/* A brief costs some two sets that are made. */
enum { PAIRS_A_BRIEF = 2 };

/* Briefs are written to a file and read again: beyond so many times what stages have for their buffers that costs more than it spares. */
enum { MOST_BUFFERS = 256 };

/* The pairs of a part, without those that are apart at a glance, where nothing else is asked of these. */
static enum wirecopy_status take_part(const struct matching *matching, struct slot *slot, uint32_t part)
{
    const uint64_t *pairs;
    uint64_t *near;
    size_t count, kept;
    enum wirecopy_status status = candidates_part(matching->candidates, part, &slot->room, &pairs, &count);
    if (status != WIRECOPY_OK || count == 0)
        return status;
    status = buffer_append(&slot->near, pairs, count * sizeof *pairs);
    if (status != WIRECOPY_OK)
        return status;
    near = (uint64_t *)(void *)(slot->near.data + slot->near.size) - count;
    for (size_t i = 0; i < count; i++)
        slot->candidates += !(near[i] & PAIR_TOO_FEW);
    kept = count;
    if (!matching->matches->passages)
        status = verify_keep_near(slot->verifier, near, &kept);
    slot->near.size -= (count - kept) * sizeof *near;
    return status;
}

static enum wirecopy_status take_parts(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct matching *matching = context;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->near.size = slot->candidates = 0;
    for (uint32_t part = matching->first + begin; part < matching->first + end && status == WIRECOPY_OK; part++)
        status = take_part(matching, slot, part);
    return status;
}

static enum wirecopy_status gather_near(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    struct matching *matching = context;
    const struct slot *slot = slot_pointer;
    const uint64_t *near = (const uint64_t *)(const void *)slot->near.data;
    size_t count = slot->near.size / sizeof *near;
    (void)begin;
    (void)end;
    matching->matches->candidates += slot->candidates;
    for (size_t i = 0; i < count; i++)
        matching->seen += !(near[i] & PAIR_TOO_FEW);
    return scratch_append(matching->near, near, count * sizeof *near);
}

/* A pair that met by too few keys for a match may share a passage and is nothing else. */
static enum wirecopy_status verify_one(const struct matching *matching, struct slot *slot, uint64_t pair, struct match *match)
{
    uint32_t a = (uint32_t)((pair & ~PAIR_TOO_FEW) >> 32), b = (uint32_t)pair;
    bool few = pair & PAIR_TOO_FEW, passages = matching->matches->passages, found;
    enum wirecopy_status status = few        ? verify_overlap(slot->verifier, a, b, match)
                                  : passages ? verify_pair(slot->verifier, a, b, match)
                                             : verify_verdict(slot->verifier, a, b, match);
    if (status != WIRECOPY_OK)
        return status;
    found = match->verdict != VERDICT_APART && !few;
    if (match->verdict == VERDICT_APART && passages)
        status = passage_shared(matching->candidates->sets, &slot->passage_room, match, &found);
    if (!found)
        match->verdict = FOUND_NOTHING;
    return status;
}

static uint32_t place_of(const struct matching *matching, uint32_t i)
{
    return matching->order ? (uint32_t)matching->order[i] : i;
}

/* The larger rank of a pair. */
static uint32_t larger_of(const struct matching *matching, uint32_t place)
{
    return (uint32_t)matching->pairs[place];
}

/* Whether a pair is told at a glance, which is told. */
static bool is_told(const struct slot *slot, uint64_t pair, struct match *found)
{
    uint32_t a = (uint32_t)(pair >> 32), b = (uint32_t)pair;
    if (pair & PAIR_TOO_FEW)
        return false;
    if (verify_refuses_surely(slot->verifier, a, b, found))
        return true;
    if (!verify_tells_match(slot->verifier, a, b, found))
        return false;
    if (found->verdict == VERDICT_APART)
        found->verdict = FOUND_NOTHING;
    return true;
}

/*
 * Puts into left the places of those pairs from begin on that are not told at a glance. Nobody glances where pairs below the match rule are asked for
 * too.
 */
static uint32_t glance_at_some(const struct matching *matching, const struct slot *slot, uint32_t begin, uint32_t end, uint32_t *left)
{
    bool glances = verify_glances(slot->verifier) && !matching->matches->passages;
    uint32_t count = 0;
    for (uint32_t i = begin; i < end; i++) {
        uint32_t place = place_of(matching, i);
        if (glances && end - i > GLANCES_AHEAD)
            verify_bring_verdict_near(slot->verifier, larger_of(matching, place_of(matching, i + GLANCES_AHEAD)));
        if (!glances || !is_told(slot, matching->pairs[place], &matching->found[place]))
            left[count++] = place;
    }
    return count;
}

/*
 * Brings near what is looked at of the larger rank of a pair further on, which mostly is looked at for the first time: of one beyond it where
 * its text lies, of those beyond that what says which text it is.
 */
static void bring_near(const struct matching *matching, const struct slot *slot, const uint32_t *places, uint32_t count)
{
    const struct left_out *left_out = matching->candidates->sets->left_out;
    const struct groups *groups = left_out->groups;
    if (count <= PAIRS_AHEAD || verify_prefetch(slot->verifier, larger_of(matching, places[PAIRS_AHEAD])))
        return;
    if (count > 4 * PAIRS_AHEAD) {
        __builtin_prefetch(&groups->first[larger_of(matching, places[4 * PAIRS_AHEAD])]);
        __builtin_prefetch(&groups->members[groups->first[larger_of(matching, places[3 * PAIRS_AHEAD])]]);
        texts_prefetch_place(left_out->texts, groups_text(groups, larger_of(matching, places[2 * PAIRS_AHEAD])));
    }
    texts_prefetch(left_out->texts, groups_text(groups, larger_of(matching, places[PAIRS_AHEAD])));
}

static enum wirecopy_status verify_some(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct matching *matching = context;
    uint32_t left[PAIRS_A_PIECE], count = glance_at_some(matching, slot_pointer, begin, end, left);
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t k = 0; k < count && status == WIRECOPY_OK; k++) {
        if (!matching->verifying->likeness) /* else texts are hardly read */
            bring_near(matching, slot_pointer, left + k, count - k);
        status = verify_one(matching, slot_pointer, matching->pairs[left[k]], &matching->found[left[k]]);
    }
    return status;
}

/* Puts what was found where it belongs. */
static enum wirecopy_status put_found(const struct matching *matching, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (matching->found[i].verdict != FOUND_NOTHING)
            matching->found[kept++] = matching->found[i];
    return matches_put(matching->matches, matching->found, kept);
}

/* Whether pairs are verified in an order of their own: where sets are made of them, and most were not told apart. */
static bool sets_are_made(const struct matching *matching)
{
    return !matching->verifying->likeness && !briefs_are_made(matching->verifying->briefs) && !matching->candidates->plan.all_pairs;
}

/* Verifies so many of those that were gathered, from a place on. */
static enum wirecopy_status verify_batch(struct matching *matching, uint64_t first, size_t count)
{
    const struct left_out *left_out = matching->verifying->left_out;
    uint64_t *pairs = memory_allocate(count, sizeof *pairs), *order = NULL;
    struct match *found = memory_allocate(count, sizeof *found);
    struct sweep sweep = {verify_some, NULL, matching, matching->pointers, (uint32_t)count, PAIRS_A_PIECE, left_out->control, matching->slot_count};
    enum wirecopy_status status = pairs && found ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = scratch_read(matching->near, first * sizeof *pairs, pairs, count * sizeof *pairs);
    if (status == WIRECOPY_OK && sets_are_made(matching)) {
        order = memory_allocate(2 * count, sizeof *order);
        if (order)
            connected_order(&matching->connected, pairs, (uint32_t)count, order);
        else
            status = WIRECOPY_NO_MEMORY;
    }
    matching->pairs = pairs;
    matching->order = order;
    matching->found = found;
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, left_out->threads);
    if (status == WIRECOPY_OK)
        status = put_found(matching, count);
    memory_free(pairs);
    memory_free(order);
    memory_free(found);
    return status;
}

static uint64_t gathered(const struct matching *matching)
{
    return scratch_size(matching->near) / sizeof(uint64_t);
}

/* Verifies what was gathered. */
static enum wirecopy_status verify_gathered(struct matching *matching)
{
    uint64_t count = gathered(matching);
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t first = 0; first < count && status == WIRECOPY_OK; first += matching->batch)
        status = verify_batch(matching, first, count - first < matching->batch ? (size_t)(count - first) : matching->batch);
    scratch_cut(matching->near, 0);
    return status;
}

/* Makes briefs where so many pairs are to be verified, and their likeness is not known yet. */
static enum wirecopy_status make_briefs(const struct matching *matching, uint64_t expected)
{
    const struct verifying *verifying = matching->verifying;
    uint64_t bytes;
    enum wirecopy_status status;
    if (verifying->likeness || briefs_are_made(verifying->briefs) || expected < (uint64_t)PAIRS_A_BRIEF * verifying->sets->count)
        return WIRECOPY_OK;
    bytes = briefs_bytes(matching->candidates->sets);
    if (bytes > MOST_BUFFERS * verifying->left_out->memory_bytes)
        return WIRECOPY_OK;
    if (matching->candidates->glances) /* where briefs are made nobody glances */
        glances_drop(matching->candidates->glances);
    status = texts_make_way(verifying->left_out->texts, bytes); /* briefs have words too; pairs are read once, part by part */
    if (status == WIRECOPY_OK && matching->candidates->pairs.scratch)
        status = scratch_make_way(matching->candidates->pairs.scratch, bytes);
    if (status == WIRECOPY_OK && matching->candidates->pairs.tails)
        status = scratch_make_way(matching->candidates->pairs.tails, bytes);
    return status == WIRECOPY_OK ? briefs_make(verifying->briefs, matching->candidates->sets, BRIEFS_SAMPLED) : status;
}

/* How many parts are taken next: as many as were taken, or those whose pairs are verified together with those that were gathered; 0 where there is no room. */
static uint32_t next_slice(const struct matching *matching)
{
    uint32_t parts = matching->candidates->parts, taken = matching->first, left = parts - taken;
    uint64_t slice = taken ? taken : parts / SLICES + 1, room;
    if (slice > left)
        slice = left;
    if (gathered(matching) >= matching->batch)
        return 0;
    room = matching->batch - gathered(matching);
    if (taken && matching->seen * slice > room * taken)
        slice = room * taken / matching->seen;
    return (uint32_t)slice;
}

/* All candidates, slice by slice. */
static enum wirecopy_status verify_slices(struct matching *matching)
{
    struct sweep sweep = {take_parts, gather_near, matching, matching->pointers, 0, 1, matching->verifying->left_out->control, matching->slot_count};
    enum wirecopy_status status = WIRECOPY_OK;
    while (matching->first < matching->candidates->parts && status == WIRECOPY_OK) {
        uint64_t before = matching->seen, left;
        sweep.count = next_slice(matching);
        if (sweep.count == 0 && gathered(matching) > 0) {
            status = verify_gathered(matching);
            continue;
        }
        if (sweep.count == 0)
            sweep.count = 1;
        status = parallel_sweep(&sweep, matching->verifying->left_out->threads);
        matching->first += sweep.count;
        left = (matching->seen - before) * (matching->candidates->parts - matching->first) / sweep.count;
        if (status == WIRECOPY_OK)
            status = make_briefs(matching, left + gathered(matching));
    }
    return status == WIRECOPY_OK ? verify_gathered(matching) : status;
}

/* What stages keep in scratch makes way for so many bytes. */
static enum wirecopy_status make_way(const struct matching *matching, uint64_t bytes)
{
    const struct left_out *left_out = matching->verifying->left_out;
    const struct candidates *candidates = matching->candidates;
    uint64_t lacking;
    enum wirecopy_status status = candidates_use(candidates, bytes, &lacking);
    if (status == WIRECOPY_OK && lacking > 0 && candidates->glances)
        status = glances_make_way(candidates->glances, lacking);
    scratch_space_take(left_out->space, 0); /* what came back is the system's again */
    scratch_space_return(left_out->space, bytes);
    return status;
}

static enum wirecopy_status begin(struct matching *matching)
{
    const struct left_out *left_out = matching->verifying->left_out;
    uint64_t batch = left_out->memory_bytes / BATCH_SHARE / BYTES_A_PAIR;
    enum wirecopy_status status;
    matching->slot_count = left_out_slots(left_out);
    matching->batch = batch < BATCH_LEAST ? BATCH_LEAST : batch < UINT32_MAX / 2 ? (size_t)batch : UINT32_MAX / 2;
    matching->slots = memory_allocate_zero(matching->slot_count, sizeof *matching->slots);
    matching->pointers = memory_allocate(matching->slot_count, sizeof *matching->pointers);
    status = matching->slots && matching->pointers ? scratch_create(left_out->space, &matching->near) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = make_way(matching, left_out->groups->count * sizeof *matching->connected.above);
    if (status == WIRECOPY_OK)
        status = connected_init(&matching->connected, left_out->space, left_out->groups->count);
    for (uint32_t i = 0; i < matching->slot_count && status == WIRECOPY_OK; i++) {
        matching->pointers[i] = &matching->slots[i];
        status = verifier_create(matching->verifying, &matching->slots[i].verifier);
    }
    return status;
}

static void end(struct matching *matching)
{
    for (uint32_t i = 0; matching->slots && i < matching->slot_count; i++) {
        verifier_free(matching->slots[i].verifier);
        buffer_release(&matching->slots[i].room);
        buffer_release(&matching->slots[i].near);
        passage_room_release(&matching->slots[i].passage_room);
    }
    memory_free(matching->slots);
    memory_free(matching->pointers);
    connected_release(&matching->connected);
    scratch_free(matching->near);
}

enum wirecopy_status matching_run(struct matches *matches, const struct candidates *candidates, const struct verifying *verifying)
{
    struct matching matching = {.matches = matches, .candidates = candidates, .verifying = verifying};
    enum wirecopy_status status = begin(&matching);
    if (status == WIRECOPY_OK)
        status = verify_slices(&matching);
    end(&matching);
    return status;
}
