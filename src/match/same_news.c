/*
 * What outlets, dates and titles say of a pair. Two outlets have the same words within a day because an agency sent them to both. And
 * what an outlet publishes within half a day, or on one day, under like titles are takes of one story, or its corrections: the next
 * day's issue of a form has the title too, but comes out a day later.
 */
#include "match/verifier.h"

enum { SAME_NEWS_MINUTES = 24 * 60, TAKES_MINUTES = 12 * 60 };

/* Outlets that take a story over later than that do so while it is news. */
enum { FOLLOWED_MINUTES = 3 * 24 * 60 };

/* Titles of takes share so many tenths of their words; from 0.5 to 0.7 four pairs of our sets change. */
enum { TAKES_TENTHS = 6 };

/* A group's members that are asked for their outlet and time. */
enum { ASKED_MOST = 8 };

/*
 * What the outlets of two groups say: whether all are one, whether some are, whether two published within a day, and whether two may have
 * the same news nevertheless: a few days apart, or where an outlet or a date is not known.
 */
struct outlets {
    bool one, some_one, same_news, may_be;
};

static bool within(int64_t minute, int64_t other, int64_t minutes)
{
    return minute - other <= minutes && other - minute <= minutes;
}

/* Adds what two publications say; a minute counts where the day is known. */
static void add_outlets(struct outlets *outlets, uint64_t source, uint64_t other, bool days_known, int64_t minute, int64_t other_minute)
{
    bool one = source && source == other, apart = days_known && !within(minute, other_minute, FOLLOWED_MINUTES);
    outlets->one &= one;
    outlets->some_one |= one;
    if (one || apart)
        return;
    if (source && other && days_known && within(minute, other_minute, SAME_NEWS_MINUTES))
        outlets->same_news = true;
    else
        outlets->may_be = true;
}

static struct outlets ask_members(const struct verifier *verifier, uint32_t a, uint32_t b)
{
    const struct left_out *left_out = verifier->verifying->left_out;
    const struct groups *groups = left_out->groups;
    uint32_t count_a = groups_size(groups, a) < ASKED_MOST ? groups_size(groups, a) : ASKED_MOST;
    uint32_t count_b = groups_size(groups, b) < ASKED_MOST ? groups_size(groups, b) : ASKED_MOST;
    struct outlets outlets = {.one = true};
    for (uint32_t i = 0; i < count_a; i++)
        for (uint32_t j = 0; j < count_b; j++) {
            const struct article *x = &left_out->articles->rows[groups->members[groups->first[a] + i]];
            const struct article *y = &left_out->articles->rows[groups->members[groups->first[b] + j]];
            bool known = x->day != NO_DAY && y->day != NO_DAY;
            add_outlets(&outlets, x->source, y->source, known, known ? article_minute(x) : 0, known ? article_minute(y) : 0);
        }
    return outlets;
}

/* When a group of one member was published, as article_minute has it. */
static int64_t published(const struct seen_as *as)
{
    return as->minute == NO_MINUTE ? (int64_t)as->day * 1440 + 720 : as->minute;
}

/* The same of two groups of one member each. */
static struct outlets outlets_of_two(const struct seen_as *x, const struct seen_as *y)
{
    struct outlets outlets = {.one = true};
    add_outlets(&outlets, x->source, y->source, x->day != NO_DAY && y->day != NO_DAY, published(x), published(y));
    return outlets;
}

/* Whether briefs of a pair are at hand; its outlets are then found in them. */
static bool has_briefs(const struct verifier *verifier, uint32_t a, uint32_t b)
{
    const struct brief *const *briefs = verifier->template_room.briefs;
    return verifier->last_a == a && verifier->last_b == b && briefs[0] && briefs[1];
}

static struct outlets ask_outlets(const struct verifier *verifier, uint32_t a, uint32_t b)
{
    const struct brief *const *briefs = verifier->template_room.briefs;
    if (has_briefs(verifier, a, b) && briefs[0]->alone && briefs[1]->alone)
        return outlets_of_two(briefs[0]->seen.as, briefs[1]->seen.as);
    return ask_members(verifier, a, b);
}

bool are_one_outlets(const struct verifier *verifier, uint32_t a, uint32_t b)
{
    return ask_outlets(verifier, a, b).one;
}

enum one_day are_of_one_day(const struct verifier *verifier, uint32_t a, uint32_t b)
{
    struct outlets outlets = ask_outlets(verifier, a, b);
    return outlets.same_news ? OF_ONE_DAY : outlets.may_be ? MAY_BE_OF_ONE_DAY : NOT_OF_ONE_DAY;
}

/* Whether two were published within half a day; on one day, where the time of either is not known. */
static bool within_half_a_day(const struct seen_as *x, const struct seen_as *y)
{
    if (x->minute == NO_MINUTE || y->minute == NO_MINUTE)
        return x->day != NO_DAY && x->day == y->day;
    return within(x->minute, y->minute, TAKES_MINUTES);
}

/* Whether an outlet published two articles as takes of one story. */
static bool are_takes(const struct seen_list *a, const struct seen_as *x, const struct seen_list *b, const struct seen_as *y)
{
    size_t shared, all;
    if (!x->source || x->source != y->source || !x->title_count || !y->title_count || !within_half_a_day(x, y))
        return false;
    compare_titles(a, x, b, y, &shared, &all);
    return 10 * shared >= TAKES_TENTHS * all;
}

/* Lists what both of a pair are seen as. */
static enum wirecopy_status list_both(struct verifier *verifier, uint32_t a, uint32_t b, struct seen_list *x, struct seen_list *y)
{
    const struct left_out *left_out = verifier->verifying->left_out;
    struct template_room *room = &verifier->template_room;
    enum wirecopy_status status;
    if (has_briefs(verifier, a, b)) {
        *x = room->briefs[0]->seen;
        *y = room->briefs[1]->seen;
        return WIRECOPY_OK;
    }
    status = list_seen(left_out, a, &room->seen_rooms[0], x);
    return status == WIRECOPY_OK ? list_seen(left_out, b, &room->seen_rooms[1], y) : status;
}

/* The same of two groups: whether one as which either is seen is a take of one of the other's. */
static enum wirecopy_status find_takes(struct verifier *verifier, uint32_t a, uint32_t b, bool *takes_out)
{
    struct seen_list x = {0}, y = {0};
    enum wirecopy_status status = list_both(verifier, a, b, &x, &y);
    *takes_out = false;
    for (size_t i = 0; status == WIRECOPY_OK && i < x.count && !*takes_out; i++)
        for (size_t j = 0; j < y.count && !*takes_out; j++)
            *takes_out = are_takes(&x, &x.as[i], &y, &y.as[j]);
    return status;
}

enum wirecopy_status are_one_page(struct verifier *verifier, uint32_t a, uint32_t b, bool *one_out)
{
    struct seen_list x = {0}, y = {0};
    enum wirecopy_status status = list_both(verifier, a, b, &x, &y);
    *one_out = false;
    for (size_t i = 0; status == WIRECOPY_OK && i < x.count && !*one_out; i++)
        for (size_t j = 0; j < y.count && !*one_out; j++)
            *one_out = x.as[i].source && x.as[i].source == y.as[j].source && x.as[i].url && x.as[i].url == y.as[j].url;
    return status;
}

enum wirecopy_status are_same_news(struct verifier *verifier, uint32_t a, uint32_t b, bool *same_out)
{
    struct outlets outlets = ask_outlets(verifier, a, b);
    *same_out = outlets.same_news;
    return outlets.same_news || !outlets.some_one ? WIRECOPY_OK : find_takes(verifier, a, b, same_out);
}
