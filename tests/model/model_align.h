/* Two texts aligned, and what stands in one place of both: a part of the model. */
#ifndef WIRECOPY_TESTS_MODEL_ALIGN_H
#define WIRECOPY_TESTS_MODEL_ALIGN_H

#include "model/model.h"

/* Two bodies and the places i of a and j of b that are aligned. */
struct aligned {
    uint32_t a[MODEL_WORDS], b[MODEL_WORDS];
    uint32_t whole_a[MODEL_WORDS], whole_b[MODEL_WORDS]; /* all that is left of both */
    int whole_n, whole_m;
    int begin_a, begin_b; /* where the bodies begin in them */
    int n, m, count, i[MODEL_WORDS], j[MODEL_WORDS];
    int same, different; /* S and D */
    int others, early;   /* gaps without numbers, and what of D stands before all of them */
};

bool model_has(const uint32_t *words, int count, uint32_t word);

/* Whether the numbers of two groups differ, which are aligned; S and D are 0 where either has fewer than two. */
bool model_numbers_differ_in(const struct model_group *g, const struct model_group *h, int shared, struct aligned *al);

/* Whether the gaps of the wholes say so: one of eight words before a run, or of sixteen before one of three, over shorter ones. */
bool model_names_swapped(const struct aligned *al, const struct model_article *x, const struct model_article *y);

/* Whether one outlet's later issue says what the former said, beside what is new: by the places of numbers in texts whose numbers are masked. */
bool model_numbers_rolled(const struct aligned *al, int shared);

#endif
