/*
 * Of a pair the bits that both have are counted; the shingles without a bit are compared by their upper 16 bits first, and all of them only where
 * two are equal.
 */
#include <string.h>

#include "base/bits.h"
#include "match/sets/outlines.h"

static void forget_in_both(struct outline_filter *filter)
{
    if (filter->any_in_both)
        memset(filter->in_both, 0, sizeof filter->in_both);
    filter->any_in_both = false;
}

/* The place of a shingle among the others of an outline, from 1; 0: it is none. */
static uint32_t place_of_other(const struct outline *outline, uint16_t upper, uint64_t shingle)
{
    for (uint32_t k = 0; k < outline->other_count; k++)
        if (outline->upper[k] == upper && outline->others[k] == shingle)
            return k + 1;
    return 0;
}

static void note_in_both(struct outline_filter *filter, size_t side, size_t place)
{
    filter->in_both[side][place / 64] |= UINT64_C(1) << place % 64;
}

/* How many of the others two share. One of them is the filter's. */
static size_t others_shared(struct outline_filter *filter, const struct outline *a, const struct outline *b)
{
    bool first = upper_filter_takes_first(&filter->upper, a->rank, b->rank);
    const struct outline *noted = first ? a : b, *asked = first ? b : a;
    size_t shared = 0;
    if (filter->upper.rank != noted->rank)
        upper_filter_note(&filter->upper, noted->rank, noted->upper, noted->other_count);
    filter->upper.last_b = b->rank;
    forget_in_both(filter);
    for (size_t i = 0; i < asked->other_count; i++)
        if (__builtin_expect(upper_filter_has(&filter->upper, asked->upper[i]), 0)) {
            uint32_t place = place_of_other(noted, asked->upper[i], asked->others[i]);
            if (!place)
                continue;
            note_in_both(filter, first, i);
            note_in_both(filter, !first, place - 1);
            shared++;
        }
    filter->any_in_both = shared > 0;
    return shared;
}

size_t outlines_shared(struct outline_filter *filter, const struct outline *a, const struct outline *b)
{
    return bits_in_both(a->bits, b->bits, a->words) + others_shared(filter, a, b);
}

bool outlines_share_early(const struct outline_filter *filter, const struct outline pair[2], size_t side, size_t i)
{
    uint32_t number = pair[side].early[i], place = number & ~(uint32_t)OUTLINE_IS_OTHER;
    if (number & OUTLINE_IS_OTHER)
        return filter->in_both[side][place / 64] >> place % 64 & 1;
    return pair[!side].bits[(number - 1) / 64] >> (number - 1) % 64 & 1;
}

bool outlines_begin_at(const struct outline_filter *filter, const struct outline pair[2], size_t side, size_t one_in, size_t *at_out)
{
    const struct outline *one = &pair[side];
    bool before = false;
    for (size_t i = 0; i < outline_early(one); i++) {
        bool shared = outlines_share_early(filter, pair, side, i);
        *at_out = i - 1;
        if (shared && before)
            return true;
        before = shared;
    }
    *at_out = one->brief.count <= OUTLINE_EARLY ? one->brief.count : OUTLINE_EARLY - 1;
    return one->brief.count <= OUTLINE_EARLY || one_in * *at_out > one->brief.count;
}
