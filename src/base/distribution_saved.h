/*
 * Distributions, saved. Takes: one that is finished, with nothing in above. Gives: it again in another run. Promises: written blocks are read
 * where they lie in the save. Does not know: what the values mean.
 */
#ifndef WIRECOPY_BASE_DISTRIBUTION_SAVED_H
#define WIRECOPY_BASE_DISTRIBUTION_SAVED_H

#include "base/distribution.h"
#include "base/saved.h"

enum wirecopy_status distribution_save(const struct distribution *distribution, struct saving *saving);

/* parts and bits: as it was made; on failure there is nothing to release. Errors: as saved.h. */
enum wirecopy_status distribution_restore(struct distribution *distribution, struct saved *saved, struct scratch_space *space, size_t parts,
                                          unsigned bits);

#endif
