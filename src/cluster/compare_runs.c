/* Every word of a text gets a kind, by its line or by the shingles that it stands in; words of one kind in a row are a run. */
#include "cluster/compare.h"

#include <string.h>

#include "learn/learning.h"

void compared_text_release(struct compared_text *text)
{
    buffer_release(&text->meta);
    buffer_release(&text->text);
    text_view_release(&text->view);
    buffer_release(&text->places);
    buffer_release(&text->left);
    buffer_release(&text->shingles);
    buffer_release(&text->sorted);
    set_room_release(&text->room);
    buffer_release(&text->kinds);
    buffer_release(&text->taken);
    buffer_release(&text->line_of);
    buffer_release(&text->runs);
}

/* By word: its line, whether it was taken out and by which rule; the others are listed. */
static enum wirecopy_status list_words(struct compared_text *text, const struct left_out *left_out)
{
    uint32_t word = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < text->view.line_count; i++) {
        const struct line *line = &text->view.lines[i];
        bool out = line_is_out(left_out, text->view.first_line + i);
        uint8_t kind = out ? WIRECOPY_RUN_OUT : WIRECOPY_RUN_OWN;
        uint8_t taken = out ? (uint8_t)left_out_rule(left_out, text->rank, line->hash) : WIRECOPY_TAKEN_NOT;
        for (uint32_t end = word + line->word_count; word < end && status == WIRECOPY_OK; word++) {
            status = buffer_append(&text->kinds, &kind, sizeof kind);
            if (status == WIRECOPY_OK)
                status = buffer_append(&text->taken, &taken, sizeof taken);
            if (status == WIRECOPY_OK)
                status = buffer_append(&text->line_of, &i, sizeof i);
            if (status == WIRECOPY_OK && !out)
                status = buffer_append(&text->left, &word, sizeof word);
        }
    }
    return status;
}

/* The shingles of the words that are left: in order, and as a set. */
static enum wirecopy_status list_shingles(struct compared_text *text, const struct left_out *left_out)
{
    const uint32_t *left = (const uint32_t *)(const void *)text->left.data;
    size_t count = text->left.size / sizeof *left, shingle_count;
    struct buffer words = {0};
    uint64_t *shingles;
    struct shingle_set set;
    enum wirecopy_status status = buffer_reserve(&words, (count + 1) * sizeof *left);
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
        status = buffer_append(&words, &text->view.words[left[i]], sizeof *left);
    if (status == WIRECOPY_OK)
        status = shingles_hash(left_out->shingling, (const uint32_t *)(const void *)words.data, count, &text->shingles, &shingles, &shingle_count);
    if (status == WIRECOPY_OK) {
        text->shingles.size = shingle_count * sizeof *shingles;
        status = shingle_set_build(left_out->shingling, (const uint32_t *)(const void *)words.data, count, &text->sorted, &set);
    }
    if (status == WIRECOPY_OK)
        text->sorted.size = set.count * sizeof *set.shingles;
    buffer_release(&words);
    return status;
}

static enum wirecopy_status make_readable(struct buffer *text)
{
    struct buffer readable = {0};
    enum wirecopy_status status = text_readable(text->data, text->size, &readable);
    if (status != WIRECOPY_OK) {
        buffer_release(&readable);
        return status;
    }
    buffer_release(text);
    *text = readable;
    return WIRECOPY_OK;
}

enum wirecopy_status compared_text_read(struct compared_text *text, const struct pipeline_view *view, struct folder *folder)
{
    const struct left_out *left_out = view->left_out;
    enum wirecopy_status status = make_readable(&text->text);
    if (status == WIRECOPY_OK)
        status = texts_lines(left_out->texts, groups_text(left_out->groups, text->rank), &text->view);
    if (status == WIRECOPY_OK)
        status = texts_words(left_out->texts, groups_text(left_out->groups, text->rank), &text->view);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&text->places, (text->view.word_count + 1) * sizeof(struct place));
    if (status == WIRECOPY_OK)
        status = words_locate(folder, text->text.data, text->text.size, text->view.words, text->view.word_count,
                              (struct place *)(void *)text->places.data);
    if (status == WIRECOPY_OK)
        status = list_words(text, left_out);
    if (status == WIRECOPY_OK)
        status = list_shingles(text, left_out);
    if (status == WIRECOPY_OK)
        status = sets_view(view->sets, text->rank, &text->room, &text->set);
    return status;
}

/* Words of shingles that both have are shared where these were compared, common where they were not. */
static void mark_words(struct compared_text *text, const struct compared_text *other, size_t shingle_words)
{
    const uint64_t *shingles = (const uint64_t *)(const void *)text->shingles.data;
    const uint32_t *left = (const uint32_t *)(const void *)text->left.data;
    struct shingle_set others = {(const uint64_t *)(const void *)other->sorted.data, other->sorted.size / sizeof *shingles};
    size_t left_count = text->left.size / sizeof *left;
    uint8_t *kinds = (uint8_t *)text->kinds.data;
    for (size_t i = 0; i < text->shingles.size / sizeof *shingles; i++) {
        bool shared = shingle_set_has(text->set, shingles[i]) && shingle_set_has(other->set, shingles[i]);
        if (!shared && !shingle_set_has(others, shingles[i]))
            continue;
        for (size_t w = i; w < i + shingle_words && w < left_count; w++)
            if (shared || kinds[left[w]] == WIRECOPY_RUN_OWN)
                kinds[left[w]] = shared ? WIRECOPY_RUN_SHARED : WIRECOPY_RUN_COMMON;
    }
}

/* Whether word and the one before it belong to one run. */
static bool continues(const struct compared_text *text, size_t word)
{
    const uint8_t *kinds = (const uint8_t *)text->kinds.data;
    const uint32_t *line_of = (const uint32_t *)(const void *)text->line_of.data;
    const struct place *places = (const struct place *)(const void *)text->places.data;
    if (places[word].begin == places[word - 1].begin) /* not told apart */
        return true;
    return kinds[word] == kinds[word - 1] && (kinds[word] != WIRECOPY_RUN_OUT || line_of[word] == line_of[word - 1]);
}

enum wirecopy_status compared_text_mark(struct compared_text *text, const struct compared_text *other, const struct pipeline_view *view)
{
    const struct place *places = (const struct place *)(const void *)text->places.data;
    size_t count = text->view.word_count;
    enum wirecopy_status status = WIRECOPY_OK;
    mark_words(text, other, view->left_out->shingling.words);
    text->runs.size = 0;
    for (size_t word = 0, end; word < count && status == WIRECOPY_OK; word = end) {
        struct wirecopy_run run = {.begin = word ? places[word].begin : 0,
                                   .kind = (enum wirecopy_run_kind)((const uint8_t *)text->kinds.data)[word],
                                   .taken = (enum wirecopy_taken)((const uint8_t *)text->taken.data)[word]};
        for (end = word + 1; end < count && continues(text, end); end++)
            continue;
        run.end = end < count ? places[end].begin : text->text.size;
        run.words = (uint32_t)(end - word);
        status = buffer_append(&text->runs, &run, sizeof run);
    }
    return status;
}

struct wirecopy_bytes compared_text_words(const struct compared_text *text, size_t begin, size_t end)
{
    const struct place *places = (const struct place *)(const void *)text->places.data;
    const uint32_t *left = (const uint32_t *)(const void *)text->left.data;
    size_t from, to;
    if (begin >= end || end > text->left.size / sizeof *left)
        return (struct wirecopy_bytes){"", 0};
    from = places[left[begin]].begin;
    to = places[left[end - 1]].end;
    return (struct wirecopy_bytes){text->text.data + from, to > from ? to - from : 0};
}
