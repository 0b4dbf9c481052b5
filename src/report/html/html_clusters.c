/*
 * The clusters as one page of HTML, for people who were not there: each with what is said of it, its members under each other, how alike they
 * are as bars, and when they came as points between the first and the last.
 */
#include "report/html/html_frame.h"

#include "report/about.h"
#include "report/html/html_text.h"

struct html {
    struct page page; /* its sink is the text's */
    struct html_text text;
};

/* A tag: behind all text that was put. */
static struct sink *tag(struct html *html, const char *text)
{
    return html_tag(&html->text, text);
}

/* A whole address on the web, which may be linked to; all others may do anything. */
static bool may_be_linked(struct wirecopy_bytes url)
{
    if (!(url.size > 7 && memcmp(url.data, "http://", 7) == 0) && !(url.size > 8 && memcmp(url.data, "https://", 8) == 0))
        return false;
    for (size_t i = 0; i < url.size; i++)
        if ((unsigned char)url.data[i] <= ' ' || url.data[i] == 0x7F)
            return false;
    return true;
}

static void put_id_cell(struct html *html, const struct wirecopy_member *member)
{
    bool link = may_be_linked(member->url);
    tag(html, "<td class=\"id\">");
    if (link) {
        sink_put_string(html->text.out, "<a rel=\"noopener noreferrer\" href=\"");
        html_put(&html->text, member->url);
        tag(html, "\">");
    }
    put_visible(&html->page, member->id, 0, 0);
    tag(html, link ? "</a>" : "");
    if (member->credit.size > 0) {
        tag(html, " <span class=\"credit\">[");
        put_visible(&html->page, member->credit, 0, 0);
        tag(html, "]</span>");
    }
    tag(html, "</td>");
}

/* When it was published, how long that is after the first, and where between the first and the last. */
static void put_time_cells(struct html *html, const struct wirecopy_member *member, const struct span *span)
{
    double hours = wirecopy_spread_hours(&span->spread, member);
    tag(html, "<td class=\"plain\">");
    put_date(&html->page, member);
    tag(html, "</td>");
    if (span->spread.dated < 2)
        return;
    tag(html, "<td class=\"number\">");
    put_since(html->page.sink, &span->spread, member);
    tag(html, "</td><td class=\"time\">");
    if (hours >= 0 && span->most_hours > 0)
        sink_printf(html->text.out, "<div><i style=\"left:%.1f%%\"></i></div>", 100 * hours / span->most_hours);
    sink_put_string(html->text.out, "</td>");
}

/* A cluster whose story a digest holds too. */
static void put_held(void *context, uint32_t number, const struct wirecopy_cluster *cluster, const struct wirecopy_member *first)
{
    struct html *html = context;
    sink_printf(tag(html, ""), "<tr><td></td><td class=\"bar\"></td><td class=\"title\" colspan=\"6\">also holds <a href=\"#%s\">%u. ", cluster->id,
                number + 1);
    put_name(&html->page, first, 0);
    tag(html, "</a></td></tr>\n");
}

static enum wirecopy_status put_member(struct html *html, const struct wirecopy_member *member, const struct span *span, bool origin, bool single)
{
    unsigned percent = percent_of(member->resemblance);
    tag(html, origin ? "<tr class=\"origin\">" : "<tr>");
    sink_printf(html->text.out, "<td class=\"number\">%u %%</td><td class=\"bar\"><i style=\"width:%u%%\"></i></td><td class=\"plain\">%s</td>",
                percent, percent, standing(member, single));
    if (span->source_columns > 0) {
        tag(html, "<td class=\"plain\">");
        put_visible(&html->page, member->source, MOST_SOURCE_COLUMNS, 0);
        tag(html, "</td>");
    }
    if (span->dated)
        put_time_cells(html, member, span);
    put_id_cell(html, member);
    tag(html, "</tr>\n");
    if (member->title.size > 0 && !title_is_first(&html->page, member->title)) {
        tag(html, "<tr><td></td><td class=\"bar\"></td><td class=\"title\" colspan=\"6\">");
        put_title(&html->page, member->title, 0);
        tag(html, "</td></tr>\n");
    }
    return each_held(html->page.clustering, member, put_held, html);
}

static void put_table_head(struct html *html, const struct span *span)
{
    tag(html,
        "<table><thead><tr><th class=\"number alike\" scope=\"col\">alike</th><th class=\"bar\"></th><th class=\"standing\" scope=\"col\">standing</th>");
    if (span->source_columns > 0)
        tag(html, "<th class=\"outlet\" scope=\"col\">outlet</th>");
    if (span->dated)
        tag(html, "<th class=\"date\" scope=\"col\">date</th>");
    if (span->dated && span->spread.dated > 1)
        tag(html, "<th class=\"number after\" scope=\"col\">after</th><th class=\"time\"></th>");
    tag(html, "<th scope=\"col\">id</th></tr></thead><tbody>\n");
}

/* All that stands before the members. */
static enum wirecopy_status put_cluster_head(struct html *html, size_t number, const struct wirecopy_cluster *cluster, const struct span *span)
{
    struct wirecopy_member member;
    const char *words;
    enum wirecopy_status status = wirecopy_clustering_member(html->page.clustering, number, 0, &member);
    if (status == WIRECOPY_OK)
        status = keep_first_title(&html->page, member.title);
    if (status != WIRECOPY_OK)
        return status;
    sink_printf(tag(html, ""), "<section id=\"%s\">\n<h2><a href=\"#%s\">%zu.</a> ", cluster->id, cluster->id, number + 1);
    put_name(&html->page, &member, 0);
    tag(html, "</h2>\n<p>");
    put_extent(&html->page, cluster, span);
    tag(html, "</p>\n");
    for (unsigned i = 0; (words = warning_words(cluster->warnings, i)) != NULL; i++)
        sink_printf(html->text.out, "<p class=\"warning\">%s</p>\n", words);
    if (cluster->size > 1) {
        tag(html, "<p>");
        status = put_origin(&html->page, number, &span->spread);
        tag(html, "</p>\n");
    }
    return status;
}

static enum wirecopy_status put_cluster(struct html *html, size_t number, const struct wirecopy_cluster *cluster)
{
    struct span span;
    enum wirecopy_status status = read_span(&html->page, number, cluster->size, 0, &span);
    if (status == WIRECOPY_OK)
        status = put_cluster_head(html, number, cluster, &span);
    if (status == WIRECOPY_OK)
        put_table_head(html, &span);
    for (size_t i = 0; i < cluster->size && status == WIRECOPY_OK; i++) {
        struct wirecopy_member member;
        status = wirecopy_clustering_member(html->page.clustering, number, i, &member);
        if (status == WIRECOPY_OK)
            status = put_member(html, &member, &span, i == span.spread.origin && cluster->size > 1, cluster->size < 2);
        if (status == WIRECOPY_OK)
            status = html->text.out->status;
    }
    tag(html, "</tbody></table>\n</section>\n");
    return status;
}

static void put_header(struct html *html)
{
    const struct summary *summary = clustering_summary(html->page.clustering);
    struct sink *out = html->text.out;
    sink_put_string(out, html_before_title);
    sink_printf(out, "wirecopy: %llu %s", (unsigned long long)summary->clusters, summary->clusters == 1 ? "story" : "stories");
    sink_put_string(out, html_after_title);
    sink_printf(out, "<header>\n<h1>%llu %s carried more than once</h1>\n<p>", (unsigned long long)summary->clusters,
                summary->clusters == 1 ? "story" : "stories");
    sink_printf(out, "%llu articles", (unsigned long long)summary->articles);
    if (summary->outlets > 0)
        sink_printf(out, " from %llu outlets", (unsigned long long)summary->outlets);
    sink_printf(out, ": %llu exact copies, %llu near copies, %llu without a copy", (unsigned long long)summary->exact_copies,
                (unsigned long long)summary->near_copies, (unsigned long long)summary->single);
    sink_put_string(
        out, "</p>\n<p id=\"filter\"><label>Filter: <input type=\"search\" placeholder=\"words, an outlet, an id\"></label> <output></output></p>\n"
             "</header>\n");
}

/* The parameters that can change the answer. */
static void put_footer(struct html *html)
{
    const struct summary *summary = clustering_summary(html->page.clustering);
    struct sink *out = html->text.out;
    sink_printf(out, "<footer>\n<p>wirecopy %s: two articles are copies from a resemblance of %g or a containment of %g on, in runs of %u words",
                wirecopy_version(), summary->resemblance, summary->containment, summary->shingle_words);
    if (summary->window_hours > 0)
        sink_printf(out, ", within %u hours", summary->window_hours);
    sink_printf(out, "; keys: %s; %.1f %% of all matches should be found; fingerprint %s.</p>\n", summary->keys, 100 * summary->expected_recall,
                summary->fingerprint);
    sink_put_string(out,
                    "<p>Alike: the resemblance to the representative, the share of what stands in either text that stands in both. The likely origin "
                    "is in bold.</p>\n</footer>\n");
    sink_put_string(out, html_end);
}

static enum wirecopy_status put_clusters(struct html *html, bool singles)
{
    size_t count = wirecopy_clustering_count(html->page.clustering), number;
    enum wirecopy_status status = WIRECOPY_OK;
    for (number = 0; number < count && status == WIRECOPY_OK; number++) {
        struct wirecopy_cluster cluster;
        status = wirecopy_clustering_cluster(html->page.clustering, number, &cluster);
        if (status == WIRECOPY_OK && cluster.size < 2 && !singles)
            break; /* the largest come first */
        if (status == WIRECOPY_OK)
            status = put_cluster(html, number, &cluster);
    }
    if (number == 0)
        sink_put_string(html->text.out, "<p>No copies were found.</p>\n");
    return status;
}

enum wirecopy_status html_write(struct wirecopy_clustering *clustering, const struct wirecopy_report_options *options, struct sink *sink)
{
    struct html html = {.page = {.clustering = clustering}};
    enum wirecopy_status status = html_text_begin(&html.text, sink);
    if (status != WIRECOPY_OK)
        return status;
    html.page.sink = &html.text.text;
    put_header(&html);
    status = put_clusters(&html, options->singles);
    put_footer(&html);
    status = html_text_end(&html.text, status);
    buffer_release(&html.page.visible);
    buffer_release(&html.page.title);
    buffer_release(&html.page.decoded);
    return status;
}
