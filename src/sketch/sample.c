/* Sets stand one behind the other; two are compared piece by piece, as sorted files are merged. */
#include "sketch/sample.h"

enum wirecopy_status sample_init(struct sample *sample, struct scratch_space *space, uint32_t most)
{
    *sample = (struct sample){.capacity = most};
    sample->sets = memory_allocate(most, sizeof *sample->sets);
    return sample->sets ? scratch_create(space, &sample->shingles) : WIRECOPY_NO_MEMORY;
}

void sample_release(struct sample *sample)
{
    scratch_free(sample->shingles);
    memory_free(sample->sets);
    buffer_release(&sample->rooms[0]);
    buffer_release(&sample->rooms[1]);
    *sample = (struct sample){0};
}

/* Room for one set more, of so many members. */
static enum wirecopy_status add(struct sample *sample, struct sampled_set set)
{
    if (sample->count == sample->capacity)
        return status_fail(WIRECOPY_INTERNAL, "the sample is full");
    sample->sets[sample->count++] = set;
    sample->bytes += set.count * sizeof(uint64_t);
    return WIRECOPY_OK;
}

enum wirecopy_status sample_add(struct sample *sample, struct shingle_set set)
{
    uint64_t at = scratch_size(sample->shingles);
    enum wirecopy_status status = scratch_append(sample->shingles, set.shingles, set.count * sizeof *set.shingles);
    return status == WIRECOPY_OK ? add(sample, (struct sampled_set){at, set.count, 0}) : status;
}

enum wirecopy_status sample_show(const struct sample *sample, uint32_t number, size_t from, struct buffer *room, struct shingle_set *piece_out)
{
    const struct sampled_set *set = &sample->sets[number];
    size_t count = set->count - from < SAMPLE_PIECE ? set->count - from : SAMPLE_PIECE;
    const void *view = NULL;
    enum wirecopy_status status = WIRECOPY_OK;
    if (count > 0)
        status = scratch_view(sample->shingles, set->at + from * sizeof(uint64_t), count * sizeof(uint64_t), room, &view);
    *piece_out = (struct shingle_set){view, count};
    return status;
}

enum wirecopy_status sample_view(struct sample *sample, uint32_t number, size_t from, unsigned room, struct shingle_set *piece_out)
{
    return sample_show(sample, number, from, &sample->rooms[room], piece_out);
}

/* The members of a piece up to a value. */
static size_t up_to(struct shingle_set piece, uint64_t last)
{
    size_t begin = 0, end = piece.count;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        if (piece.shingles[middle] <= last)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

enum wirecopy_status sample_shared(struct sample *sample, uint32_t a, uint32_t b, size_t *shared_out)
{
    size_t from_a = 0, from_b = 0, end_a = sample->sets[a].count, end_b = sample->sets[b].count;
    *shared_out = 0;
    while (from_a < end_a && from_b < end_b) { /* what the two pieces have up to the lesser of their ends */
        struct shingle_set piece_a, piece_b;
        uint64_t last_a, last_b;
        enum wirecopy_status status = sample_view(sample, a, from_a, 0, &piece_a);
        if (status == WIRECOPY_OK)
            status = sample_view(sample, b, from_b, 1, &piece_b);
        if (status != WIRECOPY_OK || !piece_a.shingles || !piece_b.shingles)
            return status;
        last_a = piece_a.shingles[piece_a.count - 1];
        last_b = piece_b.shingles[piece_b.count - 1];
        piece_a.count = up_to(piece_a, last_b);
        piece_b.count = up_to(piece_b, last_a);
        *shared_out += shingle_sets_shared(piece_a, piece_b);
        from_a += piece_a.count;
        from_b += piece_b.count;
    }
    return WIRECOPY_OK;
}
