/* The shingles of one text in order, looked up in the other's set. */
#include "match/passage.h"

void passage_room_release(struct passage_room *room)
{
    set_room_release(&room->stream);
    set_room_release(&room->set);
}

/* Whether so many shingles in a row of one are the other's. */
static enum wirecopy_status runs_into(const struct sets *sets, struct passage_room *room, uint32_t one, uint32_t other, bool *found)
{
    const uint64_t *stream;
    size_t count, run = 0;
    struct shingle_set set;
    enum wirecopy_status status = sets_stream(sets, one, &room->stream, &stream, &count);
    if (status == WIRECOPY_OK)
        status = sets_view(sets, other, &room->set, &set);
    *found = false;
    for (size_t i = 0; status == WIRECOPY_OK && i < count && !*found; i++) {
        run = shingle_set_has(set, stream[i]) ? run + 1 : 0;
        *found = run >= PASSAGE_RUN;
    }
    return status;
}

enum wirecopy_status passage_shared(const struct sets *sets, struct passage_room *room, const struct match *match, bool *shared_out)
{
    enum wirecopy_status status;
    *shared_out = false;
    if (match->shared < PASSAGE_SHINGLES)
        return WIRECOPY_OK;
    status = runs_into(sets, room, match->a, match->b, shared_out);
    return status == WIRECOPY_OK && *shared_out ? runs_into(sets, room, match->b, match->a, shared_out) : status;
}
