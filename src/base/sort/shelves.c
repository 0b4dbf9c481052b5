/* A part is put on its shelves by counting, as it is written; the numbers of its shelves are some twentieth of it. */
#include "base/sort/shelves.h"

/* So many values stand on a shelf at most, on an average: those of a line of memory. */
enum { VALUES_A_SHELF = 12, SHELF_BITS_MOST = 16 };

/* Behind each part, so that 8 bytes can be read from any of its values; parts begin at multiples of as many. */
enum { BEHIND = sizeof(uint64_t) };

struct head {
    uint64_t parts;
    uint32_t bits, shelf_bits, width, unused;
};

static size_t shelf_count(const struct shelves *shelves)
{
    return (size_t)1 << shelves->shelf_bits;
}

static uint64_t part_bytes(const struct shelves *shelves, uint64_t values)
{
    uint64_t bytes = shelf_count(shelves) * sizeof(uint32_t) + values * shelves->width;
    return (bytes + 2 * BEHIND - 1) / BEHIND * BEHIND;
}

static void choose_shelves(struct shelves *shelves, const struct distribution *d, unsigned shift)
{
    while (shelves->shelf_bits < SHELF_BITS_MOST && shelves->shelf_bits + shift < shelves->bits &&
           (d->count / d->parts) >> shelves->shelf_bits > VALUES_A_SHELF)
        shelves->shelf_bits++;
    shelves->width = (shelves->bits - shelves->shelf_bits + 7) / 8;
}

/* Stores a value of so many bytes and nothing behind it. */
static inline void store(unsigned char *at, uint64_t value, size_t width)
{
    uint64_t stored = distribution_order(value);
    memcpy(at, &stored, width);
}

static inline uint64_t loaded(const unsigned char *at, uint64_t mask)
{
    uint64_t stored;
    memcpy(&stored, at, sizeof stored);
    return distribution_order(stored) & mask;
}

static uint64_t mask_of(unsigned bits)
{
    return bits ? UINT64_MAX >> (64 - bits) : 0;
}

/* Packed values of from_width bytes go to their shelves, of which begins says where the next one stands. Called for widths that the compiler knows. */
static inline void put_values(const struct shelves *shelves, const unsigned char *packed, size_t count, size_t from_width, size_t width,
                              uint32_t *begins, unsigned char *values)
{
    uint64_t mask = mask_of(shelves->bits);
    unsigned shift = shelves->bits - shelves->shelf_bits;
    for (size_t i = 0; i < count; i++) {
        uint64_t value = loaded(packed + i * from_width, mask);
        store(values + (size_t)begins[value >> shift]++ * width, value, width);
    }
}

/* Puts a part into room: its shelves, which end where the next ones begin, and its values. */
static void put_part(const struct shelves *shelves, const unsigned char *packed, size_t count, size_t from_width, unsigned char *room)
{
    uint32_t *ends = (uint32_t *)(void *)room;
    uint64_t mask = mask_of(shelves->bits);
    unsigned char *values = room + shelf_count(shelves) * sizeof *ends;
    unsigned shift = shelves->bits - shelves->shelf_bits;
    uint32_t begin = 0;
    for (size_t i = 0; i < count; i++)
        ends[loaded(packed + i * from_width, mask) >> shift]++;
    for (size_t shelf = 0; shelf < shelf_count(shelves); shelf++) {
        uint32_t has = ends[shelf];
        ends[shelf] = begin;
        begin += has;
    }
    if (shelves->width == 4)
        put_values(shelves, packed, count, from_width, 4, ends, values);
    else if (shelves->width == 5)
        put_values(shelves, packed, count, from_width, 5, ends, values);
    else
        put_values(shelves, packed, count, from_width, shelves->width, ends, values);
}

static enum wirecopy_status put_parts(const struct shelves *shelves, const struct distribution *d, struct saving *saving)
{
    struct buffer gathered = {0}, room = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t part = 0; part < d->parts && status == WIRECOPY_OK; part++) {
        size_t bytes = (size_t)(shelves->part_at[part + 1] - shelves->part_at[part]), count;
        const unsigned char *packed;
        room.size = 0;
        status = distribution_load_packed(d, part, &gathered, &packed, &count);
        if (status == WIRECOPY_OK)
            status = buffer_reserve(&room, bytes);
        if (status != WIRECOPY_OK)
            break;
        memset(room.data, 0, bytes);
        put_part(shelves, packed, count, d->width, (unsigned char *)room.data);
        status = saving_add(saving, room.data, bytes);
    }
    buffer_release(&gathered);
    buffer_release(&room);
    return status;
}

static enum wirecopy_status put_directory(const struct shelves *shelves, struct saving *saving)
{
    struct head head = {shelves->parts, shelves->bits, shelves->shelf_bits, shelves->width, 0};
    enum wirecopy_status status = saving_put(saving, &head, sizeof head);
    return status == WIRECOPY_OK ? saving_put(saving, shelves->part_at, (shelves->parts + 1) * sizeof *shelves->part_at) : status;
}

enum wirecopy_status shelves_save(const struct distribution *d, unsigned bits, unsigned shift, struct saving *saving)
{
    struct shelves shelves = {.parts = d->parts, .bits = bits, .part_at = memory_allocate_zero(d->parts + 1, sizeof *shelves.part_at)};
    enum wirecopy_status status = WIRECOPY_NO_MEMORY;
    if (shelves.part_at) {
        choose_shelves(&shelves, d, shift);
        for (size_t part = 0; part < d->parts; part++)
            shelves.part_at[part + 1] = shelves.part_at[part] + part_bytes(&shelves, distribution_part_count(d, part));
        status = put_directory(&shelves, saving);
    }
    if (status == WIRECOPY_OK)
        status = saving_put_pieces(saving, shelves.part_at[d->parts]);
    if (status == WIRECOPY_OK)
        status = put_parts(&shelves, d, saving);
    memory_free(shelves.part_at);
    return status;
}

enum wirecopy_status shelves_save_again(const struct shelves *shelves, struct saving *saving)
{
    enum wirecopy_status status = put_directory(shelves, saving);
    return status == WIRECOPY_OK ? saving_put_scratch(saving, shelves->scratch) : status;
}

static enum wirecopy_status contradiction(void)
{
    return status_fail(WIRECOPY_BAD_INPUT, "saved keys contradict themselves");
}

/* Each part has the numbers of its shelves and something behind them, and the last one ends with the scratch. */
static bool is_whole(const struct shelves *shelves)
{
    bool whole = shelves->part_at[0] == 0 && shelves->part_at[shelves->parts] == scratch_size(shelves->scratch);
    for (size_t part = 0; part < shelves->parts; part++)
        whole = whole && shelves->part_at[part] <= shelves->part_at[part + 1] && shelves->part_at[part] % BEHIND == 0 &&
                shelves->part_at[part + 1] - shelves->part_at[part] >= part_bytes(shelves, 0);
    return whole;
}

enum wirecopy_status shelves_restore(struct shelves *shelves, struct saved *saved, struct scratch_space *space, size_t parts, unsigned bits)
{
    struct head head = {0};
    size_t count = 0;
    enum wirecopy_status status = saved_take(saved, &head, sizeof head);
    *shelves = (struct shelves){.parts = parts, .bits = bits, .shelf_bits = head.shelf_bits, .width = head.width};
    if (status == WIRECOPY_OK && (head.parts != parts || head.bits != bits || head.shelf_bits > SHELF_BITS_MOST || head.shelf_bits > bits ||
                                  head.width != (bits - head.shelf_bits + 7) / 8))
        status = contradiction();
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *shelves->part_at, &shelves->part_at, &count);
    if (status == WIRECOPY_OK && count != parts + 1)
        status = contradiction();
    if (status == WIRECOPY_OK)
        status = saved_take_scratch(saved, space, true, &shelves->scratch);
    if (status == WIRECOPY_OK && !is_whole(shelves))
        status = contradiction();
    if (status != WIRECOPY_OK)
        shelves_release(shelves);
    return status;
}

void shelves_release(struct shelves *shelves)
{
    scratch_free(shelves->scratch);
    memory_free(shelves->part_at);
    *shelves = (struct shelves){0};
}

uint64_t shelves_count_most(const struct shelves *shelves, size_t part)
{
    return (shelves->part_at[part + 1] - shelves->part_at[part]) / (shelves->width ? shelves->width : 1);
}

/* A part, as it lies in the save. */
struct shown {
    const uint32_t *ends;
    const unsigned char *values;
    uint64_t most; /* values that there is room for */
};

static enum wirecopy_status show(const struct shelves *shelves, size_t part, struct buffer *room, struct shown *shown)
{
    uint64_t at = shelves->part_at[part], bytes = shelves->part_at[part + 1] - at, numbers = shelf_count(shelves) * sizeof *shown->ends;
    const void *view;
    enum wirecopy_status status = scratch_view(shelves->scratch, at, (size_t)bytes, room, &view);
    if (status != WIRECOPY_OK)
        return status;
    shown->ends = view;
    shown->values = (const unsigned char *)view + numbers;
    shown->most = (bytes - numbers - BEHIND) / (shelves->width ? shelves->width : 1);
    return WIRECOPY_OK;
}

/* Where a shelf begins and ends; false where that cannot be. */
static bool shelf_of(const struct shown *shown, size_t shelf, size_t *begin, size_t *end)
{
    *begin = shelf ? shown->ends[shelf - 1] : 0;
    *end = shown->ends[shelf];
    return *begin <= *end && *end <= shown->most;
}

/* What is looked for on a shelf: a name, of which above is not stored. */
struct sought {
    uint64_t mask, above, name;
    unsigned shift;
};

/* Puts those of a shelf that have the name into room for all of them; returns how many. Called for a width that the compiler knows where it is the usual one. */
static inline size_t find_on(const unsigned char *values, size_t count, size_t width, struct sought sought, uint64_t *found)
{
    size_t has = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t value = loaded(values + i * width, sought.mask) | sought.above;
        if (value >> sought.shift == sought.name) /* few have */
            found[has++] = value;
    }
    return has;
}

enum wirecopy_status shelves_find(const struct shelves *shelves, size_t part, const uint64_t *names, size_t count, unsigned shift,
                                  struct buffer *room, struct buffer *found)
{
    unsigned stored = shelves->bits - shelves->shelf_bits, width = shelves->width;
    struct shown shown;
    enum wirecopy_status status = count ? show(shelves, part, room, &shown) : WIRECOPY_OK;
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        size_t shelf = (size_t)(names[i] >> (stored - shift)), begin, end, has;
        struct sought sought = {mask_of(stored), (uint64_t)shelf << stored, names[i], shift};
        uint64_t *into;
        if (shelf >= shelf_count(shelves)) /* no value has it */
            continue;
        if (!shelf_of(&shown, shelf, &begin, &end))
            return contradiction();
        status = buffer_reserve(found, 2 * (end - begin) * sizeof *into);
        if (status != WIRECOPY_OK)
            return status;
        into = (uint64_t *)(void *)(found->data + found->size);
        has = width == 4 ? find_on(shown.values + begin * 4, end - begin, 4, sought, into)
                         : find_on(shown.values + begin * width, end - begin, width, sought, into);
        if (has > 1)
            sort_spread_u64(into, into + has, has);
        found->size += has * sizeof *into;
    }
    return status;
}

enum wirecopy_status shelves_load(const struct shelves *shelves, size_t part, struct buffer *room, struct buffer *beside, uint64_t **values_out,
                                  size_t *count_out)
{
    unsigned stored = shelves->bits - shelves->shelf_bits;
    size_t count = 0;
    struct shown shown;
    enum wirecopy_status status = show(shelves, part, beside, &shown);
    room->size = 0;
    if (status == WIRECOPY_OK)
        status = buffer_reserve(room, (2 * shown.most + 1) * sizeof **values_out);
    if (status != WIRECOPY_OK)
        return status;
    *values_out = (uint64_t *)(void *)room->data;
    for (size_t shelf = 0; shelf < shelf_count(shelves); shelf++) {
        size_t begin, end;
        if (!shelf_of(&shown, shelf, &begin, &end))
            return contradiction();
        for (size_t i = begin; i < end; i++)
            (*values_out)[count++] = loaded(shown.values + i * shelves->width, mask_of(stored)) | (uint64_t)shelf << stored;
    }
    *count_out = count;
    return WIRECOPY_OK;
}
