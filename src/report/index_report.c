/*
 * What an index says of articles. For people:
 *
 *     en-017  polyglot-digest.example  2024-09-22  Chain without a chart
 *      39 %    87 %    42 %  excerpt         common-desk.example           2024-09-20  en-007  Port puzzles over unrecorded chain
 *     en-026  harbour-post.example  2024-09-22  A lighthouse keeper retires
 *       nothing like it
 */
#include "index/index.h"
#include "report/about.h"
#include "report/json.h"
#include "report/tsv.h"

enum { SOURCE_COLUMNS = 28, FIGURES_COLUMNS = 24 };

/* What stands before what is called by a name, in JSON. */
static void put_name_of(struct sink *sink, const char *name)
{
    sink_put_char(sink, '"');
    sink_put_string(sink, name);
    sink_put_string(sink, "\":");
}

static void put_text(struct sink *sink, const char *name, struct wirecopy_bytes text, bool first)
{
    if (!first)
        sink_put_char(sink, ',');
    put_name_of(sink, name);
    json_put_string(sink, text);
}

static void put_share(struct sink *sink, const char *name, double share)
{
    sink_put_char(sink, ',');
    put_name_of(sink, name);
    sink_put_share(sink, share);
}

static struct wirecopy_bytes word_of(enum wirecopy_relation relation)
{
    const char *word = wirecopy_relation_word(relation);
    return (struct wirecopy_bytes){word, strlen(word)};
}

static void put_about(struct sink *sink, const struct wirecopy_indexed *article)
{
    put_text(sink, "source", article->source, false);
    put_text(sink, "date", article->date, false);
    put_text(sink, "title", article->title, false);
}

static enum wirecopy_status put_json(void *context, const struct wirecopy_indexed *asked, const struct wirecopy_index_match *matches, size_t count)
{
    struct sink *sink = ((struct page *)context)->sink;
    sink_put_char(sink, '{');
    put_text(sink, "id", asked->id, true);
    sink_put_string(sink, ",\"matches\":[");
    for (size_t i = 0; i < count; i++) {
        sink_put_string(sink, i ? ",{" : "{");
        put_text(sink, "id", matches[i].article.id, true);
        put_text(sink, "relation", word_of(matches[i].relation), false);
        put_share(sink, "resemblance", matches[i].resemblance);
        put_share(sink, "containment", matches[i].containment);
        put_share(sink, "contained", matches[i].contained);
        put_about(sink, &matches[i].article);
        sink_put_char(sink, '}');
    }
    sink_put_string(sink, "]}\n");
    return sink->status;
}

static void put_cells(struct sink *sink, double resemblance, double containment, double contained)
{
    const double shares[] = {resemblance, containment, contained};
    for (size_t i = 0; i < 3; i++) {
        sink_put_char(sink, '\t');
        sink_put_share(sink, shares[i]);
    }
}

static enum wirecopy_status put_tsv(void *context, const struct wirecopy_indexed *asked, const struct wirecopy_index_match *matches, size_t count)
{
    struct sink *sink = ((struct page *)context)->sink;
    for (size_t i = 0; i < count; i++) {
        const struct wirecopy_indexed *article = &matches[i].article;
        const struct wirecopy_bytes about[] = {article->source, article->date, article->title};
        tsv_put_cell(sink, asked->id);
        sink_put_char(sink, '\t');
        tsv_put_cell(sink, article->id);
        sink_put_char(sink, '\t');
        tsv_put_cell(sink, word_of(matches[i].relation));
        put_cells(sink, matches[i].resemblance, matches[i].containment, matches[i].contained);
        for (size_t j = 0; j < 3; j++) {
            sink_put_char(sink, '\t');
            tsv_put_cell(sink, about[j]);
        }
        sink_put_char(sink, '\n');
    }
    return sink->status;
}

/* Two spaces and a text, where there is any; columns that are used then. */
static uint32_t put_piece(struct page *page, struct wirecopy_bytes text, uint32_t used, uint32_t most, uint32_t least)
{
    if (text.size == 0 && least == 0)
        return used;
    put_spaces(page->sink, 2);
    return used + 2 + put_visible(page, text, most, least);
}

/* A title in what is left of a line, if that is worth it. */
static void put_rest(struct page *page, struct wirecopy_bytes title, uint32_t used)
{
    enum { WORTH = 12 };
    uint32_t left = page->width > used + 2 ? page->width - used - 2 : 0;
    if (title.size > 0 && (page->width == 0 || left >= WORTH)) {
        put_spaces(page->sink, 2);
        put_title(page, title, left);
    }
    sink_put_char(page->sink, '\n');
}

/* The day, else what the date says, with least columns. */
static uint32_t put_day_of(struct page *page, const struct wirecopy_indexed *article, uint32_t used, uint32_t least)
{
    if (article->day == INT32_MIN)
        return put_piece(page, article->date, used, DATE_COLUMNS, least);
    put_spaces(page->sink, 2);
    put_day(page->sink, article->day);
    return used + 2 + DATE_COLUMNS;
}

static void put_match(struct page *page, const struct wirecopy_index_match *match)
{
    uint32_t used = FIGURES_COLUMNS + RELATION_COLUMNS;
    sink_printf(page->sink, "  %3u %%   %4u %%   %4u %%  ", percent_of(match->resemblance), percent_of(match->containment),
                percent_of(match->contained));
    sink_printf(page->sink, "%-*s", RELATION_COLUMNS, wirecopy_relation_word(match->relation));
    used = put_piece(page, match->article.source, used, SOURCE_COLUMNS, page->width ? 0 : SOURCE_COLUMNS);
    used = put_day_of(page, &match->article, used, DATE_COLUMNS);
    used = put_piece(page, match->article.id, used, 0, 0);
    put_rest(page, match->article.title, used);
}

static enum wirecopy_status put_lines(void *context, const struct wirecopy_indexed *asked, const struct wirecopy_index_match *matches, size_t count)
{
    struct page *page = context;
    uint32_t used;
    begin_tone(page, BOLD);
    used = put_visible(page, asked->id, 0, 0);
    end_tone(page, BOLD);
    used = put_piece(page, asked->source, used, SOURCE_COLUMNS, 0);
    used = put_day_of(page, asked, used, 0);
    put_rest(page, asked->title, used);
    for (size_t i = 0; i < count; i++)
        put_match(page, &matches[i]);
    if (count == 0)
        sink_put_string(page->sink, "  nothing like it\n");
    return page->sink->status;
}

static void put_heading(const struct page *page, enum wirecopy_format format)
{
    if (format == WIRECOPY_FORMAT_TSV)
        sink_put_string(page->sink, "asked\tid\trelation\tresemblance\tcontainment\tcontained\tsource\tdate\ttitle\n");
}

enum wirecopy_status wirecopy_index_report(struct wirecopy_index *index, struct wirecopy_corpus *corpus, bool stored,
                                           const struct wirecopy_report_options *options, wirecopy_write *write, void *context)
{
    static wirecopy_take_matches *const writers[] =
        {[WIRECOPY_FORMAT_TEXT] = put_lines, [WIRECOPY_FORMAT_JSONL] = put_json, [WIRECOPY_FORMAT_TSV] = put_tsv};
    struct sink sink;
    struct page page = {.sink = &sink, .color = options->color, .width = options->width};
    enum wirecopy_status status;
    if ((unsigned)options->format > WIRECOPY_FORMAT_TSV)
        return index_note(index, status_fail(WIRECOPY_INVALID, "matches are shown as text, JSON Lines or TSV"));
    status = sink_init(&sink, write, context);
    if (status != WIRECOPY_OK)
        return index_note(index, status);
    put_heading(&page, options->format);
    status = sink_finish(&sink, wirecopy_index_query(index, corpus, stored, writers[options->format], &page));
    buffer_release(&page.visible);
    buffer_release(&page.title);
    buffer_release(&page.decoded);
    return index_note(index, status);
}
