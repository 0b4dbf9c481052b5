/* The model's step 10: quorum clusters, representatives, relations, and the rows that are written of them. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/model.h"

static double resemblance_of(const struct model *model, int g, int h)
{
    int shared = model->pairs[g][h].shared, all = model->groups[g].set_count + model->groups[h].set_count - shared;
    return all ? (double)shared / all : 0;
}

static double strength_of(const struct model *model, int g, int h)
{
    int a = model->groups[g].set_count, b = model->groups[h].set_count, smaller = a < b ? a : b;
    double resemblance = resemblance_of(model, g, h), by_containment = 0.8 * ((double)model->pairs[g][h].shared / smaller) + 1e-9 * resemblance;
    return resemblance > by_containment ? resemblance : by_containment;
}

static bool matches(const struct model *model, int g, int h)
{
    return model->pairs[g][h].passes && !model->pairs[g][h].template;
}

static int list(const struct model *model, int cluster, int *members)
{
    int count = 0;
    for (int g = 0; g < model->group_count; g++)
        if (model->groups[g].cluster == cluster)
            members[count++] = g;
    return count;
}

static void count_vote(const struct model_pair *pair, bool majority, int *supporting, int *opposing)
{
    *supporting += pair->supports && !(majority && pair->half);
    *opposing += pair->opposes;
}

static bool has_quorum(int supporting, int opposing, int total, bool majority)
{
    return (majority ? 2 * supporting > total : 3 * supporting >= total) && supporting >= opposing;
}

/*
 * At least a third of the cross pairs speak for it, and no more against it: of all where they are at most 64, else of 64 drawn, or two
 * thirds of the first 16 of these. Where the link does not reach the match rule, a majority, or three quarters, and pairs that come half-way
 * only do not speak.
 */
static bool quorum(const struct model *model, int x, int y, bool majority)
{
    int xs[MODEL_ARTICLES], ys[MODEL_ARTICLES], x_count, y_count, supporting = 0, opposing = 0;
    uint64_t drawn[64];
    struct hash128 ids[2];
    if (x > y) {
        int swapped = x;
        x = y;
        y = swapped;
    }
    x_count = list(model, x, xs);
    y_count = list(model, y, ys);
    if (x_count * y_count <= 64) {
        for (int i = 0; i < x_count; i++)
            for (int j = 0; j < y_count; j++)
                count_vote(&model->pairs[xs[i]][ys[j]], majority, &supporting, &opposing);
        return has_quorum(supporting, opposing, x_count * y_count, majority);
    }
    ids[0] = model->groups[x].members[0]->content;
    ids[1] = model->groups[y].members[0]->content;
    for (uint64_t counter = 0, count = 0; count < 64; counter++) {
        uint64_t bits = hash_counter(hash_bytes(ids, sizeof ids), counter), known = 0;
        uint32_t i = hash_below((uint32_t)(bits >> 32), (uint32_t)x_count), j = hash_below((uint32_t)bits, (uint32_t)y_count);
        for (uint64_t k = 0; k < count; k++)
            known |= drawn[k] == ((uint64_t)i << 32 | j);
        if (known)
            continue;
        drawn[count++] = (uint64_t)i << 32 | j;
        count_vote(&model->pairs[xs[i]][ys[j]], majority, &supporting, &opposing);
        if (count == 16 && supporting >= (majority ? 12 : 11))
            return true;
    }
    return has_quorum(supporting, opposing, 64, majority);
}

/* The larger of a pair; of equal ones the first. */
static int larger_of(const struct model *model, int g, int h)
{
    int a = g < h ? g : h, b = g < h ? h : g;
    return model->groups[a].set_count < model->groups[b].set_count ? b : a;
}

/* Whether the larger of a pair holds the smaller. */
static bool holds(const struct model *model, int g, int h)
{
    int digest = larger_of(model, g, h), part = digest == g ? h : g;
    return 10 * model->pairs[g][h].shared >= 6 * model->groups[part].set_count &&
           2 * model->groups[digest].set_count >= 3 * model->groups[part].set_count;
}

/* Whether a match leads through a digest only: the others of its cluster are held too, and have nothing in common with the part. */
static bool bridge(const struct model *model, int a, int b)
{
    int digest = larger_of(model, a, b), part = digest == a ? b : a, others[MODEL_ARTICLES], count, looked = 0;
    const struct model_article *x = model->groups[digest].members[0], *y = model->groups[part].members[0];
    bool parts = false;
    if (!holds(model, a, b))
        return false;
    if (*x->input->source && strcmp(x->input->source, y->input->source) == 0 && x->day != MODEL_NO_DAY && y->day != MODEL_NO_DAY &&
        abs(x->day - y->day) <= 1)
        return false;
    count = list(model, model->groups[digest].cluster, others);
    for (int i = 0; i < count && looked < 8; i++) {
        int other = others[i], small;
        if (other == digest)
            continue;
        looked++;
        small = model->groups[other].set_count < model->groups[part].set_count ? model->groups[other].set_count : model->groups[part].set_count;
        if (10 * model->pairs[part][other].shared >= small) {
            if (!holds(model, part, other))
                return false;
            continue;
        }
        if (!holds(model, digest, other))
            return false;
        parts = true;
    }
    return parts;
}

void model_cluster(struct model *model)
{
    static bool visited[MODEL_ARTICLES][MODEL_ARTICLES];
    memset(visited, 0, sizeof visited);
    for (int g = 0; g < model->group_count; g++)
        model->groups[g].cluster = g;
    for (;;) {
        int a = -1, b = -1, x, y;
        const struct model_pair *pair;
        for (int g = 0; g < model->group_count; g++)
            for (int h = g + 1; h < model->group_count; h++)
                if (!visited[g][h] && matches(model, g, h) && (a < 0 || strength_of(model, g, h) > strength_of(model, a, b))) {
                    a = g;
                    b = h;
                }
        if (a < 0)
            return;
        visited[a][b] = true;
        x = model->groups[a].cluster;
        y = model->groups[b].cluster;
        pair = &model->pairs[a][b];
        if (x == y)
            continue;
        if (!(model->window == 0 && pair->shared == model->groups[a].set_count && pair->shared == model->groups[b].set_count) &&
            ((!quorum(model, x, y, !pair->full) && (pair->full || model->window || !model_gists_open(model, a, b))) || bridge(model, a, b)))
            continue;
        for (int g = 0; g < model->group_count; g++)
            if (model->groups[g].cluster == x || model->groups[g].cluster == y)
                model->groups[g].cluster = x < y ? x : y;
    }
}

static int representative_of(const struct model *model, int cluster)
{
    int members[MODEL_ARTICLES], count = list(model, cluster, members), best = 0;
    double sums[MODEL_ARTICLES];
    count = count < 64 ? count : 64;
    for (int i = 0; i < count; i++)
        sums[i] = model->groups[members[i]].count - 1;
    for (int i = 0; i < count; i++)
        for (int j = i + 1; j < count; j++) {
            sums[i] += resemblance_of(model, members[i], members[j]) * model->groups[members[j]].count;
            sums[j] += resemblance_of(model, members[i], members[j]) * model->groups[members[i]].count;
        }
    for (int i = 1; i < count; i++)
        if (sums[i] > sums[best])
            best = i;
    return members[best];
}

struct text {
    char *data;
    size_t size, capacity;
};

static void put(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct text *text, const char *format, ...)
{
    va_list arguments;
    if (text->capacity - text->size < 4096) {
        text->capacity = 2 * text->capacity + 8192;
        text->data = realloc(text->data, text->capacity);
        if (!text->data)
            abort();
    }
    va_start(arguments, format);
    text->size += (size_t)vsnprintf(text->data + text->size, text->capacity - text->size, format, arguments);
    va_end(arguments);
}

static void put_share(struct text *text, const char *name, double share)
{
    unsigned rounded = (unsigned)(share * 10000 + 0.5);
    put(text, ",\"%s\":%u.%04u", name, rounded / 10000, rounded % 10000);
}

/* A word, or null where it is absent. */
static void put_word(struct text *text, const char *name, const char *word)
{
    put(text, *word ? ",\"%s\":\"%s\"" : ",\"%s\":null", name, word);
}

static bool one_outlet(const struct model_article *x, const struct model_article *y)
{
    return *x->input->source && strcmp(x->input->source, y->input->source) == 0;
}

/* The relation of a group h to another one g, of articles x to y. */
static const char *relation(const struct model *model, int h, int g, const struct model_article *x, const struct model_article *y)
{
    const struct model_pair *pair = &model->pairs[g][h];
    int part = model->groups[h].set_count, whole = model->groups[g].set_count;
    if (matches(model, g, h) && pair->update)
        return "update";
    if (one_outlet(x, y))
        return "own-update";
    if (10 * pair->shared >= 8 * part && 10 * part <= 8 * whole)
        return "excerpt";
    if (10 * pair->shared >= 8 * whole && 10 * whole <= 8 * part)
        return "expansion";
    return "copy";
}

static int size_of(const struct model *model, int cluster)
{
    int members[MODEL_ARTICLES], count = list(model, cluster, members), size = 0;
    for (int i = 0; i < count; i++)
        size += model->groups[members[i]].count;
    return size;
}

/* Of a later part of a text the time is in the id. */
static struct hash128 id_of(const struct model *model, int cluster)
{
    const struct model_article *first = model->groups[cluster].members[0];
    if (cluster == 0 || hash128_compare(model->groups[cluster - 1].members[0]->content, first->content) != 0)
        return first->content;
    return hash_seeded_128(&first->content, sizeof first->content, (uint64_t)first->minute);
}

/* The other clusters of which g holds a member, the largest first, then by their least group. */
static void put_also_holds(const struct model *model, struct text *text, int g)
{
    bool held[MODEL_ARTICLES] = {false};
    bool any = false;
    for (int h = 0; h < model->group_count; h++)
        if (h != g && matches(model, g, h) && model->groups[h].cluster != model->groups[g].cluster && holds(model, g, h) &&
            larger_of(model, g, h) == g)
            held[model->groups[h].cluster] = true;
    for (;;) {
        int next = -1;
        struct hash128 id;
        for (int c = 0; c < model->group_count; c++)
            if (held[c] && (next < 0 || size_of(model, c) > size_of(model, next)))
                next = c;
        if (next < 0)
            break;
        held[next] = false;
        id = id_of(model, next);
        put(text, "%s\"%016llx%016llx\"", any ? "," : ",\"also_holds\":[", (unsigned long long)id.high, (unsigned long long)id.low);
        any = true;
    }
    if (any)
        put(text, "]");
}

static void put_article(const struct model *model, struct text *text, const struct model_article *article, int g)
{
    const struct model_group *group = &model->groups[g];
    int members[MODEL_ARTICLES], count = list(model, group->cluster, members), size = 0, representative = representative_of(model, group->cluster);
    const struct model_article *first = model->groups[representative].members[0];
    bool equal = hash128_compare(article->content, first->content) == 0;
    bool alone = group->furniture_only, itself = alone || representative == g, is_first = alone || article == first;
    struct hash128 id = id_of(model, group->cluster);
    int shared = model->pairs[g][representative].shared;
    for (int i = 0; i < count; i++)
        size += model->groups[members[i]].count;
    if (alone) {
        size = 1;
        id = hash_seeded_128(article->id, strlen(article->id), article->content.low);
    }
    put(text, "{\"id\":\"%s\",\"cluster\":\"%016llx%016llx\",\"role\":\"%s\"", article->id, (unsigned long long)id.high, (unsigned long long)id.low,
        size < 2   ? "single"
        : is_first ? "representative"
                   : "copy");
    put_word(text, "relation", is_first ? "" : itself || equal ? "exact" : relation(model, g, representative, article, first));
    put_share(text, "resemblance", itself ? 1 : resemblance_of(model, g, representative));
    put_share(text, "containment", itself ? 1 : (double)shared / group->set_count);
    put_share(text, "contained", itself ? 1 : (double)shared / model->groups[representative].set_count);
    put_word(text, "source", article->input->source);
    put_word(text, "date", article->input->date);
    put_word(text, "title", article->input->title);
    put_word(text, "credit", article->credit);
    put_also_holds(model, text, g);
    put(text, "}\n");
}

char *model_article_rows(const struct model *model)
{
    struct text text = {0};
    const char *last = NULL;
    for (int n = 0; n < model->article_count; n++) {
        const struct model_article *next = NULL;
        int next_group = 0;
        for (int g = 0; g < model->group_count; g++)
            for (int i = 0; i < model->groups[g].count; i++) {
                const struct model_article *article = model->groups[g].members[i];
                if ((!last || strcmp(article->id, last) > 0) && (!next || strcmp(article->id, next->id) < 0)) {
                    next = article;
                    next_group = g;
                }
            }
        put_article(model, &text, next, next_group);
        last = next->id;
    }
    return text.data;
}

/* Of two groups the members that a window admits: where all of one come before the other, its last. */
static void nearest(const struct model *model, int g, int h, const struct model_article **a, const struct model_article **b)
{
    const struct model_group *x = &model->groups[g], *y = &model->groups[h];
    const struct model_article *last_x = x->members[x->count - 1], *last_y = y->members[y->count - 1];
    *a = x->members[0];
    *b = y->members[0];
    if (model->window == 0 || (*a)->day == MODEL_NO_DAY || (*b)->day == MODEL_NO_DAY)
        return;
    if ((*b)->minute > last_x->minute)
        *a = last_x;
    else if ((*a)->minute > last_y->minute)
        *b = last_y;
}

char *model_pair_rows(const struct model *model)
{
    struct text text = {0};
    put(&text, "%s", "");
    for (int g = 0; g < model->group_count; g++) {
        const struct model_article *a = model->groups[g].members[0];
        for (int i = 1; !model->groups[g].furniture_only && i < model->groups[g].count; i++)
            put(&text, "{\"a\":\"%s\",\"b\":\"%s\",\"relation\":\"exact\",\"resemblance\":1.0000,\"containment\":1.0000,\"contained\":1.0000}\n",
                a->id, model->groups[g].members[i]->id);
        for (int h = g + 1; h < model->group_count; h++) {
            const struct model_article *x, *y;
            int shared = model->pairs[g][h].shared;
            if (!model->pairs[g][h].passes)
                continue;
            nearest(model, g, h, &x, &y);
            put(&text, "{\"a\":\"%s\",\"b\":\"%s\"", x->id, y->id);
            put_word(&text, "relation",
                     hash128_compare(x->content, y->content) == 0 ? "exact"
                     : model->pairs[g][h].template                ? "template"
                                                                  : relation(model, h, g, y, x));
            put_share(&text, "resemblance", resemblance_of(model, g, h));
            put_share(&text, "containment", (double)shared / model->groups[g].set_count);
            put_share(&text, "contained", (double)shared / model->groups[h].set_count);
            put(&text, "}\n");
        }
    }
    return text.data;
}
