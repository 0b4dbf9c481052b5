/* The rules are asked as verifying asks them, and made to say what they saw; the keys are made once more for the two alone. */
#include "match/explain.h"

#include <string.h>

#include "learn/parted.h"
#include "match/passage.h"
#include "match/forms/template.h"

/* The estimate is made of so many components, whatever the plan needs of them for its bands, which are the first of them. */
enum { ESTIMATE_COMPONENTS = 128 };

void explanation_release(struct explanation *explanation)
{
    buffer_release(&explanation->gaps);
}

/* The step of the match rule, for a pair that does not pass it. */
static enum wirecopy_reason below(const struct left_out *left_out, const struct match *match)
{
    const struct article *rows = left_out->articles->rows;
    uint32_t empty = (rows[groups_leader(left_out->groups, match->a)].flags | rows[groups_leader(left_out->groups, match->b)].flags) & ARTICLE_EMPTY;
    if (empty)
        return WIRECOPY_REASON_EMPTY;
    if ((left_out->flags[match->a] | left_out->flags[match->b]) & GROUP_FURNITURE_ONLY)
        return WIRECOPY_REASON_FURNITURE_ONLY;
    if (match->size_a < SHORT_SHINGLES || match->size_b < SHORT_SHINGLES)
        return WIRECOPY_REASON_SHORT;
    return groups_within_window(left_out->groups, left_out->articles, match->a, match->b) ? WIRECOPY_REASON_BELOW_RULE : WIRECOPY_REASON_WINDOW;
}

static enum wirecopy_status place_gaps(const struct template_room *room, struct explanation *explanation)
{
    const struct aligned_gap *gaps = (const struct aligned_gap *)(const void *)room->alignment.gaps->data;
    size_t count = room->alignment.gaps->size / sizeof *gaps;
    uint32_t a = (uint32_t)room->words[0].body_begin, b = (uint32_t)room->words[1].body_begin;
    enum wirecopy_status status = WIRECOPY_OK;
    explanation->gaps.size = 0;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct explained_gap gap = {{a + gaps[i].begin_a, b + gaps[i].begin_b}, {a + gaps[i].end_a, b + gaps[i].end_b}};
        status = buffer_append(&explanation->gaps, &gap, sizeof gap);
    }
    return status;
}

static enum wirecopy_status judge(const struct left_out *left_out, struct explanation *explanation)
{
    struct match *match = &explanation->match;
    struct buffer gaps = {0};
    struct template_room room = {.alignment = {.gaps = &gaps, .same = SIZE_MAX}};
    enum verdict verdict;
    enum wirecopy_status status = template_judge(left_out, &room, match, &verdict);
    match->verdict = verdict;
    explanation->reason = room.reason;
    explanation->aligned = status == WIRECOPY_OK && room.alignment.same != SIZE_MAX;
    if (explanation->aligned) {
        explanation->same = (uint32_t)room.alignment.same;
        explanation->different = (uint32_t)room.alignment.different;
        status = place_gaps(&room, explanation);
    }
    template_room_release(&room);
    buffer_release(&gaps);
    return status;
}

enum wirecopy_status explain_verdict(const struct verifying *verifying, uint32_t a, uint32_t b, struct explanation *explanation)
{
    struct verifier *verifier;
    struct passage_room passage_room = {.stream = {.view = {.ahead = false}}};
    bool late = false;
    enum wirecopy_status status = verifier_create(verifying, &verifier);
    if (status != WIRECOPY_OK)
        return status;
    status = verify_overlap(verifier, a, b, &explanation->match);
    explanation->aligned = false;
    explanation->same = explanation->different = 0;
    explanation->asked = 1;
    if (status == WIRECOPY_OK && explanation->match.verdict == VERDICT_APART)
        explanation->reason = below(verifying->left_out, &explanation->match);
    else if (status == WIRECOPY_OK)
        status = verify_share_passed(verifier, &explanation->match, &explanation->asked);
    if (status == WIRECOPY_OK && explanation->match.verdict != VERDICT_APART)
        status = verify_late(verifier, &explanation->match, &late);
    if (late) {
        explanation->match.verdict = VERDICT_APART;
        explanation->reason = WIRECOPY_REASON_PASSAGES;
    } else if (status == WIRECOPY_OK && explanation->match.verdict != VERDICT_APART)
        status = judge(verifying->left_out, explanation);
    if (status == WIRECOPY_OK && (late || explanation->reason == WIRECOPY_REASON_BELOW_RULE))
        status = passage_shared(verifying->sets, &passage_room, &explanation->match, &explanation->passage);
    passage_room_release(&passage_room);
    verifier_free(verifier);
    return status;
}

void explained_keys_release(struct explained_keys *keys)
{
    buffer_release(&keys->bands);
    buffer_release(&keys->shingles);
}

/* One side of a pair: its set, its signature, whether every shingle of it is a sampled key. */
struct side {
    struct set_room room;
    struct shingle_set set;
    uint32_t minima[COMPONENTS_MAX];
    bool whole;
};

static bool is_sampled(const struct side *side, const struct plan *plan, uint64_t shingle)
{
    return side->whole || shingle <= sampled_limit(plan);
}

static enum wirecopy_status make_side(const struct candidates *candidates, const struct family *family, minhash_kernel *kernel, uint32_t rank,
                                      struct side *side)
{
    const uint64_t *stream;
    size_t count;
    enum wirecopy_status status = sets_stream(candidates->sets, rank, &side->room, &stream, &count);
    side->whole = count < SAMPLED_WHOLE; /* as sketching has it: of the shingles as they stand */
    if (status == WIRECOPY_OK)
        status = sets_view(candidates->sets, rank, &side->room, &side->set);
    if (status != WIRECOPY_OK)
        return status;
    memset(side->minima, 0xff, family->components * sizeof *side->minima);
    kernel(family, side->set.shingles, side->set.count, side->minima);
    return WIRECOPY_OK;
}

static enum wirecopy_status meet(const struct plan *plan, const struct side *sides, struct explained_keys *keys)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t band = 0; band < plan->bands && status == WIRECOPY_OK; band++)
        if (band_key(sides[0].minima, band, plan->rows) == band_key(sides[1].minima, band, plan->rows))
            status = buffer_append(&keys->bands, &band, sizeof band);
    if (!plan->sampled_one_in)
        return status;
    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; i < sides[side].set.count; i++)
            keys->sampled[side] += is_sampled(&sides[side], plan, sides[side].set.shingles[i]);
    for (size_t i = 0, j = 0; i < sides[0].set.count && j < sides[1].set.count && status == WIRECOPY_OK;) {
        uint64_t x = sides[0].set.shingles[i], y = sides[1].set.shingles[j];
        if (x == y && is_sampled(&sides[0], plan, x) && is_sampled(&sides[1], plan, x))
            status = buffer_append(&keys->shingles, &x, sizeof x);
        i += x <= y;
        j += y <= x;
    }
    return status;
}

/* Whether the pair is among the candidates. */
static enum wirecopy_status find_candidate(const struct candidates *candidates, uint32_t a, uint32_t b, bool *found)
{
    uint64_t pair = (uint64_t)a << 32 | b;
    struct buffer room = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t part = 0; part < candidates->parts && !*found && status == WIRECOPY_OK; part++) {
        const uint64_t *pairs;
        size_t count = 0;
        status = candidates_part(candidates, part, &room, &pairs, &count);
        if (status != WIRECOPY_OK || count == 0 || pairs[0] > pair || pairs[count - 1] < pair)
            continue;
        for (size_t i = 0; i < count && !*found; i++)
            *found = pairs[i] == pair;
    }
    buffer_release(&room);
    return status;
}

enum wirecopy_status explain_keys(const struct candidates *candidates, uint64_t seed, minhash_kernel *kernel, uint32_t a, uint32_t b,
                                  struct explained_keys *keys)
{
    const struct plan *plan = &candidates->plan;
    struct side *sides = memory_allocate_zero(2, sizeof *sides);
    size_t for_bands = (size_t)plan->bands * plan->rows;
    struct family family;
    enum wirecopy_status status;
    if (!sides)
        return WIRECOPY_NO_MEMORY;
    family_init(&family, for_bands > ESTIMATE_COMPONENTS ? for_bands : ESTIMATE_COMPONENTS, seed);
    status = make_side(candidates, &family, kernel, a, &sides[0]);
    if (status == WIRECOPY_OK)
        status = make_side(candidates, &family, kernel, b, &sides[1]);
    if (status == WIRECOPY_OK)
        status = meet(plan, sides, keys);
    keys->components = (uint32_t)family.components;
    for (size_t c = 0; c < family.components && sides[0].set.count && sides[1].set.count; c++)
        keys->equal += sides[0].minima[c] == sides[1].minima[c];
    if (status == WIRECOPY_OK && sides[0].set.count >= SHORT_SHINGLES && sides[1].set.count >= SHORT_SHINGLES) {
        if (plan->all_pairs)
            keys->candidate = true;
        else
            status = find_candidate(candidates, a, b, &keys->candidate);
    }
    set_room_release(&sides[0].room);
    set_room_release(&sides[1].room);
    memory_free(sides);
    return status;
}
