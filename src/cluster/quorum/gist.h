/*
 * Gists: what most members of a cluster have in common. Takes: members of two clusters. Gives: whether most of either open with what their
 * gists share. Promises: the answer depends on the members only. Does not know: votes, or who joins. Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_QUORUM_GIST_H
#define WIRECOPY_CLUSTER_QUORUM_GIST_H

#include "match/verify.h"

/* Members of a cluster that are looked at, those of the least rank. */
enum { GIST_MEMBERS = 8 };

struct gist_side {
    uint32_t ranks[GIST_MEMBERS], count;
};

struct gist_room {
    const struct verifying *verifying; /* borrowed, as is the verifier */
    struct verifier *verifier;
    struct buffer gists[2], shared; /* uint64_t: shingles, sorted; empty at first */
};
void gist_room_release(struct gist_room *room);

/*
 * Whether most members of both sides, which a match links, open with what their gists share, and these reach half of the match rule; false
 * where a member is longer than GIST_WORDS. Cost: two looks at the set of each member; memory: some MiB at most. Errors: WIRECOPY_IO,
 * WIRECOPY_NO_MEMORY.
 */
enum { GIST_WORDS = 1 << 14 };
enum wirecopy_status gists_open_alike(struct gist_room *room, const struct match *match, const struct gist_side *x, const struct gist_side *y,
                                      bool *alike_out);

#endif
