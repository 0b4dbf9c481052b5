/*
 * Exact copies. Takes: the articles' rows. Gives: groups of equal folded text, ranked. Promises: a group's rank is its
 * place in order of content hash, whatever the order of arrival, so that every tie is broken by comparing ranks; every
 * article but repeats is in one group. Does not know: near copies.
 */
#ifndef WIRECOPY_LEARN_EXACT_H
#define WIRECOPY_LEARN_EXACT_H

#include "learn/articles.h"

struct groups {
    uint32_t count;
    uint32_t *first;        /* count + 1: where a group's members begin in members */
    uint32_t *members;      /* article numbers, group by group, each in order of id; under a window in order of time, then id */
    uint32_t *rank_of;      /* of every article; UINT32_MAX for repeats */
    int64_t window_minutes; /* 0: none; else see parted.h, as for what follows */
    uint32_t *text;         /* NULL, or by group: the article whose lines and words stand for it */
    uint32_t *part_of;      /* NULL, or by group of the whole: where its parts begin */
};

/* Groups the articles. Cost: a sort by content hash in memory_bytes, and ids are read where a group has two or more. */
enum wirecopy_status groups_init(struct groups *groups, const struct articles *articles, struct scratch_space *space, uint64_t memory_bytes);
void groups_release(struct groups *groups);

/*
 * exact_saved.c: saves them with what settling ids changed of articles, and restores both: to articles whose ids are not settled. Errors: as
 * saved.h. On failure there is nothing to release.
 */
enum wirecopy_status groups_save(const struct groups *groups, const struct articles *articles, struct saving *saving);
enum wirecopy_status groups_restore(struct groups *groups, struct articles *articles, struct saved *saved);

/* The first member. */
static inline uint32_t groups_leader(const struct groups *groups, uint32_t rank)
{
    return groups->members[groups->first[rank]];
}

/*
 * Whether an article is the leader of a group, whose rank is then set; for whoever goes through all articles in order: ranks lie anywhere,
 * so those of the next ones are brought near.
 */
enum { GROUPS_AHEAD = 8 };
static inline bool groups_leads(const struct groups *groups, uint32_t number, uint32_t article_count, uint32_t *rank_out)
{
    uint32_t rank = groups->rank_of[number];
    if (article_count - number > 2 * GROUPS_AHEAD) {
        uint32_t next = groups->rank_of[number + GROUPS_AHEAD], after = groups->rank_of[number + 2 * GROUPS_AHEAD];
        if (next != UINT32_MAX)
            __builtin_prefetch(&groups->members[groups->first[next]]);
        if (after != UINT32_MAX)
            __builtin_prefetch(&groups->first[after]);
    }
    *rank_out = rank;
    return rank != UINT32_MAX && groups_leader(groups, rank) == number;
}

/* The article whose lines and words stand for the group: the first member, or of the parts of a group that one's. */
static inline uint32_t groups_text(const struct groups *groups, uint32_t rank)
{
    return groups->text ? groups->text[rank] : groups_leader(groups, rank);
}

static inline uint32_t groups_size(const struct groups *groups, uint32_t rank)
{
    return groups->first[rank + 1] - groups->first[rank];
}

/* Whether two groups are of equal text, as only a window parts them. */
static inline bool groups_equal(const struct groups *groups, const struct articles *articles, uint32_t a, uint32_t b)
{
    return hash128_compare(articles->rows[groups_leader(groups, a)].content, articles->rows[groups_leader(groups, b)].content) == 0;
}

#endif
