/*
 * Text in the making. Takes: bytes and the ends of pieces. Gives: a growing text of pieces (paragraphs, lines).
 * Promises: room once reserved stays; a program without memory ends with a message. Does not know: what is written.
 */
#ifndef GENERATOR_TEXT_H
#define GENERATOR_TEXT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Bytes that stand for what outlets typeset differently; typography.h says how they are written. None occurs in JSON
 * unescaped.
 */
enum { MARK_OPEN_QUOTE = 1, MARK_CLOSE_QUOTE, MARK_APOSTROPHE, MARK_SOFT_SPACE, MARK_DASH, MARK_ELLIPSIS, MARK_COUNT };

struct piece {
    size_t begin, end;
    uint32_t words;
};

/* {0} is an empty one. */
struct text {
    char *bytes;
    size_t size, capacity;
    struct piece *pieces;
    size_t piece_count, piece_capacity;
};

void text_clear(struct text *text);
void text_release(struct text *text);

/* Room for more bytes; where the next byte goes. */
char *text_reserve(struct text *text, size_t more);

/* Ends the piece that was written from text->size to end; an empty one is left out. */
void text_end_piece(struct text *text, const char *end, uint32_t words);

/* Appends a copy of a piece of another text. */
void text_copy_piece(struct text *text, const struct text *from, size_t piece);

/* All words of all pieces. */
size_t text_words(const struct text *text);

/* Memory or the end of the program. */
void *must_resize(void *block, size_t count, size_t size);

#endif
