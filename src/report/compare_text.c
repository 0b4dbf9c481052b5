/*
 * A comparison for people:
 *
 *     A  en-015  harbour-post.example  2024-09-18  Dredger finds forgotten mooring chain
 *     B  en-024  wire-mirror.example   2024-09-19  Dredger finds forgotten mooring chain
 *
 *     A match: B is a copy of A.
 *     why       the numbers in what is aligned do not differ ... (template rule, step 5)
 *     alike     93 % resemblance; 95 % of A stands in B, 97 % of B in A
 *     ...
 *
 * and the two texts.
 */
#include <stdio.h>

#include "report/compare.h"
#include "report/visible.h"

enum { SHOWN_GAPS = 8, SHOWN_KEYS = 3, LABEL_COLUMNS = 10 };

enum tone { PLAIN, BOLD, DIM };

static void tone(const struct compare_page *page, enum tone to)
{
    static const char *const codes[] = {[PLAIN] = "\x1b[0m", [BOLD] = "\x1b[1m", [DIM] = "\x1b[2m"};
    if (page->color)
        sink_put_string(page->sink, codes[to]);
}

static void put_visible(struct compare_page *page, struct wirecopy_bytes text, uint32_t most)
{
    struct visible shown;
    enum wirecopy_status status = visible_text(text, most, &page->visible, &shown);
    sink_fail(page->sink, status);
    if (status == WIRECOPY_OK)
        sink_put(page->sink, page->visible.data, shown.bytes);
}

static void put_label(struct compare_page *page, const char *label)
{
    tone(page, DIM);
    sink_printf(page->sink, "%-*s", LABEL_COLUMNS, label);
    tone(page, PLAIN);
}

static void put_article(struct compare_page *page, const char *name, const struct wirecopy_compared *article)
{
    const struct wirecopy_bytes strings[] = {article->source, article->date, article->title};
    tone(page, BOLD);
    sink_put_string(page->sink, name);
    tone(page, PLAIN);
    sink_put(page->sink, "  ", 2);
    put_visible(page, article->id, 0);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        if (strings[i].size > 0) {
            sink_put(page->sink, "  ", 2);
            put_visible(page, strings[i], page->width);
        }
    sink_put_char(page->sink, '\n');
}

static void put_verdict(struct compare_page *page, const struct wirecopy_comparison *c)
{
    static const char *const sentences[WIRECOPY_RELATION_COUNT] = {
        [WIRECOPY_RELATION_EXACT] = "B is an exact copy of A",
        [WIRECOPY_RELATION_UPDATE] = "B is an update of A",
        [WIRECOPY_RELATION_OWN_UPDATE] = "B is the same outlet's update of A",
        [WIRECOPY_RELATION_EXCERPT] = "B is an excerpt of A",
        [WIRECOPY_RELATION_EXPANSION] = "B is an expansion of A",
        [WIRECOPY_RELATION_COPY] = "B is a copy of A",
        [WIRECOPY_RELATION_TEMPLATE] = "B is the same form as A with other facts (template)",
        [WIRECOPY_RELATION_PASSAGE] = "they share passages only (passage)",
    };
    tone(page, BOLD);
    sink_put_string(page->sink, c->match ? "Match: " : "No match");
    if (!c->match && sentences[c->relation])
        sink_put(page->sink, ": ", 2);
    if (sentences[c->relation])
        sink_put_string(page->sink, sentences[c->relation]);
    sink_put(page->sink, ".", 1);
    tone(page, PLAIN);
    sink_put_char(page->sink, '\n');
    put_label(page, "why");
    sink_put_string(page->sink, wirecopy_reason_meaning(c->reason));
    sink_put_char(page->sink, '\n');
}

/* The whole percentage that a share reaches; a rounding error under it is taken for it. */
static unsigned percent_of(double share)
{
    return (unsigned)(share * 100 + 1e-9);
}

static void put_likeness(struct compare_page *page, const struct wirecopy_comparison *c)
{
    struct sink *sink = page->sink;
    put_label(page, "alike");
    sink_printf(sink, "%u %% resemblance; %u %% of A stands in B, %u %% of B in A\n", percent_of(c->resemblance), percent_of(c->containment),
                percent_of(c->contained));
    put_label(page, "shingles");
    sink_printf(sink, "%u shared; A has %u and B %u that are compared", c->shared, c->a.shingles, c->b.shingles);
    if (c->a.common + c->b.common > 0)
        sink_printf(sink, ", %u and %u common ones left out", c->a.common, c->b.common);
    sink_put_char(sink, '\n');
    put_label(page, "rule");
    sink_printf(sink, "resemblance of %.2f or more, or containment of the smaller of %.2f or more\n", c->least_resemblance, c->least_containment);
    if (c->components == 0)
        return;
    put_label(page, "estimate");
    sink_printf(sink, "%u %% resemblance, from %u minima\n", percent_of(c->estimate), c->components);
}

static void put_keys(struct compare_page *page, const struct wirecopy_comparison *c)
{
    struct sink *sink = page->sink;
    put_label(page, "keys");
    if (c->relation == WIRECOPY_RELATION_EXACT) {
        sink_put_string(sink, "equal texts need none\n");
        return;
    }
    sink_put_string(sink, c->keys);
    sink_put_string(sink, ": ");
    if (c->bands > 0)
        sink_printf(sink, "%zu of %u bands met", c->band_met_count, c->bands);
    if (c->sampled_one_in > 0)
        sink_printf(sink, "%s%zu sampled keys of A's %u and B's %u", c->bands > 0 ? ", " : "", c->sampled_met_count, c->a.sampled, c->b.sampled);
    sink_printf(sink, "\n%*s%s; the chance that keys meet where so much is shared is %.1f %%\n", LABEL_COLUMNS, "",
                c->candidate ? "enough to be looked at" : "fewer than copies have, so the pair is not looked at", 100 * c->chance);
    if (c->sampled_met_count == 0)
        return;
    sink_printf(sink, "%*ssuch as", LABEL_COLUMNS, "");
    for (size_t i = 0; i < c->sampled_met_count && i < SHOWN_KEYS; i++) {
        sink_put_string(sink, i > 0 ? ", \"" : " \"");
        put_visible(page, c->sampled_met[i].words, page->width);
        sink_put_char(sink, '"');
    }
    sink_put_char(sink, '\n');
}

static void put_numbers(struct compare_page *page, const struct wirecopy_comparison *c)
{
    struct sink *sink = page->sink;
    if (!c->aligned || c->same + c->different == 0)
        return;
    put_label(page, "numbers");
    sink_printf(sink, "S = %u are the same in what is aligned, D = %u differ\n", c->same, c->different);
    for (size_t i = 0; i < c->gap_count && i < SHOWN_GAPS; i++) {
        sink_printf(sink, "%*s\"", LABEL_COLUMNS, "");
        put_visible(page, c->gaps[i].a, page->width);
        sink_put_string(sink, "\" became \"");
        put_visible(page, c->gaps[i].b, page->width);
        sink_put_string(sink, "\"\n");
    }
    if (c->gap_count > SHOWN_GAPS)
        sink_printf(sink, "%*sand %zu more\n", LABEL_COLUMNS, "", c->gap_count - SHOWN_GAPS);
}

static void put_taken(struct compare_page *page, const char *name, const struct wirecopy_compared *article)
{
    struct sink *sink = page->sink;
    for (size_t i = 0; i < article->run_count; i++) {
        const struct wirecopy_run *run = &article->runs[i];
        if (run->kind != WIRECOPY_RUN_OUT)
            continue;
        put_label(page, "left out");
        sink_printf(sink, "%s, %s: ", name, wirecopy_taken_word(run->taken));
        put_visible(page, (struct wirecopy_bytes){article->text.data + run->begin, run->end - run->begin}, page->width > 50 ? page->width - 30 : 20);
        sink_put_char(sink, '\n');
    }
}

enum wirecopy_status compare_text_write(const struct wirecopy_comparison *c, struct compare_page *page)
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
    sink_put_char(page->sink, '\n');
    if (!page->color)
        sink_put_string(page->sink, "[shared]  <common, so not compared>  {left out}\n\n");
    return compare_sides_write(c, page);
}
