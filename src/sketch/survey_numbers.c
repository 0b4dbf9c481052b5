/* The numbers of a renewed survey: those that were drawn and are not go, those that are drawn now and were not come between the others. */
#include <string.h>

#include "sketch/survey_renewing.h"

/* The numbers that sets have from now on, in order of rank; returns how many they are. */
static size_t number_anew(const struct renewing *r, uint32_t *numbers)
{
    const uint32_t *ranks = r->survey->ranks;
    size_t known = r->survey->count, i = 0, j = known, next = 0;
    while (i < known || j < known + r->added) {
        size_t at = j == known + r->added || (i < known && ranks[i] < ranks[j]) ? i++ : j++;
        numbers[at] = (uint32_t)next;
        next += r->changed[at] != GONE;
    }
    return next;
}

/* Puts elements of so many bytes where their numbers of now say. */
static void put_in_order(const struct renewing *r, const uint32_t *numbers, void *elements, size_t bytes, char *room)
{
    size_t all = r->survey->count + r->added;
    memcpy(room, elements, all * bytes);
    for (size_t i = 0; i < all; i++)
        if (r->changed[i] != GONE)
            memcpy((char *)elements + numbers[i] * bytes, room + i * bytes, bytes);
}

enum wirecopy_status renewing_renumber(struct renewing *r)
{
    struct survey *survey = r->survey;
    uint32_t *numbers = memory_allocate(numbers_most(survey), sizeof *numbers);
    char *room = memory_allocate(numbers_most(survey), sizeof *survey->sizes);
    if (numbers && room) {
        size_t count = number_anew(r, numbers);
        put_in_order(r, numbers, survey->sizes, sizeof *survey->sizes, room);
        put_in_order(r, numbers, survey->ranks, sizeof *survey->ranks, room);
        for (uint32_t p = 0; p < survey->plan_count; p++) {
            struct surveyed_plan *plan = &survey->plans[p];
            put_in_order(r, numbers, plan->keys, sizeof *plan->keys, room);
            for (size_t i = 0; i < plan->pair_count; i++) {
                plan->pairs[i].a = numbers[plan->pairs[i].a];
                plan->pairs[i].b = numbers[plan->pairs[i].b];
            }
        }
        survey->count = count;
    }
    memory_free(room);
    memory_free(numbers);
    return numbers && room ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}
