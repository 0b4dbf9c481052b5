/*
 * The facts of folding that are ours and not Unicode's. Takes: code points. Gives: what DESIGN's step 2 says of them.
 * Promises: the table generator and the slow path read the same facts. Does not know: bytes, tables.
 */
#ifndef WIRECOPY_TEXT_FOLD_FOLD_RULES_H
#define WIRECOPY_TEXT_FOLD_FOLD_RULES_H

#include <stdbool.h>
#include <stdint.h>

/* Marks that writers leave out at will; format characters (category Cf) are added by whoever knows categories. */
static inline bool rule_optional_mark(int32_t c)
{
    return c == 0x640                    /* tatweel */
           || (c >= 0x64B && c <= 0x65F) /* Arabic harakat */
           || c == 0x670                 /* superscript alef */
           || (c >= 0x6D6 && c <= 0x6ED) /* Koranic signs */
           || (c >= 0x591 && c <= 0x5C7) /* Hebrew accents, points and the few signs among them */
           || c == 0xD4D;                /* virama of Malayalam: see rule_chillu */
}

/*
 * Marks that are no part of a word, of composed letters too: capitals go without them in Greek and Spanish, wires and keyboards in every
 * language ("ecole", "Basescu"), and one outlet writes the dots of yo or the nukta where another does not.
 */
static inline bool rule_accent(int32_t c)
{
    return (c >= 0x300 && c <= 0x36F)   /* combining diacritical marks */
           || c == 0x93C || c == 0xA3C; /* nukta of Devanagari and Gurmukhi */
}

/*
 * Cyrillic letters as Serbian writes them in Latin, without accents, since half of its outlets write the one script and half the other; 0
 * where it has none.
 */
static inline int32_t rule_cyrillic(int32_t c)
{
    static const char latin[0x30] = "abvgdezzi\0klmnoprstufhccs\0\0\0\0\0\0\0\0\0d\0\0\0i\0jlnc\0\0\0d"; /* U+0430 to U+045F */
    return c >= 0x430 && c <= 0x45F ? latin[c - 0x430] : 0;
}

/*
 * Malayalam's chillus, letters without a vowel, as what they are letters of; 0: none. Half of its outlets write them as that letter, a
 * virama and a joiner, which are dropped.
 */
static inline int32_t rule_chillu(int32_t c)
{
    static const int32_t letters[] = {0xD23, 0xD28, 0xD30, 0xD32, 0xD33, 0xD15};
    return c >= 0xD7A && c <= 0xD7F ? letters[c - 0xD7A] : 0;
}

/*
 * Ethiopic letters that Amharic speaks alike, and writes one for the other, as the one of them that is the most usual; 0 for all others. What
 * stands for the first and the fourth vowel is one after a laryngeal.
 */
static inline int32_t rule_ethiopic(int32_t c)
{
    if (c >= 0x1220 && c <= 0x1227) /* sz as s */
        return c + 0x10;
    if (c >= 0x1340 && c <= 0x1346) /* tz as ts */
        return c - 8;
    if (c >= 0x12D0 && c <= 0x12D6) /* pharyngeal a as glottal a */
        return c == 0x12D3 ? 0x12A0 : c - 0x30;
    if (c >= 0x1210 && c <= 0x1216) /* hh and x as h */
        return c == 0x1213 ? 0x1200 : c - 0x10;
    if (c >= 0x1280 && c <= 0x1286)
        return c == 0x1283 ? 0x1200 : c - 0x80;
    return c == 0x1203 ? 0x1200 : c == 0x12A3 ? 0x12A0 : 0;
}

/* Letters that are written one for the other. */
static inline int32_t rule_letter(int32_t c)
{
    int32_t other = rule_cyrillic(c) | rule_chillu(c) | rule_ethiopic(c);
    if (other)
        return other;
    switch (c) {
    case 0xE6: /* ae, and below oe: see rule_second_letter */
        return 'a';
    case 0x153:
    case 0xF8: /* o with stroke */
        return 'o';
    case 0x111: /* d with stroke, and what looks like it as a capital: eth, African d */
    case 0xF0:
    case 0x256:
        return 'd';
    case 0x127: /* h with stroke */
        return 'h';
    case 0x131: /* i without a dot: its capital is I, and that of i has a dot */
        return 'i';
    case 0x142: /* l with stroke */
        return 'l';
    case 0x1DD: /* turned e, and the schwa of Cyrillic */
    case 0x4D9:
        return 0x259; /* schwa */
    case 0x622:       /* alef with madda */
    case 0x623:       /* alef with hamza above */
    case 0x625:       /* alef with hamza below */
    case 0x671:       /* alef wasla */
        return 0x627;
    case 0x649: /* alef maksura */
    case 0x6CC: /* Farsi yeh */
        return 0x64A;
    case 0x6A9: /* keheh */
        return 0x643;
    case 0x629: /* teh marbuta */
    case 0x6C3: /* teh marbuta goal */
    case 0x6BE: /* heh doachashmee */
    case 0x6C0: /* heh with yeh above */
    case 0x6C1: /* heh goal */
    case 0x6C2: /* the same with hamza */
    case 0x6D5: /* ae */
        return 0x647;
    case 0x901: /* candrabindu */
        return 0x902;
    default:
        return c;
    }
}

/* What stands behind rule_letter where that is half of what is meant; else 0. */
static inline int32_t rule_second_letter(int32_t c)
{
    switch (c) {
    case 0xE6:
    case 0x153:
        return 'e';
    case 0x459: /* lje */
    case 0x45A: /* nje */
        return 'j';
    case 0x45F: /* dzhe */
        return 'z';
    default:
        return 0;
    }
}

/* Letters to Unicode that are apostrophes to writers, who put any of them, or a quotation mark. */
static inline bool rule_apostrophe(int32_t c)
{
    return c >= 0x2B9 && c <= 0x2BF;
}

/* Scripts that put no space between words: there a grapheme cluster is a word. */
static inline bool rule_no_spaces(int32_t c)
{
    return (c >= 0xE00 && c <= 0xEFF)         /* Thai, Lao */
           || (c >= 0x1000 && c <= 0x109F)    /* Burmese */
           || (c >= 0x1780 && c <= 0x17FF)    /* Khmer */
           || (c >= 0x3040 && c <= 0x30FF)    /* Kana */
           || (c >= 0x3400 && c <= 0x9FFF)    /* Han */
           || (c >= 0xF900 && c <= 0xFAFF)    /* Han, compatibility */
           || (c >= 0x20000 && c <= 0x3FFFF); /* Han, the other planes */
}

/* Sara am, one cluster with what stands before it, is taken apart by NFKC: nikhahit, a mark, and sara aa, a letter. */
static inline bool rule_sara_aa(int32_t c)
{
    return c == 0xE32 || c == 0xEB2;
}

/* White space as the address and sentence rules see it: Unicode's, and the four separators U+001C to U+001F. */
static inline bool rule_white(int32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
           c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

#endif
