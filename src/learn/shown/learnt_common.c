/*
 * Common shingles for people: each occurrence is an article's; of the example the words are located in the text of the lines that they
 * stand in, which may be two, and more where lines are short.
 */
#include "learn/shown/gathering.h"

#include <string.h>

#include "learn/huge.h"
#include "learn/shown/tally.h"
#include "text/locate.h"

struct common_shown {
    struct gathering g;
    const struct common *common;
    struct tally *tally; /* NULL: occurrences are sorted */
    struct folder *folder;
    struct text_view view;
    struct buffer words, shingles, places, text;
};

/* The shingles of a group's words that are left. */
static enum wirecopy_status shingles_of(struct common_shown *s, uint32_t rank, uint64_t **shingles, size_t *count)
{
    const struct left_out *left_out = s->g.left_out;
    bool huge = group_is_huge(left_out, rank);
    const char *before = huge ? memory_outsized(scratch_space_directory(left_out->space)) : NULL;
    const uint32_t *words;
    size_t word_count;
    enum wirecopy_status status = left_out_words(left_out, rank, &s->view, &s->words, &words, &word_count);
    if (status == WIRECOPY_OK)
        status = shingles_hash(left_out->shingling, words, word_count, &s->shingles, shingles, count);
    if (huge)
        memory_outsized(before);
    return status;
}

enum wirecopy_status common_shown_note(struct common_shown *s, uint32_t rank, const uint64_t *shingles, size_t count)
{
    const struct groups *groups = s->g.left_out->groups;
    enum wirecopy_status status = WIRECOPY_OK;
    if (s->tally)
        return tally_group(s->tally, rank, shingles, count);
    for (size_t i = 0; status == WIRECOPY_OK && i < count; i++)
        for (uint32_t j = groups->first[rank], end = common_has(s->common, shingles[i]) ? groups->first[rank + 1] : 0;
             j < end && status == WIRECOPY_OK; j++)
            status = sorter_add(s->g.sorter, shingles[i], j);
    return status;
}

static enum wirecopy_status note_group(struct common_shown *s, uint32_t rank)
{
    uint64_t *shingles;
    size_t count;
    enum wirecopy_status status = shingles_of(s, rank, &shingles, &count);
    return status == WIRECOPY_OK ? common_shown_note(s, rank, shingles, count) : status;
}

/* Appends the text from one word of a line to another. */
static enum wirecopy_status put_words(struct common_shown *s, struct wirecopy_bytes line, const uint32_t *words, size_t count, size_t from, size_t to)
{
    struct place *places;
    enum wirecopy_status status;
    s->places.size = 0;
    status = buffer_reserve(&s->places, count * sizeof *places);
    if (status != WIRECOPY_OK)
        return status;
    places = (struct place *)(void *)s->places.data;
    status = words_locate(s->folder, line.data, line.size, words, count, places);
    if (status == WIRECOPY_OK && s->text.size > 0)
        status = buffer_append(&s->text, " ", 1);
    if (status == WIRECOPY_OK)
        status = buffer_append(&s->text, line.data + places[from].begin, places[to].end - places[from].begin);
    return status;
}

/* The words from the number at of those that are left, as many as a shingle has or there are; view shows the article. */
static enum wirecopy_status put_shingle(struct common_shown *s, size_t at)
{
    const struct left_out *left_out = s->g.left_out;
    const uint32_t *words = s->view.words;
    size_t end = at + left_out->shingling.words, line_begin = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    s->text.size = 0;
    for (size_t i = 0; i < s->view.line_count && line_begin < end && status == WIRECOPY_OK; i++) {
        size_t count = s->view.line_words[i], line_end = line_begin + count;
        if (!line_is_out(left_out, s->view.first_line + i)) {
            if (line_end > at)
                status = put_words(s, gathering_text_of(&s->g, i), words, count, at > line_begin ? at - line_begin : 0,
                                   (end < line_end ? end : line_end) - line_begin - 1);
            line_begin = line_end;
        }
        words += count;
    }
    return status;
}

static enum wirecopy_status fill_row(void *context, uint32_t rank, const struct shown_lines *shown)
{
    struct common_shown *s = context;
    const struct groups *groups = s->g.left_out->groups;
    struct draft draft;
    uint64_t *shingles = NULL;
    size_t count = 0, at = 0;
    enum wirecopy_status status = gathering_wanted(&s->g, &draft);
    (void)shown;
    if (status == WIRECOPY_OK)
        status = shingles_of(s, rank, &shingles, &count);
    while (status == WIRECOPY_OK && at < count && shingles[at] != draft.what)
        at++;
    if (status == WIRECOPY_OK && at == count)
        return status_fail(WIRECOPY_INTERNAL, "a common shingle is not where it was");
    if (status == WIRECOPY_OK)
        status = put_shingle(s, at);
    if (status != WIRECOPY_OK)
        return status;
    return gathering_put(&s->g, (struct learnt_row){.source = draft.what, .rule = LEARNT_COMMON, .example = groups_leader(groups, rank)}, &draft,
                         (struct wirecopy_bytes){s->text.data, s->text.size});
}

/* Notes every group, in order of arrival of the leaders. */
static enum wirecopy_status note_groups(struct common_shown *s)
{
    const struct left_out *left_out = s->g.left_out;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t number = 0; number < left_out->articles->count && status == WIRECOPY_OK; number++) {
        uint32_t rank = left_out->groups->rank_of[number];
        if (rank == UINT32_MAX || groups_leader(left_out->groups, rank) != number)
            continue;
        status = control_poll(left_out->control);
        if (status == WIRECOPY_OK)
            status = note_group(s, rank);
    }
    return status;
}

enum wirecopy_status common_shown_begin(struct learnt *learnt, const struct left_out *left_out, const struct common *common,
                                        struct common_shown **shown_out)
{
    struct common_shown *s = memory_allocate_zero(1, sizeof *s);
    enum wirecopy_status status = s ? folder_create(&s->folder) : WIRECOPY_NO_MEMORY;
    if (!s)
        return status;
    s->g.learnt = learnt;
    s->g.left_out = left_out;
    s->common = common;
    s->view.ahead = true;
    if (status == WIRECOPY_OK)
        status = gathering_begin(&s->g);
    if (status == WIRECOPY_OK)
        status = tally_create(left_out, common, left_out->memory_bytes / 4, &s->tally);
    if (status == WIRECOPY_OK)
        *shown_out = s;
    else
        common_shown_end(s, status);
    return status;
}

enum wirecopy_status common_shown_end(struct common_shown *s, enum wirecopy_status status)
{
    if (status == WIRECOPY_OK && s->tally)
        status = tally_put(s->tally, &s->g);
    if (status == WIRECOPY_OK)
        status = s->tally ? gathering_drafted(&s->g) : gathering_draft(&s->g);
    if (status == WIRECOPY_OK)
        status = gathering_examples(&s->g, fill_row, s);
    status = gathering_end(&s->g, status);
    tally_free(s->tally);
    folder_free(s->folder);
    text_view_release(&s->view);
    buffer_release(&s->words);
    buffer_release(&s->shingles);
    buffer_release(&s->places);
    buffer_release(&s->text);
    memory_free(s);
    return status;
}

enum wirecopy_status learnt_gather_common(struct learnt *learnt, const struct left_out *left_out, const struct common *common)
{
    struct common_shown *shown;
    enum wirecopy_status status = common_shown_begin(learnt, left_out, common, &shown);
    return status == WIRECOPY_OK ? common_shown_end(shown, note_groups(shown)) : status;
}
