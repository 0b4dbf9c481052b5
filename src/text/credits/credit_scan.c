/* Names are found by their first two bytes; everything else here is short strings, compared one by one. Marks: credit_marks.c. */
#define _GNU_SOURCE
#include "text/credits/credit_scan.h"

#include <string.h>

/* A spelling so short is compared with its case: "AA" is an agency, "aa" is none. */
enum { EXACT_BYTES = 5 };

#define DASHES "-\0\xE2\x80\x93\0\xE2\x80\x94\0\xE2\x80\x95\0\xE2\x88\x92\0\xE2\x80\x90\0"

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

/* The last bytes of a word, four at most, with the case of ASCII letters lost; other bytes lose a bit too. */
static uint32_t ending_of(const char *end, size_t size)
{
    uint32_t bytes = 0;
    memcpy(&bytes, end - size, size);
    return (bytes | UINT32_C(0x20202020)) * 4 + (uint32_t)size % 4;
}

static size_t ending_place(uint32_t ending)
{
    return ending * UINT32_C(0x9E3779B1) >> (32 - CREDIT_ENDING_BITS);
}

static void add_ending(struct credit_finder *finder, const char *word)
{
    size_t size = strlen(word) < sizeof(uint32_t) ? strlen(word) : sizeof(uint32_t);
    size_t place = ending_place(ending_of(word + strlen(word), size));
    finder->endings[place / 64] |= UINT64_C(1) << place % 64;
}

static void add_three(uint64_t *threes, size_t first, size_t second, size_t third)
{
    size_t place = first << 10 | second << 5 | third;
    threes[place / 64] |= UINT64_C(1) << place % 64;
}

/* Of shorter words anything but a letter of ASCII stands beside them. */
static void add_threes(struct credit_finder *finder, const char *word)
{
    static const enum credit_kind beside[] = {CREDIT_MARK, CREDIT_DIGIT, CREDIT_FOREIGN};
    size_t size = strlen(word), first = finder->kinds[(uint8_t)word[0]], last = finder->kinds[(uint8_t)word[size - 1]];
    if (size > 2) {
        add_three(finder->first_three, first, finder->kinds[(uint8_t)word[1]], finder->kinds[(uint8_t)word[2]]);
        add_three(finder->last_three, finder->kinds[(uint8_t)word[size - 3]], finder->kinds[(uint8_t)word[size - 2]], last);
        return;
    }
    for (size_t i = 0; i < sizeof beside / sizeof *beside * CREDIT_KINDS; i++)
        if (size == 2) {
            add_three(finder->first_three, first, last, beside[i / CREDIT_KINDS]);
            add_three(finder->last_three, beside[i / CREDIT_KINDS], first, last);
        } else {
            add_three(finder->first_three, first, beside[i / CREDIT_KINDS], i % CREDIT_KINDS);
            add_three(finder->last_three, i % CREDIT_KINDS, beside[i / CREDIT_KINDS], last);
        }
}

/* The kinds of bytes; and what three of them cannot tell: what is no ASCII, another mark that ends a line, years. */
static void add_kinds(struct credit_finder *finder)
{
    for (size_t c = 0; c < 256; c++)
        finder->kinds[c] = (uint8_t)(c >= 0x80                              ? CREDIT_FOREIGN
                                     : c >= '0' && c <= '9'                 ? CREDIT_DIGIT
                                     : (c | ' ') >= 'a' && (c | ' ') <= 'z' ? CREDIT_LETTER + ((c | ' ') - 'a')
                                                                            : CREDIT_MARK);
    for (size_t i = 0; i < CREDIT_KINDS * CREDIT_KINDS; i++) {
        add_three(finder->first_three, CREDIT_FOREIGN, i / CREDIT_KINDS, i % CREDIT_KINDS);
        add_three(finder->last_three, i / CREDIT_KINDS, i % CREDIT_KINDS, CREDIT_FOREIGN);
        add_three(finder->last_three, i / CREDIT_KINDS, i % CREDIT_KINDS, CREDIT_MARK);
    }
    add_three(finder->first_three, CREDIT_DIGIT, CREDIT_DIGIT, CREDIT_DIGIT);
    add_three(finder->last_three, CREDIT_DIGIT, CREDIT_DIGIT, CREDIT_DIGIT);
}

static bool is_ending(const struct credit_finder *finder, const char *end, size_t size)
{
    size_t place = ending_place(ending_of(end, size));
    return finder->endings[place / 64] >> place % 64 & 1;
}

/* Whether a letter for sure stands before at: one of ASCII, or of two bytes. Without a guess; two bytes before at can be read. */
static inline bool letter_before(const char *at)
{
    uint8_t last = (uint8_t)at[-1], lead = (uint8_t)at[-2];
    bool ascii = (uint8_t)((last | 0x20) - 'a') < 26;
    bool pair = (uint8_t)(lead - 0xC3) < 0xE0 - 0xC3 && !((lead == 0xD8) & (last == 0x8C)); /* the Arabic comma is a mark */
    return ascii | ((last >= 0x80) & pair);
}

/* Whether a whole word of so few bytes may end at end: no letter stands before it. As many and two more can be read. */
static inline bool is_short_ending(const struct credit_finder *finder, const char *end, size_t size)
{
    bool within = (end[-(ptrdiff_t)size] & 0xC0) == 0x80;
    return (unsigned)!within & (unsigned)!letter_before(end - size) & (unsigned)is_ending(finder, end, size);
}

/* Whether four bytes are letters of ASCII. */
static inline bool all_letters(const char *at)
{
    uint32_t bytes, lower;
    memcpy(&bytes, at, sizeof bytes);
    lower = bytes | UINT32_C(0x20202020);
    return (((lower + UINT32_C(0x1F1F1F1F)) & ~(lower + UINT32_C(0x05050505)) & ~bytes) & UINT32_C(0x80808080)) == UINT32_C(0x80808080);
}

/* Whether a year may end at end: four digits; some name that ends in a digit may stand right before them. */
static inline bool is_year(const char *end)
{
    uint32_t bytes, six;
    memcpy(&bytes, end - 4, sizeof bytes);
    six = bytes + UINT32_C(0x06060606); /* no digit carries */
    return ((bytes & UINT32_C(0xF0F0F0F0)) == UINT32_C(0x30303030)) & ((six & UINT32_C(0xF0F0F0F0)) == UINT32_C(0x30303030));
}

/* Bytes of a character of Han, and of its full stop; and what is looked at of a word's end. */
enum { WIDE_BYTES = 3, MOST_LOOKED_AT = 5 };

/* Whether a character of Han that is no mark stands at at. */
static inline bool is_han(const char *at)
{
    return ((uint8_t)(*at - 0xE4) <= 0xE9 - 0xE4) & ((at[1] & 0xC0) == 0x80) & ((at[2] & 0xC0) == 0x80);
}

/* credit_may_end of what ends with a character of Han. */
static inline bool is_wide_ending(const struct credit_finder *finder, const char *end)
{
    return (unsigned)is_ending(finder, end, 4) | (unsigned)is_short_ending(finder, end, WIDE_BYTES);
}

bool credit_may_end(const struct credit_finder *finder, struct piece piece)
{
    char padded[MOST_LOOKED_AT] = "\n\n\n\n\n"; /* no name holds one */
    const char *end = piece.end;
    size_t size = (size_t)(end - piece.begin);
    if (size < MOST_LOOKED_AT) {
        for (size_t i = 0; i < size; i++)
            padded[MOST_LOOKED_AT - size + i] = piece.begin[i];
        end = padded + MOST_LOOKED_AT;
    }
    if (all_letters(end - 4)) /* mostly: a word that is longer, or just as long */
        return is_ending(finder, end, 4);
    /* all are asked for: a guess would be wrong too often */
    return (unsigned)is_year(end) | (unsigned)is_ending(finder, end, 4) | (unsigned)is_short_ending(finder, end, 1) |
           (unsigned)is_short_ending(finder, end, 2) | (unsigned)is_short_ending(finder, end, 3);
}

/* Of three bytes, all that may stand behind them. */
static void add_intro(struct credit_finder *finder, const char *text)
{
    char first[4];
    memcpy(first, text, 3);
    for (unsigned c = 0; c < 256; c++) {
        size_t place;
        first[3] = strlen(text) > 3 ? text[3] : (char)c;
        if (strlen(text) <= 3 && credit_in_word(first[3]))
            continue;
        place = credit_intro_place(first);
        finder->intros[place / 64] |= UINT64_C(1) << place % 64;
    }
}

void credit_finder_init(struct credit_finder *finder, const char *kernel)
{
    memset(finder, 0, sizeof *finder);
    finder->look = credit_look_find(kernel);
    add_kinds(finder);
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
            add_ending(finder, spelling);
            add_threes(finder, spelling);
        }
    for (size_t i = 0; credit_fillers[i]; i++) {
        uint8_t *head = &finder->filler_heads[(uint8_t)*credit_fillers[i] % CREDIT_FILLER_HEADS];
        finder->filler_next[i] = *head;
        *head = (uint8_t)(i + 1);
        add_ending(finder, credit_fillers[i]);
        add_threes(finder, credit_fillers[i]);
    }
    for (size_t i = 0; credit_intros[i].text; i++)
        add_intro(finder, credit_intros[i].text);
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

const char *credit_trim_end(struct piece piece)
{
    while (piece.end > piece.begin) { /* a mark that ends where the piece does, of one to three bytes */
        ptrdiff_t size = 1, there = piece.end - piece.begin;
        if ((uint8_t)piece.end[-1] < 0x80) {
            if (credit_in_word(piece.end[-1])) /* nearly always */
                break;
        } else {
            size = there >= 2 && (uint8_t)piece.end[-2] >= 0xC0 ? 2 : 3;
            if (there < size || credit_mark_at(piece.end - size, piece.end) != (size_t)size)
                break;
        }
        piece.end -= size;
    }
    return piece.end;
}

struct piece credit_trim(struct piece piece)
{
    piece.begin = credit_skip_marks(piece.begin, piece.end);
    piece.end = credit_trim_end(piece);
    return piece;
}

const char *credit_last_word(const struct credit_finder *finder, struct piece piece, bool *may_end)
{
    const char *end = piece.end;
    if (end - piece.begin > WIDE_BYTES + MOST_LOOKED_AT) { /* mostly: a word, and one mark of ASCII behind it or none, or the full stop of Han */
        if ((uint8_t)end[-1] < 0x80)
            end -= !credit_in_word(end[-1]);
        else if (memcmp(end - WIDE_BYTES, "。", WIDE_BYTES) == 0)
            end -= WIDE_BYTES;
        if (all_letters(end - sizeof(uint32_t))) {
            *may_end = is_ending(finder, end, sizeof(uint32_t));
            return end;
        }
        if (is_han(end - WIDE_BYTES)) {
            *may_end = is_wide_ending(finder, end);
            return end;
        }
    }
    end = credit_trim_end(piece);
    *may_end = credit_may_end(finder, (struct piece){piece.begin, end});
    return end;
}

const char *credit_trim_blanks(struct piece piece)
{
    for (size_t size = 1; size <= 3; size++)
        if (piece.end - piece.begin >= (ptrdiff_t)size && credit_blank_at(piece.end - size, piece.end) == size) {
            piece.end -= size;
            size = 0;
        }
    return piece.end;
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
    for (size_t size; (size = credit_blank_at(at, end)) > 0;)
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
    size_t size;
    if (dash >= end || (*dash != '-' && ((uint8_t)*dash != 0xE2 || credit_dash_at(dash, end) == 0)))
        return false;
    size = credit_dash_at(dash, end);
    return size > 1 || dash > at || dash + 1 == end || dash[1] == '-' || credit_blank_at(dash + 1, end) > 0;
}

/* Whether one of a list of marks ends the piece, or stands before the white space that does. */
static bool ends_with(struct piece piece, const char *list)
{
    const char *end = credit_trim_blanks(piece);
    for (size_t size = 1; size <= 3; size++)
        if (end - piece.begin >= (ptrdiff_t)size && one_of(end - size, end, list) == size)
            return true;
    return false;
}

bool credit_follows_mark(struct piece piece)
{
    return ends_with(piece, DASHES ",\0/\0.\0:\0=\0\xD8\x8C\0\xEF\xBC\x8C\0");
}

bool credit_follows_dash(struct piece piece)
{
    return ends_with(piece, DASHES "\xD9\x80\0");
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
