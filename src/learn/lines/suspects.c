/* Lines that three groups have are collected and listed once; each round draws from the lists what it judges, most of it by inklings. */
#include "learn/lines/suspects.h"

#include <string.h>

#include "base/parallel.h"
#include "base/sort/sort.h"
#include "learn/lines/inklings.h"
#include "learn/lines/known.h"

bool strangers_may_be(const struct strangers *strangers, uint64_t line)
{
    return sieve_met(strangers->met, line, STRANGERS_LEAST);
}

/*
 * The first lines of a story open its copies too, but for those that were cut from the front, whereas other stories' first paragraphs
 * stand behind it. Headlines and datelines are shorter. From one line to five our scores stay within 0.002; eight reach what stands below
 * a short story. Lines that nine in ten pages open with, as those of videos do, are told by how little the pages share: see strangers.h.
 */
enum { OPENING_WORDS = 10 };

struct opening opening_of(const struct left_out *left_out, const struct shown_lines *shown)
{
    struct opening opening = {.count = 0};
    for (size_t i = 0; i < shown->count && opening.count < OPENING_LINES; i++)
        if (shown->lines[i].word_count >= OPENING_WORDS && !line_is_out(left_out, shown_number(shown, i)))
            opening.places[opening.count++] = (uint32_t)i;
    return opening;
}

static bool opens(const struct opening *opening, uint32_t place)
{
    bool opens = false;
    for (uint32_t i = 0; i < opening->count; i++)
        opens |= opening->places[i] == place;
    return opens;
}

/*
 * A list's entries, which sort by rank: it, the number of its only member where that one's outlet is known, which spares two looks here and
 * there at which it is, and whether the line opens the group's text.
 */
enum { LEADER_BITS = 31 };
#define NO_LEADER ((UINT32_C(1) << LEADER_BITS) - 1)

static uint64_t entry_of(uint32_t rank, const struct shown_lines *shown, bool opening)
{
    return (uint64_t)rank << (LEADER_BITS + 1) | (uint64_t)(shown->source ? shown->leader : NO_LEADER) << 1 | opening;
}

static uint32_t rank_of(uint64_t entry)
{
    return (uint32_t)(entry >> (LEADER_BITS + 1));
}

static bool is_opening(uint64_t entry)
{
    return entry & 1;
}

static uint32_t leader_of(uint64_t entry)
{
    return (uint32_t)(entry >> 1) & NO_LEADER;
}

/* The outlet of the group's first member; 0 where it is not known. */
static uint64_t outlet_of(const struct strangers *strangers, uint64_t entry)
{
    const struct left_out *left_out = strangers->left_out;
    uint32_t leader = leader_of(entry);
    return left_out->articles->rows[leader == NO_LEADER ? groups_leader(left_out->groups, rank_of(entry)) : leader].source;
}

enum wirecopy_status strangers_collect(struct strangers *strangers, uint32_t rank, const struct shown_lines *shown, const struct opening *opening)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < shown->count && status == WIRECOPY_OK; i++) {
        const struct line *line = &shown->lines[i];
        if (!line_is_out(strangers->left_out, shown_number(shown, i)) && strangers_may_be(strangers, line->hash))
            status = sorter_add(strangers->sorter, line->hash, entry_of(rank, shown, opens(opening, line->place)));
    }
    return status;
}

/* Stands before the entries of a list. */
struct heading {
    uint64_t line, count;
};

/* Lists are looked at by pieces: whole ones of so many bytes together, or one that is larger. */
enum { LISTS_A_PIECE_BYTES = 1 << 15 };

/* Appends a list, which begins a piece where the one before it is full. */
static enum wirecopy_status append_list(struct strangers *strangers, const struct heading *heading, const uint64_t *entries)
{
    uint64_t at = scratch_size(strangers->lists), end = at + sizeof *heading + heading->count * sizeof *entries;
    const uint64_t *starts = (const uint64_t *)(const void *)strangers->pieces.data;
    size_t pieces = strangers->pieces.size / sizeof *starts;
    enum wirecopy_status status = WIRECOPY_OK;
    if (pieces == 0 || end - starts[pieces - 1] > LISTS_A_PIECE_BYTES)
        status = buffer_append(&strangers->pieces, &at, sizeof at);
    if (status == WIRECOPY_OK)
        status = scratch_append(strangers->lists, heading, sizeof *heading);
    strangers->listed_lines++;
    return status == WIRECOPY_OK ? scratch_append(strangers->lists, entries, heading->count * sizeof *entries) : status;
}

static enum wirecopy_status make_lists(struct strangers *strangers)
{
    struct buffer values = {0};
    enum wirecopy_status status = sorter_finish(strangers->sorter);
    if (status == WIRECOPY_OK)
        status = scratch_create(strangers->left_out->space, &strangers->lists);
    while (status == WIRECOPY_OK) {
        struct heading heading = {0, 0};
        uint64_t *entries;
        size_t count;
        bool end;
        status = sorter_next_run(strangers->sorter, &heading.line, &values, SIZE_MAX, &count, &end);
        if (status != WIRECOPY_OK || end)
            break;
        entries = (uint64_t *)(void *)values.data;
        for (size_t i = 0; i < count; i++) { /* a line that an article has twice stands there twice, what opens it last */
            uint64_t entry = entries[i];     /* the count is no more than i: what is overwritten was read */
            heading.count -= heading.count > 0 && rank_of(entry) == rank_of(entries[heading.count - 1]);
            entries[heading.count++] = entry;
        }
        if (heading.count >= STRANGERS_LEAST)
            status = append_list(strangers, &heading, entries);
    }
    buffer_release(&values);
    sorter_free(strangers->sorter);
    strangers->sorter = NULL;
    return status;
}

static void make_lists_meanwhile(void *context)
{
    struct strangers *strangers = context;
    strangers->listed = make_lists(strangers);
    if (strangers->listed != WIRECOPY_OK)
        memcpy(strangers->list_detail, status_detail(), sizeof strangers->list_detail);
}

void strangers_begin_lists(struct strangers *strangers)
{
    strangers->listing = parallel_begin(make_lists_meanwhile, strangers, strangers->left_out->threads);
}

enum wirecopy_status strangers_end_lists(struct strangers *strangers)
{
    parallel_wait(strangers->listing);
    strangers->listing = NULL;
    return strangers->listed == WIRECOPY_OK ? strangers_use(strangers) : status_fail(strangers->listed, "%s", strangers->list_detail);
}

/* Whether a round before found a line. */
static bool was_found(const struct strangers *strangers, uint64_t line)
{
    bool found = false;
    for (unsigned round = 0; round < strangers->round && !found; round++)
        found = hash_set_has(&strangers->found[round], line);
    return found;
}

/* Whether a group still has a line that it had when the lists were made. */
static bool still_has(const struct strangers *strangers, uint64_t entry, uint64_t line)
{
    const struct recurring *recurring = strangers->recurring;
    uint32_t rank = rank_of(entry);
    bool alone = leader_of(entry) != NO_LEADER;
    if (alone ? hash_set_has(&recurring->found, key_of_outlet(outlet_of(strangers, entry), line)) : recurring_has(recurring, rank, line))
        return false;
    return strangers->round == 0 || (strangers->left_out->flags[rank] & GROUP_PROTECTED) || !was_found(strangers, line);
}

/* So many of the groups that have a line tell how outlets have it. */
enum { OUTLETS_ASKED = BROUGHT_NEAR_MOST };

/*
 * Whether outlets have the line once each, or nearly: they republished a story, or quote one source, while an outlet's own lines stand in
 * several of its articles. Such lines wait for the second round. What stands around a short story, as the first paragraphs of
 * others, can outweigh it, and is gone by then.
 */
static bool is_once_an_outlet(const struct strangers *strangers, uint64_t line, const uint64_t *entries, uint64_t count)
{
    uint64_t outlets[OUTLETS_ASKED];
    size_t asked = 0, distinct = 0;
    for (uint64_t i = 0; i < count && asked < OUTLETS_ASKED; i++) {
        uint64_t source = outlet_of(strangers, entries[i]);
        size_t known = 0;
        if (!still_has(strangers, entries[i], line))
            continue;
        if (source == 0)
            return false;
        while (known < distinct && outlets[known] != source)
            known++;
        if (known == distinct)
            outlets[distinct++] = source;
        asked++;
    }
    return 2 * distinct > asked;
}

/* What is asked of the groups that have a line first. */
static void bring_near(const struct strangers *strangers, uint64_t line, const uint64_t *entries, uint64_t count)
{
    uint32_t ranks[BROUGHT_NEAR_MOST];
    size_t near = strangers->round == 0 ? OUTLETS_ASKED : STRANGERS_DRAWN, asked = 0;
    if (near > count)
        near = (size_t)count;
    for (size_t i = 0; i < near; i++)
        if (leader_of(entries[i]) == NO_LEADER)
            ranks[asked++] = rank_of(entries[i]);
        else
            __builtin_prefetch(&strangers->left_out->articles->rows[leader_of(entries[i])].source);
    recurring_bring_near(strangers->recurring, ranks, asked);
    for (unsigned round = 0; round < strangers->round; round++) /* that of this one is being made */
        hash_set_prefetch(&strangers->found[round], line);
}

/* The suspects of a piece. */
struct finding {
    struct buffer room;     /* of the lists */
    struct buffer suspects; /* struct suspect */
    struct buffer told;     /* bool, of each: whether inklings show that it is furniture */
};

/* Of so many suspects what is asked of their groups, which lies anywhere, is on its way at a time. */
enum { SUSPECTS_TOGETHER = 64 };

/*
 * Whether inklings show that the groups are strangers: that more than half of their pairs are apart. Groups that were cut share another
 * part of what is left than of what there was.
 */
static enum wirecopy_status ask_inklings(const struct left_out *left_out, const struct suspect *suspect, bool *strangers)
{
    struct inkling inklings[STRANGERS_DRAWN];
    uint32_t count = 0, apart = 0;
    for (uint32_t i = 0; i < suspect->count; i++) {
        uint32_t rank = suspect->drawn[i];
        enum wirecopy_status status;
        if (left_out->flags[rank] & GROUP_CUT)
            continue;
        status = inklings_get(left_out->inklings, groups_text(left_out->groups, rank), &inklings[count]);
        if (status != WIRECOPY_OK)
            return status;
        for (uint32_t j = 0; j < count; j++)
            apart += inklings_apart(&inklings[j], &inklings[count], suspect->one_in);
        count++;
    }
    *strangers = apart > suspect->count * (suspect->count - 1) / 4;
    return WIRECOPY_OK;
}

/* What is asked of the groups of suspects. */
static void bring_inklings_near(const struct left_out *left_out, const struct suspect *suspects, size_t count)
{
    const struct groups *groups = left_out->groups;
    for (size_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < suspects[i].count; j++)
            __builtin_prefetch(&groups->first[suspects[i].drawn[j]]);
    for (size_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < suspects[i].count; j++)
            __builtin_prefetch(&groups->members[groups->first[suspects[i].drawn[j]]]);
    for (size_t i = 0; i < count; i++)
        for (uint32_t j = 0; j < suspects[i].count; j++)
            inklings_prefetch(left_out->inklings, groups_text(groups, suspects[i].drawn[j]));
}

static enum wirecopy_status tell_by_inklings(const struct left_out *left_out, struct finding *finding)
{
    const struct suspect *suspects = (const struct suspect *)(const void *)finding->suspects.data;
    size_t count = finding->suspects.size / sizeof *suspects;
    enum wirecopy_status status = WIRECOPY_OK;
    finding->told.size = 0;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        bool told = false;
        if (i % SUSPECTS_TOGETHER == 0)
            bring_inklings_near(left_out, suspects + i, count - i < SUSPECTS_TOGETHER ? count - i : SUSPECTS_TOGETHER);
        status = ask_inklings(left_out, &suspects[i], &told);
        if (status == WIRECOPY_OK)
            status = buffer_append(&finding->told, &told, sizeof told);
    }
    return status;
}

/*
 * The last round is about lines of one outlet, whose articles the round before cut: the day's teasers stand below all of them, and are told by how
 * little the articles share only when most of these are gone. What several outlets have is a story, of which the hard-edited copies share
 * less and less. Of articles that stand as they did the answer is the same.
 */
static bool is_for_last_round(const struct strangers *strangers, const struct suspect *suspect, const uint64_t *outlets)
{
    bool one = outlets[0] != 0, changed = false;
    for (uint32_t i = 0; i < suspect->count; i++) {
        one &= outlets[i] == outlets[0];
        changed |= (strangers->left_out->flags[suspect->drawn[i]] & GROUP_CHANGED) != 0;
    }
    return one && changed;
}

static enum wirecopy_status add_suspect(const struct strangers *strangers, struct finding *finding, uint64_t line, const uint64_t *entries,
                                        uint64_t count)
{
    struct suspect suspect = {.line = line, .one_in = STRANGERS_ONE_IN};
    uint64_t outlets[STRANGERS_DRAWN] = {0};
    uint32_t openings = 0;
    for (uint64_t i = 0; i < count && suspect.count < STRANGERS_DRAWN; i++) {
        if (!still_has(strangers, entries[i], line))
            continue;
        if (strangers->round == 0 || strangers->round == STRANGERS_ROUNDS - 1)
            outlets[suspect.count] = outlet_of(strangers, entries[i]);
        if (strangers->round == 0 && !outlets[suspect.count])
            suspect.one_in = STRANGERS_AT_FIRST_ONE_IN;
        openings += is_opening(entries[i]);
        suspect.drawn[suspect.count++] = rank_of(entries[i]);
    }
    if (2 * openings >= suspect.count)
        suspect.one_in = STRANGERS_OPENING_ONE_IN;
    if (suspect.count < STRANGERS_LEAST || (strangers->round == 0 && is_once_an_outlet(strangers, line, entries, count)))
        return WIRECOPY_OK;
    if (strangers->round == STRANGERS_ROUNDS - 1 && !is_for_last_round(strangers, &suspect, outlets))
        return WIRECOPY_OK;
    suspect.without_smallest =
        strangers->round == STRANGERS_ROUNDS - 1 && suspect.count > STRANGERS_LEAST && suspect.one_in != STRANGERS_OPENING_ONE_IN;
    return buffer_append(&finding->suspects, &suspect, sizeof suspect);
}

/* Some dozens of lists are looked at together: what is asked of the later ones is on its way meanwhile. */
enum { TOGETHER_BYTES = 1 << 12 };

/* The bytes of the list that begins there; 0 where what is looked at ends before. */
static size_t list_bytes(const char *piece, size_t size, struct heading *heading)
{
    if (size < sizeof *heading)
        return 0;
    memcpy(heading, piece, sizeof *heading);
    return (size - sizeof *heading) / sizeof(uint64_t) < heading->count ? 0 : sizeof *heading + (size_t)heading->count * sizeof(uint64_t);
}

static const uint64_t *entries_of(const char *list)
{
    return (const uint64_t *)(const void *)(list + sizeof(struct heading));
}

/* Has what is asked of whole lists brought near, of one at the least; where they end. */
static size_t look_ahead(const struct strangers *strangers, const char *lists, size_t size)
{
    struct heading heading;
    size_t at = 0, bytes, together = size < TOGETHER_BYTES ? size : TOGETHER_BYTES;
    while ((bytes = list_bytes(lists + at, (at > 0 ? together : size) - at, &heading)) > 0) {
        bring_near(strangers, heading.line, entries_of(lists + at), heading.count);
        at += bytes;
        if (at >= together)
            break;
    }
    return at;
}

static uint64_t piece_at(const struct strangers *strangers, uint32_t piece)
{
    const uint64_t *starts = (const uint64_t *)(const void *)strangers->pieces.data;
    return piece < strangers->pieces.size / sizeof *starts ? starts[piece] : scratch_size(strangers->lists);
}

static enum wirecopy_status find_suspects(void *context, void *slot, uint32_t begin, uint32_t end)
{
    const struct strangers *strangers = context;
    struct finding *finding = slot;
    uint64_t at = piece_at(strangers, begin);
    size_t size = (size_t)(piece_at(strangers, end) - at);
    const void *view;
    enum wirecopy_status status = scratch_view(strangers->lists, at, size, &finding->room, &view);
    const char *lists = view;
    finding->suspects.size = 0;
    for (size_t done = 0, near = 0, list; done < size && status == WIRECOPY_OK; done += list) {
        struct heading heading = {0, 0};
        if (done == near)
            near += look_ahead(strangers, lists + near, size - near);
        list = list_bytes(lists + done, near - done, &heading);
        status = add_suspect(strangers, finding, heading.line, entries_of(lists + done), heading.count);
    }
    if (size > LISTS_A_PIECE_BYTES) /* few are so large */
        buffer_release(&finding->room);
    return status == WIRECOPY_OK ? tell_by_inklings(strangers->left_out, finding) : status;
}

/* Most are told by inklings; the others are left to be judged by their words, in order of their groups. */
static enum wirecopy_status put_suspects(void *context, void *slot, uint32_t begin, uint32_t end)
{
    struct strangers *strangers = context;
    const struct finding *finding = slot;
    const struct suspect *suspects = (const struct suspect *)(const void *)finding->suspects.data;
    const bool *told = (const bool *)(const void *)finding->told.data;
    enum wirecopy_status status = WIRECOPY_OK;
    (void)begin;
    (void)end;
    for (size_t i = 0; i < finding->suspects.size / sizeof *suspects && status == WIRECOPY_OK; i++) {
        if (told[i]) {
            status = hash_set_add(&strangers->found[strangers->round], suspects[i].line);
            continue;
        }
        status = sorter_add(strangers->sorter, (uint64_t)suspects[i].drawn[0] << 32 | suspects[i].drawn[1], scratch_size(strangers->suspects));
        if (status == WIRECOPY_OK)
            status = scratch_append(strangers->suspects, &suspects[i], sizeof suspects[i]);
    }
    return status;
}

static enum wirecopy_status find_all(struct strangers *strangers)
{
    const struct left_out *left_out = strangers->left_out;
    uint32_t slot_count = left_out_slots(left_out), pieces = (uint32_t)(strangers->pieces.size / sizeof(uint64_t));
    struct finding *findings = memory_allocate_zero(slot_count, sizeof *findings);
    void **pointers = memory_allocate(slot_count, sizeof *pointers);
    struct sweep sweep = {find_suspects, put_suspects, strangers, pointers, pieces, 1, left_out->control, slot_count};
    enum wirecopy_status status = findings && pointers ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++)
        pointers[i] = &findings[i];
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, left_out->threads);
    for (uint32_t i = 0; findings && i < slot_count; i++) {
        buffer_release(&findings[i].room);
        buffer_release(&findings[i].suspects);
        buffer_release(&findings[i].told);
    }
    memory_free(findings);
    memory_free(pointers);
    return status;
}

enum wirecopy_status strangers_find_suspects(struct strangers *strangers)
{
    enum wirecopy_status status = sorter_create(strangers->left_out->space, strangers->left_out->memory_bytes / 4, &strangers->sorter);
    if (status == WIRECOPY_OK)
        status = scratch_create(strangers->left_out->space, &strangers->suspects);
    if (status == WIRECOPY_OK)
        status = find_all(strangers);
    return status == WIRECOPY_OK ? sorter_finish(strangers->sorter) : status;
}
