/*
 * Single linkage with a quorum: matches are visited once, from the strongest down, ties by (a, b); what comes half-way to a
 * match begins nothing, but counts: a cut copy and an extended one hardly match, and yet have a story in common. The cross pairs of two
 * clusters are looked at until the answer is certain: all where they are at most 64, else 64 drawn by a counter hash.
 * Votes are kept in a table of fixed size; a lost one is found again by verifying, so that it changes no answer.
 */
#include "cluster/digest.h"

#include <string.h>

#include "base/sort.h"
#include "cluster/gist.h"

/* A third of the cross pairs: fewer let one accidental link weld two stories, more split chains of cuts. */
enum { LOOKED_MOST = 64, QUORUM_ONE_IN = 3 };

/* More than half, where the link does not reach the match rule: what two outlets had of one agency says nothing of a third's text. */
enum { MAJORITY_ONE_IN = 2 };

/* Places for votes: four for each match, in half of the buffers at most. A vote that has lost its place costs a verification. */
enum { VOTE_PLACES_MOST = 1 << 22, VOTE_PLACES_LEAST = 1 << 12, VOTES_SHARE = 2 };

/* Matches between two looks at whether to stop. */
enum { POLLED_EVERY = 1024 };

struct joining {
    struct quorum *quorum;
    const struct matches *matches;
    const struct verifying *verifying;
    struct verifier *verifier;
    uint64_t *votes; /* a << 34 | b << 2 | vote; 0: none (a = 0, b = 0 is no pair). Groups are fewer than 2^30 */
    size_t vote_mask;
    struct gist_room gists;
};

static uint64_t *vote_place(const struct joining *joining, uint64_t pair)
{
    return &joining->votes[(pair * 0x9e3779b97f4a7c15u) >> 32 & joining->vote_mask];
}

static void keep_vote(struct joining *joining, uint32_t a, uint32_t b, enum vote vote)
{
    uint64_t pair = (uint64_t)a << 32 | b;
    *vote_place(joining, pair) = pair << 2 | vote;
}

/* The vote of two groups; sure: it is for it. */
static enum wirecopy_status look_closely(struct joining *joining, uint32_t a, uint32_t b, bool sure, enum vote *vote)
{
    uint64_t pair, kept;
    enum wirecopy_status status;
    if (sure) {
        joining->quorum->looked++;
        *vote = VOTE_FOR;
        return WIRECOPY_OK;
    }
    if (a > b) {
        uint32_t swapped = a;
        a = b;
        b = swapped;
    }
    pair = (uint64_t)a << 32 | b;
    kept = *vote_place(joining, pair);
    joining->quorum->looked++;
    if (kept >> 2 == pair) {
        *vote = (enum vote)(kept & 3);
        return WIRECOPY_OK;
    }
    status = verify_vote(joining->verifier, a, b, vote);
    if (status == WIRECOPY_OK)
        keep_vote(joining, a, b, *vote);
    return status;
}

static enum wirecopy_status look(struct joining *joining, uint32_t a, uint32_t b, enum vote *vote)
{
    return look_closely(joining, a, b, verify_surely_votes_for(joining->verifier, a, b), vote);
}

/* One side of a link: a cluster, or a group alone. */
struct side {
    const struct members *members; /* NULL: alone */
    uint32_t alone, count, least;
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

static uint32_t side_at(const struct side *side, uint32_t k)
{
    return side->members ? members_at(side->members, k) : side->alone;
}

/* The tally of a quorum: certain as soon as the pairs left cannot change it. */
struct tally {
    uint32_t total, looked, votes_for, votes_against;
    bool majority; /* is asked for */
};

static bool has_quorum(const struct tally *t)
{
    bool enough = t->majority ? MAJORITY_ONE_IN * t->votes_for > t->total : QUORUM_ONE_IN * t->votes_for >= t->total;
    return enough && t->votes_for >= t->votes_against;
}

static bool certain(const struct tally *t)
{
    struct tally best = *t, worst = *t; /* all that are left vote for it, or against it */
    best.votes_for += t->total - t->looked;
    worst.votes_against += t->total - t->looked;
    return has_quorum(&worst) || !has_quorum(&best);
}

static enum wirecopy_status look_at(struct joining *joining, uint32_t one, uint32_t other, bool sure, struct tally *tally)
{
    enum vote vote = VOTE_NONE;
    enum wirecopy_status status = look_closely(joining, one, other, sure, &vote);
    tally->looked++;
    tally->votes_for += vote == VOTE_FOR || (vote == VOTE_HALF && !tally->majority);
    tally->votes_against += vote == VOTE_AGAINST;
    return status;
}

/* The cross pairs of two large sides, as they are drawn: number c of the stream gives place i of x by its upper half, place j of y by its lower. */
struct drawing {
    uint64_t key, counter;
    uint64_t drawn[LOOKED_MOST]; /* distinct ones */
    uint32_t count;
};

/* Cross pairs that are drawn and brought near together: to be certain takes half of them mostly. */
enum { DRAWN_TOGETHER = 8 };
_Static_assert(LOOKED_MOST % DRAWN_TOGETHER == 0, "the last ones are as many");

static void draw(struct drawing *drawing, const struct side *x, const struct side *y)
{
    for (uint32_t wanted = drawing->count + DRAWN_TOGETHER; drawing->count < wanted; drawing->counter++) {
        uint64_t bits = hash_counter(drawing->key, drawing->counter);
        uint32_t i = hash_below((uint32_t)(bits >> 32), x->count), j = hash_below((uint32_t)bits, y->count), k = 0;
        drawing->drawn[drawing->count] = (uint64_t)i << 32 | j;
        while (drawing->drawn[k] != drawing->drawn[drawing->count])
            k++;
        drawing->count += k == drawing->count;
    }
}

static enum wirecopy_status look_at_drawn(struct joining *joining, const struct side *x, const struct side *y, struct tally *tally)
{
    const struct left_out *left_out = joining->verifying->left_out;
    struct hash128 ids[2] = {left_out->articles->rows[groups_leader(left_out->groups, x->least)].content,
                             left_out->articles->rows[groups_leader(left_out->groups, y->least)].content};
    struct drawing drawing = {.key = hash_bytes(ids, sizeof ids)};
    enum wirecopy_status status = WIRECOPY_OK;
    while (!certain(tally) && status == WIRECOPY_OK) {
        uint32_t ones[DRAWN_TOGETHER], others[DRAWN_TOGETHER], first = drawing.count;
        bool sure[DRAWN_TOGETHER];
        draw(&drawing, x, y);
        for (uint32_t k = 0; k < DRAWN_TOGETHER; k++) {
            ones[k] = side_at(x, (uint32_t)(drawing.drawn[first + k] >> 32));
            others[k] = side_at(y, (uint32_t)drawing.drawn[first + k]);
            verify_bring_vote_near(joining->verifier, ones[k], others[k]);
        }
        for (uint32_t k = 0; k < DRAWN_TOGETHER; k++) {
            sure[k] = verify_surely_votes_for(joining->verifier, ones[k], others[k]);
            if (!sure[k] && verify_prefetch(joining->verifier, ones[k]))
                verify_prefetch(joining->verifier, others[k]);
        }
        for (uint32_t k = 0; k < DRAWN_TOGETHER && !certain(tally) && status == WIRECOPY_OK; k++)
            status = look_at(joining, ones[k], others[k], sure[k], tally);
    }
    return status;
}

static enum wirecopy_status find_quorum(struct joining *joining, const struct match *match, bool *found)
{
    struct side x = side_of(joining->quorum, match->a), y = side_of(joining->quorum, match->b);
    struct tally tally = {.majority = !match_reaches(match, joining->verifying->rule, 1)};
    enum wirecopy_status status = WIRECOPY_OK;
    if (x.least > y.least) {
        struct side swapped = x;
        x = y;
        y = swapped;
    }
    tally.total = (uint64_t)x.count * y.count < LOOKED_MOST ? x.count * y.count : LOOKED_MOST;
    if ((uint64_t)x.count * y.count > LOOKED_MOST)
        status = look_at_drawn(joining, &x, &y, &tally);
    else
        for (uint32_t i = 0; i < x.count; i++)
            for (uint32_t j = 0; j < y.count && !certain(&tally) && status == WIRECOPY_OK; j++)
                status = look_at(joining, side_at(&x, i), side_at(&y, j), verify_surely_votes_for(joining->verifier, side_at(&x, i), side_at(&y, j)),
                                 &tally);
    *found = has_quorum(&tally);
    return status;
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
    status = digest_is_bridge(joining->verifier, match, others, count, &bridge);
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
            status = look(joining, ones.ranks[i], others.ranks[j], &vote);
    if (status != WIRECOPY_OK || vote == VOTE_AGAINST)
        return status;
    return gists_open_alike(&joining->gists, match, &ones, &others, found);
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

/* What verifying found is kept as votes. */
static enum wirecopy_status keep_votes(struct joining *joining)
{
    struct scratch_window window = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t row = 0; row < joining->matches->count && status == WIRECOPY_OK; row++) {
        struct match match;
        status = matches_row_ahead(joining->matches, row, &window, &match);
        if (status == WIRECOPY_OK)
            keep_vote(joining, match.a, match.b, match.verdict == VERDICT_TEMPLATE ? VOTE_AGAINST : VOTE_FOR);
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
        struct match match;
        bool end;
        status = sorter_next(joining->matches->by_strength, &record, &end);
        if (status != WIRECOPY_OK || end)
            break;
        if (!are_joined(joining->quorum, (uint32_t)(record.value >> 32), (uint32_t)record.value)) {
            status = matches_find(joining->matches, record.value, &match);
            if (status == WIRECOPY_OK)
                status = visit(joining, &match);
        }
        if (status == WIRECOPY_OK && ++visited % POLLED_EVERY == 0)
            status = control_poll(joining->verifying->left_out->control);
    }
    return status;
}

enum wirecopy_status quorum_init(struct quorum *quorum, struct matches *matches, const struct verifying *verifying)
{
    const struct left_out *left_out = verifying->left_out;
    struct joining joining = {.quorum = quorum, .matches = matches, .verifying = verifying};
    size_t places = VOTE_PLACES_LEAST;
    enum wirecopy_status status;
    *quorum = (struct quorum){0};
    while (places < VOTE_PLACES_MOST && places < 4 * matches->count && 2 * places * sizeof *joining.votes <= left_out->memory_bytes / VOTES_SHARE)
        places *= 2;
    joining.vote_mask = places - 1;
    joining.votes = memory_allocate_zero(places, sizeof *joining.votes);
    quorum->cluster_of = memory_allocate(left_out->groups->count, sizeof *quorum->cluster_of);
    status = joining.votes && quorum->cluster_of ? verifier_create(verifying, &joining.verifier) : WIRECOPY_NO_MEMORY;
    joining.gists.verifying = verifying;
    joining.gists.verifier = joining.verifier;
    if (status == WIRECOPY_OK) {
        memset(quorum->cluster_of, 0xff, left_out->groups->count * sizeof *quorum->cluster_of);
        status = visit_all(&joining);
    }
    for (size_t i = 0; i < quorum->count; i++)
        members_settle(&quorum->clusters[i].members);
    verifier_free(joining.verifier);
    memory_free(joining.votes);
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
    *quorum = (struct quorum){0};
}
