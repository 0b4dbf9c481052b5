/*
 * What each outlet has of its own, for people:
 *
 *     outlet                        articles  original    own  republished  unknown  single  from
 *     coast.example                       12         3      1            2        0       6  inland.example 2
 *
 * On a page of limited width, from whom an outlet has the rest stands below its figures where it does not fit behind them.
 */
#include "report/flow.h"

#include <stdio.h>

/* All figures and the spaces before them. */
enum { FIGURES = 10 + 10 + 7 + 13 + 9 + 8, FROM_INDENT = 4 };

static const struct wirecopy_bytes unknown = {"(not known)", 11};

/* From whom it has the rest. */
static void put_from(struct page *page, const struct clustering_outlet *outlet, uint32_t used)
{
    struct flow flow;
    begin_tone(page, DIM);
    flow_begin(&flow, page, used, FROM_INDENT);
    flow.gap = 2;
    if (page->width > 0 && outlet->from_count > 0)
        flow_words(&flow, "from ");
    for (uint32_t i = 0; i < outlet->from_count; i++) {
        bool last = i + 1 == outlet->from_count && outlet->from_outlets == outlet->from_count;
        flow_visible(&flow, outlet->from[i].name.data ? outlet->from[i].name : unknown, MOST_SOURCE_COLUMNS);
        flow_words(&flow, last ? " %llu" : " %llu,", (unsigned long long)outlet->from[i].articles);
        flow_next(&flow, 1);
    }
    if (outlet->from_outlets > outlet->from_count)
        flow_words(&flow, "%llu others", (unsigned long long)(outlet->from_outlets - outlet->from_count));
    flow_next(&flow, 0);
    end_tone(page, DIM);
    flow_end(&flow);
}

static enum wirecopy_status put_outlet(void *context, const struct clustering_outlet *outlet)
{
    struct page *page = context;
    struct sink *sink = page->sink;
    uint32_t columns = source_columns_of(page, FIGURES);
    put_visible(page, outlet->name.data ? outlet->name : unknown, columns, columns);
    sink_printf(sink, "  %8llu  %8llu  %5llu  %11llu  %7llu  %6llu", (unsigned long long)outlet->articles, (unsigned long long)outlet->original,
                (unsigned long long)outlet->own, (unsigned long long)outlet->republished, (unsigned long long)outlet->unknown,
                (unsigned long long)outlet->single);
    put_from(page, outlet, columns + FIGURES);
    return sink->status;
}

enum wirecopy_status put_outlets(struct page *page, const struct wirecopy_report_options *options)
{
    char heading[120];
    (void)options;
    snprintf(heading, sizeof heading, "%-*s  articles  original    own  republished  unknown  single%s", (int)source_columns_of(page, FIGURES),
             "outlet", page->width > 0 ? "" : "  from");
    put_columns_heading(page, heading);
    return clustering_each_outlet(page->clustering, put_outlet, page);
}
