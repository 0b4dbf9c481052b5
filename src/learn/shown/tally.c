/* A row of bits a shingle: one for each day that there is, one for each outlet. Cost: some 5 ns an occurrence. */
#include "learn/shown/tally.h"

#include <string.h>

/* Days or outlets of the articles, in order, each once. */
struct values {
    uint64_t *at;
    size_t count;
};

/* What was counted of a shingle beside its bits. */
struct counted {
    uint32_t last;  /* 1 + the rank of the group that was counted last */
    uint32_t least; /* of the ranks */
    uint32_t articles;
};

struct tally {
    const struct left_out *left_out;
    const struct common *common;
    uint64_t *shingles; /* in order */
    uint32_t *numbers;  /* of these, by place in common->places */
    struct counted *counted;
    struct values days, outlets;
    uint64_t *bits;
    size_t words;         /* of bits a shingle */
    struct buffer places; /* uint32_t: of what may be common among a group's shingles */
    struct buffer seen;   /* uint32_t: numbers of the bits of a group's members, each less one; UINT32_MAX: unknown */
};

static uint64_t day_of(const struct article *row)
{
    return (uint32_t)row->day ^ 0x80000000u;
}

/* Lists days, or outlets. */
static enum wirecopy_status list_values(const struct articles *articles, bool outlets, struct values *values)
{
    uint64_t *listed = memory_allocate(articles->count + 1, sizeof *listed);
    size_t count = 0;
    if (!listed)
        return WIRECOPY_NO_MEMORY;
    for (size_t i = 0; i < articles->count; i++) {
        const struct article *row = &articles->rows[i];
        uint64_t value = outlets ? row->source : day_of(row);
        listed[count] = value;
        count += (outlets ? value != 0 : row->day != NO_DAY) && (count == 0 || listed[count - 1] != value);
    }
    sort_u64(listed, count);
    *values = (struct values){listed, 0};
    for (size_t i = 0; i < count; i++)
        if (values->count == 0 || listed[values->count - 1] != listed[i])
            listed[values->count++] = listed[i];
    return WIRECOPY_OK;
}

/* Where a value stands that is there. */
static uint32_t number_of(const struct values *values, uint64_t value)
{
    size_t low = 0, high = values->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (values->at[middle] <= value)
            low = middle;
        else
            high = middle;
    }
    return (uint32_t)low;
}

/* Numbers the shingles, and the places where they are looked up. */
static enum wirecopy_status number_shingles(struct tally *tally)
{
    const struct hash_set *set = &tally->common->shingles;
    size_t count = 0, mask = tally->common->places_mask;
    tally->shingles = memory_allocate(set->count + 1, sizeof *tally->shingles);
    tally->numbers = memory_allocate(2 * (mask + 1), sizeof *tally->numbers);
    if (!tally->shingles || !tally->numbers)
        return WIRECOPY_NO_MEMORY;
    for (size_t i = 0; i <= set->mask; i++)
        if (set->places[i])
            tally->shingles[count++] = set->places[i];
    sort_u64(tally->shingles, count);
    for (size_t i = 0; i < count; i++) {
        size_t place = common_place(mask, tally->shingles[i], 0);
        if (tally->common->places[place] != tally->shingles[i])
            place = common_place(mask, tally->shingles[i], 1);
        tally->numbers[place] = (uint32_t)i;
    }
    return WIRECOPY_OK;
}

enum wirecopy_status tally_create(const struct left_out *left_out, const struct common *common, uint64_t most_bytes, struct tally **tally_out)
{
    size_t count = common->shingles.count;
    struct tally *tally;
    enum wirecopy_status status;
    *tally_out = NULL;
    if (!common->places || common->shingles.has_zero || left_out->articles->count * sizeof(uint64_t) > most_bytes)
        return WIRECOPY_OK;
    tally = memory_allocate_zero(1, sizeof *tally);
    if (!tally)
        return WIRECOPY_NO_MEMORY;
    tally->left_out = left_out;
    tally->common = common;
    status = list_values(left_out->articles, false, &tally->days);
    if (status == WIRECOPY_OK)
        status = list_values(left_out->articles, true, &tally->outlets);
    tally->words = (tally->days.count + tally->outlets.count + 63) / 64;
    if (status == WIRECOPY_OK && count * (tally->words * sizeof *tally->bits + sizeof *tally->counted) > most_bytes) {
        tally_free(tally);
        return WIRECOPY_OK;
    }
    if (status == WIRECOPY_OK)
        status = number_shingles(tally);
    tally->bits = memory_allocate_zero(count * tally->words + 1, sizeof *tally->bits);
    tally->counted = memory_allocate_zero(count, sizeof *tally->counted);
    if (status == WIRECOPY_OK && !(tally->bits && tally->counted))
        status = WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        *tally_out = tally;
    else
        tally_free(tally);
    return status;
}

void tally_free(struct tally *tally)
{
    if (!tally)
        return;
    memory_free(tally->shingles);
    memory_free(tally->numbers);
    memory_free(tally->counted);
    memory_free(tally->days.at);
    memory_free(tally->outlets.at);
    memory_free(tally->bits);
    buffer_release(&tally->places);
    buffer_release(&tally->seen);
    memory_free(tally);
}

/* The bits that the members of a group set. */
static enum wirecopy_status see_members(struct tally *tally, uint32_t rank)
{
    const struct groups *groups = tally->left_out->groups;
    uint32_t bits[2], days = (uint32_t)tally->days.count;
    enum wirecopy_status status = WIRECOPY_OK;
    tally->seen.size = 0;
    for (uint32_t i = groups->first[rank]; i < groups->first[rank + 1] && status == WIRECOPY_OK; i++) {
        const struct article *row = &tally->left_out->articles->rows[groups->members[i]];
        size_t count = 0;
        if (row->day != NO_DAY)
            bits[count++] = number_of(&tally->days, day_of(row));
        if (row->source)
            bits[count++] = days + number_of(&tally->outlets, row->source);
        status = buffer_append(&tally->seen, bits, count * sizeof *bits);
    }
    return status;
}

/* A shingle that a group has. */
static void count_shingle(struct tally *tally, uint32_t rank, uint32_t number)
{
    struct counted *counted = &tally->counted[number];
    uint64_t *bits = tally->bits + number * tally->words;
    const uint32_t *seen = (const uint32_t *)(const void *)tally->seen.data;
    if (counted->last == rank + 1) /* it has it twice */
        return;
    counted->least = counted->last == 0 || rank < counted->least ? rank : counted->least;
    counted->last = rank + 1;
    counted->articles += groups_size(tally->left_out->groups, rank);
    for (size_t i = 0; i < tally->seen.size / sizeof *seen; i++)
        bits[seen[i] / 64] |= UINT64_C(1) << seen[i] % 64;
}

enum wirecopy_status tally_group(struct tally *tally, uint32_t rank, const uint64_t *shingles, size_t count)
{
    const struct common *common = tally->common;
    uint32_t *places;
    size_t found;
    enum wirecopy_status status = see_members(tally, rank);
    tally->places.size = 0;
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&tally->places, (count + SHINGLES_BEHIND) * sizeof *places);
    if (status != WIRECOPY_OK)
        return status;
    places = (uint32_t *)(void *)tally->places.data;
    found = tally->left_out->shingling.kernel->find(shingles, count, common->filter, COMMON_FILTER_BITS, places);
    for (size_t i = 0; i < found; i++) {
        uint64_t shingle = shingles[places[i]];
        size_t first = common_place(common->places_mask, shingle, 0), second = common_place(common->places_mask, shingle, 1);
        if (shingle && common->places[first] == shingle)
            count_shingle(tally, rank, tally->numbers[first]);
        else if (shingle && common->places[second] == shingle)
            count_shingle(tally, rank, tally->numbers[second]);
    }
    return WIRECOPY_OK;
}

/* How many bits are set from one to another. */
static uint32_t ones_of(const uint64_t *bits, size_t begin, size_t end)
{
    uint32_t ones = 0;
    for (size_t i = begin; i < end; i++)
        ones += (uint32_t)(bits[i / 64] >> i % 64 & 1);
    return ones;
}

enum wirecopy_status tally_put(const struct tally *tally, struct gathering *g)
{
    size_t days = tally->days.count, both = days + tally->outlets.count;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < tally->common->shingles.count && status == WIRECOPY_OK; i++) {
        const struct counted *counted = &tally->counted[i];
        const uint64_t *bits = tally->bits + i * tally->words;
        struct draft draft = {tally->shingles[i], counted->least, counted->articles, ones_of(bits, 0, days), ones_of(bits, days, both)};
        if (counted->articles > 0)
            status = gathering_add_draft(g, &draft);
    }
    return status;
}
