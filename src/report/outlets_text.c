/*
 * What each outlet has of its own, for people:
 *
 *     outlet                        articles  original    own  republished  unknown  single  from
 *     coast.example                       12         3      1            2        0       6  inland.example 2
 */
#include "report/page.h"

#include <stdio.h>

static enum wirecopy_status put_outlet(void *context, const struct clustering_outlet *outlet)
{
    static const struct wirecopy_bytes unknown = {"(not known)", 11};
    struct page *page = context;
    struct sink *sink = page->sink;
    put_visible(page, outlet->name.data ? outlet->name : unknown, MOST_SOURCE_COLUMNS, MOST_SOURCE_COLUMNS);
    sink_printf(sink, "  %8llu  %8llu  %5llu  %11llu  %7llu  %6llu", (unsigned long long)outlet->articles, (unsigned long long)outlet->original,
                (unsigned long long)outlet->own, (unsigned long long)outlet->republished, (unsigned long long)outlet->unknown,
                (unsigned long long)outlet->single);
    begin_tone(page, DIM);
    for (uint32_t i = 0; i < outlet->from_count; i++) {
        sink_put_string(sink, i == 0 ? "  " : ", ");
        put_visible(page, outlet->from[i].name.data ? outlet->from[i].name : unknown, MOST_SOURCE_COLUMNS, 0);
        sink_printf(sink, " %llu", (unsigned long long)outlet->from[i].articles);
    }
    if (outlet->from_outlets > outlet->from_count)
        sink_printf(sink, ", %llu others", (unsigned long long)(outlet->from_outlets - outlet->from_count));
    end_tone(page, DIM);
    sink_put_char(sink, '\n');
    return sink->status;
}

enum wirecopy_status put_outlets(struct page *page, const struct wirecopy_report_options *options)
{
    (void)options;
    put_columns_heading(page, "outlet                        articles  original    own  republished  unknown  single  from");
    return clustering_each_outlet(page->clustering, put_outlet, page);
}
