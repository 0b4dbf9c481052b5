/* The sample is the groups of least content hash. Keys are made and joined in memory; only what a rule may ask for is compared and kept. */
#include "sketch/survey.h"

#include <string.h>

#include "base/parallel.h"
#include "base/sort/sort.h"
#include "sketch/sample.h"

/* Signatures, keys and what met of the sample; scratch leaves this much, so that a sample of long articles goes to a file rather. */
enum { PLANNING_BYTES = 6 << 20 };

/* Keys that are joined, and what meets by them. */
struct meeting {
    uint64_t *values, *room; /* keys above places, and as much room */
    size_t value_count, value_capacity, room_capacity;
    uint64_t *met; /* PAIRs: smaller place << 33 | larger << 1 | band, not distinct */
    size_t met_count, met_capacity;
    struct buffer shown; /* a set of the sample that does not lie together */
};

struct surveying {
    const struct sets *corpus;
    struct survey *survey;
    uint64_t claimed;        /* of the memory of scratch */
    struct sample sample;    /* sets that are long enough to have keys */
    uint32_t count;          /* of them */
    uint32_t *minima;        /* count x components of the plan at hand */
    struct key_counts *keys; /* of the plan at hand */
    struct meeting all;      /* of the sampled keys, and what met in bands */
};

static enum wirecopy_status reserve_values(struct meeting *m, size_t more)
{
    return array_reserve(&m->values, &m->value_capacity, m->value_count + more, sizeof *m->values);
}

/* There is room for it. */
static void add_value(struct meeting *m, uint32_t key, uint32_t place)
{
    m->values[m->value_count++] = (uint64_t)key << 32 | place;
}

static void meeting_release(struct meeting *m)
{
    memory_free(m->values);
    memory_free(m->room);
    memory_free(m->met);
    buffer_release(&m->shown);
}

/* All pairs of each run of equal keys with 2 to BUCKET_COUNTED places. */
static enum wirecopy_status join(struct meeting *m, bool band)
{
    static const struct often shared = {.shift = 32, .least = 2, .grouped = true};
    const uint64_t *values = m->values;
    enum wirecopy_status status = array_reserve(&m->room, &m->room_capacity, m->value_count, sizeof *m->room);
    if (status == WIRECOPY_OK)
        m->value_count = sort_often_u64(m->values, m->room, m->value_count, shared);
    for (size_t start = 0, end; start < m->value_count && status == WIRECOPY_OK; start = end) {
        for (end = start + 1; end < m->value_count && values[end] >> 32 == values[start] >> 32; end++)
            continue;
        if (end - start > BUCKET_COUNTED)
            continue;
        for (size_t i = start; i < end; i++)
            for (size_t j = i + 1; j < end && status == WIRECOPY_OK; j++) {
                status = array_reserve(&m->met, &m->met_capacity, m->met_count + 1, sizeof *m->met);
                if (status == WIRECOPY_OK)
                    m->met[m->met_count++] = (uint64_t)(uint32_t)values[i] << 33 | (uint64_t)(uint32_t)values[j] << 1 | band;
            }
    }
    return status;
}

/* Keeps what is joined next: keys alone, or above numbers. */
static enum wirecopy_status keep_values(const struct surveying *p, const struct meeting *m, struct scratch **kept, bool keys_only)
{
    enum wirecopy_status status = *kept || !p->survey->kept ? WIRECOPY_OK : scratch_create(p->corpus->left_out->space, kept);
    if (!p->survey->kept || status != WIRECOPY_OK)
        return status;
    if (!keys_only)
        return scratch_append(*kept, m->values, m->value_count * sizeof *m->values);
    for (size_t i = 0; i < m->value_count && status == WIRECOPY_OK; i++) {
        uint32_t key = (uint32_t)(m->values[i] >> 32);
        status = scratch_append(*kept, &key, sizeof key);
    }
    return status;
}

/* Bands, and the signatures that they are of, while they are made. */
struct banding {
    struct surveying *p;
    const struct plan *plan;
    struct family family;
    minhash_kernel *kernel;
    struct scratch **kept; /* where keys are kept, one thread does all */
};

/* The signature of a set, made piece by piece. */
static enum wirecopy_status sign(const struct banding *banding, struct meeting *m, uint32_t number)
{
    const struct surveying *p = banding->p;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t from = 0; from < p->sample.sets[number].count && status == WIRECOPY_OK; from += SAMPLE_PIECE) {
        struct shingle_set piece;
        status = sample_show(&p->sample, number, from, &m->shown, &piece);
        if (status == WIRECOPY_OK)
            banding->kernel(&banding->family, piece.shingles, piece.count, p->minima + number * banding->family.components);
    }
    return status;
}

static enum wirecopy_status sign_some(void *context, void *slot, uint32_t begin, uint32_t end)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = begin; i < end && status == WIRECOPY_OK; i++)
        status = sign(context, slot, i);
    return status;
}

static enum wirecopy_status join_some(void *context, void *slot, uint32_t begin, uint32_t end)
{
    const struct banding *banding = context;
    const struct surveying *p = banding->p;
    struct meeting *m = slot;
    enum wirecopy_status status = WIRECOPY_OK;
    m->met_count = 0;
    for (uint32_t band = begin; band < end && status == WIRECOPY_OK; band++) {
        m->value_count = 0;
        status = reserve_values(m, p->count);
        for (uint32_t i = 0; i < p->count && status == WIRECOPY_OK; i++)
            add_value(m, band_key(p->minima + i * banding->family.components, band, banding->plan->rows), i);
        if (status == WIRECOPY_OK)
            status = keep_values(p, m, banding->kept, true);
        if (status == WIRECOPY_OK)
            status = join(m, true);
    }
    return status;
}

static enum wirecopy_status put_met(void *context, void *slot, uint32_t begin, uint32_t end)
{
    struct meeting *all = &((struct banding *)context)->p->all;
    const struct meeting *m = slot;
    enum wirecopy_status status = array_reserve(&all->met, &all->met_capacity, all->met_count + m->met_count, sizeof *all->met);
    (void)begin;
    (void)end;
    if (status != WIRECOPY_OK || m->met_count == 0)
        return status;
    memcpy(all->met + all->met_count, m->met, m->met_count * sizeof *m->met);
    all->met_count += m->met_count;
    return WIRECOPY_OK;
}

/* So many articles of the sample, and so many bands, are taken at a time. */
enum { SIGNED_TOGETHER = 64, BANDS_TOGETHER = 4 };

static enum wirecopy_status meet_in_bands(struct surveying *p, const struct plan *plan, uint64_t seed, minhash_kernel *kernel, struct scratch **bands)
{
    const struct left_out *left_out = p->corpus->left_out;
    uint32_t threads = p->survey->kept ? 1 : left_out->threads, slot_count = parallel_slots(threads);
    struct banding banding = {.p = p, .plan = plan, .kernel = kernel, .kept = bands};
    struct meeting *meetings = memory_allocate_zero(slot_count, sizeof *meetings);
    void **slots = memory_allocate(slot_count, sizeof *slots);
    struct sweep signing = {sign_some, NULL, &banding, slots, p->count, SIGNED_TOGETHER, left_out->control, slot_count};
    struct sweep joining = {join_some, put_met, &banding, slots, plan->bands, BANDS_TOGETHER, left_out->control, slot_count};
    enum wirecopy_status status = meetings && slots ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    family_init(&banding.family, (size_t)plan->bands * plan->rows, seed);
    memory_free(p->minima);
    p->minima = memory_allocate((size_t)p->count * banding.family.components, sizeof *p->minima);
    if (!p->minima)
        status = WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++)
        slots[i] = &meetings[i];
    if (status == WIRECOPY_OK) {
        memset(p->minima, 0xff, (size_t)p->count * banding.family.components * sizeof *p->minima);
        status = parallel_sweep(&signing, threads);
    }
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&joining, threads);
    for (uint32_t i = 0; meetings && i < slot_count; i++)
        meeting_release(&meetings[i]);
    memory_free(meetings);
    memory_free(slots);
    return status;
}

/* The sampled keys of a set, which stand first in it. */
static enum wirecopy_status add_sampled(struct surveying *p, uint32_t number, uint64_t limit)
{
    size_t count = p->sample.sets[number].count, under = 0;
    bool whole = count < SAMPLED_WHOLE, all = false;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t from = 0; from < count && !all && status == WIRECOPY_OK; from += SAMPLE_PIECE) {
        struct shingle_set piece;
        status = sample_view(&p->sample, number, from, 0, &piece);
        if (status == WIRECOPY_OK)
            status = reserve_values(&p->all, piece.count);
        for (size_t s = 0; status == WIRECOPY_OK && s < piece.count && !all; s++) {
            all = !whole && piece.shingles[s] > limit;
            under += piece.shingles[s] <= limit;
            if (!all)
                add_value(&p->all, (uint32_t)(piece.shingles[s] >> 32), number);
        }
    }
    p->keys[number] = (struct key_counts){(uint16_t)(under < KEY_COUNT_MOST ? under : KEY_COUNT_MOST), whole ? (uint16_t)count : 0};
    return status;
}

static enum wirecopy_status meet_in_samples(struct surveying *p, const struct plan *plan, struct scratch **sampled)
{
    uint64_t limit = sampled_limit(plan);
    enum wirecopy_status status = WIRECOPY_OK;
    p->all.value_count = 0;
    for (uint32_t i = 0; i < p->count && status == WIRECOPY_OK; i++)
        status = add_sampled(p, i, limit);
    if (status == WIRECOPY_OK)
        status = keep_values(p, &p->all, sampled, false);
    return status == WIRECOPY_OK ? join(&p->all, false) : status;
}

/* More pairs than this are of a corpus of near copies; that a plan is chosen anew costs little there beside the rest. */
enum { PAIRS_KEPT_MOST = 1 << 16 };

/* Who keeps pairs keeps those that the loosest rule makes candidates; counted are those of the rule asked for. */
struct sifting {
    struct keys_needed needed, kept;
    struct match_rule rule;
    const struct plan *plan;
    struct surveyed_plan *surveyed;
    struct buffer pairs; /* that are kept */
};

static enum wirecopy_status keep_pair(struct surveying *p, struct sifting *sifting, const struct surveyed_pair *pair)
{
    if (sifting->pairs.size < PAIRS_KEPT_MOST * sizeof *pair)
        return buffer_append(&sifting->pairs, pair, sizeof *pair);
    p->survey->kept = false;
    buffer_release(&sifting->pairs);
    return WIRECOPY_OK;
}

static enum wirecopy_status sift_pair(struct surveying *p, struct sifting *sifting, struct surveyed_pair *pair)
{
    const struct key_counts *keys = p->keys;
    bool asked = keys_suffice(&sifting->needed, sifting->plan, keys[pair->a], keys[pair->b], pair->keys, pair->band);
    bool keep = p->survey->kept && keys_suffice(&sifting->kept, sifting->plan, keys[pair->a], keys[pair->b], pair->keys, pair->band);
    size_t shared = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    if (asked || keep)
        status = sample_shared(&p->sample, pair->a, pair->b, &shared);
    pair->shared = (uint32_t)shared;
    sifting->surveyed->in_bands += pair->band;
    sifting->surveyed->accidents += asked && survey_unrelated(p->survey, pair, sifting->rule);
    return status == WIRECOPY_OK && keep ? keep_pair(p, sifting, pair) : status;
}

/* Counts how often each pair met; most that met too seldom for any rule go before. */
static enum wirecopy_status sift(struct surveying *p, struct sifting *sifting)
{
    struct often often = {.shift = 1, .least = sifting->plan->sampled_least, .heavy = 1 /* one band is enough */};
    struct meeting *all = &p->all;
    enum wirecopy_status status = array_reserve(&all->room, &all->room_capacity, all->met_count, sizeof *all->room);
    if (status == WIRECOPY_OK)
        all->met_count = sort_often_u64(all->met, all->room, all->met_count, often);
    for (size_t start = 0, end; start < all->met_count && status == WIRECOPY_OK; start = end) {
        struct surveyed_pair pair = {.a = (uint32_t)(all->met[start] >> 33), .b = (uint32_t)(all->met[start] >> 1)};
        for (end = start; end < all->met_count && all->met[end] >> 1 == all->met[start] >> 1; end++) {
            pair.keys += !(all->met[end] & 1);
            pair.band |= all->met[end] & 1;
        }
        status = sift_pair(p, sifting, &pair);
    }
    return status;
}

enum wirecopy_status survey_measure(struct surveying *p, const struct plan *plan, const struct plan_asked *asked)
{
    struct survey *survey = p->survey;
    struct sifting sifting = {.rule = asked->rule, .plan = plan, .surveyed = &survey->plans[survey->plan_count]};
    enum wirecopy_status status = WIRECOPY_OK;
    *sifting.surveyed = (struct surveyed_plan){.keys = memory_allocate_zero(p->count, sizeof *p->keys)};
    if (!sifting.surveyed->keys)
        return WIRECOPY_NO_MEMORY;
    survey->plan_count++;
    p->keys = sifting.surveyed->keys;
    p->all.met_count = 0;
    if (p->count < 2 || plan->all_pairs)
        return WIRECOPY_OK;
    keys_needed_init(&sifting.needed, plan, asked->rule.resemblance, asked->rule.containment);
    keys_needed_init(&sifting.kept, plan, survey->rule.resemblance, survey->rule.containment);
    if (plan->bands)
        status = meet_in_bands(p, plan, asked->seed, asked->kernel, &sifting.surveyed->bands);
    if (status == WIRECOPY_OK && plan->sampled_one_in)
        status = meet_in_samples(p, plan, &sifting.surveyed->sampled);
    if (status == WIRECOPY_OK)
        status = sift(p, &sifting);
    sifting.surveyed->pairs = (struct surveyed_pair *)(void *)sifting.pairs.data;
    sifting.surveyed->pair_count = sifting.pairs.size / sizeof *sifting.surveyed->pairs;
    return status;
}

/* The sets of the sample; fewer of them where they are long. */
static enum wirecopy_status draw_sample(struct surveying *p)
{
    uint32_t most = p->corpus->count < SURVEY_SAMPLE ? p->corpus->count : SURVEY_SAMPLE;
    enum wirecopy_status status = sample_draw(&p->sample, p->corpus, most, SAMPLE_BYTES);
    p->count = p->sample.count;
    return status;
}

/* Their sizes; a survey that was measured for other plans has the same ones. */
static enum wirecopy_status note_sizes(struct surveying *p)
{
    struct survey *survey = p->survey;
    if (survey->sizes)
        return survey->count == p->count ? WIRECOPY_OK : status_fail(WIRECOPY_INTERNAL, "a survey is of another sample");
    survey->sizes = memory_allocate(p->count, sizeof *survey->sizes);
    if (!survey->sizes)
        return WIRECOPY_NO_MEMORY;
    survey->ranks = memory_allocate(p->count, sizeof *survey->ranks);
    if (!survey->ranks)
        return WIRECOPY_NO_MEMORY;
    survey->count = p->count;
    for (uint32_t i = 0; i < p->count; i++) {
        survey->sizes[i] = p->sample.sets[i].count;
        survey->ranks[i] = p->sample.sets[i].rank;
    }
    return WIRECOPY_OK;
}

enum wirecopy_status surveying_create(const struct sets *sets, struct survey *survey, struct surveying **surveying_out)
{
    struct surveying *p = memory_allocate_zero(1, sizeof *p);
    enum wirecopy_status status;
    if (!p)
        return WIRECOPY_NO_MEMORY;
    p->corpus = sets;
    p->survey = survey;
    status = texts_make_way(sets->left_out->texts, PLANNING_BYTES);
    p->claimed = scratch_space_claim(sets->left_out->space, PLANNING_BYTES);
    if (status == WIRECOPY_OK)
        status = draw_sample(p);
    if (status == WIRECOPY_OK)
        status = note_sizes(p);
    if (status == WIRECOPY_OK)
        *surveying_out = p;
    else
        surveying_free(p);
    return status;
}

void surveying_free(struct surveying *p)
{
    if (!p)
        return;
    sample_release(&p->sample);
    scratch_space_return(p->corpus->left_out->space, p->claimed);
    memory_free(p->minima);
    meeting_release(&p->all);
    memory_free(p);
}

void survey_release(struct survey *survey)
{
    for (uint32_t i = 0; i < survey->plan_count; i++) {
        memory_free(survey->plans[i].keys);
        memory_free(survey->plans[i].pairs);
        scratch_free(survey->plans[i].bands);
        scratch_free(survey->plans[i].sampled);
    }
    memory_free(survey->sizes);
    memory_free(survey->ranks);
    *survey = (struct survey){0};
}
