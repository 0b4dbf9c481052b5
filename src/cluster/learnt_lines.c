/* What was learnt, line by line, as wirecopy.h shows it. */
#include "cluster/result/arrangement.h"

uint64_t wirecopy_clustering_furniture_count(const struct wirecopy_clustering *clustering)
{
    return clustering->learnt.count;
}

static enum wirecopy_furniture_rule rule_of(uint32_t rule)
{
    static const enum wirecopy_furniture_rule rules[LEARNT_RULES] = {
        [LEARNT_EVERYWHERE] = WIRECOPY_FURNITURE_BUILT_IN,
        [LEARNT_OUTLET] = WIRECOPY_FURNITURE_RECURRING,
        [LEARNT_STRANGERS] = WIRECOPY_FURNITURE_STRANGERS,
        [LEARNT_STRANGERS_AGAIN] = WIRECOPY_FURNITURE_STRANGERS_AGAIN,
        [LEARNT_STRANGERS_LAST] = WIRECOPY_FURNITURE_STRANGERS_LAST,
        [LEARNT_FORM] = WIRECOPY_FURNITURE_FORM,
        [LEARNT_COMMON] = WIRECOPY_FURNITURE_COMMON,
    };
    return rules[rule];
}

enum wirecopy_status wirecopy_clustering_furniture_line(struct wirecopy_clustering *clustering, uint64_t number,
                                                        struct wirecopy_furniture_line *line_out)
{
    struct learnt_row row;
    struct article_meta meta;
    enum wirecopy_status status;
    if (number >= clustering->learnt.count)
        return clustering_note(clustering, status_fail(WIRECOPY_INVALID, "no line %llu was learnt", (unsigned long long)number));
    status = learnt_row(&clustering->learnt, number, &row);
    if (status == WIRECOPY_OK)
        status = articles_meta(&clustering->holdings.articles, row.example, &clustering->meta, &meta);
    if (status == WIRECOPY_OK)
        status = learnt_text(&clustering->learnt, &row, &clustering->learnt_text, &line_out->line);
    if (status != WIRECOPY_OK)
        return clustering_note(clustering, status);
    line_out->rule = rule_of(row.rule);
    line_out->outlet = row.source && row.rule != LEARNT_COMMON ? meta.source : (struct wirecopy_bytes){NULL, 0};
    line_out->example = meta.id;
    line_out->articles = row.articles;
    line_out->days = row.days;
    line_out->outlets = row.outlets;
    return clustering_note(clustering, WIRECOPY_OK);
}

enum wirecopy_status clustering_common_shingle(struct wirecopy_clustering *clustering, uint64_t number, uint64_t *shingle_out)
{
    struct learnt_row row;
    enum wirecopy_status status = learnt_row(&clustering->learnt, number, &row);
    *shingle_out = row.source;
    return clustering_note(clustering, status);
}
