/*
 * Pairs that hang together. Takes: pairs of ranks. Gives: an order in which those that are connected, by whatever other pairs, stand side by
 * side. Promises: connected ones in the order in which they came. Does not know: what a pair means.
 */
#ifndef WIRECOPY_MATCH_CONNECTED_H
#define WIRECOPY_MATCH_CONNECTED_H

#include "base/storage/scratch.h"

/* Whether two ranks are connected, while that is found: 4 bytes a rank, which scratch leaves; else, where they are many, they lie in a file. */
struct connected {
    uint32_t *above; /* by rank: 1 + a smaller rank that is connected with it; 0: none is known */
    uint32_t count;  /* of ranks */
    struct scratch_space *space;
    uint64_t claimed;
};

/* {0} can be released. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status connected_init(struct connected *connected, struct scratch_space *space, uint32_t ranks);
void connected_release(struct connected *connected);

/*
 * Puts the places of pairs, a << 32 | b with a < b, the highest bit not looked at, into order_out, which has room for twice as many: those of the
 * connected ones with the least rank first. In the upper half of each stands that rank. Cost: some 30 ns a pair.
 */
void connected_order(struct connected *connected, const uint64_t *pairs, uint32_t count, uint64_t *order_out);

#endif
