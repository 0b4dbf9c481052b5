/* Each text is aligned with the first; then the places are counted where two of the others have something else. */
#include "match/one_form.h"

#include <string.h>

/* In so many places at least a notice of a form differs from the first; fewer may be two names that outlets spell in three ways. */
enum { PLACES_LEAST = 3 };

/* Notices of a form are about as long as each other; most copies were cut or extended, and need not be aligned. */
enum { SHORTER_PARTS = 2, LONGER_PARTS = 3 };

/* So many of those that are looked at may be like the first by chance, as where a form has few words to choose from. */
enum { ALIKE_MOST = 1 };

/*
 * Of the words of the first text that one of two others does not have, at least one in so many is where all three differ. On our sets it is
 * one in three at most for copies, however edited, two in five where a machine misread each; for forms six in ten and more.
 */
enum { APART_ONE_IN = 2 };

static const double NEARLY_EQUAL = 0.9; /* resemblance */

void one_form_room_release(struct one_form_room *room)
{
    seen_room_release(&room->seen[0]);
    seen_room_release(&room->seen[1]);
    for (size_t i = 0; i < FORM_LOOKED - 1; i++)
        buffer_release(&room->fillings[i]);
    buffer_release(&room->bodies[0]);
    buffer_release(&room->bodies[1]);
    buffer_release(&room->words);
    buffer_release(&room->gaps);
    text_view_release(&room->view);
    alignment_room_release(&room->alignment);
}

static struct word_list body_in(const struct buffer *buffer)
{
    return (struct word_list){(const uint32_t *)(const void *)buffer->data, buffer->size / sizeof(uint32_t)};
}

/* The body of a group; nothing where it is too long. */
static enum wirecopy_status find_body(const struct left_out *left_out, struct one_form_room *room, uint32_t rank, struct buffer *body)
{
    struct group_words words;
    enum wirecopy_status status;
    body->size = 0;
    if (texts_words_at_most(left_out->texts, groups_text(left_out->groups, rank)) > ALIGNED_WORDS_MOST)
        return WIRECOPY_OK;
    status = find_group_words(left_out, rank, &room->view, &room->words, &words);
    return status == WIRECOPY_OK ? buffer_append(body, words.words + words.body_begin, words.body_count * sizeof *words.words) : status;
}

static bool about_as_long(const struct one_form_room *room)
{
    size_t a = room->bodies[0].size, b = room->bodies[1].size;
    return SHORTER_PARTS * (a > b ? a : b) <= LONGER_PARTS * (a > b ? b : a);
}

/* What the other text has where the first has something else, by places of the first. *places: how many such places there are. */
static enum wirecopy_status find_fillings(struct one_form_room *room, struct buffer *fillings, size_t *places)
{
    struct word_list first = body_in(&room->bodies[0]), text = body_in(&room->bodies[1]);
    const struct aligned_gap *gaps;
    enum wirecopy_status status = find_gaps(&room->alignment, first, text, &room->gaps);
    uint64_t *filling;
    *places = room->gaps.size / sizeof *gaps;
    fillings->size = 0;
    if (status != WIRECOPY_OK || *places < PLACES_LEAST)
        return status;
    status = buffer_reserve(fillings, first.count * sizeof *filling);
    if (status != WIRECOPY_OK)
        return status;
    fillings->size = first.count * sizeof *filling;
    filling = (uint64_t *)(void *)fillings->data;
    memset(filling, 0, fillings->size);
    gaps = (const struct aligned_gap *)(const void *)room->gaps.data;
    for (size_t k = 0; k < *places; k++) {
        uint64_t words = hash_bytes(text.words + gaps[k].begin_b, (gaps[k].end_b - gaps[k].begin_b) * sizeof *text.words) | 1;
        for (size_t i = gaps[k].begin_a; i < gaps[k].end_a; i++)
            filling[i] = words;
    }
    return WIRECOPY_OK;
}

/* Adds the words of the first text where either of two others differs, and where all three are different. */
static void count_apart(const struct buffer *one, const struct buffer *other, size_t *apart, size_t *all)
{
    const uint64_t *x = (const uint64_t *)(const void *)one->data, *y = (const uint64_t *)(const void *)other->data;
    for (size_t i = 0; i < one->size / sizeof *x; i++) {
        *apart += x[i] && y[i] && x[i] != y[i];
        *all += x[i] || y[i];
    }
}

enum wirecopy_status are_one_form(const struct left_out *left_out, struct one_form_room *room, const uint32_t *ranks, size_t count, bool *are_out)
{
    size_t apart = 0, all = 0, others = 0, alike = 0;
    enum wirecopy_status status = find_body(left_out, room, ranks[0], &room->bodies[0]);
    *are_out = false;
    room->alignment.kernel = align_kernel_find(left_out->shingling.kernel->name);
    for (size_t k = 1; k < count && status == WIRECOPY_OK; k++) {
        size_t places = 0;
        status = find_body(left_out, room, ranks[k], &room->bodies[1]);
        if (status == WIRECOPY_OK && about_as_long(room))
            status = find_fillings(room, &room->fillings[others], &places);
        if (status == WIRECOPY_OK && places < PLACES_LEAST) {
            if (++alike > ALIKE_MOST)
                return WIRECOPY_OK;
            continue;
        }
        for (size_t before = 0; before < others && status == WIRECOPY_OK; before++)
            count_apart(&room->fillings[before], &room->fillings[others], &apart, &all);
        others++;
    }
    *are_out = status == WIRECOPY_OK && others + 1 >= FORM_LEAST && APART_ONE_IN * apart >= all;
    return status;
}

enum wirecopy_status are_one_notice(const struct left_out *left_out, struct one_form_room *room, const struct match *match, bool *are_out)
{
    struct seen_list a, b;
    enum wirecopy_status status;
    *are_out = match->verdict == VERDICT_UPDATE || match_resemblance(match) >= NEARLY_EQUAL;
    if (*are_out)
        return WIRECOPY_OK;
    status = list_seen(left_out, match->a, &room->seen[0], &a);
    if (status == WIRECOPY_OK)
        status = list_seen(left_out, match->b, &room->seen[1], &b);
    if (status == WIRECOPY_OK)
        *are_out = a.as->source && a.as->source == b.as->source && a.as->url && a.as->url == b.as->url;
    return status;
}
