/*
 * Parts of groups in order of time. Takes: when each was published. Gives: its place in that order, and where those end whom a window admits
 * beside it. Promises: parts without a time come first, and are admitted beside all. Does not know: what they share. Private to this room.
 */
#ifndef WIRECOPY_MATCH_PAIRS_TIMELY_H
#define WIRECOPY_MATCH_PAIRS_TIMELY_H

#include "match/pairs/narrowing.h"

/* What is asked together of a place. */
struct timely_place {
    uint32_t until;  /* the first place of those that are later than the window reaches; UINT32_MAX without a time */
    uint32_t stands; /* for who counts or lists something by place; 0 at first */
};

struct timely {
    uint32_t *places;        /* by part */
    uint32_t *parts;         /* by place: its part, and with TIMELY_MANY that it has many members */
    struct timely_place *at; /* by place */
    uint32_t *of_time;       /* by the place of a group before it was parted: the place of its part, and with TIMELY_MANY; or with TIMELY_PARTED it */
    uint32_t undated;        /* the first places: how many have no time */
};
#define TIMELY_MANY (UINT32_C(1) << 31)
#define TIMELY_PARTED (UINT32_C(1) << 30)

/*
 * The place of each group, before a window is laid over them, in order of its first member's time and of its rank; those with a member without a
 * time come first. It is that of its first part beside the first parts of all others. Errors: WIRECOPY_NO_MEMORY.
 */
enum wirecopy_status timely_place_groups(const struct groups *groups, const struct articles *articles, uint32_t *places);

/* The minute of an article as a number that sorts; 0: not known. */
uint32_t timely_minute(const struct article *article);

/* Errors: WIRECOPY_NO_MEMORY; it is to be released then too. {0} at first. */
enum wirecopy_status timely_make(struct timely *timely, const struct narrowing *narrowing);
void timely_release(struct timely *timely);

static inline uint32_t timely_part(const struct timely *timely, uint32_t place)
{
    return timely->parts[place] & ~TIMELY_MANY;
}

static inline bool timely_has_many(const struct timely *timely, uint32_t place)
{
    return timely->parts[place] & TIMELY_MANY;
}

/* Where those end whom a part may meet: one with many members may not meet all of them, and is asked of each. */
static inline uint32_t timely_until(const struct timely *timely, uint32_t place)
{
    return timely_has_many(timely, place) ? UINT32_MAX : timely->at[place].until;
}

#endif
