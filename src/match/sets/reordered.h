/*
 * Reordering. Takes: what was made of groups in order of arrival, in which their texts lie. Gives: the same in order of rank. Promises: each of
 * them once; most of it lies in a file meanwhile. Does not know: what it is.
 * Private to this room.
 */
#ifndef WIRECOPY_MATCH_SETS_REORDERED_H
#define WIRECOPY_MATCH_SETS_REORDERED_H

#include "base/storage/scratch.h"

struct reordered;

/*
 * For ranks under count, of some expected bytes in all; *reordered_out is NULL where the space has no memory left for its buffers, which are a few
 * MB. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status reordered_create(struct scratch_space *space, uint32_t count, uint64_t expected, struct reordered **reordered_out);
void reordered_free(struct reordered *reordered);

/* Adds what was made of a rank, once: a multiple of 8 bytes, and a number beside it. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status reordered_add(struct reordered *reordered, uint32_t rank, uint64_t beside, const char *data, size_t size);

/* What is visited may be changed, and is gone behind the visit. */
typedef enum wirecopy_status reordered_visit(void *context, uint32_t rank, uint64_t beside, char *data, size_t size);

/* Visits all that were added, in order of rank. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY, and the visit's. */
enum wirecopy_status reordered_each(struct reordered *reordered, reordered_visit *visit, void *context);

#endif
