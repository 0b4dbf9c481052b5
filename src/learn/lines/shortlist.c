/* The lines that matter yet, one article behind the other in one scratch that is read from front to back. */
#include <string.h>

#include "base/parallel.h"
#include "learn/lines/rules.h"

/* Of what was kept at a time, so much is walked through together. */
enum { KEPT_A_PIECE = 8 };

/* Stands before an article's lines; a multiple of 8 bytes, as struct line is. */
struct heading {
    uint64_t first_line;
    uint32_t rank, line_count;
    uint32_t other_lines, other_words;
    uint64_t source;           /* as in shown_lines, as the next */
    uint32_t leader, reserved; /* reserved: 0 */
};

enum wirecopy_status shortlist_init(struct shortlist *shortlist, struct scratch_space *space)
{
    *shortlist = (struct shortlist){0};
    return scratch_create(space, &shortlist->scratch);
}

void shortlist_release(struct shortlist *shortlist)
{
    scratch_free(shortlist->scratch);
    buffer_release(&shortlist->starts);
    *shortlist = (struct shortlist){0};
}

enum wirecopy_status shortlist_pick(struct picked_lines *picked, uint32_t rank, const struct shown_lines *all, bool *any_out)
{
    struct heading heading = {.first_line = all->first_line, .rank = rank};
    struct line *lines;
    const struct left_out *left_out = picked->left_out;
    enum wirecopy_status status = buffer_reserve(&picked->lines, sizeof heading + all->count * sizeof *lines);
    *any_out = false;
    if (groups_size(left_out->groups, rank) == 1) {
        heading.leader = groups_leader(left_out->groups, rank);
        heading.source = left_out->articles->rows[heading.leader].source;
    }
    if (status != WIRECOPY_OK)
        return status;
    lines = (struct line *)(void *)(picked->lines.data + picked->lines.size + sizeof heading);
    for (size_t i = 0; i < all->count; i++) {
        const struct line *line = &all->lines[i];
        if (line_is_out(left_out, shown_number(all, i)) || picked->wants(picked->context, rank, line)) {
            lines[heading.line_count] = *line;
            lines[heading.line_count++].place = (uint32_t)i;
        } else {
            heading.other_lines++;
            heading.other_words += line->word_count;
        }
    }
    if (heading.line_count == 0)
        return WIRECOPY_OK;
    memcpy(picked->lines.data + picked->lines.size, &heading, sizeof heading);
    picked->lines.size += sizeof heading + heading.line_count * sizeof *lines;
    *any_out = true;
    return WIRECOPY_OK;
}

void shortlist_shown(const struct picked_lines *picked, size_t *at, uint32_t *rank_out, struct shown_lines *shown_out)
{
    struct heading heading;
    memcpy(&heading, picked->lines.data + *at, sizeof heading);
    *at += sizeof heading;
    *rank_out = heading.rank;
    *shown_out = (struct shown_lines){(const struct line *)(const void *)(picked->lines.data + *at),
                                      heading.line_count,
                                      true,
                                      heading.first_line,
                                      heading.other_lines,
                                      heading.other_words,
                                      heading.source,
                                      heading.leader};
    *at += heading.line_count * sizeof(struct line);
}

enum wirecopy_status shortlist_keep(struct shortlist *shortlist, const struct picked_lines *picked)
{
    uint64_t start = scratch_size(shortlist->scratch);
    enum wirecopy_status status = WIRECOPY_OK;
    if (picked->lines.size > 0)
        status = buffer_append(&shortlist->starts, &start, sizeof start);
    return status == WIRECOPY_OK ? scratch_append(shortlist->scratch, picked->lines.data, picked->lines.size) : status;
}

struct walk {
    const struct shortlist *shortlist;
    struct left_out *left_out;
    shortlist_visit *visit;
    left_out_visit *then;
    void *context;
};

struct slot {
    struct scratch_window window;
    struct left_out_counts counts;
};

static uint64_t start_of(const struct shortlist *shortlist, uint32_t kept)
{
    const uint64_t *starts = (const uint64_t *)(const void *)shortlist->starts.data;
    return kept < shortlist->starts.size / sizeof *starts ? starts[kept] : scratch_size(shortlist->scratch);
}

/* Shows what lies at an offset, which goes on to the next one. */
static enum wirecopy_status show_next(const struct shortlist *shortlist, struct scratch_window *window, uint64_t *at, uint32_t *rank_out,
                                      struct shown_lines *shown_out)
{
    struct heading heading;
    const void *view;
    enum wirecopy_status status = scratch_view_ahead(shortlist->scratch, *at, sizeof heading, window, &view);
    if (status != WIRECOPY_OK)
        return status;
    memcpy(&heading, view, sizeof heading);
    *at += sizeof heading;
    status = scratch_view_ahead(shortlist->scratch, *at, heading.line_count * sizeof(struct line), window, &view);
    *at += heading.line_count * sizeof(struct line);
    *rank_out = heading.rank;
    *shown_out = (struct shown_lines){view,           heading.line_count, true, heading.first_line, heading.other_lines, heading.other_words,
                                      heading.source, heading.leader};
    return status;
}

static enum wirecopy_status visit_kept(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct walk *walk = context;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->counts = (struct left_out_counts){0};
    for (uint64_t at = start_of(walk->shortlist, begin); walk->visit && at < start_of(walk->shortlist, end) && status == WIRECOPY_OK;) {
        struct shown_lines shown;
        uint32_t rank;
        status = show_next(walk->shortlist, &slot->window, &at, &rank, &shown);
        if (status == WIRECOPY_OK)
            walk->visit(walk->context, rank, &shown, &slot->counts);
    }
    return status;
}

static enum wirecopy_status go_on(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct walk *walk = context;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = WIRECOPY_OK;
    walk->left_out->counts.lines_taken_out += slot->counts.lines_taken_out;
    walk->left_out->counts.words_taken_out += slot->counts.words_taken_out;
    for (uint64_t at = start_of(walk->shortlist, begin); walk->then && at < start_of(walk->shortlist, end) && status == WIRECOPY_OK;) {
        struct shown_lines shown;
        uint32_t rank;
        status = show_next(walk->shortlist, &slot->window, &at, &rank, &shown);
        if (status == WIRECOPY_OK)
            status = walk->then(walk->context, rank, &shown);
    }
    return status;
}

enum wirecopy_status shortlist_walk(const struct shortlist *shortlist, struct left_out *left_out, shortlist_visit *visit, left_out_visit *then,
                                    void *context)
{
    struct walk walk = {shortlist, left_out, visit, then, context};
    uint32_t slot_count = left_out_slots(left_out);
    struct slot *slots = memory_allocate_zero(slot_count, sizeof *slots);
    void **pointers = memory_allocate(slot_count, sizeof *pointers);
    struct sweep sweep = {visit_kept,        go_on,     &walk, pointers, (uint32_t)(shortlist->starts.size / sizeof(uint64_t)), KEPT_A_PIECE,
                          left_out->control, slot_count};
    enum wirecopy_status status = slots && pointers ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++)
        pointers[i] = &slots[i];
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, left_out->threads);
    for (uint32_t i = 0; slots && i < slot_count; i++)
        scratch_window_release(&slots[i].window);
    memory_free(slots);
    memory_free(pointers);
    return status;
}
