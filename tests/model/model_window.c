/* The model's time window: nothing is learnt anew, groups of equal text are parted, and pairs that are apart do not match. */
#include <stdlib.h>

#include "model/model.h"

static int64_t minute_of(const struct model_article *article)
{
    return article->day == MODEL_NO_DAY ? INT64_MIN : article->minute;
}

/* Moves each member before the later ones; those of one time stay in order, and undated ones come first. */
static void order_by_time(struct model_group *group)
{
    for (int i = 1; i < group->count; i++)
        for (int j = i; j > 0 && minute_of(group->members[j]) < minute_of(group->members[j - 1]); j--) {
            struct model_article *swapped = group->members[j];
            group->members[j] = group->members[j - 1];
            group->members[j - 1] = swapped;
        }
}

/* Whether a member goes with those from first on. */
static bool joins(const struct model *model, const struct model_article *first, const struct model_article *member)
{
    int64_t from = minute_of(first), at = minute_of(member);
    return from == INT64_MIN || at == INT64_MIN ? from == at : at - from <= model->window;
}

void model_part(struct model *model)
{
    struct model_group *whole = malloc((size_t)model->group_count * sizeof *whole);
    int count = model->group_count;
    if (!whole)
        abort();
    for (int g = 0; g < count; g++)
        whole[g] = model->groups[g];
    model->group_count = 0;
    for (int g = 0; g < count; g++) {
        struct model_group *part = NULL;
        order_by_time(&whole[g]);
        for (int i = 0; i < whole[g].count; i++) {
            struct model_article *member = whole[g].members[i];
            if (!part || !joins(model, part->members[0], member)) {
                part = &model->groups[model->group_count++];
                *part = whole[g];
                part->count = 0;
            }
            part->members[part->count++] = member;
        }
    }
    free(whole);
}

bool model_admits(const struct model *model, int g, int h)
{
    const struct model_group *a = &model->groups[g], *b = &model->groups[h];
    for (int i = 0; i < a->count; i++)
        for (int j = 0; j < b->count; j++) {
            int64_t x = minute_of(a->members[i]), y = minute_of(b->members[j]);
            if (model->window == 0 || x == INT64_MIN || y == INT64_MIN || (x - y <= model->window && y - x <= model->window))
                return true;
        }
    return false;
}
