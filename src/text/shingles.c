/* Shingles and their sets (Broder 1997). A set is a sorted array: two are compared by merging. */
#include "text/shingles.h"

#include <string.h>

#include "base/sort/sort.h"

enum wirecopy_status shingles_hash(struct shingling by, const uint32_t *words, size_t word_count, struct buffer *room, uint64_t **shingles_out,
                                   size_t *count_out)
{
    size_t count = shingles_count(word_count, by.words), width = word_count < by.words ? word_count : by.words;
    uint64_t *shingles;
    enum wirecopy_status status;
    room->size = 0;
    status = buffer_reserve(room, (count + SHINGLES_BEHIND) * sizeof *shingles);
    if (status != WIRECOPY_OK)
        return status;
    shingles = (uint64_t *)(void *)room->data;
    if (width == 3) /* the usual width */
        by.kernel->hash(words, count, shingles);
    else
        for (size_t i = 0; i < count; i++)
            shingles[i] = shingle_hash(words + i, width);
    *shingles_out = shingles;
    *count_out = count;
    return WIRECOPY_OK;
}

size_t shingles_sort(uint64_t *shingles, uint64_t *spare, size_t count)
{
    size_t distinct = 0;
    sort_spread_u64(shingles, spare, count);
    for (size_t i = 0; i < count; i++) {
        shingles[distinct] = shingles[i];
        distinct += i + 1 == count || shingles[i] != shingles[i + 1];
    }
    return distinct;
}

enum wirecopy_status shingle_set_build(struct shingling by, const uint32_t *words, size_t word_count, struct buffer *room,
                                       struct shingle_set *set_out)
{
    uint64_t *shingles;
    size_t count;
    enum wirecopy_status status;
    room->size = 0;
    status = buffer_reserve(room, (2 * word_count + 1) * sizeof *shingles); /* as much again, to sort in */
    if (status == WIRECOPY_OK)
        status = shingles_hash(by, words, word_count, room, &shingles, &count);
    if (status == WIRECOPY_OK)
        *set_out = (struct shingle_set){shingles, shingles_sort(shingles, shingles + count, count)};
    return status;
}

/*
 * Whether so many shingles begin with words of their own, of which no two have the same six bits: then they are distinct. Nearly all texts
 * show it within some thirty words, for which nothing is hashed.
 */
static bool begin_apart(const uint32_t *words, size_t count, size_t least)
{
    uint64_t met = 0;
    size_t distinct = 0;
    for (size_t i = 0; i < count && distinct < least; i++) {
        uint64_t bit = UINT64_C(1) << (words[i] >> 26);
        distinct += !(met & bit);
        met |= bit;
    }
    return distinct >= least;
}

bool shingles_at_least(const uint32_t *words, size_t word_count, size_t k, size_t least)
{
    uint64_t met[SHINGLES_COUNTED];
    size_t count = shingles_count(word_count, k), width = word_count < k ? word_count : k, distinct = 0;
    if (begin_apart(words, count, least))
        return true;
    for (size_t i = 0; i < count && distinct < least; i++) {
        uint64_t shingle = shingle_hash(words + i, width);
        size_t j = 0;
        while (j < distinct && met[j] != shingle)
            j++;
        if (j == distinct)
            met[distinct++] = shingle;
    }
    return distinct >= least;
}

/* So many times larger, and looking members up costs less than walking along. */
enum { FAR_LARGER = 64 };

/* How many of few stand in many: each is looked for from where the last was, in steps that double. */
static size_t shared_with_larger(struct shingle_set few, struct shingle_set many)
{
    size_t low = 0, shared = 0;
    for (size_t i = 0; i < few.count && low < many.count; i++) {
        uint64_t wanted = few.shingles[i];
        size_t step = 1, high;
        while (low + step < many.count && many.shingles[low + step] < wanted)
            step *= 2;
        high = low + step < many.count ? low + step : many.count;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (many.shingles[middle] < wanted)
                low = middle + 1;
            else
                high = middle;
        }
        shared += low < many.count && many.shingles[low] == wanted;
    }
    return shared;
}

bool shingle_set_has(struct shingle_set set, uint64_t shingle)
{
    size_t begin = 0, end = set.count;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        if (set.shingles[middle] < shingle)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin < set.count && set.shingles[begin] == shingle;
}

size_t shingle_sets_shared(struct shingle_set a, struct shingle_set b)
{
    size_t i = 0, j = 0, shared = 0;
    if (a.count / FAR_LARGER > b.count)
        return shared_with_larger(b, a);
    if (b.count / FAR_LARGER > a.count)
        return shared_with_larger(a, b);
    while (i < a.count && j < b.count) {
        uint64_t x = a.shingles[i], y = b.shingles[j];
        shared += x == y;
        i += x <= y;
        j += y <= x;
    }
    return shared;
}

/* Places a shingle: so empty a table makes nearly every question end at its first place. */
enum { PLACES_A_SHINGLE = 4, PLACES_LEAST = 64 };

/* Room for the numbers of so many shingles, all free. */
static enum wirecopy_status index_make_room(struct shingle_index *index, size_t count)
{
    size_t places = PLACES_LEAST;
    enum wirecopy_status status;
    while (places < count * PLACES_A_SHINGLE)
        places *= 2;
    index->places.size = 0;
    status = buffer_reserve(&index->places, places * sizeof(uint32_t));
    if (status != WIRECOPY_OK)
        return status;
    memset(index->places.data, 0, places * sizeof(uint32_t));
    index->mask = places - 1;
    return WIRECOPY_OK;
}

enum wirecopy_status shingle_index_build(struct shingle_index *index, uint64_t *shingles, size_t count)
{
    size_t mask, distinct = 0;
    uint32_t *numbers;
    enum wirecopy_status status = index_make_room(index, count);
    if (status != WIRECOPY_OK)
        return status;
    numbers = (uint32_t *)(void *)index->places.data;
    mask = index->mask;
    for (size_t i = 0; i < count; i++) {
        uint64_t shingle = shingles[i];
        size_t at = shingle & mask;
        while (numbers[at] && shingles[numbers[at] - 1] != shingle)
            at = (at + 1) & mask;
        if (numbers[at])
            continue;
        shingles[distinct++] = shingle;
        numbers[at] = (uint32_t)distinct;
    }
    index->members = shingles;
    index->count = distinct;
    return WIRECOPY_OK;
}

/* The filter of an index that has a kernel: one in sixteen of others is let through. */
enum { FILTER_BITS_A_SHINGLE = 16, FILTER_BITS_LEAST = 10, FILTER_BITS_MOST = 30 };

static void set_bit(uint64_t *bits, uint64_t bit)
{
    bits[bit / 64] |= UINT64_C(1) << bit % 64;
}

static enum wirecopy_status make_filter(struct shingle_index *index)
{
    size_t bytes;
    uint64_t mask;
    enum wirecopy_status status;
    index->filter_bits = FILTER_BITS_LEAST;
    while (index->filter_bits < FILTER_BITS_MOST && (size_t)1 << index->filter_bits < index->count * FILTER_BITS_A_SHINGLE)
        index->filter_bits++;
    bytes = ((size_t)1 << index->filter_bits) / 8;
    mask = (UINT64_C(1) << index->filter_bits) - 1;
    index->filter.size = 0;
    status = buffer_reserve(&index->filter, bytes);
    if (status != WIRECOPY_OK)
        return status;
    memset(index->filter.data, 0, bytes);
    for (size_t i = 0; i < index->count; i++)
        set_bit((uint64_t *)(void *)index->filter.data, index->members[i] & mask);
    return WIRECOPY_OK;
}

enum wirecopy_status shingle_index_build_distinct(struct shingle_index *index, const uint64_t *shingles, size_t count)
{
    uint32_t *numbers;
    enum wirecopy_status status = index_make_room(index, count);
    if (status != WIRECOPY_OK)
        return status;
    numbers = (uint32_t *)(void *)index->places.data;
    for (size_t i = 0; i < count; i++) {
        size_t at = shingles[i] & index->mask;
        while (numbers[at])
            at = (at + 1) & index->mask;
        numbers[at] = (uint32_t)i + 1;
    }
    index->members = shingles;
    index->count = count;
    return index->kernel ? make_filter(index) : WIRECOPY_OK;
}

/* What is distinct is told by a bit of each shingle, where these are few; so many that seem to have come before are looked for. */
enum { TOLD_MOST = 4096, TOLD_BITS_A_SHINGLE = 64, SUSPECTS_MOST = 64 };

/* Puts the places of shingles whose bit was set by one before into suspects; returns how many there are, at most SUSPECTS_MOST. */
static size_t find_suspects(const uint64_t *shingles, size_t count, uint64_t *bits, uint64_t mask, uint32_t *suspects)
{
    size_t found = 0;
    for (size_t i = 0; i < count && found < SUSPECTS_MOST; i++) {
        uint64_t bit = shingles[i] & mask, word = bits[bit / 64];
        suspects[found] = (uint32_t)i;
        found += word >> bit % 64 & 1;
        bits[bit / 64] = word | UINT64_C(1) << bit % 64;
    }
    return found;
}

enum wirecopy_status shingle_index_keep_distinct(struct shingle_index *index, uint64_t *shingles, size_t count, size_t *distinct_out)
{
    uint32_t suspects[SUSPECTS_MOST];
    const struct shingle_kernel *kernel = index->kernel ? index->kernel : shingle_kernel_find("portable");
    size_t bits = PLACES_LEAST, found = SUSPECTS_MOST, kept;
    enum wirecopy_status status = WIRECOPY_OK;
    while (bits < count * TOLD_BITS_A_SHINGLE && count <= TOLD_MOST)
        bits *= 2;
    index->places.size = 0;
    status = buffer_reserve(&index->places, bits / 8);
    if (status != WIRECOPY_OK)
        return status;
    if (count <= TOLD_MOST) {
        memset(index->places.data, 0, bits / 8);
        found = find_suspects(shingles, count, (uint64_t *)(void *)index->places.data, bits - 1, suspects);
    }
    if (found == SUSPECTS_MOST) {
        status = shingle_index_build(index, shingles, count);
        *distinct_out = index->count;
        return status;
    }
    kept = 0;
    for (size_t i = 0; i < found; i++) /* those that did come before, in order */
        if (kernel->met(shingles, suspects[i], shingles[suspects[i]]))
            suspects[kept++] = suspects[i];
    for (size_t i = 0; i < kept; i++) { /* the run behind each moves up */
        size_t begin = suspects[i] + (size_t)1, end = i + 1 < kept ? suspects[i + 1] : count;
        memmove(shingles + begin - 1 - i, shingles + begin, (end - begin) * sizeof *shingles);
    }
    *distinct_out = count - kept;
    return WIRECOPY_OK;
}

void shingle_index_release(struct shingle_index *index)
{
    buffer_release(&index->places);
    buffer_release(&index->filter);
    *index = (struct shingle_index){0};
}

/* The number of a member, from 1; 0 where the shingle is none. Looks from a place on. */
static uint32_t member_number_from(const struct shingle_index *index, uint64_t shingle, size_t at)
{
    const uint32_t *numbers = (const uint32_t *)(const void *)index->places.data;
    while (numbers[at] && index->members[numbers[at] - 1] != shingle)
        at = (at + 1) & index->mask;
    return numbers[at];
}

static inline uint32_t member_number(const struct shingle_index *index, uint64_t shingle)
{
    return member_number_from(index, shingle, shingle & index->mask);
}

uint32_t shingle_index_number(const struct shingle_index *index, uint64_t shingle)
{
    return member_number(index, shingle);
}

/* The same by the filter, a piece at a time: what it lets through is looked up. */
static size_t shared_by_filter(const struct shingle_index *index, const uint64_t *others, size_t count)
{
    enum { PIECE = 256 };
    uint32_t places[PIECE + SHINGLES_BEHIND];
    size_t shared = 0;
    for (size_t i = 0; i < count; i += PIECE) {
        size_t found = index->kernel->find(others + i, count - i < PIECE ? count - i : PIECE, (const uint64_t *)(const void *)index->filter.data,
                                           index->filter_bits, places);
        for (size_t j = 0; j < found; j++)
            shared += member_number(index, others[i + places[j]]) != 0;
    }
    return shared;
}

/* The first place decides nearly always, without a branch on whether the shingle is there, which nobody can foretell. */
size_t shingle_index_shared(const struct shingle_index *index, const uint64_t *others, size_t count)
{
    const uint32_t *numbers = (const uint32_t *)(const void *)index->places.data;
    const uint64_t *members = index->members;
    size_t shared = 0;
    if (index->kernel && count > SHINGLES_BEHIND)
        return shared_by_filter(index, others, count);
    for (size_t i = 0; i < count && index->count > 0; i++) {
        uint64_t shingle = others[i];
        uint32_t number = numbers[shingle & index->mask], taken = number != 0;
        uint32_t equal = members[number - taken] == shingle;
        if (__builtin_expect(taken & !equal, 0))
            equal = taken = member_number_from(index, shingle, (shingle + 1) & index->mask) != 0;
        shared += equal & taken;
    }
    return shared;
}

void shingle_index_mark(const struct shingle_index *index, const uint64_t *others, size_t count, uint64_t *bits)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t number = member_number(index, others[i]);
        if (number)
            bits[(number - 1) / 64] |= UINT64_C(1) << (number - 1) % 64;
    }
}
