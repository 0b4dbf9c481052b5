/*
 * The planner's survey. Takes: the corpus's shingle sets. Gives: of a sample of them, which pairs meet under a plan, and how alike these
 * are. Promises: it serves every rule that is no looser than the one it was made for, without a look at a text. Does not know: which plan
 * is affordable. Private to this room but for saving it.
 */
#ifndef WIRECOPY_SKETCH_SURVEY_H
#define WIRECOPY_SKETCH_SURVEY_H

#include "base/storage/saved.h"
#include "sketch/planner.h"

/* The groups of least content hash are the sample: so many, or fewer where they are long. They make 2.1 million pairs. */
enum { SURVEY_SAMPLE = 2048 };

/* Shingles of the sample: 512 an article; no share of the memory, from which the plan must not follow. They lie in scratch. */
enum { SAMPLE_BYTES = 8 << 20 };

/* A bucket of the sample larger than this is joined through anchors in earnest; here its pairs are not counted. */
enum { BUCKET_COUNTED = 64 };

/* A pair of the sample that a rule may make a candidate. */
struct surveyed_pair {
    uint32_t a, b;         /* numbers in the sample */
    uint32_t shared, keys; /* shingles, or fewer where they are too few for the rule; sampled keys */
    uint32_t band, unused; /* whether it shares a band */
};

/* What met under one plan. */
struct surveyed_plan {
    uint64_t in_bands;           /* pairs that share a band */
    uint64_t accidents;          /* candidates of the rule that was asked for when it was measured, and no matches */
    struct key_counts *keys;     /* by number in the sample */
    struct surveyed_pair *pairs; /* where they are kept */
    size_t pair_count;

    /* Where pairs are kept, what they were found by, for survey_renew: band by band the keys of all, and sampled keys above numbers; else NULL. */
    struct scratch *bands, *sampled;
};

/* {0} at first: nothing was measured yet. */
struct survey {
    bool kept;              /* asked for at first: pairs are kept for other rules; false later where they are too many */
    struct match_rule rule; /* then the loosest of these */
    uint64_t *sizes;        /* of the sets in the sample */
    uint32_t *ranks;        /* of their groups */
    size_t count;           /* of them; 0 before they are drawn */
    uint32_t plan_count;    /* plans that were measured */
    struct surveyed_plan plans[PLANS];
};
void survey_release(struct survey *survey);

/* Whether a pair is no match of a rule. */
static inline bool survey_unrelated(const struct survey *survey, const struct surveyed_pair *pair, struct match_rule rule)
{
    double a = (double)survey->sizes[pair->a], b = (double)survey->sizes[pair->b], shared = (double)pair->shared, smaller = a < b ? a : b;
    return shared / (a + b - shared) < rule.resemblance && shared / smaller < rule.containment;
}

/* Measures the next plan. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
struct surveying;
enum wirecopy_status surveying_create(const struct sets *sets, struct survey *survey, struct surveying **surveying_out);
enum wirecopy_status survey_measure(struct surveying *p, const struct plan *plan, const struct plan_asked *asked);
void surveying_free(struct surveying *p);

/* survey_saved.c: errors as saved.h. On failure there is nothing to release. */
enum wirecopy_status survey_save(const struct survey *survey, struct saving *saving);
enum wirecopy_status survey_restore(struct survey *survey, struct saved *saved, struct scratch_space *space);

/*
 * survey_again.c: what measuring anew would show where some groups are not as they were: only their pairs are found and compared. Where it
 * would cost as much, or others change too, *renewed_out is false, and the survey serves no more. Errors: as saved.h.
 */
struct changed_groups;
enum wirecopy_status survey_renew(struct survey *survey, const struct sets *sets, const struct changed_groups *changed,
                                  const struct plan_asked *asked, bool *renewed_out);

#endif
