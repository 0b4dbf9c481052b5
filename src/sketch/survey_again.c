/*
 * A survey of a sample of which some sets are not as they were: of all keys, those are looked at that one of these had or has; its pairs are
 * found and compared anew, the others stay. Sets that are drawn now and were not have numbers behind the others until the end.
 */
#include <string.h>

#include "base/sort/sort.h"
#include "learn/again.h"
#include "learn/huge.h"
#include "sketch/survey_renewing.h"

static uint64_t *values_of(struct buffer *buffer)
{
    return (uint64_t *)(void *)buffer->data;
}

static size_t count_of(const struct buffer *buffer)
{
    return buffer->size / sizeof(uint64_t);
}

static enum wirecopy_status add_value(struct buffer *buffer, uint32_t key, uint32_t number)
{
    uint64_t value = (uint64_t)key << 32 | number;
    return buffer_append(buffer, &value, sizeof value);
}

/* The end of the values that have the key of the first. */
static size_t run_end(const uint64_t *values, size_t begin, size_t count)
{
    size_t end = begin;
    while (end < count && values[end] >> 32 == values[begin] >> 32)
        end++;
    return end;
}

/* Sorts values, which are hashes above numbers. */
static enum wirecopy_status sort_values(struct renewing *r, struct buffer *values)
{
    enum wirecopy_status status;
    r->sorting.size = 0;
    status = buffer_reserve(&r->sorting, values->size);
    if (status == WIRECOPY_OK)
        sort_spread_u64(values_of(values), values_of(&r->sorting), count_of(values));
    return status;
}

/* The pairs of a bucket that a changed one is in. */
static enum wirecopy_status meet(struct renewing *r, bool now, const uint64_t *run, size_t count, bool band)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && status == WIRECOPY_OK; j++) {
            uint64_t pair = (uint64_t)(uint32_t)run[i] << 33 | (uint64_t)(uint32_t)run[j] << 1 | band;
            if (r->changed[(uint32_t)run[i]] || r->changed[(uint32_t)run[j]])
                status = buffer_append(&r->met[now], &pair, sizeof pair);
        }
    return status;
}

/* Joins what was gathered; a bucket that is counted and was not, or the reverse, changes the pairs of others too. */
static enum wirecopy_status join(struct renewing *r, bool band)
{
    const uint64_t *then = values_of(&r->then), *now = values_of(&r->now);
    size_t then_count = count_of(&r->then), now_count = count_of(&r->now), i = 0, j = 0;
    enum wirecopy_status status = sort_values(r, &r->then);
    if (status == WIRECOPY_OK)
        status = sort_values(r, &r->now);
    while ((i < then_count || j < now_count) && !r->others && status == WIRECOPY_OK) {
        bool of_then = i < then_count && (j == now_count || then[i] >> 32 <= now[j] >> 32);
        bool of_now = j < now_count && (i == then_count || now[j] >> 32 <= then[i] >> 32);
        size_t then_end = of_then ? run_end(then, i, then_count) : i, now_end = of_now ? run_end(now, j, now_count) : j;
        r->others = (then_end - i > BUCKET_COUNTED) != (now_end - j > BUCKET_COUNTED);
        if (of_then && then_end - i <= BUCKET_COUNTED)
            status = meet(r, false, then + i, then_end - i, band);
        if (of_now && now_end - j <= BUCKET_COUNTED && status == WIRECOPY_OK)
            status = meet(r, true, now + j, now_end - j, band);
        i = then_end;
        j = now_end;
    }
    return status;
}

/* Gathers a marked value of then; who did not change has it now. */
static enum wirecopy_status gather(struct renewing *r, uint32_t key, uint32_t number)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (!marked_has(&r->marked, key))
        return status;
    status = add_value(&r->then, key, number);
    return status == WIRECOPY_OK && !r->changed[number] ? add_value(&r->now, key, number) : status;
}

static enum wirecopy_status join_band(struct renewing *r, uint32_t band)
{
    size_t count = r->survey->count;
    const uint32_t *now = r->bands + (size_t)band * r->count, *keys;
    const void *view;
    enum wirecopy_status status = scratch_view(r->surveyed->bands, band * count * sizeof *keys, count * sizeof *keys, &r->view, &view);
    if (status == WIRECOPY_OK)
        status = marked_begin(&r->marked, (size_t)2 * r->count, 0);
    keys = view;
    r->then.size = r->now.size = 0;
    for (uint32_t i = 0; i < r->count && status == WIRECOPY_OK; i++) {
        if (r->numbers[i] < count)
            marked_add(&r->marked, keys[r->numbers[i]]);
        if (r->changed[r->numbers[i]] == GONE)
            continue;
        marked_add(&r->marked, now[i]);
        status = add_value(&r->now, now[i], r->numbers[i]);
    }
    for (uint32_t number = 0; number < count && status == WIRECOPY_OK; number++)
        status = gather(r, keys[number], number);
    return status == WIRECOPY_OK ? join(r, true) : status;
}

/* Visits the sampled keys of then. */
static enum wirecopy_status each_sampled(struct renewing *r, enum wirecopy_status (*visit)(struct renewing *r, uint32_t key, uint32_t number))
{
    enum { TOGETHER = 4096 };
    uint64_t count = scratch_size(r->surveyed->sampled) / sizeof(uint64_t);
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t at = 0, together; at < count && status == WIRECOPY_OK; at += together) {
        const void *view;
        together = count - at < TOGETHER ? count - at : TOGETHER;
        status = scratch_view(r->surveyed->sampled, at * sizeof(uint64_t), (size_t)together * sizeof(uint64_t), &r->view, &view);
        for (uint64_t i = 0; i < together && status == WIRECOPY_OK; i++) {
            uint64_t value = ((const uint64_t *)view)[i];
            if ((uint32_t)value >= r->survey->count)
                return status_fail(WIRECOPY_BAD_INPUT, "a saved survey contradicts itself");
            status = visit(r, (uint32_t)(value >> 32), (uint32_t)value);
        }
    }
    return status;
}

static enum wirecopy_status mark_sampled(struct renewing *r, uint32_t key, uint32_t number)
{
    if (r->changed[number])
        marked_add(&r->marked, key);
    return WIRECOPY_OK;
}

static enum wirecopy_status join_sampled(struct renewing *r)
{
    const uint64_t *now = values_of(&r->sampled);
    size_t count = count_of(&r->sampled);
    enum wirecopy_status status = marked_begin(&r->marked, 2 * count + 1, 0);
    r->then.size = r->now.size = 0;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        marked_add(&r->marked, now[i] >> 32);
        status = buffer_append(&r->now, &now[i], sizeof now[i]);
    }
    if (status == WIRECOPY_OK)
        status = each_sampled(r, mark_sampled);
    if (status == WIRECOPY_OK)
        status = each_sampled(r, gather);
    return status == WIRECOPY_OK ? join(r, false) : status;
}

/* The sampled keys that a changed one has now, and how many they are. */
static enum wirecopy_status add_sampled(struct renewing *r, uint32_t number, struct shingle_set set)
{
    uint64_t limit = sampled_limit(r->plan);
    bool whole = set.count < SAMPLED_WHOLE;
    size_t under = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < set.count && status == WIRECOPY_OK && (whole || set.shingles[i] <= limit); i++) {
        under += set.shingles[i] <= limit;
        status = add_value(&r->sampled, (uint32_t)(set.shingles[i] >> 32), number);
    }
    r->surveyed->keys[number] = (struct key_counts){(uint16_t)(under < KEY_COUNT_MOST ? under : KEY_COUNT_MOST), whole ? (uint16_t)set.count : 0};
    return status;
}

/* Keeps the set of the next one that changed, as long as all before it are kept and there is room. */
static enum wirecopy_status keep_set(struct renewing *r, struct shingle_set set)
{
    enum wirecopy_status status;
    if (r->kept_counts.size / sizeof set.count < r->count || r->kept.size + set.count * sizeof *set.shingles > KEPT_BYTES)
        return WIRECOPY_OK;
    status = buffer_append(&r->kept, set.shingles, set.count * sizeof *set.shingles);
    return status == WIRECOPY_OK ? buffer_append(&r->kept_counts, &set.count, sizeof set.count) : status;
}

/* The set of the i-th that changed; at: where it begins among those that are kept, which it moves on. */
static enum wirecopy_status view_changed(struct renewing *r, uint32_t i, size_t *at, struct shingle_set *set_out)
{
    if (i >= r->kept_counts.size / sizeof set_out->count)
        return sets_view(r->sets, r->survey->ranks[r->numbers[i]], &r->rooms[0], set_out);
    *set_out = (struct shingle_set){values_of(&r->kept) + *at, ((const size_t *)(const void *)r->kept_counts.data)[i]};
    *at += set_out->count;
    return WIRECOPY_OK;
}

/* Makes the keys that changed ones have now. */
static enum wirecopy_status make_keys(struct renewing *r)
{
    uint32_t minima[COMPONENTS_MAX];
    struct family family;
    size_t at = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    family_init(&family, (size_t)r->plan->bands * r->plan->rows, r->asked->seed);
    memory_free(r->bands);
    r->bands = memory_allocate((size_t)r->count * r->plan->bands + 1, sizeof *r->bands);
    r->sampled.size = 0;
    if (!r->bands)
        return WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < r->count && status == WIRECOPY_OK; i++) {
        struct shingle_set set;
        status = view_changed(r, i, &at, &set);
        if (status != WIRECOPY_OK)
            break;
        if (r->changed[r->numbers[i]] == GONE)
            continue;
        memset(minima, 0xff, family.components * sizeof *minima);
        if (r->plan->bands)
            r->asked->kernel(&family, set.shingles, set.count, minima);
        for (uint32_t band = 0; band < r->plan->bands; band++)
            r->bands[(size_t)band * r->count + i] = band_key(minima, band, r->plan->rows);
        if (r->plan->sampled_one_in)
            status = add_sampled(r, r->numbers[i], set);
    }
    return status;
}

/* The next pair among those that met, in order; how often, and whether in a band. */
static struct surveyed_pair next_met(const struct buffer *met, size_t *at)
{
    const uint64_t *values = (const uint64_t *)(const void *)met->data;
    size_t count = count_of(met), begin = *at;
    struct surveyed_pair pair = {.a = (uint32_t)(values[begin] >> 33), .b = (uint32_t)values[begin] >> 1};
    for (; *at < count && values[*at] >> 1 == values[begin] >> 1; ++*at) {
        pair.keys += !(values[*at] & 1);
        pair.band |= values[*at] & 1;
    }
    return pair;
}

/* Compares a pair that the loosest rule asks for. */
static enum wirecopy_status compare(struct renewing *r, struct surveyed_pair *pair)
{
    struct shingle_set sets[2];
    enum wirecopy_status status;
    uint32_t a = r->survey->ranks[pair->a], b = r->survey->ranks[pair->b];
    r->others |= group_is_huge(r->sets->left_out, a) || group_is_huge(r->sets->left_out, b);
    if (r->others)
        return WIRECOPY_OK;
    status = sets_view(r->sets, a, &r->rooms[0], &sets[0]);
    if (status == WIRECOPY_OK)
        status = sets_view(r->sets, b, &r->rooms[1], &sets[1]);
    if (status != WIRECOPY_OK)
        return status;
    pair->shared = (uint32_t)shingle_sets_shared(sets[0], sets[1]);
    return buffer_append(&r->pairs, pair, sizeof *pair);
}

/* Takes the pairs of then out, and puts those of now in. */
static enum wirecopy_status renew_pairs(struct renewing *r)
{
    struct surveyed_plan *surveyed = r->surveyed;
    struct keys_needed needed;
    enum wirecopy_status status = WIRECOPY_OK;
    keys_needed_init(&needed, r->plan, r->survey->rule.resemblance, r->survey->rule.containment);
    for (int i = 0; i < 2 && status == WIRECOPY_OK; i++)
        status = sort_values(r, &r->met[i]);
    for (size_t at = 0; at < count_of(&r->met[0]) && status == WIRECOPY_OK;)
        surveyed->in_bands -= next_met(&r->met[0], &at).band;
    r->pairs.size = 0;
    for (size_t i = 0; i < surveyed->pair_count && status == WIRECOPY_OK; i++)
        if (!r->changed[surveyed->pairs[i].a] && !r->changed[surveyed->pairs[i].b])
            status = buffer_append(&r->pairs, &surveyed->pairs[i], sizeof *surveyed->pairs);
    for (size_t at = 0; at < count_of(&r->met[1]) && status == WIRECOPY_OK;) {
        struct surveyed_pair pair = next_met(&r->met[1], &at);
        surveyed->in_bands += pair.band;
        if (keys_suffice(&needed, r->plan, surveyed->keys[pair.a], surveyed->keys[pair.b], pair.keys, pair.band))
            status = compare(r, &pair);
    }
    memory_free(surveyed->pairs);
    surveyed->pairs = (struct surveyed_pair *)(void *)r->pairs.data;
    surveyed->pair_count = r->pairs.size / sizeof *surveyed->pairs;
    r->pairs = (struct buffer){0};
    return status;
}

static enum wirecopy_status renew_plan(struct renewing *r, uint32_t number)
{
    size_t keys = r->survey->count;
    enum wirecopy_status status;
    r->surveyed = &r->survey->plans[number];
    r->plan = r->asked->given ? r->asked->given : &plans[number];
    r->met[0].size = r->met[1].size = 0;
    r->others |= scratch_size(r->surveyed->bands) != r->plan->bands * r->survey->count * sizeof(uint32_t);
    if (r->others)
        return WIRECOPY_OK;
    status = array_reserve(&r->surveyed->keys, &keys, numbers_most(r->survey), sizeof *r->surveyed->keys);
    if (status == WIRECOPY_OK)
        status = make_keys(r);
    for (uint32_t band = 0; band < r->plan->bands && status == WIRECOPY_OK && !r->others; band++)
        status = join_band(r, band);
    if (status == WIRECOPY_OK && r->plan->sampled_one_in && !r->others)
        status = join_sampled(r);
    return status == WIRECOPY_OK && !r->others ? renew_pairs(r) : status;
}

/* Notes a changed set, which has the number where it was drawn. */
static enum wirecopy_status note_changed(struct renewing *r, uint32_t rank, uint32_t number, bool drawn)
{
    struct shingle_set set = {NULL, 0};
    enum wirecopy_status status = WIRECOPY_OK;
    r->others |= group_is_huge(r->sets->left_out, rank) || r->count == changed_most(r->survey);
    if (!r->others)
        status = sets_view(r->sets, rank, &r->rooms[0], &set);
    if (r->others || status != WIRECOPY_OK || (!drawn && set.count < SHORT_SHINGLES))
        return status;
    if (!drawn)
        number = (uint32_t)r->survey->count + r->added++;
    r->changed[number] = set.count < SHORT_SHINGLES ? GONE : CHANGED;
    r->gone += r->changed[number] == GONE;
    r->survey->sizes[number] = set.count;
    r->survey->ranks[number] = rank;
    status = keep_set(r, set);
    r->numbers[r->count++] = number;
    return status;
}

/* Bytes of the sets that are drawn. */
static uint64_t sample_bytes(const struct renewing *r)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < r->survey->count + r->added; i++)
        bytes += r->changed[i] == GONE ? 0 : r->survey->sizes[i] * sizeof(uint64_t);
    return bytes;
}

/* Finds the changed sets, and whether the others are drawn as they were: up to the last one, or to the last rank that is looked at. */
static enum wirecopy_status find_changed(struct renewing *r, const struct changed_groups *changed)
{
    struct survey *survey = r->survey;
    size_t last = survey->count - 1;
    bool full = sample_bytes(r) >= SAMPLE_BYTES;
    uint32_t most = r->sets->count < SURVEY_SAMPLE ? r->sets->count : SURVEY_SAMPLE, number = 0;
    uint32_t end = full ? survey->ranks[last] + 1 : most;
    enum wirecopy_status status = WIRECOPY_OK;
    r->others |= end > most;
    for (uint32_t rank = 0; rank < end && status == WIRECOPY_OK && !r->others; rank++) {
        bool drawn = number < survey->count && survey->ranks[number] == rank;
        if (group_changed(changed, rank))
            status = note_changed(r, rank, number, drawn);
        number += drawn;
    }
    r->others |= number != survey->count || (sample_bytes(r) >= SAMPLE_BYTES) != full;
    r->others |= full && (r->changed[last] == GONE || sample_bytes(r) - survey->sizes[last] * sizeof(uint64_t) >= SAMPLE_BYTES);
    return status;
}

static void renewing_release(struct renewing *r)
{
    struct buffer *buffers[] = {&r->sampled, &r->then,        &r->now,     &r->met[0], &r->met[1],     &r->pairs,
                                &r->view,    &r->marked.bits, &r->sorting, &r->kept,   &r->kept_counts};
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        buffer_release(buffers[i]);
    set_room_release(&r->rooms[0]);
    set_room_release(&r->rooms[1]);
    memory_free(r->changed);
    memory_free(r->numbers);
    memory_free(r->bands);
}

enum wirecopy_status survey_renew(struct survey *survey, const struct sets *sets, const struct changed_groups *changed,
                                  const struct plan_asked *asked, bool *renewed_out)
{
    struct renewing r = {.survey = survey, .sets = sets, .asked = asked};
    size_t sizes = survey->count, ranks = survey->count;
    enum wirecopy_status status = WIRECOPY_OK;
    *renewed_out = false;
    if (survey->count < 2 || (asked->given && asked->given->all_pairs))
        return WIRECOPY_OK;
    r.changed = memory_allocate_zero(numbers_most(survey), sizeof *r.changed);
    r.numbers = memory_allocate(numbers_most(survey), sizeof *r.numbers);
    if (!r.changed || !r.numbers)
        status = WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = array_reserve(&survey->sizes, &sizes, numbers_most(survey), sizeof *survey->sizes);
    if (status == WIRECOPY_OK)
        status = array_reserve(&survey->ranks, &ranks, numbers_most(survey), sizeof *survey->ranks);
    if (status == WIRECOPY_OK)
        status = find_changed(&r, changed);
    for (uint32_t i = 0; i < survey->plan_count && r.count > 0 && status == WIRECOPY_OK && !r.others; i++)
        status = renew_plan(&r, i);
    if (status == WIRECOPY_OK && !r.others && r.added + r.gone > 0)
        status = renewing_renumber(&r);
    renewing_release(&r);
    *renewed_out = status == WIRECOPY_OK && !r.others;
    return status;
}
