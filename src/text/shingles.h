/*
 * Shingles. Takes: words. Gives: the hashes of every k consecutive ones, as a set. Promises: sets are sorted and
 * distinct; a text of fewer than k words has one shingle, of all of them. Does not know: furniture, common shingles.
 */
#ifndef WIRECOPY_TEXT_SHINGLES_H
#define WIRECOPY_TEXT_SHINGLES_H

#include "base/hash.h"
#include "base/memory.h"
#include "text/shingle_kernels.h"

/* A sorted set of distinct shingles, borrowed. */
struct shingle_set {
    const uint64_t *shingles;
    size_t count;
};

/* The hash of one shingle of k words: XXH3 of their 4 k bytes. */
static inline uint64_t shingle_hash(const uint32_t *words, size_t k)
{
    return hash_bytes(words, k * sizeof *words);
}

/* How many shingles of k words so many words have, equal ones counted each. */
static inline size_t shingles_count(size_t word_count, size_t k)
{
    return word_count == 0 ? 0 : word_count < k ? 1 : word_count - k + 1;
}

/* How they are cut: the kernel, and the words of one. */
struct shingling {
    const struct shingle_kernel *kernel;
    size_t words;
};

/* Puts the hashes of all shingles, in order of the words, into room, which it overwrites, and leaves SHINGLES_BEHIND more there. Some 0.3 to 1 ns each. */
enum wirecopy_status shingles_hash(struct shingling by, const uint32_t *words, size_t word_count, struct buffer *room, uint64_t **shingles_out,
                                   size_t *count_out);

/*
 * Says which shingles of other sets a set has, without sorting either; {0} at first. Building costs some 2 ns a shingle, asking
 * 1 ns: a third of what two sorted sets cost.
 */
struct shingle_index {
    const uint64_t *members; /* borrowed: distinct, in order of the text */
    size_t count;
    struct buffer places; /* uint32_t: number of a member, from 1; 0: free */
    size_t mask;
    const struct shingle_kernel *kernel; /* set by who asks of other sets as a whole, most of whose shingles are not there; else NULL */
    struct buffer filter;                /* with a kernel: a bit of most that are not there is not set */
    unsigned filter_bits;
};

/* Keeps the first of equal shingles, in place, and indexes them; good until they go. At most 2^30 shingles. */
enum wirecopy_status shingle_index_build(struct shingle_index *index, uint64_t *shingles, size_t count);
/* The same for shingles that are distinct, which are not written to. */
enum wirecopy_status shingle_index_build_distinct(struct shingle_index *index, const uint64_t *shingles, size_t count);
void shingle_index_release(struct shingle_index *index);

/* Keeps the first of equal shingles, in place, where no question is to be asked; the index lends its room and its kernel. A third of what building costs. */
enum wirecopy_status shingle_index_keep_distinct(struct shingle_index *index, uint64_t *shingles, size_t count, size_t *distinct_out);

/* The number of a member in order of the text, from 1; 0 where the shingle is none. */
uint32_t shingle_index_number(const struct shingle_index *index, uint64_t shingle);

/* How many of others, which are distinct, the indexed set has. */
size_t shingle_index_shared(const struct shingle_index *index, const uint64_t *others, size_t count);

/* Sets in bits, one a member in order of the text, which members others have; the bits of other members stay. */
void shingle_index_mark(const struct shingle_index *index, const uint64_t *others, size_t count, uint64_t *bits);

/* Makes hashes a set in place, with spare room for as many; returns how many are distinct. */
size_t shingles_sort(uint64_t *shingles, uint64_t *spare, size_t count);

/* Puts the shingle set (Broder 1997) of words into room, which it overwrites, and shows it. n log n in theory, linear for hashes. */
enum wirecopy_status shingle_set_build(struct shingling by, const uint32_t *words, size_t word_count, struct buffer *room,
                                       struct shingle_set *set_out);

/* Whether the words have at least least distinct shingles; stops as soon as it is known. least <= SHINGLES_COUNTED. */
enum { SHINGLES_COUNTED = 32 };
bool shingles_at_least(const uint32_t *words, size_t word_count, size_t k, size_t least);

/* Whether a set has a shingle. Cost: log of its members. */
bool shingle_set_has(struct shingle_set set, uint64_t shingle);

/* How many shingles two sets share. */
size_t shingle_sets_shared(struct shingle_set a, struct shingle_set b);

#endif
