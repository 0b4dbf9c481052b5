/* Rules are compared set by set; a line that both have, or neither, is gone over with one look at the small sets of the others. */
#include "learn/again.h"

#include <string.h>

#include "base/sort/marked.h"
#include "learn/lines/holders.h"

static struct hash_set *sets_of(struct line_rules *rules, unsigned number)
{
    struct hash_set *sets[] = {&rules->lines.everywhere, &rules->lines.by_outlet, &rules->lines.forms, &rules->met};
    return number < STRANGERS_ROUNDS ? &rules->lines.strangers[number] : sets[number - STRANGERS_ROUNDS];
}
enum { SETS = 4 + STRANGERS_ROUNDS };

void line_rules_release(struct line_rules *rules)
{
    known_release(&rules->lines);
    hash_set_release(&rules->met);
    scratch_free(rules->holders);
    *rules = (struct line_rules){0};
}

enum wirecopy_status line_rules_save(const struct line_rules *rules, struct saving *saving)
{
    uint64_t mixed = rules->mixed;
    enum wirecopy_status status = saving_put(saving, &mixed, sizeof mixed);
    struct line_rules copy = *rules;
    for (unsigned i = 0; i < SETS && status == WIRECOPY_OK; i++)
        status = saving_put_set(saving, sets_of(&copy, i));
    if (status != WIRECOPY_OK)
        return status;
    return rules->holders ? saving_put_scratch(saving, rules->holders) : saving_put(saving, NULL, 0);
}

enum wirecopy_status line_rules_restore(struct line_rules *rules, struct saved *saved, struct scratch_space *space)
{
    uint64_t mixed = 0;
    enum wirecopy_status status = saved_take(saved, &mixed, sizeof mixed);
    *rules = (struct line_rules){.mixed = mixed != 0};
    for (unsigned i = 0; i < SETS && status == WIRECOPY_OK; i++)
        status = saved_take_set(saved, sets_of(rules, i));
    if (status == WIRECOPY_OK)
        status = saved_take_scratch(saved, space, false, &rules->holders);
    if (status != WIRECOPY_OK)
        line_rules_release(rules);
    return status;
}

void changed_groups_release(struct changed_groups *changed)
{
    memory_free(changed->bits);
    *changed = (struct changed_groups){0};
}

/* Applying rules anew to the groups that have a line of which they say something else. */
struct again {
    struct left_out *left_out;
    struct changed_groups *changed;
    struct built_in built_in;
    struct recurring recurring, forms;
    struct hash_set differs;            /* lines */
    struct recurring differs_by_outlet; /* lines of outlets */
    struct recurring differs_as_form;   /* masked lines of outlets */
    struct marked marked, marked_forms; /* of the last two: most lines of most outlets are in neither */
    bool known_holders;                 /* whoever has one of them is noted in the rules of then */
    struct buffer before;               /* a bit a line of a group: whether it was out */
};

static enum wirecopy_status mark_all(struct marked *marked, const struct hash_set *set)
{
    enum wirecopy_status status = marked_begin(marked, set->count, 0);
    for (size_t i = 0; status == WIRECOPY_OK && set->places && i <= set->mask; i++)
        if (set->places[i])
            marked_add(marked, set->places[i]);
    if (status == WIRECOPY_OK && set->has_zero)
        marked_add(marked, 0);
    return status;
}

static bool one_has(const struct hash_set *sets, size_t count, uint64_t hash)
{
    bool has = false;
    for (size_t i = 0; i < count && !has; i++)
        has = hash_set_has(&sets[i], hash);
    return has;
}

/* Whether one of so many sets has each hash of some. */
static bool have_all(const struct hash_set *sets, size_t count, const struct hash_set *some)
{
    bool all = !some->has_zero || one_has(sets, count, 0);
    for (size_t i = 0; some->places && i <= some->mask && all; i++)
        all = some->places[i] == 0 || one_has(sets, count, some->places[i]);
    return all;
}

static enum wirecopy_status compare_rules(struct again *a, const struct line_rules *before)
{
    const struct known *known = a->left_out->known;
    enum wirecopy_status status = hash_set_add_differing(&a->differs, &before->lines.everywhere, &a->built_in.lines);
    a->known_holders = before->holders && a->differs.count == 0;
    for (unsigned round = 0; round < STRANGERS_ROUNDS && status == WIRECOPY_OK; round++)
        status = hash_set_add_differing(&a->differs, &before->lines.strangers[round], &known->strangers[round]);
    if (status == WIRECOPY_OK)
        status = hash_set_add_differing(&a->differs_by_outlet.found, &before->lines.by_outlet, &known->by_outlet);
    if (status == WIRECOPY_OK)
        status = hash_set_add_differing(&a->differs_as_form.found, &before->lines.forms, &known->forms);
    a->known_holders = a->known_holders && have_all(&before->lines.by_outlet, 1, &a->differs_by_outlet.found) &&
                       have_all(&before->lines.forms, 1, &a->differs_as_form.found) &&
                       have_all(before->lines.strangers, STRANGERS_ROUNDS, &a->differs);
    if (status == WIRECOPY_OK)
        status = mark_all(&a->marked, &a->differs_by_outlet.found);
    return status == WIRECOPY_OK ? mark_all(&a->marked_forms, &a->differs_as_form.found) : status;
}

/* The outlet of the only member of a group; 0: not known, or there are more. */
static uint64_t only_source(const struct left_out *left_out, uint32_t rank)
{
    return groups_size(left_out->groups, rank) == 1 ? left_out->articles->rows[groups_leader(left_out->groups, rank)].source : 0;
}

/* source: only_source of the group. */
static bool line_differs(const struct again *a, uint32_t rank, uint64_t source, uint64_t hash)
{
    return hash_set_has(&a->differs, hash) ||
           ((!source || marked_has(&a->marked, key_of_outlet(source, hash))) && recurring_has(&a->differs_by_outlet, rank, hash));
}

static bool form_differs(const struct again *a, uint32_t rank, uint64_t source, uint64_t masked)
{
    return (!source || marked_has(&a->marked_forms, key_of_outlet(source, masked))) && recurring_has(&a->differs_as_form, rank, masked);
}

static bool is_concerned(const struct again *a, uint32_t rank, const struct shown_lines *shown)
{
    uint64_t source = only_source(a->left_out, rank);
    for (size_t i = 0; i < shown->count; i++) {
        const struct line *line = &shown->lines[i];
        if (line_differs(a, rank, source, line->hash) || (line->masked != line->hash && form_differs(a, rank, source, line->masked)))
            return true;
    }
    return false;
}

/* A holders_ask. */
static bool holder_differs(const void *context, const struct line_holder *holder)
{
    const struct again *a = context;
    uint64_t source = only_source(a->left_out, holder->rank);
    return holder->masked ? form_differs(a, holder->rank, source, holder->hash) : line_differs(a, holder->rank, source, holder->hash);
}

/* Puts a group's lines back, notes which were out, and takes them from the counts. */
static enum wirecopy_status put_back(struct again *a, const struct shown_lines *shown)
{
    struct left_out *left_out = a->left_out;
    enum wirecopy_status status;
    a->before.size = 0;
    status = buffer_reserve(&a->before, shown->count + 1);
    for (size_t i = 0; i < shown->count && status == WIRECOPY_OK; i++) {
        uint64_t number = shown_number(shown, i);
        bool out = line_is_out(left_out, number);
        a->before.data[i] = out;
        left_out->counts.lines_taken_out -= out;
        left_out->counts.words_taken_out -= out ? shown->lines[i].word_count : 0;
        left_out->removed[number / 8] &= (uint8_t) ~(1 << number % 8);
    }
    return status;
}

static bool lines_differ(const struct again *a, const struct shown_lines *shown)
{
    bool differ = false;
    for (size_t i = 0; i < shown->count && !differ; i++)
        differ = a->before.data[i] != line_is_out(a->left_out, shown_number(shown, i));
    return differ;
}

static enum wirecopy_status visit_group(void *context, uint32_t rank, const struct shown_lines *shown)
{
    struct again *a = context;
    struct left_out *left_out = a->left_out;
    uint8_t flags = left_out->flags[rank];
    enum wirecopy_status status;
    if (!is_concerned(a, rank, shown))
        return WIRECOPY_OK;
    status = put_back(a, shown);
    left_out->flags[rank] = 0;
    if (status == WIRECOPY_OK)
        status = built_in_take(&a->built_in, left_out, shown);
    for (size_t i = 0; i < shown->count && status == WIRECOPY_OK; i++)
        if (recurring_has(&a->recurring, rank, shown->lines[i].hash))
            take_line_out(left_out, shown_number(shown, i));
    for (unsigned round = 0; round < STRANGERS_ROUNDS && status == WIRECOPY_OK; round++)
        strangers_take_of(left_out, &left_out->known->strangers[round], rank, shown);
    if (status != WIRECOPY_OK)
        return status;
    left_out_mark(left_out, &a->forms, rank, shown, &left_out->counts);
    if ((flags ^ left_out->flags[rank]) & (GROUP_FORM | GROUP_FURNITURE_ONLY) || lines_differ(a, shown))
        change_group(a->changed, rank);
    return WIRECOPY_OK;
}

/* Visits the groups that a bit is set of, in order of arrival. */
static enum wirecopy_status visit_groups(struct again *a, const uint8_t *bits)
{
    const struct left_out *left_out = a->left_out;
    struct text_view view = {.ahead = false};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t number = 0; number < left_out->articles->count && status == WIRECOPY_OK; number++) {
        uint32_t rank;
        if (!groups_leads(left_out->groups, number, (uint32_t)left_out->articles->count, &rank) || !(bits[rank / 8] >> rank % 8 & 1))
            continue;
        status = left_out_lines(left_out, number, &view);
        if (status == WIRECOPY_OK)
            status = visit_group(a, rank, &(struct shown_lines){view.lines, view.line_count, false, view.first_line, 0, 0, 0, 0});
    }
    text_view_release(&view);
    return status;
}

/* Visits those that have a line of which the files differ: they are known, or looked for among all. */
static enum wirecopy_status visit_concerned(struct again *a, const struct line_rules *before)
{
    uint32_t groups = a->left_out->groups->count;
    uint8_t *bits;
    enum wirecopy_status status;
    if (!a->known_holders)
        return left_out_walk(a->left_out, visit_group, a);
    bits = memory_allocate_zero(groups / 8 + 1, 1);
    status = bits ? holders_find(before->holders, holder_differs, a, groups, bits) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = visit_groups(a, bits);
    memory_free(bits);
    return status;
}

/* Lines that went everywhere then and still do were met where they were; the others were met just now. */
static enum wirecopy_status count_met(struct again *a, const struct line_rules *before)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; before->met.places && i <= before->met.mask && status == WIRECOPY_OK; i++)
        if (before->met.places[i] && hash_set_has(&a->built_in.lines, before->met.places[i]))
            status = hash_set_add(&a->built_in.met, before->met.places[i]);
    if (status == WIRECOPY_OK && before->met.has_zero && hash_set_has(&a->built_in.lines, 0))
        status = hash_set_add(&a->built_in.met, 0);
    a->left_out->counts.built_in_lines = a->built_in.met.count;
    return status;
}

enum wirecopy_status left_out_learn_again(struct left_out *left_out, const struct line_rules *before, bool built_in, struct changed_groups *changed)
{
    const struct known *known = left_out->known;
    struct again a = {.left_out = left_out, .changed = changed};
    enum wirecopy_status status = built_in_init(&a.built_in, built_in, known);
    a.recurring = (struct recurring){.left_out = left_out, .found = known->by_outlet};
    a.forms = (struct recurring){.left_out = left_out, .masked = true, .found = known->forms};
    a.differs_by_outlet.left_out = a.differs_as_form.left_out = left_out;
    *changed = (struct changed_groups){.bits = memory_allocate_zero(left_out->groups->count / 8 + 1, 1)};
    if (status == WIRECOPY_OK && !changed->bits)
        status = WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = compare_rules(&a, before);
    if (status == WIRECOPY_OK && (a.differs.count || a.differs_by_outlet.found.count || a.differs_as_form.found.count))
        status = visit_concerned(&a, before);
    if (status == WIRECOPY_OK)
        status = count_met(&a, before);
    left_out->counts.recurring_lines = known->by_outlet.count;
    left_out->counts.known_lines = known->lines;
    left_out->counts.stranger_lines = 0; /* found, not known */
    built_in_release(&a.built_in);
    hash_set_release(&a.differs);
    hash_set_release(&a.differs_by_outlet.found);
    hash_set_release(&a.differs_as_form.found);
    buffer_release(&a.marked.bits);
    buffer_release(&a.marked_forms.bits);
    buffer_release(&a.before);
    if (status != WIRECOPY_OK)
        changed_groups_release(changed);
    return status;
}
