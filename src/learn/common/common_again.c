/*
 * Common shingles, again. The shingles that changed groups lost and gained are counted up and down from the counts of then; who is drawn
 * for the strangers' test follows, and only tests whose groups changed are held anew. Shingles that were not counted then, and that so many
 * groups gained that they may be common now, and who has one that is common now and was not, or the reverse, are looked up in the save, or
 * found in one walk over all texts; where they are very many, in two.
 */
#include <stdlib.h>
#include <string.h>

#include "base/sort/sort.h"
#include "learn/again.h"
#include "learn/common/common_judging.h"
#include "learn/common/events.h"
#include "learn/common/shingle_holders.h"

struct recount {
    const struct left_out *now, *before;
    const struct common *then;
    const struct sets_then *known;
    const struct changed_groups *changed;
    struct common_bounds bounds;
    struct set_room room[2];
    struct common_judging *judging; /* NULL: nobody was judged yet */
    struct buffer events, drawn;    /* struct event; uint32_t: groups that have a shingle */
    struct buffer fresh;            /* struct counted_shingle: of those that were not counted then, in order */
    struct buffer sought;           /* struct sought_shingle: these, and those that are common now and were not, or the reverse */
    struct buffer holders;          /* sort_records: who has them */
    bool all_holders;               /* false: they are too many */
};

static int compare_events(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    if (x->shingle != y->shingle)
        return x->shingle < y->shingle ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

static int compare_ranks(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Whether a group that had the shingle lost it; events of the shingle stand in order of rank. */
static bool is_lost(const struct event *events, size_t count, uint32_t rank)
{
    for (size_t i = 0; i < count; i++)
        if (events[i].rank == rank)
            return !events[i].gained;
    return false;
}

/* Looks for further groups that have the row's shingle, from a rank on, until enough are drawn. */
static enum wirecopy_status draw_more(struct recount *r, struct counted_shingle *row, uint32_t members, uint32_t rank)
{
    const struct shingling shingling = r->now->shingling;
    enum wirecopy_status status = WIRECOPY_OK;
    for (; rank < r->bounds.sample && members < STRANGERS_DRAWN && status == WIRECOPY_OK; rank++) {
        struct shingle_stream stream = {NULL, 0};
        status = events_stream(r->now, rank, &r->room[1], &stream);
        if (status == WIRECOPY_OK && shingling.kernel->met(stream.shingles, stream.count, row->shingle))
            row->drawn[members++] = rank;
    }
    return status;
}

/* Counts one shingle up and down, and draws its first groups again. */
static enum wirecopy_status count_again(struct recount *r, struct counted_shingle *row, const struct event *events, size_t count)
{
    uint32_t known = row->groups < STRANGERS_DRAWN ? row->groups : STRANGERS_DRAWN, members = 0;
    uint32_t bound = row->groups < STRANGERS_DRAWN ? UINT32_MAX : row->drawn[STRANGERS_DRAWN - 1]; /* up to this one all are known */
    uint32_t *drawn;
    enum wirecopy_status status;
    r->drawn.size = 0;
    status = buffer_reserve(&r->drawn, (known + count) * sizeof *drawn);
    if (status != WIRECOPY_OK)
        return status;
    drawn = (uint32_t *)(void *)r->drawn.data;
    for (uint32_t i = 0; i < known; i++)
        if (!is_lost(events, count, row->drawn[i]))
            drawn[members++] = row->drawn[i];
    for (size_t i = 0; i < count; i++) {
        row->groups += events[i].gained ? 1 : UINT32_MAX;
        if (events[i].gained && events[i].rank <= bound)
            drawn[members++] = events[i].rank;
    }
    qsort(drawn, members, sizeof *drawn, compare_ranks);
    members = members < STRANGERS_DRAWN ? members : STRANGERS_DRAWN;
    memcpy(row->drawn, drawn, members * sizeof *drawn);
    return row->groups > r->bounds.more_than ? draw_more(r, row, members, bound + 1) : WIRECOPY_OK;
}

/* The strangers' test on the groups drawn. */
static enum wirecopy_status judge(struct recount *r, struct counted_shingle *row)
{
    bool strangers = false;
    enum wirecopy_status status = r->judging ? WIRECOPY_OK : common_judging_create(r->now, r->bounds.sample, true, &r->judging);
    if (status == WIRECOPY_OK)
        status = common_judge(r->judging, row->drawn, &strangers);
    row->strangers = strangers;
    return status;
}

/* One whose holders are looked for; one of them has it, now or before. */
static enum wirecopy_status seek(struct recount *r, uint64_t shingle, uint32_t rank, bool now)
{
    struct sought_shingle sought = {.shingle = shingle, .left_out = now ? r->now : r->before, .rank = rank};
    return buffer_append(&r->sought, &sought, sizeof sought);
}

/* A shingle that was counted then, with what became of it. */
static enum wirecopy_status take_row(struct recount *r, const struct counted_shingle *then, const struct event *events, size_t count,
                                     struct hash_set *found)
{
    struct counted_shingle row = *then;
    bool was = then->groups > r->bounds.more_than && then->strangers, is, asked;
    enum wirecopy_status status = count > 0 ? count_again(r, &row, events, count) : WIRECOPY_OK;
    is = row.groups > r->bounds.more_than;
    asked = is && (then->groups <= r->bounds.more_than || memcmp(row.drawn, then->drawn, sizeof row.drawn) != 0);
    for (uint32_t i = 0; i < STRANGERS_DRAWN && is && !asked; i++)
        asked = group_changed(r->changed, row.drawn[i]);
    if (status == WIRECOPY_OK && asked)
        status = judge(r, &row);
    is &= row.strangers != 0;
    if (status == WIRECOPY_OK && is)
        status = hash_set_add(found, row.shingle);
    if (status == WIRECOPY_OK && is != was)
        status = count > 0 ? seek(r, row.shingle, events[0].rank, events[0].gained) : seek(r, row.shingle, row.drawn[0], true);
    return status;
}

/* How many gained it. */
static size_t gained_of(const struct event *events, size_t count)
{
    size_t gained = 0;
    for (size_t i = 0; i < count; i++)
        gained += events[i].gained;
    return gained;
}

/* Events and counted shingles, both in order, side by side. */
static enum wirecopy_status recount_all(struct recount *r, struct hash_set *found)
{
    static const struct event none;
    const struct event *events = r->events.size > 0 ? (const struct event *)(const void *)r->events.data : &none;
    size_t count = r->events.size / sizeof *events, at = 0, row = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    while ((at < count || row < r->then->counted_count) && status == WIRECOPY_OK) {
        const struct counted_shingle *then = row < r->then->counted_count ? &r->then->counted[row] : NULL;
        size_t end = at;
        if (at < count && (!then || events[at].shingle <= then->shingle))
            while (end < count && events[end].shingle == events[at].shingle)
                end++;
        if (then && (end == at || events[at].shingle == then->shingle)) {
            status = take_row(r, then, events + at, end - at, found);
            row++;
        } else if (gained_of(events + at, end - at) > r->bounds.more_than - r->bounds.counted_over) {
            struct counted_shingle fresh = {.shingle = events[at].shingle};
            status = buffer_append(&r->fresh, &fresh, sizeof fresh);
            if (status == WIRECOPY_OK)
                status = seek(r, fresh.shingle, events[at].rank, events[at].gained);
        }
        at = end;
    }
    return status;
}

/* One of those that were not counted then, or NULL. */
static struct counted_shingle *find_fresh(const struct recount *r, uint64_t shingle)
{
    struct counted_shingle *rows = (struct counted_shingle *)(void *)r->fresh.data;
    size_t low = 0, high = r->fresh.size / sizeof *rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].shingle < shingle)
            low = middle + 1;
        else
            high = middle;
    }
    return low < r->fresh.size / sizeof *rows && rows[low].shingle == shingle ? &rows[low] : NULL;
}

/* A group that has one of those that were not counted then. */
static void count_holder(struct counted_shingle *row, uint32_t rank)
{
    if (row->reserved == rank + 1) /* it stands there twice */
        return;
    if (row->groups < STRANGERS_DRAWN)
        row->drawn[row->groups] = rank;
    row->groups++;
    row->reserved = rank + 1;
}

/* Counts them from their holders, which are known. */
static void count_holders(struct recount *r)
{
    const struct sort_record *holders = (const struct sort_record *)(const void *)r->holders.data;
    size_t rows = r->fresh.size / sizeof(struct counted_shingle);
    for (size_t i = 0; i < r->holders.size / sizeof *holders && rows > 0; i++) {
        struct counted_shingle *row = find_fresh(r, holders[i].key);
        if (row && holders[i].value < r->bounds.sample)
            count_holder(row, (uint32_t)holders[i].value);
    }
}

/* Counts them in a walk over the sample. */
static enum wirecopy_status count_fresh(struct recount *r, const struct hash_set *shingles)
{
    struct common fresh = {0};
    enum wirecopy_status status = common_init_known(&fresh, shingles);
    for (uint32_t rank = 0; rank < r->bounds.sample && status == WIRECOPY_OK; rank++) {
        const uint32_t *words;
        uint64_t *found;
        size_t word_count, count;
        status = left_out_words(r->now, rank, &r->room[1].view, &r->room[1].words, &words, &word_count);
        if (status == WIRECOPY_OK)
            status = shingles_hash(r->now->shingling, words, word_count, &r->room[1].shingles, &found, &count);
        for (size_t i = 0; status == WIRECOPY_OK && i < count; i++) {
            struct counted_shingle *row = common_has(&fresh, found[i]) ? find_fresh(r, found[i]) : NULL;
            if (row)
                count_holder(row, rank);
        }
    }
    common_release(&fresh);
    return status;
}

static enum wirecopy_status take_fresh(struct recount *r, struct hash_set *found)
{
    struct counted_shingle *rows = (struct counted_shingle *)(void *)r->fresh.data;
    size_t count = r->fresh.size / sizeof *rows;
    struct hash_set shingles = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
        status = hash_set_add(&shingles, rows[i].shingle);
    if (r->all_holders)
        count_holders(r);
    else if (status == WIRECOPY_OK)
        status = count_fresh(r, &shingles);
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        if (rows[i].groups > r->bounds.more_than)
            status = judge(r, &rows[i]);
        if (status == WIRECOPY_OK && rows[i].strangers)
            status = hash_set_add(found, rows[i].shingle);
    }
    hash_set_release(&shingles);
    return status;
}

static enum wirecopy_status find_events(struct recount *r)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t rank = 0; rank < r->bounds.sample && status == WIRECOPY_OK; rank++)
        if (group_changed(r->changed, rank))
            status = events_add(&r->events, r->before, r->now, rank, r->room);
    if (status == WIRECOPY_OK && r->events.size > 0)
        qsort(r->events.data, r->events.size / sizeof(struct event), sizeof(struct event), compare_events);
    return status;
}

static void recount_release(struct recount *r)
{
    set_room_release(&r->room[0]);
    set_room_release(&r->room[1]);
    common_judging_free(r->judging);
    buffer_release(&r->events);
    buffer_release(&r->drawn);
    buffer_release(&r->fresh);
    buffer_release(&r->sought);
    buffer_release(&r->holders);
}

/* The common shingles of now; who has those that are not what they were is known then, or too many have them. */
static enum wirecopy_status find_common(struct recount *r, struct sets *sets)
{
    struct hash_set found = {0};
    enum wirecopy_status status = find_events(r);
    if (status == WIRECOPY_OK)
        status = recount_all(r, &found);
    r->all_holders = true;
    if (status == WIRECOPY_OK && r->sought.size > 0)
        status = r->known->restore(r->known->context, r->known->phrases);
    if (status == WIRECOPY_OK && r->sought.size > 0)
        status = shingle_holders_find(r->known->phrases, r->changed, r->now, (struct sought_shingle *)(void *)r->sought.data,
                                      r->sought.size / sizeof(struct sought_shingle), &r->holders, &r->all_holders);
    if (status == WIRECOPY_OK && r->fresh.size > 0)
        status = take_fresh(r, &found);
    if (status == WIRECOPY_OK)
        status = common_init_known(&sets->common, &found);
    hash_set_release(&found);
    return status;
}

/* Known groups that have a shingle of some. */
static void change_holders(const struct recount *r, const struct hash_set *differing, struct changed_groups *changed)
{
    const struct sort_record *holders = (const struct sort_record *)(const void *)r->holders.data;
    for (size_t i = 0; i < r->holders.size / sizeof *holders; i++)
        if (hash_set_has(differing, holders[i].key))
            change_group(changed, (uint32_t)holders[i].value);
}

/* All groups that have one. */
static enum wirecopy_status change_concerned(const struct sets *sets, const struct hash_set *differing, struct changed_groups *changed)
{
    const struct left_out *left_out = sets->left_out;
    struct sets differ = {.left_out = left_out, .count = sets->count};
    struct set_room room = {.view = {.ahead = true}};
    enum wirecopy_status status = common_init_known(&differ.common, differing);
    for (uint32_t number = 0; number < left_out->articles->count && status == WIRECOPY_OK; number++) {
        uint32_t rank = left_out->groups->rank_of[number];
        const uint32_t *words;
        uint64_t *shingles;
        size_t word_count, count;
        if (rank == UINT32_MAX || groups_leader(left_out->groups, rank) != number || group_changed(changed, rank))
            continue;
        status = left_out_words(left_out, rank, &room.view, &room.words, &words, &word_count);
        if (status == WIRECOPY_OK)
            status = shingles_hash(left_out->shingling, words, word_count, &room.shingles, &shingles, &count);
        for (size_t i = 0; status == WIRECOPY_OK && i < count && !group_changed(changed, rank); i++)
            if (common_has(&differ.common, shingles[i]))
                change_group(changed, rank);
    }
    sets_release(&differ);
    set_room_release(&room);
    return status;
}

enum wirecopy_status sets_init_again(struct sets *sets, const struct left_out *left_out, const struct sets_then *then, struct changed_groups *changed)
{
    const struct common *common = then->common;
    struct recount r = {.now = left_out,
                        .before = then->left_out,
                        .then = common,
                        .known = then,
                        .changed = changed,
                        .bounds = common_bounds(left_out->groups->count)};
    struct hash_set differing = {0};
    enum wirecopy_status status;
    *sets = (struct sets){.left_out = left_out, .count = left_out->groups->count};
    status = find_common(&r, sets);
    if (status == WIRECOPY_OK)
        status = hash_set_add_differing(&differing, &sets->common.shingles, &common->shingles);
    if (status == WIRECOPY_OK && r.all_holders)
        change_holders(&r, &differing, changed);
    else if (status == WIRECOPY_OK && differing.count > 0)
        status = change_concerned(sets, &differing, changed);
    hash_set_release(&differing);
    recount_release(&r);
    if (status != WIRECOPY_OK)
        sets_release(sets);
    return status;
}
