/*
 * A comparison as a page of HTML: what compare_text.c says of the pair, then the two texts in a table, what stands beside each other in one row
 * of it, marked by what became of it.
 */
#include "report/html/html_frame.h"

#include "report/comparison/compare.h"
#include "report/html/html_text.h"

enum { FIGURES_WIDTH = 110 };

/* What stands around a run. */
static const struct {
    const char *open, *close;
} marks[] = {
    [WIRECOPY_RUN_OWN] = {"", ""},
    [WIRECOPY_RUN_SHARED] = {"<mark>", "</mark>"},
    [WIRECOPY_RUN_COMMON] = {"<i class=\"common\">", "</i>"},
    [WIRECOPY_RUN_OUT] = {"<s>", "</s>"},
};

static enum wirecopy_status put_piece(void *context, enum wirecopy_run_kind kind, struct wirecopy_bytes piece)
{
    struct html_text *html = context;
    html_tag(html, marks[kind].open);
    html_put(html, piece);
    html_tag(html, marks[kind].close);
    return WIRECOPY_OK;
}

static enum wirecopy_status put_cell(struct html_text *html, struct unit_side *side, uint32_t unit_number)
{
    enum wirecopy_status status;
    html_tag(html, "<td dir=\"auto\">");
    status = unit_each_piece(side, unit_number, put_piece, html);
    html_tag(html, "</td>");
    return status;
}

static void put_heading(struct html_text *html, struct compare_page *page, const char *name, const struct wirecopy_compared *article)
{
    const struct wirecopy_bytes strings[] = {compare_title(page, article->title), article->source, article->date};
    html_tag(html, "<th scope=\"col\">");
    html_tag(html, name);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        if (strings[i].size == 0)
            continue;
        html_tag(html, i == 0 ? " <bdi class=\"name\">" : " <bdi>");
        html_put(html, strings[i]);
        html_tag(html, "</bdi>");
    }
    if (article->credit.size > 0) {
        html_tag(html, " <bdi class=\"credit\">[");
        html_put(html, article->credit);
        html_tag(html, "]</bdi>");
    }
    html_tag(html, "</th>");
}

static enum wirecopy_status put_texts(struct html_text *html, struct compare_page *page, const struct wirecopy_comparison *c,
                                      const struct unit_table *table)
{
    const struct unit_pair *pairs = (const struct unit_pair *)(const void *)table->pairs.data;
    struct unit_side a = {&c->a, &table->units[0], 0}, b = {&c->b, &table->units[1], 0};
    enum wirecopy_status status = WIRECOPY_OK;
    html_tag(html, "<table class=\"texts\"><thead><tr>");
    put_heading(html, page, "A", &c->a);
    put_heading(html, page, "B", &c->b);
    html_tag(html, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < table->pairs.size / sizeof *pairs && status == WIRECOPY_OK; i++) {
        html_tag(html, "<tr>");
        status = put_cell(html, &a, pairs[i].a);
        if (status == WIRECOPY_OK)
            status = put_cell(html, &b, pairs[i].b);
        html_tag(html, "</tr>\n");
    }
    html_tag(html, "</tbody></table>\n");
    return status;
}

static void put_name(struct html_text *html, const struct wirecopy_compared *article, const char *otherwise)
{
    if (article->id.size > 0)
        html_put(html, article->id);
    else
        html_tag(html, otherwise);
}

static void put_head(struct html_text *html, const struct wirecopy_comparison *c)
{
    html_tag(html, html_before_title);
    html_tag(html, "wirecopy: ");
    put_name(html, &c->a, "A");
    html_tag(html, " and ");
    put_name(html, &c->b, "B");
    html_tag(html, html_after_title);
    html_tag(html, "<header>\n<h1>");
    html_tag(html, c->match ? "Copies of one story" : "No copies of one story");
    html_tag(html, "</h1>\n</header>\n<pre>");
}

enum wirecopy_status compare_html_write(const struct wirecopy_comparison *c, struct compare_page *page)
{
    struct unit_table table = {0};
    struct html_text html;
    struct sink *out = page->sink;
    enum wirecopy_status status = html_text_begin(&html, out);
    if (status != WIRECOPY_OK)
        return status;
    put_head(&html, c);
    page->sink = &html.text;
    page->color = false;
    page->width = FIGURES_WIDTH;
    compare_figures_write(c, page);
    html_tag(&html, "</pre>\n<p class=\"legend\"><mark>shared</mark> <i class=\"common\">in both, but too common to be compared</i> "
                    "<s>left out</s> and what stands in one only</p>\n");
    status = unit_table_make(c, &table);
    if (status == WIRECOPY_OK)
        status = put_texts(&html, page, c, &table);
    html_tag(&html, html_end_plain);
    unit_table_release(&table);
    page->sink = out;
    return html_text_end(&html, status);
}
