/*
 * What lies in an index, as if it had been changed and its sums with it: the first byte says what the others are, the record of an article or a chunk of
 * keys. Either is refused, or read as something that is put among other articles, whose lines and words add up.
 */
#include <stdlib.h>

#include "index/postings.h"
#include "index/record.h"

static void require(bool condition)
{
    if (!condition)
        abort();
}

static void put_among_others(const struct record *record)
{
    struct scratch_space *space;
    struct texts *texts;
    struct articles articles;
    struct buffer room = {0};
    struct text_view view = {.ahead = false};
    require(scratch_space_create(NULL, (uint64_t)1 << 22, &space) == WIRECOPY_OK);
    require(texts_create(space, (uint64_t)1 << 22, &texts) == WIRECOPY_OK);
    require(articles_init(&articles, space) == WIRECOPY_OK);
    if (record_put(record, &articles, texts, &room) == WIRECOPY_OK) {
        require(articles.count == 1 && texts_count(texts) == 1);
        require(texts_words(texts, 0, &view) == WIRECOPY_OK);
        require(view.word_count == record->heading.words && view.line_count == record->heading.lines);
    }
    text_view_release(&view);
    buffer_release(&room);
    articles_release(&articles);
    texts_free(texts);
    scratch_space_free(space);
}

/* The sum of a record is made good, so that what is behind it is looked at. */
static void try_record(char *bytes, size_t size)
{
    struct record record;
    if (size > sizeof record.heading.checksum) {
        uint64_t checksum = hash_bytes(bytes + sizeof checksum, size - sizeof checksum);
        memcpy(bytes, &checksum, sizeof checksum);
    }
    if (record_read((struct wirecopy_bytes){bytes, size}, &record) == WIRECOPY_OK)
        put_among_others(&record);
}

static void try_chunk(char *bytes, size_t size)
{
    struct buffer postings = {0};
    struct wirecopy_bytes key = {bytes, POSTING_KEY_BYTES}, value = {bytes + POSTING_KEY_BYTES, size - POSTING_KEY_BYTES};
    if (size < POSTING_KEY_BYTES)
        return;
    chunk_seal(key, bytes + POSTING_KEY_BYTES, value.size);
    if (chunk_take(key, value, &postings) == WIRECOPY_OK)
        require(postings.size > 0);
    buffer_release(&postings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *bytes = size > 0 ? malloc(size) : NULL; /* begins at a multiple of 8, as records do */
    if (!bytes)
        return 0;
    memcpy(bytes, data + 1, size - 1);
    if (*data % 2)
        try_chunk(bytes, size - 1);
    else
        try_record(bytes, size - 1);
    free(bytes);
    return 0;
}
