/* Groups, saved: as they lie, and the rows of articles that settling their ids changed. */
#include "learn/exact.h"

/* A row that is not as it was read: of a repeat, or of an article with another id. */
struct settled {
    uint64_t source;
    uint32_t number, flags;
};

enum wirecopy_status groups_save(const struct groups *groups, const struct articles *articles, struct saving *saving)
{
    struct buffer settled = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < articles->count && status == WIRECOPY_OK; i++) {
        const struct article *row = &articles->rows[i];
        struct settled as = {row->source, i, row->flags};
        if (row->flags & (ARTICLE_REPEAT | ARTICLE_RENAMED))
            status = buffer_append(&settled, &as, sizeof as);
    }
    if (status == WIRECOPY_OK)
        status = saving_put(saving, groups->first, (groups->count + (size_t)1) * sizeof *groups->first);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, groups->members, groups->first[groups->count] * sizeof *groups->members);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, groups->rank_of, articles->count * sizeof *groups->rank_of);
    if (status == WIRECOPY_OK)
        status = saving_put(saving, settled.data, settled.size);
    buffer_release(&settled);
    return status;
}

static enum wirecopy_status contradiction(void)
{
    return status_fail(WIRECOPY_BAD_INPUT, "the saved groups contradict the articles");
}

/* Settles the rows as they were. */
static enum wirecopy_status take_settled(struct articles *articles, struct saved *saved)
{
    struct settled *settled = NULL;
    size_t count = 0;
    enum wirecopy_status status = saved_take_array(saved, sizeof *settled, &settled, &count);
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        if (settled[i].number >= articles->count) {
            status = contradiction();
            break;
        }
        articles->rows[settled[i].number].flags = (uint16_t)settled[i].flags;
        articles->rows[settled[i].number].source = settled[i].source;
    }
    memory_free(settled);
    return status;
}

enum wirecopy_status groups_restore(struct groups *groups, struct articles *articles, struct saved *saved)
{
    size_t firsts = 0, members = 0, ranks = 0;
    enum wirecopy_status status;
    *groups = (struct groups){0};
    status = saved_take_array(saved, sizeof *groups->first, &groups->first, &firsts);
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *groups->members, &groups->members, &members);
    if (status == WIRECOPY_OK)
        status = saved_take_array(saved, sizeof *groups->rank_of, &groups->rank_of, &ranks);
    if (status == WIRECOPY_OK && (firsts == 0 || members > articles->count || groups->first[firsts - 1] != members || ranks != articles->count))
        status = contradiction();
    if (status == WIRECOPY_OK)
        status = take_settled(articles, saved);
    groups->count = (uint32_t)firsts - 1;
    if (status != WIRECOPY_OK)
        groups_release(groups);
    return status;
}
