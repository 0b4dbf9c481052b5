/*
 * Known pairs. Takes: candidate pairs by keys, and how alike they are. Gives: the candidates of any rule that is no looser than
 * the one they were found for, and their verdicts, without looking at a text. Promises: the same pairs and verdicts as finding
 * them anew. Does not know: where they are saved.
 */
#ifndef WIRECOPY_MATCH_LIKENESS_H
#define WIRECOPY_MATCH_LIKENESS_H

#include "base/saved.h"
#include "match/verify.h"

/* A pair that met, in order of (a, b). */
struct known_pair {
    uint32_t a, b;
    uint32_t shared, size_a, size_b; /* shingles */
    uint16_t keys;                   /* sampled keys that both have, at most UINT16_MAX */
    uint8_t band;                    /* whether they share one */
    uint8_t verdict;                 /* enum verdict, by the rule below */
};

struct likeness {
    struct match_rule rule; /* the loosest that it serves */
    struct scratch *pairs;  /* struct known_pair */
    uint64_t count;
};

struct candidates;

/* Verifies the pairs that may be candidates under a rule. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status likeness_make(struct likeness *likeness, const struct candidates *candidates, const struct verifying *verifying);
void likeness_release(struct likeness *likeness);

/* Whether it has all that a rule asks for. */
static inline bool likeness_serves(const struct likeness *likeness, struct match_rule rule)
{
    return likeness->pairs && rule.resemblance >= likeness->rule.resemblance && rule.containment >= likeness->rule.containment;
}

enum wirecopy_status likeness_save(const struct likeness *likeness, struct saving *saving);
enum wirecopy_status likeness_restore(struct likeness *likeness, struct saved *saved, struct scratch_space *space);

/* Takes the pairs of changed groups out and puts others in their place, which are in order too. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
struct changed_groups;
enum wirecopy_status likeness_renew(struct likeness *likeness, const struct likeness *others, const struct changed_groups *changed,
                                    struct scratch_space *space);

/*
 * within.c: of known pairs of whole groups those of their parts, where that takes no new look: of groups that a window did not part,
 * and that are seen as few things. within: the parts. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
struct groups;
enum wirecopy_status likeness_within(struct likeness *within, const struct likeness *all, const struct groups *parted, struct scratch_space *space);

/* Finds a pair, a < b; its verdict is that of the rule it was found for. Any number of threads. Cost: log of the pairs. */
enum wirecopy_status likeness_find(const struct likeness *likeness, uint32_t a, uint32_t b, struct match *match_out, bool *found_out);

#endif
