/* Runs the rules of what is left out in their order, in walks over all lines that they share. */
#include "learn/learning.h"

#include "learn/again.h"
#include "learn/lines/holders.h"
#include "learn/lines/inklings.h"
#include "learn/lines/known.h"
#include "learn/shown/learnt.h"
#include "learn/lines/rules.h"

/* The rules while they learn. */
struct learning {
    struct left_out *left_out;
    struct calendar calendar;
    struct built_in built_in;
    struct sieve met; /* how often each line was met, as it is and with its numbers masked, whoever has it */
    struct recurring recurring, forms;
    struct strangers strangers;
    struct shortlist shortlist;
    struct buffer room;
    uint64_t claimed; /* memory of the sieve that was scratch's */
};

/* Four places a line keep most lines apart, and as many masked ones; what the sieve lacks, the sorters have to bear. */
enum { SIEVE_BYTES_A_LINE = 4 };

/* Strings that have more than so many times the buffers of this stage in scratch's memory go to a file where the sieve wants it. */
enum { STRINGS_TIMES = 2 };

/* What a walk asks of the sieve is brought near for all lines of an article at once. */
static void bring_near(const void *context, const struct shown_lines *shown)
{
    const struct learning *l = context;
    for (size_t i = 0; i < shown->count; i++) {
        sieve_prefetch(&l->met, shown->lines[i].hash);
        if (shown->lines[i].masked != shown->lines[i].hash)
            sieve_prefetch(&l->met, shown->lines[i].masked);
    }
}

/* Whether a rule may take or mark a line: all that is learnt was met often enough, and forms may be known beforehand. */
static bool wanted(const void *context, uint32_t rank, const struct line *line)
{
    const struct learning *l = context;
    if (strangers_may_be(&l->strangers, line->hash) || recurring_may_be(&l->recurring, line->hash))
        return true;
    return line->masked != line->hash && (recurring_may_be(&l->forms, line->masked) || recurring_has(&l->forms, rank, line->masked));
}

/* Second walk, after count_lines: lines that were met often enough are collected, and kept aside for the walks that follow. */
static enum wirecopy_status collect_lines(void *context, uint32_t rank, const struct shown_lines *shown, const struct opening *opening)
{
    struct learning *l = context;
    const struct publication *list;
    size_t count;
    enum wirecopy_status status = calendar_publications(&l->calendar, rank, shown, &l->room, &list, &count);
    if (status == WIRECOPY_OK)
        status = recurring_collect(&l->recurring, list, count, shown);
    return status == WIRECOPY_OK ? strangers_collect(&l->strangers, rank, shown, opening) : status;
}

/* Third walk: recurring lines go. */
static void take_recurring(void *context, uint32_t rank, const struct shown_lines *shown, struct left_out_counts *counts)
{
    struct learning *l = context;
    (void)counts;
    for (size_t i = 0; i < shown->count; i++)
        if (recurring_has_shown(&l->recurring, rank, shown, shown->lines[i].hash))
            take_line_out(l->left_out, shown_number(shown, i));
    left_out_note_cut(l->left_out, rank, shown);
}

/* Fourth walk and fifth: what a round found of strangers' lines goes. */
static void take_strangers(void *context, uint32_t rank, const struct shown_lines *shown, struct left_out_counts *counts)
{
    (void)counts;
    strangers_take(&((struct learning *)context)->strangers, rank, shown);
}

/* Fifth walk: the lines of forms are collected among what stays. */
static enum wirecopy_status collect_forms(void *context, uint32_t rank, const struct shown_lines *shown)
{
    struct learning *l = context;
    const struct publication *list;
    size_t count;
    enum wirecopy_status status = calendar_publications(&l->calendar, rank, shown, &l->room, &list, &count);
    for (size_t i = 0; i < shown->count; i++)
        sieve_prefetch(&l->met, shown->lines[i].masked);
    return status == WIRECOPY_OK ? recurring_collect(&l->forms, list, count, shown) : status;
}

void left_out_mark(struct left_out *left_out, const struct recurring *forms, uint32_t rank, const struct shown_lines *shown,
                   struct left_out_counts *counts)
{
    uint64_t in_form = 0, words = shown->other_words;
    size_t out = 0;
    for (size_t i = 0; i < shown->count; i++) {
        const struct line *line = &shown->lines[i];
        if (line_is_out(left_out, shown_number(shown, i))) {
            out++;
            counts->words_taken_out += line->word_count;
            continue;
        }
        words += line->word_count;
        if (line->masked != line->hash && recurring_has_shown(forms, rank, shown, line->masked))
            in_form += line->word_count;
    }
    if (in_form > 0 && 2 * in_form >= words)
        left_out->flags[rank] |= GROUP_FORM;
    counts->lines_taken_out += out;
    if (out > 0 && out == shown->count && shown->other_lines == 0)
        left_out->flags[rank] |= GROUP_FURNITURE_ONLY;
}

/* For another run: who has the lines that rules go by. */
static enum wirecopy_status note_holders(void *context, uint32_t rank, const struct shown_lines *shown)
{
    const struct learning *l = context;
    struct line_rules *rules = l->left_out->rules;
    const struct known *known = l->left_out->known;
    struct rule_lines lines = {.recurring = &l->recurring, .forms = &l->forms, .sets = STRANGERS_ROUNDS};
    enum wirecopy_status status = WIRECOPY_OK;
    for (unsigned round = 0; round < STRANGERS_ROUNDS; round++)
        lines.strangers[round] = &l->strangers.found[round];
    for (unsigned round = 0; known && round < STRANGERS_ROUNDS; round++)
        lines.strangers[lines.sets++] = &known->strangers[round];
    if (!rules->holders)
        status = scratch_create(l->left_out->space, &rules->holders);
    return status == WIRECOPY_OK ? holders_note(rules->holders, &lines, rank, shown) : status;
}

/* Last walk. */
static void mark_group(void *context, uint32_t rank, const struct shown_lines *shown, struct left_out_counts *counts)
{
    struct learning *l = context;
    left_out_mark(l->left_out, &l->forms, rank, shown, counts);
}

/* The same where nothing was learnt. */
static enum wirecopy_status mark_known(void *context, uint32_t rank, const struct shown_lines *shown)
{
    struct learning *l = context;
    mark_group(l, rank, shown, &l->left_out->counts);
    return l->left_out->rules ? note_holders(l, rank, shown) : WIRECOPY_OK;
}

/* What is known goes by the rule that it is known for. */
static enum wirecopy_status take_known(void *context, uint32_t rank, const struct shown_lines *shown)
{
    struct learning *l = context;
    enum wirecopy_status status = built_in_take(&l->built_in, l->left_out, shown);
    if (status == WIRECOPY_OK)
        take_recurring(l, rank, shown, &l->left_out->counts);
    return status;
}

static enum wirecopy_status take_known_strangers(void *context, uint32_t rank, const struct shown_lines *shown)
{
    struct left_out *left_out = ((struct learning *)context)->left_out;
    for (unsigned round = 0; round < STRANGERS_ROUNDS; round++)
        strangers_take_of(left_out, &left_out->known->strangers[round], rank, shown);
    return WIRECOPY_OK;
}

/* What is known goes, by two walks. */
static enum wirecopy_status walk_known(struct learning *l)
{
    enum wirecopy_status status = left_out_walk(l->left_out, take_known, l);
    return status == WIRECOPY_OK ? left_out_walk(l->left_out, take_known_strangers, l) : status;
}

/* What is known is put where the rules put what they find, and taken out. */
static enum wirecopy_status take_all_known(struct learning *l)
{
    const struct known *known = l->left_out->known;
    enum wirecopy_status status = hash_set_add_all(&l->recurring.found, &known->by_outlet);
    if (status == WIRECOPY_OK)
        status = hash_set_add_all(&l->forms.found, &known->forms);
    return status == WIRECOPY_OK ? walk_known(l) : status;
}

enum wirecopy_status left_out_take_known(struct left_out *left_out)
{
    const struct known *known = left_out->known;
    struct learning l = {.left_out = left_out, .built_in.lines = known->everywhere};
    enum wirecopy_status status;
    l.recurring = (struct recurring){.left_out = left_out, .found = known->by_outlet};
    l.forms = (struct recurring){.left_out = left_out, .masked = true, .found = known->forms};
    status = walk_known(&l);
    if (status == WIRECOPY_OK)
        status = left_out_walk(left_out, mark_known, &l);
    hash_set_release(&l.built_in.met);
    return status;
}

/* Bytes of inklings that stay in memory whatever the sieve wants; all do where it has what it wants. */
static uint64_t kept_inklings(const struct learning *l, uint64_t held)
{
    uint64_t kept = held < l->left_out->memory_bytes ? held : l->left_out->memory_bytes;
    return kept < (l->claimed + held) / 2 ? kept : (l->claimed + held) / 2;
}

/*
 * The sieve has what it wants of scratch's memory beside the buffers of this stage, and strings and inklings of very many articles leave some of
 * theirs to it: what is in memory of them spares a read each, but a small sieve lets through what has to be sorted. With fewer than two places a
 * line it comes first: of four million articles a sieve of half the size makes the stage half as long again.
 */
static enum wirecopy_status make_sieve(struct learning *l, uint64_t wanted)
{
    struct left_out *left_out = l->left_out;
    struct scratch *strings = left_out->articles->meta;
    uint64_t own = left_out->memory_bytes * 3 / 8, held = left_out->inklings ? scratch_held(left_out->inklings) : 0, bytes, needed;
    enum wirecopy_status status = WIRECOPY_OK;
    if (scratch_held(strings) > STRINGS_TIMES * left_out->memory_bytes)
        status = scratch_make_way(strings, wanted);
    l->claimed = scratch_space_claim(left_out->space, wanted);
    bytes = sieve_size(wanted / 2, own + l->claimed + held - kept_inklings(l, held));
    if (bytes < wanted / 2)
        bytes = sieve_size(wanted / 2, own + l->claimed + held);
    needed = bytes < own ? 0 : bytes - own;
    if (needed > l->claimed && status == WIRECOPY_OK) {
        status = scratch_spill(left_out->inklings, needed - l->claimed);
        l->claimed += scratch_space_claim(left_out->space, needed - l->claimed);
    }
    if (status == WIRECOPY_OK)
        status = sieve_init(&l->met, wanted / 2, own + l->claimed, left_out->threads);
    if (needed < l->claimed) {
        scratch_space_return(left_out->space, l->claimed - needed);
        l->claimed = needed;
    }
    return status;
}

static enum wirecopy_status start_rules(struct learning *l)
{
    struct left_out *left_out = l->left_out;
    uint64_t lines = texts_line_count(left_out->texts);
    enum wirecopy_status status = calendar_init(&l->calendar, left_out);
    if (status == WIRECOPY_OK)
        status = make_sieve(l, SIEVE_BYTES_A_LINE * lines);
    if (status == WIRECOPY_OK)
        status = recurring_init(&l->recurring, left_out, false, &l->met);
    if (status == WIRECOPY_OK)
        status = recurring_init(&l->forms, left_out, true, &l->met);
    if (status == WIRECOPY_OK && !left_out->inklings)
        status = scratch_create(left_out->space, &left_out->inklings);
    if (status == WIRECOPY_OK)
        status = inklings_complete(left_out->inklings, left_out->texts, left_out->shingling, left_out->control);
    if (status == WIRECOPY_OK)
        status = shortlist_init(&l->shortlist, left_out->space);
    return status == WIRECOPY_OK ? strangers_init(&l->strangers, left_out, &l->recurring, &l->met) : status;
}

/*
 * Recurring lines are found once although there are several rounds: they go from every article of the outlet, and what strangers
 * lose only makes days fewer, so a second search finds nothing.
 */
static enum wirecopy_status run_rules(struct learning *l)
{
    struct left_out *left_out = l->left_out;
    enum wirecopy_status status = count_lines(left_out, &l->built_in, &l->met);
    if (status == WIRECOPY_OK)
        status = pick_lines(left_out, &(struct picking){wanted, bring_near, collect_lines, &l->shortlist, l});
    if (status == WIRECOPY_OK)
        strangers_begin_lists(&l->strangers);
    if (status == WIRECOPY_OK)
        status = recurring_judge(&l->recurring);
    if (status == WIRECOPY_OK && (l->recurring.found.count || l->built_in.met.count))
        status = shortlist_walk(&l->shortlist, left_out, take_recurring, NULL, l);
    if (status == WIRECOPY_OK)
        status = strangers_end_lists(&l->strangers);
    if (status == WIRECOPY_OK)
        status = strangers_judge_lines(&l->strangers, 0);
    if (status == WIRECOPY_OK)
        status = shortlist_walk(&l->shortlist, left_out, take_strangers, NULL, l);
    if (status == WIRECOPY_OK)
        status = strangers_judge_lines(&l->strangers, 1);
    if (status == WIRECOPY_OK && l->strangers.found[1].count > 0) /* else the last one finds nothing */
        status = shortlist_walk(&l->shortlist, left_out, take_strangers, NULL, l);
    if (status == WIRECOPY_OK && l->strangers.found[1].count > 0)
        status = strangers_judge_lines(&l->strangers, STRANGERS_ROUNDS - 1);
    if (status == WIRECOPY_OK)
        status = shortlist_walk(&l->shortlist, left_out, take_strangers, collect_forms, l);
    if (status == WIRECOPY_OK)
        status = recurring_judge(&l->forms);
    return status == WIRECOPY_OK ? shortlist_walk(&l->shortlist, left_out, mark_group, left_out->rules ? note_holders : NULL, l) : status;
}

static void keep_rules(struct learning *l)
{
    l->left_out->built_in_rule = l->built_in.lines;
    l->left_out->recurring_rule = l->recurring.found;
    l->built_in.lines = l->recurring.found = (struct hash_set){0};
}

enum wirecopy_taken left_out_rule(const struct left_out *left_out, uint32_t rank, uint64_t hash)
{
    struct recurring recurring = {.left_out = left_out, .found = left_out->recurring_rule};
    if (hash_set_has(&left_out->built_in_rule, hash))
        return WIRECOPY_TAKEN_BUILT_IN;
    return recurring_has(&recurring, rank, hash) ? WIRECOPY_TAKEN_RECURRING : WIRECOPY_TAKEN_STRANGERS;
}

/* For another run: what the rules found and what was known, as one. */
static enum wirecopy_status note_rules(const struct learning *l, bool learn)
{
    struct line_rules *rules = l->left_out->rules;
    struct known *lines = &rules->lines;
    enum wirecopy_status status = hash_set_add_all(&lines->everywhere, &l->built_in.lines);
    rules->mixed = l->left_out->known && learn;
    if (status == WIRECOPY_OK)
        status = hash_set_add_all(&rules->met, &l->built_in.met);
    if (status == WIRECOPY_OK)
        status = hash_set_add_all(&lines->by_outlet, &l->recurring.found);
    if (status == WIRECOPY_OK)
        status = hash_set_add_all(&lines->forms, &l->forms.found);
    for (unsigned round = 0; round < STRANGERS_ROUNDS && status == WIRECOPY_OK; round++) {
        status = hash_set_add_all(&lines->strangers[round], &l->strangers.found[round]);
        if (status == WIRECOPY_OK && l->left_out->known)
            status = hash_set_add_all(&lines->strangers[round], &l->left_out->known->strangers[round]);
    }
    return status;
}

/* For people: what the rules found and what was known, as one. */
static enum wirecopy_status show_learnt(struct learning *l, bool learn)
{
    const struct shortlist *shortlist = l->left_out->known || !learn ? NULL : &l->shortlist; /* what is known may be lines that it has not */
    struct learnt_from from = {l->left_out, shortlist, &l->built_in, &l->recurring, &l->forms, l->strangers.found};
    enum wirecopy_status status = WIRECOPY_OK;
    for (unsigned round = 0; l->left_out->known && round < STRANGERS_ROUNDS && status == WIRECOPY_OK; round++)
        status = hash_set_add_all(&l->strangers.found[round], &l->left_out->known->strangers[round]);
    return status == WIRECOPY_OK ? learnt_gather(l->left_out->learnt, &from) : status;
}

enum wirecopy_status left_out_learn(struct left_out *left_out, bool built_in, bool learn)
{
    struct learning l = {.left_out = left_out};
    enum wirecopy_status status = built_in_init(&l.built_in, built_in, left_out->known);
    l.recurring.left_out = l.forms.left_out = left_out;
    l.forms.masked = true;
    if (status == WIRECOPY_OK && learn)
        status = start_rules(&l);
    if (status == WIRECOPY_OK && left_out->known)
        status = take_all_known(&l);
    if (status == WIRECOPY_OK && learn)
        status = run_rules(&l);
    else if (status == WIRECOPY_OK)
        status = left_out_walk(left_out, mark_known, &l);
    if (status == WIRECOPY_OK && left_out->learnt)
        status = show_learnt(&l, learn);
    if (status == WIRECOPY_OK && left_out->rules)
        status = note_rules(&l, learn);
    left_out->counts.built_in_lines = l.built_in.met.count;
    left_out->counts.recurring_lines = l.recurring.found.count;
    left_out->counts.known_lines = left_out->known ? left_out->known->lines : 0;
    if (left_out->keep_rules)
        keep_rules(&l);
    calendar_release(&l.calendar);
    built_in_release(&l.built_in);
    recurring_release(&l.recurring);
    recurring_release(&l.forms);
    strangers_release(&l.strangers);
    shortlist_release(&l.shortlist);
    sieve_release(&l.met);
    scratch_space_return(left_out->space, l.claimed);
    left_out_drop_inklings(left_out);
    buffer_release(&l.room);
    return status;
}
