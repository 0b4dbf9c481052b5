/* The strangers' test, as the rule of shared lines and that of common shingles use it. */
#ifndef WIRECOPY_LEARN_STRANGERS_H
#define WIRECOPY_LEARN_STRANGERS_H

#include "text/shingles.h"

/* Three articles make a suspect; the five with the least content hash have ten pairs. */
enum { STRANGERS_LEAST = 3, STRANGERS_DRAWN = 5 };

/*
 * Two are apart where they share less than half of the smaller. In the first round, where no outlet tells whose a line is, a third:
 * a short story's copies have little in common until the furniture around them is gone. A quarter for a line that opens half of those
 * that have it: copies that were cut, extended and rewritten share less than a half too, and it is by their opening that they are known. Pages
 * that open with the same notice share less: from a third to a fifth is alike on our sets, a sixth lets pages of videos keep theirs.
 */
enum { STRANGERS_ONE_IN = 2, STRANGERS_AT_FIRST_ONE_IN = 3, STRANGERS_OPENING_ONE_IN = 4 };

/* The pairs compared so far. decided: those that are left cannot change the answer. */
struct strangers_tally {
    size_t apart, alike;
    bool decided;
};

/* What two sets share of the smaller, of count sets in all; two are apart under one in one_in. */
void strangers_compare(struct strangers_tally *tally, size_t shared, size_t smaller, size_t count, size_t one_in);

/* Whether the sets, at most STRANGERS_DRAWN, are those of strangers: the upper median of their pairs' containments is under a half. */
bool strangers_judge(const struct shingle_set *sets, size_t count);

#endif
