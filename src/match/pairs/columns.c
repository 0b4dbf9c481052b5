/* Columns: blocks of rows, of which a column is one piece. Cost: two readings of a column, some 2 ns a key. */
#include "match/pairs/columns.h"

#include <string.h>

#include "base/sort/sort.h"

/* Rows of a block, so that a piece of a column is 16 KiB: those of a million articles have 250 pieces, each asked for by itself. */
enum { COLUMN_ROWS = 4096 };

/*
 * So many rows have their counters in the last cache; a column of more is looked at in parts. So is one of fewer where they, with what is kept of
 * it and the room to sort in, take more than a thread has.
 */
enum { ROWS_A_PART = 1 << 20, BYTES_A_ROW = 6 };

uint64_t columns_block_bytes(uint32_t bands)
{
    return (uint64_t)(bands + 1) * COLUMN_ROWS * sizeof(uint32_t);
}

enum wirecopy_status columns_init(struct columns *columns, struct scratch_space *space, uint32_t bands, uint64_t articles, unsigned rank_bits,
                                  uint64_t memory_bytes)
{
    uint64_t most = memory_bytes / BYTES_A_ROW < ROWS_A_PART ? memory_bytes / BYTES_A_ROW : ROWS_A_PART;
    enum wirecopy_status status;
    *columns = (struct columns){.space = space, .bands = bands, .rank_bits = rank_bits};
    while (articles >> columns->part_bits > most)
        columns->part_bits++;
    columns->claimed = scratch_space_claim(space, columns_block_bytes(bands));
    columns->block = memory_allocate(bands + 1, COLUMN_ROWS * sizeof *columns->block);
    status = columns->block ? scratch_create(space, &columns->scratch) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        scratch_keep(columns->scratch); /* a column is asked for piece by piece */
    else
        columns_release(columns);
    return status;
}

void columns_release(struct columns *columns)
{
    scratch_free(columns->scratch);
    memory_free(columns->block);
    if (columns->space)
        scratch_space_return(columns->space, columns->claimed);
    *columns = (struct columns){0};
}

void column_room_release(struct column_room *room)
{
    buffer_release(&room->ranks);
    buffer_release(&room->keys);
    buffer_release(&room->counters);
    buffer_release(&room->values);
}

enum wirecopy_status columns_add(struct columns *columns, const uint32_t *ranks, const uint32_t *keys, size_t stride, size_t count)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t done = 0, some; done < count && status == WIRECOPY_OK; done += some) {
        size_t row = columns->rows % COLUMN_ROWS;
        some = count - done < COLUMN_ROWS - row ? count - done : COLUMN_ROWS - row;
        memcpy(columns->block + row, ranks + done, some * sizeof *ranks);
        for (size_t band = 0; band < columns->bands; band++)
            memcpy(columns->block + (band + 1) * COLUMN_ROWS + row, keys + band * stride + done, some * sizeof *keys);
        columns->rows += some;
        if (columns->rows % COLUMN_ROWS == 0)
            status = scratch_append(columns->scratch, columns->block, (size_t)(columns->bands + 1) * COLUMN_ROWS * sizeof *keys);
    }
    return status;
}

enum wirecopy_status columns_finish(struct columns *columns)
{
    size_t left = columns->rows % COLUMN_ROWS;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t column = 0; left > 0 && column <= columns->bands && status == WIRECOPY_OK; column++)
        status = scratch_append(columns->scratch, columns->block + column * COLUMN_ROWS, left * sizeof *columns->block);
    memory_free(columns->block);
    columns->block = NULL;
    scratch_space_return(columns->space, columns->claimed);
    columns->claimed = 0;
    return status;
}

/* A piece of a band's column and whose keys these are, unless only the keys are asked for; of a part, only those that are in it. */
struct piece {
    bool keys_only;
    const uint32_t *ranks, *keys;
    size_t count;
    uint32_t part_ranks[COLUMN_ROWS], part_keys[COLUMN_ROWS];
};

/* Shows a piece of a column: column 0 has the ranks. */
static enum wirecopy_status view_piece(const struct columns *columns, uint64_t block, uint32_t column, struct buffer *room,
                                       const uint32_t **piece_out, size_t *count_out)
{
    uint64_t first = block * COLUMN_ROWS, left = columns->rows - first, rows = left < COLUMN_ROWS ? left : COLUMN_ROWS;
    const void *view;
    enum wirecopy_status status = scratch_view(columns->scratch, (first * (columns->bands + 1) + column * rows) * sizeof **piece_out,
                                               (size_t)rows * sizeof **piece_out, room, &view);
    *piece_out = view;
    *count_out = (size_t)rows;
    return status;
}

static enum wirecopy_status load_piece(const struct columns *columns, uint32_t part, uint64_t block, struct column_room *room, struct piece *piece)
{
    uint32_t band = part >> columns->part_bits, mask = ((uint32_t)1 << columns->part_bits) - 1, count = 0;
    enum wirecopy_status status = view_piece(columns, block, band + 1, &room->keys, &piece->keys, &piece->count);
    if (status == WIRECOPY_OK && !piece->keys_only)
        status = view_piece(columns, block, 0, &room->ranks, &piece->ranks, &piece->count);
    if (status != WIRECOPY_OK || columns->part_bits == 0)
        return status;
    for (size_t i = 0; i < piece->count; i++) {
        piece->part_ranks[count] = piece->keys_only ? 0 : piece->ranks[i];
        piece->part_keys[count] = piece->keys[i];
        count += ((piece->keys[i] ^ part) & mask) == 0;
    }
    piece->ranks = piece->part_ranks;
    piece->keys = piece->part_keys;
    piece->count = count;
    return status;
}

static uint64_t block_count(const struct columns *columns)
{
    return (columns->rows + COLUMN_ROWS - 1) / COLUMN_ROWS;
}

/* Counters of two bits, so many a row: by chance one key in ten is taken for one that comes again. */
enum { COUNTERS_A_ROW = 8, COUNTERS_A_WORD = 32, COUNTER_BITS_LEAST = 10, AGAIN = 2 };

static size_t counter_of(uint32_t key, unsigned counter_bits)
{
    return (key * 0x9e3779b1u) >> (32 - counter_bits);
}

/* Counts the keys of a part, up to AGAIN. */
static enum wirecopy_status count_keys(const struct columns *columns, uint32_t part, struct column_room *room, unsigned bits)
{
    size_t bytes = ((size_t)1 << bits) / COUNTERS_A_WORD * sizeof(uint64_t);
    uint64_t *counters;
    struct piece piece; /* most of it is for what is loaded in parts, and need not be set */
    enum wirecopy_status status;
    piece.keys_only = true;
    room->counters.size = 0;
    status = buffer_reserve(&room->counters, bytes);
    if (status != WIRECOPY_OK)
        return status;
    counters = (uint64_t *)(void *)room->counters.data;
    memset(counters, 0, bytes);
    for (uint64_t block = 0; block < block_count(columns) && status == WIRECOPY_OK; block++) {
        status = load_piece(columns, part, block, room, &piece);
        for (size_t i = 0; status == WIRECOPY_OK && i < piece.count; i++) {
            size_t counter = counter_of(piece.keys[i], bits);
            unsigned at = 2 * (counter % COUNTERS_A_WORD);
            uint64_t *word = &counters[counter / COUNTERS_A_WORD];
            *word += (uint64_t)((*word >> at & (AGAIN | 1)) < AGAIN) << at;
        }
    }
    return status;
}

/* A piece, and behind the values that are there the room for one of each of its keys. */
static enum wirecopy_status load_beside_values(const struct columns *columns, uint32_t part, uint64_t block, struct column_room *room,
                                               struct piece *piece, uint64_t **values_out)
{
    enum wirecopy_status status = load_piece(columns, part, block, room, piece);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&room->values, COLUMN_ROWS * sizeof **values_out);
    if (status == WIRECOPY_OK)
        *values_out = (uint64_t *)(void *)(room->values.data + room->values.size);
    return status;
}

/* Keeps the keys of a part that come again. */
static enum wirecopy_status keep_often(const struct columns *columns, uint32_t part, struct column_room *room, unsigned bits, size_t *kept_out)
{
    const uint64_t *counters = (const uint64_t *)(const void *)room->counters.data;
    struct piece piece;
    enum wirecopy_status status = WIRECOPY_OK;
    piece.keys_only = false;
    room->values.size = 0;
    for (uint64_t block = 0; block < block_count(columns) && status == WIRECOPY_OK; block++) {
        uint64_t *values;
        size_t kept = 0;
        status = load_beside_values(columns, part, block, room, &piece, &values);
        if (status != WIRECOPY_OK)
            break;
        for (size_t i = 0; i < piece.count; i++) {
            size_t counter = counter_of(piece.keys[i], bits);
            values[kept] = (uint64_t)piece.keys[i] << 32 | piece.ranks[i];
            kept += counters[counter / COUNTERS_A_WORD] >> 2 * (counter % COUNTERS_A_WORD) >> 1 & 1;
        }
        room->values.size += kept * sizeof *values;
    }
    *kept_out = room->values.size / sizeof(uint64_t);
    return status;
}

enum wirecopy_status columns_often(const struct columns *columns, uint32_t part, struct column_room *room, uint64_t **values_out, size_t *count_out)
{
    uint64_t rows = columns->rows >> columns->part_bits;
    unsigned bits = COUNTER_BITS_LEAST;
    enum wirecopy_status status;
    while (bits < 32 && (uint64_t)1 << bits < rows * COUNTERS_A_ROW)
        bits++;
    status = count_keys(columns, part, room, bits);
    if (status == WIRECOPY_OK)
        status = keep_often(columns, part, room, bits, count_out);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(&room->values, *count_out * sizeof **values_out + 1);
    if (status != WIRECOPY_OK)
        return status;
    *values_out = (uint64_t *)(void *)room->values.data;
    sort_spread_u64(*values_out, *values_out + *count_out, *count_out);
    return WIRECOPY_OK;
}

enum wirecopy_status columns_load(const struct columns *columns, uint32_t part, struct column_room *room, uint64_t **values_out, size_t *count_out)
{
    struct piece piece;
    enum wirecopy_status status = WIRECOPY_OK;
    piece.keys_only = false;
    room->values.size = 0;
    for (uint64_t block = 0; block < block_count(columns) && status == WIRECOPY_OK; block++) {
        uint64_t *values;
        status = load_beside_values(columns, part, block, room, &piece, &values);
        if (status != WIRECOPY_OK)
            break;
        for (size_t i = 0; i < piece.count; i++)
            values[i] = (uint64_t)piece.keys[i] >> columns->part_bits << columns->rank_bits | piece.ranks[i];
        room->values.size += piece.count * sizeof *values;
    }
    *values_out = (uint64_t *)(void *)room->values.data;
    *count_out = room->values.size / sizeof **values_out;
    return status;
}

enum wirecopy_status columns_load_marked(const struct columns *columns, uint32_t part, const struct marked *marked, struct column_room *room,
                                         uint64_t **values_out, size_t *count_out)
{
    struct piece piece;
    const uint32_t *bits = (const uint32_t *)(const void *)marked->bits.data;
    uint64_t mask = marked->mask;
    unsigned part_bits = columns->part_bits;
    enum wirecopy_status status = WIRECOPY_OK;
    piece.keys_only = false;
    room->values.size = 0;
    for (uint64_t block = 0; block < block_count(columns) && status == WIRECOPY_OK; block++) {
        uint64_t *values;
        size_t kept = 0, count;
        status = load_beside_values(columns, part, block, room, &piece, &values);
        count = status == WIRECOPY_OK ? piece.count : 0;
        for (size_t i = 0; i < count; i++)
            if (marked_bit(bits, piece.keys[i] >> part_bits, mask)) /* few are */
                values[kept++] = (uint64_t)piece.keys[i] >> part_bits << columns->rank_bits | piece.ranks[i];
        room->values.size += kept * sizeof *values;
    }
    *values_out = (uint64_t *)(void *)room->values.data;
    *count_out = room->values.size / sizeof **values_out;
    return status;
}

enum wirecopy_status columns_save(const struct columns *columns, struct saving *saving)
{
    uint64_t head[] = {columns->bands, columns->rows};
    enum wirecopy_status status = saving_put(saving, head, sizeof head);
    return status == WIRECOPY_OK ? saving_put_scratch(saving, columns->scratch) : status;
}

enum wirecopy_status columns_restore(struct columns *columns, struct saved *saved)
{
    uint64_t head[2];
    enum wirecopy_status status = saved_take(saved, head, sizeof head);
    scratch_free(columns->scratch);
    columns->scratch = NULL;
    if (status == WIRECOPY_OK)
        status = columns_finish(columns);
    if (status == WIRECOPY_OK)
        status = saved_take_scratch(saved, columns->space, true, &columns->scratch);
    if (status == WIRECOPY_OK &&
        (head[0] != columns->bands || head[1] > UINT32_MAX || scratch_size(columns->scratch) != head[1] * (head[0] + 1) * sizeof(uint32_t)))
        status = status_fail(WIRECOPY_BAD_INPUT, "saved keys contradict themselves");
    if (status == WIRECOPY_OK)
        columns->rows = head[1];
    else
        columns_release(columns);
    return status;
}
