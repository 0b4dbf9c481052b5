/*
 * Parts that turned out too large are dealt again by the size of their values, as often as it takes. The new blocks go to the same
 * scratch; the old ones stay there unread. What fills no block goes to scratch too: parts may be very many. Cost: three readings of what such a
 * part holds, one writing, and 1 MiB.
 */
#include <string.h>

#include "base/sort/distribution.h"

/* A block in memory for each: no more than a distribution's first parts have. */
enum { BUCKETS = 256 };

/* Values in a block, of whatever width. */
enum { VALUES_MOST = DISTRIBUTION_BLOCK_BYTES };

/* Values that belong together: whole blocks, and what is left over. */
struct pile {
    const uint32_t *blocks;
    size_t block_count;
    const unsigned char *tail;
    uint32_t tail_count;
    uint64_t above;
};

/* The parts as they will be. */
struct splitting {
    struct distribution *d;
    uint64_t most;
    unsigned shift;
    struct scratch *tails;
    struct buffer tail_at, used, above, blocks, first;
    uint64_t *room; /* VALUES_MOST: of one piece */
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
    unsigned char *tails;
    uint32_t *blocks;
};

static size_t block_bytes(const struct distribution *d)
{
    return (size_t)d->values_a_block * d->width;
}

static size_t pile_values(const struct splitting *s, const struct pile *pile)
{
    return pile->block_count * s->d->values_a_block + pile->tail_count;
}

/* Piece i of a pile into room: its blocks, then its tail. */
static enum wirecopy_status read_piece(const struct splitting *s, const struct pile *pile, size_t i, size_t *count_out)
{
    unsigned char block[DISTRIBUTION_STRIDE] = {0};
    bool whole = i < pile->block_count;
    enum wirecopy_status status = WIRECOPY_OK;
    *count_out = whole ? s->d->values_a_block : pile->tail_count;
    if (whole)
        status = scratch_read(s->d->scratch, pile->blocks[i] * (uint64_t)block_bytes(s->d), block, block_bytes(s->d));
    distribution_unpack(s->d, whole ? block : pile->tail, *count_out, pile->above, s->room);
    return status;
}

static enum wirecopy_status find_range(const struct splitting *s, const struct pile *pile, uint64_t *least, uint64_t *greatest)
{
    enum wirecopy_status status = WIRECOPY_OK;
    *least = UINT64_MAX;
    *greatest = 0;
    for (size_t i = 0; i <= pile->block_count && status == WIRECOPY_OK; i++) {
        size_t count;
        status = read_piece(s, pile, i, &count);
        for (size_t j = 0; j < count && status == WIRECOPY_OK; j++) {
            uint64_t name = s->room[j] >> s->shift;
            *least = name < *least ? name : *least;
            *greatest = name > *greatest ? name : *greatest;
        }
    }
    return status;
}

/* A pile that is small enough, or of one name, becomes a part. */
static enum wirecopy_status keep_pile(struct splitting *s, const struct pile *pile)
{
    uint64_t first = s->blocks.size / sizeof *pile->blocks, tail_at = scratch_size(s->tails);
    enum wirecopy_status status = buffer_append(&s->first, &first, sizeof first);
    if (status == WIRECOPY_OK)
        status = buffer_append(&s->blocks, pile->blocks, pile->block_count * sizeof *pile->blocks);
    if (status == WIRECOPY_OK)
        status = buffer_append(&s->used, &pile->tail_count, sizeof pile->tail_count);
    if (status == WIRECOPY_OK)
        status = buffer_append(&s->above, &pile->above, sizeof pile->above);
    if (status == WIRECOPY_OK)
        status = buffer_append(&s->tail_at, &tail_at, sizeof tail_at);
    return status == WIRECOPY_OK ? scratch_append(s->tails, pile->tail, (size_t)pile->tail_count * s->d->width) : status;
}

static size_t bucket_of(const struct dealing *dealing, uint64_t name)
{
    return (size_t)((name - dealing->least) >> dealing->shift);
}

static enum wirecopy_status count_buckets(const struct splitting *s, const struct pile *pile, struct dealing *dealing)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i <= pile->block_count && status == WIRECOPY_OK; i++) {
        size_t count;
        status = read_piece(s, pile, i, &count);
        for (size_t j = 0; j < count && status == WIRECOPY_OK; j++)
            dealing->counts[bucket_of(dealing, s->room[j] >> s->shift)]++;
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
            dealing->first[dealing->piles + 1] = dealing->first[dealing->piles] + sum / s->d->values_a_block;
            dealing->piles++;
            sum = 0;
        }
        dealing->pile_of[b] = (uint16_t)dealing->piles;
        sum += dealing->counts[b];
    }
    dealing->first[dealing->piles + 1] = dealing->first[dealing->piles] + sum / s->d->values_a_block;
    dealing->piles++;
}

static enum wirecopy_status deal_value(struct distribution *d, struct dealing *dealing, size_t pile, uint64_t value)
{
    unsigned char *tail = dealing->tails + pile * DISTRIBUTION_STRIDE;
    uint64_t stored = distribution_order(value);
    memcpy(tail + (size_t)dealing->used[pile]++ * d->width, &stored, sizeof stored);
    if (dealing->used[pile] < d->values_a_block)
        return WIRECOPY_OK;
    dealing->used[pile] = 0;
    dealing->blocks[dealing->first[pile] + dealing->filled[pile]++] = d->written++;
    return scratch_append(d->scratch, tail, block_bytes(d));
}

static enum wirecopy_status deal_values(const struct splitting *s, const struct pile *pile, struct dealing *dealing)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i <= pile->block_count && status == WIRECOPY_OK; i++) {
        size_t count;
        status = read_piece(s, pile, i, &count);
        for (size_t j = 0; j < count && status == WIRECOPY_OK; j++)
            status = deal_value(s->d, dealing, dealing->pile_of[bucket_of(dealing, s->room[j] >> s->shift)], s->room[j]);
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
    dealing->tails = memory_allocate_zero(dealing->piles, DISTRIBUTION_STRIDE);
    dealing->blocks = memory_allocate(dealing->first[dealing->piles] + 1, sizeof *dealing->blocks);
    return dealing->tails && dealing->blocks ? deal_values(s, pile, dealing) : WIRECOPY_NO_MEMORY;
}

static enum wirecopy_status split_pile(struct splitting *s, const struct pile *pile) /* NOLINT(misc-no-recursion): 8 bits of a name at a time */
{
    struct dealing *dealing;
    uint64_t greatest;
    enum wirecopy_status status;
    if (pile_values(s, pile) <= s->most)
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
                                              dealing->tails + i * DISTRIBUTION_STRIDE, dealing->used[i], pile->above});
    memory_free(dealing->tails);
    memory_free(dealing->blocks);
    memory_free(dealing);
    return status;
}

static bool is_any_larger(const struct distribution *d, uint64_t most)
{
    for (size_t part = 0; part < d->parts; part++)
        if ((d->first_block[part + 1] - d->first_block[part]) * d->values_a_block + d->used[part] > most)
            return true;
    return false;
}

/* The new parts take the place of the old ones. */
static void replace(struct distribution *d, struct splitting *s)
{
    memory_free(d->blocks);
    memory_free(d->used);
    memory_free(d->above);
    memory_free(d->block_parts);
    memory_free(d->first_block);
    scratch_space_return(d->space, d->claimed);
    d->claimed = 0;
    d->parts = s->used.size / sizeof *d->used;
    d->block_count = d->block_capacity = s->blocks.size / sizeof *d->block_parts;
    d->blocks = NULL;
    d->tails = s->tails;
    d->tail_at = (uint64_t *)(void *)s->tail_at.data;
    d->above = (uint64_t *)(void *)s->above.data;
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
    s.room = memory_allocate(VALUES_MOST, sizeof *s.room);
    status = s.room ? scratch_create(d->space, &s.tails) : WIRECOPY_NO_MEMORY;
    for (size_t part = 0; part < d->parts && status == WIRECOPY_OK; part++)
        status = split_pile(&s, &(struct pile){d->block_parts + d->first_block[part], (size_t)(d->first_block[part + 1] - d->first_block[part]),
                                               d->blocks + part * DISTRIBUTION_STRIDE, d->used[part], d->above[part]});
    memory_free(s.room);
    end = s.blocks.size / sizeof *d->block_parts;
    if (status == WIRECOPY_OK)
        status = buffer_append(&s.first, &end, sizeof end);
    if (status == WIRECOPY_OK) {
        replace(d, &s);
        return WIRECOPY_OK;
    }
    scratch_free(s.tails);
    buffer_release(&s.tail_at);
    buffer_release(&s.used);
    buffer_release(&s.above);
    buffer_release(&s.blocks);
    buffer_release(&s.first);
    return status;
}
