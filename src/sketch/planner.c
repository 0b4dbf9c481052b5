/*
 * The planner measures how often unrelated articles of a sample meet under each plan in turn, from the one that finds
 * most to the cheapest, and takes the first that stays under MOST_MEETINGS. The sample is the groups of least content
 * hash. A plan's recall is arithmetic (Leskovec, Rajaraman, Ullman, chapter 3, for bands; binomial for sampled keys).
 */
#include "sketch/planner.h"

#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "sketch/sample.h"

/*
 * 2,048 articles make 2.1 million pairs: at a million articles one pair of them stands for half a meeting an article. What
 * meets in a band and shares too few sampled keys costs some 15 ns: 64 an article are a tenth of what reading it costs.
 */
enum { SAMPLE = 2048, MOST_MEETINGS = 16, MOST_RAW_MEETINGS = 64 };

/* Shingles of the sample: 512 an article; no share of the memory, from which the plan must not follow. They lie in scratch. */
enum { SAMPLE_BYTES = 8 << 20 };

/* Signatures, keys and what met of the sample; scratch leaves this much, so that a sample of long articles goes to a file rather. */
enum { PLANNING_BYTES = 6 << 20 };

/* A bucket of the sample larger than this is joined through anchors in earnest; here its pairs are not counted. */
enum { BUCKET_COUNTED = 64 };

/*
 * From the most complete to the cheapest. Sampled keys alone find nearly all; bands of two rows find what is short, those
 * of three rows meet a hundred times less by accident.
 */
const struct plan plans[PLANS] = {
    {.bands = 64, .rows = 2, .sampled_one_in = 8, .sampled_least = SAMPLED_LEAST, .crowd = SAMPLED_CROWD},
    {.bands = 42, .rows = 3, .sampled_one_in = 8, .sampled_least = SAMPLED_LEAST, .crowd = SAMPLED_CROWD},
    {.bands = 32, .rows = 4, .sampled_one_in = 8, .sampled_least = SAMPLED_LEAST, .crowd = SAMPLED_CROWD},
    {.bands = 25, .rows = 5, .sampled_one_in = 8, .sampled_least = SAMPLED_LEAST + 1, .crowd = SAMPLED_CROWD / 2},
};

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
    const struct sets *corpus;
    struct match_rule rule;
    struct sample sample;    /* sets that are long enough to have keys */
    uint32_t count;          /* of them */
    uint32_t *minima;        /* count x components of the plan at hand */
    struct key_counts *keys; /* of the plan at hand */
    uint64_t *values, *room; /* keys that are joined, and as much room */
    size_t value_count, value_capacity, room_capacity;
    uint64_t *met; /* PAIRs: smaller place << 33 | larger << 1 | band, not distinct */
    size_t met_count, met_capacity;
};

static enum wirecopy_status add_value(struct planning *p, uint32_t key, uint32_t place)
{
    enum wirecopy_status status = array_reserve(&p->values, &p->value_capacity, p->value_count + 1, sizeof *p->values);
    if (status == WIRECOPY_OK)
        p->values[p->value_count++] = (uint64_t)key << 32 | place;
    return status;
}

/* All pairs of each run of equal keys with 2 to BUCKET_COUNTED places. */
static enum wirecopy_status join(struct planning *p, bool band)
{
    const uint64_t *values = p->values;
    enum wirecopy_status status = array_reserve(&p->room, &p->room_capacity, p->value_count, sizeof *p->room);
    if (status == WIRECOPY_OK)
        sort_spread_u64(p->values, p->room, p->value_count);
    for (size_t start = 0, end; start < p->value_count && status == WIRECOPY_OK; start = end) {
        for (end = start + 1; end < p->value_count && values[end] >> 32 == values[start] >> 32; end++)
            continue;
        if (end - start > BUCKET_COUNTED)
            continue;
        for (size_t i = start; i < end; i++)
            for (size_t j = i + 1; j < end && status == WIRECOPY_OK; j++) {
                status = array_reserve(&p->met, &p->met_capacity, p->met_count + 1, sizeof *p->met);
                if (status == WIRECOPY_OK)
                    p->met[p->met_count++] = (uint64_t)(uint32_t)values[i] << 33 | (uint64_t)(uint32_t)values[j] << 1 | band;
            }
    }
    return status;
}

/* The signature of a set, made piece by piece. */
static enum wirecopy_status sign(struct planning *p, uint32_t number, const struct family *family, minhash_kernel *kernel)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t from = 0; from < p->sample.sets[number].count && status == WIRECOPY_OK; from += SAMPLE_PIECE) {
        struct shingle_set piece;
        status = sample_view(&p->sample, number, from, 0, &piece);
        if (status == WIRECOPY_OK)
            kernel(family, piece.shingles, piece.count, p->minima + number * family->components);
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
    for (uint32_t i = 0; i < p->count && status == WIRECOPY_OK; i++)
        status = sign(p, i, &family, kernel);
    for (uint32_t band = 0; band < plan->bands && status == WIRECOPY_OK; band++) {
        p->value_count = 0;
        for (uint32_t i = 0; i < p->count && status == WIRECOPY_OK; i++)
            status = add_value(p, band_key(p->minima + i * family.components, band, plan->rows), i);
        if (status == WIRECOPY_OK)
            status = join(p, true);
    }
    return status;
}

/* The sampled keys of a set, which stand first in it. */
static enum wirecopy_status add_sampled(struct planning *p, uint32_t number, uint64_t limit)
{
    size_t count = p->sample.sets[number].count, under = 0;
    bool whole = count < SAMPLED_WHOLE, all = false;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t from = 0; from < count && !all && status == WIRECOPY_OK; from += SAMPLE_PIECE) {
        struct shingle_set piece;
        status = sample_view(&p->sample, number, from, 0, &piece);
        for (size_t s = 0; status == WIRECOPY_OK && s < piece.count && !all; s++) {
            all = !whole && piece.shingles[s] > limit;
            under += piece.shingles[s] <= limit;
            if (!all)
                status = add_value(p, (uint32_t)(piece.shingles[s] >> 32), number);
        }
    }
    p->keys[number] = (struct key_counts){(uint16_t)(under < KEY_COUNT_MOST ? under : KEY_COUNT_MOST), whole ? (uint16_t)count : 0};
    return status;
}

static enum wirecopy_status meet_in_samples(struct planning *p, const struct plan *plan)
{
    uint64_t limit = sampled_limit(plan);
    enum wirecopy_status status = WIRECOPY_OK;
    p->value_count = 0;
    for (uint32_t i = 0; i < p->count && status == WIRECOPY_OK; i++)
        status = add_sampled(p, i, limit);
    return status == WIRECOPY_OK ? join(p, false) : status;
}

/* Adds one where two sets do not match. */
static enum wirecopy_status count_unrelated(struct planning *p, uint32_t a, uint32_t b, double *accidents)
{
    double size_a = (double)p->sample.sets[a].count, size_b = (double)p->sample.sets[b].count, smaller = size_a < size_b ? size_a : size_b;
    size_t shared;
    enum wirecopy_status status = sample_shared(&p->sample, a, b, &shared);
    if (status == WIRECOPY_OK)
        *accidents += (double)shared / (size_a + size_b - (double)shared) < p->rule.resemblance && (double)shared / smaller < p->rule.containment;
    return status;
}

/*
 * Accidental meetings an article in the whole corpus, scaled from the sample's pairs: of candidates that do not match, and of
 * all that meet in a band, which cost less each but are more.
 */
static enum wirecopy_status measure(struct planning *p, const struct plan *plan, uint64_t seed, minhash_kernel *kernel, double *meetings,
                                    double *raw_meetings)
{
    struct keys_needed needed;
    enum wirecopy_status status = WIRECOPY_OK;
    double accidents = 0, raw = 0, others;
    *meetings = *raw_meetings = 0;
    p->met_count = 0;
    if (p->count < 2 || plan->all_pairs)
        return WIRECOPY_OK;
    keys_needed_init(&needed, plan, p->rule.resemblance, p->rule.containment);
    if (plan->bands)
        status = meet_in_bands(p, plan, seed, kernel);
    if (status == WIRECOPY_OK && plan->sampled_one_in)
        status = meet_in_samples(p, plan);
    if (status != WIRECOPY_OK)
        return status;
    sort_u64(p->met, p->met_count);
    for (size_t start = 0, end; start < p->met_count && status == WIRECOPY_OK; start = end) {
        uint32_t a = (uint32_t)(p->met[start] >> 33), b = (uint32_t)(p->met[start] >> 1), shared = 0;
        bool band = false;
        for (end = start; end < p->met_count && p->met[end] >> 1 == p->met[start] >> 1; end++) {
            shared += !(p->met[end] & 1);
            band |= p->met[end] & 1;
        }
        raw += band;
        if (keys_suffice(&needed, plan, p->keys[a], p->keys[b], shared, band))
            status = count_unrelated(p, a, b, &accidents);
    }
    /* each pair is a meeting for two articles; an article has corpus->count others in the corpus, count in the sample */
    others = (double)p->corpus->count / p->count;
    *meetings = 2 * accidents / p->count * others;
    *raw_meetings = 2 * raw / p->count * others;
    return status;
}

/* Recall is stated low: at the rule's border, one match in five by containment alone. */
struct expectation {
    const struct plan *plan;
    struct match_rule rule;
    double of_equals, of_parts;
    uint32_t count;
};

static const double ratios[FORECAST_RATIOS] = {1, 2, 4, 10};

/* Adds an article of so many shingles: a copy of it, and it as the larger one of a part, a half, a quarter, a tenth of it, as far as such can match. */
static void expect_size(struct expectation *e, double size)
{
    double r = e->rule.resemblance, c = e->rule.containment, least = SHARED_FOR_CONTAINMENT / c;
    e->count++;
    e->of_equals += plan_recall(e->plan, size, size, 2 * r / (1 + r) * size);
    for (unsigned j = 1; j < FORECAST_RATIOS; j++) {
        double small = size / ratios[j];
        if (small < least)
            small = least < size ? least : size;
        e->of_parts += plan_recall(e->plan, small, size, small * c) / (FORECAST_RATIOS - 1);
    }
}

static void expect(const struct expectation *e, struct forecast *f)
{
    static const double lengths[FORECAST_LENGTHS] = {25, 50, 100, 200, 400};
    const double by_containment_alone = 0.2;
    for (unsigned i = 0; i < FORECAST_RESEMBLANCES; i++)
        f->by_resemblance[i] = plan_recall(e->plan, 100, 100, 200 * (0.3 + 0.1 * i) / (1.3 + 0.1 * i));
    for (unsigned i = 0; i < FORECAST_RATIOS; i++)
        f->by_ratio[i] = plan_recall(e->plan, 100, 100 * ratios[i], 100 * e->rule.containment);
    for (unsigned i = 0; i < FORECAST_LENGTHS; i++)
        f->by_length[i] = plan_recall(e->plan, lengths[i], 4 * lengths[i], lengths[i] * e->rule.containment);
    f->recall_containment = e->count ? e->of_parts / e->count : 1;
    f->recall = e->count ? (1 - by_containment_alone) * e->of_equals / e->count + by_containment_alone * f->recall_containment : 1;
}

bool plan_affordable(const struct forecast *forecast)
{
    return forecast->meetings <= MOST_MEETINGS && forecast->band_meetings <= MOST_RAW_MEETINGS;
}

void plan_expect(unsigned plan, struct match_rule rule, uint64_t articles, struct forecast *forecast_out)
{
    /* an article and other: the middle of what 31,525 Arabic, 19,043 and 7,043 English articles and 30,000 of the generator showed */
    static const double met[PLANS] = {3.0e-5, 2.1e-5, 2.0e-5, 1.4e-5}, met_in_bands[PLANS] = {4.2e-5, 1.0e-5, 4.0e-6, 2.7e-6};
    static const double sizes[] = {50, 100, 200, 400, 800};
    struct expectation e = {.plan = &plans[plan], .rule = rule};
    *forecast_out = (struct forecast){.meetings = met[plan] * (double)articles, .band_meetings = met_in_bands[plan] * (double)articles};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        expect_size(&e, sizes[i]);
    expect(&e, forecast_out);
}

/* Adds one set to the sample, where it has keys. */
static enum wirecopy_status draw(struct planning *p, uint32_t rank, struct set_room *room)
{
    const struct huge_set *huge;
    struct shingle_set set;
    enum wirecopy_status status;
    if (!group_is_huge(p->corpus->left_out, rank)) {
        status = sets_view(p->corpus, rank, room, &set);
        return status == WIRECOPY_OK && set.count >= SHORT_SHINGLES ? sample_add(&p->sample, set) : status;
    }
    status = huge_sets_find(p->corpus, rank, &huge);
    return status == WIRECOPY_OK && huge->count >= SHORT_SHINGLES ? sample_add_huge(&p->sample, huge) : status;
}

/* The sets of the sample; fewer of them where they are long. */
static enum wirecopy_status draw_sample(struct planning *p)
{
    uint32_t most = p->corpus->count < SAMPLE ? p->corpus->count : SAMPLE;
    struct set_room room = {0};
    enum wirecopy_status status = sample_init(&p->sample, p->corpus->left_out->space, most);
    p->keys = memory_allocate_zero(most, sizeof *p->keys);
    if (status == WIRECOPY_OK && !p->keys)
        status = WIRECOPY_NO_MEMORY;
    for (uint32_t rank = 0; rank < most && status == WIRECOPY_OK && p->sample.bytes < SAMPLE_BYTES; rank++)
        status = draw(p, rank, &room);
    p->count = p->sample.count;
    set_room_release(&room);
    return status;
}

enum wirecopy_status plan_choose(const struct sets *sets, struct match_rule rule, uint64_t seed, minhash_kernel *kernel, const struct plan *given,
                                 struct plan *plan_out, struct forecast *forecast_out)
{
    struct planning p = {.corpus = sets, .rule = rule};
    struct expectation e = {.plan = plan_out, .rule = rule};
    enum wirecopy_status status = texts_make_way(sets->left_out->texts, PLANNING_BYTES);
    uint64_t claimed = scratch_space_claim(sets->left_out->space, PLANNING_BYTES);
    if (status == WIRECOPY_OK)
        status = draw_sample(&p);
    *forecast_out = (struct forecast){0};
    for (size_t i = 0; i < PLANS && status == WIRECOPY_OK; i++) {
        *plan_out = given ? *given : plans[i];
        status = measure(&p, plan_out, seed, kernel, &forecast_out->meetings, &forecast_out->band_meetings);
        if (given || plan_affordable(forecast_out))
            break;
    }
    for (uint32_t i = 0; i < p.count && status == WIRECOPY_OK; i++)
        expect_size(&e, (double)p.sample.sets[i].count);
    if (status == WIRECOPY_OK)
        expect(&e, forecast_out);
    sample_release(&p.sample);
    scratch_space_return(sets->left_out->space, claimed);
    memory_free(p.minima);
    memory_free(p.keys);
    memory_free(p.values);
    memory_free(p.room);
    memory_free(p.met);
    return status;
}
