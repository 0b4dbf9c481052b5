/*
 * A survey while it is renewed. Takes: what changed. Gives: room for what is known of the changed ones. Promises: nothing is in order before
 * renewing_renumber. Does not know: rules. Private to survey_again.c and survey_numbers.c.
 */
#ifndef WIRECOPY_SKETCH_SURVEY_RENEWING_H
#define WIRECOPY_SKETCH_SURVEY_RENEWING_H

#include "base/sort/marked.h"
#include "sketch/survey.h"

/* Where more than one set in so many changed, measuring all anew costs no more. */
enum { CHANGED_ONE_IN = 8 };

/* What became of a set that is not as it was; too short for keys, it is not drawn any more. */
enum { CHANGED = 1, GONE };

/* The sets of changed ones that are kept between plans. */
enum { KEPT_BYTES = 1 << 20 };

struct renewing {
    struct survey *survey;
    const struct sets *sets;
    const struct plan_asked *asked;
    struct surveyed_plan *surveyed;
    const struct plan *plan;
    uint8_t *changed;          /* by number: CHANGED or GONE */
    uint32_t *numbers;         /* that changed */
    uint32_t count;            /* of them */
    uint32_t added, gone;      /* of these: drawn now and not then, with numbers from survey->count on; drawn then and not now */
    uint32_t *bands;           /* the keys of bands that they have now, band by band */
    struct buffer sampled;     /* uint64_t: sampled keys that they have now, above numbers */
    struct buffer then, now;   /* uint64_t: keys of all that one of them had or has, above numbers */
    struct buffer met[2];      /* uint64_t: pairs that one of them is in, then and now: smaller number << 33 | larger << 1 | band */
    struct buffer pairs, view; /* struct surveyed_pair; what is shown of scratch */
    struct marked marked;
    struct set_room rooms[2];
    struct buffer sorting;     /* room for sorting */
    struct buffer kept;        /* uint64_t: sets of changed ones, one behind the other, as many as it may hold */
    struct buffer kept_counts; /* size_t: of the first ones that changed, how many shingles each has there */
    bool others;               /* not only their pairs change */
};

/* So many may change. */
static inline size_t changed_most(const struct survey *survey)
{
    return survey->count / CHANGED_ONE_IN;
}

/* Room for the numbers of all that were drawn, or are. */
static inline size_t numbers_most(const struct survey *survey)
{
    return survey->count + changed_most(survey);
}

/* Has the survey know only those that are drawn now, in order of rank. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status renewing_renumber(struct renewing *r);

#endif
