/* Who has a line is sorted by line; of those that are had often enough the words are read once, from the first who has it. */
#include "learn/common/phrases.h"

#include <string.h>

#include "base/sort/sort.h"
#include "learn/again.h"
#include "learn/huge.h"
#include "learn/lines/holders.h"

/*
 * A line whose shingles could be common is had by as many of the sample as a count that was not kept lacks; half as many of all tell it surely
 * enough, since without these phrases all texts are gone through.
 */
enum { SURELY = 2 };

/* Shingles at most, so that few others fall on their bits in the filter; of holders this share of the memory. */
enum { SHINGLES_MOST = 1 << 14, HOLDERS_SHARE = 16 };

/*
 * Of a shingle that is counted, and of which fewer lack, several such lines bring them together: those that are had by so much fewer are looked at too.
 * What such shingles have of the holders at most.
 */
enum { GAINING = 8, GAINING_SHARE = 2 };

/* A common shingle that few more groups have than make it common may be common no more: one in so many more; and what these have of the holders. */
enum { LOSING_ONE_IN = 4, LOSING_SHARE = 4 };

void phrases_release(struct phrases *phrases)
{
    common_release(&phrases->shingles);
    scratch_free(phrases->holders);
    *phrases = (struct phrases){.holders = NULL};
}

struct choosing {
    const struct left_out *left_out;
    const struct common *common;
    struct common_bounds bounds;
    uint64_t more_than; /* groups that have a line of which all shingles are chosen */
    uint64_t *gains;    /* of each counted shingle: how many groups more would have it without the lines that it is in */
    struct hash_set shingles;
    struct text_view view;
    struct buffer line; /* uint32_t: a line's words between others, from begin to end */
    size_t begin, end;
    struct buffer room;
};

/* The place of a counted shingle, or how many there are. */
static size_t find_counted(const struct common *common, uint64_t shingle)
{
    size_t low = 0, high = common->counted_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (common->counted[middle].shingle < shingle)
            low = middle + 1;
        else
            high = middle;
    }
    return low < common->counted_count && common->counted[low].shingle == shingle ? low : common->counted_count;
}

/* Adds the shingles of a line that so many groups have but for common ones; of one that is not frequent, notes what the counted ones gain. */
static enum wirecopy_status add_shingles(struct choosing *c, const uint32_t *words, size_t word_count, size_t groups)
{
    uint64_t *shingles;
    size_t count;
    enum wirecopy_status status = shingles_hash(c->left_out->shingling, words, word_count, &c->room, &shingles, &count);
    for (size_t i = 0; status == WIRECOPY_OK && i < count; i++) {
        size_t place;
        if (hash_set_has(&c->common->shingles, shingles[i]))
            continue;
        place = find_counted(c->common, shingles[i]);
        if (groups > c->more_than)
            status = hash_set_add(&c->shingles, shingles[i]);
        else if (place < c->common->counted_count)
            c->gains[place] += groups;
    }
    return status;
}

/* Adds those that are counted and would be had often enough, as long as few have them: each is had by some fifty of the sample at least. */
static enum wirecopy_status add_gaining(struct choosing *c, uint64_t holders_most)
{
    uint64_t groups = c->left_out->groups->count, holders = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < c->common->counted_count && status == WIRECOPY_OK; i++) {
        const struct counted_shingle *row = &c->common->counted[i];
        if (c->gains[i] == 0 || row->groups * groups / c->bounds.sample + c->gains[i] <= c->bounds.more_than * groups / c->bounds.sample)
            continue;
        holders += row->groups * groups / c->bounds.sample;
        if (holders > holders_most || c->shingles.count == SHINGLES_MOST)
            break;
        status = hash_set_add(&c->shingles, row->shingle);
    }
    return status;
}

/* Adds those that are common, if barely. */
static enum wirecopy_status add_losing(struct choosing *c, uint64_t holders_most)
{
    uint64_t holders = 0;
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < c->common->counted_count && status == WIRECOPY_OK; i++) {
        const struct counted_shingle *row = &c->common->counted[i];
        if (!row->strangers || row->groups <= c->bounds.more_than || row->groups > c->bounds.more_than + c->bounds.more_than / LOSING_ONE_IN)
            continue;
        holders += (uint64_t)row->groups * c->left_out->groups->count / c->bounds.sample;
        if (holders > holders_most || c->shingles.count == SHINGLES_MOST)
            break;
        status = hash_set_add(&c->shingles, row->shingle);
    }
    return status;
}

/*
 * Puts a line between the words that would stand beside it, into the choosing's line: those of its neighbours or, where these are left out and staying
 * is asked for, of the nearest lines that stay.
 */
static enum wirecopy_status put_between(struct choosing *c, size_t line, size_t at, bool staying)
{
    const struct text_view *view = &c->view;
    size_t beside = c->left_out->shingling.words - 1, length = view->line_words[line], before = 0, after = 0, begin = at, end = at + length;
    uint32_t *words;
    enum wirecopy_status status = buffer_reserve(&c->line, (length + 2 * beside) * sizeof *words);
    if (status != WIRECOPY_OK)
        return status;
    words = (uint32_t *)(void *)c->line.data;
    for (size_t i = line; i-- > 0 && before < beside;) {
        begin -= view->line_words[i];
        if (staying && line_is_out(c->left_out, view->first_line + i))
            continue;
        for (size_t j = view->line_words[i]; j-- > 0 && before < beside;)
            words[beside - ++before] = view->words[begin + j];
    }
    memcpy(words + beside, view->words + at, length * sizeof *words);
    for (size_t i = line + 1; i < view->line_count && after < beside; i++) {
        for (size_t j = 0; j < view->line_words[i] && after < beside && !(staying && line_is_out(c->left_out, view->first_line + i)); j++)
            words[beside + length + after++] = view->words[end + j];
        end += view->line_words[i];
    }
    c->begin = beside - before;
    c->end = beside + length + after;
    return WIRECOPY_OK;
}

/* Finds a line in the text of a group that has it; so many have. Others are taken to have it beside the same lines. */
static enum wirecopy_status add_line(struct choosing *c, uint64_t hash, uint32_t rank, size_t groups)
{
    const struct left_out *left_out = c->left_out;
    uint32_t number = groups_text(left_out->groups, rank);
    struct text_view *view = &c->view;
    size_t line = 0, at = 0, lines;
    enum wirecopy_status status;
    if (group_is_huge(left_out, rank))
        return WIRECOPY_OK;
    status = left_out_lines(left_out, number, view);
    if (status != WIRECOPY_OK)
        return status;
    for (lines = view->line_count; line < lines && view->lines[line].hash != hash; line++)
        at += view->lines[line].word_count;
    if (line == lines)
        return WIRECOPY_OK;
    status = texts_words(left_out->texts, number, view);
    if (status == WIRECOPY_OK)
        status = add_shingles(c, view->words + at, view->line_words[line], groups);
    for (unsigned staying = 0; staying < 2 && groups > c->more_than && status == WIRECOPY_OK; staying++) {
        status = put_between(c, line, at, staying);
        if (status == WIRECOPY_OK)
            status = add_shingles(c, (const uint32_t *)(const void *)c->line.data + c->begin, c->end - c->begin, groups);
    }
    return status;
}

static enum wirecopy_status put_lines(const struct scratch *holders, struct sorter *sorter)
{
    struct scratch_window window = {0};
    uint64_t count = scratch_size(holders) / sizeof(struct line_holder);
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t i = 0; i < count && status == WIRECOPY_OK; i++) {
        const void *view;
        const struct line_holder *holder;
        status = scratch_view_ahead(holders, i * sizeof *holder, sizeof *holder, &window, &view);
        holder = view;
        if (status == WIRECOPY_OK && !holder->masked) /* lines of forms stay */
            status = sorter_add(sorter, holder->hash, holder->rank);
    }
    scratch_window_release(&window);
    return status == WIRECOPY_OK ? sorter_finish(sorter) : status;
}

/* The shingles of lines that more groups have than so many. */
static enum wirecopy_status take_lines(struct choosing *c, struct sorter *sorter, uint64_t least)
{
    struct buffer first = {0};
    bool end = false;
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && !end && c->shingles.count < SHINGLES_MOST) {
        uint64_t hash;
        size_t count = 0;
        status = sorter_next_run(sorter, &hash, &first, 1, &count, &end);
        if (status == WIRECOPY_OK && !end && count > least)
            status = add_line(c, hash, (uint32_t) * (const uint64_t *)(const void *)first.data, count);
    }
    buffer_release(&first);
    return status;
}

enum wirecopy_status phrases_choose(struct phrases *phrases, const struct left_out *left_out, const struct common *common)
{
    struct choosing c = {.left_out = left_out, .common = common, .bounds = common_bounds(left_out->groups->count)};
    uint64_t lacking = c.bounds.more_than - c.bounds.counted_over;
    struct sorter *sorter = NULL;
    enum wirecopy_status status = WIRECOPY_OK;
    if (!left_out->rules || !left_out->rules->holders || left_out->rules->mixed)
        return WIRECOPY_OK;
    phrases->most = left_out->memory_bytes / HOLDERS_SHARE / sizeof(struct phrase_holder);
    c.more_than = lacking * left_out->groups->count / (SURELY * (c.bounds.sample + UINT64_C(1)));
    c.gains = memory_allocate_zero(common->counted_count + 1, sizeof *c.gains);
    status = c.gains ? sorter_create(left_out->space, left_out->memory_bytes, &sorter) : WIRECOPY_NO_MEMORY;
    if (status == WIRECOPY_OK)
        status = put_lines(left_out->rules->holders, sorter);
    if (status == WIRECOPY_OK)
        status = take_lines(&c, sorter, c.more_than / GAINING);
    if (status == WIRECOPY_OK)
        status = add_gaining(&c, phrases->most / GAINING_SHARE);
    if (status == WIRECOPY_OK)
        status = add_losing(&c, phrases->most / LOSING_SHARE);
    sorter_free(sorter);
    memory_free(c.gains);
    if (status == WIRECOPY_OK)
        status = common_init_known(&phrases->shingles, &c.shingles);
    if (status == WIRECOPY_OK)
        status = scratch_create(left_out->space, &phrases->holders);
    phrases->all = status == WIRECOPY_OK;
    hash_set_release(&c.shingles);
    text_view_release(&c.view);
    buffer_release(&c.line);
    buffer_release(&c.room);
    return status;
}

enum wirecopy_status phrases_look(const struct phrases *phrases, const struct left_out *left_out, uint32_t rank, const uint64_t *shingles,
                                  size_t count, struct buffer *room, struct buffer *holders)
{
    const struct common *sought = &phrases->shingles;
    uint32_t *places;
    size_t found;
    enum wirecopy_status status;
    if (!sought->filter)
        return WIRECOPY_OK;
    room->size = 0;
    status = buffer_reserve(room, (count + SHINGLES_BEHIND) * sizeof *places);
    if (status != WIRECOPY_OK)
        return status;
    places = (uint32_t *)(void *)room->data;
    found = left_out->shingling.kernel->find(shingles, count, sought->filter, COMMON_FILTER_BITS, places);
    for (size_t i = 0; i < found && status == WIRECOPY_OK; i++) {
        struct phrase_holder holder = {shingles[places[i]], rank, 0};
        if (common_has_at_once(sought, holder.shingle))
            status = buffer_append(holders, &holder, sizeof holder);
    }
    return status;
}

enum wirecopy_status phrases_look_common(const struct phrases *phrases, uint32_t rank, const uint64_t *common, size_t count, struct buffer *holders)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < count && phrases->shingles.filter && status == WIRECOPY_OK; i++) {
        struct phrase_holder holder = {common[i], rank, 0};
        if (common_has(&phrases->shingles, holder.shingle))
            status = buffer_append(holders, &holder, sizeof holder);
    }
    return status;
}

enum wirecopy_status phrases_keep(struct phrases *phrases, const struct buffer *holders)
{
    phrases->all &= (scratch_size(phrases->holders) + holders->size) / sizeof(struct phrase_holder) <= phrases->most;
    return phrases->all ? scratch_append(phrases->holders, holders->data, holders->size) : WIRECOPY_OK;
}

enum wirecopy_status phrases_save(const struct phrases *phrases, struct saving *saving)
{
    static const struct hash_set none;
    bool all = phrases->all && phrases->holders;
    enum wirecopy_status status = saving_put_set(saving, all ? &phrases->shingles.shingles : &none);
    if (status != WIRECOPY_OK)
        return status;
    return all ? saving_put_scratch(saving, phrases->holders) : saving_put(saving, NULL, 0);
}

enum wirecopy_status phrases_restore(struct phrases *phrases, struct scratch_space *space, struct saved *saved)
{
    enum wirecopy_status status = saved_take_set(saved, &phrases->shingles.shingles);
    if (status == WIRECOPY_OK)
        status = saved_take_scratch(saved, space, false, &phrases->holders);
    phrases->all = status == WIRECOPY_OK;
    return status;
}
