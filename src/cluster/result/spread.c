/*
 * How the story of a cluster spread, from what wirecopy.h says of its members. They are looked at in passes, each of which needs
 * what the one before found; of clusters that are not too large the facts are kept between them.
 */
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/set.h"
#include "cluster/result/arrangement.h"
#include "cluster/result/clustering.h"
#include "cluster/result/owners.h"
#include "read/reader.h"

enum { MINUTES_A_DAY = 1440, HOURS_A_DAY = 24, MINUTES_AN_HOUR = 60 };

/* 1990-01-01: before it nobody published on the web, and 1970 is what programs write for "unknown". */
enum { FIRST_PLAUSIBLE_DAY = 7305 };

/* A day that has begun somewhere on earth is not in the future. */
enum { DAYS_AHEAD = 1 };

/* A part of 0.8 of a text, in one that is larger by a quarter, is an excerpt: as the relations have it. */
static const double STANDS_IN = 0.8, AS_LARGE = 0.8;

/* The facts of so many members are kept in memory between passes; those of more go to scratch, where they are read from front to back. */
enum { KEPT_MOST = 1 << 14 };

/* Names in a credit that are looked at: "AFP, Reuters". */
enum { CREDITS_MOST = 4 };

/* What speaks for and against a member as the origin. */
struct facts {
    uint64_t source, owner;         /* 0: unknown */
    uint64_t copied_from;           /* the outlet on whose host its address is, where that is another's; 0 */
    uint64_t name;                  /* by which credits name its outlet */
    uint64_t credits[CREDITS_MOST]; /* the names that it credits, its own left out; 0 */
    int64_t from, to;               /* minutes since 1970 between which it was published */
    bool dated;                     /* its date is evidence */
    bool within, stands_in;         /* it stands in the representative and is no larger; and is smaller */
    bool covers, holds;             /* the representative stands in it and is no larger; and is smaller */
};

struct tracing {
    struct wirecopy_clustering *clustering;
    size_t cluster, size;
    int32_t today;
    const struct owners *known;             /* whose outlets are */
    struct facts *kept;                     /* NULL: they are in scratch, or not known yet */
    struct scratch *many;                   /* NULL: they are in memory, or not known yet */
    struct scratch_window *window;          /* of many */
    struct hash_set sources, owners, names; /* of the members */
    struct hash_set linked_to, credited;    /* that members name */
    uint32_t dated;
};

static uint64_t hash_of(struct wirecopy_bytes name)
{
    return name.data && name.size ? hash_bytes(name.data, name.size) | 1 : 0;
}

/* The outlet on whose host an article's address is, where that is another owner's than its own. */
static uint64_t host_elsewhere(const struct wirecopy_member *member, const struct owners *known, uint64_t owner)
{
    char room[HOST_BYTES];
    struct wirecopy_bytes host;
    if (!owner || !member->url.data || !url_host(member->url, room, &host) || host.size == 0 || owners_of(known, host) == owner)
        return 0;
    return hash_of(host);
}

static bool plausible(int32_t day, int32_t today)
{
    return day != INT32_MIN && day >= FIRST_PLAUSIBLE_DAY && day <= (int64_t)today + DAYS_AHEAD;
}

/* Whom a member credits: names with ", " between two. */
static void read_credits(struct facts *facts, struct wirecopy_bytes credit)
{
    size_t count = 0;
    for (size_t begin = 0, end; credit.data && begin < credit.size && count < CREDITS_MOST; begin = end + 1) {
        const char *comma = memchr(credit.data + begin, ',', credit.size - begin);
        uint64_t key;
        end = comma ? (size_t)(comma - credit.data) : credit.size;
        key = credit_key((struct wirecopy_bytes){credit.data + begin, end - begin});
        if (key && key != facts->name)
            facts->credits[count++] = key;
    }
}

static struct facts facts_of(const struct tracing *t, const struct wirecopy_member *member)
{
    double in = member->containment, of = member->contained; /* their ratio is that of the two sizes */
    struct facts facts = {.source = hash_of(member->source), .owner = owners_of(t->known, member->source), .dated = plausible(member->day, t->today)};
    facts.copied_from = host_elsewhere(member, t->known, facts.owner);
    facts.name = outlet_credit_key(member->source);
    read_credits(&facts, member->credit);
    facts.within = in >= STANDS_IN && of <= in;
    facts.stands_in = facts.within && of <= AS_LARGE * in;
    facts.covers = of >= STANDS_IN && in <= of;
    facts.holds = facts.covers && in <= AS_LARGE * of;
    if (facts.dated) {
        facts.from = (int64_t)member->day * MINUTES_A_DAY + (member->minute == INT32_MIN ? 0 : member->minute);
        facts.to = facts.from + (member->minute == INT32_MIN ? MINUTES_A_DAY - 1 : 0);
    }
    return facts;
}

static enum wirecopy_status facts_at(const struct tracing *t, size_t i, struct facts *facts)
{
    struct wirecopy_member member;
    enum wirecopy_status status;
    if (t->kept) {
        *facts = t->kept[i];
        return WIRECOPY_OK;
    }
    if (t->many) {
        const void *view;
        status = scratch_view_ahead(t->many, i * sizeof *facts, sizeof *facts, t->window, &view);
        if (status == WIRECOPY_OK)
            memcpy(facts, view, sizeof *facts);
        return status;
    }
    status = wirecopy_clustering_member(t->clustering, t->cluster, i, &member);
    if (status == WIRECOPY_OK)
        *facts = facts_of(t, &member);
    return status;
}

static enum wirecopy_status note(struct hash_set *set, uint64_t name, enum wirecopy_status status)
{
    return status == WIRECOPY_OK && name ? hash_set_add(set, name) : status;
}

static enum wirecopy_status note_names(struct tracing *t, const struct facts *facts)
{
    enum wirecopy_status status = note(&t->sources, facts->source, WIRECOPY_OK);
    status = note(&t->owners, facts->owner, status);
    status = note(&t->names, facts->name, status);
    status = note(&t->linked_to, facts->copied_from, status);
    for (size_t i = 0; i < CREDITS_MOST; i++)
        status = note(&t->credited, facts->credits[i], status);
    return status;
}

/* Room for the facts of all members, in memory or in scratch. */
static enum wirecopy_status make_room(const struct tracing *t, struct facts **kept, struct scratch **many)
{
    if (t->size > KEPT_MOST)
        return scratch_create(t->clustering->holdings.space, many);
    *kept = memory_allocate(t->size, sizeof **kept);
    return *kept ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}

/* The first pass: who is there, and who is named by others. */
static enum wirecopy_status survey(struct tracing *t)
{
    struct facts *kept = NULL;
    struct scratch *many = NULL;
    enum wirecopy_status status = make_room(t, &kept, &many);
    for (size_t i = 0; i < t->size && status == WIRECOPY_OK; i++) {
        struct facts facts;
        status = facts_at(t, i, &facts);
        if (status != WIRECOPY_OK)
            break;
        if (kept)
            kept[i] = facts;
        else
            status = scratch_append(many, &facts, sizeof facts);
        t->dated += facts.dated;
        if (status == WIRECOPY_OK)
            status = note_names(t, &facts);
    }
    t->kept = kept;
    t->many = many;
    return status;
}

/* Whether a member says itself that it comes from another one of the cluster. */
static bool says_copied(const struct tracing *t, const struct facts *facts)
{
    for (size_t i = 0; i < CREDITS_MOST; i++)
        if (facts->credits[i] && hash_set_has(&t->names, facts->credits[i]))
            return true;
    return facts->copied_from && facts->copied_from != facts->source && hash_set_has(&t->sources, facts->copied_from);
}

/* The reasons that others give for a member. */
static uint32_t named_by_others(const struct tracing *t, const struct facts *facts)
{
    return (facts->source && hash_set_has(&t->linked_to, facts->source) ? WIRECOPY_ORIGIN_LINK : 0) |
           (facts->name && hash_set_has(&t->credited, facts->name) ? WIRECOPY_ORIGIN_CREDIT : 0);
}

/* Those that may be the origin. */
struct field {
    uint32_t candidates, dated; /* those that do not say that they are copies */
    int64_t latest;             /* one of them was published by then */
    bool by_date;               /* more than half of them have dates: those that may be the earliest run */
};

/* The second pass: who may be the earliest. */
static enum wirecopy_status narrow(const struct tracing *t, struct field *field)
{
    enum wirecopy_status status = WIRECOPY_OK;
    *field = (struct field){.latest = INT64_MAX};
    for (size_t i = 0; i < t->size && status == WIRECOPY_OK; i++) {
        struct facts facts;
        status = facts_at(t, i, &facts);
        if (status != WIRECOPY_OK || says_copied(t, &facts))
            continue;
        field->candidates++;
        field->dated += facts.dated;
        if (facts.dated && facts.to < field->latest)
            field->latest = facts.to;
    }
    field->by_date = 2 * (uint64_t)field->dated > field->candidates;
    return status;
}

/* A choice among several: the one published first, of equal ones the first in the cluster; and whether all are one outlet's. */
struct choice {
    size_t count, member;
    int64_t to;
    uint64_t source;
    bool one_outlet;
};

static void consider(struct choice *choice, size_t i, const struct facts *facts)
{
    int64_t to = facts->dated ? facts->to : INT64_MAX;
    if (choice->count++ == 0) {
        *choice = (struct choice){1, i, to, facts->source, true};
        return;
    }
    choice->one_outlet &= facts->source && facts->source == choice->source;
    if (to < choice->to) {
        choice->member = i;
        choice->to = to;
    }
}

/* In which of some members the others stand, by how they stand to the representative. */
struct nesting {
    size_t count, within, standing;
    size_t covering, coverer, holding, holder;
};

static void nest(struct nesting *nesting, size_t i, const struct facts *facts)
{
    nesting->count++;
    nesting->within += facts->within;
    nesting->standing += facts->stands_in;
    nesting->covering += facts->covers;
    nesting->holding += facts->holds;
    if (facts->covers)
        nesting->coverer = i;
    if (facts->holds)
        nesting->holder = i;
}

/*
 * The member in which all others stand, all of them smaller; SIZE_MAX. All are known by how they stand to the representative, which
 * covers itself and is within itself.
 */
static size_t holder_of(const struct nesting *n)
{
    if (n->count < 2)
        return SIZE_MAX;
    if (n->holding == 1 && n->within == n->count - 1)
        return n->holder;
    return n->covering == 1 && n->standing == n->count - 1 ? n->coverer : SIZE_MAX;
}

/* The third pass: of those that may be the earliest, which one others or the texts point to. */
static enum wirecopy_status judge(const struct tracing *t, const struct field *field, struct wirecopy_spread *spread)
{
    struct choice early = {0}, named = {0};
    struct nesting among_early = {0}, among_all = {0};
    struct facts facts;
    size_t holder;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < t->size && status == WIRECOPY_OK; i++) {
        status = facts_at(t, i, &facts);
        if (status != WIRECOPY_OK)
            return status;
        nest(&among_all, i, &facts);
        if (says_copied(t, &facts) || (field->by_date && (!facts.dated || facts.from > field->latest)))
            continue;
        consider(&early, i, &facts);
        nest(&among_early, i, &facts);
        if (named_by_others(t, &facts))
            consider(&named, i, &facts);
    }
    holder = holder_of(&among_early);
    if (field->by_date && early.count > 0 && early.one_outlet) {
        spread->origin = early.member;
        spread->reasons = WIRECOPY_ORIGIN_EARLIEST;
    } else if (named.count > 0 && named.one_outlet) {
        spread->origin = named.member;
    } else if (holder != SIZE_MAX) {
        spread->origin = holder;
        spread->reasons = WIRECOPY_ORIGIN_CONTAINMENT;
    }
    if (spread->origin == SIZE_MAX)
        return WIRECOPY_OK;
    status = facts_at(t, spread->origin, &facts);
    if (status == WIRECOPY_OK)
        spread->reasons |= named_by_others(t, &facts);
    if (holder_of(&among_all) == spread->origin)
        spread->reasons |= WIRECOPY_ORIGIN_CONTAINMENT;
    return status;
}

/* The member that was published first, one without a time of day at noon, of those that are not of an outlet; SIZE_MAX. */
static enum wirecopy_status earliest(const struct tracing *t, size_t without, uint64_t source, size_t *member_out)
{
    int64_t least = INT64_MAX;
    enum wirecopy_status status = WIRECOPY_OK;
    *member_out = SIZE_MAX;
    for (size_t i = 0; i < t->size && status == WIRECOPY_OK; i++) {
        struct facts facts;
        status = facts_at(t, i, &facts);
        if (status != WIRECOPY_OK || !facts.dated || i == without || (source && facts.source == source) || facts.from + facts.to >= least)
            continue;
        least = facts.from + facts.to;
        *member_out = i;
    }
    return status;
}

/* The last passes: when it began, and who came next. */
static enum wirecopy_status follow(const struct tracing *t, struct wirecopy_spread *spread)
{
    size_t first, origin = spread->origin;
    struct facts facts = {0};
    struct wirecopy_member member;
    enum wirecopy_status status = earliest(t, SIZE_MAX, 0, &first);
    if (status == WIRECOPY_OK && first != SIZE_MAX)
        status = wirecopy_clustering_member(t->clustering, t->cluster, first, &member);
    if (status != WIRECOPY_OK || first == SIZE_MAX)
        return status;
    spread->first_day = member.day;
    spread->first_minute = member.minute;
    if (origin == SIZE_MAX)
        origin = first;
    status = facts_at(t, origin, &facts);
    return status == WIRECOPY_OK ? earliest(t, origin, facts.source, &spread->first_copy) : status;
}

/* Of one article, as most clusters are: nobody else names it, or is before it. */
static enum wirecopy_status look_at_single(const struct tracing *t, struct wirecopy_spread *spread)
{
    struct wirecopy_member member;
    enum wirecopy_status status = wirecopy_clustering_member(t->clustering, t->cluster, 0, &member);
    if (status != WIRECOPY_OK)
        return status;
    spread->independent = owners_of(t->known, member.source) != 0;
    if (plausible(member.day, t->today)) {
        spread->origin = 0;
        spread->reasons = WIRECOPY_ORIGIN_EARLIEST;
        spread->first_day = member.day;
        spread->first_minute = member.minute;
        spread->dated = 1;
    }
    return WIRECOPY_OK;
}

enum wirecopy_status wirecopy_clustering_spread(struct wirecopy_clustering *clustering, size_t cluster, struct wirecopy_spread *spread_out)
{
    struct scratch_window window = {0};
    struct tracing t = {.clustering = clustering,
                        .cluster = cluster,
                        .window = &window,
                        .today = clustering_summary(clustering)->today,
                        .known = clustering_owners(clustering)};
    struct wirecopy_cluster about;
    struct field field;
    enum wirecopy_status status = wirecopy_clustering_cluster(clustering, cluster, &about);
    *spread_out =
        (struct wirecopy_spread){.origin = SIZE_MAX, .first_copy = SIZE_MAX, .first_day = INT32_MIN, .first_minute = INT32_MIN, .today = t.today};
    if (status != WIRECOPY_OK)
        return status;
    if (about.size == 1)
        return look_at_single(&t, spread_out);
    t.size = about.size;
    status = survey(&t);
    if (status == WIRECOPY_OK)
        status = narrow(&t, &field);
    if (status == WIRECOPY_OK)
        status = judge(&t, &field, spread_out);
    if (status == WIRECOPY_OK)
        status = follow(&t, spread_out);
    spread_out->dated = t.dated;
    spread_out->independent = (uint32_t)t.owners.count;
    memory_free(t.kept);
    scratch_free(t.many);
    scratch_window_release(&window);
    hash_set_release(&t.sources);
    hash_set_release(&t.owners);
    hash_set_release(&t.names);
    hash_set_release(&t.linked_to);
    hash_set_release(&t.credited);
    return clustering_note(clustering, status);
}

double wirecopy_spread_hours(const struct wirecopy_spread *spread, const struct wirecopy_member *member)
{
    double days, hours;
    if (spread->first_day == INT32_MIN || !plausible(member->day, spread->today))
        return -1;
    days = (double)member->day - spread->first_day;
    hours = days * HOURS_A_DAY;
    if (spread->first_minute != INT32_MIN && member->minute != INT32_MIN)
        hours += ((double)member->minute - spread->first_minute) / MINUTES_AN_HOUR;
    return hours > 0 ? hours : 0;
}
