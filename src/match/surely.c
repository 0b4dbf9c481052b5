/*
 * What is told of a pair by the cores of its outlines: most copies of one story are copies, and most issues of a form are later issues, by what
 * they have in common of the shingles that most articles have, whatever the others are.
 */
#include "match/verifier.h"

static const struct cores *cores_of(const struct verifier *verifier)
{
    const struct outlines *outlines = verifier_outlines(verifier);
    return outlines ? outlines_cores(outlines) : NULL;
}

bool verify_glances(const struct verifier *verifier)
{
    return cores_of(verifier) != NULL;
}

bool verify_sizes(const struct verifier *verifier, struct match *match)
{
    const struct cores *cores = cores_of(verifier);
    if (!cores)
        return false;
    match->size_a = cores_size(cores, match->a);
    match->size_b = cores_size(cores, match->b);
    return match->size_a && match->size_b;
}

/* What a pair shares at the least, and at the most. */
struct bounds {
    struct match least, most;
};

static bool find_bounds(const struct verifier *verifier, uint32_t a, uint32_t b, struct core_pair *pair, struct bounds *bounds)
{
    const struct verifying *verifying = verifier->verifying;
    const struct cores *cores = cores_of(verifier);
    if (!cores || verifying->likeness || verifying->left_out->groups->window_minutes || !cores_compare(cores, a, b, pair))
        return false;
    bounds->least = (struct match){.a = a, .b = b, .size_a = pair->size_a, .size_b = pair->size_b, .shared = pair->least};
    bounds->most = bounds->least;
    bounds->most.shared = pair->most;
    return true;
}

bool verify_tells_bounds(const struct verifier *verifier, uint32_t a, uint32_t b, struct match *least_out, struct match *most_out)
{
    struct core_pair pair;
    struct bounds bounds;
    if (!find_bounds(verifier, a, b, &pair, &bounds))
        return false;
    *least_out = bounds.least;
    *most_out = bounds.most;
    return true;
}

/*
 * Whether a pair surely reaches a share of the rule and is not late: it is nearly all, or begins early in one; of one outlet's that share no more, in
 * both.
 */
static bool passes(const struct verifier *verifier, const struct core_pair *pair, const struct match *least, double share)
{
    return match_reaches(least, verifier->verifying->rule, share) &&
           (is_whole(least) || cores_begin_early(cores_of(verifier), least->a, least->b, !pair->one_outlet || is_plain(least)));
}

static bool is_later_issue(const struct verifier *verifier, const struct core_pair *pair, const struct bounds *bounds, double share)
{
    return pair->issues && template_refuses_later(&bounds->most, pair->one_title) && passes(verifier, pair, &bounds->least, share);
}

bool verify_refuses_surely(const struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out)
{
    struct core_pair pair;
    struct bounds bounds;
    const struct cores *cores = cores_of(verifier);
    if (!cores || verifier->verifying->template_numbers || !cores_may_be_issues(cores, a, b) || !find_bounds(verifier, a, b, &pair, &bounds) ||
        !is_later_issue(verifier, &pair, &bounds, 1))
        return false;
    *match_out = (struct match){.a = a, .b = b, .verdict = VERDICT_TEMPLATE};
    return true;
}

/* Whether a pair surely shares no more than what has a bit. */
static bool share_no_others(struct verifier *verifier, const struct bounds *bounds)
{
    const struct match *least = &bounds->least;
    return least->shared == bounds->most.shared ||
           others_are_apart(outlines_others(verifier_outlines(verifier)), &verifier->filter.upper, least->a, least->b);
}

bool verify_tells_match(struct verifier *verifier, uint32_t a, uint32_t b, struct match *match_out)
{
    struct core_pair pair;
    struct bounds bounds;
    if (!find_bounds(verifier, a, b, &pair, &bounds))
        return false;
    *match_out = bounds.least;
    match_out->verdict = VERDICT_APART;
    if (!verify_may_pass(&bounds.most, verifier->verifying->rule))
        return true;
    match_out->verdict = pair.form && match_resemblance(match_out) < NEARLY_EQUAL ? VERDICT_UPDATE : VERDICT_MATCH;
    if (pair.no_template && passes(verifier, &pair, &bounds.least, 1))
        return share_no_others(verifier, &bounds);
    match_out->verdict = VERDICT_APART;
    return !verify_may_pass(&bounds.least, verifier->verifying->rule) && share_no_others(verifier, &bounds);
}

void verify_bring_verdict_near(const struct verifier *verifier, uint32_t b)
{
    const struct cores *cores = cores_of(verifier);
    if (!cores)
        return;
    cores_prefetch(cores, b);
    others_prefetch(outlines_others(verifier_outlines(verifier)), b);
}

/* What is no template at a glance speaks for joining where enough of it is shared; what surely shares less than half of that says nothing. */
bool verify_tells_vote(struct verifier *verifier, uint32_t a, uint32_t b, bool half, enum vote *vote_out)
{
    struct core_pair pair;
    struct bounds bounds;
    if (!find_bounds(verifier, a, b, &pair, &bounds))
        return false;
    *vote_out = VOTE_NONE;
    if (!match_reaches(&bounds.most, verifier->verifying->rule, HALF_WAY))
        return true;
    if (!match_reaches(&bounds.least, verifier->verifying->rule, HALF_WAY))
        return share_no_others(verifier, &bounds);
    *vote_out = VOTE_AGAINST;
    if (is_later_issue(verifier, &pair, &bounds, HALF_WAY))
        return true;
    *vote_out = VOTE_FOR;
    return pair.no_template && passes(verifier, &pair, &bounds.least, half ? HALF_WAY : MOST_OF_THE_WAY);
}

void verify_bring_glance_near(const struct verifier *verifier, uint32_t rank)
{
    const struct cores *cores = cores_of(verifier);
    if (cores)
        cores_prefetch(cores, rank);
}
