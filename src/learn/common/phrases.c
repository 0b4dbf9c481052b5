/* Who has a line is sorted by line; of those that are had often enough the words are read once, from the first who has it. */
#include "learn/common/phrases.h"

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
enum { SHINGLES_MOST = 1 << 13, HOLDERS_SHARE = 64 };

void phrases_release(struct phrases *phrases)
{
    common_release(&phrases->shingles);
    scratch_free(phrases->holders);
    *phrases = (struct phrases){.holders = NULL};
}

struct choosing {
    const struct left_out *left_out;
    const struct common *common;
    struct hash_set shingles;
    struct text_view view;
    struct buffer room;
};

/* Adds the shingles of a line but for common ones. */
static enum wirecopy_status add_shingles(struct choosing *c, const uint32_t *words, size_t word_count)
{
    uint64_t *shingles;
    size_t count;
    enum wirecopy_status status = shingles_hash(c->left_out->shingling, words, word_count, &c->room, &shingles, &count);
    for (size_t i = 0; status == WIRECOPY_OK && i < count; i++)
        if (!hash_set_has(&c->common->shingles, shingles[i]))
            status = hash_set_add(&c->shingles, shingles[i]);
    return status;
}

/* Finds a line in the text of a group that has it. */
static enum wirecopy_status add_line(struct choosing *c, uint64_t hash, uint32_t rank)
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
    return status == WIRECOPY_OK ? add_shingles(c, view->words + at, view->line_words[line]) : status;
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

/* The shingles of lines that so many groups have. */
static enum wirecopy_status take_lines(struct choosing *c, struct sorter *sorter, uint64_t more_than)
{
    struct buffer first = {0};
    bool end = false;
    enum wirecopy_status status = WIRECOPY_OK;
    while (status == WIRECOPY_OK && !end && c->shingles.count < SHINGLES_MOST) {
        uint64_t hash;
        size_t count = 0;
        status = sorter_next_run(sorter, &hash, &first, 1, &count, &end);
        if (status == WIRECOPY_OK && !end && count > more_than)
            status = add_line(c, hash, (uint32_t) * (const uint64_t *)(const void *)first.data);
    }
    buffer_release(&first);
    return status;
}

enum wirecopy_status phrases_choose(struct phrases *phrases, const struct left_out *left_out, const struct common *common)
{
    struct choosing c = {.left_out = left_out, .common = common};
    struct common_bounds bounds = common_bounds(left_out->groups->count);
    uint64_t lacking = bounds.more_than - bounds.counted_over,
             more_than = lacking * left_out->groups->count / (SURELY * (bounds.sample + UINT64_C(1)));
    struct sorter *sorter = NULL;
    enum wirecopy_status status = WIRECOPY_OK;
    if (!left_out->rules || !left_out->rules->holders || left_out->rules->mixed)
        return WIRECOPY_OK;
    status = sorter_create(left_out->space, left_out->memory_bytes, &sorter);
    if (status == WIRECOPY_OK)
        status = put_lines(left_out->rules->holders, sorter);
    if (status == WIRECOPY_OK)
        status = take_lines(&c, sorter, more_than);
    sorter_free(sorter);
    if (status == WIRECOPY_OK)
        status = common_init_known(&phrases->shingles, &c.shingles);
    if (status == WIRECOPY_OK)
        status = scratch_create(left_out->space, &phrases->holders);
    phrases->most = left_out->memory_bytes / HOLDERS_SHARE / sizeof(struct phrase_holder);
    phrases->all = status == WIRECOPY_OK;
    hash_set_release(&c.shingles);
    text_view_release(&c.view);
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
