/* Counting outlets by a set of their hashes. */
#include "cluster/noting.h"

#include <string.h>

enum wirecopy_status note_articles(struct summary *summary, const struct articles *articles)
{
    struct hash_set outlets = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    summary->dated = summary->empty = summary->too_short = 0;
    for (size_t i = 0; i < articles->count && status == WIRECOPY_OK; i++) {
        const struct article *row = &articles->rows[i];
        if (row->flags & ARTICLE_REPEAT)
            continue;
        summary->dated += row->day != NO_DAY;
        summary->empty += (row->flags & ARTICLE_EMPTY) != 0;
        summary->too_short += (row->flags & (ARTICLE_EMPTY | ARTICLE_SHORT)) == ARTICLE_SHORT;
        if (row->source)
            status = hash_set_add(&outlets, row->source);
    }
    summary->outlets = outlets.count;
    hash_set_release(&outlets);
    return status;
}

void note_plan(struct summary *summary, const struct plan *plan, const struct forecast *forecast)
{
    plan_describe(plan, summary->keys, sizeof summary->keys);
    summary->bands = plan->bands;
    summary->rows = plan->rows;
    summary->components = plan->bands * plan->rows;
    summary->sampled_one_in = plan->sampled_one_in;
    summary->sampled_least = plan->sampled_one_in ? plan->sampled_least : 0;
    summary->expected_recall = forecast->recall;
    summary->expected_recall_containment = forecast->recall_containment;
    summary->expected_meetings = forecast->meetings;
    memcpy(summary->recall_by_resemblance, forecast->by_resemblance, sizeof summary->recall_by_resemblance);
    memcpy(summary->recall_by_ratio, forecast->by_ratio, sizeof summary->recall_by_ratio);
    memcpy(summary->recall_by_length, forecast->by_length, sizeof summary->recall_by_length);
}
