/*
 * The planner measures how often unrelated articles of a sample meet under each plan in turn, from the one that finds
 * most to the cheapest, and takes the first that stays under MOST_MEETINGS. The sample is the groups of least content
 * hash. A plan's recall is arithmetic (Leskovec, Rajaraman, Ullman, chapter 3, for bands; binomial for sampled keys).
 */
#include "sketch/planner.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"

/* 4,096 articles make 8.4 million pairs: at a million articles one pair of them stands for 0.12 meetings an article. */
enum { SAMPLE = 4096, MOST_MEETINGS = 16 };

/* A bucket of the sample larger than this is joined through anchors in earnest; here its pairs are not counted. */
enum { BUCKET_COUNTED = 64 };

/*
 * From the most complete to the cheapest. Sampled keys alone find nearly all; bands of two rows find what is short, those
 * of three rows meet a hundred times less by accident.
 */
static const struct plan plans[] = {
    {.bands = 64, .rows = 2, .sampled_one_in = 8, .sampled_least = SAMPLED_LEAST, .crowd = SAMPLED_CROWD},
    {.bands = 42, .rows = 3, .sampled_one_in = 8, .sampled_least = SAMPLED_LEAST, .crowd = SAMPLED_CROWD},
    {.bands = 32, .rows = 4, .sampled_one_in = 8, .sampled_least = SAMPLED_LEAST, .crowd = SAMPLED_CROWD},
    {.bands = 25, .rows = 5, .sampled_one_in = 8, .sampled_least = SAMPLED_LEAST + 1, .crowd = SAMPLED_CROWD / 2},
};
enum { PLANS = sizeof plans / sizeof *plans };

/* The chance of at least least successes in count trials of chance p; count need not be whole. */
static double at_least(double count, double p, uint32_t least)
{
    double none = 1.0, below = 0;
    if (p >= 1)
        return count >= least ? 1 : 0;
    none = pow(1 - p, count);
    for (uint32_t i = 0; i < least && i <= count; i++) {
        below += none;
        none *= (count - i) / (i + 1) * p / (1 - p);
    }
    return below >= 1 ? 0 : 1 - below;
}

double plan_recall(const struct plan *plan, double small, double large, double shared)
{
    double resemblance = shared / (small + large - shared), missed = 1;
    if (plan->all_pairs)
        return 1;
    if (plan->bands)
        missed *= pow(1 - pow(resemblance, plan->rows), plan->bands);
    if (plan->sampled_one_in)
        missed *= 1 - at_least(shared, large < SAMPLED_WHOLE ? 1 : 1.0 / plan->sampled_one_in, plan->sampled_least);
    return 1 - missed;
}

struct planning {
    const struct sets *sets;
    struct match_rule rule;
    uint32_t count;   /* sampled sets that are long enough to have keys */
    uint32_t *ranks;  /* theirs */
    uint32_t *minima; /* count x components of the plan at hand */
    struct sort_record *keys;
    size_t key_capacity;
    uint64_t *pairs; /* those that met: smaller place << 32 | larger, not distinct */
    size_t pair_count, pair_capacity;
    struct buffer room[2];
};

static enum wirecopy_status add_pair(struct planning *p, uint64_t a, uint64_t b)
{
    enum wirecopy_status status = array_reserve(&p->pairs, &p->pair_capacity, p->pair_count + 1, sizeof *p->pairs);
    if (status == WIRECOPY_OK)
        p->pairs[p->pair_count++] = a < b ? a << 32 | b : b << 32 | a;
    return status;
}

/* All pairs of each run of equal keys with 2 to most places. */
static enum wirecopy_status join(struct planning *p, size_t count, size_t most)
{
    enum wirecopy_status status = WIRECOPY_OK;
    sort_records(p->keys, count);
    for (size_t start = 0, end; start < count; start = end) {
        for (end = start + 1; end < count && p->keys[end].key == p->keys[start].key; end++)
            continue;
        if (end - start > most)
            continue;
        for (size_t i = start; i < end; i++)
            for (size_t j = i + 1; j < end && status == WIRECOPY_OK; j++)
                status = add_pair(p, p->keys[i].value, p->keys[j].value);
        if (status != WIRECOPY_OK)
            break;
    }
    return status;
}

static enum wirecopy_status meet_in_bands(struct planning *p, const struct plan *plan, uint64_t seed, minhash_kernel *kernel)
{
    struct family family;
    enum wirecopy_status status = WIRECOPY_OK;
    family_init(&family, (size_t)plan->bands * plan->rows, seed);
    memory_free(p->minima);
    p->minima = memory_allocate((size_t)p->count * family.components, sizeof *p->minima);
    if (!p->minima)
        return WIRECOPY_NO_MEMORY;
    memset(p->minima, 0xff, (size_t)p->count * family.components * sizeof *p->minima);
    for (uint32_t i = 0; i < p->count && status == WIRECOPY_OK; i++) {
        struct shingle_set set;
        status = sets_view(p->sets, p->ranks[i], &p->room[0], &set);
        if (status == WIRECOPY_OK)
            kernel(&family, set.shingles, set.count, p->minima + i * family.components);
    }
    if (status == WIRECOPY_OK)
        status = array_reserve(&p->keys, &p->key_capacity, p->count, sizeof *p->keys);
    for (uint32_t band = 0; band < plan->bands && status == WIRECOPY_OK; band++) {
        for (uint32_t i = 0; i < p->count; i++)
            p->keys[i] = (struct sort_record){band_key(p->minima + i * family.components, band, plan->rows), i};
        status = join(p, p->count, BUCKET_COUNTED);
    }
    return status;
}

/* Keeps the pairs that stand at least least times from a place on, once each. */
static void keep_frequent(struct planning *p, size_t from, uint32_t least)
{
    size_t kept = from;
    sort_u64(p->pairs + from, p->pair_count - from);
    for (size_t start = from, end; start < p->pair_count; start = end) {
        for (end = start + 1; end < p->pair_count && p->pairs[end] == p->pairs[start]; end++)
            continue;
        if (end - start >= least)
            p->pairs[kept++] = p->pairs[start];
    }
    p->pair_count = kept;
}

static enum wirecopy_status meet_in_samples(struct planning *p, const struct plan *plan)
{
    size_t count = 0, from = p->pair_count;
    double crowd = plan->crowd * (double)SAMPLE / p->sets->count; /* what a crowd of the corpus is in the sample */
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < p->count && status == WIRECOPY_OK; i++) {
        struct shingle_set set;
        status = sets_view(p->sets, p->ranks[i], &p->room[0], &set);
        for (size_t s = 0; status == WIRECOPY_OK && s < set.count && set.shingles[s] <= sampled_limit(plan, set.count); s++) {
            status = array_reserve(&p->keys, &p->key_capacity, count + 1, sizeof *p->keys);
            if (status == WIRECOPY_OK)
                p->keys[count++] = (struct sort_record){set.shingles[s], i};
        }
    }
    if (status == WIRECOPY_OK)
        status = join(p, count, crowd < plan->crowd ? (size_t)crowd : plan->crowd);
    if (status == WIRECOPY_OK)
        keep_frequent(p, from, plan->sampled_least);
    return status;
}

/* Accidental meetings an article in the whole corpus: pairs that met and do not match, scaled from the sample's pairs. */
static enum wirecopy_status measure(struct planning *p, const struct plan *plan, uint64_t seed, minhash_kernel *kernel, double *meetings)
{
    enum wirecopy_status status = WIRECOPY_OK;
    double unrelated = 0;
    *meetings = 0;
    p->pair_count = 0;
    if (p->count < 2 || plan->all_pairs)
        return WIRECOPY_OK;
    if (plan->bands)
        status = meet_in_bands(p, plan, seed, kernel);
    if (status == WIRECOPY_OK && plan->sampled_one_in)
        status = meet_in_samples(p, plan);
    if (status != WIRECOPY_OK)
        return status;
    keep_frequent(p, 0, 1);
    for (size_t i = 0; i < p->pair_count && status == WIRECOPY_OK; i++) {
        struct shingle_set a, b;
        status = sets_view(p->sets, p->ranks[p->pairs[i] >> 32], &p->room[0], &a);
        if (status == WIRECOPY_OK)
            status = sets_view(p->sets, p->ranks[p->pairs[i] & UINT32_MAX], &p->room[1], &b);
        if (status == WIRECOPY_OK) {
            double shared = (double)shingle_sets_shared(a, b), smaller = (double)(a.count < b.count ? a.count : b.count);
            unrelated += shared / ((double)(a.count + b.count) - shared) < p->rule.resemblance && shared / smaller < p->rule.containment;
        }
    }
    /* each pair is a meeting for two articles; an article has sets->count others in the corpus, count in the sample */
    *meetings = 2 * unrelated / p->count * ((double)p->sets->count / p->count);
    return status;
}

/* Recall is stated low: at the rule's border, for the sample's lengths, one match in five by containment alone. */
static enum wirecopy_status expect(struct planning *p, const struct plan *plan, struct forecast *f)
{
    static const double ratios[FORECAST_RATIOS] = {1, 2, 4, 10}, lengths[FORECAST_LENGTHS] = {25, 50, 100, 200, 400};
    const double by_containment_alone = 0.2;
    double r = p->rule.resemblance, c = p->rule.containment, of_equals = 0, of_parts = 0;
    for (unsigned i = 0; i < FORECAST_RESEMBLANCES; i++)
        f->by_resemblance[i] = plan_recall(plan, 100, 100, 200 * (0.3 + 0.1 * i) / (1.3 + 0.1 * i));
    for (unsigned i = 0; i < FORECAST_RATIOS; i++)
        f->by_ratio[i] = plan_recall(plan, 100, 100 * ratios[i], 100 * c);
    for (unsigned i = 0; i < FORECAST_LENGTHS; i++)
        f->by_length[i] = plan_recall(plan, lengths[i], 4 * lengths[i], lengths[i] * c);
    for (uint32_t i = 0; i < p->count; i++) {
        struct shingle_set set;
        enum wirecopy_status status = sets_view(p->sets, p->ranks[i], &p->room[0], &set);
        if (status != WIRECOPY_OK)
            return status;
        of_equals += plan_recall(plan, (double)set.count, (double)set.count, 2 * r / (1 + r) * (double)set.count);
        /* the article as the larger one, its part a half, a quarter, a tenth of it, as far as such a part can match */
        for (unsigned j = 1; j < FORECAST_RATIOS; j++) {
            double small = (double)set.count / ratios[j], least = SHARED_FOR_CONTAINMENT / c;
            if (small < least)
                small = least < (double)set.count ? least : (double)set.count;
            of_parts += plan_recall(plan, small, (double)set.count, small * c) / (FORECAST_RATIOS - 1);
        }
    }
    f->recall_containment = p->count ? of_parts / p->count : 1;
    f->recall = p->count ? (1 - by_containment_alone) * of_equals / p->count + by_containment_alone * f->recall_containment : 1;
    return WIRECOPY_OK;
}

static enum wirecopy_status draw_sample(struct planning *p)
{
    uint32_t most = p->sets->count < SAMPLE ? p->sets->count : SAMPLE;
    enum wirecopy_status status = WIRECOPY_OK;
    p->ranks = memory_allocate(most, sizeof *p->ranks);
    if (!p->ranks)
        return WIRECOPY_NO_MEMORY;
    for (uint32_t rank = 0; rank < most && status == WIRECOPY_OK; rank++) {
        struct shingle_set set;
        status = sets_view(p->sets, rank, &p->room[0], &set);
        if (status == WIRECOPY_OK && set.count >= SHORT_SHINGLES)
            p->ranks[p->count++] = rank;
    }
    return status;
}

enum wirecopy_status plan_choose(const struct sets *sets, struct match_rule rule, uint64_t seed, minhash_kernel *kernel, const struct plan *given,
                                 struct plan *plan_out, struct forecast *forecast_out)
{
    struct planning p = {.sets = sets, .rule = rule};
    enum wirecopy_status status = draw_sample(&p);
    *forecast_out = (struct forecast){0};
    for (size_t i = 0; i < PLANS && status == WIRECOPY_OK; i++) {
        *plan_out = given ? *given : plans[i];
        status = measure(&p, plan_out, seed, kernel, &forecast_out->meetings);
        if (given || forecast_out->meetings <= MOST_MEETINGS)
            break;
    }
    if (status == WIRECOPY_OK)
        status = expect(&p, plan_out, forecast_out);
    memory_free(p.ranks);
    memory_free(p.minima);
    memory_free(p.keys);
    memory_free(p.pairs);
    buffer_release(&p.room[0]);
    buffer_release(&p.room[1]);
    return status;
}
