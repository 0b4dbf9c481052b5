/*
 * The planner's sample. Takes: shingle sets, one after the other. Gives: any of them again, or what two share. Promises: they lie in
 * scratch, and of a large one only pieces are in memory. Does not know: what it is a sample of.
 */
#ifndef WIRECOPY_SKETCH_SAMPLE_H
#define WIRECOPY_SKETCH_SAMPLE_H

#include "learn/sets.h"
#include "text/shingles.h"

struct sample {
    struct scratch *shingles;
    struct sampled_set {
        uint64_t at; /* in its scratch */
        size_t count;
        uint32_t rank; /* of its group, where it was drawn */
    } * sets;
    uint32_t count, capacity;
    uint64_t bytes;         /* of all sets */
    struct buffer rooms[2]; /* what sets are shown in that do not lie together in memory */
};

/* Shingles of a set that are shown at once; a usual article has fewer. */
enum { SAMPLE_PIECE = 1 << 14 };

/* For at most so many sets. {0} can be released. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status sample_init(struct sample *sample, struct scratch_space *space, uint32_t most);
void sample_release(struct sample *sample);

/*
 * drawing.c: makes it of the first groups, in order, of those whose sets are long enough to have keys; most is how many are looked at, and none
 * is once it has bytes_most bytes; huge ones are passed over, since one would cost more than all others, and says no more of strangers than one. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status sample_draw(struct sample *sample, const struct sets *sets, uint32_t most, uint64_t bytes_most);

/* Adds a set, which gets the next number. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status sample_add(struct sample *sample, struct shingle_set set);

/* Shows a set from a member on, at most SAMPLE_PIECE of it; good until the room, 0 or 1, is used again. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status sample_view(struct sample *sample, uint32_t number, size_t from, unsigned room, struct shingle_set *piece_out);

/* The same by any number of threads, each with a room of its own. */
enum wirecopy_status sample_show(const struct sample *sample, uint32_t number, size_t from, struct buffer *room, struct shingle_set *piece_out);

/* How many shingles two sets share. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status sample_shared(struct sample *sample, uint32_t a, uint32_t b, size_t *shared_out);

#endif
