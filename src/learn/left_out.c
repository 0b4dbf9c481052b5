/* What is out, and what remains: lines, words, and a walk over the lines of all groups. */
#include "learn/left_out.h"

#include <string.h>

#include "base/parallel.h"

/* Articles between two looks at whether to stop: well under a second's work. */
enum { POLLED_EVERY = 1024 };

/* Buffers of so much are as much for twice as many slots as threads. */
enum { MANY_SLOTS_BYTES = 1 << 23 };

uint32_t left_out_slots(const struct left_out *left_out)
{
    return left_out->memory_bytes < MANY_SLOTS_BYTES ? left_out->threads : parallel_slots(left_out->threads);
}

/*
 * What stays in memory of each article: its row, where its text is, its group and what is counted of its keys; and here a byte, and a bit a line.
 * What of it goes beyond what an allowance has beside it is scratch's.
 */
enum { KEPT_BYTES_AN_ARTICLE = 40 + 8 + 12 + 4 + 1, ALLOWED_BYTES_AN_ARTICLE = 64 };

enum wirecopy_status left_out_use(const struct left_out *left_out, uint64_t bytes)
{
    uint64_t lacking = scratch_space_take(left_out->space, bytes);
    enum wirecopy_status status = lacking > 0 ? texts_spill(left_out->texts, lacking) : WIRECOPY_OK;
    struct scratch *others[] = {left_out->articles->meta, left_out->inklings};
    for (size_t i = 0; i < sizeof others / sizeof *others && status == WIRECOPY_OK; i++) {
        lacking = scratch_space_take(left_out->space, 0);
        if (lacking > 0 && others[i])
            status = scratch_spill(others[i], lacking);
    }
    scratch_space_take(left_out->space, 0); /* what came back is the system's again */
    return status;
}

enum wirecopy_status left_out_init(struct left_out *left_out)
{
    enum wirecopy_status status;
    left_out->removed = memory_allocate_zero(texts_line_count(left_out->texts) / 8 + 1, 1);
    left_out->flags = memory_allocate_zero(left_out->groups->count, 1);
    left_out->counts = (struct left_out_counts){0};
    if (!left_out->removed || !left_out->flags) {
        left_out_release(left_out);
        return WIRECOPY_NO_MEMORY;
    }
    left_out->used = left_out->articles->count * (KEPT_BYTES_AN_ARTICLE - ALLOWED_BYTES_AN_ARTICLE) + texts_line_count(left_out->texts) / 8;
    status = left_out_use(left_out, left_out->used);
    if (status != WIRECOPY_OK)
        left_out_release(left_out);
    return status;
}

void left_out_drop_inklings(struct left_out *left_out)
{
    scratch_free(left_out->inklings);
    left_out->inklings = NULL;
}

void left_out_release(struct left_out *left_out)
{
    memory_free(left_out->removed);
    memory_free(left_out->flags);
    if (left_out->space)
        scratch_space_return(left_out->space, left_out->used);
    left_out->used = 0;
    hash_set_release(&left_out->built_in_rule);
    hash_set_release(&left_out->recurring_rule);
    left_out->removed = left_out->flags = NULL;
    left_out_drop_inklings(left_out);
}

void left_out_forget(struct left_out *left_out)
{
    memset(left_out->removed, 0, texts_line_count(left_out->texts) / 8 + 1);
    memset(left_out->flags, 0, left_out->groups->count);
    left_out->counts = (struct left_out_counts){0};
}

enum wirecopy_status left_out_next_words(const struct left_out *left_out, struct staying_lines *staying, size_t most, const uint32_t **words_out,
                                         size_t *count_out)
{
    struct text_lines *lines = &staying->lines;
    while (staying->ahead < most) {
        if (lines->at_hand == 0) {
            enum wirecopy_status status = text_lines_more(left_out->texts, lines);
            if (status != WIRECOPY_OK)
                return status;
            if (lines->at_hand == 0)
                break;
        }
        if (!line_is_out(left_out, lines->line))
            staying->ahead += *lines->words;
        else if (staying->ahead > 0)
            break;
        else
            text_lines_over(lines, *lines->words);
        text_lines_step(lines);
    }
    *count_out = staying->ahead < most ? (size_t)staying->ahead : most;
    staying->ahead -= *count_out;
    return *count_out > 0 ? text_lines_words(left_out->texts, lines, *count_out, words_out) : WIRECOPY_OK;
}

/* Lines that stay side by side: the one behind them, and which of the text's words are theirs. */
struct staying {
    size_t line, begin, end;
};

/* Goes on to the next such lines; false where there are none. Lines of no words are none. */
static bool next_staying(const struct left_out *left_out, const struct text_view *view, struct staying *s)
{
    do {
        for (; s->line < view->line_count && line_is_out(left_out, view->first_line + s->line); s->line++)
            s->end += view->line_words[s->line];
        s->begin = s->end;
        for (; s->line < view->line_count && !line_is_out(left_out, view->first_line + s->line); s->line++)
            s->end += view->line_words[s->line];
    } while (s->begin == s->end && s->line < view->line_count);
    return s->begin < s->end;
}

enum wirecopy_status left_out_words(const struct left_out *left_out, uint32_t rank, struct text_view *view, struct buffer *room,
                                    const uint32_t **words_out, size_t *count_out)
{
    struct staying s = {0, 0, 0};
    enum wirecopy_status status = texts_words(left_out->texts, groups_text(left_out->groups, rank), view);
    if (status != WIRECOPY_OK)
        return status;
    next_staying(left_out, view, &s);
    view->left = view->words + s.begin; /* side by side they stand as they are */
    *count_out = s.end - s.begin;
    if (s.line < view->line_count) {
        room->size = 0;
        status = buffer_reserve(room, (view->word_count + 1) * sizeof *view->words);
        while (status == WIRECOPY_OK && s.begin < s.end) {
            memcpy(room->data + room->size, view->words + s.begin, (s.end - s.begin) * sizeof *view->words);
            room->size += (s.end - s.begin) * sizeof *view->words;
            next_staying(left_out, view, &s);
        }
        view->left = (const uint32_t *)(const void *)room->data;
        *count_out = room->size / sizeof *view->words;
    }
    *words_out = view->left;
    return status;
}

enum wirecopy_status left_out_lines(const struct left_out *left_out, uint32_t number, struct text_view *view)
{
    bool large = texts_bytes(left_out->texts, number) >= OUTSIZED_BYTES;
    const char *before = large ? memory_outsized(scratch_space_directory(left_out->space)) : NULL;
    enum wirecopy_status status = texts_lines(left_out->texts, number, view);
    if (large)
        memory_outsized(before);
    return status;
}

enum wirecopy_status left_out_walk(const struct left_out *left_out, left_out_visit *visit, void *context)
{
    struct text_view view = {.ahead = true};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t number = 0; number < left_out->articles->count && status == WIRECOPY_OK; number++) {
        uint32_t rank;
        if (!groups_leads(left_out->groups, number, (uint32_t)left_out->articles->count, &rank))
            continue;
        if (number % POLLED_EVERY == 0)
            status = control_poll(left_out->control);
        if (status == WIRECOPY_OK)
            status = left_out_lines(left_out, number, &view);
        if (status == WIRECOPY_OK)
            status = visit(context, rank, &(struct shown_lines){view.lines, view.line_count, false, view.first_line, 0, 0, 0, 0});
    }
    text_view_release(&view);
    return status;
}

void left_out_note_cut(struct left_out *left_out, uint32_t rank, const struct shown_lines *shown)
{
    uint64_t words = shown->other_words, lost = 0;
    for (size_t i = 0; i < shown->count; i++) {
        words += shown->lines[i].word_count;
        if (line_is_out(left_out, shown_number(shown, i)))
            lost += shown->lines[i].word_count + left_out->shingling.words - 1; /* and as many new shingles, of words that stood on both sides */
    }
    if (8 * lost > words)
        left_out->flags[rank] |= GROUP_CUT;
}
