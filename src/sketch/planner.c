/*
 * The planner measures how often unrelated articles of a sample meet under each plan in turn, from the one that finds
 * most to the cheapest, and takes the first that stays under MOST_MEETINGS, else the one that costs least. The sample is the groups of least content
 * hash. A plan's recall is arithmetic (Leskovec, Rajaraman, Ullman, chapter 3, for bands; binomial for sampled keys).
 */
#include "sketch/planner.h"

#include <math.h>

#include "sketch/survey.h"

/*
 * At a million articles one pair of the sample stands for half a meeting an article. What meets in a band and shares too few sampled keys
 * costs some 15 ns: 64 an article are a tenth of what reading it costs.
 */
enum { MOST_MEETINGS = 16, MOST_RAW_MEETINGS = 64 };

/* Recall of sizes up to this one is kept while a sample is gone through: most articles have fewer shingles. */
enum { SIZES_KEPT = 1024 };

/* Of millions of articles a key that so many have is a phrase. */
enum { CROWD_OF_MILLIONS = 16 };

/*
 * From the most complete to the cheapest. Sampled keys alone find nearly all, and cost less than as many minima would; of a story that more
 * articles carry than a crowd holds, bands bring together those that the anchors do not. Where many articles are alike, as of one form or of one
 * story, bands would be most of the work: then there are none. Of millions of articles strangers share three keys, so that more are asked for.
 */
const struct plan plans[PLANS] = {
    {.bands = 16, .rows = 2, .sampled_one_in = 5, .sampled_least = SAMPLED_LEAST, .crowd = SAMPLED_CROWD},
    {.sampled_one_in = 5, .sampled_least = SAMPLED_LEAST, .crowd = SAMPLED_CROWD},
    {.bands = 16, .rows = 3, .sampled_one_in = 5, .sampled_least = SAMPLED_LEAST + 1, .crowd = CROWD_OF_MILLIONS},
    {.bands = 16, .rows = 4, .sampled_one_in = 5, .sampled_least = SAMPLED_LEAST + 2, .crowd = CROWD_OF_MILLIONS},
    {.sampled_one_in = 6, .sampled_least = SAMPLED_LEAST + 2, .crowd = CROWD_OF_MILLIONS},
};

struct plan plan_of_numbers(uint32_t bands, uint32_t rows, uint32_t sampled_one_in)
{
    for (unsigned i = 0; i < PLANS; i++)
        if (plans[i].bands == bands && (plans[i].rows == rows || !bands) && plans[i].sampled_one_in == sampled_one_in)
            return plans[i];
    return (struct plan){bands, rows, sampled_one_in, .sampled_least = SAMPLED_LEAST, .crowd = SAMPLED_CROWD};
}

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

/* Candidates of a rule in the sample that do not match. */
static uint64_t count_accidents(const struct survey *survey, const struct surveyed_plan *surveyed, const struct plan *plan, struct match_rule rule)
{
    uint64_t accidents = 0;
    struct keys_needed needed;
    keys_needed_init(&needed, plan, rule.resemblance, rule.containment);
    for (size_t i = 0; i < surveyed->pair_count; i++) {
        const struct surveyed_pair *pair = &surveyed->pairs[i];
        if (keys_suffice(&needed, plan, surveyed->keys[pair->a], surveyed->keys[pair->b], pair->keys, pair->band))
            accidents += survey_unrelated(survey, pair, rule);
    }
    return accidents;
}

/*
 * Accidental meetings an article in the whole corpus, scaled from the sample's pairs: of candidates that do not match, and of all that meet
 * in a band, which cost less each but are more.
 */
static void scale(const struct survey *survey, const struct surveyed_plan *surveyed, uint64_t accidents, uint32_t articles, struct forecast *forecast)
{
    /* each pair is a meeting for two articles; an article has articles others in the corpus, survey->count in the sample */
    double others = survey->count ? (double)articles / (double)survey->count : 0;
    forecast->meetings = survey->count ? 2 * (double)accidents / (double)survey->count * others : 0;
    forecast->band_meetings = survey->count ? 2 * (double)surveyed->in_bands / (double)survey->count * others : 0;
}

/* Recall is stated low: at the rule's border, one match in five by containment alone. */
struct expectation {
    const struct plan *plan;
    struct match_rule rule;
    double of_equals, of_parts;
    uint32_t count;
};

static const double ratios[FORECAST_RATIOS] = {1, 2, 4, 10};

/* What is expected of an article: of a copy of it, and of it as the larger one of a half, a quarter, a tenth of it, as far as such can match. */
struct expected {
    double of_equal, of_parts[FORECAST_RATIOS];
    bool known;
};

static struct expected expect_size(const struct expectation *e, double size)
{
    double r = e->rule.resemblance, c = e->rule.containment, least = SHARED_FOR_CONTAINMENT / c;
    struct expected expected = {.of_equal = plan_recall(e->plan, size, size, 2 * r / (1 + r) * size), .known = true};
    for (unsigned j = 1; j < FORECAST_RATIOS; j++) {
        double small = size / ratios[j];
        if (small < least)
            small = least < size ? least : size;
        expected.of_parts[j] = plan_recall(e->plan, small, size, small * c) / (FORECAST_RATIOS - 1);
    }
    return expected;
}

static void add_expected(struct expectation *e, const struct expected *expected)
{
    e->count++;
    e->of_equals += expected->of_equal;
    for (unsigned j = 1; j < FORECAST_RATIOS; j++)
        e->of_parts += expected->of_parts[j];
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

static bool is_affordable(const struct forecast *forecast)
{
    return forecast->meetings <= MOST_MEETINGS && forecast->band_meetings <= MOST_RAW_MEETINGS;
}

/* Whether a plan costs less than another one, where neither can be paid for: in bands too many meet, or else fewer candidates are accidents. */
static bool costs_less(const struct forecast *forecast, const struct forecast *other)
{
    bool few = forecast->band_meetings <= MOST_RAW_MEETINGS, other_few = other->band_meetings <= MOST_RAW_MEETINGS;
    return few != other_few ? few : forecast->meetings < other->meetings;
}

size_t plan_pick(const struct forecast *forecasts, size_t count)
{
    size_t least = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_affordable(&forecasts[i]))
            return i;
        if (costs_less(&forecasts[i], &forecasts[least]))
            least = i;
    }
    return least;
}

static bool same_plan(const struct plan *a, const struct plan *b)
{
    return a->bands == b->bands && a->rows == b->rows && a->sampled_one_in == b->sampled_one_in && a->sampled_least == b->sampled_least &&
           a->crowd == b->crowd && a->all_pairs == b->all_pairs;
}

void plan_expect(const struct plan *plan, struct match_rule rule, uint64_t articles, struct forecast *forecast_out)
{
    /* an article and other: the middle of what 31,525 Arabic, 19,043 and 7,043 English articles and 30,000 of the generator showed */
    static const double met[PLANS] = {1.9e-5, 1.8e-5, 1.3e-5, 1.1e-5, 1.3e-5}, met_in_bands[PLANS] = {1.6e-5, 0, 4.8e-6, 2.5e-6, 0};
    static const double sizes[] = {50, 100, 200, 400, 800};
    struct expectation e = {.plan = plan, .rule = rule};
    *forecast_out = (struct forecast){.meetings = UNKNOWN_MEETINGS, .band_meetings = UNKNOWN_MEETINGS};
    for (unsigned i = 0; i < PLANS; i++)
        if (same_plan(plan, &plans[i]))
            *forecast_out = (struct forecast){.meetings = met[i] * (double)articles, .band_meetings = met_in_bands[i] * (double)articles};
    if (plan->all_pairs)
        *forecast_out = (struct forecast){.meetings = articles > 0 ? (double)(articles - 1) : 0};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct expected expected = expect_size(&e, sizes[i]);
        add_expected(&e, &expected);
    }
    expect(&e, forecast_out);
}

/* Adds the articles of the sample, of which many are of one size. */
static enum wirecopy_status expect_sample(struct expectation *e, const struct survey *survey)
{
    struct expected *kept = memory_allocate_zero(SIZES_KEPT, sizeof *kept);
    if (!kept)
        return WIRECOPY_NO_MEMORY;
    for (size_t i = 0; i < survey->count; i++) {
        struct expected large = {.known = false}, *expected = survey->sizes[i] < SIZES_KEPT ? &kept[survey->sizes[i]] : &large;
        if (!expected->known)
            *expected = expect_size(e, (double)survey->sizes[i]);
        add_expected(e, expected);
    }
    memory_free(kept);
    return WIRECOPY_OK;
}

enum wirecopy_status plan_choose(const struct sets *sets, const struct plan_asked *asked, struct survey *survey, struct plan *plan_out,
                                 struct forecast *forecast_out)
{
    struct expectation e = {.plan = plan_out, .rule = asked->rule};
    struct surveying *surveying = NULL;
    struct forecast forecasts[PLANS] = {{0}};
    size_t count = 0, chosen = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (bool enough = false; count < PLANS && !enough && status == WIRECOPY_OK; count++) {
        const struct surveyed_plan *surveyed = &survey->plans[count];
        bool known = count < survey->plan_count;
        *plan_out = asked->given ? *asked->given : plans[count];
        if (!known && !surveying)
            status = surveying_create(sets, survey, &surveying);
        if (status == WIRECOPY_OK && !known)
            status = survey_measure(surveying, plan_out, asked);
        if (status != WIRECOPY_OK)
            break;
        scale(survey, surveyed, known ? count_accidents(survey, surveyed, plan_out, asked->rule) : surveyed->accidents, sets->count,
              &forecasts[count]);
        enough = asked->given || is_affordable(&forecasts[count]);
    }
    if (status == WIRECOPY_OK) {
        chosen = plan_pick(forecasts, count);
        *plan_out = asked->given ? *asked->given : plans[chosen];
    }
    *forecast_out = forecasts[chosen];
    surveying_free(surveying);
    if (status == WIRECOPY_OK)
        status = expect_sample(&e, survey);
    if (status == WIRECOPY_OK)
        expect(&e, forecast_out);
    return status;
}
