/* Clusters are described one by one, in order: representative, figures of each group, rows of its articles. */
#include "cluster/result/arrangement.h"

#include "base/parallel.h"
#include "base/sort/sort.h"
#include "cluster/result/cluster_order.h"
#include "cluster/result/standings.h"
#include "match/relation.h"

/* A giant holds over this many articles and over a tenth of the corpus. */
enum { GIANT_MORE_THAN = 100, GIANT_ONE_IN = 10 };

struct arranging {
    struct wirecopy_clustering *clustering;
    const struct quorum *quorum;
    const struct matches *matches;
    const struct groups *groups;
    const struct verifying *verifying;
    struct summary *summary;
    struct cluster_order order;
    struct buffer sources, rows, meta;
    size_t distinct_bytes; /* of the sources, when they were last made distinct */
};

static enum wirecopy_class class_of(const struct left_out *left_out, uint32_t rank, uint32_t number)
{
    uint32_t flags = left_out->articles->rows[number].flags;
    if (flags & ARTICLE_EMPTY)
        return WIRECOPY_CLASS_EMPTY;
    if (left_out->flags[rank] & GROUP_FURNITURE_ONLY)
        return WIRECOPY_CLASS_FURNITURE_ONLY;
    return flags & ARTICLE_SHORT ? WIRECOPY_CLASS_SHORT : WIRECOPY_CLASS_ARTICLE;
}

static uint16_t relation_to(const struct arranging *a, const struct standing *standing, uint32_t representative, bool first, bool same_outlet)
{
    const struct match *m = &standing->match;
    if (first)
        return WIRECOPY_RELATION_NONE;
    if (groups_equal(a->groups, a->verifying->left_out->articles, standing->rank, representative))
        return WIRECOPY_RELATION_EXACT;
    return (uint16_t)relation_of(m->verdict, same_outlet, m->shared, m->size_b, m->size_a);
}

static enum wirecopy_status write_rows(struct arranging *a)
{
    enum wirecopy_status status = scratch_append(a->clustering->members, a->rows.data, a->rows.size);
    a->rows.size = 0;
    return status;
}

/* A cluster may be as large as the corpus: of so many bytes rows are written, and sources that came again are dropped. */
enum { HELD_TOGETHER = 1 << 16 };

static enum wirecopy_status put_member(struct arranging *a, const struct member_row *row)
{
    enum wirecopy_status status = a->rows.size >= HELD_TOGETHER ? write_rows(a) : WIRECOPY_OK;
    a->clustering->row_of[row->number] = (uint32_t)a->clustering->article_count++;
    return status == WIRECOPY_OK ? buffer_append(&a->rows, row, sizeof *row) : status;
}

/* Leaves each source once; returns how many there are. */
static uint32_t distinct_sources(struct arranging *a)
{
    uint64_t *sources = (uint64_t *)(void *)a->sources.data;
    size_t count = a->sources.size / sizeof *sources;
    uint32_t distinct = 0;
    if (count > 1)
        sort_u64(sources, count);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || sources[i] != sources[distinct - 1])
            sources[distinct++] = sources[i];
    a->sources.size = distinct * sizeof *sources;
    return distinct;
}

static enum wirecopy_status note_source(struct arranging *a, uint64_t source)
{
    if (a->sources.size >= HELD_TOGETHER && a->sources.size >= 2 * a->distinct_bytes) {
        distinct_sources(a);
        a->distinct_bytes = a->sources.size;
    }
    return source ? buffer_append(&a->sources, &source, sizeof source) : WIRECOPY_OK;
}

/* The rows of the articles of all standings. */
static enum wirecopy_status put_members(struct arranging *a, const struct standing *standings, size_t count)
{
    const struct left_out *left_out = a->verifying->left_out;
    uint32_t representative = standings[0].rank;
    uint64_t first_source = left_out->articles->rows[groups_leader(a->groups, representative)].source;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < count; i++)
        for (uint32_t j = a->groups->first[standings[i].rank]; j < a->groups->first[standings[i].rank + 1] && status == WIRECOPY_OK; j++) {
            uint32_t number = a->groups->members[j];
            uint64_t source = left_out->articles->rows[number].source;
            bool first = i == 0 && j == a->groups->first[representative];
            struct member_row row = {.number = number,
                                     .cluster = (uint32_t)a->clustering->cluster_count,
                                     .shared = standings[i].match.shared,
                                     .size = standings[i].match.size_b,
                                     .representative_size = standings[i].match.size_a,
                                     .relation = relation_to(a, &standings[i], representative, first, source && source == first_source),
                                     .class_ = (uint8_t)class_of(left_out, standings[i].rank, number)};
            status = put_member(a, &row);
            if (status == WIRECOPY_OK)
                status = note_source(a, source);
        }
    return status;
}

static enum wirecopy_status put_cluster(struct arranging *a, struct cluster_row *row)
{
    struct summary *summary = a->summary;
    row->size = (uint32_t)(a->clustering->article_count - row->first);
    row->outlets = distinct_sources(a);
    if (row->size > GIANT_MORE_THAN && (uint64_t)row->size * GIANT_ONE_IN > summary->articles)
        row->warnings |= WIRECOPY_WARNING_GIANT;
    summary->chains += (row->warnings & WIRECOPY_WARNING_CHAIN) != 0;
    summary->giants += (row->warnings & WIRECOPY_WARNING_GIANT) != 0;
    if (row->size == 1)
        summary->single++;
    else
        summary->clusters++;
    if (row->size > summary->largest)
        summary->largest = row->size;
    a->clustering->cluster_count++;
    return scratch_append(a->clustering->clusters, row, sizeof *row);
}

/*
 * The id of a cluster with this least rank: its content hash. Under a window groups of equal text may be in several clusters; the time
 * of a later one is then in the id.
 */
static struct hash128 id_of_groups(const struct arranging *a, uint32_t rank)
{
    const struct articles *articles = a->verifying->left_out->articles;
    const struct article *leader = &articles->rows[groups_leader(a->groups, rank)];
    if (!a->groups->window_minutes || rank == 0 || !groups_equal(a->groups, articles, rank - 1, rank))
        return leader->content;
    return hash_seeded_128(&leader->content, sizeof leader->content, (uint64_t)article_minute(leader));
}

/* A cluster of one or more groups. */
static enum wirecopy_status arrange_groups(struct arranging *a, const uint32_t *ranks, double weakest, const struct standing *standings,
                                           const struct stood *stood)
{
    struct cluster_row row = {.id = id_of_groups(a, ranks[0]), .first = a->clustering->article_count, .weakest = weakest};
    size_t count = stood->count;
    enum wirecopy_status status = put_members(a, standings, count);
    if (status != WIRECOPY_OK)
        return status;
    row.diameter = stood->diameter;
    if (stood->chain)
        row.warnings |= WIRECOPY_WARNING_CHAIN;
    for (size_t i = 0; i < count; i++) {
        uint32_t size = groups_size(a->groups, ranks[i]);
        bool equal = i > 0 && groups_equal(a->groups, a->verifying->left_out->articles, ranks[i - 1], ranks[i]);
        a->summary->exact_copies += size - 1 + equal;
        a->summary->near_copies += i > 0 && !equal;
        if (a->verifying->left_out->flags[ranks[i]] & GROUP_PROTECTED)
            a->summary->protected_articles += size;
        if (a->verifying->left_out->flags[ranks[i]] & GROUP_FORM)
            a->summary->form_articles += size;
    }
    return put_cluster(a, &row);
}

/* An article of furniture only: alone, whoever else has the same lines; so its id is made of its own. */
static enum wirecopy_status arrange_member(struct arranging *a, uint32_t place)
{
    const struct left_out *left_out = a->verifying->left_out;
    uint32_t number = a->groups->members[place], rank = a->groups->rank_of[number];
    struct cluster_row row = {.first = a->clustering->article_count, .weakest = 1};
    struct member_row member = {.number = number, .cluster = (uint32_t)a->clustering->cluster_count, .class_ = WIRECOPY_CLASS_FURNITURE_ONLY};
    struct article_meta meta;
    enum wirecopy_status status = articles_meta(left_out->articles, number, &a->meta, &meta);
    if (status != WIRECOPY_OK)
        return status;
    row.id = hash_seeded_128(meta.id.data, meta.id.size, left_out->articles->rows[groups_leader(a->groups, rank)].content.low);
    a->summary->furniture_only++;
    status = put_member(a, &member);
    if (status == WIRECOPY_OK)
        status = note_source(a, left_out->articles->rows[number].source);
    return status == WIRECOPY_OK ? put_cluster(a, &row) : status;
}

/* Clusters that are described together, and what of them takes time: so many, or fewer where they are large. */
enum { CLUSTERS_A_PIECE = 128, GROUPS_A_PIECE = 256 };

struct slot {
    struct standing_room room;
    uint64_t clusters[CLUSTERS_A_PIECE];
    struct stood stood[CLUSTERS_A_PIECE];
    size_t count;
    struct buffer standings; /* of one cluster after the other */
    uint64_t claimed;        /* of scratch's memory, for them */
    uint64_t near;           /* means nothing; see bring_near */
};

/* The groups of a cluster, in order: none, where it is an article of furniture only. */
static size_t groups_of(const struct arranging *a, const uint64_t *cluster, const uint32_t **ranks_out, uint32_t *alone)
{
    const struct members *members;
    *alone = (uint32_t)*cluster;
    *ranks_out = alone;
    if ((enum kind)(*cluster >> KIND_SHIFT) != KIND_QUORUM)
        return (enum kind)(*cluster >> KIND_SHIFT) == KIND_GROUP;
    members = &a->quorum->clusters[(uint32_t)*cluster].members;
    *ranks_out = members->ranks;
    return members->sorted;
}

/*
 * What is asked of an article's row: of those alone, which are in order of rank, everything else lies side by side. It is read: a prefetch of what
 * no translation buffer knows is left undone by some machines.
 */
static uint64_t bring_near(const struct arranging *a, uint64_t cluster)
{
    const struct groups *groups = a->groups;
    const struct article *row;
    uint32_t what = (uint32_t)cluster;
    if ((enum kind)(cluster >> KIND_SHIFT) == KIND_QUORUM)
        return 0;
    if ((enum kind)(cluster >> KIND_SHIFT) == KIND_GROUP)
        what = groups->first[what];
    row = &a->verifying->left_out->articles->rows[groups->members[what]];
    __builtin_prefetch(&row->flags); /* mostly in the next line of memory */
    return row->content.high;
}

static enum wirecopy_status take_clusters(void *context, void *slot_pointer, bool *end)
{
    struct arranging *a = context;
    struct slot *slot = slot_pointer;
    const uint32_t *ranks;
    uint32_t alone;
    bool ended = false;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->count = 0;
    for (size_t groups = 0; slot->count < CLUSTERS_A_PIECE && groups < GROUPS_A_PIECE && status == WIRECOPY_OK;) {
        status = cluster_order_next(&a->order, &slot->clusters[slot->count], &ended);
        if (status != WIRECOPY_OK || ended)
            break;
        slot->near ^= bring_near(a, slot->clusters[slot->count]);
        groups += groups_of(a, &slot->clusters[slot->count++], &ranks, &alone);
    }
    *end = slot->count == 0;
    return status;
}

/* A cluster may be as large as the corpus: what is asked for for one is not kept for the others. */
static void leave_standings(const struct arranging *a, struct slot *slot)
{
    if (slot->claimed > 0)
        buffer_release(&slot->standings);
    scratch_space_return(a->verifying->left_out->space, slot->claimed);
    slot->standings.size = slot->claimed = 0;
}

static void expect_standings(const struct arranging *a, struct slot *slot, size_t count)
{
    uint64_t bytes = count * sizeof(struct standing);
    if (bytes >= HELD_TOGETHER)
        slot->claimed += scratch_space_claim(a->verifying->left_out->space, bytes);
}

static enum wirecopy_status compare_clusters(void *context, void *slot_pointer)
{
    const struct arranging *a = context;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = WIRECOPY_OK;
    leave_standings(a, slot);
    for (size_t i = 0; i < slot->count && status == WIRECOPY_OK; i++) {
        const uint32_t *ranks;
        uint32_t alone;
        size_t count = groups_of(a, &slot->clusters[i], &ranks, &alone);
        slot->stood[i].count = 0;
        expect_standings(a, slot, count);
        if (count > 0)
            status = standings_find(&slot->room, a->verifying->left_out, ranks, count, &slot->standings, &slot->stood[i]);
    }
    return status;
}

static enum wirecopy_status put_clusters(void *context, void *slot_pointer)
{
    struct arranging *a = context;
    const struct slot *slot = slot_pointer;
    const struct standing *standings = (const struct standing *)(const void *)slot->standings.data;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < slot->count && status == WIRECOPY_OK; i++) {
        const uint32_t *ranks;
        uint32_t what;
        size_t count = groups_of(a, &slot->clusters[i], &ranks, &what);
        a->sources.size = a->distinct_bytes = 0;
        if (count > 0)
            status = arrange_groups(a, ranks, ranks == &what ? 1 : a->quorum->clusters[what].weakest, standings, &slot->stood[i]);
        else
            status = arrange_member(a, what);
        standings += count;
    }
    return status == WIRECOPY_OK ? write_rows(a) : status;
}

static enum wirecopy_status arrange_all(struct arranging *a)
{
    const struct left_out *left_out = a->verifying->left_out;
    uint32_t slot_count = left_out_slots(left_out);
    struct slot *slots = memory_allocate_zero(slot_count, sizeof *slots);
    struct assembly_line line = {take_clusters,     compare_clusters, put_clusters, a, memory_allocate(slot_count, sizeof *line.slots),
                                 left_out->control, slot_count};
    enum wirecopy_status status = slots && line.slots ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < slot_count && status == WIRECOPY_OK; i++) {
        line.slots[i] = &slots[i];
        slots[i].room.comparer.matches = a->matches;
        status = verifier_create(a->verifying, &slots[i].room.comparer.verifier);
    }
    if (status == WIRECOPY_OK)
        status = parallel_run(&line, left_out->threads);
    for (uint32_t i = 0; slots && i < slot_count; i++) {
        standing_room_release(&slots[i].room);
        leave_standings(a, &slots[i]);
        buffer_release(&slots[i].standings);
    }
    memory_free(slots);
    memory_free(line.slots);
    return status;
}

/* A repeat has the row of the article that it repeats. */
static void place_repeats(struct wirecopy_clustering *clustering, const struct articles *articles)
{
    for (size_t i = 0; i < articles->count; i++)
        if (articles->rows[i].flags & ARTICLE_REPEAT)
            clustering->row_of[i] = clustering->row_of[articles->rows[i].source];
}

enum wirecopy_status arrangement_make(struct wirecopy_clustering *clustering, const struct quorum *quorum, const struct matches *matches,
                                      const struct verifying *verifying, struct summary *summary)
{
    const struct left_out *left_out = verifying->left_out;
    struct arranging a = {.clustering = clustering,
                          .quorum = quorum,
                          .matches = matches,
                          .groups = verifying->left_out->groups,
                          .verifying = verifying,
                          .summary = summary};
    enum wirecopy_status status;
    clustering->added_count = left_out->articles->count;
    clustering->row_of = memory_allocate(clustering->added_count, sizeof *clustering->row_of);
    status = clustering->row_of ? scratch_create(left_out->space, &clustering->clusters) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = scratch_create(left_out->space, &clustering->members);
    if (status == WIRECOPY_OK)
        status = cluster_order_begin(&a.order, quorum, left_out);
    if (status == WIRECOPY_OK)
        status = arrange_all(&a);
    if (status == WIRECOPY_OK)
        place_repeats(clustering, left_out->articles);
    cluster_order_end(&a.order);
    buffer_release(&a.sources);
    buffer_release(&a.rows);
    buffer_release(&a.meta);
    return status;
}

enum wirecopy_status summary_add_up(const struct summary *s)
{
    if (s->records == s->articles + s->repeats + s->skipped_records && s->exact_copies + s->near_copies + s->single + s->clusters == s->articles)
        return WIRECOPY_OK;
    return status_fail(
        WIRECOPY_INTERNAL,
        "the counts do not add up: %llu records, %llu articles, %llu repeats, %llu skipped; %llu exact, %llu near, %llu single, %llu clusters",
        (unsigned long long)s->records, (unsigned long long)s->articles, (unsigned long long)s->repeats, (unsigned long long)s->skipped_records,
        (unsigned long long)s->exact_copies, (unsigned long long)s->near_copies, (unsigned long long)s->single, (unsigned long long)s->clusters);
}

enum wirecopy_status summary_reading_adds_up(const struct summary *s, size_t held)
{
    if (s->records == held + s->skipped_records && s->articles == held)
        return WIRECOPY_OK;
    return status_fail(WIRECOPY_INTERNAL, "the counts do not add up: %llu records, %llu articles, %zu of them held, %llu skipped",
                       (unsigned long long)s->records, (unsigned long long)s->articles, held, (unsigned long long)s->skipped_records);
}
