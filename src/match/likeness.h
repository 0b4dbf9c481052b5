/*
 * Known pairs. Takes: candidate pairs by keys, and how alike they are. Gives: the candidates of any rule that is no looser than
 * the one they were found for, and their verdicts, without looking at a text. Promises: the same pairs and verdicts as finding
 * them anew. Does not know: where they are saved.
 */
#ifndef WIRECOPY_MATCH_LIKENESS_H
#define WIRECOPY_MATCH_LIKENESS_H

#include "base/storage/saved.h"
#include "match/verify.h"

/* What is known of a pair beside its numbers. None of it depends on a rule. */
enum known_how {
    KNOWN_BAND = 1,       /* it shares a band */
    KNOWN_ASKED = 2,      /* the next two are known */
    KNOWN_NEWS = 4,       /* outlets, dates and titles say that it is the same news */
    KNOWN_OPENS = 8,      /* its texts open alike, as outlets and dates ask of them */
    KNOWN_JUDGED = 16,    /* the next two are known, and the verdict */
    KNOWN_LATE = 32,      /* it shares passages only */
    KNOWN_LATE_NEWS = 64, /* the same where it passes as the same news */
    KNOWN_FAR = 128       /* glances told that it is apart under every rule that it serves; its numbers were not asked, and are 0 */
};

/* A pair that met, in order of (a, b). */
struct known_pair {
    uint32_t a, b;
    uint32_t shared, size_a, size_b; /* shingles */
    uint16_t keys;                   /* sampled keys that both have, at most UINT16_MAX */
    uint8_t how;                     /* enum known_how */
    uint8_t verdict;                 /* enum verdict, of the template rule; VERDICT_APART where it was not asked */
};

/* Its numbers, with the verdict of a pair that passes by the match rule. */
static inline struct match known_match(const struct known_pair *known)
{
    uint32_t verdict = known->how & KNOWN_LATE ? VERDICT_APART : known->verdict;
    return (struct match){known->a, known->b, known->shared, known->size_a, known->size_b, verdict};
}

struct likeness {
    struct match_rule rule; /* the loosest that it serves */
    struct scratch *pairs;  /* struct known_pair */
    uint64_t count;
    uint32_t
        *whole_of; /* NULL, or of each part that a window made of groups: the group of which it is all, by which it is known; UINT32_MAX: of none */
};

struct candidates;

/* What was known before, and which groups are not as they were then; {NULL, NULL}: nothing. */
struct changed_groups;
struct likeness_before {
    const struct likeness *likeness;
    const struct changed_groups *changed;
};

/*
 * knowing.c: verifies the pairs that may be candidates under a rule, but for those that glances tell apart, and of groups that are as they were
 * those that were known before. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status likeness_make(struct likeness *likeness, const struct candidates *candidates, const struct verifying *verifying,
                                   struct likeness_before before);
void likeness_release(struct likeness *likeness);

/* Whether it has all that a rule asks for. */
static inline bool likeness_serves(const struct likeness *likeness, struct match_rule rule)
{
    return likeness->pairs && rule.resemblance >= likeness->rule.resemblance && rule.containment >= likeness->rule.containment;
}

enum wirecopy_status likeness_save(const struct likeness *likeness, struct saving *saving);
enum wirecopy_status likeness_restore(struct likeness *likeness, struct saved *saved, struct scratch_space *space);

/* Takes the pairs of changed groups out and puts others in their place, which are in order too. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status likeness_renew(struct likeness *likeness, const struct likeness *others, const struct changed_groups *changed,
                                    struct scratch_space *space);

/*
 * within.c: known pairs of whole groups as those of their parts, where that takes no new look: of groups that a window did not part, and that
 * are seen as few things. All but whole_of, which the caller frees with memory_free unless it takes the place of all's, is borrowed from all. Errors:
 * WIRECOPY_NO_MEMORY.
 */
struct groups;
enum wirecopy_status likeness_within(struct likeness *within, const struct likeness *all, const struct groups *parted, uint32_t whole_count);

/*
 * Finds a pair, a < b. *at: the place behind the last one that was asked for, 0 at first; whoever asks in order finds the next one near it.
 * Any number of threads. Cost: log of the pairs between the two.
 */
enum wirecopy_status likeness_find(const struct likeness *likeness, uint32_t a, uint32_t b, uint64_t *at, struct known_pair *known_out,
                                   bool *found_out);

#endif
