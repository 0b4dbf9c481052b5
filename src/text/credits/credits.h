/*
 * Wire credits: who a text says that it comes from. Takes: a text as it was read. Gives: where its credits stand, and whose they
 * are. Promises: only the first and the last lines are looked at, and there only what has the form of a credit: a dateline
 * ("LONDON (Reuters) -"), a line that is nothing else ("المصدر: وكالات"), a mark at the end ("... (AFP)"). Does not know: folding.
 *
 * The names are a table, credit_names.c: to add an agency, add a row there.
 */
#ifndef WIRECOPY_TEXT_CREDITS_CREDITS_H
#define WIRECOPY_TEXT_CREDITS_CREDITS_H

#include <stdbool.h>

#include "base/memory.h"

/* An agency and the ways in which credits spell it; those of up to five ASCII letters are compared as they are, longer ones without case. */
enum { CREDIT_SPELLINGS = 15 };
struct credit_agency {
    const char *name;
    const char *spellings[CREDIT_SPELLINGS]; /* the rest NULL */
};
extern const struct credit_agency credit_agencies[];
extern const size_t credit_agency_count;

/* Words that may stand in a line that is a credit and nothing else: "by", "and", "with files from"; ended by NULL. */
extern const char *const credit_fillers[];

/* What stands before a credit on a line of its own: "Source:", "المصدر:", "نقلا عن"; ended by a row without text. */
struct credit_intro {
    const char *text;
    bool takes_any; /* whoever is named there is the credit, an agency or not */
};
extern const struct credit_intro credit_intros[];

/* One spelling: its first four bytes (what there is of them, as the mask says) without regard to the case of ASCII. */
struct credit_link {
    uint32_t letters, mask;
    uint16_t next; /* of the same head: its place plus 1 */
    uint16_t size;
};

/* The tables, made ready for looking up; 36 KiB. Any number of readers. */
enum {
    CREDIT_ENDING_BITS = 15,
    CREDIT_HEADS = 512,
    CREDIT_LINKS = 1920,
    CREDIT_FILLER_HEADS = 32,
    CREDIT_FILLERS = 64,
    CREDIT_INTRO_BITS = 12,
    CREDIT_THREES = 1 << 15
};
typedef const char *credit_look_kernel(const char *at, const char *end, bool opening);
struct credit_finder {
    credit_look_kernel *look;     /* see credit_scan.h */
    uint16_t heads[CREDIT_HEADS]; /* by the first two bytes: place of agency and spelling, plus 1 */
    struct credit_link links[CREDIT_LINKS];
    uint8_t filler_heads[CREDIT_FILLER_HEADS], filler_next[CREDIT_FILLERS];   /* by the low bits of the first byte: place plus 1 */
    uint64_t intros[(1 << CREDIT_INTRO_BITS) / 64];                           /* by their first four bytes, each | ' ', a bit each */
    uint64_t endings[(1 << CREDIT_ENDING_BITS) / 64];                         /* by their last bytes, a bit each: agencies and fillers */
    uint8_t kinds[256];                                                       /* of bytes: see credit_scan.h */
    uint64_t first_three[CREDIT_THREES / 64], last_three[CREDIT_THREES / 64]; /* by the kinds of three bytes, a bit each */
};
/* kernel: NULL is the best that runs here; the credits that are found are the same. */
void credit_finder_init(struct credit_finder *finder, const char *kernel);

/* The bytes of the text that one credit takes. */
struct credit_span {
    size_t begin, end;
};
enum { CREDIT_SPANS = 8, CREDIT_NAME_BYTES = 120 };

/* What was found: places in order, not overlapping, and the names, each once, ", " between two. */
struct credits {
    struct credit_span spans[CREDIT_SPANS];
    size_t count;
    char name[CREDIT_NAME_BYTES]; /* well-formed where the text is */
    size_t name_size;
};

/* Cost: some microseconds, whatever the text's length. */
void credits_find(const struct credit_finder *finder, const char *text, size_t size, struct credits *credits);

/* The same; breaks: NULL, or where the text's line breaks are, as folder_find_breaks has them. */
struct stops;
void credits_find_in_lines(const struct credit_finder *finder, const char *text, size_t size, const struct stops *breaks, struct credits *credits);

/* The name by which credits report the agency that is spelt so, "رويترز" or "Associated Press"; NULL where none is, or it stands for many. */
const char *credits_agency_name(const char *spelling, size_t size);

/* Whether all credits begin and end between characters: what is left of well-formed UTF-8 then is so too. */
bool credits_part_characters(const struct credits *credits, const char *text, size_t size);

/* Replaces out by the text without its credits. */
enum wirecopy_status credits_cut(const struct credits *credits, const char *text, size_t size, struct buffer *out);

#endif
