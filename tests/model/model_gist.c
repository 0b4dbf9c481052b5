/* The model's gists: what most members of a cluster have, and whether most of two clusters open with what their gists share. */
#include <stdlib.h>

#include "model/model.h"

enum { LOOKED = 8 };

/* The first members of a group's cluster. */
static int looked_at(const struct model *model, int group, int *members)
{
    int count = 0;
    for (int g = 0; g < model->group_count && count < LOOKED; g++)
        if (model->groups[g].cluster == model->groups[group].cluster)
            members[count++] = g;
    return count;
}

/* Of a first member's shingles and the others' those that more than half have, each once. */
static void find_gist(const struct model *model, const int *members, int count, struct model_group *gist)
{
    gist->set_count = 0;
    for (int i = 0; i < count; i++)
        for (int s = 0; s < model->groups[members[i]].set_count; s++) {
            const uint64_t *shingle = &model->groups[members[i]].set[s];
            int have = 0;
            bool earlier = false;
            for (int j = 0; j < count; j++) {
                bool has = model_shared(shingle, 1, model->groups[members[j]].set, model->groups[members[j]].set_count) > 0;
                have += has;
                earlier |= has && j < i;
            }
            if (!earlier && 2 * have > count)
                gist->set[gist->set_count++] = *shingle;
        }
}

static int compare(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return a < b ? -1 : a > b;
}

static bool most_open(const struct model *model, const int *members, int count, const struct model_group *shared, int least)
{
    int open = 0;
    for (int i = 0; i < count; i++)
        open += model_opens_as(model, &model->groups[members[i]], shared, least);
    return 2 * open > count;
}

bool model_gists_open(const struct model *model, int a, int b)
{
    static struct model_group gists[2], shared;
    int xs[LOOKED], ys[LOOKED], x_count = looked_at(model, a, xs), y_count = looked_at(model, b, ys), smaller, least;
    double resemblance, containment;
    for (int i = 0; i < x_count; i++)
        for (int j = 0; j < y_count; j++)
            if (model->pairs[xs[i]][ys[j]].opposes)
                return false;
    find_gist(model, xs, x_count, &gists[0]);
    find_gist(model, ys, y_count, &gists[1]);
    for (int g = 0; g < 2; g++)
        qsort(gists[g].set, (size_t)gists[g].set_count, sizeof *gists[g].set, compare);
    shared.set_count = 0;
    for (int s = 0; s < gists[0].set_count; s++)
        if (model_shared(&gists[0].set[s], 1, gists[1].set, gists[1].set_count))
            shared.set[shared.set_count++] = gists[0].set[s];
    smaller = gists[0].set_count < gists[1].set_count ? gists[0].set_count : gists[1].set_count;
    resemblance = shared.set_count ? (double)shared.set_count / (gists[0].set_count + gists[1].set_count - shared.set_count) : 0;
    containment = smaller ? (double)shared.set_count / smaller : 0;
    if (!model_reaches(shared.set_count, smaller, resemblance, containment, 0.5 * model->resemblance, 0.5 * model->containment))
        return false;
    smaller = model->groups[a].set_count < model->groups[b].set_count ? model->groups[a].set_count : model->groups[b].set_count;
    least = smaller / 8 < 10 ? 10 : smaller / 8 > 20 ? 20 : smaller / 8;
    if (!model->pairs[a][b].one_day)
        least = 30;
    return most_open(model, xs, x_count, &shared, least) && most_open(model, ys, y_count, &shared, least);
}
