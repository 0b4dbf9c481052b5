/*
 * Verification. Takes: a pair of groups. Gives: whether they match, how alike they are, and whether they are the same form
 * with other facts. Promises: exact arithmetic on shingle sets; the verdict depends on the two groups and what was left
 * out only. Does not know: who asked, or clusters.
 */
#ifndef WIRECOPY_MATCH_VERIFY_H
#define WIRECOPY_MATCH_VERIFY_H

#include "learn/sets.h"
#include "sketch/planner.h"

enum verdict {
    VERDICT_APART,    /* below the match rule, or not within the window */
    VERDICT_TEMPLATE, /* passes it, but is the same form with other facts */
    VERDICT_MATCH,
    VERDICT_UPDATE /* a match by rule 4: a correction of a form */
};

/* What is known of a pair; a is the smaller rank. */
struct match {
    uint32_t a, b;
    uint32_t shared, size_a, size_b; /* shingles */
    uint32_t verdict;                /* enum verdict */
};

static inline double match_resemblance(const struct match *m)
{
    uint32_t both = m->size_a + m->size_b - m->shared;
    return both ? (double)m->shared / both : 0;
}

/* Of the smaller set in the larger. */
static inline double match_containment(const struct match *m)
{
    uint32_t smaller = m->size_a < m->size_b ? m->size_a : m->size_b;
    return smaller ? (double)m->shared / smaller : 0;
}

/* Whether a pair reaches a share of a rule's thresholds. */
static inline bool match_reaches(const struct match *m, struct match_rule rule, double share)
{
    if (m->size_a < SHORT_SHINGLES || m->size_b < SHORT_SHINGLES)
        return false;
    return (m->shared >= SHARED_FOR_RESEMBLANCE && match_resemblance(m) >= share * rule.resemblance) ||
           (m->shared >= SHARED_FOR_CONTAINMENT && match_containment(m) >= share * rule.containment);
}

/*
 * The order in which clusters are joined: resemblance, or what containment is worth; of two that contain as much the one that
 * resembles more, so that a digest goes to the longest of the stories that it holds whole.
 */
#define CONTAINMENT_WORTH 0.8
static inline double match_strength(const struct match *m)
{
    double resemblance = match_resemblance(m), containment = CONTAINMENT_WORTH * match_containment(m) + 1e-9 * resemblance;
    return resemblance > containment ? resemblance : containment;
}

struct likeness;
struct briefs;
struct glances;

/* What verifying looks at; all borrowed. */
struct verifying {
    const struct sets *sets;
    const struct left_out *left_out;
    struct match_rule rule;
    const struct likeness *likeness; /* pairs whose likeness need not be found again, which serves the rule; NULL: none */
    const struct glances *glances;   /* of the sets; NULL: none */
    struct briefs *briefs;           /* made as soon as it pays; NULL: never */
    bool template_numbers;           /* of pairs that are templates it is asked what they share */
};

/* One thread's buffers. */
struct verifier;
enum wirecopy_status verifier_create(const struct verifying *verifying, struct verifier **verifier_out);
void verifier_free(struct verifier *verifier);

/* Only the sizes and what is shared; verdict is VERDICT_APART or VERDICT_MATCH by the match rule and the window. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status verify_overlap(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out);

/*
 * Whether what the pair shares, which verify_overlap saw last, begins late in both and is not nearly all of either: passages,
 * not copies.
 */
enum wirecopy_status verify_late(struct verifier *verifier, const struct match *match, bool *late_out);

/*
 * How much of the rule's thresholds was asked of a pair that passes: all, or less of what tells the same news and of what opens alike. Errors:
 * WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status verify_share_passed(struct verifier *verifier, const struct match *match, double *share_out);

/* Whether a pair of these sizes may pass, for whoever looks at all pairs: less than the rule asks is enough for the same news. */
bool verify_may_pass(const struct match *match, struct match_rule rule);

/* The whole: overlap, then, for those that pass, where the shared words begin, and the template rule. */
enum wirecopy_status verify_pair(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out);

/*
 * Keeps, in order and in place, those of count pairs, a << 32 | b with a < b, that have to be verified: the others are apart, as glances tell,
 * or what is known of them.
 * Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status verify_keep_near(struct verifier *verifier, uint64_t *pairs, size_t *count);

/* Whether that pair has to be. */
enum wirecopy_status verify_may_be_near(struct verifier *verifier, uint32_t a, uint32_t b, bool *may_out);

/*
 * As verify_pair, where of a pair that is apart nothing else is asked: its numbers may be missing. A short set against one of megabytes
 * costs a look at each of its shingles.
 */
enum wirecopy_status verify_verdict(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out);

/*
 * All that is known of a pair that met, for any rule that is no looser than that of verifying. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
struct met_pair;
struct known_pair;
enum wirecopy_status verify_known(struct verifier *verifier, const struct met_pair *met, struct known_pair *known_out);

/* The set of a group that is not huge: distinct shingles in order of its text, borrowed until the next look. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status verify_view_set(struct verifier *verifier, uint32_t rank, struct shingle_set *set_out);

/* How many shingles an opening must have that most members of the two clusters of a match have. */
size_t verify_opening_least(const struct verifier *verifier, const struct match *match);

/* Whether the text of a group that is not huge opens with so many shingles of a sorted set. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status verify_opens_with(struct verifier *verifier, uint32_t rank, struct shingle_set shared, size_t least, bool *opens_out);

/* What a pair says of joining its clusters. */
enum vote { VOTE_NONE, VOTE_FOR, VOTE_AGAINST, VOTE_HALF };

/*
 * The vote of two groups of clusters that may join: as verify_pair, but half of the match rule's shares are enough. A match
 * speaks for it, and so does what comes most of the way, a template against it. a < b.
 */
enum wirecopy_status verify_vote(struct verifier *verifier, uint32_t a, uint32_t b, enum vote *vote_out);

/* Has what is looked at of a group brought near, where it was made before: else false. */
bool verify_prefetch(const struct verifier *verifier, uint32_t rank);

/* surely.c: fills in the sizes of a pair, where they are at hand; else false. */
bool verify_sizes(const struct verifier *verifier, struct match *match);

/* What a pair shares at the least and at the most, with its sizes, as a glance tells; else false. */
bool verify_tells_bounds(const struct verifier *verifier, uint32_t a, uint32_t b, struct match *least_out, struct match *most_out);

/* Whether there is anything by which verdicts and votes are told at a glance. */
bool verify_glances(const struct verifier *verifier);

/*
 * Whether it is certain at a glance, without their sets, that verify_pair says VERDICT_TEMPLATE, and nobody asks for the numbers of such pairs:
 * then they are missing from the match.
 */
bool verify_refuses_surely(const struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out);

/*
 * Whether it is certain at a glance that verify_pair says VERDICT_MATCH or VERDICT_UPDATE, and with which numbers; or VERDICT_APART, and then with
 * whichever. False also where that has to be asked of more than what is at hand.
 */
bool verify_tells_match(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out);

/* Has what these two look at of the larger of a pair brought near. */
void verify_bring_verdict_near(const struct verifier *verifier, uint32_t b);

/* Whether the numbers of a pair that verifying found are missing. */
static inline bool match_has_no_numbers(const struct match *match)
{
    return match->size_a == 0;
}

/* Whether it is certain at a glance what verify_vote says; half: it may be told to be VOTE_FOR where it is VOTE_HALF. */
bool verify_tells_vote(struct verifier *verifier, uint32_t a, uint32_t b, bool half, enum vote *vote_out);

/* Has what a glance looks at of a group brought near. */
void verify_bring_glance_near(const struct verifier *verifier, uint32_t rank);

#endif
