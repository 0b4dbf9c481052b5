/* An index's life: opened, asked what it is, closed. */
#include "index/index.h"

#include <stdio.h>

#include "index/record.h"

enum wirecopy_status index_note(struct wirecopy_index *index, enum wirecopy_status status)
{
    snprintf(index->error, sizeof index->error, "%s", status == WIRECOPY_OK ? "" : status_detail());
    return status;
}

const char *wirecopy_index_error(const struct wirecopy_index *index)
{
    return index->error;
}

void wirecopy_index_close(struct wirecopy_index *index)
{
    if (!index)
        return;
    store_close(index->store);
    known_release(&index->known);
    known_plan_release(&index->plan);
    common_release(&index->common);
    memory_free(index);
}

bool wirecopy_index_is_current(const struct wirecopy_index *index)
{
    return store_is_current(index->store);
}

/* Says of which directory the detail is, unless it says so. */
static void tell(const char *directory, char *message, size_t message_size)
{
    const char *detail = status_detail();
    if (message_size > 0 && (strncmp(detail, directory, strlen(directory)) == 0 || !*detail))
        snprintf(message, message_size, "%s", detail);
    else if (message_size > 0)
        snprintf(message, message_size, "%s: %s", directory, detail);
}

enum wirecopy_status wirecopy_index_open(const char *directory, const struct wirecopy_options *options, bool writing,
                                         struct wirecopy_index **index_out, char *message, size_t message_size)
{
    struct wirecopy_index *index;
    enum wirecopy_status status;
    status_clear();
    index = memory_allocate_zero(1, sizeof *index);
    if (index && options)
        index->options = *options;
    else if (index)
        wirecopy_options_init(&index->options);
    status = index ? store_open(directory, writing ? STORE_WRITES : STORE_READS, &index->store) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = store_begin(index->store, false);
    if (status == WIRECOPY_OK) {
        status = about_read(index);
        store_drop(index->store);
    }
    if (status == WIRECOPY_OK)
        status = index_ready(index);
    if (status == WIRECOPY_OK) {
        *index_out = index;
        return status;
    }
    tell(directory, message, message_size);
    wirecopy_index_close(index);
    return status;
}

enum wirecopy_status wirecopy_index_corpus(struct wirecopy_index *index, const struct wirecopy_options *options, struct wirecopy_corpus **corpus_out)
{
    const struct index_parameters *p = &index->parameters;
    struct wirecopy_options own;
    enum wirecopy_status status;
    if (options)
        own = *options;
    else
        wirecopy_options_init(&own);
    own.resemblance = p->resemblance;
    own.containment = p->containment;
    own.shingle_words = p->shingle_words;
    own.seed = p->seed;
    own.furniture = p->furniture & INDEX_LEAVES_OUT;
    own.window_hours = 0;
    own.furniture_file = own.plan_file = own.owners_file = own.save_directory = NULL;
    own.keep_lines = own.learn_furniture = own.passages = false;
    own.keys = WIRECOPY_KEYS_PLANNED;
    status = wirecopy_corpus_create(&own, corpus_out);
    if (status == WIRECOPY_OK && (*corpus_out)->holdings.inklings) { /* nothing is learnt */
        scratch_free((*corpus_out)->holdings.inklings);
        (*corpus_out)->holdings.inklings = NULL;
    }
    return index_note(index, status);
}

enum wirecopy_status index_take_corpus(struct wirecopy_index *index, struct wirecopy_corpus *corpus, bool to_be_stored)
{
    const struct wirecopy_options *o = &corpus->options;
    struct summary *summary = &corpus->summary;
    enum wirecopy_status status = WIRECOPY_OK;
    if (!corpus->indexed && (corpus->clustered || corpus->from || o->shingle_words != index->parameters.shingle_words ||
                             o->furniture != (bool)(index->parameters.furniture & INDEX_LEAVES_OUT)))
        return status_fail(WIRECOPY_INVALID, "the corpus was not made for this index, or was clustered");
    corpus->clustered = corpus->indexed = true;
    if (to_be_stored && !corpus->settled)
        status = articles_settle_ids(&corpus->holdings.articles, corpus->holdings.space, o->memory_bytes / 8, &summary->repeats, &summary->renamed);
    corpus->settled |= to_be_stored && status == WIRECOPY_OK;
    return status;
}

static enum wirecopy_status describe(struct wirecopy_index *index, struct wirecopy_index_info *info)
{
    const struct index_parameters *p = &index->parameters;
    enum wirecopy_status status = about_read_counts(index);
    *info = (struct wirecopy_index_info){.articles = index->counts.articles,
                                         .texts = index->counts.groups,
                                         .postings = index->counts.postings,
                                         .furniture_lines = p->known_lines,
                                         .common_shingles = index->plan.common.count,
                                         .resemblance = p->resemblance,
                                         .containment = p->containment,
                                         .version = p->version,
                                         .shingle_words = p->shingle_words,
                                         .furniture = p->furniture & INDEX_LEAVES_OUT};
    plan_describe(&index->plan.plan, info->keys, sizeof info->keys);
    snprintf(info->fingerprint, sizeof info->fingerprint, "%016llx", (unsigned long long)p->fingerprint);
    return status == WIRECOPY_OK ? store_bytes(index->store, &info->file_bytes, &info->used_bytes) : status;
}

enum wirecopy_status wirecopy_index_describe(struct wirecopy_index *index, struct wirecopy_index_info *info_out)
{
    enum wirecopy_status status = store_begin(index->store, false);
    if (status == WIRECOPY_OK) {
        status = describe(index, info_out);
        store_drop(index->store);
    }
    return index_note(index, status);
}

enum wirecopy_status wirecopy_index_holds(struct wirecopy_index *index, struct wirecopy_bytes id, bool *holds_out)
{
    struct id_entry entry;
    enum wirecopy_status status = store_begin(index->store, false);
    *holds_out = false;
    if (status == WIRECOPY_OK) {
        status = ids_find(index, record_id(id), &entry, holds_out);
        store_drop(index->store);
    }
    return index_note(index, status);
}

static enum wirecopy_status write_text(struct wirecopy_index *index, const char *name, wirecopy_write *write, void *context)
{
    struct wirecopy_bytes text;
    enum wirecopy_status status = store_begin(index->store, false);
    if (status == WIRECOPY_OK) {
        status = about_text(index, name, &text);
        if (status == WIRECOPY_OK && text.size > 0 && write(context, text.data, text.size) != 0)
            status = status_fail(WIRECOPY_IO, "what was asked for could not be written");
        store_drop(index->store);
    }
    return index_note(index, status);
}

enum wirecopy_status wirecopy_index_write_furniture(struct wirecopy_index *index, wirecopy_write *write, void *context)
{
    return write_text(index, "furniture file", write, context);
}

enum wirecopy_status wirecopy_index_write_plan(struct wirecopy_index *index, wirecopy_write *write, void *context)
{
    return write_text(index, "plan file", write, context);
}

enum wirecopy_status wirecopy_index_compact(const char *directory, char *message, size_t message_size)
{
    struct wirecopy_index *index = NULL;
    enum wirecopy_status status = wirecopy_index_open(directory, NULL, true, &index, message, message_size);
    if (status != WIRECOPY_OK)
        return status;
    status = store_begin(index->store, true);
    if (status == WIRECOPY_OK) {
        status = store_compact(index->store);
        store_drop(index->store);
    }
    if (status != WIRECOPY_OK)
        tell(directory, message, message_size);
    wirecopy_index_close(index);
    return status;
}
