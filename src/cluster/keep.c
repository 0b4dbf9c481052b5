/* One walk over the members of each cluster chooses; another one checks. */
#include "cluster/keep.h"

#include "cluster/arrangement.h"

/* A member while its cluster is looked at. */
struct contestant {
    struct member_row row;
    int32_t day;
    uint32_t size; /* shingles */
};

static enum wirecopy_status read_contestant(const struct wirecopy_clustering *clustering, uint64_t place, bool is_representative,
                                            struct contestant *c)
{
    enum wirecopy_status status = scratch_read(clustering->members, place * sizeof c->row, &c->row, sizeof c->row);
    if (status != WIRECOPY_OK)
        return status;
    c->day = clustering->holdings.articles.rows[c->row.number].day;
    c->size = is_representative || c->row.relation == WIRECOPY_RELATION_EXACT ? c->row.representative_size : c->row.size;
    return WIRECOPY_OK;
}

/* Whether a member is to be kept rather than the best so far, which stands before it. */
static bool better(enum wirecopy_keep keep, const struct contestant *c, const struct contestant *best)
{
    switch (keep) {
    case WIRECOPY_KEEP_REPRESENTATIVE:
        return false;
    case WIRECOPY_KEEP_FIRST:
        return c->row.number < best->row.number;
    case WIRECOPY_KEEP_OLDEST:
        return c->day != NO_DAY && (best->day == NO_DAY || c->day < best->day);
    case WIRECOPY_KEEP_NEWEST:
        return c->day != NO_DAY && (best->day == NO_DAY || c->day > best->day);
    case WIRECOPY_KEEP_LONGEST:
        return c->size > best->size;
    }
    return false;
}

/* Whether a member goes with all that is the kept one's own to say. */
static bool goes(enum wirecopy_drop drop, const struct member_row *row, bool representative)
{
    if (drop == WIRECOPY_DROP_ALL)
        return true;
    return drop == WIRECOPY_DROP_COPIES && (representative || row->relation == WIRECOPY_RELATION_EXACT || row->relation == WIRECOPY_RELATION_COPY ||
                                            row->relation == WIRECOPY_RELATION_EXCERPT);
}

/* Rows first to last - 1 of members: the best of them, or of those of one group. */
static enum wirecopy_status choose(const struct wirecopy_clustering *clustering, enum wirecopy_keep keep, uint64_t first, uint64_t last,
                                   bool begins_cluster, uint32_t *best_out)
{
    struct contestant best, c;
    enum wirecopy_status status = read_contestant(clustering, first, begins_cluster, &best);
    for (uint64_t i = first + 1; i < last && status == WIRECOPY_OK; i++) {
        status = read_contestant(clustering, i, false, &c);
        if (status == WIRECOPY_OK && better(keep, &c, &best))
            best = c;
    }
    *best_out = best.row.number;
    return status;
}

/* Exact copies stand side by side: each run of one group keeps its best. */
static enum wirecopy_status keep_groups(struct keeping *keeping, const struct wirecopy_clustering *clustering, enum wirecopy_keep keep,
                                        uint64_t first, uint64_t last)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t start = first, end; start < last && status == WIRECOPY_OK; start = end) {
        struct member_row row;
        uint32_t rank = 0, best;
        for (end = start; end < last; end++) {
            status = scratch_read(clustering->members, end * sizeof row, &row, sizeof row);
            if (status != WIRECOPY_OK)
                return status;
            if (end == start)
                rank = clustering->groups.rank_of[row.number];
            if (clustering->groups.rank_of[row.number] != rank)
                break;
        }
        status = choose(clustering, keep, start, end, start == first, &best);
        for (uint64_t i = start; i < end && status == WIRECOPY_OK; i++) {
            status = scratch_read(clustering->members, i * sizeof row, &row, sizeof row);
            keeping->kept_for[row.number] = best;
        }
    }
    return status;
}

static enum wirecopy_status keep_cluster(struct keeping *keeping, const struct wirecopy_clustering *clustering, enum wirecopy_keep keep,
                                         enum wirecopy_drop drop, const struct cluster_row *cluster)
{
    uint64_t last = cluster->first + cluster->size;
    uint32_t best;
    enum wirecopy_status status;
    /* what does not go with the cluster's kept one still goes with an exact copy of its own */
    status = keep_groups(keeping, clustering, keep, cluster->first, last);
    if (status != WIRECOPY_OK || drop == WIRECOPY_DROP_EXACT)
        return status;
    status = choose(clustering, keep, cluster->first, last, true, &best);
    for (uint64_t i = cluster->first; i < last && status == WIRECOPY_OK; i++) {
        struct member_row row;
        status = scratch_read(clustering->members, i * sizeof row, &row, sizeof row);
        if (status == WIRECOPY_OK && (row.number == best || goes(drop, &row, i == cluster->first)))
            keeping->kept_for[row.number] = best;
    }
    for (uint64_t i = cluster->first; i < last && status == WIRECOPY_OK; i++) { /* whoever went for an exact copy that went goes for the same */
        struct member_row row;
        status = scratch_read(clustering->members, i * sizeof row, &row, sizeof row);
        keeping->kept_for[row.number] = keeping->kept_for[keeping->kept_for[row.number]];
    }
    return status;
}

enum wirecopy_status keeping_init(struct keeping *keeping, const struct wirecopy_clustering *clustering, enum wirecopy_keep keep,
                                  enum wirecopy_drop drop)
{
    const struct article *rows = clustering->holdings.articles.rows;
    enum wirecopy_status status = WIRECOPY_OK;
    keeping->count = clustering->added_count;
    keeping->kept_for = memory_allocate(keeping->count, sizeof *keeping->kept_for);
    if (!keeping->kept_for)
        return WIRECOPY_NO_MEMORY;
    for (size_t i = 0; i < clustering->cluster_count && status == WIRECOPY_OK; i++) {
        struct cluster_row cluster;
        status = scratch_read(clustering->clusters, i * sizeof cluster, &cluster, sizeof cluster);
        if (status == WIRECOPY_OK)
            status = keep_cluster(keeping, clustering, keep, drop, &cluster);
    }
    for (size_t i = 0; i < keeping->count && status == WIRECOPY_OK; i++)
        if (rows[i].flags & ARTICLE_REPEAT)
            keeping->kept_for[i] = keeping->kept_for[rows[i].source];
    if (status != WIRECOPY_OK)
        keeping_release(keeping);
    return status;
}

void keeping_release(struct keeping *keeping)
{
    memory_free(keeping->kept_for);
    keeping->kept_for = NULL;
}

enum wirecopy_status keeping_check(const struct keeping *keeping, const struct wirecopy_clustering *clustering, enum wirecopy_drop drop)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < clustering->cluster_count && status == WIRECOPY_OK; i++) {
        struct cluster_row cluster;
        uint64_t kept = 0;
        status = scratch_read(clustering->clusters, i * sizeof cluster, &cluster, sizeof cluster);
        for (uint64_t m = cluster.first; status == WIRECOPY_OK && m < cluster.first + cluster.size; m++) {
            struct member_row row;
            status = scratch_read(clustering->members, m * sizeof row, &row, sizeof row);
            kept += status == WIRECOPY_OK && keeping->kept_for[row.number] == row.number;
        }
        if (status == WIRECOPY_OK && (kept == 0 || (drop == WIRECOPY_DROP_ALL && kept != 1)))
            status = status_fail(WIRECOPY_INTERNAL, "cluster %zu keeps %llu articles", i, (unsigned long long)kept);
    }
    return status;
}

enum wirecopy_status clustering_raw_hash(struct wirecopy_clustering *clustering, uint32_t article, struct hash128 *raw_out)
{
    struct article_meta meta;
    enum wirecopy_status status = articles_meta(&clustering->holdings.articles, article, &clustering->meta, &meta);
    if (status == WIRECOPY_OK)
        *raw_out = meta.raw;
    return status;
}

size_t clustering_added_count(const struct wirecopy_clustering *clustering)
{
    return clustering->added_count;
}

const struct reader_options *clustering_reader_options(const struct wirecopy_clustering *clustering)
{
    return &clustering->reader_options;
}
