/*
 * A text as one block of bytes and the bounds of its pieces. Blocks are kept from article to article, so that a
 * corpus of any size costs the memory of its longest article.
 */
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *must_resize(void *block, size_t count, size_t size)
{
    void *resized = size && count > SIZE_MAX / size ? NULL : realloc(block, count * size);
    if (!resized) {
        fprintf(stderr, "corpus-generate: out of memory\n");
        exit(1);
    }
    return resized;
}

void text_clear(struct text *text)
{
    text->size = text->piece_count = 0;
}

void text_release(struct text *text)
{
    free(text->bytes);
    free(text->pieces);
    *text = (struct text){0};
}

char *text_reserve(struct text *text, size_t more)
{
    if (text->capacity - text->size < more) {
        text->capacity = (text->size + more) * 2;
        text->bytes = must_resize(text->bytes, text->capacity, 1);
    }
    return text->bytes + text->size;
}

void text_end_piece(struct text *text, const char *end, uint32_t words)
{
    size_t begin = text->size;
    text->size = (size_t)(end - text->bytes);
    if (text->size == begin)
        return;
    if (text->piece_count == text->piece_capacity) {
        text->piece_capacity = text->piece_capacity * 2 + 16;
        text->pieces = must_resize(text->pieces, text->piece_capacity, sizeof *text->pieces);
    }
    text->pieces[text->piece_count++] = (struct piece){begin, text->size, words};
}

void text_copy_piece(struct text *text, const struct text *from, size_t piece)
{
    struct piece source = from->pieces[piece];
    size_t size = source.end - source.begin;
    char *at = text_reserve(text, size);
    memcpy(at, from->bytes + source.begin, size);
    text_end_piece(text, at + size, source.words);
}

size_t text_words(const struct text *text)
{
    size_t words = 0;
    for (size_t p = 0; p < text->piece_count; p++)
        words += text->pieces[p].words;
    return words;
}
