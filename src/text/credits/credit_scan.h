/* Inside the finding of credits: looking up names, and the marks around them. Private to this room. */
#ifndef WIRECOPY_TEXT_CREDITS_CREDIT_SCAN_H
#define WIRECOPY_TEXT_CREDITS_CREDIT_SCAN_H

#include <stdbool.h>
#include <string.h>

#include "text/credits/credits.h"

/* A piece of a text: a line of it, or less. */
struct piece {
    const char *begin, *end;
};

/* Sets of bytes, a bit each. */
static inline bool credit_in_set(const uint64_t set[4], char c)
{
    return set[(uint8_t)c >> 6] >> ((uint8_t)c & 63) & 1;
}

/* Whether a byte is part of a word for sure: ASCII letters and digits, and all of UTF-8 but the leads that may begin a mark. */
static inline bool credit_in_word(char c)
{
    static const uint64_t words[4] = {UINT64_C(0x03FF000000000000), UINT64_C(0x07FFFFFE07FFFFFE), UINT64_MAX, ~UINT64_C(0x0000800C01000004)};
    return credit_in_set(words, c);
}

/* The agency that is named at at, by its longest spelling; NULL where there is none. Sets *after behind it. */
const struct credit_agency *credit_agency_at(const struct credit_finder *finder, const char *at, const char *end, const char **after);

/*
 * Whether an intro or "by" may begin at at, by four bytes: neither is a credit by itself, and behind shorter ones stands a mark.
 */
static inline size_t credit_intro_place(const char *at)
{
    uint32_t bytes;
    memcpy(&bytes, at, sizeof bytes);
    return (bytes | UINT32_C(0x20202020)) * UINT32_C(0x9E3779B1) >> (32 - CREDIT_INTRO_BITS);
}
static inline bool credit_may_introduce(const struct credit_finder *finder, const char *at, const char *end)
{
    size_t place = end - at < 4 ? 0 : credit_intro_place(at);
    return end - at >= 4 && ((finder->intros[place / 64] >> place % 64 & 1) | (((at[0] | ' ') == 'b') & ((at[1] | ' ') == 'y')));
}

/* Behind the filler at at; NULL where none stands there. Needs at < end. */
const char *credit_filler_at(const struct credit_finder *finder, const char *at, const char *end);

/* Bytes of the mark at at: 0 where a letter or digit stands there. White space is one; so are brackets, dashes, stops. */
size_t credit_mark_at(const char *at, const char *end);

/* Bytes of a bracket (or slash, as in "/ТАСС/") that opens or closes; of a dash, colon, equals sign or stop that ends a dateline. 0: none. */
size_t credit_opens_at(const char *at, const char *end);
size_t credit_closes_at(const char *at, const char *end);
size_t credit_dash_at(const char *at, const char *end);

/* Bytes of the white space at at that parts words within a line. */
size_t credit_blank_at(const char *at, const char *end);

/* What a piece holds of what begins a bracket or a dash (see credit_next_sign), and of Cyrillic letters. */
struct credit_opening {
    bool signs, cyrillic;
};
struct credit_opening credit_opening(struct piece piece);

/* Whether a piece has neither for sure; the commas and full stops of Han, which begin with the same bytes, are none. */
bool credit_opening_is_plain(struct piece piece);

/* The next byte that may open a bracket or begin a dash; end where there is none. */
const char *credit_next_sign(const char *at, const char *end);

/* Whether the piece holds "eport". */
bool credit_holds_report(struct piece piece);

/*
 * The first slash or "epo" or, where openings count, what credit_opening tells of; end where there is none: of all lines at once, since most hold
 * none of it.
 */
credit_look_kernel credit_look_portable, credit_look_avx2;

/* The kernel of that name; NULL: the best that runs here. */
credit_look_kernel *credit_look_find(const char *name);

/* Behind the letters and digits at at; behind the marks; behind the dashes and white space there. */
const char *credit_skip_word(const char *at, const char *end);
const char *credit_skip_all_marks(const char *at, const char *end);
static inline const char *credit_skip_marks(const char *at, const char *end)
{
    return at >= end || credit_in_word(*at) ? at : credit_skip_all_marks(at, end); /* nearly always the first */
}
const char *credit_skip_dashes(const char *at, const char *end);

/* The end of the piece without the marks there; the piece without those at both ends. */
const char *credit_trim_end(struct piece piece);
struct piece credit_trim(struct piece piece);

/* Whether an agency, a filler or a year may end where the piece does: most words are none by their last four bytes. */
bool credit_may_end(const struct credit_finder *finder, struct piece piece);

/* A byte as names are told by at a glance: a letter without its case, a digit, a mark or what is no ASCII. */
enum credit_kind { CREDIT_MARK, CREDIT_LETTER, CREDIT_DIGIT = CREDIT_LETTER + 26, CREDIT_FOREIGN, CREDIT_KINDS };
static inline size_t credit_three_kinds(const struct credit_finder *finder, const char *at)
{
    return (size_t)finder->kinds[(uint8_t)at[0]] << 10 | (size_t)finder->kinds[(uint8_t)at[1]] << 5 | finder->kinds[(uint8_t)at[2]];
}

/* So many bytes before the end are glanced at. */
enum { CREDIT_GLANCED = 4 };

/*
 * Whether credit_last_word may say so of a line that ends at end, or a bracket may close behind its last word: most end with a word, and a mark
 * of ASCII or none, and the last three bytes of the word are those of no name.
 */
static inline bool credit_may_end_at_a_glance(const struct credit_finder *finder, const char *end)
{
    char last = end[-1];
    size_t place = credit_three_kinds(finder, end - 3 - (finder->kinds[(uint8_t)last] == CREDIT_MARK));
    return (last == ')') | (last == ']') | (last == '/') | (finder->last_three[place / 64] >> place % 64 & 1);
}

/* Whether an agency, a filler or a year may begin at at. */
static inline bool credit_may_begin_at_a_glance(const struct credit_finder *finder, const char *at, const char *end)
{
    size_t place = end - at < 3 ? 0 : credit_three_kinds(finder, at);
    return end - at < 3 || (finder->first_three[place / 64] >> place % 64 & 1);
}

/* credit_trim_end, and credit_may_end of what stands before it, both at once. */
const char *credit_last_word(const struct credit_finder *finder, struct piece piece, bool *may_end);

/* The end of the piece without the white space there. */
const char *credit_trim_blanks(struct piece piece);

/* Whether word stands at at, without regard to the case of ASCII, and a mark or the end behind it. */
bool credit_word_at(const char *at, const char *end, const char *word, const char **after);

/* Behind "据" at at, which may stand before an agency; at where it does not. */
static inline const char *credit_behind_according(const char *at, const char *end)
{
    return end - at > 3 && (memcmp(at, "据", 3) == 0 || memcmp(at, "據", 3) == 0) ? at + 3 : at;
}

/* Before the quotation mark that opens right before at, after begin; at where none does. */
static inline const char *credit_before_quote(const char *begin, const char *at)
{
    if (at - begin > 2 && memcmp(at - 2, "\xC2\xAB", 2) == 0)
        return at - 2;
    return at - begin > 1 && at[-1] == '"' ? at - 1 : at;
}

/* Runs of letters and digits in a piece, at most most + 1. */
size_t credit_words(struct piece piece, size_t most);

/* Whether what ends a dateline stands at at, behind white space at most. */
bool credit_ends_place(const char *at, const char *end);

/* Whether a dash stands at at, behind white space at most, that joins no two words ("AP-style"). */
bool credit_spaced_dash_at(const char *at, const char *end);

/* Whether the piece ends with a mark that parts a place from an agency; with a dash, or the long stroke that Arabic has for one; with the end of a sentence; white space behind it is passed. */
bool credit_follows_mark(struct piece piece);
bool credit_follows_dash(struct piece piece);
bool credit_follows_sentence(struct piece piece);

/* Whether the piece holds text. */
bool credit_holds(struct piece piece, const char *text);

#endif
