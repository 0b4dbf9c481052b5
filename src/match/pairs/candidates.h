/*
 * Candidate pairs. Takes: shingle sets and a plan. Gives: every pair that shares a band or enough sampled keys, part by part, and of
 * those what a window admits.
 * Promises: linear time in the articles of a bucket; the same pairs for any order, memory, threads and kernel. Does not know:
 * what a match is.
 */
#ifndef WIRECOPY_MATCH_PAIRS_CANDIDATES_H
#define WIRECOPY_MATCH_PAIRS_CANDIDATES_H

#include "base/sort/distribution.h"
#include "base/storage/saved.h"
#include "learn/common/phrases.h"
#include "learn/sets.h"
#include "learn/shown/learnt.h"
#include "match/pairs/crowd_lists.h"
#include "match/sets/glances.h"
#include "sketch/planner.h"

struct candidates {
    const struct sets *sets;
    struct plan plan;
    struct match_rule rule;
    struct keys_needed needed;
    struct distribution pairs; /* those that met: the smaller rank, the larger, a bit that says whether in a band; dealt by the smaller */
    uint32_t rank_bits;        /* of a rank in pairs: no more than needed, so that they are small and sort fast */
    uint32_t part_bits;        /* a part's pairs differ in so many bits of the smaller rank, at most */
    struct key_counts *keys;   /* by rank */
    uint32_t doubling_bits;    /* the least ranks' parts are narrower: so many bits of parts for each doubling; see joining.h */
    uint32_t *keyed;           /* all pairs: the ranks whose sets are long enough, in order */
    uint32_t keyed_count;
    struct glances *glances;         /* of the sets, by text; NULL: none were made */
    const struct likeness *likeness; /* NULL, or all that met and counts, which takes the place of pairs */
    uint32_t parts;
    uint64_t giant_buckets, crowded_keys;
    struct known_crowds *noted; /* the keys of these, where somebody asked; else NULL */
    struct phrases *phrases;    /* who has phrases of furniture, likewise */
    struct common_shown *shown; /* who has common shingles, likewise */
    struct crowd_lists crowds;  /* who has these keys; none where nobody asked */
    struct crowded *crowded;    /* of a window: what those have to share that only crowds bring together; else NULL */
    bool within;                /* of a window: those that were chosen without one have a band */
    bool passages;              /* the pairs that met and share too few keys for a match are shown too, with PAIR_TOO_FEW */
};

/* Beside a pair's ranks, which have 31 bits. */
#define PAIR_TOO_FEW ((uint64_t)1 << 63)

/* Two groups that met: in a band, or by so many sampled keys. */
struct met_pair {
    uint32_t a, b;
    uint16_t keys;
    uint8_t band, unused;
};

/* What sketching is asked for beside pairs. */
struct candidates_asked {
    struct known_crowds *noted; /* NULL, or where crowds are noted */
    bool crowds;                /* what articles have of them is kept, for candidates_within and to save */
    struct saving *keys;        /* NULL, or where keys are saved before they are joined */
    struct saved *sketches;     /* NULL, or what another run saved so; by the same plan it takes the place of sketching and of glances */
    struct phrases *phrases;    /* NULL, or chosen ones, for which all groups are looked at unless sketches take the place of that */
    struct common_shown *shown; /* NULL, or who is told the common shingles of all groups, likewise */
    bool exactly;               /* it will be asked by how many keys candidates met: see candidates_met */
};

/* Sketches all sets and joins their keys. Sets under SHORT_SHINGLES have no keys. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status candidates_init(struct candidates *candidates, const struct sets *sets, const struct plan *plan, struct match_rule rule,
                                     uint64_t seed, minhash_kernel *kernel, struct candidates_asked asked);
void candidates_release(struct candidates *candidates);

/* No pairs are asked for any more; the glances are. */
void candidates_drop_pairs(struct candidates *candidates);

/*
 * Counts memory of somebody's own as used, as left_out_use, for which pairs and what was kept of crowds go to files too: they are read once, part by
 * part. *lacking_out is what is not there even so. Give it back to the space. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status candidates_use(const struct candidates *candidates, uint64_t bytes, uint64_t *lacking_out);

/*
 * Shows the pairs of a part, a << 32 | b with a < b, in order; the parts from 0 to candidates->parts - 1 one after the other
 * are all pairs in order. Any number of threads, each with its room, from which the pairs are borrowed.
 */
enum wirecopy_status candidates_part(const struct candidates *candidates, uint32_t part, struct buffer *room, const uint64_t **pairs_out,
                                     size_t *count_out);

/* The same, with how they met; needed is that of any rule. Not where all pairs are looked at, or where it was not asked for. room: two buffers. */
enum wirecopy_status candidates_met(const struct candidates *candidates, uint32_t part, const struct keys_needed *needed, struct buffer *room,
                                    const struct met_pair **pairs_out, size_t *count_out);

/*
 * within.c: those that a window admits, of candidates that kept their crowds. sets are of the parts of all's groups; all can be
 * released then. Crowded keys are joined anew among what the window admits.
 */
enum wirecopy_status candidates_within(struct candidates *within, const struct candidates *all, const struct sets *sets);

/* Has all that met and counts shown from known pairs, made of these candidates, which serve the rule; the others are forgotten. */
void candidates_show_known(struct candidates *candidates, const struct likeness *likeness);

/* Of a save: known pairs that serve the rule, whether the crowds are asked for, and where their keys are noted, or NULL. */
struct candidates_from {
    const struct likeness *likeness;
    bool crowds;
    struct known_crowds *noted;
};

/*
 * candidates_saved.c: saves what was counted of keys, and the crowds; not where all pairs are looked at.
 * Restoring takes the place of candidates_init, with the crowds where they are asked for, and with the known pairs of a rule that serves;
 * *same_plan_out is false, and there is nothing to release, where other keys were saved. Errors: as saved.h.
 */
enum wirecopy_status candidates_save(const struct candidates *candidates, struct saving *saving);
enum wirecopy_status candidates_restore(struct candidates *candidates, const struct sets *sets, const struct plan *plan, struct match_rule rule,
                                        struct candidates_from from, struct saved *saved, bool *same_plan_out);

struct changed_groups;
struct verifying;

/* Of another run: its keys, its sets, its known pairs, which are brought up to date, and which groups are not as they were then. */
struct candidates_then {
    struct saved *keys;
    const struct sets *sets;
    struct likeness *likeness;
    struct changed_groups *changed; /* more are marked where whom they meet follows from the others */
};

/*
 * again.c: candidates by the same plan where some groups are not as they were. candidates: restored from the known pairs, which they show
 * then too. verifying: its rule does not matter. Errors: as saved.h.
 */
enum wirecopy_status candidates_init_again(struct candidates *candidates, const struct verifying *verifying, uint64_t seed, minhash_kernel *kernel,
                                           struct candidates_then then);

#endif
