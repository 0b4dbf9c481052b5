/*
 * What the summary says of stages that do not know it. Takes: what they made. Gives: its figures in the summary. Promises: nothing else is
 * changed. Does not know: the order of the stages. Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_NOTING_H
#define WIRECOPY_CLUSTER_NOTING_H

#include "cluster/corpus.h"
#include "sketch/planner.h"

/* The articles but repeats: how many are dated, empty, too short, and of how many outlets. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status note_articles(struct summary *summary, const struct articles *articles);

/* The keys, and what to expect of them. */
void note_plan(struct summary *summary, const struct plan *plan, const struct forecast *forecast);

#endif
