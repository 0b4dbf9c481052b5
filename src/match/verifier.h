/* One thread's buffers for verifying, and how the numbers of a pair are found with them. Private to this room. */
#ifndef WIRECOPY_MATCH_VERIFIER_H
#define WIRECOPY_MATCH_VERIFIER_H

#include "match/sets/glances.h"
#include "match/sets/keeper.h"
#include "match/likeness.h"
#include "match/sets/outlines.h"
#include "match/forms/template.h"

enum passing { PASSES_NOT, PASSES_AS_SAME_NEWS, PASSES };

struct verifier {
    const struct verifying *verifying;
    struct keeper keeper;
    struct shingle_index index;     /* of one set of the pair, which often is of the last pair's too */
    struct buffer shared;           /* uint64_t: a bit a member of the indexed set, for the moment */
    uint32_t indexed;               /* the rank; UINT32_MAX: none */
    const struct kept_set *last[2]; /* the sets of the last pair: the indexed one and the other */
    uint32_t last_a, last_b;        /* the last pair, whose briefs the room has */
    bool outlined;                  /* its briefs are of outlines, and its sets were not looked at */
    const struct large_set *huge;   /* or one of it is this one, whose set was not made; NULL: none */
    const struct kept_set *beside;  /* then the other's set; NULL: it is huge too */
    struct outline outlines[2];     /* the last ones, of the ranks below */
    struct brief_room outline_rooms[2];
    struct outline_filter filter;
    uint32_t outline_ranks[2]; /* UINT32_MAX: none */
    struct glance_room glances[2];
    struct set_room first_room; /* the first shingles of a text */
    struct buffer first;        /* uint64_t: these, distinct */
    struct template_room template_room;
    uint32_t passing_a, passing_b; /* the last pair of which it was asked whether it passes as the same news; UINT32_MAX: none */
    enum passing passing;
    uint64_t known_at; /* the place behind the last known pair that was asked for */
    bool admitted;     /* the pair at hand is a candidate, which the window admits */
};

/*
 * Finds the sizes of a pair and what it shares: from outlines where there are any, from scratch where one of the two is huge, else from
 * their sets. What the template rule needs besides goes into its room. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status compare_pair(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out);

/* The same from their sets, which then are verifier->last. */
enum wirecopy_status compare_sets(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out);

/* No marks yet, a bit a member of the indexed set, which has so many; of the verifier's, until it is asked again. Errors: WIRECOPY_NO_MEMORY. */
enum wirecopy_status no_marks(struct verifier *verifier, size_t members, uint64_t **bits_out);

/* passing.c: whether a pair reaches a share of the match rule, within its window. */
bool may_match(const struct verifier *verifier, const struct match *match, double share);

/* Whether so much is in common that it is a copy, unless it stands deep in both. */
bool is_plain(const struct match *match);

/* Whether nearly all is in common: a copy wherever it stands. */
bool is_whole(const struct match *match);

/* Whether a pair of these numbers passes. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status find_passing(struct verifier *verifier, const struct match *match, enum passing *passing_out);

/* Whether a pair may pass that has so much at the most; whether it does is not asked. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status may_pass(struct verifier *verifier, const struct match *most, bool *may_out);

/* The share of the rule that outlets, dates and titles of a pair leave it to reach. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status share_asked(struct verifier *verifier, uint32_t a, uint32_t b, double *share_out);

/* What is known of a pair; *found is false where nothing is. Errors: WIRECOPY_IO. */
enum wirecopy_status find_known(struct verifier *verifier, uint32_t a, uint32_t b, struct known_pair *known, bool *found);

/*
 * The same as its verdict by the rule of now; *found is false too where it has to be judged anew, or where numbers are asked of a pair that is
 * known to be apart without them. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status look_up(struct verifier *verifier, uint32_t a, uint32_t b, bool numbers, struct match *match_out, bool *found);

/* verify.c: whether what the last pair shares are passages only; same_news: it passes as the same news. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status find_late(struct verifier *verifier, const struct match *match, bool same_news, bool *late_out);

/* same_news.c: whether all that is asked of two groups is one outlet's. */
bool are_one_outlets(const struct verifier *verifier, uint32_t a, uint32_t b);

/* Whether two were published at one address of one outlet. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status are_one_page(struct verifier *verifier, uint32_t a, uint32_t b, bool *one_out);

/*
 * huge_text.c: whether what a huge text, the last pair's, shares with the other begins after so many of its distinct shingles; *told is false
 * where that cannot be said without its set. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status huge_text_begins_after(struct verifier *verifier, size_t after, bool *begins_out, bool *told);

/* Whether outlets, dates and titles say that two groups tell the same news. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status are_same_news(struct verifier *verifier, uint32_t a, uint32_t b, bool *same_out);

/* The share of the rule's thresholds at which a pair has a vote in the quorum; from 0.4 to 0.6 our sets' scores stay within 0.003. */
#define HALF_WAY 0.5

/*
 * So much of them has a whole vote, as a match has: where two outlets had the same of one agency, a third text speaks for it that shares nearly
 * as much as a match does. From 0.7 to 0.8 our sets' scores stay within 0.0003; at 0.6 texts join that have little in common.
 */
#define MOST_OF_THE_WAY 0.7

/* NULL where there are none. */
static inline const struct outlines *verifier_outlines(const struct verifier *verifier)
{
    const struct briefs *briefs = verifier->verifying->briefs;
    return briefs ? briefs_outlines(briefs) : NULL;
}

/* Whether glances are asked: where briefs were made, most of the pairs that meet are alike. */
static inline bool glances_pay(const struct verifying *verifying)
{
    return verifying->glances && !(verifying->briefs && briefs_are_made(verifying->briefs));
}

/*
 * ruling_out.c: what a pair has at the most, by a glance: it shares no more, and neither is smaller; *told is false where glances do not say.
 * Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status glance_at_pair(struct verifier *verifier, uint32_t a, uint32_t b, struct match *most, bool *told);

/* Whether it is certain, without both sets, that a pair reaches no such share of the rule. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status pair_ruled_out(struct verifier *verifier, uint32_t a, uint32_t b, double share, bool *out);

/* Whether two outlets published within a day; a few days apart, or where an outlet or a date is not known, it may be the same news too. */
enum one_day { NOT_OF_ONE_DAY, MAY_BE_OF_ONE_DAY, OF_ONE_DAY };
enum one_day are_of_one_day(const struct verifier *verifier, uint32_t a, uint32_t b);

/* opening.c: whether two texts that are or may be of one day open alike. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status open_alike(struct verifier *verifier, uint32_t a, uint32_t b, enum one_day one_day, bool *alike_out);

/* Whether they may, of a pair that was glanced at just now. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status may_open_alike(struct verifier *verifier, uint32_t a, uint32_t b, enum one_day one_day, bool *may_out);

#endif
