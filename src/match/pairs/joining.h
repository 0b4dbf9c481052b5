/* From sets to keys, and from keys to the pairs that meet. Private to this room. */
#ifndef WIRECOPY_MATCH_PAIRS_JOINING_H
#define WIRECOPY_MATCH_PAIRS_JOINING_H

#include "base/sort/shelves.h"
#include "learn/again.h"
#include "match/pairs/candidates.h"
#include "match/pairs/columns.h"

/* The keys of all groups: those of bands as they were made, sampled ones dealt by their lowest bits, what is left of them above the rank. */
struct keys {
    struct columns bands;
    struct distribution sampled;
    struct shelves saved;       /* where they were restored: the sampled ones; then the others are none */
    unsigned sampled_part_bits; /* 2^bits parts */
};
void keys_release(struct keys *keys);

/* Bits of a sampled key without those of its part's number, and of a rank. */
enum { KEY_BITS = 32 };
static inline unsigned keys_sampled_bits(const struct keys *keys, const struct candidates *candidates)
{
    return KEY_BITS - keys->sampled_part_bits + candidates->rank_bits;
}

static inline uint32_t keys_sampled_parts(const struct keys *keys)
{
    return UINT32_C(1) << keys->sampled_part_bits;
}

/* The bits of a rank, and the parts into which the pairs that meet are dealt. */
enum wirecopy_status candidates_make_parts(struct candidates *candidates);

/* Once all are dealt: parts that memory does not hold, as those of the ranks through which crowds are joined, become several. */
enum wirecopy_status candidates_dealt(struct candidates *candidates);

/*
 * The part of a smaller rank: 2^part_bits ranks each, but narrower ones for the least, of which each doubling has so many: crowds are joined through
 * their least ranks, so that those of each doubling have as many pairs. Of a million articles the largest part is then what two threads load;
 * with a quarter of these parts most pairs are dealt twice.
 */
static inline size_t candidates_part_of(const struct candidates *candidates, uint32_t rank)
{
    unsigned doubling = candidates->doubling_bits;
    unsigned bits = rank >> doubling > 1 ? 31 - doubling - (unsigned)__builtin_clz(rank) : 0;
    if (bits > candidates->part_bits)
        bits = candidates->part_bits;
    return ((size_t)bits << doubling) + (rank >> bits);
}

/* Deals a pair that met to its part. */
static inline enum wirecopy_status candidates_deal(struct candidates *candidates, uint64_t met)
{
    return distribution_add(&candidates->pairs, candidates_part_of(candidates, (uint32_t)(met >> 1 >> candidates->rank_bits)), met);
}

/* The same for a run of ranks that have a sampled key, or one of a band, in order: each of the first ones met all that come after it. */
static inline enum wirecopy_status candidates_deal_run(struct candidates *candidates, const uint32_t *ranks, size_t count, size_t firsts, bool band)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < firsts && status == WIRECOPY_OK; i++)
        status = distribution_add_beside(&candidates->pairs, candidates_part_of(candidates, ranks[i]),
                                         (uint64_t)ranks[i] << candidates->rank_bits << 1 | band, ranks + i + 1, 1, count - i - 1);
    return status;
}

/* A bucket with more articles than this is joined through anchors: its pairs are too many, and most meet elsewhere too. */
enum { GIANT_BUCKET = 64, GIANT_ANCHORS = 4, CROWD_ANCHORS = 2 };

/* Whether so many articles with one key, 32 bits, are a crowd: by their number, or, where that is known, by the key. */
static inline bool is_crowd(const struct plan *plan, bool band, uint64_t key, size_t count)
{
    size_t most = band ? GIANT_BUCKET : plan->crowd;
    if (!plan->known)
        return count > most;
    return count > KNOWN_TIMES * most || hash_set_has(band ? &plan->known->bands : &plan->known->sampled, key);
}

/* Takes a sampled key that is not counted, above its rank, from what its article has; limit: sampled_limit of the plan. */
static inline void lose_key(struct candidates *candidates, uint64_t lost, uint64_t limit)
{
    struct key_counts *counts = &candidates->keys[(uint32_t)lost];
    if (lost >> 32 <= limit >> 32 && counts->sampled > 0)
        counts->sampled--;
    if (counts->whole > 1) /* stays whole */
        counts->whole--;
}

/* Known pairs that make a part. */
enum { KNOWN_A_PART = 4096 };
uint32_t candidates_known_parts(const struct likeness *likeness);

/* sketching.c: fills keys and candidates->keys, in one walk over the words. only: NULL, or groups beside which none is sketched. */
enum wirecopy_status keys_make(struct keys *keys, struct candidates *candidates, uint64_t seed, minhash_kernel *kernel,
                               const struct changed_groups *only);

/*
 * candidates_saved.c: saves keys before they are joined, and restores them for candidates whose parts were made, with what articles had of them
 * then, which the caller frees with memory_free, on failure too; *same_plan_out is false, and nothing is restored, where they are of another
 * plan. Errors: as saved.h.
 */
enum wirecopy_status keys_save(const struct keys *keys, const struct candidates *candidates, struct saving *saving);
enum wirecopy_status keys_restore(struct keys *keys, const struct candidates *candidates, struct saved *saved, struct key_counts **counts_out,
                                  bool *same_plan_out);

/* sketching.c: its part that takes the keys themselves. */
enum wirecopy_status keys_take(struct keys *keys, const struct candidates *candidates, struct saved *saved);

/*
 * joining.c: adds the pairs that meet to candidates->pairs; keys are gone as soon as they are joined, and their scratch with them. tallied: nobody
 * will ask by how many keys a candidate met.
 */
enum wirecopy_status keys_join(struct keys *keys, struct candidates *candidates, bool tallied);

#endif
