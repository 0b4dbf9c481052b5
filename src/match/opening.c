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

/* What most members of two clusters open with may be less, in very short stories: an eighth of the shorter, and ten shingles at the least. */
enum { OPENING_OF_MOST = 10, OPENING_OF_MOST_ONE_IN = 8 };

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

/* Whether the text of one side opens as the other does, as far as outlines say: else false. */
static bool outline_opens(const struct verifier *verifier, size_t side, struct opening opening, bool *opens)
{
    const struct outline *one = &verifier->outlines[side];
    size_t i = 0;
    while (i < outline_early(one) && opening_next(&opening, outlines_share_early(&verifier->filter, verifier->outlines, side, i)))
        i++;
    *opens = opening.is;
    return i < outline_early(one) || one->brief.count <= OUTLINE_EARLY;
}

/* Whether both do. */
static bool outlines_open_alike(const struct verifier *verifier, struct opening opening, bool *alike)
{
    bool opens, told = outline_opens(verifier, 0, opening, alike), told_of_other;
    if (told && !*alike)
        return true;
    told_of_other = outline_opens(verifier, 1, opening, &opens);
    *alike = *alike && opens;
    return told_of_other && (told || !opens);
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
    if (verifier->last_a == a && verifier->last_b == b && verifier->outlined && outlines_open_alike(verifier, one, alike_out))
        return WIRECOPY_OK;
    *alike_out = false;
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

/* Of so many words a text that is not very uniform has as many distinct shingles as an opening lies in. */
enum { OPENING_WORDS = 256 };

enum wirecopy_status may_open_alike(struct verifier *verifier, uint32_t a, uint32_t b, enum one_day one_day, bool *may_out)
{
    const struct verifying *verifying = verifier->verifying;
    const struct glance *of_a = verifier->glances[0].shown, *of_b = verifier->glances[1].shown;
    bool first = of_a->ones > of_b->ones; /* the shorter one's glance has fewer bits that others set */
    size_t least = one_day == OF_ONE_DAY ? OPENING_SHINGLES : LONG_OPENING_SHINGLES, lies_in = OPENING_BEGINS + OPENING_ONE_IN * least, count;
    const uint64_t *shingles;
    enum wirecopy_status status;
    *may_out = false;
    if (group_is_huge(verifying->left_out, a) || group_is_huge(verifying->left_out, b))
        return WIRECOPY_OK;
    status = sets_stream_first(verifying->sets, first ? a : b, OPENING_WORDS, &verifier->first_room, &shingles, &count);
    verifier->first.size = 0;
    if (status == WIRECOPY_OK)
        status = buffer_append(&verifier->first, shingles, count * sizeof *shingles);
    if (status == WIRECOPY_OK)
        status = shingle_index_keep_distinct(&verifier->keeper.counting, (uint64_t *)(void *)verifier->first.data, count, &count);
    *may_out = status != WIRECOPY_OK || count < lies_in ||
               glances_has_most(verifying->glances, first ? of_b : of_a, (const uint64_t *)(const void *)verifier->first.data, lies_in) >= least;
    return status;
}

enum wirecopy_status verify_view_set(struct verifier *verifier, uint32_t rank, struct shingle_set *set_out)
{
    struct kept_set *set;
    enum wirecopy_status status = keeper_set(&verifier->keeper, rank, &set);
    verifier->last_a = verifier->last_b = 0; /* what is shown is no longer that of a pair */
    if (status == WIRECOPY_OK)
        *set_out = (struct shingle_set){set->shingles, set->count};
    return status;
}

size_t verify_opening_least(const struct verifier *verifier, const struct match *match)
{
    uint32_t smaller = match->size_a < match->size_b ? match->size_a : match->size_b, part = smaller / OPENING_OF_MOST_ONE_IN;
    if (are_of_one_day(verifier, match->a, match->b) != OF_ONE_DAY)
        return LONG_OPENING_SHINGLES;
    return part < OPENING_OF_MOST ? OPENING_OF_MOST : part > OPENING_SHINGLES ? OPENING_SHINGLES : part;
}

enum wirecopy_status verify_opens_with(struct verifier *verifier, uint32_t rank, struct shingle_set shared, size_t least, bool *opens_out)
{
    struct opening opening = {.begin = SIZE_MAX, .least = least};
    struct shingle_set set;
    enum wirecopy_status status = verify_view_set(verifier, rank, &set);
    *opens_out = false;
    if (status != WIRECOPY_OK)
        return status;
    for (size_t i = 0; i < set.count && opening_next(&opening, shingle_set_has(shared, set.shingles[i])); i++)
        ;
    *opens_out = opening.is;
    return WIRECOPY_OK;
}
