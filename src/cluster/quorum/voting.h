/*
 * Voting. Takes: two sides of a link. Gives: whether enough of their cross pairs are for joining them. Promises: the answer that looking at
 * all the pairs that are drawn would give, in whatever order they are looked at. Does not know: links, clusters that join. Private to this room.
 */
#ifndef WIRECOPY_CLUSTER_QUORUM_VOTING_H
#define WIRECOPY_CLUSTER_QUORUM_VOTING_H

#include "cluster/quorum/members.h"
#include "match/verify.h"

/* One side of a link: a cluster, or a group alone. */
struct side {
    const struct members *members; /* NULL: alone */
    uint32_t alone, count, least;
};

static inline uint32_t side_at(const struct side *side, uint32_t k)
{
    return side->members ? members_at(side->members, k) : side->alone;
}

struct voting {
    const struct verifying *verifying;
    struct verifier *verifier;
    uint64_t *votes; /* a << 34 | b << 2 | vote; 0: none (a = 0, b = 0 is no pair). Groups are fewer than 2^30 */
    size_t vote_mask;
    uint64_t asked; /* cross pairs that had a vote */
};

/* matches: how many votes are known beforehand. {0} can be released. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status voting_init(struct voting *voting, const struct verifying *verifying, uint64_t matches);
void voting_release(struct voting *voting);

/* Notes a vote that is known, a < b. */
void voting_keep(struct voting *voting, uint32_t a, uint32_t b, enum vote vote);

/* The vote of two groups. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status voting_look(struct voting *voting, uint32_t one, uint32_t other, enum vote *vote_out);

/*
 * Whether a third of the cross pairs, or with majority more than half of them, are for it, and no more are against: of all of them where they
 * are few, else of some that are drawn, of which the first are enough where twice as many, or with majority three quarters, are for it. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status voting_has_quorum(struct voting *voting, struct side x, struct side y, bool majority, bool *has_out);

#endif
