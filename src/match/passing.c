/*
 * Whether a pair passes: by the match rule, or by less of it, where outlets, dates, titles or openings say that it is the same news. These do
 * not depend on the rule: they are kept of known pairs, with what judging found, so that a pair is known under any rule that is no looser.
 */
#include <string.h>

#include "learn/parted.h"
#include "match/pairs/candidates.h"
#include "match/verifier.h"

/* The same news, as same_news.c tells it, needs so much of the thresholds, where both begin with what they share; see verify.c. */
static const double SAME_NEWS = 0.8;

/* And so much where two outlets' texts of one day open alike, as opening.c tells it: what follows was cut, added and rewritten. */
static const double ONE_OPENING = 0.5;

/*
 * So much in common is a copy wherever it begins, unless it is late in both. Of an outlet's texts that share half and of which one begins with
 * news of its own most are follow-ups: of twenty Arabic ones from 0.5 to 0.55 that were read, fifteen.
 */
static const struct match_rule PLAIN = {.resemblance = 0.55, .containment = 0.8};

bool is_plain(const struct match *match)
{
    return match_reaches(match, PLAIN, 1);
}

/*
 * More than that is a copy wherever it stands: two outlets put leads of their own before nearly all of a story. What is about half of either
 * and deep in both is what they quote, or the other story that two digests hold.
 */
static const struct match_rule WHOLE = {.resemblance = 0.55, .containment = 0.9};

bool is_whole(const struct match *match)
{
    return match_reaches(match, WHOLE, 1);
}

bool verify_may_pass(const struct match *match, struct match_rule rule)
{
    return match_reaches(match, rule, ONE_OPENING);
}

bool may_match(const struct verifier *verifier, const struct match *m, double share)
{
    const struct left_out *left_out = verifier->verifying->left_out;
    if (!match_reaches(m, verifier->verifying->rule, share))
        return false;
    return verifier->admitted || groups_within_window(left_out->groups, left_out->articles, m->a, m->b);
}

/* Of a pair that does not reach the rule itself. */
static enum wirecopy_status find_same_news(struct verifier *verifier, const struct match *m, bool *news_out)
{
    enum one_day one_day = NOT_OF_ONE_DAY;
    enum wirecopy_status status = WIRECOPY_OK;
    *news_out = false;
    if (may_match(verifier, m, SAME_NEWS))
        status = are_same_news(verifier, m->a, m->b, news_out);
    if (status == WIRECOPY_OK && !*news_out && may_match(verifier, m, ONE_OPENING))
        one_day = are_of_one_day(verifier, m->a, m->b);
    return one_day ? open_alike(verifier, m->a, m->b, one_day, news_out) : status;
}

enum wirecopy_status verify_share_passed(struct verifier *verifier, const struct match *match, double *share_out)
{
    bool news = false;
    enum wirecopy_status status = WIRECOPY_OK;
    if (!may_match(verifier, match, 1) && may_match(verifier, match, SAME_NEWS))
        status = are_same_news(verifier, match->a, match->b, &news);
    *share_out = may_match(verifier, match, 1) ? 1 : news ? SAME_NEWS : ONE_OPENING;
    return status;
}

enum wirecopy_status find_passing(struct verifier *verifier, const struct match *m, enum passing *passing_out)
{
    bool news;
    enum wirecopy_status status;
    *passing_out = PASSES;
    if (may_match(verifier, m, 1))
        return WIRECOPY_OK;
    if (verifier->passing_a != m->a || verifier->passing_b != m->b) {
        status = find_same_news(verifier, m, &news);
        if (status != WIRECOPY_OK)
            return status;
        verifier->passing_a = m->a;
        verifier->passing_b = m->b;
        verifier->passing = news ? PASSES_AS_SAME_NEWS : PASSES_NOT;
    }
    *passing_out = verifier->passing;
    return WIRECOPY_OK;
}

enum wirecopy_status may_pass(struct verifier *verifier, const struct match *most, bool *may_out)
{
    enum one_day one_day;
    enum wirecopy_status status = WIRECOPY_OK;
    *may_out = may_match(verifier, most, 1);
    if (!*may_out && may_match(verifier, most, SAME_NEWS))
        status = are_same_news(verifier, most->a, most->b, may_out);
    if (status != WIRECOPY_OK || *may_out || !may_match(verifier, most, ONE_OPENING))
        return status;
    one_day = are_of_one_day(verifier, most->a, most->b);
    return one_day ? may_open_alike(verifier, most->a, most->b, one_day, may_out) : WIRECOPY_OK;
}

enum wirecopy_status share_asked(struct verifier *verifier, uint32_t a, uint32_t b, double *share_out)
{
    bool news;
    enum wirecopy_status status = are_same_news(verifier, a, b, &news);
    if (status == WIRECOPY_OK)
        *share_out = are_of_one_day(verifier, a, b) ? ONE_OPENING : news ? SAME_NEWS : 1;
    return status;
}

/* Whether a known pair passes the rule of now; *told is false where that must be asked of its texts. */
static enum passing passes_as_known(const struct verifier *verifier, const struct known_pair *known, const struct match *match, bool *told)
{
    bool may = may_match(verifier, match, ONE_OPENING);
    *told = true;
    if (may_match(verifier, match, 1))
        return PASSES;
    *told = !may || known->how & KNOWN_ASKED;
    if (may && (known->how & KNOWN_OPENS || (known->how & KNOWN_NEWS && may_match(verifier, match, SAME_NEWS))))
        return PASSES_AS_SAME_NEWS;
    return PASSES_NOT;
}

enum wirecopy_status find_known(struct verifier *verifier, uint32_t a, uint32_t b, struct known_pair *known, bool *found)
{
    enum wirecopy_status status = WIRECOPY_OK;
    *found = false;
    if (verifier->verifying->likeness)
        status = likeness_find(verifier->verifying->likeness, a, b, &verifier->known_at, known, found);
    return status;
}

enum wirecopy_status look_up(struct verifier *verifier, uint32_t a, uint32_t b, bool numbers, struct match *match_out, bool *found)
{
    struct known_pair known;
    enum passing how = PASSES_NOT;
    bool told;
    enum wirecopy_status status = find_known(verifier, a, b, &known, found);
    if (status == WIRECOPY_OK && *found)
        *found = !(numbers && known.how & KNOWN_FAR);
    if (status != WIRECOPY_OK || !*found)
        return status;
    *match_out = known_match(&known);
    how = passes_as_known(verifier, &known, match_out, &told);
    if (told && how != PASSES) {
        verifier->passing_a = a;
        verifier->passing_b = b;
        verifier->passing = how;
    } else if (!told) {
        status = find_passing(verifier, match_out, &how);
        *found = how == PASSES_NOT; /* what judging found of one that passes as the same news was not kept */
    }
    if (how == PASSES_NOT || known.how & (how == PASSES ? KNOWN_LATE : KNOWN_LATE_NEWS))
        match_out->verdict = VERDICT_APART;
    return status;
}

/* Asks outlets, dates, titles and openings, as far as some rule may. */
static enum wirecopy_status ask_news(struct verifier *verifier, const struct match *match, struct known_pair *known)
{
    bool same = false, alike = false;
    enum one_day one_day;
    enum wirecopy_status status = WIRECOPY_OK;
    if (may_match(verifier, match, SAME_NEWS))
        status = are_same_news(verifier, match->a, match->b, &same);
    one_day = status == WIRECOPY_OK ? are_of_one_day(verifier, match->a, match->b) : NOT_OF_ONE_DAY;
    if (one_day)
        status = open_alike(verifier, match->a, match->b, one_day, &alike);
    known->how |= (uint8_t)(KNOWN_ASKED | (same ? KNOWN_NEWS : 0) | (alike ? KNOWN_OPENS : 0));
    return status;
}

/* Judges a pair that passes in one way or another. */
static enum wirecopy_status judge(struct verifier *verifier, const struct match *match, struct known_pair *known)
{
    bool late, late_news = true;
    enum verdict verdict;
    enum wirecopy_status status = find_late(verifier, match, false, &late);
    if (status == WIRECOPY_OK && known->how & (KNOWN_NEWS | KNOWN_OPENS))
        status = find_late(verifier, match, true, &late_news);
    if (status != WIRECOPY_OK)
        return status;
    known->how |= (uint8_t)(KNOWN_JUDGED | (late ? KNOWN_LATE : 0) | (late_news ? KNOWN_LATE_NEWS : 0));
    if (late && late_news)
        return WIRECOPY_OK;
    status = template_judge(verifier->verifying->left_out, &verifier->template_room, match, &verdict);
    known->verdict = (uint8_t)verdict;
    return status;
}

enum wirecopy_status verify_known(struct verifier *verifier, const struct met_pair *met, struct known_pair *known_out)
{
    struct match match;
    enum wirecopy_status status = compare_pair(verifier, met->a, met->b, &match);
    if (status != WIRECOPY_OK)
        return status;
    *known_out = (struct known_pair){.a = match.a,
                                     .b = match.b,
                                     .shared = match.shared,
                                     .size_a = match.size_a,
                                     .size_b = match.size_b,
                                     .keys = met->keys,
                                     .how = met->band ? KNOWN_BAND : 0,
                                     .verdict = VERDICT_APART};
    if (may_match(verifier, &match, ONE_OPENING) && !is_plain(&match))
        status = ask_news(verifier, &match, known_out);
    if (status == WIRECOPY_OK && (may_match(verifier, &match, 1) || known_out->how & (KNOWN_NEWS | KNOWN_OPENS)))
        status = judge(verifier, &match, known_out);
    return status;
}
