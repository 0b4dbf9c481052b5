/* Texts that are kept: the ids to look for in memory, the texts in scratch. */
#include <string.h>

#include "cluster/corpus.h"

void watch_release(struct watch *watch)
{
    buffer_release(&watch->ids);
    memory_free(watch->texts);
    scratch_free(watch->scratch);
    *watch = (struct watch){0};
}

enum wirecopy_status wirecopy_corpus_watch(struct wirecopy_corpus *corpus, struct wirecopy_bytes id)
{
    struct watch *watch = &corpus->watch;
    enum wirecopy_status status = watch->scratch ? WIRECOPY_OK : scratch_create(corpus->holdings.space, &watch->scratch);
    watch->all |= !id.data;
    if (status == WIRECOPY_OK && id.data)
        status = buffer_append(&watch->ids, &id.size, sizeof id.size);
    if (status == WIRECOPY_OK && id.data)
        status = buffer_append(&watch->ids, id.data, id.size);
    return corpus_note(corpus, status);
}

/* Whether an article of that id may be the one that is wanted: another text under the same id gets "#" and more behind it. */
static bool is_wanted(const char *wanted, size_t size, struct wirecopy_bytes id)
{
    return size >= id.size && memcmp(wanted, id.data, id.size) == 0 && (size == id.size || wanted[id.size] == '#');
}

static bool watched(const struct watch *watch, struct wirecopy_bytes id)
{
    size_t size;
    for (size_t at = 0; at < watch->ids.size; at += sizeof size + size) {
        memcpy(&size, watch->ids.data + at, sizeof size);
        if (is_wanted(watch->ids.data + at + sizeof size, size, id))
            return true;
    }
    return watch->all;
}

enum wirecopy_status watch_keep(struct wirecopy_corpus *corpus, const struct folded_article *article)
{
    struct watch *watch = &corpus->watch;
    const struct raw_article *raw = &article->raw;
    struct kept_text text = {(uint32_t)corpus->holdings.articles.count, scratch_size(watch->scratch), raw->text.size};
    char room[ID_HASH_BYTES + 1];
    enum wirecopy_status status;
    if (!watched(watch, article_id(article, room)))
        return WIRECOPY_OK;
    status = array_reserve(&watch->texts, &watch->capacity, watch->count + 1, sizeof *watch->texts);
    if (status == WIRECOPY_OK)
        status = scratch_append(watch->scratch, raw->text.data, raw->text.size);
    if (status == WIRECOPY_OK)
        watch->texts[watch->count++] = text;
    return status;
}

enum wirecopy_status watch_text(const struct watch *watch, uint32_t number, struct buffer *room)
{
    enum wirecopy_status status;
    for (size_t i = watch->count; i-- > 0;) { /* the last of a number: an article that failed to be added gave its number back */
        if (watch->texts[i].number != number)
            continue;
        room->size = 0;
        status = buffer_reserve(room, watch->texts[i].size + 1);
        if (status == WIRECOPY_OK)
            status = scratch_read(watch->scratch, watch->texts[i].at, room->data, watch->texts[i].size);
        room->size = watch->texts[i].size;
        return status;
    }
    return status_fail(WIRECOPY_INVALID, "the text of an article that is to be compared was not kept: wirecopy_corpus_watch comes before adding");
}
