/*
 * "Balances fell to 3.775 billion dollars from 4.602 billion" was "rose to 4.602 billion from 3.576 billion" the day before. Aligned as they
 * are, yesterday's number finds itself and nothing seems to differ; with masks for numbers, sentences find their own, and numbers are compared
 * place by place.
 */
#include "match/forms/rolled.h"

#include "base/sort/sort.h"
#include "match/forms/moved.h"

/* The numbers of a text, sorted, into room. */
static enum wirecopy_status list_numbers(const struct word_list *text, struct buffer *room)
{
    enum wirecopy_status status = WIRECOPY_OK;
    room->size = 0;
    for (size_t i = 0; i < text->count && status == WIRECOPY_OK; i++)
        if (is_number(text->words[i]))
            status = buffer_append(room, &text->words[i], sizeof *text->words);
    if (status == WIRECOPY_OK)
        sort_u32((uint32_t *)(void *)room->data, room->size / sizeof(uint32_t));
    return status;
}

static bool has_number(const struct buffer *sorted, uint32_t number)
{
    const uint32_t *numbers = (const uint32_t *)(const void *)sorted->data;
    size_t begin = 0, end = sorted->size / sizeof *numbers;
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;
        if (numbers[middle] == number)
            return true;
        if (numbers[middle] < number)
            begin = middle + 1;
        else
            end = middle;
    }
    return false;
}

/* Says by place whether a number is one that the other text has nowhere. */
static enum wirecopy_status find_own(struct alignment_room *room, const struct word_list *text, const struct word_list *other, struct buffer *own,
                                     size_t *count)
{
    enum wirecopy_status status = list_numbers(other, &room->triples);
    *count = 0;
    own->size = 0;
    if (status == WIRECOPY_OK)
        status = buffer_reserve(own, text->count + 1);
    for (size_t i = 0; i < text->count && status == WIRECOPY_OK; i++) {
        uint8_t is = is_number(text->words[i]) && !has_number(&room->triples, text->words[i]);
        own->data[i] = (char)is;
        *count += is;
    }
    return status;
}

/* The words of a text with one word for every number. */
static enum wirecopy_status mask(const struct word_list *text, struct buffer *room, struct word_list *masked_out)
{
    uint32_t *masked;
    enum wirecopy_status status;
    room->size = 0;
    status = buffer_reserve(room, (text->count + 1) * sizeof *masked);
    if (status != WIRECOPY_OK)
        return status;
    masked = (uint32_t *)(void *)room->data;
    for (size_t i = 0; i < text->count; i++)
        masked[i] = is_number(text->words[i]) ? WORD_HAS_DIGIT : text->words[i];
    *masked_out = (struct word_list){masked, text->count};
    return WIRECOPY_OK;
}

enum wirecopy_status numbers_rolled(struct alignment_room *room, struct word_list a, struct word_list b, size_t least, bool *rolled_out)
{
    struct number_places places = {.words = {a.words, b.words}};
    struct word_list masked[2];
    size_t own[2], different;
    enum wirecopy_status status = find_own(room, &a, room->wholes ? &room->wholes[1] : &b, &room->moved[0], &own[0]);
    *rolled_out = false;
    if (status != WIRECOPY_OK || own[0] < least)
        return status;
    status = find_own(room, &b, room->wholes ? &room->wholes[0] : &a, &room->moved[1], &own[1]);
    if (status != WIRECOPY_OK || own[1] < least)
        return status;
    status = mask(&a, &room->masked[0], &masked[0]);
    if (status == WIRECOPY_OK)
        status = mask(&b, &room->masked[1], &masked[1]);
    places.own[0] = (const uint8_t *)room->moved[0].data;
    places.own[1] = (const uint8_t *)room->moved[1].data;
    if (status == WIRECOPY_OK)
        status = compare_places(room, masked[0], masked[1], &places);
    different = places.own_counts[0] < places.own_counts[1] ? places.own_counts[0] : places.own_counts[1];
    *rolled_out = status == WIRECOPY_OK && different >= least && 10 * different >= 3 * (places.same + different);
    return status;
}
