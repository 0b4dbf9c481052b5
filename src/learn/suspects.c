/* Lines that three groups have are collected and listed once; each round draws from the lists what it judges, most of it by inklings. */
#include "learn/suspects.h"

#include <string.h>

#include "base/sort.h"
#include "learn/inklings.h"
#include "learn/known.h"

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

enum wirecopy_status strangers_list(struct strangers *strangers)
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
        if (heading.count < STRANGERS_LEAST)
            continue;
        status = scratch_append(strangers->lists, &heading, sizeof heading);
        if (status == WIRECOPY_OK)
            status = scratch_append(strangers->lists, entries, heading.count * sizeof *entries);
    }
    buffer_release(&values);
    sorter_free(strangers->sorter);
    strangers->sorter = NULL;
    return status;
}

/* Whether a group still has a line that it had when the lists were made. */
static bool still_has(const struct strangers *strangers, uint64_t entry, uint64_t line)
{
    const struct recurring *recurring = strangers->recurring;
    uint32_t rank = rank_of(entry);
    bool alone = leader_of(entry) != NO_LEADER;
    if (alone ? hash_set_has(&recurring->found, key_of_outlet(outlet_of(strangers, entry), line)) : recurring_has(recurring, rank, line))
        return false;
    return strangers->round == 0 || (strangers->left_out->flags[rank] & GROUP_PROTECTED) || !hash_set_has(&strangers->found[0], line);
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
    hash_set_prefetch(&strangers->found[0], line);
}

/* Suspects of one round on their way: what is asked of their groups lies anywhere. */
enum { SUSPECTS_TOGETHER = 64 };
struct finding {
    struct strangers *strangers;
    struct suspect suspects[SUSPECTS_TOGETHER];
    size_t count;
};

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

/* Most are told by inklings; the others are left to be judged by their words, in order of their groups. */
static enum wirecopy_status settle(struct finding *finding)
{
    struct strangers *strangers = finding->strangers;
    const struct left_out *left_out = strangers->left_out;
    const struct groups *groups = left_out->groups;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < finding->count; i++)
        for (uint32_t j = 0; j < finding->suspects[i].count; j++)
            __builtin_prefetch(&groups->first[finding->suspects[i].drawn[j]]);
    for (size_t i = 0; i < finding->count; i++)
        for (uint32_t j = 0; j < finding->suspects[i].count; j++)
            __builtin_prefetch(&groups->members[groups->first[finding->suspects[i].drawn[j]]]);
    for (size_t i = 0; i < finding->count; i++)
        for (uint32_t j = 0; j < finding->suspects[i].count; j++)
            inklings_prefetch(left_out->inklings, groups_text(groups, finding->suspects[i].drawn[j]));
    for (size_t i = 0; i < finding->count && status == WIRECOPY_OK; i++) {
        const struct suspect *suspect = &finding->suspects[i];
        bool told = false;
        status = ask_inklings(left_out, suspect, &told);
        if (status == WIRECOPY_OK && told)
            status = hash_set_add(&strangers->found[strangers->round], suspect->line);
        if (status != WIRECOPY_OK || told)
            continue;
        status = sorter_add(strangers->sorter, (uint64_t)suspect->drawn[0] << 32 | suspect->drawn[1], scratch_size(strangers->suspects));
        if (status == WIRECOPY_OK)
            status = scratch_append(strangers->suspects, suspect, sizeof *suspect);
    }
    finding->count = 0;
    return status;
}

static enum wirecopy_status add_suspect(struct finding *finding, uint64_t line, const uint64_t *entries, uint64_t count)
{
    const struct strangers *strangers = finding->strangers;
    struct suspect suspect = {.line = line, .one_in = STRANGERS_ONE_IN};
    uint32_t openings = 0;
    for (uint64_t i = 0; i < count && suspect.count < STRANGERS_DRAWN; i++) {
        if (!still_has(strangers, entries[i], line))
            continue;
        if (strangers->round == 0 && !outlet_of(strangers, entries[i]))
            suspect.one_in = STRANGERS_AT_FIRST_ONE_IN;
        openings += is_opening(entries[i]);
        suspect.drawn[suspect.count++] = rank_of(entries[i]);
    }
    if (2 * openings >= suspect.count)
        suspect.one_in = STRANGERS_OPENING_ONE_IN;
    if (suspect.count < STRANGERS_LEAST || (strangers->round == 0 && is_once_an_outlet(strangers, line, entries, count)))
        return WIRECOPY_OK;
    finding->suspects[finding->count++] = suspect;
    return finding->count == SUSPECTS_TOGETHER ? settle(finding) : WIRECOPY_OK;
}

/* Some dozens of lists are looked at together: what is asked of the later ones is on its way meanwhile. */
enum { PIECE_BYTES = 1 << 12 };

/* The bytes of the list that begins there; 0 where the piece ends before. */
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

/* Has what is asked of the whole lists of a piece brought near; where they end. */
static size_t look_ahead(const struct strangers *strangers, const char *piece, size_t size)
{
    struct heading heading;
    size_t at = 0, bytes;
    while ((bytes = list_bytes(piece + at, size - at, &heading)) > 0) {
        bring_near(strangers, heading.line, entries_of(piece + at), heading.count);
        at += bytes;
    }
    return at;
}

/* Shows whole lists from an offset on, how many bytes of them, whose groups are on their way: one at the least. */
static enum wirecopy_status view_lists(const struct strangers *strangers, uint64_t at, struct scratch_window *window, const char **lists_out,
                                       size_t *bytes_out)
{
    uint64_t left = scratch_size(strangers->lists) - at;
    size_t size = left < PIECE_BYTES ? (size_t)left : PIECE_BYTES;
    struct heading heading;
    const void *view;
    enum wirecopy_status status = scratch_view_ahead(strangers->lists, at, size, window, &view);
    if (status != WIRECOPY_OK)
        return status;
    *bytes_out = look_ahead(strangers, view, size);
    if (*bytes_out == 0) { /* one that is larger than a piece */
        memcpy(&heading, view, sizeof heading);
        *bytes_out = sizeof heading + (size_t)heading.count * sizeof(uint64_t);
        status = scratch_view_ahead(strangers->lists, at, *bytes_out, window, &view);
    }
    *lists_out = view;
    return status;
}

enum wirecopy_status strangers_find_suspects(struct strangers *strangers)
{
    struct scratch_window window = {0};
    struct finding finding = {.strangers = strangers};
    uint64_t at = 0, size = scratch_size(strangers->lists);
    enum wirecopy_status status = sorter_create(strangers->left_out->space, strangers->left_out->memory_bytes / 4, &strangers->sorter);
    if (status == WIRECOPY_OK)
        status = scratch_create(strangers->left_out->space, &strangers->suspects);
    while (at < size && status == WIRECOPY_OK) {
        const char *lists = NULL;
        size_t bytes = 0, list;
        struct heading heading = {0, 0};
        status = view_lists(strangers, at, &window, &lists, &bytes);
        for (size_t done = 0; done < bytes && status == WIRECOPY_OK; done += list) {
            list = list_bytes(lists + done, bytes - done, &heading);
            status = add_suspect(&finding, heading.line, entries_of(lists + done), heading.count);
        }
        at += bytes;
    }
    scratch_window_release(&window);
    if (status == WIRECOPY_OK)
        status = settle(&finding);
    return status == WIRECOPY_OK ? sorter_finish(strangers->sorter) : status;
}
