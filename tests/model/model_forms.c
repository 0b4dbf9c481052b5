/* The model's forms among clusters: of three notices of a form all three differ in the same places. */
#include <string.h>

#include "model/model.h"

enum { LOOKED = 6, LOOKS = 5 };

/* What another text has by places of the first, -1 where that is the same: the number of a gap. */
struct filling {
    struct model_gap gaps[MODEL_WORDS];
    int at[MODEL_WORDS];
};

/* many: of six texts. */
static bool fill(const struct model_group *first, const struct model_group *other, bool many, struct filling *filling, int *length)
{
    int other_length, count = model_gaps(first, other, many ? 2 : 3, filling->gaps, length, &other_length);
    memset(filling->at, 0xff, sizeof filling->at);
    for (int k = 0; k < count; k++)
        for (int i = filling->gaps[k].begin; i < filling->gaps[k].end; i++)
            filling->at[i] = k;
    return count >= (many ? 2 : 3) && 3 * *length >= 2 * other_length && 3 * other_length >= 2 * *length;
}

/* Whether two texts have the same at a word of the first: x or y NULL is the first itself. */
static bool same_at(const struct filling *x, const struct filling *y, int word)
{
    int one = x ? x->at[word] : -1, other = y ? y->at[word] : -1;
    const struct model_gap *gap = one < 0 ? NULL : &x->gaps[one], *other_gap = other < 0 ? NULL : &y->gaps[other];
    if (!gap || !other_gap)
        return gap == other_gap;
    return gap->count == other_gap->count && memcmp(gap->words, other_gap->words, (size_t)gap->count * sizeof *gap->words) == 0;
}

/* The fourth of six by length, of equal ones by order. */
static int middle_of(const struct model *model, const int *members)
{
    for (int k = 0; k < LOOKED; k++) {
        int shorter = 0, length = model_body_length(&model->groups[members[k]]);
        for (int other = 0; other < LOOKED; other++) {
            int other_length = model_body_length(&model->groups[members[other]]);
            shorter += other_length < length || (other_length == length && other < k);
        }
        if (shorter == LOOKED / 2)
            return k;
    }
    return 0;
}

/* Where any two of some groups differ, how much of what all but one would have alike is alike; -1 where more than one is like the first. */
static double share_of(const struct model *model, const int *members, int count)
{
    static struct filling fillings[LOOKED];
    const struct filling *texts[LOOKED] = {NULL};
    int others = 0, alike = 0, pairs_alike = 0, words = 0, length = 0, first = count == LOOKED ? middle_of(model, members) : 0;
    for (int k = 0; k < count; k++) {
        if (k == first)
            continue;
        if (fill(&model->groups[members[first]], &model->groups[members[k]], count == LOOKED, &fillings[others], &length)) {
            texts[others + 1] = &fillings[others];
            others++;
        } else {
            alike++;
        }
    }
    for (int i = 0; i < length; i++) {
        int here = 0;
        for (int x = 0; x <= others; x++)
            for (int y = 0; y < x; y++)
                here += same_at(texts[x], texts[y], i);
        words += here < others * (others + 1) / 2;
        pairs_alike += here < others * (others + 1) / 2 ? here : 0;
    }
    if (others < 2 || alike > 1)
        return -1;
    return words > 0 ? 2.0 * pairs_alike / (words * others * (others - 1)) : 0;
}

/* Whether the members of a cluster are one form: the first six are, or of many two sixes can tell and are on average. */
static bool one_form(const struct model *model, const int *members, int count)
{
    int looks = count / LOOKED < LOOKS ? count / LOOKED : LOOKS, told = 0;
    double share = share_of(model, members, count < LOOKED ? count : LOOKED), sum = 0;
    if (share >= 0 && share <= (count < LOOKED ? 0.5 : 0.45))
        return true;
    for (int look = 0; look < looks; look++) {
        int some[LOOKED];
        for (int k = 0; look > 0 && k < LOOKED; k++)
            some[k] = members[LOOKED + (count - LOOKED) * (k * (looks - 1) + look - 1) / (LOOKED * (looks - 1))];
        if (look > 0)
            share = share_of(model, some, LOOKED);
        told += share >= 0;
        sum += share >= 0 ? share : 0;
    }
    return told >= 2 && sum <= 0.45 * told;
}

static double resemblance_of(const struct model *model, int g, int h)
{
    int shared = model->pairs[g][h].shared;
    return (double)shared / (model->groups[g].set_count + model->groups[h].set_count - shared);
}

/* Whether two groups match and are one notice: nearly equal, a correction, or at one address. */
static bool one_notice(const struct model *model, int g, int h)
{
    const struct model_pair *pair = &model->pairs[g][h];
    const struct model_input *x = model->groups[g].members[0]->input, *y = model->groups[h].members[0]->input;
    bool one_address = *x->source && strcmp(x->source, y->source) == 0 && *x->url && strcmp(x->url, y->url) == 0;
    return pair->passes && !pair->template && (pair->update || one_address || resemblance_of(model, g, h) >= 0.9);
}

/* What of the smaller stands in the larger. */
static double containment_of(const struct model *model, int g, int h)
{
    int smaller = model->groups[g].set_count < model->groups[h].set_count ? model->groups[g].set_count : model->groups[h].set_count;
    return (double)model->pairs[g][h].shared / smaller;
}

static void join(struct model *model, int g, int h)
{
    int from = model->groups[g].cluster, to = model->groups[h].cluster;
    for (int i = 0; i < model->group_count; i++)
        if (model->groups[i].cluster == (from > to ? from : to))
            model->groups[i].cluster = from > to ? to : from;
}

/*
 * Each member alone, then with those that are one notice with it, directly or by others; and what was cut with what it stands in, of all
 * that which shares most with it, of equal ones the first.
 */
static void part(struct model *model, const int *members, int count)
{
    for (int i = 0; i < count; i++)
        model->groups[members[i]].cluster = members[i];
    for (int i = 0; i < count; i++)
        for (int j = i + 1; j < count; j++)
            if (one_notice(model, members[i], members[j]))
                join(model, members[i], members[j]);
    for (int i = 0; i < count; i++) {
        int whole = -1, part = members[i];
        for (int j = 0; j < count; j++) {
            int g = members[j], smaller = model->groups[part].set_count, larger = model->groups[g].set_count;
            if (g == part || smaller > larger || (smaller == larger && part < g) || !model->pairs[part][g].passes || model->pairs[part][g].template ||
                one_notice(model, part, g) || containment_of(model, part, g) < 0.95)
                continue;
            if (whole < 0 || model->pairs[part][g].shared > model->pairs[part][whole].shared)
                whole = g;
        }
        if (whole >= 0)
            join(model, part, whole);
    }
}

int model_part_forms(struct model *model)
{
    int parted = 0, clusters[MODEL_ARTICLES]; /* as they were before */
    for (int g = 0; g < model->group_count; g++)
        clusters[g] = model->groups[g].cluster;
    for (int c = 0; c < model->group_count; c++) {
        int members[MODEL_ARTICLES], count = 0;
        for (int g = 0; g < model->group_count; g++)
            if (clusters[g] == c)
                members[count++] = g;
        if (count < 3 || !one_form(model, members, count))
            continue;
        part(model, members, count);
        parted++;
    }
    return parted;
}
