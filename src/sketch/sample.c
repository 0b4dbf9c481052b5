/* Sets stand one behind the other; two are compared piece by piece, as sorted files are merged. */
#include "sketch/sample.h"

enum wirecopy_status sample_init(struct sample *sample, struct scratch_space *space, uint32_t most)
{
    *sample = (struct sample){.capacity = most, .huge_room.ahead = true};
    sample->sets = memory_allocate(most, sizeof *sample->sets);
    return sample->sets ? scratch_create(space, &sample->shingles) : WIRECOPY_NO_MEMORY;
}

void sample_release(struct sample *sample)
{
    scratch_free(sample->shingles);
    memory_free(sample->sets);
    huge_room_release(&sample->huge_room);
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
    return status == WIRECOPY_OK ? add(sample, (struct sampled_set){at, set.count, NULL, 0}) : status;
}

enum wirecopy_status sample_add_huge(struct sample *sample, const struct huge_set *set)
{
    return add(sample, (struct sampled_set){0, set->count, set, 0});
}

enum wirecopy_status sample_show(const struct sample *sample, uint32_t number, size_t from, struct buffer *room, struct shingle_set *piece_out)
{
    const struct sampled_set *set = &sample->sets[number];
    size_t count = set->count - from < SAMPLE_PIECE ? set->count - from : SAMPLE_PIECE;
    const void *view = NULL;
    enum wirecopy_status status = WIRECOPY_OK;
    if (count > 0)
        status = scratch_view(set->huge ? set->huge->shingles : sample->shingles, set->at + from * sizeof(uint64_t), count * sizeof(uint64_t), room,
                              &view);
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

/* How many of a piece a huge set has; of strangers it lacks so many of the first that no more need be asked. */
static enum wirecopy_status ask_huge(struct sample *sample, const struct huge_set *huge, struct shingle_set piece, size_t *lacks_most,
                                     size_t *shared_out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t from = 0, count; from<piece.count && * lacks_most> 0 && status == WIRECOPY_OK; from += count) {
        size_t shared = 0;
        count = *lacks_most + *lacks_most / 8 + 1;
        if (count > piece.count - from)
            count = piece.count - from;
        status = huge_set_shared_in(huge, piece.shingles + from, count, &sample->huge_room, &shared);
        *shared_out += shared;
        *lacks_most -= count - shared < *lacks_most ? count - shared : *lacks_most;
    }
    return status;
}

/* The same where one set is huge: each member of the other is looked up, since to go through all of the huge one takes as long as reading it. */
static enum wirecopy_status shared_with_huge(struct sample *sample, uint32_t number, const struct huge_set *huge, size_t least, size_t *shared_out)
{
    size_t count = sample->sets[number].count, lacks_most = count + 1 > least ? count + 1 - least : 0;
    enum wirecopy_status status = WIRECOPY_OK;
    *shared_out = 0;
    for (size_t from = 0; from < count && lacks_most > 0 && status == WIRECOPY_OK; from += SAMPLE_PIECE) {
        struct shingle_set piece;
        status = sample_view(sample, number, from, 0, &piece);
        if (status == WIRECOPY_OK)
            status = ask_huge(sample, huge, piece, &lacks_most, shared_out);
    }
    return status;
}

enum wirecopy_status sample_shared(struct sample *sample, uint32_t a, uint32_t b, size_t least, size_t *shared_out)
{
    size_t from_a = 0, from_b = 0, end_a = sample->sets[a].count, end_b = sample->sets[b].count;
    const struct huge_set *huge_a = sample->sets[a].huge, *huge_b = sample->sets[b].huge;
    if (!huge_a != !huge_b)
        return shared_with_huge(sample, huge_a ? b : a, huge_a ? huge_a : huge_b, least, shared_out);
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
