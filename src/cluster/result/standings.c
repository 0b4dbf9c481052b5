/* The representative is found, each group is compared with it, and the most alike come first. */
#include "cluster/result/standings.h"

#include <stdlib.h>
#include <string.h>

/* The strongest first; equal ones by rank. */
static int compare_standings(const void *x, const void *y)
{
    const struct standing *a = x, *b = y;
    double alike_a = match_resemblance(&a->match), alike_b = match_resemblance(&b->match);
    if (alike_a != alike_b)
        return alike_a > alike_b ? -1 : 1;
    return a->rank < b->rank ? -1 : a->rank > b->rank;
}

/* Compares a pair, the smaller rank first as verifying wants it; size_a is then the representative's. */
static enum wirecopy_status compare_to(struct comparer *comparer, uint32_t representative, uint32_t rank, struct match *match)
{
    enum wirecopy_status status;
    uint32_t size_a;
    if (representative < rank)
        return comparer_pair(comparer, representative, rank, match);
    status = comparer_pair(comparer, rank, representative, match);
    size_a = match->size_a;
    match->size_a = match->size_b;
    match->size_b = size_a;
    return status;
}

static bool has_reference(const struct left_out *left_out, uint32_t rank)
{
    const struct groups *groups = left_out->groups;
    for (uint32_t i = groups->first[rank]; i < groups->first[rank + 1]; i++)
        if (left_out->articles->rows[groups->members[i]].flags & ARTICLE_REFERENCE)
            return true;
    return false;
}

/* Those of the groups that hold articles of the reference, into room; how many there are. */
static enum wirecopy_status list_references(const struct left_out *left_out, const uint32_t *ranks, size_t count, struct buffer *room,
                                            size_t *found_out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    room->size = 0;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
        if (has_reference(left_out, ranks[i]))
            status = buffer_append(room, &ranks[i], sizeof ranks[i]);
    *found_out = room->size / sizeof *ranks;
    return status;
}

/* The representative: of the reference where the cluster has articles of it, so that the others are compared with these. */
static enum wirecopy_status find_representative(struct standing_room *room, const struct left_out *left_out, const uint32_t *ranks, size_t count,
                                                uint32_t *representative, double *least)
{
    size_t references;
    double unused;
    enum wirecopy_status status = representative_find(&room->comparer, left_out->groups, ranks, count, representative, least);
    if (status == WIRECOPY_OK)
        status = list_references(left_out, ranks, count, &room->references, &references);
    if (status != WIRECOPY_OK || references == 0 || references == count)
        return status;
    return representative_find(&room->comparer, left_out->groups, (const uint32_t *)(const void *)room->references.data, references, representative,
                               &unused);
}

/* How each group stands to the representative. */
static enum wirecopy_status compare_all(struct comparer *comparer, const uint32_t *ranks, size_t count, uint32_t representative,
                                        struct standing *standings, bool *chain)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct match *match = &standings[i].match;
        standings[i].rank = ranks[i];
        if (ranks[i] == representative) {
            *match = (struct match){representative, representative, 0, 0, 0, VERDICT_MATCH}; /* its sizes are not asked for */
            continue;
        }
        status = compare_to(comparer, representative, ranks[i], match);
        if (status == WIRECOPY_OK && (match->verdict == VERDICT_APART || match->verdict == VERDICT_TEMPLATE)) {
            match->verdict = VERDICT_APART; /* others brought it into the cluster */
            *chain = true;
        }
    }
    return status;
}

static void put_in_order(struct standing *standings, size_t count, uint32_t representative)
{
    size_t first = 0;
    struct standing moved;
    while (standings[first].rank != representative)
        first++;
    moved = standings[first];
    memmove(standings + 1, standings, first * sizeof *standings);
    standings[0] = moved;
    qsort(standings + 1, count - 1, sizeof *standings, compare_standings);
}

/* Most clusters are one group, which is not compared with anything. */
static enum wirecopy_status stand_alone(uint32_t rank, struct buffer *found, struct stood *stood_out)
{
    struct standing standing = {{rank, rank, 0, 0, 0, VERDICT_MATCH}, rank};
    *stood_out = (struct stood){.count = 1};
    return buffer_append(found, &standing, sizeof standing);
}

enum wirecopy_status standings_find(struct standing_room *room, const struct left_out *left_out, const uint32_t *ranks, size_t count,
                                    struct buffer *found, struct stood *stood_out)
{
    struct standing *standings;
    uint32_t representative;
    double least;
    enum wirecopy_status status;
    if (count == 1)
        return stand_alone(ranks[0], found, stood_out);
    status = find_representative(room, left_out, ranks, count, &representative, &least);
    *stood_out = (struct stood){.count = count};
    if (status == WIRECOPY_OK)
        status = buffer_reserve(found, count * sizeof *standings);
    if (status != WIRECOPY_OK)
        return status;
    standings = (struct standing *)(void *)(found->data + found->size);
    status = compare_all(&room->comparer, ranks, count, representative, standings, &stood_out->chain);
    if (status != WIRECOPY_OK)
        return status;
    put_in_order(standings, count, representative);
    if (match_resemblance(&standings[count - 1].match) < least) /* the most alike come first */
        least = match_resemblance(&standings[count - 1].match);
    stood_out->diameter = 1 - least;
    found->size += count * sizeof *standings;
    return WIRECOPY_OK;
}

void standing_room_release(struct standing_room *room)
{
    verifier_free(room->comparer.verifier);
    buffer_release(&room->references);
}
