/*
 * The plan of a corpus. Takes: how many articles, a seed, a shape. Gives: for each place in the file the story, which
 * copy of it, whether it is an issue of a form. Promises: constant cost and memory; copies of a story are scattered
 * over the whole file. Does not know: texts.
 */
#ifndef GENERATOR_LAYOUT_H
#define GENERATOR_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

enum shape {
    SHAPE_PLAIN,
    SHAPE_SHARED_FURNITURE, /* every article has the same thirty lines besides */
    SHAPE_EXACT_COPIES,     /* one story, never edited, without furniture */
    SHAPE_NEAR_COPIES,      /* one story, every article a copy of it */
    SHAPE_ONE_LINE,         /* articles of one sentence, all different stories */
    SHAPE_FORMS,            /* issues of one form of one outlet */
    SHAPE_GIANT_ARTICLE     /* plain, but one article is of 60 MB */
};

/*
 * Articles are laid out in blocks; a story's copies lie in one. 4,096 hold the largest cluster twenty times, and 8
 * patterns the law of sizes.
 */
enum { BLOCK_ARTICLES = 4096, PATTERNS = 8 };

struct layout {
    uint64_t articles, key;
    uint32_t half_bits; /* of the permutation */
    enum shape shape;
    uint16_t first_of_story[PATTERNS][BLOCK_ARTICLES];
};

enum kind { KIND_STORY, KIND_ISSUE, KIND_LINE, KIND_GIANT };

struct place {
    enum kind kind;
    uint64_t story;  /* what the truth calls the cluster; unique */
    uint32_t copy;   /* 0 is the story as first written */
    uint64_t family; /* of an issue */
    uint32_t issue;
};

void layout_init(struct layout *layout, uint64_t articles, uint64_t key, enum shape shape);

/* What stands at a place of the file, from 0. */
struct place layout_place(const struct layout *layout, uint64_t position);

#endif
