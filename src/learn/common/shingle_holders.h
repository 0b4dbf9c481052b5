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
 * Finds the groups that have one as left_out leaves them: sort_records, in order, of the shingle and the rank, each once. Of those that phrases of then
 * have it is known, but for changed groups, which are not as they were; NULL: nothing is known. The sought are put in another order. *all_out is false
 * where holders would take more than a small share of the memory; then there are none. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY, and
 * WIRECOPY_BAD_INPUT of a save that is not as it was.
 */
enum wirecopy_status shingle_holders_find(const struct phrases *phrases, const struct changed_groups *changed, const struct left_out *left_out,
                                          struct sought_shingle *sought, size_t count, struct buffer *holders, bool *all_out);

#endif
