/* Rows in memory, strings in scratch; ids are compared by a sort of their hashes, so that no table of ids is kept. */
#include "learn/articles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sort/sort.h"

#define ABSENT UINT32_MAX
enum { STRINGS = 6, SUFFIX_BYTES = 17 /* "#" and 16 digits */ };

/* Stands in scratch before an article's title words and strings. */
struct heading {
    uint32_t bytes; /* of the whole record, heading included; a multiple of 8 */
    uint32_t title_word_count;
    struct hash128 raw;
    uint64_t url_hash;
    uint32_t sizes[STRINGS]; /* id, title, source, date, url, credit; ABSENT */
};

enum wirecopy_status articles_init(struct articles *articles, struct scratch_space *space)
{
    *articles = (struct articles){0};
    return scratch_create(space, &articles->meta);
}

void articles_release(struct articles *articles)
{
    scratch_free(articles->meta);
    memory_free(articles->rows);
    *articles = (struct articles){0};
}

enum wirecopy_status articles_save(const struct articles *articles, struct saving *saving)
{
    enum wirecopy_status status = saving_put(saving, articles->rows, articles->count * sizeof *articles->rows);
    return status == WIRECOPY_OK ? saving_put_scratch(saving, articles->meta) : status;
}

/* Strings are copied, while memory lasts: they are looked up here and there. */
enum wirecopy_status articles_restore(struct articles *articles, struct saved *saved, struct scratch_space *space)
{
    enum wirecopy_status status;
    *articles = (struct articles){0};
    status = saved_take_array(saved, sizeof *articles->rows, &articles->rows, &articles->count);
    articles->capacity = articles->count;
    if (status == WIRECOPY_OK)
        status = saved_take_scratch(saved, space, true, &articles->meta);
    if (status != WIRECOPY_OK)
        articles_release(articles);
    return status;
}

static enum wirecopy_status append_meta(struct articles *articles, const struct folded_article *article, struct wirecopy_bytes id, uint64_t url_hash)
{
    const struct raw_article *raw = &article->raw;
    struct wirecopy_bytes strings[STRINGS] = {id, raw->title, raw->source, raw->date, raw->url, article->credit};
    struct heading heading = {.title_word_count = (uint32_t)article->title_word_count, .raw = article->raw_hash, .url_hash = url_hash};
    uint64_t bytes = sizeof heading + article->title_word_count * sizeof(uint32_t);
    static const char padding[8];
    enum wirecopy_status status;
    for (unsigned i = 0; i < STRINGS; i++) {
        heading.sizes[i] = strings[i].data ? (uint32_t)strings[i].size : ABSENT;
        bytes += strings[i].data ? strings[i].size : 0;
    }
    if (bytes > UINT32_MAX - 8)
        return status_fail(WIRECOPY_TOO_LARGE, "the strings of one article exceed 4 GiB");
    heading.bytes = (uint32_t)(bytes + 7) / 8 * 8;
    status = scratch_append(articles->meta, &heading, sizeof heading);
    if (status == WIRECOPY_OK)
        status = scratch_append(articles->meta, article->title_words, article->title_word_count * sizeof(uint32_t));
    for (unsigned i = 0; i < STRINGS && status == WIRECOPY_OK; i++)
        if (strings[i].data)
            status = scratch_append(articles->meta, strings[i].data, strings[i].size);
    if (status == WIRECOPY_OK)
        status = scratch_append(articles->meta, padding, heading.bytes - bytes);
    return status;
}

/* Empty articles are no copies of each other, so what tells them apart stands in for their content. */
static struct hash128 content_of_empty(struct wirecopy_bytes id, struct hash128 raw)
{
    struct hash128 of_id = hash_bytes_128(id.data, id.size), both[2] = {of_id, raw};
    return hash_seeded_128(both, sizeof both, ARTICLE_EMPTY);
}

/* For an article without an id: of its text and all else that is known of it, so that equal texts of two outlets stay two. */
static struct hash128 hash_of_all(const struct folded_article *article)
{
    const struct wirecopy_bytes strings[] = {article->raw.title, article->raw.source, article->raw.date, article->raw.url};
    struct hash128 hash = article->raw_hash;
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        if (strings[i].data)
            hash = hash_seeded_128(strings[i].data, strings[i].size, (hash.high ^ hash.low) + i);
    return hash;
}

struct wirecopy_bytes article_id(const struct folded_article *article, char room[ID_HASH_BYTES + 1])
{
    static const char before[] = "xxh:";
    if (article->raw.id.data)
        return article->raw.id;
    memcpy(room, before, sizeof before);
    hash128_write(hash_of_all(article), room + strlen(before));
    return (struct wirecopy_bytes){room, ID_HASH_BYTES};
}

enum wirecopy_status articles_add(struct articles *articles, const struct folded_article *article)
{
    char id_hash[ID_HASH_BYTES + 1];
    struct wirecopy_bytes id = article_id(article, id_hash);
    struct article row = {.content = article->content,
                          .day = article->raw.day,
                          .minute = article->raw.minute == NO_MINUTE ? UNKNOWN_MINUTE : (int16_t)article->raw.minute,
                          .flags = (uint16_t)article->flags};
    uint64_t url_hash = article->raw.url.data ? hash_bytes(article->raw.url.data, article->raw.url.size) | 1 : 0;
    enum wirecopy_status status;
    if (articles->count >= INT32_MAX)
        return status_fail(WIRECOPY_TOO_LARGE, "more than 2^31 articles");
    if (row.flags & ARTICLE_EMPTY)
        row.content = content_of_empty(id, article->raw_hash);
    if (article->raw.url.data)
        row.flags |= (uint16_t)(ARTICLE_HAS_URL | (url_hash >> 48) / ARTICLE_URL_BIT * ARTICLE_URL_BIT);
    if (article->raw.source.data)
        row.source = hash_bytes(article->raw.source.data, article->raw.source.size) | 1;
    row.meta_at = scratch_size(articles->meta);
    status = array_reserve(&articles->rows, &articles->capacity, articles->count + 1, sizeof *articles->rows);
    if (status == WIRECOPY_OK)
        status = append_meta(articles, article, id, url_hash);
    if (status == WIRECOPY_OK)
        articles->rows[articles->count++] = row;
    return status;
}

static struct wirecopy_bytes take(const char **at, uint32_t size)
{
    struct wirecopy_bytes string = {NULL, 0};
    if (size != ABSENT) {
        string = (struct wirecopy_bytes){*at, size};
        *at += size;
    }
    return string;
}

/* Describes the record in room, whose heading it begins with; room has as much room behind it as renaming needs. */
static void describe(const struct article *row, struct buffer *room, struct article_meta *meta_out)
{
    struct heading heading;
    const char *at = room->data + sizeof heading;
    memcpy(&heading, room->data, sizeof heading);
    room->size = heading.bytes;
    *meta_out = (struct article_meta){.raw = heading.raw, .url_hash = heading.url_hash};
    meta_out->title_words = (const uint32_t *)(const void *)at;
    meta_out->title_word_count = heading.title_word_count;
    at += heading.title_word_count * sizeof(uint32_t);
    meta_out->id = take(&at, heading.sizes[0]);
    meta_out->title = take(&at, heading.sizes[1]);
    meta_out->source = take(&at, heading.sizes[2]);
    meta_out->date = take(&at, heading.sizes[3]);
    meta_out->url = take(&at, heading.sizes[4]);
    meta_out->credit = take(&at, heading.sizes[5]);
    if (row->flags & ARTICLE_RENAMED) {
        char *renamed = room->data + heading.bytes; /* room for it was reserved */
        memcpy(renamed, meta_out->id.data, meta_out->id.size);
        snprintf(renamed + meta_out->id.size, SUFFIX_BYTES + 1, "#%016llx", (unsigned long long)(heading.raw.high ^ heading.raw.low));
        meta_out->id = (struct wirecopy_bytes){renamed, meta_out->id.size + SUFFIX_BYTES};
    }
}

/* A record with its id once more, as renaming appends to it. */
static enum wirecopy_status reserve(struct buffer *room, size_t record)
{
    room->size = 0;
    return buffer_reserve(room, 2 * record + SUFFIX_BYTES + 1);
}

/* Most records are no longer. */
enum { GUESSED_BYTES = 512, TITLE_BYTES = 128, ID_BYTES = 192 };

/* Shows bytes of the strings: in a file, with those behind them where a window is given and they are asked for in order. */
static enum wirecopy_status look(const struct articles *articles, uint64_t at, size_t size, struct scratch_window *window, struct buffer *room,
                                 const void **view)
{
    return window ? scratch_view_near(articles->meta, at, size, window, view) : scratch_view(articles->meta, at, size, room, view);
}

enum wirecopy_status articles_meta_near(const struct articles *articles, uint32_t number, struct scratch_window *window, struct buffer *room,
                                        struct article_meta *meta_out)
{
    const struct article *row = &articles->rows[number];
    uint64_t left = scratch_size(articles->meta) - row->meta_at;
    size_t guessed = left < GUESSED_BYTES ? (size_t)left : GUESSED_BYTES;
    struct heading heading;
    const void *view = NULL;
    enum wirecopy_status status = reserve(room, guessed);
    if (status == WIRECOPY_OK)
        status = look(articles, row->meta_at, guessed, window, room, &view); /* in place, or in the room */
    if (status != WIRECOPY_OK)
        return status;
    memcpy(&heading, view, sizeof heading);
    if (heading.bytes > guessed) {
        status = reserve(room, heading.bytes);
        if (status == WIRECOPY_OK)
            status = scratch_read(articles->meta, row->meta_at, room->data, heading.bytes);
    } else if (view != room->data) {
        memcpy(room->data, view, heading.bytes);
    }
    if (status == WIRECOPY_OK)
        describe(row, room, meta_out);
    return status;
}

enum wirecopy_status articles_meta(const struct articles *articles, uint32_t number, struct buffer *room, struct article_meta *meta_out)
{
    return articles_meta_near(articles, number, NULL, room, meta_out);
}

enum wirecopy_status articles_title(const struct articles *articles, uint32_t number, struct scratch_window *window, uint64_t *url_hash_out,
                                    const uint32_t **words_out, size_t *count_out)
{
    uint64_t at = articles->rows[number].meta_at, left = scratch_size(articles->meta) - at;
    size_t guessed = left < TITLE_BYTES ? (size_t)left : TITLE_BYTES, needed;
    struct heading heading;
    const void *view;
    enum wirecopy_status status = scratch_view_near(articles->meta, at, guessed, window, &view);
    if (status != WIRECOPY_OK)
        return status;
    memcpy(&heading, view, sizeof heading);
    needed = sizeof heading + heading.title_word_count * sizeof(uint32_t);
    if (needed > guessed)
        status = scratch_view_near(articles->meta, at, needed, window, &view);
    *url_hash_out = heading.url_hash;
    *words_out = (const uint32_t *)(const void *)((const char *)view + sizeof heading);
    *count_out = heading.title_word_count;
    return status;
}

void articles_prefetch(const struct articles *articles, uint32_t number)
{
    uint64_t at = articles->rows[number].meta_at, left = scratch_size(articles->meta) - at;
    scratch_prefetch(articles->meta, at, left < GUESSED_BYTES ? (size_t)left : GUESSED_BYTES);
}

enum wirecopy_status articles_meta_ahead(const struct articles *articles, uint32_t number, struct scratch_window *window, struct buffer *room,
                                         struct article_meta *meta_out)
{
    const struct article *row = &articles->rows[number];
    struct heading heading;
    const void *view;
    enum wirecopy_status status = scratch_view_ahead(articles->meta, row->meta_at, sizeof heading, window, &view);
    if (status != WIRECOPY_OK)
        return status;
    memcpy(&heading, view, sizeof heading);
    status = scratch_view_ahead(articles->meta, row->meta_at, heading.bytes, window, &view);
    if (status == WIRECOPY_OK)
        status = reserve(room, heading.bytes);
    if (status != WIRECOPY_OK)
        return status;
    memcpy(room->data, view, heading.bytes);
    describe(row, room, meta_out);
    return WIRECOPY_OK;
}

/* The id that an article came with, without a copy of its record. */
static enum wirecopy_status own_id_ahead(const struct articles *articles, uint32_t number, struct scratch_window *window,
                                         struct wirecopy_bytes *id_out)
{
    uint64_t at = articles->rows[number].meta_at, left = scratch_size(articles->meta) - at;
    size_t guessed = left < ID_BYTES ? (size_t)left : ID_BYTES, before;
    struct heading heading;
    const void *view;
    enum wirecopy_status status = scratch_view_ahead(articles->meta, at, guessed, window, &view);
    if (status != WIRECOPY_OK)
        return status;
    memcpy(&heading, view, sizeof heading);
    before = sizeof heading + heading.title_word_count * sizeof(uint32_t);
    if (before + heading.sizes[0] > guessed)
        status = scratch_view_ahead(articles->meta, at, before + heading.sizes[0], window, &view);
    if (status == WIRECOPY_OK)
        *id_out = (struct wirecopy_bytes){(const char *)view + before, heading.sizes[0]};
    return status;
}

enum wirecopy_status articles_id_ahead(const struct articles *articles, uint32_t number, struct scratch_window *window, struct buffer *room,
                                       struct wirecopy_bytes *id_out)
{
    struct article_meta meta;
    enum wirecopy_status status;
    if (!(articles->rows[number].flags & ARTICLE_RENAMED))
        return own_id_ahead(articles, number, window, id_out);
    status = articles_meta_ahead(articles, number, window, room, &meta);
    *id_out = meta.id;
    return status;
}

/* An article among those whose ids have one hash. */
struct claim {
    uint32_t number;
    struct hash128 id, raw, all; /* of the id, the text, and every string */
};

static int compare_claims(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    int order = hash128_compare(x->id, y->id);
    if (order == 0)
        order = hash128_compare(x->raw, y->raw);
    if (order == 0)
        order = hash128_compare(x->all, y->all);
    return order ? order : x->number < y->number ? -1 : x->number > y->number;
}

static enum wirecopy_status make_claim(const struct articles *articles, uint32_t number, struct buffer *room, struct claim *claim)
{
    struct article_meta meta;
    enum wirecopy_status status = articles_meta(articles, number, room, &meta);
    if (status != WIRECOPY_OK)
        return status;
    claim->number = number;
    claim->id = hash_seeded_128(meta.id.data, meta.id.size, articles->rows[number].flags & ARTICLE_REFERENCE);
    claim->raw = meta.raw;
    claim->all = hash_bytes_128(room->data, room->size);
    return WIRECOPY_OK;
}

/* Settles the articles whose ids share one hash: within one id, the first of each text stays, others are repeats. */
static void settle(struct articles *articles, struct claim *claims, size_t count, uint64_t *repeats, uint64_t *renamed)
{
    qsort(claims, count, sizeof *claims, compare_claims);
    for (size_t start = 0, end; start < count; start = end) {
        bool texts_differ;
        uint32_t kept = claims[start].number;
        for (end = start + 1; end < count && hash128_compare(claims[start].id, claims[end].id) == 0; end++)
            continue;
        texts_differ = hash128_compare(claims[start].raw, claims[end - 1].raw) != 0;
        for (size_t i = start; i < end; i++) {
            struct article *row = &articles->rows[claims[i].number];
            if (i > start && hash128_compare(claims[i].raw, claims[i - 1].raw) != 0)
                kept = claims[i].number;
            if (i > start && hash128_compare(claims[i].raw, claims[i - 1].raw) == 0) {
                row->flags |= ARTICLE_REPEAT;
                row->source = kept;
                ++*repeats;
            } else if (texts_differ) {
                row->flags |= ARTICLE_RENAMED;
                ++*renamed;
            }
        }
    }
}

static enum wirecopy_status settle_runs(struct articles *articles, struct sorter *sorter, struct buffer *values, struct buffer *claims_room,
                                        struct buffer *meta_room, uint64_t *repeats, uint64_t *renamed)
{
    for (;;) {
        uint64_t key;
        size_t count;
        bool end;
        struct claim *claims;
        const uint64_t *numbers;
        enum wirecopy_status status = sorter_next_run(sorter, &key, values, SIZE_MAX, &count, &end);
        if (status != WIRECOPY_OK || end)
            return status;
        if (count == 1)
            continue;
        claims_room->size = 0;
        status = buffer_reserve(claims_room, count * sizeof *claims);
        if (status != WIRECOPY_OK)
            return status;
        claims = (struct claim *)(void *)claims_room->data;
        numbers = (const uint64_t *)(const void *)values->data;
        for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
            status = make_claim(articles, (uint32_t)numbers[i], meta_room, &claims[i]);
        if (status != WIRECOPY_OK)
            return status;
        settle(articles, claims, count, repeats, renamed);
    }
}

enum wirecopy_status articles_settle_ids(struct articles *articles, struct scratch_space *space, uint64_t memory_bytes, uint64_t *repeats_out,
                                         uint64_t *renamed_out)
{
    struct sorter *sorter = NULL;
    struct scratch_window window = {0};
    struct buffer room = {0}, values = {0}, claims = {0};
    enum wirecopy_status status = sorter_create(space, memory_bytes, &sorter);
    *repeats_out = *renamed_out = 0;
    for (uint32_t i = 0; i < articles->count && status == WIRECOPY_OK; i++) {
        struct wirecopy_bytes id;
        status = own_id_ahead(articles, i, &window, &id);
        if (status == WIRECOPY_OK)
            status = sorter_add(sorter, hash_bytes(id.data, id.size), i);
    }
    if (status == WIRECOPY_OK)
        status = sorter_finish(sorter);
    if (status == WIRECOPY_OK)
        status = settle_runs(articles, sorter, &values, &claims, &room, repeats_out, renamed_out);
    sorter_free(sorter);
    scratch_window_release(&window);
    buffer_release(&room);
    buffer_release(&values);
    buffer_release(&claims);
    return status;
}
