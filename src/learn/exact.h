/*
 * Exact copies. Takes: the articles' rows. Gives: groups of equal folded text, ranked. Promises: a group's rank is its
 * place in order of content hash, whatever the order of arrival, so that every tie is broken by comparing ranks; every
 * article but repeats is in one group. Does not know: near copies.
 *
 * Under a time window equal text published farther apart is several groups, each of which spans no more than the window; undated
 * members are a group of their own. Groups of equal text have ranks side by side, the undated one first, then by time.
 */
#ifndef WIRECOPY_LEARN_EXACT_H
#define WIRECOPY_LEARN_EXACT_H

#include "learn/articles.h"

struct groups {
    uint32_t count;
    uint32_t *first;        /* count + 1: where a group's members begin in members */
    uint32_t *members;      /* article numbers, group by group, each in order of id; under a window in order of time, then id */
    uint32_t *rank_of;      /* of every article; UINT32_MAX for repeats */
    int64_t window_minutes; /* 0: none */
};

/* Groups the articles. Cost: a sort by content hash in memory_bytes, and ids are read where a group has two or more. */
enum wirecopy_status groups_init(struct groups *groups, const struct articles *articles, struct scratch_space *space, uint64_t memory_bytes,
                                 int64_t window_minutes);
void groups_release(struct groups *groups);

/* The first member: its lines and words stand for the group. */
static inline uint32_t groups_leader(const struct groups *groups, uint32_t rank)
{
    return groups->members[groups->first[rank]];
}

static inline uint32_t groups_size(const struct groups *groups, uint32_t rank)
{
    return groups->first[rank + 1] - groups->first[rank];
}

/* Whether the window admits two groups: some member of the one was published within it of some member of the other, or one is undated. */
bool groups_within_window(const struct groups *groups, const struct articles *articles, uint32_t a, uint32_t b);

/* Of two groups that the window admits, members that were published within it of each other: the leaders, where there is no window. */
void groups_nearest(const struct groups *groups, const struct articles *articles, uint32_t a, uint32_t b, uint32_t *number_a, uint32_t *number_b);

/* Whether two groups are of equal text, as only a window parts them. */
static inline bool groups_equal(const struct groups *groups, const struct articles *articles, uint32_t a, uint32_t b)
{
    return hash128_compare(articles->rows[groups_leader(groups, a)].content, articles->rows[groups_leader(groups, b)].content) == 0;
}

#endif
