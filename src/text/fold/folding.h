/*
 * Inside the folder: what the files of this room share. Takes, gives, promises: see fold.h. Does not know: anything outside
 * this room.
 *
 * A text goes through these steps, each into a buffer of the folder, or past it where there is nothing to do:
 *
 *     utf8_repair (ill-formed) -> entities_decode (has &) -> lines_join (hard-wrapped) -> stops -> fold_span line by line
 *     -> words_end_line, which hashes some lines at a time; or, with kernels that can, fold_lines, which does both for many lines at once
 */
#ifndef WIRECOPY_TEXT_FOLD_FOLDING_H
#define WIRECOPY_TEXT_FOLD_FOLDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "text/date_lines.h"
#include "text/fold/fold.h"
#include "text/fold/fold_kernels.h"
#include "text/lines.h"
#include "text/number_words.h"

/* Code points in a growing array. */
struct points {
    int32_t *at;
    size_t count, capacity;
};

struct folder {
    const struct fold_kernel *kernel;
    struct buffer repaired, decoded, respelt, joined, casefolded, masked;
    struct points slow[2], sorted;
    char *bytes;           /* folded words, one space after each line; BYTES_BEFORE bytes stand before it */
    size_t bytes_capacity; /* of the block, BYTES_BEFORE included */
    size_t byte_count;
    bool solo; /* the last word began in a script without spaces */
    bool wide; /* characters of three bytes were met, other than those that stand among letters of two */
    struct stops stops;
    const uint8_t *known; /* the text whose breaks they are already; or NULL */
    size_t known_size;
    size_t batch_begin; /* the lines from this byte on wait for their words to be hashed */
    uint32_t *pending;  /* where they end, from there on; a space parts each from the next */
    size_t pending_count, pending_capacity;
    uint32_t *ends, *line_words; /* of one batch, see struct fold_cut */
    uint64_t *marks;
    size_t end_capacity, line_words_capacity, mark_capacity;
    uint32_t *words;
    size_t word_count, word_capacity;
    struct line *lines;
    size_t line_count, line_capacity;
    struct number_words number_words;
    struct date_words date_words;
    bool trusting;   /* see folder_trust */
    bool words_only; /* see folder_words_only */
    bool keep_line_texts;
    struct buffer line_texts; /* struct line_text */
};

/* A space and room for looking back a few bytes without asking; kernels write up to 64 bytes at once. */
enum { BYTES_BEFORE = 16, BYTES_BEYOND = 144 };

/* Makes room for so many folded bytes after those that stand. */
enum wirecopy_status folder_reserve(struct folder *folder, size_t more);

/* fold_span.c: folds well-formed UTF-8 that stands between white space or ends, and appends to folder->bytes. */
enum wirecopy_status fold_span(struct folder *folder, const uint8_t *text, size_t size);

/* The same for text that was case-folded already and holds no addresses. */
enum wirecopy_status fold_span_without_addresses(struct folder *folder, const uint8_t *text, size_t size);

/* Its steps: what became of a span. Near an address nothing of the span counts; of a text with lines nothing of the line at hand. */
enum fold_outcome { FOLDED, ADDRESS_NEAR, FAILED };
enum fold_outcome fold_fast(struct folder *folder, const uint8_t *text, size_t size, bool addresses, struct fold_lines *lines);

/* Folds a span that may hold addresses run by run. */
enum wirecopy_status fold_runs(struct folder *folder, const uint8_t *text, const uint8_t *end);

/* fold_lines.c: a text with its lines, as fold_text does it; for kernels that can. */
enum wirecopy_status fold_lines(struct folder *folder, const uint8_t *text, size_t size);

/* fold_slow.c: one segment by the rules word for word (all but addresses), appended to folder->bytes. */
enum wirecopy_status fold_slow_segment(struct folder *folder, const uint8_t *text, size_t size);

/* fold_slow.c: NFKC case folding of one segment, appended to out. */
enum wirecopy_status fold_slow_casefold(struct folder *folder, const uint8_t *text, size_t size, struct buffer *out);

/* fold_slow.c: letters, marks and digits. */
bool fold_slow_is_word(uint32_t c);

/* fold_slow.c: frees what slow folding keeps. */
void fold_slow_release(struct folder *folder);

/* addresses.c: the addresses in NFKC case-folded text become spaces. */
void addresses_blank(uint8_t *text, size_t size);

/* words.c: the line that starts at byte begin is folded; nothing where it left no bytes. Then its place in folder->bytes is fixed, with a space behind it. */
enum wirecopy_status words_end_line(struct folder *folder, size_t begin);

/* words.c: makes room for so many more lines that wait. */
enum wirecopy_status words_reserve_lines(struct folder *folder, size_t more);

/* words.c: hashes the words and lines that wait; call it after the last line. */
enum wirecopy_status words_flush(struct folder *folder);

#endif
