/* One walk over the members of each cluster chooses; another one checks. */
#include "cluster/result/keep.h"

#include <string.h>

#include "cluster/result/arrangement.h"

/* A member while its cluster is looked at. */
struct contestant {
    struct member_row row;
    int32_t day;
    int64_t minute; /* of publication, where that may be; else INT64_MAX */
    uint32_t size;  /* shingles */
    bool is_origin, is_reference;
};

/* How a cluster's kept one is chosen. */
struct choice {
    const struct wirecopy_clustering *clustering;
    enum wirecopy_keep keep;
    uint64_t origin; /* the row of the likely origin; UINT64_MAX: unknown, or not asked for */
    int32_t today;
};

/* Dates before the Web, and those to come, say nothing of what came first. */
enum { FIRST_PLAUSIBLE_DAY = 7305 /* 1990-01-01 */ };

static int64_t plausible_minute(const struct choice *choice, const struct article *article)
{
    bool plausible = article->day >= FIRST_PLAUSIBLE_DAY && article->day <= choice->today + 1;
    return plausible ? article_minute(article) : INT64_MAX;
}

static enum wirecopy_status read_contestant(const struct choice *choice, uint64_t place, bool is_representative, struct contestant *c)
{
    const struct article *article;
    enum wirecopy_status status = scratch_read(choice->clustering->members, place * sizeof c->row, &c->row, sizeof c->row);
    if (status != WIRECOPY_OK)
        return status;
    article = &choice->clustering->holdings.articles.rows[c->row.number];
    c->day = article->day;
    c->minute = plausible_minute(choice, article);
    c->size = is_representative || c->row.relation == WIRECOPY_RELATION_EXACT ? c->row.representative_size : c->row.size;
    c->is_origin = place == choice->origin;
    c->is_reference = article->flags & ARTICLE_REFERENCE;
    return WIRECOPY_OK;
}

/* Whether a member is to be kept rather than the best so far, which stands before it. */
static bool better(enum wirecopy_keep keep, const struct contestant *c, const struct contestant *best)
{
    if (c->is_reference || best->is_reference) /* the reference has the story: the first of it */
        return !best->is_reference;
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
    case WIRECOPY_KEEP_ORIGIN:
        return c->is_origin || (!best->is_origin && c->minute < best->minute);
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
static enum wirecopy_status choose(const struct choice *choice, uint64_t first, uint64_t last, bool begins_cluster, uint32_t *best_out)
{
    struct contestant best, c;
    enum wirecopy_status status = read_contestant(choice, first, begins_cluster, &best);
    for (uint64_t i = first + 1; i < last && status == WIRECOPY_OK; i++) {
        status = read_contestant(choice, i, false, &c);
        if (status == WIRECOPY_OK && better(choice->keep, &c, &best))
            best = c;
    }
    *best_out = best.row.number;
    return status;
}

/* Exact copies stand side by side: each run of one group keeps its best. */
static enum wirecopy_status keep_groups(struct keeping *keeping, const struct choice *choice, uint64_t first, uint64_t last)
{
    const struct wirecopy_clustering *clustering = choice->clustering;
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
        status = choose(choice, start, end, start == first, &best);
        for (uint64_t i = start; i < end && status == WIRECOPY_OK; i++) {
            status = scratch_read(clustering->members, i * sizeof row, &row, sizeof row);
            keeping->kept_for[row.number] = best;
        }
    }
    return status;
}

/* Whether the representative would stay beside the kept one under WIRECOPY_DROP_COPIES: it is an update or an expansion of it. */
static enum wirecopy_status is_more(const struct wirecopy_clustering *clustering, uint32_t kept, bool *more)
{
    struct member_row row;
    enum wirecopy_status status = scratch_read(clustering->members, (uint64_t)clustering->row_of[kept] * sizeof row, &row, sizeof row);
    *more = status == WIRECOPY_OK &&
            (row.relation == WIRECOPY_RELATION_EXCERPT || row.relation == WIRECOPY_RELATION_UPDATE || row.relation == WIRECOPY_RELATION_OWN_UPDATE);
    return status;
}

static enum wirecopy_status keep_cluster(struct keeping *keeping, const struct choice *choice, enum wirecopy_drop drop,
                                         const struct cluster_row *cluster)
{
    const struct wirecopy_clustering *clustering = choice->clustering;
    uint64_t last = cluster->first + cluster->size;
    uint32_t best, target; /* target: for which copies of the representative go */
    bool more = false;
    enum wirecopy_status status;
    /* what does not go with the cluster's kept one still goes with an exact copy of its own */
    status = keep_groups(keeping, choice, cluster->first, last);
    if (status != WIRECOPY_OK || drop == WIRECOPY_DROP_EXACT)
        return status;
    status = choose(choice, cluster->first, last, true, &best);
    target = best;
    if (status == WIRECOPY_OK && drop == WIRECOPY_DROP_COPIES)
        status = is_more(clustering, best, &more);
    for (uint64_t i = cluster->first; i < last && status == WIRECOPY_OK; i++) {
        struct member_row row;
        status = scratch_read(clustering->members, i * sizeof row, &row, sizeof row);
        if (status == WIRECOPY_OK && clustering_is_reference(clustering, keeping->kept_for[row.number]))
            continue; /* it is one, or the reference has the same text */
        if (status == WIRECOPY_OK && more && i == cluster->first)
            target = keeping->kept_for[row.number];
        if (status == WIRECOPY_OK && row.number == best)
            keeping->kept_for[row.number] = best;
        else if (status == WIRECOPY_OK && goes(drop, &row, i == cluster->first))
            keeping->kept_for[row.number] = target;
    }
    for (uint64_t i = cluster->first; i < last && status == WIRECOPY_OK; i++) { /* whoever went for an exact copy that went goes for the same */
        struct member_row row;
        status = scratch_read(clustering->members, i * sizeof row, &row, sizeof row);
        keeping->kept_for[row.number] = keeping->kept_for[keeping->kept_for[row.number]];
    }
    return status;
}

/* The row of a cluster's likely origin, where that is asked for and known. */
static enum wirecopy_status find_origin(struct choice *choice, struct wirecopy_clustering *clustering, size_t cluster, const struct cluster_row *row)
{
    struct wirecopy_spread spread;
    enum wirecopy_status status;
    choice->origin = UINT64_MAX;
    if (choice->keep != WIRECOPY_KEEP_ORIGIN || row->size == 1)
        return WIRECOPY_OK;
    status = wirecopy_clustering_spread(clustering, cluster, &spread);
    if (status != WIRECOPY_OK)
        return status;
    choice->today = spread.today;
    if (spread.origin != SIZE_MAX)
        choice->origin = row->first + spread.origin;
    return WIRECOPY_OK;
}

enum wirecopy_status keeping_init(struct keeping *keeping, struct wirecopy_clustering *clustering, enum wirecopy_keep keep, enum wirecopy_drop drop)
{
    struct choice choice = {.clustering = clustering, .keep = keep};
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
            status = find_origin(&choice, clustering, i, &cluster);
        if (status == WIRECOPY_OK)
            status = keep_cluster(keeping, &choice, drop, &cluster);
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

/* How many articles a cluster keeps, and whether it has any of the reference. */
static enum wirecopy_status count_kept(const struct keeping *keeping, const struct wirecopy_clustering *clustering, const struct cluster_row *cluster,
                                       uint64_t *kept, bool *has_reference)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t m = cluster->first; status == WIRECOPY_OK && m < cluster->first + cluster->size; m++) {
        struct member_row row;
        status = scratch_read(clustering->members, m * sizeof row, &row, sizeof row);
        if (status != WIRECOPY_OK)
            break;
        if (clustering_is_reference(clustering, row.number))
            *has_reference = true;
        else
            *kept += keeping->kept_for[row.number] == row.number;
    }
    return status;
}

enum wirecopy_status keeping_check(const struct keeping *keeping, const struct wirecopy_clustering *clustering, enum wirecopy_drop drop)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < clustering->cluster_count && status == WIRECOPY_OK; i++) {
        struct cluster_row cluster;
        uint64_t kept = 0;
        bool has_reference = false;
        status = scratch_read(clustering->clusters, i * sizeof cluster, &cluster, sizeof cluster);
        if (status == WIRECOPY_OK)
            status = count_kept(keeping, clustering, &cluster, &kept, &has_reference);
        if (status == WIRECOPY_OK && (has_reference ? drop == WIRECOPY_DROP_ALL && kept != 0 : kept == 0 || (drop == WIRECOPY_DROP_ALL && kept != 1)))
            status = status_fail(WIRECOPY_INTERNAL, "cluster %zu keeps %llu articles%s", i, (unsigned long long)kept,
                                 has_reference ? " beside those of the reference" : "");
    }
    return status;
}

size_t wirecopy_clustering_added_count(const struct wirecopy_clustering *clustering)
{
    return clustering->added_count;
}

enum wirecopy_status wirecopy_clustering_kept(struct wirecopy_clustering *clustering, enum wirecopy_keep keep, enum wirecopy_drop drop,
                                              uint32_t *kept_for_out)
{
    struct keeping keeping;
    enum wirecopy_status status;
    if ((unsigned)keep > WIRECOPY_KEEP_ORIGIN || (unsigned)drop > WIRECOPY_DROP_EXACT)
        return clustering_note(clustering, status_fail(WIRECOPY_INVALID, "there is no such %s", keep > WIRECOPY_KEEP_ORIGIN ? "keep" : "drop"));
    if (clustering->added_count == 0)
        return WIRECOPY_OK;
    status = keeping_init(&keeping, clustering, keep, drop);
    if (status != WIRECOPY_OK)
        return clustering_note(clustering, status);
    status = keeping_check(&keeping, clustering, drop);
    if (status == WIRECOPY_OK)
        memcpy(kept_for_out, keeping.kept_for, keeping.count * sizeof *kept_for_out);
    keeping_release(&keeping);
    return clustering_note(clustering, status);
}

enum wirecopy_status clustering_raw_hash(struct wirecopy_clustering *clustering, uint32_t article, struct hash128 *raw_out)
{
    struct article_meta meta;
    enum wirecopy_status status = articles_meta(&clustering->holdings.articles, article, &clustering->meta, &meta);
    if (status == WIRECOPY_OK)
        *raw_out = meta.raw;
    return status;
}

size_t clustering_own_count(const struct wirecopy_clustering *clustering)
{
    size_t count = clustering->added_count;
    while (count > 0 && clustering_is_reference(clustering, (uint32_t)count - 1))
        count--;
    return count;
}

bool clustering_is_reference(const struct wirecopy_clustering *clustering, uint32_t article)
{
    return clustering->holdings.articles.rows[article].flags & ARTICLE_REFERENCE;
}

bool clustering_are_equal(const struct wirecopy_clustering *clustering, uint32_t a, uint32_t b)
{
    const struct article *rows = clustering->holdings.articles.rows;
    return hash128_compare(rows[a].content, rows[b].content) == 0;
}

const struct reader_options *clustering_reader_options(const struct wirecopy_clustering *clustering)
{
    return &clustering->reader_options;
}

const char *clustering_scratch_directory(const struct wirecopy_clustering *clustering)
{
    return scratch_space_directory(clustering->holdings.space);
}
