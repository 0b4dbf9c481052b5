/* Three ways to one number: outlines where the corpus is of near copies, scratch for a huge text, else an index of one set. */
#include "match/verifier.h"

/* What is known of a pair is that of its sets, until something else is said. */
static void note_pair(struct verifier *verifier, uint32_t a, uint32_t b)
{
    verifier->last_a = a;
    verifier->last_b = b;
    verifier->outlined = false;
    verifier->huge = NULL;
    verifier->template_room.all = NULL;
}

/* Indexes one set of a pair: that which is indexed already, else the first, but not a large one, whose index would be larger still. */
static enum wirecopy_status index_one(struct verifier *verifier, struct kept_set *const sets[2])
{
    bool second = verifier->indexed != sets[0]->rank && verifier->indexed == sets[1]->rank;
    const struct kept_set *set;
    enum wirecopy_status status = WIRECOPY_OK;
    second = second || (sets[0]->count >= LARGE_LEAST && sets[1]->count < sets[0]->count);
    set = sets[second];
    verifier->last[0] = set;
    verifier->last[1] = sets[!second];
    if (verifier->indexed != set->rank)
        status = shingle_index_build_distinct(&verifier->index, set->shingles, set->count);
    verifier->indexed = status == WIRECOPY_OK ? set->rank : UINT32_MAX;
    verifier->index.members = set->shingles; /* it may have been made again elsewhere */
    return status;
}

/* Makes both sets and indexes one; the set of a huge text lies in a file. */
static enum wirecopy_status make_sets(struct verifier *verifier, uint32_t a, uint32_t b, struct kept_set *sets[2])
{
    const struct left_out *left_out = verifier->verifying->left_out;
    bool huge = group_is_huge(left_out, a) || group_is_huge(left_out, b);
    const char *before = huge ? memory_outsized(scratch_space_directory(left_out->space)) : NULL;
    enum wirecopy_status status = keeper_pair(&verifier->keeper, a, b, sets);
    if (status == WIRECOPY_OK)
        status = index_one(verifier, sets);
    if (huge)
        memory_outsized(before);
    return status;
}

enum wirecopy_status compare_sets(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out)
{
    struct kept_set *sets[2];
    const struct kept_set *other;
    enum wirecopy_status status = make_sets(verifier, a, b, sets);
    if (status != WIRECOPY_OK)
        return status;
    other = verifier->last[1];
    *match_out = (struct match){.a = a, .b = b, .size_a = (uint32_t)sets[0]->count, .size_b = (uint32_t)sets[1]->count};
    match_out->shared = (uint32_t)shingle_index_shared(&verifier->index, other->shingles, other->count);
    note_pair(verifier, a, b);
    for (size_t side = 0; side < 2; side++)
        verifier->template_room.briefs[side] = sets[side]->has_brief ? &sets[side]->brief : NULL;
    if (verifier_outlines(verifier) && sets[0]->has_brief && sets[1]->has_brief) /* these have no words */
        verifier->template_room.all = verifier->verifying->briefs;
    return WIRECOPY_OK;
}

/* Shows the outline of one of a pair; *found is false where there is none. */
static enum wirecopy_status show_outline(struct verifier *verifier, const struct outlines *outlines, uint32_t rank, size_t side, bool *found)
{
    enum wirecopy_status status;
    *found = verifier->outline_ranks[side] == rank;
    if (*found)
        return WIRECOPY_OK;
    status = outlines_view(outlines, rank, &verifier->outline_rooms[side], &verifier->outlines[side], found);
    verifier->outline_ranks[side] = status == WIRECOPY_OK && *found ? rank : UINT32_MAX;
    return status;
}

/* The same as compare_sets, where outlines can tell. */
static enum wirecopy_status compare_outlines(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out, bool *told)
{
    const struct briefs *briefs = verifier->verifying->briefs;
    const struct outlines *outlines = briefs ? briefs_outlines(briefs) : NULL;
    const struct outline *of_a = &verifier->outlines[0], *of_b = &verifier->outlines[1];
    enum wirecopy_status status = WIRECOPY_OK;
    *told = outlines != NULL;
    if (*told)
        status = show_outline(verifier, outlines, a, 0, told);
    if (status == WIRECOPY_OK && *told)
        status = show_outline(verifier, outlines, b, 1, told);
    if (status != WIRECOPY_OK || !*told)
        return status;
    *match_out = (struct match){.a = a, .b = b, .size_a = (uint32_t)of_a->brief.count, .size_b = (uint32_t)of_b->brief.count};
    match_out->shared = (uint32_t)outlines_shared(&verifier->filter, of_a, of_b);
    note_pair(verifier, a, b);
    verifier->outlined = true;
    verifier->template_room.all = briefs;
    verifier->template_room.briefs[0] = &of_a->brief;
    verifier->template_room.briefs[1] = &of_b->brief;
    return WIRECOPY_OK;
}

/* What is known of a huge text. */
static enum wirecopy_status find_huge(struct verifier *verifier, uint32_t rank, const struct large_set **large_out)
{
    struct large_sets *sets = &verifier->keeper.large;
    enum wirecopy_status status = WIRECOPY_OK;
    *large_out = large_sets_find(sets, rank);
    if (!*large_out || !(*large_out)->huge)
        status = large_sets_make(sets, verifier->verifying->sets, rank);
    *large_out = large_sets_find(sets, rank);
    return status;
}

/* The same where one of the two is huge. */
static enum wirecopy_status compare_huge(struct verifier *verifier, uint32_t a, uint32_t b, bool huge_a, struct match *match_out)
{
    const struct large_set *large;
    struct kept_set *other;
    size_t shared = 0;
    enum wirecopy_status status = find_huge(verifier, huge_a ? a : b, &large);
    if (status == WIRECOPY_OK)
        status = keeper_set(&verifier->keeper, huge_a ? b : a, &other);
    if (status == WIRECOPY_OK)
        status = large_set_shared(large, other->shingles, other->count, &shared);
    if (status != WIRECOPY_OK)
        return status;
    *match_out = (struct match){.a = a, .b = b, .shared = (uint32_t)shared};
    match_out->size_a = (uint32_t)(huge_a ? large->count : other->count);
    match_out->size_b = (uint32_t)(huge_a ? other->count : large->count);
    note_pair(verifier, a, b);
    verifier->huge = large;
    verifier->beside = other;
    verifier->template_room.briefs[!huge_a] = &large->brief;
    verifier->template_room.briefs[huge_a] = NULL;
    return WIRECOPY_OK;
}

/* The same where both are; *told is false where they would share a place. */
static enum wirecopy_status compare_both_huge(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out, bool *told)
{
    const struct large_set *large_a, *large_b;
    size_t shared = 0;
    enum wirecopy_status status;
    *told = a % LARGE_SETS != b % LARGE_SETS;
    if (!*told)
        return WIRECOPY_OK;
    status = find_huge(verifier, a, &large_a);
    if (status == WIRECOPY_OK)
        status = find_huge(verifier, b, &large_b);
    if (status == WIRECOPY_OK)
        status = huge_sets_shared(large_a->huge, large_b->huge, &shared);
    if (status != WIRECOPY_OK)
        return status;
    *match_out = (struct match){.a = a, .b = b, .shared = (uint32_t)shared, .size_a = (uint32_t)large_a->count, .size_b = (uint32_t)large_b->count};
    note_pair(verifier, a, b);
    verifier->huge = large_a;
    verifier->beside = NULL;
    verifier->template_room.briefs[0] = &large_a->brief;
    verifier->template_room.briefs[1] = &large_b->brief;
    return WIRECOPY_OK;
}

enum wirecopy_status compare_pair(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out)
{
    const struct left_out *left_out = verifier->verifying->left_out;
    bool told, huge_a, huge_b;
    enum wirecopy_status status = compare_outlines(verifier, a, b, match_out, &told);
    if (status != WIRECOPY_OK || told)
        return status;
    huge_a = group_is_huge(left_out, a);
    huge_b = group_is_huge(left_out, b);
    if (huge_a != huge_b)
        return compare_huge(verifier, a, b, huge_a, match_out);
    if (huge_a)
        status = compare_both_huge(verifier, a, b, match_out, &told);
    return status == WIRECOPY_OK && !told ? compare_sets(verifier, a, b, match_out) : status;
}
