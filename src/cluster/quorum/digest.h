/*
 * Digests: articles that hold several stories. Takes: matches and clusters. Gives: which links lead through a digest only, and of
 * each article which clusters it holds beside its own. Promises: nothing depends on the order of arrival. Does not know: output.
 * Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_QUORUM_DIGEST_H
#define WIRECOPY_CLUSTER_QUORUM_DIGEST_H

#include "cluster/result/arrangement.h"

/* So many members of a cluster are looked at, those of the least rank. */
enum { DIGEST_LOOKED = 8 };

/* Whether the larger of a match holds the smaller: enough of it stands in there, with room for another story. */
bool digest_holds(const struct match *match);

/* Whether one outlet published both within a day: its wrap-up of a running story stays with the story. */
bool digest_is_wrap_up(const struct left_out *left_out, const struct match *match);

/*
 * Whether a match joins two stories only because a digest holds both: the larger of the two holds the smaller, and each of the
 * others of its cluster, of which these are some, is held too and has nothing in common with the smaller; a copy of the digest
 * does not count. Cost: two verifications for each of the others.
 */
enum wirecopy_status digest_is_bridge(struct verifier *verifier, const struct match *match, const uint32_t *others, size_t other_count,
                                      bool *bridge_out);

/*
 * Notes which articles hold other clusters than their own: sets clustering->held and marks the members' rows. The clustering is
 * arranged; match_containment: of the match rule. Cost: a pass over the matches.
 */
enum wirecopy_status digests_note(struct wirecopy_clustering *clustering, const struct matches *matches, const struct quorum *quorum,
                                  const struct verifying *verifying);

/* The clusters that a group's articles hold beside their own, in order, into room, uint32_t. */
enum wirecopy_status digests_held(const struct wirecopy_clustering *clustering, uint32_t rank, struct buffer *room);

#endif
