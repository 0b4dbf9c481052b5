/* Names are found by their first two bytes; everything else here is short strings, compared one by one. */
#define _GNU_SOURCE
#include "text/credit_scan.h"

#include <string.h>

/* A spelling so short is compared with its case: "AA" is an agency, "aa" is none. */
enum { EXACT_BYTES = 5 };

#define DASHES "-\0\xE2\x80\x93\0\xE2\x80\x94\0\xE2\x80\x95\0\xE2\x88\x92\0\xE2\x80\x90\0"
#define BLANKS " \0\t\0\r\0\xC2\xA0\0\xE3\x80\x80\0"

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

const char *credit_filler_at(const struct credit_finder *finder, const char *at, const char *end)
{
    const char *after;
    for (size_t place = finder->filler_heads[(uint8_t)*at % CREDIT_FILLER_HEADS]; place > 0; place = finder->filler_next[place - 1])
        if (credit_word_at(at, end, credit_fillers[place - 1], &after))
            return after;
    return NULL;
}

static size_t head_of(const char *text)
{
    return ((size_t)(uint8_t)lower(text[0]) * 31 + (uint8_t)lower(text[1])) % CREDIT_HEADS;
}

/* The first four bytes, or what there is of them, with the case of ASCII letters lost; other bytes lose a bit, so that same() has the last word. */
static uint32_t letters_at(const char *at, size_t size)
{
    uint32_t letters = 0;
    memcpy(&letters, at, size < sizeof letters ? size : sizeof letters);
    return letters | UINT32_C(0x20202020);
}

static void add_to_set(uint64_t set[4], char c)
{
    uint8_t byte = (uint8_t)(c | ' ');
    set[byte >> 6] |= UINT64_C(1) << (byte & 63);
}

void credit_finder_init(struct credit_finder *finder)
{
    memset(finder, 0, sizeof *finder);
    for (size_t agency = 0; agency < credit_agency_count; agency++)
        for (size_t i = 0; i < CREDIT_SPELLINGS && credit_agencies[agency].spellings[i]; i++) {
            const char *spelling = credit_agencies[agency].spellings[i];
            struct credit_link *link = &finder->links[agency * CREDIT_SPELLINGS + i];
            uint16_t *head = &finder->heads[head_of(spelling)];
            memset(&link->mask, 0xFF, strlen(spelling) < sizeof link->mask ? strlen(spelling) : sizeof link->mask);
            link->letters = letters_at(spelling, strlen(spelling)) & link->mask;
            link->size = (uint16_t)strlen(spelling);
            link->next = *head;
            *head = (uint16_t)(agency * CREDIT_SPELLINGS + i + 1);
        }
    for (size_t i = 0; credit_fillers[i]; i++) {
        uint8_t *head = &finder->filler_heads[(uint8_t)*credit_fillers[i] % CREDIT_FILLER_HEADS];
        finder->filler_next[i] = *head;
        *head = (uint8_t)(i + 1);
    }
    for (size_t i = 0; credit_intros[i].text; i++)
        add_to_set(finder->intros, *credit_intros[i].text);
}

static bool same(const char *at, const char *end, const char *text, size_t size, bool exact)
{
    if ((size_t)(end - at) < size)
        return false;
    if (exact)
        return memcmp(at, text, size) == 0;
    for (size_t i = 0; i < size; i++)
        if (lower(at[i]) != lower(text[i]))
            return false;
    return true;
}

const struct credit_agency *credit_agency_at(const struct credit_finder *finder, const char *at, const char *end, const char **after)
{
    const struct credit_agency *best = NULL;
    const struct credit_link *link;
    size_t best_size = 0;
    uint32_t letters;
    if (end - at < 2 || finder->heads[head_of(at)] == 0)
        return NULL;
    letters = letters_at(at, (size_t)(end - at));
    for (size_t place = finder->heads[head_of(at)]; place > 0; place = link->next) {
        link = &finder->links[place - 1];
        if ((letters & link->mask) == link->letters && link->size > best_size) {
            const struct credit_agency *agency = &credit_agencies[(place - 1) / CREDIT_SPELLINGS];
            if (!same(at, end, agency->spellings[(place - 1) % CREDIT_SPELLINGS], link->size, link->size <= EXACT_BYTES))
                continue;
            best = agency;
            best_size = link->size;
        }
    }
    *after = at + best_size;
    return best;
}

/* The mark of a list of them that stands at at; a list is strings one behind the other, an empty one at its end. */
static size_t one_of(const char *at, const char *end, const char *list)
{
    for (; *list; list += strlen(list) + 1)
        if (same(at, end, list, strlen(list), true))
            return strlen(list);
    return 0;
}

/* Bytes under 0x80 are told at once, and so are leads that begin no mark: these are asked for at nearly every byte. */
size_t credit_opens_at(const char *at, const char *end)
{
    if (at >= end)
        return 0;
    if ((uint8_t)*at < 0x80)
        return *at == '(' || *at == '[' || *at == '/';
    return (uint8_t)*at != 0xE3 && (uint8_t)*at != 0xEF ? 0 : one_of(at, end, "\xEF\xBC\x88\0\xE3\x80\x90\0\xEF\xBC\xBB\0");
}

size_t credit_closes_at(const char *at, const char *end)
{
    if (at >= end)
        return 0;
    if ((uint8_t)*at < 0x80)
        return *at == ')' || *at == ']' || *at == '/';
    return (uint8_t)*at != 0xE3 && (uint8_t)*at != 0xEF ? 0 : one_of(at, end, "\xEF\xBC\x89\0\xE3\x80\x91\0\xEF\xBC\xBD\0");
}

size_t credit_dash_at(const char *at, const char *end)
{
    if (at >= end)
        return 0;
    if ((uint8_t)*at < 0x80)
        return *at == '-' || *at == ':' || *at == '=' || *at == '.';
    return (uint8_t)*at != 0xE2 && (uint8_t)*at != 0xEF ? 0 : one_of(at, end, DASHES "\xEF\xBC\x9A\0\xEF\xBC\x9D\0");
}

static size_t blank_at(const char *at, const char *end)
{
    if (at >= end)
        return 0;
    if ((uint8_t)*at < 0x80)
        return *at == ' ' || *at == '\t' || *at == '\r';
    return (uint8_t)*at != 0xC2 && (uint8_t)*at != 0xE3 ? 0 : one_of(at, end, BLANKS);
}

size_t credit_mark_at(const char *at, const char *end)
{
    size_t size;
    if (at >= end || credit_in_word(*at))
        return 0;
    if ((uint8_t)*at < 0x80)
        return 1;
    size = credit_dash_at(at, end);
    if (size == 0)
        size = credit_opens_at(at, end);
    if (size == 0)
        size = credit_closes_at(at, end);
    if (size == 0) /* no-break space, ideographic space, direction marks, commas, quotation marks, bullets, the copyright sign */
        size = one_of(
            at, end,
            "\xC2\xA0\0\xE3\x80\x80\0\xE2\x80\x8E\0\xE2\x80\x8F\0\xEF\xBB\xBF\0\xD8\x8C\0\xEF\xBC\x8C\0\xE3\x80\x81\0\xE3\x80\x82\0\xE2\x80\x9C\0"
            "\xE2\x80\x9D\0\xC2\xAB\0\xC2\xBB\0\xE2\x80\xA2\0\xC2\xB7\0\xC2\xA9\0\xEF\xBD\x9C\0\xEF\xBC\x8F\0");
    return size;
}

const char *credit_skip_word(const char *at, const char *end)
{
    while (at < end && (credit_in_word(*at) || credit_mark_at(at, end) == 0))
        at++;
    return at;
}

const char *credit_skip_all_marks(const char *at, const char *end)
{
    for (size_t size; (size = credit_mark_at(at, end)) > 0;)
        at += size;
    return at;
}

const char *credit_skip_dashes(const char *at, const char *end)
{
    for (;;) {
        size_t size = credit_dash_at(at, end);
        if (size == 0)
            size = blank_at(at, end);
        if (size == 0)
            return at;
        at += size;
    }
}

struct piece credit_trim(struct piece piece)
{
    piece.begin = credit_skip_marks(piece.begin, piece.end);
    for (;;) { /* a mark that ends where the piece does, of one to three bytes */
        size_t size = 1;
        while (size <= 3 && (piece.end - piece.begin < (ptrdiff_t)size || credit_mark_at(piece.end - size, piece.end) != size))
            size++;
        if (size > 3)
            return piece;
        piece.end -= size;
    }
}

bool credit_word_at(const char *at, const char *end, const char *word, const char **after)
{
    size_t size;
    if (at >= end || lower(*at) != lower(*word)) /* nearly always */
        return false;
    size = strlen(word);
    if (!same(at, end, word, size, false))
        return false;
    *after = at + size;
    return *after == end || credit_mark_at(*after, end) > 0;
}

static const char *skip_blanks(const char *at, const char *end)
{
    for (size_t size; (size = blank_at(at, end)) > 0;)
        at += size;
    return at;
}

bool credit_ends_place(const char *at, const char *end)
{
    return credit_dash_at(skip_blanks(at, end), end) > 0;
}

bool credit_spaced_dash_at(const char *at, const char *end)
{
    const char *dash = skip_blanks(at, end);
    size_t size = dash < end && (*dash == '-' || (uint8_t)*dash == 0xE2) ? one_of(dash, end, DASHES) : 0;
    if (size == 0)
        return false;
    return size > 1 || dash > at || dash + 1 == end || dash[1] == '-' || blank_at(dash + 1, end) > 0;
}

/* Whether one of a list of marks ends the piece, or stands before the white space that does. */
static bool ends_with(struct piece piece, const char *list)
{
    const char *end = piece.end;
    for (size_t size = 1; size <= 3; size++)
        if (end - piece.begin >= (ptrdiff_t)size && blank_at(end - size, end) == size) {
            end -= size;
            size = 0;
        }
    for (size_t size = 1; size <= 3; size++)
        if (end - piece.begin >= (ptrdiff_t)size && one_of(end - size, end, list) == size)
            return true;
    return false;
}

bool credit_follows_mark(struct piece piece)
{
    return ends_with(piece, DASHES ",\0/\0.\0:\0=\0\xD8\x8C\0\xEF\xBC\x8C\0");
}

bool credit_follows_sentence(struct piece piece)
{
    return ends_with(piece,
                     ".\0!\0?\0\"\0'\0)\0\xD8\x9F\0\xC2\xBB\0\xE2\x80\x9D\0\xE2\x80\x99\0\xE3\x80\x82\0\xEF\xBC\x81\0\xEF\xBC\x9F\0\xE3\x80\x8D\0");
}

size_t credit_words(struct piece piece, size_t most)
{
    size_t count = 0;
    const char *at = credit_skip_marks(piece.begin, piece.end);
    while (at < piece.end && count <= most) {
        count++;
        at = credit_skip_marks(credit_skip_word(at, piece.end), piece.end);
    }
    return count;
}

bool credit_holds(struct piece piece, const char *text)
{
    return memmem(piece.begin, (size_t)(piece.end - piece.begin), text, strlen(text)) != NULL;
}
