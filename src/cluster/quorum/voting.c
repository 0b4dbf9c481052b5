/*
 * The cross pairs of two clusters are looked at until the answer is certain: all where they are at most 64, else 64 drawn by a counter hash, of
 * which the first 16 are enough where two thirds of them are for it.
 * In which order does not matter, so that those come first that cost least: what cores tell at a glance, then votes that were kept, then the rest.
 * Votes are kept in a table of fixed size; a lost one is found again by verifying, so that it changes no answer.
 */
#include "cluster/quorum/voting.h"

#include <string.h>

/* A third of the cross pairs: fewer let one accidental link weld two stories, more split chains of cuts. */
enum { LOOKED_MOST = 64, QUORUM_ONE_IN = 3 };

/* More than half, where the link does not reach the match rule: what two outlets had of one agency says little of a third's text. */
enum { MAJORITY_ONE_IN = 2 };

/*
 * Where two thirds of the first that are drawn are for it, or three quarters where a majority is asked for, no more are looked at. Of two sides of
 * whose pairs a quarter are for it, two thirds of the first are so by chance once in three thousand times.
 */
enum { FIRST_DRAWN = 16, FIRST_TWO_THIRDS = 11, FIRST_THREE_QUARTERS = 12 };

/* Places for votes: four for each match, in half of the buffers at most. A vote that has lost its place costs a verification. */
enum { VOTE_PLACES_MOST = 1 << 22, VOTE_PLACES_LEAST = 1 << 12, VOTES_SHARE = 2 };

/* Cross pairs that are brought near together, while those before them are looked at. */
enum { TOGETHER = 8 };
_Static_assert(LOOKED_MOST % TOGETHER == 0 && FIRST_DRAWN % TOGETHER == 0, "the last ones are as many");

enum wirecopy_status voting_init(struct voting *voting, const struct verifying *verifying, uint64_t matches)
{
    size_t places = VOTE_PLACES_LEAST;
    uint64_t most = verifying->left_out->memory_bytes / VOTES_SHARE;
    *voting = (struct voting){.verifying = verifying};
    while (places < VOTE_PLACES_MOST && places < 4 * matches && 2 * places * sizeof *voting->votes <= most)
        places *= 2;
    voting->vote_mask = places - 1;
    voting->votes = memory_allocate_zero(places, sizeof *voting->votes);
    return voting->votes ? verifier_create(verifying, &voting->verifier) : WIRECOPY_NO_MEMORY;
}

void voting_release(struct voting *voting)
{
    verifier_free(voting->verifier);
    memory_free(voting->votes);
    *voting = (struct voting){0};
}

static uint64_t pair_of(uint32_t one, uint32_t other)
{
    return one < other ? (uint64_t)one << 32 | other : (uint64_t)other << 32 | one;
}

static uint64_t *vote_place(const struct voting *voting, uint64_t pair)
{
    return &voting->votes[(pair * 0x9e3779b97f4a7c15u) >> 32 & voting->vote_mask];
}

void voting_keep(struct voting *voting, uint32_t a, uint32_t b, enum vote vote)
{
    uint64_t pair = pair_of(a, b);
    *vote_place(voting, pair) = pair << 2 | vote;
}

/* A vote that was kept; false where it was not, or has lost its place. */
static bool find_kept(const struct voting *voting, uint32_t one, uint32_t other, enum vote *vote)
{
    uint64_t pair = pair_of(one, other), kept = *vote_place(voting, pair);
    *vote = (enum vote)(kept & 3);
    return kept >> 2 == pair;
}

static enum wirecopy_status find_vote(struct voting *voting, uint32_t one, uint32_t other, enum vote *vote)
{
    uint64_t pair = pair_of(one, other);
    uint32_t a = (uint32_t)(pair >> 32), b = (uint32_t)pair;
    enum wirecopy_status status = verify_vote(voting->verifier, a, b, vote);
    if (status == WIRECOPY_OK)
        voting_keep(voting, a, b, *vote);
    return status;
}

enum wirecopy_status voting_look(struct voting *voting, uint32_t one, uint32_t other, enum vote *vote_out)
{
    voting->asked++;
    if (verify_tells_vote(voting->verifier, one, other, false, vote_out) || find_kept(voting, one, other, vote_out))
        return WIRECOPY_OK;
    return find_vote(voting, one, other, vote_out);
}

/* The tally of a quorum: certain as soon as the pairs left cannot change it. */
struct tally {
    uint32_t total, looked, votes_for, votes_against;
    bool majority; /* is asked for */
    bool first;    /* so many of the first ones are as are enough */
};

static bool has_quorum(const struct tally *t)
{
    bool enough;
    if (t->first)
        return t->votes_for >= (t->majority ? FIRST_THREE_QUARTERS : FIRST_TWO_THIRDS);
    enough = t->majority ? MAJORITY_ONE_IN * t->votes_for > t->total : QUORUM_ONE_IN * t->votes_for >= t->total;
    return enough && t->votes_for >= t->votes_against;
}

static bool certain(const struct tally *t)
{
    struct tally best = *t, worst = *t; /* all that are left vote for it, or against it */
    best.votes_for += t->total - t->looked;
    worst.votes_against += t->total - t->looked;
    return has_quorum(&worst) || !has_quorum(&best);
}

struct cross_pair {
    uint32_t one, other;
};

/* Pairs whose vote is asked for, and those of them that were not told at a glance. */
struct poll {
    struct voting *voting;
    struct tally tally;
    struct cross_pair pairs[LOOKED_MOST], left[LOOKED_MOST];
    uint32_t count, glanced, left_count;
};

static void count_vote(struct poll *poll, enum vote vote)
{
    poll->tally.looked++;
    poll->tally.votes_for += vote == VOTE_FOR || (vote == VOTE_HALF && !poll->tally.majority);
    poll->tally.votes_against += vote == VOTE_AGAINST;
}

static void ask(struct poll *poll, uint32_t one, uint32_t other)
{
    poll->pairs[poll->count++] = (struct cross_pair){one, other};
    verify_bring_glance_near(poll->voting->verifier, one);
    verify_bring_glance_near(poll->voting->verifier, other);
}

/* Counts the votes of pairs up to one that are told at a glance: where no majority is asked for, half a vote counts as much as a whole one. */
static void glance_up_to(struct poll *poll, uint32_t end)
{
    for (; poll->glanced < end && !certain(&poll->tally); poll->glanced++) {
        struct cross_pair pair = poll->pairs[poll->glanced];
        enum vote vote;
        if (verify_tells_vote(poll->voting->verifier, pair.one, pair.other, !poll->tally.majority, &vote))
            count_vote(poll, vote);
        else
            poll->left[poll->left_count++] = pair;
    }
}

/* Counts those votes that are left and were kept. */
static void count_kept(struct poll *poll)
{
    uint32_t left = 0;
    for (uint32_t k = 0; k < poll->left_count; k++) {
        enum vote vote;
        if (find_kept(poll->voting, poll->left[k].one, poll->left[k].other, &vote))
            count_vote(poll, vote);
        else
            poll->left[left++] = poll->left[k];
    }
    poll->left_count = left;
}

/* Puts those first of which the first is the smaller: of an article that is looked at beside a whole cluster, what is looked at is then found anew once. */
static void part_left(struct poll *poll)
{
    struct cross_pair larger[LOOKED_MOST];
    uint32_t first = 0, count = 0;
    for (uint32_t k = 0; k < poll->left_count; k++) {
        struct cross_pair pair = poll->left[k];
        if (pair.one < pair.other)
            poll->left[first++] = pair;
        else
            larger[count++] = pair;
    }
    memcpy(poll->left + first, larger, count * sizeof *larger);
}

/* Verifies what is left until it is certain; what is left then stays. */
static enum wirecopy_status look_at_left(struct poll *poll)
{
    uint32_t k = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    count_kept(poll);
    part_left(poll);
    for (; k < poll->left_count && !certain(&poll->tally) && status == WIRECOPY_OK; k++) {
        enum vote vote = VOTE_NONE;
        for (uint32_t next = k; k % TOGETHER == 0 && next < poll->left_count && next < k + TOGETHER; next++)
            if (verify_prefetch(poll->voting->verifier, poll->left[next].one))
                verify_prefetch(poll->voting->verifier, poll->left[next].other);
        status = find_vote(poll->voting, poll->left[k].one, poll->left[k].other, &vote);
        count_vote(poll, vote);
    }
    poll->left_count -= k;
    memmove(poll->left, poll->left + k, poll->left_count * sizeof *poll->left);
    return status;
}

/* The cross pairs of two large sides, as they are drawn: number c of the stream gives place i of x by its upper half, place j of y by its lower. */
struct drawing {
    uint64_t key, counter;
    uint64_t drawn[LOOKED_MOST]; /* distinct ones */
    uint64_t met[8];             /* a bit each, of those drawn */
    uint32_t count;
};

static bool is_drawn(const struct drawing *drawing, uint64_t pair)
{
    uint32_t k = 0;
    while (k < drawing->count && drawing->drawn[k] != pair)
        k++;
    return k < drawing->count;
}

/* Draws one that was not drawn. */
static uint64_t draw(struct drawing *drawing, const struct side *x, const struct side *y)
{
    for (;;) {
        uint64_t bits = hash_counter(drawing->key, drawing->counter++);
        uint32_t i = hash_below((uint32_t)(bits >> 32), x->count), j = hash_below((uint32_t)bits, y->count);
        uint64_t pair = (uint64_t)i << 32 | j, mixed = pair * 0x9e3779b97f4a7c15u;
        uint64_t *word = &drawing->met[mixed >> 61], bit = UINT64_C(1) << (mixed >> 55 & 63);
        if (*word & bit && is_drawn(drawing, pair))
            continue;
        *word |= bit;
        drawing->drawn[drawing->count++] = pair;
        return pair;
    }
}

static void begin_drawing(struct drawing *drawing, const struct voting *voting, const struct side *x, const struct side *y)
{
    const struct left_out *left_out = voting->verifying->left_out;
    struct hash128 ids[2] = {left_out->articles->rows[groups_leader(left_out->groups, x->least)].content,
                             left_out->articles->rows[groups_leader(left_out->groups, y->least)].content};
    *drawing = (struct drawing){.key = hash_bytes(ids, sizeof ids)};
}

/*
 * Looks at what is drawn up to the last of the tally. What is told at a glance is asked first of all these; where nothing is, each few that were
 * drawn are verified.
 */
static enum wirecopy_status look_at_drawn(struct poll *poll, struct drawing *drawing, const struct side *x, const struct side *y)
{
    bool glances = verify_glances(poll->voting->verifier);
    enum wirecopy_status status = WIRECOPY_OK;
    while (poll->glanced < poll->tally.total && !certain(&poll->tally) && status == WIRECOPY_OK) {
        uint32_t before = poll->count;
        for (uint32_t k = 0; k < TOGETHER && poll->count < poll->tally.total; k++) {
            uint64_t pair = draw(drawing, x, y);
            ask(poll, side_at(x, (uint32_t)(pair >> 32)), side_at(y, (uint32_t)pair));
        }
        glance_up_to(poll, glances && poll->count < poll->tally.total ? before : poll->count);
        if (!glances)
            status = look_at_left(poll);
    }
    return status == WIRECOPY_OK ? look_at_left(poll) : status;
}

/* The first of them may be enough. */
static enum wirecopy_status look_at_many(struct poll *poll, const struct side *x, const struct side *y)
{
    struct drawing drawing;
    enum wirecopy_status status;
    begin_drawing(&drawing, poll->voting, x, y);
    poll->tally.total = FIRST_DRAWN;
    poll->tally.first = true;
    status = look_at_drawn(poll, &drawing, x, y);
    if (status != WIRECOPY_OK || has_quorum(&poll->tally))
        return status;
    poll->tally.total = LOOKED_MOST;
    poll->tally.first = false;
    return look_at_drawn(poll, &drawing, x, y);
}

static enum wirecopy_status look_at_all(struct poll *poll, const struct side *x, const struct side *y)
{
    for (uint32_t i = 0; i < x->count; i++)
        for (uint32_t j = 0; j < y->count; j++)
            ask(poll, side_at(x, i), side_at(y, j));
    glance_up_to(poll, poll->count);
    return look_at_left(poll);
}

enum wirecopy_status voting_has_quorum(struct voting *voting, struct side x, struct side y, bool majority, bool *has_out)
{
    struct poll poll;
    bool first = x.least < y.least, few = (uint64_t)x.count * y.count <= LOOKED_MOST;
    enum wirecopy_status status;
    poll.voting = voting;
    poll.tally = (struct tally){.total = few ? x.count * y.count : LOOKED_MOST, .majority = majority};
    poll.count = poll.glanced = poll.left_count = 0;
    voting->asked += poll.tally.total; /* how many of them were looked at depends on what is at hand */
    status = few ? look_at_all(&poll, first ? &x : &y, first ? &y : &x) : look_at_many(&poll, first ? &x : &y, first ? &y : &x);
    *has_out = has_quorum(&poll.tally);
    return status;
}
