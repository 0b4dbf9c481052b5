/* The lines that matter yet, one article behind the other in one scratch that is read from front to back. */
#include <string.h>

#include "learn/rules.h"

/* Articles between two looks at whether to stop. */
enum { POLLED_EVERY = 4096 };

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
    *shortlist = (struct shortlist){0};
}

enum wirecopy_status shortlist_pick(struct picked *picked, uint32_t rank, const struct shown_lines *all, bool *any_out)
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

void shortlist_shown(const struct picked *picked, size_t *at, uint32_t *rank_out, struct shown_lines *shown_out)
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

enum wirecopy_status shortlist_keep(struct shortlist *shortlist, const struct picked *picked)
{
    return scratch_append(shortlist->scratch, picked->lines.data, picked->lines.size);
}

enum wirecopy_status shortlist_walk(const struct shortlist *shortlist, const struct left_out *left_out, left_out_visit *visit, void *context)
{
    struct scratch_window window = {0};
    uint64_t at = 0, size = scratch_size(shortlist->scratch);
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; at < size && status == WIRECOPY_OK; i++) {
        struct heading heading;
        struct shown_lines shown;
        const void *view;
        if (i % POLLED_EVERY == 0)
            status = control_poll(left_out->control);
        if (status == WIRECOPY_OK)
            status = scratch_view_ahead(shortlist->scratch, at, sizeof heading, &window, &view);
        if (status != WIRECOPY_OK)
            break;
        memcpy(&heading, view, sizeof heading);
        at += sizeof heading;
        status = scratch_view_ahead(shortlist->scratch, at, heading.line_count * sizeof *shown.lines, &window, &view);
        if (status != WIRECOPY_OK)
            break;
        shown = (struct shown_lines){view,           heading.line_count, true, heading.first_line, heading.other_lines, heading.other_words,
                                     heading.source, heading.leader};
        status = visit(context, heading.rank, &shown);
        at += heading.line_count * sizeof *shown.lines;
    }
    scratch_window_release(&window);
    return status;
}
