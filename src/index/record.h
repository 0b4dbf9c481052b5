/*
 * An article as it lies in an index. Takes: an article of a corpus that was read. Gives: all that comparing and showing it asks for, as bytes, and an
 * article again. Promises: bytes that were changed are refused. Does not know: tables, keys.
 */
#ifndef WIRECOPY_INDEX_RECORD_H
#define WIRECOPY_INDEX_RECORD_H

#include "cluster/corpus.h"

/* What a record begins with; behind it words, the words of the title, lines in blocks, and strings. */
struct record_heading {
    uint64_t checksum; /* of all behind it */
    struct hash128 content, raw, id;
    int32_t day;
    int16_t minute;
    uint16_t flags; /* of the article's row, those that folding gave */
    uint32_t words, title_words, lines, line_bytes;
    uint32_t sizes[6]; /* id, title, source, date, url, credit; UINT32_MAX where absent */
};

/* A record that is whole; borrowed from its bytes. */
struct record {
    struct record_heading heading;
    const uint32_t *words, *title_words;
    const unsigned char *blocks;
    struct wirecopy_bytes strings[6];
};
enum { RECORD_ID, RECORD_TITLE, RECORD_SOURCE, RECORD_DATE, RECORD_URL, RECORD_CREDIT };

/* The buffers of whoever makes records. {0} at first. */
struct record_room {
    struct text_view lines, words;
    struct buffer meta;
};
void record_room_release(struct record_room *room);

/* The name under which an id is looked up. */
struct hash128 record_id(struct wirecopy_bytes id);

/* Makes the record of an article, of whose id what settling ids appended is a part, into out. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY, WIRECOPY_TOO_LARGE. */
enum wirecopy_status record_make(const struct holdings *holdings, uint32_t number, struct record_room *room, struct buffer *out);

/* The same without words and lines, for one that stands behind another one of equal text. */
enum wirecopy_status record_make_bare(const struct holdings *holdings, uint32_t number, struct record_room *room, struct buffer *out);

/* How long the record is with which bytes begin, as its head says; 0 where they are too few for one. */
size_t record_size(struct wirecopy_bytes bytes);

/* Shows a record. bytes begin at a multiple of 8. Errors: WIRECOPY_BAD_INPUT. */
enum wirecopy_status record_read(struct wirecopy_bytes bytes, struct record *record_out);

/* Adds its article to others. room: for its lines. Errors: WIRECOPY_BAD_INPUT, WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status record_put(const struct record *record, struct articles *articles, struct texts *texts, struct buffer *room);

#endif
