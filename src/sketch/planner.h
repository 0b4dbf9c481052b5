/*
 * The planner. Takes: the corpus's shingle sets and the match rule. Gives: the keys to use, and what to expect of them.
 * Promises: the same plan for the same corpus, whatever its order; of the plans whose accidental meetings stay under 16 an
 * article, the one that finds most. Does not know: how keys are joined.
 */
#ifndef WIRECOPY_SKETCH_PLANNER_H
#define WIRECOPY_SKETCH_PLANNER_H

#include "learn/sets.h"
#include "sketch/keys.h"
#include "sketch/minhash.h"

/* The match rule: resemblance with at least 15 shared shingles, or containment with at least 20. */
struct match_rule {
    double resemblance, containment;
};
enum { SHARED_FOR_RESEMBLANCE = 15, SHARED_FOR_CONTAINMENT = 20 };

enum { FORECAST_RESEMBLANCES = 8, FORECAST_RATIOS = 4, FORECAST_LENGTHS = 5 };

/* What a plan is expected to do. */
struct forecast {
    double meetings;                              /* accidental candidate pairs an article, measured on a sample */
    double band_meetings;                         /* accidental meetings in a band an article, most of which share too few sampled keys */
    double recall, recall_containment;            /* of all matches, of those by containment alone; stated low: see planner.c */
    double by_resemblance[FORECAST_RESEMBLANCES]; /* 0.3, 0.4, ... 1.0: two articles of 100 shingles */
    double by_ratio[FORECAST_RATIOS];             /* containment at the rule's border, smaller set of 100, sizes 1:1, 1:2, 1:4, 1:10 */
    double by_length[FORECAST_LENGTHS];           /* the same, sizes 1:4, smaller set of 25, 50, 100, 200, 400 */
};

/* The chance that two sets of sizes small and large that share so many shingles have keys in common. */
double plan_recall(const struct plan *plan, double small, double large, double shared);

/* The plans to choose from, the most complete first. */
enum { PLANS = 5 };
extern const struct plan plans[PLANS];

/* Which of some, in that order, is chosen by what is expected of them: the first that can be paid for, else the one that costs least. */
size_t plan_pick(const struct forecast *forecasts, size_t count);

/* The plan of these numbers, of which 0 means that there are no such keys: the one to choose from that has them, so that it says of itself what it is. */
struct plan plan_of_numbers(uint32_t bands, uint32_t rows, uint32_t sampled_one_in);

/*
 * What to expect of a plan where only the number of articles is known: of news of usual lengths, whose accidental meetings are those of
 * the corpora on which they were measured: of plans; those of another one are UNKNOWN_MEETINGS.
 */
enum { UNKNOWN_MEETINGS = -1 };
void plan_expect(const struct plan *plan, struct match_rule rule, uint64_t articles, struct forecast *forecast_out);

/* What a plan is chosen by. */
struct plan_asked {
    struct match_rule rule;
    uint64_t seed;
    minhash_kernel *kernel;
    const struct plan *given; /* is measured, not chosen; NULL: the planner chooses */
};

/*
 * Chooses. survey: what was measured before by the same seed and plans, for a rule that is no stricter; what is not there is measured and
 * added. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
struct survey;
enum wirecopy_status plan_choose(const struct sets *sets, const struct plan_asked *asked, struct survey *survey, struct plan *plan_out,
                                 struct forecast *forecast_out);

#endif
