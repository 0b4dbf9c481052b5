/* A parcel is the record that an index keeps of an article. */
#include "index/parcels/parcels.h"

#include "index/index.h"
#include "index/record.h"

enum { PARCEL_UNIT = 8 };

/* Articles between two looks at whether to stop; the share of memory that a sort has. */
enum { POLLED_EVERY = 256, BUFFERS_SHARE = 8 };

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

struct giving {
    struct wirecopy_corpus *corpus;
    wirecopy_take_parcel *take;
    void *context;
    struct record_room room;
    struct buffer bytes;
};

static enum wirecopy_status give(struct giving *g, uint32_t number, bool bare)
{
    static const char zeros[PARCEL_UNIT];
    const struct holdings *holdings = &g->corpus->holdings;
    struct buffer *bytes = &g->bytes;
    struct record_heading heading;
    struct wirecopy_parcel parcel;
    enum wirecopy_status status;
    bytes->size = 0;
    status = bare ? record_make_bare(holdings, number, &g->room, bytes) : record_make(holdings, number, &g->room, bytes);
    if (status == WIRECOPY_OK)
        status = buffer_append(bytes, zeros, (PARCEL_UNIT - bytes->size % PARCEL_UNIT) % PARCEL_UNIT);
    if (status != WIRECOPY_OK)
        return status;
    memcpy(&heading, bytes->data, sizeof heading);
    parcel.text = hash_shown(heading.content);
    parcel.id = hash_shown(heading.id);
    parcel.bytes = (struct wirecopy_bytes){bytes->data, bytes->size};
    return g->take(g->context, &parcel);
}

static enum wirecopy_status give_as_read(struct giving *g)
{
    const struct articles *articles = &g->corpus->holdings.articles;
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < articles->count && status == WIRECOPY_OK; i++) {
        if (i % POLLED_EVERY == 0)
            status = control_poll(&g->corpus->control);
        if (status == WIRECOPY_OK && !(articles->rows[i].flags & ARTICLE_REPEAT))
            status = give(g, i, false);
    }
    return status;
}

/* Who comes first of a group stands for it: nobody asks for the words of others. */
static enum wirecopy_status give_grouped(struct giving *g)
{
    const struct holdings *holdings = &g->corpus->holdings;
    struct groups groups;
    enum wirecopy_status status = groups_init(&groups, &holdings->articles, holdings->space, g->corpus->options.memory_bytes / BUFFERS_SHARE);
    if (status != WIRECOPY_OK)
        return status;
    for (uint32_t rank = 0; rank < groups.count && status == WIRECOPY_OK; rank++) {
        if (rank % POLLED_EVERY == 0)
            status = control_poll(&g->corpus->control);
        for (uint32_t i = groups.first[rank]; i < groups.first[rank + 1] && status == WIRECOPY_OK; i++)
            status = give(g, groups.members[i], i > groups.first[rank]);
    }
    groups_release(&groups);
    return status;
}

enum wirecopy_status wirecopy_corpus_parcels(struct wirecopy_corpus *corpus, enum wirecopy_parcels what, wirecopy_take_parcel *take, void *context)
{
    struct summary *summary = &corpus->summary;
    struct giving giving = {.corpus = corpus, .take = take, .context = context};
    enum wirecopy_status status = parcels_serve(corpus);
    if (status == WIRECOPY_OK)
        corpus->clustered = true;
    if (status == WIRECOPY_OK && what == WIRECOPY_PARCELS_SETTLED)
        status = articles_settle_ids(&corpus->holdings.articles, corpus->holdings.space, corpus->options.memory_bytes / BUFFERS_SHARE,
                                     &summary->repeats, &summary->renamed);
    if (status == WIRECOPY_OK)
        status = what == WIRECOPY_PARCELS_GROUPED ? give_grouped(&giving) : give_as_read(&giving);
    record_room_release(&giving.room);
    buffer_release(&giving.bytes);
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
