/*
 * Folding. Takes: one raw text. Gives: its folded words as hashes, cut into lines. Promises: the same words for the same
 * text on every machine and kernel; no text is an error; folding what was folded changes nothing. Does not know:
 * articles, corpora, furniture.
 */
#ifndef WIRECOPY_TEXT_FOLD_FOLD_H
#define WIRECOPY_TEXT_FOLD_FOLD_H

#include <stdbool.h>

#include "base/hash.h"
#include "base/memory.h"

/* A line, or one sentence of it. */
struct line {
    uint64_t hash; /* XXH3 of its folded words, one space between two; DATE_LINE_HASH where it is a date and nothing else */
    uint64_t
        masked; /* the same with "#" for each word that holds a digit, is a number word or names a month; equal to hash where there is none, and of date lines */
    uint32_t word_count; /* at least 1: lines without words are left out */
    uint32_t place;      /* 0; where only some of a text's lines are kept: its place among all, from 0 */
};

/* The lowest bit of a word's 32 bits says whether it holds a digit; the others are the upper 31 bits of the XXH3 of its folded bytes. */
enum { WORD_HAS_DIGIT = 1 };

/* A folded text; borrowed from the folder until its next call. */
struct folded {
    const char *bytes; /* the folded words, one space between two, over line ends too */
    size_t byte_count;
    const uint32_t *words;
    size_t word_count;
    const struct line *lines;
    const struct line_text *line_texts; /* NULL but where folder_keep_line_texts asked for them */
    size_t line_count;
};

/* Where a line's text is: as it came, but that it is well-formed, its entities are decoded and hard wraps are spaces. */
struct line_text {
    const char *text;
    size_t size;
};

struct folder;

/* A folder keeps its buffers between calls; one thread at a time. known: NULL, or another one, whose lists of words are taken over, not folded anew. */
enum wirecopy_status folder_create(struct folder **folder_out);
enum wirecopy_status folder_create_beside(const struct folder *known, struct folder **folder_out);
void folder_free(struct folder *folder);

/* Folds with the kernel of that name ("portable", "avx2", "avx512"), or the best for NULL; WIRECOPY_INVALID where this machine has none such. */
enum wirecopy_status folder_use_kernel(struct folder *folder, const char *name);

/* Whether the texts and titles that come next are well-formed UTF-8 for sure, so that it need not look; at first it looks. */
void folder_trust(struct folder *folder, bool well_formed);

/* Whether only words are asked for: then nothing is a line, and none is hashed. */
void folder_words_only(struct folder *folder, bool words_only);

/* Has it say where each line's text is. */
void folder_keep_line_texts(struct folder *folder, bool keep);

/*
 * Finds a text's line breaks before it is folded, for whoever looks at its lines first; fold_text takes them over where it is given the same
 * text, unchanged, before another. *breaks_out: NULL where the kernel does not look for them alone, or the text is not trusted; else good
 * until the folder is given another text. Errors: WIRECOPY_NO_MEMORY.
 */
struct stops;
enum wirecopy_status folder_find_breaks(struct folder *folder, const char *text, size_t size, const struct stops **breaks_out);

/* Has those breaks, where it found them, be those of what is left of that text without its credits; which part no character of it. */
struct credits;
void folder_cut_breaks(struct folder *folder, const struct credits *credits, const char *text, size_t size);

/* Folds a text: entities, hard wraps, lines and sentences, then each line, as DESIGN's steps 2 and 3 say. Linear in size. Errors: WIRECOPY_NO_MEMORY, WIRECOPY_TOO_LARGE (4 GiB, or a line that folds to 2 GiB). */
enum wirecopy_status fold_text(struct folder *folder, const char *text, size_t size, struct folded *folded_out);

/* Folds a line of an earlier text as it stands: nothing is decoded, and it is one line, or none where it has no word. */
enum wirecopy_status fold_line_as_it_is(struct folder *folder, const char *text, size_t size, struct folded *folded_out);

/* Folds a title: entities are decoded, tags of HTML taken out, then it is folded as one line. */
enum wirecopy_status fold_title(struct folder *folder, const char *title, size_t size, struct folded *folded_out);

/* Folds a piece of a line: well-formed text whose entities were decoded, as words_locate of locate.h wants it. */
enum wirecopy_status fold_piece(struct folder *folder, const char *piece, size_t size, struct folded *folded_out);

#endif
