/* Stretches grow while record and article go on together. */
#include "python/places.h"

#include <stdlib.h>

bool places_note(struct places *places, uint64_t record, uint64_t article)
{
    struct stretch *last = places->count > 0 ? &places->stretches[places->count - 1] : NULL;
    if (last && last->record + last->count == record && last->article + last->count == article) {
        last->count++;
        return true;
    }
    if (!places->stretches || places->count == places->capacity) {
        size_t capacity = places->capacity ? 2 * places->capacity : 8;
        struct stretch *stretches = realloc(places->stretches, capacity * sizeof *stretches);
        if (!stretches)
            return false;
        places->stretches = stretches;
        places->capacity = capacity;
    }
    places->stretches[places->count++] = (struct stretch){record, article, 1};
    return true;
}

void places_release(struct places *places)
{
    free(places->stretches);
    *places = (struct places){.stretches = NULL};
}

PyObject *places_list(const struct places *places, value_of_article *value, void *context, PyObject *skipped)
{
    PyObject *list = PyList_New((Py_ssize_t)places->records);
    uint64_t record = 0;
    for (size_t i = 0; list && i <= places->count; i++) {
        const struct stretch *stretch = i < places->count ? &places->stretches[i] : NULL;
        uint64_t begin = stretch ? stretch->record : places->records;
        for (; record < begin; record++)
            PyList_SetItem(list, (Py_ssize_t)record, Py_NewRef(skipped));
        for (uint64_t n = 0; stretch && n < stretch->count; n++, record++) {
            PyObject *item = value(context, stretch->article + n);
            if (!item) {
                Py_DECREF(list);
                return NULL;
            }
            PyList_SetItem(list, (Py_ssize_t)record, item);
        }
    }
    return list;
}
