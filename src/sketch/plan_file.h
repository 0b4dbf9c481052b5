/*
 * The plan file: everything about keys that is else learnt from the corpus. Takes: a file that wirecopy wrote. Gives: the plan, the
 * common shingles, and the keys of crowds. Promises: a mistake in the file is told with file and line. Does not know: the corpus.
 *
 *     wirecopy plan 5            the first line that is no comment (#)
 *     shingle_words 3            the run's own, with seed: other ones make other keys
 *     seed 0
 *     bands 64                   then rows, sampled_one_in, sampled_least, crowd, all_pairs
 *     [common]                   shingles that are left out, 16 hexadecimal digits each, behind which words may stand, or words alone
 *     [crowds]                   sampled keys that too many articles have, 8 digits each
 *     [buckets]                  keys of bands that too many articles have, likewise
 */
#ifndef WIRECOPY_SKETCH_PLAN_FILE_H
#define WIRECOPY_SKETCH_PLAN_FILE_H

#include "base/set.h"
#include "sketch/keys.h"

struct known_plan {
    struct plan plan;
    struct hash_set common;
    struct known_crowds crowds;
    uint64_t seed, fingerprint; /* the latter of the file's bytes */
    uint32_t shingle_words;
};

/* The numbers of a plan file, by name; for whoever writes one too. */
struct plan_number {
    const char *name;
    uint64_t least, most;
};
enum { PLAN_SHINGLE_WORDS, PLAN_SEED, PLAN_BANDS, PLAN_ROWS, PLAN_SAMPLED_ONE_IN, PLAN_SAMPLED_LEAST, PLAN_CROWD, PLAN_ALL_PAIRS, PLAN_NUMBERS };
extern const struct plan_number plan_numbers[PLAN_NUMBERS];
uint64_t known_plan_number(const struct known_plan *known, unsigned number);

/* Errors: WIRECOPY_IO, WIRECOPY_BAD_INPUT (file, line and reason are the detail), WIRECOPY_NO_MEMORY. */
enum wirecopy_status known_plan_read(struct known_plan *known, const char *path);

/* The same of what stands in one; name: for messages. */
enum wirecopy_status known_plan_read_text(struct known_plan *known, const char *name, struct wirecopy_bytes text);
void known_plan_release(struct known_plan *known);

#endif
