/*
 * Stored articles by content hash and id hash. A record is cut into pieces of about a quarter of a page: whole ones would take pages of their own, a third
 * of which would be empty.
 */
#include "index/index.h"

/* Four of them, with their keys and the library's heads, fill a page of 4096 bytes. */
enum { PIECE_BYTES = 970 };

void hash_to_key(struct hash128 hash, char key[HASH_BYTES])
{
    for (unsigned i = 0; i < 8; i++) {
        key[i] = (char)(hash.high >> (56 - 8 * i));
        key[8 + i] = (char)(hash.low >> (56 - 8 * i));
    }
}

struct hash128 hash_of_key(const char key[HASH_BYTES])
{
    struct hash128 hash = {0, 0};
    for (unsigned i = 0; i < 8; i++) {
        hash.high = hash.high << 8 | (unsigned char)key[i];
        hash.low = hash.low << 8 | (unsigned char)key[8 + i];
    }
    return hash;
}

void number_to_key(uint32_t number, char key[4])
{
    for (unsigned i = 0; i < 4; i++)
        key[i] = (char)(number >> (24 - 8 * i));
}

uint32_t number_of_key(const char key[4])
{
    uint32_t number = 0;
    for (unsigned i = 0; i < 4; i++)
        number = number << 8 | (unsigned char)key[i];
    return number;
}

static void piece_key(struct hash128 content, struct hash128 id, uint32_t piece, char key[PIECE_KEY_BYTES])
{
    hash_to_key(content, key);
    hash_to_key(id, key + HASH_BYTES);
    number_to_key(piece, key + ARTICLE_KEY_BYTES);
}

enum wirecopy_status articles_put(struct wirecopy_index *index, struct hash128 content, struct hash128 id, struct wirecopy_bytes bytes,
                                  bool behind_all)
{
    char key[PIECE_KEY_BYTES];
    enum wirecopy_status status = WIRECOPY_OK;
    uint32_t piece = 0;
    for (size_t at = 0; at < bytes.size && status == WIRECOPY_OK; at += PIECE_BYTES) {
        size_t size = bytes.size - at < PIECE_BYTES ? bytes.size - at : PIECE_BYTES;
        piece_key(content, id, piece++, key);
        status = store_put(index->store, STORE_ARTICLES, (struct wirecopy_bytes){key, sizeof key}, (struct wirecopy_bytes){bytes.data + at, size},
                           behind_all);
    }
    return status;
}

enum wirecopy_status articles_drop(struct wirecopy_index *index, struct hash128 content, struct hash128 id)
{
    char key[PIECE_KEY_BYTES];
    bool found = true;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t piece = 0; found && status == WIRECOPY_OK; piece++) {
        struct wirecopy_bytes value;
        piece_key(content, id, piece, key);
        status = store_look(index->store, STORE_ARTICLES, (struct wirecopy_bytes){key, sizeof key}, &value, &found);
        if (status == WIRECOPY_OK && found)
            status = store_remove(index->store, STORE_ARTICLES, (struct wirecopy_bytes){key, sizeof key});
    }
    return status;
}

static enum wirecopy_status pad(struct buffer *out)
{
    static const char zeros[8];
    return buffer_append(out, zeros, (8 - out->size % 8) % 8);
}

enum wirecopy_status articles_of_group(struct wirecopy_index *index, struct hash128 content, struct buffer *out, struct buffer *ends)
{
    char key[HASH_BYTES];
    struct store_place place;
    uint64_t end;
    bool begun = false;
    enum wirecopy_status status = store_place_begin(index->store, STORE_ARTICLES, &place);
    hash_to_key(content, key);
    if (status == WIRECOPY_OK)
        status = store_seek(&place, (struct wirecopy_bytes){key, sizeof key});
    while (status == WIRECOPY_OK && !place.end && place.key.size == PIECE_KEY_BYTES && memcmp(place.key.data, key, sizeof key) == 0) {
        bool first = number_of_key(place.key.data + ARTICLE_KEY_BYTES) == 0;
        if (first && begun) {
            end = out->size;
            status = buffer_append(ends, &end, sizeof end);
        }
        if (status == WIRECOPY_OK && first)
            status = pad(out);
        begun = true;
        if (status == WIRECOPY_OK)
            status = buffer_append(out, place.value.data, place.value.size);
        if (status == WIRECOPY_OK)
            status = store_next(&place);
    }
    store_place_end(&place);
    end = out->size;
    return status == WIRECOPY_OK && begun ? buffer_append(ends, &end, sizeof end) : status;
}

enum wirecopy_status ids_find(struct wirecopy_index *index, struct hash128 id, struct id_entry *entry_out, bool *found)
{
    char key[HASH_BYTES];
    struct wirecopy_bytes value;
    enum wirecopy_status status;
    hash_to_key(id, key);
    status = store_look(index->store, STORE_IDS, (struct wirecopy_bytes){key, sizeof key}, &value, found);
    if (status == WIRECOPY_OK && *found && value.size != sizeof *entry_out)
        return status_fail(WIRECOPY_BAD_INPUT, "an id of the index is damaged");
    if (status == WIRECOPY_OK && *found)
        memcpy(entry_out, value.data, sizeof *entry_out);
    return status;
}

enum wirecopy_status ids_put(struct wirecopy_index *index, struct hash128 id, const struct id_entry *entry, bool behind_all)
{
    char key[HASH_BYTES];
    hash_to_key(id, key);
    return store_put(index->store, STORE_IDS, (struct wirecopy_bytes){key, sizeof key}, (struct wirecopy_bytes){(const char *)entry, sizeof *entry},
                     behind_all);
}

enum wirecopy_status groups_with_prefix(struct wirecopy_index *index, uint32_t prefix, struct buffer *out)
{
    char key[4];
    struct store_place place;
    enum wirecopy_status status = store_place_begin(index->store, STORE_GROUPS, &place);
    number_to_key(prefix, key);
    if (status == WIRECOPY_OK)
        status = store_seek(&place, (struct wirecopy_bytes){key, sizeof key});
    while (status == WIRECOPY_OK && !place.end && place.key.size == HASH_BYTES && memcmp(place.key.data, key, sizeof key) == 0) {
        struct hash128 content = hash_of_key(place.key.data);
        status = buffer_append(out, &content, sizeof content);
        if (status == WIRECOPY_OK)
            status = store_next(&place);
    }
    store_place_end(&place);
    return status;
}
