/* The model's forms among clusters: of three notices of a form all three differ in the same places. */
#include <string.h>

#include "model/model.h"

enum { LOOKED = 6 };

/* What another text has by places of the first, -1 where that is the same: the number of a gap. */
struct filling {
    struct model_gap gaps[MODEL_WORDS];
    int at[MODEL_WORDS];
};

static bool fill(const struct model_group *first, const struct model_group *other, struct filling *filling, int *length)
{
    int other_length, count = model_gaps(first, other, filling->gaps, length, &other_length);
    memset(filling->at, 0xff, sizeof filling->at);
    for (int k = 0; k < count; k++)
        for (int i = filling->gaps[k].begin; i < filling->gaps[k].end; i++)
            filling->at[i] = k;
    return count >= 3 && 3 * *length >= 2 * other_length && 3 * other_length >= 2 * *length;
}

static bool equal(const struct model_gap *x, const struct model_gap *y)
{
    return x->count == y->count && memcmp(x->words, y->words, (size_t)x->count * sizeof *x->words) == 0;
}

/* Whether some groups are one form: at most one is like the first, and where one of two others differs, in half of the words both do, each in its way. */
static bool one_form(const struct model *model, const int *members, int count)
{
    static struct filling fillings[LOOKED];
    int others = 0, alike = 0, apart = 0, all = 0, length;
    for (int k = 1; k < count; k++)
        if (fill(&model->groups[members[0]], &model->groups[members[k]], &fillings[others], &length))
            others++;
        else
            alike++;
    for (int x = 0; x < others; x++)
        for (int y = 0; y < x; y++)
            for (int i = 0; i < length; i++) {
                int one = fillings[x].at[i], other = fillings[y].at[i];
                all += one >= 0 || other >= 0;
                apart += one >= 0 && other >= 0 && !equal(&fillings[x].gaps[one], &fillings[y].gaps[other]);
            }
    return others >= 2 && alike <= 1 && 2 * apart >= all;
}

/* Whether two groups match and are one notice: nearly equal, a correction, or at one address. */
static bool one_notice(const struct model *model, int g, int h)
{
    const struct model_pair *pair = &model->pairs[g][h];
    const struct model_input *x = model->groups[g].members[0]->input, *y = model->groups[h].members[0]->input;
    bool one_address = *x->source && strcmp(x->source, y->source) == 0 && *x->url && strcmp(x->url, y->url) == 0;
    double resemblance = (double)pair->shared / (model->groups[g].set_count + model->groups[h].set_count - pair->shared);
    return pair->passes && !pair->template && (pair->update || one_address || resemblance >= 0.9);
}

/* Each member alone, then with those that are one notice with it, directly or by others. */
static void part(struct model *model, const int *members, int count)
{
    bool joined = true;
    for (int i = 0; i < count; i++)
        model->groups[members[i]].cluster = members[i];
    while (joined) {
        joined = false;
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++)
                if (one_notice(model, members[i], members[j]) && model->groups[members[j]].cluster < model->groups[members[i]].cluster) {
                    model->groups[members[i]].cluster = model->groups[members[j]].cluster;
                    joined = true;
                }
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
        if (count < 3 || !one_form(model, members, count < LOOKED ? count : LOOKED))
            continue;
        part(model, members, count);
        parted++;
    }
    return parted;
}
