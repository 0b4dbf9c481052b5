/*
 * Who has some shingles. Takes: a few shingles, and of each a group that has it. Gives: all groups that have them. Promises: texts without
 * a word of theirs are gone through, but nothing is made of them. Does not know: what is asked of these groups. Private to this room.
 */
#ifndef WIRECOPY_LEARN_COMMON_SHINGLE_HOLDERS_H
#define WIRECOPY_LEARN_COMMON_SHINGLE_HOLDERS_H

#include "base/sort/sort.h"
#include "learn/again.h"
#include "learn/common/phrases.h"

/* A shingle that is sought, and a group that has it. */
struct sought_shingle {
    uint64_t shingle;
    const struct left_out *left_out; /* as this leaves it */
    uint32_t rank, reserved;
};

/*
 * Finds the groups that have one as left_out leaves them: sort_records, in order, of the shingle and the rank, each once. *all_out is false
 * where these would take more than a small share of the memory; then there are none. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status shingle_holders_find(const struct left_out *left_out, const struct sought_shingle *sought, size_t count, struct buffer *holders,
                                          bool *all_out);

/*
 * The same where phrases of then have all that are sought, of which only changed groups are not as they were then; *known_out is false, and nothing
 * is found, where they have not.
 */
enum wirecopy_status shingle_holders_known(const struct phrases *phrases, const struct changed_groups *changed, const struct left_out *left_out,
                                           const struct sought_shingle *sought, size_t count, struct buffer *holders, bool *known_out);

#endif
