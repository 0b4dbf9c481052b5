/*
 * Two scratches: one of lines, which are gone through from the first to the last, one of words, of which each text is asked for here
 * and there: so it has all that is needed to leave lines out, and 8 bytes a text that say where it is stay in memory.
 */
#include "text/texts.h"

#include <string.h>

#include "text/packed_lines.h"

/* Stands before the blocks of a text's lines. */
struct line_heading {
    uint64_t first_line;
    uint64_t bytes; /* of the blocks */
    uint32_t line_count, reserved;
};

/* Stands before how many words each line has, and the words. */
struct heading {
    uint64_t first_line;
    uint64_t lines_at; /* where its lines' heading is */
    uint32_t line_count, word_count;
};

/* Of these so many bytes are not counted as words: who tells what is long counts the others with them. */
enum { UNCOUNTED_BYTES = 8 };

/* Words of which so small a share is in memory go to the file, all of them. */
enum { SETTLED_TIMES = 4 };

struct texts {
    struct scratch *lines, *words;
    uint64_t *words_at;
    size_t count, capacity;
    uint64_t line_count, word_count;
    uint64_t most_bytes; /* of one text's words, and what stands before them */
};

enum wirecopy_status texts_create(struct scratch_space *space, uint64_t memory_bytes, struct texts **texts_out)
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
    /* lines are gone through from the first to the last, which a file bears well; words are asked for here and there */
    scratch_yield(texts->lines, memory_bytes / 4 * 3);
    scratch_yield(texts->words, memory_bytes / 4);
    scratch_keep(texts->words);
    *texts_out = texts;
    return WIRECOPY_OK;
}

enum wirecopy_status texts_make_way(const struct texts *texts, uint64_t bytes)
{
    return scratch_make_way(texts->words, bytes);
}

enum wirecopy_status texts_spill(const struct texts *texts, uint64_t bytes)
{
    return scratch_spill(texts->words, bytes);
}

/* What is in memory of words that lie in the file but for a small share spares few reads: its room is for what is read more often. */
static enum wirecopy_status settle(const struct texts *texts)
{
    uint64_t held = scratch_held(texts->words);
    return held > 0 && SETTLED_TIMES * held < scratch_size(texts->words) ? scratch_make_way(texts->words, UINT64_MAX) : WIRECOPY_OK;
}

void texts_free(struct texts *texts)
{
    if (!texts)
        return;
    scratch_free(texts->lines);
    scratch_free(texts->words);
    memory_free(texts->words_at);
    memory_free(texts);
}

size_t texts_count(const struct texts *texts)
{
    return texts->count;
}

enum wirecopy_status texts_save(const struct texts *texts, struct saving *saving)
{
    uint64_t counts[] = {texts->line_count, texts->word_count};
    enum wirecopy_status status = saving_put(saving, counts, sizeof counts);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, texts->words_at, texts->count * sizeof *texts->words_at);
    if (status == WIRECOPY_OK)
        status = saving_put_scratch(saving, texts->lines);
    return status == WIRECOPY_OK ? saving_put_scratch(saving, texts->words) : status;
}

static void note_bytes(struct texts *texts, uint64_t bytes)
{
    texts->most_bytes = bytes > texts->most_bytes ? bytes : texts->most_bytes;
}

enum wirecopy_status texts_restore(struct saved *saved, struct scratch_space *space, struct texts **texts_out)
{
    struct texts *texts = memory_allocate_zero(1, sizeof *texts);
    uint64_t counts[2];
    enum wirecopy_status status;
    if (!texts)
        return WIRECOPY_NO_MEMORY;
    status = saved_take(saved, counts, sizeof counts);
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *texts->words_at, &texts->words_at, &texts->count);
    if (status == WIRECOPY_OK)
        status = saved_take_scratch(saved, space, false, &texts->lines);
    if (status == WIRECOPY_OK)
        status = saved_take_scratch(saved, space, false, &texts->words);
    if (status == WIRECOPY_OK)
        status = scratch_show_in_place(texts->lines);
    if (status == WIRECOPY_OK)
        status = scratch_show_in_place(texts->words);
    texts->capacity = texts->count;
    for (size_t i = 0; i < texts->count && status == WIRECOPY_OK; i++)
        note_bytes(texts, texts_bytes(texts, (uint32_t)i));
    if (status == WIRECOPY_OK) {
        texts->line_count = counts[0];
        texts->word_count = counts[1];
        *texts_out = texts;
    } else {
        texts_free(texts);
    }
    return status;
}

/* How many words each line has; piece by piece, since a text may have millions of lines. */
static enum wirecopy_status append_line_words(struct scratch *words, const struct line *lines, size_t line_count)
{
    uint32_t piece[256];
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t done = 0, count; done < line_count && status == WIRECOPY_OK; done += count) {
        count = line_count - done < sizeof piece / sizeof *piece ? line_count - done : sizeof piece / sizeof *piece;
        for (size_t i = 0; i < count; i++)
            piece[i] = lines[done + i].word_count;
        status = scratch_append(words, piece, count * sizeof *piece);
    }
    return status;
}

/* The lines, block by block; the heading goes with the first. */
static enum wirecopy_status append_lines(struct texts *texts, const struct line *lines, size_t line_count)
{
    struct line_heading heading = {.first_line = texts->line_count, .line_count = (uint32_t)line_count};
    unsigned char room[sizeof heading + PACKED_BLOCK_MOST];
    size_t done = line_count < PACKED_LINES_MOST ? line_count : PACKED_LINES_MOST;
    size_t bytes = done > 0 ? packed_lines_put(lines, done, room + sizeof heading) : 0;
    enum wirecopy_status status;
    heading.bytes = bytes;
    if (done < line_count)
        heading.bytes += packed_lines_bytes(lines + done, line_count - done);
    memcpy(room, &heading, sizeof heading);
    status = scratch_append(texts->lines, room, sizeof heading + bytes);
    for (size_t part; done < line_count && status == WIRECOPY_OK; done += part) {
        part = line_count - done < PACKED_LINES_MOST ? line_count - done : PACKED_LINES_MOST;
        status = scratch_append(texts->lines, room, packed_lines_put(lines + done, part, room));
    }
    return status;
}

enum wirecopy_status texts_add(struct texts *texts, const struct line *lines, size_t line_count, const uint32_t *words, size_t word_count)
{
    uint64_t lines_end = scratch_size(texts->lines), words_end = scratch_size(texts->words);
    struct heading heading = {texts->line_count, lines_end, (uint32_t)line_count, (uint32_t)word_count};
    enum wirecopy_status status = array_reserve(&texts->words_at, &texts->capacity, texts->count + 1, sizeof *texts->words_at);
    if (status == WIRECOPY_OK)
        status = settle(texts);
    if (status == WIRECOPY_OK)
        status = append_lines(texts, lines, line_count);
    if (status == WIRECOPY_OK)
        status = scratch_append(texts->words, &heading, sizeof heading);
    if (status == WIRECOPY_OK)
        status = append_line_words(texts->words, lines, line_count);
    if (status == WIRECOPY_OK)
        status = scratch_append(texts->words, words, word_count * sizeof *words);
    if (status != WIRECOPY_OK) { /* as if it had never come: what follows stands right behind the text before */
        scratch_cut(texts->lines, lines_end);
        scratch_cut(texts->words, words_end);
        return status;
    }
    texts->words_at[texts->count++] = words_end;
    note_bytes(texts, scratch_size(texts->words) - words_end);
    texts->line_count += line_count;
    texts->word_count += word_count;
    return WIRECOPY_OK;
}

uint64_t texts_line_count(const struct texts *texts)
{
    return texts->line_count;
}

uint64_t texts_word_count(const struct texts *texts)
{
    return texts->word_count;
}

static enum wirecopy_status look(const struct scratch *scratch, uint64_t offset, size_t size, bool ahead, struct scratch_window *window,
                                 const void **shown)
{
    if (ahead)
        return scratch_view_ahead(scratch, offset, size, window, shown);
    window->end = 0; /* its room holds something else now */
    return scratch_view(scratch, offset, size, &window->room, shown);
}

/* Who goes on to a text that far ahead, as threads do that take turns, passes by the others; each heading lies somewhere else. */
enum { PASSED_MOST = 8 };

/* Where a text's lines are. */
static enum wirecopy_status find_lines(const struct texts *texts, uint32_t number, uint64_t *at)
{
    struct heading heading = {.lines_at = 0};
    enum wirecopy_status status = scratch_read(texts->words, texts->words_at[number], &heading, sizeof heading);
    *at = heading.lines_at;
    return status;
}

enum wirecopy_status texts_lines_until(const struct texts *texts, uint32_t number, struct text_view *view)
{
    view->line_window.until = scratch_size(texts->lines);
    return number < texts->count ? find_lines(texts, number, &view->line_window.until) : WIRECOPY_OK;
}

/* Unpacks the blocks of so many lines into the room of the view. */
static enum wirecopy_status unpack(const struct texts *texts, uint32_t line_count, struct text_view *view)
{
    struct line *lines;
    enum wirecopy_status status;
    view->line_room.size = 0;
    status = buffer_reserve(&view->line_room, (line_count + 1) * sizeof *lines);
    lines = (struct line *)(void *)view->line_room.data;
    for (size_t done = 0, part = 0; done < line_count && status == WIRECOPY_OK; done += part) {
        const void *shown;
        size_t bytes;
        status = look(texts->lines, view->next_at, PACKED_HEAD_BYTES, view->ahead, &view->line_window, &shown);
        if (status != WIRECOPY_OK)
            break;
        bytes = packed_lines_size(shown, &part);
        if (bytes > 0 && part <= line_count - done)
            status = look(texts->lines, view->next_at, bytes, view->ahead, &view->line_window, &shown);
        if (status == WIRECOPY_OK && !(bytes > 0 && part <= line_count - done && packed_lines_take(shown, lines + done)))
            status = status_fail(WIRECOPY_IO, "scratch: the lines of a text are not what they were");
        view->next_at += bytes;
    }
    view->lines = lines;
    return status;
}

enum wirecopy_status texts_lines(const struct texts *texts, uint32_t number, struct text_view *view)
{
    struct line_heading heading;
    const void *shown;
    enum wirecopy_status status = WIRECOPY_OK;
    if (!view->ahead || view->next_number > number || number - view->next_number > PASSED_MOST) {
        status = find_lines(texts, number, &view->next_at);
        view->next_number = number;
    }
    for (;; view->next_number++) { /* who goes through all of them looks at the headings of those that he leaves out */
        if (status == WIRECOPY_OK)
            status = look(texts->lines, view->next_at, sizeof heading, view->ahead, &view->line_window, &shown);
        if (status != WIRECOPY_OK)
            return status;
        memcpy(&heading, shown, sizeof heading);
        view->next_at += sizeof heading;
        if (view->next_number == number)
            break;
        view->next_at += heading.bytes;
    }
    status = unpack(texts, heading.line_count, view);
    view->line_count = heading.line_count;
    view->first_line = heading.first_line;
    view->next_number++;
    return status;
}

enum wirecopy_status texts_words(const struct texts *texts, uint32_t number, struct text_view *view)
{
    uint64_t at = texts->words_at[number], end = number + 1 < texts->count ? texts->words_at[number + 1] : scratch_size(texts->words);
    struct heading heading;
    const void *shown;
    enum wirecopy_status status = WIRECOPY_OK;
    if (end < at || end - at < sizeof heading)
        return status_fail(WIRECOPY_IO, "scratch: a text is not where it was");
    status = look(texts->words, at, end - at, view->ahead, &view->word_window, &shown);
    if (status != WIRECOPY_OK)
        return status;
    memcpy(&heading, shown, sizeof heading);
    view->line_words = (const uint32_t *)(const void *)((const char *)shown + sizeof heading);
    view->words = view->line_words + heading.line_count;
    view->line_count = heading.line_count;
    view->word_count = heading.word_count;
    view->first_line = heading.first_line;
    if (end - at != sizeof heading + ((uint64_t)heading.line_count + heading.word_count) * sizeof *view->words)
        return status_fail(WIRECOPY_IO, "scratch: a text is not what it was");
    return status;
}

uint64_t texts_bytes(const struct texts *texts, uint32_t number)
{
    uint64_t end = number + 1 < texts->count ? texts->words_at[number + 1] : scratch_size(texts->words);
    return end - texts->words_at[number];
}

/* More is not looked at soon. */
enum { PREFETCHED_MOST = 1 << 13 };

void texts_prefetch_place(const struct texts *texts, uint32_t number)
{
    __builtin_prefetch(&texts->words_at[number]);
}

void texts_prefetch(const struct texts *texts, uint32_t number)
{
    uint64_t bytes;
    if (scratch_held(texts->words) == 0)
        return;
    bytes = texts_bytes(texts, number);
    scratch_prefetch(texts->words, texts->words_at[number], bytes < PREFETCHED_MOST ? (size_t)bytes : PREFETCHED_MOST);
}

void text_view_release(struct text_view *view)
{
    scratch_window_release(&view->line_window);
    buffer_release(&view->line_room);
    scratch_window_release(&view->word_window);
    *view = (struct text_view){0};
}

uint64_t texts_words_at_most(const struct texts *texts, uint32_t number)
{
    uint64_t end = number + 1 < texts->count ? texts->words_at[number + 1] : scratch_size(texts->words);
    return (end - texts->words_at[number] - UNCOUNTED_BYTES) / sizeof(uint32_t);
}

uint64_t texts_longest(const struct texts *texts)
{
    return (texts->most_bytes - UNCOUNTED_BYTES) / sizeof(uint32_t);
}

/* Lines of a text that is shown piece by piece. */
enum { LINES_AT_HAND = 4096 };

void text_lines_release(struct text_lines *lines)
{
    buffer_release(&lines->count_room);
    scratch_window_release(&lines->word_window);
}

enum wirecopy_status text_lines_begin(const struct texts *texts, uint32_t number, struct text_lines *lines)
{
    struct heading heading;
    enum wirecopy_status status = scratch_read(texts->words, texts->words_at[number], &heading, sizeof heading);
    if (status != WIRECOPY_OK)
        return status;
    lines->line = heading.first_line;
    lines->counts_at = texts->words_at[number] + sizeof heading;
    lines->words_at = lines->counts_at + heading.line_count * sizeof(uint32_t);
    lines->lines_left = heading.line_count;
    lines->at_hand = 0;
    return WIRECOPY_OK;
}

enum wirecopy_status text_lines_more(const struct texts *texts, struct text_lines *lines)
{
    uint32_t count = lines->lines_left < LINES_AT_HAND ? lines->lines_left : LINES_AT_HAND;
    const void *view = NULL;
    enum wirecopy_status status = WIRECOPY_OK;
    if (count > 0)
        status = scratch_view(texts->words, lines->counts_at, count * sizeof(uint32_t), &lines->count_room, &view);
    if (status != WIRECOPY_OK)
        return status;
    lines->words = view;
    lines->at_hand = count;
    lines->lines_left -= count;
    lines->counts_at += count * sizeof(uint32_t);
    return WIRECOPY_OK;
}

enum wirecopy_status text_lines_words(const struct texts *texts, struct text_lines *lines, size_t count, const uint32_t **words_out)
{
    const void *view = NULL;
    enum wirecopy_status status = scratch_view_ahead(texts->words, lines->words_at, count * sizeof(uint32_t), &lines->word_window, &view);
    *words_out = view;
    text_lines_over(lines, count);
    return status;
}
