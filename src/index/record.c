/* Records are written and read by copying: the file is of this machine's byte order, as LMDB's is. */
#include "index/record.h"

#include <string.h>

#include "text/packed_lines.h"

#define ABSENT UINT32_MAX
enum { STRINGS = 6, KEPT_FLAGS = ARTICLE_EMPTY | ARTICLE_SHORT | ARTICLE_CLUSTERS };

void record_room_release(struct record_room *room)
{
    text_view_release(&room->lines);
    text_view_release(&room->words);
    buffer_release(&room->meta);
}

struct hash128 record_id(struct wirecopy_bytes id)
{
    return hash_bytes_128(id.data, id.size);
}

static enum wirecopy_status append_lines(const struct text_view *view, struct buffer *out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t done = 0, part; done < view->line_count && status == WIRECOPY_OK; done += part) {
        part = view->line_count - done < PACKED_LINES_MOST ? view->line_count - done : PACKED_LINES_MOST;
        status = buffer_reserve(out, PACKED_BLOCK_MOST);
        if (status == WIRECOPY_OK)
            out->size += packed_lines_put(view->lines + done, part, (unsigned char *)out->data + out->size);
    }
    return status;
}

static enum wirecopy_status append(const struct article_meta *meta, const struct record_room *room, struct record_heading *heading,
                                   struct buffer *out)
{
    const struct wirecopy_bytes strings[STRINGS] = {meta->id, meta->title, meta->source, meta->date, meta->url, meta->credit};
    size_t before;
    enum wirecopy_status status = buffer_append(out, heading, sizeof *heading);
    if (status == WIRECOPY_OK)
        status = buffer_append(out, room->words.words, heading->words * sizeof(uint32_t));
    if (status == WIRECOPY_OK)
        status = buffer_append(out, meta->title_words, heading->title_words * sizeof(uint32_t));
    before = out->size;
    if (status == WIRECOPY_OK)
        status = append_lines(&room->lines, out);
    heading->line_bytes = (uint32_t)(out->size - before);
    for (unsigned i = 0; i < STRINGS && status == WIRECOPY_OK; i++) {
        heading->sizes[i] = strings[i].data ? (uint32_t)strings[i].size : ABSENT;
        status = buffer_append(out, strings[i].data, strings[i].data ? strings[i].size : 0);
    }
    return status;
}

static enum wirecopy_status make(const struct holdings *holdings, uint32_t number, bool bare, struct record_room *room, struct buffer *out)
{
    const struct article *row = &holdings->articles.rows[number];
    struct record_heading heading;
    struct article_meta meta;
    size_t begin = out->size;
    enum wirecopy_status status = articles_meta(&holdings->articles, number, &room->meta, &meta);
    room->lines.line_count = room->words.word_count = 0;
    if (status == WIRECOPY_OK && !bare)
        status = texts_lines(holdings->texts, number, &room->lines);
    if (status == WIRECOPY_OK && !bare)
        status = texts_words(holdings->texts, number, &room->words);
    if (status != WIRECOPY_OK)
        return status;
    memset(&heading, 0, sizeof heading); /* no byte of it is chance */
    heading.content = row->content;
    heading.raw = meta.raw;
    heading.id = record_id(meta.id);
    heading.day = row->day;
    heading.minute = row->minute;
    heading.flags = row->flags & KEPT_FLAGS;
    heading.words = (uint32_t)room->words.word_count;
    heading.title_words = (uint32_t)meta.title_word_count;
    heading.lines = (uint32_t)room->lines.line_count;
    status = append(&meta, room, &heading, out);
    if (status != WIRECOPY_OK)
        return status;
    memcpy(out->data + begin, &heading, sizeof heading);
    heading.checksum = hash_bytes(out->data + begin + sizeof heading.checksum, out->size - begin - sizeof heading.checksum);
    memcpy(out->data + begin, &heading, sizeof heading);
    return WIRECOPY_OK;
}

enum wirecopy_status record_make(const struct holdings *holdings, uint32_t number, struct record_room *room, struct buffer *out)
{
    return make(holdings, number, false, room, out);
}

enum wirecopy_status record_make_bare(const struct holdings *holdings, uint32_t number, struct record_room *room, struct buffer *out)
{
    return make(holdings, number, true, room, out);
}

static enum wirecopy_status damaged(void)
{
    return status_fail(WIRECOPY_BAD_INPUT, "an article of the index is damaged");
}

/* What a heading says of its parts, added up. */
static uint64_t sum_of(const struct record_heading *heading)
{
    uint64_t sum = sizeof *heading + ((uint64_t)heading->words + heading->title_words) * sizeof(uint32_t) + heading->line_bytes;
    for (unsigned i = 0; i < STRINGS; i++)
        sum += heading->sizes[i] == ABSENT ? 0 : heading->sizes[i];
    return sum;
}

size_t record_size(struct wirecopy_bytes bytes)
{
    struct record_heading heading;
    uint64_t sum;
    if (bytes.size < sizeof heading)
        return 0;
    memcpy(&heading, bytes.data, sizeof heading);
    sum = sum_of(&heading);
    return sum <= bytes.size ? (size_t)sum : 0;
}

enum wirecopy_status record_read(struct wirecopy_bytes bytes, struct record *record_out)
{
    struct record_heading *heading = &record_out->heading;
    const char *at = bytes.data + sizeof *heading;
    if (bytes.size < sizeof *heading)
        return damaged();
    memcpy(heading, bytes.data, sizeof *heading);
    if (sum_of(heading) != bytes.size || heading->sizes[RECORD_ID] == ABSENT ||
        heading->checksum != hash_bytes(bytes.data + sizeof heading->checksum, bytes.size - sizeof heading->checksum))
        return damaged();
    record_out->words = (const uint32_t *)(const void *)at;
    at += heading->words * sizeof(uint32_t);
    record_out->title_words = (const uint32_t *)(const void *)at;
    at += heading->title_words * sizeof(uint32_t);
    record_out->blocks = (const unsigned char *)at;
    at += heading->line_bytes;
    for (unsigned i = 0; i < STRINGS; i++) {
        bool absent = heading->sizes[i] == ABSENT;
        record_out->strings[i] = absent ? (struct wirecopy_bytes){NULL, 0} : (struct wirecopy_bytes){at, heading->sizes[i]};
        at += absent ? 0 : heading->sizes[i];
    }
    return WIRECOPY_OK;
}

/* Its lines, into room. */
static enum wirecopy_status take_lines(const struct record *record, struct buffer *room)
{
    size_t lines = record->heading.lines, bytes = record->heading.line_bytes, taken = 0, at = 0;
    enum wirecopy_status status;
    if (lines > bytes / sizeof(uint64_t)) /* each has a hash */
        return damaged();
    room->size = 0;
    status = buffer_reserve(room, (lines + PACKED_LINES_MOST) * sizeof(struct line));
    while (status == WIRECOPY_OK && taken < lines) {
        uint64_t block[(PACKED_BLOCK_MOST + 7) / 8]; /* blocks are read eight bytes at a time */
        size_t count = 0, size;
        if (bytes - at < PACKED_HEAD_BYTES)
            return damaged();
        size = packed_lines_size(record->blocks + at, &count);
        if (size == 0 || size > bytes - at || size > sizeof block || count > lines - taken)
            return damaged();
        memcpy(block, record->blocks + at, size);
        if (!packed_lines_take((const unsigned char *)block, (struct line *)(void *)room->data + taken))
            return damaged();
        taken += count;
        at += size;
    }
    return status == WIRECOPY_OK && at != bytes ? damaged() : status;
}

enum wirecopy_status record_put(const struct record *record, struct articles *articles, struct texts *texts, struct buffer *room)
{
    const struct record_heading *heading = &record->heading;
    struct folded_article article = {
        .raw =
            {
                .id = record->strings[RECORD_ID],
                .title = record->strings[RECORD_TITLE],
                .source = record->strings[RECORD_SOURCE],
                .date = record->strings[RECORD_DATE],
                .url = record->strings[RECORD_URL],
                .day = heading->day,
                .minute = heading->minute == UNKNOWN_MINUTE ? NO_MINUTE : heading->minute,
            },
        .raw_hash = heading->raw,
        .credit = record->strings[RECORD_CREDIT],
        .flags = heading->flags,
        .content = heading->content,
        .title_words = record->title_words,
        .title_word_count = heading->title_words,
    };
    uint64_t words = 0;
    const struct line *lines;
    enum wirecopy_status status = take_lines(record, room);
    if (status != WIRECOPY_OK)
        return status;
    lines = (const struct line *)(const void *)room->data;
    for (uint32_t i = 0; i < heading->lines; i++)
        words += lines[i].word_count;
    if (words != heading->words)
        return damaged();
    status = articles_add(articles, &article);
    if (status != WIRECOPY_OK)
        return status;
    articles->rows[articles->count - 1].content = heading->content; /* of an empty one it was made of its id as that was then */
    status = texts_add(texts, lines, heading->lines, record->words, heading->words);
    if (status != WIRECOPY_OK)
        articles->count--; /* the two stay in step */
    return status;
}
