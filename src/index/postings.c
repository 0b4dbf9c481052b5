/*
 * A chunk: its checksum, then of each posting how far its key is from the one before, seven bits a byte, and its prefix; the first one's key is that of the
 * chunk. Kinds do not share chunks.
 */
#include "index/postings.h"

/* A chunk is ended when it has so many bytes; one that grew to twice as many is cut. Four of the former fill a page. */
enum { CHUNK_BYTES = 960, CHECK_BYTES = 4, POSTING_MOST = 5 + 4, POSTING_USUAL = 6 };

size_t postings_sort(struct sort_record *postings, size_t count)
{
    size_t kept = 0;
    if (count > 1)
        sort_records(postings, count);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || posting_compare(&postings[i], &postings[kept - 1]) != 0)
            postings[kept++] = postings[i];
    return kept;
}

static void posting_key(uint64_t key, uint32_t prefix, char bytes[POSTING_KEY_BYTES])
{
    number_to_key((uint32_t)(key >> 32), bytes);
    number_to_key((uint32_t)key, bytes + 4);
    number_to_key(prefix, bytes + 8);
}

/* Puts a posting behind the last of a chunk, which has room for it. */
static void put(struct buffer *chunk, uint64_t distance, uint32_t prefix)
{
    unsigned char *at = (unsigned char *)chunk->data + chunk->size;
    for (; distance >= 128; distance >>= 7)
        *at++ = (unsigned char)(distance | 128);
    *at++ = (unsigned char)distance;
    number_to_key(prefix, (char *)at);
    chunk->size = (size_t)((char *)at + 4 - chunk->data);
}

/* Begins a chunk in an empty buffer, or goes on with one. */
static enum wirecopy_status add_to_chunk(struct buffer *chunk, const struct sort_record *last, const struct sort_record *posting)
{
    enum wirecopy_status status = buffer_reserve(chunk, CHECK_BYTES + POSTING_MOST);
    if (status != WIRECOPY_OK)
        return status;
    if (chunk->size == 0)
        chunk->size = CHECK_BYTES;
    put(chunk, chunk->size == CHECK_BYTES ? 0 : posting->key - last->key, (uint32_t)posting->value);
    return WIRECOPY_OK;
}

/* The checksum of a chunk that has one's room. */
static uint32_t check_of(struct wirecopy_bytes key, const char *chunk, size_t size)
{
    return (uint32_t)(hash_seeded(chunk + CHECK_BYTES, size - CHECK_BYTES, hash_bytes(key.data, key.size)) >> 32);
}

void chunk_seal(struct wirecopy_bytes key, char *chunk, size_t size)
{
    uint32_t check = size > CHECK_BYTES ? check_of(key, chunk, size) : 0;
    if (size > CHECK_BYTES)
        memcpy(chunk, &check, sizeof check);
}

static enum wirecopy_status put_chunk(struct wirecopy_index *index, enum store_table table, const struct sort_record *first, struct buffer *chunk,
                                      bool behind_all)
{
    char key[POSTING_KEY_BYTES];
    enum wirecopy_status status;
    posting_key(first->key, (uint32_t)first->value, key);
    chunk_seal((struct wirecopy_bytes){key, sizeof key}, chunk->data, chunk->size);
    status = store_put(index->store, table, (struct wirecopy_bytes){key, sizeof key}, (struct wirecopy_bytes){chunk->data, chunk->size}, behind_all);
    chunk->size = 0;
    return status;
}

static enum wirecopy_status write_one(struct wirecopy_index *index, struct postings_writer *writer, const struct sort_record *posting, size_t most,
                                      bool behind_all)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (writer->chunk.size >= most || (writer->chunk.size > 0 && posting->key >> 32 != writer->last.key >> 32))
        status = put_chunk(index, writer->table, &writer->first, &writer->chunk, behind_all);
    if (writer->chunk.size == 0)
        writer->first = *posting;
    if (status == WIRECOPY_OK)
        status = add_to_chunk(&writer->chunk, &writer->last, posting);
    writer->last = *posting;
    writer->count++;
    return status;
}

enum wirecopy_status postings_write(struct wirecopy_index *index, struct postings_writer *writer, const struct sort_record *posting)
{
    return write_one(index, writer, posting, CHUNK_BYTES, true);
}

enum wirecopy_status postings_end(struct wirecopy_index *index, struct postings_writer *writer)
{
    enum wirecopy_status status = writer->chunk.size > 0 ? put_chunk(index, writer->table, &writer->first, &writer->chunk, true) : WIRECOPY_OK;
    buffer_release(&writer->chunk);
    return status;
}

static enum wirecopy_status damaged(void)
{
    return status_fail(WIRECOPY_BAD_INPUT, "keys of the index are damaged");
}

enum wirecopy_status chunk_take(struct wirecopy_bytes key, struct wirecopy_bytes value, struct buffer *out)
{
    const unsigned char *at = (const unsigned char *)value.data + CHECK_BYTES, *end = (const unsigned char *)value.data + value.size;
    struct sort_record *posting, *first;
    uint32_t check;
    uint64_t last;
    enum wirecopy_status status;
    if (key.size != POSTING_KEY_BYTES || value.size <= CHECK_BYTES)
        return damaged();
    memcpy(&check, value.data, sizeof check);
    if (check != check_of(key, value.data, value.size))
        return damaged();
    status = buffer_reserve(out, value.size / 5 * sizeof *posting);
    if (status != WIRECOPY_OK)
        return status;
    first = posting = (struct sort_record *)(void *)(out->data + out->size);
    last = (uint64_t)number_of_key(key.data) << 32 | number_of_key(key.data + 4);
    while (end - at >= 5) {
        uint64_t distance = 0;
        unsigned shift = 0;
        while (*at & 128 && shift < 35 && end - at > 5) {
            distance |= (uint64_t)(*at++ & 127) << shift;
            shift += 7;
        }
        distance |= (uint64_t)*at++ << shift;
        last += distance;
        *posting++ = (struct sort_record){last, number_of_key((const char *)at)};
        at += 4;
    }
    out->size += (size_t)(posting - first) * sizeof *posting;
    return at == end ? WIRECOPY_OK : damaged();
}

/* What is added and removed, from a place on. */
struct changes {
    enum store_table table;
    const struct sort_record *added, *removed;
    size_t added_count, removed_count;
    uint64_t gone, came;
    struct buffer missed; /* struct sort_record: removed ones that are not there */
};

/* The least posting that is to be changed yet; NULL where there is none. */
static const struct sort_record *next_change(const struct changes *c)
{
    if (c->added_count == 0)
        return c->removed_count > 0 ? c->removed : NULL;
    return c->removed_count > 0 && posting_compare(c->removed, c->added) < 0 ? c->removed : c->added;
}

/* How large chunks may become: where the chunk at hand grows too large, as large as new ones, so that its parts have room. */
static size_t bytes_most(const struct changes *c, size_t bytes, const struct sort_record *limit)
{
    size_t added = 0;
    while (added < c->added_count && bytes <= 2 * CHUNK_BYTES && (!limit || posting_compare(&c->added[added], limit) < 0)) {
        bytes += POSTING_USUAL;
        added++;
    }
    return bytes > 2 * CHUNK_BYTES ? CHUNK_BYTES : 2 * CHUNK_BYTES;
}

/* Goes over one that is removed, which is not there. */
static enum wirecopy_status miss_removed(struct changes *c)
{
    c->removed_count--;
    return buffer_append(&c->missed, c->removed++, sizeof *c->removed);
}

/* Goes over those that are removed up to one that is there; *gone says whether it is one of them. */
static enum wirecopy_status pass_removed(struct changes *c, const struct sort_record *there, bool *gone)
{
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && c->removed_count > 0 && posting_compare(c->removed, there) < 0)
        status = miss_removed(c);
    *gone = c->removed_count > 0 && posting_compare(c->removed, there) == 0;
    c->removed += *gone;
    c->removed_count -= *gone;
    return status;
}

/* Merges a chunk's postings, of so many bytes, with the changes that are below a limit, NULL for none, and writes what comes of it. */
static enum wirecopy_status merge(struct wirecopy_index *index, struct changes *c, const struct buffer *chunk, size_t bytes,
                                  const struct sort_record *limit)
{
    const struct sort_record *old = (const struct sort_record *)(const void *)chunk->data;
    struct postings_writer writer = {.table = c->table};
    enum wirecopy_status status = WIRECOPY_OK;
    size_t i = 0, count = chunk->size / sizeof *old, most = bytes_most(c, bytes, limit);
    while (status == WIRECOPY_OK) {
        bool may_add = c->added_count > 0 && (!limit || posting_compare(c->added, limit) < 0);
        if (i < count && (!may_add || posting_compare(&old[i], c->added) <= 0)) {
            bool gone = false;
            status = pass_removed(c, &old[i], &gone);
            if (may_add && posting_compare(&old[i], c->added) == 0) { /* is there already */
                c->added++;
                c->added_count--;
            }
            c->gone += gone;
            if (!gone && status == WIRECOPY_OK)
                status = write_one(index, &writer, &old[i], most, false);
            i++;
        } else if (may_add) {
            status = write_one(index, &writer, c->added++, most, false);
            c->added_count--;
            c->came++;
        } else {
            break;
        }
    }
    while (status == WIRECOPY_OK && c->removed_count > 0 && (!limit || posting_compare(c->removed, limit) < 0))
        status = miss_removed(c);
    if (status == WIRECOPY_OK && writer.chunk.size > 0)
        status = put_chunk(index, writer.table, &writer.first, &writer.chunk, false);
    buffer_release(&writer.chunk);
    return status;
}

/* Goes to the chunk where a posting belongs: the last one that begins no later; without one, to the first of all, if any. */
static enum wirecopy_status find_chunk(struct store_place *place, const struct sort_record *posting)
{
    char key[POSTING_KEY_BYTES];
    enum wirecopy_status status;
    posting_key(posting->key, (uint32_t)posting->value, key);
    status = store_seek(place, (struct wirecopy_bytes){key, sizeof key});
    if (status != WIRECOPY_OK || (!place->end && memcmp(place->key.data, key, sizeof key) == 0))
        return status;
    status = store_before(place);
    return status == WIRECOPY_OK && place->end ? store_first(place) : status;
}

/* Changes what belongs to one chunk. */
static enum wirecopy_status change_chunk(struct wirecopy_index *index, struct changes *c, struct buffer *old)
{
    struct store_place place;
    struct sort_record limit = {0, 0};
    char key[POSTING_KEY_BYTES];
    bool have = false, limited = false;
    size_t bytes = 0;
    enum wirecopy_status status = store_place_begin(index->store, c->table, &place);
    old->size = 0;
    if (status == WIRECOPY_OK)
        status = find_chunk(&place, next_change(c));
    if (status == WIRECOPY_OK && !place.end) {
        have = true;
        status = chunk_take(place.key, place.value, old);
        bytes = place.value.size;
        memcpy(key, place.key.data, sizeof key);
        if (status == WIRECOPY_OK)
            status = store_next(&place);
        limited = status == WIRECOPY_OK && !place.end;
        if (limited)
            limit = (struct sort_record){(uint64_t)number_of_key(place.key.data) << 32 | number_of_key(place.key.data + 4),
                                         number_of_key(place.key.data + 8)};
    }
    store_place_end(&place);
    if (status == WIRECOPY_OK && have)
        status = store_remove(index->store, c->table, (struct wirecopy_bytes){key, sizeof key});
    return status == WIRECOPY_OK ? merge(index, c, old, bytes, limited ? &limit : NULL) : status;
}

/* Makes the changes of one table. */
static enum wirecopy_status change_table(struct wirecopy_index *index, struct changes *c)
{
    struct buffer old = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && next_change(c))
        status = change_chunk(index, c, &old);
    buffer_release(&old);
    return status;
}

enum wirecopy_status postings_change(struct wirecopy_index *index, const struct sort_record *added, size_t added_count,
                                     const struct sort_record *removed, size_t removed_count)
{
    struct changes recent = {STORE_RECENT, added, removed, added_count, removed_count, 0, 0, {0}}, others = {.table = STORE_POSTINGS};
    enum wirecopy_status status = change_table(index, &recent);
    others.removed = (const struct sort_record *)(const void *)recent.missed.data;
    others.removed_count = recent.missed.size / sizeof *others.removed;
    if (status == WIRECOPY_OK)
        status = change_table(index, &others);
    index->counts.recent += recent.came - recent.gone;
    index->counts.postings += recent.came - recent.gone - others.gone;
    buffer_release(&recent.missed);
    buffer_release(&others.missed);
    return status;
}

/* An eighth of the others: so that each chunk of these gets some twenty; but no more than memory and a transaction bear, and not for a few. */
enum { RECENT_SHARE = 8, RECENT_LEAST = 1 << 19, RECENT_MOST = 1 << 23, MOVED_TOGETHER = 1 << 18 };

bool postings_are_many(const struct wirecopy_index *index)
{
    uint64_t most = (index->counts.postings - index->counts.recent) / RECENT_SHARE;
    most = most < RECENT_LEAST ? RECENT_LEAST : most > RECENT_MOST ? RECENT_MOST : most;
    return index->counts.recent > most;
}

/* Takes the first recent chunks out, into moved. */
static enum wirecopy_status take_recent(struct wirecopy_index *index, struct buffer *moved)
{
    enum wirecopy_status status = WIRECOPY_OK;
    bool end = false;
    while (status == WIRECOPY_OK && !end && moved->size < MOVED_TOGETHER * sizeof(struct sort_record)) {
        struct store_place place;
        char key[POSTING_KEY_BYTES];
        status = store_place_begin(index->store, STORE_RECENT, &place);
        if (status == WIRECOPY_OK)
            status = store_first(&place);
        end = place.end;
        if (status == WIRECOPY_OK && !end)
            status = chunk_take(place.key, place.value, moved);
        if (status == WIRECOPY_OK && !end)
            memcpy(key, place.key.data, sizeof key);
        store_place_end(&place);
        if (status == WIRECOPY_OK && !end)
            status = store_remove(index->store, STORE_RECENT, (struct wirecopy_bytes){key, sizeof key});
    }
    return status;
}

enum wirecopy_status postings_move(struct wirecopy_index *index)
{
    struct buffer moved = {0};
    struct changes others = {.table = STORE_POSTINGS};
    enum wirecopy_status status = take_recent(index, &moved);
    others.added = (const struct sort_record *)(const void *)moved.data;
    others.added_count = moved.size / sizeof *others.added;
    index->counts.recent -= others.added_count;
    if (status == WIRECOPY_OK)
        status = change_table(index, &others);
    buffer_release(&moved);
    return status;
}

enum wirecopy_status postings_look_begin(struct wirecopy_index *index, struct postings_look *look)
{
    enum wirecopy_status status;
    *look = (struct postings_look){.decoded = {0}};
    status = store_place_begin(index->store, STORE_POSTINGS, &look->places[0]);
    return status == WIRECOPY_OK ? store_place_begin(index->store, STORE_RECENT, &look->places[1]) : status;
}

void postings_look_end(struct postings_look *look)
{
    store_place_end(&look->places[0]);
    store_place_end(&look->places[1]);
    buffer_release(&look->decoded);
}

/* The same of one table. */
static enum wirecopy_status look_in(struct postings_look *look, struct store_place *place, uint64_t key, struct buffer *out)
{
    struct sort_record first = {key, 0};
    bool beyond = false;
    enum wirecopy_status status = find_chunk(place, &first);
    while (status == WIRECOPY_OK && !place->end && !beyond) {
        const struct sort_record *postings;
        size_t count;
        look->decoded.size = 0;
        status = chunk_take(place->key, place->value, &look->decoded);
        postings = (const struct sort_record *)(const void *)look->decoded.data;
        count = look->decoded.size / sizeof *postings;
        for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
            uint32_t prefix = (uint32_t)postings[i].value;
            if (postings[i].key == key)
                status = buffer_append(out, &prefix, sizeof prefix);
            beyond |= postings[i].key > key;
        }
        if (status == WIRECOPY_OK && !beyond)
            status = store_next(place);
    }
    return status;
}

enum wirecopy_status postings_of(struct postings_look *look, uint64_t key, struct buffer *out)
{
    enum wirecopy_status status = look_in(look, &look->places[0], key, out);
    return status == WIRECOPY_OK ? look_in(look, &look->places[1], key, out) : status;
}
