/* Known pairs stand in order; looking one up is a binary search. */
#include "match/likeness.h"

#include <string.h>

#include "learn/again.h"

void likeness_release(struct likeness *likeness)
{
    scratch_free(likeness->pairs);
    memory_free(likeness->whole_of);
    *likeness = (struct likeness){0};
}

enum wirecopy_status likeness_save(const struct likeness *likeness, struct saving *saving)
{
    enum wirecopy_status status = saving_put(saving, &likeness->rule, sizeof likeness->rule);
    return status == WIRECOPY_OK ? saving_put_scratch(saving, likeness->pairs) : status;
}

enum wirecopy_status likeness_restore(struct likeness *likeness, struct saved *saved, struct scratch_space *space)
{
    enum wirecopy_status status;
    *likeness = (struct likeness){0};
    status = saved_take(saved, &likeness->rule, sizeof likeness->rule);
    if (status == WIRECOPY_OK)
        status = saved_take_scratch(saved, space, true, &likeness->pairs);
    if (status != WIRECOPY_OK)
        return status;
    likeness->count = scratch_size(likeness->pairs) / sizeof(struct known_pair);
    return WIRECOPY_OK;
}

/* Pairs that are gone through from the first to the last, so many together. */
enum { PASSED_TOGETHER = 256 };
struct passing {
    const struct likeness *likeness;
    struct scratch_window window;
    const struct known_pair *together; /* up to next, those from there on are left of them */
    uint64_t next, end;
    struct known_pair pair;
    bool ended;
};

/* Brings the next ones. */
static enum wirecopy_status bring_together(struct passing *passing)
{
    uint64_t left = passing->likeness->count - passing->next;
    size_t count = left < PASSED_TOGETHER ? (size_t)left : PASSED_TOGETHER;
    const void *view = NULL;
    enum wirecopy_status status =
        scratch_view_ahead(passing->likeness->pairs, passing->next * sizeof passing->pair, count * sizeof passing->pair, &passing->window, &view);
    passing->together = view;
    passing->end = passing->next + count;
    return status;
}

/* The next pair; of those of changed groups none, where changed is set. */
static enum wirecopy_status pass(struct passing *passing, const struct changed_groups *changed)
{
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && !passing->ended) {
        passing->ended = passing->next == passing->likeness->count;
        if (!passing->ended && passing->next == passing->end)
            status = bring_together(passing);
        if (passing->ended || status != WIRECOPY_OK)
            break;
        passing->pair = *passing->together++;
        passing->next++;
        if (!changed || !(group_changed(changed, passing->pair.a) || group_changed(changed, passing->pair.b)))
            break;
    }
    return status;
}

static bool precedes(const struct passing *one, const struct passing *other)
{
    if (one->ended || other->ended)
        return other->ended;
    return one->pair.a < other->pair.a || (one->pair.a == other->pair.a && one->pair.b < other->pair.b);
}

/* Pairs that are written together. */
struct putting {
    struct scratch *pairs;
    uint64_t count;
    size_t held;
    struct known_pair together[PASSED_TOGETHER];
};

static enum wirecopy_status flush(struct putting *putting)
{
    enum wirecopy_status status = scratch_append(putting->pairs, putting->together, putting->held * sizeof *putting->together);
    putting->count += putting->held;
    putting->held = 0;
    return status;
}

static enum wirecopy_status put_pair(struct putting *putting, const struct known_pair *pair)
{
    putting->together[putting->held++] = *pair;
    return putting->held == PASSED_TOGETHER ? flush(putting) : WIRECOPY_OK;
}

enum wirecopy_status likeness_renew(struct likeness *likeness, const struct likeness *others, const struct changed_groups *changed,
                                    struct scratch_space *space)
{
    struct passing kept = {.likeness = likeness}, put = {.likeness = others};
    struct putting putting = {.held = 0};
    enum wirecopy_status status = scratch_create(space, &putting.pairs);
    if (status != WIRECOPY_OK)
        return status;
    status = pass(&kept, changed);
    if (status == WIRECOPY_OK)
        status = pass(&put, NULL);
    while (status == WIRECOPY_OK && !(kept.ended && put.ended)) {
        bool from_kept = precedes(&kept, &put);
        status = put_pair(&putting, from_kept ? &kept.pair : &put.pair);
        if (status == WIRECOPY_OK)
            status = from_kept ? pass(&kept, changed) : pass(&put, NULL);
    }
    if (status == WIRECOPY_OK)
        status = flush(&putting);
    scratch_window_release(&kept.window);
    scratch_window_release(&put.window);
    if (status != WIRECOPY_OK) {
        scratch_free(putting.pairs);
        return status;
    }
    scratch_free(likeness->pairs);
    likeness->pairs = putting.pairs;
    likeness->count = putting.count;
    return WIRECOPY_OK;
}

static bool is_pair(const struct known_pair *one, uint32_t a, uint32_t b)
{
    return one->a == a && one->b == b;
}

static bool precedes_pair(const struct known_pair *one, uint32_t a, uint32_t b)
{
    return one->a < a || (one->a == a && one->b < b);
}

/*
 * So many are looked at from the last one on that was found or comes before the one that was not, so that what stands between two of them is told
 * there too; what stands further on is searched for in steps that double.
 */
enum { KNOWN_AHEAD = 5 };

static enum wirecopy_status read_pairs(const struct likeness *likeness, uint64_t place, struct known_pair *pairs, size_t count)
{
    return scratch_read(likeness->pairs, place * sizeof *pairs, pairs, count * sizeof *pairs);
}

/* Looks from the last one on: a pair that was not found stands between *low and *high, or nowhere where these are one. */
static enum wirecopy_status find_ahead(const struct likeness *likeness, uint32_t a, uint32_t b, uint64_t at, uint64_t *low, uint64_t *high)
{
    struct known_pair ahead[KNOWN_AHEAD];
    size_t count = likeness->count - at < KNOWN_AHEAD ? (size_t)(likeness->count - at) : KNOWN_AHEAD, i = 0;
    enum wirecopy_status status = count ? read_pairs(likeness, at, ahead, count) : WIRECOPY_OK;
    while (status == WIRECOPY_OK && i < count && precedes_pair(&ahead[i], a, b))
        i++;
    *low = i == 0 ? 0 : at + i;
    *high = i == count ? likeness->count : is_pair(&ahead[i], a, b) ? at + i + 1 : at + i;
    if (i == 0 && *high > at) /* it is the first */
        *low = at;
    for (uint64_t step = KNOWN_AHEAD; i == count && status == WIRECOPY_OK && *high - *low > step; step *= 2) {
        status = read_pairs(likeness, *low + step - 1, ahead, 1);
        if (precedes_pair(ahead, a, b))
            *low += step;
        else
            *high = *low + step;
    }
    return status;
}

/* likeness_find by the ranks under which pairs are known. */
static enum wirecopy_status find(const struct likeness *likeness, uint32_t a, uint32_t b, uint64_t *at, struct known_pair *known_out, bool *found_out)
{
    uint64_t low, high;
    enum wirecopy_status status = *at < likeness->count ? read_pairs(likeness, *at, known_out, 1) : WIRECOPY_OK;
    *found_out = status == WIRECOPY_OK && *at < likeness->count && is_pair(known_out, a, b); /* mostly it is the next one */
    *at += *found_out;
    if (*found_out || status != WIRECOPY_OK)
        return status;
    status = find_ahead(likeness, a, b, *at > 0 ? *at - 1 : 0, &low, &high);
    while (low < high && status == WIRECOPY_OK && !*found_out) {
        uint64_t middle = low + (high - low) / 2;
        status = read_pairs(likeness, middle, known_out, 1);
        *found_out = status == WIRECOPY_OK && is_pair(known_out, a, b);
        if (*found_out || (status == WIRECOPY_OK && precedes_pair(known_out, a, b)))
            low = middle + 1;
        else
            high = middle;
    }
    *at = low;
    return status;
}

enum wirecopy_status likeness_find(const struct likeness *likeness, uint32_t a, uint32_t b, uint64_t *at, struct known_pair *known_out,
                                   bool *found_out)
{
    const uint32_t *whole_of = likeness->whole_of;
    enum wirecopy_status status;
    *found_out = false;
    if (!whole_of)
        return find(likeness, a, b, at, known_out, found_out);
    if (whole_of[a] == UINT32_MAX || whole_of[b] == UINT32_MAX)
        return WIRECOPY_OK;
    status = find(likeness, whole_of[a], whole_of[b], at, known_out, found_out); /* parts stand in the order of their groups */
    known_out->a = a;
    known_out->b = b;
    return status;
}
