/* How many a group has, and their upper 16 bits, one group behind the other. */
#include "match/sets/others.h"

/* Where those of a group begin is counted in these. */
enum { UNIT = 8, UPPERS_A_UNIT = UNIT / sizeof(uint16_t) };

struct others {
    struct scratch *scratch;
    struct scratch_space *space;
    uint32_t count;
    uint32_t *at; /* of each group and one more; none where the next one's begin there too */
    uint64_t claimed;
};

void upper_filter_note(struct upper_filter *filter, uint32_t rank, const uint16_t *upper, size_t count)
{
    for (size_t i = 0; i < filter->count; i++)
        filter->bits[filter->noted[i] / 64] = 0;
    for (size_t i = 0; i < count; i++) {
        filter->noted[i] = upper[i];
        filter->bits[upper[i] / 64] |= UINT64_C(1) << upper[i] % 64;
    }
    filter->count = count;
    filter->rank = rank;
}

enum wirecopy_status others_create(struct scratch_space *space, uint32_t count, struct others **others_out)
{
    struct others *others = memory_allocate_zero(1, sizeof *others);
    enum wirecopy_status status;
    if (!others)
        return WIRECOPY_NO_MEMORY;
    others->space = space;
    others->count = count;
    others->claimed = scratch_space_claim(space, ((uint64_t)count + 1) * sizeof *others->at);
    others->at = memory_allocate_zero((size_t)count + 1, sizeof *others->at);
    status = others->at ? scratch_create(space, &others->scratch) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK) {
        scratch_keep(others->scratch);
        *others_out = others;
    } else {
        others_free(others);
    }
    return status;
}

void others_free(struct others *others)
{
    if (!others)
        return;
    scratch_free(others->scratch);
    memory_free(others->at);
    scratch_space_return(others->space, others->claimed);
    memory_free(others);
}

enum wirecopy_status others_put(struct others *others, uint32_t rank, const uint16_t *upper, size_t count)
{
    uint16_t record[(1 + OTHERS_MOST_NOTED + UPPERS_A_UNIT - 1) / UPPERS_A_UNIT * UPPERS_A_UNIT] = {(uint16_t)count};
    size_t units = (1 + count + UPPERS_A_UNIT - 1) / UPPERS_A_UNIT;
    uint64_t size = scratch_size(others->scratch);
    others->at[rank + 1] = others->at[rank];
    if (!upper || size / UNIT + units > UINT32_MAX || scratch_held(others->scratch) < size)
        return WIRECOPY_OK;
    for (size_t i = 0; i < count; i++)
        record[1 + i] = upper[i];
    others->at[rank + 1] += (uint32_t)units;
    return scratch_append(others->scratch, record, units * UNIT);
}

uint64_t others_expected(const struct others *others, uint32_t rank)
{
    return scratch_size(others->scratch) / (rank + UINT64_C(1)) * (others->count - rank - 1);
}

/* How many a group has, and behind that their upper bits; NULL where they are not at hand. */
static const uint16_t *show(const struct others *others, uint32_t rank)
{
    uint64_t begin = others->at[rank], end = others->at[rank + 1];
    return (const uint16_t *)(const void *)scratch_in_place(others->scratch, begin * UNIT, (size_t)(end - begin) * UNIT);
}

bool others_are_apart(const struct others *others, struct upper_filter *filter, uint32_t a, uint32_t b)
{
    bool first = upper_filter_takes_first(filter, a, b);
    uint32_t noted = first ? a : b;
    const uint16_t *asked = show(others, first ? b : a), *upper;
    if (!asked)
        return false;
    if (filter->rank != noted) {
        upper = show(others, noted);
        if (!upper)
            return false;
        upper_filter_note(filter, noted, upper + 1, *upper);
    }
    filter->last_b = b;
    for (size_t i = 1; i <= *asked; i++)
        if (upper_filter_has(filter, asked[i]))
            return false;
    return true;
}

void others_prefetch(const struct others *others, uint32_t rank)
{
    uint64_t begin = others->at[rank], end = others->at[rank + 1];
    scratch_prefetch(others->scratch, begin * UNIT, (size_t)(end - begin) * UNIT);
}
