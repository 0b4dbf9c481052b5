/* Rows in order of (a, b), found by the pairs of a few of them; the order in which clusters are joined is a sort beside them. */
#include "cluster/quorum/matches.h"

#include <string.h>

#include "base/sort/sort.h"
#include "cluster/quorum/matching.h"

/* Numbers that sort from the strongest down: the bits of a double that is not negative sort as it does. */
static uint64_t strength_key(const struct match *match)
{
    double strength = match_strength(match);
    uint64_t bits;
    memcpy(&bits, &strength, sizeof bits);
    return ~bits;
}

double matches_strength(uint64_t key)
{
    double strength;
    key = ~key;
    memcpy(&strength, &key, sizeof strength);
    return strength;
}

static inline uint64_t pair_of(const struct match *row)
{
    return (uint64_t)row->a << 32 | row->b;
}

enum wirecopy_status matches_put(struct matches *matches, const struct match *found, size_t count)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        bool passage = found[i].verdict == VERDICT_APART, template = found[i].verdict == VERDICT_TEMPLATE;
        uint64_t pair = pair_of(&found[i]);
        status = scratch_append(passage ? matches->passages : matches->rows, &found[i], sizeof *found);
        matches->passage_count += passage;
        if (passage)
            continue;
        matches->templates += template;
        if (matches->count % MATCHES_A_STEP == 0 && status == WIRECOPY_OK)
            status = buffer_append(&matches->steps, &pair, sizeof pair);
        if (!template && status == WIRECOPY_OK)
            status = sorter_add(matches->by_strength, strength_key(&found[i]), pair);
        matches->count++;
    }
    return status;
}

enum wirecopy_status matches_init(struct matches *matches, const struct candidates *candidates, const struct verifying *verifying)
{
    const struct left_out *left_out = verifying->left_out;
    enum wirecopy_status status;
    *matches = (struct matches){0};
    status = scratch_create(left_out->space, &matches->rows);
    if (status == WIRECOPY_OK && candidates->passages)
        status = scratch_create(left_out->space, &matches->passages);
    if (status == WIRECOPY_OK)
        status = sorter_create(left_out->space, left_out->memory_bytes / 4, &matches->by_strength);
    if (status == WIRECOPY_OK)
        status = matching_run(matches, candidates, verifying);
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

/* Rows behind the one that was found last that are looked at before a search. */
enum { ROWS_NEAR = 6 };

/* Shows the rows of a step: where they lie, or read into its room. */
static enum wirecopy_status show_step(const struct matches *matches, uint64_t number, struct matches_step *step)
{
    uint64_t first = number * MATCHES_A_STEP, left = matches->count - first;
    size_t count = left < MATCHES_A_STEP ? (size_t)left : MATCHES_A_STEP;
    enum wirecopy_status status = WIRECOPY_OK;
    if (step->count > 0 && step->number == number)
        return WIRECOPY_OK;
    step->rows = (const struct match *)(const void *)scratch_in_place(matches->rows, first * sizeof *step->rows, count * sizeof *step->rows);
    if (!step->rows) {
        step->rows = step->room;
        status = scratch_read(matches->rows, first * sizeof *step->room, step->room, count * sizeof *step->room);
    }
    step->number = number;
    step->at = 0;
    step->count = status == WIRECOPY_OK ? count : 0;
    return status;
}

/*
 * Whether it is known from the row that was found last and the few behind it where the pair stands, if it does: who goes through the pairs of some groups
 * in order asks for one near the last. *row_out is NULL where it stands nowhere.
 */
static bool look_near(struct matches_step *step, uint64_t pair, const struct match **row_out)
{
    if (step->count == 0 || pair_of(&step->rows[step->at]) > pair)
        return false;
    for (size_t i = step->at; i < step->count && i < step->at + ROWS_NEAR; i++)
        if (pair_of(&step->rows[i]) >= pair) {
            step->at = i;
            *row_out = pair_of(&step->rows[i]) == pair ? &step->rows[i] : NULL;
            return true;
        }
    return false;
}

/* The last row of a step that is not after the pair, the first of which is not. */
static const struct match *look_within(struct matches_step *step, uint64_t pair)
{
    const struct match *row = step->rows;
    for (size_t left = step->count; left > 1;) {
        size_t half = left / 2;
        row += pair_of(&row[half]) <= pair ? half : 0;
        left -= half;
    }
    step->at = (size_t)(row - step->rows);
    return pair_of(row) == pair ? row : NULL;
}

enum wirecopy_status matches_look(const struct matches *matches, uint64_t pair, struct matches_step *step, struct match *match_out, bool *found)
{
    const uint64_t *steps = (const uint64_t *)(const void *)matches->steps.data;
    const struct match *row;
    uint64_t low = 0, high = matches->steps.size / sizeof *steps;
    *found = false;
    if (!look_near(step, pair, &row)) {
        enum wirecopy_status status;
        while (low < high) { /* the first step after the pair */
            uint64_t middle = low + (high - low) / 2;
            if (steps[middle] <= pair)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == 0)
            return WIRECOPY_OK;
        status = show_step(matches, low - 1, step);
        if (status != WIRECOPY_OK)
            return status;
        row = look_within(step, pair);
    }
    if (row) {
        *found = !match_has_no_numbers(row);
        *match_out = *row;
    }
    return WIRECOPY_OK;
}

enum wirecopy_status matches_find(const struct matches *matches, uint64_t pair, struct match *match_out)
{
    struct matches_step step;
    bool found;
    enum wirecopy_status status;
    step.count = 0;
    status = matches_look(matches, pair, &step, match_out, &found);
    return status == WIRECOPY_OK && !found ? status_fail(WIRECOPY_INTERNAL, "a match is not where it was") : status;
}
