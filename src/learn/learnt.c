/*
 * Gathering, in three walks that each look at less: every occurrence of a learnt line is sorted by what the line is to whom, so
 * that one run of the sorter is one row; then each row's example is visited, in order of arrival, for the line's own text.
 */
#include "learn/learnt.h"

#include <string.h>

#include "base/sort.h"

struct gathering {
    struct learnt *learnt;
    const struct learnt_from *from;
    struct sorter *sorter; /* article by what its line is; then row by the leader of its example */
    /* the visit of examples */
    struct sort_record wanted;
    bool ended;
    uint64_t number; /* of the article whose texts come next, and where they stand */
    uint64_t at;
    struct scratch_window window;
    struct buffer days;
};

/* A row before its example was visited. */
struct draft {
    uint64_t what;
    uint32_t rank, articles, days, outlets;
};

/* Known by rule, line and, where the rule is about one, outlet. */
static uint64_t what_of(enum learnt_rule rule, uint64_t source, uint64_t line)
{
    uint64_t parts[3] = {rule, source, line};
    return hash_bytes(parts, sizeof parts);
}

/* Called for each thing that a line of a group is; member is the place of the article in groups->members. */
typedef enum wirecopy_status visit_what(void *context, enum learnt_rule rule, uint64_t source, uint64_t line, uint32_t member);

/* All members, or those of outlets that have the line. */
static enum wirecopy_status each_member(const struct learnt_from *from, uint32_t rank, enum learnt_rule rule, uint64_t line, visit_what *visit,
                                        void *context)
{
    const struct groups *groups = from->left_out->groups;
    const struct recurring *recurring = rule == LEARNT_OUTLET ? from->recurring : rule == LEARNT_FORM ? from->forms : NULL;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = groups->first[rank]; i < groups->first[rank + 1] && status == WIRECOPY_OK; i++) {
        uint64_t source = from->left_out->articles->rows[groups->members[i]].source;
        if (recurring && (!source || !hash_set_has(&recurring->found, key_of_outlet(source, line))))
            continue;
        status = visit(context, rule, recurring ? source : 0, line, i);
    }
    return status;
}

/* What a line is: furniture by the first rule that says so, or, where it stays, the line of a form. */
static enum wirecopy_status each_what(const struct learnt_from *from, uint32_t rank, const struct line *line, bool out, visit_what *visit,
                                      void *context)
{
    bool strangers = false;
    enum wirecopy_status status = WIRECOPY_OK;
    if (hash_set_has(&from->built_in->lines, line->hash))
        return each_member(from, rank, LEARNT_EVERYWHERE, line->hash, visit, context);
    if (recurring_has(from->recurring, rank, line->hash))
        return each_member(from, rank, LEARNT_OUTLET, line->hash, visit, context);
    for (unsigned round = 0; round < 2 && status == WIRECOPY_OK; round++)
        if (hash_set_has(from->strangers[round], line->hash)) {
            strangers = true;
            status = each_member(from, rank, round ? LEARNT_STRANGERS_AGAIN : LEARNT_STRANGERS, line->hash, visit, context);
        }
    if (status == WIRECOPY_OK && !(out && strangers) && line->masked != line->hash && recurring_has(from->forms, rank, line->masked))
        status = each_member(from, rank, LEARNT_FORM, line->masked, visit, context);
    return status;
}

static enum wirecopy_status note_occurrence(void *context, enum learnt_rule rule, uint64_t source, uint64_t line, uint32_t member)
{
    struct gathering *g = context;
    return sorter_add(g->sorter, what_of(rule, source, line), member); /* members stand by rank, then by id */
}

static enum wirecopy_status note_lines(void *context, uint32_t rank, const struct shown_lines *shown)
{
    struct gathering *g = context;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < shown->count && status == WIRECOPY_OK; i++)
        status = each_what(g->from, rank, &shown->lines[i], line_is_out(g->from->left_out, shown_number(shown, i)), note_occurrence, g);
    return status;
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
    const struct left_out *left_out = g->from->left_out;
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

/* Drafts go to scratch, and where their examples are into a new sorter. */
static enum wirecopy_status draft_rows(struct gathering *g, struct scratch *drafts)
{
    const struct left_out *left_out = g->from->left_out;
    struct sorter *examples = NULL;
    struct buffer values = {0};
    enum wirecopy_status status = sorter_finish(g->sorter);
    if (status == WIRECOPY_OK)
        status = sorter_create(left_out->space, left_out->memory_bytes / 4, &examples);
    while (status == WIRECOPY_OK) {
        struct draft draft;
        uint64_t what;
        size_t count;
        bool end;
        status = sorter_next_run(g->sorter, &what, &values, SIZE_MAX, &count, &end);
        if (status != WIRECOPY_OK || end)
            break;
        status = count_run(g, what, (uint64_t *)(void *)values.data, count, &draft);
        if (status == WIRECOPY_OK)
            status = sorter_add(examples, groups_leader(left_out->groups, draft.rank), g->learnt->count++);
        if (status == WIRECOPY_OK)
            status = scratch_append(drafts, &draft, sizeof draft);
    }
    buffer_release(&values);
    sorter_free(g->sorter);
    g->sorter = examples;
    return status == WIRECOPY_OK ? sorter_finish(examples) : status;
}

/* Looks for what a draft is among the lines of its example. */
struct finding {
    const struct draft *draft;
    const struct groups *groups;
    struct learnt_row row;
    bool found;
};

static enum wirecopy_status find_what(void *context, enum learnt_rule rule, uint64_t source, uint64_t line, uint32_t member)
{
    struct finding *finding = context;
    if (finding->found || what_of(rule, source, line) != finding->draft->what)
        return WIRECOPY_OK;
    finding->found = true;
    finding->row = (struct learnt_row){.source = source, .rule = rule, .example = finding->groups->members[member]};
    return WIRECOPY_OK;
}

/* The text of the i-th line, of those that stand one behind the other from texts on. */
static struct wirecopy_bytes text_of(const char *texts, size_t i)
{
    uint32_t size;
    for (;; i--) {
        memcpy(&size, texts, sizeof size);
        texts += sizeof size;
        if (i == 0)
            return (struct wirecopy_bytes){texts, size};
        texts += size;
    }
}

static enum wirecopy_status put_row(struct gathering *g, uint64_t number, const struct finding *finding, struct wirecopy_bytes text)
{
    struct learnt_row row = finding->row;
    enum wirecopy_status status;
    row.articles = finding->draft->articles;
    row.days = finding->draft->days;
    row.outlets = finding->draft->outlets;
    row.text_at = scratch_size(g->learnt->texts);
    row.text_size = (uint32_t)text.size;
    status = scratch_append(g->learnt->texts, text.data, text.size);
    return status == WIRECOPY_OK ? scratch_write(g->learnt->rows, number * sizeof row, &row, sizeof row) : status;
}

/* Shows the texts of an article's lines; articles are asked for in order. */
static enum wirecopy_status texts_at(struct gathering *g, uint32_t number, const void **texts)
{
    struct learnt_text_heading heading;
    for (;; g->number++) {
        const void *view;
        enum wirecopy_status status = scratch_view_ahead(g->learnt->line_texts, g->at, sizeof heading, &g->window, &view);
        if (status != WIRECOPY_OK)
            return status;
        memcpy(&heading, view, sizeof heading);
        if (g->number == number)
            return scratch_view_ahead(g->learnt->line_texts, g->at + sizeof heading, heading.bytes, &g->window, texts);
        g->at += sizeof heading + heading.bytes;
    }
}

struct visiting {
    struct gathering *g;
    struct scratch *drafts;
};

static enum wirecopy_status fill_row(const struct visiting *v, uint32_t rank, const struct shown_lines *shown, const char *texts)
{
    struct gathering *g = v->g;
    struct draft draft;
    enum wirecopy_status status = scratch_read(v->drafts, g->wanted.value * sizeof draft, &draft, sizeof draft);
    struct finding finding = {.draft = &draft, .groups = g->from->left_out->groups};
    for (size_t i = 0; i < shown->count && status == WIRECOPY_OK; i++) {
        status = each_what(g->from, rank, &shown->lines[i], line_is_out(g->from->left_out, shown_number(shown, i)), find_what, &finding);
        if (status == WIRECOPY_OK && finding.found)
            return put_row(g, g->wanted.value, &finding, text_of(texts, i));
    }
    return status == WIRECOPY_OK ? status_fail(WIRECOPY_INTERNAL, "a learnt line is not where it was") : status;
}

static enum wirecopy_status visit_examples(void *context, uint32_t rank, const struct shown_lines *shown)
{
    const struct visiting *v = context;
    struct gathering *g = v->g;
    uint32_t number = groups_leader(g->from->left_out->groups, rank);
    enum wirecopy_status status = WIRECOPY_OK;
    const void *texts = NULL;
    if (!g->ended && g->wanted.key == number)
        status = texts_at(g, number, &texts);
    while (status == WIRECOPY_OK && !g->ended && g->wanted.key == number) {
        status = fill_row(v, rank, shown, texts);
        if (status == WIRECOPY_OK)
            status = sorter_next(g->sorter, &g->wanted, &g->ended);
    }
    return status;
}

/* Puts the rows in order: the most articles first; equal ones by their place, which follows from their hashes. */
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
            status = sorter_add(sorter, (uint64_t)(UINT32_MAX - row.articles) << 8 | row.rule, i);
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

enum wirecopy_status learnt_gather(struct learnt *learnt, const struct learnt_from *from)
{
    const struct left_out *left_out = from->left_out;
    struct gathering g = {.learnt = learnt, .from = from};
    struct visiting visiting = {.g = &g};
    enum wirecopy_status status = scratch_create(left_out->space, &learnt->rows);
    if (status == WIRECOPY_OK)
        status = scratch_create(left_out->space, &learnt->texts);
    if (status == WIRECOPY_OK)
        status = scratch_create(left_out->space, &visiting.drafts);
    if (status == WIRECOPY_OK)
        status = sorter_create(left_out->space, left_out->memory_bytes / 4, &g.sorter);
    if (status == WIRECOPY_OK)
        status = left_out_walk(left_out, note_lines, &g);
    if (status == WIRECOPY_OK)
        status = draft_rows(&g, visiting.drafts);
    if (status == WIRECOPY_OK)
        status = scratch_extend(learnt->rows, learnt->count * sizeof(struct learnt_row));
    if (status == WIRECOPY_OK)
        status = sorter_next(g.sorter, &g.wanted, &g.ended);
    if (status == WIRECOPY_OK)
        status = left_out_walk(left_out, visit_examples, &visiting);
    if (status == WIRECOPY_OK)
        status = sort_rows(learnt, left_out->space, left_out->memory_bytes / 4);
    sorter_free(g.sorter);
    scratch_free(visiting.drafts);
    scratch_window_release(&g.window);
    buffer_release(&g.days);
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
