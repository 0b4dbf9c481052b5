/* Where a story comes from and how fast it spread, in words. */
#include "report/flow.h"

#include <math.h>
#include <stdio.h>

enum { HOURS_A_DAY = 24, MINUTES_AN_HOUR = 60 };

/* Whether only days are known of the two. */
static bool by_days(const struct wirecopy_spread *spread, const struct wirecopy_member *member)
{
    return spread->first_minute == INT32_MIN || member->minute == INT32_MIN;
}

void put_since(struct sink *sink, const struct wirecopy_spread *spread, const struct wirecopy_member *member)
{
    double hours = wirecopy_spread_hours(spread, member);
    bool days = by_days(spread, member);
    uint64_t rounded = hours >= 0 ? (uint64_t)nearbyint(days ? hours / HOURS_A_DAY : hours) : 0;
    uint32_t used = 4; /* a sign, a digit, a space, a unit */
    for (uint64_t rest = rounded; rest >= 10; rest /= 10)
        used++;
    put_spaces(sink, !(hours >= 0) ? SINCE_COLUMNS : used < SINCE_COLUMNS ? SINCE_COLUMNS - used : 1);
    if (!(hours >= 0))
        return;
    sink_put_char(sink, '+');
    sink_put_number(sink, rounded);
    sink_put_string(sink, days ? " d" : " h");
}

/* The reasons, each a piece, behind a name. */
static void put_reasons(struct flow *flow, uint32_t reasons)
{
    static const struct {
        uint32_t bit;
        const char *words;
    } rows[] = {{WIRECOPY_ORIGIN_EARLIEST, "earliest date"},
                {WIRECOPY_ORIGIN_LINK, "another links to it"},
                {WIRECOPY_ORIGIN_CREDIT, "another credits it"},
                {WIRECOPY_ORIGIN_CONTAINMENT, "holds the others"}};
    bool begun = false;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (reasons & rows[i].bit) {
            if (begun)
                flow_words(flow, ",");
            flow_next(flow, 1);
            flow_text(flow, begun ? "" : "(");
            flow_text(flow, rows[i].words);
            begun = true;
        }
    if (begun)
        flow_words(flow, ")");
}

static void put_name(struct flow *flow, const struct wirecopy_member *member, bool with_id)
{
    if (member->source.data)
        flow_visible(flow, member->source, MOST_SOURCE_COLUMNS);
    if (member->source.data && with_id)
        flow_next(flow, 1);
    if (!member->source.data || with_id)
        flow_visible(flow, member->id, 0);
}

/* How long after the origin the first copy came; nothing where the origin's date is no evidence, or the later one, and something else told it. */
static void put_length(struct flow *flow, const struct wirecopy_spread *spread, const struct wirecopy_member *origin,
                       const struct wirecopy_member *copy)
{
    bool days_only = origin->minute == INT32_MIN || copy->minute == INT32_MIN;
    int64_t days = (int64_t)copy->day - origin->day;
    int64_t minutes = days * HOURS_A_DAY * MINUTES_AN_HOUR + (days_only ? 0 : (int64_t)copy->minute - origin->minute);
    if (!(wirecopy_spread_hours(spread, origin) >= 0) || minutes < 0)
        return;
    flow_words(flow, " ");
    if (!days_only && minutes < MINUTES_AN_HOUR)
        flow_words(flow, "after %.0f min", (double)minutes);
    else if (!days_only)
        flow_words(flow, "after %.0f h", (double)minutes / MINUTES_AN_HOUR);
    else if (days == 0)
        flow_words(flow, "on the same day");
    else
        flow_words(flow, days == 1 ? "after %.0f day" : "after %.0f days", (double)days);
}

/* Where the story comes from, and its first copy, in pieces. */
static enum wirecopy_status put_pieces(struct flow *flow, size_t cluster, const struct wirecopy_spread *spread)
{
    struct wirecopy_clustering *clustering = flow->page->clustering;
    struct wirecopy_member member, origin;
    enum wirecopy_status status;
    if (spread->origin == SIZE_MAX) {
        flow_words(flow, "origin unknown");
        return WIRECOPY_OK;
    }
    status = wirecopy_clustering_member(clustering, cluster, spread->origin, &member);
    if (status != WIRECOPY_OK)
        return status;
    flow_words(flow, "origin ");
    put_name(flow, &member, true);
    put_reasons(flow, spread->reasons);
    if (spread->first_copy == SIZE_MAX)
        return WIRECOPY_OK;
    origin = member; /* its numbers; its strings are gone */
    status = wirecopy_clustering_member(clustering, cluster, spread->first_copy, &member);
    if (status != WIRECOPY_OK)
        return status;
    flow_words(flow, ";");
    flow_next(flow, 1);
    flow_words(flow, "first copied");
    put_length(flow, spread, &origin, &member);
    flow_next(flow, 1);
    flow_words(flow, "by ");
    put_name(flow, &member, false);
    return WIRECOPY_OK;
}

enum wirecopy_status put_origin(struct page *page, size_t cluster, const struct wirecopy_spread *spread)
{
    struct flow flow;
    enum wirecopy_status status;
    put_spaces(page->sink, INDENT);
    begin_tone(page, DIM);
    flow_begin(&flow, page, INDENT, INDENT + 2);
    status = put_pieces(&flow, cluster, spread);
    flow_next(&flow, 0);
    end_tone(page, DIM);
    flow_end(&flow);
    return status;
}
