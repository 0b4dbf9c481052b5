/* Runs the rules in their order and shows what remains. */
#include "learn/left_out.h"

#include <string.h>

#include "learn/rules.h"

/* Articles between two looks at whether to stop: well under a second's work. */
enum { POLLED_EVERY = 1024 };

enum wirecopy_status left_out_init(struct left_out *left_out)
{
    left_out->removed = memory_allocate_zero(texts_line_count(left_out->texts) / 8 + 1, 1);
    left_out->flags = memory_allocate_zero(left_out->groups->count, 1);
    left_out->counts = (struct left_out_counts){0};
    if (left_out->removed && left_out->flags)
        return WIRECOPY_OK;
    left_out_release(left_out);
    return WIRECOPY_NO_MEMORY;
}

void left_out_release(struct left_out *left_out)
{
    memory_free(left_out->removed);
    memory_free(left_out->flags);
    left_out->removed = left_out->flags = NULL;
}

enum wirecopy_status left_out_words(const struct left_out *left_out, uint32_t rank, struct text_view *view, struct buffer *room,
                                    const uint32_t **words_out, size_t *count_out)
{
    const uint32_t *from;
    bool all = true;
    enum wirecopy_status status = texts_words(left_out->texts, groups_leader(left_out->groups, rank), view);
    if (status != WIRECOPY_OK)
        return status;
    for (size_t i = 0; i < view->line_count && all; i++)
        all = !line_is_out(left_out, view->first_line + i);
    if (all) {
        *words_out = view->words;
        *count_out = view->word_count;
        return WIRECOPY_OK;
    }
    room->size = 0;
    status = buffer_reserve(room, (view->word_count + 1) * sizeof *from);
    if (status != WIRECOPY_OK)
        return status;
    from = view->words;
    for (size_t i = 0; i < view->line_count; i++) {
        size_t bytes = view->lines[i].word_count * sizeof *from;
        if (!line_is_out(left_out, view->first_line + i)) {
            memcpy(room->data + room->size, from, bytes);
            room->size += bytes;
        }
        from += view->lines[i].word_count;
    }
    *words_out = (const uint32_t *)(const void *)room->data;
    *count_out = room->size / sizeof *from;
    return WIRECOPY_OK;
}

enum wirecopy_status left_out_walk(const struct left_out *left_out, left_out_visit *visit, void *context)
{
    struct text_view view = {.ahead = true};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t number = 0; number < left_out->articles->count && status == WIRECOPY_OK; number++) {
        uint32_t rank = left_out->groups->rank_of[number];
        if (rank == UINT32_MAX || groups_leader(left_out->groups, rank) != number)
            continue;
        if (number % POLLED_EVERY == 0)
            status = control_poll(left_out->control);
        if (status == WIRECOPY_OK)
            status = texts_lines(left_out->texts, number, &view);
        if (status == WIRECOPY_OK)
            status = visit(context, rank, &view);
    }
    text_view_release(&view);
    return status;
}

/* Counts what went and finds the groups of which nothing is left. */
static enum wirecopy_status count_one(void *context, uint32_t rank, const struct text_view *view)
{
    struct left_out *left_out = context;
    size_t out = 0;
    for (size_t i = 0; i < view->line_count; i++)
        if (line_is_out(left_out, view->first_line + i)) {
            out++;
            left_out->counts.words_taken_out += view->lines[i].word_count;
        }
    left_out->counts.lines_taken_out += out;
    if (out > 0 && out == view->line_count)
        left_out->flags[rank] |= GROUP_FURNITURE_ONLY;
    if (left_out->flags[rank] & GROUP_PROTECTED)
        left_out->counts.protected_groups++;
    if (left_out->flags[rank] & GROUP_FORM)
        left_out->counts.form_groups++;
    return WIRECOPY_OK;
}

enum wirecopy_status left_out_learn(struct left_out *left_out, bool built_in)
{
    struct calendar calendar = {0};
    struct strangers_memory memory = {0};
    enum wirecopy_status status = built_in ? built_in_take_out(left_out) : WIRECOPY_OK;
    if (status == WIRECOPY_OK)
        status = calendar_init(&calendar, left_out);
    /*
     * The recurring rule runs once although there are two rounds: it takes a line from every article of the outlet, and
     * what strangers lose only makes days fewer, so a second run finds nothing.
     */
    if (status == WIRECOPY_OK)
        status = recurring_take_out(left_out, &calendar);
    for (unsigned round = 0; round < 2 && status == WIRECOPY_OK; round++)
        status = strangers_take_out(left_out, &memory);
    if (status == WIRECOPY_OK)
        status = forms_mark(left_out, &calendar);
    if (status == WIRECOPY_OK)
        status = left_out_walk(left_out, count_one, left_out);
    calendar_release(&calendar);
    strangers_memory_release(&memory);
    return status;
}
