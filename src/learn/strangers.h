/* The strangers' test, as the rule of shared lines and that of common shingles use it. */
#ifndef WIRECOPY_LEARN_STRANGERS_H
#define WIRECOPY_LEARN_STRANGERS_H

#include "text/shingles.h"

/* Three articles make a suspect; the six with the least content hash have 15 pairs. */
enum { STRANGERS_LEAST = 3, STRANGERS_DRAWN = 6 };

/* Whether the sets, at most STRANGERS_DRAWN, are those of strangers: the upper median of their pairs' containments is under a half. */
bool strangers_judge(struct shingle_set *sets, size_t count);

#endif
