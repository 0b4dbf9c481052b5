/*
 * Matches. Takes: candidate pairs. Gives: those that pass the match rule, in order of (a, b), and in merging order.
 * Promises: each pair is verified once, by any number of threads, with the same outcome. Does not know: clusters.
 */
#ifndef WIRECOPY_CLUSTER_QUORUM_MATCHES_H
#define WIRECOPY_CLUSTER_QUORUM_MATCHES_H

#include "match/pairs/candidates.h"
#include "match/verify.h"

struct matches {
    struct scratch *rows;       /* struct match, in order of (a, b); templates too */
    struct sorter *by_strength; /* of all but templates: key from the strongest down, value a << 32 | b */
    uint64_t count;             /* rows */
    uint64_t candidates, templates;
    struct scratch *passages; /* struct match, in order of (a, b): pairs that share passages only; NULL where nobody asked */
    uint64_t passage_count;
    struct buffer steps; /* uint64_t: the pair, a << 32 | b, of every so manieth row */
};

/* The strength of a match, as it was put into the order of joining. */
double matches_strength(uint64_t key);

/* Verifies every candidate; passages too where the candidates show them. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status matches_init(struct matches *matches, const struct candidates *candidates, const struct verifying *verifying);
void matches_release(struct matches *matches);

enum wirecopy_status matches_row(const struct matches *matches, uint64_t row, struct match *match_out);
/* For whoever goes through them in order. */
enum wirecopy_status matches_row_ahead(const struct matches *matches, uint64_t row, struct scratch_window *window, struct match *match_out);

/* Rows that are searched for one: 3 KiB cost little more to read than one row. Those that were looked at last; count 0: none. */
enum { MATCHES_A_STEP = 128 };
struct matches_step {
    uint64_t number;
    size_t count, at;         /* at: the row that was found last, or stands before what was asked for */
    const struct match *rows; /* where they lie, or the room */
    struct match room[MATCHES_A_STEP];
};

/*
 * The match of a pair, a << 32 | b, if it is one whose numbers are known. Any number of threads, each with its step. Cost: one read at the most,
 * none where the pair stands near the last one.
 */
enum wirecopy_status matches_look(const struct matches *matches, uint64_t pair, struct matches_step *step, struct match *match_out, bool *found);

/* The same of a pair that is one. */
enum wirecopy_status matches_find(const struct matches *matches, uint64_t pair, struct match *match_out);
enum wirecopy_status matches_passage(const struct matches *matches, uint64_t row, struct match *match_out);

#endif
