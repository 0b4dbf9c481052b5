/*
 * The shingle sets of all groups, made when they are asked for. Takes: what is left out. Gives: any group's shingles, as they
 * stand or as a set. Promises: without furniture and, once they were learnt, without common shingles; the same set each time.
 * Does not know: signatures.
 *
 * Sets are not kept: most are needed once, as a stream, for the signature, and only those of candidate pairs are compared.
 */
#ifndef WIRECOPY_LEARN_SETS_H
#define WIRECOPY_LEARN_SETS_H

#include "learn/common/common.h"
#include "learn/left_out.h"

/* An article keeps its common shingles where fewer than so many others would be left. */
enum { LEAST_LEFT = 20 };

struct sets {
    const struct left_out *left_out;
    struct common common;   /* shingles that are left out */
    uint32_t count;         /* groups */
    struct huge_sets *huge; /* of huge.h: the huge ones that were asked for; NULL: none are kept */
};

/*
 * learn_common: finds the common shingles first, unless they are known (else NULL). Cost: linear in the words of COMMON_SAMPLE
 * groups.
 */
enum wirecopy_status sets_init(struct sets *sets, const struct left_out *left_out, bool learn_common, const struct hash_set *known);
void sets_release(struct sets *sets);

/* Saves the common shingles; restoring takes the place of sets_init. Errors: as saved.h. */
enum wirecopy_status sets_save(const struct sets *sets, struct saving *saving);
enum wirecopy_status sets_restore(struct sets *sets, const struct left_out *left_out, struct saved *saved);

/* The buffers of whoever asks for sets. {0} at first. */
struct set_room {
    struct text_view view;
    struct buffer words, shingles, kept, places, dropped;
    struct buffer *common; /* where common shingles of streams are noted, as they are met, uint64_t; the caller's; NULL: nobody asked */
    bool enough;           /* the stream shown last is known to have SHORT_SHINGLES distinct ones; else it is not known */
};
void set_room_release(struct set_room *room);

/* Shows the shingles of a group in order of its words, repeated where they are. Any number of threads, each with its room. */
enum wirecopy_status sets_stream(const struct sets *sets, uint32_t rank, struct set_room *room, const uint64_t **shingles_out, size_t *count_out);

/* Shows those of some shingles, which stand in none of room's buffers but shingles, that are not common; good until room is used again. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status sets_without_common(const struct sets *sets, struct set_room *room, const uint64_t *shingles, size_t count,
                                         const uint64_t **left_out, size_t *left_count_out);

/*
 * Shows those of a group's first words that are not common, in order; where LEAST_LEFT of them are distinct, its stream begins with them. Good until
 * room is used again. Errors: as sets_stream.
 */
enum wirecopy_status sets_stream_first(const struct sets *sets, uint32_t rank, size_t words, struct set_room *room, const uint64_t **shingles_out,
                                       size_t *count_out);

/* Shows the shingle set of a group, sorted and distinct; good until room is used again. */
enum wirecopy_status sets_view(const struct sets *sets, uint32_t rank, struct set_room *room, struct shingle_set *set_out);

/* Whether a group's set has fewer than SHORT_SHINGLES members may be asked of its stream; this is exact. */
bool sets_stream_is_short(const uint64_t *shingles, size_t count);

#endif
