/* Sets are made by all threads, each a few at a time, and added in order; what is large is made when its turn has come. */
#include <stdatomic.h>

#include "base/parallel.h"
#include "learn/huge.h"
#include "sketch/sample.h"

/* Groups at a time, of which no more than so many bytes are made beforehand. */
enum { RANKS_A_PIECE = 16, PIECE_BYTES = 1 << 18 };

struct drawing {
    const struct sets *sets;
    struct sample *sample;
    uint64_t bytes_most;
    _Atomic bool full;
};

struct slot {
    struct set_room room;
    struct buffer shingles; /* of the sets that are made, one behind the other */
    size_t counts[RANKS_A_PIECE];
    uint32_t made;
};

static enum wirecopy_status make_sets(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    struct drawing *drawing = context;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->shingles.size = slot->made = 0;
    for (uint32_t rank = begin; rank < end && slot->shingles.size < PIECE_BYTES && !atomic_load(&drawing->full); rank++) {
        struct shingle_set set;
        if (group_is_huge(drawing->sets->left_out, rank))
            break;
        status = sets_view(drawing->sets, rank, &slot->room, &set);
        if (status == WIRECOPY_OK)
            status = buffer_append(&slot->shingles, set.shingles, set.count * sizeof *set.shingles);
        if (status != WIRECOPY_OK)
            break;
        slot->counts[slot->made++] = set.count;
    }
    return status;
}

/* Adds the set of a group, unless it is too short to have keys. */
static enum wirecopy_status add(struct drawing *drawing, uint32_t rank, struct shingle_set set)
{
    enum wirecopy_status status;
    if (set.count < SHORT_SHINGLES)
        return WIRECOPY_OK;
    status = sample_add(drawing->sample, set);
    if (status == WIRECOPY_OK)
        drawing->sample->sets[drawing->sample->count - 1].rank = rank;
    return status;
}

/* Adds a set that was not made beforehand. */
static enum wirecopy_status make_one(struct drawing *drawing, struct slot *slot, uint32_t rank)
{
    struct shingle_set set;
    enum wirecopy_status status;
    if (group_is_huge(drawing->sets->left_out, rank))
        return WIRECOPY_OK;
    status = sets_view(drawing->sets, rank, &slot->room, &set);
    return status == WIRECOPY_OK ? add(drawing, rank, set) : status;
}

static enum wirecopy_status add_sets(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    struct drawing *drawing = context;
    struct slot *slot = slot_pointer;
    const uint64_t *made = (const uint64_t *)(const void *)slot->shingles.data;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < end - begin && drawing->sample->bytes < drawing->bytes_most && status == WIRECOPY_OK; i++) {
        if (i >= slot->made) {
            status = make_one(drawing, slot, begin + i);
            continue;
        }
        status = add(drawing, begin + i, (struct shingle_set){made, slot->counts[i]});
        if (made) /* none was, where all sets are empty */
            made += slot->counts[i];
    }
    if (drawing->sample->bytes >= drawing->bytes_most)
        atomic_store(&drawing->full, true);
    return status;
}

enum wirecopy_status sample_draw(struct sample *sample, const struct sets *sets, uint32_t most, uint64_t bytes_most)
{
    const struct left_out *left_out = sets->left_out;
    uint32_t slot_count = left_out_slots(left_out);
    struct drawing drawing = {.sets = sets, .sample = sample, .bytes_most = bytes_most};
    struct slot *slots = memory_allocate_zero(slot_count, sizeof *slots);
    void **pointers = memory_allocate(slot_count, sizeof *pointers);
    struct sweep sweep = {make_sets, add_sets, &drawing, pointers, most, RANKS_A_PIECE, left_out->control, slot_count};
    enum wirecopy_status status = slots && pointers ? sample_init(sample, left_out->space, most) : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++)
        pointers[i] = &slots[i];
    if (status == WIRECOPY_OK)
        status = parallel_sweep(&sweep, left_out->threads);
    for (uint32_t i = 0; slots && i < slot_count; i++) {
        set_room_release(&slots[i].room);
        buffer_release(&slots[i].shingles);
    }
    memory_free(slots);
    memory_free(pointers);
    return status;
}
