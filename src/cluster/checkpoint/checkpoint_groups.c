/* Groups and a save: with them the articles' ids are settled. */
#include "cluster/checkpoint/checkpoint_files.h"

static enum wirecopy_status restore(const struct checkpoint *checkpoint, struct articles *articles, struct groups *groups, bool *restored)
{
    struct saved *saved;
    enum wirecopy_status status = checkpoint_open(checkpoint->from.directory, "groups", checkpoint->from.articles, 0, &saved);
    *restored = saved;
    if (saved)
        status = groups_restore(groups, articles, saved);
    saved_close(saved);
    return status;
}

static enum wirecopy_status save(const struct checkpoint *checkpoint, const struct articles *articles, const struct groups *groups)
{
    struct saving *saving;
    enum wirecopy_status status = saving_begin(checkpoint->save.directory, "groups", checkpoint_fingerprint(checkpoint->save.articles, 0), &saving);
    return status == WIRECOPY_OK ? saving_end(saving, groups_save(groups, articles, saving), NULL) : status;
}

/* Of articles that were settled in another run. */
static void count_settled(const struct articles *articles, struct summary *summary)
{
    summary->repeats = summary->renamed = 0;
    for (size_t i = 0; i < articles->count; i++) {
        summary->repeats += (articles->rows[i].flags & ARTICLE_REPEAT) != 0;
        summary->renamed += (articles->rows[i].flags & ARTICLE_RENAMED) != 0;
    }
}

enum wirecopy_status checkpoint_groups(const struct checkpoint *checkpoint, struct wirecopy_corpus *corpus, uint64_t memory_bytes,
                                       struct groups *groups, struct summary *summary)
{
    struct articles *articles = &corpus->holdings.articles;
    bool restored;
    enum wirecopy_status status = restore(checkpoint, articles, groups, &restored);
    if (status == WIRECOPY_OK && restored)
        count_settled(articles, summary);
    if (status == WIRECOPY_OK && !restored)
        status = articles_settle_ids(articles, corpus->holdings.space, memory_bytes, &summary->repeats, &summary->renamed);
    if (status == WIRECOPY_OK && !restored)
        status = groups_init(groups, articles, corpus->holdings.space, memory_bytes);
    if (status == WIRECOPY_OK && checkpoint->save.directory && !(restored && checkpoint->same))
        status = save(checkpoint, articles, groups);
    return status;
}
