/*
 * Phrases of furniture. Takes: lines that many groups have and lose, then every group's shingles as they are cut. Gives: which groups have the
 * shingles of these lines elsewhere. Promises: of each shingle that is one of theirs all groups are known; common ones are none. Does not know: why it
 * is asked: without these lines' rule the shingles may be common, and whoever has them has another set.
 */
#ifndef WIRECOPY_LEARN_COMMON_PHRASES_H
#define WIRECOPY_LEARN_COMMON_PHRASES_H

#include "base/storage/saved.h"
#include "learn/common/common.h"

/* A group that has a shingle. */
struct phrase_holder {
    uint64_t shingle;
    uint32_t rank, reserved;
};

struct phrases {
    struct common shingles;  /* as it keeps common ones; none where no line is so frequent */
    struct scratch *holders; /* struct phrase_holder, of one group after the other, some twice */
    uint64_t most;           /* of them; more are not kept */
    bool all;                /* the shingles of all groups were seen, and all holders are kept */
};

/* Chooses the shingles, of the lines of left_out->rules, where these are known. {0} at first. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status phrases_choose(struct phrases *phrases, const struct left_out *left_out, const struct common *common);
void phrases_release(struct phrases *phrases);

/* Appends the holders among a group's shingles, as sets.h streams them. room: the caller's. Any number of threads. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status phrases_look(const struct phrases *phrases, const struct left_out *left_out, uint32_t rank, const uint64_t *shingles,
                                  size_t count, struct buffer *room, struct buffer *holders);

/* The same among its common shingles, which its stream does not show. */
enum wirecopy_status phrases_look_common(const struct phrases *phrases, uint32_t rank, const uint64_t *common, size_t count, struct buffer *holders);

/* Keeps holders that were found. One thread at a time. Errors: as scratch_append. */
enum wirecopy_status phrases_keep(struct phrases *phrases, const struct buffer *holders);

/* Saves and restores them; where holders were too many, or not all groups were seen, there are none. Errors: as saved.h. */
enum wirecopy_status phrases_save(const struct phrases *phrases, struct saving *saving);
enum wirecopy_status phrases_restore(struct phrases *phrases, struct scratch_space *space, struct saved *saved);

#endif
