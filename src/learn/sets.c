/* Sets are built by all threads in order of arrival, so that words are read from front to back, and appended in that order. */
#include "learn/sets.h"

#include "base/parallel.h"

/* Enough articles that threads rarely wait for each other, few enough that their sets are small beside the allowance. */
enum { ARTICLES_A_PIECE = 64 };

/* A thread's sets: a count and the shingles of each, one after the other. */
struct slot {
    struct text_view view;
    struct buffer words, set, out;
};

struct building {
    struct sets *sets;
    const struct left_out *left_out;
};

static bool leads(const struct left_out *left_out, uint32_t number)
{
    uint32_t rank = left_out->groups->rank_of[number];
    return rank != UINT32_MAX && groups_leader(left_out->groups, rank) == number;
}

static enum wirecopy_status build(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct left_out *left_out = ((struct building *)context)->left_out;
    struct slot *slot = slot_pointer;
    slot->out.size = 0;
    for (uint32_t number = begin; number < end; number++) {
        const uint32_t *words;
        struct shingle_set set;
        size_t word_count;
        uint64_t count;
        enum wirecopy_status status;
        if (!leads(left_out, number))
            continue;
        status = left_out_words(left_out, left_out->groups->rank_of[number], &slot->view, &slot->words, &words, &word_count);
        if (status == WIRECOPY_OK)
            status = shingle_set_build(words, word_count, left_out->shingle_words, &slot->set, &set);
        if (status != WIRECOPY_OK)
            return status;
        count = set.count;
        status = buffer_append(&slot->out, &count, sizeof count);
        if (status == WIRECOPY_OK)
            status = buffer_append(&slot->out, set.shingles, set.count * sizeof *set.shingles);
        if (status != WIRECOPY_OK)
            return status;
    }
    return WIRECOPY_OK;
}

static enum wirecopy_status put(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    struct building *building = context;
    const struct slot *slot = slot_pointer;
    const uint64_t *at = (const uint64_t *)(const void *)slot->out.data;
    uint64_t base = scratch_size(building->sets->scratch), offset = 0;
    for (uint32_t number = begin; number < end; number++)
        if (leads(building->left_out, number)) {
            building->sets->at[building->left_out->groups->rank_of[number]] = base + offset * sizeof *at;
            building->sets->shingles += at[offset];
            offset += 1 + at[offset];
        }
    return scratch_append(building->sets->scratch, slot->out.data, slot->out.size);
}

static enum wirecopy_status build_all(struct sets *sets, const struct left_out *left_out)
{
    struct building building = {sets, left_out};
    struct slot *slots = memory_allocate_zero(left_out->threads, sizeof *slots);
    void **pointers = memory_allocate(left_out->threads, sizeof *pointers);
    struct sweep sweep = {build, put, &building, pointers, (uint32_t)left_out->articles->count, ARTICLES_A_PIECE, left_out->control};
    enum wirecopy_status status = slots && pointers ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < left_out->threads && status == WIRECOPY_OK; i++)
        pointers[i] = &slots[i];
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, left_out->threads);
    for (uint32_t i = 0; slots && i < left_out->threads; i++) {
        text_view_release(&slots[i].view);
        buffer_release(&slots[i].words);
        buffer_release(&slots[i].set);
        buffer_release(&slots[i].out);
    }
    memory_free(slots);
    memory_free(pointers);
    return status;
}

enum wirecopy_status sets_init(struct sets *sets, const struct left_out *left_out, bool learn_common)
{
    enum wirecopy_status status;
    *sets = (struct sets){.count = left_out->groups->count};
    sets->at = memory_allocate(sets->count, sizeof *sets->at);
    if (!sets->at)
        return WIRECOPY_NO_MEMORY;
    status = scratch_create(left_out->space, &sets->scratch);
    if (status == WIRECOPY_OK)
        status = build_all(sets, left_out);
    if (status == WIRECOPY_OK && learn_common)
        status = common_take_out(sets, left_out);
    if (status != WIRECOPY_OK)
        sets_release(sets);
    return status;
}

void sets_release(struct sets *sets)
{
    scratch_free(sets->scratch);
    memory_free(sets->at);
    *sets = (struct sets){0};
}

enum wirecopy_status sets_view(const struct sets *sets, uint32_t rank, struct buffer *room, struct shingle_set *set_out)
{
    uint64_t count;
    const void *view;
    enum wirecopy_status status = scratch_read(sets->scratch, sets->at[rank], &count, sizeof count);
    if (status == WIRECOPY_OK)
        status = scratch_view(sets->scratch, sets->at[rank] + sizeof count, count * sizeof(uint64_t), room, &view);
    if (status == WIRECOPY_OK)
        *set_out = (struct shingle_set){view, count};
    return status;
}

enum wirecopy_status sets_shrink(struct sets *sets, uint32_t rank, const uint64_t *shingles, size_t count)
{
    uint64_t stored = count;
    enum wirecopy_status status = scratch_write(sets->scratch, sets->at[rank], &stored, sizeof stored);
    return status == WIRECOPY_OK ? scratch_write(sets->scratch, sets->at[rank] + sizeof stored, shingles, count * sizeof *shingles) : status;
}
