/* Words become shingles, common ones are dropped, and what is left is sorted where a set is asked for. */
#include "learn/sets.h"

#include <string.h>

#include "base/sort/sort.h"
#include "learn/huge.h"

_Static_assert((int)LEAST_LEFT >= (int)SHORT_SHINGLES, "what is left without common shingles is not short");

void set_room_release(struct set_room *room)
{
    text_view_release(&room->view);
    buffer_release(&room->words);
    buffer_release(&room->shingles);
    buffer_release(&room->kept);
    buffer_release(&room->places);
    buffer_release(&room->dropped);
}

/* Of so many shingles the lowest bits tell, mostly, that there are at least least distinct ones. */
enum { GLANCED = SHINGLES_COUNTED, GLANCE_WORDS = 4 };

static bool distinct_at_a_glance(const uint64_t *shingles, size_t least)
{
    uint64_t bits[GLANCE_WORDS] = {0};
    size_t distinct = 0;
    for (size_t i = 0; i < GLANCED; i++)
        bits[shingles[i] / 64 % GLANCE_WORDS] |= UINT64_C(1) << shingles[i] % 64;
    for (size_t i = 0; i < GLANCE_WORDS; i++)
        distinct += (size_t)__builtin_popcountll(bits[i]);
    return distinct >= least;
}

/* Whether there are at least least distinct ones; stops as soon as it is known. */
static bool distinct_at_least(const uint64_t *shingles, size_t count, size_t least)
{
    uint64_t met[SHINGLES_COUNTED];
    size_t distinct = 0;
    if (count >= GLANCED && distinct_at_a_glance(shingles, least))
        return true;
    for (size_t i = 0; i < count && distinct < least; i++) {
        size_t j = 0;
        while (j < distinct && met[j] != shingles[i])
            j++;
        if (j == distinct)
            met[distinct++] = shingles[i];
    }
    return distinct >= least;
}

bool sets_stream_is_short(const uint64_t *shingles, size_t count)
{
    return !distinct_at_least(shingles, count, SHORT_SHINGLES);
}

/* Copies the shingles that are not common into room->kept; where there is none, nothing is copied. */
static enum wirecopy_status without_common(const struct sets *sets, struct set_room *room, const uint64_t *shingles, size_t count, size_t *kept_out)
{
    const struct shingle_kernel *kernel = sets->left_out->shingling.kernel;
    const struct common *common = &sets->common;
    uint32_t *places;
    uint64_t *kept;
    uint8_t *dropped;
    size_t found, common_count = 0;
    enum wirecopy_status status;
    room->kept.size = room->places.size = room->dropped.size = 0;
    status = buffer_reserve(&room->kept, (count + SHINGLES_BEHIND) * sizeof *kept);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&room->places, (count + SHINGLES_BEHIND) * sizeof *places);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&room->dropped, count / 8 + 1);
    if (status != WIRECOPY_OK)
        return status;
    dropped = (uint8_t *)room->dropped.data;
    memset(dropped, 0, count / 8 + 1);
    places = (uint32_t *)(void *)room->places.data;
    kept = (uint64_t *)(void *)room->kept.data;
    found = kernel->find(shingles, count, common->filter, COMMON_FILTER_BITS, places);
    for (size_t i = 0; i < found; i++) {
        bool is_common = common_has_at_once(common, shingles[places[i]]);
        dropped[places[i] / 8] |= (uint8_t)(is_common << places[i] % 8);
        common_count += is_common;
        if (room->common && is_common && status == WIRECOPY_OK) /* seldom wanted: what is common cannot be foretold */
            status = buffer_append(room->common, &shingles[places[i]], sizeof *shingles);
    }
    *kept_out = common_count > 0 ? kernel->drop(shingles, count, dropped, kept) : count;
    return status;
}

enum wirecopy_status sets_without_common(const struct sets *sets, struct set_room *room, const uint64_t *shingles, size_t count,
                                         const uint64_t **left_out, size_t *left_count_out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    *left_out = shingles;
    *left_count_out = count;
    if (sets->common.filter)
        status = without_common(sets, room, shingles, count, left_count_out);
    if (*left_count_out < count)
        *left_out = (const uint64_t *)(const void *)room->kept.data;
    return status;
}

enum wirecopy_status sets_stream(const struct sets *sets, uint32_t rank, struct set_room *room, const uint64_t **shingles_out, size_t *count_out)
{
    const uint32_t *words;
    size_t word_count, count, kept = 0;
    uint64_t *shingles;
    enum wirecopy_status status = left_out_words(sets->left_out, rank, &room->view, &room->words, &words, &word_count);
    if (status == WIRECOPY_OK)
        status = shingles_hash(sets->left_out->shingling, words, word_count, &room->shingles, &shingles, &count);
    if (status != WIRECOPY_OK)
        return status;
    *shingles_out = shingles;
    *count_out = count;
    room->enough = false;
    if (!sets->common.filter)
        return WIRECOPY_OK;
    status = without_common(sets, room, shingles, count, &kept);
    if (status == WIRECOPY_OK && kept < count && distinct_at_least((uint64_t *)(void *)room->kept.data, kept, LEAST_LEFT)) {
        *shingles_out = (uint64_t *)(void *)room->kept.data;
        *count_out = kept;
        room->enough = true;
    }
    return status;
}

enum wirecopy_status sets_stream_first(const struct sets *sets, uint32_t rank, size_t words, struct set_room *room, const uint64_t **shingles_out,
                                       size_t *count_out)
{
    const uint32_t *all;
    uint64_t *shingles;
    size_t word_count, count;
    enum wirecopy_status status = left_out_words(sets->left_out, rank, &room->view, &room->words, &all, &word_count);
    if (status == WIRECOPY_OK)
        status = shingles_hash(sets->left_out->shingling, all, word_count < words ? word_count : words, &room->shingles, &shingles, &count);
    return status == WIRECOPY_OK ? sets_without_common(sets, room, shingles, count, shingles_out, count_out) : status;
}

enum wirecopy_status sets_view(const struct sets *sets, uint32_t rank, struct set_room *room, struct shingle_set *set_out)
{
    const uint64_t *stream;
    uint64_t *shingles;
    size_t count;
    struct buffer *spare;
    enum wirecopy_status status = sets_stream(sets, rank, room, &stream, &count);
    if (status != WIRECOPY_OK)
        return status;
    /* the stream stands in one of the two buffers; the other has room for sorting */
    spare = stream == (const uint64_t *)(const void *)room->shingles.data ? &room->kept : &room->shingles;
    shingles = (uint64_t *)(void *)(spare == &room->kept ? room->shingles.data : room->kept.data);
    spare->size = 0;
    status = buffer_reserve(spare, (count + 1) * sizeof *shingles);
    if (status == WIRECOPY_OK)
        *set_out = (struct shingle_set){shingles, shingles_sort(shingles, (uint64_t *)(void *)spare->data, count)};
    return status;
}

enum wirecopy_status sets_init(struct sets *sets, const struct left_out *left_out, bool learn_common, const struct hash_set *known)
{
    *sets = (struct sets){.left_out = left_out, .count = left_out->groups->count};
    if (known)
        return common_init_known(&sets->common, known);
    return learn_common ? common_init(&sets->common, left_out) : WIRECOPY_OK;
}

void sets_release(struct sets *sets)
{
    common_release(&sets->common);
    huge_sets_free(sets->huge);
    *sets = (struct sets){0};
}
