/*
 * One walk over the groups in order of rank makes all briefs, which are appended to scratch as they are; where each begins stays in
 * memory, 4 bytes a group, which scratch leaves.
 */
#include "match/sets/briefs.h"

#include <string.h>

#include "base/parallel.h"
#include "base/sort/sort.h"
#include "learn/huge.h"
#include "match/forms/align.h"
#include "match/sets/outlines.h"
#include "match/sets/reordered.h"
#include "match/forms/template.h"

/* Groups at a time. */
enum { GROUPS_A_PIECE = 64 };

/* Where a brief begins is counted in these. */
enum { UNIT = 8 };

/* Those that lie no farther behind the last one are read with it, after so many that did. */
enum { NEAR_BYTES = 1 << 13, NEAR_LEAST = 4 };

struct briefs {
    struct scratch *scratch;
    struct scratch_space *space;
    uint32_t *at;    /* of each slot and one more: where its brief begins; none where the next one's begins there too */
    uint32_t *slots; /* NULL: groups lie in order of rank */
    uint64_t claimed;
    struct outlines *outlines; /* NULL: they do not pay */
};

/* What stands first; then, unless there is an outline of them, the list of what the group is seen as, the shingles, the words of titles, and the words. */
struct heading {
    uint32_t shingles, seen, title_words, words;
    uint32_t count, body_begin, body_count; /* as in group_words */
    uint8_t alone, two_numbers, unused[2];
};

struct slot {
    struct set_room room;
    struct shingle_index index;
    struct seen_room seen_room;
    struct buffer blob, outlines;           /* of a piece, one after the other */
    uint32_t bytes[GROUPS_A_PIECE];         /* of each brief; 0: none */
    uint32_t outline_bytes[GROUPS_A_PIECE]; /* of each outline */
    uint64_t source;                        /* of the one at hand, where an outline was asked for; 0: none */
    uint64_t sources[GROUPS_A_PIECE];       /* of all */
};

struct making {
    struct briefs *briefs;
    const struct sets *sets;
    uint32_t sampled, first;    /* groups that tell whether outlines pay; the slot of the first of those that are made now */
    uint64_t *order;            /* of these, by slot from there on: its rank, below anything; NULL: in order of rank */
    struct reordered *outlines; /* of these, where there is an order: they lie in order of rank */
};

enum wirecopy_status briefs_create(struct briefs **briefs_out)
{
    *briefs_out = memory_allocate_zero(1, sizeof **briefs_out);
    return *briefs_out ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
}

static void drop(struct briefs *briefs)
{
    outlines_free(briefs->outlines);
    scratch_free(briefs->scratch);
    memory_free(briefs->at);
    memory_free(briefs->slots);
    if (briefs->space)
        scratch_space_return(briefs->space, briefs->claimed);
    *briefs = (struct briefs){0};
}

/* Where the brief of a group lies among all. */
static uint32_t slot_of(const struct briefs *briefs, uint32_t rank)
{
    return briefs->slots ? briefs->slots[rank] : rank;
}

void briefs_free(struct briefs *briefs)
{
    if (!briefs)
        return;
    drop(briefs);
    memory_free(briefs);
}

bool briefs_are_made(const struct briefs *briefs)
{
    return briefs->at != NULL;
}

static struct heading heading_of(const struct brief *brief)
{
    return (struct heading){.seen = (uint32_t)brief->seen.count,
                            .words = brief->has_words ? (uint32_t)brief->words.count : 0,
                            .count = (uint32_t)brief->words.count,
                            .body_begin = (uint32_t)brief->words.body_begin,
                            .body_count = (uint32_t)brief->words.body_count,
                            .alone = brief->alone,
                            .two_numbers = brief->two_numbers};
}

static enum wirecopy_status append_words(struct slot *slot, const struct brief *brief, const struct heading *heading)
{
    static const char zeros[UNIT];
    enum wirecopy_status status = buffer_append(&slot->blob, brief->words.words, heading->words * sizeof *brief->words.words);
    return status == WIRECOPY_OK ? buffer_append(&slot->blob, zeros, -slot->blob.size % UNIT) : status;
}

static enum wirecopy_status append(struct slot *slot, const struct brief *brief)
{
    const struct seen_as *last = &brief->seen.as[brief->seen.count - 1];
    struct heading heading = heading_of(brief);
    enum wirecopy_status status;
    heading.shingles = (uint32_t)brief->count;
    heading.title_words = last->title_at + last->title_count;
    status = buffer_append(&slot->blob, &heading, sizeof heading);
    if (status == WIRECOPY_OK)
        status = buffer_append(&slot->blob, brief->seen.as, brief->seen.count * sizeof *brief->seen.as);
    if (status == WIRECOPY_OK)
        status = buffer_append(&slot->blob, brief->shingles, brief->count * sizeof *brief->shingles);
    if (status == WIRECOPY_OK)
        status = buffer_append(&slot->blob, brief->seen.titles, heading.title_words * sizeof *brief->seen.titles);
    return status == WIRECOPY_OK ? append_words(slot, brief, &heading) : status;
}

/* Appends an outline, and the words that may be asked for beside it; nothing where the brief has too many shingles of its own. */
static enum wirecopy_status append_outline(const struct making *making, struct slot *slot, uint32_t rank, struct brief *brief)
{
    struct heading heading = heading_of(brief);
    size_t before = slot->outlines.size;
    enum wirecopy_status status;
    brief->words_at = brief->has_words ? sizeof heading : 0;
    status = outlines_append(making->briefs->outlines, rank, brief, making->sets->left_out->flags[rank] & GROUP_FORM, &slot->outlines);
    if (status != WIRECOPY_OK || slot->outlines.size == before || !brief->has_words)
        return status;
    status = buffer_append(&slot->blob, &heading, sizeof heading);
    return status == WIRECOPY_OK ? append_words(slot, brief, &heading) : status;
}

/* Whether it may be an outlet's notice, of which names are compared. */
static bool may_be_asked_for_names(const struct brief *brief, const struct word_list *body)
{
    return brief->count < NOTICE_SHINGLES && brief->seen.as->source && body->count <= ALIGNED_WORDS_MOST;
}

/* Appends the brief of a group, where there is one, or its outline. */
static enum wirecopy_status make_one(const struct making *making, struct slot *slot, uint32_t rank)
{
    const struct left_out *left_out = making->sets->left_out;
    struct brief brief = {.alone = groups_size(left_out->groups, rank) == 1};
    struct word_list body;
    const uint64_t *stream;
    size_t before = slot->outlines.size;
    enum wirecopy_status status;
    if (group_is_huge(left_out, rank))
        return WIRECOPY_OK;
    status = sets_stream(making->sets, rank, &slot->room, &stream, &brief.count);
    if (status != WIRECOPY_OK)
        return status;
    if (brief.count > BRIEF_SHINGLES_MOST) {
        set_room_release(&slot->room);
        return WIRECOPY_OK;
    }
    group_words_shown(left_out, &slot->room.view, &brief.words);
    status = shingle_index_build(&slot->index,
                                 (uint64_t *)(void *)(stream == (const uint64_t *)(const void *)slot->room.kept.data ? slot->room.kept.data
                                                                                                                     : slot->room.shingles.data),
                                 brief.count);
    if (status != WIRECOPY_OK || slot->index.count < SHORT_SHINGLES)
        return status;
    brief.shingles = slot->index.members;
    brief.count = slot->index.count;
    body = (struct word_list){brief.words.words + brief.words.body_begin, brief.words.body_count};
    brief.two_numbers = body.count <= ALIGNED_WORDS_MOST && has_two_numbers(&body);
    status = list_seen(left_out, rank, &slot->seen_room, &brief.seen);
    brief.has_words = status == WIRECOPY_OK && (brief.two_numbers || may_be_asked_for_names(&brief, &body));
    if (status == WIRECOPY_OK && making->briefs->outlines) {
        slot->source = brief.seen.as->source;
        status = append_outline(making, slot, rank, &brief);
    }
    return status == WIRECOPY_OK && slot->outlines.size == before ? append(slot, &brief) : status;
}

/* The rank of the i-th group that is made now. */
static uint32_t rank_of(const struct making *making, uint32_t i)
{
    return making->order ? (uint32_t)making->order[i] : making->first + i;
}

static enum wirecopy_status make_piece(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct making *making = context;
    struct slot *slot = slot_pointer;
    enum wirecopy_status status = WIRECOPY_OK;
    slot->blob.size = slot->outlines.size = 0;
    slot->room.view.ahead = making->order != NULL;
    for (uint32_t i = 0; i < end - begin && status == WIRECOPY_OK; i++) {
        size_t before = slot->blob.size, outlines_before = slot->outlines.size;
        slot->source = 0;
        status = make_one(making, slot, rank_of(making, begin + i));
        slot->sources[i] = slot->source;
        slot->bytes[i] = (uint32_t)(slot->blob.size - before);
        slot->outline_bytes[i] = (uint32_t)(slot->outlines.size - outlines_before);
    }
    return status;
}

/* Puts the outline of the i-th group that is made now, if there is one, into its place, or where it is put into order. */
static enum wirecopy_status put_outline(const struct making *making, uint32_t i, uint64_t source, char *outline, size_t size)
{
    if (making->outlines)
        return reordered_add(making->outlines, rank_of(making, i), source, outline, size);
    return outlines_put(making->briefs->outlines, rank_of(making, i), outline, size, source);
}

static enum wirecopy_status put_piece(void *context, void *slot_pointer, uint32_t begin, uint32_t end)
{
    const struct making *making = context;
    struct briefs *briefs = making->briefs;
    const struct slot *slot = slot_pointer;
    bool fits = (scratch_size(briefs->scratch) + slot->blob.size) / UNIT < UINT32_MAX;
    size_t outline = 0; /* where the next one stands */
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t i = 0; i < end - begin && status == WIRECOPY_OK; i++) {
        uint32_t at = making->first + begin + i;
        briefs->at[at + 1] = briefs->at[at] + (fits ? slot->bytes[i] / UNIT : 0);
        if (briefs->outlines)
            status = put_outline(making, begin + i, slot->sources[i], slot->outline_bytes[i] ? slot->outlines.data + outline : NULL,
                                 slot->outline_bytes[i]);
        outline += slot->outline_bytes[i];
    }
    return status == WIRECOPY_OK && fits ? scratch_append(briefs->scratch, slot->blob.data, slot->blob.size) : status;
}

/* A reordered_visit. */
static enum wirecopy_status put_in_order(void *context, uint32_t rank, uint64_t source, char *outline, size_t size)
{
    const struct making *making = context;
    return outlines_put(making->briefs->outlines, rank, size ? outline : NULL, size, source);
}

/* Lists those that are left in order of arrival. */
static enum wirecopy_status list_by_arrival(struct making *making)
{
    const struct groups *groups = making->sets->left_out->groups;
    struct briefs *briefs = making->briefs;
    uint32_t count = making->sets->count, left = count - making->first;
    briefs->slots = memory_allocate(count, sizeof *briefs->slots);
    making->order = memory_allocate(left, sizeof *making->order);
    if (!briefs->slots || !making->order)
        return WIRECOPY_NO_MEMORY;
    for (uint32_t rank = making->first; rank < count; rank++)
        making->order[rank - making->first] = (uint64_t)groups_text(groups, rank) << 32 | rank;
    sort_u64(making->order, left);
    for (uint32_t rank = 0; rank < making->first; rank++)
        briefs->slots[rank] = rank;
    for (uint32_t i = 0; i < left; i++)
        briefs->slots[rank_of(making, i)] = making->first + i;
    return WIRECOPY_OK;
}

/*
 * Has those that are left be made in order of arrival, in which their texts and titles lie, and their outlines be put into order. Where memory is
 * little the room for that is left to others. expected: bytes of outlines.
 */
static enum wirecopy_status begin_by_arrival(struct making *making, uint64_t expected)
{
    struct briefs *briefs = making->briefs;
    uint32_t count = making->sets->count;
    uint64_t bytes = count * sizeof *briefs->slots, claimed = scratch_space_claim(briefs->space, bytes);
    enum wirecopy_status status = WIRECOPY_OK;
    if (claimed == bytes && bytes + count * sizeof *making->order <= making->sets->left_out->memory_bytes)
        status = reordered_create(briefs->space, count, expected, &making->outlines);
    if (!making->outlines) {
        scratch_space_return(briefs->space, claimed);
        return status;
    }
    briefs->claimed += claimed;
    return list_by_arrival(making);
}

/* Makes those of the first groups, and then, once it is known whether outlines pay, of all others. */
static enum wirecopy_status make_all(struct making *making, void **pointers)
{
    const struct left_out *left_out = making->sets->left_out;
    uint32_t count = making->sets->count, first = count < making->sampled ? count : making->sampled;
    struct sweep sweep = {make_piece, put_piece, making, pointers, first, GROUPS_A_PIECE, left_out->control, 0};
    enum wirecopy_status status = parallel_sweep(&sweep, left_out->threads);
    if (status == WIRECOPY_OK)
        status = outlines_begin(making->briefs, making->sets, first, &making->briefs->outlines);
    making->first = first;
    sweep.count = count - first;
    if (status == WIRECOPY_OK && making->briefs->outlines) { /* what is seldom asked for leaves the memory to them */
        uint64_t expected = outlines_bytes(making->briefs->outlines) / first * count;
        scratch_yield(making->briefs->scratch, expected);
        outlines_yield(making->briefs->outlines, expected);
        status = sweep.count > 0 ? begin_by_arrival(making, expected) : WIRECOPY_OK;
    }
    if (status == WIRECOPY_OK && sweep.count > 0)
        status = parallel_sweep(&sweep, left_out->threads);
    if (status == WIRECOPY_OK && making->outlines)
        status = reordered_each(making->outlines, put_in_order, making);
    reordered_free(making->outlines);
    memory_free(making->order);
    return status;
}

static enum wirecopy_status make_by_slots(struct making *making)
{
    uint32_t threads = making->sets->left_out->threads;
    struct slot *slots = memory_allocate_zero(threads, sizeof *slots);
    void **pointers = memory_allocate(threads, sizeof *pointers);
    enum wirecopy_status status = slots && pointers ? WIRECOPY_OK : WIRECOPY_NO_MEMORY;
    for (uint32_t i = 0; i < threads && status == WIRECOPY_OK; i++)
        pointers[i] = &slots[i];
    if (status == WIRECOPY_OK)
        status = make_all(making, pointers);
    for (uint32_t i = 0; slots && i < threads; i++) {
        set_room_release(&slots[i].room);
        shingle_index_release(&slots[i].index);
        seen_room_release(&slots[i].seen_room);
        buffer_release(&slots[i].blob);
        buffer_release(&slots[i].outlines);
    }
    memory_free(slots);
    memory_free(pointers);
    return status;
}

uint64_t briefs_bytes(const struct sets *sets)
{
    uint64_t a_group = sizeof(struct heading) + sizeof(struct seen_as), a_word = sizeof(uint64_t) + sizeof(uint32_t);
    return texts_word_count(sets->left_out->texts) * a_word + sets->count * a_group;
}

enum wirecopy_status briefs_make(struct briefs *briefs, const struct sets *sets, uint32_t sampled)
{
    struct making making = {.briefs = briefs, .sets = sets, .sampled = sampled};
    enum wirecopy_status status;
    briefs->space = sets->left_out->space;
    briefs->claimed = scratch_space_claim(briefs->space, ((uint64_t)sets->count + 1) * sizeof *briefs->at);
    briefs->at = memory_allocate_zero((size_t)sets->count + 1, sizeof *briefs->at);
    status = briefs->at ? scratch_create(briefs->space, &briefs->scratch) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = make_by_slots(&making);
    if (status != WIRECOPY_OK)
        drop(briefs);
    return status;
}

struct scratch *briefs_scratch(const struct briefs *briefs)
{
    return briefs->scratch;
}

const struct outlines *briefs_outlines(const struct briefs *briefs)
{
    return briefs->outlines;
}

void brief_room_release(struct brief_room *room)
{
    scratch_window_release(&room->window);
    buffer_release(&room->one);
    *room = (struct brief_room){0};
}

enum wirecopy_status brief_room_read(struct brief_room *room, const struct scratch *scratch, uint64_t begin, uint64_t end, const void **view)
{
    bool read = begin >= room->window.begin && end <= room->window.end;
    bool near = begin >= room->end && (read || begin - room->end <= NEAR_BYTES);
    room->near = near ? room->near + 1 : 0;
    room->end = end;
    if (read || room->near >= NEAR_LEAST)
        return scratch_view_ahead(scratch, begin, (size_t)(end - begin), &room->window, view);
    return scratch_view(scratch, begin, (size_t)(end - begin), &room->one, view);
}

enum wirecopy_status briefs_view(const struct briefs *briefs, uint32_t rank, struct brief_room *room, struct brief *brief_out, bool *found_out)
{
    uint32_t slot = slot_of(briefs, rank);
    uint64_t begin = (uint64_t)briefs->at[slot] * UNIT, end = (uint64_t)briefs->at[slot + 1] * UNIT;
    const struct heading *heading;
    const void *view;
    enum wirecopy_status status;
    *found_out = begin < end;
    if (!*found_out)
        return WIRECOPY_OK;
    status = brief_room_read(room, briefs->scratch, begin, end, &view);
    if (status != WIRECOPY_OK)
        return status;
    heading = view;
    *found_out = heading->shingles > 0;
    brief_out->seen.as = (const struct seen_as *)(const void *)(heading + 1);
    brief_out->seen.count = heading->seen;
    brief_out->shingles = (const uint64_t *)(const void *)(brief_out->seen.as + heading->seen);
    brief_out->count = heading->shingles;
    brief_out->seen.titles = (const uint32_t *)(const void *)(brief_out->shingles + heading->shingles);
    brief_out->words.words = brief_out->seen.titles + heading->title_words;
    brief_out->words.count = heading->count;
    brief_out->words.body_begin = heading->body_begin;
    brief_out->words.body_count = heading->body_count;
    brief_out->has_words = heading->words > 0;
    brief_out->words_at = brief_out->has_words ? (uint32_t)((const char *)brief_out->words.words - (const char *)view) : 0;
    brief_out->alone = heading->alone;
    brief_out->two_numbers = heading->two_numbers;
    return WIRECOPY_OK;
}

enum wirecopy_status briefs_words(const struct briefs *briefs, uint32_t rank, const struct brief *brief, struct brief_room *room,
                                  struct group_words *words_out, bool *found_out)
{
    uint64_t begin = (uint64_t)briefs->at[slot_of(briefs, rank)] * UNIT + brief->words_at;
    const void *view;
    enum wirecopy_status status;
    *found_out = brief->words_at > 0;
    if (!*found_out)
        return WIRECOPY_OK;
    status = brief_room_read(room, briefs->scratch, begin, begin + brief->words.count * sizeof(uint32_t), &view);
    if (status != WIRECOPY_OK)
        return status;
    *words_out = brief->words;
    words_out->words = view;
    return WIRECOPY_OK;
}
