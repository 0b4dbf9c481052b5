/* Comparing two articles: the stages of clustering up to the candidates, then a look at the two. */
#include "cluster/compare.h"

#include <stdio.h>
#include <string.h>

#include "match/explain.h"
#include "match/relation.h"
#include "sketch/planner.h"
#include "text/credits/credits.h"

/* A comparison with all that it points to. */
struct held {
    struct wirecopy_comparison comparison; /* the first: it is what the caller has */
    struct compared_text texts[2];
    struct buffer bands, met, gaps;
};

struct comparing {
    struct wirecopy_corpus *corpus;
    const struct pipeline_view *view;
    struct wirecopy_bytes ids[2];
    uint32_t numbers[2];
    struct held *held;
};

void wirecopy_comparison_free(struct wirecopy_comparison *comparison)
{
    struct held *held = (struct held *)comparison;
    if (!held)
        return;
    compared_text_release(&held->texts[0]);
    compared_text_release(&held->texts[1]);
    buffer_release(&held->bands);
    buffer_release(&held->met);
    buffer_release(&held->gaps);
    memory_free(held);
}

static bool same_bytes(struct wirecopy_bytes x, struct wirecopy_bytes y)
{
    return x.size == y.size && (x.size == 0 || memcmp(x.data, y.data, x.size) == 0);
}

/* The ids that texts have of which several came under one. */
struct renamed {
    char first[100], second[100];
};

static void note_renamed(struct renamed *renamed, struct wirecopy_bytes wanted, struct wirecopy_bytes id)
{
    char *room = *renamed->first ? renamed->second : renamed->first;
    if (id.size > wanted.size && id.data[wanted.size] == '#' && (wanted.size == 0 || memcmp(id.data, wanted.data, wanted.size) == 0))
        snprintf(room, sizeof renamed->first, "%.*s", (int)(id.size < sizeof renamed->first ? id.size : sizeof renamed->first - 1), id.data);
}

static enum wirecopy_status no_such_id(struct wirecopy_bytes id, const struct renamed *renamed)
{
    int size = (int)(id.size < 200 ? id.size : 200);
    if (*renamed->second)
        return status_fail(WIRECOPY_INVALID, "several texts came under the id '%.*s': they are told apart as %s, %s, ...", size, id.data,
                           renamed->first, renamed->second);
    return status_fail(WIRECOPY_INVALID, "no article has the id '%.*s'", size, id.data);
}

/* The articles with the ids. */
static enum wirecopy_status find_by_id(struct comparing *c)
{
    const struct articles *articles = c->view->left_out->articles;
    struct scratch_window window = {0};
    struct renamed renamed[2] = {{"", ""}, {"", ""}};
    struct buffer room = {0};
    bool found[2] = {false, false};
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t number = 0; number < articles->count && !(found[0] && found[1]) && status == WIRECOPY_OK; number++) {
        struct article_meta meta;
        if (articles->rows[number].flags & ARTICLE_REPEAT)
            continue;
        status = articles_meta_ahead(articles, number, &window, &room, &meta);
        for (size_t side = 0; side < 2 && status == WIRECOPY_OK; side++) {
            if (!found[side] && same_bytes(meta.id, c->ids[side])) {
                c->numbers[side] = number;
                found[side] = true;
            } else if (articles->rows[number].flags & ARTICLE_RENAMED) {
                note_renamed(&renamed[side], c->ids[side], meta.id);
            }
        }
    }
    scratch_window_release(&window);
    buffer_release(&room);
    for (size_t side = 0; side < 2 && status == WIRECOPY_OK; side++)
        if (!found[side])
            status = no_such_id(c->ids[side], &renamed[side]);
    return status;
}

static enum wirecopy_status find_articles(struct comparing *c)
{
    size_t count = c->view->left_out->articles->count;
    if (c->ids[0].data && c->ids[1].data)
        return find_by_id(c);
    if (c->ids[0].data || c->ids[1].data)
        return status_fail(WIRECOPY_INVALID, "two ids are compared, or none are given");
    if (count != 2)
        return status_fail(WIRECOPY_INVALID, "two articles are compared, not %zu", count);
    c->numbers[0] = 0;
    c->numbers[1] = 1;
    return WIRECOPY_OK;
}

/* The article that counts for number: of a repeat the one that it repeats. */
static uint32_t counted(const struct articles *articles, uint32_t number)
{
    const struct article *row = &articles->rows[number];
    return row->flags & ARTICLE_REPEAT ? (uint32_t)row->source : number;
}

/* Takes a text's wire credits out, as they are before it is folded. */
static enum wirecopy_status cut_credits(const struct credit_finder *finder, struct buffer *text)
{
    struct buffer without = {0};
    struct credits credits;
    enum wirecopy_status status = WIRECOPY_OK;
    credits_find(finder, text->data, text->size, &credits);
    if (credits.count == 0)
        return status;
    status = credits_cut(&credits, text->data, text->size, &without);
    buffer_release(status == WIRECOPY_OK ? text : &without);
    if (status == WIRECOPY_OK)
        *text = without;
    return status;
}

static enum wirecopy_status read_texts(struct comparing *c)
{
    const struct left_out *left_out = c->view->left_out;
    struct folder *folder = NULL;
    struct credit_finder finder;
    enum wirecopy_status status = folder_create(&folder);
    credit_finder_init(&finder, NULL);
    for (size_t side = 0; side < 2 && status == WIRECOPY_OK; side++) {
        struct compared_text *text = &c->held->texts[side];
        text->rank = left_out->groups->rank_of[counted(left_out->articles, c->numbers[side])];
        status = watch_text(&c->corpus->watch, c->numbers[side], &text->text);
        if (status == WIRECOPY_OK && c->corpus->options.furniture)
            status = cut_credits(&finder, &text->text);
        if (status == WIRECOPY_OK)
            status = compared_text_read(text, c->view, folder);
    }
    for (size_t side = 0; side < 2 && status == WIRECOPY_OK; side++)
        status = compared_text_mark(&c->held->texts[side], &c->held->texts[1 - side], c->view);
    folder_free(folder);
    return status;
}

static enum wirecopy_status describe(struct comparing *c, size_t side, struct wirecopy_compared *compared)
{
    const struct left_out *left_out = c->view->left_out;
    struct compared_text *text = &c->held->texts[side];
    struct article_meta meta;
    enum wirecopy_status status = articles_meta(left_out->articles, c->numbers[side], &text->meta, &meta);
    if (status != WIRECOPY_OK)
        return status;
    *compared = (struct wirecopy_compared){.id = meta.id,
                                           .source = meta.source,
                                           .date = meta.date,
                                           .title = meta.title,
                                           .url = meta.url,
                                           .credit = meta.credit,
                                           .text = {text->text.size ? text->text.data : "", text->text.size},
                                           .runs = (const struct wirecopy_run *)(const void *)text->runs.data,
                                           .run_count = text->runs.size / sizeof(struct wirecopy_run),
                                           .words = (uint32_t)text->view.word_count,
                                           .shingles = (uint32_t)text->set.count,
                                           .form = left_out->flags[text->rank] & GROUP_FORM};
    compared->words_out = compared->words - (uint32_t)(text->left.size / sizeof(uint32_t));
    compared->common = (uint32_t)(text->sorted.size / sizeof(uint64_t) - text->set.count);
    return WIRECOPY_OK;
}

/* What is known where both are one group: equal texts, which are copies unless they are furniture or nothing. */
static void explain_equal(const struct comparing *c, struct wirecopy_comparison *out)
{
    const struct left_out *left_out = c->view->left_out;
    uint32_t rank = c->held->texts[0].rank;
    bool furniture = left_out->flags[rank] & GROUP_FURNITURE_ONLY;
    out->match = !furniture;
    out->reason = furniture ? WIRECOPY_REASON_FURNITURE_ONLY : WIRECOPY_REASON_EQUAL_TEXT;
    out->relation = furniture ? WIRECOPY_RELATION_NONE : WIRECOPY_RELATION_EXACT;
    out->shared = out->a.shingles;
    out->resemblance = out->containment = out->contained = 1;
    out->estimate = out->chance = 1;
    out->candidate = !furniture;
}

static double share(uint32_t part, uint32_t whole)
{
    return whole ? (double)part / whole : 0;
}

static enum wirecopy_status explain_gaps(struct comparing *c, const struct explanation *e, bool swapped)
{
    const struct explained_gap *gaps = (const struct explained_gap *)(const void *)e->gaps.data;
    struct wirecopy_comparison *out = &c->held->comparison;
    enum wirecopy_status status = WIRECOPY_OK;
    out->aligned = e->aligned;
    out->same = e->same;
    out->different = e->different;
    for (size_t i = 0; i < e->gaps.size / sizeof *gaps && status == WIRECOPY_OK; i++) {
        struct wirecopy_gap gap = {compared_text_words(&c->held->texts[0], gaps[i].begin[swapped], gaps[i].end[swapped]),
                                   compared_text_words(&c->held->texts[1], gaps[i].begin[!swapped], gaps[i].end[!swapped])};
        status = buffer_append(&c->held->gaps, &gap, sizeof gap);
    }
    out->gaps = (const struct wirecopy_gap *)(const void *)c->held->gaps.data;
    out->gap_count = c->held->gaps.size / sizeof *out->gaps;
    return status;
}

static enum wirecopy_status explain_rules(struct comparing *c, uint32_t low, uint32_t high, bool swapped)
{
    struct wirecopy_comparison *out = &c->held->comparison;
    const struct article *rows = c->view->left_out->articles->rows;
    const struct article *x = &rows[counted(c->view->left_out->articles, c->numbers[0])],
                         *y = &rows[counted(c->view->left_out->articles, c->numbers[1])];
    struct explanation e = {0};
    struct match *m = &e.match;
    enum wirecopy_status status = explain_verdict(c->view->verifying, low, high, &e);
    if (status == WIRECOPY_OK)
        status = explain_gaps(c, &e, swapped);
    out->reason = e.reason;
    out->asked = e.asked;
    out->match = m->verdict == VERDICT_MATCH || m->verdict == VERDICT_UPDATE;
    if (m->verdict != VERDICT_APART)
        out->relation = relation_of((enum verdict)m->verdict, x->source && x->source == y->source, m->shared, out->b.shingles, out->a.shingles);
    else if (e.passage)
        out->relation = WIRECOPY_RELATION_PASSAGE;
    if (out->match && groups_equal(c->view->groups, c->view->left_out->articles, low, high)) { /* a window parts equal texts */
        out->relation = WIRECOPY_RELATION_EXACT;
        out->reason = WIRECOPY_REASON_EQUAL_TEXT;
    }
    out->shared = m->shared;
    out->resemblance = match_resemblance(m);
    out->containment = share(m->shared, out->a.shingles);
    out->contained = share(m->shared, out->b.shingles);
    explanation_release(&e);
    return status;
}

/* The words of a sampled key: of the first shingle with that hash. */
static struct wirecopy_bytes words_of(const struct comparing *c, uint64_t shingle)
{
    const struct compared_text *text = &c->held->texts[0];
    const uint64_t *shingles = (const uint64_t *)(const void *)text->shingles.data;
    size_t count = text->shingles.size / sizeof *shingles, left = text->left.size / sizeof(uint32_t), i = 0;
    size_t k = c->view->left_out->shingling.words;
    while (i < count && shingles[i] != shingle)
        i++;
    return i < count ? compared_text_words(text, i, i + k < left ? i + k : left) : (struct wirecopy_bytes){"", 0};
}

static enum wirecopy_status explain_meeting(struct comparing *c, uint32_t low, uint32_t high, bool swapped)
{
    const struct candidates *candidates = c->view->candidates;
    struct wirecopy_comparison *out = &c->held->comparison;
    struct explained_keys keys = {0};
    double small = out->a.shingles < out->b.shingles ? out->a.shingles : out->b.shingles;
    double large = out->a.shingles < out->b.shingles ? out->b.shingles : out->a.shingles;
    enum wirecopy_status status = explain_keys(candidates, c->corpus->options.seed, c->view->kernel, low, high, &keys);
    const uint64_t *shingles = (const uint64_t *)(const void *)keys.shingles.data;
    for (size_t i = 0; i < keys.shingles.size / sizeof *shingles && status == WIRECOPY_OK; i++) {
        struct wirecopy_met_key met = {(uint32_t)(shingles[i] >> 32), words_of(c, shingles[i])};
        status = buffer_append(&c->held->met, &met, sizeof met);
    }
    buffer_release(&keys.shingles);
    c->held->bands = keys.bands;
    out->components = keys.components;
    out->estimate = share(keys.equal, keys.components);
    out->bands_met = (const uint32_t *)(const void *)keys.bands.data;
    out->band_met_count = keys.bands.size / sizeof *out->bands_met;
    out->a.sampled = keys.sampled[swapped];
    out->b.sampled = keys.sampled[!swapped];
    out->sampled_met = (const struct wirecopy_met_key *)(const void *)c->held->met.data;
    out->sampled_met_count = c->held->met.size / sizeof *out->sampled_met;
    out->candidate = keys.candidate;
    out->chance = small < SHORT_SHINGLES ? 0 : plan_recall(&candidates->plan, small, large, out->shared);
    return status;
}

static enum wirecopy_status explain(void *context, const struct pipeline_view *view)
{
    struct comparing *c = context;
    struct wirecopy_comparison *out = &c->held->comparison;
    uint32_t ranks[2];
    bool swapped;
    enum wirecopy_status status;
    c->view = view;
    status = find_articles(c);
    if (status == WIRECOPY_OK)
        status = read_texts(c);
    if (status == WIRECOPY_OK)
        status = describe(c, 0, &out->a);
    if (status == WIRECOPY_OK)
        status = describe(c, 1, &out->b);
    if (status != WIRECOPY_OK)
        return status;
    out->least_resemblance = view->verifying->rule.resemblance;
    out->least_containment = view->verifying->rule.containment;
    out->asked = 1;
    out->learnt = c->ids[0].data != NULL;
    plan_describe(&view->candidates->plan, out->keys, sizeof out->keys);
    out->bands = view->candidates->plan.bands;
    out->sampled_one_in = view->candidates->plan.sampled_one_in;
    ranks[0] = c->held->texts[0].rank;
    ranks[1] = c->held->texts[1].rank;
    if (ranks[0] == ranks[1]) {
        explain_equal(c, out);
        return WIRECOPY_OK;
    }
    swapped = ranks[0] > ranks[1];
    status = explain_rules(c, ranks[swapped], ranks[!swapped], swapped);
    return status == WIRECOPY_OK ? explain_meeting(c, ranks[swapped], ranks[!swapped], swapped) : status;
}

enum wirecopy_status wirecopy_corpus_compare(struct wirecopy_corpus *corpus, struct wirecopy_bytes a, struct wirecopy_bytes b,
                                             struct wirecopy_comparison **comparison_out)
{
    struct comparing c = {.corpus = corpus, .ids = {a, b}, .held = memory_allocate_zero(1, sizeof *c.held)};
    enum wirecopy_status status = c.held ? pipeline_show(corpus, explain, &c) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        *comparison_out = &c.held->comparison;
    else if (c.held)
        wirecopy_comparison_free(&c.held->comparison);
    return corpus_note(corpus, status);
}

enum wirecopy_status wirecopy_compare(const struct wirecopy_article *a, const struct wirecopy_article *b, const struct wirecopy_options *options,
                                      struct wirecopy_comparison **comparison_out)
{
    struct wirecopy_corpus *corpus = NULL;
    struct wirecopy_bytes none = {NULL, 0};
    enum wirecopy_status status = wirecopy_corpus_create(options, &corpus);
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_watch(corpus, none);
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_add(corpus, a);
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_add(corpus, b);
    if (status == WIRECOPY_OK)
        status = wirecopy_corpus_compare(corpus, none, none, comparison_out);
    wirecopy_corpus_free(corpus);
    return status;
}
