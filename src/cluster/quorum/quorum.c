/*
 * Single linkage with a quorum: matches are visited once, from the strongest down, ties by (a, b); what comes half-way to a
 * match begins nothing, but counts: a cut copy and an extended one hardly match, and yet have a story in common. Whether two clusters join is
 * put to the vote of their cross pairs: see voting.c.
 */
#include "cluster/quorum/digest.h"

#include <string.h>

#include "base/sort/sort.h"
#include "cluster/quorum/gist.h"
#include "cluster/quorum/voting.h"

/* Of a group: where most have a cluster, its place there. Which it is has the room of what was counted of the group's keys. */
enum { BYTES_A_GROUP = 4 };

/* Matches between two looks at whether to stop. */
enum { POLLED_EVERY = 1024 };

struct joining {
    struct quorum *quorum;
    const struct matches *matches;
    const struct verifying *verifying;
    struct voting voting;
    struct gist_room gists;
};

static struct side side_of(const struct quorum *quorum, uint32_t rank)
{
    uint32_t cluster = quorum->cluster_of[rank];
    struct side side = {NULL, rank, 1, rank};
    if (cluster != QUORUM_ALONE) {
        side.members = &quorum->clusters[cluster].members;
        side.count = members_count(side.members);
        side.least = members_at(side.members, 0);
    }
    return side;
}

static enum wirecopy_status find_quorum(struct joining *joining, const struct match *match, bool *found)
{
    bool majority = !match_reaches(match, joining->verifying->rule, 1);
    return voting_has_quorum(&joining->voting, side_of(joining->quorum, match->a), side_of(joining->quorum, match->b), majority, found);
}

/* The cluster of a group, made where it is alone. */
static enum wirecopy_status cluster_of(struct quorum *quorum, uint32_t rank, uint32_t *cluster_out)
{
    struct quorum_cluster cluster = {.weakest = 1};
    enum wirecopy_status status;
    *cluster_out = quorum->cluster_of[rank];
    if (*cluster_out != QUORUM_ALONE)
        return WIRECOPY_OK;
    status = array_reserve(&quorum->clusters, &quorum->capacity, quorum->count + 1, sizeof *quorum->clusters);
    if (status == WIRECOPY_OK)
        status = members_add(&cluster.members, rank);
    if (status != WIRECOPY_OK)
        return status;
    *cluster_out = quorum->cluster_of[rank] = (uint32_t)quorum->count;
    quorum->clusters[quorum->count++] = cluster;
    return WIRECOPY_OK;
}

/* Joins the smaller cluster to the larger: each group changes its cluster at most log N times. */
static enum wirecopy_status join(struct quorum *quorum, uint32_t a, uint32_t b, double strength)
{
    uint32_t x, y;
    struct quorum_cluster *into, *from;
    enum wirecopy_status status;
    if (quorum->cluster_of[a] == QUORUM_ALONE) {
        uint32_t swapped = a;
        a = b;
        b = swapped;
    }
    status = cluster_of(quorum, a, &x);
    if (status != WIRECOPY_OK)
        return status;
    into = &quorum->clusters[x];
    if (quorum->cluster_of[b] == QUORUM_ALONE) {
        status = members_add(&into->members, b);
        if (status == WIRECOPY_OK)
            quorum->cluster_of[b] = x;
    } else {
        y = quorum->cluster_of[b];
        if (members_count(&quorum->clusters[y].members) > members_count(&into->members)) {
            uint32_t swapped = x;
            x = y;
            y = swapped;
        }
        into = &quorum->clusters[x];
        from = &quorum->clusters[y];
        members_settle(&from->members);
        for (uint32_t k = 0; k < from->members.sorted; k++)
            quorum->cluster_of[from->members.ranks[k]] = x;
        into->weakest = from->weakest < into->weakest ? from->weakest : into->weakest;
        status = members_join(&into->members, &from->members);
    }
    if (strength < into->weakest)
        into->weakest = strength;
    return status;
}

/* A link that only leads through a digest joins nothing. */
static enum wirecopy_status ask_for_digest(struct joining *joining, const struct match *match, bool *found)
{
    uint32_t digest = match->size_a < match->size_b ? match->b : match->a, others[DIGEST_LOOKED];
    struct side side = side_of(joining->quorum, digest);
    size_t count = 0;
    bool bridge = false;
    enum wirecopy_status status = WIRECOPY_OK;
    if (side.count == 1 || !digest_holds(match) || digest_is_wrap_up(joining->verifying->left_out, match))
        return WIRECOPY_OK;
    for (uint32_t k = 0; k < side.count && count < DIGEST_LOOKED; k++)
        if (side_at(&side, k) != digest)
            others[count++] = side_at(&side, k);
    status = digest_is_bridge(joining->voting.verifier, match, others, count, &bridge);
    *found = !bridge;
    return status;
}

static bool are_joined(const struct quorum *quorum, uint32_t a, uint32_t b)
{
    return quorum->cluster_of[a] == quorum->cluster_of[b] && quorum->cluster_of[a] != QUORUM_ALONE;
}

/* Notes the members of a side that speak for its gist. */
static void take_members(const struct side *side, struct gist_side *taken)
{
    taken->count = side->count < GIST_MEMBERS ? side->count : GIST_MEMBERS;
    for (uint32_t k = 0; k < taken->count; k++)
        taken->ranks[k] = side_at(side, k);
}

/* A link that does not reach the match rule and found no majority holds where most of both sides open alike, and no two of them are templates. */
static enum wirecopy_status ask_for_gist(struct joining *joining, const struct match *match, bool *found)
{
    struct side x = side_of(joining->quorum, match->a), y = side_of(joining->quorum, match->b);
    struct gist_side ones, others;
    enum vote vote = VOTE_NONE;
    enum wirecopy_status status = WIRECOPY_OK;
    if (match_reaches(match, joining->verifying->rule, 1) || joining->verifying->left_out->groups->window_minutes)
        return WIRECOPY_OK;
    take_members(&x, &ones);
    take_members(&y, &others);
    for (uint32_t i = 0; i < ones.count; i++)
        for (uint32_t j = 0; j < others.count && vote != VOTE_AGAINST && status == WIRECOPY_OK; j++)
            status = voting_look(&joining->voting, ones.ranks[i], others.ranks[j], &vote);
    if (status != WIRECOPY_OK || vote == VOTE_AGAINST)
        return status;
    return gists_open_alike(&joining->gists, match, &ones, &others, found);
}

/* What a pair of such sizes shares, if this gives it its strength. */
static bool is_strength_of(struct match *match, double shared, double strength)
{
    match->shared = (uint32_t)(shared + 0.5);
    return match_strength(match) == strength;
}

/* The numbers of a match by its strength, where both sizes are at hand: the more two of these sizes share the stronger they are. */
static bool find_numbers(const struct joining *joining, double strength, struct match *match)
{
    return verify_sizes(joining->voting.verifier, match) &&
           (is_strength_of(match, strength * (match->size_a + match->size_b) / (1 + strength), strength) ||
            is_strength_of(match, strength / CONTAINMENT_WORTH * (match->size_a < match->size_b ? match->size_a : match->size_b), strength));
}

static enum wirecopy_status visit(struct joining *joining, const struct match *match)
{
    struct quorum *quorum = joining->quorum;
    bool window = joining->verifying->left_out->groups->window_minutes; /* under one a text that is printed every week would be a chain */
    bool found = !window && match->shared == match->size_a && match->shared == match->size_b; /* equal sets join without the check */
    enum wirecopy_status status = WIRECOPY_OK;
    if (!found)
        status = find_quorum(joining, match, &found);
    if (status == WIRECOPY_OK && !found)
        status = ask_for_gist(joining, match, &found);
    if (status != WIRECOPY_OK)
        return status;
    if (found && !(match->shared == match->size_a && match->shared == match->size_b))
        status = ask_for_digest(joining, match, &found);
    if (status != WIRECOPY_OK)
        return status;
    if (found)
        return join(quorum, match->a, match->b, match_strength(match));
    quorum->refused++;
    return WIRECOPY_OK;
}

static enum wirecopy_status visit_record(struct joining *joining, const struct sort_record *record)
{
    struct match match = {.a = (uint32_t)(record->value >> 32), .b = (uint32_t)record->value, .verdict = VERDICT_MATCH};
    enum wirecopy_status status = WIRECOPY_OK;
    if (are_joined(joining->quorum, match.a, match.b))
        return WIRECOPY_OK;
    if (!find_numbers(joining, matches_strength(record->key), &match))
        status = matches_find(joining->matches, record->value, &match);
    return status == WIRECOPY_OK ? visit(joining, &match) : status;
}

/* What verifying found is kept as votes. */
static enum wirecopy_status keep_votes(struct joining *joining)
{
    struct scratch_window window = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t row = 0; row < joining->matches->count && status == WIRECOPY_OK; row++) {
        struct match match;
        status = matches_row_ahead(joining->matches, row, &window, &match);
        if (status == WIRECOPY_OK)
            voting_keep(&joining->voting, match.a, match.b, match.verdict == VERDICT_TEMPLATE ? VOTE_AGAINST : VOTE_FOR);
    }
    scratch_window_release(&window);
    return status;
}

static enum wirecopy_status visit_all(struct joining *joining)
{
    uint64_t visited = 0;
    enum wirecopy_status status = keep_votes(joining);
    while (status == WIRECOPY_OK) {
        struct sort_record record;
        bool end;
        status = sorter_next(joining->matches->by_strength, &record, &end);
        if (status != WIRECOPY_OK || end)
            break;
        status = visit_record(joining, &record);
        if (status == WIRECOPY_OK && ++visited % POLLED_EVERY == 0)
            status = control_poll(joining->verifying->left_out->control);
    }
    return status;
}

enum wirecopy_status quorum_init(struct quorum *quorum, struct matches *matches, const struct verifying *verifying)
{
    const struct left_out *left_out = verifying->left_out;
    struct joining joining = {.quorum = quorum, .matches = matches, .verifying = verifying};
    enum wirecopy_status status;
    *quorum = (struct quorum){.space = left_out->space, .used = left_out->groups->count * (uint64_t)BYTES_A_GROUP};
    quorum->cluster_of = memory_allocate(left_out->groups->count, sizeof *quorum->cluster_of);
    status = left_out_use(left_out, quorum->used);
    if (status == WIRECOPY_OK)
        status = quorum->cluster_of ? voting_init(&joining.voting, verifying, matches->count) : WIRECOPY_NO_MEMORY;
    joining.gists.verifying = verifying;
    joining.gists.verifier = joining.voting.verifier;
    if (status == WIRECOPY_OK) {
        memset(quorum->cluster_of, 0xff, left_out->groups->count * sizeof *quorum->cluster_of);
        status = visit_all(&joining);
    }
    for (size_t i = 0; i < quorum->count; i++)
        members_settle(&quorum->clusters[i].members);
    quorum->asked = joining.voting.asked;
    voting_release(&joining.voting);
    gist_room_release(&joining.gists);
    if (status != WIRECOPY_OK)
        quorum_release(quorum);
    return status;
}

void quorum_take_apart(struct quorum *quorum, uint32_t cluster)
{
    struct members *members = &quorum->clusters[cluster].members;
    members_settle(members);
    for (uint32_t k = 0; k < members->sorted; k++)
        quorum->cluster_of[members->ranks[k]] = QUORUM_ALONE;
    members_release(members);
}

enum wirecopy_status quorum_join(struct quorum *quorum, const struct match *match)
{
    return are_joined(quorum, match->a, match->b) ? WIRECOPY_OK : join(quorum, match->a, match->b, match_strength(match));
}

void quorum_release(struct quorum *quorum)
{
    for (size_t i = 0; i < quorum->count; i++)
        members_release(&quorum->clusters[i].members);
    memory_free(quorum->clusters);
    memory_free(quorum->cluster_of);
    if (quorum->space)
        scratch_space_return(quorum->space, quorum->used);
    *quorum = (struct quorum){0};
}
