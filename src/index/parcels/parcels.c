/* A parcel is the record that an index keeps of an article. */
#include "index/parcels/parcels.h"

#include "index/index.h"
#include "index/record.h"

enum { PARCEL_UNIT = 8 };

enum wirecopy_status parcels_serve(const struct wirecopy_corpus *corpus)
{
    const struct wirecopy_options *o = &corpus->options;
    if (corpus->clustered)
        return status_fail(WIRECOPY_INVALID, "the corpus was clustered already");
    if (!o->plan_file || (o->furniture && !o->furniture_file))
        return status_fail(WIRECOPY_INVALID, "some of the articles tell nothing of the others: a furniture file and a plan file are needed");
    if (o->window_hours || o->keys != WIRECOPY_KEYS_PLANNED || o->learn_furniture || o->keep_lines || o->passages || o->save_directory || o->audit)
        return status_fail(WIRECOPY_INVALID,
                           "with some of the articles there is no window, other keys, learning, lines that are kept, passages, save or audit");
    if (corpus->plan.plan.all_pairs)
        return status_fail(WIRECOPY_INVALID, "the plan file says that all pairs are looked at, and keys are needed");
    return corpus->from ? status_fail(WIRECOPY_INVALID, "the corpus is from a save") : WIRECOPY_OK;
}

struct wirecopy_hash hash_shown(struct hash128 hash)
{
    struct wirecopy_hash shown;
    hash_to_key(hash, (char *)shown.bytes);
    return shown;
}

struct hash128 hash_taken(const struct wirecopy_hash *shown)
{
    return hash_of_key((const char *)shown->bytes);
}

static enum wirecopy_status give(const struct wirecopy_corpus *corpus, uint32_t number, struct record_room *room, struct buffer *bytes,
                                 wirecopy_take_parcel *take, void *context)
{
    static const char zeros[PARCEL_UNIT];
    struct record_heading heading;
    struct wirecopy_parcel parcel;
    enum wirecopy_status status;
    bytes->size = 0;
    status = record_make(&corpus->holdings, number, room, bytes);
    if (status == WIRECOPY_OK)
        status = buffer_append(bytes, zeros, (PARCEL_UNIT - bytes->size % PARCEL_UNIT) % PARCEL_UNIT);
    if (status != WIRECOPY_OK)
        return status;
    memcpy(&heading, bytes->data, sizeof heading);
    parcel.text = hash_shown(heading.content);
    parcel.id = hash_shown(heading.id);
    parcel.bytes = (struct wirecopy_bytes){bytes->data, bytes->size};
    return take(context, &parcel);
}

enum wirecopy_status wirecopy_corpus_parcels(struct wirecopy_corpus *corpus, bool settle, wirecopy_take_parcel *take, void *context)
{
    struct articles *articles = &corpus->holdings.articles;
    struct summary *summary = &corpus->summary;
    struct record_room room = {0};
    struct buffer bytes = {0};
    enum wirecopy_status status = parcels_serve(corpus);
    if (status == WIRECOPY_OK)
        corpus->clustered = true;
    if (status == WIRECOPY_OK && settle)
        status = articles_settle_ids(articles, corpus->holdings.space, corpus->options.memory_bytes / 8, &summary->repeats, &summary->renamed);
    for (uint32_t i = 0; i < articles->count && status == WIRECOPY_OK; i++) {
        if (i % 256 == 0)
            status = control_poll(&corpus->control);
        if (status == WIRECOPY_OK && !(articles->rows[i].flags & ARTICLE_REPEAT))
            status = give(corpus, i, &room, &bytes, take, context);
    }
    record_room_release(&room);
    buffer_release(&bytes);
    return corpus_note(corpus, status);
}

static enum wirecopy_status add_one(struct wirecopy_corpus *corpus, struct wirecopy_bytes *left, struct buffer *room)
{
    struct record record;
    size_t size = record_size(*left), taken = (size + PARCEL_UNIT - 1) / PARCEL_UNIT * PARCEL_UNIT;
    enum wirecopy_status status;
    if (size == 0 || taken > left->size)
        return status_fail(WIRECOPY_BAD_INPUT, "a parcel is cut");
    status = record_read((struct wirecopy_bytes){left->data, size}, &record);
    if (status == WIRECOPY_OK)
        status = record_put(&record, &corpus->holdings.articles, corpus->holdings.texts, room);
    if (status != WIRECOPY_OK)
        return status;
    corpus->summary.records++;
    corpus->summary.articles++;
    left->data += taken;
    left->size -= taken;
    return WIRECOPY_OK;
}

enum wirecopy_status wirecopy_corpus_add_parcels(struct wirecopy_corpus *corpus, struct wirecopy_bytes parcels)
{
    struct buffer room = {0}, copy = {0};
    enum wirecopy_status status = parcels_serve(corpus);
    if (status == WIRECOPY_OK && (uintptr_t)parcels.data % PARCEL_UNIT != 0) {
        status = buffer_append(&copy, parcels.data, parcels.size);
        parcels.data = copy.data;
    }
    if (status == WIRECOPY_OK && corpus->holdings.inklings) { /* nothing is learnt */
        scratch_free(corpus->holdings.inklings);
        corpus->holdings.inklings = NULL;
    }
    while (status == WIRECOPY_OK && parcels.size > 0)
        status = add_one(corpus, &parcels, &room);
    buffer_release(&room);
    buffer_release(&copy);
    return corpus_note(corpus, status);
}
