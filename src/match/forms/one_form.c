/* Each text is aligned with the first, of many with one of middling length; then the pairs are counted that are alike where not all are. */
#include "match/forms/one_form.h"

#include <string.h>

/* Notices of a form are about as long as each other; most copies were cut or extended, and need not be aligned. */
enum { SHORTER_PARTS = 2, LONGER_PARTS = 3 };

/* So many of those that are looked at may be like the first by chance, as where a form has few words to choose from. */
enum { ALIKE_MOST = 1 };

/*
 * Where notices of a form are told by their words, three in a row are enough: a word says more where prepositions and articles are endings, and
 * in Arabic or Russian match reports no four of them stand between the names. A date in Han characters is no word less, and one place of many. In
 * so many places at least a notice of a form differs from the first; fewer may be two names that outlets spell in three ways. Of many texts
 * two words in a row are enough, and two places, since a place is one name or several.
 */
enum { FORM_RUN = 3, PLACES_LEAST = 3, FORM_RUN_OF_MANY = 2, PLACES_LEAST_OF_MANY = 2 };

/*
 * Where one of m texts was reworded, the other m - 1 are alike, all their pairs. At the words where any two differ, notices have so much of
 * these pairs alike at most, since none says what most do: 0.05 to 0.4 where a form has names or short lists to choose from. Copies have 0.6
 * where a machine misread each, 0.75 and more on our sets, however edited; 0.5 of many texts is furniture between runs of two words.
 */
static const double ALIKE_SHARE = 0.5, ALIKE_SHARE_OF_MANY = 0.45;

/* No share is that high. */
static const double COPIES_SHARE = 2;

/*
 * Names from short lists are alike by chance, in few of six texts or in many. Of twelve and more texts so many sixes that tell are enough, if their
 * shares are low on average: 0.2 to 0.43 of notices in Chinese and Vietnamese, 0.55 and more of 12 to 34 copies in six languages, edited heavily.
 */
enum { TOLD_LEAST = 2 };

/* Resemblance; and containment, of what was cut. */
static const double NEARLY_EQUAL = 0.9, NEARLY_WHOLE = 0.95;

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
    coarse_room_release(&room->coarse);
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
    if (status == WIRECOPY_OK && has_clusters(left_out, rank))
        status = put_together(&words, &room->coarse.words[0], &room->coarse.begins[0], &words);
    return status == WIRECOPY_OK ? buffer_append(body, words.words + words.body_begin, words.body_count * sizeof *words.words) : status;
}

static bool about_as_long(const struct one_form_room *room)
{
    size_t a = room->bodies[0].size, b = room->bodies[1].size;
    return SHORTER_PARTS * (a > b ? a : b) <= LONGER_PARTS * (a > b ? b : a);
}

/* What the other text has where the first has something else, by places of the first. *differs: there are enough such places; many: of many texts. */
static enum wirecopy_status find_fillings(struct one_form_room *room, bool many, struct buffer *fillings, bool *differs)
{
    struct word_list first = body_in(&room->bodies[0]), text = body_in(&room->bodies[1]);
    const struct aligned_gap *gaps;
    enum wirecopy_status status = find_gaps(&room->alignment, first, text, many ? FORM_RUN_OF_MANY : FORM_RUN, &room->gaps);
    size_t places = room->gaps.size / sizeof *gaps;
    uint64_t *filling;
    fillings->size = 0;
    *differs = status == WIRECOPY_OK && places >= (many ? PLACES_LEAST_OF_MANY : PLACES_LEAST);
    if (!*differs)
        return status;
    status = buffer_reserve(fillings, first.count * sizeof *filling);
    if (status != WIRECOPY_OK)
        return status;
    fillings->size = first.count * sizeof *filling;
    filling = (uint64_t *)(void *)fillings->data;
    memset(filling, 0, fillings->size);
    gaps = (const struct aligned_gap *)(const void *)room->gaps.data;
    for (size_t k = 0; k < places; k++) {
        uint64_t words = hash_bytes(text.words + gaps[k].begin_b, (gaps[k].end_b - gaps[k].begin_b) * sizeof *text.words) | 1;
        for (size_t i = gaps[k].begin_a; i < gaps[k].end_a; i++)
            filling[i] = words;
    }
    return WIRECOPY_OK;
}

/* How many pairs of texts, the first among them, are alike at a word of the first. */
static size_t count_alike(const struct one_form_room *room, size_t others, size_t word)
{
    uint64_t fillings[FORM_LOOKED] = {0};
    size_t alike = 0;
    for (size_t k = 0; k < others; k++)
        fillings[k + 1] = ((const uint64_t *)(const void *)room->fillings[k].data)[word];
    for (size_t x = 0; x <= others; x++)
        for (size_t y = x + 1; y <= others; y++)
            alike += fillings[x] == fillings[y];
    return alike;
}

/* At the words where any two of the texts differ, how much of what all but one would have alike is alike: little where all are unlike each other. */
static double alike_share(const struct one_form_room *room, size_t others)
{
    size_t alike = 0, words = 0, all_pairs = others * (others + 1) / 2, pairs_of_others = others * (others - 1) / 2;
    for (size_t i = 0; i < body_in(&room->bodies[0]).count; i++) {
        size_t here = count_alike(room, others, i);
        words += here < all_pairs;
        alike += here < all_pairs ? here : 0;
    }
    return words > 0 ? (double)alike / (double)(words * pairs_of_others) : 0;
}

/* Which of some texts is longer than half of them: most others can be compared with it. */
static enum wirecopy_status find_middle(const struct left_out *left_out, const uint32_t *ranks, size_t count, size_t *middle_out)
{
    struct group_words words[FORM_LOOKED];
    enum wirecopy_status status = WIRECOPY_OK;
    *middle_out = 0;
    for (size_t k = 0; k < count && status == WIRECOPY_OK; k++)
        status = count_group_words(left_out, ranks[k], &words[k]);
    for (size_t k = 0; k < count && status == WIRECOPY_OK; k++) {
        size_t shorter = 0;
        for (size_t other = 0; other < count; other++)
            shorter += words[other].body_count < words[k].body_count || (words[other].body_count == words[k].body_count && other < k);
        if (shorter == count / 2)
            *middle_out = k;
    }
    return status;
}

/* Aligns some groups with one of them; *share_out is alike_share, or COPIES_SHARE where too few differ. */
static enum wirecopy_status find_share(const struct left_out *left_out, struct one_form_room *room, const uint32_t *ranks, size_t count,
                                       double *share_out)
{
    bool many = count == FORM_LOOKED;
    size_t others = 0, alike = 0, first = 0;
    enum wirecopy_status status = many ? find_middle(left_out, ranks, count, &first) : WIRECOPY_OK;
    if (status == WIRECOPY_OK)
        status = find_body(left_out, room, ranks[first], &room->bodies[0]);
    room->alignment.kernel = align_kernel_find(left_out->shingling.kernel->name);
    for (size_t k = 0; k < count && alike <= ALIKE_MOST && status == WIRECOPY_OK; k++) {
        bool differs = false;
        if (k == first)
            continue;
        status = find_body(left_out, room, ranks[k], &room->bodies[1]);
        if (status == WIRECOPY_OK && about_as_long(room))
            status = find_fillings(room, many, &room->fillings[others], &differs);
        others += differs;
        alike += !differs;
    }
    *share_out = status == WIRECOPY_OK && alike <= ALIKE_MOST && others + 1 >= FORM_LEAST ? alike_share(room, others) : COPIES_SHARE;
    return status;
}

enum wirecopy_status are_one_form(const struct left_out *left_out, struct one_form_room *room, const uint32_t *ranks, size_t count, bool *are_out)
{
    double share, sum = 0;
    size_t told = 0;
    enum wirecopy_status status = find_share(left_out, room, ranks, count < FORM_LOOKED ? count : FORM_LOOKED, &share);
    *are_out = status == WIRECOPY_OK && share <= (count < FORM_LOOKED ? ALIKE_SHARE : ALIKE_SHARE_OF_MANY);
    for (size_t k = 0; k + FORM_LOOKED <= count && !*are_out && status == WIRECOPY_OK; k += FORM_LOOKED) {
        if (k > 0)
            status = find_share(left_out, room, ranks + k, FORM_LOOKED, &share);
        told += share < COPIES_SHARE;
        sum += share < COPIES_SHARE ? share : 0;
    }
    *are_out |= status == WIRECOPY_OK && told >= TOLD_LEAST && sum <= ALIKE_SHARE_OF_MANY * (double)told;
    return status;
}

bool is_part_of_notice(const struct match *match)
{
    return match_containment(match) >= NEARLY_WHOLE;
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
