/*
 * The stages before matching. Takes: a corpus. Gives: a look at what they made. Promises: the same as clustering makes of it.
 * Does not know: who looks. Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_PIPELINE_H
#define WIRECOPY_CLUSTER_PIPELINE_H

#include "cluster/corpus.h"
#include "match/pairs/candidates.h"
#include "match/verify.h"

/* Borrowed for the time of the call. */
struct pipeline_view {
    const struct groups *groups;
    const struct left_out *left_out;
    const struct sets *sets;
    const struct candidates *candidates;
    const struct verifying *verifying;
    minhash_kernel *kernel;
    const struct learnt *learnt;   /* where lines are kept; else of nothing */
    const struct known_plan *kept; /* likewise the plan */
    const struct summary *summary;
};

typedef enum wirecopy_status pipeline_visit(void *context, const struct pipeline_view *view);

/* Runs the stages up to the candidate pairs and calls visit once. The corpus is then spent, as after clustering. */
enum wirecopy_status pipeline_show(struct wirecopy_corpus *corpus, pipeline_visit *visit, void *context);

/* The same up to the plan: candidates and verifying are none, and of what is kept of the plan crowds are not known. */
enum wirecopy_status pipeline_show_plan(struct wirecopy_corpus *corpus, pipeline_visit *visit, void *context);

/* plans.c: the plan that the options give by hand; false where the planner chooses. */
bool plan_by_hand(const struct wirecopy_options *options, struct plan *plan);

#endif
