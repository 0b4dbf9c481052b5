/* Keys of texts, and the rules by which keys bring them together, which are those of src/match/pairs/joining.c. */
#include "index/parcels/parcels.h"
#include "match/pairs/group_keys.h"
#include "match/pairs/joining.h"

/* Keys of bands stand above this one, by the number of the band from 1. */
enum { BAND_SHIFT = 32 };

struct giving {
    const struct wirecopy_corpus *corpus;
    wirecopy_take_keys *take;
    void *context;
    struct group_keys keys;
    struct buffer shown; /* uint64_t */
};

static enum wirecopy_status show(struct giving *g, struct hash128 content)
{
    const struct group_keys *keys = &g->keys;
    const uint32_t *sampled = (const uint32_t *)(const void *)keys->sampled.data;
    uint32_t bands = keys->any ? g->corpus->plan.plan.bands : 0;
    struct wirecopy_text_keys text = {.text = hash_shown(content), .counts = {keys->counts.sampled, keys->counts.whole}};
    uint64_t *put;
    enum wirecopy_status status;
    g->shown.size = 0;
    status = buffer_reserve(&g->shown, (bands + keys->sampled_count + 1) * sizeof *put);
    if (status != WIRECOPY_OK)
        return status;
    put = (uint64_t *)(void *)g->shown.data;
    for (size_t i = 0; i < keys->sampled_count; i++)
        put[text.count++] = sampled[i];
    for (uint32_t band = 0; band < bands; band++)
        put[text.count++] = (uint64_t)(band + 1) << BAND_SHIFT | keys->bands[band];
    text.keys = put;
    return g->take(g->context, &text);
}

/* A pipeline_visit. Which keys are crowds' is looked at where they meet: one that a single text has is none. */
static enum wirecopy_status give(void *context, const struct pipeline_view *view)
{
    struct giving *g = context;
    struct plan plan = g->corpus->plan.plan;
    struct family family;
    const struct key_making making = {&plan, &family, view->kernel};
    enum wirecopy_status status = WIRECOPY_OK;
    plan.known = NULL;
    family_init(&family, (size_t)plan.bands * plan.rows, g->corpus->options.seed);
    for (uint32_t rank = 0; rank < view->groups->count && status == WIRECOPY_OK; rank++) {
        status = group_keys_make(view->sets, rank, &making, &g->keys);
        if (status == WIRECOPY_OK)
            status = show(g, view->left_out->articles->rows[groups_leader(view->groups, rank)].content);
    }
    return status;
}

enum wirecopy_status wirecopy_corpus_keys(struct wirecopy_corpus *corpus, wirecopy_take_keys *take, void *context)
{
    static const struct given_pairs none = {NULL, 0};
    struct giving giving = {.corpus = corpus, .take = take, .context = context};
    enum wirecopy_status status = parcels_serve(corpus);
    corpus->given = &none;
    if (status == WIRECOPY_OK)
        status = pipeline_show_plan(corpus, give, &giving);
    corpus->given = NULL;
    group_keys_release(&giving.keys);
    buffer_release(&giving.shown);
    return corpus_note(corpus, status);
}

struct wirecopy_meeting wirecopy_corpus_meeting(const struct wirecopy_corpus *corpus, uint64_t key, size_t texts)
{
    struct plan plan = corpus->plan.plan;
    bool band = key >> BAND_SHIFT, crowd;
    plan.known = &corpus->plan.crowds;
    crowd = texts > 1 && is_crowd(&plan, band, (uint32_t)key, texts);
    if (!crowd)
        return (struct wirecopy_meeting){.firsts = texts};
    return (struct wirecopy_meeting){.firsts = band ? GIANT_ANCHORS : CROWD_ANCHORS, .next = band, .lost = !band};
}

struct wirecopy_key_counts wirecopy_corpus_key_lost(const struct wirecopy_corpus *corpus, uint64_t key)
{
    return (struct wirecopy_key_counts){key <= sampled_limit(&corpus->plan.plan) >> 32, 1};
}

/* As group_keys_lose does one by one. */
struct wirecopy_key_counts wirecopy_key_counts_less(struct wirecopy_key_counts counts, uint64_t sampled, uint64_t whole)
{
    uint64_t most = counts.whole > 1 ? counts.whole - 1 : 0; /* it stays whole */
    counts.sampled = (uint16_t)(counts.sampled - (sampled < counts.sampled ? sampled : counts.sampled));
    counts.whole = (uint16_t)(counts.whole - (whole < most ? whole : most));
    return counts;
}

bool wirecopy_corpus_suffices(const struct wirecopy_corpus *corpus, struct wirecopy_key_counts a, struct wirecopy_key_counts b, uint32_t shared,
                              bool band)
{
    return keys_suffice(&corpus->needed, &corpus->plan.plan, (struct key_counts){a.sampled, a.whole}, (struct key_counts){b.sampled, b.whole}, shared,
                        band);
}
