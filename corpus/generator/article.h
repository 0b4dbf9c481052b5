/*
 * Articles. Takes: a place of the layout. Gives: the record that stands there. Promises: a pure function of the
 * corpus's settings and the place; memory is that of the longest article. Does not know: files, options.
 */
#ifndef GENERATOR_ARTICLE_H
#define GENERATOR_ARTICLE_H

#include "copy.h"
#include "layout.h"
#include "outlet.h"
#include "record.h"

struct settings {
    uint64_t articles, seed;
    uint32_t mean_words;
    enum script script;
    enum shape shape;
};

/* All that making articles needs; some 4 MB. */
struct maker {
    struct settings settings;
    struct prose prose;
    struct layout layout;
    struct outlets outlets;
    struct story story;
    struct copier copier;
    struct text copy, page, title, shared_furniture;
};

struct maker *maker_create(const struct settings *settings);
void maker_free(struct maker *maker);

/*
 * Fills the record that stands at a place of the file, and its cluster. The record borrows from the maker until the
 * next call.
 */
void maker_article(struct maker *maker, uint64_t position, struct record *record, uint64_t *cluster);

#endif
