/*
 * The stages of the pipeline. Takes: what those before them made. Gives: what those behind them need, and its figures in the summary. Promises:
 * a stage that fails leaves what can be released. Does not know: who asked for them. Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_STAGES_H
#define WIRECOPY_CLUSTER_STAGES_H

#include "cluster/again.h"
#include "cluster/checkpoint/checkpoint.h"
#include "cluster/corpus.h"
#include "cluster/quorum/quorum.h"
#include "learn/shown/learnt.h"
#include "match/sets/briefs.h"

/* What is not for scratch is for the buffers of one stage at a time. */
enum { BUFFER_SHARE = 8 };

/* Everything between the articles and the arrangement of their clusters. */
struct pipeline {
    struct wirecopy_corpus *corpus;
    struct summary *summary;
    struct stopwatch stopwatch;
    struct groups groups;
    struct left_out left_out;
    struct learnt learnt;
    struct known_plan kept; /* the plan, where it is kept */
    struct sets sets;
    struct survey survey;
    struct candidates candidates;
    struct checkpoint checkpoint;
    struct saved *restored; /* what an earlier run learnt; NULL: nothing that fits */
    struct again again;     /* what one with another furniture file did */
    struct line_rules rules;
    struct phrases phrases; /* of furniture, where they are saved */
    struct likeness likeness;
    struct matches matches;
    struct quorum quorum;
    struct verifying verifying;
    struct briefs *briefs;
    const struct minhash_variant *minhash;
    bool without_pairs;    /* nobody asks for them: keys are neither made nor joined */
    struct holdings spent; /* of the clustering's, what only the pipeline asks for */
};

/* Notes the time of the stage that ended, if one did, and tells who watches that the next begins. Fails where the run was stopped. */
enum wirecopy_status stage_next(struct pipeline *p, const char *ended, const char *begins);

/* Exact copies are joined first. */
enum wirecopy_status stage_groups(struct pipeline *p);

/* What recurs is learnt, and left out. */
enum wirecopy_status stage_learn(struct pipeline *p);

/* Sets of shingles, the plan of keys, and the pairs that meet in one of them. */
enum wirecopy_status stage_sketch(struct pipeline *p);

#endif
