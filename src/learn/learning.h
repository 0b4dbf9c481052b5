/*
 * Learning what is left out. Takes: the corpus as it was read and grouped. Gives: what the rules take out of it, and which rule took a line.
 * Promises: the same outcome for any order of arrival, any memory and any number of threads. Does not know: who asks.
 */
#ifndef WIRECOPY_LEARN_LEARNING_H
#define WIRECOPY_LEARN_LEARNING_H

#include "learn/left_out.h"

/*
 * Runs the rules: built-in lines and what is known, then, with learn, two rounds of recurring lines and lines of strangers, then
 * forms.
 */
enum wirecopy_status left_out_learn(struct left_out *left_out, bool built_in, bool learn);

/*
 * The same where nothing is learnt and the built-in list is among what is known, which is borrowed, not copied: a few articles cost no more than their
 * lines.
 */
enum wirecopy_status left_out_take_known(struct left_out *left_out);

/* Adds the lines of the built-in list, folded by a folder that is at hand, or one of its own for NULL. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status built_in_lines(struct hash_set *lines, struct folder *at_hand);

/* Which rule took a line with this hash, which is out, from a group; keep_rules was set. */
enum wirecopy_taken left_out_rule(const struct left_out *left_out, uint32_t rank, uint64_t hash);

#endif
