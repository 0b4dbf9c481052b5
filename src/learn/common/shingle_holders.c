/*
 * Shingles that a save has are looked up there; of the others, one walk over all texts. Whoever has a shingle has all its words, so that of each the rarest one is looked for first, in the words as they
 * lie, lines that are left out too: some 0.1 ns a word and a word that is looked for.
 */
#include "learn/common/shingle_holders.h"

#include <string.h>

/* Of more words than this one or the other is in most texts. */
enum { WORDS_MOST = 24 };

/* How often words are is seen in this many texts. */
enum { TEXTS_SEEN = 256 };

/* The holders take this share of the memory. */
enum { HOLDERS_SHARE = 64 };

struct seeking {
    const struct left_out *left_out;
    const struct sought_shingle *sought;
    size_t count;
    struct buffer candidates; /* uint32_t: the words of each that is sought, one behind the other */
    struct buffer often;      /* uint32_t: in how many of the texts seen each of them is */
    uint32_t words[WORDS_MOST];
    size_t word_count; /* 0: all texts are looked at */
    struct common shingles;
    struct buffer *holders;
    size_t most;
    struct set_room room;
};

/* Whether some words have one of others. */
static bool has_word(const uint32_t *words, size_t count, const uint32_t *others, size_t other_count)
{
    uint32_t found = 0;
    for (size_t o = 0; o < other_count && !found; o++)
        for (size_t i = 0; i < count; i++) /* without an exit, so that many are looked at at a time */
            found |= words[i] == others[o];
    return found;
}

/* Adds the words of one that is sought. */
static enum wirecopy_status add_words(struct seeking *s, const struct sought_shingle *sought)
{
    const struct shingling shingling = s->left_out->shingling;
    const uint32_t *words;
    uint64_t *shingles = NULL;
    size_t word_count, count = 0, at = 0;
    enum wirecopy_status status = left_out_words(sought->left_out, sought->rank, &s->room.view, &s->room.words, &words, &word_count);
    if (status == WIRECOPY_OK)
        status = shingles_hash(shingling, words, word_count, &s->room.shingles, &shingles, &count);
    while (status == WIRECOPY_OK && at < count && shingles[at] != sought->shingle)
        at++;
    if (status != WIRECOPY_OK)
        return status;
    if (at == count || at + shingling.words > word_count)
        return status_fail(WIRECOPY_INTERNAL, "a shingle is not where it was");
    return buffer_append(&s->candidates, words + at, shingling.words * sizeof *words);
}

/* Counts in how many of the first texts each candidate is. */
static enum wirecopy_status count_often(struct seeking *s)
{
    const uint32_t *candidates = (const uint32_t *)(const void *)s->candidates.data;
    size_t count = s->candidates.size / sizeof *candidates;
    uint32_t seen = s->left_out->groups->count < TEXTS_SEEN ? s->left_out->groups->count : TEXTS_SEEN, *often;
    enum wirecopy_status status = buffer_reserve(&s->often, count * sizeof *often);
    if (status != WIRECOPY_OK)
        return status;
    often = (uint32_t *)(void *)s->often.data;
    memset(often, 0, count * sizeof *often);
    for (uint32_t rank = 0; rank < seen && status == WIRECOPY_OK; rank++) {
        status = texts_words(s->left_out->texts, groups_text(s->left_out->groups, rank), &s->room.view);
        for (size_t i = 0; i < count && status == WIRECOPY_OK; i++)
            often[i] += has_word(s->room.view.words, s->room.view.word_count, &candidates[i], 1);
    }
    return status;
}

/* Chooses the rarest word of each that has none which was chosen; none where they are too many. */
static void choose_words(struct seeking *s)
{
    const uint32_t *candidates = (const uint32_t *)(const void *)s->candidates.data, *often = (const uint32_t *)(const void *)s->often.data;
    size_t k = s->left_out->shingling.words;
    for (size_t i = 0; i < s->count; i++) {
        size_t rarest = i * k;
        if (has_word(candidates + i * k, k, s->words, s->word_count))
            continue;
        for (size_t j = i * k; j < (i + 1) * k; j++)
            rarest = often[j] < often[rarest] ? j : rarest;
        if (s->word_count == WORDS_MOST) {
            s->word_count = 0;
            return;
        }
        s->words[s->word_count++] = candidates[rarest];
    }
}

static enum wirecopy_status find_words(struct seeking *s)
{
    enum wirecopy_status status = WIRECOPY_OK;
    if (s->count > (size_t)WORDS_MOST * s->left_out->shingling.words)
        return WIRECOPY_OK;
    for (size_t i = 0; i < s->count && status == WIRECOPY_OK; i++)
        status = add_words(s, &s->sought[i]);
    if (status == WIRECOPY_OK)
        status = count_often(s);
    if (status == WIRECOPY_OK)
        choose_words(s);
    return status;
}

static enum wirecopy_status add_holder(struct seeking *s, uint64_t shingle, uint32_t rank, bool *all_out)
{
    struct sort_record holder = {shingle, rank};
    *all_out = s->holders->size / sizeof holder < s->most;
    return *all_out ? buffer_append(s->holders, &holder, sizeof holder) : WIRECOPY_OK;
}

/* Adds what a group has of the shingles; *all_out is false where they become too many. */
static enum wirecopy_status look(struct seeking *s, uint32_t rank, bool *all_out)
{
    const uint32_t *words;
    uint64_t *shingles = NULL;
    size_t word_count, count = 0;
    enum wirecopy_status status = texts_words(s->left_out->texts, groups_text(s->left_out->groups, rank), &s->room.view);
    if (status != WIRECOPY_OK || (s->word_count && !has_word(s->room.view.words, s->room.view.word_count, s->words, s->word_count)))
        return status;
    status = left_out_words(s->left_out, rank, &s->room.view, &s->room.words, &words, &word_count);
    if (status == WIRECOPY_OK)
        status = shingles_hash(s->left_out->shingling, words, word_count, &s->room.shingles, &shingles, &count);
    for (size_t i = 0; status == WIRECOPY_OK && i < count && *all_out; i++)
        if (common_has(&s->shingles, shingles[i]))
            status = add_holder(s, shingles[i], rank, all_out);
    return status;
}

static enum wirecopy_status walk(struct seeking *s, bool *all_out)
{
    const struct left_out *left_out = s->left_out;
    enum wirecopy_status status = WIRECOPY_OK;
    s->room.view.ahead = left_out_reads_ahead(left_out);
    for (uint32_t number = 0; number < left_out->articles->count && status == WIRECOPY_OK && *all_out; number++) {
        uint32_t rank;
        if (groups_leads(left_out->groups, number, (uint32_t)left_out->articles->count, &rank))
            status = look(s, rank, all_out);
    }
    return status;
}

/* In order, each once. */
static void put_in_order(struct buffer *holders)
{
    struct sort_record *records = (struct sort_record *)(void *)holders->data;
    size_t count = holders->size / sizeof *records, kept = 0;
    sort_records(records, count);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || records[i].key != records[kept - 1].key || records[i].value != records[kept - 1].value)
            records[kept++] = records[i];
    holders->size = kept * sizeof *records;
}

/* Adds who had them then, and is as it was. */
static enum wirecopy_status add_known(struct seeking *s, const struct phrases *phrases, const struct changed_groups *changed, bool *all_out)
{
    struct scratch_window window = {0};
    uint64_t count = scratch_size(phrases->holders) / sizeof(struct phrase_holder);
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint64_t i = 0; i < count && status == WIRECOPY_OK && *all_out; i++) {
        const void *view;
        const struct phrase_holder *known;
        status = scratch_view_ahead(phrases->holders, i * sizeof *known, sizeof *known, &window, &view);
        known = view;
        if (status == WIRECOPY_OK && known->rank >= s->left_out->groups->count)
            status = status_fail(WIRECOPY_BAD_INPUT, "a saved phrase names an article that is not there");
        if (status == WIRECOPY_OK && !group_changed(changed, known->rank) && common_has(&s->shingles, known->shingle))
            status = add_holder(s, known->shingle, known->rank, all_out);
    }
    scratch_window_release(&window);
    return status;
}

static enum wirecopy_status look_at_changed(struct seeking *s, const struct changed_groups *changed, bool *all_out)
{
    enum wirecopy_status status = WIRECOPY_OK;
    for (uint32_t rank = 0; rank < s->left_out->groups->count && status == WIRECOPY_OK && *all_out; rank++)
        if (group_changed(changed, rank))
            status = look(s, rank, all_out);
    return status;
}

static void seeking_release(struct seeking *s)
{
    common_release(&s->shingles);
    buffer_release(&s->candidates);
    buffer_release(&s->often);
    set_room_release(&s->room);
}

/* Begins with what is sought. */
static enum wirecopy_status seek(struct seeking *s)
{
    struct hash_set shingles = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    for (size_t i = 0; i < s->count && status == WIRECOPY_OK; i++)
        status = hash_set_add(&shingles, s->sought[i].shingle);
    if (status == WIRECOPY_OK)
        status = common_init_known(&s->shingles, &shingles);
    hash_set_release(&shingles);
    return status;
}

/* Those that phrases of then have: only changed groups are not as they were. */
static enum wirecopy_status find_known(struct seeking *s, const struct phrases *phrases, const struct changed_groups *changed, bool *all_out)
{
    enum wirecopy_status status = seek(s);
    if (status == WIRECOPY_OK)
        status = add_known(s, phrases, changed, all_out);
    return status == WIRECOPY_OK ? look_at_changed(s, changed, all_out) : status;
}

/* The others. */
static enum wirecopy_status find_unknown(struct seeking *s, bool *all_out)
{
    enum wirecopy_status status = seek(s);
    if (status == WIRECOPY_OK)
        status = find_words(s);
    return status == WIRECOPY_OK ? walk(s, all_out) : status;
}

/* Puts those that phrases have before the others; how many they are. */
static size_t part_known(const struct phrases *phrases, struct sought_shingle *sought, size_t count)
{
    size_t known = 0;
    for (size_t i = 0; i < count && phrases && phrases->all; i++)
        if (hash_set_has(&phrases->shingles.shingles, sought[i].shingle)) {
            struct sought_shingle moved = sought[known];
            sought[known++] = sought[i];
            sought[i] = moved;
        }
    return known;
}

enum wirecopy_status shingle_holders_find(const struct phrases *phrases, const struct changed_groups *changed, const struct left_out *left_out,
                                          struct sought_shingle *sought, size_t count, struct buffer *holders, bool *all_out)
{
    size_t most = (size_t)(left_out->memory_bytes / HOLDERS_SHARE / sizeof(struct sort_record)), known_count = part_known(phrases, sought, count);
    struct seeking known = {.left_out = left_out, .sought = sought, .count = known_count, .holders = holders, .most = most};
    struct seeking unknown = {.left_out = left_out, .sought = sought + known_count, .count = count - known_count, .holders = holders, .most = most};
    enum wirecopy_status status = WIRECOPY_OK;
    holders->size = 0;
    *all_out = true;
    if (known.count > 0)
        status = find_known(&known, phrases, changed, all_out);
    if (status == WIRECOPY_OK && unknown.count > 0 && *all_out)
        status = find_unknown(&unknown, all_out);
    if (*all_out)
        put_in_order(holders);
    else
        holders->size = 0;
    seeking_release(&known);
    seeking_release(&unknown);
    return status;
}
