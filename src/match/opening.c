/*
 * Openings. What two outlets print of one agency story begins with the same sentences, however much of the rest each cut, added and
 * rewrote: of such pairs that share less than the match rule asks, nineteen of twenty are one story when read. An opening is
 * what both begin with, and go on with as long as a third of the shingles are shared.
 */
#include <string.h>

#include "match/verifier.h"

/* It begins within a long headline and its dateline, and is at least a sentence or two: 20 shingles are 22 words, or more where some were replaced. */
enum { OPENING_BEGINS = 25, OPENING_SHINGLES = 20, OPENING_ONE_IN = 3 };

/* Otherwise it may be one outlet's form, or what the next day's news repeats: then it is longer than most of their first lines. */
enum { LONG_OPENING_SHINGLES = 30 };

/* Shared shingles are counted in order of a text. */
struct opening {
    size_t at, neighbours; /* shared ones in a row before it began */
    size_t begin, shared;  /* begin: SIZE_MAX before it began */
    size_t least;          /* shingles that are asked for */
    bool is;
};

/* Says of the next shingle whether it is shared; false where nothing can change any more. */
static bool opening_next(struct opening *opening, bool shared)
{
    opening->neighbours = shared ? opening->neighbours + 1 : 0;
    opening->at++;
    if (opening->begin == SIZE_MAX) {
        if (opening->neighbours < 2)
            return opening->at <= OPENING_BEGINS + 1;
        opening->begin = opening->at - 2;
        opening->shared = 1;
    }
    opening->shared += shared;
    if (OPENING_ONE_IN * opening->shared < opening->at - opening->begin)
        return false;
    opening->is = opening->shared >= opening->least;
    return !opening->is;
}

/* Whether the indexed text opens as the other does. */
static enum wirecopy_status indexed_opens(struct verifier *verifier, const struct kept_set *indexed, const struct kept_set *other,
                                          struct opening opening, bool *opens)
{
    uint64_t *bits;
    enum wirecopy_status status = no_marks(verifier, indexed->count, &bits);
    if (status != WIRECOPY_OK)
        return status;
    shingle_index_mark(&verifier->index, other->shingles, other->count, bits);
    for (size_t i = 0; i < indexed->count && opening_next(&opening, bits[i / 64] >> i % 64 & 1); i++)
        ;
    *opens = opening.is;
    return WIRECOPY_OK;
}

enum wirecopy_status open_alike(struct verifier *verifier, uint32_t a, uint32_t b, enum one_day one_day, bool *alike_out)
{
    const struct left_out *left_out = verifier->verifying->left_out;
    struct opening one = {.begin = SIZE_MAX, .least = one_day == OF_ONE_DAY ? OPENING_SHINGLES : LONG_OPENING_SHINGLES}, other = one;
    const struct kept_set *indexed, *beside;
    struct match match;
    enum wirecopy_status status = WIRECOPY_OK;
    *alike_out = false;
    if (group_is_huge(left_out, a) || group_is_huge(left_out, b))
        return WIRECOPY_OK;
    if (verifier->last_a != a || verifier->last_b != b || verifier->outlined || verifier->huge) /* else its sets are at hand */
        status = compare_sets(verifier, a, b, &match);
    if (status != WIRECOPY_OK)
        return status;
    indexed = verifier->last[0];
    beside = verifier->last[1];
    for (size_t i = 0; i < beside->count && opening_next(&one, shingle_index_shared(&verifier->index, beside->shingles + i, 1)); i++)
        ;
    if (!one.is)
        return WIRECOPY_OK;
    return indexed_opens(verifier, indexed, beside, other, alike_out);
}
