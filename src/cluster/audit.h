/*
 * Audit. Takes: the matches that keys found. Gives: of a sample of articles, how many of their matches with all others are not
 * among them. Promises: exact arithmetic on all pairs of the sample; a sample chosen by hash of content, so that neither order
 * nor threads change the answer; the sample's sets in pieces that memory holds. Does not know: output. Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_AUDIT_H
#define WIRECOPY_CLUSTER_AUDIT_H

#include "cluster/quorum/matches.h"

/*
 * Fills *audit_out for a sample of so many articles (of exact copies one stands for all). Cost: each piece of the sample is
 * compared with every article in one walk over all words, some 0.5 s a million words and core for a thousand articles.
 */
enum wirecopy_status audit_run(const struct matches *matches, const struct verifying *verifying, uint32_t sample, struct wirecopy_audit *audit_out);

/* Sets the share and its interval from the counts: the score interval of Wilson (1927), 95 %. */
void audit_interval(struct wirecopy_audit *audit);

#endif
