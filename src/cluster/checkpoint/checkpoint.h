/*
 * Checkpoints. Takes: what a stage of the pipeline made. Gives: it again in another run, from a directory. Promises: a file serves
 * only what it was made from: each names the checksum of the one before, and the options that went into it. Does not know: the
 * stages themselves. Private to this room.
 *
 * articles   what was read and folded                                 made from the input
 * groups     which of it are exact copies                             made from articles
 * learnt     what is left out: furniture, common shingles, the rules  made from articles
 * lines      what was learnt, for people                              made from learnt
 * survey     what a sample showed of plans                            made from learnt
 * sketches   the keys of every article                               made from learnt
 * phrases    who has phrases of frequent furniture elsewhere         made from learnt
 * glances    the shingles of every article as a few bits              made from learnt
 * pairs      how alike those are that a loose rule looks at           made from learnt
 * forms      which clusters are no forms                              made from learnt
 *
 * All of it is as without a window, which comes after: any window is served.
 */
#ifndef WIRECOPY_CLUSTER_CHECKPOINT_CHECKPOINT_H
#define WIRECOPY_CLUSTER_CHECKPOINT_CHECKPOINT_H

#include "cluster/corpus.h"
#include "cluster/quorum/forms.h"
#include "learn/shown/learnt.h"
#include "match/pairs/candidates.h"
#include "match/likeness.h"
#include "sketch/survey.h"

/* A directory with a chain of files; NULL: none. */
struct chain {
    const char *directory;
    uint64_t articles, learnt; /* checksums */
};

/* Where a run reads from, and where it saves. */
struct checkpoint {
    struct chain from, save;
    bool passages;                        /* pairs that are no candidates are asked for too: known ones do not do */
    const struct changed_groups *changed; /* since the save; NULL: none */
    bool crowds;                          /* what articles have of crowded keys is needed */
    bool same;                            /* the two are one: what was restored need not be saved */
    struct known_crowds *noted;           /* where the keys of crowds go; NULL: nobody asked */
    uint64_t flags[5];                    /* the options that went into what was learnt */
    uint64_t learnt, keys;                /* fingerprints of the options that went into them */
    struct match_rule loosest;            /* that known pairs are made for */
};

/* After reading: saves the articles where that is asked for. */
enum wirecopy_status checkpoint_begin(struct checkpoint *checkpoint, const struct wirecopy_corpus *corpus);

/* Fills a corpus that was just made with saved articles. Errors: WIRECOPY_NOTHING_READ (there are none), and as saved.h. */
enum wirecopy_status checkpoint_articles(struct wirecopy_corpus *corpus, const char *directory);

/* Settles the ids of the articles and groups them, as it was done then, where that was saved. Errors: as saved.h. */
enum wirecopy_status checkpoint_groups(const struct checkpoint *checkpoint, struct wirecopy_corpus *corpus, uint64_t memory_bytes,
                                       struct groups *groups, struct summary *summary);

/* What was learnt, for left_out_restore and then sets_restore; NULL where there is nothing that fits. The caller closes it. */
enum wirecopy_status checkpoint_learnt(struct checkpoint *checkpoint, struct saved **saved_out);

/* The same of a run with another furniture file or list, where what it learnt or read can be told apart from another: see again.h. */
enum wirecopy_status checkpoint_other_learnt(struct checkpoint *checkpoint, struct saved **saved_out);

/* What was learnt, for people, where it is that of these options; *restored_out says whether it was saved. */
enum wirecopy_status checkpoint_lines(const struct checkpoint *checkpoint, struct learnt *learnt, struct scratch_space *space, bool *restored_out);
enum wirecopy_status checkpoint_save_lines(const struct checkpoint *checkpoint, const struct learnt *learnt);

/*
 * Chooses a plan, by what a sample showed then, where that serves the rule, by the same seed and plans; what it shows now is saved. The
 * caller releases the survey.
 */
enum wirecopy_status checkpoint_plan(const struct checkpoint *checkpoint, const struct sets *sets, const struct plan_asked *asked,
                                     struct survey *survey, struct plan *plan_out, struct forecast *forecast_out);

/* The keys that were made from what was learnt, by the same seed; NULL where there are none. The caller closes it. */
enum wirecopy_status checkpoint_sketches(const struct checkpoint *checkpoint, struct saved **saved_out);

/* Begins saving keys; *saving_out is NULL where nobody asked. End it with saving_end. */
enum wirecopy_status checkpoint_save_sketches(const struct checkpoint *checkpoint, struct saving **saving_out);

/* Saves what was learnt. */
enum wirecopy_status checkpoint_save_learnt(struct checkpoint *checkpoint, const struct left_out *left_out, const struct sets *sets, bool restored);

/*
 * Restores the candidates, from known pairs where they serve the rule; *restored_out says whether. Known pairs that serve the rule are
 * restored under other keys too: they spare verifying.
 */
enum wirecopy_status checkpoint_candidates(const struct checkpoint *checkpoint, const struct sets *sets, const struct plan *plan,
                                           struct match_rule rule, struct likeness *likeness, struct candidates *candidates, bool *restored_out);

/* checkpoint_glances.c: restores the glances into candidates that have none, and saves those that they have. Errors: as saved.h. */
enum wirecopy_status checkpoint_glances(const struct checkpoint *checkpoint, struct candidates *candidates);
enum wirecopy_status checkpoint_save_glances(const struct checkpoint *checkpoint, const struct candidates *candidates);

/* checkpoint_phrases.c: restores the phrases of furniture, none where there are none of what was learnt, and saves them. Errors: as saved.h. */
enum wirecopy_status checkpoint_phrases(const struct checkpoint *checkpoint, struct scratch_space *space, struct phrases *phrases);
enum wirecopy_status checkpoint_save_phrases(const struct checkpoint *checkpoint, const struct phrases *phrases);

/* checkpoint_forms.c: restores which clusters are no forms, where what was learnt serves, and saves them. Errors: as saved.h. */
enum wirecopy_status checkpoint_forms(const struct checkpoint *checkpoint, struct known_forms *known);
enum wirecopy_status checkpoint_save_forms(const struct checkpoint *checkpoint, const struct known_forms *known);

/* Saves the candidates, and makes and saves the known pairs, which then serve this run too. */
enum wirecopy_status checkpoint_save_candidates(const struct checkpoint *checkpoint, const struct candidates *candidates,
                                                const struct verifying *verifying, struct likeness *likeness);

#endif
