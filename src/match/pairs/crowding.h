/*
 * Crowds while a window is laid over them: what both files of it need. Private to this room.
 */
#ifndef WIRECOPY_MATCH_PAIRS_CROWDING_H
#define WIRECOPY_MATCH_PAIRS_CROWDING_H

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
    struct buffer ends;       /* uint32_t, by crowd: where it ends in members, behind its end */
    struct buffer kinds;      /* uint8_t, by crowd: enum kind */
    struct buffer places;     /* uint32_t: of the members of one crowd after the other, until these are put in order */
    uint32_t *members;        /* of one crowd after the other, in order */
    uint32_t *reach;          /* beside members with REACHES */
    uint32_t *begins;         /* by place, and one more: where it begins in stands_at */
    uint32_t *stands_at;      /* of one place after the other: where they are among the members */
    uint64_t count, of_bands; /* members, with ends */
};

enum { CROWDS_MEMBER_BYTES = 3 * sizeof(uint32_t) };

struct crowding {
    const struct narrowing *n;
    struct timely order; /* crowds are made of places in it, so that what comes near in time lies near in memory */
    struct crowds crowds;
    struct buffer run;    /* uint64_t: what articles have of one crowded key */
    struct buffer places; /* uint32_t: of their parts; where these are dealt, members */
    struct buffer reach;  /* uint32_t: beside these */
    uint64_t limit;       /* of sampling */
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

/* One more key of a crowd that a part has. */
static inline void count_crowd(const struct crowding *j, uint32_t part, enum kind kind)
{
    if (kind != OF_BAND)
        crowded_add(&j->n->within->crowded->keys[part].all, kind == OF_SAMPLED);
}

/* Takes what articles have of one key: j->run. */
typedef enum wirecopy_status take_crowd(struct crowding *j, enum kind kind);

/* crowds_within.c: has each crowd taken, those of bands first. */
enum wirecopy_status crowding_each(struct crowding *j, struct scratch *const crowds[2], take_crowd *take);

/* Puts the places of the parts of the run into places; those of parts that are one of several come last. */
enum wirecopy_status crowding_find_places(struct crowding *j);

/*
 * Whom each member of a crowd meets of those behind it: each block meets itself and the next one, as far as the window reaches; those without a
 * time are a block that meets all. Of a block that is a crowd too, all meet its anchors, and of a band their neighbours in time.
 */
void crowding_find_met(const struct crowding *j, uint32_t *members, uint32_t *reach, size_t count, enum kind kind);

/* crowds_counted.c: counts article by article, and deals the pairs that share enough; *fits_out is false where memory does not hold all crowds. */
enum wirecopy_status crowding_count_all(struct crowding *j, struct scratch *const crowds[2], bool *fits_out);

#endif
