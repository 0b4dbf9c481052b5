/*
 * Verification: of two sets one is indexed, the other asked of it; what passes is asked where the shared words begin, unless
 * so much is shared that it does not matter, and goes to the template rule.
 */
#include "match/verify.h"

#include <string.h>

#include "match/likeness.h"
#include "match/verifier.h"

/*
 * A copy shares its opening with the original, or the original's with the copy: who cuts, cuts the end, and who adds puts a
 * lead of his own before the story or lines after it, not both. Background, agency paragraphs, other stories' teasers and
 * what a digest holds stand deep in both. Of pairs of made copies that pass the loose rule, what is shared begins after 30
 * words of both in 7 of 38,000 true ones and in nine of ten false ones. 25 words are a long headline with its dateline; one
 * in five keeps a short lead before a long story from counting. From 20 to 40 words and from a tenth to a fifth, our
 * scores stay within 0.001.
 */
enum { LATE_AFTER = 25, LATE_ONE_IN = 5 };

/*
 * The same news has to begin with what it shares, or to do so behind a lead of its own of one sentence. What stands in two outlets'
 * background is as old as the story it explains. From 28 to 40 words our scores stay within 0.003; 44 lets a story in that has little of
 * the other.
 */
enum { NEWS_LATE_AFTER = 35 };

enum wirecopy_status verifier_create(const struct verifying *verifying, struct verifier **verifier_out)
{
    struct verifier *verifier = memory_allocate_zero(1, sizeof *verifier);
    enum wirecopy_status status;
    if (!verifier)
        return WIRECOPY_NO_MEMORY;
    verifier->verifying = verifying;
    if (verifying->left_out->shingling.kernel->find != shingle_find_portable) /* one by one, a filter costs more than it saves */
        verifier->index.kernel = verifying->left_out->shingling.kernel;
    verifier->indexed = verifier->outline_ranks[0] = verifier->outline_ranks[1] = verifier->passing_a = UINT32_MAX;
    verifier->filter.upper.rank = verifier->filter.upper.last_b = UINT32_MAX;
    status = keeper_init(&verifier->keeper, verifying->sets, verifying->briefs);
    if (status == WIRECOPY_OK)
        *verifier_out = verifier;
    else
        verifier_free(verifier);
    return status;
}

void verifier_free(struct verifier *verifier)
{
    if (!verifier)
        return;
    keeper_release(&verifier->keeper);
    brief_room_release(&verifier->outline_rooms[0]);
    brief_room_release(&verifier->outline_rooms[1]);
    glance_room_release(&verifier->glances[0]);
    glance_room_release(&verifier->glances[1]);
    set_room_release(&verifier->first_room);
    buffer_release(&verifier->first);
    shingle_index_release(&verifier->index);
    buffer_release(&verifier->shared);
    template_room_release(&verifier->template_room);
    memory_free(verifier);
}

static enum wirecopy_status compare(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out)
{
    enum passing how = PASSES_NOT;
    enum wirecopy_status status = compare_pair(verifier, a, b, match_out);
    if (status == WIRECOPY_OK)
        status = find_passing(verifier, match_out, &how);
    match_out->verdict = how ? VERDICT_MATCH : VERDICT_APART;
    return status;
}

enum wirecopy_status verify_overlap(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out)
{
    bool found;
    enum wirecopy_status status = look_up(verifier, a, b, true, match_out, &found);
    if (status != WIRECOPY_OK || !found)
        return status == WIRECOPY_OK ? compare(verifier, a, b, match_out) : status;
    if (match_out->verdict != VERDICT_APART)
        match_out->verdict = VERDICT_MATCH;
    return WIRECOPY_OK;
}

/* Where the first two neighbours among an article's shingles stand that the indexed set has too; its end, where there are none. */
static size_t begins_at(const struct verifier *verifier, const struct kept_set *set)
{
    size_t first = 0, neighbours = 0; /* shared ones in a row that end before first */
    while (first < set->count && neighbours < 2)
        neighbours = shingle_index_shared(&verifier->index, set->shingles + first++, 1) ? neighbours + 1 : 0;
    return first - (neighbours == 2 ? 2 : 0);
}

/* The same where the other of the pair is huge. */
static enum wirecopy_status begins_in_huge_at(const struct verifier *verifier, size_t *at_out)
{
    const struct kept_set *set = verifier->beside;
    size_t first = 0, neighbours = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (; first < set->count && neighbours < 2 && status == WIRECOPY_OK; first++) {
        size_t shared;
        status = large_set_shared(verifier->huge, set->shingles + first, 1, &shared);
        neighbours = shared ? neighbours + 1 : 0;
    }
    *at_out = first - (neighbours == 2 ? 2 : 0);
    return status;
}

enum wirecopy_status no_marks(struct verifier *verifier, size_t members, uint64_t **bits_out)
{
    size_t bytes = (members / 64 + 1) * sizeof(uint64_t);
    enum wirecopy_status status;
    verifier->shared.size = 0;
    status = buffer_reserve(&verifier->shared, bytes);
    if (status != WIRECOPY_OK)
        return status;
    *bits_out = (uint64_t *)(void *)verifier->shared.data;
    memset(*bits_out, 0, bytes);
    return WIRECOPY_OK;
}

/* So many shingles of a set are asked at a time. */
enum { ASKED_TOGETHER = 64 };

/*
 * The same for the indexed set itself, asked for what the other has; where that is no later than LATE_AFTER, a place that is not either may
 * be told instead. Copies mostly begin alike, and are told by their first shingles.
 */
static enum wirecopy_status indexed_begins_at(struct verifier *verifier, const struct kept_set *indexed, const struct kept_set *other, size_t *at_out)
{
    const uint64_t early = (UINT64_C(1) << (LATE_AFTER + 1)) - 1;
    size_t first = 0, neighbours = 0;
    uint64_t *bits;
    enum wirecopy_status status = no_marks(verifier, indexed->count, &bits);
    if (status != WIRECOPY_OK)
        return status;
    for (size_t i = 0; i < other->count; i += ASKED_TOGETHER) {
        shingle_index_mark(&verifier->index, other->shingles + i, other->count - i < ASKED_TOGETHER ? other->count - i : ASKED_TOGETHER, bits);
        if (bits[0] & bits[0] >> 1 & early) {
            *at_out = (size_t)__builtin_ctzll(bits[0] & bits[0] >> 1);
            return WIRECOPY_OK;
        }
    }
    for (; first < indexed->count && neighbours < 2; first++)
        neighbours = bits[first / 64] >> first % 64 & 1 ? neighbours + 1 : 0;
    *at_out = first - (neighbours == 2 ? 2 : 0);
    return WIRECOPY_OK;
}

static bool is_late(size_t at, size_t count)
{
    return at > LATE_AFTER && LATE_ONE_IN * at > count;
}

/* Of one outlet a page so many times as long holds the story, as digests do; a follow-up is a story of the usual length. */
enum { DIGEST_TIMES = 8 };

static bool is_follow_up_size(size_t a, size_t b)
{
    return a < DIGEST_TIMES * b && b < DIGEST_TIMES * a;
}

/*
 * Of two that are of about one length neither is an excerpt: what either begins with is its news, and the rest is background, or teasers of the
 * day's stories where no line tells them. Else the longer one's is, unless it is a short lead; a shorter one is cut from it behind a lead.
 */
enum { ONE_LENGTH_TIMES = 2 };

static bool begins_otherwise(size_t at, size_t count, size_t other_count)
{
    if (count < ONE_LENGTH_TIMES * other_count && other_count < ONE_LENGTH_TIMES * count)
        return at > LATE_AFTER;
    return count >= other_count && is_late(at, count);
}

/*
 * Whether two of one outlet are different news for what one of them begins with, where what is shared begins in both. What is at one address
 * is one story, whatever was put before it since.
 */
static enum wirecopy_status are_other_news(struct verifier *verifier, const struct match *match, size_t at_a, size_t at_b, bool *other_out)
{
    bool one_page = false;
    enum wirecopy_status status = WIRECOPY_OK;
    *other_out = is_follow_up_size(match->size_a, match->size_b) &&
                 (begins_otherwise(at_a, match->size_a, match->size_b) || begins_otherwise(at_b, match->size_b, match->size_a)) &&
                 are_one_outlets(verifier, match->a, match->b);
    if (*other_out)
        status = are_one_page(verifier, match->a, match->b, &one_page);
    *other_out = *other_out && !one_page;
    return status;
}

/* Where what a pair shares begins in both, and what is asked of that. */
struct beginnings {
    size_t a, b;
    bool plain, same_news; /* so much is shared that it must not be late in both, no more; it passes as the same news */
};

static enum wirecopy_status judge_beginnings(struct verifier *verifier, const struct match *match, const struct beginnings *at, bool *late_out)
{
    *late_out =
        (is_late(at->a, match->size_a) && is_late(at->b, match->size_b)) || (at->same_news && (at->a > NEWS_LATE_AFTER || at->b > NEWS_LATE_AFTER));
    return *late_out || at->plain ? WIRECOPY_OK : are_other_news(verifier, match, at->a, at->b, late_out);
}

_Static_assert(OUTLINE_EARLY - 1 > LATE_AFTER && OUTLINE_EARLY - 1 > NEWS_LATE_AFTER, "what begins behind the first shingles of an outline is late");

/* find_late by where what is shared begins in both, as far as outlines say. */
static enum wirecopy_status find_late_in_outlines(struct verifier *verifier, const struct match *match, struct beginnings at, bool *late_out,
                                                  bool *told)
{
    *told = verifier->outlined && outlines_begin_at(&verifier->filter, verifier->outlines, 0, LATE_ONE_IN, &at.a);
    if (*told && at.plain && !is_late(at.a, match->size_a))
        return WIRECOPY_OK;
    *told = *told && outlines_begin_at(&verifier->filter, verifier->outlines, 1, LATE_ONE_IN, &at.b);
    return *told ? judge_beginnings(verifier, match, &at, late_out) : WIRECOPY_OK;
}

/* find_late of a huge text and one that is not, as far as it can be told without the set of the huge one. */
static enum wirecopy_status find_late_in_huge(struct verifier *verifier, const struct match *match, bool same_news, bool *late_out, bool *told)
{
    size_t at, after, huge_count;
    bool late;
    enum wirecopy_status status;
    *told = verifier->huge && verifier->beside && !is_follow_up_size(match->size_a, match->size_b);
    if (!*told)
        return WIRECOPY_OK;
    status = begins_in_huge_at(verifier, &at);
    if (status != WIRECOPY_OK)
        return status;
    late = is_late(at, verifier->beside->count);
    *late_out = same_news && at > NEWS_LATE_AFTER;
    if (*late_out || !(late || same_news))
        return WIRECOPY_OK;
    huge_count = verifier->huge->count;
    after = huge_count / LATE_ONE_IN > LATE_AFTER ? huge_count / LATE_ONE_IN : LATE_AFTER;
    if (same_news && after <= NEWS_LATE_AFTER)
        *told = false;
    else
        status = huge_text_begins_after(verifier, same_news ? NEWS_LATE_AFTER : after, late_out, told);
    return status;
}

enum wirecopy_status find_late(struct verifier *verifier, const struct match *match, bool same_news, bool *late_out)
{
    struct beginnings at = {.plain = is_plain(match), .same_news = same_news && !is_plain(match)};
    const struct kept_set *a, *b;
    bool told;
    enum wirecopy_status status;
    *late_out = false;
    if (is_whole(match))
        return WIRECOPY_OK;
    status = find_late_in_outlines(verifier, match, at, late_out, &told);
    if (status == WIRECOPY_OK && !told)
        status = find_late_in_huge(verifier, match, at.same_news, late_out, &told);
    if (status != WIRECOPY_OK || told)
        return status;
    if (verifier->outlined || verifier->huge) {
        struct match again;
        status = compare_sets(verifier, match->a, match->b, &again);
        if (status != WIRECOPY_OK)
            return status;
    }
    a = verifier->last[0];
    b = verifier->last[1];
    at.b = begins_at(verifier, b);
    *late_out = at.same_news && at.b > NEWS_LATE_AFTER;
    if (*late_out || !(at.same_news || is_late(at.b, b->count) ||
                       (!at.plain && is_follow_up_size(a->count, b->count) && are_one_outlets(verifier, match->a, match->b))))
        return WIRECOPY_OK;
    status = indexed_begins_at(verifier, a, b, &at.a);
    if (a->rank != match->a) { /* the second was indexed */
        size_t swapped = at.a;
        at.a = at.b;
        at.b = swapped;
    }
    return status == WIRECOPY_OK ? judge_beginnings(verifier, match, &at, late_out) : status;
}

enum wirecopy_status verify_late(struct verifier *verifier, const struct match *match, bool *late_out)
{
    enum passing how;
    enum wirecopy_status status = find_passing(verifier, match, &how);
    return status == WIRECOPY_OK ? find_late(verifier, match, how == PASSES_AS_SAME_NEWS, late_out) : status;
}

/* What follows where enough is shared. */
static enum wirecopy_status judge(struct verifier *verifier, struct match *match, bool same_news)
{
    enum verdict verdict = VERDICT_APART;
    bool late;
    enum wirecopy_status status = find_late(verifier, match, same_news, &late);
    if (status == WIRECOPY_OK && !late)
        status = template_judge(verifier->verifying->left_out, &verifier->template_room, match, &verdict);
    match->verdict = verdict;
    return status;
}

/* verify_pair; numbers: they are asked for of a pair that is apart too. */
static enum wirecopy_status verify(struct verifier *verifier, uint32_t a, uint32_t b, bool numbers, struct match *match_out)
{
    bool found;
    enum passing how;
    enum wirecopy_status status = look_up(verifier, a, b, numbers, match_out, &found);
    if (status == WIRECOPY_OK && !found)
        status = compare(verifier, a, b, match_out);
    if (status != WIRECOPY_OK || found || match_out->verdict == VERDICT_APART)
        return status;
    status = find_passing(verifier, match_out, &how);
    return status == WIRECOPY_OK ? judge(verifier, match_out, how == PASSES_AS_SAME_NEWS) : status;
}

enum wirecopy_status verify_pair(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out)
{
    return verify(verifier, a, b, true, match_out);
}

/* Of the larger rank of a pair further on where its text is, of one before it that, of one before that its glance: each is found by the other. */
enum { GLANCES_AHEAD = 4 };

static void bring_near(const struct verifying *verifying, const uint64_t *pairs, size_t count)
{
    const struct groups *groups = verifying->left_out->groups;
    if (count <= 3 * GLANCES_AHEAD)
        return;
    __builtin_prefetch(&groups->first[(uint32_t)pairs[3 * GLANCES_AHEAD]]);
    __builtin_prefetch(&groups->members[groups->first[(uint32_t)pairs[2 * GLANCES_AHEAD]]]);
    __builtin_prefetch(&verifying->left_out->articles->rows[groups_leader(groups, (uint32_t)pairs[GLANCES_AHEAD])].day);
    glances_prefetch(verifying->glances, groups_text(groups, (uint32_t)pairs[GLANCES_AHEAD]));
}

enum wirecopy_status verify_may_be_near(struct verifier *verifier, uint32_t a, uint32_t b, bool *may_out)
{
    struct match most;
    bool told;
    enum wirecopy_status status = glance_at_pair(verifier, a, b, &most, &told);
    *may_out = true;
    return status == WIRECOPY_OK && told ? may_pass(verifier, &most, may_out) : status;
}

/* Whether one of the candidates has to be verified. */
static enum wirecopy_status is_near(struct verifier *verifier, const uint64_t *pairs, size_t count, bool *near_out)
{
    uint32_t a = (uint32_t)(*pairs >> 32), b = (uint32_t)*pairs;
    struct known_pair known;
    bool found = false;
    enum wirecopy_status status = WIRECOPY_OK;
    if (verifier->verifying->likeness)
        status = find_known(verifier, a, b, &known, &found);
    *near_out = found && !(known.how & KNOWN_FAR);
    if (found || status != WIRECOPY_OK)
        return status;
    bring_near(verifier->verifying, pairs, count);
    return verify_may_be_near(verifier, a, b, near_out);
}

enum wirecopy_status verify_keep_near(struct verifier *verifier, uint64_t *pairs, size_t *count)
{
    size_t kept = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    if (!glances_pay(verifier->verifying))
        return WIRECOPY_OK;
    verifier->admitted = true;
    for (size_t i = 0; i < *count && status == WIRECOPY_OK; i++) {
        bool near;
        status = is_near(verifier, pairs + i, *count - i, &near);
        pairs[kept] = pairs[i];
        kept += near;
    }
    verifier->admitted = false;
    if (status == WIRECOPY_OK)
        *count = kept;
    return status;
}

enum wirecopy_status verify_verdict(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out)
{
    bool large = large_sets_find(&verifier->keeper.large, a) || large_sets_find(&verifier->keeper.large, b), apart = false;
    double share;
    enum wirecopy_status status = WIRECOPY_OK;
    verifier->admitted = true;
    if (large)
        status = share_asked(verifier, a, b, &share);
    if (large && status == WIRECOPY_OK)
        status = pair_ruled_out(verifier, a, b, share, &apart);
    if (status == WIRECOPY_OK && !apart)
        status = verify(verifier, a, b, false, match_out);
    if (apart)
        *match_out = (struct match){.a = a, .b = b, .verdict = VERDICT_APART};
    verifier->admitted = false;
    return status;
}

bool verify_prefetch(const struct verifier *verifier, uint32_t rank)
{
    const struct outlines *outlines = verifier_outlines(verifier);
    if (outlines)
        outlines_prefetch(outlines, rank);
    return outlines != NULL;
}

enum wirecopy_status verify_vote(struct verifier *verifier, uint32_t a, uint32_t b, enum vote *vote_out)
{
    struct match match;
    struct known_pair pair;
    bool known, apart = false;
    enum wirecopy_status status = find_known(verifier, a, b, &pair, &known);
    known = status == WIRECOPY_OK && known && pair.how & KNOWN_JUDGED; /* what comes half-way to the loosest rule was not judged then */
    if (known)
        match = known_match(&pair);
    *vote_out = VOTE_NONE;
    if (status == WIRECOPY_OK && !known)
        status = pair_ruled_out(verifier, a, b, HALF_WAY, &apart);
    if (status != WIRECOPY_OK || apart)
        return status;
    if (!known)
        status = compare_pair(verifier, a, b, &match);
    if (status != WIRECOPY_OK || !may_match(verifier, &match, HALF_WAY))
        return status;
    if (!known)
        status = judge(verifier, &match, false);
    if (match.verdict == VERDICT_TEMPLATE) {
        *vote_out = VOTE_AGAINST;
    } else if (status == WIRECOPY_OK && match.verdict != VERDICT_APART) {
        enum passing how;
        status = find_passing(verifier, &match, &how);
        *vote_out = how || may_match(verifier, &match, MOST_OF_THE_WAY) ? VOTE_FOR : VOTE_HALF;
    }
    return status;
}
