/* Reading a finished clustering: its clusters, members and pairs. */
#include "cluster/result/arrangement.h"

#include <stdio.h>
#include <string.h>

#include "base/parallel.h"
#include "cluster/quorum/digest.h"
#include "cluster/result/keep.h"
#include "learn/parted.h"
#include "match/relation.h"

enum wirecopy_status clustering_note(struct wirecopy_clustering *clustering, enum wirecopy_status status)
{
    *clustering->error = '\0';
    if (status != WIRECOPY_OK)
        snprintf(clustering->error, sizeof clustering->error, "%s", status_detail());
    return status;
}

void clustering_note_dedup(struct wirecopy_clustering *clustering, struct wirecopy_dedup_counts counts)
{
    clustering->summary.deduplicated = true;
    clustering->summary.dedup = counts;
}

size_t wirecopy_clustering_count(const struct wirecopy_clustering *clustering)
{
    return clustering->cluster_count;
}

size_t wirecopy_clustering_article_count(const struct wirecopy_clustering *clustering)
{
    return clustering->article_count;
}

const char *wirecopy_clustering_error(const struct wirecopy_clustering *clustering)
{
    return clustering->error;
}

const struct owners *clustering_owners(const struct wirecopy_clustering *clustering)
{
    return &clustering->owners;
}

const struct known_plan *clustering_plan(const struct wirecopy_clustering *clustering)
{
    return clustering->has_plan ? &clustering->plan : NULL;
}

const struct summary *clustering_summary(const struct wirecopy_clustering *clustering)
{
    return &clustering->summary;
}

struct wirecopy_audit wirecopy_clustering_audit(const struct wirecopy_clustering *clustering)
{
    return clustering->summary.audit;
}

void wirecopy_clustering_free(struct wirecopy_clustering *clustering)
{
    if (!clustering)
        return;
    atomic_store(&clustering->leaving, true);
    parallel_wait(clustering->released);
    scratch_free(clustering->clusters);
    scratch_free(clustering->members);
    scratch_free(clustering->held);
    matches_release(&clustering->matches);
    groups_release(&clustering->groups);
    memory_free(clustering->row_of);
    buffer_release(&clustering->meta);
    buffer_release(&clustering->other_meta);
    for (size_t i = 0; i < STRINGS_KEPT; i++)
        buffer_release(&clustering->strings[i].room);
    scratch_window_release(&clustering->strings_window);
    buffer_release(&clustering->held_clusters);
    buffer_release(&clustering->learnt_text);
    learnt_release(&clustering->learnt);
    known_plan_release(&clustering->plan);
    owners_release(&clustering->owners);
    holdings_release(&clustering->holdings);
    memory_free(clustering);
}

static enum wirecopy_status read_cluster(const struct wirecopy_clustering *clustering, size_t cluster, struct cluster_row *row)
{
    return scratch_read(clustering->clusters, cluster * sizeof *row, row, sizeof *row);
}

static void describe_cluster(const struct cluster_row *row, struct wirecopy_cluster *cluster_out)
{
    *cluster_out = (struct wirecopy_cluster){.size = row->size,
                                             .outlets = row->outlets,
                                             .warnings = row->warnings,
                                             .weakest = row->weakest,
                                             .diameter = row->diameter};
    hash128_write(row->id, cluster_out->id);
}

enum wirecopy_status wirecopy_clustering_cluster(struct wirecopy_clustering *clustering, size_t cluster, struct wirecopy_cluster *cluster_out)
{
    struct cluster_row row;
    enum wirecopy_status status;
    if (cluster >= clustering->cluster_count)
        return clustering_note(clustering, status_fail(WIRECOPY_INVALID, "there is no cluster %zu", cluster));
    status = read_cluster(clustering, cluster, &row);
    if (status == WIRECOPY_OK)
        describe_cluster(&row, cluster_out);
    return clustering_note(clustering, status);
}

static double share(uint32_t part, uint32_t whole)
{
    return whole ? (double)part / whole : 0;
}

/* An article of furniture only, or an empty one, has no shingles: it is what it is. */
static void describe_likeness(const struct member_row *row, bool is_representative, struct wirecopy_member *member)
{
    bool itself = is_representative || row->relation == WIRECOPY_RELATION_EXACT;
    member->resemblance = itself ? 1 : share(row->shared, row->size + row->representative_size - row->shared);
    member->containment = itself ? 1 : share(row->shared, row->size);
    member->contained = itself ? 1 : share(row->shared, row->representative_size);
}

/* Strings that take more are kept of one member only. */
enum { STRINGS_USUAL = 1 << 12 };

/* The strings of the member in a row, as they were read last where they were read lately. */
static enum wirecopy_status find_strings(struct wirecopy_clustering *clustering, uint64_t place, uint32_t number,
                                         const struct article_meta **meta_out)
{
    struct shown_strings *strings = &clustering->strings[place % STRINGS_KEPT];
    enum wirecopy_status status;
    *meta_out = &strings->meta;
    if (strings->used && strings->number == number)
        return WIRECOPY_OK;
    strings->used = false;
    status = articles_meta_near(&clustering->holdings.articles, number, &clustering->strings_window, &strings->room, &strings->meta);
    for (size_t i = 0; strings->room.capacity > STRINGS_USUAL && i < STRINGS_KEPT; i++)
        if (&clustering->strings[i] != strings && clustering->strings[i].room.capacity > STRINGS_USUAL) {
            buffer_release(&clustering->strings[i].room);
            clustering->strings[i].used = false;
        }
    strings->number = number;
    strings->used = status == WIRECOPY_OK;
    return status;
}

/* place: of the row. */
static enum wirecopy_status describe_member(struct wirecopy_clustering *clustering, uint64_t place, const struct member_row *row,
                                            bool is_representative, struct wirecopy_member *member)
{
    const struct article *article = &clustering->holdings.articles.rows[row->number];
    const struct article_meta *meta;
    enum wirecopy_status status = find_strings(clustering, place, row->number, &meta);
    if (status != WIRECOPY_OK)
        return status;
    *member = (struct wirecopy_member){.id = meta->id,
                                       .source = meta->source,
                                       .date = meta->date,
                                       .title = meta->title,
                                       .credit = meta->credit,
                                       .url = meta->url,
                                       .cluster = row->cluster,
                                       .is_representative = is_representative,
                                       .relation = (enum wirecopy_relation)row->relation,
                                       .class_ = (enum wirecopy_class)row->class_,
                                       .day = article->day,
                                       .minute = article->minute == UNKNOWN_MINUTE ? INT32_MIN : article->minute};
    describe_likeness(row, is_representative, member);
    if (!row->holds_others)
        return WIRECOPY_OK;
    status = digests_held(clustering, clustering->groups.rank_of[row->number], &clustering->held_clusters);
    member->also_holds = (const uint32_t *)(const void *)clustering->held_clusters.data;
    member->also_holds_count = clustering->held_clusters.size / sizeof *member->also_holds;
    return status;
}

static enum wirecopy_status read_member(const struct wirecopy_clustering *clustering, uint64_t place, struct member_row *row)
{
    return scratch_read(clustering->members, place * sizeof *row, row, sizeof *row);
}

/* Members from the one that is asked for to the one whose strings are brought near; of one as far beyond it where these are. */
enum { MEMBERS_AHEAD = 8 };

/* Whoever asks for one of many mostly asks for the others next, which lie here and there. */
static void bring_members_near(const struct wirecopy_clustering *clustering, const struct cluster_row *row, size_t member)
{
    const struct articles *articles = &clustering->holdings.articles;
    const struct member_row *ahead;
    if (member + 2 * MEMBERS_AHEAD >= row->size || scratch_held(articles->meta) == 0)
        return;
    ahead = (const struct member_row *)(const void *)scratch_in_place(clustering->members, (row->first + member + MEMBERS_AHEAD) * sizeof *ahead,
                                                                      (MEMBERS_AHEAD + 1) * sizeof *ahead);
    if (!ahead)
        return;
    __builtin_prefetch(&articles->rows[ahead[MEMBERS_AHEAD].number]);
    articles_prefetch(articles, ahead->number);
}

enum wirecopy_status wirecopy_clustering_member(struct wirecopy_clustering *clustering, size_t cluster, size_t member,
                                                struct wirecopy_member *member_out)
{
    struct cluster_row row;
    struct member_row member_row;
    enum wirecopy_status status;
    if (cluster >= clustering->cluster_count)
        return clustering_note(clustering, status_fail(WIRECOPY_INVALID, "there is no cluster %zu", cluster));
    status = read_cluster(clustering, cluster, &row);
    if (status == WIRECOPY_OK && member >= row.size)
        status = status_fail(WIRECOPY_INVALID, "cluster %zu has no member %zu", cluster, member);
    if (status == WIRECOPY_OK)
        status = read_member(clustering, row.first + member, &member_row);
    if (status == WIRECOPY_OK)
        bring_members_near(clustering, &row, member);
    if (status == WIRECOPY_OK)
        status = describe_member(clustering, row.first + member, &member_row, member == 0, member_out);
    return clustering_note(clustering, status);
}

/* Clusters from the one at hand to the one whose first members' strings are brought near; of one as far beyond it where these are. */
enum { CLUSTERS_AHEAD = 4, MEMBERS_NEAR = 4 };

/* The numbers of a cluster's first members, as far as that costs no read of a file; returns how many. */
static uint32_t find_first(const struct wirecopy_clustering *clustering, size_t cluster, uint32_t numbers[MEMBERS_NEAR])
{
    struct cluster_row row;
    struct member_row members[MEMBERS_NEAR];
    uint32_t count;
    if (cluster >= clustering->cluster_count || scratch_held(clustering->clusters) < (cluster + 1) * sizeof row ||
        read_cluster(clustering, cluster, &row) != WIRECOPY_OK)
        return 0;
    count = row.size < MEMBERS_NEAR ? row.size : MEMBERS_NEAR;
    if (scratch_held(clustering->members) < (row.first + count) * sizeof *members ||
        scratch_read(clustering->members, row.first * sizeof *members, members, count * sizeof *members) != WIRECOPY_OK)
        return 0;
    for (uint32_t i = 0; i < count; i++)
        numbers[i] = members[i].number;
    return count;
}

void clustering_bring_near(const struct wirecopy_clustering *clustering, size_t cluster)
{
    const struct articles *articles = &clustering->holdings.articles;
    uint32_t numbers[MEMBERS_NEAR], count;
    if (scratch_held(articles->meta) == 0)
        return;
    count = find_first(clustering, cluster + 2 * CLUSTERS_AHEAD, numbers);
    for (uint32_t i = 0; i < count; i++)
        __builtin_prefetch(&articles->rows[numbers[i]]);
    count = find_first(clustering, cluster + CLUSTERS_AHEAD, numbers);
    for (uint32_t i = 0; i < count; i++)
        articles_prefetch(articles, numbers[i]);
}

size_t wirecopy_clustering_cluster_of(const struct wirecopy_clustering *clustering, size_t article)
{
    struct member_row row;
    if (article >= clustering->added_count || read_member(clustering, clustering->row_of[article], &row) != WIRECOPY_OK)
        return SIZE_MAX;
    return row.cluster;
}

enum wirecopy_status clustering_article(struct wirecopy_clustering *clustering, uint32_t article, struct wirecopy_member *member_out,
                                        struct wirecopy_cluster *cluster_out)
{
    struct cluster_row cluster_row;
    struct member_row row;
    enum wirecopy_status status = read_member(clustering, clustering->row_of[article], &row);
    if (status == WIRECOPY_OK)
        status = read_cluster(clustering, row.cluster, &cluster_row);
    if (status == WIRECOPY_OK)
        describe_cluster(&cluster_row, cluster_out);
    if (status != WIRECOPY_OK)
        return status;
    return describe_member(clustering, clustering->row_of[article], &row, cluster_row.first == clustering->row_of[article], member_out);
}

/* A walk over the matches, with the exact copies of each group before its own. */
struct pair_walk {
    struct wirecopy_clustering *clustering;
    clustering_visit_pair *visit;
    void *context;
};

static enum wirecopy_status visit_pair(const struct pair_walk *walk, uint32_t number_a, uint32_t number_b, const struct match *match)
{
    struct wirecopy_clustering *clustering = walk->clustering;
    const struct article *rows = clustering->holdings.articles.rows;
    struct article_meta a, b;
    struct wirecopy_pair pair = {.relation = WIRECOPY_RELATION_EXACT, .resemblance = 1, .containment = 1, .contained = 1};
    enum wirecopy_status status = articles_meta(&clustering->holdings.articles, number_a, &clustering->meta, &a);
    if (status == WIRECOPY_OK)
        status = articles_meta(&clustering->holdings.articles, number_b, &clustering->other_meta, &b);
    if (status != WIRECOPY_OK)
        return status;
    pair.a = a.id;
    pair.b = b.id;
    if (match && hash128_compare(rows[number_a].content, rows[number_b].content) != 0) {
        bool same_outlet = rows[number_a].source && rows[number_a].source == rows[number_b].source;
        pair.relation = WIRECOPY_RELATION_PASSAGE;
        if (match->verdict != VERDICT_APART)
            pair.relation = relation_of((enum verdict)match->verdict, same_outlet, match->shared, match->size_b, match->size_a);
        pair.resemblance = match_resemblance(match);
        pair.containment = share(match->shared, match->size_a);
        pair.contained = share(match->shared, match->size_b);
    }
    return walk->visit(walk->context, &pair);
}

/* The exact copies of a group's first member; those of furniture only are no copies. */
static enum wirecopy_status visit_exact(const struct pair_walk *walk, uint32_t rank)
{
    const struct groups *groups = &walk->clustering->groups;
    uint32_t leader = groups_leader(groups, rank);
    struct member_row row;
    enum wirecopy_status status = WIRECOPY_OK;
    if (groups_size(groups, rank) == 1)
        return WIRECOPY_OK;
    status = read_member(walk->clustering, walk->clustering->row_of[leader], &row);
    if (status != WIRECOPY_OK || row.class_ == WIRECOPY_CLASS_FURNITURE_ONLY)
        return status;
    for (uint32_t i = groups->first[rank] + 1; i < groups->first[rank + 1] && status == WIRECOPY_OK; i++)
        status = visit_pair(walk, leader, groups->members[i], NULL);
    return status;
}

/* Two groups by their leaders; under a window by members that it admits. */
static enum wirecopy_status visit_groups(const struct pair_walk *walk, const struct match *match)
{
    uint32_t a, b;
    groups_nearest(&walk->clustering->groups, &walk->clustering->holdings.articles, match->a, match->b, &a, &b);
    return visit_pair(walk, a, b, match);
}

/* Goes through rows of pairs in order of (a, b). */
struct pair_cursor {
    const struct matches *matches;
    enum wirecopy_status (*read)(const struct matches *matches, uint64_t row, struct match *match_out);
    uint64_t row, count;
    struct match match; /* where row < count */
};

static enum wirecopy_status cursor_start(struct pair_cursor *cursor)
{
    return cursor->count ? cursor->read(cursor->matches, 0, &cursor->match) : WIRECOPY_OK;
}

static enum wirecopy_status cursor_advance(struct pair_cursor *cursor)
{
    return ++cursor->row < cursor->count ? cursor->read(cursor->matches, cursor->row, &cursor->match) : WIRECOPY_OK;
}

/* The cursor whose next pair is one of rank's and has the smaller b; NULL where neither has one. */
static struct pair_cursor *next_of(struct pair_cursor *cursors, uint32_t rank)
{
    struct pair_cursor *next = NULL;
    for (size_t i = 0; i < 2; i++)
        if (cursors[i].row < cursors[i].count && cursors[i].match.a == rank && (!next || cursors[i].match.b < next->match.b))
            next = &cursors[i];
    return next;
}

enum wirecopy_status clustering_each_pair(struct wirecopy_clustering *clustering, struct pair_choice choice, clustering_visit_pair *visit,
                                          void *context)
{
    struct pair_walk walk = {clustering, visit, context};
    const struct groups *groups = &clustering->groups;
    const struct matches *matches = &clustering->matches;
    struct pair_cursor cursors[2] = {{.matches = matches, .read = matches_row, .count = matches->count},
                                     {.matches = matches, .read = matches_passage, .count = choice.passages ? matches->passage_count : 0}};
    enum wirecopy_status status = choice.templates && !clustering->template_numbers
                                      ? status_fail(WIRECOPY_INVALID, "templates are shown with options.template_numbers only")
                                      : cursor_start(&cursors[0]);
    if (status == WIRECOPY_OK)
        status = cursor_start(&cursors[1]);
    for (uint32_t rank = 0; rank < groups->count && status == WIRECOPY_OK; rank++) {
        struct pair_cursor *next;
        status = visit_exact(&walk, rank);
        while (status == WIRECOPY_OK && (next = next_of(cursors, rank))) {
            const struct match *match = &next->match;
            if (choice.templates || match->verdict != VERDICT_TEMPLATE)
                status = visit_groups(&walk, match);
            if (status == WIRECOPY_OK)
                status = cursor_advance(next);
        }
    }
    return clustering_note(clustering, status);
}
