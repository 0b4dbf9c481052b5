/* The figures of a cluster come from one walk over its members. */
#include "report/about.h"

#include "report/flow.h"

void put_date(struct page *page, const struct wirecopy_member *member)
{
    if (member->day != INT32_MIN)
        put_day(page->sink, member->day);
    else
        put_visible(page, member->date, DATE_COLUMNS, DATE_COLUMNS);
}

unsigned percent_of(double share)
{
    double percent = share * 100 + 1e-9;
    return percent > 0 && percent < 1000 ? (unsigned)percent : 0;
}

const char *standing(const struct wirecopy_member *member, bool single)
{
    const char *word = wirecopy_relation_word(member->relation);
    return *word ? word : single ? "single" : member->is_representative ? "representative" : "copy";
}

const char *warning_words(uint32_t warnings, unsigned number)
{
    static const struct {
        uint32_t bit;
        const char *words;
    } rows[] = {{WIRECOPY_WARNING_CHAIN, "a chain: some are alike to others, not to the representative"},
                {WIRECOPY_WARNING_GIANT, "a giant: over a tenth of the corpus is in it"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if ((warnings & rows[i].bit) && number-- == 0)
            return rows[i].words;
    return NULL;
}

enum wirecopy_status keep_first_title(struct page *page, struct wirecopy_bytes title)
{
    page->title.size = 0;
    return buffer_append(&page->title, title.data, title.data ? title.size : 0);
}

bool title_is_first(const struct page *page, struct wirecopy_bytes title)
{
    return title.size == page->title.size && (title.size == 0 || memcmp(title.data, page->title.data, title.size) == 0);
}

void put_name(struct page *page, const struct wirecopy_member *member, uint32_t most)
{
    if (member->title.size > 0)
        put_title(page, member->title, most);
    else
        put_visible(page, member->id, most, 0);
}

static void widen(struct span *span, const struct wirecopy_member *member, uint32_t source_columns)
{
    double hours = wirecopy_spread_hours(&span->spread, member);
    if (source_columns > span->source_columns)
        span->source_columns = source_columns;
    if (hours > span->most_hours)
        span->most_hours = hours;
    span->dated |= member->date.data != NULL;
    if (!(hours >= 0)) /* no date, or none that is evidence */
        return;
    if (member->day < span->first)
        span->first = member->day;
    if (member->day > span->last)
        span->last = member->day;
}

enum wirecopy_status read_span(struct page *page, size_t number, size_t size, uint32_t others, struct span *span)
{
    enum wirecopy_status status;
    *span = (struct span){.first = INT32_MAX, .last = INT32_MIN};
    status = wirecopy_clustering_spread(page->clustering, number, &span->spread);
    for (size_t i = 0; i < size && status == WIRECOPY_OK; i++) {
        struct wirecopy_member member;
        struct visible source;
        status = wirecopy_clustering_member(page->clustering, number, i, &member);
        if (status == WIRECOPY_OK)
            status = visible_text(member.source, source_columns_of(page, others), &page->visible, &source);
        if (status == WIRECOPY_OK)
            widen(span, &member, source.columns);
    }
    return status;
}

void put_extent(struct page *page, const struct wirecopy_cluster *cluster, const struct span *span)
{
    char first[DAY_BYTES], last[DAY_BYTES];
    struct flow flow;
    put_spaces(page->sink, INDENT);
    begin_tone(page, DIM);
    flow_begin(&flow, page, INDENT, INDENT + 2);
    flow_number(&flow, "", cluster->size, cluster->size == 1 ? " article" : " articles");
    if (cluster->outlets > 0)
        flow_number(&flow, " from ", cluster->outlets, cluster->outlets == 1 ? " outlet" : " outlets");
    if (span->first <= span->last) {
        day_text(span->first, first);
        day_text(span->last, last);
        flow_words(&flow, ",");
        flow_next(&flow, 1);
        flow_text(&flow, first);
        if (span->first < span->last) {
            flow_text(&flow, " to ");
            flow_text(&flow, last);
        }
    }
    if (span->spread.independent < cluster->outlets) {
        flow_words(&flow, ";");
        flow_next(&flow, 1);
        flow_number(&flow, "", span->spread.independent, " of the outlets independent");
    }
    if (cluster->size > 2) {
        flow_words(&flow, ";");
        flow_next(&flow, 1);
        flow_number(&flow, "weakest link ", percent_of(cluster->weakest), " %,");
        flow_next(&flow, 1);
        flow_number(&flow, "the two least alike ", percent_of(1 - cluster->diameter), " %");
    }
    flow_next(&flow, 0);
    end_tone(page, DIM);
    flow_end(&flow);
}

enum wirecopy_status each_held(struct wirecopy_clustering *clustering, const struct wirecopy_member *digest, visit_held *visit, void *context)
{
    size_t count = digest->also_holds_count;
    uint32_t *held = count ? memory_allocate(count, sizeof *held) : NULL;
    enum wirecopy_status status = held || count == 0 ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    if (held)
        memcpy(held, digest->also_holds, count * sizeof *held);
    for (size_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        struct wirecopy_cluster cluster;
        struct wirecopy_member first;
        status = wirecopy_clustering_cluster(clustering, held[i], &cluster);
        if (status == WIRECOPY_OK)
            status = wirecopy_clustering_member(clustering, held[i], 0, &first);
        if (status == WIRECOPY_OK)
            visit(context, held[i], &cluster, &first);
    }
    memory_free(held);
    return status;
}
