/* One row a line and a group, in order of arrival. */
#include "learn/lines/holders.h"

#include "base/storage/scratch.h"

static enum wirecopy_status put(struct scratch *holders, uint64_t hash, uint32_t rank, bool masked)
{
    struct line_holder holder = {hash, rank, masked};
    return scratch_append(holders, &holder, sizeof holder);
}

enum wirecopy_status holders_note(struct scratch *holders, const struct rule_lines *lines, uint32_t rank, const struct shown_lines *shown)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < shown->count && status == WIRECOPY_OK; i++) {
        const struct line *line = &shown->lines[i];
        bool found = recurring_has_shown(lines->recurring, rank, shown, line->hash);
        for (size_t set = 0; set < lines->sets && !found; set++)
            found = hash_set_has(lines->strangers[set], line->hash);
        if (found)
            status = put(holders, line->hash, rank, false);
        if (status == WIRECOPY_OK && line->masked != line->hash && recurring_has_shown(lines->forms, rank, shown, line->masked))
            status = put(holders, line->masked, rank, true);
    }
    return status;
}

/* So many are looked at together. */
enum { HOLDERS_A_VIEW = 512 };

enum wirecopy_status holders_find(const struct scratch *holders, holders_ask *ask, const void *context, uint32_t groups, uint8_t *bits)
{
    struct scratch_window window = {0};
    uint64_t count = scratch_size(holders) / sizeof(struct line_holder);
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t at = 0, together; at < count && status == WIRECOPY_OK; at += together) {
        const void *view;
        const struct line_holder *shown;
        together = count - at < HOLDERS_A_VIEW ? count - at : HOLDERS_A_VIEW;
        status = scratch_view_ahead(holders, at * sizeof *shown, (size_t)together * sizeof *shown, &window, &view);
        shown = view;
        for (uint64_t i = 0; status == WIRECOPY_OK && i < together; i++) {
            if (shown[i].rank >= groups)
                status = status_fail(WIRECOPY_BAD_INPUT, "a saved line names an article that is not there");
            else if (ask(context, &shown[i]))
                bits[shown[i].rank / 8] |= (uint8_t)(1 << shown[i].rank % 8);
        }
    }
    scratch_window_release(&window);
    return status;
}
