/* Candidates are verified part by part by all threads; the rows keep the order of the candidates. */
#include "cluster/matches.h"

#include <string.h>

#include "base/parallel.h"
#include "base/sort.h"
#include "match/passage.h"

struct slot {
    struct verifier *verifier;
    struct passage_room passage_room;
    struct buffer room, found, passages; /* the last two: struct match */
    uint64_t candidates;
};

struct matching {
    struct matches *matches;
    const struct candidates *candidates;
};

/* A pair that met by too few keys for a match may share a passage and is nothing else. */
static enum wirecopy_status verify_one(const struct matching *matching, struct slot *slot, uint64_t pair)
{
    uint32_t a = (uint32_t)((pair & ~PAIR_TOO_FEW) >> 32), b = (uint32_t)pair;
    bool few = pair & PAIR_TOO_FEW, passage = false;
    struct match match;
    enum wirecopy_status status = few                           ? verify_overlap(slot->verifier, a, b, &match)
                                  : matching->matches->passages ? verify_pair(slot->verifier, a, b, &match)
                                                                : verify_verdict(slot->verifier, a, b, &match);
    slot->candidates += !few;
    if (status != WIRECOPY_OK)
        return status;
    if (match.verdict != VERDICT_APART)
        return few ? WIRECOPY_OK : buffer_append(&slot->found, &match, sizeof match);
    if (matching->matches->passages)
        status = passage_shared(matching->candidates->sets, &slot->passage_room, &match, &passage);
    return passage ? buffer_append(&slot->passages, &match, sizeof match) : status;
}

static enum wirecopy_status verify_part(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct matching *matching = context;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->found.size = slot->passages.size = slot->candidates = 0;
    for (uint32_t part = begin; part < end && status == WIRECOPY_OK; part++) {
        const uint64_t *pairs;
        size_t count;
        status = candidates_part(matching->candidates, part, &slot->room, &pairs, &count);
        for (size_t i = 0; status == WIRECOPY_OK && i < count; i++)
            status = verify_one(matching, slot, pairs[i]);
    }
    return status;
}

/* Numbers that sort from the strongest down: the bits of a double that is not negative sort as it does. */
static uint64_t strength_key(const struct match *match)
{
    double strength = match_strength(match);
    uint64_t bits;
    memcpy(&bits, &strength, sizeof bits);
    return ~bits;
}

static enum wirecopy_status put_matches(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    struct matches *matches = ((struct matching *)context)->matches;
    const struct slot *slot = slot_pointer;
    const struct match *found = (const struct match *)(const void *)slot->found.data;
    enum wirecopy_status status = scratch_append(matches->rows, found, slot->found.size);
    (void)begin;
    (void)end;
    matches->candidates += slot->candidates;
    matches->passage_count += slot->passages.size / sizeof *found;
    if (status == WIRECOPY_OK && slot->passages.size > 0)
        status = scratch_append(matches->passages, slot->passages.data, slot->passages.size);
    for (size_t i = 0; i < slot->found.size / sizeof *found && status == WIRECOPY_OK; i++) {
        bool template = found[i].verdict == VERDICT_TEMPLATE;
        matches->templates += template;
        if (!template) /* equal strengths in order of row, which is that of (a, b) */
            status = sorter_add(matches->by_strength, strength_key(&found[i]), matches->count);
        matches->count++;
    }
    return status;
}

static enum wirecopy_status verify_all(struct matching *matching, const struct verifying *verifying)
{
    const struct left_out *left_out = verifying->left_out;
    struct slot *slots = memory_allocate_zero(left_out->threads, sizeof *slots);
    void **pointers = memory_allocate(left_out->threads, sizeof *pointers);
    struct sweep sweep = {verify_part, put_matches, matching, pointers, matching->candidates->parts, 1, left_out->control};
    enum wirecopy_status status = slots && pointers ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < left_out->threads && status == WIRECOPY_OK; i++) {
        pointers[i] = &slots[i];
        status = verifier_create(verifying, &slots[i].verifier);
    }
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, left_out->threads);
    for (uint32_t i = 0; slots && i < left_out->threads; i++) {
        verifier_free(slots[i].verifier);
        buffer_release(&slots[i].room);
        buffer_release(&slots[i].found);
        buffer_release(&slots[i].passages);
        passage_room_release(&slots[i].passage_room);
    }
    memory_free(slots);
    memory_free(pointers);
    return status;
}

enum wirecopy_status matches_init(struct matches *matches, const struct candidates *candidates, const struct verifying *verifying)
{
    const struct left_out *left_out = verifying->left_out;
    struct matching matching = {matches, candidates};
    enum wirecopy_status status;
    *matches = (struct matches){0};
    status = scratch_create(left_out->space, &matches->rows);
    if (status == WIRECOPY_OK && candidates->passages)
        status = scratch_create(left_out->space, &matches->passages);
    if (status == WIRECOPY_OK)
        status = sorter_create(left_out->space, left_out->memory_bytes / 4, &matches->by_strength);
    if (status == WIRECOPY_OK)
        status = verify_all(&matching, verifying);
    if (status == WIRECOPY_OK)
        status = sorter_finish(matches->by_strength);
    if (status != WIRECOPY_OK)
        matches_release(matches);
    return status;
}

void matches_release(struct matches *matches)
{
    scratch_free(matches->rows);
    scratch_free(matches->passages);
    sorter_free(matches->by_strength);
    *matches = (struct matches){0};
}

enum wirecopy_status matches_row(const struct matches *matches, uint64_t row, struct match *match_out)
{
    return scratch_read(matches->rows, row * sizeof *match_out, match_out, sizeof *match_out);
}

enum wirecopy_status matches_passage(const struct matches *matches, uint64_t row, struct match *match_out)
{
    return scratch_read(matches->passages, row * sizeof *match_out, match_out, sizeof *match_out);
}
