/*
 * What stands between white space folds by itself, so the text is folded again piece by piece: a piece of one word is its
 * place, and one of several is grown character by character until the next word begins. Every word found is compared with
 * the one that was to come; where they part, the piece's words share its place, or what is left of the text is one place.
 */
#include "text/locate.h"

#include <string.h>

#include "text/entities.h"
#include "text/fold/folding.h"
#include "text/spellings.h"
#include "text/utf8.h"

enum wirecopy_status text_readable(const char *text, size_t size, struct buffer *out)
{
    struct buffer repaired = {0};
    enum wirecopy_status status = utf8_repair((const uint8_t *)text, size, &repaired);
    if (status == WIRECOPY_OK)
        status = entities_decode((const uint8_t *)repaired.data, repaired.size, out);
    buffer_release(&repaired);
    return status;
}

/* A longer word in a piece of several is not looked for: each character more costs a folding of all before it. */
enum { WORD_MOST_BYTES = 256 };

struct locating {
    struct folder *folder;
    const uint8_t *text;
    const uint32_t *words;
    size_t word_count, next; /* next: the first word without a place */
    struct place *places;
    struct buffer joined; /* a word of two lines */
};

static void give(struct locating *l, size_t count, const uint8_t *begin, const uint8_t *end)
{
    for (size_t i = 0; i < count; i++)
        l->places[l->next++] = (struct place){(uint32_t)(begin - l->text), (uint32_t)(end - l->text)};
}

/* Whether the piece's words are those that come next. */
static bool as_expected(const struct locating *l, const struct folded *folded)
{
    return folded->word_count <= l->word_count - l->next &&
           (folded->word_count == 0 || memcmp(folded->words, l->words + l->next, folded->word_count * sizeof *folded->words) == 0);
}

/* The end of the first word of [begin, end), which holds several: before the character with which a second one comes. */
static enum wirecopy_status first_word(struct locating *l, const uint8_t *begin, const uint8_t *end, const uint8_t **word_end, bool *good)
{
    const uint8_t *at = begin;
    struct folded folded = {0};
    enum wirecopy_status status = WIRECOPY_OK;
    *good = false;
    while (at < end && folded.word_count < 2 && status == WIRECOPY_OK) {
        if (at - begin > WORD_MOST_BYTES)
            return WIRECOPY_OK;
        *word_end = at;
        at += utf8_length(*at);
        status = fold_piece(l->folder, (const char *)begin, (size_t)(at - begin), &folded);
    }
    if (status == WIRECOPY_OK && folded.word_count < 2)
        *word_end = end;
    if (status == WIRECOPY_OK)
        status = fold_piece(l->folder, (const char *)begin, (size_t)(*word_end - begin), &folded);
    *good = status == WIRECOPY_OK && folded.word_count == 1 && *word_end > begin && as_expected(l, &folded);
    return status;
}

/* The places within a piece of count words. */
static enum wirecopy_status locate_within(struct locating *l, const uint8_t *begin, const uint8_t *end, size_t count)
{
    size_t last = l->next + count;
    enum wirecopy_status status = WIRECOPY_OK;
    bool good = true;
    while (l->next < last && good && status == WIRECOPY_OK) {
        const uint8_t *word_end = end;
        if (last - l->next > 1)
            status = first_word(l, begin, end, &word_end, &good);
        if (good && status == WIRECOPY_OK)
            give(l, 1, begin, word_end);
        begin = good ? word_end : begin;
    }
    give(l, last - l->next, begin, end);
    return status;
}

/* The same for a word that was cut at the end of a line: of [begin, end) and what follows the white space behind it. *at is then behind that. */
static enum wirecopy_status locate_cut(struct locating *l, const uint8_t *begin, const uint8_t *end, const uint8_t **at, bool *good)
{
    const uint8_t *next = utf8_trim_begin(*at, end), *next_end = next;
    struct folded folded = {0};
    size_t before = (size_t)(*at - begin), after;
    enum wirecopy_status status;
    *good = false;
    while (next_end < end && !utf8_white_at(next_end))
        next_end += utf8_length(*next_end);
    after = (size_t)(next_end - next);
    l->joined.size = 0;
    status = buffer_append(&l->joined, begin, before);
    while (l->joined.size > 0 && utf8_continues((uint8_t)l->joined.data[l->joined.size - 1]))
        l->joined.size--;
    l->joined.size -= l->joined.size > 0; /* the hyphen */
    if (status == WIRECOPY_OK)
        status = buffer_append(&l->joined, next, after);
    if (status == WIRECOPY_OK)
        status = fold_piece(l->folder, l->joined.data, l->joined.size, &folded);
    *good = status == WIRECOPY_OK && folded.word_count > 0 && as_expected(l, &folded);
    if (!*good)
        return status;
    *at = next_end;
    return locate_within(l, begin, next_end, folded.word_count);
}

/* Places in a text whose words were joined, which is as long, are those in the text as it came, but that they begin and end where characters do. */
static void move_places(const uint8_t *text, size_t size, struct place *places, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        while (places[i].begin > 0 && places[i].begin < size && utf8_continues(text[places[i].begin]))
            places[i].begin--;
        while (places[i].end < size && utf8_continues(text[places[i].end]))
            places[i].end++;
    }
}

static enum wirecopy_status locate(struct folder *folder, const char *text, size_t size, const uint32_t *words, size_t word_count,
                                   struct place *places)
{
    struct locating l = {.folder = folder, .text = (const uint8_t *)text, .words = words, .word_count = word_count, .places = places};
    const uint8_t *at = l.text, *end = size > 0 ? l.text + size : l.text; /* a text of nothing may be a null pointer */
    enum wirecopy_status status = WIRECOPY_OK;
    while (at < end && l.next < word_count && status == WIRECOPY_OK) {
        const uint8_t *begin = at = utf8_trim_begin(at, end);
        struct folded folded;
        while (at < end && !utf8_white_at(at))
            at += utf8_length(*at);
        status = fold_piece(folder, (const char *)begin, (size_t)(at - begin), &folded);
        if (status != WIRECOPY_OK)
            break;
        if (as_expected(&l, &folded)) {
            status = locate_within(&l, begin, at, folded.word_count);
        } else {
            bool good;
            status = locate_cut(&l, begin, end, &at, &good);
            if (status == WIRECOPY_OK && !good) {
                at = begin;
                break;
            }
        }
    }
    give(&l, word_count - l.next, at, end);
    buffer_release(&l.joined);
    return status;
}

enum wirecopy_status words_locate(struct folder *folder, const char *text, size_t size, const uint32_t *words, size_t word_count,
                                  struct place *places)
{
    struct buffer respelt = {0};
    enum wirecopy_status status;
    if (!spellings_differ((const uint8_t *)text, size))
        return locate(folder, text, size, words, word_count, places);
    status = buffer_append(&respelt, text, size);
    if (status == WIRECOPY_OK) {
        spellings_join((uint8_t *)respelt.data, size);
        status = locate(folder, respelt.data, size, words, word_count, places);
    }
    if (status == WIRECOPY_OK)
        move_places((const uint8_t *)text, size, places, word_count);
    buffer_release(&respelt);
    return status;
}
