/*
 * Other furniture, again. Takes: what another run over the same articles left out and by which lines, and a furniture file. Gives: what is
 * left out by the file, and which groups that changes. Promises: the same as learning nothing and reading the file; only groups that
 * have a line which the two tell apart are gone through. Does not know: where the other run was saved.
 */
#ifndef WIRECOPY_LEARN_AGAIN_H
#define WIRECOPY_LEARN_AGAIN_H

#include "learn/lines/known.h"
#include "learn/left_out.h"
#include "learn/sets.h"

/* All lines that the rules went by, found or known. */
struct line_rules {
    struct known lines;
    struct hash_set met;     /* of those that go everywhere: those that some article has */
    struct scratch *holders; /* struct line_holder of holders.h: who has the others; NULL: not known */
    bool mixed;              /* what was known went first, then what was found: the lines alone do not say what that left */
};
void line_rules_release(struct line_rules *rules);
enum wirecopy_status line_rules_save(const struct line_rules *rules, struct saving *saving);

/* On failure there is nothing to release. */
enum wirecopy_status line_rules_restore(struct line_rules *rules, struct saved *saved, struct scratch_space *space);

/* Groups of which something is not as it was, a bit by rank. */
struct changed_groups {
    uint8_t *bits;
    uint32_t count; /* that are changed */
};
void changed_groups_release(struct changed_groups *changed);

static inline bool group_changed(const struct changed_groups *changed, uint32_t rank)
{
    return changed->bits[rank / 8] >> rank % 8 & 1;
}

static inline void change_group(struct changed_groups *changed, uint32_t rank)
{
    changed->count += !group_changed(changed, rank);
    changed->bits[rank / 8] |= (uint8_t)(1 << rank % 8);
}

/*
 * Has a restored left_out leave out what left_out->known says. before: the rules of then, not mixed. Changed are the groups of which
 * other lines are out, or that are forms now, or no longer. Errors: WIRECOPY_NO_MEMORY, WIRECOPY_IO.
 */
enum wirecopy_status left_out_learn_again(struct left_out *left_out, const struct line_rules *before, bool built_in, struct changed_groups *changed);

/*
 * What is known of then: what was left out, the common shingles and how often shingles were counted, and phrases of furniture, which are none until
 * they are asked for. Errors of restore: as saved.h.
 */
struct phrases;
struct sets_then {
    const struct left_out *left_out;
    const struct common *common;
    struct phrases *phrases;
    enum wirecopy_status (*restore)(const void *context, struct phrases *phrases);
    const void *context;
};

/* common_again.c: what sets_init makes, from what is known of then. Groups that lose or gain a common shingle are changed too. */
enum wirecopy_status sets_init_again(struct sets *sets, const struct left_out *left_out, const struct sets_then *then,
                                     struct changed_groups *changed);

#endif
