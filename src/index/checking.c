/*
 * Checking: what tables hold is made anew from the articles, a handful at a time, and compared; keys go through a sort, so that they and the postings
 * can be walked through side by side.
 */
#include <stdarg.h>
#include <stdio.h>

#include "index/changing.h"
#include "index/handful.h"
#include "index/postings.h"

/* Records of a handful. */
static const uint64_t HANDFUL_BYTES = (uint64_t)8 << 20;

/* Scratch may have so much memory. */
static const uint64_t SCRATCH_BYTES = (uint64_t)64 << 20;

/* Not more than so many things are told one by one. */
enum { TOLD_MOST = 20 };

struct checking {
    struct wirecopy_index *index;
    void (*wrong)(void *context, const char *what);
    void *context;
    uint64_t wrongs;
    struct scratch_space *space;
    struct sorter *postings;     /* as they should be */
    struct buffer records, ends; /* of the handful: whole groups */
    struct buffer postings_room; /* of one group */
    struct group_keys keys;
    struct index_counts counted;
};

static void say(struct checking *c, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void say(struct checking *c, const char *format, ...)
{
    char what[256];
    va_list arguments;
    if (++c->wrongs > TOLD_MOST)
        return;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    if (c->wrong)
        c->wrong(c->context, what);
}

/* Whether a record is that of its keys, and is known by its id. */
static enum wirecopy_status check_record(struct checking *c, struct wirecopy_bytes bytes, struct hash128 content)
{
    struct record record;
    struct id_entry entry;
    bool found;
    enum wirecopy_status status = record_read(bytes, &record);
    c->counted.articles++;
    if (status == WIRECOPY_BAD_INPUT) {
        say(c, "%s", status_detail());
        return status;
    }
    if (status == WIRECOPY_OK)
        status = ids_find(c->index, record.heading.id, &entry, &found);
    if (status != WIRECOPY_OK)
        return status;
    if (hash128_compare(record.heading.content, content) != 0 || hash128_compare(record_id(record.strings[RECORD_ID]), record.heading.id) != 0)
        say(c, "the article %.*s lies where another belongs", (int)record.strings[RECORD_ID].size, record.strings[RECORD_ID].data);
    else if (!found || hash128_compare(entry.content, content) != 0 || hash128_compare(entry.raw, record.heading.raw) != 0)
        say(c, "the article %.*s is not known by its id", (int)record.strings[RECORD_ID].size, record.strings[RECORD_ID].data);
    return WIRECOPY_OK;
}

/* Whether a group's entry is what its articles make it. */
static enum wirecopy_status check_entry(struct checking *c, struct hash128 content, uint32_t members)
{
    char key[HASH_BYTES];
    struct wirecopy_bytes value;
    struct group_entry entry;
    bool found;
    enum wirecopy_status status;
    hash_to_key(content, key);
    status = store_look(c->index->store, STORE_GROUPS, (struct wirecopy_bytes){key, sizeof key}, &value, &found);
    if (status != WIRECOPY_OK)
        return status;
    if (found && value.size == sizeof entry)
        memcpy(&entry, value.data, sizeof entry);
    if (!found || value.size != sizeof entry)
        say(c, "a text with %u articles is not known", members);
    else if (entry.members != members || entry.sampled != c->keys.counts.sampled || entry.whole != c->keys.counts.whole)
        say(c, "a text with %u articles has other keys, or other articles, than it should", members);
    return WIRECOPY_OK;
}

static enum wirecopy_status check_group(struct checking *c, const struct handful *handful, uint32_t rank)
{
    struct hash128 content = handful->articles.rows[groups_leader(&handful->groups, rank)].content;
    const struct sort_record *postings;
    enum wirecopy_status status = handful_keys(handful, rank, &c->keys);
    c->postings_room.size = 0;
    c->counted.groups++;
    if (status == WIRECOPY_OK)
        status = check_entry(c, content, groups_size(&handful->groups, rank));
    if (status == WIRECOPY_OK)
        status = list_postings(c->index, &c->keys, content, &c->postings_room);
    postings = (const struct sort_record *)(const void *)c->postings_room.data;
    for (size_t i = 0; i < c->postings_room.size / sizeof *postings && status == WIRECOPY_OK; i++)
        status = sorter_add(c->postings, postings[i].key, postings[i].value);
    return status;
}

/* Checks the groups whose records were read. */
static enum wirecopy_status check_handful(struct checking *c)
{
    struct handful handful;
    enum wirecopy_status status = handful_begin(&handful, c->index, 2 * c->records.size + HANDFUL_BYTES);
    if (status == WIRECOPY_OK)
        status = handful_add_all(&handful, &c->records, &c->ends, NULL, 0);
    if (status == WIRECOPY_OK)
        status = handful_settle(&handful);
    for (uint32_t rank = 0; rank < handful.groups.count && status == WIRECOPY_OK; rank++)
        status = check_group(c, &handful, rank);
    handful_release(&handful);
    c->records.size = c->ends.size = 0;
    return status;
}

/* Reads a group's records behind those of the handful; where one of them is damaged they are left out. */
static enum wirecopy_status read_group(struct checking *c, struct hash128 content)
{
    size_t records = c->records.size, ends = c->ends.size, at = (records + 7) / 8 * 8;
    const uint64_t *end;
    bool whole = true;
    enum wirecopy_status status = articles_of_group(c->index, content, &c->records, &c->ends);
    for (size_t i = ends / sizeof *end; i < c->ends.size / sizeof *end && status == WIRECOPY_OK; i++) {
        end = (const uint64_t *)(const void *)c->ends.data;
        status = check_record(c, (struct wirecopy_bytes){c->records.data + at, end[i] - at}, content);
        whole = whole && status == WIRECOPY_OK;
        if (status == WIRECOPY_BAD_INPUT)
            status = WIRECOPY_OK;
        at = (end[i] + 7) / 8 * 8;
    }
    if (!whole) {
        c->records.size = records;
        c->ends.size = ends;
    }
    return status;
}

/* Goes from group to group as articles lie. */
static enum wirecopy_status check_articles(struct checking *c)
{
    char key[HASH_BYTES + 1] = {0};
    uint64_t done = 0;
    bool end = false;
    enum wirecopy_status status = WIRECOPY_OK;
    size_t key_size = 0;
    while (status == WIRECOPY_OK) {
        struct store_place place;
        struct hash128 content = {0, 0};
        status = store_place_begin(c->index->store, STORE_ARTICLES, &place);
        if (status == WIRECOPY_OK)
            status = key_size ? store_seek(&place, (struct wirecopy_bytes){key, key_size}) : store_first(&place);
        end = place.end;
        if (status == WIRECOPY_OK && !end && place.key.size == PIECE_KEY_BYTES)
            content = hash_of_key(place.key.data);
        else if (status == WIRECOPY_OK && !end)
            status = status_fail(WIRECOPY_BAD_INPUT, "an article's key is damaged");
        store_place_end(&place);
        if (status != WIRECOPY_OK || end)
            break;
        control_tell(&c->index->control, "check", done++, c->index->counts.groups, 0);
        status = control_poll(&c->index->control);
        if (status == WIRECOPY_OK)
            status = read_group(c, content);
        if (status == WIRECOPY_OK && c->records.size >= HANDFUL_BYTES)
            status = check_handful(c);
        if (content.low == UINT64_MAX && content.high == UINT64_MAX)
            break;
        content.high += content.low == UINT64_MAX;
        content.low++;
        hash_to_key(content, key);
        key_size = HASH_BYTES;
    }
    return status == WIRECOPY_OK && c->ends.size > 0 ? check_handful(c) : status;
}

/* The next posting that should be there, but for those that come again. */
static enum wirecopy_status next_expected(struct checking *c, struct sort_record *posting, bool *end)
{
    struct sort_record before = *posting;
    bool first = *end;
    enum wirecopy_status status;
    do
        status = sorter_next(c->postings, posting, end);
    while (status == WIRECOPY_OK && !*end && !first && posting_compare(posting, &before) == 0);
    return status;
}

/* The postings of a table, one after the other. */
struct stream {
    struct store_place place;
    struct buffer decoded; /* struct sort_record: of the chunk at hand */
    size_t at;
    uint64_t count;
};

/* Goes on to the next; NULL at the end. A chunk that is damaged is told and passed over. */
static enum wirecopy_status stream_next(struct checking *c, struct stream *stream, const struct sort_record **posting_out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && stream->at == stream->decoded.size / sizeof **posting_out && !stream->place.end) {
        stream->decoded.size = stream->at = 0;
        status = chunk_take(stream->place.key, stream->place.value, &stream->decoded);
        if (status == WIRECOPY_BAD_INPUT) {
            say(c, "%s", status_detail());
            stream->decoded.size = 0;
            status = WIRECOPY_OK;
        }
        if (status == WIRECOPY_OK)
            status = store_next(&stream->place);
    }
    *posting_out = NULL;
    if (status != WIRECOPY_OK || stream->at == stream->decoded.size / sizeof **posting_out)
        return status;
    *posting_out = (const struct sort_record *)(const void *)stream->decoded.data + stream->at++;
    stream->count++;
    return WIRECOPY_OK;
}

static enum wirecopy_status stream_begin(struct checking *c, enum store_table table, struct stream *stream)
{
    enum wirecopy_status status = store_place_begin(c->index->store, table, &stream->place);
    return status == WIRECOPY_OK ? store_first(&stream->place) : status;
}

/* Compares one that is there with those that should be. */
static enum wirecopy_status compare_posting(struct checking *c, const struct sort_record *found, struct sort_record *expected, bool *end)
{
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && !*end && posting_compare(expected, found) < 0) {
        say(c, "a text is not found by one of its keys");
        status = next_expected(c, expected, end);
    }
    if (status == WIRECOPY_OK && !*end && posting_compare(expected, found) == 0)
        return next_expected(c, expected, end);
    if (status == WIRECOPY_OK)
        say(c, "a key has a text that has it not");
    return status;
}

/* Both tables are walked through in order, side by side. */
static enum wirecopy_status walk_postings(struct checking *c, struct stream streams[2])
{
    struct sort_record expected = {0, 0};
    const struct sort_record *found[2] = {NULL, NULL};
    bool end = true; /* next_expected: nothing came before */
    enum wirecopy_status status = next_expected(c, &expected, &end);
    for (unsigned i = 0; i < 2 && status == WIRECOPY_OK; i++)
        status = stream_next(c, &streams[i], &found[i]);
    while (status == WIRECOPY_OK && (found[0] || found[1])) {
        unsigned least = !found[0] || (found[1] && posting_compare(found[1], found[0]) < 0);
        status = compare_posting(c, found[least], &expected, &end);
        if (status == WIRECOPY_OK)
            status = stream_next(c, &streams[least], &found[least]);
    }
    while (status == WIRECOPY_OK && !end) {
        say(c, "a text is not found by one of its keys");
        status = next_expected(c, &expected, &end);
    }
    return status;
}

static enum wirecopy_status check_postings(struct checking *c)
{
    struct stream streams[2] = {{.count = 0}, {.count = 0}};
    enum wirecopy_status status = sorter_finish(c->postings);
    if (status == WIRECOPY_OK)
        status = stream_begin(c, STORE_POSTINGS, &streams[0]);
    if (status == WIRECOPY_OK)
        status = stream_begin(c, STORE_RECENT, &streams[1]);
    if (status == WIRECOPY_OK)
        status = walk_postings(c, streams);
    for (unsigned i = 0; i < 2; i++) {
        store_place_end(&streams[i].place);
        buffer_release(&streams[i].decoded);
    }
    c->counted.recent = streams[1].count;
    c->counted.postings = streams[0].count + streams[1].count;
    return status;
}

static void check_sum(struct checking *c, const char *what, uint64_t counted, uint64_t said)
{
    if (counted != said)
        say(c, "%llu %s were found, and %llu are said to be there", (unsigned long long)counted, what, (unsigned long long)said);
}

static enum wirecopy_status check_sums(struct checking *c)
{
    uint64_t ids = 0, groups = 0;
    enum wirecopy_status status = store_count(c->index->store, STORE_IDS, &ids);
    if (status == WIRECOPY_OK)
        status = store_count(c->index->store, STORE_GROUPS, &groups);
    check_sum(c, "articles", c->counted.articles, c->index->counts.articles);
    check_sum(c, "ids", ids, c->index->counts.articles);
    check_sum(c, "texts", groups, c->index->counts.groups);
    check_sum(c, "keys", c->counted.postings, c->index->counts.postings);
    check_sum(c, "recent keys", c->counted.recent, c->index->counts.recent);
    return status;
}

static enum wirecopy_status check(struct checking *c)
{
    enum wirecopy_status status = about_read_counts(c->index);
    if (status == WIRECOPY_OK)
        status = scratch_space_create(c->index->options.scratch_directory, SCRATCH_BYTES, &c->space);
    if (status == WIRECOPY_OK)
        status = sorter_create(c->space, SCRATCH_BYTES / 4, &c->postings);
    if (status == WIRECOPY_OK)
        status = check_articles(c);
    if (status == WIRECOPY_OK)
        status = check_postings(c);
    if (status == WIRECOPY_OK)
        status = check_sums(c);
    sorter_free(c->postings);
    if (c->space)
        scratch_space_free(c->space);
    buffer_release(&c->records);
    buffer_release(&c->ends);
    buffer_release(&c->postings_room);
    group_keys_release(&c->keys);
    return status;
}

enum wirecopy_status wirecopy_index_check(struct wirecopy_index *index, void (*wrong)(void *context, const char *what), void *context)
{
    struct checking checking = {.index = index, .wrong = wrong, .context = context};
    enum wirecopy_status status = store_begin(index->store, false);
    if (status == WIRECOPY_OK) {
        status = check(&checking);
        store_drop(index->store);
    }
    if (status == WIRECOPY_OK && checking.wrongs > 0)
        status = status_fail(WIRECOPY_BAD_INPUT, "the index is damaged: %llu things are not as they should be", (unsigned long long)checking.wrongs);
    return index_note(index, status);
}
