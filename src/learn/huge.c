/*
 * Words are read and hashed piece by piece, and their shingles dealt by their upper bits into parts, each of which is sorted alone: an
 * external distribution sort (Knuth, vol. 3, 5.4.7). A shingle of another set is looked for where its upper bits say.
 */
#include "learn/huge.h"

#include <string.h>

#include "base/sort/distribution.h"
#include "base/parallel.h"

/* The parts that shingles are dealt into. */
enum { PART_BITS = 8, PARTS = 1 << PART_BITS };

struct pieces {
    const struct sets *sets;
    struct distribution parts;
    struct set_room room;
    bool with_common;
    uint64_t limit;
    size_t enough;
    uint64_t met[LEAST_LEFT]; /* the first distinct ones that stay */
    size_t distinct;
    size_t all; /* shingles of the text */
};

bool group_is_huge(const struct left_out *left_out, uint32_t rank)
{
    const struct texts *texts = left_out->texts;
    return texts_longest(texts) >= HUGE_WORDS && texts_words_at_most(texts, groups_text(left_out->groups, rank)) >= HUGE_WORDS;
}

static void note_distinct(struct pieces *pieces, uint64_t shingle)
{
    size_t i = 0;
    while (i < pieces->distinct && pieces->met[i] != shingle)
        i++;
    if (i == pieces->distinct)
        pieces->met[pieces->distinct++] = shingle;
}

/* Deals the shingles of a piece; a huge_visit. */
static enum wirecopy_status deal(void *context, uint64_t *shingles, size_t count, bool *enough)
{
    struct pieces *pieces = context;
    const uint64_t *left = shingles;
    size_t left_count;
    enum wirecopy_status status = WIRECOPY_OK;
    *enough = false;
    pieces->all += count;
    if (pieces->limit < UINT64_MAX)
        count = pieces->sets->left_out->shingling.kernel->under(shingles, count, pieces->limit, shingles);
    left_count = count;
    if (!pieces->with_common)
        status = sets_without_common(pieces->sets, &pieces->room, shingles, count, &left, &left_count);
    for (size_t i = 0; i < left_count && pieces->distinct < LEAST_LEFT && status == WIRECOPY_OK; i++)
        note_distinct(pieces, left[i]);
    for (size_t i = 0; i < left_count && status == WIRECOPY_OK; i++)
        status = distribution_add(&pieces->parts, (size_t)(left[i] >> (64 - PART_BITS)), left[i]);
    return status;
}

/* Deals all shingles of a group, with the common ones or without them. */
static enum wirecopy_status deal_all(struct pieces *pieces, uint32_t rank)
{
    const struct left_out *left_out = pieces->sets->left_out;
    enum wirecopy_status status = distribution_init(&pieces->parts, left_out->space, PARTS, 64 - PART_BITS);
    pieces->distinct = pieces->all = 0;
    for (size_t part = 0; part < PARTS && status == WIRECOPY_OK; part++)
        pieces->parts.above[part] = (uint64_t)part << (64 - PART_BITS);
    if (status == WIRECOPY_OK)
        status = huge_each(left_out, rank, deal, pieces);
    return status == WIRECOPY_OK ? distribution_finish(&pieces->parts) : status;
}

/* Puts a part's values in order of their places. */
static void order_by_place(const uint64_t *values, size_t count, uint64_t *ordered)
{
    uint32_t next[1 << (HUGE_PLACE_BITS - PART_BITS)] = {0};
    const uint64_t mask = (1 << (HUGE_PLACE_BITS - PART_BITS)) - 1;
    for (size_t i = 0; i < count; i++)
        next[values[i] >> (64 - HUGE_PLACE_BITS) & mask]++;
    for (size_t place = 0, sum = 0; place <= mask; place++) {
        size_t size = next[place];
        next[place] = (uint32_t)sum;
        sum += size;
    }
    for (size_t i = 0; i < count; i++)
        ordered[next[values[i] >> (64 - HUGE_PLACE_BITS) & mask]++] = values[i];
}

/* Appends a part, sorted or as it is where enough are, and notes where its places end. */
static enum wirecopy_status put_part(struct huge_set *set, struct pieces *pieces, size_t part, uint32_t *places)
{
    uint64_t *values;
    size_t count;
    enum wirecopy_status status = distribution_load(&pieces->parts, part, &pieces->room.kept, &values, &count);
    if (status != WIRECOPY_OK)
        return status;
    if (set->count >= pieces->enough) {
        order_by_place(values, count, values + count);
        values += count;
    } else {
        count = shingles_sort(values, values + count, count);
        set->sorted += count;
    }
    for (size_t i = 0; i < count; i++)
        places[(values[i] >> (64 - HUGE_PLACE_BITS)) + 1] = (uint32_t)(set->count + i + 1);
    set->count += count;
    return scratch_append(set->shingles, values, count * sizeof *values);
}

/* Appends all parts and the places, of which an empty one begins where the one before ends. */
static enum wirecopy_status put_all(struct huge_set *set, struct pieces *pieces)
{
    uint32_t *places = memory_allocate_zero(HUGE_PLACES + 1, sizeof *places);
    enum wirecopy_status status = places ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (size_t part = 0; part < PARTS && status == WIRECOPY_OK; part++)
        status = put_part(set, pieces, part, places);
    for (size_t place = 1; place <= HUGE_PLACES && status == WIRECOPY_OK; place++)
        if (places[place] < places[place - 1])
            places[place] = places[place - 1];
    for (unsigned n = 0; n <= HUGE_PLACE_BITS && status == WIRECOPY_OK; n++)
        set->under[n] = places[HUGE_PLACES >> n];
    if (status == WIRECOPY_OK)
        status = scratch_append(set->places, places, (HUGE_PLACES + 1) * sizeof *places);
    memory_free(places);
    return status;
}

enum wirecopy_status huge_set_make(struct huge_set *set, const struct sets *sets, uint32_t rank, uint64_t limit, size_t enough)
{
    struct pieces pieces = {.sets = sets, .limit = limit, .enough = enough};
    enum wirecopy_status status;
    *set = (struct huge_set){.count = 0};
    status = scratch_create(sets->left_out->space, &set->shingles);
    if (status == WIRECOPY_OK)
        status = scratch_create(sets->left_out->space, &set->places);
    if (status == WIRECOPY_OK)
        status = deal_all(&pieces, rank);
    if (status == WIRECOPY_OK && sets->common.filter && pieces.distinct < LEAST_LEFT) { /* too few are left: the common ones stay too */
        distribution_release(&pieces.parts);
        pieces.with_common = true;
        status = deal_all(&pieces, rank);
    }
    if (status == WIRECOPY_OK)
        status = put_all(set, &pieces);
    set->all = pieces.all;
    distribution_release(&pieces.parts);
    set_room_release(&pieces.room);
    return status;
}

void huge_set_release(struct huge_set *set)
{
    scratch_free(set->shingles);
    scratch_free(set->places);
    *set = (struct huge_set){0};
}

/* One that is kept, by the number of its text: ranks may change. */
struct kept_huge {
    uint32_t text;
    struct huge_set *set;
};

struct huge_sets {
    struct parallel_lock *lock;
    struct kept_huge *kept;
    size_t count, capacity;
};

enum wirecopy_status huge_sets_create(struct huge_sets **huge_out)
{
    struct huge_sets *huge = memory_allocate_zero(1, sizeof *huge);
    if (!huge)
        return WIRECOPY_NO_MEMORY;
    huge->lock = parallel_lock_create();
    if (!huge->lock) {
        memory_free(huge);
        return WIRECOPY_NO_MEMORY;
    }
    *huge_out = huge;
    return WIRECOPY_OK;
}

void huge_sets_free(struct huge_sets *huge)
{
    if (!huge)
        return;
    for (size_t i = 0; i < huge->count; i++) {
        huge_set_release(huge->kept[i].set);
        memory_free(huge->kept[i].set);
    }
    memory_free(huge->kept);
    parallel_lock_free(huge->lock);
    memory_free(huge);
}

/* Makes one and keeps it. */
static enum wirecopy_status keep_huge(const struct sets *sets, uint32_t rank)
{
    struct huge_sets *huge = sets->huge;
    struct huge_set *set;
    enum wirecopy_status status = array_reserve(&huge->kept, &huge->capacity, huge->count + 1, sizeof *huge->kept);
    if (status != WIRECOPY_OK)
        return status;
    set = memory_allocate_zero(1, sizeof *set);
    if (!set)
        return WIRECOPY_NO_MEMORY;
    status = huge_set_make(set, sets, rank, UINT64_MAX, SIZE_MAX);
    if (status == WIRECOPY_OK) {
        huge->kept[huge->count++] = (struct kept_huge){groups_text(sets->left_out->groups, rank), set};
    } else {
        huge_set_release(set);
        memory_free(set);
    }
    return status;
}

enum wirecopy_status huge_sets_find(const struct sets *sets, uint32_t rank, const struct huge_set **set_out)
{
    struct huge_sets *huge = sets->huge;
    uint32_t text = groups_text(sets->left_out->groups, rank);
    size_t i = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    parallel_lock_take(huge->lock);
    while (i < huge->count && huge->kept[i].text != text)
        i++;
    if (i == huge->count)
        status = keep_huge(sets, rank);
    *set_out = status == WIRECOPY_OK ? huge->kept[i].set : NULL;
    parallel_lock_give(huge->lock);
    return status;
}

size_t huge_set_under(const struct huge_set *set, uint64_t limit)
{
    return set->under[limit == UINT64_MAX ? 0 : __builtin_clzll(limit)];
}

/* Where so many are asked, all places are read at once. */
enum { ASKED_AHEAD = 64 };

/* What one set is looked at with; {.ahead = true} where much is asked in order. */
struct huge_room {
    bool ahead;
    struct scratch_window window;
    struct buffer ends, shingles;
};

static void room_release(struct huge_room *room)
{
    scratch_window_release(&room->window);
    buffer_release(&room->ends);
    buffer_release(&room->shingles);
}

/* Shows the shingles of a place; *sorted_out, which may be NULL, says whether they are. */
static enum wirecopy_status view_place(const struct huge_set *set, size_t place, struct huge_room *room, struct shingle_set *shown, bool *sorted_out)
{
    uint64_t at = place * sizeof(uint32_t);
    uint32_t ends[2] = {0, 0};
    const void *view = NULL;
    enum wirecopy_status status;
    status = room->ahead ? scratch_view_ahead(set->places, at, sizeof ends, &room->window, &view)
                         : scratch_view(set->places, at, sizeof ends, &room->ends, &view);
    if (status == WIRECOPY_OK)
        memcpy(ends, view, sizeof ends);
    view = NULL;
    shown->count = ends[1] - ends[0];
    if (status == WIRECOPY_OK && shown->count > 0)
        status = scratch_view(set->shingles, ends[0] * sizeof(uint64_t), shown->count * sizeof(uint64_t), &room->shingles, &view);
    shown->shingles = view;
    if (sorted_out)
        *sorted_out = ends[1] <= set->sorted;
    return status;
}

static bool stands_among(struct shingle_set unsorted, uint64_t shingle)
{
    bool stands = false;
    for (size_t i = 0; i < unsorted.count; i++)
        stands |= unsorted.shingles[i] == shingle;
    return stands;
}

enum wirecopy_status huge_set_shared(const struct huge_set *set, const uint64_t *shingles, size_t count, size_t *shared_out)
{
    struct huge_room room = {.ahead = count >= ASKED_AHEAD};
    enum wirecopy_status status = WIRECOPY_OK;
    *shared_out = 0;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct shingle_set shown;
        bool sorted = true;
        status = view_place(set, (size_t)(shingles[i] >> (64 - HUGE_PLACE_BITS)), &room, &shown, &sorted);
        if (status == WIRECOPY_OK)
            *shared_out += sorted ? shingle_set_has(shown, shingles[i]) : stands_among(shown, shingles[i]);
    }
    room_release(&room);
    return status;
}

enum wirecopy_status huge_sets_shared(const struct huge_set *a, const struct huge_set *b, size_t *shared_out)
{
    struct huge_room rooms[2] = {{.ahead = true}, {.ahead = true}};
    enum wirecopy_status status = WIRECOPY_OK;
    *shared_out = 0;
    for (size_t place = 0; place < HUGE_PLACES && status == WIRECOPY_OK; place++) { /* those with equal upper bits side by side */
        struct shingle_set shown[2];
        status = view_place(a, place, &rooms[0], &shown[0], NULL);
        if (status == WIRECOPY_OK)
            status = view_place(b, place, &rooms[1], &shown[1], NULL);
        if (status == WIRECOPY_OK)
            *shared_out += shingle_sets_shared(shown[0], shown[1]);
    }
    room_release(&rooms[0]);
    room_release(&rooms[1]);
    return status;
}
