/*
 * The folded texts of a corpus, in scratch. Takes: folded texts, in order of arrival. Gives: any text's lines and words
 * again. Promises: what was added, unchanged. Does not know: which lines are left out.
 */
#ifndef WIRECOPY_TEXT_TEXTS_H
#define WIRECOPY_TEXT_TEXTS_H

#include "base/storage/saved.h"
#include "text/fold/fold.h"

struct texts;

/* memory_bytes: of the space; a quarter is left to others. */
enum wirecopy_status texts_create(struct scratch_space *space, uint64_t memory_bytes, struct texts **texts_out);
void texts_free(struct texts *texts);

/* Saves them, and restores what was saved; to restored texts nothing can be added. */
enum wirecopy_status texts_save(const struct texts *texts, struct saving *saving);
enum wirecopy_status texts_restore(struct saved *saved, struct scratch_space *space, struct texts **texts_out);

/* Has the words go to a file where less than so many bytes of memory are left. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status texts_make_way(const struct texts *texts, uint64_t bytes);

/* Has the last so many bytes of the words that are in memory, or a little more, go to a file. Errors: as above. Nobody looks at words meanwhile. */
enum wirecopy_status texts_spill(const struct texts *texts, uint64_t bytes);

size_t texts_count(const struct texts *texts);

/* Adds a text; it gets the next number, from 0. */
enum wirecopy_status texts_add(struct texts *texts, const struct line *lines, size_t line_count, const uint32_t *words, size_t word_count);

uint64_t texts_line_count(const struct texts *texts);
uint64_t texts_word_count(const struct texts *texts);

/* A text, as texts_lines and texts_words show it; {0} before first use. One thread at a time; release it at the end. */
struct text_view {
    const struct line *lines;   /* set by texts_lines only */
    const uint32_t *line_words; /* of each line; set by texts_words only, as words */
    const uint32_t *words;
    const uint32_t *left;          /* set by who takes lines out: what is left of them, borrowed from here or from the taker's room */
    size_t line_count, word_count; /* word_count: set by texts_words only */
    uint64_t first_line;           /* the number of its first line among all lines of the corpus */
    bool ahead;                    /* set by who goes from text to text in order: much is read at a time */
    struct scratch_window line_window, word_window;
    struct buffer line_room;       /* its lines */
    uint64_t next_number, next_at; /* the text behind that whose lines were shown */
};

/* Shows the lines of a text. Good until they are asked of the view again. Errors: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status texts_lines(const struct texts *texts, uint32_t number, struct text_view *view);

/* Says that lines of texts from a number on will not be asked of a view: they are not read ahead. Errors: WIRECOPY_IO. */
enum wirecopy_status texts_lines_until(const struct texts *texts, uint32_t number, struct text_view *view);

/* Shows its words, and how many each line has: with one read where texts lie in a file. Good likewise. */
enum wirecopy_status texts_words(const struct texts *texts, uint32_t number, struct text_view *view);

/* How many bytes its words, and what stands before them, take in scratch. */
uint64_t texts_bytes(const struct texts *texts, uint32_t number);

/* Has where a text lies brought near, which is asked for first; then its words, as far as that is of use, as they will be asked for soon. */
void texts_prefetch_place(const struct texts *texts, uint32_t number);
void texts_prefetch(const struct texts *texts, uint32_t number);

void text_view_release(struct text_view *view);

/* So many words a text has at most: its lines are counted with them. */
uint64_t texts_words_at_most(const struct texts *texts, uint32_t number);

/* The same of the text that has most. */
uint64_t texts_longest(const struct texts *texts);

/*
 * A text piece by piece, for one too long to be shown at once: lines are counted some at a time, and so many of its next words as the caller
 * says are shown or gone over. {0} at first; one thread's; release it at the end.
 */
struct text_lines {
    uint64_t line;                /* the number of the first line at hand among all lines of the corpus */
    const uint32_t *words;        /* how many words each line at hand has */
    uint32_t at_hand, lines_left; /* lines_left: behind those at hand */
    uint64_t counts_at;           /* where their word counts are */
    uint64_t words_at;            /* where the next words are */
    struct buffer count_room;     /* of the lines at hand, no more: most texts have few, and lie here and there */
    struct scratch_window word_window;
};
void text_lines_release(struct text_lines *lines);

/* Begins a text, without a line at hand. Errors, of all three: WIRECOPY_IO, WIRECOPY_NO_MEMORY. */
enum wirecopy_status text_lines_begin(const struct texts *texts, uint32_t number, struct text_lines *lines);

/* Takes the next lines at hand, some thousands, or none at the end; those at hand are behind it. */
enum wirecopy_status text_lines_more(const struct texts *texts, struct text_lines *lines);

/* Shows the next words, which the text has, until words are asked for again. */
enum wirecopy_status text_lines_words(const struct texts *texts, struct text_lines *lines, size_t count, const uint32_t **words_out);

/* Goes over a line at hand, whose words are shown, or gone over, by themselves. */
static inline void text_lines_step(struct text_lines *lines)
{
    lines->line++;
    lines->words++;
    lines->at_hand--;
}

/* Goes over the next words. */
static inline void text_lines_over(struct text_lines *lines, uint64_t count)
{
    lines->words_at += count * sizeof(uint32_t);
}

#endif
