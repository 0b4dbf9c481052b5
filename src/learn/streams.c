/* An assembly line over pieces of a few groups: reading and hashing wait for memory, which two threads do as well as one. */
#include "learn/streams.h"

#include "base/parallel.h"
#include "learn/huge.h"

/* A piece is so many groups, or fewer where they are large: its shingles stay in the second cache. */
enum { GROUPS_A_PIECE = 32, PIECE_BYTES = 1 << 15 };

struct streaming {
    const struct left_out *left_out;
    uint32_t next, count;
    streams_choose *choose;
    streams_visit *visit;
    void *context;
    bool but_huge;
};

struct slot {
    uint32_t begin, end;
    struct text_view view;
    struct buffer words, shingles, chosen; /* chosen: of one group after the other */
    size_t counts[GROUPS_A_PIECE];
};

static enum wirecopy_status take_piece(void *context, void *slot_pointer, bool *end)
{
    struct streaming *s = context;
    const struct left_out *left_out = s->left_out;
    struct slot *slot = slot_pointer;
    uint64_t bytes = 0;
    slot->begin = s->next;
    while (s->next < s->count && s->next - slot->begin < GROUPS_A_PIECE && bytes < PIECE_BYTES)
        bytes += texts_bytes(left_out->texts, groups_text(left_out->groups, s->next++));
    slot->end = s->next;
    *end = slot->begin == slot->end;
    return WIRECOPY_OK;
}

static enum wirecopy_status hash_group(const struct streaming *s, struct slot *slot, uint32_t rank)
{
    const struct left_out *left_out = s->left_out;
    const uint32_t *words;
    uint64_t *shingles;
    size_t word_count, count;
    enum wirecopy_status status;
    slot->counts[rank - slot->begin] = 0;
    if (group_is_huge(left_out, rank)) /* it is walked through when its turn has come */
        return WIRECOPY_OK;
    status = left_out_words(left_out, rank, &slot->view, &slot->words, &words, &word_count);
    if (status == WIRECOPY_OK)
        status = shingles_hash(left_out->shingling, words, word_count, &slot->shingles, &shingles, &count);
    if (status != WIRECOPY_OK)
        return status;
    if (s->choose)
        count = s->choose(s->context, rank, shingles, count);
    slot->counts[rank - slot->begin] = count;
    return buffer_append(&slot->chosen, shingles, count * sizeof *shingles);
}

static enum wirecopy_status hash_piece(void *context, void *slot_pointer)
{
    const struct streaming *s = context;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->chosen.size = 0;
    for (uint32_t rank = slot->begin; rank < slot->end && status == WIRECOPY_OK; rank++) {
        if (rank + 1 < slot->end)
            texts_prefetch(s->left_out->texts, groups_text(s->left_out->groups, rank + 1));
        status = hash_group(s, slot, rank);
    }
    return status;
}

/* A huge group, of which a piece at a time is chosen from and visited. */
struct huge_group {
    const struct streaming *streaming;
    uint32_t rank;
};

static enum wirecopy_status visit_huge(void *context, uint64_t *shingles, size_t count, bool *enough)
{
    const struct huge_group *group = context;
    const struct streaming *s = group->streaming;
    *enough = false;
    if (s->choose)
        count = s->choose(s->context, group->rank, shingles, count);
    return s->visit(s->context, group->rank, shingles, count, count);
}

static enum wirecopy_status visit_piece(void *context, void *slot_pointer)
{
    const struct streaming *s = context;
    const struct slot *slot = slot_pointer;
    const uint64_t *shingles = (const uint64_t *)(const void *)slot->chosen.data;
    size_t at = 0, known = slot->chosen.size / sizeof *shingles;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t rank = slot->begin; rank < slot->end && status == WIRECOPY_OK; rank++) {
        size_t count = slot->counts[rank - slot->begin];
        if (!group_is_huge(s->left_out, rank))
            status = s->visit(s->context, rank, count > 0 ? shingles + at : NULL, count, known - at);
        else if (!s->but_huge)
            status = huge_each(s->left_out, rank, visit_huge, &(struct huge_group){s, rank});
        at += count;
    }
    return status;
}

static enum wirecopy_status each(struct streaming *s)
{
    const struct left_out *left_out = s->left_out;
    uint32_t slot_count = left_out_slots(left_out);
    struct slot *slots = memory_allocate_zero(slot_count, sizeof *slots);
    struct assembly_line line = {take_piece,        hash_piece, visit_piece, s, memory_allocate(slot_count, sizeof *line.slots),
                                 left_out->control, slot_count};
    enum wirecopy_status status = slots && line.slots ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; status == WIRECOPY_OK && i < slot_count; i++)
        line.slots[i] = &slots[i];
    if (status == WIRECOPY_OK)
        status = parallel_run(&line, left_out->threads);
    for (uint32_t i = 0; slots && i < slot_count; i++) {
        text_view_release(&slots[i].view);
        buffer_release(&slots[i].words);
        buffer_release(&slots[i].shingles);
        buffer_release(&slots[i].chosen);
    }
    memory_free(slots);
    memory_free(line.slots);
    return status;
}

enum wirecopy_status streams_each(const struct left_out *left_out, uint32_t count, streams_choose *choose, streams_visit *visit, void *context)
{
    return each(&(struct streaming){left_out, 0, count, choose, visit, context, false});
}

enum wirecopy_status streams_each_but_huge(const struct left_out *left_out, uint32_t count, streams_choose *choose, streams_visit *visit,
                                           void *context)
{
    return each(&(struct streaming){left_out, 0, count, choose, visit, context, true});
}
