/* An assembly line over pieces of a few articles, in order of arrival. Looking at lines asks the sieve, which is larger than the caches: two threads wait for it as one. */
#include "base/parallel.h"
#include "learn/lines/rules.h"

/* A piece is so many articles, or fewer where they are large: all that is picked of it is in memory. */
enum { ARTICLES_A_PIECE = 64, PIECE_BYTES = 1 << 18 };

uint32_t piece_end(const struct left_out *left_out, uint32_t begin)
{
    uint32_t end = begin;
    uint64_t bytes = 0;
    while (end < left_out->articles->count && end - begin < ARTICLES_A_PIECE && bytes < PIECE_BYTES)
        bytes += texts_bytes(left_out->texts, end++);
    return end;
}

enum wirecopy_status piece_begin(const struct left_out *left_out, uint32_t end, struct text_view *view)
{
    return left_out->threads > 1 ? texts_lines_until(left_out->texts, end, view) : WIRECOPY_OK;
}

/* Lines of an article are picked while those of the next one are on their way, for which they are copied, but for those of so very many. */
enum { HELD_LINES_MOST = 1024 };

struct slot {
    uint32_t begin, end;
    struct text_view view;
    struct buffer lines; /* struct line, of the article that is held */
    struct shown_lines held;
    uint32_t held_rank;
    struct picked_lines picked;
    struct buffer openings; /* struct opening, of each article of which lines were picked */
};

struct walk {
    const struct left_out *left_out;
    const struct picking *picking;
    uint32_t next;
};

static enum wirecopy_status take_piece(void *context, void *slot_pointer, bool *end)
{
    struct walk *walk = context;
    struct slot *slot = slot_pointer;
    slot->begin = walk->next;
    slot->end = walk->next = piece_end(walk->left_out, slot->begin);
    *end = slot->begin == slot->end;
    return WIRECOPY_OK;
}

static enum wirecopy_status pick_of(struct slot *slot, uint32_t rank, const struct shown_lines *shown)
{
    bool any = false;
    struct opening opening;
    enum wirecopy_status status = shortlist_pick(&slot->picked, rank, shown, &any);
    if (status != WIRECOPY_OK || !any)
        return status;
    opening = opening_of(slot->picked.left_out, shown);
    return buffer_append(&slot->openings, &opening, sizeof opening);
}

static enum wirecopy_status pick_held(struct slot *slot)
{
    enum wirecopy_status status = slot->held.count > 0 ? pick_of(slot, slot->held_rank, &slot->held) : WIRECOPY_OK;
    slot->held.count = 0;
    return status;
}

/* Picks of the article before, and of this one later. */
static enum wirecopy_status pick_soon(struct slot *slot, uint32_t rank, const struct shown_lines *shown)
{
    enum wirecopy_status status = pick_held(slot);
    if (status != WIRECOPY_OK || shown->count > HELD_LINES_MOST)
        return status == WIRECOPY_OK ? pick_of(slot, rank, shown) : status;
    slot->lines.size = 0;
    status = buffer_append(&slot->lines, shown->lines, shown->count * sizeof *shown->lines);
    if (status != WIRECOPY_OK)
        return status;
    slot->held = *shown;
    slot->held.lines = (const struct line *)(const void *)slot->lines.data;
    slot->held_rank = rank;
    return WIRECOPY_OK;
}

static enum wirecopy_status pick(void *context, void *slot_pointer)
{
    const struct walk *walk = context;
    const struct left_out *left_out = walk->left_out;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = piece_begin(left_out, slot->end, &slot->view);
    slot->picked.lines.size = slot->openings.size = slot->held.count = 0;
    for (uint32_t number = slot->begin; number < slot->end && status == WIRECOPY_OK; number++) {
        struct shown_lines shown;
        uint32_t rank;
        if (!groups_leads(left_out->groups, number, (uint32_t)left_out->articles->count, &rank))
            continue;
        status = left_out_lines(left_out, number, &slot->view);
        if (status != WIRECOPY_OK)
            break;
        shown = (struct shown_lines){slot->view.lines, slot->view.line_count, false, slot->view.first_line, 0, 0, 0, 0};
        walk->picking->bring_near(walk->picking->context, &shown);
        status = pick_soon(slot, rank, &shown);
    }
    return status == WIRECOPY_OK ? pick_held(slot) : status;
}

static enum wirecopy_status visit(void *context, void *slot_pointer)
{
    const struct picking *picking = ((struct walk *)context)->picking;
    const struct slot *slot = slot_pointer;
    const struct opening *opening = (const struct opening *)(const void *)slot->openings.data;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t at = 0; at < slot->picked.lines.size && status == WIRECOPY_OK; opening++) {
        struct shown_lines shown;
        uint32_t rank;
        shortlist_shown(&slot->picked, &at, &rank, &shown);
        status = picking->visit(picking->context, rank, &shown, opening);
    }
    return status == WIRECOPY_OK ? shortlist_keep(picking->shortlist, &slot->picked) : status;
}

enum wirecopy_status pick_lines(const struct left_out *left_out, const struct picking *picking)
{
    struct walk walk = {left_out, picking, 0};
    uint32_t slot_count = left_out_slots(left_out);
    struct slot *slots = memory_allocate_zero(slot_count, sizeof *slots);
    struct assembly_line line = {take_piece, pick, visit, &walk, memory_allocate(slot_count, sizeof *line.slots), left_out->control, slot_count};
    enum wirecopy_status status = slots && line.slots ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++) {
        line.slots[i] = &slots[i];
        slots[i].view.ahead = true;
        slots[i].picked = (struct picked_lines){.left_out = left_out, .wants = picking->wants, .context = picking->context};
    }
    if (status == WIRECOPY_OK)
        status = parallel_run(&line, left_out->threads);
    for (uint32_t i = 0; slots && i < slot_count; i++) {
        text_view_release(&slots[i].view);
        buffer_release(&slots[i].lines);
        buffer_release(&slots[i].picked.lines);
        buffer_release(&slots[i].openings);
    }
    memory_free(slots);
    memory_free(line.slots);
    return status;
}
