/*
 * Crowds while a window is laid over them: what both files of it need. Private to this room.
 */
#ifndef WIRECOPY_MATCH_PAIRS_CROWDING_H
#define WIRECOPY_MATCH_PAIRS_CROWDING_H

#include "base/sort/picked.h"
#include "match/pairs/crowded.h"
#include "match/pairs/timely.h"

/* Crowds are of bands, of sampled keys under the limit, and of those that are keys of short articles only. */
enum kind { OF_BAND, OF_SAMPLED, OF_WHOLE };

/*
 * A member of a crowd is a part's place. It meets those behind it as far as the window reaches; or nobody, with REACHES_NONE; or, with REACHES, so many
 * members from it on as are told beside it. The last one of a crowd is followed by END_OF_CROWD.
 */
#define REACHES_NONE (UINT32_C(1) << 31)
#define REACHES (UINT32_C(1) << 30)
#define END_OF_CROWD (REACHES - 1)

/* All crowds, those of bands first. */
struct crowds {
    struct buffer reach;      /* uint32_t, of one member with REACHES after the other */
    uint32_t *stands_at;      /* of one place after the other: where it meets others of a crowd; behind one with REACHES how far it does. Where
                                 those of a place end is said by order.at[place].stands */
    uint64_t count, of_bands; /* members, with ends */
    uint64_t stands;          /* of stands_at */
};

struct crowding {
    const struct narrowing *n;
    struct timely order; /* crowds are made of places in it, so that what comes near in time lies near in memory */
    struct crowds crowds;
    struct buffer places; /* uint32_t: the members of crowds that were kept, one after the other, each with its end, and those of the one at hand */
    size_t kept;          /* bytes of places */
    struct buffer parted; /* uint32_t: of these the places of groups that have several parts, until all are there */
    bool many;            /* one of them has many members */
    struct buffer reach;  /* uint32_t: beside these */
    bool all_meet;        /* none of them has anything beside it, and behind the last place is room */
    struct picked picked; /* which puts places in order */
    uint32_t *keys;       /* by place: above base how many the one at hand shares with it; no more than base: none */
    uint32_t base;        /* of the one at hand: those of others are below it */
    uint32_t *enough;     /* places that share as many as a pair has to */
};

/* A member that stands at a place: one of many times is met where its first one is. */
static inline uint32_t member_at(const struct timely *order, uint32_t place)
{
    return place | (timely_has_many(order, place) ? REACHES : 0);
}

static inline uint32_t place_of(uint32_t member)
{
    return member & END_OF_CROWD;
}

/* The members of the crowd at hand. */
static inline uint32_t *crowding_members(const struct crowding *j)
{
    return (uint32_t *)(void *)(j->places.data + j->kept);
}

static inline size_t crowding_count(const struct crowding *j)
{
    return (j->places.size - j->kept) / sizeof(uint32_t);
}

/* Takes who has one key, in order. */
typedef enum wirecopy_status take_crowd(struct crowding *j, enum kind kind);

/* crowds_within.c: has each crowd taken, those of bands first. */
enum wirecopy_status crowding_each(struct crowding *j, const struct crowd_lists *crowds, take_crowd *take);

/* Makes members of places, with their reach, and with room behind them. */
enum wirecopy_status crowding_make_members(struct crowding *j, enum kind kind);

/*
 * crowds_counted.c: counts article by article, and deals the pairs that share enough; *fits_out is false, and nothing is counted, where memory
 * does not hold all crowds. listed: how many are listed, with ends.
 */
enum wirecopy_status crowding_count_all(struct crowding *j, const struct crowd_lists *crowds, uint64_t listed, bool *fits_out);

#endif
