/*
 * A time window. Takes: the groups of equal text, whole. Gives: their parts, each of which spans no more than the window, and which
 * of them it admits. Promises: what was learnt of the whole holds for the parts, which have the same words; parts of equal text have
 * ranks side by side, the undated one first, then by time. Does not know: what was learnt.
 */
#ifndef WIRECOPY_LEARN_PARTED_H
#define WIRECOPY_LEARN_PARTED_H

#include "learn/left_out.h"

/*
 * Parts the groups. Cost: a sort of the members of each. Errors: WIRECOPY_NO_MEMORY; there is nothing to release then.
 *
 * window_minutes  more than 0
 */
enum wirecopy_status groups_part(struct groups *parted, const struct groups *whole, const struct articles *articles, int64_t window_minutes);

/* Fills the flags and the groups of a copy of what is left out of the whole groups. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status left_out_part(struct left_out *parts, const struct left_out *whole, const struct groups *parted);

/* Whether the window admits two groups: some member of the one was published within it of some member of the other, or one is undated. */
bool groups_within_window(const struct groups *groups, const struct articles *articles, uint32_t a, uint32_t b);

/* Of two groups that the window admits, members that were published within it of each other: the leaders, where there is no window. */
void groups_nearest(const struct groups *groups, const struct articles *articles, uint32_t a, uint32_t b, uint32_t *number_a, uint32_t *number_b);

#endif
