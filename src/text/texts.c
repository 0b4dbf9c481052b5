/* Two scratches: one of lines, read often, one of words, read by those who need them; 8 bytes a text stay in memory. */
#include "text/texts.h"

#include <string.h>

/* Stands before a text's lines; a multiple of 8 bytes, as struct line is, so that all stay aligned. */
struct heading {
    uint64_t words_at, first_line;
    uint32_t line_count, word_count;
};

struct texts {
    struct scratch *lines, *words;
    uint64_t *lines_at;
    size_t count, capacity;
    uint64_t line_count;
};

enum wirecopy_status texts_create(struct scratch_space *space, uint64_t yields, struct texts **texts_out)
{
    struct texts *texts = memory_allocate_zero(1, sizeof *texts);
    enum wirecopy_status status;
    if (!texts)
        return WIRECOPY_NO_MEMORY;
    status = scratch_create(space, &texts->lines);
    if (status == WIRECOPY_OK)
        status = scratch_create(space, &texts->words);
    if (status != WIRECOPY_OK) {
        texts_free(texts);
        return status;
    }
    scratch_yield(texts->words, yields); /* lines are gone through many times, words seldom */
    *texts_out = texts;
    return WIRECOPY_OK;
}

void texts_free(struct texts *texts)
{
    if (!texts)
        return;
    scratch_free(texts->lines);
    scratch_free(texts->words);
    memory_free(texts->lines_at);
    memory_free(texts);
}

size_t texts_count(const struct texts *texts)
{
    return texts->count;
}

enum wirecopy_status texts_save(const struct texts *texts, struct saving *saving)
{
    enum wirecopy_status status = saving_put(saving, &texts->line_count, sizeof texts->line_count);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, texts->lines_at, texts->count * sizeof *texts->lines_at);
    if (status == WIRECOPY_OK)
        status = saving_put_scratch(saving, texts->lines);
    return status == WIRECOPY_OK ? saving_put_scratch(saving, texts->words) : status;
}

enum wirecopy_status texts_restore(struct saved *saved, struct scratch_space *space, struct texts **texts_out)
{
    struct texts *texts = memory_allocate_zero(1, sizeof *texts);
    enum wirecopy_status status;
    if (!texts)
        return WIRECOPY_NO_MEMORY;
    status = saved_take(saved, &texts->line_count, sizeof texts->line_count);
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *texts->lines_at, &texts->lines_at, &texts->count);
    if (status == WIRECOPY_OK)
        status = saved_take_scratch(saved, space, false, &texts->lines);
    if (status == WIRECOPY_OK)
        status = saved_take_scratch(saved, space, false, &texts->words);
    texts->capacity = texts->count;
    if (status == WIRECOPY_OK)
        *texts_out = texts;
    else
        texts_free(texts);
    return status;
}

enum wirecopy_status texts_add(struct texts *texts, const struct line *lines, size_t line_count, const uint32_t *words, size_t word_count)
{
    struct heading heading = {.words_at = scratch_size(texts->words),
                              .first_line = texts->line_count,
                              .line_count = (uint32_t)line_count,
                              .word_count = (uint32_t)word_count};
    enum wirecopy_status status = array_reserve(&texts->lines_at, &texts->capacity, texts->count + 1, sizeof *texts->lines_at);
    if (status != WIRECOPY_OK)
        return status;
    texts->lines_at[texts->count] = scratch_size(texts->lines);
    status = scratch_append(texts->lines, &heading, sizeof heading);
    if (status == WIRECOPY_OK)
        status = scratch_append(texts->lines, lines, line_count * sizeof *lines);
    if (status == WIRECOPY_OK)
        status = scratch_append(texts->words, words, word_count * sizeof *words);
    if (status != WIRECOPY_OK)
        return status;
    texts->count++;
    texts->line_count += line_count;
    return WIRECOPY_OK;
}

uint64_t texts_line_count(const struct texts *texts)
{
    return texts->line_count;
}

uint64_t texts_word_count(const struct texts *texts)
{
    return scratch_size(texts->words) / sizeof(uint32_t);
}

static enum wirecopy_status look(const struct scratch *scratch, uint64_t offset, size_t size, bool ahead, struct scratch_window *window,
                                 const void **shown)
{
    if (ahead)
        return scratch_view_ahead(scratch, offset, size, window, shown);
    window->end = 0; /* its room holds something else now */
    return scratch_view(scratch, offset, size, &window->room, shown);
}

/* Most texts have fewer lines than fit here with their heading. */
enum { GUESSED_BYTES = 1024 };

/* Shows the lines of a text that lies anywhere, with one read where they are few. */
static enum wirecopy_status show_lines(const struct texts *texts, uint64_t at, struct text_view *view, struct heading *heading)
{
    const void *shown;
    size_t size, whole;
    enum wirecopy_status status;
    if (view->ahead)
        status = look(texts->lines, at, size = sizeof *heading, true, &view->line_window, &shown);
    else
        status = scratch_view_guess(texts->lines, at, sizeof *heading, GUESSED_BYTES, &view->line_window.room, &shown, &size);
    if (status != WIRECOPY_OK)
        return status;
    memcpy(heading, shown, sizeof *heading);
    whole = sizeof *heading + heading->line_count * sizeof(struct line);
    if (whole > size)
        status = look(texts->lines, at, whole, view->ahead, &view->line_window, &shown);
    view->lines = (const struct line *)(const void *)((const char *)shown + sizeof *heading);
    return status;
}

static enum wirecopy_status show(const struct texts *texts, uint32_t number, struct text_view *view, bool words_too)
{
    struct heading heading;
    const void *shown;
    enum wirecopy_status status = show_lines(texts, texts->lines_at[number], view, &heading);
    if (status != WIRECOPY_OK)
        return status;
    view->line_count = heading.line_count;
    view->word_count = heading.word_count;
    view->first_line = heading.first_line;
    if (!words_too)
        return status;
    status = look(texts->words, heading.words_at, heading.word_count * sizeof(uint32_t), view->ahead, &view->word_window, &shown);
    view->words = shown;
    return status;
}

enum wirecopy_status texts_lines(const struct texts *texts, uint32_t number, struct text_view *view)
{
    return show(texts, number, view, false);
}

enum wirecopy_status texts_words(const struct texts *texts, uint32_t number, struct text_view *view)
{
    return show(texts, number, view, true);
}

void text_view_release(struct text_view *view)
{
    scratch_window_release(&view->line_window);
    scratch_window_release(&view->word_window);
    *view = (struct text_view){0};
}
