/* Candidates are verified part by part by all threads; the rows keep the order of the candidates. */
#include "cluster/matches.h"

#include <string.h>

#include "base/parallel.h"
#include "base/sort.h"
#include "match/briefs.h"
#include "match/passage.h"

struct slot {
    struct verifier *verifier;
    struct passage_room passage_room;
    struct buffer room, found, passages; /* the last two: struct match */
    struct buffer near;                  /* uint64_t: the pairs of a part that have to be verified */
    uint64_t candidates, looked;         /* looked: those that were verified */
};

struct matching {
    struct matches *matches;
    const struct candidates *candidates;
    uint32_t first;      /* part of the slice at hand */
    uint64_t looked;     /* pairs that were verified so far */
    bool texts_are_read; /* of most pairs: they are not known */
};

/* Pairs from the one at hand to the one that is brought near. */
enum { PAIRS_AHEAD = 2 };

/* Rows that are searched for one: 3 KiB cost little more to read than one row. */
enum { ROWS_A_STEP = 128 };

/*
 * Parts are verified in so many slices: after the first it is asked whether briefs pay for what is left, and again whenever twice as many are
 * done. Threads wait there for each other.
 */
enum { SLICES = 64 };

/* A brief costs some two sets that are made. */
enum { PAIRS_A_BRIEF = 2 };

/* Briefs are written to a file and read again: beyond so many times what stages have for their buffers that costs more than it spares. */
enum { MOST_BUFFERS = 256 };

/* A pair that met by too few keys for a match may share a passage and is nothing else. */
static enum wirecopy_status verify_one(const struct matching *matching, struct slot *slot, uint64_t pair)
{
    uint32_t a = (uint32_t)((pair & ~PAIR_TOO_FEW) >> 32), b = (uint32_t)pair;
    bool few = pair & PAIR_TOO_FEW, passage = false;
    struct match match;
    enum wirecopy_status status = few                           ? verify_overlap(slot->verifier, a, b, &match)
                                  : matching->matches->passages ? verify_pair(slot->verifier, a, b, &match)
                                                                : verify_verdict(slot->verifier, a, b, &match);
    slot->looked += !few;
    if (status != WIRECOPY_OK)
        return status;
    if (match.verdict != VERDICT_APART)
        return few ? WIRECOPY_OK : buffer_append(&slot->found, &match, sizeof match);
    if (matching->matches->passages)
        status = passage_shared(matching->candidates->sets, &slot->passage_room, &match, &passage);
    return passage ? buffer_append(&slot->passages, &match, sizeof match) : status;
}

/*
 * Brings near what is looked at of the larger rank of a pair further on, which mostly is looked at for the first time: of one beyond it where
 * its text lies, of those beyond that what says which text it is.
 */
static void bring_near(const struct matching *matching, const struct slot *slot, const uint64_t *pairs, size_t count)
{
    const struct left_out *left_out = matching->candidates->sets->left_out;
    const struct groups *groups = left_out->groups;
    if (count <= PAIRS_AHEAD || verify_prefetch(slot->verifier, (uint32_t)pairs[PAIRS_AHEAD]))
        return;
    if (count > 4 * PAIRS_AHEAD) {
        __builtin_prefetch(&groups->first[(uint32_t)pairs[4 * PAIRS_AHEAD]]);
        __builtin_prefetch(&groups->members[groups->first[(uint32_t)pairs[3 * PAIRS_AHEAD]]]);
        texts_prefetch_place(left_out->texts, groups_text(groups, (uint32_t)pairs[2 * PAIRS_AHEAD]));
    }
    texts_prefetch(left_out->texts, groups_text(groups, (uint32_t)pairs[PAIRS_AHEAD]));
}

/* The pairs of a part, without those that are apart at a glance, where nothing else is asked of these. */
static enum wirecopy_status take_part(const struct matching *matching, struct slot *slot, uint32_t part, const uint64_t **pairs_out,
                                      size_t *count_out)
{
    enum wirecopy_status status = candidates_part(matching->candidates, part, &slot->room, pairs_out, count_out);
    if (status != WIRECOPY_OK || matching->matches->passages)
        return status;
    slot->candidates += *count_out;
    slot->near.size = 0;
    status = buffer_append(&slot->near, *pairs_out, *count_out * sizeof **pairs_out);
    *pairs_out = (const uint64_t *)(const void *)slot->near.data;
    return status == WIRECOPY_OK ? verify_keep_near(slot->verifier, (uint64_t *)(void *)slot->near.data, count_out) : status;
}

static enum wirecopy_status verify_part(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct matching *matching = context;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->found.size = slot->passages.size = slot->candidates = slot->looked = 0;
    for (uint32_t part = matching->first + begin; part < matching->first + end && status == WIRECOPY_OK; part++) {
        const uint64_t *pairs;
        size_t count;
        status = take_part(matching, slot, part, &pairs, &count);
        for (size_t i = 0; status == WIRECOPY_OK && i < count; i++) {
            if (matching->texts_are_read)
                bring_near(matching, slot, pairs + i, count - i);
            status = verify_one(matching, slot, pairs[i]);
        }
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
    matches->candidates += matches->passages ? slot->looked : slot->candidates;
    ((struct matching *)context)->looked += slot->looked;
    matches->passage_count += slot->passages.size / sizeof *found;
    if (status == WIRECOPY_OK && slot->passages.size > 0)
        status = scratch_append(matches->passages, slot->passages.data, slot->passages.size);
    for (size_t i = 0; i < slot->found.size / sizeof *found && status == WIRECOPY_OK; i++) {
        bool template = found[i].verdict == VERDICT_TEMPLATE;
        uint64_t pair = (uint64_t)found[i].a << 32 | found[i].b;
        matches->templates += template;
        if (matches->count % ROWS_A_STEP == 0)
            status = buffer_append(&matches->steps, &pair, sizeof pair);
        if (!template && status == WIRECOPY_OK)
            status = sorter_add(matches->by_strength, strength_key(&found[i]), pair);
        matches->count++;
    }
    return status;
}

/* Makes briefs where so many of the pairs that were seen as a slice had are to come, and their likeness is not known yet. */
static enum wirecopy_status make_briefs(const struct matching *matching, const struct verifying *verifying, uint64_t in_slice, uint32_t slices_left)
{
    uint64_t bytes;
    enum wirecopy_status status;
    if (!verifying->briefs || verifying->likeness || briefs_are_made(verifying->briefs) ||
        in_slice * slices_left < (uint64_t)PAIRS_A_BRIEF * verifying->sets->count)
        return WIRECOPY_OK;
    bytes = briefs_bytes(matching->candidates->sets);
    if (bytes > MOST_BUFFERS * verifying->left_out->memory_bytes)
        return WIRECOPY_OK;
    if (matching->candidates->glances) /* where briefs are made nobody glances */
        glances_drop(matching->candidates->glances);
    status = texts_make_way(verifying->left_out->texts, bytes); /* briefs have words too; pairs are read once, part by part */
    if (status == WIRECOPY_OK && matching->candidates->pairs.scratch)
        status = scratch_make_way(matching->candidates->pairs.scratch, bytes);
    return status == WIRECOPY_OK ? briefs_make(verifying->briefs, matching->candidates->sets) : status;
}

/* All slices, one after the other. */
static enum wirecopy_status verify_slices(struct matching *matching, struct sweep *sweep, const struct verifying *verifying)
{
    uint64_t parts = matching->candidates->parts;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t slice = 0, end; slice < SLICES && status == WIRECOPY_OK; slice = end) {
        uint64_t before = matching->looked;
        end = slice ? 2 * slice : 1;
        matching->first = (uint32_t)(parts * slice / SLICES);
        sweep->count = (uint32_t)(parts * end / SLICES) - matching->first;
        status = parallel_sweep(sweep, verifying->left_out->threads);
        if (status == WIRECOPY_OK)
            status = make_briefs(matching, verifying, (matching->looked - before) / (end - slice), SLICES - end);
    }
    return status;
}

static enum wirecopy_status verify_all(struct matching *matching, const struct verifying *verifying)
{
    const struct left_out *left_out = verifying->left_out;
    uint32_t slot_count = parallel_slots(left_out->threads);
    struct slot *slots = memory_allocate_zero(slot_count, sizeof *slots);
    void **pointers = memory_allocate(slot_count, sizeof *pointers);
    struct sweep sweep = {verify_part, put_matches, matching, pointers, 0, 1, left_out->control, slot_count};
    enum wirecopy_status status = slots && pointers ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++) {
        pointers[i] = &slots[i];
        status = verifier_create(verifying, &slots[i].verifier);
    }
    if (status == WIRECOPY_OK)
        status = verify_slices(matching, &sweep, verifying);
    for (uint32_t i = 0; slots && i < slot_count; i++) {
        verifier_free(slots[i].verifier);
        buffer_release(&slots[i].room);
        buffer_release(&slots[i].near);
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
    struct matching matching = {.matches = matches, .candidates = candidates, .texts_are_read = !verifying->likeness};
    enum wirecopy_status status;
    *matches = (struct matches){0};
    status = scratch_create(left_out->space, &matches->rows);
    if (status == WIRECOPY_OK && candidates->passages)
        status = scratch_create(left_out->space, &matches->passages);
    if (status == WIRECOPY_OK)
        status = sorter_create(left_out->space, left_out->memory_bytes / 4, &matches->by_strength);
    if (status == WIRECOPY_OK)
        status = verify_all(&matching, verifying);
    if (status == WIRECOPY_OK && candidates->glances)
        status = glances_narrow(candidates->glances);
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
    buffer_release(&matches->steps);
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

enum wirecopy_status matches_row_ahead(const struct matches *matches, uint64_t row, struct scratch_window *window, struct match *match_out)
{
    const void *view;
    enum wirecopy_status status = scratch_view_ahead(matches->rows, row * sizeof *match_out, sizeof *match_out, window, &view);
    if (status == WIRECOPY_OK)
        memcpy(match_out, view, sizeof *match_out);
    return status;
}

enum wirecopy_status matches_look(const struct matches *matches, uint64_t pair, struct match *match_out, bool *found)
{
    const uint64_t *steps = (const uint64_t *)(const void *)matches->steps.data;
    uint64_t low = 0, high = matches->steps.size / sizeof *steps, rows;
    struct match step[ROWS_A_STEP];
    enum wirecopy_status status;
    *found = false;
    while (low < high) { /* the first step after the pair */
        uint64_t middle = low + (high - low) / 2;
        if (steps[middle] <= pair)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return WIRECOPY_OK;
    low = (low - 1) * ROWS_A_STEP;
    rows = matches->count - low < ROWS_A_STEP ? matches->count - low : ROWS_A_STEP;
    status = scratch_read(matches->rows, low * sizeof *step, step, rows * sizeof *step);
    for (uint64_t i = 0; i < rows && status == WIRECOPY_OK && !*found; i++) {
        *found = ((uint64_t)step[i].a << 32 | step[i].b) == pair;
        if (*found)
            *match_out = step[i];
    }
    return status;
}

enum wirecopy_status matches_find(const struct matches *matches, uint64_t pair, struct match *match_out)
{
    bool found;
    enum wirecopy_status status = matches_look(matches, pair, match_out, &found);
    return status == WIRECOPY_OK && !found ? status_fail(WIRECOPY_INTERNAL, "a match is not where it was") : status;
}
