/*
 * A comparison for people:
 *
 *     A  en-015  harbour-post.example  2024-09-18  Dredger finds forgotten mooring chain
 *     B  en-024  wire-mirror.example   2024-09-19  Dredger finds forgotten mooring chain
 *
 *     A match: B is a copy of A.
 *     why       enough is shared, and its numbers agree ... (template rule, step 5)
 *     alike     93 % resemblance; 95 % of A stands in B, 97 % of B in A
 *     ...
 *
 * and the two texts.
 */
#include <stdarg.h>
#include <stdio.h>

#include "read/dates.h"
#include "report/comparison/compare.h"
#include "report/visible.h"
#include "text/utf8.h"

enum { SHOWN_GAPS = 8, SHOWN_KEYS = 3, LABEL_COLUMNS = 10, LEAST_TITLE = 12, DAY_MINUTES = 24 * 60 };

enum tone { PLAIN, BOLD, DIM };

static void tone(const struct compare_page *page, enum tone to)
{
    static const char *const codes[] = {[PLAIN] = "\x1b[0m", [BOLD] = "\x1b[1m", [DIM] = "\x1b[2m"};
    if (page->color)
        sink_put_string(page->sink, codes[to]);
}

/* Adds to the row that is being made. */
static void add(struct compare_page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct compare_page *page, const char *format, ...)
{
    char text[256];
    va_list arguments;
    int size;
    va_start(arguments, format);
    size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size > 0)
        sink_fail(page->sink, buffer_append(&page->row, text, (size_t)size < sizeof text ? (size_t)size : sizeof text - 1));
}

static void add_visible(struct compare_page *page, struct wirecopy_bytes text, uint32_t most)
{
    struct visible shown;
    enum wirecopy_status status = visible_text(text, most, &page->visible, &shown);
    if (status == WIRECOPY_OK)
        status = buffer_append(&page->row, page->visible.data, shown.bytes);
    sink_fail(page->sink, status);
}

static uint32_t columns_of(const char *text, size_t size)
{
    uint32_t columns = 0;
    for (size_t at = 0; at < size; at += utf8_length((uint8_t)text[at]))
        columns += visible_columns_of(utf8_decode((const uint8_t *)text + at));
    return columns;
}

/* Puts the row behind its label, on as many lines as it needs. */
static void put_row(struct compare_page *page, const char *label)
{
    const char *at = page->row.data, *end = at + page->row.size;
    uint32_t used = LABEL_COLUMNS;
    tone(page, DIM);
    sink_printf(page->sink, "%-*s", LABEL_COLUMNS, label);
    tone(page, PLAIN);
    while (at < end) {
        const char *space = memchr(at, ' ', (size_t)(end - at)), *word_end = space ? space : end;
        uint32_t columns = columns_of(at, (size_t)(word_end - at));
        if (used > LABEL_COLUMNS && used + 1 + columns > page->width) {
            sink_printf(page->sink, "\n%*s", LABEL_COLUMNS, "");
            used = LABEL_COLUMNS;
        } else if (used > LABEL_COLUMNS) {
            sink_put_char(page->sink, ' ');
            used++;
        }
        sink_put(page->sink, at, (size_t)(word_end - at));
        used += columns;
        at = space ? space + 1 : end;
    }
    sink_put_char(page->sink, '\n');
    page->row.size = 0;
}

static void put_article(struct compare_page *page, const char *name, const struct wirecopy_compared *article)
{
    const struct wirecopy_bytes strings[] = {article->id, article->source, article->date, compare_title(page, article->title)};
    uint32_t used = 1, credit = 0;
    if (article->credit.size > 0) {
        add_visible(page, article->credit, 0);
        credit = 4 + columns_of(page->row.data, page->row.size);
        page->row.size = 0;
    }
    tone(page, BOLD);
    sink_put_string(page->sink, name);
    tone(page, PLAIN);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        bool is_title = i + 1 == sizeof strings / sizeof *strings;
        uint32_t taken = used + 2 + credit, left = page->width > taken + LEAST_TITLE ? page->width - taken : LEAST_TITLE;
        if (strings[i].size == 0)
            continue;
        add_visible(page, strings[i], is_title ? left : 0);
        sink_put(page->sink, "  ", 2);
        sink_put(page->sink, page->row.data, page->row.size);
        used += 2 + columns_of(page->row.data, page->row.size);
        page->row.size = 0;
    }
    if (article->credit.size > 0) {
        add_visible(page, article->credit, 0);
        sink_put(page->sink, "  [", 3);
        sink_put(page->sink, page->row.data, page->row.size);
        sink_put_char(page->sink, ']');
        page->row.size = 0;
    }
    sink_put_char(page->sink, '\n');
}

/* Whether b came out after a: above 0, before it: below 0; 0 where that is not known. A date without a time is anywhen on that day. */
static int order_of(struct wirecopy_bytes a, struct wirecopy_bytes b)
{
    struct moment x = moment_of_date(a), y = moment_of_date(b);
    int64_t apart = ((int64_t)y.day - x.day) * DAY_MINUTES;
    if (x.day == NO_DAY || y.day == NO_DAY)
        return 0;
    if (x.minute != NO_MINUTE && y.minute != NO_MINUTE)
        apart += (int64_t)y.minute - x.minute;
    return (apart > 0) - (apart < 0);
}

static const char *sentence_of(const struct wirecopy_comparison *c)
{
    static const char *const updates[2][3] = {
        {"A is an update of B", "one is an update of the other", "B is an update of A"},
        {"A is the same outlet's update of B", "both are the same outlet's", "B is the same outlet's update of A"},
    };
    static const char *const sentences[WIRECOPY_RELATION_COUNT] = {
        [WIRECOPY_RELATION_EXACT] = "B is an exact copy of A",
        [WIRECOPY_RELATION_EXCERPT] = "B is an excerpt of A",
        [WIRECOPY_RELATION_EXPANSION] = "B is an expansion of A",
        [WIRECOPY_RELATION_COPY] = "B is a copy of A",
        [WIRECOPY_RELATION_TEMPLATE] = "B is the same form as A with other facts (template)",
        [WIRECOPY_RELATION_PASSAGE] = "they share passages only (passage)",
    };
    if (c->relation == WIRECOPY_RELATION_UPDATE || c->relation == WIRECOPY_RELATION_OWN_UPDATE)
        return updates[c->relation == WIRECOPY_RELATION_OWN_UPDATE][1 + order_of(c->a.date, c->b.date)];
    return sentences[c->relation];
}

static void put_verdict(struct compare_page *page, const struct wirecopy_comparison *c)
{
    const char *sentence = sentence_of(c);
    tone(page, BOLD);
    sink_put_string(page->sink, c->match ? "Match: " : "No match");
    if (!c->match && sentence)
        sink_put(page->sink, ": ", 2);
    if (sentence)
        sink_put_string(page->sink, sentence);
    sink_put(page->sink, ".", 1);
    tone(page, PLAIN);
    sink_put_char(page->sink, '\n');
    add(page, "%s", wirecopy_reason_meaning(c->reason));
    put_row(page, "why");
}

/* The whole percentage that a share reaches; a rounding error under it is taken for it. */
static unsigned percent_of(double share)
{
    return (unsigned)(share * 100 + 1e-9);
}

static void put_likeness(struct compare_page *page, const struct wirecopy_comparison *c)
{
    add(page, "%u %% resemblance; %u %% of A stands in B, %u %% of B in A", percent_of(c->resemblance), percent_of(c->containment),
        percent_of(c->contained));
    put_row(page, "alike");
    add(page, "%u shared; A has %u and B %u that are compared", c->shared, c->a.shingles, c->b.shingles);
    if (c->a.common + c->b.common > 0)
        add(page, ", %u and %u common ones left out", c->a.common, c->b.common);
    put_row(page, "shingles");
    add(page, "resemblance of %.2f or more, or containment of the smaller of %.2f or more", c->least_resemblance, c->least_containment);
    if (c->asked < 1)
        add(page, "; %s", c->asked > 0.5 ? "four fifths of that for the same news" : "half of that for two that open alike");
    put_row(page, "rule");
    if (c->components == 0)
        return;
    add(page, "%u %% resemblance, from %u minima", percent_of(c->estimate), c->components);
    put_row(page, "estimate");
}

static void put_keys(struct compare_page *page, const struct wirecopy_comparison *c)
{
    if (c->relation == WIRECOPY_RELATION_EXACT) {
        add(page, "equal texts need none");
        put_row(page, "keys");
        return;
    }
    add(page, "%s: ", c->keys);
    if (c->bands > 0)
        add(page, "%zu of %u bands met", c->band_met_count, c->bands);
    if (c->sampled_one_in > 0)
        add(page, "%s%zu sampled keys of A's %u and B's %u", c->bands > 0 ? ", " : "", c->sampled_met_count, c->a.sampled, c->b.sampled);
    put_row(page, "keys");
    add(page, "%s; the chance that keys meet where so much is shared is %.1f %%",
        c->candidate ? "enough to be looked at" : "fewer than copies have, so the pair is not looked at", 100 * c->chance);
    put_row(page, "");
    if (c->sampled_met_count == 0)
        return;
    add(page, "such as");
    for (size_t i = 0; i < c->sampled_met_count && i < SHOWN_KEYS; i++) {
        add(page, i > 0 ? ", \"" : " \"");
        add_visible(page, c->sampled_met[i].words, page->width);
        add(page, "\"");
    }
    put_row(page, "");
}

static void put_numbers(struct compare_page *page, const struct wirecopy_comparison *c)
{
    if (!c->aligned || c->same + c->different == 0)
        return;
    add(page, "S = %u are the same in what is aligned, D = %u differ", c->same, c->different);
    put_row(page, "numbers");
    for (size_t i = 0; i < c->gap_count && i < SHOWN_GAPS; i++) {
        add(page, "\"");
        add_visible(page, c->gaps[i].a, page->width);
        add(page, "\" became \"");
        add_visible(page, c->gaps[i].b, page->width);
        add(page, "\"");
        put_row(page, "");
    }
    if (c->gap_count > SHOWN_GAPS) {
        add(page, "and %zu more", c->gap_count - SHOWN_GAPS);
        put_row(page, "");
    }
}

static void put_taken(struct compare_page *page, const char *name, const struct wirecopy_compared *article)
{
    for (size_t i = 0; i < article->run_count; i++) {
        const struct wirecopy_run *run = &article->runs[i];
        if (run->kind != WIRECOPY_RUN_OUT)
            continue;
        add(page, "%s, %s: ", name, wirecopy_taken_word(run->taken));
        add_visible(page, (struct wirecopy_bytes){article->text.data + run->begin, run->end - run->begin}, page->width);
        put_row(page, "left out");
    }
}

void compare_figures_write(const struct wirecopy_comparison *c, struct compare_page *page)
{
    put_article(page, "A", &c->a);
    put_article(page, "B", &c->b);
    sink_put_char(page->sink, '\n');
    put_verdict(page, c);
    put_likeness(page, c);
    put_keys(page, c);
    put_numbers(page, c);
    put_taken(page, "A", &c->a);
    put_taken(page, "B", &c->b);
}

enum wirecopy_status compare_text_write(const struct wirecopy_comparison *c, struct compare_page *page)
{
    compare_figures_write(c, page);
    sink_put_char(page->sink, '\n');
    if (!page->color)
        sink_put_string(page->sink, "[shared]  <common, so not compared>  {left out}\n\n");
    return compare_sides_write(c, page);
}
