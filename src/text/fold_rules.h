/*
 * The facts of folding that are ours and not Unicode's. Takes: code points. Gives: what DESIGN's step 2 says of them.
 * Promises: the table generator and the slow path read the same facts. Does not know: bytes, tables.
 */
#ifndef WIRECOPY_TEXT_FOLD_RULES_H
#define WIRECOPY_TEXT_FOLD_RULES_H

#include <stdbool.h>
#include <stdint.h>

/* Marks that writers leave out at will; format characters (category Cf) are added by whoever knows categories. */
static inline bool rule_optional_mark(int32_t c)
{
    return c == 0x640                     /* tatweel */
           || (c >= 0x64B && c <= 0x65F)  /* Arabic harakat */
           || c == 0x670                  /* superscript alef */
           || (c >= 0x6D6 && c <= 0x6ED)  /* Koranic signs */
           || (c >= 0x591 && c <= 0x5C7); /* Hebrew accents, points and the few signs among them */
}

/* Arabic letters that are written one for the other. */
static inline int32_t rule_letter(int32_t c)
{
    switch (c) {
    case 0x622: /* alef with madda */
    case 0x623: /* alef with hamza above */
    case 0x625: /* alef with hamza below */
    case 0x671: /* alef wasla */
        return 0x627;
    case 0x649: /* alef maksura */
    case 0x6CC: /* Farsi yeh */
        return 0x64A;
    case 0x6A9: /* keheh */
        return 0x643;
    default:
        return c;
    }
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
