/* Words are cut where a cluster's hash is a local minimum: every third place on average, the same whatever stands further off. */
#include "match/forms/coarse.h"

#include "match/forms/moved.h"

void coarse_room_release(struct coarse_room *room)
{
    for (size_t side = 0; side < 2; side++) {
        buffer_release(&room->words[side]);
        buffer_release(&room->begins[side]);
    }
}

bool has_clusters(const struct left_out *left_out, uint32_t rank)
{
    return left_out->articles->rows[groups_leader(left_out->groups, rank)].flags & ARTICLE_CLUSTERS;
}

static bool begins_at(const struct group_words *text, size_t i)
{
    const uint32_t *words = text->words;
    if (i == text->body_begin || i == text->body_begin + text->body_count || is_number(words[i]) || is_number(words[i - 1]))
        return true;
    return words[i] < words[i - 1] && (i + 1 == text->count || is_number(words[i + 1]) || words[i] <= words[i + 1]);
}

/* One word of several; no number. */
static uint32_t make_word(const uint32_t *clusters, size_t count)
{
    return count == 1 ? clusters[0] : (uint32_t)(hash_bytes(clusters, count * sizeof *clusters) >> 32) & ~(uint32_t)WORD_HAS_DIGIT;
}

enum wirecopy_status put_together(const struct group_words *clusters, struct buffer *words, struct buffer *begins, struct group_words *made_out)
{
    struct group_words from = *clusters; /* which may be made_out */
    size_t count = 0, body_end = from.body_begin + from.body_count;
    uint32_t *made, *places;
    enum wirecopy_status status;
    words->size = begins->size = 0;
    status = buffer_reserve(words, (from.count + 1) * sizeof *made);
    if (status == WIRECOPY_OK)
        status = buffer_reserve(begins, (from.count + 1) * sizeof *places);
    if (status != WIRECOPY_OK)
        return status;
    made = (uint32_t *)(void *)words->data;
    places = (uint32_t *)(void *)begins->data;
    *made_out = (struct group_words){.words = made};
    for (size_t i = 0, end; i < from.count; i = end) {
        for (end = i + 1; end < from.count && !begins_at(&from, end);)
            end++;
        made_out->body_begin += i < from.body_begin;
        made_out->body_count += i >= from.body_begin && i < body_end;
        places[count] = (uint32_t)i;
        made[count++] = make_word(from.words + i, end - i);
    }
    places[count] = (uint32_t)from.count;
    made_out->count = count;
    return WIRECOPY_OK;
}

enum wirecopy_status list_aligned(struct coarse_room *room, const struct left_out *left_out, const struct match *match,
                                  const struct group_words words[2], struct word_list wholes[2], struct word_list bodies[2])
{
    enum wirecopy_status status = WIRECOPY_OK;
    room->coarse = has_clusters(left_out, match->a) && has_clusters(left_out, match->b);
    for (size_t side = 0; side < 2 && status == WIRECOPY_OK; side++) {
        struct group_words *text = &room->made[side];
        *text = words[side];
        if (room->coarse)
            status = put_together(&words[side], &room->words[side], &room->begins[side], text);
        wholes[side] = (struct word_list){text->words, text->count};
        bodies[side] = (struct word_list){text->words + text->body_begin, text->body_count};
    }
    return status;
}

static uint32_t place(const struct coarse_room *room, size_t side, uint32_t word)
{
    const uint32_t *begins = (const uint32_t *)(const void *)room->begins[side].data;
    size_t body = room->made[side].body_begin;
    return begins[body + word] - begins[body];
}

void place_among_clusters(const struct coarse_room *room, struct buffer *gaps)
{
    struct aligned_gap *gap = (struct aligned_gap *)(void *)gaps->data;
    for (size_t k = 0; room->coarse && k < gaps->size / sizeof *gap; k++)
        gap[k] = (struct aligned_gap){place(room, 0, gap[k].begin_a), place(room, 0, gap[k].end_a), place(room, 1, gap[k].begin_b),
                                      place(room, 1, gap[k].end_b)};
}
