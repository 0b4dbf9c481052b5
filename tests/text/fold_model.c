/* Character by character: utf8proc decomposes, folds and composes, and the rules are written down one after the other. */
#include "text/fold_model.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "text/spellings_model.h"

struct string {
    int32_t *at;
    size_t count;
};

static void *must(void *block)
{
    if (!block)
        abort();
    return block;
}

static struct string string_of(size_t most)
{
    return (struct string){must(calloc(most + 1, sizeof(int32_t))), 0};
}

/* WHATWG's UTF-8 decoder, as its standard writes it. */
static struct string decode(const uint8_t *text, size_t size)
{
    struct string out = string_of(size + 1);
    int32_t c = 0;
    int needed = 0, seen = 0, lower = 0x80, upper = 0xBF;
    for (size_t i = 0; i < size; i++) {
        uint8_t byte = text[i];
        if (needed == 0) {
            if (byte <= 0x7F)
                out.at[out.count++] = byte;
            else if (byte >= 0xC2 && byte <= 0xDF)
                needed = 1, c = byte & 0x1F;
            else if (byte >= 0xE0 && byte <= 0xEF) {
                lower = byte == 0xE0 ? 0xA0 : 0x80;
                upper = byte == 0xED ? 0x9F : 0xBF;
                needed = 2, c = byte & 0xF;
            } else if (byte >= 0xF0 && byte <= 0xF4) {
                lower = byte == 0xF0 ? 0x90 : 0x80;
                upper = byte == 0xF4 ? 0x8F : 0xBF;
                needed = 3, c = byte & 7;
            } else
                out.at[out.count++] = 0xFFFD;
            continue;
        }
        if (byte < lower || byte > upper) {
            c = needed = seen = 0;
            lower = 0x80, upper = 0xBF;
            out.at[out.count++] = 0xFFFD;
            i--; /* once more, as a first byte */
            continue;
        }
        lower = 0x80, upper = 0xBF;
        c = c << 6 | (byte & 0x3F);
        if (++seen == needed) {
            out.at[out.count++] = c;
            c = needed = seen = 0;
        }
    }
    if (needed)
        out.at[out.count++] = 0xFFFD;
    return out;
}

static char *encode(struct string in, size_t *size_out)
{
    char *out = must(malloc(in.count * 4 + 1));
    size_t size = 0;
    for (size_t i = 0; i < in.count; i++)
        size += (size_t)utf8proc_encode_char(in.at[i], (utf8proc_uint8_t *)out + size);
    out[size] = '\0';
    *size_out = size;
    return out;
}

static void map_part(struct string part, int options, struct string *out)
{
    size_t size;
    char *text = encode(part, &size);
    utf8proc_uint8_t *result;
    utf8proc_ssize_t length = utf8proc_map((utf8proc_uint8_t *)text, (utf8proc_ssize_t)size, &result, (utf8proc_option_t)options);
    struct string decoded;
    if (length < 0)
        abort();
    decoded = decode(result, (size_t)length);
    out->at = must(realloc(out->at, (out->count + decoded.count + 2) * sizeof *out->at));
    memcpy(out->at + out->count, decoded.at, decoded.count * sizeof *out->at);
    out->count += decoded.count;
    free(decoded.at);
    free(result);
    free(text);
}

/* utf8proc_map, but for U+11A7: utf8proc 2.8 takes it for a final of Hangul and loses it after a syllable; to Unicode it is a letter that never changes. */
static struct string mapped(struct string in, int options)
{
    struct string out = string_of(1);
    for (size_t begin = 0, i = 0; i <= in.count; i++) {
        if (i < in.count && in.at[i] != 0x11A7)
            continue;
        map_part((struct string){in.at + begin, i - begin}, options, &out);
        if (i < in.count)
            out.at[out.count++] = in.at[i];
        begin = i + 1;
    }
    free(in.at);
    return out;
}

static const char *category(int32_t c)
{
    return utf8proc_category_string(c);
}

static bool letter_mark_number(int32_t c)
{
    return strchr("LMN", category(c)[0]) != NULL;
}

static bool white(int32_t c)
{
    return category(c)[0] == 'Z' || (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F) || c == 0x85;
}

/* How many characters text[i...] has before white space. */
static size_t run(struct string s, size_t i)
{
    size_t n = 0;
    while (i + n < s.count && !white(s.at[i + n]))
        n++;
    return n;
}

static bool starts(struct string s, size_t i, const char *what)
{
    for (; *what; what++, i++)
        if (i >= s.count || s.at[i] != *what)
            return false;
    return true;
}

/* The length of the address at i, by the rules of the expression (?:https?://|www\.)\S+ | \S*\.com/\S* | \S+@\S+ | @NAME, in this order; 0: none. */
static size_t address(struct string s, size_t i)
{
    static const char *const prefixes[] = {"http://", "https://", "www."};
    size_t length = run(s, i), k, n;
    for (k = 0; k < 3; k++)
        if (starts(s, i, prefixes[k]) && length > strlen(prefixes[k]))
            return length;
    for (k = 0; k < length; k++)
        if (starts(s, i + k, ".com/"))
            return length;
    for (k = 1; k + 1 < length; k++)
        if (s.at[i + k] == '@')
            return length;
    if (length == 0 || s.at[i] != '@')
        return 0;
    for (n = 1; n < length && (letter_mark_number(s.at[i + n]) || s.at[i + n] == '_'); n++)
        ;
    return n > 1 ? n : 0;
}

static void drop_addresses(struct string *s)
{
    struct string out = string_of(s->count);
    for (size_t i = 0; i < s->count;) {
        size_t length = address(*s, i);
        out.at[out.count++] = length ? ' ' : s->at[i];
        i += length ? length : 1;
    }
    free(s->at);
    *s = out;
}

static bool optional_mark(int32_t c)
{
    return (c >= 0x64B && c <= 0x65F) || c == 0x670 || (c >= 0x6D6 && c <= 0x6ED) || c == 0x640 || (c >= 0x591 && c <= 0x5C7) || c == 0xD4D ||
           utf8proc_category(c) == UTF8PROC_CATEGORY_CF;
}

/* What stands first in c's group, by a look at all of them; c itself where it stands in none. */
static int32_t looked_for_han_variant(int32_t c)
{
    static const char groups[] =
#include "text/fold/han_variants.inc"
        ;
    char text[5] = {0};
    const char *at, *first;
    utf8proc_int32_t stands;
    utf8proc_encode_char(c, (utf8proc_uint8_t *)text);
    at = strstr(groups, text);
    if (!at)
        return c;
    for (first = at; first > groups && first[-1] != ' '; first--)
        ;
    utf8proc_iterate((const utf8proc_uint8_t *)first, -1, &stands);
    return stands;
}

/* Each is looked for once. */
static int32_t han_variant(int32_t c)
{
    enum { FIRST = 0x4E00, LAST = 0x9FFF };
    static int32_t known[LAST - FIRST + 1];
    if (c < FIRST || c > LAST)
        return c;
    if (known[c - FIRST] == 0)
        known[c - FIRST] = looked_for_han_variant(c);
    return known[c - FIRST];
}

static int32_t decoded(const char *text)
{
    utf8proc_int32_t c;
    utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &c);
    return c;
}

static int32_t letter(int32_t c)
{
    static const int32_t variants[][2] = {{0x622, 0x627}, {0x623, 0x627}, {0x625, 0x627}, {0x671, 0x627}, {0x649, 0x64A}, {0x6CC, 0x64A},
                                          {0x6A9, 0x643}, {0x6BE, 0x647}, {0x6C0, 0x647}, {0x6C1, 0x647}, {0x6C2, 0x647}, {0x6D5, 0x647},
                                          {0x6C3, 0x647}, {0x629, 0x647}, {0xD7A, 0xD23}, {0xD7B, 0xD28}, {0xD7C, 0xD30}, {0xD7D, 0xD32},
                                          {0xD7E, 0xD33}, {0xD7F, 0xD15}, {0x901, 0x902}, {0xE6, 'a'},    {0x153, 'o'},   {0xF8, 'o'},
                                          {0x111, 'd'},   {0x131, 'i'},   {0x142, 'l'},   {0xF0, 'd'},    {0x256, 'd'},   {0x127, 'h'},
                                          {0x1DD, 0x259}, {0x4D9, 0x259}};
    static const char cyrillic[] = "абвгдежзиклмнопрстуфхцчшђіјљњћџ", latin[] = "abvgdezziklmnoprstufhccsdijlncd";
    static const char alike[] = /* each letter, and the one that it is */
        "ሐሀሑሁሒሂሓሀሔሄሕህሖሆኀሀኁሁኂሂኃሀኄሄኅህኆሆሃሀሠሰሡሱሢሲሣሳሤሴሥስሦሶሧሷዐአዑኡዒኢዓአዔኤዕእዖኦኣአፀጸፁጹፂጺፃጻፄጼፅጽፆጾ";
    for (size_t i = 0; latin[i]; i++)
        if (((uint8_t)cyrillic[2 * i] & 0x1F) << 6 == (c & ~0x3F) && ((uint8_t)cyrillic[2 * i + 1] & 0x3F) == (c & 0x3F))
            return latin[i];
    for (size_t i = 0; alike[i]; i += 6)
        if (decoded(alike + i) == c)
            return decoded(alike + i + 3);
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        if (c == variants[i][0])
            return variants[i][1];
    return han_variant(c);
}

static bool accent(int32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || c == 0x93C || c == 0xA3C;
}

/* Characters that have accents when they are taken apart, without them; all others as they are. */
static struct string without_accents(struct string in)
{
    struct string out = string_of(in.count * 8);
    for (size_t i = 0; i < in.count; i++) {
        struct string one = string_of(1);
        bool accented = false;
        one.at[one.count++] = in.at[i];
        one = mapped(one, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
        for (size_t k = 0; k < one.count; k++)
            accented |= accent(one.at[k]);
        if (!accented)
            out.at[out.count++] = in.at[i];
        for (size_t k = 0; accented && k < one.count; k++)
            if (!accent(one.at[k]))
                out.at[out.count++] = one.at[k];
        free(one.at);
    }
    free(in.at);
    return out;
}

static int32_t digit(int32_t c)
{
    int32_t first = c;
    if (utf8proc_category(c) != UTF8PROC_CATEGORY_ND)
        return c;
    while (utf8proc_category(first - 1) == UTF8PROC_CATEGORY_ND)
        first--;
    return '0' + (c - first) % 10;
}

static bool no_spaces(int32_t c)
{
    static const int32_t ranges[][2] = {{0xE00, 0xEFF},   {0x1000, 0x109F}, {0x1780, 0x17FF},  {0x3040, 0x30FF},
                                        {0x3400, 0x9FFF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i][0] && c <= ranges[i][1])
            return true;
    return false;
}

/* Whether c joins the word that stands. */
static bool joins(struct string word, int32_t c)
{
    int32_t last = word.at[word.count - 1];
    if (category(c)[0] == 'M')
        return true;
    if ((c == 0xE32 && last == 0xE4D) || (c == 0xEB2 && last == 0xECD)) /* sara am, taken apart */
        return true;
    return !no_spaces(word.at[0]) && !no_spaces(c);
}

char *model_fold(const char *text, size_t size, size_t *size_out)
{
    struct string s = decode((const uint8_t *)text, size), out, word;
    char *result;
    size_t kept = 0;
    model_join_persian(s.at, s.count);
    s = mapped(s, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    drop_addresses(&s);
    for (size_t i = 0; i < s.count; i++)
        if (!optional_mark(s.at[i]))
            s.at[kept++] = s.at[i];
    s.count = kept;
    s = without_accents(s);
    s = mapped(s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    out = string_of(s.count * 3 + 1);
    word = (struct string){out.at, 0}; /* the word that stands, a part of out */
    for (size_t i = 0; i < s.count; i++) {
        int32_t c = digit(letter(s.at[i]));
        if (!letter_mark_number(c) || (c >= 0x2B9 && c <= 0x2BF)) {
            word.count = 0;
            continue;
        }
        if (word.count == 0 || !joins(word, c)) {
            if (out.count > 0)
                out.at[out.count++] = ' ';
            word = (struct string){out.at + out.count, 0};
        }
        out.at[out.count++] = c;
        word.count++;
        if (s.at[i] == 0xE6 || s.at[i] == 0x153) /* ae, oe */
            out.at[out.count++] = 'e', word.count++;
        if (s.at[i] == 0x459 || s.at[i] == 0x45A) /* lj, nj */
            out.at[out.count++] = 'j', word.count++;
        if (s.at[i] == 0x45F) /* dz */
            out.at[out.count++] = 'z', word.count++;
    }
    out.count = model_join_nasals(out.at, out.count);
    result = encode(out, size_out);
    free(out.at);
    free(s.at);
    return result;
}

char *model_normalize(const char *text, size_t size, const char *form, size_t *size_out)
{
    struct string s = decode((const uint8_t *)text, size);
    char *result;
    s = mapped(s, UTF8PROC_STABLE | (form[strlen(form) - 1] == 'C' ? UTF8PROC_COMPOSE : UTF8PROC_DECOMPOSE) | (form[2] == 'K' ? UTF8PROC_COMPAT : 0));
    result = encode(s, size_out);
    free(s.at);
    return result;
}
