/* Where a story comes from and how fast it spread, in words. */
#include "report/page.h"

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
    char text[24] = "";
    if (hours >= 0 && by_days(spread, member))
        snprintf(text, sizeof text, "+%.0f d", hours / HOURS_A_DAY);
    else if (hours >= 0)
        snprintf(text, sizeof text, "+%.0f h", hours);
    sink_printf(sink, " %*s", SINCE_COLUMNS - 1, text);
}

static void put_reasons(struct sink *sink, uint32_t reasons)
{
    static const struct {
        uint32_t bit;
        const char *words;
    } rows[] = {{WIRECOPY_ORIGIN_EARLIEST, "earliest date"},
                {WIRECOPY_ORIGIN_LINK, "another links to it"},
                {WIRECOPY_ORIGIN_CREDIT, "another credits it"},
                {WIRECOPY_ORIGIN_CONTAINMENT, "holds the others"}};
    const char *before = " (";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (reasons & rows[i].bit) {
            sink_put_string(sink, before);
            sink_put_string(sink, rows[i].words);
            before = ", ";
        }
    if (reasons)
        sink_put_char(sink, ')');
}

static void put_name(struct page *page, const struct wirecopy_member *member, bool with_id)
{
    if (member->source.data)
        put_visible(page, member->source, MOST_SOURCE_COLUMNS, 0);
    if (member->source.data && with_id)
        sink_put_char(page->sink, ' ');
    if (!member->source.data || with_id)
        put_visible(page, member->id, 0, 0);
}

static void put_length(struct sink *sink, const struct wirecopy_spread *spread, const struct wirecopy_member *member)
{
    double hours = wirecopy_spread_hours(spread, member), days = hours / HOURS_A_DAY;
    if (!by_days(spread, member) && hours < 1)
        sink_printf(sink, "after %.0f min", hours * MINUTES_AN_HOUR);
    else if (!by_days(spread, member))
        sink_printf(sink, "after %.0f h", hours);
    else if (days == 0)
        sink_put_string(sink, "on the same day");
    else
        sink_printf(sink, days == 1 ? "after %.0f day" : "after %.0f days", days);
}

enum wirecopy_status put_origin(struct page *page, size_t cluster, const struct wirecopy_spread *spread)
{
    struct sink *sink = page->sink;
    struct wirecopy_member member;
    enum wirecopy_status status = WIRECOPY_OK;
    put_spaces(sink, INDENT);
    begin_tone(page, DIM);
    if (spread->origin == SIZE_MAX) {
        sink_put_string(sink, "origin unknown");
    } else {
        status = wirecopy_clustering_member(page->clustering, cluster, spread->origin, &member);
        if (status != WIRECOPY_OK)
            return status;
        sink_put_string(sink, "origin ");
        put_name(page, &member, true);
        put_reasons(sink, spread->reasons);
    }
    if (spread->origin != SIZE_MAX && spread->first_copy != SIZE_MAX) {
        status = wirecopy_clustering_member(page->clustering, cluster, spread->first_copy, &member);
        if (status != WIRECOPY_OK)
            return status;
        sink_put_string(sink, "; first copied ");
        put_length(sink, spread, &member);
        sink_put_string(sink, " by ");
        put_name(page, &member, false);
    }
    end_tone(page, DIM);
    sink_put_char(sink, '\n');
    return status;
}
