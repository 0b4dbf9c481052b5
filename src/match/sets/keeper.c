/* A place a set, by its rank; all are dropped together when they take too much memory. */
#include "match/sets/keeper.h"

#include "base/parallel.h"
#include "match/sets/outlines.h"

/* Places for sets: as many as the share of memory holds at the usual size. */
enum { USUAL_SET_BYTES = 4096, KEPT_MOST = 1 << 14, KEPT_LEAST = 64, KEPT_SHARE = 4 };

enum wirecopy_status keeper_init(struct keeper *keeper, const struct sets *sets, const struct briefs *briefs)
{
    const struct left_out *left_out = sets->left_out;
    size_t places = KEPT_LEAST;
    *keeper = (struct keeper){.sets = sets,
                              .briefs = briefs,
                              .counting.kernel = left_out->shingling.kernel,
                              .bytes_most = left_out->memory_bytes / KEPT_SHARE / left_out_slots(left_out)};
    while (places < KEPT_MOST && places * USUAL_SET_BYTES < keeper->bytes_most && places < 2 * (size_t)sets->count)
        places *= 2;
    keeper->mask = places - 1;
    keeper->kept = memory_allocate_zero(places, sizeof *keeper->kept);
    return keeper->kept ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}

static void drop_kept(struct keeper *keeper)
{
    for (size_t i = 0; i <= keeper->mask; i++) {
        buffer_release(&keeper->kept[i].room);
        keeper->kept[i].used = false;
    }
    keeper->bytes = 0;
}

void keeper_release(struct keeper *keeper)
{
    if (keeper->kept)
        drop_kept(keeper);
    memory_free(keeper->kept);
    large_sets_release(&keeper->large);
    buffer_release(&keeper->spare.room);
    buffer_release(&keeper->late_room);
    for (size_t side = 0; side < 2; side++) {
        brief_room_release(&keeper->rooms[side]);
        brief_room_release(&keeper->outline_rooms[side]);
        buffer_release(&keeper->shown[side].room);
    }
    shingle_index_release(&keeper->counting);
    set_room_release(&keeper->room);
}

/* What was made is large: its bits stay, and the room that it took is not kept for others. */
static enum wirecopy_status note_large(struct keeper *keeper, const struct kept_set *set)
{
    if (set->count < LARGE_LEAST)
        return WIRECOPY_OK;
    set_room_release(&keeper->room);
    buffer_release(&keeper->counting.places);
    if (large_sets_find(&keeper->large, set->rank))
        return WIRECOPY_OK;
    return large_sets_note(&keeper->large, set->rank, set->shingles, set->count);
}

/* Makes the set of a rank in a place; the bytes of places are counted. */
static enum wirecopy_status make_set(struct keeper *keeper, uint32_t rank, struct kept_set *place, bool counted)
{
    size_t before = place->room.capacity, count;
    const uint64_t *stream;
    enum wirecopy_status status = sets_stream(keeper->sets, rank, &keeper->room, &stream, &count);
    place->used = false;
    place->room.size = 0;
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&place->room, (count + 1) * sizeof *stream); /* an empty set has a place too */
    if (counted)
        keeper->bytes += place->room.capacity - before;
    if (status == WIRECOPY_OK)
        status = buffer_append(&place->room, stream, count * sizeof *stream);
    if (status == WIRECOPY_OK)
        status = shingle_index_keep_distinct(&keeper->counting, (uint64_t *)(void *)place->room.data, count, &count);
    place->rank = rank;
    place->shingles = (const uint64_t *)(const void *)place->room.data;
    place->count = count;
    place->used = status == WIRECOPY_OK;
    return status == WIRECOPY_OK ? note_large(keeper, place) : status;
}

/* The same as a brief, of an outline. */
static enum wirecopy_status show_outline(struct keeper *keeper, uint32_t rank, size_t side, bool *found)
{
    const struct outlines *outlines = briefs_outlines(keeper->briefs);
    struct kept_set *shown = &keeper->shown[side];
    struct outline outline;
    enum wirecopy_status status;
    *found = false;
    if (!outlines)
        return WIRECOPY_OK;
    status = outlines_view(outlines, rank, &keeper->outline_rooms[side], &outline, found);
    if (status != WIRECOPY_OK || !*found)
        return status;
    status = outlines_shingles(outlines, &outline, &keeper->late_room, &shown->room);
    shown->brief = outline.brief;
    shown->brief.shingles = (const uint64_t *)(const void *)shown->room.data;
    return status;
}

/* The set of a brief or of an outline; *set_out is NULL where there is none. */
static enum wirecopy_status show(struct keeper *keeper, uint32_t rank, size_t side, struct kept_set **set_out)
{
    struct kept_set *shown = &keeper->shown[side];
    bool found = shown->used && shown->rank == rank;
    enum wirecopy_status status = WIRECOPY_OK;
    *set_out = found ? shown : NULL;
    if (found || !keeper->briefs || !briefs_are_made(keeper->briefs))
        return WIRECOPY_OK;
    shown->used = false;
    status = show_outline(keeper, rank, side, &found);
    if (status == WIRECOPY_OK && !found)
        status = briefs_view(keeper->briefs, rank, &keeper->rooms[side], &shown->brief, &found);
    if (status != WIRECOPY_OK || !found)
        return status;
    shown->rank = rank;
    shown->used = shown->has_brief = true;
    shown->shingles = shown->brief.shingles;
    shown->count = shown->brief.count;
    *set_out = shown;
    return WIRECOPY_OK;
}

/* The set of a rank: shown, kept, or made. taken: the place of the other of the pair, which stays as it is. */
static enum wirecopy_status find_set(struct keeper *keeper, uint32_t rank, size_t side, const struct kept_set *taken, struct kept_set **set_out)
{
    struct kept_set *place = &keeper->kept[rank & keeper->mask];
    enum wirecopy_status status = show(keeper, rank, side, set_out);
    if (status != WIRECOPY_OK || *set_out)
        return status;
    if (place == taken)
        place = &keeper->spare;
    *set_out = place;
    return place->used && place->rank == rank ? WIRECOPY_OK : make_set(keeper, rank, place, place != &keeper->spare);
}

static void drop_too_many(struct keeper *keeper)
{
    if (keeper->bytes > keeper->bytes_most)
        drop_kept(keeper);
}

enum wirecopy_status keeper_set(struct keeper *keeper, uint32_t rank, struct kept_set **set_out)
{
    drop_too_many(keeper);
    return find_set(keeper, rank, 0, NULL, set_out);
}

enum wirecopy_status keeper_pair(struct keeper *keeper, uint32_t a, uint32_t b, struct kept_set *sets_out[2])
{
    enum wirecopy_status status;
    drop_too_many(keeper);
    status = find_set(keeper, a, 0, NULL, &sets_out[0]);
    return status == WIRECOPY_OK ? find_set(keeper, b, 1, sets_out[0], &sets_out[1]) : status;
}
