/*
 * Shelves: a distribution, saved so that a few of its values are found without a look at the others. Takes: a distribution that is finished, with
 * nothing in above. Gives: in another run, the values of a part whose name is asked for, or all of them. Promises: shelves are read where they lie
 * in the save. Does not know: what the values mean.
 *
 * A value's name is what stands from some bit upwards. The uppermost bits of the name say on which of its part's shelves a value stands, and are
 * not stored, which mostly saves a byte each.
 */
#ifndef WIRECOPY_BASE_SORT_SHELVES_H
#define WIRECOPY_BASE_SORT_SHELVES_H

#include "base/sort/distribution.h"
#include "base/storage/saved.h"

struct shelves {
    struct scratch
        *scratch;      /* of each part: where each of its shelves ends, as uint32_t, and the values of one after the other; NULL: there is nothing */
    uint64_t *part_at; /* where each part begins, and one more: where the last one ends */
    size_t parts;
    uint32_t bits, shelf_bits, width; /* of a value; of these, those that name its shelf; bytes that the others are stored in */
};

/* bits: of a value, all that can be set; shift: where names begin. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. Cost: some 4 ns a value. */
enum wirecopy_status shelves_save(const struct distribution *distribution, unsigned bits, unsigned shift, struct saving *saving);

/* Saves what was restored. */
enum wirecopy_status shelves_save_again(const struct shelves *shelves, struct saving *saving);

/* parts and bits: as they were saved. On failure there is nothing to release. Errors: as saved.h. */
enum wirecopy_status shelves_restore(struct shelves *shelves, struct saved *saved, struct scratch_space *space, size_t parts, unsigned bits);
void shelves_release(struct shelves *shelves);

/* Values of a part, at most. */
uint64_t shelves_count_most(const struct shelves *shelves, size_t part);

/*
 * Appends the values of a part that have one of some names, which are in order and each there once, to found (uint64_t), in order. room: one
 * thread's. Errors: WIRECOPY_IO, WIRECOPY_BAD_INPUT, WIRECOPY_NO_MEMORY. Cost: some 30 ns a name.
 */
enum wirecopy_status shelves_find(const struct shelves *shelves, size_t part, const uint64_t *names, size_t count, unsigned shift,
                                  struct buffer *room, struct buffer *found);

/* As distribution_load: all of a part, in any order, and room for as many behind them. beside: more room. */
enum wirecopy_status shelves_load(const struct shelves *shelves, size_t part, struct buffer *room, struct buffer *beside, uint64_t **values_out,
                                  size_t *count_out);

#endif
