/*
 * Common shingles: those of more than max(20, 0.005 N) of the N groups, where the groups that have them are strangers to
 * each other. Over 100,000 groups, the 100,000 with the least content hash stand for all, which are those of the least
 * ranks. A sieve counts, then only what passed it is sorted: some 500 to 8,000 shingles in sets of 7,000 to 20,000.
 */
#include "base/sort.h"
#include "learn/sets.h"
#include "learn/strangers.h"

enum { SAMPLE = 100000, LEAST_ARTICLES = 20, ONE_IN = 200 };

/* An article keeps its common shingles where fewer than so many others would be left. */
enum { LEAST_LEFT = 20 };

struct commoners {
    struct sets *sets;
    const struct left_out *left_out;
    uint32_t sample;
    struct sieve sieve;
    struct sorter *sorter;
    struct buffer room[STRANGERS_DRAWN], values, kept;
    struct hash_set found;
    struct hash_set strangers, story;
};

static uint32_t threshold(uint32_t sample)
{
    return sample / ONE_IN > LEAST_ARTICLES ? sample / ONE_IN : LEAST_ARTICLES;
}

static enum wirecopy_status count_shingles(struct commoners *c)
{
    enum wirecopy_status status = sieve_init(&c->sieve, c->sets->shingles, c->left_out->memory_bytes / 2);
    for (uint32_t rank = 0; rank < c->sample && status == WIRECOPY_OK; rank++) {
        struct shingle_set set;
        status = sets_view(c->sets, rank, &c->room[0], &set);
        for (size_t i = 0; status == WIRECOPY_OK && i < set.count; i++)
            sieve_add(&c->sieve, set.shingles[i]);
    }
    return status;
}

static enum wirecopy_status collect_shingles(struct commoners *c)
{
    uint32_t more_than = threshold(c->sample);
    enum wirecopy_status status = sorter_create(c->left_out->space, c->left_out->memory_bytes / 2, &c->sorter);
    for (uint32_t rank = 0; rank < c->sample && status == WIRECOPY_OK; rank++) {
        struct shingle_set set;
        status = sets_view(c->sets, rank, &c->room[0], &set);
        for (size_t i = 0; status == WIRECOPY_OK && i < set.count; i++)
            if (sieve_met(&c->sieve, set.shingles[i], more_than + 1))
                status = sorter_add(c->sorter, set.shingles[i], rank);
    }
    return status == WIRECOPY_OK ? sorter_finish(c->sorter) : status;
}

/* The strangers' test on the six groups of least rank that have the shingle; those of equal groups are judged once. */
static enum wirecopy_status judge(struct commoners *c, uint64_t shingle)
{
    const uint64_t *ranks = (const uint64_t *)(const void *)c->values.data;
    uint64_t key = hash_bytes(ranks, STRANGERS_DRAWN * sizeof *ranks);
    enum wirecopy_status status = WIRECOPY_OK;
    if (!hash_set_has(&c->strangers, key) && !hash_set_has(&c->story, key)) {
        struct shingle_set sets[STRANGERS_DRAWN];
        for (uint32_t i = 0; i < STRANGERS_DRAWN && status == WIRECOPY_OK; i++)
            status = sets_view(c->sets, (uint32_t)ranks[i], &c->room[i], &sets[i]);
        if (status == WIRECOPY_OK)
            status = hash_set_add(strangers_judge(sets, STRANGERS_DRAWN) ? &c->strangers : &c->story, key);
    }
    if (status == WIRECOPY_OK && hash_set_has(&c->strangers, key))
        status = hash_set_add(&c->found, shingle);
    return status;
}

static enum wirecopy_status judge_shingles(struct commoners *c)
{
    for (;;) {
        uint64_t shingle;
        size_t count;
        bool end;
        enum wirecopy_status status = sorter_next_run(c->sorter, &shingle, &c->values, STRANGERS_DRAWN, &count, &end);
        if (status != WIRECOPY_OK || end)
            return status;
        /* more than max(20, 0.005 N), in whole numbers */
        if (count > LEAST_ARTICLES && (uint64_t)count * ONE_IN > c->sample)
            status = judge(c, shingle);
        if (status != WIRECOPY_OK)
            return status;
    }
}

static enum wirecopy_status shrink_sets(struct commoners *c)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t rank = 0; rank < c->sets->count && status == WIRECOPY_OK; rank++) {
        struct shingle_set set;
        uint64_t *kept;
        size_t count = 0;
        status = sets_view(c->sets, rank, &c->room[0], &set);
        c->kept.size = 0;
        if (status == WIRECOPY_OK)
            status = buffer_reserve(&c->kept, (set.count + 1) * sizeof *kept);
        if (status != WIRECOPY_OK)
            break;
        kept = (uint64_t *)(void *)c->kept.data;
        for (size_t i = 0; i < set.count; i++) {
            kept[count] = set.shingles[i];
            count += !hash_set_has(&c->found, set.shingles[i]);
        }
        if (count < set.count && count >= LEAST_LEFT)
            status = sets_shrink(c->sets, rank, kept, count);
    }
    return status;
}

enum wirecopy_status common_take_out(struct sets *sets, const struct left_out *left_out)
{
    struct commoners c = {.sets = sets, .left_out = left_out};
    enum wirecopy_status status;
    c.sample = sets->count < SAMPLE ? sets->count : SAMPLE;
    status = count_shingles(&c);
    if (status == WIRECOPY_OK)
        status = collect_shingles(&c);
    sieve_release(&c.sieve);
    if (status == WIRECOPY_OK)
        status = judge_shingles(&c);
    sets->common = c.found.count;
    if (status == WIRECOPY_OK && c.found.count)
        status = shrink_sets(&c);
    sorter_free(c.sorter);
    for (uint32_t i = 0; i < STRANGERS_DRAWN; i++)
        buffer_release(&c.room[i]);
    buffer_release(&c.values);
    buffer_release(&c.kept);
    hash_set_release(&c.found);
    hash_set_release(&c.strangers);
    hash_set_release(&c.story);
    return status;
}
