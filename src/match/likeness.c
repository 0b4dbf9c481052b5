/* Known pairs stand in order; looking one up is a binary search. */
#include "match/likeness.h"

#include <string.h>

#include "learn/again.h"

void likeness_release(struct likeness *likeness)
{
    scratch_free(likeness->pairs);
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

/* So many are gone through from where the last one was found. */
enum { KNOWN_AHEAD = 16 };

enum wirecopy_status likeness_find(const struct likeness *likeness, uint32_t a, uint32_t b, uint64_t *at, struct known_pair *known_out,
                                   bool *found_out)
{
    uint64_t low = 0, high = likeness->count;
    enum wirecopy_status status = WIRECOPY_OK;
    *found_out = false;
    for (uint64_t place = *at; place < high && place < *at + KNOWN_AHEAD && status == WIRECOPY_OK; place++) {
        status = scratch_read(likeness->pairs, place * sizeof *known_out, known_out, sizeof *known_out);
        if (status != WIRECOPY_OK)
            break;
        *found_out = is_pair(known_out, a, b);
        if (*found_out) {
            *at = place + 1;
            return WIRECOPY_OK;
        }
        if (precedes_pair(known_out, a, b)) {
            low = place + 1;
        } else if (place > *at) { /* those before it precede the pair */
            return WIRECOPY_OK;
        } else {
            high = place;
        }
    }
    while (low < high && status == WIRECOPY_OK) {
        uint64_t middle = low + (high - low) / 2;
        status = scratch_read(likeness->pairs, middle * sizeof *known_out, known_out, sizeof *known_out);
        if (status != WIRECOPY_OK)
            break;
        *found_out = is_pair(known_out, a, b);
        if (*found_out) {
            *at = middle + 1;
            break;
        }
        if (precedes_pair(known_out, a, b))
            low = middle + 1;
        else
            high = middle;
    }
    return status;
}
