/*
 * Sketching reads the words once, in order of arrival: each article's shingles go through the MinHash kernel as they are cut,
 * and those under the limit become sampled keys. Nothing is sorted here, and no set is kept.
 */
#include <string.h>

#include "base/parallel.h"
#include "base/sort/sort.h"
#include "learn/huge.h"
#include "match/pairs/joining.h"

/* Articles sketched at a time: enough that threads seldom wait, few enough that their keys stay in the second cache. */
enum { ARTICLES_A_PIECE = 256 };

/* From a band's keys of a piece to the next band's: a line of memory more, since an article's keys would be in few sets of the first cache. */
enum { KEYS_STRIDE = ARTICLES_A_PIECE + 16 };

/* Parts that fit the second cache when they are sorted, and how many there are at most: each has a buffer. */
enum { SAMPLED_A_PART = 1 << 14, PARTS_MOST = 1024 };

/* Where one group in so many is sketched, or fewer, none is near the one before. */
enum { FEW_ONE_IN = 64 };

struct sketching {
    struct keys *keys;
    struct candidates *candidates;
    const struct left_out *left_out;
    const struct plan *plan;
    const struct changed_groups *only; /* NULL: all groups */
    uint64_t *chosen;                  /* of those: the article that leads each, above its rank, in order */
    uint32_t count;                    /* of them, or of all articles */
    struct family family;
    minhash_kernel *kernel;
};

struct slot {
    struct set_room room;
    uint32_t *minima, *bands;                   /* bands: keys of ARTICLES_A_PIECE articles for one band after the other */
    struct buffer sampled;                      /* shingles, of one article after the other */
    struct buffer glances;                      /* of all articles of a piece, where they are made */
    struct buffer phrases;                      /* who of them has phrases, where that is asked */
    struct buffer common;                       /* uint64_t: of each the rank, how many common shingles it has, and these, likewise */
    struct key_counts counts[ARTICLES_A_PIECE]; /* what each has in sampled */
    uint32_t ranks[ARTICLES_A_PIECE], sampled_counts[ARTICLES_A_PIECE];
    uint32_t count;
};

void keys_release(struct keys *keys)
{
    columns_release(&keys->bands);
    distribution_release(&keys->sampled);
    shelves_release(&keys->saved);
}

/* Room for the glances of a piece, which are none yet. */
static enum wirecopy_status begin_glances(const struct sketching *s, struct slot *slot, uint32_t count)
{
    size_t bytes;
    enum wirecopy_status status;
    if (!s->candidates->glances)
        return WIRECOPY_OK;
    bytes = count * glances_bytes(s->candidates->glances);
    slot->glances.size = 0;
    status = buffer_reserve(&slot->glances, bytes);
    if (status == WIRECOPY_OK)
        memset(slot->glances.data, 0, bytes);
    return status;
}

static struct glance *glance_at(const struct sketching *s, const struct slot *slot, uint32_t place)
{
    return (struct glance *)(void *)(slot->glances.data + place * glances_bytes(s->candidates->glances));
}

/* An article while it is sketched. */
struct article_sketch {
    const struct sketching *s;
    struct slot *slot;
    struct glance *glance; /* NULL: none is made */
    uint32_t rank;
    size_t shingles, under; /* so far, and those under the limit of sampled keys */
    bool is_short;          /* no piece of it tells that there are enough distinct shingles */
};

/* Begins one, as the slot's next. place: of its text in the piece. */
static struct article_sketch begin_article(const struct sketching *s, struct slot *slot, uint32_t rank, uint32_t place)
{
    if (s->plan->bands)
        memset(slot->minima, 0xff, s->family.components * sizeof *slot->minima);
    return (struct article_sketch){s, slot, s->candidates->glances ? glance_at(s, slot, place) : NULL, rank, 0, 0, true};
}

/* Notes the phrases of furniture among a group's shingles. */
static enum wirecopy_status look_for_phrases(const struct sketching *s, struct slot *slot, uint32_t rank, const uint64_t *shingles, size_t count)
{
    if (!s->candidates->phrases)
        return WIRECOPY_OK;
    return phrases_look(s->candidates->phrases, s->left_out, rank, shingles, count, &slot->room.places, &slot->phrases);
}

/* Takes the next shingles of it, all of which become sampled keys where whole. */
static enum wirecopy_status take_shingles(struct article_sketch *sketch, const uint64_t *shingles, size_t count, bool whole)
{
    const struct sketching *s = sketch->s;
    struct buffer *sampled = &sketch->slot->sampled;
    if (sketch->glance)
        glance_make(s->candidates->glances, shingles, count, sketch->glance);
    if (s->plan->bands)
        s->kernel(&s->family, shingles, count, sketch->slot->minima);
    sketch->shingles += count;
    if (s->plan->sampled_one_in) {
        uint64_t *out;
        size_t under;
        enum wirecopy_status status = buffer_reserve(sampled, (count + SHINGLES_BEHIND) * sizeof *shingles);
        if (status != WIRECOPY_OK)
            return status;
        out = (uint64_t *)(void *)(sampled->data + sampled->size);
        under = s->left_out->shingling.kernel->under(shingles, count, sampled_limit(s->plan), out);
        if (whole)
            memcpy(out, shingles, count * sizeof *out);
        sampled->size += (whole ? count : under) * sizeof *out;
        sketch->under += under;
    }
    return WIRECOPY_OK;
}

/* Ends it; its sampled keys begin at sampled_at. */
static void end_article(const struct article_sketch *sketch, uint32_t rank, size_t sampled_at)
{
    const struct plan *plan = sketch->s->plan;
    struct slot *slot = sketch->slot;
    bool whole = sketch->shingles < SAMPLED_WHOLE;
    uint32_t keys[COMPONENTS_MAX];
    if (sketch->glance)
        sketch->glance->count = (uint32_t)sketch->shingles;
    band_keys(slot->minima, plan, keys);
    for (uint32_t band = 0; band < plan->bands; band++)
        slot->bands[(size_t)band * KEYS_STRIDE + slot->count] = keys[band];
    slot->counts[slot->count] = (struct key_counts){0, 0};
    if (plan->sampled_one_in)
        slot->counts[slot->count] =
            (struct key_counts){(uint16_t)(sketch->under < KEY_COUNT_MOST ? sketch->under : KEY_COUNT_MOST), whole ? (uint16_t)sketch->shingles : 0};
    slot->sampled_counts[slot->count] = (uint32_t)((slot->sampled.size - sampled_at) / sizeof(uint64_t));
    slot->ranks[slot->count++] = rank;
}

static enum wirecopy_status sketch_one(const struct sketching *s, struct slot *slot, uint32_t rank, uint32_t place)
{
    const uint64_t *shingles;
    size_t count, sampled_at = slot->sampled.size;
    struct article_sketch sketch;
    enum wirecopy_status status = sets_stream(s->candidates->sets, rank, &slot->room, &shingles, &count);
    if (status == WIRECOPY_OK)
        status = look_for_phrases(s, slot, rank, shingles, count);
    if (status != WIRECOPY_OK || (!slot->room.enough && sets_stream_is_short(shingles, count)))
        return status;
    sketch = begin_article(s, slot, rank, place);
    status = take_shingles(&sketch, shingles, count, count < SAMPLED_WHOLE);
    if (status == WIRECOPY_OK)
        end_article(&sketch, rank, sampled_at);
    return status;
}

/* A piece of a huge group; a huge_visit. */
static enum wirecopy_status take_piece(void *context, uint64_t *all, size_t all_count, bool *enough)
{
    struct article_sketch *sketch = context;
    const uint64_t *shingles;
    size_t count;
    enum wirecopy_status status = sets_without_common(sketch->s->candidates->sets, &sketch->slot->room, all, all_count, &shingles, &count);
    *enough = false;
    sketch->is_short = sketch->is_short && (status != WIRECOPY_OK || sets_stream_is_short(shingles, count));
    if (status == WIRECOPY_OK)
        status = look_for_phrases(sketch->s, sketch->slot, sketch->rank, shingles, count);
    return status == WIRECOPY_OK ? take_shingles(sketch, shingles, count, false) : status;
}

/* As sketch_one, piece by piece; a text of so many words that has hardly a shingle of its own is taken as any other. */
static enum wirecopy_status sketch_huge(const struct sketching *s, struct slot *slot, uint32_t rank, uint32_t place)
{
    size_t sampled_at = slot->sampled.size;
    struct article_sketch sketch = begin_article(s, slot, rank, place);
    enum wirecopy_status status = huge_each(s->left_out, rank, take_piece, &sketch);
    if (status != WIRECOPY_OK)
        return status;
    if (!sketch.is_short && sketch.shingles >= SAMPLED_WHOLE) {
        end_article(&sketch, rank, sampled_at);
        return WIRECOPY_OK;
    }
    slot->sampled.size = sampled_at;
    if (sketch.glance)
        memset(sketch.glance, 0, glances_bytes(s->candidates->glances));
    return sketch_one(s, slot, rank, place);
}

/* What a huge group asks for lies in files. */
static enum wirecopy_status sketch_any(const struct sketching *s, struct slot *slot, uint32_t rank, uint32_t place)
{
    const char *before;
    enum wirecopy_status status;
    if (!group_is_huge(s->left_out, rank))
        return sketch_one(s, slot, rank, place);
    before = memory_outsized(scratch_space_directory(s->left_out->space));
    status = sketch_huge(s, slot, rank, place);
    memory_outsized(before);
    return status;
}

/* The same, with its common shingles noted where that is asked; those of a huge one perhaps twice. */
static enum wirecopy_status sketch_noting(const struct sketching *s, struct slot *slot, uint32_t rank, uint32_t place)
{
    uint64_t heading[2] = {rank, 0};
    size_t at = slot->common.size;
    enum wirecopy_status status;
    if (!s->candidates->shown && !s->candidates->phrases)
        return sketch_any(s, slot, rank, place);
    slot->room.common = &slot->common;
    status = buffer_append(&slot->common, heading, sizeof heading);
    if (status == WIRECOPY_OK)
        status = sketch_any(s, slot, rank, place);
    if (status != WIRECOPY_OK)
        return status;
    heading[1] = (slot->common.size - at) / sizeof(uint64_t) - 2;
    if (s->candidates->phrases)
        status = phrases_look_common(s->candidates->phrases, rank, (const uint64_t *)(const void *)slot->common.data + at / sizeof(uint64_t) + 2,
                                     (size_t)heading[1], &slot->phrases);
    if (heading[1] > 0 && s->candidates->shown)
        memcpy(slot->common.data + at, heading, sizeof heading);
    else
        slot->common.size = at;
    return status;
}

static enum wirecopy_status sketch(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct sketching *s = context;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = begin_glances(s, slot, end - begin);
    slot->sampled.size = slot->phrases.size = slot->common.size = slot->count = 0;
    for (uint32_t number = begin; number < end && status == WIRECOPY_OK; number++) {
        uint32_t rank = s->only ? (uint32_t)s->chosen[number] : 0;
        if (s->only || groups_leads(s->left_out->groups, number, s->count, &rank))
            status = sketch_noting(s, slot, rank, number - begin);
    }
    return status;
}

static size_t part_of(uint32_t key, unsigned part_bits)
{
    return key & (((uint32_t)1 << part_bits) - 1);
}

/* Tells the common shingles of a piece. */
static enum wirecopy_status tell_common(const struct sketching *s, const struct slot *slot)
{
    const uint64_t *common = (const uint64_t *)(const void *)slot->common.data;
    size_t size = slot->common.size / sizeof *common;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t at = 0; at < size && status == WIRECOPY_OK; at += 2 + common[at + 1])
        status = common_shown_note(s->candidates->shown, (uint32_t)common[at], common + at + 2, common[at + 1]);
    return status;
}

/* Puts the keys of a piece where they belong. */
static enum wirecopy_status put(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    struct sketching *s = context;
    const struct slot *slot = slot_pointer;
    struct distribution *sampled = &s->keys->sampled;
    const uint64_t *shingle = (const uint64_t *)(const void *)slot->sampled.data;
    unsigned rank_bits = s->candidates->rank_bits, sampled_bits = s->keys->sampled_part_bits;
    enum wirecopy_status status = WIRECOPY_OK;
    if (s->candidates->glances)
        status = glances_append(s->candidates->glances, slot->glances.data, end - begin);
    if (status == WIRECOPY_OK)
        status = tell_common(s, slot);
    if (status == WIRECOPY_OK && slot->phrases.size > 0)
        status = phrases_keep(s->candidates->phrases, &slot->phrases);
    if (status == WIRECOPY_OK)
        status = columns_add(&s->keys->bands, slot->ranks, slot->bands, KEYS_STRIDE, slot->count);
    for (uint32_t i = 0; i < slot->count && status == WIRECOPY_OK; i++) {
        uint64_t rank = slot->ranks[i];
        for (uint32_t j = 0; j < slot->sampled_counts[i] && status == WIRECOPY_OK; j++, shingle++) {
            uint32_t key = (uint32_t)(*shingle >> 32);
            status = distribution_add(sampled, part_of(key, sampled_bits), (uint64_t)key >> sampled_bits << rank_bits | rank);
        }
        s->candidates->keys[rank] = slot->counts[i];
    }
    return status;
}

static enum wirecopy_status make_room(const struct sketching *s, struct slot *slot)
{
    slot->minima = memory_allocate(s->family.components, sizeof *slot->minima);
    slot->bands = memory_allocate((size_t)s->plan->bands * KEYS_STRIDE, sizeof *slot->bands);
    return slot->minima && slot->bands ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}

/* Lists what is gone through. */
static enum wirecopy_status choose(struct sketching *s)
{
    const struct groups *groups = s->left_out->groups;
    s->count = (uint32_t)s->left_out->articles->count;
    if (!s->only)
        return WIRECOPY_OK;
    s->chosen = memory_allocate(s->only->count + 1, sizeof *s->chosen);
    if (!s->chosen)
        return WIRECOPY_NO_MEMORY;
    s->count = 0;
    for (uint32_t rank = 0; rank < groups->count; rank++)
        if (group_changed(s->only, rank))
            s->chosen[s->count++] = (uint64_t)groups_leader(groups, rank) << 32 | rank;
    sort_u64(s->chosen, s->count);
    return WIRECOPY_OK;
}

static enum wirecopy_status sketch_all(struct sketching *s)
{
    uint32_t slot_count = left_out_slots(s->left_out);
    struct slot *slots = memory_allocate_zero(slot_count, sizeof *slots);
    void **pointers = memory_allocate(slot_count, sizeof *pointers);
    struct sweep sweep = {sketch, put, s, pointers, 0, ARTICLES_A_PIECE, s->left_out->control, slot_count};
    enum wirecopy_status status = slots && pointers ? choose(s) : WIRECOPY_NO_MEMORY;
    sweep.count = s->count;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++) {
        pointers[i] = &slots[i];
        slots[i].room.view.ahead =
            !s->only || (s->only->count > s->left_out->groups->count / FEW_ONE_IN && left_out_reads_ahead(s->left_out)); /* few lie here and there */
        status = make_room(s, &slots[i]);
    }
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, s->left_out->threads);
    for (uint32_t i = 0; slots && i < slot_count; i++) {
        set_room_release(&slots[i].room);
        memory_free(slots[i].minima);
        memory_free(slots[i].bands);
        buffer_release(&slots[i].sampled);
        buffer_release(&slots[i].glances);
        buffer_release(&slots[i].phrases);
        buffer_release(&slots[i].common);
    }
    memory_free(slots);
    memory_free(pointers);
    memory_free(s->chosen);
    return status;
}

/* The exponent of a power of two. */
static unsigned bits_of(size_t power)
{
    unsigned bits = 0;
    while (power >> bits > 1)
        bits++;
    return bits;
}

/* No keys, whose parts the corpus and the plan say. */
static struct keys no_keys(const struct candidates *candidates)
{
    uint64_t one_in = candidates->plan.sampled_one_in, sampled = one_in ? texts_word_count(candidates->sets->left_out->texts) / one_in : 0;
    return (struct keys){.sampled_part_bits = bits_of(distribution_parts(sampled, SAMPLED_A_PART, PARTS_MOST))};
}

/* Makes room for the keys of candidates. */
static enum wirecopy_status begin(struct keys *keys, const struct candidates *candidates)
{
    const struct left_out *left_out = candidates->sets->left_out;
    const struct plan *plan = &candidates->plan;
    enum wirecopy_status status;
    *keys = no_keys(candidates);
    status = texts_make_way(left_out->texts, columns_block_bytes(plan->bands) + ((uint64_t)DISTRIBUTION_STRIDE << keys->sampled_part_bits));
    if (status == WIRECOPY_OK)
        status = columns_init(&keys->bands, left_out->space, plan->bands, left_out->groups->count, candidates->rank_bits,
                              left_out->memory_bytes / left_out->threads);
    if (status == WIRECOPY_OK)
        status = distribution_init(&keys->sampled, left_out->space, keys_sampled_parts(keys), keys_sampled_bits(keys, candidates));
    return status;
}

enum wirecopy_status keys_make(struct keys *keys, struct candidates *candidates, uint64_t seed, minhash_kernel *kernel,
                               const struct changed_groups *only)
{
    const struct left_out *left_out = candidates->sets->left_out;
    const struct plan *plan = &candidates->plan;
    struct sketching s = {.keys = keys, .candidates = candidates, .left_out = left_out, .plan = plan, .only = only, .kernel = kernel};
    enum wirecopy_status status = begin(keys, candidates);
    family_init(&s.family, (size_t)plan->bands * plan->rows, seed);
    if (status == WIRECOPY_OK && candidates->glances) {
        scratch_yield(keys->bands.scratch, glances_all_bytes(candidates->glances));
        scratch_yield(keys->sampled.scratch, glances_all_bytes(candidates->glances));
    }
    if (status == WIRECOPY_OK)
        status = sketch_all(&s);
    if (status == WIRECOPY_OK)
        status = columns_finish(&keys->bands);
    if (status == WIRECOPY_OK)
        status = distribution_finish(&keys->sampled);
    if (status == WIRECOPY_OK && (uint64_t)DISTRIBUTION_STRIDE << keys->sampled_part_bits > left_out->memory_bytes) /* the room is for joining */
        status = distribution_put_aside(&keys->sampled);
    return status;
}

enum wirecopy_status keys_take(struct keys *keys, const struct candidates *candidates, struct saved *saved)
{
    const struct left_out *left_out = candidates->sets->left_out;
    enum wirecopy_status status;
    *keys = no_keys(candidates);
    status = columns_init(&keys->bands, left_out->space, candidates->plan.bands, left_out->groups->count, candidates->rank_bits,
                          left_out->memory_bytes / left_out->threads);
    if (status == WIRECOPY_OK)
        status = columns_restore(&keys->bands, saved);
    if (status == WIRECOPY_OK)
        status = shelves_restore(&keys->saved, saved, left_out->space, (size_t)1 << keys->sampled_part_bits, keys_sampled_bits(keys, candidates));
    return status;
}
