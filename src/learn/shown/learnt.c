/*
 * Gathering, in three walks that each look at less: every occurrence of a learnt line is sorted by what the line is to whom, so
 * that one run of the sorter is one row; then each row's example is visited, in order of arrival, for the line's own text.
 */
#include "learn/shown/gathering.h"

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
static enum wirecopy_status each_what(const struct learnt_from *from, uint32_t rank, const struct shown_lines *shown, size_t i, visit_what *visit,
                                      void *context)
{
    const struct line *line = &shown->lines[i];
    bool out = line_is_out(from->left_out, shown_number(shown, i));
    bool strangers = false;
    enum wirecopy_status status = WIRECOPY_OK;
    if (hash_set_has(&from->built_in->lines, line->hash))
        return each_member(from, rank, LEARNT_EVERYWHERE, line->hash, visit, context);
    if (recurring_has_shown(from->recurring, rank, shown, line->hash))
        return each_member(from, rank, LEARNT_OUTLET, line->hash, visit, context);
    for (unsigned round = 0; round < STRANGERS_ROUNDS && status == WIRECOPY_OK; round++)
        if (hash_set_has(&from->strangers[round], line->hash)) {
            strangers = true;
            status = each_member(from, rank, LEARNT_STRANGERS + round, line->hash, visit, context);
        }
    if (status == WIRECOPY_OK && !(out && strangers) && line->masked != line->hash && recurring_has_shown(from->forms, rank, shown, line->masked))
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
        status = each_what(g->from, rank, shown, i, note_occurrence, g);
    return status;
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

static enum wirecopy_status fill_row(void *context, uint32_t rank, const struct shown_lines *shown)
{
    struct gathering *g = context;
    struct draft draft;
    enum wirecopy_status status = gathering_wanted(g, &draft);
    struct finding finding = {.draft = &draft, .groups = g->left_out->groups};
    for (size_t i = 0; i < shown->count && status == WIRECOPY_OK; i++) {
        status = each_what(g->from, rank, shown, i, find_what, &finding);
        if (status == WIRECOPY_OK && finding.found)
            return gathering_put(g, finding.row, &draft, gathering_text_of(g, i));
    }
    return status == WIRECOPY_OK ? status_fail(WIRECOPY_INTERNAL, "a learnt line is not where it was") : status;
}

/* Every article that has a line which was learnt, in order of arrival. */
static enum wirecopy_status walk(const struct learnt_from *from, left_out_visit *visit, void *context)
{
    return from->shortlist ? shortlist_walk(from->shortlist, from->left_out, NULL, visit, context) : left_out_walk(from->left_out, visit, context);
}

enum wirecopy_status learnt_gather(struct learnt *learnt, const struct learnt_from *from)
{
    struct gathering g = {.learnt = learnt, .left_out = from->left_out, .from = from};
    enum wirecopy_status status = gathering_begin(&g);
    if (status == WIRECOPY_OK)
        status = walk(from, note_lines, &g);
    if (status == WIRECOPY_OK)
        status = gathering_draft(&g);
    if (status == WIRECOPY_OK)
        status = gathering_examples(&g, fill_row, &g);
    return gathering_end(&g, status);
}
