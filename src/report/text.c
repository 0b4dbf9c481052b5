/*
 * The views for people. A cluster of two or more looks so; what is absent leaves no gap:
 *
 *     1. The representative's title
 *        3 articles from 2 outlets, 2016-03-01 to 2016-03-04
 *        origin coast.example a1 (earliest date); first copied after 3 days by inland.example
 *        100 %  representative  coast.example   2016-03-01   +0 d  a1
 *         94 %  copy            inland.example  2016-03-04   +3 d  b7
 *               Another title
 *
 * The percentage is the resemblance, cut to a whole one: 100 % is all. Ids are never cut, so that they can be copied.
 */
#include "report/about.h"
#include "report/flow.h"

#include <stdio.h>

/* Of a member's line: all before its id but the source. */
enum { MEMBER_COLUMNS = INDENT + 7 + RELATION_COLUMNS + 2 + 2 + DATE_COLUMNS + SINCE_COLUMNS };

static void put_heading(struct page *page, size_t number, const struct wirecopy_member *representative)
{
    uint32_t used = 3;
    for (size_t rest = number + 1; rest >= 10; rest /= 10)
        used++;
    begin_tone(page, BOLD);
    sink_put_number(page->sink, number + 1);
    sink_put_string(page->sink, ". ");
    put_name(page, representative, columns_after(page, used));
    end_tone(page, BOLD);
    sink_put_char(page->sink, '\n');
}

static void put_warnings(struct page *page, const struct wirecopy_cluster *cluster)
{
    const char *words;
    for (unsigned i = 0; (words = warning_words(cluster->warnings, i)) != NULL; i++) {
        put_spaces(page->sink, INDENT);
        begin_tone(page, WARN);
        sink_put_string(page->sink, words);
        end_tone(page, WARN);
        sink_put_char(page->sink, '\n');
    }
}

/* An id, and whom the text credits, behind columns of a line that are used; further lines are indented. */
static uint32_t put_id(struct page *page, struct wirecopy_bytes id, struct wirecopy_bytes credit, uint32_t used, uint32_t indent)
{
    struct flow flow;
    uint32_t at;
    flow_begin(&flow, page, used, indent);
    flow.tone = DIM;
    flow.gap = 2;
    flow_visible(&flow, id, 0);
    flow_next(&flow, 2);
    if (credit.size > 0) {
        flow_words(&flow, "[");
        flow_visible(&flow, credit, MOST_SOURCE_COLUMNS);
        flow_words(&flow, "]");
    }
    flow_next(&flow, 2);
    at = flow.at;
    buffer_release(&flow.piece);
    return at;
}

static void put_member(struct page *page, const struct wirecopy_member *member, const struct span *span, bool single)
{
    struct sink *sink = page->sink;
    uint32_t used = INDENT + 7 + RELATION_COLUMNS;
    put_spaces(sink, INDENT);
    put_number_right(sink, percent_of(member->resemblance), 3);
    sink_put_string(sink, " %  ");
    put_left(sink, standing(member, single), RELATION_COLUMNS);
    if (span->source_columns > 0) {
        put_spaces(sink, 2);
        put_visible(page, member->source, span->source_columns, span->source_columns);
        used += 2 + span->source_columns;
    }
    if (span->dated) {
        put_spaces(sink, 2);
        put_date(page, member);
        if (span->spread.dated > 1)
            put_since(sink, &span->spread, member);
        used += 2 + DATE_COLUMNS + (span->spread.dated > 1 ? SINCE_COLUMNS : 0);
    }
    put_id(page, member->id, member->credit, used, INDENT + 7);
    sink_put_char(sink, '\n');
    if (member->title.size == 0 || title_is_first(page, member->title))
        return;
    put_spaces(sink, INDENT + 7); /* under the relation */
    put_title(page, member->title, columns_after(page, INDENT + 7));
    sink_put_char(sink, '\n');
}

/* A cluster whose story a digest holds too. */
static void put_held(void *context, uint32_t number, const struct wirecopy_cluster *cluster, const struct wirecopy_member *first)
{
    struct page *page = context;
    char place[40];
    int size = snprintf(place, sizeof place, "also holds %u. ", number + 1);
    (void)cluster;
    put_spaces(page->sink, INDENT + 7);
    begin_tone(page, DIM);
    sink_put(page->sink, place, (size_t)size);
    put_name(page, first, columns_after(page, INDENT + 7 + (uint32_t)size));
    end_tone(page, DIM);
    sink_put_char(page->sink, '\n');
}

static enum wirecopy_status put_cluster(struct page *page, size_t number, const struct wirecopy_cluster *cluster)
{
    struct span span;
    struct wirecopy_member member;
    enum wirecopy_status status = read_span(page, number, cluster->size, MEMBER_COLUMNS, &span);
    if (status == WIRECOPY_OK)
        status = wirecopy_clustering_member(page->clustering, number, 0, &member);
    if (status == WIRECOPY_OK)
        status = keep_first_title(page, member.title);
    if (status != WIRECOPY_OK)
        return status;
    put_heading(page, number, &member);
    put_extent(page, cluster, &span);
    put_warnings(page, cluster);
    if (cluster->size > 1)
        status = put_origin(page, number, &span.spread);
    for (size_t i = 0; i < cluster->size && status == WIRECOPY_OK; i++) {
        status = wirecopy_clustering_member(page->clustering, number, i, &member);
        if (status != WIRECOPY_OK)
            return status;
        put_member(page, &member, &span, cluster->size < 2);
        status = each_held(page->clustering, &member, put_held, page);
        if (status == WIRECOPY_OK)
            status = page->sink->status;
    }
    return status;
}

static enum wirecopy_status put_clusters(struct page *page, const struct wirecopy_report_options *options)
{
    size_t count = wirecopy_clustering_count(page->clustering), number;
    enum wirecopy_status status = WIRECOPY_OK;
    for (number = 0; number < count && status == WIRECOPY_OK; number++) {
        struct wirecopy_cluster cluster;
        clustering_bring_near(page->clustering, number);
        status = wirecopy_clustering_cluster(page->clustering, number, &cluster);
        if (status == WIRECOPY_OK && cluster.size < 2 && !options->singles)
            break; /* the largest come first */
        if (status == WIRECOPY_OK && number > 0)
            sink_put_char(page->sink, '\n');
        if (status == WIRECOPY_OK)
            status = put_cluster(page, number, &cluster);
    }
    if (number == 0)
        sink_put_string(page->sink, "No copies were found.\n");
    return status;
}

/* A title that would be cut to less tells nothing, and is left out. */
enum { LEAST_TITLE_COLUMNS = 10 };

/* Of an article's row: all before its id but the source; where an id that does not fit stands; and what most ids take. */
enum { ARTICLE_COLUMNS = 8 + 2 + 7 + RELATION_COLUMNS + 2 + 2 + DATE_COLUMNS, ARTICLE_INDENT = 10, USUAL_ID_COLUMNS = 2 + 10 };

static enum wirecopy_status put_article(void *context, const struct wirecopy_member *article, const struct wirecopy_cluster *cluster)
{
    struct page *page = context;
    struct sink *sink = page->sink;
    uint32_t source = source_columns_of(page, ARTICLE_COLUMNS + USUAL_ID_COLUMNS), used;
    sink_printf(sink, "%.8s  %3u %%  ", cluster->id, percent_of(article->resemblance));
    sink_printf(sink, "%-*s  ", RELATION_COLUMNS, standing(article, cluster->size < 2));
    put_visible(page, article->source, source, source);
    put_spaces(sink, 2);
    put_date(page, article);
    used = put_id(page, article->id, article->credit, ARTICLE_COLUMNS + source, ARTICLE_INDENT);
    if (article->title.size > 0 && (page->width == 0 || page_width(page) >= used + 2 + LEAST_TITLE_COLUMNS)) {
        put_spaces(sink, 2);
        put_title(page, article->title, columns_after(page, used + 2));
    }
    sink_put_char(sink, '\n');
    return sink->status;
}

static enum wirecopy_status put_articles(struct page *page, const struct wirecopy_report_options *options)
{
    (void)options;
    char heading[120];
    snprintf(heading, sizeof heading, "cluster   alike  standing        %-*s  date        id  title",
             (int)source_columns_of(page, ARTICLE_COLUMNS + USUAL_ID_COLUMNS), "source");
    put_columns_heading(page, heading);
    return clustering_each_article(page->clustering, put_article, page);
}

static enum wirecopy_status put_pair(void *context, const struct wirecopy_pair *pair)
{
    enum { FIGURES = 5 + 2 + 6 + 2 + 6 + 2 };
    struct page *page = context;
    struct sink *sink = page->sink;
    struct flow flow;
    sink_printf(sink, "%3u %%  %4u %%  %4u %%  ", percent_of(pair->resemblance), percent_of(pair->containment), percent_of(pair->contained));
    sink_printf(sink, "%-*s", RELATION_COLUMNS, wirecopy_relation_word(pair->relation));
    flow_begin(&flow, page, FIGURES + RELATION_COLUMNS, ARTICLE_INDENT);
    flow.gap = 2;
    flow_visible(&flow, pair->a, 0);
    flow_next(&flow, 2);
    flow_visible(&flow, pair->b, 0);
    flow_end(&flow);
    return sink->status;
}

static enum wirecopy_status put_pairs(struct page *page, const struct wirecopy_report_options *options)
{
    put_columns_heading(page, "alike  a in b  b in a  b is a          a  b");
    return clustering_each_pair(page->clustering, (struct pair_choice){options->templates, options->passages}, put_pair, page);
}

enum wirecopy_status text_write(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options, struct sink *sink)
{
    static enum wirecopy_status (*const views[])(struct page *, const struct wirecopy_report_options *) = {
        [WIRECOPY_VIEW_CLUSTERS] = put_clusters,
        [WIRECOPY_VIEW_ARTICLES] = put_articles,
        [WIRECOPY_VIEW_PAIRS] = put_pairs,
        [WIRECOPY_VIEW_OUTLETS] = put_outlets,
    };
    struct page page = {.sink = sink, .clustering = clustering, .color = options->color, .width = options->width};
    enum wirecopy_status status = views[options->view](&page, options);
    buffer_release(&page.visible);
    buffer_release(&page.title);
    buffer_release(&page.decoded);
    return status;
}
