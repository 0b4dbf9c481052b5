/*
 * The marks of credits: brackets, dashes, white space, stops. They are asked for at nearly every byte, so those beyond ASCII are told
 * by their bytes; and most pieces have none that opens a bracket or is a dash, which is told many bytes at a time.
 */
#define _GNU_SOURCE
#include <string.h>

#include "base/machine.h"
#include "text/credits/credit_scan.h"

/* Marks beyond ASCII, by what they do here. */
enum mark_kind { NO_MARK, OPENS, CLOSES, DASH, ENDS_PLACE, BLANK, OTHER_MARK };

/* By the last two bytes of three, those that begin with 0xE2; direction marks, quotation marks, bullets are others. */
static enum mark_kind kind_after_e2(unsigned rest)
{
    switch (rest) {
    case 0x8090:
    case 0x8093:
    case 0x8094:
    case 0x8095:
    case 0x8892:
        return DASH;
    case 0x808E:
    case 0x808F:
    case 0x809C:
    case 0x809D:
    case 0x80A2:
        return OTHER_MARK;
    default:
        return NO_MARK;
    }
}

/* The same with 0xE3 or 0xEF: brackets, spaces, commas and stops of full width, the byte-order mark. */
static enum mark_kind kind_of_wide(unsigned lead, unsigned rest)
{
    switch (lead << 16 | rest) {
    case 0xE38090:
    case 0xE38094:
    case 0xEFBC88:
    case 0xEFBCBB:
        return OPENS;
    case 0xE38091:
    case 0xE38095:
    case 0xEFBC89:
    case 0xEFBCBD:
        return CLOSES;
    case 0xEFBC9A:
    case 0xEFBC9D:
        return ENDS_PLACE;
    case 0xE38080:
        return BLANK;
    case 0xE38081:
    case 0xE38082:
    case 0xEFBC8C:
    case 0xEFBC8F:
    case 0xEFBD9C:
    case 0xEFBBBF:
        return OTHER_MARK;
    default:
        return NO_MARK;
    }
}

/* The kind of the mark beyond ASCII at at; these are asked for at nearly every byte of some scripts. */
static enum mark_kind kind_at(const char *at, const char *end)
{
    unsigned lead = (uint8_t)*at, second;
    if (end - at < 2)
        return NO_MARK;
    second = (uint8_t)at[1];
    switch (lead) {
    case 0xC2: /* no-break space; quotation marks, middle dot, copyright sign */
        return second == 0xA0 ? BLANK : second == 0xAB || second == 0xBB || second == 0xB7 || second == 0xA9 ? OTHER_MARK : NO_MARK;
    case 0xD8: /* Arabic comma */
        return second == 0x8C ? OTHER_MARK : NO_MARK;
    case 0xE2:
        return end - at < 3 ? NO_MARK : kind_after_e2(second << 8 | (uint8_t)at[2]);
    case 0xE3:
    case 0xEF:
        return end - at < 3 ? NO_MARK : kind_of_wide(lead, second << 8 | (uint8_t)at[2]);
    default:
        return NO_MARK;
    }
}

size_t credit_opens_at(const char *at, const char *end)
{
    if (at >= end)
        return 0;
    if ((uint8_t)*at < 0x80)
        return *at == '(' || *at == '[' || *at == '/';
    return kind_at(at, end) == OPENS ? 3 : 0;
}

size_t credit_closes_at(const char *at, const char *end)
{
    if (at >= end)
        return 0;
    if ((uint8_t)*at < 0x80)
        return *at == ')' || *at == ']' || *at == '/';
    return kind_at(at, end) == CLOSES ? 3 : 0;
}

size_t credit_dash_at(const char *at, const char *end)
{
    enum mark_kind kind;
    if (at >= end)
        return 0;
    if ((uint8_t)*at < 0x80)
        return *at == '-' || *at == ':' || *at == '=' || *at == '.';
    kind = kind_at(at, end);
    return kind == DASH || kind == ENDS_PLACE ? 3 : 0;
}

size_t credit_blank_at(const char *at, const char *end)
{
    if (at >= end)
        return 0;
    if ((uint8_t)*at < 0x80)
        return *at == ' ' || *at == '\t' || *at == '\r';
    return kind_at(at, end) == BLANK ? ((uint8_t)*at == 0xC2 ? 2 : 3) : 0;
}

size_t credit_mark_at(const char *at, const char *end)
{
    if (at >= end || credit_in_word(*at))
        return 0;
    if ((uint8_t)*at < 0x80)
        return 1;
    return kind_at(at, end) == NO_MARK ? 0 : (uint8_t)*at < 0xE0 ? 2 : 3;
}

const char *credit_skip_word(const char *at, const char *end)
{
    while (at < end && (credit_in_word(*at) || credit_mark_at(at, end) == 0))
        at++;
    return at;
}

const char *credit_skip_dashes(const char *at, const char *end)
{
    for (;;) {
        size_t size = credit_dash_at(at, end);
        if (size == 0)
            size = credit_blank_at(at, end);
        if (size == 0)
            return at;
        at += size;
    }
}

/* Sixteen bytes in whatever registers the machine has; a comparison sets all bits of a byte. */
typedef uint8_t sixteen __attribute__((vector_size(16)));

static inline sixteen load(const char *at)
{
    sixteen v;
    memcpy(&v, at, sizeof v);
    return v;
}

static inline bool any(sixteen v)
{
    uint64_t halves[2];
    memcpy(halves, &v, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

/* The first byte that is set; sixteen where none is. */
static inline size_t first_of(sixteen v)
{
    uint64_t halves[2];
    memcpy(halves, &v, sizeof halves);
    if ((halves[0] | halves[1]) == 0)
        return sizeof v;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (size_t)(halves[0] ? __builtin_ctzll(halves[0]) : 64 + __builtin_ctzll(halves[1])) / 8;
#else
    return (size_t)(halves[0] ? __builtin_clzll(halves[0]) : 64 + __builtin_clzll(halves[1])) / 8;
#endif
}

const char *credit_skip_all_marks(const char *at, const char *end)
{
    if (end - at >= (ptrdiff_t)sizeof(sixteen)) /* mostly the spaces of an indented line */
        at += first_of((sixteen)(load(at) != ' '));
    for (size_t size; (size = credit_mark_at(at, end)) > 0;)
        at += size;
    return at;
}

/* Which of sixteen bytes open a bracket or begin a dash; two more can be read. The comma and full stops of Han end as no sign does. */
static inline sixteen signs_at(const char *at)
{
    sixteen v = load(at), last = load(at + 2), none = (sixteen)((last == 0x81) | (last == 0x82) | (last == 0x8C));
    return (sixteen)((v == '(') | (v == '[') | (v == '/') | (v == '-')) | ((sixteen)(((v & 0xFE) == 0xE2) | (v == 0xEF)) & ~none);
}

const char *credit_next_sign(const char *at, const char *end)
{
    static const uint64_t signs[4] = {UINT64_C(0x0000A10000000000), UINT64_C(0x0000000008000000), 0, UINT64_C(0x0000800C00000000)};
    for (; end - at >= 16 + 2; at += 16) {
        size_t first = first_of(signs_at(at));
        if (first < sizeof(sixteen))
            return at + first;
    }
    while (at < end && !credit_in_set(signs, *at))
        at++;
    return at;
}

static inline sixteen signs_of(sixteen v)
{
    return (sixteen)((v == '(') | (v == '[') | ((v | 2) == '/') | ((v & 0xFE) == 0xE2) | (v == 0xEF)); /* '-' is '/' without that bit */
}

static inline sixteen cyrillic_of(sixteen v)
{
    return (sixteen)((v & 0xFE) == 0xD0);
}

struct credit_opening credit_opening(struct piece piece)
{
    size_t size = (size_t)(piece.end - piece.begin);
    sixteen signs = {0}, cyrillic = {0};
    char padded[16] = {0};
    if (size < sizeof padded) {
        for (size_t i = 0; i < size; i++)
            padded[i] = piece.begin[i];
        piece.begin = padded;
        size = sizeof padded;
    }
    for (size_t i = 0;; i += 16) {
        sixteen v = load(piece.begin + (i + 16 < size ? i : size - 16));
        signs |= signs_of(v);
        cyrillic |= cyrillic_of(v);
        if (i + 16 >= size)
            break;
    }
    return (struct credit_opening){any(signs), any(cyrillic)};
}

/* Whether a byte is one that credit_look_portable stops at. */
static inline bool is_looked_for(char c, bool opening)
{
    static const uint64_t openings[4] = {UINT64_C(0x0000A10000000000), UINT64_C(0x0000000008000000), 0, UINT64_C(0x0000800C00030000)};
    return opening ? credit_in_set(openings, c) : c == '/';
}

/* The sixteen bytes from i on, and two more; earlier ones where the piece does not go on so far. */
static inline const char *block_at(struct piece piece, size_t i)
{
    size_t last = (size_t)(piece.end - piece.begin) - (16 + 2);
    return piece.begin + (i < last ? i : last);
}

bool credit_opening_is_plain(struct piece piece)
{
    size_t size = (size_t)(piece.end - piece.begin);
    sixteen found = {0};
    if (size < 16 + 2 || is_looked_for(piece.end[-2], true) || is_looked_for(piece.end[-1], true))
        return false;
    for (size_t i = 0;; i += 16) {
        const char *at = block_at(piece, i);
        found |= signs_at(at) | cyrillic_of(load(at));
        if (i + 16 + 2 >= size)
            return !any(found);
    }
}

/* Where "epo" begins among sixteen bytes; two more can be read. */
static inline sixteen epo_at(const char *at)
{
    return (sixteen)((load(at) == 'e') & (load(at + 1) == 'p') & (load(at + 2) == 'o'));
}

/* A slash, and what credit_opening tells of. */
static inline __attribute__((always_inline)) sixteen looked_for(sixteen v, bool opening)
{
    sixteen slash = (sixteen)(v == '/');
    return opening ? slash | signs_of(v) | cyrillic_of(v) : slash;
}

const char *credit_look_portable(const char *at, const char *end, bool opening)
{
    for (; end - at >= 16 + 2; at += 16) {
        size_t first = first_of(looked_for(load(at), opening) | epo_at(at));
        if (first < sizeof(sixteen))
            return at + first;
    }
    while (at < end && !is_looked_for(*at, opening) && (end - at < 3 || memcmp(at, "epo", 3) != 0))
        at++;
    return at;
}

credit_look_kernel *credit_look_find(const char *name)
{
#if defined(__x86_64__)
    if ((!name || strcmp(name, "portable") != 0) && machine_has_avx2())
        return credit_look_avx2;
#endif
    (void)name;
    return credit_look_portable;
}

bool credit_holds_report(struct piece piece)
{
    size_t size = (size_t)(piece.end - piece.begin);
    sixteen found = {0};
    if (size < 16 + 2)
        return memmem(piece.begin, size, "eport", 5) != NULL;
    for (size_t i = 0;; i += 16) {
        found |= epo_at(block_at(piece, i));
        if (i + 16 + 2 >= size)
            break;
    }
    return any(found) && memmem(piece.begin, size, "eport", 5) != NULL;
}
