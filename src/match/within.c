/*
 * A window over candidates that were found without one. A pair of groups is the pairs of their parts that the window admits; the parts
 * of one group are pairs too. What a crowd shares was joined through a few anchors, of any time: its articles are put in order of time
 * and cut into blocks that span no more than the window, so that a text that is printed for years is many small runs.
 */
#include "base/sort.h"
#include "learn/parted.h"
#include "match/joining.h"
#include "match/likeness.h"
#include "match/seen.h"

struct narrowing {
    struct candidates *within;
    const struct groups *parted;
    const struct articles *articles;
    uint32_t *times;      /* by part: the minute of its first member, as a number that sorts; 0: not known */
    struct buffer timely; /* uint64_t: a crowd's times and parts, in order */
    struct buffer run;    /* uint64_t: what articles have of one crowded key */
};

/* 1970 stands amid the years that dates name; what lies beyond 6,000 is the last minute, and is told apart when it is verified. */
static uint32_t time_of(const struct article *leader)
{
    int64_t minute = article_minute(leader) + INT32_MAX;
    return leader->day == NO_DAY ? 0 : minute < 1 ? 1 : minute < UINT32_MAX ? (uint32_t)minute : UINT32_MAX;
}

static bool admits(const struct narrowing *n, uint32_t a, uint32_t b)
{
    uint32_t earlier = n->times[a] < n->times[b] ? a : b, later = earlier == a ? b : a;
    if (n->times[earlier] == 0 || n->times[later] - n->times[earlier] <= (uint64_t)n->parted->window_minutes)
        return true;
    return groups_size(n->parted, earlier) > 1 && groups_within_window(n->parted, n->articles, a, b);
}

/* A pair that was chosen, or with few one that met too seldom. */
static enum wirecopy_status deal(const struct narrowing *n, uint32_t a, uint32_t b, bool few)
{
    uint64_t low = a < b ? a : b, high = a < b ? b : a;
    return candidates_deal(n->within, (low << n->within->rank_bits | high) << 1 | !few);
}

/* A pair of a crowded key; one of a band is worth as many as a pair has to share. */
static enum wirecopy_status deal_crowded(const struct narrowing *n, uint32_t a, uint32_t b, bool band)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < (band ? n->within->plan.sampled_least : 1) && status == WIRECOPY_OK; i++)
        status = deal(n, a, b, true);
    return status;
}

/* A part with those of another group, from *low on, which are in order of time; what stands before *low is too early for later parts too. */
static enum wirecopy_status deal_part(const struct narrowing *n, uint32_t a, uint32_t *low, uint32_t end, bool few)
{
    enum wirecopy_status status = WIRECOPY_OK;
    while (*low < end && !admits(n, a, *low) && n->times[*low] < n->times[a])
        ++*low;
    for (uint32_t b = *low; b < end && admits(n, a, b) && status == WIRECOPY_OK; b++)
        status = deal(n, a, b, few);
    return status;
}

/* The pairs of the parts of two groups. Cost: linear in the parts and the pairs. */
static enum wirecopy_status deal_parts(const struct narrowing *n, uint32_t whole_a, uint32_t whole_b, bool few)
{
    uint32_t a = n->parted->part_of[whole_a], end_a = n->parted->part_of[whole_a + 1];
    uint32_t b = n->parted->part_of[whole_b], end_b = n->parted->part_of[whole_b + 1], low;
    enum wirecopy_status status = WIRECOPY_OK;
    if (n->times[b] == 0) { /* the undated part is the first, and meets all */
        for (uint32_t i = a; i < end_a && status == WIRECOPY_OK; i++)
            status = deal(n, i, b, few);
        b++;
    }
    if (n->times[a] == 0) {
        for (uint32_t j = b; j < end_b && status == WIRECOPY_OK; j++)
            status = deal(n, a, j, few);
        a++;
    }
    for (low = b; a < end_a && status == WIRECOPY_OK; a++)
        status = deal_part(n, a, &low, end_b, few);
    return status;
}

static enum wirecopy_status deal_pairs(const struct narrowing *n, const struct candidates *all)
{
    struct buffer room = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t part = 0; part < all->parts && status == WIRECOPY_OK; part++) {
        const uint64_t *pairs;
        size_t count;
        status = candidates_part(all, part, &room, &pairs, &count);
        for (size_t i = 0; status == WIRECOPY_OK && i < count; i++)
            status = deal_parts(n, (uint32_t)((pairs[i] & ~PAIR_TOO_FEW) >> 32), (uint32_t)pairs[i], pairs[i] & PAIR_TOO_FEW);
    }
    buffer_release(&room);
    return status;
}

/* Parts of one group, which have equal texts. */
static enum wirecopy_status deal_equal(const struct narrowing *n, uint32_t whole_count)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t whole = 0; whole < whole_count && status == WIRECOPY_OK; whole++)
        for (uint32_t a = n->parted->part_of[whole]; a + 1 < n->parted->part_of[whole + 1] && status == WIRECOPY_OK; a++)
            for (uint32_t b = a + 1; b < n->parted->part_of[whole + 1] && admits(n, a, b) && status == WIRECOPY_OK; b++)
                status = deal(n, a, b, false);
    return status;
}

/* The end of the block that begins at a place: the parts without a time, or those that span no more than the window. */
static size_t block_end(const struct groups *parted, const uint64_t *timely, size_t begin, size_t count)
{
    uint64_t first = timely[begin] >> 32, most = first ? (uint64_t)parted->window_minutes : 0;
    size_t end = begin + 1;
    while (end < count && (timely[end] >> 32) - first <= most)
        end++;
    return end;
}

/* The parts of those that have a crowded key, in order of time. */
static enum wirecopy_status list_timely(struct narrowing *n, const uint64_t *run, size_t count)
{
    enum wirecopy_status status = WIRECOPY_OK;
    n->timely.size = 0;
    for (size_t i = 0; i < count; i++)
        for (uint32_t part = n->parted->part_of[(uint32_t)run[i]]; part < n->parted->part_of[(uint32_t)run[i] + 1] && status == WIRECOPY_OK; part++) {
            uint64_t timely = (uint64_t)n->times[part] << 32 | part;
            status = buffer_append(&n->timely, &timely, sizeof timely);
        }
    if (status == WIRECOPY_OK)
        sort_u64((uint64_t *)(void *)n->timely.data, n->timely.size / sizeof(uint64_t));
    return status;
}

/* The pairs of the i-th of a crowd with those behind it up to last, of which those up to near are within the window by their first members. */
static enum wirecopy_status join_behind(const struct narrowing *n, const uint64_t *timely, size_t i, size_t near, size_t last, bool band)
{
    uint32_t part = (uint32_t)timely[i];
    bool undated = timely[i] >> 32 == 0, many = groups_size(n->parted, part) > 1;
    enum wirecopy_status status = WIRECOPY_OK;
    near = undated || near > last ? last : near;
    for (size_t j = i + 1; j < near && status == WIRECOPY_OK; j++)
        status = deal_crowded(n, part, (uint32_t)timely[j], band);
    for (size_t j = near; many && j < last && status == WIRECOPY_OK; j++)
        if (admits(n, part, (uint32_t)timely[j]))
            status = deal_crowded(n, part, (uint32_t)timely[j], band);
    return status;
}

/*
 * The pairs of a crowded key: each block meets itself and the next one; those without a time are a block that meets all. Of a block
 * that is a crowd too, all meet its anchors, and of a band their neighbours in time.
 */
static enum wirecopy_status join_timely(struct narrowing *n, const uint64_t *run, size_t run_count, bool band)
{
    size_t most = band ? GIANT_BUCKET : n->within->plan.crowd, anchors = band ? GIANT_ANCHORS : CROWD_ANCHORS, count, next;
    const uint64_t *timely;
    enum wirecopy_status status = list_timely(n, run, run_count);
    timely = (const uint64_t *)(const void *)n->timely.data;
    count = n->timely.size / sizeof *timely;
    for (size_t begin = 0; begin < count && status == WIRECOPY_OK; begin = next) {
        size_t end, near = begin;
        next = block_end(n->parted, timely, begin, count);
        end = timely[begin] >> 32 && next < count ? block_end(n->parted, timely, next, count) : count;
        for (size_t i = begin; i < next && status == WIRECOPY_OK; i++) {
            size_t last = end - begin <= most || i < begin + anchors ? end : band && i + 2 < end ? i + 2 : band ? end : 0;
            while (near < end && (timely[near] >> 32) - (timely[i] >> 32) <= (uint64_t)n->parted->window_minutes)
                near++;
            status = join_behind(n, timely, i, near, last, band);
        }
    }
    return status;
}

/* Joins every crowded key of bands or of sampled ones; what articles have of one key stands side by side. */
static enum wirecopy_status join_crowds(struct narrowing *n, const struct scratch *crowds, bool band)
{
    struct scratch_window window = {0};
    uint64_t size = crowds ? scratch_size(crowds) : 0, last = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    n->run.size = 0;
    for (uint64_t at = 0; at <= size && status == WIRECOPY_OK; at += sizeof last) {
        const void *view = NULL;
        if (at < size)
            status = scratch_view_ahead(crowds, at, sizeof last, &window, &view);
        if (status == WIRECOPY_OK && n->run.size > 0 && (!view || *(const uint64_t *)view >> 32 != last >> 32)) {
            status = join_timely(n, (const uint64_t *)(const void *)n->run.data, n->run.size / sizeof last, band);
            n->run.size = 0;
        }
        if (status != WIRECOPY_OK || !view)
            break;
        last = *(const uint64_t *)view;
        status = buffer_append(&n->run, &last, sizeof last);
    }
    scratch_window_release(&window);
    return status;
}

enum wirecopy_status candidates_within(struct candidates *within, const struct candidates *all, const struct sets *sets)
{
    struct narrowing n = {within, sets->left_out->groups, sets->left_out->articles, NULL, {0}, {0}};
    enum wirecopy_status status;
    if (all->plan.all_pairs)
        return candidates_init(within, sets, &all->plan, (struct match_rule){1, 1}, 0, NULL, (struct candidates_asked){NULL, false, NULL});
    *within = (struct candidates){.sets = sets,
                                  .plan = all->plan,
                                  .needed = all->needed,
                                  .within = true,
                                  .passages = all->passages,
                                  .giant_buckets = all->giant_buckets,
                                  .crowded_keys = all->crowded_keys};
    within->keys = memory_allocate(n.parted->count, sizeof *within->keys);
    n.times = memory_allocate(n.parted->count, sizeof *n.times);
    status = within->keys && n.times ? candidates_make_parts(within) : WIRECOPY_NO_MEMORY;
    for (uint32_t whole = 0; status == WIRECOPY_OK && whole < all->sets->count; whole++)
        for (uint32_t part = n.parted->part_of[whole]; part < n.parted->part_of[whole + 1]; part++)
            within->keys[part] = all->keys[whole];
    for (uint32_t number = 0; status == WIRECOPY_OK && number < n.articles->count; number++) {
        uint32_t part = n.parted->rank_of[number];
        if (part != UINT32_MAX && groups_leader(n.parted, part) == number)
            n.times[part] = time_of(&n.articles->rows[number]);
    }
    if (status == WIRECOPY_OK)
        status = deal_pairs(&n, all);
    if (status == WIRECOPY_OK)
        status = deal_equal(&n, all->sets->count);
    for (int sampled = 0; sampled < 2 && status == WIRECOPY_OK; sampled++)
        status = join_crowds(&n, all->crowds[sampled], !sampled);
    if (status == WIRECOPY_OK)
        status = distribution_finish(&within->pairs);
    memory_free(n.times);
    buffer_release(&n.timely);
    buffer_release(&n.run);
    if (status != WIRECOPY_OK)
        candidates_release(within);
    return status;
}

/* Whether the one part of a group is seen as the whole was: in another order, but all of it. */
static bool is_whole(const struct groups *parted, uint32_t whole)
{
    uint32_t part = parted->part_of[whole];
    return parted->part_of[whole + 1] == part + 1 && groups_size(parted, part) <= SEEN_AS_MOST;
}

/* So many known pairs are looked at together. */
enum { KNOWN_TOGETHER = 256 };

/* Appends those of some pairs that hold for the parts. */
static enum wirecopy_status keep_whole(struct likeness *within, const struct known_pair *pairs, size_t count, const struct groups *parted)
{
    struct known_pair kept[KNOWN_TOGETHER];
    size_t kept_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct known_pair pair = pairs[i];
        if (!is_whole(parted, pair.a) || !is_whole(parted, pair.b))
            continue;
        pair.a = parted->part_of[pair.a];
        pair.b = parted->part_of[pair.b];
        kept[kept_count++] = pair;
    }
    within->count += kept_count;
    return scratch_append(within->pairs, kept, kept_count * sizeof *kept);
}

enum wirecopy_status likeness_within(struct likeness *within, const struct likeness *all, const struct groups *parted, struct scratch_space *space)
{
    struct scratch_window window = {0};
    enum wirecopy_status status;
    *within = (struct likeness){.rule = all->rule};
    status = scratch_create(space, &within->pairs);
    for (uint64_t i = 0, together; i < all->count && status == WIRECOPY_OK; i += together) {
        const void *view;
        together = all->count - i < KNOWN_TOGETHER ? all->count - i : KNOWN_TOGETHER;
        status = scratch_view_ahead(all->pairs, i * sizeof(struct known_pair), (size_t)together * sizeof(struct known_pair), &window, &view);
        if (status == WIRECOPY_OK)
            status = keep_whole(within, view, (size_t)together, parted);
    }
    scratch_window_release(&window);
    if (status != WIRECOPY_OK)
        likeness_release(within);
    return status;
}
