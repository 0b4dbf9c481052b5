/* Adding: batch by batch, each a transaction that looks up the ids of its articles before it stores those that are new. */
#include <stdio.h>

#include "index/changing.h"
#include "index/record.h"

/* Articles of a batch, and the share of memory that its records may have: they are put together twice, with their keys. */
enum { BATCH_ARTICLES_MOST = 4096, BATCH_SHARE = 16 };

struct adding {
    struct wirecopy_index *index;
    struct wirecopy_corpus *corpus;
    bool replace;
    uint32_t first, end; /* of the batch */
    struct wirecopy_index_added batch;
    struct buffer refused; /* ids of the batch, each with a zero byte */
    struct record_room room;
};

enum { SUFFIX_BYTES = 17 }; /* "#" and 16 digits: see articles.h */

/* Whether an id that was told apart from others of its corpus is stored with this text under the id that it came with. */
static enum wirecopy_status find_apart(struct wirecopy_index *index, const struct record *record, uint32_t flags, bool *repeats)
{
    struct wirecopy_bytes id = record->strings[RECORD_ID];
    struct id_entry entry;
    bool found;
    enum wirecopy_status status;
    *repeats = false;
    if (!(flags & ARTICLE_RENAMED) || id.size <= SUFFIX_BYTES)
        return WIRECOPY_OK;
    id.size -= SUFFIX_BYTES;
    status = ids_find(index, record_id(id), &entry, &found);
    *repeats = status == WIRECOPY_OK && found && hash128_compare(entry.raw, record->heading.raw) == 0;
    return status;
}

/* Whether it is stored under its id told apart, as one of several was when these came together. */
static enum wirecopy_status find_together(struct wirecopy_index *index, const struct record *record, bool *repeats)
{
    struct wirecopy_bytes id = record->strings[RECORD_ID];
    struct hash128 raw = record->heading.raw;
    struct buffer apart = {0};
    struct id_entry entry;
    bool found = false;
    char suffix[SUFFIX_BYTES + 1];
    enum wirecopy_status status = buffer_append(&apart, id.data, id.size);
    snprintf(suffix, sizeof suffix, "#%016llx", (unsigned long long)(raw.high ^ raw.low));
    if (status == WIRECOPY_OK)
        status = buffer_append(&apart, suffix, SUFFIX_BYTES);
    if (status == WIRECOPY_OK)
        status = ids_find(index, record_id((struct wirecopy_bytes){apart.data, apart.size}), &entry, &found);
    *repeats = status == WIRECOPY_OK && found && hash128_compare(entry.raw, raw) == 0;
    buffer_release(&apart);
    return status;
}

static enum wirecopy_status refuse(struct adding *adding, struct wirecopy_bytes id)
{
    enum wirecopy_status status = buffer_append(&adding->refused, id.data, id.size);
    adding->batch.refused++;
    return status == WIRECOPY_OK ? buffer_append(&adding->refused, "", 1) : status;
}

/* What becomes of the article whose record is the last of the change, from begin on: it stays there, or is taken back. */
static enum wirecopy_status judge(struct adding *adding, struct change *change, size_t begin, uint32_t flags)
{
    struct record record;
    struct id_entry entry;
    bool found = false, repeats = false;
    uint64_t end = change->records.size;
    enum wirecopy_status status = record_read((struct wirecopy_bytes){change->records.data + begin, change->records.size - begin}, &record);
    if (status == WIRECOPY_OK)
        status = ids_find(adding->index, record.heading.id, &entry, &found);
    if (status == WIRECOPY_OK && found)
        repeats = hash128_compare(entry.raw, record.heading.raw) == 0;
    if (status == WIRECOPY_OK && !found)
        status = find_apart(adding->index, &record, flags, &repeats);
    if (status == WIRECOPY_OK && !found && !repeats)
        status = find_together(adding->index, &record, &repeats);
    if (status != WIRECOPY_OK)
        return status;
    if (repeats || (found && !adding->replace)) {
        adding->batch.repeats += repeats;
        status = repeats ? WIRECOPY_OK : refuse(adding, record.strings[RECORD_ID]);
        change->records.size = begin;
        return status;
    }
    adding->batch.added += !found;
    adding->batch.replaced += found;
    if (found)
        status = buffer_append(&change->dropped, &(struct stored_article){record.heading.id, entry.content}, sizeof(struct stored_article));
    return status == WIRECOPY_OK ? buffer_append(&change->ends, &end, sizeof end) : status;
}

/* A change_list: the articles from the batch's first on, as many as it may have. */
static enum wirecopy_status list(void *context, struct change *change)
{
    struct adding *adding = context;
    const struct holdings *holdings = &adding->corpus->holdings;
    uint64_t most = adding->index->options.memory_bytes / BATCH_SHARE;
    static const char zeros[8];
    enum wirecopy_status status = WIRECOPY_OK;
    adding->batch = (struct wirecopy_index_added){0};
    adding->refused.size = 0;
    for (adding->end = adding->first; status == WIRECOPY_OK && adding->end < holdings->articles.count &&
                                      adding->end - adding->first < BATCH_ARTICLES_MOST && change->records.size < most;
         adding->end++) {
        uint32_t flags = holdings->articles.rows[adding->end].flags;
        size_t begin;
        if (flags & ARTICLE_REPEAT) {
            adding->batch.repeats++;
            continue;
        }
        status = buffer_append(&change->records, zeros, (8 - change->records.size % 8) % 8);
        begin = change->records.size;
        if (status == WIRECOPY_OK)
            status = record_make(holdings, adding->end, &adding->room, &change->records);
        if (status == WIRECOPY_OK)
            status = judge(adding, change, begin, flags);
    }
    return status;
}

static void tell_refused(const struct adding *adding)
{
    const struct wirecopy_options *options = &adding->index->options;
    for (size_t at = 0; options->on_problem && at < adding->refused.size; at += strlen(adding->refused.data + at) + 1) {
        struct wirecopy_problem problem = {WIRECOPY_PROBLEM_RECORD, adding->refused.data + at, 0, "the index has another text under this id"};
        options->on_problem(options->context, &problem);
    }
}

static enum wirecopy_status add_all(struct adding *adding, struct wirecopy_index_added *added_out)
{
    const struct articles *articles = &adding->corpus->holdings.articles;
    enum wirecopy_status status = WIRECOPY_OK;
    while (adding->first < articles->count && status == WIRECOPY_OK) {
        control_tell(&adding->index->control, "index", adding->first, articles->count, 0);
        status = control_poll(&adding->index->control);
        if (status == WIRECOPY_OK)
            status = change_keep(adding->index, list, adding);
        if (status != WIRECOPY_OK)
            break;
        adding->first = adding->end;
        added_out->added += adding->batch.added;
        added_out->replaced += adding->batch.replaced;
        added_out->repeats += adding->batch.repeats;
        added_out->refused += adding->batch.refused;
        tell_refused(adding);
    }
    return status;
}

enum wirecopy_status wirecopy_index_add(struct wirecopy_index *index, struct wirecopy_corpus *corpus, bool replace,
                                        struct wirecopy_index_added *added_out)
{
    struct adding adding = {.index = index, .corpus = corpus, .replace = replace};
    enum wirecopy_status status = index_take_corpus(index, corpus, true);
    *added_out = (struct wirecopy_index_added){0};
    if (status == WIRECOPY_OK)
        status = add_all(&adding, added_out);
    buffer_release(&adding.refused);
    record_room_release(&adding.room);
    return index_note(index, status);
}
