/* Counting runs, and rows in scratch. */
#include "learn/shown/gathering.h"

#include <string.h>

enum wirecopy_status gathering_begin(struct gathering *g)
{
    struct learnt *learnt = g->learnt;
    enum wirecopy_status status = learnt->rows ? WIRECOPY_OK : scratch_create(g->left_out->space, &learnt->rows);
    if (status == WIRECOPY_OK && !learnt->texts)
        status = scratch_create(g->left_out->space, &learnt->texts);
    if (status == WIRECOPY_OK)
        status = scratch_create(g->left_out->space, &g->drafts);
    g->first_row = learnt->count;
    if (status == WIRECOPY_OK)
        status = folder_create(&g->folder);
    if (status == WIRECOPY_OK)
        folder_keep_line_texts(g->folder, true);
    return status == WIRECOPY_OK ? sorter_create(g->left_out->space, g->left_out->memory_bytes / 4, &g->sorter) : status;
}

static size_t count_distinct(uint64_t *values, size_t count)
{
    size_t distinct = 0;
    sort_u64(values, count);
    for (size_t i = 0; i < count; i++)
        distinct += i == 0 || values[i] != values[i - 1];
    return distinct;
}

/* A run of occurrences, places in groups->members, in order and each perhaps more than once, becomes a draft. */
static enum wirecopy_status count_run(struct gathering *g, uint64_t what, uint64_t *members, size_t count, struct draft *draft)
{
    const struct left_out *left_out = g->left_out;
    size_t articles = 0, dated = 0, sourced = 0;
    uint64_t *days;
    enum wirecopy_status status;
    g->days.size = 0;
    status = buffer_reserve(&g->days, (count + 1) * sizeof *days);
    if (status != WIRECOPY_OK)
        return status;
    days = (uint64_t *)(void *)g->days.data;
    for (size_t i = 0; i < count; i++)
        if (articles == 0 || members[i] != members[articles - 1])
            members[articles++] = members[i];
    *draft = (struct draft){.what = what, .rank = left_out->groups->rank_of[left_out->groups->members[members[0]]], .articles = (uint32_t)articles};
    for (size_t i = 0; i < articles; i++) {
        const struct article *row = &left_out->articles->rows[left_out->groups->members[members[i]]];
        if (row->day != NO_DAY)
            days[dated++] = (uint32_t)row->day ^ 0x80000000u;
        if (row->source)
            members[sourced++] = row->source; /* sourced <= i: what is overwritten was read */
    }
    draft->days = (uint32_t)count_distinct(days, dated);
    draft->outlets = (uint32_t)count_distinct(members, sourced);
    return WIRECOPY_OK;
}

enum wirecopy_status gathering_add_draft(struct gathering *g, const struct draft *draft)
{
    enum wirecopy_status status = sorter_add(g->sorter, groups_leader(g->left_out->groups, draft->rank), g->learnt->count++);
    return status == WIRECOPY_OK ? scratch_append(g->drafts, draft, sizeof *draft) : status;
}

/* Drafts go to scratch, and where their examples are into a new sorter. */
static enum wirecopy_status draft_rows(struct gathering *g)
{
    struct sorter *occurrences = g->sorter;
    struct buffer values = {0};
    enum wirecopy_status status = sorter_finish(occurrences);
    g->sorter = NULL;
    if (status == WIRECOPY_OK)
        status = sorter_create(g->left_out->space, g->left_out->memory_bytes / 4, &g->sorter);
    while (status == WIRECOPY_OK) {
        struct draft draft;
        uint64_t what;
        size_t count;
        bool end;
        status = sorter_next_run(occurrences, &what, &values, SIZE_MAX, &count, &end);
        if (status != WIRECOPY_OK || end)
            break;
        status = count_run(g, what, (uint64_t *)(void *)values.data, count, &draft);
        if (status == WIRECOPY_OK)
            status = gathering_add_draft(g, &draft);
    }
    buffer_release(&values);
    sorter_free(occurrences);
    return status;
}

enum wirecopy_status gathering_drafted(struct gathering *g)
{
    enum wirecopy_status status = sorter_finish(g->sorter);
    if (status == WIRECOPY_OK)
        status = scratch_extend(g->learnt->rows, g->learnt->count * sizeof(struct learnt_row));
    return status == WIRECOPY_OK ? sorter_next(g->sorter, &g->wanted, &g->ended) : status;
}

enum wirecopy_status gathering_draft(struct gathering *g)
{
    enum wirecopy_status status = draft_rows(g);
    return status == WIRECOPY_OK ? gathering_drafted(g) : status;
}

enum wirecopy_status gathering_wanted(const struct gathering *g, struct draft *draft)
{
    return scratch_read(g->drafts, (g->wanted.value - g->first_row) * sizeof *draft, draft, sizeof *draft);
}

enum wirecopy_status gathering_put(struct gathering *g, struct learnt_row row, const struct draft *draft, struct wirecopy_bytes text)
{
    enum wirecopy_status status;
    row.articles = draft->articles;
    row.days = draft->days;
    row.outlets = draft->outlets;
    row.text_at = scratch_size(g->learnt->texts);
    row.text_size = (uint32_t)text.size;
    status = scratch_append(g->learnt->texts, text.data, text.size);
    if (status == WIRECOPY_OK)
        status = scratch_write(g->learnt->rows, g->wanted.value * sizeof row, &row, sizeof row);
    return status == WIRECOPY_OK ? sorter_next(g->sorter, &g->wanted, &g->ended) : status;
}

struct wirecopy_bytes gathering_text_of(const struct gathering *g, size_t i)
{
    if (i >= g->folded.line_count)
        return (struct wirecopy_bytes){NULL, 0};
    return (struct wirecopy_bytes){g->folded.line_texts[i].text, g->folded.line_texts[i].size};
}

/* Cuts an article into lines. */
static enum wirecopy_status cut(struct gathering *g, uint32_t number)
{
    const char *before = NULL;
    struct wirecopy_bytes text;
    size_t size;
    enum wirecopy_status status = kept_texts_size(g->learnt->kept, number, &size);
    if (status != WIRECOPY_OK)
        return status;
    if (size >= OUTSIZED_BYTES) /* lies in files, as it did when it was folded for the first time */
        before = memory_outsized(scratch_space_directory(g->left_out->space));
    status = kept_texts_view(g->learnt->kept, number, &g->window, &text);
    if (status == WIRECOPY_OK)
        status = fold_text(g->folder, text.data, text.size, &g->folded);
    if (size >= OUTSIZED_BYTES)
        memory_outsized(before);
    return status;
}

enum wirecopy_status gathering_examples(struct gathering *g, gathering_visit *visit, void *context)
{
    const struct left_out *left_out = g->left_out;
    struct text_view view = {.ahead = false};
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && !g->ended) {
        uint32_t number = (uint32_t)g->wanted.key, rank = left_out->groups->rank_of[number];
        status = control_poll(left_out->control);
        if (status == WIRECOPY_OK)
            status = cut(g, number);
        if (status == WIRECOPY_OK)
            status = left_out_lines(left_out, number, &view);
        while (status == WIRECOPY_OK && !g->ended && g->wanted.key == number)
            status = visit(context, rank, &(struct shown_lines){view.lines, view.line_count, false, view.first_line, 0, 0, 0, 0});
    }
    text_view_release(&view);
    return status;
}

/*
 * Puts the rows in order: lines before common shingles, the most articles first; equal ones by their place, which follows from their
 * hashes.
 */
static enum wirecopy_status sort_rows(struct learnt *learnt, struct scratch_space *space, uint64_t memory_bytes)
{
    struct sorter *sorter = NULL;
    struct scratch *sorted = NULL;
    struct sort_record record;
    struct learnt_row row;
    bool end = false;
    enum wirecopy_status status = sorter_create(space, memory_bytes, &sorter);
    for (uint64_t i = 0; i < learnt->count && status == WIRECOPY_OK; i++) {
        status = learnt_row(learnt, i, &row);
        if (status == WIRECOPY_OK)
            status = sorter_add(sorter, (uint64_t)(row.rule == LEARNT_COMMON) << 40 | (uint64_t)(UINT32_MAX - row.articles) << 8 | row.rule, i);
    }
    if (status == WIRECOPY_OK)
        status = sorter_finish(sorter);
    if (status == WIRECOPY_OK)
        status = scratch_create(space, &sorted);
    while (status == WIRECOPY_OK) {
        status = sorter_next(sorter, &record, &end);
        if (status != WIRECOPY_OK || end)
            break;
        status = learnt_row(learnt, record.value, &row);
        if (status == WIRECOPY_OK)
            status = scratch_append(sorted, &row, sizeof row);
    }
    sorter_free(sorter);
    scratch_free(learnt->rows);
    learnt->rows = sorted;
    return status;
}

enum wirecopy_status gathering_end(struct gathering *g, enum wirecopy_status status)
{
    if (status == WIRECOPY_OK)
        status = sort_rows(g->learnt, g->left_out->space, g->left_out->memory_bytes / 4);
    sorter_free(g->sorter);
    scratch_free(g->drafts);
    scratch_window_release(&g->window);
    folder_free(g->folder);
    buffer_release(&g->days);
    return status;
}

void learnt_release(struct learnt *learnt)
{
    scratch_free(learnt->rows);
    scratch_free(learnt->texts);
    *learnt = (struct learnt){0};
}

enum wirecopy_status learnt_row(const struct learnt *learnt, uint64_t number, struct learnt_row *row)
{
    return scratch_read(learnt->rows, number * sizeof *row, row, sizeof *row);
}

enum wirecopy_status learnt_text(const struct learnt *learnt, const struct learnt_row *row, struct buffer *room, struct wirecopy_bytes *text_out)
{
    const void *view;
    enum wirecopy_status status = scratch_view(learnt->texts, row->text_at, row->text_size, room, &view);
    *text_out = (struct wirecopy_bytes){view, row->text_size};
    return status;
}
