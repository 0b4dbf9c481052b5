/*
 * Parts that turned out too large are dealt again by the size of their values, as often as it takes. The new blocks go to the same
 * scratch; the old ones stay there unread. Cost: three readings of what such a part holds, one writing, and 1 MiB.
 */
#include <string.h>

#include "base/distribution.h"

/* A block in memory for each: no more than a distribution's first parts have. */
enum { BUCKETS = 256, BLOCK_BYTES = DISTRIBUTION_BLOCK * sizeof(uint64_t) };

/* Values that belong together: whole blocks, and what is left over. */
struct pile {
    const uint32_t *blocks;
    size_t block_count;
    const uint64_t *tail;
    uint32_t tail_count;
};

/* The parts as they will be. */
struct splitting {
    struct distribution *d;
    uint64_t most;
    unsigned shift;
    struct buffer tails, used, blocks, first;
};

/* A pile that is dealt: which bucket goes to which smaller pile, and these. */
struct dealing {
    uint64_t least; /* name */
    unsigned shift; /* from a name's distance to its bucket */
    uint64_t counts[BUCKETS];
    uint16_t pile_of[BUCKETS];
    size_t piles;
    uint64_t first[BUCKETS + 1]; /* of each smaller pile: where its blocks stand in blocks */
    uint64_t filled[BUCKETS];
    uint32_t used[BUCKETS];
    uint64_t *tails;
    uint32_t *blocks;
};

static size_t pile_values(const struct pile *pile)
{
    return pile->block_count * DISTRIBUTION_BLOCK + pile->tail_count;
}

/* Piece i of a pile: its blocks, then its tail. */
static enum wirecopy_status read_piece(const struct splitting *s, const struct pile *pile, size_t i, uint64_t *room, const uint64_t **values_out,
                                       size_t *count_out)
{
    *values_out = i < pile->block_count ? room : pile->tail;
    *count_out = i < pile->block_count ? DISTRIBUTION_BLOCK : pile->tail_count;
    return i < pile->block_count ? scratch_read(s->d->scratch, (uint64_t)pile->blocks[i] * BLOCK_BYTES, room, BLOCK_BYTES) : WIRECOPY_OK;
}

static enum wirecopy_status find_range(const struct splitting *s, const struct pile *pile, uint64_t *least, uint64_t *greatest)
{
    uint64_t room[DISTRIBUTION_BLOCK];
    enum wirecopy_status status = WIRECOPY_OK;
    *least = UINT64_MAX;
    *greatest = 0;
    for (size_t i = 0; i <= pile->block_count && status == WIRECOPY_OK; i++) {
        const uint64_t *values;
        size_t count;
        status = read_piece(s, pile, i, room, &values, &count);
        for (size_t j = 0; j < count && status == WIRECOPY_OK; j++) {
            uint64_t name = values[j] >> s->shift;
            *least = name < *least ? name : *least;
            *greatest = name > *greatest ? name : *greatest;
        }
    }
    return status;
}

/* A pile that is small enough, or of one name, becomes a part. */
static enum wirecopy_status keep_pile(struct splitting *s, const struct pile *pile)
{
    uint64_t first = s->blocks.size / sizeof *pile->blocks;
    enum wirecopy_status status = buffer_append(&s->first, &first, sizeof first);
    if (status == WIRECOPY_OK)
        status = buffer_append(&s->blocks, pile->blocks, pile->block_count * sizeof *pile->blocks);
    if (status == WIRECOPY_OK)
        status = buffer_append(&s->used, &pile->tail_count, sizeof pile->tail_count);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&s->tails, BLOCK_BYTES);
    if (status != WIRECOPY_OK)
        return status;
    memcpy(s->tails.data + s->tails.size, pile->tail, pile->tail_count * sizeof *pile->tail);
    s->tails.size += BLOCK_BYTES;
    return WIRECOPY_OK;
}

static size_t bucket_of(const struct dealing *dealing, uint64_t name)
{
    return (size_t)((name - dealing->least) >> dealing->shift);
}

static enum wirecopy_status count_buckets(const struct splitting *s, const struct pile *pile, struct dealing *dealing)
{
    uint64_t room[DISTRIBUTION_BLOCK];
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i <= pile->block_count && status == WIRECOPY_OK; i++) {
        const uint64_t *values;
        size_t count;
        status = read_piece(s, pile, i, room, &values, &count);
        for (size_t j = 0; j < count && status == WIRECOPY_OK; j++)
            dealing->counts[bucket_of(dealing, values[j] >> s->shift)]++;
    }
    return status;
}

/* Neighbouring buckets go together while they are few enough. */
static void form_piles(const struct splitting *s, struct dealing *dealing)
{
    uint64_t sum = 0;
    dealing->piles = 0;
    for (size_t b = 0; b < BUCKETS; b++) {
        if (sum > 0 && dealing->counts[b] > 0 && sum + dealing->counts[b] > s->most) {
            dealing->first[dealing->piles + 1] = dealing->first[dealing->piles] + sum / DISTRIBUTION_BLOCK;
            dealing->piles++;
            sum = 0;
        }
        dealing->pile_of[b] = (uint16_t)dealing->piles;
        sum += dealing->counts[b];
    }
    dealing->first[dealing->piles + 1] = dealing->first[dealing->piles] + sum / DISTRIBUTION_BLOCK;
    dealing->piles++;
}

static enum wirecopy_status deal_value(struct distribution *d, struct dealing *dealing, size_t pile, uint64_t value)
{
    uint64_t *tail = dealing->tails + pile * DISTRIBUTION_BLOCK;
    tail[dealing->used[pile]++] = value;
    if (dealing->used[pile] < DISTRIBUTION_BLOCK)
        return WIRECOPY_OK;
    dealing->used[pile] = 0;
    dealing->blocks[dealing->first[pile] + dealing->filled[pile]++] = (uint32_t)(scratch_size(d->scratch) / BLOCK_BYTES);
    return scratch_append(d->scratch, tail, BLOCK_BYTES);
}

static enum wirecopy_status deal_values(const struct splitting *s, const struct pile *pile, struct dealing *dealing)
{
    uint64_t room[DISTRIBUTION_BLOCK];
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i <= pile->block_count && status == WIRECOPY_OK; i++) {
        const uint64_t *values;
        size_t count;
        status = read_piece(s, pile, i, room, &values, &count);
        for (size_t j = 0; j < count && status == WIRECOPY_OK; j++)
            status = deal_value(s->d, dealing, dealing->pile_of[bucket_of(dealing, values[j] >> s->shift)], values[j]);
    }
    return status;
}

/* Deals a pile into smaller ones: the least and the greatest name are in different buckets, so that each is smaller. */
static enum wirecopy_status deal_pile(const struct splitting *s, const struct pile *pile, struct dealing *dealing, uint64_t greatest)
{
    enum wirecopy_status status;
    while ((greatest - dealing->least) >> dealing->shift >= BUCKETS)
        dealing->shift++;
    status = count_buckets(s, pile, dealing);
    if (status != WIRECOPY_OK)
        return status;
    form_piles(s, dealing);
    dealing->tails = memory_allocate(dealing->piles * DISTRIBUTION_BLOCK, sizeof *dealing->tails);
    dealing->blocks = memory_allocate(dealing->first[dealing->piles] + 1, sizeof *dealing->blocks);
    return dealing->tails && dealing->blocks ? deal_values(s, pile, dealing) : WIRECOPY_NO_MEMORY;
}

static enum wirecopy_status split_pile(struct splitting *s, const struct pile *pile) /* NOLINT(misc-no-recursion): 8 bits of a name at a time */
{
    struct dealing *dealing;
    uint64_t greatest;
    enum wirecopy_status status;
    if (pile_values(pile) <= s->most)
        return keep_pile(s, pile);
    dealing = memory_allocate_zero(1, sizeof *dealing);
    if (!dealing)
        return WIRECOPY_NO_MEMORY;
    status = find_range(s, pile, &dealing->least, &greatest);
    if (status == WIRECOPY_OK && dealing->least == greatest)
        status = keep_pile(s, pile);
    else if (status == WIRECOPY_OK)
        status = deal_pile(s, pile, dealing, greatest);
    for (size_t i = 0; i < dealing->piles && status == WIRECOPY_OK; i++)
        status = split_pile(s, &(struct pile){dealing->blocks + dealing->first[i], (size_t)dealing->filled[i],
                                              dealing->tails + i * DISTRIBUTION_BLOCK, dealing->used[i]});
    memory_free(dealing->tails);
    memory_free(dealing->blocks);
    memory_free(dealing);
    return status;
}

static bool is_any_larger(const struct distribution *d, uint64_t most)
{
    for (size_t part = 0; part < d->parts; part++)
        if ((d->first_block[part + 1] - d->first_block[part]) * DISTRIBUTION_BLOCK + d->used[part] > most)
            return true;
    return false;
}

/* The new parts take the place of the old ones. */
static void replace(struct distribution *d, struct splitting *s)
{
    memory_free(d->blocks);
    memory_free(d->used);
    memory_free(d->block_parts);
    memory_free(d->first_block);
    d->parts = s->used.size / sizeof *d->used;
    d->block_count = d->block_capacity = s->blocks.size / sizeof *d->block_parts;
    d->blocks = (uint64_t *)(void *)s->tails.data;
    d->used = (uint32_t *)(void *)s->used.data;
    d->block_parts = (uint32_t *)(void *)s->blocks.data;
    d->first_block = (uint64_t *)(void *)s->first.data;
}

enum wirecopy_status distribution_split(struct distribution *d, uint64_t most, unsigned shift)
{
    struct splitting s = {.d = d, .most = most, .shift = shift};
    uint64_t end;
    enum wirecopy_status status = WIRECOPY_OK;
    if (!is_any_larger(d, most))
        return WIRECOPY_OK;
    for (size_t part = 0; part < d->parts && status == WIRECOPY_OK; part++)
        status = split_pile(&s, &(struct pile){d->block_parts + d->first_block[part], (size_t)(d->first_block[part + 1] - d->first_block[part]),
                                               d->blocks + part * DISTRIBUTION_BLOCK, d->used[part]});
    end = s.blocks.size / sizeof *d->block_parts;
    if (status == WIRECOPY_OK)
        status = buffer_append(&s.first, &end, sizeof end);
    if (status == WIRECOPY_OK) {
        replace(d, &s);
        return WIRECOPY_OK;
    }
    buffer_release(&s.tails);
    buffer_release(&s.used);
    buffer_release(&s.blocks);
    buffer_release(&s.first);
    return status;
}
