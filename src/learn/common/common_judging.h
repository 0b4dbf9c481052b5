/*
 * The strangers' test for common shingles. Takes: the groups that are drawn for a shingle. Gives: whether they are strangers. Promises: the
 * answer that their whole sets give. Does not know: how often a shingle stands where. Private to this room.
 */
#ifndef WIRECOPY_LEARN_COMMON_COMMON_JUDGING_H
#define WIRECOPY_LEARN_COMMON_COMMON_JUDGING_H

#include "learn/left_out.h"
#include "learn/strangers.h"

struct common_judging;

/*
 * Of groups of ranks under imprinted imprints are expected; later: nobody brings them, and each is made when its group is first judged. Free it with
 * common_judging_free.
 */
enum wirecopy_status common_judging_create(const struct left_out *left_out, uint32_t imprinted, bool later, struct common_judging **judging_out);
void common_judging_free(struct common_judging *judging);

/* Takes the imprint of a group, all its shingles in whatever order, once; any number of threads, each with other groups. */
void common_judging_imprint(const struct common_judging *judging, uint32_t rank, const uint64_t *shingles, size_t count);

/* Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status common_judge(struct common_judging *judging, const uint32_t drawn[STRANGERS_DRAWN], bool *strangers);

#endif
