/*
 * Writes fold_tables.c: what folding does to each code point, from utf8proc's data, fold_rules.h and han_variants.inc. Run when wirecopy is
 * built; prints to the file named. See fold_tables.h for what a row says.
 *
 * For each code point it folds that one character by the slow rules, then asks which class is safe for it. When in doubt a
 * character is FOLD_SLOW: that costs time, never correctness.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "text/fold/fold_rules.h"
#include "text/fold/fold_tables.h"

static const char han_variants[] = /* groups, a space behind each; the first of each stands for all */
#include "text/fold/han_variants.inc"
    ;

enum { CODE_POINTS = 0x110000, BLOCKS = CODE_POINTS / 64, MOST = 64, VIRAMA = 9 };

static unsigned char composes_back[CODE_POINTS]; /* may compose with what stands before it */
static unsigned char is_ascii[CODE_POINTS];      /* case folding alone makes it one ASCII letter */
static signed char digit_value[CODE_POINTS];     /* -1: no decimal digit */
static int32_t han_first[CODE_POINTS];           /* what stands for a Han character; 0: itself */
static uint32_t rows[CODE_POINTS];

struct string {
    int32_t c[MOST];
    int length;
};

static int combining_class(int32_t c)
{
    return utf8proc_get_property(c)->combining_class;
}

static char category(int32_t c)
{
    return utf8proc_category_string(c)[0];
}

static int removed(int32_t c)
{
    return rule_optional_mark(c) || utf8proc_category(c) == UTF8PROC_CATEGORY_CF;
}

static int in_words(int32_t c)
{
    return strchr("LMN", category(c)) && !rule_apostrophe(c);
}

static struct string mapped(const struct string *in, int options)
{
    struct string out = {{0}, 0};
    int i, boundary = 0, j;
    for (i = 0; i < in->length; i++)
        out.length += (int)utf8proc_decompose_char(in->c[i], out.c + out.length, MOST - out.length, (utf8proc_option_t)options, &boundary);
    if (out.length > MOST)
        abort();
    for (i = 1; i < out.length; i++) { /* canonical order */
        int32_t c = out.c[i];
        int class = combining_class(c);
        for (j = i; class > 0 && j > 0 && combining_class(out.c[j - 1]) > class; j--)
            out.c[j] = out.c[j - 1];
        out.c[j] = c;
    }
    if (options & UTF8PROC_COMPOSE)
        out.length = (int)utf8proc_normalize_utf32(out.c, out.length, (utf8proc_option_t)options);
    return out;
}

static int utf8(int32_t c, unsigned char *out)
{
    return (int)utf8proc_encode_char(c, out);
}

static void find_composing(void)
{
    int32_t c;
    for (c = 0; c < CODE_POINTS; c++) {
        struct string one = {{c}, 1}, apart, together;
        if (c >= 0xD800 && c <= 0xDFFF)
            continue;
        apart = mapped(&one, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
        if (apart.length < 2)
            continue;
        together = mapped(&one, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
        if (together.length == 1)
            composes_back[apart.c[apart.length - 1]] = 1;
    }
    for (c = 0x1161; c <= 0x1175; c++)
        composes_back[c] = 1; /* Hangul vowels */
    for (c = 0x11A8; c <= 0x11C2; c++)
        composes_back[c] = 1; /* Hangul finals */
}

/* Decimal digits stand in runs of ten from zero (Unicode promises it). */
static void find_digits(void)
{
    int32_t c, first = -1;
    memset(digit_value, -1, sizeof digit_value);
    for (c = 0; c <= CODE_POINTS; c++) {
        int is = c < CODE_POINTS && utf8proc_category(c) == UTF8PROC_CATEGORY_ND;
        if (is && first < 0)
            first = c;
        if (!is && first >= 0 && (c - first) % 10 != 0) {
            fprintf(stderr, "digits from U+%04X on are no multiple of ten\n", (unsigned)first);
            exit(1);
        }
        if (is)
            digit_value[c] = (signed char)((c - first) % 10);
        else
            first = -1;
    }
}

static void find_han_variants(void)
{
    const utf8proc_uint8_t *text = (const utf8proc_uint8_t *)han_variants;
    int32_t c, first = 0;
    while (*text) {
        text += utf8proc_iterate(text, -1, &c);
        if (c == ' ')
            first = 0;
        else if (first == 0)
            first = c;
        else
            han_first[c] = first;
    }
}

static int32_t letter(int32_t c)
{
    return han_first[c] ? han_first[c] : rule_letter(c);
}

/* The row of a character whose folded form has so many bytes; FOLD_SLOW where it does not fit. */
static uint32_t row_of_bytes(enum fold_class class, int32_t c, const unsigned char *folded, int length)
{
    unsigned char in[4] = {0}, out[4] = {0};
    utf8(c, in);
    if (length > 4)
        return FOLD_ROW(FOLD_SLOW, 0, 0);
    memcpy(out, folded, (size_t)length);
    if (length == 4 && in[3] != out[3])
        return FOLD_ROW(FOLD_SLOW, 0, 0);
    /* bytes beyond the length are never looked at; zero them so that blocks are shared */
    return FOLD_ROW(class, length,
                    (uint32_t)(in[0] ^ out[0]) | (length > 1 ? (uint32_t)(in[1] ^ out[1]) << 8 : 0) |
                        (length > 2 ? (uint32_t)(in[2] ^ out[2]) << 16 : 0));
}

/* Appends a character, or what is left of it where it has accents. */
static void keep_without_accents(int32_t c, struct string *kept)
{
    struct string one = {{c}, 1}, apart = mapped(&one, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
    int i, accents = 0;
    for (i = 0; i < apart.length; i++)
        accents += rule_accent(apart.c[i]);
    if (accents == 0) {
        kept->c[kept->length++] = c;
        return;
    }
    for (i = 0; i < apart.length; i++)
        if (!rule_accent(apart.c[i]))
            kept->c[kept->length++] = apart.c[i];
}

static uint32_t row_of(int32_t c)
{
    const int casefold = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    struct string one = {{c}, 1}, folded = mapped(&one, casefold), kept = {{0}, 0}, apart;
    unsigned char bytes[MOST * 4], self[4];
    int i, self_length = utf8(c, self), address = 0, composing = 0, words = 0, solo = 0, marks = 0, length = 0;
    for (i = 0; i < folded.length; i++) {
        int32_t f = folded.c[i];
        address |= f == '.' || f == ':' || f == '/' || f == '@';
        composing |= composes_back[f] && !rule_accent(f);
        if (!removed(f))
            keep_without_accents(f, &kept);
    }
    is_ascii[c] = folded.length == 1 && folded.c[0] < 0x80;
    if (kept.length == 0)
        return composing ? FOLD_ROW(FOLD_SLOW, 0, 0) : FOLD_ROW(FOLD_DROP, 0, 0);
    if (address) {
        if (c == 0x2026 || folded.length == 1)
            return FOLD_ROW(FOLD_CHECK, 0, folded.c[0]);
        return FOLD_ROW(FOLD_SUSPECT, 0, 0);
    }
    one.c[0] = folded.c[0];
    apart = mapped(&one, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
    if (combining_class(apart.c[0]) != 0 || composes_back[apart.c[0]] || removed(folded.c[0])) {
        if (folded.length == 1 && folded.c[0] == c && category(c) == 'M' && !composes_back[c])
            return FOLD_ROW(FOLD_CALM, self_length, combining_class(c));
        return FOLD_ROW(FOLD_SLOW, 0, 0);
    }
    kept = mapped(&kept, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    for (i = kept.length - 1; i >= 0; i--)
        if (rule_second_letter(kept.c[i])) {
            memmove(kept.c + i + 2, kept.c + i + 1, (size_t)(kept.length++ - i - 1) * sizeof *kept.c);
            kept.c[i + 1] = rule_second_letter(kept.c[i]);
        }
    for (i = 0; i < kept.length; i++) {
        int32_t k = letter(kept.c[i]);
        if (digit_value[k] >= 0)
            k = '0' + digit_value[k];
        words += in_words(k);
        marks += category(k) == 'M';
        solo += rule_no_spaces(k) && category(k) != 'M';
        length += utf8(k, bytes + length);
        kept.c[i] = k;
    }
    if (words == 0)
        return FOLD_ROW(FOLD_SPACE, 0, 0);
    if (words < kept.length)
        return FOLD_ROW(FOLD_SLOW, 0, 0);
    if (marks > 0)
        return kept.length == 1 && folded.length == 1 && folded.c[0] == c ? row_of_bytes(FOLD_MARK, c, bytes, length) : FOLD_ROW(FOLD_SLOW, 0, 0);
    if (solo > 0 && kept.length > 1)
        return FOLD_ROW(FOLD_SLOW, 0, 0);
    if (rule_sara_aa(kept.c[0]))
        return kept.c[0] == c ? FOLD_ROW(FOLD_SARA_AA, self_length, 0) : FOLD_ROW(FOLD_SLOW, 0, 0);
    return row_of_bytes(solo ? FOLD_SOLO : FOLD_LETTER, c, bytes, length);
}

/* What a row says to a kernel that handles two bytes at a time. */
static void pair_of(int32_t c, struct fold_page *page)
{
    uint32_t row = rows[c], length = fold_row_length(row);
    unsigned char bytes[4] = {0};
    int place = c & 0xFF;
    utf8(c, bytes);
    page->first[place] = bytes[0] ^ (row & 0xFF);
    page->second[place] = bytes[1] ^ (row >> 8 & 0xFF);
    page->kinds[place] = FOLD_PAIR_STOP;
    switch (fold_row_class(row)) {
    case FOLD_LETTER:
        /* "s" from U+017F may end "https", and is left to those who look for addresses; what loses an accent ends none */
        if (length == 1 && (page->first[place] <= '9' || !is_ascii[c]))
            page->kinds[place] = FOLD_PAIR_WORD;
        else if (length == 2)
            page->kinds[place] = FOLD_PAIR_WORD | FOLD_PAIR_BOTH;
        break;
    case FOLD_MARK:
        page->kinds[place] = FOLD_PAIR_WORD | FOLD_PAIR_BOTH;
        break;
    case FOLD_SPACE:
        page->kinds[place] = c == 0x85 || c == 0x589 || c == 0x61F || c == 0x6D4 ? FOLD_PAIR_LINE : 0; /* see stops.c */
        break;
    case FOLD_DROP:
        /* default ignorable characters hide in addresses too */
        if (c != 0xAD && c != 0x34F && c != 0x61C)
            page->kinds[place] = FOLD_PAIR_DROP;
        break;
    default:
        break;
    }
    if (!(page->kinds[place] & FOLD_PAIR_BOTH))
        page->second[place] = 0;
}

/* See struct fold_page. */
static uint8_t code_of(const struct fold_page *page, int place)
{
    uint8_t kind = page->kinds[place];
    if (kind & FOLD_PAIR_WORD)
        return page->first[place];
    if (kind & FOLD_PAIR_STOP)
        return FOLD_CODE_STOP;
    return kind & FOLD_PAIR_LINE ? FOLD_CODE_LINE : kind & FOLD_PAIR_DROP ? FOLD_CODE_DROP : FOLD_CODE_SPACE;
}

static void write_bytes(FILE *file, const uint8_t *bytes)
{
    int i;
    fprintf(file, "{");
    for (i = 0; i < 256; i++)
        fprintf(file, "%s%u,", i % 32 ? "" : "\n", bytes[i]);
    fprintf(file, "},");
}

static void write_pages(FILE *file)
{
    int page;
    int32_t c;
    fprintf(file, "\nconst struct fold_page fold_pages[8] = {");
    for (page = 0; page < 8; page++) {
        struct fold_page of_page;
        for (c = page * 256; c < page * 256 + 256; c++) {
            pair_of(c, &of_page);
            if (c < 0x80)
                of_page.kinds[c] = FOLD_PAIR_STOP;
            of_page.codes[c & 0xFF] = code_of(&of_page, c & 0xFF);
        }
        fprintf(file, "{");
        write_bytes(file, of_page.first);
        write_bytes(file, of_page.second);
        write_bytes(file, of_page.kinds);
        write_bytes(file, of_page.codes);
        fprintf(file, "},");
    }
    fprintf(file, "\n};\n");
}

/* Whether a kernel may copy a character of three bytes, whatever stands around it. Viramas, marks that move, do not move among each other. */
static int stays(int32_t c)
{
    if (c < 0x800 || rule_no_spaces(c))
        return 0;
    return rows[c] == FOLD_ROW(FOLD_LETTER, 3, 0) || rows[c] == FOLD_ROW(FOLD_MARK, 3, 0) || rows[c] == FOLD_ROW(FOLD_CALM, 3, VIRAMA);
}

static void write_stays(FILE *file)
{
    enum { FEW = 32 };
    int32_t first, c;
    fprintf(file, "\nconst uint8_t fold_stays[0x10000 / 128][16] = {");
    for (first = 0; first < 0x10000; first += 128) {
        uint8_t bits[16] = {0};
        int count = 0, i;
        for (c = first; c < first + 128; c++)
            count += stays(c);
        for (c = first; c < first + 128 && count >= FEW; c++)
            bits[c & 15] |= (uint8_t)(stays(c) << (c >> 4 & 7));
        fprintf(file, "\n{");
        for (i = 0; i < 16; i++)
            fprintf(file, "%u,", bits[i]);
        fprintf(file, "},");
    }
    fprintf(file, "\n};\n");
}

/* A place with its highest bit set leaves a zero. */
static void write_squeeze(FILE *file)
{
    fprintf(file, "\nconst uint8_t fold_squeeze[256][8] = {");
    for (unsigned bits = 0; bits < 256; bits++) {
        unsigned kept = 0;
        fprintf(file, "%s{", bits % 4 ? "" : "\n");
        for (unsigned place = 0; place < 8; place++)
            if (bits >> place & 1)
                kept += fprintf(file, "%u,", place) > 0;
        for (; kept < 8; kept++)
            fprintf(file, "0x80,");
        fprintf(file, "},");
    }
    fprintf(file, "\n};\n");
}

/* The same for letters of three bytes that lose what stands on them. */
static void write_toned(FILE *file)
{
    fprintf(file, "\nconst uint8_t fold_toned[128] = {");
    for (int32_t c = FOLD_TONED_FIRST; c < FOLD_TONED_FIRST + 128; c++) {
        uint32_t row = rows[c], first = 0xE1 ^ (row & 0xFF);
        bool letter = fold_row_class(row) == FOLD_LETTER && fold_row_length(row) == 1;
        fprintf(file, "%u,", letter ? first : (uint32_t)FOLD_CODE_STOP);
    }
    fprintf(file, "\n};\n");
}

static void write_each(FILE *file)
{
    fprintf(file, "\nconst uint8_t fold_each[256][32] __attribute__((aligned(32))) = {");
    for (unsigned c = 0; c < 256; c++) {
        fprintf(file, "\n{");
        for (unsigned i = 0; i < 32; i++)
            fprintf(file, "%u,", c);
        fprintf(file, "},");
    }
    fprintf(file, "\n};\n");
}

static unsigned append_block(uint32_t *shared, unsigned *count, unsigned block)
{
    memcpy(shared + *count * 64, rows + block * 64, 64 * sizeof *rows);
    return (*count)++;
}

static void write_tables(FILE *file)
{
    static uint32_t shared[CODE_POINTS];
    static unsigned block_of[BLOCKS];
    unsigned count = 0, b, s, i;
    for (b = 0; b < FOLD_IN_ORDER / 64; b++)
        block_of[b] = append_block(shared, &count, b);
    for (; b < BLOCKS; b++) {
        for (s = 0; s < count; s++)
            if (memcmp(shared + s * 64, rows + b * 64, 64 * sizeof *rows) == 0)
                break;
        block_of[b] = s < count ? s : append_block(shared, &count, b);
    }
    fprintf(file, "/* Written by make_fold_tables.c from utf8proc %s, Unicode %s. Do not edit. */\n#include \"text/fold/fold_tables.h\"\n\n",
            utf8proc_version(), utf8proc_unicode_version());
    fprintf(file, "const uint16_t fold_blocks[0x110000 / 64] = {");
    for (b = 0; b < BLOCKS; b++)
        fprintf(file, "%s%u,", b % 24 ? "" : "\n", block_of[b]);
    fprintf(file, "\n};\n\nconst uint32_t fold_rows[%u] = {", count * 64);
    for (i = 0; i < count * 64; i++)
        fprintf(file, "%s0x%X,", i % 12 ? "" : "\n", (unsigned)shared[i]);
    fprintf(file, "\n};\n");
}

int main(int argc, char **argv)
{
    static const int32_t ends[] = {'\n', '\v', '\f', '\r', 0x3002, 0xFF01, 0xFF1F, 0x104B}; /* see stops.c */
    static const int32_t may_end[] = {'.', '!', '?', 0x85, 0x589, 0x61F, 0x6D4, 0x964, 0x965, 0xF0D, 0xF0E, 0x1362, 0x17D4, 0x17D5, 0x2028, 0x2029};
    FILE *file;
    size_t i;
    int32_t c;
    if (argc != 2 || !(file = fopen(argv[1], "w"))) {
        fprintf(stderr, "usage: make_fold_tables OUT.c\n");
        return 2;
    }
    find_composing();
    find_digits();
    find_han_variants();
    for (c = 0; c < CODE_POINTS; c++)
        rows[c] = c >= 0xD800 && c <= 0xDFFF ? FOLD_ROW(FOLD_SPACE, 0, 0) : row_of(c);
    for (i = 0; i < sizeof ends / sizeof *ends; i++)
        rows[ends[i]] |= FOLD_ENDS;
    for (i = 0; i < sizeof may_end / sizeof *may_end; i++)
        rows[may_end[i]] |= FOLD_MAY_END;
    for (c = 0; c < CODE_POINTS; c++)
        if (rows[c] == FOLD_ROW(FOLD_CHECK, 0, '@'))
            rows[c] |= FOLD_MAY_END;
    write_tables(file);
    write_pages(file);
    write_toned(file);
    write_squeeze(file);
    write_each(file);
    write_stays(file);
    if (fclose(file) != 0) {
        perror(argv[1]);
        return 1;
    }
    return 0;
}
