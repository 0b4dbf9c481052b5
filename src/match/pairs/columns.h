/*
 * The keys of bands, each band's in a column. Takes: articles and their keys. Gives: the keys of a band that more than one article has.
 * Promises: 4 bytes a key in scratch, and a buffer of one size; columns are looked at by any number of threads. Does not know: what
 * meets. Private to this room.
 *
 * Who has a key is told by its row, so that nothing is dealt: a column is gone through twice, once to count its keys and once to keep
 * those that come again, and most are never copied.
 */
#ifndef WIRECOPY_MATCH_PAIRS_COLUMNS_H
#define WIRECOPY_MATCH_PAIRS_COLUMNS_H

#include "base/sort/marked.h"
#include "base/storage/saved.h"
#include "base/storage/scratch.h"

struct columns {
    struct scratch_space *space;
    struct scratch *scratch; /* blocks: the ranks of so many articles, then their keys of each band */
    uint32_t *block;         /* the last one, COLUMN_ROWS a column; it is not yet written */
    uint64_t claimed;        /* of the space's memory, for the block */
    uint32_t bands;
    uint64_t rows;
    unsigned part_bits, rank_bits;
};

/* Memory that is asked for while rows are added. */
uint64_t columns_block_bytes(uint32_t bands);

/*
 * articles: how many are expected; a column of very many is looked at in 2^part_bits parts, by the lowest bits of its keys. rank_bits: of
 * a rank. memory_bytes: for the buffers of one who looks at them. {0} can be released.
 */
enum wirecopy_status columns_init(struct columns *columns, struct scratch_space *space, uint32_t bands, uint64_t articles, unsigned rank_bits,
                                  uint64_t memory_bytes);
void columns_release(struct columns *columns);

/* Adds articles. keys: those of the first band, then from stride on those of the second. One thread at a time. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status columns_add(struct columns *columns, const uint32_t *ranks, const uint32_t *keys, size_t stride, size_t count);

/* No more articles are added; columns can be looked at. */
enum wirecopy_status columns_finish(struct columns *columns);

/* Parts of all bands: those of one behind those of the other. */
static inline uint32_t columns_parts(const struct columns *columns)
{
    return columns->bands << columns->part_bits;
}

/* The buffers of whoever looks at columns. {0} at first. */
struct column_room {
    struct buffer ranks, keys, counters, values;
};
void column_room_release(struct column_room *room);

/* Keys above 32 bits of a rank, in order: every key of the part that several articles have, and by chance some others. They are borrowed from room. */
enum wirecopy_status columns_often(const struct columns *columns, uint32_t part, struct column_room *room, uint64_t **values_out, size_t *count_out);

/* All of the part, in any order: what is left of a key without the part's bits, above rank_bits of a rank. */
enum wirecopy_status columns_load(const struct columns *columns, uint32_t part, struct column_room *room, uint64_t **values_out, size_t *count_out);

/* The same, of keys that are marked, as columns_load gives them, and few others. */
enum wirecopy_status columns_load_marked(const struct columns *columns, uint32_t part, const struct marked *marked, struct column_room *room,
                                         uint64_t **values_out, size_t *count_out);

/* Saves columns that are finished, and restores them; on failure there is nothing to release. Errors: as saved.h. */
enum wirecopy_status columns_save(const struct columns *columns, struct saving *saving);
enum wirecopy_status columns_restore(struct columns *columns, struct saved *saved);

#endif
