/*
 * Values of options. Takes: what was written after an option. Gives: it as a number, a size, a rule. Promises: what is not
 * wholly understood is refused, with an example of what is right. Does not know: ranges, which wirecopy_options_check has.
 *
 * Each returns false, and has said why, where value is wrong. option is such as "--threads".
 */
#ifndef WIRECOPY_CLI_VALUES_H
#define WIRECOPY_CLI_VALUES_H

#include "wirecopy.h"

/* A whole number, decimal or 0x hexadecimal, of at most most. */
bool value_number(const char *option, const char *value, uint64_t most, uint64_t *number);

/* A seed: a whole number, or "random", which draws one of 53 bits, so that every reader of the summary's JSON has it whole. */
bool value_seed(const char *value, uint64_t *seed);

/* A decimal fraction such as 0.35. */
bool value_share(const char *option, const char *value, double *share);

/* Bytes: a whole number, and K, M or G for 2^10, 2^20, 2^30. */
bool value_size(const char *option, const char *value, uint64_t *bytes);

/* Hours: a whole number of at least 1, and h, d or w. */
bool value_window(const char *value, uint32_t *hours);

/* A rule's name, or two shares: 0.35,0.6. */
bool value_rule(const char *value, struct wirecopy_options *options);

/* The name of a format of input. */
bool value_input(const char *value, struct wirecopy_options *options);

/* planned, all, BxR, 1/S or BxR+1/S. */
bool value_keys(const char *value, struct wirecopy_options *options);

#endif
