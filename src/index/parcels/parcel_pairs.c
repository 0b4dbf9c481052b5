/* Pairs of texts: judged, and made clusters of, by the stages of clustering with these pairs in place of those that keys bring together. */
#include "cluster/quorum/matches.h"
#include "index/parcels/parcels.h"
#include "match/sets/briefs.h"

/* The pairs as the pipeline takes them. */
static enum wirecopy_status take_pairs(struct wirecopy_corpus *corpus, const struct wirecopy_text_pair *pairs, size_t count, struct buffer *room,
                                       struct given_pairs *given)
{
    struct given_pair *taken;
    enum wirecopy_status status = parcels_serve(corpus);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(room, (count + 1) * sizeof *taken);
    if (status != WIRECOPY_OK)
        return status;
    taken = (struct given_pair *)(void *)room->data;
    for (size_t i = 0; i < count; i++)
        taken[i] = (struct given_pair){hash_taken(&pairs[i].a), hash_taken(&pairs[i].b)};
    *given = (struct given_pairs){taken, count};
    corpus->given = given;
    return WIRECOPY_OK;
}

struct judging {
    wirecopy_take_judged *take;
    void *context;
};

/* A pipeline_visit. */
static enum wirecopy_status judge(void *context, const struct pipeline_view *view)
{
    const struct judging *judging = context;
    struct verifying verifying = *view->verifying;
    struct matches matches;
    enum wirecopy_status status = briefs_create(&verifying.briefs);
    if (status == WIRECOPY_OK)
        status = matches_init(&matches, view->candidates, &verifying);
    if (status != WIRECOPY_OK) {
        briefs_free(verifying.briefs);
        return status;
    }
    for (uint64_t row = 0; row < matches.count && status == WIRECOPY_OK; row++) {
        struct match match;
        struct wirecopy_text_pair pair;
        status = matches_row(&matches, row, &match);
        if (status != WIRECOPY_OK)
            break;
        pair.a = hash_shown(view->left_out->articles->rows[groups_leader(view->groups, match.a)].content);
        pair.b = hash_shown(view->left_out->articles->rows[groups_leader(view->groups, match.b)].content);
        status = judging->take(judging->context, &pair, match.verdict != VERDICT_TEMPLATE);
    }
    matches_release(&matches);
    briefs_free(verifying.briefs);
    return status;
}

enum wirecopy_status wirecopy_corpus_judge(struct wirecopy_corpus *corpus, const struct wirecopy_text_pair *pairs, size_t count,
                                           wirecopy_take_judged *take, void *context)
{
    struct judging judging = {take, context};
    struct given_pairs given;
    struct buffer room = {0};
    enum wirecopy_status status = take_pairs(corpus, pairs, count, &room, &given);
    if (status == WIRECOPY_OK)
        status = pipeline_show(corpus, judge, &judging);
    corpus->given = NULL;
    buffer_release(&room);
    return corpus_note(corpus, status);
}

enum wirecopy_status wirecopy_corpus_cluster_pairs(struct wirecopy_corpus *corpus, const struct wirecopy_text_pair *pairs, size_t count,
                                                   struct wirecopy_clustering **clustering_out)
{
    struct given_pairs given;
    struct buffer room = {0};
    enum wirecopy_status status = take_pairs(corpus, pairs, count, &room, &given);
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_cluster(corpus, clustering_out);
    else
        corpus_note(corpus, status);
    corpus->given = NULL;
    buffer_release(&room);
    return status;
}
