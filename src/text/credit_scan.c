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

static size_t head_of(const char *text)
{
    return ((size_t)(uint8_t)lower(text[0]) * 31 + (uint8_t)lower(text[1])) % CREDIT_HEADS;
}

void credit_finder_init(struct credit_finder *finder)
{
    memset(finder, 0, sizeof *finder);
    for (size_t agency = 0; agency < credit_agency_count; agency++)
        for (size_t i = 0; i < CREDIT_SPELLINGS && credit_agencies[agency].spellings[i]; i++) {
            size_t head = head_of(credit_agencies[agency].spellings[i]), link = agency * CREDIT_SPELLINGS + i;
            finder->next[link] = finder->heads[head];
            finder->heads[head] = (uint16_t)(link + 1);
        }
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
    size_t best_size = 0;
    if (end - at < 2)
        return NULL;
    for (size_t link = finder->heads[head_of(at)]; link > 0; link = finder->next[link - 1]) {
        const struct credit_agency *agency = &credit_agencies[(link - 1) / CREDIT_SPELLINGS];
        const char *spelling = agency->spellings[(link - 1) % CREDIT_SPELLINGS];
        size_t size = strlen(spelling);
        if (size > best_size && same(at, end, spelling, size, size <= EXACT_BYTES)) {
            best = agency;
            best_size = size;
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
    if (at >= end)
        return 0;
    if ((uint8_t)*at < 0x80)
        return !((*at >= '0' && *at <= '9') || (lower(*at) >= 'a' && lower(*at) <= 'z'));
    if ((uint8_t)*at != 0xC2 && (uint8_t)*at != 0xD8 && (uint8_t)*at != 0xE2 && (uint8_t)*at != 0xE3 && (uint8_t)*at != 0xEF)
        return 0;
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

const char *credit_skip_marks(const char *at, const char *end)
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
        while (at < piece.end && credit_mark_at(at, piece.end) == 0)
            at++;
        at = credit_skip_marks(at, piece.end);
    }
    return count;
}

bool credit_holds(struct piece piece, const char *text)
{
    return memmem(piece.begin, (size_t)(piece.end - piece.begin), text, strlen(text)) != NULL;
}
