/* Candidates are verified piece by piece by all threads; the rows keep the order of the candidates. */
#include "cluster/matches.h"

#include <string.h>

#include "base/parallel.h"
#include "base/sort.h"

enum { PAIRS_A_PIECE = 1024 };

struct slot {
    struct verifier *verifier;
    uint32_t pairs[PAIRS_A_PIECE][2];
    struct match found[PAIRS_A_PIECE];
    size_t pair_count, found_count;
};

struct matching {
    struct matches *matches;
    struct candidates *candidates;
};

static enum wirecopy_status take_pairs(void *context, void *slot_pointer, bool *end)
{
    struct matching *matching = context;
    struct slot *slot = slot_pointer;
    slot->pair_count = 0;
    while (slot->pair_count < PAIRS_A_PIECE) {
        uint32_t *pair = slot->pairs[slot->pair_count];
        bool ended;
        enum wirecopy_status status = candidates_next(matching->candidates, &pair[0], &pair[1], &ended);
        if (status != WIRECOPY_OK)
            return status;
        if (ended)
            break;
        slot->pair_count++;
    }
    *end = slot->pair_count == 0;
    return WIRECOPY_OK;
}

static enum wirecopy_status verify_pairs(void *context, void *slot_pointer)
{
    struct slot *slot = slot_pointer;
    (void)context;
    slot->found_count = 0;
    for (size_t i = 0; i < slot->pair_count; i++) {
        struct match *match = &slot->found[slot->found_count];
        enum wirecopy_status status = verify_pair(slot->verifier, slot->pairs[i][0], slot->pairs[i][1], match);
        if (status != WIRECOPY_OK)
            return status;
        slot->found_count += match->verdict != VERDICT_APART;
    }
    return WIRECOPY_OK;
}

/* Numbers that sort from the strongest down: the bits of a double that is not negative sort as it does. */
static uint64_t strength_key(const struct match *match)
{
    double strength = match_strength(match);
    uint64_t bits;
    memcpy(&bits, &strength, sizeof bits);
    return ~bits;
}

static enum wirecopy_status put_matches(void *context, void *slot_pointer)
{
    struct matches *matches = ((struct matching *)context)->matches;
    const struct slot *slot = slot_pointer;
    enum wirecopy_status status = scratch_append(matches->rows, slot->found, slot->found_count * sizeof *slot->found);
    matches->candidates += slot->pair_count;
    for (size_t i = 0; i < slot->found_count && status == WIRECOPY_OK; i++) {
        bool template = slot->found[i].verdict == VERDICT_TEMPLATE;
        matches->templates += template;
        if (!template) /* equal strengths in order of row, which is that of (a, b) */
            status = sorter_add(matches->by_strength, strength_key(&slot->found[i]), matches->count);
        matches->count++;
    }
    return status;
}

enum wirecopy_status matches_init(struct matches *matches, struct candidates *candidates, const struct verifying *verifying)
{
    const struct left_out *left_out = verifying->left_out;
    struct matching matching = {matches, candidates};
    struct assembly_line line = {take_pairs, verify_pairs, put_matches, &matching, NULL, left_out->control};
    enum wirecopy_status status;
    *matches = (struct matches){0};
    line.slots = memory_allocate_zero(left_out->threads, sizeof *line.slots);
    status = line.slots ? scratch_create(left_out->space, &matches->rows) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = sorter_create(left_out->space, left_out->memory_bytes / 4, &matches->by_strength);
    for (uint32_t i = 0; i < left_out->threads && status == WIRECOPY_OK; i++) {
        struct slot *slot = line.slots[i] = memory_allocate_zero(1, sizeof *slot);
        status = slot ? verifier_create(verifying, &slot->verifier) : WIRECOPY_NO_MEMORY;
    }
    if (status == WIRECOPY_OK)
        status = parallel_run(&line, left_out->threads);
    if (status == WIRECOPY_OK)
        status = sorter_finish(matches->by_strength);
    for (uint32_t i = 0; line.slots && i < left_out->threads; i++) {
        struct slot *slot = line.slots[i];
        if (slot)
            verifier_free(slot->verifier);
        memory_free(slot);
    }
    memory_free(line.slots);
    if (status != WIRECOPY_OK)
        matches_release(matches);
    return status;
}

void matches_release(struct matches *matches)
{
    scratch_free(matches->rows);
    sorter_free(matches->by_strength);
    *matches = (struct matches){0};
}

enum wirecopy_status matches_row(const struct matches *matches, uint64_t row, struct match *match_out)
{
    return scratch_read(matches->rows, row * sizeof *match_out, match_out, sizeof *match_out);
}
