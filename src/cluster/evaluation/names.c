/* Open addressing; at most two thirds of the places are taken. */
#include "cluster/evaluation/names.h"

enum { FIRST_PLACES = 1024 };

enum wirecopy_status names_keep(struct names *names, struct scratch_space *space)
{
    return scratch_create(space, &names->texts);
}

void names_release(struct names *names)
{
    memory_free(names->keys);
    memory_free(names->places);
    memory_free(names->at);
    scratch_free(names->texts);
    *names = (struct names){0};
}

/* The place of a key, or the free one where it belongs. */
static uint32_t *place_of(const struct names *names, struct hash128 key)
{
    size_t i = key.low & names->mask;
    while (names->places[i] != 0 && hash128_compare(names->keys[names->places[i] - 1], key) != 0)
        i = (i + 1) & names->mask;
    return &names->places[i];
}

static enum wirecopy_status make_places(struct names *names)
{
    size_t count = names->places ? 2 * (names->mask + 1) : FIRST_PLACES;
    uint32_t *places = memory_allocate_zero(count, sizeof *places);
    if (!places)
        return WIRECOPY_NO_MEMORY;
    memory_free(names->places);
    names->places = places;
    names->mask = count - 1;
    for (size_t i = 0; i < names->count; i++)
        *place_of(names, names->keys[i]) = (uint32_t)i + 1;
    return WIRECOPY_OK;
}

/* A text lies behind its size. */
static enum wirecopy_status keep_text(struct names *names, struct wirecopy_bytes text)
{
    uint64_t size = text.size;
    enum wirecopy_status status = array_reserve(&names->at, &names->at_capacity, names->count + 1, sizeof *names->at);
    if (status != WIRECOPY_OK)
        return status;
    names->at[names->count] = scratch_size(names->texts);
    status = scratch_append(names->texts, &size, sizeof size);
    return status == WIRECOPY_OK ? scratch_append(names->texts, text.data, text.size) : status;
}

enum wirecopy_status names_number(struct names *names, struct wirecopy_bytes text, uint32_t *number, bool *is_new)
{
    struct hash128 key = hash_bytes_128(text.data, text.size);
    enum wirecopy_status status = WIRECOPY_OK;
    uint32_t *place;
    if (names->count >= INT32_MAX)
        return status_fail(WIRECOPY_TOO_LARGE, "more than 2^31 articles");
    if (!names->places || 3 * names->count >= 2 * names->mask)
        status = make_places(names);
    if (status == WIRECOPY_OK)
        status = array_reserve(&names->keys, &names->capacity, names->count + 1, sizeof *names->keys);
    if (status != WIRECOPY_OK)
        return status;
    place = place_of(names, key);
    *is_new = *place == 0;
    if (*is_new && names->texts)
        status = keep_text(names, text);
    if (status != WIRECOPY_OK)
        return status;
    if (*is_new) {
        names->keys[names->count] = key;
        *place = (uint32_t)++names->count;
    }
    *number = *place - 1;
    return WIRECOPY_OK;
}

bool names_find(const struct names *names, struct wirecopy_bytes text, uint32_t *number)
{
    if (!names->places)
        return false;
    *number = *place_of(names, hash_bytes_128(text.data, text.size)) - 1;
    return *number != UINT32_MAX;
}

enum wirecopy_status names_text(const struct names *names, uint32_t number, struct wirecopy_bytes *text_out)
{
    uint64_t size;
    char *text;
    enum wirecopy_status status = scratch_read(names->texts, names->at[number], &size, sizeof size);
    if (status != WIRECOPY_OK)
        return status;
    text = memory_allocate((size_t)size + 1, 1);
    if (!text)
        return WIRECOPY_NO_MEMORY;
    if (size > 0)
        status = scratch_read(names->texts, names->at[number] + sizeof size, text, (size_t)size);
    text[size] = '\0';
    if (status == WIRECOPY_OK)
        *text_out = (struct wirecopy_bytes){text, (size_t)size};
    else
        memory_free(text);
    return status;
}
