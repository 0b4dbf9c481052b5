/*
 * Where a huge text begins to be like another: its shingles are gone through in order until two neighbours are the other's too, or so many
 * have passed. Which of them were there before is known by a filter after Bloom (1970), so that some are taken for old that are new: what
 * depends on one of those is not told.
 */
#include <string.h>

#include "match/verifier.h"

/* Two bits a shingle, of so many; one new shingle in thirty is taken for an old one at the end. */
enum { BITS_A_SHINGLE = 16, BITS_LOG_LEAST = 12 };

struct beginning {
    const struct sets *sets;
    const struct shingle_index *other; /* what it is compared with */
    struct set_room room;
    uint64_t *met_others;        /* a bit a member of the other set that was met */
    uint64_t *seen;              /* the filter */
    unsigned shift;              /* of a hash, to the number of its bit */
    size_t after, new_ones, all; /* all: shingles so far, old ones too */
    bool last_shared;            /* the last new one is the other's too */
    bool doubtful;               /* after it one came that may be new */
    bool begins_after, told;
};

/* Whether a shingle may have been there before; it has been from now on. */
static bool see(struct beginning *b, uint64_t shingle)
{
    uint64_t one = shingle * UINT64_C(0x9e3779b97f4a7c15) >> b->shift, two = shingle * UINT64_C(0xd6e8feb86659fd93) >> b->shift;
    bool seen = b->seen[one / 64] >> one % 64 & b->seen[two / 64] >> two % 64 & 1;
    b->seen[one / 64] |= UINT64_C(1) << one % 64;
    b->seen[two / 64] |= UINT64_C(1) << two % 64;
    return seen;
}

/* Whether a member of the other set was met before; it has been from now on. number: from 1. */
static bool meet(struct beginning *b, uint32_t number)
{
    uint64_t *word = &b->met_others[(number - 1) / 64], bit = UINT64_C(1) << (number - 1) % 64;
    bool met = *word & bit;
    *word |= bit;
    return met;
}

/* The next shingle; returns whether all is said. */
static bool next(struct beginning *b, uint64_t shingle)
{
    uint32_t number = shingle_index_number(b->other, shingle);
    b->all++;
    if (number ? meet(b, number) : see(b, shingle)) { /* the other's are known for sure */
        b->doubtful |= !number;
        return false;
    }
    if (number && b->last_shared) { /* neighbours, the first of which is number new_ones at the least and all - 1 at the most */
        b->told = !b->doubtful && (b->all <= b->after + 2 || b->new_ones > b->after + 1);
        b->begins_after = b->new_ones > b->after + 1;
        return true;
    }
    b->last_shared = number > 0;
    b->doubtful = false;
    b->new_ones++;
    b->told = b->begins_after = b->new_ones > b->after + 2;
    return b->told;
}

static enum wirecopy_status look_for_beginning(void *context, uint64_t *all, size_t all_count, bool *enough)
{
    struct beginning *b = context;
    const uint64_t *shingles;
    size_t count;
    enum wirecopy_status status = sets_without_common(b->sets, &b->room, all, all_count, &shingles, &count);
    for (size_t i = 0; status == WIRECOPY_OK && i < count && !*enough; i++)
        *enough = next(b, shingles[i]);
    return status;
}

/* The index of the other set, which is that of the verifier from now on. */
static enum wirecopy_status index_other(struct verifier *verifier)
{
    const struct kept_set *other = verifier->beside;
    enum wirecopy_status status = WIRECOPY_OK;
    if (verifier->indexed != other->rank)
        status = shingle_index_build_distinct(&verifier->index, other->shingles, other->count);
    verifier->indexed = status == WIRECOPY_OK ? other->rank : UINT32_MAX;
    verifier->index.members = other->shingles;
    return status;
}

enum wirecopy_status huge_text_begins_after(struct verifier *verifier, size_t after, bool *begins_out, bool *told)
{
    const struct sets *sets = verifier->verifying->sets;
    struct beginning b = {.sets = sets, .other = &verifier->index, .after = after};
    unsigned log = BITS_LOG_LEAST;
    enum wirecopy_status status = index_other(verifier);
    while (((uint64_t)1 << log) < after * BITS_A_SHINGLE)
        log++;
    b.shift = 64 - log;
    b.seen = memory_allocate_zero((size_t)1 << (log - 6), sizeof *b.seen);
    if (status == WIRECOPY_OK && !b.seen)
        status = WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = no_marks(verifier, verifier->beside->count, &b.met_others);
    if (status == WIRECOPY_OK)
        status = huge_each(sets->left_out, verifier->huge->rank, look_for_beginning, &b);
    memory_free(b.seen);
    set_room_release(&b.room);
    *begins_out = b.begins_after;
    *told = b.told;
    return status;
}
