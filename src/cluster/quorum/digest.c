/*
 * A week in brief carries five stories. It matches each of them, and the quorum of two small clusters could not tell: of two
 * stories and their digest, two pairs in three match. What tells is that the stories have nothing in common with each other.
 * Excerpts of one article are like that too where they come from different parts of it, but most begin as it does.
 */
#include "cluster/quorum/digest.h"

#include "base/sort/sort.h"

/* Shares of the smaller in ten: at least this of it is held; under this of it, two have nothing in common but phrases. */
enum { HELD_TENTHS = 6, STRANGE_TENTHS = 1 };

bool digest_holds(const struct match *m)
{
    uint32_t small = m->size_a < m->size_b ? m->size_a : m->size_b, large = m->size_a < m->size_b ? m->size_b : m->size_a;
    return 10 * (uint64_t)m->shared >= HELD_TENTHS * (uint64_t)small && 2 * (uint64_t)large >= 3 * (uint64_t)small;
}

bool digest_is_wrap_up(const struct left_out *left_out, const struct match *match)
{
    const struct article *x = &left_out->articles->rows[groups_leader(left_out->groups, match->a)];
    const struct article *y = &left_out->articles->rows[groups_leader(left_out->groups, match->b)];
    int64_t days = (int64_t)x->day - y->day;
    return x->source && x->source == y->source && x->day != NO_DAY && y->day != NO_DAY && days >= -1 && days <= 1;
}

static bool is_strange(const struct match *m)
{
    uint32_t small = m->size_a < m->size_b ? m->size_a : m->size_b;
    return 10 * (uint64_t)m->shared < STRANGE_TENTHS * (uint64_t)small;
}

/*
 * What is asked of two: the more they share the more it is so, or the less. So it is certain where it is the same of the least that they may share and
 * of the most.
 */
typedef bool ask(const struct match *match);

static enum wirecopy_status say(struct verifier *verifier, uint32_t x, uint32_t y, ask *is, bool *is_out)
{
    struct match least, most;
    enum wirecopy_status status = WIRECOPY_OK;
    uint32_t a = x < y ? x : y, b = x < y ? y : x;
    if (!verify_tells_bounds(verifier, a, b, &least, &most) || is(&least) != is(&most))
        status = verify_overlap(verifier, a, b, &least);
    *is_out = status == WIRECOPY_OK && is(&least);
    return status;
}

enum wirecopy_status digest_is_bridge(struct verifier *verifier, const struct match *match, const uint32_t *others, size_t other_count,
                                      bool *bridge_out)
{
    uint32_t digest = match->size_a < match->size_b ? match->b : match->a, part = digest == match->a ? match->b : match->a;
    bool parts = false;
    *bridge_out = false;
    if (!digest_holds(match))
        return WIRECOPY_OK;
    for (size_t i = 0; i < other_count; i++) {
        bool strange, copy = false, held;
        enum wirecopy_status status = say(verifier, part, others[i], is_strange, &strange);
        if (status == WIRECOPY_OK && !strange)
            status = say(verifier, part, others[i], digest_holds, &copy);
        if (status != WIRECOPY_OK)
            return status;
        if (copy) /* of the digest */
            continue;
        if (!strange)
            return WIRECOPY_OK;
        status = say(verifier, digest, others[i], digest_holds, &held);
        if (status != WIRECOPY_OK || !held)
            return status;
        parts = true;
    }
    *bridge_out = parts;
    return WIRECOPY_OK;
}

/* The cluster of a group: that of its first article. */
static enum wirecopy_status cluster_of(const struct wirecopy_clustering *clustering, const struct groups *groups, uint32_t rank,
                                       uint32_t *cluster_out)
{
    struct member_row row;
    uint64_t place = clustering->row_of[groups_leader(groups, rank)];
    enum wirecopy_status status = scratch_read(clustering->members, place * sizeof row, &row, sizeof row);
    *cluster_out = row.cluster;
    return status;
}

static bool one_cluster(const struct quorum *quorum, uint32_t a, uint32_t b)
{
    return quorum->cluster_of[a] != QUORUM_ALONE && quorum->cluster_of[a] == quorum->cluster_of[b];
}

/* Adds (holder, cluster held) for the matches between clusters. */
static enum wirecopy_status find_held(const struct wirecopy_clustering *clustering, const struct matches *matches, const struct quorum *quorum,
                                      const struct groups *groups, struct sorter *sorter)
{
    struct scratch_window window = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t row = 0; row < matches->count && status == WIRECOPY_OK; row++) {
        struct match match;
        uint32_t holder, cluster;
        status = matches_row_ahead(matches, row, &window, &match);
        if (status != WIRECOPY_OK || match.verdict == VERDICT_TEMPLATE || one_cluster(quorum, match.a, match.b) || !digest_holds(&match))
            continue;
        holder = match.size_a < match.size_b ? match.b : match.a;
        status = cluster_of(clustering, groups, holder == match.a ? match.b : match.a, &cluster);
        if (status == WIRECOPY_OK)
            status = sorter_add(sorter, holder, cluster);
    }
    scratch_window_release(&window);
    return status == WIRECOPY_OK ? sorter_finish(sorter) : status;
}

/* Marks the rows of a group's articles. */
static enum wirecopy_status mark(struct wirecopy_clustering *clustering, const struct groups *groups, uint32_t rank)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = groups->first[rank]; i < groups->first[rank + 1] && status == WIRECOPY_OK; i++) {
        struct member_row row;
        uint64_t offset = (uint64_t)clustering->row_of[groups->members[i]] * sizeof row;
        status = scratch_read(clustering->members, offset, &row, sizeof row);
        row.holds_others = 1;
        if (status == WIRECOPY_OK)
            status = scratch_write(clustering->members, offset, &row, sizeof row);
    }
    return status;
}

enum wirecopy_status digests_note(struct wirecopy_clustering *clustering, const struct matches *matches, const struct quorum *quorum,
                                  const struct verifying *verifying)
{
    const struct left_out *left_out = verifying->left_out;
    struct sorter *sorter = NULL;
    uint64_t last = UINT64_MAX;
    bool end = false;
    enum wirecopy_status status = sorter_create(left_out->space, left_out->memory_bytes, &sorter);
    if (status == WIRECOPY_OK)
        status = scratch_create(left_out->space, &clustering->held);
    if (status == WIRECOPY_OK)
        status = find_held(clustering, matches, quorum, left_out->groups, sorter);
    while (status == WIRECOPY_OK && !end) {
        struct sort_record record;
        uint64_t held;
        status = sorter_next(sorter, &record, &end);
        if (status != WIRECOPY_OK || end)
            break;
        held = record.key << 32 | record.value;
        if (held == last)
            continue;
        if (last == UINT64_MAX || last >> 32 != record.key)
            status = mark(clustering, left_out->groups, (uint32_t)record.key);
        if (status == WIRECOPY_OK)
            status = scratch_append(clustering->held, &held, sizeof held);
        last = held;
    }
    sorter_free(sorter);
    return status;
}

enum wirecopy_status digests_held(const struct wirecopy_clustering *clustering, uint32_t rank, struct buffer *room)
{
    uint64_t held, begin = 0, count = scratch_size(clustering->held) / sizeof held, end = count;
    enum wirecopy_status status = WIRECOPY_OK;
    room->size = 0;
    while (begin < end && status == WIRECOPY_OK) { /* the first of the rank */
        uint64_t middle = begin + (end - begin) / 2;
        status = scratch_read(clustering->held, middle * sizeof held, &held, sizeof held);
        if (held >> 32 < rank)
            begin = middle + 1;
        else
            end = middle;
    }
    for (; begin < count && status == WIRECOPY_OK; begin++) {
        uint32_t cluster;
        status = scratch_read(clustering->held, begin * sizeof held, &held, sizeof held);
        if (status != WIRECOPY_OK || held >> 32 != rank)
            break;
        cluster = (uint32_t)held;
        status = buffer_append(room, &cluster, sizeof cluster);
    }
    return status;
}
